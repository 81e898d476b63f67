package fact

import (
	"slices"
	"time"

	"helpdesk_exporter/sources/record"
)

// statusEvent is a change of status, told by the vendor or found between two snapshots.
type statusEvent struct {
	at       time.Time
	from, to record.Status
	id       string
	actor    record.Actor
	snapshot bool
}

// span is a status from an instant on, until the next span.
type span struct {
	from   time.Time
	status record.Status
}

// solve is a transition from unresolved to resolved.
type solve struct {
	at    time.Time
	key   string
	actor record.Actor
	// undone: reopened in the same instant.
	undone bool
	// place in the order of events, which tells apart what happens in one instant.
	place int
}

// reopening is a transition from resolved to unresolved.
type reopening struct {
	at    time.Time
	key   string
	place int
}

// voiding is a period in which the ticket is merged, spam or deleted; its end is zero while it lasts.
type voiding struct {
	at, end time.Time
	reason  record.Status
}

func (v *voiding) covers(t time.Time) bool {
	return !t.Before(v.at) && (v.end.IsZero() || t.Before(v.end))
}

// timeline is the course of a ticket's status. What happens inside a void is no part of it.
type timeline struct {
	spans   []span
	solves  []solve
	reopens []reopening
	voids   []voiding
	closes  []time.Time // from solved to closed
	// touched is the first change of status by an agent, zero if there is none.
	touched time.Time
	// hidden tells that the ticket was resolved at some unknown instant before its history begins.
	hidden bool
}

func (t *timeline) status(at time.Time) record.Status {
	status := t.spans[0].status
	for _, s := range t.spans[1:] {
		if s.from.After(at) {
			break
		}
		status = s.status
	}
	return status
}

func (t *timeline) last() record.Status { return t.spans[len(t.spans)-1].status }

func (t *timeline) void(at time.Time) bool {
	return slices.ContainsFunc(t.voids, func(v voiding) bool { return v.covers(at) })
}

// status of a snapshot; a merge shows in MergedInto even where the product closes the ticket.
func (s *Snapshot) status() record.Status {
	switch {
	case s.Status.Void():
		return s.Status
	case s.MergedInto != "":
		return record.StatusMerged
	case s.Status == "":
		return record.StatusUnknown
	}
	return s.Status
}

func newTimeline(h *History, rules *Rules) *timeline {
	events, initial := snapshotEvents(h, rules)
	t := &timeline{}
	if rules.Emits[record.KindStatusChange] || len(h.Statuses) > 0 {
		events, initial, t.hidden = toldEvents(h, rules)
	}
	slices.SortStableFunc(events, func(a, b statusEvent) int { return a.at.Compare(b.at) })
	if initial.Void() {
		// The summary ends in a void; its beginning has been counted.
		t.voids = []voiding{{at: h.Prior.Through, reason: initial}}
		initial = startStatus(rules)
	}
	t.spans = []span{{status: initial}}
	ordinals := map[string]int{}
	key := func(e statusEvent, kind string) string {
		if !e.snapshot {
			return kind + "/" + changeKey(e.id, e.at, string(e.to))
		}
		ordinals[kind]++
		return kind + "/" + h.ordinal(ordinals[kind])
	}
	for _, e := range events {
		t.apply(e, key)
	}
	t.settleVoid(h, events)
	t.forgetVoid()
	return t
}

// apply moves the timeline on by one event.
func (t *timeline) apply(e statusEvent, key func(statusEvent, string) string) {
	if e.actor.Role == record.AuthorAgent && t.touched.IsZero() {
		t.touched = e.at
	}
	open := len(t.voids) > 0 && t.voids[len(t.voids)-1].end.IsZero()
	switch {
	case e.to.Void():
		if !open {
			t.voids = append(t.voids, voiding{at: e.at, reason: e.to})
		}
		return
	case open:
		// Only a recovery ends a void. A merged ticket that is closed, say, stays merged.
		if e.to.Unresolved() || e.from.Void() {
			t.voids[len(t.voids)-1].end = e.at
			t.spans = append(t.spans, span{e.at, e.to})
		}
		return
	}
	was := t.last()
	if e.to == was {
		return
	}
	switch {
	case was.Unresolved() && e.to.Resolved():
		t.solves = append(t.solves, solve{at: e.at, key: key(e, "resolved"), actor: e.actor, place: len(t.spans)})
	case was.Resolved() && e.to.Unresolved():
		t.reopens = append(t.reopens, reopening{at: e.at, key: key(e, "reopened"), place: len(t.spans)})
		if n := len(t.solves); n > 0 && t.solves[n-1].at.Equal(e.at) {
			t.solves[n-1].undone = true
		}
	case was == record.StatusSolved && e.to == record.StatusClosed:
		t.closes = append(t.closes, e.at)
	}
	t.spans = append(t.spans, span{e.at, e.to})
}

// settleVoid believes the newest snapshot when it says that the ticket is void and the events do not: some
// products void a ticket without a trace, not even a new version. One from before the recovery that ended the
// last void tells of that void.
func (t *timeline) settleVoid(h *History, events []statusEvent) {
	if len(h.Snapshots) == 0 {
		return
	}
	s := &h.Snapshots[len(h.Snapshots)-1]
	if !s.status().Void() || len(t.voids) > 0 && t.voids[len(t.voids)-1].end.IsZero() {
		return
	}
	if n := len(t.voids); n > 0 && t.voids[n-1].end.After(s.Version) {
		return
	}
	at := s.Version
	for i := len(h.Snapshots) - 1; i >= 0 && h.Snapshots[i].status().Void(); i-- {
		at = h.Snapshots[i].Version
	}
	if len(events) > 0 {
		at = latest(at, events[len(events)-1].at)
	}
	t.voids = append(t.voids, voiding{at: at, reason: s.status()})
}

// forgetVoid drops transitions of the instant in which the ticket became void: they belong to the void,
// whichever was told first.
func (t *timeline) forgetVoid() {
	t.solves = slices.DeleteFunc(t.solves, func(s solve) bool { return t.void(s.at) })
	t.reopens = slices.DeleteFunc(t.reopens, func(r reopening) bool { return t.void(r.at) })
	t.closes = slices.DeleteFunc(t.closes, t.void)
}

// startStatus is the status of a ticket of whose beginning nothing is known.
func startStatus(rules *Rules) record.Status {
	if rules.InferNew {
		return record.StatusOpen
	}
	return record.StatusNew
}

// goesOn tells that the first of what tells the status lies behind the summary: it goes on from the status that
// the summary ended with, also where older messages came back with it.
func (h *History) goesOn(first time.Time) bool {
	return h.Prior.LastStatus != "" && first.After(h.Prior.Through)
}

// snapshotEvents finds the changes of status between snapshots, for a source that has no history of them.
func snapshotEvents(h *History, rules *Rules) ([]statusEvent, record.Status) {
	initial, since := startStatus(rules), h.Ticket.CreatedAt
	switch {
	case len(h.Snapshots) > 0 && h.goesOn(h.Snapshots[0].Version):
		initial, since = h.Prior.LastStatus, h.Prior.Through
	case len(h.Snapshots) > 0 && h.Snapshots[0].status().Unresolved():
		initial = h.Snapshots[0].status()
	}
	var events []statusEvent
	was := initial
	for i := range h.Snapshots {
		s := &h.Snapshots[i]
		if to := s.status(); to != was {
			events = append(events, s.event(was, since))
			was = to
		}
		since = s.Version
	}
	return events, initial
}

// event is the change that a snapshot shows against the one before it.
func (s *Snapshot) event(was record.Status, since time.Time) statusEvent {
	e := statusEvent{at: s.Version, from: was, to: s.status(), snapshot: true}
	switch {
	case e.to.Void() && !s.VoidedAt.IsZero():
		e.at = s.VoidedAt
	case e.to.Resolved() && !was.Resolved() && !s.SolvedAt.Before(since) && !s.SolvedAt.After(s.Version) && !s.SolvedAt.IsZero():
		e.at = s.SolvedAt
	}
	return e
}

// toldEvents are the changes of status that the vendor tells, the voids that only snapshots show, and
// the solve of a ticket that was created as solved, which no product has a change for.
func toldEvents(h *History, rules *Rules) (events []statusEvent, initial record.Status, hidden bool) {
	for _, c := range h.Statuses {
		events = append(events, statusEvent{at: c.At, from: c.From, to: c.To, id: c.ID, actor: c.Actor})
	}
	initial = initialStatus(h, rules)
	partial := h.partial() || len(h.Statuses) > 0 && h.goesOn(h.Statuses[0].At)
	if initial.Void() && !partial {
		initial = startStatus(rules)
	}
	if initial.Resolved() && !partial {
		initial, hidden = startStatus(rules), true
		if len(h.Snapshots) > 0 && h.Snapshots[0].status().Resolved() &&
			(len(h.Statuses) == 0 || h.Snapshots[0].Version.Before(h.Statuses[0].At)) {
			e := h.Snapshots[0].event(initial, h.Ticket.CreatedAt)
			events, hidden = append(events, e), false
		} else {
			initial = h.Statuses[0].From
		}
	}
	return append(events, voidEvents(h)...), initial, hidden
}

// initialStatus is the status before the first change, where the vendor has a history of status.
func initialStatus(h *History, rules *Rules) record.Status {
	if h.partial() && h.Prior.LastStatus != "" || len(h.Statuses) > 0 && h.goesOn(h.Statuses[0].At) {
		return h.Prior.LastStatus
	}
	if len(h.Statuses) == 0 {
		if len(h.Snapshots) == 0 {
			return startStatus(rules)
		}
		return h.Snapshots[0].status()
	}
	c := h.Statuses[0]
	switch {
	case c.From != "":
		return c.From
	case !c.At.After(h.Ticket.CreatedAt) && c.To.Unresolved():
		return c.To
	case len(h.Snapshots) > 0 && h.Snapshots[0].Version.Before(c.At) && h.Snapshots[0].status().Unresolved():
		return h.Snapshots[0].status()
	}
	return startStatus(rules)
}

// voidEvents are the voids that snapshots show beside a history of status: a sweep or a merge often
// leaves no change behind.
func voidEvents(h *History) []statusEvent {
	var events []statusEvent
	var was record.Status
	for i := range h.Snapshots {
		s := &h.Snapshots[i]
		to := s.status()
		switch {
		case to.Void() && !was.Void():
			toldToo := slices.ContainsFunc(h.Statuses, func(c record.StatusChange) bool { return c.To == to })
			openLater := slices.ContainsFunc(h.Statuses, func(c record.StatusChange) bool {
				return c.To.Unresolved() && !c.At.Before(s.Version)
			})
			last := !slices.ContainsFunc(h.Snapshots[i:], func(s Snapshot) bool { return !s.status().Void() })
			if !s.VoidedAt.IsZero() || !toldToo && (!last || !openLater) {
				events = append(events, s.event(was, s.Version))
			}
		case !to.Void() && was.Void():
			events = append(events, s.event(was, s.Version))
		}
		was = to
	}
	return events
}
