package fake

import (
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// The states of a conversation.
const (
	stateOpen    = "open"
	stateSnoozed = "snoozed"
	stateClosed  = "closed"
)

// stateOf is the state of a conversation whose ticket has a status of the desk. Intercom has no word for a
// ticket nobody has looked at, for one that waits for the customer, nor for one that is closed for good.
func stateOf(status string) string {
	switch status {
	case "new", "open":
		return stateOpen
	case "waiting", "parked":
		return stateSnoozed
	}
	return stateClosed
}

// The tags by which the desk marks what Intercom has no state for.
const (
	// SpamTag is on closed conversations that are spam.
	SpamTag = "spam"
	// TrashTag is on closed conversations that are going to be deleted.
	TrashTag = "trash"
)

// markOf is the tag that goes with a status.
func markOf(status string) string {
	switch status {
	case "spam":
		return SpamTag
	case "trash":
		return TrashTag
	}
	return ""
}

// author is who made a part.
type author struct {
	// kind is user, lead, admin or bot.
	kind, id, name, email string
	fromAI                bool
}

// part is one of a conversation's parts.
type part struct {
	id, kind    string
	at, updated time.Time
	body        string
	author      author
	// assigned is whom the part assigned; nil for no change.
	assigned object
	// state is that of the conversation from this part on.
	state string
	// details is made for a flavour.
	details func(f flavour) object
	// ticketFrom and ticketTo are states of the ticket.
	ticketFrom, ticketTo string
	topic                string
	// levelsOnly parts are not there in versions without levels of priority.
	levelsOnly bool
	// follows: the part was told late, its state is that of the part before it.
	follows bool
}

// spoken tells whether the part is something that a person or a bot said in public.
func (p *part) spoken() bool { return p.body != "" && p.kind != partNote }

// The kinds of parts that the desk's story needs.
//
// Sources: the table of https://developers.intercom.com/docs/references/1.4/rest-api/conversations/conversation-part-model,
// the part types of https://developers.intercom.com/docs/references/2.15/changelog, and the part_type values of the
// examples in https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.16/api.intercom.io.yaml. That of the
// conversation that is merged away is in none of them, but clients look for it.
const (
	partComment     = "comment"
	partNote        = "note"
	partOpen        = "open"
	partClose       = "close"
	partSnoozed     = "snoozed"
	partUnsnoozed   = "unsnoozed"
	partTimer       = "timer_unsnooze"
	partAssignment  = "assignment"
	partPriority    = "priority_changed"
	partTags        = "conversation_tags_updated"
	partByAdmin     = "conversation_attribute_updated_by_admin"
	partByWorkflow  = "conversation_attribute_updated_by_workflow"
	partByUser      = "conversation_attribute_updated_by_user"
	partMergedAway  = "merged_secondary_conversation"
	partMergedInto  = "merged_primary_conversation"
	partSLA         = "conversation_sla_applied_by_rule"
	partSLAMissed   = "conversation_sla_target_missed"
	partRating      = "conversation_rating_changed"
	partRemark      = "conversation_rating_remark_added"
	partTicketState = "ticket_state_updated_by_admin"
)

// story is a ticket as a conversation: what opened it and the parts that followed, in their order.
type story struct {
	ticket *replay.Ticket
	source source
	parts  []*part
	// first are the assignees at the beginning.
	firstTeam, firstAgent int64
	rating                *rating
	// score is when a nightly job gives the conversation its score.
	score time.Time
}

// source is what opened a conversation.
type source struct {
	deliveredAs, kind, body string
	author                  author
	edited                  time.Time
}

// teller tells stories.
type teller struct {
	people *people
	zone   *time.Location
	*story
	state string
}

// tell makes a story of a ticket.
func (p *people) tell(t *replay.Ticket, merged []*replay.Ticket, zone *time.Location) *story {
	w := &teller{people: p, zone: zone, story: &story{ticket: t}}
	w.open()
	messages, changes := w.rest(), t.Changes
	for len(messages) > 0 || len(changes) > 0 {
		if len(changes) == 0 || len(messages) > 0 && !messages[0].Created.After(changes[0].At) {
			w.message(messages[0])
			messages = messages[1:]
			continue
		}
		w.change(&changes[0])
		changes = changes[1:]
	}
	for _, away := range merged {
		w.mergedInto(away)
	}
	w.slaParts()
	w.order()
	w.afterwards()
	return w.story
}

// rest are the messages that become parts.
func (w *teller) rest() (messages []*replay.Message) {
	for i := range w.ticket.Messages {
		if i > 0 || w.source.deliveredAs != customerInitiated {
			messages = append(messages, &w.ticket.Messages[i])
		}
	}
	return messages
}

// before is a field's value at the beginning.
func before(t *replay.Ticket, field, now string) string {
	for i := range t.Changes {
		if t.Changes[i].Field == field {
			return t.Changes[i].Old
		}
	}
	return now
}

// The ways a conversation begins.
const (
	customerInitiated = "customer_initiated"
	adminInitiated    = "admin_initiated"
	operatorInitiated = "operator_initiated"
)

// open begins the story: by the customer's first message, by what an agent wrote, or by a workflow that says
// nothing in public. Workflows assign team and agent at once.
func (w *teller) open() {
	t := w.ticket
	w.firstTeam = parse(before(t, "team", format(t.Team)))
	w.firstAgent = parse(before(t, "agent", format(t.Agent)))
	w.state = stateOf(before(t, "status", t.Status))
	w.source = source{deliveredAs: operatorInitiated, kind: sourceType(t), author: operator()}
	switch {
	case t.OpenedBy == "customer" && len(t.Messages) > 0 && t.Messages[0].Author == "customer":
		m := &t.Messages[0]
		w.source.deliveredAs, w.source.body, w.source.edited = customerInitiated, m.Body, m.Edited
		w.source.author = w.people.contact(m.AuthorID)
	case t.OpenedBy == "agent":
		opener := w.firstAgent
		if opener == 0 {
			opener = w.people.anyOf(w.firstTeam)
		}
		w.source.deliveredAs, w.source.body, w.source.author = adminInitiated, t.Description, w.people.admin(opener)
	}
	w.add(&part{id: partID(t.Created, t.ID, 5), kind: partAssignment, at: t.Created, author: operator(), assigned: teamRef(w.firstTeam)})
	if w.firstAgent != 0 {
		w.add(&part{id: partID(t.Created, t.ID, 6), kind: partAssignment, at: t.Created, author: operator(), assigned: adminRef(w.firstAgent)})
	}
}

func (w *teller) add(p *part) {
	if p.updated.IsZero() {
		p.updated = p.at
	}
	p.state = w.state
	w.parts = append(w.parts, p)
}

func (w *teller) message(m *replay.Message) {
	p := &part{id: MessagePartID(m), kind: partComment, at: m.Created, updated: m.Edited, body: m.Body, author: w.people.who(m.Author, m.AuthorID)}
	if m.Internal {
		p.kind = partNote
	}
	w.add(p)
}

func (w *teller) change(c *replay.Change) {
	who := w.people.who(c.Actor, c.ActorID)
	switch c.Field {
	case "status":
		w.status(c, who)
	case "team":
		w.add(&part{id: ChangePartID(c), kind: partAssignment, at: c.At, author: who, assigned: teamRef(parse(c.New))})
	case "agent":
		w.add(&part{id: ChangePartID(c), kind: partAssignment, at: c.At, author: who, assigned: adminRef(parse(c.New))})
	case "priority":
		w.priority(c, who)
	case "topic":
		w.topic(c, who)
	case "tag":
		w.tags(c, who, c.New, c.Old)
	}
}

// last is the last part if it was said in that moment by that person in public.
func (w *teller) last(at time.Time, who author) *part {
	for i := len(w.parts) - 1; i >= 0 && w.parts[i].at.Equal(at); i-- {
		if p := w.parts[i]; p.kind == partComment && p.author.id == who.id {
			return p
		}
	}
	return nil
}

// status tells a change of status. What is said in the moment in which the state changes can be one part with
// the change: a customer's reply that opens a conversation always is, an agent's that closes it is by halves.
//
// Source: the "open" part with the customer's body in the examples of POST /conversations/{id}/reply in the
// OpenAPI description; close_conversation_request has a body there.
func (w *teller) status(c *replay.Change, who author) {
	from := w.state
	w.state = stateOf(c.New)
	w.ticketState(c, who)
	said := w.last(c.At, who)
	switch {
	case w.state == from && w.state != stateSnoozed:
	case w.state == stateClosed && said != nil && who.kind == "admin" && parse(said.id)/8%2 == 0:
		w.becomes(said, partClose)
	case w.state == stateClosed:
		w.add(&part{id: ChangePartID(c), kind: partClose, at: c.At, author: who})
	case w.state == stateSnoozed:
		until := c.At.Add(snooze)
		w.add(&part{id: ChangePartID(c), kind: partSnoozed, at: c.At, author: who, details: func(flavour) object {
			return object{"until": "until " + until.In(w.zone).Format("Mon, Jan 2 2006"), "custom_until_time": until.Format("2006-01-02T15:04:05.000Z")}
		}})
	case said != nil && who.kind != "admin":
		w.becomes(said, partOpen)
	case from == stateSnoozed && who.kind == "bot":
		w.add(&part{id: ChangePartID(c), kind: partTimer, at: c.At, author: who})
	case from == stateSnoozed:
		w.add(&part{id: ChangePartID(c), kind: partUnsnoozed, at: c.At, author: who})
	default:
		w.add(&part{id: ChangePartID(c), kind: partOpen, at: c.At, author: who})
	}
	if c.New == "merged" {
		w.add(&part{id: partID(c.At, c.ID, 4), kind: partMergedAway, at: c.At, author: who})
	}
	if markOf(c.New) != markOf(c.Old) {
		w.tags(c, who, markOf(c.New), markOf(c.Old))
	}
}

// becomes makes a part that was said the one that changes the state.
func (w *teller) becomes(said *part, kind string) {
	said.kind = kind
	for i := len(w.parts) - 1; w.parts[i] != said; i-- {
		w.parts[i].state = w.state
	}
	said.state = w.state
}

// snooze is for how long the desk snoozes: longer than it ever waits.
const snooze = 180 * 24 * time.Hour

// ticketState tells how the state of a Customer ticket changes.
func (w *teller) ticketState(c *replay.Change, who author) {
	from, to := ticketStateOf(c.Old), ticketStateOf(c.New)
	if isTicket(w.ticket) && from.id != to.id {
		w.add(&part{
			id: partID(c.At, c.ID, 3), kind: partTicketState, at: c.At, author: who,
			ticketFrom: from.category, ticketTo: to.category,
		})
	}
}
