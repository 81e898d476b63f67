package fake

import (
	"net/http"
	"strings"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// contactDelay is how long a contact that has just been made is not found by a search.
//
// Source: "Contact Creation Delay" of
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/searchcontacts.
const contactDelay = 3 * time.Minute

// contact is a customer who has written, with when that was first and last.
type contact struct {
	*replay.Customer
	created, seen time.Time
}

// contacts are those who have written or were written to, by their ids. The lock is held.
func (s *Server) contacts() []contact {
	known := map[int64]contact{}
	meet := func(id int64, at time.Time) {
		c, ok := known[id]
		if !ok {
			customer, exists := s.people.customer(id)
			if !exists {
				return
			}
			c = contact{customer, at, at}
		}
		if at.Before(c.created) {
			c.created = at
		}
		if at.After(c.seen) {
			c.seen = at
		}
		known[id] = c
	}
	for _, i := range s.present().items {
		meet(i.ticket.Customer, i.ticket.Created)
		for _, m := range i.ticket.Messages {
			if m.Author == "customer" {
				meet(m.AuthorID, m.Created)
			}
		}
	}
	all := make([]contact, 0, len(known))
	for i := range s.people.customers {
		if c, ok := known[s.people.customers[i].ID]; ok {
			all = append(all, c)
		}
	}
	return all
}

func (c contact) object() object {
	id := ContactID(c.ID)
	few := func(kind string) object {
		return object{"type": "list", "data": list{}, "url": "/contacts/" + id + "/" + kind, "total_count": 0, "has_more": false}
	}
	return object{
		"type": "contact", "id": id, "workspace_id": WorkspaceID, "external_id": "customer-" + itoa(c.ID), "role": role(c.ID), "email": c.Email,
		"phone": nil, "name": c.Name, "avatar": nil, "owner_id": nil, "has_hard_bounced": false, "marked_email_as_spam": false,
		"unsubscribed_from_emails": false, "created_at": c.created.Unix(), "updated_at": c.seen.Unix(), "signed_up_at": nil,
		"last_seen_at": c.seen.Unix(), "last_replied_at": c.seen.Unix(), "last_contacted_at": nil, "last_email_opened_at": nil,
		"last_email_clicked_at": nil, "language_override": nil, "browser": "chrome", "browser_version": "126.0", "browser_language": c.Language,
		"os": "Windows 10", "location": object{"type": "location", "country": nil, "region": nil, "city": nil}, "custom_attributes": object{},
		"tags": few("tags"), "notes": few("notes"), "companies": few("companies"),
	}
}

// listContacts lists the contacts, the newest first; their order is not documented.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/listcontacts.
func (s *Server) listContacts(w http.ResponseWriter, r *http.Request) {
	perPage, ok := s.number(w, r, "per_page", 50, maxPerPage)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := []row{}
	for _, c := range s.contacts() {
		rows = append(rows, row{c.created.Unix(), c.ID, c})
	}
	sortRows(rows, true)
	s.contactPage(w, rows, true, r.URL.Query().Get("starting_after"), perPage)
}

func (s *Server) contactPage(w http.ResponseWriter, rows []row, descending bool, after string, perPage int) {
	items, pages, ok := page(rows, descending, after, perPage)
	if !ok {
		s.invalid(w, badCursor)
		return
	}
	for n, c := range items {
		if c, ok := c.(contact); ok {
			items[n] = c.object()
		}
	}
	s.write(w, http.StatusOK, object{"type": "list", "data": items, "total_count": len(rows), "pages": pages})
}

// getContact answers with a contact.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/showcontact.
func (s *Server) getContact(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.contacts() {
		if ContactID(c.ID) == r.PathValue("id") {
			s.write(w, http.StatusOK, c.object())
			return
		}
	}
	s.fail(w, http.StatusNotFound, "not_found", "User Not Found")
}

// contactField is the type of a contact's field in a search.
func contactField(name string) fieldKind {
	switch name {
	case "id", "role", "name", "email", "external_id", "browser_language":
		return textField
	case "created_at", "updated_at", "last_seen_at", "last_replied_at":
		return dateField
	}
	return unknownField
}

// contactDates are the operators on a contact's dates, which are days.
const contactDates = " = > < "

// searchContacts finds contacts. Dates are compared by the day in the workspace's zone, and contacts that have
// just been made may be missing.
//
// Source: "Searching for Timestamp Fields" of
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/searchcontacts.
func (s *Server) searchContacts(w http.ResponseWriter, r *http.Request) {
	q, perPage, ok := s.searching(w, r, contactField, contactDates)
	if !ok {
		return
	}
	q.Query.days(s.options.Tape.Zone)
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.options.Clock.Now()
	rows := []row{}
	for _, c := range s.contacts() {
		if !s.options.Calm && now.Sub(c.created) < contactDelay && mix(s.options.Seed, uint64(c.ID))%2 == 0 {
			continue
		}
		o := c.object()
		if q.Query.holds(func(field string) any { return day(o[field], s.options.Tape.Zone) }) {
			by := c.created.Unix()
			if strings.HasPrefix(q.Sort.Field, "updated") {
				by = c.seen.Unix()
			}
			rows = append(rows, row{by, c.ID, c})
		}
	}
	descending := q.Sort.Order != "ascending"
	sortRows(rows, descending)
	s.contactPage(w, rows, descending, q.after(), perPage)
}

// days makes days of a filter's instants.
func (f *filter) days(zone *time.Location) {
	for _, g := range f.group {
		g.days(zone)
	}
	for i, v := range f.values {
		if f.kind == dateField {
			f.values[i] = day(v, zone)
		}
	}
}

// day is the beginning of an instant's day; texts stay as they are.
func day(v any, zone *time.Location) any {
	seconds, ok := v.(int64)
	if !ok {
		return v
	}
	t := time.Unix(seconds, 0).In(zone)
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, zone).Unix()
}
