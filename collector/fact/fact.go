// Package fact turns the known history of a ticket into the facts that count: pure functions from data
// to data, without a clock. The rules are docs/semantics.md, "What counts".
package fact

import (
	"time"

	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// Kind of fact; the label of helpdesk_exporter_facts_total.
type Kind string

// Kinds of facts.
const (
	Created        Kind = "created"
	Categorised    Kind = "categorised"
	FirstResponse  Kind = "first_response"
	Reply          Kind = "reply"
	Resolved       Kind = "resolved"
	Reopened       Kind = "reopened"
	Moved          Kind = "moved"
	MessageWritten Kind = "message"
	Final          Kind = "final"
	Void           Kind = "void"
	TopicFirstSeen Kind = "topic"
	CheckAsked     Kind = "check"
	SLAOutcome     Kind = "sla"
)

// Feeds tells which records a kind of fact is made of. A fact counts only when a complete pass over
// every stream that emits one of them has begun after the fact was certain.
func Feeds(Kind) []record.Kind {
	return []record.Kind{
		record.KindTicket, record.KindStatusChange, record.KindAssignmentChange,
		record.KindPriorityChange, record.KindCategoryChange, record.KindMessage, record.KindSLAClock,
	}
}

// Fact is something that happened and counts exactly once.
type Fact struct {
	Kind Kind
	// Key identifies the fact within its source: recomputing a history gives the same keys.
	Key string
	// Also is a second name: a fact whose Key or Also is settled is not counted again. A reply round is
	// known by the message that opened it and by the one that answered it, so that a message that
	// arrives late, from before the round, does not make it another one.
	Also string
	// At is when it happened: labels are those valid then, and baselines compare with it.
	At time.Time
	// KnownAt is when it became certain, At or later: the end of a reopen window, the reply that shows
	// what a reopening was. Assuming that nothing else happens, it may lie in the future; the ledger
	// counts it when the watermark has passed KnownAt.
	KnownAt time.Time
	// Requires is the key of a fact of the same ticket without which this one is no news: a
	// counter-entry counts only if the original was counted.
	Requires string
	// Since identifies, besides the kind, what has been counted only from some instant on: a check, a policy.
	// Empty for what every release counts.
	Since   string
	Samples []Sample
	// Events are what it adds to calendar periods.
	Events []Event
	// Revoke, if not nil, counts when the fact was counted and later data no longer tells of it.
	Revoke *Sample
	// Contact, if not nil, is what the ledger must look up before this fact can count.
	Contact *Contact
	// Anomalies met while deriving this fact; counted with it.
	Anomalies []record.AnomalyReason
}

// Contact asks for a neighbour: another ticket that the requester opened in (From, To), not void. When there
// is one, these samples count instead of the fact's own.
type Contact struct {
	Requester string
	From, To  time.Time
	Samples   []Sample
}

// Sample is what a fact adds to one series.
type Sample struct {
	Family string
	// Values of the family's labels, in the catalogue's order.
	Values []string
	// Count is added to a counter. For a histogram of durations it is the observation in milliseconds,
	// for a histogram without unit the observation itself.
	Count int64
}

// View is what a ticket looks like at an instant, for the stock gauges.
type View struct {
	Ticket       string
	Exists       bool // created, not void
	Status       record.Status
	Brand        string
	Group        string
	Channel      record.Channel
	Priority     record.Priority
	Category     string
	Assigned     bool
	CreatedAt    time.Time
	WaitingSince time.Time  // oldest customer message without a human answer, zero when none
	Clocks       []sla.Open // open SLA clocks
}
