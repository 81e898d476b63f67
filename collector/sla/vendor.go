package sla

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"helpdesk_exporter/sources/record"
)

// vendor turns the vendor's own clocks into clocks, where a policy takes them. The vendor is believed but
// for two things: a void ends every clock, and a solved ticket has none open.
func (e *evaluation) vendor() []Clock {
	told := slices.Clone(e.t.Clocks)
	slices.SortFunc(told, func(a, b record.SLAClock) int {
		return cmp.Or(a.StartedAt.Compare(b.StartedAt), cmp.Compare(a.Target, b.Target), cmp.Compare(a.ID, b.ID),
			cmp.Compare(a.Cycle, b.Cycle), a.UpdatedAt.Compare(b.UpdatedAt))
	})
	var clocks []Clock
	for i := range told {
		clocks = append(clocks, e.adopt(&told[i])...)
	}
	return clocks
}

// adopt makes a clock of a vendor's: several, if the ticket was void in between.
func (e *evaluation) adopt(v *record.SLAClock) []Clock {
	if v.DueAt.IsZero() && v.PausedAt.IsZero() && v.FulfilledAt.IsZero() && v.BreachedAt.IsZero() && v.CancelledAt.IsZero() {
		return nil // the vendor has taken it away, or never had one
	}
	c := Clock{
		Target: Target(cmp.Or(v.Target, string(Resolution))), Policy: v.Policy,
		StartedAt: v.StartedAt, Due: v.DueAt, paused: !v.PausedAt.IsZero(),
	}
	if c.StartedAt.IsZero() {
		c.StartedAt = e.t.Created
	}
	c.Cycle = v.ID
	if c.Cycle == "" {
		c.Cycle = strconv.Itoa(v.Cycle)
	}
	end, how := e.vendorEnd(v, c.Target)
	breach := v.BreachedAt
	if c.paused && end.IsZero() && breach.IsZero() {
		c.Due = time.Time{}
	}
	if breach.IsZero() && !c.Due.IsZero() && (end.IsZero() || c.Due.Before(end)) {
		breach = c.Due
	}
	if end.IsZero() && breach.IsZero() && !c.paused {
		return nil // neither running nor over
	}
	name := c.Cycle
	var clocks []Clock
	for _, void := range e.voids {
		// What ends a clock in the instant of a void is the void: a merge closes the ticket, too.
		if !end.IsZero() && void.From.After(end) {
			break
		}
		if !void.To.IsZero() && !void.To.After(c.StartedAt) {
			continue
		}
		late := !breach.IsZero() && breach.Before(void.From)
		cut := c
		if cut.EndedAt = void.From; late {
			cut.BreachedAt = breach
			before := len(clocks)
			clocks = e.add(clocks, cut, Breached, breach)
			clocks = e.add(clocks, cut, Corrected, void.From)
			if len(clocks) == before+2 {
				// It takes back what was counted, under the labels of then.
				clocks[before+1].Outcomes[0].Labels = clocks[before].Outcomes[0].Labels
			}
		} else {
			clocks = e.add(clocks, cut, Cancelled, void.From)
		}
		if void.To.IsZero() {
			return clocks
		}
		if !breach.IsZero() && breach.Before(void.To) {
			breach = void.To
		}
		c.Cycle = name + "/" + stamp(void.To)
	}
	c.EndedAt, c.BreachedAt = end, breach
	switch {
	case !breach.IsZero():
		return e.add(clocks, c, Breached, breach)
	case !end.IsZero():
		return e.add(clocks, c, how, end)
	}
	return e.add(clocks, c, Paused, time.Time{})
}

// vendorEnd is when a vendor's clock ended, and how; zero while it is open.
func (e *evaluation) vendorEnd(v *record.SLAClock, t Target) (time.Time, State) {
	switch {
	case !v.FulfilledAt.IsZero():
		return v.FulfilledAt, Met
	case !v.CancelledAt.IsZero():
		return v.CancelledAt, Cancelled
	case !e.status.Resolved():
		return time.Time{}, ""
	}
	solved := e.t.Created
	for i := len(e.course) - 1; i > 0 && e.course[i].status.Resolved(); i-- {
		solved = e.course[i].from
	}
	if t == FirstResponse || t == NextResponse {
		return solved, Cancelled
	}
	return solved, Met
}

// add appends an outcome to the last clock, or the clock with it, if its policy takes the vendor's clocks.
// A clock that is only paused has no outcome.
func (e *evaluation) add(clocks []Clock, c Clock, s State, at time.Time) []Clock {
	n := len(clocks)
	if n > 0 && clocks[n-1].Cycle == c.Cycle {
		clocks[n-1].come(s, at, e.at(clocks[n-1].BreachedAt).policy, e.at(at).labels)
		return clocks
	}
	now := e.at(at)
	if s == Paused {
		now = &e.course[len(e.course)-1]
	}
	if now.policy == nil || now.policy.From != FromVendor {
		return clocks
	}
	c.Policy = cmp.Or(c.Policy, now.policy.Name)
	c.Labels = e.course[len(e.course)-1].labels
	if !c.EndedAt.IsZero() {
		c.Labels = e.at(c.EndedAt).labels
	}
	if s != Paused {
		c.come(s, at, now.policy, now.labels)
	}
	return append(clocks, c)
}

// at is what held of the ticket at an instant.
func (e *evaluation) at(at time.Time) *stretch {
	now := &e.course[0]
	for i := range e.course {
		if e.course[i].from.After(at) {
			break
		}
		now = &e.course[i]
	}
	return now
}
