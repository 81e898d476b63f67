package sla

import (
	"time"
)

// State of a clock.
type State string

// The states.
const (
	Running   State = "running"
	Paused    State = "paused"
	Breached  State = "breached" // and not fulfilled yet, unless the clock has ended
	Met       State = "met"
	Cancelled State = "cancelled"
	// Corrected is an outcome, not a state: a breach of a ticket that turned out to be none, because it
	// was merged, spam or deleted.
	Corrected State = "corrected"
)

// Outcome is what a clock came to, at the instant at which it did.
type Outcome struct {
	// State is Met, Breached, Cancelled or Corrected.
	State State
	// Key identifies the outcome within its ticket. Met, Breached and Cancelled of one clock share it:
	// one of them counts. A correction has a key of its own and requires that the breach was counted.
	Key string
	// At is the due instant of a breach, else when the clock ended. It may lie in the future: a breach
	// that comes if nothing else happens, and is certain once the watermark has passed At.
	At time.Time
	// Policy is the label; a vendor's own clocks have the vendor's.
	Policy string
	Target Target
	// Identity is that of the configured policy and target, as Policy.Identities lists them.
	Identity string
	// Labels valid at At.
	Labels Labels
}

// Clock is a target of a policy on a ticket, once.
type Clock struct {
	Target Target
	// Cycle names the round within ticket and target: what began it.
	Cycle string
	// Policy and Labels are the current ones, those of the end on a clock that has ended.
	Policy string
	Labels Labels

	StartedAt time.Time
	// Budget is the time the target allows, on the clock's schedule. 0 where a vendor does not tell.
	Budget time.Duration
	// Due is when the budget is or was used up; zero while paused, or when that is out of reach.
	Due time.Time
	// BreachedAt is Due of a clock that breaches, if nothing else happens; zero of one that does not.
	BreachedAt time.Time
	// EndedAt is when the clock was met, cancelled, or after a breach fulfilled; zero while it is open.
	EndedAt time.Time
	// Outcomes in the order of their instants.
	Outcomes []Outcome

	paused    bool
	elapsed   time.Duration // until accounted
	running   bool          // from accounted on
	accounted time.Time
	schedule  Schedule
}

// State is the state of the clock at an instant that is not before the last event of the ticket. Whoever
// declares breaches passes the watermark.
func (c *Clock) State(at time.Time) State {
	switch {
	case !c.BreachedAt.IsZero() && !at.Before(c.BreachedAt):
		return Breached
	case c.ended(at):
		for i := len(c.Outcomes) - 1; i >= 0; i-- {
			if s := c.Outcomes[i].State; s == Met || s == Cancelled {
				return s
			}
		}
		return Met
	case c.paused:
		return Paused
	}
	return Running
}

// Open reports whether the clock is neither met, cancelled nor, after a breach, fulfilled at an instant
// that is not before the last event of the ticket.
func (c *Clock) Open(at time.Time) bool { return !c.ended(at) }

func (c *Clock) ended(at time.Time) bool { return !c.EndedAt.IsZero() && !at.Before(c.EndedAt) }

// Elapsed is the time of the schedule that has run until an instant that is not before the last event of
// the ticket; of a clock that has ended until its end, also beyond a breach.
func (c *Clock) Elapsed(at time.Time) time.Duration {
	if !c.running || c.schedule == nil || !at.After(c.accounted) {
		return c.elapsed
	}
	return c.elapsed + c.schedule.Within(c.accounted, at)
}
