package fake

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/sources/simulator/replay"
)

func begin() time.Time { return time.Date(2026, 6, 1, 5, 0, 0, 0, time.UTC) }

// TestFreshdesk records one desk for all tests of the account.
func TestFreshdesk(t *testing.T) {
	tape, err := replay.Record(t.Context(), t.TempDir(), simulator.Options{
		Seed: 3, Begin: begin(), Zone: time.UTC, Volume: 0.5, MaxPoll: 10 * time.Minute, Ordinary: true,
	}, begin().Add(6*24*time.Hour), time.Minute)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, tape.Close()) })
	for name, test := range map[string]func(*testing.T, *replay.Tape){
		"TicketsAreThoseOfTheDesk":       testTicketsAreThoseOfTheDesk,
		"ConversationsAreThoseOfTheDesk": testConversationsAreThoseOfTheDesk,
		"EmbeddedConversations":          testEmbeddedConversations,
		"Limits":                         testLimits,
		"Refusals":                       testRefusals,
		"ChangesArePolled":               testChangesArePolled,
		"HourlyTies":                     testHourlyTies,
		"SearchIsLate":                   testSearchIsLate,
		"OldTickets":                     testOldTickets,
		"AtOnce":                         testAtOnce,
		"Activities":                     testActivities,
		"Ratings":                        testRatings,
		"Lookups":                        testLookups,
	} {
		t.Run(name, func(t *testing.T) { test(t, tape) })
	}
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
	clock := api.NewClock(begin().Add(after))
	o.Clock = clock
	return &client{t: t, server: New(o), clock: clock, key: APIKey, header: http.Header{}}
}

// answer is what has come back.
type answer struct {
	status int
	header http.Header
	body   []byte
	// broken tells that the answer was cut off.
	broken bool
}

// do asks once.
func (c *client) do(method, target string) answer {
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
	text, err := io.ReadAll(res.Body)
	require.NoError(c.t, res.Body.Close())
	return answer{res.StatusCode, res.Header, text, err != nil}
}

// get asks until it is told something: it waits where it has to, and asks again where something is broken.
func (c *client) get(target string) answer {
	c.t.Helper()
	for {
		a := c.do(http.MethodGet, target)
		switch {
		case a.status == http.StatusTooManyRequests:
			wait, err := time.ParseDuration(a.header.Get("Retry-After") + "s")
			require.NoError(c.t, err)
			c.clock.Advance(wait)
		case a.broken, a.status >= 500, strings.HasPrefix(a.header.Get("Content-Type"), "text/html"):
			c.clock.Advance(time.Second)
		default:
			return a
		}
	}
}

func (c *client) one(target string, into any) {
	c.t.Helper()
	a := c.get(target)
	require.Equal(c.t, http.StatusOK, a.status, "%s: %s", target, a.body)
	require.NoError(c.t, json.Unmarshal(a.body, into))
}

// all walks a list by its links.
func all[T any](c *client, target string) (rows []T) {
	c.t.Helper()
	link := regexp.MustCompile(`^<([^>]+)>; rel="next"$`)
	for {
		a := c.get(target)
		require.Equal(c.t, http.StatusOK, a.status, "%s: %s", target, a.body)
		var page []T
		require.NoError(c.t, json.Unmarshal(a.body, &page))
		rows = append(rows, page...)
		if a.header.Get("Link") == "" {
			return rows
		}
		next := link.FindStringSubmatch(a.header.Get("Link"))
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
	Source     int        `json:"source"`
	Text       string     `json:"body_text"`
	Automation *int64     `json:"automation_id"`
	Auto       bool       `json:"auto_response"`
	CreatedAt  time.Time  `json:"created_at"`
	EditedAt   *time.Time `json:"last_edited_at"`
}

func path(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// ids gives tickets by their ids.
func ids(tickets []*replay.Ticket) func(func(int64, *replay.Ticket) bool) {
	return func(yield func(int64, *replay.Ticket) bool) {
		for _, t := range tickets {
			if !yield(t.ID, t) {
				return
			}
		}
	}
}
