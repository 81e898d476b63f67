package api

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func TestPollMapsTickets(t *testing.T) {
	b := newBed(t, `
token: sesame
auth: {bearer: "{{ .token }}"}
streams:
  - name: tickets
    request: {path: /tickets, params: {since: "{{ .cursor | rfc3339 }}", page: "{{ .page }}"}}
    records: tickets
    pages: {type: page, size: 2, stop: [short_page]}
    cursor: {field: updated, order: asc, overlap: 5m}
    look_up: {request: {path: "/tickets/{{ .id }}"}, records: ticket}
    map: |
      `+ticketMap+`
`, func(w http.ResponseWriter, r *http.Request) {
		require.Equal(t, "Bearer sesame", r.Header.Get("Authorization"))
		require.Equal(t, "/api/tickets", r.URL.Path)
		switch r.URL.Query().Get("page") {
		case "1":
			reply(w, obj{"tickets": []obj{ticket(1, noon.Add(-9e9)), ticket(2, noon.Add(-8e9))}})
		case "2":
			reply(w, obj{"tickets": []obj{ticket(9007199254740993, noon.Add(-7e9))}})
		}
	})
	b.mustPoll("tickets")
	require.Equal(t, []string{"ticket/1", "ticket/2", "ticket/9007199254740993"}, b.ledger.Keys())
	require.Equal(t, record.StatusOpen, b.ledger.Records["ticket/1"].(record.Ticket).Status)
	require.Equal(t, 3, b.ledger.Delivered["tickets"])
	b.mustPoll("tickets")
	require.Equal(t, 3, b.ledger.Delivered["tickets"], "what is sent again unchanged is not delivered again")
	require.Equal(t, "2026-03-02T11:54:53Z", b.network.Sent()[2].URL.Query().Get("since"))
}
