package fake

import (
	"cmp"
	"fmt"
	"html"
	"net/http"
	"slices"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// conversationJSON is a reply or a note in the vendor's shape. https://developers.freshdesk.com/api/#conversations
type conversationJSON struct {
	Body             string     `json:"body"`
	BodyText         string     `json:"body_text"`
	Structured       *bodyJSON  `json:"structured_body"`
	ID               int64      `json:"id"`
	Incoming         bool       `json:"incoming"`
	Private          bool       `json:"private"`
	UserID           int64      `json:"user_id"`
	SupportEmail     *string    `json:"support_email"`
	Source           int        `json:"source"`
	Category         int        `json:"category"`
	TicketID         int64      `json:"ticket_id"`
	ToEmails         []string   `json:"to_emails"`
	FromEmail        *string    `json:"from_email"`
	CcEmails         []string   `json:"cc_emails"`
	BccEmails        []string   `json:"bcc_emails"`
	FailureCount     *int       `json:"email_failure_count"`
	OutgoingFailures *int       `json:"outgoing_failures"`
	ThreadID         *int64     `json:"thread_id"`
	ThreadMessageID  *int64     `json:"thread_message_id"`
	CreatedAt        stamp      `json:"created_at"`
	UpdatedAt        stamp      `json:"updated_at"`
	LastEditedAt     stamp      `json:"last_edited_at"`
	LastEditedUserID *int64     `json:"last_edited_user_id"`
	Attachments      []struct{} `json:"attachments"`
	CloudFiles       []struct{} `json:"cloud_files"`
	AutomationID     *int64     `json:"automation_id"`
	AutomationTypeID *int64     `json:"automation_type_id"`
	AutoResponse     bool       `json:"auto_response"`
	HasQuotedText    bool       `json:"has_quoted_text"`
	SourceInfo       *string    `json:"source_additional_info"`
}

type bodyJSON struct {
	Contents []contentJSON `json:"body_contents"`
}

// entry is a conversation of a ticket: a message of the desk, a note that a merge has left, or what was said in an answer
// to the survey.
type entry struct {
	id int64
	at time.Time
	// message is nil for a note of a merge, and for rating; from is the ticket that it was written in.
	message *replay.Message
	rating  *Rating
	from    *row
	// text, link and author are those of a note of a merge.
	text, link string
	author     int64
}

// conversations lists those of a ticket, the first first. A merge moves those of the secondary ticket to the
// primary one, and leaves a note in both. https://developers.freshdesk.com/api/#ticket_merge
func (v *view) conversations(r *row) []entry {
	r.once.Do(func() {
		if r.merged == nil {
			r.said = v.all(r, 0)
			return
		}
		note := v.mergeNote(r, r.merged.ID, 1)
		note.text = fmt.Sprintf("This ticket is closed and merged into ticket %d", r.MergedInto)
		note.link = fmt.Sprintf("This ticket is closed and merged into ticket <a href=\"/a/tickets/%d\">%d</a>", r.MergedInto, r.MergedInto)
		r.said = []entry{note}
	})
	return r.said
}

// all are the conversations that were ever the ticket's, those of tickets that were merged into it among them.
func (v *view) all(r *row, depth int) []entry {
	var said []entry
	for i := range r.Messages {
		if m := &r.Messages[i]; m != r.opening {
			said = append(said, entry{id: firstConversation + 4*m.ID, at: m.Created, message: m, from: r})
		}
	}
	for _, a := range v.ratings() {
		if a.Ticket == r.ID && a.Feedback != "" {
			said = append(said, entry{id: firstConversation + 4*r.ID + 3, at: a.Updated, rating: &a, from: r, text: a.Feedback})
		}
	}
	for _, secondary := range v.merged[r.ID] {
		// A circle of merges would be a mistake of the desk; nobody should wait for its end.
		if secondary.merged == nil || depth > 16 {
			continue
		}
		said = append(said, v.all(secondary, depth+1)...)
		note := v.mergeNote(secondary, secondary.merged.ID, 2)
		note.text = fmt.Sprintf("Merged from ticket %d Subject: %s Description: %s", secondary.ID, secondary.Subject, secondary.description())
		note.link = html.EscapeString(note.text)
		said = append(said, note)
	}
	slices.SortStableFunc(said, func(a, b entry) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
	return said
}

func (v *view) mergeNote(secondary *row, change, kind int64) entry {
	by := int64(ownerID)
	if secondary.merged.Actor == "agent" {
		by = agentID(secondary.merged.ActorID)
	}
	return entry{id: firstConversation + 4*change + kind, at: secondary.merged.At.Add(v.noted), author: by, from: secondary}
}

// conversation encodes one in the list of a ticket.
func (r *request) conversation(in *row, e entry) conversationJSON {
	j := conversationJSON{
		ID: e.id, TicketID: in.ID, CreatedAt: stamp(e.at), UpdatedAt: stamp(e.at), ToEmails: []string{}, CcEmails: []string{},
		BccEmails: []string{}, Attachments: []struct{}{}, CloudFiles: []struct{}{},
	}
	if e.rating != nil {
		who := r.s.people.customer(e.rating.Customer)
		j.Body, j.BodyText = "<div>"+html.EscapeString(e.text)+"</div>", e.text
		j.Incoming, j.UserID, j.Source, j.Category, j.FromEmail = true, contactID(who.ID), saidSurvey, 1, &who.Email
		return j
	}
	if e.message == nil {
		j.Body, j.BodyText = "<div>"+e.link+"</div>", e.text
		j.Private, j.UserID, j.Source, j.Category = true, e.author, saidNote, 2
		return j
	}
	m := e.message
	j.BodyText, j.Body = m.Body, "<div>"+html.EscapeString(m.Body)+"</div>"
	j.Structured = &bodyJSON{[]contentJSON{{"text", textJSON{m.Body}}}}
	j.Private, j.Source = m.Internal, saidBy(e.from.Ticket, m)
	support := supportEmail(e.from.Brand)
	switch m.Author {
	case "customer":
		who := r.s.people.customer(m.AuthorID)
		j.Incoming, j.UserID, j.Category = true, contactID(m.AuthorID), 1
		j.FromEmail, j.ToEmails = &who.Email, []string{support}
	case "agent":
		j.UserID, j.Category = agentID(m.AuthorID), 3
	case "bot":
		j.UserID, j.Category, j.AutoResponse = ownerID, 3, true
	default:
		rule, kind := int64(ruleCreated), int64(typeCreation)
		if m.Created.Sub(e.from.Created) > time.Hour {
			rule, kind = ruleHourly, typeHourly
		}
		j.UserID, j.Category, j.AutomationID, j.AutomationTypeID = ownerID, 3, &rule, &kind
	}
	if j.Private {
		j.Category = 2
	} else if !j.Incoming {
		j.SupportEmail, j.FromEmail = &support, &support
		j.ToEmails = []string{r.s.people.customer(e.from.Customer).Email}
	}
	if !m.Edited.IsZero() {
		by := j.UserID
		if j.Incoming {
			by = ownerID
		}
		j.UpdatedAt, j.LastEditedAt, j.LastEditedUserID = stamp(m.Edited), stamp(m.Edited), &by
	}
	return j
}

// listConversations serves https://developers.freshdesk.com/api/#list_all_ticket_notes
func listConversations(w http.ResponseWriter, r *request) {
	v := r.s.present()
	t, ok := r.find(v)
	if !ok || t.archived {
		notFound(w)
		return
	}
	if r.s.shuts(t) {
		fail(w, http.StatusMethodNotAllowed, "method_not_allowed", "The ticket is deleted or spam.")
		return
	}
	list(w, r, v.conversations(t), func(e entry) conversationJSON { return r.conversation(t, e) })
}

// listArchivedConversations serves https://developers.freshdesk.com/api/#archive_tickets
func listArchivedConversations(w http.ResponseWriter, r *request) {
	v := r.s.present()
	t, ok := r.find(v)
	if !ok || !t.archived {
		notFound(w)
		return
	}
	list(w, r, v.conversations(t), func(e entry) conversationJSON { return r.conversation(t, e) })
}
