package fact

import (
	"time"

	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/sources/record"
)

// Event is what a fact adds to the calendar period in which it happened (docs/semantics.md, "Calendar
// periods"). Corrections are events of the period that they correct, so that a fact may have events of
// another time than its own.
type Event struct {
	At    time.Time
	Group string
	Event period.Event
	Value int64
}

func (l labels) event(at time.Time, e period.Event, value int64) Event {
	return Event{At: at, Group: l.group, Event: e, Value: value}
}

// creationEvent counts a ticket in the period of its creation, or with -1 takes it out.
func (d *deriver) creationEvent(n int64) []Event {
	at := d.h.Ticket.CreatedAt
	if at.IsZero() {
		return nil
	}
	return []Event{d.labels(at).event(at, period.Created, n)}
}

// messageEvents: what customers and agents wrote to each other.
func messageEvents(l labels, m *record.Message) []Event {
	switch {
	case asks(m):
		return []Event{l.event(m.At, period.MessagesIn, 1)}
	case answers(m):
		return []Event{l.event(m.At, period.MessagesOut, 1)}
	}
	return nil
}

// backlog tells when the ticket became unresolved in a group, and when it no longer was. One that is void
// now never was.
func (d *deriver) backlog() []Event {
	if n := len(d.line.voids); n > 0 && d.line.voids[n-1].end.IsZero() {
		return nil
	}
	created := d.h.Ticket.CreatedAt
	turns := []time.Time{created}
	for _, s := range d.line.spans[1:] {
		turns = append(turns, s.from)
	}
	for _, s := range d.group.steps {
		turns = append(turns, s.at)
	}
	var events []Event
	var in *string // the group in whose backlog it is
	sortTimes(turns)
	for _, at := range turns {
		if at.Before(created) {
			continue
		}
		var now *string
		if group := d.group.at(at); d.line.status(at).Unresolved() {
			now = &group
		}
		if in != nil && (now == nil || *in != *now) {
			events = append(events, Event{At: at, Group: *in, Event: period.Backlog, Value: -1})
		}
		if now != nil && (in == nil || *in != *now) {
			events = append(events, Event{At: at, Group: *now, Event: period.Backlog, Value: 1})
		}
		in = now
	}
	return events
}
