package fake

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// createdWithin is how old a ticket of the list is at most where nothing is said of its update.
// https://developers.freshdesk.com/api/#list_all_tickets
const createdWithin = 30 * 24 * time.Hour

// find returns the ticket of the path.
func (r *request) find(v *view) (t *row, ok bool) {
	id, ok := r.id()
	if !ok {
		return nil, false
	}
	t, ok = v.byID[id]
	return t, ok
}

// listTickets serves https://developers.freshdesk.com/api/#list_all_tickets
func listTickets(w http.ResponseWriter, r *request) {
	since, errs := r.since("updated_since")
	o, descending, more := r.order()
	errs = append(errs, more...)
	if r.page.number > MaxPages {
		errs = append(errs, fieldError{"page", "There are no tickets beyond page " + strconv.Itoa(MaxPages) + ". Please ask for a smaller page.", "invalid_value"})
	}
	keep, more := r.keep(since)
	if errs = append(errs, more...); len(errs) > 0 {
		invalid(w, errs...)
		return
	}
	var rows []*row
	for _, t := range r.s.present().list(o) {
		if keep(t) {
			rows = append(rows, t)
		}
	}
	if descending {
		slices.Reverse(rows)
	}
	list(w, r, rows, r.ticket)
}

// order reads which tickets are wanted, and how they are sorted.
func (r *request) order() (o order, descending bool, errs []fieldError) {
	query := r.URL.Query()
	o.by = "created_at"
	if query.Has("order_by") {
		o.by = query.Get("order_by")
		if !slices.Contains([]string{"created_at", "due_by", "updated_at", "status"}, o.by) {
			errs = append(errs, fieldError{"order_by", "It should be one of these: created_at,due_by,updated_at,status", "invalid_value"})
		}
	}
	descending = true
	if query.Has("order_type") {
		switch query.Get("order_type") {
		case "asc":
			descending = false
		case "desc":
		default:
			errs = append(errs, fieldError{"order_type", "It should be one of these: asc,desc", "invalid_value"})
		}
	}
	if query.Has("filter") {
		switch query.Get("filter") {
		case "spam":
			o.pile = pileSpam
		case "deleted":
			o.pile = pileDeleted
		case "new_and_my_open", "watching", "all_tickets":
		default:
			errs = append(errs, fieldError{"filter", "It should be one of these: new_and_my_open,watching,spam,deleted", "invalid_value"})
		}
	}
	return o, descending, errs
}

// keep tells which tickets of a list are wanted. Nobody watches tickets, and the owner of the key has none.
func (r *request) keep(since time.Time) (keep func(*row) bool, errs []fieldError) {
	query := r.URL.Query()
	number := func(name string) int64 {
		if !query.Has(name) {
			return 0
		}
		n, err := strconv.ParseInt(query.Get(name), 10, 64)
		if err != nil || n <= 0 {
			errs = append(errs, fieldError{name, "It should be a positive integer.", "datatype_mismatch"})
		}
		return n
	}
	requester, company := number("requester_id"), number("company_id")
	if email := query.Get("email"); email != "" {
		requester = r.s.people.byEmail(email)
	}
	view := query.Get("filter")
	oldest := time.Time{}
	if !query.Has("updated_since") {
		oldest = r.s.o.Clock.Now().Add(-createdWithin)
	}
	nobody := company != 0 || query.Has("unique_external_id") || view == "watching"
	return func(t *row) bool {
		switch {
		case nobody, t.Created.Before(oldest), t.updated.Before(since), r.s.after() && t.updated.Equal(since):
			return false
		case requester != 0 && contactID(t.Customer) != requester:
			return false
		case view == "new_and_my_open":
			return t.status == statusOpen && t.Agent == 0
		}
		return true
	}, errs
}

// viewTicket serves https://developers.freshdesk.com/api/#view_a_ticket. A ticket in the trash is there, and
// says that it is deleted.
func viewTicket(w http.ResponseWriter, r *request) {
	v := r.s.present()
	t, ok := r.find(v)
	if !ok || t.archived {
		notFound(w)
		return
	}
	r.whole(w, v, t)
}

// viewArchived serves https://developers.freshdesk.com/api/#archive_tickets
func viewArchived(w http.ResponseWriter, r *request) {
	v := r.s.present()
	t, ok := r.find(v)
	if !ok || !t.archived {
		notFound(w)
		return
	}
	r.whole(w, v, t)
}

// embedded is how many conversations a ticket has inside.
const embedded = 10

func (r *request) whole(w http.ResponseWriter, v *view, t *row) {
	j := r.ticket(t)
	j.describe(t)
	j.Attachments = &[]struct{}{}
	if r.include["conversations"] {
		said := v.conversations(t)
		inside := []conversationJSON{}
		for _, e := range said[:min(len(said), embedded)] {
			inside = append(inside, r.conversation(t, e))
		}
		j.Conversations = &inside
	}
	write(w, http.StatusOK, j)
}
