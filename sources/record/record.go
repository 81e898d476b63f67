package record

import "time"

// Record is one canonical record.
type Record interface {
	// Kind names the record's type.
	Kind() Kind
	// Key is the record's own id within its source and kind; it may be empty for changes that the
	// vendor gives no id.
	Key() string
	// TicketID is the ticket the record belongs to, empty for records that belong to none.
	TicketID() string
}

// Actor is who made a change. The zero Actor is unknown.
type Actor struct {
	Role Author
	ID   string
}

// Ticket is the current state of a ticket as the vendor tells it. Zero times and empty strings mean
// "not told". Subject passes through enrichment and is never kept.
type Ticket struct {
	ID        string
	CreatedAt time.Time
	UpdatedAt time.Time // version of this snapshot; CreatedAt where the vendor has none
	SolvedAt  time.Time // last solve, where the vendor stamps it; empty while unresolved

	Origin       Origin
	Requester    string
	CustomerKeys []string // id, e-mail, phone; replaced by keyed hashes in enrichment
	Channel      Channel
	Brand        string
	Group        string
	Assignee     string
	Priority     Priority
	Category     string // set by enrichment
	Tags         []string
	Topics       []string
	Language     string
	Subject      string

	Status     Status
	MergedInto string
	VoidedAt   time.Time // when it was merged, marked spam or deleted, where known
	// Remnant marks what a vendor keeps of a ticket that was deleted for good, without most of its fields: it
	// says nothing of a ticket that is known.
	Remnant bool

	// The vendor's own counters; nil where it has none.
	Reopens *int
	Replies *int
}

// StatusChange is a transition of a ticket's status. From is empty where the vendor does not tell it.
type StatusChange struct {
	ID     string
	Ticket string
	At     time.Time
	From   Status
	To     Status
	Actor  Actor
}

// AssignmentChange moves a ticket to a group, an agent or both; a nil field did not change, a pointer
// to the empty string means "nobody". FromGroup and FromAgent tell what was before, where known.
type AssignmentChange struct {
	ID        string
	Ticket    string
	At        time.Time
	Agent     *string
	Group     *string
	FromAgent *string
	FromGroup *string
	Actor     Actor
}

// PriorityChange sets a ticket's priority.
type PriorityChange struct {
	ID     string
	Ticket string
	At     time.Time
	From   Priority
	To     Priority
	Actor  Actor
}

// CategoryChange sets what a ticket is about.
type CategoryChange struct {
	ID     string
	Ticket string
	At     time.Time
	From   string
	To     string
	Actor  Actor
}

// Message is one message of a ticket. Subject and Text pass through enrichment and are never kept.
// UpdatedAt is its version where the vendor has one.
type Message struct {
	ID         string
	Ticket     string
	At         time.Time
	UpdatedAt  time.Time
	Direction  Direction
	Author     Author
	AuthorID   string
	Visibility Visibility
	Language   string
	Subject    string
	Text       string
}

// Contact is a call or chat session. AnsweredAt and EndedAt are zero while it waits or runs.
type Contact struct {
	ID              string
	OfferedAt       time.Time
	AnsweredAt      time.Time
	EndedAt         time.Time
	Channel         Channel
	Queue           string
	Group           string
	Agent           string
	Outcome         Outcome
	Talk            time.Duration
	Hold            time.Duration
	Wrap            time.Duration
	TransferredFrom string
}

// WorkLog is time an agent booked on a ticket.
type WorkLog struct {
	ID     string
	Ticket string
	Agent  string
	At     time.Time
	Spent  time.Duration
}

// SubjectKind tells what a survey asks about.
type SubjectKind string

// Subjects of surveys.
const (
	SubjectTicket   SubjectKind = "ticket"
	SubjectOrder    SubjectKind = "order"
	SubjectCustomer SubjectKind = "customer"
)

// Survey is a survey sent to a customer and, once answered, its answer.
type Survey struct {
	ID          string
	Subject     SubjectKind
	SubjectID   string
	Requester   string
	Agent       string
	Group       string
	Name        string
	SentAt      time.Time
	AnsweredAt  time.Time
	RevisedAt   time.Time
	Score       *int
	ScaleLowest int
	ScaleHigh   int
}

// Order is an order of the shop.
type Order struct {
	ID           string
	CustomerKeys []string
	At           time.Time
	Amount       string // decimal, exact
	Currency     string
	Channel      Channel
}

// Refund gives back money of an order.
type Refund struct {
	ID     string
	Order  string
	At     time.Time
	Amount string // decimal, exact
}

// Agent is a member of the desk.
type Agent struct {
	ID       string
	Name     string
	Group    string
	Presence Presence
}

// Group is a team of the desk.
type Group struct {
	ID   string
	Name string
}

// SLAClock is a vendor's own SLA clock, as it stands at UpdatedAt: of two records of one clock (one ID,
// without ids one target and cycle of a ticket) the newer holds. PausedAt is set while it stands still; a
// BreachedAt that the vendor does not tell is DueAt, once it has passed without FulfilledAt or CancelledAt.
type SLAClock struct {
	ID          string
	Ticket      string
	UpdatedAt   time.Time // zero where the vendor has no versions: the record read last holds
	Policy      string
	Target      string // in words of the configuration: first_response, resolution, ...
	Cycle       int
	StartedAt   time.Time
	DueAt       time.Time
	PausedAt    time.Time
	FulfilledAt time.Time
	BreachedAt  time.Time
	CancelledAt time.Time
}

// Sweep lists every ticket that exists in a scope at an instant. A known ticket of that scope whose id
// is missing is looked up, then voided as deleted.
type Sweep struct {
	At    time.Time
	Scope Scope
	IDs   []string
}

// Scope of a sweep.
type Scope string

// ScopeUnresolved is every ticket that is neither solved, closed nor void.
const ScopeUnresolved Scope = "unresolved"

// Kind implements Record.
func (Ticket) Kind() Kind           { return KindTicket }
func (StatusChange) Kind() Kind     { return KindStatusChange }
func (AssignmentChange) Kind() Kind { return KindAssignmentChange }
func (PriorityChange) Kind() Kind   { return KindPriorityChange }
func (CategoryChange) Kind() Kind   { return KindCategoryChange }
func (Message) Kind() Kind          { return KindMessage }
func (Contact) Kind() Kind          { return KindContact }
func (WorkLog) Kind() Kind          { return KindWorkLog }
func (Survey) Kind() Kind           { return KindSurvey }
func (Order) Kind() Kind            { return KindOrder }
func (Refund) Kind() Kind           { return KindRefund }
func (Agent) Kind() Kind            { return KindAgent }
func (Group) Kind() Kind            { return KindGroup }
func (SLAClock) Kind() Kind         { return KindSLAClock }
func (Sweep) Kind() Kind            { return KindSweep }

// Key implements Record.
func (r Ticket) Key() string           { return r.ID }
func (r StatusChange) Key() string     { return r.ID }
func (r AssignmentChange) Key() string { return r.ID }
func (r PriorityChange) Key() string   { return r.ID }
func (r CategoryChange) Key() string   { return r.ID }
func (r Message) Key() string          { return r.ID }
func (r Contact) Key() string          { return r.ID }
func (r WorkLog) Key() string          { return r.ID }
func (r Survey) Key() string           { return r.ID }
func (r Order) Key() string            { return r.ID }
func (r Refund) Key() string           { return r.ID }
func (r Agent) Key() string            { return r.ID }
func (r Group) Key() string            { return r.ID }
func (r SLAClock) Key() string         { return r.ID }
func (Sweep) Key() string              { return "" }

// TicketID implements Record.
func (r Ticket) TicketID() string           { return r.ID }
func (r StatusChange) TicketID() string     { return r.Ticket }
func (r AssignmentChange) TicketID() string { return r.Ticket }
func (r PriorityChange) TicketID() string   { return r.Ticket }
func (r CategoryChange) TicketID() string   { return r.Ticket }
func (r Message) TicketID() string          { return r.Ticket }
func (Contact) TicketID() string            { return "" }
func (r WorkLog) TicketID() string          { return r.Ticket }
func (r Survey) TicketID() string {
	if r.Subject == SubjectTicket {
		return r.SubjectID
	}
	return ""
}
func (Order) TicketID() string      { return "" }
func (Refund) TicketID() string     { return "" }
func (Agent) TicketID() string      { return "" }
func (Group) TicketID() string      { return "" }
func (r SLAClock) TicketID() string { return r.Ticket }
func (Sweep) TicketID() string      { return "" }
