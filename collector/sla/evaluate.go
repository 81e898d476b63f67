package sla

import (
	"strconv"
	"time"

	"helpdesk_exporter/sources/record"
)

// Evaluate returns every clock of a ticket, in the order in which they began, the vendor's own last. It
// depends on nothing but its arguments.
func (r *Rules) Evaluate(t *Timeline) []Clock {
	if t.Created.IsZero() {
		return nil
	}
	e := evaluation{rules: r, t: t, labels: t.Labels, status: t.Status, voids: t.orderedVoids()}
	e.policy = r.Policy(t.Source, e.labels)
	for i, target := range Targets() {
		e.lanes[i] = lane{target: target, clock: none}
	}
	events := t.ordered()
	at := t.Created
	if t.From.After(at) {
		at = t.From
	}
	n := upTo(events, at)
	e.begin(at, events[:n])
	for {
		events = events[n:]
		next, ok := e.next(at, events)
		if !ok {
			break
		}
		at, n = next, upTo(events, next)
		e.instant(at, events[:n])
	}
	e.finish()
	return append(e.clocks, e.vendor()...)
}

// evaluation walks through the course of a ticket, one instant after the other.
type evaluation struct {
	rules *Rules
	t     *Timeline
	voids []Void

	// What holds after the instants walked so far.
	labels Labels
	policy *Policy // nil where none matches
	status record.Status
	void   bool
	// course is the same over time.
	course []stretch

	lanes  [6]lane
	clocks []Clock

	// answered: the first response is over, given or made needless by a solve.
	answered  bool
	lastAgent time.Time // public message of an agent
	reopened  time.Time // the latest reopening, zero if there is none
}

// stretch is what held of a ticket from an instant on.
type stretch struct {
	from   time.Time
	status record.Status
	void   bool
	labels Labels
	policy *Policy
}

// upTo counts the events until an instant, which is included.
func upTo(events []Event, at time.Time) int {
	n := 0
	for n < len(events) && !events[n].At.After(at) {
		n++
	}
	return n
}

// next is the next instant at which something happens.
func (e *evaluation) next(after time.Time, events []Event) (next time.Time, ok bool) {
	if len(events) > 0 {
		next = events[0].At
	}
	for _, v := range e.voids {
		for _, bound := range [...]time.Time{v.From, v.To} {
			if bound.After(after) && (next.IsZero() || bound.Before(next)) {
				next = bound
			}
		}
	}
	return next, !next.IsZero()
}

// begin opens the clocks of a ticket at its start. What is told of before happens with it.
func (e *evaluation) begin(at time.Time, events []Event) {
	e.void = e.covered(at)
	e.course = append(e.course, stretch{status: e.status, void: e.void, labels: e.labels, policy: e.policy})
	e.relabel(events)
	e.answered = !e.t.From.IsZero()
	for i := range e.lanes {
		l := &e.lanes[i]
		switch {
		case l.target == NextResponse:
		case l.target == FirstResponse && (e.answered || !e.byCustomer()):
		case e.answered:
			// An earlier clock had the name, and was met if the ticket was solved.
			l.begin(created, at)
			l.again, l.met, l.active = true, e.status.Resolved(), !e.status.Resolved()
		default:
			l.begin(created, at)
		}
		e.attach(l, at)
	}
	e.instant(at, events)
}

// created is the cycle that begins with the ticket.
const created = "created"

func (e *evaluation) covered(at time.Time) bool {
	for _, v := range e.voids {
		if v.covers(at) {
			return true
		}
	}
	return false
}

// instant lets everything of one instant happen: first what the time until then has brought, then a void,
// labels, messages, the status, and last what follows from them for the clocks.
func (e *evaluation) instant(at time.Time, events []Event) {
	e.expire(at)
	wasVoid := e.void
	e.void = e.covered(at)
	e.relabel(events)
	switch {
	case e.void && !wasVoid:
		e.withdraw(at)
	case wasVoid && !e.void:
		e.restore(at)
	case !e.void:
		e.retarget(at)
	}
	status, id := e.status, ""
	for i := range events {
		// A change during a void is no transition.
		if events[i].Kind == StatusChanged && !e.void {
			status, id = events[i].Status, events[i].ID
		}
	}
	solved := e.status.Unresolved() && status.Resolved()
	for i := range events {
		switch events[i].Kind {
		case CustomerMessage:
			e.asked(at, &events[i])
		case AgentMessage:
			e.replied(at, &events[i], solved)
		}
	}
	reopened := e.status.Resolved() && status.Unresolved()
	e.status = status
	switch {
	case solved:
		e.solve(at)
	case reopened:
		e.reopen(at, id)
	}
	e.settle(at)
	e.record(at)
}

// relabel takes the labels that hold after an instant.
func (e *evaluation) relabel(events []Event) {
	was := e.labels
	for i := range events {
		if events[i].Kind == LabelsChanged {
			e.labels = events[i].Labels
		}
	}
	if e.labels != was {
		e.policy = e.rules.Policy(e.t.Source, e.labels)
	}
}

// record notes what holds from an instant on, if it is something else than before.
func (e *evaluation) record(at time.Time) {
	now := stretch{from: at, status: e.status, void: e.void, labels: e.labels, policy: e.policy}
	last := e.course[len(e.course)-1]
	if last.from = at; last != now {
		e.course = append(e.course, now)
	}
}

// asked begins a wait, unless one is open. One that is handed on by a merge and older takes its place.
func (e *evaluation) asked(at time.Time, m *Event) {
	l := e.lane(NextResponse)
	if !m.Since.IsZero() && e.lastAgent.After(m.Since) {
		return
	}
	if l.active {
		if !m.Since.IsZero() && m.Since.Before(l.since) {
			e.goBack(l, m.Since, at)
		}
		return
	}
	if m.Since.IsZero() {
		l.begin(cycle(m.ID, at), at)
	} else {
		l.begin(cycle(m.ID, at), m.Since)
		l.handed = at
	}
	l.early = !e.answered && e.byCustomer()
	e.attach(l, at)
}

// byCustomer reports whether a customer opened the ticket, which is so where nothing else is told.
func (e *evaluation) byCustomer() bool {
	return e.t.Origin == "" || e.t.Origin == record.OriginCustomer
}

// replied ends what waits for a public message of an agent. solves tells that the ticket is solved in the
// same instant: then no further update is due.
func (e *evaluation) replied(at time.Time, m *Event, solves bool) {
	e.lastAgent = at
	if !e.void {
		e.answered = true
		e.end(e.lane(FirstResponse), at, Met)
	}
	e.end(e.lane(NextResponse), at, Met)
	e.end(e.lane(PeriodicUpdate), at, Met)
	if e.status.Unresolved() && !solves {
		e.open(PeriodicUpdate, cycle(m.ID, at), at)
	}
}

// solve ends every clock.
func (e *evaluation) solve(at time.Time) {
	needless := e.needless(at)
	for i := range e.lanes {
		l := &e.lanes[i]
		how := Met
		switch l.target {
		case FirstResponse, NextResponse:
			if l.clock == none || !l.policy.SolveCountsAsReply {
				how = Cancelled
			}
		default:
			if l.reopening && needless {
				how = Cancelled
			}
		}
		e.end(l, at, how)
	}
	e.answered = true
}

// needless reports whether a solve ends a reopening that needed no reply ("thank you"): nobody had to do
// anything, so nothing was done in time.
func (e *evaluation) needless(at time.Time) bool {
	return !e.reopened.IsZero() && e.lastAgent.Before(e.reopened) && at.Before(e.reopened.Add(e.rules.ReopenWork))
}

// reopen begins the clocks that a solve had ended.
func (e *evaluation) reopen(at time.Time, id string) {
	e.reopened = at
	name := "reopened/" + cycle(id, at)
	if l := e.lane(Resolution); e.policy != nil && e.policy.Reopen == ReopenResume {
		l.resume(at)
	} else {
		l.begin(name, at)
		l.reopening = true
	}
	l := e.lane(PeriodicUpdate)
	l.begin(name, at)
	l.reopening = true
	e.lane(RequesterWait).resume(at)
	e.lane(AgentWork).resume(at)
}

// cycle is the name of what an event begins.
func cycle(id string, at time.Time) string {
	if id != "" {
		return id
	}
	return stamp(at)
}

func stamp(at time.Time) string { return strconv.FormatInt(at.UnixMilli(), 10) }
