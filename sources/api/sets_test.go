package api

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// replyPage writes one of a list, and links to the next.
func replyPage(w http.ResponseWriter, r *http.Request, list []obj, size int) {
	number := 1
	if p := r.URL.Query().Get("page"); p != "" {
		number = must(strconv.Atoi(p))
	}
	from := min((number-1)*size, len(list))
	to := min(from+size, len(list))
	if to < len(list) {
		next := *r.URL
		query := next.Query()
		query.Set("page", strconv.Itoa(number+1))
		next.RawQuery = query.Encode()
		w.Header().Set("Link", fmt.Sprintf(`<%s>; rel="next"`, next.String()))
	}
	reply(w, list[from:to])
}

// A set that knows no filter is sorted the other way, so that it ends where the last poll was.
func TestSetWithAnOrderOfItsOwn(t *testing.T) {
	var live, gone []obj
	for i := range 7 {
		live = append(live, ticket(i+1, noon.Add(-time.Duration(70-10*i)*time.Minute)))
	}
	for i := range 30 {
		gone = append(gone, ticket(100+i, noon.Add(-time.Duration(10*i+20)*time.Minute)))
	}
	b := newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets, params: {since: "{{ .cursor | rfc3339 }}"}}
    sets:
      - {name: live}
      - {name: gone, params: {filter: gone}, order: desc}
    pages: {type: link}
    cursor: {field: updated, order: asc, overlap: 5m, restart_after: 1}
    look_up: {request: {path: "/tickets/{{ .id }}"}}
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("filter") == "gone" {
			replyPage(w, r, gone, 4)
			return
		}
		since := must(time.Parse(time.RFC3339, r.URL.Query().Get("since")))
		found := []obj{}
		for _, one := range live {
			if !must(time.Parse(time.RFC3339, one["updated"].(string))).Before(since) {
				found = append(found, one)
			}
		}
		replyPage(w, r, found, 3)
	})
	b.mustPoll("tickets")
	require.Len(t, b.ledger.Keys(), 37)
	before, delivered := b.network.Requests(), b.ledger.Delivered["tickets"]
	b.clock.Advance(time.Minute)
	gone = append([]obj{ticket(200, noon)}, gone...)
	b.mustPoll("tickets")
	require.Contains(t, b.ledger.Keys(), "ticket/200")
	require.Equal(t, delivered+1, b.ledger.Delivered["tickets"])
	require.Equal(t, 2, b.network.Requests()-before)
}

// What is unresolved stands at both ends of a sorted list; the rest of it is not read.
func TestSweepOfSortedLists(t *testing.T) {
	const closed = 5
	var all []obj
	add := func(id, state int) {
		one := ticket(id, noon.Add(-900*24*time.Hour))
		one["number"] = state
		all = append(all, one)
	}
	for i := range 6 {
		add(1+i, 2)
	}
	for i := range 40 {
		add(100+i, closed)
	}
	add(900, 7)
	b := newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets, params: {since: "{{ .cursor | rfc3339 }}"}}
    cursor: {field: updated, order: asc}
    look_up: {request: {path: "/tickets/{{ .id }}"}}
    open:
      request: {path: /tickets, params: {sort: state, order: asc}}
      sets: [{}, {params: {order: desc}}]
      pages: {type: link}
      while: .number != 5
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		switch {
		case r.URL.Path != "/api/tickets":
			for _, one := range all {
				if r.URL.Path == fmt.Sprintf("/api/tickets/%d", one["id"]) {
					reply(w, one)
				}
			}
		case query.Get("sort") == "":
			reply(w, []obj{})
		case query.Get("order") == "desc":
			turned := make([]obj, len(all))
			for i, one := range all {
				turned[len(all)-1-i] = one
			}
			replyPage(w, r, turned, 4)
		default:
			replyPage(w, r, all, 4)
		}
	})
	b.ledger.Since.Since = noon.Add(-time.Hour)
	b.mustPoll("tickets")
	require.Equal(t, []string{"ticket/1", "ticket/2", "ticket/3", "ticket/4", "ticket/5", "ticket/6", "ticket/900"}, ticketKeys(b.ledger.Keys()))
	require.Equal(t, 1+2+1+7, b.network.Requests(), "the list, two pages and one of the sweep, a look-up each")
}
