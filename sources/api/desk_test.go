package api

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// desk is a helpdesk with tickets and messages, and several ways to read them.
type desk struct {
	tickets []deskTicket
	// perPage is the size of pages, whatever is asked.
	perPage int
	// before is called with each request; it may answer by itself.
	before func(w http.ResponseWriter, r *http.Request) bool
}

type deskTicket struct {
	id       int
	updated  time.Time
	closed   bool
	gone     bool
	messages int
}

// newDesk has n tickets, some of which were changed in the same second.
func newDesk(n int) *desk {
	d := &desk{perPage: 3}
	for i := range n {
		d.tickets = append(d.tickets, deskTicket{
			id: i + 1, updated: noon.Add(-time.Duration(n-i/3*3) * time.Minute), closed: i%2 == 0, messages: i % 3,
		})
	}
	return d
}

func (d *desk) touch(id int, at time.Time) {
	for i := range d.tickets {
		if d.tickets[i].id == id {
			d.tickets[i].updated = at
		}
	}
}

func (d *desk) show(t deskTicket) obj {
	out := ticket(t.id, t.updated)
	if t.closed {
		out["state"] = "closed"
	}
	return out
}

func (d *desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if d.before != nil && d.before(w, r) {
		return
	}
	q := r.URL.Query()
	rest := strings.TrimPrefix(r.URL.Path, "/api/tickets")
	switch {
	case rest == "":
		d.list(w, q.Get("since"), q.Get("until"), q.Get("order"), q.Get("page"), q.Get("after"), q.Get("open") != "")
	case strings.HasSuffix(rest, "/messages"):
		d.messages(w, strings.Trim(strings.TrimSuffix(rest, "/messages"), "/"))
	default:
		d.one(w, strings.Trim(rest, "/"))
	}
}

func (d *desk) one(w http.ResponseWriter, id string) {
	for _, t := range d.tickets {
		if strconv.Itoa(t.id) == id && !t.gone {
			reply(w, obj{"ticket": d.show(t)})
			return
		}
	}
	w.WriteHeader(http.StatusNotFound)
}

func (d *desk) messages(w http.ResponseWriter, id string) {
	for _, t := range d.tickets {
		if strconv.Itoa(t.id) != id || t.gone {
			continue
		}
		list := []obj{}
		for i := range t.messages {
			list = append(list, obj{"id": fmt.Sprintf("%d-%d", t.id, i), "at": t.updated.Format(time.RFC3339), "from": "customer"})
		}
		reply(w, obj{"messages": list})
		return
	}
	w.WriteHeader(http.StatusNotFound)
}

func (d *desk) list(w http.ResponseWriter, since, until, order, page, after string, open bool) {
	low, high := time.Time{}, time.Time{}
	if since != "" {
		low = must(time.Parse(time.RFC3339, since))
	}
	if until != "" {
		high = must(time.Parse(time.RFC3339, until))
	}
	var found []deskTicket
	for _, t := range d.tickets {
		if t.gone || t.updated.Before(low) || !high.IsZero() && t.updated.After(high) || open && t.closed {
			continue
		}
		found = append(found, t)
	}
	slices.SortStableFunc(found, func(a, b deskTicket) int {
		return cmp.Or(a.updated.Compare(b.updated), cmp.Compare(a.id, b.id))
	})
	if order == "desc" {
		slices.Reverse(found)
	}
	if after != "" { // an opaque cursor: second|id
		found = slices.DeleteFunc(found, func(t deskTicket) bool { return cursorOf(t) <= after })
	}
	total := len(found)
	if page != "" {
		skip := min((must(strconv.Atoi(page))-1)*d.perPage, len(found))
		found = found[skip:]
	}
	more := len(found) > d.perPage
	if more {
		found = found[:d.perPage]
	}
	list := []obj{}
	for _, t := range found {
		list = append(list, d.show(t))
		after = cursorOf(t)
	}
	reply(w, obj{"tickets": list, "total": total, "more": more, "after": after})
}

func cursorOf(t deskTicket) string { return fmt.Sprintf("%d|%06d", t.updated.Unix(), t.id) }

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// shapes are streams of the desk, by the way in which they read it.
func shapes() map[string]string {
	mapped := `map: ` + strconv.Quote(ticketMap)
	stream := func(request, rest string) string {
		if strings.Contains(rest, "cursor:") && !strings.Contains(rest, "look_up:") {
			rest += "    look_up: {request: {path: \"/tickets/{{ .id }}\"}, records: ticket}\n"
		}
		return "streams:\n  - name: tickets\n    request: {path: /tickets, params: {" + request + "}}\n    records: tickets\n" + rest + "    " + mapped + "\n"
	}
	since := `since: "{{ .cursor | rfc3339 }}"`
	return map[string]string{
		"ascending pages":    stream(since+`, page: "{{ .page }}"`, "    pages: {type: page, total: total}\n    cursor: {field: updated, order: asc, overlap: 5m}\n"),
		"keyset":             stream(since+`, page: "{{ .page }}"`, "    pages: {type: page, more: more}\n    cursor: {field: updated, order: asc, restart_after: 2}\n"),
		"ascending token":    stream(since+`, after: "{{ .token }}"`, "    pages: {type: token, next: after, more: more}\n    cursor: {field: updated, order: asc, overlap: 1m}\n"),
		"opaque cursor":      stream(since+`, after: "{{ .token }}"`, "    pages: {type: token, next: after, more: more}\n    cursor: {type: token, field: updated}\n"),
		"descending":         stream(`order: desc, page: "{{ .page }}"`, "    pages: {type: page, more: more}\n    cursor: {field: updated, order: desc, overlap: 2m}\n"),
		"no field":           stream(since+`, order: desc, page: "{{ .page }}"`, "    pages: {type: page, more: more}\n    cursor: {overlap: 5m}\n"),
		"window":             stream(since+`, until: "{{ .until | rfc3339 }}", page: "{{ .page }}"`, "    pages: {type: page, more: more}\n    cursor: {field: updated, order: asc, window: 10m, overlap: 1m}\n"),
		"whole list":         stream(`page: "{{ .page }}"`, "    pages: {type: page, more: more}\n"),
		"tickets and family": stream(since+`, page: "{{ .page }}"`, "    pages: {type: page, more: more}\n    cursor: {field: updated, order: asc, overlap: 5m}\n    look_up: {request: {path: \"/tickets/{{ .id }}\"}, records: ticket}\n    open: {request: {path: /tickets, params: {open: 1, page: \"{{ .page }}\"}}, pages: {type: page, more: more}, every: 10m}\n") + messages,
	}
}

const messages = `  - name: messages
    for_each: {stream: tickets, when: changed}
    request: {path: "/tickets/{{ .parent.id }}/messages"}
    records: messages
    map: '{kind: "message", id, ticket: ($parent.id | tostring), at: (.at | ts), author: .from}'
`
