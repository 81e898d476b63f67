package fake

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// audit is an update of a ticket by somebody at an instant.
type audit struct {
	id     int64
	at     time.Time
	author int64
	via    via
	events []event
}

// event is a part of an update.
type event struct {
	id   int64
	kind string // Create, Change, Comment, VoiceComment, Notification, ...
	// field, value and previous are those of Create and Change.
	field           string
	value, previous any
	comment         *comment
	// more are the properties of other kinds.
	more map[string]any
}

// comment is a comment or the text of a notification.
type comment struct {
	author int64
	body   string
	public bool
	voice  bool
}

func number(word string) int64 {
	n, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// actor is the user id of who did something.
func actor(role string, id int64) int64 {
	switch role {
	case "customer":
		return CustomerID(id)
	case "agent":
		return AgentID(id)
	case "bot":
		return BotID
	}
	return SystemID
}

// record writes the updates of a ticket.
func (d *dossier) record() []audit {
	t := d.t
	first := audit{id: openedID(t.ID), at: t.Created, author: CustomerID(t.Customer), via: d.channel()}
	messages := t.Messages
	switch {
	case t.Description != "":
		opener := d.opener()
		first.author = opener
		first.events = append(first.events, event{id: OpeningID(t.ID), kind: "Comment", comment: &comment{author: opener, body: t.Description, public: true}})
	case len(messages) > 0 && messages[0].Created.Equal(t.Created):
		first.events = append(first.events, d.said(messages[0]))
		if t.OpenedBy == "system" {
			first.author = ShopID
		}
		messages = messages[1:]
	}
	first.events = append(first.events, d.creates()...)
	list := []audit{first}
	list = append(list, d.updates(messages)...)
	list = append(list, d.redactions()...)
	list = append(list, d.received()...)
	list = append(list, d.survey.audits()...)
	slices.SortStableFunc(list, byTime)
	return list
}

// creates are the fields that were set at first.
func (d *dossier) creates() []event {
	t, st := d.t, d.first
	base := openedID(t.ID) + 256
	var list []event
	add := func(field string, value any) {
		list = append(list, event{id: base + int64(len(list))*64, kind: "Create", field: field, value: value})
	}
	add("subject", t.Subject)
	add("requester_id", text64(CustomerID(t.Customer)))
	add("brand_id", text64(BrandID(t.Brand)))
	add("group_id", text64(GroupID(st.team)))
	if st.agent != 0 {
		add("assignee_id", text64(AgentID(st.agent)))
	}
	add("priority", priority(st.priority))
	add("type", nil)
	add("status", status(st.status))
	add("custom_status_id", text64(customStatus(status(st.status))))
	add("ticket_form_id", text64(formID))
	if tags := vendorTags(st.tags, st.topic, false); len(tags) > 0 {
		add("tags", tags)
	}
	if st.topic != "" {
		add(text64(ReasonFieldID), slug(st.topic))
	}
	return list
}

func text64(id int64) string { return strconv.FormatInt(id, 10) }

// act is a message or a change.
type act struct {
	at     time.Time
	author int64
	lead   int64
	events []event
	role   string
	first  bool // a message
}

// updates puts what somebody did in one moment into one audit.
func (d *dossier) updates(messages []replay.Message) []audit {
	var acts []act
	for _, m := range messages {
		e := d.said(m)
		a := act{at: m.Created, author: actor(m.Author, m.AuthorID), lead: e.id + 64, events: []event{e}, role: m.Author, first: true}
		if m.Author == "system" && m.Internal {
			a.author = ShopID
		}
		acts = append(acts, a)
	}
	now := d.first
	now.tags = slices.Clone(now.tags)
	for _, c := range d.t.Changes {
		a := act{at: c.At, author: actor(c.Actor, c.ActorID), lead: EventID(c.ID) + 96, events: changed(c, &now), role: c.Actor}
		if c.Field == "status" && c.New == "merged" {
			a.events = append([]event{d.mergeNote(c)}, a.events...)
		}
		acts = append(acts, a)
	}
	slices.SortStableFunc(acts, func(a, b act) int {
		switch {
		case !a.at.Equal(b.at):
			return a.at.Compare(b.at)
		case a.first != b.first:
			return map[bool]int{true: -1, false: 1}[a.first]
		}
		return cmp.Compare(a.lead, b.lead)
	})
	var list []audit
	for i, a := range acts {
		if i > 0 && a.at.Equal(acts[i-1].at) && a.author == acts[i-1].author {
			last := &list[len(list)-1]
			last.events = append(last.events, a.events...)
			continue
		}
		list = append(list, audit{id: a.lead, at: a.at, author: a.author, via: d.way(a), events: a.events})
	}
	return list
}

// changed is a row of the history: the field, and what the vendor changes with it.
func changed(c replay.Change, now *state) []event {
	id := EventID(c.ID)
	change := func(n int64, field string, value, previous any) event {
		return event{id: id + n*24, kind: "Change", field: field, value: value, previous: previous}
	}
	tags := func(merged bool) []string { return vendorTags(now.tags, now.topic, merged) }
	switch c.Field {
	case "status":
		from, to := status(c.Old), status(c.New)
		list := []event{change(0, "status", to, from)}
		if to != "deleted" && from != "deleted" && customStatus(to) != customStatus(from) {
			list = append(list, change(1, "custom_status_id", text64(customStatus(to)), text64(customStatus(from))))
		}
		if c.New == "merged" {
			list = append(list, change(2, "tags", tags(true), tags(false)))
		}
		now.status = c.New
		return list
	case "team":
		now.team = number(c.New)
		return []event{change(0, "group_id", text64(GroupID(number(c.New))), text64(GroupID(number(c.Old))))}
	case "agent":
		now.agent = number(c.New)
		return []event{change(0, "assignee_id", person(c.New), person(c.Old))}
	case "priority":
		now.priority = c.New
		return []event{change(0, "priority", priority(c.New), priority(c.Old))}
	case "topic":
		before := tags(false)
		now.topic = c.New
		return []event{
			change(0, text64(ReasonFieldID), slug(c.New), orNull(slug(c.Old))),
			change(1, "tags", tags(false), before),
		}
	default:
		before := tags(false)
		now.tags = append(now.tags, c.New)
		return []event{change(0, "tags", tags(false), before)}
	}
}

func person(word string) any {
	if word == "" {
		return nil
	}
	return text64(AgentID(number(word)))
}

// said is a message: a comment, but for the confirmations of the desk, which are notifications of a trigger.
func (d *dossier) said(m replay.Message) event {
	e := event{id: CommentID(m.ID), kind: "Comment"}
	c := &comment{author: actor(m.Author, m.AuthorID), body: m.Body, public: !m.Internal}
	switch {
	case m.Author == "system" && m.Internal:
		c.author = ShopID
	case m.Author == "system":
		e.kind = "Notification"
		e.more = map[string]any{
			"subject": "[Request received] {{ticket.title}}", "body": m.Body, "recipients": []int64{CustomerID(d.t.Customer)},
			"via": rule("trigger", 4_401_000_000_128, "Notify requester of received request"),
		}
		return e
	case m.Author == "customer" && d.t.Channel == "phone" && m.Created.Equal(d.t.Created):
		e.kind, c.voice = "VoiceComment", true
	}
	e.comment = c
	return e
}

// redactions are what can be done to the text of a comment: it is never edited, only redacted. Nobody knows
// who did it.
func (d *dossier) redactions() []audit {
	var list []audit
	for _, m := range d.t.Messages {
		if m.Edited.IsZero() || m.Author == "system" && !m.Internal {
			continue
		}
		id := CommentID(m.ID)
		list = append(list, audit{id: id + 112, at: m.Edited, author: OwnerID, via: web(), events: []event{{
			id: id + 96, kind: "CommentRedactionEvent", more: map[string]any{"comment_id": text64(id)},
		}}})
	}
	return list
}

// mergeNote is the private comment with which a ticket is closed when it is merged into another.
// https://support.zendesk.com/hc/en-us/articles/4408882445594-Merging-tickets
func (d *dossier) mergeNote(c replay.Change) event {
	body := fmt.Sprintf("This request was closed and merged into request #%d.", d.t.MergedInto)
	return event{id: mergeID(d.t.ID), kind: "Comment", comment: &comment{author: actor(c.Actor, c.ActorID), body: body}}
}

// received are the private comments about tickets that were merged into this one.
func (d *dossier) received() []audit {
	var list []audit
	for _, source := range d.sources {
		for _, c := range source.Changes {
			if c.Field != "status" || c.New != "merged" {
				continue
			}
			author, id := actor(c.Actor, c.ActorID), mergeID(source.ID)+128
			body := fmt.Sprintf("Request #%d %q was closed and merged into this request. Last comment in request #%d:\n\n%s",
				source.ID, source.Subject, source.ID, lastText(source))
			list = append(list, audit{id: id + 64, at: c.At, author: author, via: merged(source.ID), events: []event{{
				id: id, kind: "Comment", comment: &comment{author: author, body: body},
			}}})
		}
	}
	return list
}

func lastText(t *replay.Ticket) string {
	if len(t.Messages) == 0 {
		return t.Description
	}
	return t.Messages[len(t.Messages)-1].Body
}

// opener is the agent who opened the ticket: its first assignee, as the desk does not tell.
func (d *dossier) opener() int64 {
	if d.first.agent != 0 {
		return AgentID(d.first.agent)
	}
	return OwnerID
}
