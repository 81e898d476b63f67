package fake

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// customers lists those who have written so far, the newest first.
// https://developer.helpscout.com/mailbox-api/endpoints/customers/list/
func (r *request) customers() {
	query := r.URL.Query()
	since, faults := instant(query, "modifiedSince")
	field, order := cmp.Or(query.Get("sortField"), "createdAt"), cmp.Or(query.Get("sortOrder"), "desc")
	if fields := []string{"score", "createdAt", "firstName", "lastName", "modifiedAt"}; !slices.Contains(fields, field) {
		faults = append(faults, fault{"EnumValue", "sortField", "Expected one of these: '" + strings.Join(fields, "', '") + "'", field})
	}
	if order != "asc" && order != "desc" {
		faults = append(faults, fault{"EnumValue", "sortOrder", "Expected one of these: 'asc', 'desc'", order})
	}
	if len(faults) > 0 {
		fail(r.w, http.StatusBadRequest, "Bad request", faults...)
		return
	}
	v := r.s.view()
	known := v.known()
	var list []replay.Customer
	for _, c := range r.s.people.everyone {
		at, ok := known[c.ID]
		first, last := names(c.Name)
		if ok && at.After(since) && is(query.Get("firstName"), first) && is(query.Get("lastName"), last) {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b replay.Customer) int {
		firstA, lastA := names(a.Name)
		firstB, lastB := names(b.Name)
		switch field {
		case "firstName":
			return cmp.Compare(firstA, firstB)
		case "lastName":
			return cmp.Compare(lastA, lastB)
		}
		return known[a.ID].Compare(known[b.ID])
	})
	if order == "desc" {
		slices.Reverse(list)
	}
	r.page("customers", len(list), func(i int) object { return r.encodeCustomer(list[i], known[list[i].ID]) })
}

func is(want, has string) bool { return want == "" || strings.EqualFold(want, has) }

// meet finds the customers that the account knows, and since when.
func (v *view) meet() map[int64]time.Time {
	known := map[int64]time.Time{}
	note := func(id int64, at time.Time) {
		if old, ok := known[id]; !ok || at.Before(old) {
			known[id] = at
		}
	}
	for _, t := range v.frame.Tickets {
		note(t.Customer, t.Created)
		for i := range t.Messages {
			if m := &t.Messages[i]; m.Author == "customer" {
				note(m.AuthorID, m.Created)
			}
		}
	}
	for _, t := range v.frame.Gone {
		note(t.Customer, t.Created)
	}
	return known
}

func (r *request) encodeCustomer(c replay.Customer, since time.Time) object {
	id := customerID(c.ID)
	first, last := names(c.Name)
	links := object{"self": r.link("/v2/customers/%d", id)}
	for _, part := range []string{"address", "chats", "emails", "phones", "social-profiles", "websites"} {
		links[part] = r.link("/v2/customers/%d/"+part+"/", id)
	}
	return object{
		"id": id, "firstName": first, "lastName": last, "gender": "Unknown", "jobTitle": "", "location": "",
		"organization": "", "photoType": "default", "photoUrl": "https://d33v4339jhl8k0.cloudfront.example/customer-avatar/03.png",
		"createdAt": when(since), "updatedAt": when(since), "background": "", "conversationCount": 0,
		"_embedded": object{
			"emails":   []object{{"id": 10 * id, "value": c.Email, "type": "work"}},
			"websites": []object{}, "chats": []object{}, "phones": []object{}, "social_profiles": []object{},
			"properties": []object{{"type": "text", "slug": "language", "name": "Language", "value": c.Language, "text": c.Language, "source": object{"name": "api"}}},
		},
		"_links": links,
	}
}

// customer is one of them.
// https://developer.helpscout.com/mailbox-api/endpoints/customers/get/
func (r *request) customer() {
	id := r.ids[0] - firstCustomer
	c, ok := r.s.people.customers[id]
	since, known := r.s.view().known()[id]
	if !ok || !known {
		notFound(r.w)
		return
	}
	r.one(r.encodeCustomer(c, since))
}
