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

func evaluate(t *testing.T, program, input string) (any, error) {
	t.Helper()
	m, err := newMapper(program, clocks{zone: must(time.LoadLocation("Europe/Berlin")), nulls: []string{"never"}})
	require.NoError(t, err)
	m.fixed = []map[string]map[string]any{{"prio": {"1": "urgent", "High": "high", "true": "low"}}}
	v, err := decodeExact([]byte(input))
	require.NoError(t, err)
	var out any
	err = m.program.all(t.Context(), v, []any{nil, "", nil, nil}, func(v any) error { out = v; return nil })
	return plain(out), err
}

func TestFunctionsOfMaps(t *testing.T) {
	for _, c := range []struct{ program, input, want string }{
		{`ts`, `"2026-03-02T09:00:00Z"`, "2026-03-02T09:00:00Z"},
		{`ts`, `"2026-03-02T10:00:00.1959398+01:00"`, "2026-03-02T09:00:00.1959398Z"},
		{`ts`, `"2026-03-02 10:00:00"`, "2026-03-02T09:00:00Z"},
		{`ts("UTC")`, `"2026-03-02 10:00:00"`, "2026-03-02T10:00:00Z"},
		{`ts`, `"2019-11-16T15:59:41.966927"`, "2019-11-16T14:59:41.966927Z"},
		{`ts`, `1772442000`, "2026-03-02T09:00:00Z"},
		{`ts`, `"1772442000"`, "2026-03-02T09:00:00Z"},
		{`ts`, `1772442000123`, "2026-03-02T09:00:00.123Z"},
		{`ts("ms")`, `"1772442000123"`, "2026-03-02T09:00:00.123Z"},
		{`ts("s")`, `1772442000.5`, "2026-03-02T09:00:00.5Z"},
		{`ts`, `1772442000123456`, "2026-03-02T09:00:00.123456Z"},
		{`ts`, `"Mon, 02 Mar 2026 09:00:00 GMT"`, "2026-03-02T09:00:00Z"},
		{`ts`, `null`, "<nil>"},
		{`ts`, `false`, "<nil>"},
		{`ts`, `0`, "<nil>"},
		{`ts`, `""`, "<nil>"},
		{`ts`, `"never"`, "<nil>"},
		{`dur`, `90`, "90"},
		{`dur("ms")`, `"86400000"`, "86400"},
		{`dur("m")`, `1.5`, "90"},
		{`dur`, `"01:50 hrs"`, "6600"},
		{`dur`, `"PT2M"`, "120"},
		{`dur`, `"1970-01-01 00:02:17"`, "137"},
		{`dur`, `null`, "<nil>"},
		{`num`, `"9.50"`, "9.50"},
		{`num`, `9007199254740993`, "9007199254740993"},
		{`num`, `""`, "<nil>"},
		{`.id`, `{"id":9007199254740993}`, "9007199254740993"},
		{`.id | tostring`, `{"id":90071992547409931234567}`, "90071992547409931234567"},
		{`.a + 1`, `{"a":9007199254740993}`, "9007199254740994"},
		{`bool`, `"Yes"`, "true"},
		{`bool`, `0`, "false"},
		{`bool`, `""`, "<nil>"},
		{`lookup("prio")`, `1`, "urgent"},
		{`lookup("prio")`, `"HIGH"`, "high"},
		{`lookup("prio")`, `true`, "low"},
		{`lookup("prio"; "none")`, `7`, "none"},
		{`lookup("prio")`, `7`, "<nil>"},
		{`lookup("prio")`, `null`, "<nil>"},
		{`[.[] | ts("s")] | length`, `[1772442000, 0]`, "2"},
		{`$set`, `{}`, ""},
		{`env | length`, `{}`, "0"},
	} {
		v, err := evaluate(t, c.program, c.input)
		require.NoError(t, err, c.program+" "+c.input)
		require.Equal(t, c.want, fmt.Sprint(v), c.program+" "+c.input)
	}
}

func TestFunctionsOfMapsFail(t *testing.T) {
	for _, c := range []struct{ program, input, want string }{
		{`ts`, `"tomorrow"`, `ts: "tomorrow": not a time in a known spelling`},
		{`ts`, `true`, "ts: true is not a time"},
		{`ts`, `[1]`, "ts: a list or an object is not a time"},
		{`ts("Mars/Base")`, `"2026-03-02 10:00:00"`, `ts: "Mars/Base" is neither a unit (s, ms, us, ns) nor a zone`},
		{`dur`, `"soon"`, "dur: "},
		{`dur("weeks")`, `1`, `dur: "weeks" is no unit: use us, ms, s, m, h or d`},
		{`num`, `"1,50"`, `num: "1,50" is not a number`},
		{`bool`, `"perhaps"`, `bool: "perhaps" is neither true nor false`},
		{`lookup("nope")`, `1`, `lookup: there is no table "nope"`},
		{`def f: f; f`, `{}`, "the program does not end"},
		{`input`, `{}`, "input"},
	} {
		m, err := newMapper(c.program, clocks{})
		if err == nil {
			v, decodeErr := decodeExact([]byte(c.input))
			require.NoError(t, decodeErr)
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			err = m.program.all(ctx, v, []any{nil, "", nil, nil}, func(any) error { return nil })
			cancel()
		}
		require.ErrorContains(t, err, c.want, c.program)
	}
}

const strictMap = `streams:
  - name: tickets
    request: {path: /tickets}
    records: tickets
    map: |
      select(.state != "draft")
      | . as $t
      | {kind: "ticket", id, status: .state, created_at: (.created | ts), reopens: (.reopens | num)},
        (.notes[]? | {kind: "message", id: .n, ticket: $t.id, at: (.at | ts), author: "agent", text: .body})
`

// What cannot be mapped goes to the quarantine and names the record and the field; the others are read.
func TestRecordsThatCannotBeMapped(t *testing.T) {
	const secret = "Dear Ada, my card is 4111"
	good := `{"id":1,"state":"open","created":"2026-01-01T00:00:00Z","notes":[{"n":5,"at":"2026-01-01T00:00:00Z","body":"x"}]}`
	for _, c := range []struct{ name, object, id, ticket, message string }{
		{"a field of our functions", `{"id":2,"state":"open","created":"whenever"}`, "2", "2", `map: record 2: field "created_at": ts: "whenever": not a time in a known spelling`},
		{"a field of another type", `{"id":2,"state":"open","created":"2026-01-01T00:00:00Z","notes":[{"n":5,"at":{"x":"` + secret + `"},"body":"` + secret + `"}]}`, "2", "2", `map: record 2: field "at": ts: a list or an object is not a time`},
		{"a text where a list is", `{"id":2,"state":"open","created":"2026-01-01T00:00:00Z","reopens":"` + secret + `"}`, "2", "2", `map: record 2: field "reopens": num: "Dear Ada, my card is 4111" is not a number`},
		{"not an object", `"` + secret + `"`, "", "", `map: record without an id: expected an object but got: string`},
		{"a missing field", `{"id":2,"state":"open"}`, "2", "2", `ticket 2: field "created_at": empty`},
		{"a missing field of a message", `{"id":2,"state":"open","created":"2026-01-01T00:00:00Z","notes":[{"n":7}]}`, "2/message/7", "2", `message 7: field "at": empty`},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBed(t, strictMap, func(w http.ResponseWriter, _ *http.Request) {
				write(w, `{"tickets":[%s,%s,{"id":3,"state":"draft"},{"id":4,"state":"open","created":"2026-01-01T00:00:00Z"}]}`, good, c.object)
			})
			b.mustPoll("tickets")
			require.Subset(t, b.ledger.Keys(), []string{"message/5", "ticket/1", "ticket/4"})
			require.Len(t, b.ledger.Rejects, 1)
			r := b.ledger.Rejects[0]
			require.Equal(t, "tickets "+c.id+" "+c.ticket, strings.Join([]string{r.Stream, r.ID, r.Ticket}, " "))
			require.EqualError(t, r.Err, c.message)
			require.Equal(t, 1, b.ledger.Complete["tickets"])
		})
	}
}

func TestNumbersStayExact(t *testing.T) {
	b := newBed(t, `
streams:
  - name: orders
    request: {path: /orders}
    map: '{kind: "order", id, at: (.at | ts), amount: (.total | num), currency: "EUR"}'
`, func(w http.ResponseWriter, _ *http.Request) {
		write(w, `[{"id":9007199254740993,"at":1772442000,"total":"12345678901234567.10"},{"id":18446744073709551617,"at":1772442000,"total":0.10}]`)
	})
	b.mustPoll("orders")
	require.Equal(t, "12345678901234567.10", b.ledger.Records["order/9007199254740993"].(record.Order).Amount)
	require.Equal(t, "0.10", b.ledger.Records["order/18446744073709551617"].(record.Order).Amount)
}

// The forms an answer's records may have.
func TestFormsOfAnswers(t *testing.T) {
	one := `{"id":1,"created":"2026-01-01T00:00:00Z","state":"open"}`
	two := strings.ReplaceAll(one, `"id":1`, `"id":2`)
	for _, c := range []struct {
		name, records, body string
		want                []string
	}{
		{"bare list", ``, `[` + one + `,` + two + `]`, []string{"ticket/1", "ticket/2"}},
		{"envelope", `data.tickets`, `{"x":{"y":[1,{}]},"data":{"n":1,"tickets":[` + one + `],"m":2},"z":null}`, []string{"ticket/1"}},
		{"with a leading dot", `.tickets`, `{"tickets":[` + one + `]}`, []string{"ticket/1"}},
		{"one object", `ticket`, `{"ticket":` + one + `}`, []string{"ticket/1"}},
		{"the answer itself", `.`, one, []string{"ticket/1"}},
		{"object as a map", `tickets.*`, `{"tickets":{"a":` + one + `,"b":` + two + `}}`, []string{"ticket/1", "ticket/2"}},
		{"lists in lists", `groups.tickets`, `{"groups":[{"tickets":[` + one + `]},{"tickets":[` + two + `]},{}]}`, []string{"ticket/1", "ticket/2"}},
		{"null", `tickets`, `{"tickets":null}`, []string{}},
		{"missing", `_embedded?.tickets`, `{"page":{}}`, []string{}},
		{"lists without any", `groups.tickets`, `{"groups":[]}`, []string{}},
		{"null on the way", `data.tickets`, `{"data":null}`, []string{}},
		{"packed", `tickets`, packed(t, `{"tickets":[`+one+`]}`), []string{"ticket/1"}},
		{"a byte order mark", `tickets`, "\ufeff" + `{"tickets":[` + one + `]}`, []string{"ticket/1"}},
		{"answers in a list", `tickets`, `[{"tickets":[` + one + `]},{"tickets":[` + two + `]}]`, []string{"ticket/1", "ticket/2"}},
		{"null members", `tickets`, `{"tickets":[null,` + one + `]}`, []string{"ticket/1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBed(t, "streams:\n  - name: tickets\n    request: {path: /tickets}\n    records: \""+c.records+"\"\n    map: '"+ticketMap+"'\n", func(w http.ResponseWriter, _ *http.Request) {
				write(w, "%s", c.body)
			})
			b.mustPoll("tickets")
			require.ElementsMatch(t, c.want, b.ledger.Keys())
			require.Empty(t, b.ledger.Rejects)
		})
	}
}

// What comes instead of an answer is no answer without records: a walk that took it for one would end, and its cursor
// would pass what it has not read. What was cut off before it began is asked for again.
func TestWhatIsNoAnswer(t *testing.T) {
	const none = "there is no list of records where `records` leads"
	const endless = "the answer does not tell whether there is another page: nothing is at pages."
	link, counted := "{type: link}", "{type: page, total_pages: page.pages}"
	token, ends := "{type: token, next: next}", "{type: token, next: next, end: end}"
	for _, c := range []struct {
		name, records, pages, body string
		reason, message            string
		requests                   int
	}{
		{"null", "tickets", token, "null", "schema", none, 1},
		{"null for a list", ".", link, "null", "schema", none, 1},
		{"null where keys may be missing", "_embedded?.tickets", counted, "null", "schema", none, 1},
		{"an empty list for an object", "tickets", token, "[]", "schema", none, 1},
		{"a list of nulls for an object", "tickets", token, "[null]", "schema", none, 1},
		{"an empty list where keys may be missing", "_embedded?.tickets", counted, "[]", "schema", none, 1},
		{"an object for a list", ".", link, `{"message":"try again"}`, "schema", none, 1},
		{"an object without its list", "tickets", token, "{}", "schema", none, 1},
		{"an object without its number of pages", "_embedded?.tickets", counted, `{"message":"try again"}`, "schema", endless + "total_pages", 1},
		{"an object without an end", "tickets", ends, `{"tickets":[]}`, "schema", endless + "end", 1},
		{"nothing", "tickets", token, "", "data", "the answer is empty", 5},
		{"nothing, packed", "tickets", token, packed(t, ""), "data", "the answer is empty", 5},
		{"cut off while packed", "tickets", token, packed(t, `{"tickets":[]}`)[:20], "connect", "unexpected EOF", 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets, params: {page: "{{ .page }}", token: "{{ .token }}"}}
    records: "`+c.records+`"
    pages: `+c.pages+`
    cursor: {}
    look_up: {request: {path: "/tickets/{{ .id }}"}}
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, _ *http.Request) { write(w, "%s", c.body) })
			reason, message := b.reason()
			require.Equal(t, c.reason, reason)
			require.Contains(t, message, c.message)
			require.Equal(t, c.requests, b.network.Requests())
			require.Zero(t, b.ledger.Complete["tickets"])
		})
	}
}

func TestNoContent(t *testing.T) {
	b := newBed(t, plainStream, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	b.mustPoll("tickets")
	require.Equal(t, 1, b.ledger.Complete["tickets"])

	b = newBed(t, "responses: [{status: [204], do: fail, reason: schema}]\n"+plainStream, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNoContent)
	})
	reason, _ := b.reason()
	require.Equal(t, "schema", reason, "a rule may be about it")
}

// A number is one id, however a list, a message or a look-up spells it; nothing is rounded.
func TestSpellingsOfAnID(t *testing.T) {
	for spelling, want := range map[string]string{
		`1000`: "1000", `1000.0`: "1000", `1e3`: "1000", `1.0E+3`: "1000", `"1000"`: "1000", `9007199254740993`: "9007199254740993", `"1000.0"`: "1000.0",
	} {
		b := newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets}
    cursor: {}
    look_up: {request: {path: "/tickets/{{ .id }}"}}
    map: '`+ticketMap+`'
  - name: messages
    for_each: {stream: tickets}
    request: {path: "/tickets/{{ .parent.id }}/messages"}
    map: '{kind: "message", id, ticket: $parent.id, at: (.at | ts), author: "customer"}'
`, func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/api/tickets" {
				write(w, `[{"id":%s,"created":"2026-01-01T00:00:00Z","state":"open"}]`, spelling)
				return
			}
			require.Equal(t, "/api/tickets/"+want+"/messages", r.URL.Path)
			write(w, `[{"id":%s,"at":"2026-01-01T00:00:00Z"}]`, spelling)
		})
		b.mustPoll("tickets")
		require.Equal(t, []string{"message/" + want, "ticket/" + want}, b.ledger.Keys())
		require.Equal(t, want, b.ledger.Records["message/"+want].(record.Message).Ticket)
	}
}

// What surrounds the records is there for a map that reads $page, wherever it stands.
func TestPageVariable(t *testing.T) {
	b := newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets}
    records: data
    map: |
      ($page.included | map({(.id | tostring): .name}) | add) as $groups
      | {kind: "ticket", id, created_at: .created, status: "open", group: $groups[.group | tostring]}
`, func(w http.ResponseWriter, _ *http.Request) {
		write(w, `{"data":[{"id":1,"created":"2026-01-01T00:00:00Z","group":7}],"included":[{"id":7,"name":"Returns"}]}`)
	})
	b.mustPoll("tickets")
	require.Equal(t, "Returns", b.ledger.Records["ticket/1"].(record.Ticket).Group)
}

// A large answer is delivered while it arrives, and the cursor follows with its end.
func TestLargeAnswerIsDeliveredInParts(t *testing.T) {
	b := newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets}
    records: tickets
    cursor: {field: updated, order: asc}
    look_up: {request: {path: "/tickets/{{ .id }}"}, records: ticket}
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, _ *http.Request) {
		list := []obj{}
		for i := range 2*batchRecords + 7 {
			list = append(list, ticket(i, noon.Add(-time.Hour)))
		}
		reply(w, obj{"tickets": list})
	})
	b.mustPoll("tickets")
	require.Len(t, b.ledger.Records, 2*batchRecords+7)
	require.Len(t, b.ledger.Batches, 4)
	require.Nil(t, b.ledger.Batches[0].Cursor)
	require.Nil(t, b.ledger.Batches[1].Cursor)
	require.True(t, b.ledger.Batches[3].Complete)
}
