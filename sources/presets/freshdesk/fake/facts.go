package fake

import (
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// facts are what the product makes of a version of a ticket. They do not depend on the time.
type facts struct {
	status        int
	spam, deleted bool
	// opening is the message that is the ticket's description, nil where an agent wrote it.
	opening *replay.Message
	// merged is the change by which the ticket was merged.
	merged *replay.Change

	firstResponded, agentResponded, requesterResponded time.Time
	statusUpdated, reopened, resolved, closed, pending time.Time
	// wasResolved and wasClosed are those of before the last reopening.
	wasResolved, wasClosed time.Time

	// held is how long the clock of the resolution has stood still, not counting since holding, if it does now.
	held    time.Duration
	holding time.Time
}

func newFacts(t *replay.Ticket) *facts {
	f := &facts{}
	f.walk(t)
	if t.Description == "" && len(t.Messages) > 0 && t.Messages[0].Created.Equal(t.Created) {
		f.opening = &t.Messages[0]
	}
	for i := range t.Messages {
		m := &t.Messages[i]
		switch {
		case m == f.opening:
		case m.Author == "customer":
			f.requesterResponded = m.Created
		case m.Author == "agent" && !m.Internal:
			f.agentResponded = m.Created
			if f.firstResponded.IsZero() {
				f.firstResponded = m.Created
			}
		}
	}
	return f
}

// walk follows the status. Spam and trash are marks on a ticket, which keeps its status below them.
func (f *facts) walk(t *replay.Ticket) {
	word := t.Status
	for i := range t.Changes {
		if t.Changes[i].Field == "status" {
			word = t.Changes[i].Old
			break
		}
	}
	f.set(word, t, t.Created)
	for i := range t.Changes {
		c := &t.Changes[i]
		if c.Field != "status" {
			continue
		}
		if c.New == "merged" {
			f.merged = c
		}
		f.set(c.New, t, c.At)
	}
}

func (f *facts) set(word string, t *replay.Ticket, at time.Time) {
	switch word {
	case "spam":
		f.spam = true
		f.keep(at)
		return
	case "trash":
		f.deleted = true
		f.keep(at)
		return
	}
	f.spam, f.deleted = false, false
	before, after := f.status, statusCode(word, t.ID)
	if before == after {
		return
	}
	f.status, f.statusUpdated, f.pending = after, at, time.Time{}
	if !f.holding.IsZero() {
		f.held, f.holding = f.held+at.Sub(f.holding), time.Time{}
	}
	if after == statusPending || after == statusWaitingOnCustomer || after == statusWaitingOnThird {
		f.holding = at
	}
	switch after {
	case statusResolved:
		f.resolved, f.closed = at, time.Time{}
	case statusClosed:
		f.closed = at
		if f.resolved.IsZero() {
			f.resolved = at
		}
	default:
		if before == statusResolved || before == statusClosed {
			f.reopened, f.wasResolved, f.wasClosed = at, f.resolved, f.closed
		}
		f.resolved, f.closed = time.Time{}, time.Time{}
		if after == statusPending {
			f.pending = at
		}
	}
}

// keep gives a status to a ticket that begins as spam or in the trash.
func (f *facts) keep(at time.Time) {
	if f.status == 0 {
		f.status, f.statusUpdated = statusOpen, at
	}
}

// targets are how soon a ticket is to be answered and to be resolved, by priority.
// https://developers.freshdesk.com/api/#sla-policies
func targets(priority int) (respond, resolve time.Duration) {
	switch priority {
	case 4:
		return time.Hour, 8 * time.Hour
	case 3:
		return 4 * time.Hour, 24 * time.Hour
	case 2:
		return 8 * time.Hour, 48 * time.Hour
	default:
		return 24 * time.Hour, 96 * time.Hour
	}
}

// late tells whether something was due before it was done, or before now if it was not done.
func late(due, done, now time.Time) bool {
	if done.IsZero() {
		done = now
	}
	return done.After(due)
}
