package fake

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/sources/simulator/replay"
)

func begin() time.Time { return time.Date(2026, 6, 1, 5, 0, 0, 0, time.UTC) }

func record(t *testing.T) *replay.Tape {
	t.Helper()
	tape, err := replay.Record(t.Context(), t.TempDir(), simulator.Options{
		Seed: 3, Begin: begin(), Zone: time.UTC, Volume: 0.5, MaxPoll: 10 * time.Minute, Ordinary: true,
	}, begin().Add(6*24*time.Hour), time.Minute)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, tape.Close()) })
	return tape
}

// client follows the documented rules and nothing else.
type client struct {
	t      *testing.T
	server *Server
	clock  *api.Clock
	key    string
	header http.Header
}

func newClient(t *testing.T, o api.Options, after time.Duration) *client {
	t.Helper()
	if o.Tape == nil {
		o.Tape = record(t)
	}
	clock := api.NewClock(begin().Add(after))
	o.Clock = clock
	return &client{t: t, server: New(o), clock: clock, key: APIKey, header: http.Header{}}
}

// do asks once.
func (c *client) do(method, target string) *http.Response {
	c.t.Helper()
	if target[0] == '/' {
		target = "https://" + Host + base + target
	}
	req := httptest.NewRequest(method, target, nil)
	for name, values := range c.header {
		req.Header[name] = values
	}
	if c.key != "" {
		req.SetBasicAuth(c.key, "X")
	}
	res, err := (&api.Network{Handler: c.server, Clock: c.clock}).RoundTrip(req)
	require.NoError(c.t, err)
	return res
}

// get asks until it is not told to wait.
func (c *client) get(target string) *http.Response {
	c.t.Helper()
	for {
		res := c.do(http.MethodGet, target)
		if res.StatusCode != http.StatusTooManyRequests {
			return res
		}
		wait, err := time.ParseDuration(res.Header.Get("Retry-After") + "s")
		require.NoError(c.t, err)
		c.clock.Advance(wait)
	}
}

func body(t *testing.T, res *http.Response) []byte {
	t.Helper()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return text
}

func (c *client) one(target string, into any) {
	c.t.Helper()
	res := c.get(target)
	text := body(c.t, res)
	require.Equal(c.t, http.StatusOK, res.StatusCode, "%s: %s", target, text)
	require.NoError(c.t, json.Unmarshal(text, into))
}

// all walks a list by its links.
func all[T any](c *client, target string) (rows []T) {
	c.t.Helper()
	link := regexp.MustCompile(`^<([^>]+)>; rel="next"$`)
	for {
		res := c.get(target)
		text := body(c.t, res)
		require.Equal(c.t, http.StatusOK, res.StatusCode, "%s: %s", target, text)
		var page []T
		require.NoError(c.t, json.Unmarshal(text, &page))
		rows = append(rows, page...)
		if res.Header.Get("Link") == "" {
			return rows
		}
		next := link.FindStringSubmatch(res.Header.Get("Link"))
		require.Len(c.t, next, 2)
		target = next[1]
	}
}

func query(pairs ...string) string {
	q := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return "?" + q.Encode()
}

// seen is a ticket as a client knows it.
type seen struct {
	ID          int64                 `json:"id"`
	Status      int                   `json:"status"`
	Priority    int                   `json:"priority"`
	Source      int                   `json:"source"`
	GroupID     int64                 `json:"group_id"`
	ResponderID *int64                `json:"responder_id"`
	RequesterID int64                 `json:"requester_id"`
	ProductID   int64                 `json:"product_id"`
	Type        *string               `json:"type"`
	Tags        []string              `json:"tags"`
	Spam        bool                  `json:"spam"`
	Deleted     bool                  `json:"deleted"`
	CreatedAt   time.Time             `json:"created_at"`
	UpdatedAt   time.Time             `json:"updated_at"`
	Text        string                `json:"description_text"`
	Times       map[string]*time.Time `json:"stats"`
}

type said struct {
	ID         int64      `json:"id"`
	Incoming   bool       `json:"incoming"`
	Private    bool       `json:"private"`
	UserID     int64      `json:"user_id"`
	TicketID   int64      `json:"ticket_id"`
	Text       string     `json:"body_text"`
	Automation *int64     `json:"automation_id"`
	Auto       bool       `json:"auto_response"`
	CreatedAt  time.Time  `json:"created_at"`
	EditedAt   *time.Time `json:"last_edited_at"`
}

func path(format string, args ...any) string { return fmt.Sprintf(format, args...) }
