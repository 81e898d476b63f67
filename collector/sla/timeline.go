package sla

import (
	"cmp"
	"slices"
	"time"

	"helpdesk_exporter/sources/record"
)

// Timeline is the course of a ticket as far as clocks depend on it. The order of its lists does not matter.
type Timeline struct {
	Source  string
	Created time.Time
	Origin  record.Origin
	// From is when the known history begins, if what was before is forgotten: it has been counted, and was
	// answered. Zero: with the creation.
	From time.Time
	// Labels and Status are those at the creation, or at From.
	Labels Labels
	Status record.Status
	Events []Event
	// Voids are the periods in which the ticket is merged, spam or deleted. They do not overlap.
	Voids []Void
	// Clocks are the vendor's own, for policies that take them.
	Clocks []record.SLAClock
}

// Void is a period in which a ticket is out of reporting: [From, To). To is zero while it lasts.
type Void struct {
	From, To time.Time
}

func (v Void) covers(at time.Time) bool {
	return !at.Before(v.From) && (v.To.IsZero() || at.Before(v.To))
}

// EventKind is what happens to a ticket.
type EventKind int

// Kinds of events, in the order in which those of one instant take effect: labels are those after the
// change, and an answer given with the solve is an answer.
const (
	// LabelsChanged: the labels are Labels from now on.
	LabelsChanged EventKind = iota
	// CustomerMessage: a public message of a customer.
	CustomerMessage
	// AgentMessage: a public message of a human agent. Bots, automation and notes give no events.
	AgentMessage
	// StatusChanged: the status is Status from now on. Void states are Voids, not events; the end of a
	// void is one event with the status the ticket came back with.
	StatusChanged
)

// rank orders kinds within an instant; messages of either side follow each other.
func (k EventKind) rank() EventKind {
	if k == CustomerMessage {
		return AgentMessage
	}
	return k
}

// Event is one thing that happens to a ticket.
type Event struct {
	At   time.Time
	Kind EventKind
	// Place orders the messages of one instant, and its changes, as the vendor's ids do.
	Place int
	// ID names the message or the change; cycles are named after it. Empty: after the instant.
	ID string
	// Status of StatusChanged.
	Status record.Status
	// Labels of LabelsChanged.
	Labels Labels
	// Since is set on a CustomerMessage that is a wait handed on by a merge: At is the merge, Since when
	// the customer wrote on the other ticket.
	Since time.Time
}

// ordered are the events sorted by a total order, so that their order in the timeline does not matter.
func (t *Timeline) ordered() []Event {
	order := func(a, b Event) int {
		return cmp.Or(
			a.At.Compare(b.At), cmp.Compare(a.Kind.rank(), b.Kind.rank()), cmp.Compare(a.Place, b.Place),
			cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Status, b.Status), compareLabels(a.Labels, b.Labels),
			a.Since.Compare(b.Since),
		)
	}
	if slices.IsSortedFunc(t.Events, order) {
		return t.Events
	}
	events := slices.Clone(t.Events)
	slices.SortFunc(events, order)
	return events
}

func compareLabels(a, b Labels) int {
	return cmp.Or(
		cmp.Compare(a.Brand, b.Brand), cmp.Compare(a.Group, b.Group), cmp.Compare(a.Channel, b.Channel),
		cmp.Compare(a.Category, b.Category), cmp.Compare(a.Priority, b.Priority),
	)
}

// orderedVoids leaves out what lasts no time.
func (t *Timeline) orderedVoids() []Void {
	voids := slices.DeleteFunc(slices.Clone(t.Voids), func(v Void) bool { return !v.To.IsZero() && !v.From.Before(v.To) })
	slices.SortFunc(voids, func(a, b Void) int { return a.From.Compare(b.From) })
	return voids
}
