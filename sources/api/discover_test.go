package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

const discovering = `
discover:
  - name: groups
    request: {path: /groups, params: {page: "{{ .page }}"}}
    records: groups
    pages: {type: page, more: more}
    every: 1h
  - name: states
    request: {path: /fields}
    map: 'select(.name == "state") | .choices | map_values(.[0])'
    optional: true
lookup: {wording: {Open: open, Parked: hold}}
streams:
  - name: tickets
    request: {path: /tickets}
    records: tickets
    map: |
      {kind: "ticket", id, created_at: .created, group: (.group | lookup("groups")),
       status: (.state | lookup("states") | lookup("wording"))}
`

type directory struct {
	groups  []obj
	broken  int // status, where set
	fields  int
	tickets []obj
	reads   int
}

func (d *directory) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/api/groups":
		if d.broken != 0 {
			w.WriteHeader(d.broken)
			return
		}
		d.reads++
		if r.URL.Query().Get("page") == "1" {
			reply(w, obj{"groups": d.groups[:1], "more": len(d.groups) > 1})
			return
		}
		reply(w, obj{"groups": d.groups[1:], "more": false})
	case "/api/fields":
		if d.fields != 0 {
			w.WriteHeader(d.fields)
			return
		}
		reply(w, []obj{{"name": "other"}, {"name": "state", "choices": obj{"2": []string{"Open", "x"}, "6": []string{"Parked"}}}})
	default:
		reply(w, obj{"tickets": d.tickets})
	}
}

func inGroup(id, group, state int) obj {
	return obj{"id": id, "created": "2026-01-01T00:00:00Z", "group": group, "state": state}
}

func TestNamesAreDiscovered(t *testing.T) {
	d := &directory{groups: []obj{{"id": 360001, "name": "Returns"}, {"id": 360002, "name": "Billing"}}, tickets: []obj{inGroup(1, 360001, 2), inGroup(2, 360002, 6)}}
	b := newBed(t, discovering, d.ServeHTTP)
	b.mustPoll("tickets")
	got := func(id string) record.Ticket { return b.ledger.Records["ticket/"+id].(record.Ticket) }
	require.Equal(t, "Returns open", got("1").Group+" "+string(got("1").Status))
	require.Equal(t, "Billing hold", got("2").Group+" "+string(got("2").Status))
	require.Equal(t, 2, d.reads)
	b.mustPoll("tickets")
	require.Equal(t, 2, d.reads, "once an hour")

	// A new team is found when its first ticket comes.
	b.clock.Advance(10 * time.Minute)
	d.groups = append(d.groups, obj{"id": 360003, "name": "Repairs"})
	d.tickets = append(d.tickets, inGroup(3, 360003, 2))
	b.mustPoll("tickets")
	require.Equal(t, "Repairs", got("3").Group)
	require.Empty(t, b.ledger.Anomalies)

	// What is nowhere is no group, and never a number; it costs one look a pass.
	b.clock.Advance(10 * time.Minute)
	d.tickets = append(d.tickets, inGroup(4, 99, 2), inGroup(5, 98, 2))
	reads := d.reads
	b.mustPoll("tickets")
	require.Empty(t, got("4").Group)
	require.Equal(t, 2, b.ledger.Anomalies[record.AnomalyUnmapped])
	require.Equal(t, reads+2, d.reads)

	// While the list cannot be read the last one stays.
	b.clock.Advance(2 * time.Hour)
	d.broken = 403
	b.mustPoll("tickets")
	require.Equal(t, "Returns", got("1").Group)
	b.clock.Advance(10 * time.Minute)
	d.tickets = append(d.tickets, inGroup(6, 97, 2), inGroup(7, 96, 2))
	requests := b.network.Requests()
	b.mustPoll("tickets")
	require.Equal(t, requests+2, b.network.Requests(), "one try a pass, however many names are missing")
	d.broken = 0
	d.groups[0]["name"] = "Returns EU"
	b.clock.Advance(10 * time.Minute)
	b.mustPoll("tickets")
	require.Equal(t, "Returns EU", got("1").Group)
}

func TestNamesThatAreNeededAndMissing(t *testing.T) {
	d := &directory{groups: []obj{{"id": 1, "name": "A"}}, broken: 403}
	b := newBed(t, discovering, d.ServeHTTP)
	reason, message := b.reason()
	require.Equal(t, string(ReasonAuth), reason)
	require.Contains(t, message, "stream tickets: GET /api/groups: status 403")
	d.broken, d.fields = 0, 401
	reason, _ = b.reason()
	require.Equal(t, string(ReasonAuth), reason, "refused credentials are no table that is not given")
	d.fields = 403
	b.mustPoll("tickets")
}

// A table that the helpdesk does not give is tried again when it is old, not for each name that is missing.
func TestNamesThatAreRefused(t *testing.T) {
	tickets := []obj{{"id": 1, "created": noon, "group": 7}}
	refused, tries := true, 0
	b := newBed(t, `
discover: [{name: groups, request: {path: /groups}, optional: true}]
streams:
  - name: tickets
    request: {path: /tickets}
    map: '{kind: "ticket", id, created_at: .created, group: (.group | lookup("groups")), status: "open"}'
`, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path != "/api/groups":
			reply(w, tickets)
		case refused:
			tries++
			w.WriteHeader(http.StatusForbidden)
		default:
			reply(w, []obj{{"id": 7, "name": "Returns"}})
		}
	})
	for range 5 {
		b.mustPoll("tickets")
		b.clock.Advance(10 * time.Minute)
	}
	require.Equal(t, 1, tries)
	require.Empty(t, b.ledger.Records["ticket/1"].(record.Ticket).Group)
	refused = false
	b.clock.Advance(time.Hour)
	b.mustPoll("tickets")
	require.Equal(t, "Returns", b.ledger.Records["ticket/1"].(record.Ticket).Group)
}

// Discovered values may stand in requests.
func TestDiscoveredValuesInRequests(t *testing.T) {
	b := newBed(t, `
discover: [{name: account, request: {path: /me}, map: "{zone: .time_zone}"}]
streams:
  - name: tickets
    request: {path: /tickets, params: {zone: "{{ .discovered.account.zone }}", brand: "{{ .vars.brand }}"}}
    records: tickets
    map: '`+ticketMap+`'
vars: {brand: acme}
`, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/me" {
			reply(w, obj{"time_zone": "Europe/Rome"})
			return
		}
		require.Equal(t, "brand=acme&zone=Europe%2FRome", r.URL.RawQuery)
		none(w, r)
	})
	b.mustPoll("tickets")
}
