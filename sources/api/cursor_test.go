package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func cursorStream(request, pages, cursor string) string {
	return `
streams:
  - name: tickets
    request: {path: /tickets, params: {` + request + `}}
    records: tickets
    pages: ` + pages + `
    cursor: ` + cursor + `
    look_up: {request: {path: "/tickets/{{ .id }}"}, records: ticket}
    map: '` + ticketMap + `'
`
}

func (b *bed) asked(name string) []string {
	var out []string
	for _, r := range b.network.Sent() {
		out = append(out, r.URL.Query().Get(name))
	}
	return out
}

// The cursor comes from the records, never from the clock; it does not go back, nor beyond the server's time.
func TestCursorComesFromTheRecords(t *testing.T) {
	updated := []time.Time{noon.Add(-time.Hour)}
	b := newBed(t, cursorStream(`since: "{{ .cursor | unix }}"`, "{}", "{field: updated, order: asc, overlap: 10s}"), func(w http.ResponseWriter, _ *http.Request) {
		list := []obj{}
		for i, at := range updated {
			list = append(list, ticket(i, at))
		}
		reply(w, obj{"tickets": list})
	})
	b.mustPoll("tickets")
	updated = nil
	b.mustPoll("tickets")
	updated = []time.Time{noon.Add(-2 * time.Hour)}
	b.mustPoll("tickets")
	updated = []time.Time{noon.Add(100 * time.Hour)} // a record dated in the future
	b.mustPoll("tickets")
	updated = nil
	b.mustPoll("tickets")
	unix := func(at time.Time) string { return fmt.Sprint(at.Unix()) }
	hour := unix(noon.Add(-time.Hour - 10*time.Second))
	require.Equal(t, []string{"0", hour, hour, hour, hour}, b.asked("since"))
}

func TestDateGranularCursorInTheAccountsZone(t *testing.T) {
	var body []obj
	b := newBed(t, cursorStream(`since: "{{ .cursor | date }}"`, "{}", "{field: updated, order: asc, resolution: 1d, timezone: America/Sao_Paulo, overlap: 1h}"), func(w http.ResponseWriter, _ *http.Request) {
		reply(w, obj{"tickets": body})
	})
	body = []obj{ticket(1, time.Date(2026, 3, 2, 3, 30, 0, 0, time.UTC))} // 00:30 there
	b.mustPoll("tickets")
	b.mustPoll("tickets")
	body = []obj{ticket(1, time.Date(2026, 3, 2, 3, 30, 0, 0, time.UTC)), ticket(2, time.Date(2026, 3, 2, 11, 0, 0, 0, time.UTC))}
	b.mustPoll("tickets")
	b.mustPoll("tickets")
	require.Equal(t, []string{"1969-12-31", "2026-03-01", "2026-03-01", "2026-03-02"}, b.asked("since"))
	require.Equal(t, 2, b.ledger.Delivered["tickets"], "the day is read again, its tickets are not delivered again")
}

// What only says how old a record is does not make it another one, also where it stands in a list.
func TestIgnoredMembersAreNoChange(t *testing.T) {
	age, state := "1 minute ago", "open"
	b := newBed(t, cursorStream(`since: "{{ .cursor | rfc3339 }}"`, "{}", "{overlap: 5m, ignore: [waiting.friendly, people.seen]}"), func(w http.ResponseWriter, _ *http.Request) {
		one := ticket(1, noon)
		one["state"], one["waiting"] = state, obj{"since": noon, "friendly": age}
		one["people"] = []obj{{"id": 7, "seen": age}}
		reply(w, obj{"tickets": []obj{one}})
	})
	b.mustPoll("tickets")
	b.mustPoll("tickets")
	delivered := b.ledger.Delivered["tickets"]
	age = "2 minutes ago"
	b.clock.Advance(time.Minute)
	b.mustPoll("tickets")
	require.Equal(t, delivered, b.ledger.Delivered["tickets"])
	state = "solved"
	b.clock.Advance(time.Minute)
	b.mustPoll("tickets")
	require.Equal(t, delivered+1, b.ledger.Delivered["tickets"])
	require.Equal(t, record.StatusSolved, b.ledger.Records["ticket/1"].(record.Ticket).Status)
}

func TestWindows(t *testing.T) {
	b := newBed(t, cursorStream(`from: "{{ .cursor | rfc3339 }}", to: "{{ .until | rfc3339 }}"`, "{}", "{window: 6h, overlap: 1h}"), none)
	b.ledger.Since.Since = noon.Add(-14 * time.Hour)
	b.mustPoll("tickets")
	b.clock.Advance(time.Minute)
	b.mustPoll("tickets")
	require.Equal(t, []string{"2026-03-01T21:00:00Z", "2026-03-02T03:00:00Z", "2026-03-02T09:00:00Z", "2026-03-02T11:00:00Z"}, b.asked("from"))
	require.Equal(t, []string{"2026-03-02T03:00:00Z", "2026-03-02T09:00:00Z", "2026-03-02T12:00:00Z", "2026-03-02T12:01:00Z"}, b.asked("to"))
}

// A look-back that is longer than a window is read in several.
func TestLookBackLongerThanAWindow(t *testing.T) {
	b := newBed(t, cursorStream(`from: "{{ .cursor | rfc3339 }}", to: "{{ .until | rfc3339 }}"`, "{}", "{window: 1d, overlap: 2d}"), none)
	b.ledger.Since.Since = noon.Add(-time.Hour)
	b.mustPoll("tickets")
	b.clock.Advance(time.Hour)
	b.mustPoll("tickets")
	first := []string{"2026-02-28T11:00:00Z", "2026-03-01T11:00:00Z", "2026-03-02T11:00:00Z"}
	require.Equal(t, append(first, "2026-02-28T12:00:00Z", "2026-03-01T12:00:00Z", "2026-03-02T12:00:00Z"), b.asked("from"))
}

// Several sets of parameters in one stream, each with its own cursor.
func TestSetsOfParameters(t *testing.T) {
	b := newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets, params: {since: "{{ .cursor | unix }}"}}
    sets: [{name: live}, {name: gone, params: {filter: deleted}}]
    records: tickets
    cursor: {field: updated, order: asc}
    look_up: {request: {path: "/tickets/{{ .id }}"}, records: ticket}
    map: '{kind: "ticket", id, created_at: (.created | ts), updated_at: (.updated | ts), status: .state, deleted: ($set == "gone")}'
`, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("filter") == "deleted" {
			reply(w, obj{"tickets": []obj{ticket(2, noon.Add(-2*time.Hour))}})
			return
		}
		reply(w, obj{"tickets": []obj{ticket(1, noon.Add(-time.Hour))}})
	})
	b.mustPoll("tickets")
	b.mustPoll("tickets")
	require.Equal(t, []string{"", "deleted", "", "deleted"}, b.asked("filter"))
	require.Equal(t, []string{"0", "0", fmt.Sprint(noon.Add(-time.Hour).Unix()), fmt.Sprint(noon.Add(-2 * time.Hour).Unix())}, b.asked("since"))
	require.Len(t, b.ledger.Keys(), 2)
}

// An export names its own position, and its next page for ever.
func TestPositionFromTheAnswer(t *testing.T) {
	at := noon.Add(-time.Hour)
	b := newBed(t, cursorStream(`start: "{{ .cursor | unix }}"`, "{type: next_url, next: next, end: done}", "{from: end_time, order: asc}"), func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("start") == "0" {
			reply(w, obj{"tickets": []obj{ticket(1, at)}, "end_time": at.Unix(), "done": false, "next": fmt.Sprintf("https://desk.example/api/tickets?start=%d", at.Unix())})
			return
		}
		reply(w, obj{"tickets": []obj{ticket(1, at)}, "end_time": at.Unix(), "done": true, "next": fmt.Sprintf("https://desk.example/api/tickets?start=%d", at.Unix())})
	})
	b.mustPoll("tickets")
	b.mustPoll("tickets")
	require.Equal(t, []string{"0", fmt.Sprint(at.Unix()), fmt.Sprint(at.Unix())}, b.asked("start"))
	require.Equal(t, 1, b.ledger.Delivered["tickets"])
}

// A cursor that the helpdesk has forgotten: the stream goes on from its time.
func TestExpiredCursor(t *testing.T) {
	for rule, status := range map[string]int{
		"": http.StatusGone,
		"responses: [{status: [422], do: restart}]\n": http.StatusUnprocessableEntity,
	} {
		d := newDesk(6)
		b := newBed(t, rule+shapes()["opaque cursor"], d.ServeHTTP)
		b.mustPoll("tickets")
		delivered := b.ledger.Delivered["tickets"]
		d.before = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Query().Get("after") != "" {
				w.WriteHeader(status)
				return true
			}
			return false
		}
		d.perPage = 100
		d.tickets = append(d.tickets, deskTicket{id: 7, updated: noon})
		b.mustPoll("tickets")
		require.Contains(t, b.ledger.Keys(), "ticket/7")
		require.Equal(t, 4, b.ledger.Delivered["tickets"]-delivered, "from the time of the last record on")
		d.before = func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(status); return true }
		reason, _ := b.reason()
		require.Equal(t, string(ReasonQuery), reason)
	}
}

// A preset that changed leaves the time, and drops what does not fit any more.
func TestChangedDescriptionUnderAStoredCursor(t *testing.T) {
	d := newDesk(9)
	b := newBed(t, shapes()["opaque cursor"], d.ServeHTTP)
	b.mustPoll("tickets")
	b.config = decoded(t, shapes()["ascending pages"])
	b.start()
	sent := b.network.Requests()
	b.mustPoll("tickets")
	first := b.network.Sent()[sent].URL.Query()
	require.Empty(t, first.Get("after"))
	require.Equal(t, noon.Add(-8*time.Minute).Format(time.RFC3339), first.Get("since"))
	require.Len(t, b.ledger.Keys(), 9)
}

func TestDamagedCursor(t *testing.T) {
	b := newBed(t, shapes()["opaque cursor"], none)
	for _, stored := range []string{"{", `{"version":1,"sets":{"":{"seen":"AAA="}}}`} {
		b.ledger.Cursors["tickets"] = []byte(stored)
		reason, _ := b.reason()
		require.Equal(t, string(ReasonState), reason, stored)
	}
	b.ledger.Cursors["tickets"] = []byte(`{"version":99}`)
	b.mustPoll("tickets")
}

// A filter that the helpdesk ignores in silence is found out.
func TestFilterThatIsNotObeyed(t *testing.T) {
	d := newDesk(9)
	b := newBed(t, cursorStream(`modified: "{{ .cursor | unix }}"`, "{}", "{field: updated, order: asc, verify: true}"), d.ServeHTTP)
	d.perPage = 100
	b.mustPoll("tickets")
	reason, message := b.reason()
	require.Equal(t, string(ReasonSchema), reason)
	require.Contains(t, message, "the helpdesk does not obey the filter")
}

// Rows out of order (an index that lags, a sort that is ignored) never carry the stored position past what
// was not read yet.
func TestDisorderDoesNotLoseRows(t *testing.T) {
	list := []obj{}
	for i := range 12 {
		at := noon.Add(-time.Duration(120-10*((i*5+7)%12)) * time.Minute)
		list = append(list, ticket(i, at))
	}
	serve := func(w http.ResponseWriter, r *http.Request) {
		since := must(time.Parse(time.RFC3339, r.URL.Query().Get("since")))
		found := []obj{}
		for _, one := range list {
			if !must(time.Parse(time.RFC3339, one["updated"].(string))).Before(since) {
				found = append(found, one)
			}
		}
		at := 0
		if after := r.URL.Query().Get("after"); after != "" {
			fmt.Sscan(after, &at) //nolint:errcheck // it is our own number
		}
		end := min(at+2, len(found))
		next := ""
		if end < len(found) {
			next = fmt.Sprint(end)
		}
		reply(w, obj{"tickets": found[min(at, end):end], "next": next})
	}
	config := cursorStream(`since: "{{ .cursor | rfc3339 }}", after: "{{ .token }}"`, "{type: token, next: next}", "{field: updated, order: asc, overlap: 1m}")
	for kill := 1; kill <= 6; kill++ {
		b := newBed(t, config, serve)
		b.network.KillAt = kill
		require.Error(t, b.poll("tickets"))
		b.network.KillAt = 0
		b.start()
		b.mustPoll("tickets")
		// What a walk skips because it began too late would be missing now.
		missing := 12 - len(b.ledger.Keys())
		require.Zero(t, missing, "killed at %d", kill)
	}
}

// More rows of one instant than a page, and than the helpdesk shows at all.
func TestTiesAtPageEdges(t *testing.T) {
	for _, name := range []string{"ascending pages", "keyset", "ascending token", "descending", "window", "no field"} {
		d := newDesk(0)
		for i := range 17 {
			d.tickets = append(d.tickets, deskTicket{id: i + 1, updated: noon.Add(-30 * time.Minute)})
		}
		d.tickets = append(d.tickets, deskTicket{id: 18, updated: noon.Add(-20 * time.Minute)}, deskTicket{id: 19, updated: noon.Add(-10 * time.Minute)})
		b := newBed(t, shapes()[name], d.ServeHTTP)
		b.ledger.Since.Since = noon.Add(-time.Hour)
		b.mustPoll("tickets")
		require.Len(t, b.ledger.Keys(), 19, name)
		before := b.ledger.Delivered["tickets"]
		b.clock.Advance(time.Minute)
		b.mustPoll("tickets")
		require.Equal(t, before, b.ledger.Delivered["tickets"], name)
	}
}

// The stored cursor stays small, however many records were read.
func TestCursorStaysSmall(t *testing.T) {
	d := newDesk(3000)
	d.perPage = 100
	for name, config := range shapes() {
		if strings.Contains(name, "family") {
			continue
		}
		b := newBed(t, config, d.ServeHTTP)
		b.ledger.Since.Since = noon.Add(-100 * time.Hour)
		b.mustPoll("tickets")
		for _, batch := range b.ledger.Batches {
			require.Less(t, len(batch.Cursor), 4000, name)
		}
	}
}

func TestLastItemAndLink(t *testing.T) {
	d := []obj{ticket(1, noon), ticket(2, noon), ticket(3, noon)}
	b := newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets, params: {before: "{{ .token }}"}}
    pages: {type: last_item, next: id, stop: [empty]}
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, r *http.Request) {
		at := map[string]int{"": 0, "1": 1, "2": 2, "3": 3}[r.URL.Query().Get("before")]
		reply(w, d[at:min(at+1, 3)])
	})
	b.mustPoll("tickets")
	require.Len(t, b.ledger.Keys(), 3)
	b = newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets, params: {per_page: 1}}
    pages: {type: link}
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, r *http.Request) {
		at := map[string]int{"": 0, "b": 1, "c": 2}[r.URL.Query().Get("p")]
		if at < 2 {
			w.Header().Set("Link", fmt.Sprintf(`<https://desk.example/api/tickets?p=a>; rel="first", <https://desk.example/api/tickets?p=%c>; title="x"; rel="next"`, 'b'+at))
		}
		reply(w, d[at:at+1])
	})
	b.mustPoll("tickets")
	require.Len(t, b.ledger.Keys(), 3)
}

func TestGraphQL(t *testing.T) {
	b := newBed(t, `
streams:
  - name: tickets
    request:
      path: /graphql
      graphql:
        query: 'query($after: String) { tickets(after: $after) { nodes { id } } }'
        variables: {after: "{{ .token }}", first: 50, since: "{{ .cursor | unix_ms | number }}"}
    records: data.tickets.nodes
    pages: {type: token, next: data.tickets.pageInfo.endCursor, more: data.tickets.pageInfo.hasNextPage}
    cursor: {field: updated, order: asc}
    look_up: {request: {path: "/tickets/{{ .id }}"}, records: ticket}
    map: '`+ticketMap+`'
`, nil)
	var bodies []string
	failing := false
	b.network.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		require.Equal(t, "POST application/json", r.Method+" "+r.Header.Get("Content-Type"))
		body := make([]byte, r.ContentLength)
		if _, err := r.Body.Read(body); err != nil {
			require.ErrorContains(t, err, "EOF")
		}
		bodies = append(bodies, string(body))
		if failing {
			reply(w, obj{"errors": []obj{{"message": "no"}}, "data": nil})
			return
		}
		more := len(bodies) == 1
		reply(w, obj{"data": obj{"tickets": obj{"nodes": []obj{ticket(len(bodies), noon)}, "pageInfo": obj{"endCursor": "c1", "hasNextPage": more}}}})
	})
	b.mustPoll("tickets")
	require.Len(t, b.ledger.Keys(), 2)
	require.JSONEq(t, `{"query":"query($after: String) { tickets(after: $after) { nodes { id } } }","variables":{"first":50,"since":0}}`, bodies[0])
	require.JSONEq(t, `{"query":"query($after: String) { tickets(after: $after) { nodes { id } } }","variables":{"first":50,"since":0,"after":"c1"}}`, bodies[1])
	failing = true
	reason, _ := b.reason()
	require.Equal(t, string(ReasonQuery), reason)
}
