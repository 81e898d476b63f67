package fake

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/sources/simulator/replay"
)

func begin() time.Time { return time.Date(2026, 6, 1, 5, 0, 0, 0, time.UTC) }

// TestZendesk records one desk for all tests of the account.
func TestZendesk(t *testing.T) {
	tape, err := replay.Record(t.Context(), t.TempDir(), simulator.Options{
		Seed: 3, Begin: begin(), Zone: time.UTC, Volume: 0.5, MaxPoll: 10 * time.Minute, Ordinary: true,
	}, begin().Add(7*24*time.Hour), time.Minute)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, tape.Close()) })
	for name, test := range map[string]func(*testing.T, *replay.Tape){
		"ExportsAreThoseOfTheDesk": testExportsAreThoseOfTheDesk,
		"ExportsMissNothing":       testExportsMissNothing,
		"TheLastMinute":            testTheLastMinute,
		"TiesByTime":               testTiesByTime,
		"ExcludeDeleted":           testExcludeDeleted,
		"EventsAreThoseOfTheDesk":  testEventsAreThoseOfTheDesk,
		"EventsAreAudits":          testEventsAreAudits,
		"Merges":                   testMerges,
		"Deletions":                testDeletions,
		"Metrics":                  testMetrics,
		"MetricEvents":             testMetricEvents,
		"Lists":                    testLists,
		"Surveys":                  testSurveys,
		"Calls":                    testCalls,
		"People":                   testPeople,
		"Settings":                 testSettings,
		"Search":                   testSearch,
		"Limits":                   testLimits,
		"Credentials":              testCredentials,
		"Tokens":                   testTokens,
		"Refusals":                 testRefusals,
		"Disturbed":                testDisturbed,
		"AnotherHost":              testAnotherHost,
	} {
		t.Run(name, func(t *testing.T) { test(t, tape.Copy()) })
	}
}

// instants at which the desk is compared.
func instants() []time.Duration {
	return []time.Duration{3 * time.Hour, 31*time.Hour + 90*time.Second, 6*24*time.Hour + 7*time.Minute}
}

// client follows the documented rules and nothing else.
type client struct {
	t      *testing.T
	server *Server
	clock  *api.Clock
	tape   *replay.Tape
	user   string
	secret string
	bearer string
}

func newClient(t *testing.T, o api.Options, after time.Duration) *client {
	t.Helper()
	clock := api.NewClock(begin().Add(after))
	o.Clock = clock
	return &client{t: t, server: New(o), clock: clock, tape: o.Tape, user: AdminUser, secret: AdminToken}
}

// answer is what has come back.
type answer struct {
	status int
	header http.Header
	body   []byte
	broken bool
}

// do asks once. An address of any host goes to the server.
func (c *client) do(target string) answer {
	c.t.Helper()
	if target[0] == '/' {
		target = "https://desk.example/api/v2" + target
	}
	req := httptest.NewRequest(http.MethodGet, target, nil)
	switch {
	case c.bearer != "":
		req.Header.Set("Authorization", "Bearer "+c.bearer)
	case c.user != "":
		req.SetBasicAuth(c.user, c.secret)
	}
	return c.send(req)
}

func (c *client) send(req *http.Request) answer {
	c.t.Helper()
	res, err := (&api.Network{Handler: c.server, Clock: c.clock}).RoundTrip(req)
	require.NoError(c.t, err)
	text, err := io.ReadAll(res.Body)
	require.NoError(c.t, res.Body.Close())
	return answer{res.StatusCode, res.Header, text, err != nil}
}

// get asks until it is told something.
func (c *client) get(target string) answer {
	c.t.Helper()
	for {
		a := c.do(target)
		switch {
		case a.status == http.StatusTooManyRequests || a.status == http.StatusServiceUnavailable:
			wait := a.header.Get("Retry-After")
			if wait == "" {
				wait = a.header.Get("Ratelimit-Reset")
			}
			seconds, err := strconv.Atoi(wait + map[bool]string{true: "1"}[wait == ""])
			require.NoError(c.t, err)
			c.clock.Advance(time.Duration(seconds) * time.Second)
		case a.broken, a.status >= 500, strings.HasPrefix(a.header.Get("Content-Type"), "text/html"):
			c.clock.Advance(time.Second)
		default:
			return a
		}
	}
}

// one reads an answer.
func (c *client) one(target string) map[string]any {
	c.t.Helper()
	a := c.get(target)
	require.Equal(c.t, http.StatusOK, a.status, "%s: %s", target, a.body)
	var body map[string]any
	require.NoError(c.t, json.Unmarshal(a.body, &body))
	return body
}

func rowsOf(t *testing.T, body map[string]any, key string) []map[string]any {
	t.Helper()
	list, ok := body[key].([]any)
	require.True(t, ok, key)
	rows := make([]map[string]any, 0, len(list))
	for _, each := range list {
		row, ok := each.(map[string]any)
		require.True(t, ok)
		rows = append(rows, row)
	}
	return rows
}

// cursorWalk reads an export by cursor to the end of the stream.
func (c *client) cursorWalk(key, target string) (rows []map[string]any, cursor string) {
	c.t.Helper()
	for {
		body := c.one(target)
		rows = append(rows, rowsOf(c.t, body, key)...)
		if next, ok := body["after_cursor"].(string); ok {
			cursor = next
		}
		if body["end_of_stream"] == true {
			return rows, cursor
		}
		target = str(body["after_url"])
	}
}

// timeWalk reads an export by start times to the end of the stream.
func (c *client) timeWalk(key, target string) (rows []map[string]any, end int64) {
	c.t.Helper()
	for {
		body := c.one(target)
		rows = append(rows, rowsOf(c.t, body, key)...)
		if body["end_time"] != nil {
			end = num(body["end_time"])
		}
		if body["end_of_stream"] == true {
			return rows, end
		}
		target = str(body["next_page"])
	}
}

// list reads a list by cursor, until it has no more.
func (c *client) list(key, target string) (rows []map[string]any) {
	c.t.Helper()
	u, err := url.Parse(target)
	require.NoError(c.t, err)
	q := u.Query()
	if !q.Has("page[size]") {
		q.Set("page[size]", "100")
	}
	u.RawQuery = q.Encode()
	target = u.String()
	for {
		body := c.one(target)
		rows = append(rows, rowsOf(c.t, body, key)...)
		meta, _ := body["meta"].(map[string]any)
		links, _ := body["links"].(map[string]any)
		if meta["has_more"] != true {
			return rows
		}
		target = str(links["next"])
	}
}

func str(v any) string { s, _ := v.(string); return s }

func num(v any) int64 { f, _ := v.(float64); return int64(f) }

func when(t *testing.T, v any) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, str(v))
	require.NoError(t, err)
	return at
}

// newest keeps the last row of each id.
func newest(rows []map[string]any) map[int64]map[string]any {
	all := map[int64]map[string]any{}
	for _, row := range rows {
		all[num(row["id"])] = row
	}
	return all
}
