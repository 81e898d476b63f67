package fake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// people are the account's agents, groups, contacts and products.
type people struct {
	customers map[int64]*replay.Customer
	emails    map[string]int64
}

func newPeople(tape *replay.Tape) *people {
	p := &people{customers: map[int64]*replay.Customer{}, emails: map[string]int64{}}
	for i := range tape.Customers {
		c := &tape.Customers[i]
		p.customers[c.ID] = c
		p.emails[strings.ToLower(c.Email)] = contactID(c.ID)
	}
	return p
}

func (p *people) customer(id int64) *replay.Customer {
	if c, ok := p.customers[id]; ok {
		return c
	}
	return &replay.Customer{ID: id, Name: fmt.Sprintf("Contact %d", id), Language: "en"}
}

// byEmail is the number of a contact; -1 if nobody has the address.
func (p *people) byEmail(email string) int64 {
	if id, ok := p.emails[strings.ToLower(email)]; ok {
		return id
	}
	return -1
}

// contact is a customer who has been heard of.
type contact struct {
	*replay.Customer
	since time.Time
}

// heardOf lists the customers of whom the account knows by now, in the order of their names, which is that of
// the list of contacts. Deleting a ticket for good does not delete the contact.
func (p *people) heardOf(frame *replay.Frame) []contact {
	since := map[int64]time.Time{}
	hear := func(id int64, at time.Time) {
		if first, ok := since[id]; !ok || at.Before(first) {
			since[id] = at
		}
	}
	each := func(t *replay.Ticket) {
		hear(t.Customer, t.Created)
		for i := range t.Messages {
			if m := &t.Messages[i]; m.Author == "customer" {
				hear(m.AuthorID, m.Created)
			}
		}
	}
	for _, t := range frame.Tickets {
		each(t)
	}
	for _, t := range frame.Gone {
		each(t)
	}
	list := make([]contact, 0, len(since))
	for id, at := range since {
		list = append(list, contact{p.customer(id), at})
	}
	slices.SortFunc(list, func(a, b contact) int { return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	return list
}

func supportEmail(brand int64) string {
	return fmt.Sprintf("support%d@%s", brand, Host)
}

func emailConfigID(brand int64) int64 { return 82000060000 + brand }
