package fake

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
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

// TestHelpScout records one desk for all tests of the account.
func TestHelpScout(t *testing.T) {
	tape, err := replay.Record(t.Context(), t.TempDir(), simulator.Options{
		Seed: 3, Begin: begin(), Zone: time.UTC, Volume: 0.5, MaxPoll: 10 * time.Minute, Ordinary: true,
	}, begin().Add(6*24*time.Hour), time.Minute)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, tape.Close()) })
	for name, test := range map[string]func(*testing.T, *replay.Tape){
		"ConversationsAreThoseOfTheDesk": testConversationsAreThoseOfTheDesk,
		"WhatIsInNoList":                 testWhatIsInNoList,
		"ThreadsAreThoseOfTheDesk":       testThreadsAreThoseOfTheDesk,
		"HistoryOfTheDesk":               testHistoryOfTheDesk,
		"ChangesArePolled":               testChangesArePolled,
		"Merges":                         testMerges,
		"Chats":                          testChats,
		"Filters":                        testFilters,
		"Refusals":                       testRefusals,
		"Pages":                          testPages,
		"Limit":                          testLimit,
		"Tokens":                         testTokens,
		"Faults":                         testFaults,
		"Lookups":                        testLookups,
		"Customers":                      testCustomers,
		"Ratings":                        testRatings,
		"SystemUsers":                    testSystemUsers,
		"AtOnce":                         testAtOnce,
	} {
		t.Run(name, func(t *testing.T) { test(t, tape) })
	}
}

func instants() []time.Duration {
	return []time.Duration{0, 7*time.Hour + 30*time.Second, 26 * time.Hour, 95 * time.Hour, 6 * 24 * time.Hour}
}

// client follows the documented rules and nothing else.
type client struct {
	t      *testing.T
	server *Server
	clock  *api.Clock
	token  string
	header http.Header
}

func newClient(t *testing.T, o api.Options, after time.Duration) *client {
	t.Helper()
	clock := api.NewClock(begin().Add(after))
	o.Clock = clock
	return &client{t: t, server: New(o), clock: clock, header: http.Header{}}
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
func (c *client) do(method, target, body string) answer {
	c.t.Helper()
	if target[0] == '/' {
		target = "https://" + Host + target
	}
	req := httptest.NewRequest(method, target, strings.NewReader(body))
	for name, values := range c.header {
		req.Header[name] = values
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	res, err := (&api.Network{Handler: c.server, Clock: c.clock}).RoundTrip(req)
	require.NoError(c.t, err)
	text, err := io.ReadAll(res.Body)
	require.NoError(c.t, res.Body.Close())
	return answer{res.StatusCode, res.Header, text, err != nil}
}

// login gets a token.
func (c *client) login() {
	c.t.Helper()
	c.token = ""
	for {
		a := c.do(http.MethodPost, "/v2/oauth2/token?grant_type=client_credentials&client_id="+AppID+"&client_secret="+AppSecret, "")
		var got struct {
			Token string `json:"access_token"`
			Type  string `json:"token_type"`
			Life  int    `json:"expires_in"`
		}
		if c.patient(a) {
			continue
		}
		require.Equal(c.t, http.StatusOK, a.status, "%s", a.body)
		require.NoError(c.t, json.Unmarshal(a.body, &got))
		require.Equal(c.t, "bearer", got.Type)
		require.Equal(c.t, 172800, got.Life)
		c.token = got.Token
		return
	}
}

// patient waits where a request is to be made again.
func (c *client) patient(a answer) bool {
	switch {
	case a.status == http.StatusTooManyRequests:
		wait, err := strconv.Atoi(a.header.Get("X-RateLimit-Retry-After"))
		require.NoError(c.t, err)
		c.clock.Advance(time.Duration(wait) * time.Second)
	case a.broken, a.status >= 500, strings.HasPrefix(a.header.Get("Content-Type"), "text/html"):
		c.clock.Advance(time.Second)
	default:
		return false
	}
	return true
}

// get asks until it is told something: it waits where it has to, and gets a new token where it needs one.
func (c *client) get(target string) answer {
	c.t.Helper()
	if c.token == "" {
		c.login()
	}
	for logins := 0; ; {
		a := c.do(http.MethodGet, target, "")
		switch {
		case c.patient(a):
		case a.status == http.StatusUnauthorized && logins < 5:
			logins++
			c.login()
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

// list is a page of a list.
type list[T any] struct {
	Embedded map[string][]T `json:"_embedded"`
	Links    map[string]struct {
		Href string `json:"href"`
	} `json:"_links"`
	Page struct {
		Size          int `json:"size"`
		TotalElements int `json:"totalElements"`
		TotalPages    int `json:"totalPages"`
		Number        int `json:"number"`
	} `json:"page"`
}

// all walks a list by its links.
func all[T any](c *client, name, target string) (rows []T) {
	c.t.Helper()
	for target != "" {
		var page list[T]
		c.one(target, &page)
		require.LessOrEqual(c.t, len(page.Embedded[name]), page.Page.Size)
		rows = append(rows, page.Embedded[name]...)
		target = page.Links["next"].Href
	}
	return rows
}

type person struct {
	ID    int64  `json:"id"`
	Type  string `json:"type"`
	Email string `json:"email"`
}

type conversation struct {
	ID        int64  `json:"id"`
	Number    int64  `json:"number"`
	Threads   int    `json:"threads"`
	Type      string `json:"type"`
	Status    string `json:"status"`
	State     string `json:"state"`
	Subject   string `json:"subject"`
	Mailbox   int64  `json:"mailboxId"`
	Assignee  *person
	CreatedBy person     `json:"createdBy"`
	CreatedAt time.Time  `json:"createdAt"`
	ClosedBy  int64      `json:"closedBy"`
	ClosedAt  *time.Time `json:"closedAt"`
	Touched   time.Time  `json:"userUpdatedAt"`
	Waiting   struct {
		Time *time.Time `json:"time"`
	} `json:"customerWaitingSince"`
	Source   source                        `json:"source"`
	Tags     []struct{ Tag string }        `json:"tags"`
	Customer person                        `json:"primaryCustomer"`
	Fields   []struct{ Name, Text string } `json:"customFields"`
	Embedded struct {
		Threads []thread `json:"threads"`
	} `json:"_embedded"`
}

type source struct{ Type, Via string }

type thread struct {
	ID     int64  `json:"id"`
	Type   string `json:"type"`
	Status string `json:"status"`
	Action struct {
		Type, Text string
		Entities   map[string]int64 `json:"associatedEntities"`
	} `json:"action"`
	Body      string         `json:"body"`
	Source    source         `json:"source"`
	CreatedBy person         `json:"createdBy"`
	Assigned  person         `json:"assignedTo"`
	CreatedAt time.Time      `json:"createdAt"`
	Rating    map[string]any `json:"rating"`
}

// conversations walks the list; what was sent twice is there once.
func (c *client) conversations(query string) map[int64]conversation {
	c.t.Helper()
	found := map[int64]conversation{}
	for _, each := range all[conversation](c, "conversations", "/v2/conversations"+query) {
		found[each.ID] = each
	}
	return found
}

func (c *client) threads(id int64) []thread {
	return all[thread](c, "threads", "/v2/conversations/"+decimal(id)+"/threads")
}

// frame is what the server shows.
func (c *client) frame(tape *replay.Tape) *replay.Frame { return tape.At(c.clock.Now()) }
