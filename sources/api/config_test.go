package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// Everything that is wrong is told at once, each with the path of its line.
func TestProblems(t *testing.T) {
	stream := func(lines ...string) string {
		return "streams:\n  - name: tickets\n    " + strings.Join(lines, "\n    ") + "\n"
	}
	good := []string{"request: {path: /tickets}", "look_up: {request: {path: /one}}", "map: '" + ticketMap + "'"}
	with := func(lines ...string) string { return stream(append(lines, good...)...) }
	mapped := func(program string) string {
		return stream("request: {path: /tickets}", "map: "+fmt.Sprintf("%q", program))
	}
	for _, c := range []struct{ config, path, message string }{
		{"{}", "streams", "names no stream: add one"},
		{stream("map: '" + ticketMap + "'"), "streams[0].request.path", "is required, such as /tickets; it follows the source's url"},
		{stream("request: {path: /tickets}"), "streams[0].map", "is required: the jq program that makes records of an object"},
		{mapped("{kind: \"ticket\",\n id: .id,\n status: (.state | }"), "streams[0].map", `jq: line 3, column 20 of the program: unexpected token "}"`},
		{mapped(`{kind: "ticket", id, status: (.state | mapp)}`), "streams[0].map", "jq: function not defined: mapp/0"},
		{mapped(`{kind: "ticket", id, state: .x}`), "streams[0].map", `a ticket has no field "state"; its fields are: assignee, brand,`},
		{mapped(`{kind: "parcel", id}`), "streams[0].map", `kind "parcel" is unknown: use one of ticket, status_change, assignment_change, priority_change, category_change, message, sla_clock, group, agent`},
		{mapped(`.`), "streams[0].kind", "is required, such as ticket or message: the map does not name it as a word"},
		{mapped(`{kind: "ticket", id, group: (.g | lookup("groups"))}`), "streams[0].map", `there is no table "groups" for lookup: add it under lookup or discover`},
		{with("kind: ticket", "kinds: [ticket]"), "streams[0].kinds", "kind and kinds exclude each other: keep one"},
		{with("records: a..b"), "streams[0].records", `"a..b" is not a path: write keys joined by dots, such as meta.next`},
		{with("pages: {type: cursors}"), "streams[0].pages.type", `"cursors" is unknown: use none, next_url, link, token, page, offset, last_item`},
		{with("pages: {type: token}"), "streams[0].pages.next", "is required: the path of what leads to the next page"},
		{with("pages: {type: page}"), "streams[0].pages.stop", "is required: how does the last page show? (empty, short_page, or more, end, total, total_pages)"},
		{with("pages: {type: page, stop: [short_page]}"), "streams[0].pages.size", "is required: how many records a full page has"},
		{with("pages: {type: page, stop: [last]}"), "streams[0].pages.stop", `"last" is unknown: use no_next, empty, short_page, repeated`},
		{with("cursor: {type: opaque}"), "streams[0].cursor.type", `"opaque" is unknown: use time or token`},
		{with("cursor: {type: token}"), "streams[0].cursor.type", "a token comes from the pages: set pages.type to token or next_url"},
		{with("cursor: {order: asc}"), "streams[0].cursor.order", "needs field: the time by which the records are ordered"},
		{with("cursor: {field: a, from: b}"), "streams[0].cursor.from", "field and from exclude each other: keep one"},
		{with("cursor: {field: a, unit: min}"), "streams[0].cursor.unit", `"min" is unknown: use s, ms, us or ns`},
		{with("cursor: {timezone: Mars/Base}"), "streams[0].cursor.timezone", `unknown zone "Mars/Base": use a name of the IANA time zone database, such as Europe/Berlin or UTC`},
		{with("cursor: {verify: true}"), "streams[0].cursor.verify", "needs field: the time that the filter is about"},
		{with("cursor: {ignore: [\".\"]}"), "streams[0].cursor.ignore[0]", "names no member of a record"},
		{with("cursor: {restart_after: 3}"), "streams[0].cursor.restart_after", "is a number of pages, and needs field and order: asc"},
		{stream("request: {path: /tickets}", "open: {request: {path: /open}}", "map: '"+ticketMap+"'"), "streams[0].look_up", "is required: what the sweep misses is looked up by its id"},
		{stream("request: {path: /tickets}", "map: '"+ticketMap+"'") + "  - {name: messages, for_each: {stream: tickets}, request: {path: /m}, map: '{kind: \"message\", id}'}", "streams[0].look_up", "is required: a ticket whose children could not be read is read again by its id"},
		{stream("request: {path: /tickets}", "cursor: {}", "map: '"+ticketMap+"'"), "streams[0].look_up", "is required: a ticket that could not be mapped is read again by its id when the map changes"},
		{with() + "  - {name: messages, for_each: {stream: tickts}, request: {path: /m}, map: '{kind: \"message\", id}'}", "streams[1].for_each.stream", `there is no stream "tickts"`},
		{with() + "  - {name: messages, for_each: {stream: tickets}, cursor: {}, request: {path: /m}, map: '{kind: \"message\", id}'}", "streams[1].cursor", "a child is read for each ticket: leave the cursor out"},
		{with() + "  - {name: tickets, request: {path: /m}, map: '{kind: \"message\", id}'}", "streams[1].name", `there is another stream "tickets": names must differ`},
		{with("sets: [{name: a}, {name: a}]"), "streams[0].sets[1].name", "is required, and must differ from the other sets': cursors are stored by it"},
		{with("sets: [{name: a, order: up}]", "cursor: {field: updated}"), "streams[0].sets[0].order", `"up" is unknown: use asc, desc, none`},
		{stream("request: {path: /tickets}", "open: {request: {path: '/{{ .set }}'}, sets: [{params: {a: b}}]}", "map: '"+ticketMap+"'"), "streams[0].open.sets", "the request names .set"},
		{stream("request: {path: /tickets}", "sets: [{name: a, order: desc}]", "map: '"+ticketMap+"'"), "streams[0].sets[0].order", "needs a cursor"},
		{stream("request: {path: /tickets}", "open: {request: {path: /open}, while: '{'}", "map: '"+ticketMap+"'"), "streams[0].open.while", "jq: line 1"},
		{stream("request: {path: /tickets}", "open: {request: {path: /open}, sets: [{params: {a: {b: c}}}]}", "map: '"+ticketMap+"'"), "streams[0].open.sets[0].params", "a: write a value, or a list of values"},
		{stream("request: {path: \"/t/{{ .id \"}", "map: '"+ticketMap+"'"), "streams[0].request.path", "unclosed action"},
		{stream("request: {path: /t, params: {a: \"{{ .cursor | unixx }}\"}}", "map: '"+ticketMap+"'"), "streams[0].request.params", `a: function "unixx" not defined`},
		{stream("request: {path: /t, method: DELETE}", "map: '"+ticketMap+"'"), "streams[0].request.method", `"DELETE": only GET and POST read`},
		{stream("request: {path: /t, body: {a: 1}, graphql: {query: x}}", "map: '"+ticketMap+"'"), "streams[0].request.graphql", "body and graphql exclude each other: keep one"},
		{"budget: {rate: 40 per minute}\n" + with(), "budget.rate", `"40 per minute" is not a rate: write requests per time, such as 40/20s or 200/1m`},
		{"budget: {rate: 0/1m}\n" + with(), "budget.rate", `"0/1m" allows no request: write 1 at least`},
		{"budget: {reserve: 20}\n" + with(), "budget.reserve", `"20" is not a share: write 0% to 95%, such as 20%`},
		{"budget: {headers: {reset_format: soon}}\n" + with(), "budget.headers.reset_format", `"soon" is unknown: use auto, delta_s, delta_ms, epoch_s, epoch_ms, iso, http_date`},
		{"budget: {paths: [{match: \"(\", rate: 1/1s}]}\n" + with(), "budget.paths[0].match", "error parsing regexp"},
		{"responses: [{status: [403], do: shrug}]\n" + with(), "responses[0].do", `"shrug" is unknown: use ok, retry, throttle, refresh, unavailable, skip, restart, fail`},
		{"responses: [{status: [403], do: retry, reason: auth}]\n" + with(), "responses[0].reason", `"auth": only fail has a reason, one of`},
		{"responses: [{where: '.a |', do: retry}]\n" + with(), "responses[0].where", "jq: line 1"},
		{"responses: [{do: retry}]\n" + with(), "responses[0].status", "is required, or where: of which answers is this?"},
		{"auth: {bearer: a, header: {name: b, value: c}}\n" + with(), "auth", "basic, bearer, header and query exclude each other: keep one"},
		{"auth: {bearer: \"{{ .tokn }}\"}\n" + with(), "auth.bearer", `map has no entry for key "tokn"`},
		{"auth: {login: {grant: magic, url: /t}}\n" + with(), "auth.login.grant", `"magic" is unknown: use client_credentials, refresh_token, password, session`},
		{"token: a\ntoken_file: b\n" + with(), "token_file", "token and token_file exclude each other: keep one"},
		{"other_host: follow\n" + with(), "other_host", `"follow" is unknown: use refuse or rehome`},
		{"timezone: Berlin\n" + with(), "timezone", `unknown zone "Berlin"`},
		{"discover: [{name: a, request: {path: /a}}, {name: a, request: {path: /a}, map: '{', key: x}]\n" + with(), "discover[1].name", `there is another table "a": names must differ`},
		{"discover: [{name: a, request: {path: /a}, map: '{'}]\n" + with(), "discover[0].map", "jq: line 1"},
	} {
		t.Run(c.path+" "+c.message, func(t *testing.T) {
			cfg := decoded(t, c.config)
			found := map[string][]string{}
			for _, p := range cfg.Validate("https://desk.example") {
				require.NotContains(t, found[p.Path], p.Message, "told twice")
				found[p.Path] = append(found[p.Path], p.Message)
			}
			require.Contains(t, found, c.path, "%v", found)
			require.Contains(t, strings.Join(found[c.path], "\n"), c.message)
		})
	}
}

func TestAddresses(t *testing.T) {
	cfg := decoded(t, plainStream)
	for address, want := range map[string]string{
		"":                         "url: is required: the address of the helpdesk, such as https://desk.example",
		"desk.example":             "url: it must begin with https:// and name a host",
		"ftp://desk.example":       "url: it must begin with https:// and name a host",
		"https://u:secret@desk.ex": "url: credentials do not belong here: give user and password, or token",
		"https://desk.example/%zz": "url: it is no address: write https://host, with a path where the interface has one",
	} {
		problems := cfg.Validate(address)
		require.Len(t, problems, 1, address)
		require.EqualError(t, problems[0], want)
		_, err := New("desk", address, cfg, record.Words{}, Options{})
		require.EqualError(t, err, "source desk: "+want)
	}
	require.Empty(t, cfg.Validate("https://desk.example"))
	for name, shape := range shapes() {
		cfg := decoded(t, shape)
		require.Empty(t, cfg.Validate("http://127.0.0.1:8080/api"), name)
	}
}

// A credential that is not given is told before the helpdesk refuses.
func TestMissingCredentials(t *testing.T) {
	for _, c := range []struct {
		config string
		want   []string
	}{
		{`auth: {basic: {user: "{{ .user }}/token", password: "{{ .token }}"}}`, []string{"token", "user"}},
		{`auth: {basic: {user: "{{ .token }}", password: X}}` + "\ntoken: t", nil},
		{`auth: {header: {name: X-Key, value: "{{ .token }}"}}` + "\ntoken_file: t", nil},
		{`auth: {query: {name: key, value: "{{ .password }}"}}`, []string{"password"}},
		{`auth: {login: {grant: client_credentials, url: /token}}` + "\nclient_id: i", []string{"client_secret"}},
		{`auth: {login: {grant: password, url: /token}}` + "\nuser: u\npassword_file: p", nil},
		{`auth: {login: {grant: refresh_token, url: /token}}`, []string{"token"}},
		{`auth: {login: {grant: session, url: /token}}`, nil},
		{`auth: {bearer: "{{ .token }}"}` + "\nhttp: {authorization: {credentials: c}}", nil},
	} {
		cfg := decoded(t, c.config+plainStream)
		var missing []string
		for _, p := range cfg.Validate("https://desk.example") {
			require.Equal(t, "is required: the requests are authorised with it", p.Message)
			missing = append(missing, p.Path)
		}
		slices.Sort(missing)
		require.Equal(t, c.want, missing, c.config)
	}
}

func TestMappingChangesWithTheMap(t *testing.T) {
	one, other := decoded(t, plainStream), decoded(t, strings.Replace(plainStream, "id,", "id: .number,", 1))
	require.NotEqual(t, one.Mapping(), other.Mapping())
	again := decoded(t, plainStream)
	require.Equal(t, one.Mapping(), again.Mapping())
}
