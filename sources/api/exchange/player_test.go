package exchange

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// playing returns the transport of the only source, and its player.
func playing(t *testing.T, lines ...string) (http.RoundTripper, *Player) {
	t.Helper()
	exchanges, err := read("desk.jsonl", strings.NewReader(strings.Join(lines, "\n")))
	require.NoError(t, err)
	p, err := NewPlayer([]File{{Name: "desk", Exchanges: exchanges}})
	require.NoError(t, err)
	desk := Source{Name: "desk", Host: "new.example"}
	return p.For(desk, []Source{desk}), p
}

func asked(ctx context.Context, t *testing.T, rt http.RoundTripper, method, address, body string) (string, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(ctx, method, "https://new.example"+address, strings.NewReader(body))
	require.NoError(t, err)
	resp, err := rt.RoundTrip(req)
	if err != nil {
		return "", err
	}
	require.NoError(t, resp.Body.Close())
	return resp.Header.Get("Which"), nil
}

func TestPlayer(t *testing.T) {
	rt, p := playing(t,
		`{"method":"GET","url":"https://old.example/tickets?api_key=%3Csecret%3E&page=1","status":200,"headers":{"Content-Type":"application/json"},"body":{"n":1}}`,
		`{"method":"GET","url":"https://old.example/tickets?api_key=%3Csecret%3E&page=1","status":200,"body":{"n":2}}`,
		``,
		`{"method":"POST","url":"https://old.example/search","request_body":{"q":"x","token":"<secret>"},"status":200,"body":[3]}`,
		`{"method":"POST","url":"https://old.example/login","request_body":"client_secret=%3Csecret%3E&grant_type=x","status":503,"headers":{"Content-Type":"text/html"},"body":"not JSON"}`,
		`{"method":"GET","url":"https://old.example/nothing","status":204}`,
	)
	for _, want := range []string{`{"n":1}`, `{"n":2}`, `{"n":2}`} {
		_, got := send(t, rt, "GET", "https://new.example/tickets?page=1&api_key=other", "")
		require.JSONEq(t, want, got)
	}
	_, got := send(t, rt, "POST", "https://new.example/search", `{"token":"mine","q":"x"}`)
	require.JSONEq(t, `[3]`, got)
	status, got := send(t, rt, "POST", "https://new.example/login", "grant_type=x&client_secret=mine")
	require.Equal(t, "not JSON", got)
	require.Equal(t, http.StatusServiceUnavailable, status)
	require.Equal(t, 1, p.Unused())
	status, got = send(t, rt, "GET", "https://new.example/nothing", "")
	require.Equal(t, http.StatusNoContent, status)
	require.Empty(t, got)
	require.Zero(t, p.Unused())
	require.Empty(t, p.Similar())

	for _, wrong := range []struct{ method, url, body string }{
		{"GET", "/tickets?page=2&api_key=other", ""},
		{"GET", "/tickets?page=1&api_key=other&status=open", ""},
		{"POST", "/search", `{"token":"mine","q":"y"}`},
		{"POST", "/tickets?page=1&api_key=other", ""},
	} {
		_, err := asked(t.Context(), t, rt, wrong.method, wrong.url, wrong.body)
		require.ErrorIs(t, err, ErrUnmatched)
		require.NotContains(t, err.Error(), "other")
	}
	require.Len(t, p.Unmatched(), 4)
	require.Equal(t, "GET /tickets?page=2", p.Unmatched()[0])
}

// recordedAs is a line whose answer names it.
func recordedAs(which, method, address, body string) string {
	line := `{"method":"` + method + `","url":"https://old.example` + address + `","status":200,"headers":{"Which":"` + which + `"}`
	if body != "" {
		line += `,"request_body":` + body
	}
	return line + `,"body":{}}`
}

// A request is answered however it was spelled in the recording, by what was asked a little differently where
// nothing else was recorded, and never by the answer to something else.
func TestWhichAnswerIsPlayed(t *testing.T) {
	const search = `{"query":{"operator":"AND","value":[{"field":"updated_at","operator":">","value":1710000000}]},"sort":{"field":"updated_at","order":"descending"},"pagination":{"per_page":50}}`
	for name, c := range map[string]struct {
		recording []string // as method address body
		asks      Asks
		method    string
		address   string
		body      string
		want      string
		similar   bool
	}{
		"order and encoding of parameters":   {recording: []string{"GET /tickets?page%5Bsize%5D=5&role%5B%5D=b&role%5B%5D=a"}, address: "/tickets?role[]=a&role[]=b&page[size]=5", want: "0"},
		"parameters without a value":         {recording: []string{"GET /tickets?cursor=&start_time=1700000000"}, address: "/tickets?start_time=1700000000", want: "0"},
		"a path's ending":                    {recording: []string{"GET /groups.json"}, address: "/groups/", want: "0"},
		"a page's size":                      {recording: []string{"GET /tickets?per_page=1&page=2"}, address: "/tickets?page=2&per_page=100", want: "0"},
		"the first page, said or not":        {recording: []string{"GET /tickets?page=1"}, address: "/tickets", want: "0"},
		"another page":                       {recording: []string{"GET /tickets?page=1"}, address: "/tickets?page=2"},
		"another cursor":                     {recording: []string{"GET /tickets?cursor=a"}, address: "/tickets?cursor=b"},
		"a filter that filters nothing":      {recording: []string{"GET /tickets"}, address: "/tickets?status=all", want: "0"},
		"a filter":                           {recording: []string{"GET /tickets"}, address: "/tickets?status=closed"},
		"what is to come along":              {recording: []string{"GET /tickets?include=users"}, address: "/tickets?include=stats", want: "0", similar: true},
		"another beginning":                  {recording: []string{"GET /tickets?since=2024-01-01T00:00:00Z"}, address: "/tickets?since=1710000000", want: "0", similar: true},
		"the beginning of all":               {recording: []string{"GET /tickets?start_time=0"}, address: "/tickets?start_time=1710000000", want: "0", similar: true},
		"a beginning in a query":             {recording: []string{"GET /search?q=updated%3A%3E%272024-01-01%27"}, address: "/search?q=updated:>'2025-06-01T10:00:00Z'", want: "0", similar: true},
		"another query":                      {recording: []string{"GET /search?q=updated%3A%3E%272024-01-01%27"}, address: "/search?q=created:>'2025-06-01T10:00:00Z'"},
		"no beginning":                       {recording: []string{"GET /tickets"}, address: "/tickets?since=1710000000", want: "0", similar: true},
		"ids are no points in time":          {recording: []string{"GET /messages?ticket_id=1700000000"}, address: "/messages?ticket_id=1710000000"},
		"what is meant exactly comes first":  {recording: []string{"GET /tickets?since=1700000000", "GET /tickets?since=1710000000"}, address: "/tickets?since=1710000000", want: "1"},
		"the last beginning before ours":     {recording: []string{"GET /tickets?since=1690000000", "GET /tickets?since=1700000000", "GET /tickets?since=1720000000"}, address: "/tickets?since=1710000000", want: "1", similar: true},
		"another order":                      {recording: []string{"GET /tickets?sort_by=created_at"}, address: "/tickets?sort_by=updated_at", want: "0", similar: true},
		"another order where that matters":   {recording: []string{"GET /tickets?sort_by=created_at"}, address: "/tickets?sort_by=updated_at", asks: Asks{Ordered: true}},
		"only less was recorded":             {recording: []string{"GET /tickets?mailbox=7"}, address: "/tickets", want: "0", similar: true},
		"less, where all was recorded":       {recording: []string{"GET /tickets?mailbox=7", "GET /tickets?since=1700000000"}, address: "/tickets?since=1710000000", want: "1", similar: true},
		"another version of the interface":   {recording: []string{"GET /v2/tickets/7"}, address: "/v3/tickets/7", want: "0", similar: true},
		"another ticket":                     {recording: []string{"GET /v2/tickets/7"}, address: "/v2/tickets/8"},
		"the instant is the place":           {recording: []string{"GET /tickets?start_time=1700000000"}, address: "/tickets?start_time=1710000000", asks: Asks{Further: true}},
		"the instant is not the place":       {recording: []string{"GET /tickets?start_time=1700000000&cursor=b"}, address: "/tickets?start_time=1710000000&cursor=b", asks: Asks{Further: true}, want: "0", similar: true},
		"a login, whoever it was":            {recording: []string{`POST /token {"client_id":"x","grant_type":"client_credentials"}`}, method: "POST", address: "/token", body: "grant_type=client_credentials&client_id=y", asks: Asks{Login: true}, want: "0"},
		"a form that stands in a text":       {recording: []string{`POST /token "grant_type=x&scope=a"`}, method: "POST", address: "/token", body: "scope=a&grant_type=x", want: "0"},
		"JSON that stands in a text":         {recording: []string{`POST /search "{\"b\":[1,2],\"a\":\"x\"}"`}, method: "POST", address: "/search", body: `{"a":"x","b":[1,2]}`, want: "0"},
		"a body that nobody wrote down":      {recording: []string{`POST /search`}, method: "POST", address: "/search", body: search, want: "0", similar: true},
		"null is no body":                    {recording: []string{`POST /search null`}, method: "POST", address: "/search", body: search, want: "0", similar: true},
		"a body with another beginning":      {recording: []string{`POST /search {"query":{"field":"updated_at","operator":">=","value":1700000000},"pagination":{"per_page":150}}`}, method: "POST", address: "/search", body: search, want: "0", similar: true},
		"a body with another clock":          {recording: []string{`POST /search {"query":{"operator":"AND","value":[{"field":"created_at","operator":">","value":"1700000000"}]}}`}, method: "POST", address: "/search", body: search, want: "0", similar: true},
		"a body that asks something else":    {recording: []string{`POST /search {"query":{"field":"open","operator":"=","value":true}}`}, method: "POST", address: "/search", body: search},
		"a body of another page":             {recording: []string{`POST /search {"query":{"field":"updated_at","value":1700000000},"pagination":{"starting_after":"b"}}`}, method: "POST", address: "/search", body: search},
		"a GET has no body":                  {recording: []string{`GET /tickets {}`}, address: "/tickets", want: "0"},
		"credentials are nobody's business":  {recording: []string{`GET /tickets?access_token=abc`}, address: "/tickets", want: "0"},
		"what is hidden is everything":       {recording: []string{`GET /tickets?key=abc`}, address: "/tickets?key=%3Csecret%3E", want: "0"},
		"a query of GraphQL, with its words": {recording: []string{`POST /graphql {"query":"{ tickets\n  { id } }","variables":{"since":"2024-01-01T00:00:00Z"}}`}, method: "POST", address: "/graphql", body: `{"query":"{ tickets { id } }","variables":{"since":"2025-01-01T00:00:00Z"}}`, want: "0", similar: true},
	} {
		t.Run(name, func(t *testing.T) {
			var lines []string
			for i, r := range c.recording {
				part := append(strings.SplitN(r, " ", 3), "")
				lines = append(lines, recordedAs(string(rune('0'+i)), part[0], part[1], part[2]))
			}
			rt, p := playing(t, lines...)
			if c.method == "" {
				c.method = "GET"
			}
			got, err := asked(c.asks.In(t.Context()), t, rt, c.method, c.address, c.body)
			if c.want == "" {
				require.ErrorIs(t, err, ErrUnmatched)
				require.Len(t, p.Unmatched(), 1)
				require.Empty(t, p.Similar())
				return
			}
			require.NoError(t, err)
			require.Equal(t, c.want, got)
			require.Equal(t, c.similar, len(p.Similar()) == 1)
			again, err := asked(c.asks.In(t.Context()), t, rt, c.method, c.address, c.body)
			require.NoError(t, err)
			require.Equal(t, got, again, "what is asked again is answered again")
		})
	}
}

// The pages of a walk whose instants are its places end where the recording does: the last is not played for ever.
func TestRecordingEnds(t *testing.T) {
	rt, p := playing(t, recordedAs("0", "GET", "/tickets?start_time=0", ""), recordedAs("1", "GET", "/tickets?start_time=1700000000", ""))
	for _, step := range []struct {
		address string
		further bool
		want    string
	}{
		{"/tickets?start_time=1600000000", false, "0"},
		{"/tickets?start_time=1700000000", true, "1"},
		{"/tickets?start_time=1700000500", true, ""},
		{"/tickets?start_time=1700000600", false, "1"},
	} {
		got, err := asked(Asks{Further: step.further}.In(t.Context()), t, rt, "GET", step.address, "")
		require.Equal(t, step.want, got, step.address)
		require.Equal(t, step.want == "", err != nil)
	}
	require.Equal(t, []string{"GET /tickets?start_time=1700000500"}, p.Unmatched())
}

// Where bodies were not written down, each new request has the next answer, and no answer is given twice.
func TestBodiesThatNobodyWroteDown(t *testing.T) {
	rt, _ := playing(t, recordedAs("0", "POST", "/search", ""), recordedAs("1", "POST", "/search", ""))
	for _, step := range []struct{ body, want string }{{`{"page":"a"}`, "0"}, {`{"page":"b"}`, "1"}, {`{"page":"a"}`, "0"}, {`{"page":"c"}`, ""}} {
		got, err := asked(t.Context(), t, rt, "POST", "/search", step.body)
		require.Equal(t, step.want, got)
		require.Equal(t, step.want == "", err != nil)
	}
}

func TestOptionalRequests(t *testing.T) {
	rt, p := playing(t, recordedAs("0", "GET", "/tickets", ""))
	_, err := asked(Asks{Optional: true}.In(t.Context()), t, rt, "GET", "/surveys", "")
	require.ErrorIs(t, err, ErrUnmatched)
	require.Equal(t, []string{"GET /surveys"}, p.Absent())
	require.Empty(t, p.Unmatched())
}

// Several sources: an exchange answers the one that it belongs to, by its file or its host.
func TestWhoseRecording(t *testing.T) {
	file := func(name, host string) File {
		return File{Name: name, Exchanges: []Exchange{{Method: "GET", URL: "https://" + host + "/groups", Status: 200, Headers: Headers{"which": name}}}}
	}
	sources := []Source{{"one", "one.example"}, {"two", "two.example"}}
	for name, c := range map[string]struct {
		files    []File
		one, two string
	}{
		"by the file":   {[]File{file("two", "x.example"), file("one", "x.example")}, "one", "two"},
		"by the folder": {[]File{file("two/b", "x.example"), file("one/a", "x.example")}, "one/a", "two/b"},
		"by the host":   {[]File{file("b", "two.example"), file("a", "one.example")}, "a", "b"},
		"nobody's":      {[]File{file("a", "x.example")}, "a", "a"},
		"another's":     {[]File{file("a", "two.example")}, "", "a"},
		"mine is first": {[]File{file("a", "x.example"), file("b", "one.example")}, "b", "a"},
	} {
		p, err := NewPlayer(c.files)
		require.NoError(t, err)
		for i, want := range []string{c.one, c.two} {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+sources[i].Host+"/groups", http.NoBody)
			require.NoError(t, err)
			resp, err := p.For(sources[i], sources).RoundTrip(req)
			if want == "" {
				require.ErrorIs(t, err, ErrUnmatched, name)
				continue
			}
			require.NoError(t, err, name)
			require.NoError(t, resp.Body.Close())
			require.Equal(t, want, resp.Header.Get("Which"), name)
		}
	}
}

// A redirect within the recorded host stays with the source; how a body was carried is not how it is played.
func TestPlayedHeaders(t *testing.T) {
	rt, _ := playing(t, `{"method":"GET","url":"http://old.example:8080/a","status":301,"headers":{"LOCATION":["http://old.example:8080/b"],"content-encoding":"gzip","Content-Length":5,"link":["<x>; rel=next","<y>; rel=prev"]}}`)
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://new.example/a", http.NoBody)
	require.NoError(t, err)
	resp, err := rt.RoundTrip(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	require.Equal(t, http.Header{"Location": {"https://new.example/b"}, "Link": {"<x>; rel=next, <y>; rel=prev"}}, resp.Header)
}
