package fake

import (
	"cmp"
	"slices"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// story is what the account has recorded of a ticket, as far as the ticket's own rows tell. It is read only, but
// for what is kept.
type story struct {
	status  string
	deleted bool
	// steps are the threads, the oldest first.
	steps []step
	// modified is when anything has changed last that the account knows of, touched when a user did something
	// or a customer wrote.
	modified, touched time.Time
	// closed is when it was closed last, zero while it is not; closer did it.
	closed time.Time
	closer actor
	// waiting is when the customer wrote last, zero if it was answered.
	waiting time.Time
	// merged is when it was merged into another, by whom, and the number of that change.
	merged   time.Time
	merger   actor
	mergedBy int64
	opener   int64
	// topics are those that the ticket has or had.
	topics []string
	kept   kept
}

// actor is who did something: a role of the desk and its number.
type actor struct {
	role string
	id   int64
}

// step is a thread of a conversation.
type step struct {
	at   time.Time
	id   int64
	kind threadKind
	by   actor
	// message is nil for what is not said in a row of the desk.
	message *replay.Message
	// status is that which it gave to the conversation, empty for none.
	status string
	// agent is whom the conversation belongs to after it; 0 for nobody.
	agent int64
	// action is the type of the action, with the mailbox that was left or the conversation that was merged.
	action string
	from   int64
	// text is that of a line item.
	text string
}

// tell makes the story of a ticket.
func tell(t *ticket, p *people) *story {
	s := &story{status: status(t.Status), modified: t.Created, touched: t.Created}
	agent := t.Agent
	if t.Topic != "" {
		s.topics = []string{t.Topic}
	}
	for _, c := range slices.Backward(t.Changes) {
		switch c.Field {
		case "status":
			s.status = status(c.Old)
		case "agent":
			agent = number(c.Old)
		case "topic":
			if c.New != "" && c.New != t.Topic {
				s.topics = append(s.topics, c.New)
			}
		}
	}
	w := &teller{story: s, ticket: t, people: p, agent: agent, folded: map[int64]bool{}}
	w.open()
	m, c := 0, 0
	for m < len(t.Messages) || c < len(t.Changes) {
		if m < len(t.Messages) && (c == len(t.Changes) || !t.Changes[c].At.Before(t.Messages[m].Created)) {
			w.say(m)
			m++
			continue
		}
		w.change(&t.Changes[c])
		c++
	}
	// What is not in the rows of the ticket has changed it, too, unless a change that nobody sees here did.
	if t.Updated.After(s.modified) && !w.unseen[t.Updated] {
		s.modified = t.Updated
	}
	slices.SortStableFunc(s.steps, func(a, b step) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
	return s
}

// teller goes through the rows of a ticket in their order.
type teller struct {
	*story
	ticket *ticket
	people *people
	agent  int64
	// folded are changes that a message carries.
	folded map[int64]bool
	unseen map[time.Time]bool
}

// open makes the thread of what an agent wrote who opened the ticket.
func (w *teller) open() {
	w.opener = w.agent
	for _, m := range w.ticket.Messages {
		if m.Author == "agent" && w.opener == 0 {
			w.opener = m.AuthorID
		}
	}
	if w.opener == 0 {
		w.opener = w.people.anyone(w.ticket.Team)
	}
	if w.ticket.Description == "" {
		return
	}
	t := w.ticket
	w.steps = append(w.steps, step{
		at: t.Created, id: threadID(t.Created, opening, t.ID), kind: opening, by: actor{"agent", w.opener},
		status: w.status, agent: w.agent,
	})
}

// say makes the thread of a message. A change of status or assignee by its author in its second is one act
// with it: the thread carries it, and there is no line item.
func (w *teller) say(i int) {
	m := &w.ticket.Messages[i]
	by := actor{m.Author, m.AuthorID}
	st := step{at: m.Created, id: threadID(m.Created, said, m.ID), kind: said, by: by, message: m}
	if len(w.steps) == 0 {
		st.status = w.story.status
	}
	if w.lastOf(i) {
		before := w.story.status
		for j := range w.ticket.Changes {
			if c := &w.ticket.Changes[j]; c.At.Equal(m.Created) && c.Actor == by.role && c.ActorID == by.id {
				w.fold(c)
			}
		}
		if w.story.status != before {
			st.status = w.story.status
		}
	}
	st.agent = w.agent
	w.steps = append(w.steps, st)
	w.seen(m.Created, by)
	if m.Edited.After(w.modified) {
		w.modified = m.Edited
	}
	switch {
	case m.Internal:
	case m.Author == "customer":
		w.waiting = m.Created
		w.touched = later(w.touched, m.Created)
	case m.Author == "agent" || m.Author == "bot":
		w.waiting = time.Time{}
	}
}

// lastOf tells whether a message is the last of its author in its second.
func (w *teller) lastOf(i int) bool {
	m := w.ticket.Messages[i]
	for _, other := range w.ticket.Messages[i+1:] {
		if other.Created.Equal(m.Created) && other.Author == m.Author && other.AuthorID == m.AuthorID {
			return false
		}
	}
	return true
}

func (w *teller) fold(c *replay.Change) {
	switch c.Field {
	case "status":
		if status(c.New) == "" || c.New == "spam" || status(c.Old) == "" || c.Old == "spam" {
			return
		}
		w.become(c)
	case "agent":
		w.agent = number(c.New)
	default:
		return
	}
	w.folded[c.ID] = true
}

// become gives the conversation the status of a change, and tells whether it is another one here.
func (w *teller) become(c *replay.Change) bool {
	now := status(c.New)
	if now == w.story.status {
		return false
	}
	w.story.status = now
	if now == "closed" {
		w.closed, w.closer, w.waiting = c.At, actor{c.Actor, c.ActorID}, time.Time{}
	} else {
		w.closed, w.closer = time.Time{}, actor{}
	}
	return true
}

// change makes the line item of a change, where there is one. Fields and tags have none.
func (w *teller) change(c *replay.Change) {
	if w.folded[c.ID] {
		return
	}
	by := actor{c.Actor, c.ActorID}
	st := step{at: c.At, id: threadID(c.At, changed, c.ID), kind: changed, by: by, action: "default"}
	if by.role == "system" {
		st.action = "automatic-workflow"
	}
	switch c.Field {
	case "status":
		if !w.turn(c, &st) {
			return
		}
	case "agent":
		w.agent = number(c.New)
		st.text = w.people.name(by) + " assigned to " + w.people.name(actor{"agent", w.agent})
		if w.agent == 0 {
			st.text = w.people.name(by) + " unassigned"
		}
	case "team":
		st.action, st.from = "moved-from-mailbox", number(c.Old)
		st.text = w.people.name(by) + " moved from the " + w.people.teamName(st.from) + " inbox"
	default:
		w.seen(c.At, by)
		return
	}
	st.agent = w.agent
	w.steps = append(w.steps, st)
	w.seen(c.At, by)
}

// turn is what a change of status is here; false where it is nothing.
func (w *teller) turn(c *replay.Change, st *step) bool {
	who := w.people.name(st.by)
	switch {
	case c.New == "merged":
		w.merged, w.merger, w.mergedBy = c.At, st.by, c.ID
		return false
	case c.New == "trash":
		w.deleted = true
		st.action, st.text = "deleted-ticket", who+" deleted"
		return true
	case c.Old == "trash":
		w.deleted = false
		st.action, st.text = "restore-ticket", who+" restored"
		if w.become(c) {
			st.status = w.story.status
		}
		return true
	case !w.become(c):
		if w.unseen == nil {
			w.unseen = map[time.Time]bool{}
		}
		w.unseen[c.At] = true
		return false
	}
	st.status, st.text = w.story.status, who+" marked as "+marked(w.story.status)
	return true
}

// seen notes that somebody has changed something.
func (w *teller) seen(at time.Time, by actor) {
	w.modified = later(w.modified, at)
	if by.role == "agent" {
		w.touched = later(w.touched, at)
	}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func number(text string) (n int64) {
	for _, digit := range text {
		n = 10*n + int64(digit-'0')
	}
	return n
}
