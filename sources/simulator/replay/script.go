package replay

import (
	"slices"
	"strconv"
	"time"
)

// Script writes a tape act by act, for stories that are told in a test and that no simulated desk has lived. What is
// asked of its truth panics: it has none. Acts on a ticket are written in the order of time.
type Script struct {
	tape *Tape
	last int64 // id of messages and changes
}

// Write begins a script: a desk of two brands, two teams with two agents each (1 and 2, 3 and 4), and nine customers.
func Write(begin, end time.Time) *Script {
	t := &Tape{
		Begin: begin, End: end, Step: time.Minute, Zone: time.UTC,
		Brands: []Brand{{1, "Casa"}, {2, "Casa Outlet"}},
		Teams:  []Team{{1, "Orders"}, {2, "Billing"}},
		Agents: []Agent{{1, 1, "Ada"}, {2, 1, "Ben"}, {3, 2, "Cleo"}, {4, 2, "Dan"}},
	}
	for id := int64(1); id <= 9; id++ {
		t.Customers = append(t.Customers, Customer{ID: id, Name: "Kim", Email: "kim@example.org", Language: "en"})
	}
	return &Script{tape: t}
}

// Tape is what has been written so far.
func (s *Script) Tape() *Tape { return s.tape }

// Open puts a ticket on file as it was at first: opened by a customer by mail, of brand 1, team 1 and customer 1, new and
// of priority p3, but for what is given. A customer's, and what the system opens, begins with a message.
func (s *Script) Open(at time.Time, t Ticket) int64 {
	t.ID = int64(len(s.tape.reels) + 1)
	t.OpenedBy, t.Channel = otherwise(t.OpenedBy, "customer"), otherwise(t.Channel, "mail")
	t.Brand, t.Team, t.Customer = otherwise(t.Brand, 1), otherwise(t.Team, 1), otherwise(t.Customer, 1)
	t.Status, t.Priority = otherwise(t.Status, "new"), otherwise(t.Priority, "p3")
	t.Language, t.Subject = otherwise(t.Language, "en"), otherwise(t.Subject, "Where is it?")
	t.Created, t.Updated = at, at
	s.tape.Put(s.seen(at), &t)
	switch t.OpenedBy {
	case "customer":
		s.Say(at, t.ID, Message{Author: "customer", AuthorID: t.Customer})
	case "system":
		s.Say(at, t.ID, Message{Author: "system", Internal: true})
	}
	return t.ID
}

// Say puts a message on file.
func (s *Script) Say(at time.Time, id int64, m Message) {
	t := s.next(at, id)
	s.last++
	m.ID, m.Created = s.last, at
	m.Language, m.Body = otherwise(m.Language, "en"), otherwise(m.Body, "Dear all")
	t.Messages = append(slices.Clone(t.Messages), m)
	s.tape.Put(s.seen(at), t)
}

// Change puts a change on file.
func (s *Script) Change(at time.Time, id int64, field, to, actor string, actorID int64) {
	t := s.next(at, id)
	s.last++
	c := Change{ID: s.last, Field: field, New: to, Actor: actor, ActorID: actorID, At: at}
	switch field {
	case "status":
		c.Old, t.Status, t.Solved = t.Status, to, solved(t, to, at)
	case "priority":
		c.Old, t.Priority = t.Priority, to
	case "topic":
		c.Old, t.Topic = t.Topic, to
	case "team":
		c.Old, t.Team = decimal(t.Team), number(to)
	case "agent":
		c.Old, t.Agent = decimal(t.Agent), number(to)
	case "tag":
		t.Tags = append(slices.Clone(t.Tags), to)
	default:
		panic("replay: no field " + field)
	}
	t.Changes = append(slices.Clone(t.Changes), c)
	s.tape.Put(s.seen(at), t)
}

// Merge closes a ticket in favour of another one.
func (s *Script) Merge(at time.Time, id, into, agent int64) {
	s.Change(at, id, "status", "merged", "agent", agent)
	t := s.next(at, id)
	t.MergedInto = into
	s.tape.Put(s.seen(at), t)
}

// Edit changes the text of a ticket's message, counted from 0.
func (s *Script) Edit(at time.Time, id int64, message int) {
	t := s.next(at, id)
	t.Messages = slices.Clone(t.Messages)
	t.Messages[message].Edited = at
	s.tape.Put(s.seen(at), t)
}

// Erase takes a ticket off the file without a trace.
func (s *Script) Erase(at time.Time, id int64) {
	s.tape.Remove(s.seen(at), id)
}

// next is a copy of what is on file of a ticket.
func (s *Script) next(at time.Time, id int64) *Ticket {
	r := s.tape.reel(id)
	t := *r.versions[len(r.versions)-1].ticket
	t.Updated = at
	return &t
}

// seen is the look that follows an act.
func (s *Script) seen(at time.Time) time.Time {
	after := at.Sub(s.tape.Begin)
	if rest := after % s.tape.Step; rest > 0 {
		after += s.tape.Step - rest
	}
	return s.tape.Begin.Add(after)
}

func solved(t *Ticket, to string, at time.Time) time.Time {
	switch to {
	case "solved":
		return at
	case "closed":
		return t.Solved
	}
	return time.Time{}
}

func otherwise[T comparable](value, fallback T) T {
	var nothing T
	if value == nothing {
		return fallback
	}
	return value
}

func decimal(id int64) string {
	if id == 0 {
		return ""
	}
	return strconv.FormatInt(id, 10)
}

func number(word string) int64 {
	id, err := strconv.ParseInt(word, 10, 64)
	if err != nil {
		return 0
	}
	return id
}
