package api

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func familyBed(t *testing.T, d *desk, extra ...string) *bed {
	t.Helper()
	config := shapes()["tickets and family"]
	for i := 0; i+1 < len(extra); i += 2 {
		require.Contains(t, config, extra[i])
		config = strings.Replace(config, extra[i], extra[i+1], 1)
	}
	b := newBed(t, config, d.ServeHTTP)
	b.ledger.Since.Since = noon.Add(-time.Hour)
	return b
}

// paths counts the requests by path.
func (b *bed) paths() map[string]int {
	out := map[string]int{}
	for _, r := range b.network.Sent() {
		out[r.URL.Path]++
	}
	return out
}

// The children of a ticket are noted as still to be read before they are, and come with their ticket.
func TestChildrenAreNotedThenRead(t *testing.T) {
	d := newDesk(4)
	d.perPage = 100
	b := familyBed(t, d)
	b.mustPoll("tickets")
	first := b.ledger.Batches[0]
	require.Len(t, first.Todo, 4)
	require.False(t, first.Whole)
	second := b.ledger.Batches[1]
	require.True(t, second.Whole)
	require.Equal(t, []string{"1", "2", "3", "4"}, second.Asked)
	require.Equal(t, first.Todo, second.Done)
	require.Equal(t, 3, second.Parts[1].Read)
	require.Equal(t, []string{"message/2-0", "message/3-0", "message/3-1", "ticket/1", "ticket/2", "ticket/3", "ticket/4"}, b.ledger.Keys())
	require.Equal(t, record.Inbound, b.ledger.Records["message/2-0"].(record.Message).Direction)

	before := b.network.Requests()
	b.clock.Advance(time.Minute)
	b.mustPoll("tickets")
	require.Equal(t, 1, b.network.Requests()-before, "nothing changed, nothing is read again")

	d.touch(3, b.clock.Now().Add(-time.Second))
	b.mustPoll("tickets")
	require.Equal(t, 2, b.paths()["/api/tickets/3/messages"])
	require.Equal(t, 1, b.paths()["/api/tickets/2/messages"])
}

// One ticket whose messages cannot be read does not hold up the others, and is read when it can be.
func TestTicketWithAFault(t *testing.T) {
	d := newDesk(6)
	broken := true
	d.before = func(w http.ResponseWriter, r *http.Request) bool {
		if broken && r.URL.Path == "/api/tickets/2/messages" {
			w.WriteHeader(http.StatusInternalServerError)
			return true
		}
		return false
	}
	b := familyBed(t, d)
	for range 2 {
		reason, message := b.reason()
		require.Equal(t, string(ReasonConnect), reason)
		require.Contains(t, message, "stream messages: GET /api/tickets/2/messages: status 500")
		require.Equal(t, []string{"2"}, b.ledger.Wanted())
		require.Contains(t, b.ledger.Records, "message/6-1")
		b.clock.Advance(time.Minute)
	}
	require.Equal(t, 2, b.ledger.Complete["tickets"])
	broken = false
	b.mustPoll("tickets")
	require.Empty(t, b.ledger.Wanted())
	require.Contains(t, b.ledger.Records, "message/2-0")
	require.Zero(t, b.ledger.Todo())
}

// With more than a few the helpdesk has failed: the pass ends.
func TestManyFaultsEndThePass(t *testing.T) {
	d := newDesk(20)
	d.before = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/messages") {
			w.WriteHeader(http.StatusInternalServerError)
			return true
		}
		return false
	}
	b := familyBed(t, d)
	reason, _ := b.reason()
	require.Equal(t, string(ReasonConnect), reason)
	require.Zero(t, b.ledger.Complete["tickets"])
	require.Equal(t, 3+(maxFailures+1)*attempts, b.network.Requests())
}

func TestTicketThatVanishes(t *testing.T) {
	d := newDesk(4)
	b := familyBed(t, d)
	b.mustPoll("tickets")
	d.tickets[1].gone = true
	b.clock.Advance(time.Hour)
	b.mustPoll("tickets")
	require.Equal(t, 1, b.paths()["/api/tickets/2"], "the sweep missed it")
	require.NotContains(t, b.ledger.Keys(), "ticket/2")
	require.Empty(t, b.ledger.Wanted())
}

// A ticket whose address leads to another one was merged into that.
func TestTicketThatWasMerged(t *testing.T) {
	d := newDesk(4)
	merged := false
	d.before = func(w http.ResponseWriter, r *http.Request) bool {
		if merged && r.URL.Path == "/api/tickets/2" {
			http.Redirect(w, r, "/api/tickets/4", http.StatusMovedPermanently)
			return true
		}
		return false
	}
	b := familyBed(t, d)
	b.mustPoll("tickets")
	d.tickets[1].gone, merged = true, true
	b.clock.Advance(time.Hour)
	b.mustPoll("tickets")
	told := map[string]string{}
	for _, batch := range b.ledger.Batches {
		for id, into := range batch.Merged {
			require.Contains(t, batch.Asked, id)
			told[id] = into
		}
	}
	require.Equal(t, map[string]string{"2": "4"}, told)
	require.NotContains(t, b.ledger.Keys(), "ticket/2")
	require.Contains(t, b.ledger.Keys(), "ticket/4")
	require.Empty(t, b.ledger.Wanted())
}

// Open tickets older than the history are found by the sweep.
func TestSweepFindsOldOpenTickets(t *testing.T) {
	d := newDesk(4)
	d.tickets = append(d.tickets, deskTicket{id: 50, updated: noon.Add(-900 * 24 * time.Hour), messages: 1},
		deskTicket{id: 51, updated: noon.Add(-900 * 24 * time.Hour), closed: true})
	b := familyBed(t, d)
	b.mustPoll("tickets")
	require.Contains(t, b.ledger.Keys(), "ticket/50")
	require.Contains(t, b.ledger.Keys(), "message/50-0")
	require.NotContains(t, b.ledger.Keys(), "ticket/51")
}

func TestWantedTicketsAreLookedUp(t *testing.T) {
	d := newDesk(4)
	b := familyBed(t, d)
	b.mustPoll("tickets")
	b.ledger.Want("3")
	b.ledger.Want("99")
	b.mustPoll("tickets")
	require.Empty(t, b.ledger.Wanted())
	require.Equal(t, 1, b.paths()["/api/tickets/3"])
	require.Equal(t, 1, b.paths()["/api/tickets/99"])
	require.Equal(t, 2, b.paths()["/api/tickets/3/messages"])
}

func TestChildrenByCondition(t *testing.T) {
	b := familyBed(t, newDesk(6), "when: changed", "when: changed, where: .id % 2 == 0")
	b.mustPoll("tickets")
	require.Zero(t, b.paths()["/api/tickets/3/messages"])
	require.Equal(t, 1, b.paths()["/api/tickets/2/messages"])
	require.Zero(t, b.ledger.Todo())
}

// Where another stream brings what happens to tickets, children complete those that are older than it. A
// ticket without children is not waited for.
func TestChildrenOfWhatIsOlderThanTheHistory(t *testing.T) {
	d := newDesk(6)
	b := familyBed(t, d, "when: changed", "when: changed, where: .updated < $since and $vars.old == \"yes\"")
	b.config.Vars = map[string]string{"old": "yes"}
	b.config.Streams = append(b.config.Streams, decoded(t, `
streams:
  - name: events
    request: {path: /events, params: {since: "{{ .cursor | unix }}"}}
    records: events
    cursor: {begin: history}
    map: '{kind: "message", id, ticket, at: (.at | ts), author: "agent"}'
`).Streams...)
	d.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path != "/api/events" {
			return false
		}
		reply(w, obj{"events": []obj{}})
		return true
	}
	b.start()
	b.ledger.Since.Since = d.tickets[3].updated
	b.mustPoll("tickets")
	require.Equal(t, []record.Todo{{Stream: "messages", Ticket: "1"}, {Stream: "messages", Ticket: "2"}, {Stream: "messages", Ticket: "3"}}, b.ledger.Batches[0].Todo)
	require.Equal(t, 1, b.paths()["/api/tickets/2/messages"])
	require.Zero(t, b.paths()["/api/tickets/5/messages"])
	require.Zero(t, b.ledger.Todo())
	require.Len(t, ticketKeys(b.ledger.Keys()), 6)

	b.mustPoll("events")
	require.Equal(t, fmt.Sprint(d.tickets[3].updated.Unix()), b.asked("since")[b.network.Requests()-1])
}

// A plan without messages: their tickets are complete without.
func TestChildrenThatThePlanDoesNotHave(t *testing.T) {
	d := newDesk(4)
	d.before = func(w http.ResponseWriter, r *http.Request) bool {
		if strings.HasSuffix(r.URL.Path, "/messages") {
			w.WriteHeader(http.StatusPaymentRequired)
			return true
		}
		return false
	}
	b := familyBed(t, d)
	b.mustPoll("tickets")
	require.Equal(t, 1, b.ledger.Complete["tickets"])
	require.Zero(t, b.ledger.Todo())
}

// Also where tickets have no children, one that is asked for and not there does not exist.
func TestTicketWithoutChildrenThatVanishes(t *testing.T) {
	d := newDesk(4)
	b := newBed(t, shapes()["opaque cursor"], d.ServeHTTP)
	b.mustPoll("tickets")
	d.tickets[1].gone = true
	b.ledger.Want("2")
	b.ledger.Want("3")
	b.mustPoll("tickets")
	require.NotContains(t, b.ledger.Keys(), "ticket/2")
	require.Contains(t, b.ledger.Keys(), "ticket/3")
	require.Empty(t, b.ledger.Wanted())
}

// A child for each item of a list in its parent, each with pages of its own.
func TestChildrenByItems(t *testing.T) {
	b := newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets}
    records: tickets
    cursor: {}
    look_up: {request: {path: "/tickets", params: {ids: "{{ join \",\" .ids }}"}}, records: tickets, batch: 10}
    map: '`+ticketMap+`'
  - name: messages
    for_each: {stream: tickets, items: message_ids}
    request: {path: "/messages/{{ .item }}", params: {page: "{{ .page }}"}}
    records: messages
    pages: {type: page, more: more}
    map: '{kind: "message", id: "\($parent.id)-\(.id)", ticket: ($parent.id | tostring), at: (.at | ts), author: "agent"}'
`, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api/tickets" {
			one := ticket(1, noon)
			one["message_ids"] = []int{7, 8}
			reply(w, obj{"tickets": []obj{one, ticket(2, noon)}})
			return
		}
		page := r.URL.Query().Get("page")
		reply(w, obj{"messages": []obj{{"id": strings.TrimPrefix(r.URL.Path, "/api/messages/") + "." + page, "at": noon}}, "more": page == "1"})
	})
	b.mustPoll("tickets")
	require.Equal(t, []string{"message/1-7.1", "message/1-7.2", "message/1-8.1", "message/1-8.2", "ticket/1", "ticket/2"}, b.ledger.Keys())
	b.mustPoll("tickets")
	b.ledger.Want("1")
	b.ledger.Want("2")
	before := b.network.Requests()
	b.mustPoll("tickets")
	require.Equal(t, "1,2", b.network.Sent()[before+1].URL.Query().Get("ids"))
	require.Empty(t, b.ledger.Wanted())
}

// An id that has the form of a path does not leave its place in it.
func TestIDsAreEscapedInPaths(t *testing.T) {
	b := newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets}
    cursor: {}
    look_up: {request: {path: "/tickets/{{ .id }}"}}
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/tickets" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		reply(w, []obj{})
	})
	b.ledger.Want("../admin?x=1#y")
	b.mustPoll("tickets")
	require.Equal(t, "/api/tickets/..%2Fadmin%3Fx=1%23y", b.network.Sent()[1].URL.EscapedPath())
	require.Empty(t, b.network.Sent()[1].URL.RawQuery)
}

// Batches of children are small, so that a slow budget does not look like a standstill.
func TestChildrenAreDeliveredAsTheyCome(t *testing.T) {
	d := newDesk(30)
	d.perPage = 100
	b := familyBed(t, d)
	b.source.budget = newBudget(BudgetConfig{BucketConfig: BucketConfig{Rate: "6/1m", Burst: 1}}, func(string, string, ...any) {})
	var last time.Time
	deliver := b.ledger.Deliver
	longest := time.Duration(0)
	err := b.source.Poll(t.Context(), "tickets", b.ledger.Position("tickets"), func(ctx context.Context, batch record.Batch) (record.Answer, error) {
		if !last.IsZero() {
			longest = max(longest, b.clock.Now().Sub(last))
		}
		last = b.clock.Now()
		return deliver(ctx, batch)
	})
	require.NoError(t, err)
	require.Less(t, longest, time.Minute)
	require.Len(t, ticketKeys(b.ledger.Keys()), 30)
}
