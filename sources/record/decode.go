package record

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Decode makes the canonical record of a kind from its raw fields (docs/semantics.md, "Records"). It
// ignores fields that the kind does not have. An error names the record, the field and, unless it is a
// text, the value; the record then belongs to the quarantine. The anomalies tell which words no map
// names; their Stream is left to the caller.
func Decode(kind Kind, f Fields, w Words) (Record, []Anomaly, error) {
	d := &decoder{kind: kind, fields: f, words: w}
	r := d.record()
	if d.err != nil {
		return nil, nil, d.err
	}
	return r, d.anomalies, nil
}

func (d *decoder) record() Record {
	switch d.kind {
	case KindTicket:
		return d.ticket()
	case KindStatusChange:
		return d.statusChange()
	case KindAssignmentChange:
		return d.assignmentChange()
	case KindPriorityChange:
		return d.priorityChange()
	case KindCategoryChange:
		return d.categoryChange()
	case KindMessage:
		return d.message()
	case KindContact:
		return d.contact()
	case KindWorkLog:
		return d.workLog()
	case KindSurvey:
		return d.survey()
	case KindOrder:
		return d.order()
	case KindRefund:
		return d.refund()
	case KindAgent:
		return d.agent()
	case KindGroup:
		return Group{ID: d.groupID(), Name: d.label("name")}
	case KindSLAClock:
		return d.slaClock()
	case KindSweep:
		return d.sweep()
	}
	d.err = fmt.Errorf("unknown kind of record %s", quote(string(d.kind)))
	return nil
}

func (d *decoder) ticket() Record {
	t := Ticket{
		ID:           d.requiredID("id"),
		CreatedAt:    d.requiredTime("created_at"),
		UpdatedAt:    d.time("updated_at"),
		SolvedAt:     d.time("solved_at"),
		Origin:       word(d, "origin", origins()),
		Requester:    d.id("requester"),
		CustomerKeys: d.ids("customer_keys"),
		Channel:      d.channel("channel"),
		Brand:        d.label("brand"),
		Group:        d.label("group"),
		Assignee:     d.id("assignee"),
		Priority:     d.priority("priority"),
		Category:     d.label("category"),
		Tags:         d.labels("tags"),
		Topics:       d.labels("topics"),
		Language:     d.language(),
		Subject:      strings.ToValidUTF8(d.text("subject"), ""),
		MergedInto:   d.id("merged_into"),
		VoidedAt:     d.time("voided_at"),
		Reopens:      d.counter("reopens"),
		Replies:      d.counter("replies"),
	}
	if t.Origin == "" {
		t.Origin = OriginCustomer
	}
	if t.UpdatedAt.IsZero() {
		t.UpdatedAt = t.CreatedAt
	}
	t.Remnant, _ = d.flag("remnant")
	t.Status = d.ticketStatus(t.MergedInto)
	// A stamp of an earlier solve or void says nothing about a ticket that is open again.
	if t.Status.Unresolved() {
		t.SolvedAt = time.Time{}
	}
	if !t.Status.Void() {
		t.VoidedAt = time.Time{}
	}
	return t
}

// ticketStatus lets what takes a ticket out of reporting win over its status: a merged ticket is often
// closed or deleted as well, and spam deleted.
func (d *decoder) ticketStatus(mergedInto string) Status {
	spam, _ := d.flag("spam")
	deleted, _ := d.flag("deleted")
	switch {
	case mergedInto != "":
		return StatusMerged
	case spam:
		return StatusSpam
	case deleted:
		return StatusDeleted
	}
	return d.status("status", "status_type")
}

func (d *decoder) language() string {
	return strings.ReplaceAll(fold(d.label("language")), "_", "-")
}

func (d *decoder) statusChange() Record {
	c := StatusChange{ID: d.id("id"), Ticket: d.requiredID("ticket"), At: d.requiredTime("at"), Actor: d.actor()}
	if d.filled("from") || d.filled("from_type") {
		c.From = d.status("from", "from_type")
	}
	if !d.filled("to") && !d.filled("to_type") {
		d.fail("to", errEmpty)
		return c
	}
	c.To = d.status("to", "to_type")
	return c
}

// filled reports whether a field holds more than white space.
func (d *decoder) filled(field string) bool { return fold(d.text(field)) != "" }

func (d *decoder) assignmentChange() Record {
	return AssignmentChange{
		ID: d.id("id"), Ticket: d.requiredID("ticket"), At: d.requiredTime("at"),
		Agent: d.changed("agent", d.id), Group: d.changed("group", d.label),
		FromAgent: d.changed("from_agent", d.id), FromGroup: d.changed("from_group", d.label),
		Actor: d.actor(),
	}
}

func (d *decoder) priorityChange() Record {
	c := PriorityChange{ID: d.id("id"), Ticket: d.requiredID("ticket"), At: d.requiredTime("at"), Actor: d.actor()}
	if d.told("from") {
		c.From = d.priority("from")
	}
	d.present("to")
	c.To = d.priority("to")
	return c
}

func (d *decoder) categoryChange() Record {
	d.present("to")
	return CategoryChange{
		ID: d.id("id"), Ticket: d.requiredID("ticket"), At: d.requiredTime("at"),
		From: d.label("from"), To: d.label("to"), Actor: d.actor(),
	}
}

func (d *decoder) message() Record {
	m := Message{
		ID: d.requiredID("id"), Ticket: d.requiredID("ticket"),
		At: d.requiredTime("at"), UpdatedAt: d.time("updated_at"),
		Direction:  word(d, "direction", directions()),
		Author:     word(d, "author", authors()),
		AuthorID:   d.id("author_id"),
		Visibility: d.visibility(),
		Language:   d.language(),
		Subject:    strings.ToValidUTF8(d.text("subject"), ""),
		Text:       strings.ToValidUTF8(d.text("text"), ""),
	}
	switch {
	case m.Author == "" && m.Direction == "":
		d.fail("author", errEmpty)
	case m.Author == "" && m.Direction == Inbound:
		m.Author = AuthorCustomer
	case m.Author == "":
		m.Author = AuthorAgent
	case m.Author != AuthorCustomer:
		m.Direction = Outbound
	case m.Direction == "":
		m.Direction = Inbound
	}
	return m
}

// visibility is public where the desk has no notes, that is, where neither field exists. An empty one
// is an error: a note taken for a reply would stop clocks.
func (d *decoder) visibility() Visibility {
	if v := word(d, "visibility", visibilities()); v != "" {
		return v
	}
	if public, told := d.flag("public"); told {
		if public {
			return Public
		}
		return Internal
	}
	for _, field := range []string{"visibility", "public"} {
		if _, ok := d.fields[field]; ok {
			d.fail(field, errEmpty)
		}
	}
	return Public
}

func (d *decoder) contact() Record {
	return Contact{
		ID: d.requiredID("id"), OfferedAt: d.requiredTime("offered_at"),
		AnsweredAt: d.time("answered_at"), EndedAt: d.time("ended_at"),
		Channel: d.channel("channel"), Queue: d.label("queue"), Group: d.label("group"), Agent: d.id("agent"),
		Outcome: word(d, "outcome", outcomes()),
		Talk:    d.seconds("talk"), Hold: d.seconds("hold"), Wrap: d.seconds("wrap"),
		TransferredFrom: d.label("transferred_from"),
	}
}

func (d *decoder) workLog() Record {
	return WorkLog{
		ID: d.requiredID("id"), Ticket: d.requiredID("ticket"), Agent: d.id("agent"),
		At: d.requiredTime("at"), Spent: d.requiredSeconds("spent"),
	}
}

func (d *decoder) survey() Record {
	s := Survey{
		ID: d.requiredID("id"), Subject: word(d, "subject", subjects()), SubjectID: d.requiredID("subject_id"),
		Requester: d.id("requester"), Agent: d.id("agent"), Group: d.label("group"), Name: d.label("name"),
		SentAt: d.time("sent_at"), AnsweredAt: d.time("answered_at"), RevisedAt: d.time("revised_at"),
		Score:       d.integer("score"),
		ScaleLowest: d.integerOr("scale_lowest", 0), ScaleHigh: d.integerOr("scale_high", 0),
	}
	if s.Subject == "" {
		s.Subject = SubjectTicket
	}
	if s.SentAt.IsZero() && s.AnsweredAt.IsZero() {
		d.fail("sent_at", errors.New("empty, as is answered_at"))
	}
	if s.Score != nil && s.AnsweredAt.IsZero() {
		d.fail("answered_at", errors.New("empty, although there is a score"))
	}
	return s
}

func (d *decoder) order() Record {
	o := Order{
		ID: d.requiredID("id"), CustomerKeys: d.ids("customer_keys"), At: d.requiredTime("at"),
		Amount: d.decimal("amount"), Currency: strings.ToUpper(d.label("currency")),
		Channel: d.channel("channel"),
	}
	if strings.HasPrefix(o.Amount, "-") {
		d.fail("amount", errNegative)
	}
	if len(o.Currency) != 3 || strings.Trim(o.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		d.fail("currency", fmt.Errorf("%s is not a three-letter code of ISO 4217", quote(o.Currency)))
	}
	return o
}

func (d *decoder) refund() Record {
	return Refund{
		ID: d.requiredID("id"), Order: d.requiredID("order"), At: d.requiredTime("at"),
		// Some shops write what goes back as a negative amount.
		Amount: strings.TrimPrefix(d.decimal("amount"), "-"),
	}
}

func (d *decoder) agent() Record {
	return Agent{
		ID: d.requiredID("id"), Name: d.label("name"), Group: d.label("group"),
		Presence: word(d, "presence", presences()),
	}
}

// groupID is cleaned like the group of a ticket, so that the two go on matching.
func (d *decoder) groupID() string {
	if id := d.requiredID("id"); id == "" {
		return ""
	}
	return d.label("id")
}

func (d *decoder) slaClock() Record {
	return SLAClock{
		ID: d.id("id"), Ticket: d.requiredID("ticket"), Policy: d.label("policy"), Target: d.label("target"),
		Cycle: d.integerOr("cycle", 0), UpdatedAt: d.time("updated_at"),
		StartedAt: d.time("started_at"), DueAt: d.time("due_at"), PausedAt: d.time("paused_at"),
		FulfilledAt: d.time("fulfilled_at"), BreachedAt: d.time("breached_at"), CancelledAt: d.time("cancelled_at"),
	}
}

func (d *decoder) sweep() Record {
	s := Sweep{At: d.requiredTime("at"), Scope: word(d, "scope", scopes()), IDs: d.ids("ids")}
	if s.Scope == "" {
		s.Scope = ScopeUnresolved
	}
	return s
}
