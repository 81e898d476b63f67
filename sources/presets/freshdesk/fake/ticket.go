package fake

import (
	"html"
	"time"
)

// ticketJSON is a ticket in the vendor's shape. https://developers.freshdesk.com/api/#ticket_attributes
type ticketJSON struct {
	CcEmails        []string            `json:"cc_emails"`
	FwdEmails       []string            `json:"fwd_emails"`
	ReplyCcEmails   []string            `json:"reply_cc_emails"`
	TicketCcEmails  []string            `json:"ticket_cc_emails"`
	TicketBccEmails []string            `json:"ticket_bcc_emails"`
	FrEscalated     bool                `json:"fr_escalated"`
	Spam            bool                `json:"spam"`
	EmailConfigID   *int64              `json:"email_config_id"`
	GroupID         *int64              `json:"group_id"`
	Priority        int                 `json:"priority"`
	RequesterID     int64               `json:"requester_id"`
	ResponderID     *int64              `json:"responder_id"`
	Source          int                 `json:"source"`
	CompanyID       *int64              `json:"company_id"`
	Status          int                 `json:"status"`
	Subject         string              `json:"subject"`
	AssociationType *int                `json:"association_type"`
	SupportEmail    *string             `json:"support_email"`
	ToEmails        []string            `json:"to_emails"`
	ProductID       *int64              `json:"product_id"`
	ID              int64               `json:"id"`
	Type            *string             `json:"type"`
	DueBy           stamp               `json:"due_by"`
	FrDueBy         stamp               `json:"fr_due_by"`
	IsEscalated     bool                `json:"is_escalated"`
	Deleted         *bool               `json:"deleted,omitempty"`
	Archived        *bool               `json:"archived,omitempty"`
	Description     *string             `json:"description,omitempty"`
	DescriptionText *string             `json:"description_text,omitempty"`
	Structured      *descriptionJSON    `json:"structured_description,omitempty"`
	CustomFields    customJSON          `json:"custom_fields"`
	CreatedAt       stamp               `json:"created_at"`
	UpdatedAt       stamp               `json:"updated_at"`
	AssociatedCount *int                `json:"associated_tickets_count"`
	Tags            []string            `json:"tags"`
	InternalAgentID *int64              `json:"internal_agent_id"`
	InternalGroupID *int64              `json:"internal_group_id"`
	NrDueBy         stamp               `json:"nr_due_by"`
	NrEscalated     bool                `json:"nr_escalated"`
	FormID          int64               `json:"form_id"`
	SourceInfo      *string             `json:"source_additional_info"`
	Attachments     *[]struct{}         `json:"attachments,omitempty"`
	Requester       *requesterJSON      `json:"requester,omitempty"`
	Company         *struct{}           `json:"company,omitempty"`
	Stats           *statsJSON          `json:"stats,omitempty"`
	Conversations   *[]conversationJSON `json:"conversations,omitempty"`
}

// customJSON are fields that the account has made, and that nobody fills in.
type customJSON struct {
	Order    *string `json:"cf_order_number"`
	Voucher  bool    `json:"cf_voucher_sent"`
	Callback *string `json:"cf_call_back_on"`
}

// descriptionJSON is the description in parts.
type descriptionJSON struct {
	Contents []contentJSON `json:"description_contents"`
}

type contentJSON struct {
	Type string   `json:"type"`
	Data textJSON `json:"data"`
}

type textJSON struct {
	Content string `json:"content"`
}

type requesterJSON struct {
	ID     int64   `json:"id"`
	Name   string  `json:"name"`
	Email  string  `json:"email"`
	Mobile *string `json:"mobile"`
	Phone  *string `json:"phone"`
}

// statsJSON are the instants that include=stats adds; the documents name three of them, recorded answers all.
// https://developers.freshdesk.com/api/#view_a_ticket
type statsJSON struct {
	AgentRespondedAt     stamp `json:"agent_responded_at"`
	RequesterRespondedAt stamp `json:"requester_responded_at"`
	FirstRespondedAt     stamp `json:"first_responded_at"`
	StatusUpdatedAt      stamp `json:"status_updated_at"`
	ReopenedAt           stamp `json:"reopened_at"`
	ResolvedAt           stamp `json:"resolved_at"`
	ClosedAt             stamp `json:"closed_at"`
	PendingSince         stamp `json:"pending_since"`
}

// slaDelay is how long a new ticket has no due times: they are set within a few seconds.
// https://developers.freshdesk.com/api/#create_ticket
const slaDelay = 5 * time.Second

// ticket encodes a ticket with what was asked to be included.
func (r *request) ticket(t *row) ticketJSON {
	j := ticketJSON{
		CcEmails: []string{}, FwdEmails: []string{}, ReplyCcEmails: []string{}, TicketCcEmails: []string{}, TicketBccEmails: []string{},
		Spam: t.spam, GroupID: some(t.Team, groupID), Priority: priorityCode(t.Priority), RequesterID: contactID(t.Customer),
		ResponderID: some(t.Agent, agentID), Source: sourceOf(t.Ticket), Status: t.status, Subject: t.Subject,
		ProductID: some(t.Brand, productID), ID: t.ID, CreatedAt: stamp(t.Created), UpdatedAt: stamp(t.updated),
		Tags: t.Tags, FormID: 82000112233,
	}
	if j.Tags == nil {
		j.Tags = []string{}
	}
	if t.Topic != "" {
		j.Type = &t.Topic
	}
	if t.deleted {
		j.Deleted = &t.deleted
	}
	if t.archived {
		j.Archived = &t.archived
	}
	if j.Source == sourceEmail || j.Source == sourceOutbound {
		support := supportEmail(t.Brand)
		j.SupportEmail, j.ToEmails = &support, []string{support}
		config := emailConfigID(t.Brand)
		j.EmailConfigID = &config
	}
	if t.now.Sub(t.Created) >= slaDelay {
		j.DueBy, j.FrDueBy = stamp(t.due()), stamp(t.responseDue())
		done := t.firstResponded
		if done.IsZero() {
			done = t.resolved
		}
		j.FrEscalated = late(t.responseDue(), done, t.now)
		j.IsEscalated = t.overdue()
	}
	if r.include["stats"] {
		resolved, closed := t.resolved, t.closed
		if r.s.remembers() {
			resolved, closed = either(resolved, t.wasResolved), either(closed, t.wasClosed)
		}
		j.Stats = &statsJSON{
			stamp(t.agentResponded), stamp(t.requesterResponded), stamp(t.firstResponded), stamp(t.statusUpdated),
			stamp(t.reopened), stamp(resolved), stamp(closed), stamp(t.pending),
		}
	}
	if r.include["requester"] {
		who := r.s.people.customer(t.Customer)
		j.Requester = &requesterJSON{ID: contactID(t.Customer), Name: who.Name, Email: who.Email}
	}
	if r.include["company"] {
		j.Company = &struct{}{}
	}
	if r.include["description"] {
		j.describe(t)
	}
	return j
}

// describe adds the description, which lists have only where it is asked for.
func (j *ticketJSON) describe(t *row) {
	text := t.description()
	rich := "<div>" + html.EscapeString(text) + "</div>"
	j.Description, j.DescriptionText = &rich, &text
	j.Structured = &descriptionJSON{[]contentJSON{{"text", textJSON{text}}}}
}

// description is how the ticket was opened.
func (r *row) description() string {
	switch {
	case r.Description != "":
		return r.Description
	case r.opening != nil:
		return r.opening.Body
	default:
		return "Not given."
	}
}

// either is the first of two instants that is one.
func either(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return a
}
