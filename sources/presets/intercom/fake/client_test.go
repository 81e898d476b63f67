package fake

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/sources/simulator/replay"
)

// record lets a small desk live for some days.
func record(t testing.TB, days int, volume float64) *replay.Tape {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Rome")
	require.NoError(t, err)
	begin := time.Date(2026, 6, 1, 5, 0, 0, 0, time.UTC)
	tape, err := replay.Record(t.Context(), t.TempDir(), simulator.Options{
		Seed: 5, Begin: begin, Zone: zone, Volume: volume, MaxPoll: 10 * time.Minute, Ordinary: true,
	}, begin.Add(time.Duration(days)*24*time.Hour), time.Minute)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, tape.Close()) })
	return tape
}

// client asks as the documents say.
type client struct {
	t       testing.TB
	server  *Server
	clock   *api.Clock
	network *api.Network
	version string
	token   string
}

func newClient(t testing.TB, o api.Options) *client {
	t.Helper()
	c := &client{t: t, clock: api.NewClock(o.Tape.End), version: "2.16", token: AccessToken}
	o.Clock = c.clock
	c.server = New(o)
	c.network = &api.Network{Handler: c.server, Clock: c.clock}
	return c
}

type jsonObject = map[string]any

// ask sends a request; a nil body is a GET.
func (c *client) ask(path string, body any) (int, http.Header, jsonObject) {
	c.t.Helper()
	method, reader := http.MethodGet, io.Reader(nil)
	if body != nil {
		text, err := json.Marshal(body)
		require.NoError(c.t, err)
		method, reader = http.MethodPost, bytes.NewReader(text)
	}
	req, err := http.NewRequest(method, "https://api.eu.intercom.io"+path, reader)
	require.NoError(c.t, err)
	req.Header.Set("Authorization", "Bearer "+c.token)
	if c.version != "" {
		req.Header.Set("Intercom-Version", c.version)
	}
	res, err := c.network.RoundTrip(req)
	require.NoError(c.t, err)
	defer func() { require.NoError(c.t, res.Body.Close()) }()
	d := json.NewDecoder(res.Body)
	d.UseNumber()
	answer := jsonObject{}
	require.NoError(c.t, d.Decode(&answer))
	return res.StatusCode, res.Header, answer
}

func (c *client) get(path string) jsonObject {
	c.t.Helper()
	status, _, answer := c.ask(path, nil)
	require.Equal(c.t, http.StatusOK, status, "%s: %v", path, answer)
	return answer
}

func (c *client) post(path string, body any) jsonObject {
	c.t.Helper()
	status, _, answer := c.ask(path, body)
	require.Equal(c.t, http.StatusOK, status, "%s: %v", path, answer)
	return answer
}

// dig follows keys.
func dig(o any, keys ...string) any {
	for _, key := range keys {
		inner, ok := o.(jsonObject)
		if !ok {
			return nil
		}
		o = inner[key]
	}
	return o
}

func str(o any, keys ...string) string {
	text, _ := dig(o, keys...).(string)
	return text
}

func num(o any, keys ...string) int64 {
	n, ok := dig(o, keys...).(json.Number)
	if !ok {
		return 0
	}
	v, err := n.Int64()
	if err != nil {
		return 0
	}
	return v
}

func arr(o any, keys ...string) []any {
	all, _ := dig(o, keys...).([]any)
	return all
}

// search walks a search whole.
func (c *client) search(what string, query any, sort any, perPage int) (all []jsonObject) {
	c.t.Helper()
	paging := jsonObject{"per_page": perPage}
	for n := 1; ; n++ {
		body := jsonObject{"query": query, "pagination": paging}
		if sort != nil {
			body["sort"] = sort
		}
		answer := c.post("/"+what+"/search", body)
		for _, row := range arr(answer, what) {
			o, ok := row.(jsonObject)
			require.True(c.t, ok)
			all = append(all, o)
		}
		require.EqualValues(c.t, n, num(answer, "pages", "page"))
		after := str(answer, "pages", "next", "starting_after")
		if after == "" {
			return all
		}
		paging["starting_after"] = after
	}
}

func since(field string, at time.Time) jsonObject {
	return jsonObject{"field": field, "operator": ">", "value": at.Unix()}
}

func ascending(field string) jsonObject { return jsonObject{"field": field, "order": "ascending"} }
