package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// exchangeLine is a line that somebody else's recorder wrote.
func exchangeLine(method, url string, status int, body any, more ...string) string {
	answer, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf(`{"method":%q,"url":%q,"status":%d,"body":%s%s}`, method, url, status, answer, strings.Join(more, ""))
}

const zendeskTicket = `{"url":"https://z3n-old.zendesk.com/api/v2/tickets/%[1]d.json","id":%[1]d,"external_id":null,"via":{"channel":"email","source":{"from":{},"to":{},"rel":null}},"created_at":"2024-03-04T09:00:00Z","updated_at":"2024-03-04T10:00:00Z","type":null,"subject":"%[3]s","priority":null,"status":"%[2]s","requester_id":61309079931140,"submitter_id":61309079931140,"assignee_id":null,"group_id":null,"tags":[],"custom_fields":[],"satisfaction_rating":null,"brand_id":6130830354842,"generated_timestamp":1709546400}`

func zendeskTickets(list ...string) string { return strings.Join(list, ",") }

// Recordings that others made of real accounts: what they asked a little differently is played, what they lack is
// told, and what is there is counted whole.
func TestRecordingsOfOthers(t *testing.T) {
	newTicket := func(id int) string { return fmt.Sprintf(zendeskTicket, id, "new", "a subject") }
	deleted, remains := fmt.Sprintf(zendeskTicket, 12, "deleted", "another"), fmt.Sprintf(zendeskTicket, 13, "deleted", "SCRUBBED")
	const export = "http://z3n-old.zendesk.com:8080/api/v2/incremental/tickets/cursor.json?per_page=2&"
	page := func(end bool, cursor string, tickets ...string) string {
		return fmt.Sprintf(`{"tickets":[%s],"after_url":"https://z3n-new.zendesk.com/api/v2/x?cursor=%[3]s","after_cursor":"%[3]s","end_of_stream":%[2]t}`, zendeskTickets(tickets...), end, cursor)
	}
	none := []string{
		exchangeLine("GET", "https://z3n-old.zendesk.com/api/v2/groups.json", 200, `{"groups":[],"next_page":null,"count":0}`),
		exchangeLine("GET", "https://z3n-old.zendesk.com/api/v2/users.json?role%5B%5D=agent&role%5B%5D=admin", 200, map[string]any{"users": []any{}}),
		exchangeLine("GET", "https://z3n-old.zendesk.com/api/v2/ticket_fields.json", 200, map[string]any{"ticket_fields": []any{}}),
		exchangeLine("GET", "https://z3n-old.zendesk.com/api/v2/incremental/ticket_events.json?include=comment_events&start_time=0", 200, map[string]any{"ticket_events": []any{}, "end_time": nil, "end_of_stream": true}),
		exchangeLine("GET", "https://z3n-old.zendesk.com/api/v2/search/export.json?query=type%3Aticket+status%3Csolved&filter%5Btype%5D=ticket", 200,
			map[string]any{"results": []any{map[string]any{"id": 11}, map[string]any{"id": 14}}, "meta": map[string]any{"has_more": false}, "links": map[string]any{"next": nil}}),
	}
	walk := []string{
		exchangeLine("GET", export+"start_time=0", 200, page(false, "YT09fHw=", newTicket(11), deleted), `,"headers":{"content-type":["application/json; charset=utf-8"],"content-encoding":["gzip"],"x-rate-limit-remaining":["0"],"ratelimit-reset":["900"]}`, `,"request_body":{},"recorded_at":"then"`),
		exchangeLine("get", export+"cursor=YT09fHw%3D", 429, "Too many requests", `,"headers":{"Retry-After":"600","Content-Type":"text/plain"}`),
		exchangeLine("GET", export+"cursor=YT09fHw%3D", 503, nil),
		exchangeLine("GET", export+"cursor=YT09fHw%3D", 200, page(true, "Yj09fHw=", deleted, remains, newTicket(14))[:200]),
		exchangeLine("GET", export+"cursor=YT09fHw%3D", 200, page(true, "Yj09fHw=", deleted, remains, newTicket(14)), `,"request_body":""`),
	}
	const zendesk = "{name: shop, preset: zendesk, url: 'https://acme.zendesk.com', user: a@example.com, token_file: /nowhere/token, baseline: 2024-01-01T00:00:00Z}"
	const created = `helpdesk_tickets_created_total{channel="email",origin="customer",priority="none",source="shop"} `

	conversation := map[string]any{
		"id": 77, "number": 5, "threads": 1, "type": "email", "status": "active", "state": "published", "subject": "x", "mailboxId": 9, "closedBy": 0,
		"createdBy": map[string]any{"id": 3, "type": "customer"}, "createdAt": "2024-03-04T09:00:00Z", "userUpdatedAt": "2024-03-04T09:30:00Z",
		"customerWaitingSince": map[string]any{"time": "2024-03-04T09:00:00Z", "friendly": "Mar 4"}, "source": map[string]any{"type": "email", "via": "customer"},
		"tags": []any{}, "primaryCustomer": map[string]any{"id": 3, "type": "customer"}, "customFields": []any{},
	}
	hal := func(name string, list ...any) map[string]any {
		return map[string]any{"_embedded": map[string]any{name: list}, "page": map[string]any{"size": 50, "totalElements": len(list), "totalPages": 1, "number": 1}}
	}
	thread := func(id int, kind, by, at string) map[string]any {
		return map[string]any{"id": id, "type": kind, "status": "active", "state": "published", "source": map[string]any{"type": "email", "via": by}, "createdBy": map[string]any{"id": 3, "type": by}, "createdAt": at}
	}
	const helpscout = "{name: shop, preset: helpscout, client_id: anybody, client_secret_file: /nowhere/secret, baseline: 2024-01-01T00:00:00Z}"

	freshdesk := `{"cc_emails":null,"fr_escalated":true,"spam":false,"email_config_id":null,"group_id":80000374718,"priority":4,"requester_id":80014400482,"responder_id":null,"source":1,"status":2,"subject":"x","association_type":null,"product_id":null,"id":4,"type":"Refunds","due_by":"2024-03-04T17:23:56Z","fr_due_by":"2024-03-04T14:23:56Z","is_escalated":true,"custom_fields":{"cf_decimal":"1.0"},"created_at":"2024-03-04T09:00:00Z","updated_at":"2024-03-04T13:01:42Z","tags":[]}`
	const fd = "https://old.freshdesk.com/api/v2"

	intercom := `{"type":"conversation","id":"1","created_at":1709542800,"updated_at":1709546400,"waiting_since":null,"snoozed_until":null,"source":{"type":"conversation","delivered_as":"customer_initiated","body":"<p>hey</p>","author":{"type":"lead","id":"5fd1"}},"contacts":{"type":"contact.list","contacts":[{"type":"contact","id":"5fd1"}]},"open":true,"state":"open","priority":"not_priority","tags":{"type":"tag.list","tags":[]},"sla_applied":null,"conversation_rating":null,"teammates":null,"assignee":null,"admin_assignee_id":null,"team_assignee_id":null}`

	for name, c := range map[string]struct {
		source    string
		recording []string
		status    int
		metrics   []string
		log       []string
	}{
		"an export with faults and ties and hosts of its own": {
			source: zendesk, recording: append(append([]string{}, none...), walk...),
			metrics: []string{created + "4\n", `helpdesk_tickets{channel="email",priority="none",source="shop",status="new"} 2`, `reason="deleted",source="shop"} 2`},
			log:     []string{"what a helpdesk need not have was not recorded", "/api/v2/satisfaction_ratings", "reason=unavailable", "a similar request"},
		},
		"an export and nothing else": {
			source: zendesk, recording: walk, status: 1,
			metrics: []string{created + "4\n"},
			log:     []string{"GET /api/v2/groups?page[size]=100\n", "GET /api/v2/incremental/ticket_events.json?include=comment_events&start_time=", "the recording has no list of what is unresolved"},
		},
		"an export that ends before its end": {
			source: zendesk, recording: append(append([]string{}, none...), walk[0]), status: 1,
			metrics: []string{created + "2\n"},
			log:     []string{"the recording ends before the pages do", "GET /api/v2/incremental/tickets/cursor.json?cursor=YT09fHw=&include=metric_sets\n", "GET /api/v2/tickets/14?include=metric_sets\n"},
		},
		"conversations without a login and threads of another version": {
			source: helpscout, recording: []string{
				exchangeLine("GET", "https://api.helpscout.net/v2/conversations?page=1", 200, hal("conversations", conversation)),
				exchangeLine("GET", "https://api.helpscout.net/v2/conversations?page=1&status=active", 200, hal("conversations", conversation)),
				exchangeLine("GET", "https://api.helpscout.net/v2/conversations?page=1&status=pending", 200, map[string]any{"page": map[string]any{"totalPages": 0}}),
				exchangeLine("GET", "https://api.helpscout.net/v2/mailboxes", 200, hal("mailboxes", map[string]any{"id": 9, "name": "Returns"})),
				exchangeLine("GET", "https://api.helpscout.net/v2/conversations/77/threads", 200, hal("threads",
					thread(2, "message", "user", "2024-03-04T09:30:00Z"), thread(1, "customer", "customer", "2024-03-04T09:00:00Z"))),
			},
			metrics: []string{
				`helpdesk_tickets_created_total{channel="email",group="Returns",origin="customer",priority="none",source="shop"} 1`,
				`helpdesk_messages_total{author="agent",channel="email",direction="outbound",group="Returns",hours="open",source="shop",visibility="public"} 1`,
			},
			log: []string{"GET /v2/reports/happiness/ratings", "POST /v2/oauth2/token", "GET /v3/conversations/77/threads?page=1"},
		},
		"tickets without their statistics": {
			source: "{name: shop, preset: freshdesk, url: 'https://new.freshdesk.com', token: anybody, baseline: 2024-01-01T00:00:00Z}",
			recording: []string{
				exchangeLine("GET", fd+"/groups?page=1&per_page=100", 200, []any{map[string]any{"id": json.Number("80000374718"), "name": "Billing"}}),
				exchangeLine("GET", fd+"/ticket_fields?page=1&per_page=100", 200, []any{}),
				exchangeLine("GET", fd+"/tickets?order_by=updated_at&order_type=asc&page=1&per_page=30&updated_since=1970-01-01", 200, json.RawMessage("["+freshdesk+"]"), `,"headers":{"X-Ratelimit-Total":"40","X-Ratelimit-Remaining":"0"}`),
				exchangeLine("GET", fd+"/tickets/4/conversations?page=1&per_page=30", 200, []any{}),
			},
			status:  1,
			metrics: []string{`helpdesk_tickets_created_total{channel="email",group="Billing",origin="customer",priority="urgent",source="shop"} 1`},
			log:     []string{"GET /api/v2/tickets?filter=deleted&", "GET /api/v2/tickets?order_by=status&order_type=asc&per_page=100&updated_since=1970-01-01T00:00:00Z\n"},
		},
		"a search whose bodies nobody wrote down": {
			source: "{name: shop, preset: intercom, url: 'https://api.eu.intercom.io', token: anybody, baseline: 2024-01-01T00:00:00Z}",
			recording: []string{
				exchangeLine("POST", "https://api.intercom.io/conversations/search", 200, json.RawMessage(`{"type":"conversation.list","pages":{"type":"pages","page":1,"per_page":20,"total_pages":1},"total_count":1,"conversations":[`+intercom+`]}`)),
				exchangeLine("GET", "https://api.intercom.io/conversations/1", 200, intercom),
				exchangeLine("GET", "https://api.intercom.io/teams", 200, `{"type":"team.list","teams":[]}`),
			},
			status:  1,
			metrics: []string{`helpdesk_tickets_created_total{channel="chat",origin="customer",priority="none",source="shop"} 1`},
			log:     []string{"POST /conversations/search?field=open&operator==,AND&per_page=150&value=true\n"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			configure(t, dir, "global: {state: {path: DIR/state.db, backup: {dir: DIR/backup}}}\nprivacy: {key_file: DIR/identity.key}\nsources:\n  - "+c.source+"\n")
			answers := filepath.Join(dir, "answers")
			require.NoError(t, os.Mkdir(answers, 0o700))
			for i, line := range c.recording { // several files, as recorders make them
				path := filepath.Join(answers, fmt.Sprintf("part-%d.jsonl", i/2))
				file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
				require.NoError(t, err)
				_, err = file.WriteString(line + "\n")
				require.NoError(t, err)
				require.NoError(t, file.Close())
			}
			status, out, log := commandIn(t, dir, "test", "--answers="+answers, "--at=2024-04-01T00:00:00Z")
			require.Equal(t, c.status, status, log)
			for _, want := range c.metrics {
				require.Contains(t, out, want, log)
			}
			for _, want := range c.log {
				require.Contains(t, log, want)
			}
		})
	}
}

// Many requests that differ but in numbers are told of by some.
func TestAlike(t *testing.T) {
	var requests []string
	for i := range 20 {
		requests = append(requests, fmt.Sprintf("GET /tickets/%02d/messages", i), "GET /groups")
	}
	require.Equal(t, []string{
		"GET /groups", "GET /tickets/00/messages", "GET /tickets/01/messages", "GET /tickets/02/messages", "GET /tickets/03/messages", "GET /tickets/04/messages",
		"… and 15 more such as GET /tickets/0/messages",
	}, alike(requests))
}
