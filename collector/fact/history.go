package fact

import (
	"time"

	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/collector/team"
	"helpdesk_exporter/sources/record"
)

// History is everything known of a ticket: sets of records, merged in any order. Its times are UTC
// and whole milliseconds, its lists sorted; Merge, Absorb and TakeMessage keep them so.
type History struct {
	Source string
	// Ticket is the newest snapshot. Its ID is set even when only children have been seen.
	Ticket record.Ticket
	// Known tells that a ticket record has been seen; without one no fact is derived.
	Known bool
	// Snapshots are the distinct versions seen, by version, of the fields that facts read; where the
	// source has no history of changes their differences stand for transitions.
	Snapshots   []Snapshot
	Statuses    []record.StatusChange
	Assignments []record.AssignmentChange
	Priorities  []record.PriorityChange
	Categories  []record.CategoryChange
	Messages    []record.Message
	// SLAClocks are the vendor's own, by id.
	SLAClocks []record.SLAClock
	// Topics are all topics ever seen on the ticket, by name.
	Topics []Topic
	// Absorbed are tickets merged into this one that still had a customer waiting, by ticket.
	Absorbed []Absorbed
	// Prior is what was counted before the history was reduced to a summary.
	Prior Prior
	// Taxonomy is stamped on the categories of tickets merged from now on. It is not stored: whoever
	// merges sets it first.
	Taxonomy uint64
}

// Snapshot is what a ticket looked like at a version.
type Snapshot struct {
	Version    time.Time
	Status     record.Status
	SolvedAt   time.Time
	VoidedAt   time.Time
	Brand      string
	Group      string
	Assignee   string
	Channel    record.Channel
	Priority   record.Priority
	Origin     record.Origin
	Category   string
	Taxonomy   uint64 // identifies the taxonomy that gave Category
	MergedInto string
	Reopens    int // vendor's counter, -1 where there is none
	Replies    int // vendor's counter, -1 where there is none
}

// Topic is a topic of a ticket with the oldest version that had it.
type Topic struct {
	Name    string
	Version time.Time
}

// Absorbed is a wait that a merged ticket hands on to the ticket it was merged into.
type Absorbed struct {
	Ticket  string
	At      time.Time // of the merge
	Since   time.Time // oldest unanswered customer message
	Message string    // its id: the key of the reply round
}

// Prior is the summary of a ticket whose history is gone. A history that reaches back behind Through
// again (the ticket was read anew, whole) is not counted on top of it.
type Prior struct {
	Through    time.Time // facts known at or before this instant are counted or marked
	LastStatus record.Status
	Resolved   int
	Reopened   int
	Touches    int
	Answered   bool // the first response has been given
	Final      bool
	Voided     int
}

// Responses are the options of the first response. The zero value measures from the creation of tickets that
// customers opened.
type Responses struct {
	// FromHandoff: the wait begins with the last message of a bot, if one wrote before the agent.
	FromHandoff bool
	// AgentCreated: tickets that agents opened have a first response, too.
	AgentCreated bool
}

// Clocks tells by which clocks durations are measured; business time only where a schedule applies.
type Clocks struct{ Calendar, Business bool }

// Rules are what the derivation needs to know beside the history.
type Rules struct {
	// ReopenWindow is how long after a solve the resolution becomes final (default 7 d).
	ReopenWindow time.Duration
	// ReopenWork is how long after a reopening without an agent's reply it counts as work (24 h).
	ReopenWork time.Duration
	// InferNew: the product has no status "new"; an open ticket that no agent has answered or changed is new.
	InferNew bool
	// Emits are the record kinds the source's streams give; a history kind that is missing is replaced by
	// differences between snapshots.
	Emits map[record.Kind]bool
	// Taxonomy identifies the configured categories, so that an edited taxonomy is not a change of
	// category. Whoever merges copies it into History.Taxonomy.
	Taxonomy uint64
	// Teams give the helpdesk's groups the names that labels have.
	Teams team.Teams
	// SLA are the policies, and the schedules by which business time is measured; nil is none of either.
	SLA *sla.Rules
	// Clocks are those by which durations are measured.
	Clocks Clocks
	// Responses are the options of the first response.
	Responses Responses
	// Checks are the questions to ask of each ticket.
	Checks []Check
}
