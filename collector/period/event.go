package period

import (
	"encoding/binary"
	"errors"
)

// Event is what is counted in periods.
type Event uint8

// The events. Their numbers are stored: new ones go to the end.
const (
	Created Event = iota
	Resolved
	FirstResolved
	Reopened
	MessagesIn
	MessagesOut
	FirstResponses
	Replies
	SLAMet
	SLABreached
	FirstResponseTime // milliseconds, as all times here
	ReplyTime
	ResolutionTime
	// Backlog is how many tickets became unresolved less those that no longer were: the stock at the end of
	// a day is that of today less what came after.
	Backlog
	events
)

// Name is the value of the label "event", empty for what is not exposed as it is.
func (e Event) Name() string {
	names := [events]string{
		"created", "resolved", "first_resolved", "reopened", "messages_in", "messages_out", "first_responses",
		"replies", "sla_met", "sla_breached", "first_response_seconds", "reply_seconds", "resolution_seconds", "",
	}
	if e >= events {
		return ""
	}
	return names[e]
}

// Seconds reports whether the event sums up times.
func (e Event) Seconds() bool {
	return e == FirstResponseTime || e == ReplyTime || e == ResolutionTime
}

// Events lists all events, in the order of their numbers.
func Events() []Event {
	all := make([]Event, events)
	for i := range all {
		all[i] = Event(i) //nolint:gosec // there are few
	}
	return all
}

// Counts are the events of a day in a group.
type Counts [events]int64

var errCounts = errors.New("malformed counts of a day")

// AppendBinary appends the stored form.
func (c *Counts) AppendBinary(b []byte) []byte {
	n := len(c)
	for n > 0 && c[n-1] == 0 {
		n--
	}
	b = append(b, byte(n))
	for _, v := range c[:n] {
		b = binary.AppendVarint(b, v)
	}
	return b
}

// UnmarshalCounts undoes AppendBinary.
func UnmarshalCounts(b []byte) (*Counts, error) {
	c := &Counts{}
	if len(b) == 0 || int(b[0]) > len(c) {
		return nil, errCounts
	}
	count, b := int(b[0]), b[1:]
	for i := range count {
		v, n := binary.Varint(b)
		if n <= 0 {
			return nil, errCounts
		}
		c[i], b = v, b[n:]
	}
	return c, nil
}
