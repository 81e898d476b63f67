// Package record is the project's vocabulary: the canonical records every helpdesk is mapped to,
// the enumerations their fields may hold, and the contract by which a source delivers them.
// Meaning of each word: docs/semantics.md, "Records".
package record

// Kind names a canonical record.
type Kind string

// The canonical records. A stream declares which of them it emits, because a fact may be counted
// only when every stream that feeds it has been read (docs/semantics.md, "Watermark").
const (
	KindTicket           Kind = "ticket"
	KindStatusChange     Kind = "status_change"
	KindAssignmentChange Kind = "assignment_change"
	KindPriorityChange   Kind = "priority_change"
	KindCategoryChange   Kind = "category_change"
	KindMessage          Kind = "message"
	KindContact          Kind = "contact"
	KindWorkLog          Kind = "work_log"
	KindSurvey           Kind = "survey"
	KindOrder            Kind = "order"
	KindRefund           Kind = "refund"
	KindAgent            Kind = "agent"
	KindGroup            Kind = "group"
	KindSLAClock         Kind = "sla_clock"
	KindSweep            Kind = "sweep"
)

// Kinds are those that something is counted of in this version, in the order in which docs/records.md tells of them.
func Kinds() []Kind {
	return []Kind{
		KindTicket, KindStatusChange, KindAssignmentChange, KindPriorityChange, KindCategoryChange, KindMessage,
		KindSLAClock, KindGroup, KindAgent,
	}
}

// Status is a normalised ticket status.
type Status string

// The normalised statuses. Merged, Spam and Deleted are the void states. Unknown is a status that no
// map names: it stays in the backlog and is an anomaly, never a default.
const (
	StatusNew     Status = "new"
	StatusOpen    Status = "open"
	StatusPending Status = "pending"
	StatusHold    Status = "hold"
	StatusSolved  Status = "solved"
	StatusClosed  Status = "closed"
	StatusMerged  Status = "merged"
	StatusSpam    Status = "spam"
	StatusDeleted Status = "deleted"
	StatusUnknown Status = "unknown"
)

// Unresolved reports whether the status belongs to the backlog: new, open, pending, hold, unknown.
func (s Status) Unresolved() bool {
	switch s {
	case StatusNew, StatusOpen, StatusPending, StatusHold, StatusUnknown:
		return true
	}
	return false
}

// Resolved reports whether the status is solved or closed.
func (s Status) Resolved() bool { return s == StatusSolved || s == StatusClosed }

// Void reports whether the status takes the ticket out of reporting: merged, spam, deleted.
func (s Status) Void() bool {
	return s == StatusMerged || s == StatusSpam || s == StatusDeleted
}

// Origin tells who opened a ticket.
type Origin string

// Who opens tickets.
const (
	OriginCustomer   Origin = "customer"
	OriginAgent      Origin = "agent"
	OriginAutomation Origin = "automation"
)

// Channel is the way a customer came in. A fixed enumeration: what a map does not name is ChannelOther.
type Channel string

// The channels.
const (
	ChannelEmail       Channel = "email"
	ChannelForm        Channel = "form"
	ChannelChat        Channel = "chat"
	ChannelMessaging   Channel = "messaging"
	ChannelPhone       Channel = "phone"
	ChannelSocial      Channel = "social"
	ChannelMarketplace Channel = "marketplace"
	ChannelReview      Channel = "review"
	ChannelAPI         Channel = "api"
	ChannelOther       Channel = "other"
)

// Priority is a normalised priority; PriorityNone where the desk sets none.
type Priority string

// The priorities.
const (
	PriorityUrgent Priority = "urgent"
	PriorityHigh   Priority = "high"
	PriorityNormal Priority = "normal"
	PriorityLow    Priority = "low"
	PriorityNone   Priority = "none"
)

// Author is the role of whoever wrote a message or made a change.
type Author string

// Roles. A bot answers; automation only confirms or notifies.
const (
	AuthorCustomer   Author = "customer"
	AuthorAgent      Author = "agent"
	AuthorBot        Author = "bot"
	AuthorAutomation Author = "automation"
)

// Direction of a message, seen from the desk.
type Direction string

// Directions.
const (
	Inbound  Direction = "inbound"
	Outbound Direction = "outbound"
)

// Visibility of a message.
type Visibility string

// Visibilities.
const (
	Public   Visibility = "public"
	Internal Visibility = "internal"
)

// Outcome of a call or chat.
type Outcome string

// Outcomes of contacts.
const (
	OutcomeAnswered       Outcome = "answered"
	OutcomeAbandoned      Outcome = "abandoned"
	OutcomeShortAbandoned Outcome = "short_abandoned"
	OutcomeVoicemail      Outcome = "voicemail"
	OutcomeOverflow       Outcome = "overflow"
	OutcomeRejected       Outcome = "rejected"
	OutcomeOutOfHours     Outcome = "out_of_hours"
)

// Presence of an agent.
type Presence string

// Presences.
const (
	PresenceOnline  Presence = "online"
	PresenceAway    Presence = "away"
	PresenceBusy    Presence = "busy"
	PresenceOffline Presence = "offline"
)

// AnomalyReason names data that needed a rule (docs/semantics.md, "Late and changed data").
type AnomalyReason string

// The bounded reasons of helpdesk_exporter_anomalies_total.
const (
	AnomalyLate          AnomalyReason = "late"
	AnomalyNegative      AnomalyReason = "negative"
	AnomalyMissing       AnomalyReason = "missing"
	AnomalyFuture        AnomalyReason = "future"
	AnomalyClockSkew     AnomalyReason = "clock_skew"
	AnomalyUnmapped      AnomalyReason = "unmapped"
	AnomalyReappeared    AnomalyReason = "reappeared"
	AnomalyRestored      AnomalyReason = "restored"
	AnomalyStockMismatch AnomalyReason = "stock_mismatch"
)

// AnomalyReasons lists every reason, so that each series can be born at 0.
func AnomalyReasons() []AnomalyReason {
	return []AnomalyReason{
		AnomalyLate, AnomalyNegative, AnomalyMissing, AnomalyFuture, AnomalyClockSkew,
		AnomalyUnmapped, AnomalyReappeared, AnomalyRestored, AnomalyStockMismatch,
	}
}
