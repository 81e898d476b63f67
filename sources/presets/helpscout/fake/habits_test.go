package fake

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// A list that embeds threads shows less than all of a chat; the list of its threads shows all.
func testChats(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true}, 6*24*time.Hour)
	cutOff, whole := 0, 0
	for id, each := range c.conversations("?status=all&embed=threads") {
		list := c.threads(id)
		if len(list) == len(each.Embedded.Threads) {
			whole++
			continue
		}
		require.Equal(t, "chat", each.Type)
		require.Less(t, len(each.Embedded.Threads), len(list))
		cutOff++
	}
	require.Positive(t, cutOff)
	require.Positive(t, whole)
}

func testFilters(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true}, 4*24*time.Hour)
	everything := c.conversations("?status=all")
	count := func(test func(conversation) bool) (n int) {
		for _, each := range everything {
			if test(each) {
				n++
			}
		}
		return n
	}
	anyone := slices.IndexFunc(c.frame(tape).Tickets, func(x *ticket) bool { return x.Agent != 0 && x.Status == "open" })
	busy := c.frame(tape).Tickets[anyone]
	since := begin().Add(90 * time.Hour).Format(stamp)
	for query, test := range map[string]func(conversation) bool{
		"":               func(x conversation) bool { return x.Status == "active" },
		"?status=active": func(x conversation) bool { return x.Status == "active" },
		"?status=open":   func(x conversation) bool { return x.Status == "active" || x.Status == "pending" },
		"?status=spam":   func(x conversation) bool { return x.Status == "spam" },
		"?status=all&mailbox=" + decimal(mailboxID(2)) + "," + decimal(mailboxID(3)): func(x conversation) bool {
			return x.Mailbox == mailboxID(2) || x.Mailbox == mailboxID(3)
		},
		"?status=all&number=" + decimal(firstNumber+busy.ID): func(x conversation) bool { return x.Number == firstNumber+busy.ID },
		"?status=all&assigned_to=" + decimal(userID(busy.Agent)): func(x conversation) bool {
			return x.Assignee != nil && x.Assignee.ID == userID(busy.Agent)
		},
		"?status=all&tag=gift": func(x conversation) bool {
			return slices.Contains(x.Tags, struct{ Tag string }{"gift"})
		},
		"?status=all&pageSize=1&per_page=1&unknown=x": func(conversation) bool { return true },
		"?status=all&query=" + url.QueryEscape(`(status:"closed" AND NOT mailboxid:`+decimal(mailboxID(1))+`)`): func(x conversation) bool {
			return x.Status == "closed" && x.Mailbox != mailboxID(1)
		},
		"?status=all&query=" + url.QueryEscape("createdAt:["+since+" TO *]"): func(x conversation) bool {
			return !x.CreatedAt.Before(begin().Add(90 * time.Hour))
		},
		"?status=all&query=" + url.QueryEscape(`status:("pending" OR "spam")`): func(x conversation) bool {
			return x.Status == "pending" || x.Status == "spam"
		},
		"?status=all&customFieldsByIds=" + decimal(fieldID(1, fieldPriority)) + ":Urgent": func(x conversation) bool {
			return x.Mailbox == mailboxID(1) && slices.ContainsFunc(x.Fields, func(f struct{ Name, Text string }) bool { return f.Text == "Urgent" })
		},
	} {
		require.Len(t, c.conversations(query), count(test), query)
		require.Positive(t, count(test), query)
	}
	for _, field := range sortFields() {
		rows := all[conversation](c, "conversations", "/v2/conversations?status=all&sortOrder=asc&sortField="+field)
		require.Len(t, rows, len(everything), field)
		if field == "number" {
			require.True(t, slices.IsSortedFunc(rows, func(a, b conversation) int { return int(a.Number - b.Number) }))
		}
	}
}

// What is not valid is refused in the vendor's shape; modifiedSince leaves out the instant itself.
func testRefusals(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true}, 26*time.Hour)
	for target, want := range map[string]struct {
		status int
		path   string
	}{
		"/v2/conversations?status=solved":                          {400, "status"},
		"/v2/conversations?sortField=updatedAt":                    {400, "sortField"},
		"/v2/conversations?sortOrder=up":                           {400, "sortOrder"},
		"/v2/conversations?embed=customers":                        {400, "embed"},
		"/v2/conversations?page=0":                                 {400, "page"},
		"/v2/conversations?page=x":                                 {400, "page"},
		"/v2/conversations?mailbox=-1":                             {400, "mailbox"},
		"/v2/conversations?modifiedSince=2026-06-01":               {400, "modifiedSince"},
		"/v2/conversations?modifiedSince=2026-06-01T00:00:00.000Z": {400, "modifiedSince"},
		"/v2/conversations?query=(colour:red)":                     {400, "query"},
		"/v2/conversations?query=(status:active":                   {400, "query"},
		"/v2/conversations?customFieldsByIds=x":                    {400, "customFieldsByIds"},
		"/v2/conversations/1":                                      {404, ""},
		"/v2/conversations/2500000001":                             {404, ""},
		"/v2/conversations/x":                                      {404, ""},
		"/v2/nowhere":                                              {404, ""},
		"/v1/conversations":                                        {404, ""},
		"/v3/conversations":                                        {404, ""},
		"/":                                                        {404, ""},
		"/v2/mailboxes/1":                                          {404, ""},
		"/v2/mailboxes/1/fields":                                   {404, ""},
		"/v2/mailboxes/1/folders":                                  {404, ""},
		"/v2/users/1":                                              {404, ""},
		"/v2/teams/1":                                              {404, ""},
		"/v2/teams/1/members":                                      {404, ""},
		"/v2/tags/1":                                               {404, ""},
		"/v2/ratings/1":                                            {404, ""},
		"/v2/customers/1":                                          {404, ""},
		"/v2/customers?sortField=age":                              {400, "sortField"},
		"/v2/customers?sortOrder=up":                               {400, "sortOrder"},
		"/v2/reports/happiness/ratings":                            {400, "start"},
		"/v2/reports/happiness":                                    {400, "start"},
		"/v2/reports/happiness/ratings?rating=bad":                 {400, "start"},
	} {
		a := c.get(target)
		require.Equal(t, want.status, a.status, target)
		var body struct {
			LogRef   string `json:"logRef"`
			Message  string `json:"message"`
			Embedded struct {
				Errors []struct{ Path, Message string } `json:"errors"`
			} `json:"_embedded"`
		}
		require.NoError(t, json.Unmarshal(a.body, &body), target)
		require.NotEmpty(t, body.LogRef, target)
		require.Equal(t, a.header.Get("Correlation-Id"), body.LogRef)
		require.NotEmpty(t, body.Message)
		if want.path != "" {
			require.Equal(t, want.path, body.Embedded.Errors[0].Path, target)
		}
	}
	require.Equal(t, http.StatusMethodNotAllowed, c.do(http.MethodDelete, "/v2/conversations/2500000007", "").status)
	newest := all[conversation](c, "conversations", "/v2/conversations?status=all&sortField=modifiedAt")
	last := c.server.view().find(newest[0].ID).modified
	require.NotContains(t, c.conversations("?status=all&modifiedSince="+last.Format(stamp)), newest[0].ID)
	require.Contains(t, c.conversations("?status=all&modifiedSince="+last.Add(-time.Second).Format(stamp)), newest[0].ID)
}

// Conversations come by 25, all else by 50; nothing has no _embedded; a row may come again, none is left out.
func testPages(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true}, 4*24*time.Hour)
	var page list[conversation]
	c.one("/v2/conversations?status=all&size=100&page=2", &page)
	require.Len(t, page.Embedded["conversations"], 25)
	require.Equal(t, 25, page.Page.Size)
	require.Equal(t, 2, page.Page.Number)
	require.Equal(t, (page.Page.TotalElements+24)/25, page.Page.TotalPages)
	next, err := url.Parse(page.Links["next"].Href)
	require.NoError(t, err)
	require.Equal(t, Host, next.Host)
	require.Equal(t, "all", next.Query().Get("status"))
	require.Equal(t, "3", next.Query().Get("page"))
	require.Contains(t, page.Links, "previous")
	a := c.get("/v2/conversations?status=all&page=1000")
	require.Equal(t, http.StatusOK, a.status)
	require.NotContains(t, string(a.body), "_embedded")
	require.NotContains(t, string(a.body), `"next"`)
	var customers list[struct{}]
	c.one("/v2/customers", &customers)
	require.Len(t, customers.Embedded["customers"], 50)

	want := len(c.conversations("?status=all"))
	again := 0
	for seed := uint64(5); seed < 10; seed++ {
		c := newClient(t, api.Options{Tape: tape, Seed: seed}, 4*24*time.Hour)
		rows := all[conversation](c, "conversations", "/v2/conversations?status=all")
		again += len(rows) - want
		require.Len(t, c.conversations("?status=all"), want)
	}
	require.Positive(t, again)
	require.Less(t, again, 5)
}

// So many calls a minute of the server's clock; what is over is told when to come again, and counted.
func testLimit(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Limit: 5}, time.Hour+20*time.Second+500*time.Millisecond)
	c.login()
	for left := 4; left >= 0; left-- {
		a := c.do(http.MethodGet, "/v2/users/me", "")
		require.Equal(t, http.StatusOK, a.status)
		require.Equal(t, "5", a.header.Get("X-RateLimit-Limit-Minute"))
		require.Equal(t, strconv.Itoa(left), a.header.Get("X-RateLimit-Remaining-Minute"))
	}
	a := c.do(http.MethodGet, "/v2/users/me", "")
	require.Equal(t, http.StatusTooManyRequests, a.status)
	require.Equal(t, "40", a.header.Get("X-RateLimit-Retry-After"))
	require.Empty(t, a.header.Get("Retry-After"))
	require.Equal(t, 1, c.server.Log().Throttled())
	c.clock.Advance(40 * time.Second)
	require.Equal(t, http.StatusOK, c.do(http.MethodGet, "/v2/users/me", "").status)
	require.Equal(t, "2", c.do(http.MethodDelete, "/v2/users/me", "").header.Get("X-RateLimit-Remaining-Minute"), "writing counts twice")
	require.Equal(t, map[string]int{"POST /v2/oauth2/token": 1, "GET /v2/users/me": 7, "DELETE /v2/users/me": 1}, c.server.Log().Requests())
	plus := newClient(t, api.Options{Tape: tape}, time.Hour)
	require.Equal(t, "400", plus.get("/v2/users/me").header.Get("X-RateLimit-Limit-Minute"))
}

// A token is had for the application's credentials, in any of three ways, and is good for two days.
func testTokens(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, time.Hour)
	require.Equal(t, http.StatusUnauthorized, c.do(http.MethodGet, "/v2/users/me", "").status)
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {AppID}, "client_secret": {AppSecret}}
	asJSON := `{"grant_type":"client_credentials","client_id":"` + AppID + `","client_secret":"` + AppSecret + `"}`
	tokens := map[string]bool{}
	for _, ask := range []struct{ kind, query, body string }{
		{"application/json", "", asJSON},
		{"application/x-www-form-urlencoded", "", form.Encode()},
		{"", "?" + form.Encode(), ""},
	} {
		c.header.Set("Content-Type", ask.kind)
		a := c.do(http.MethodPost, "/v2/oauth2/token"+ask.query, ask.body)
		require.Equal(t, http.StatusOK, a.status, "%s", a.body)
		var got map[string]any
		require.NoError(t, json.Unmarshal(a.body, &got))
		token, ok := got["access_token"].(string)
		require.True(t, ok)
		tokens[token] = true
		require.NotContains(t, got, "refresh_token")
	}
	require.Len(t, tokens, 3)
	c.header.Set("Content-Type", "application/json")
	for body, status := range map[string]int{
		strings.Replace(asJSON, AppSecret, "wrong", 1):               http.StatusUnauthorized,
		strings.Replace(asJSON, AppID, "wrong", 1):                   http.StatusUnauthorized,
		strings.Replace(asJSON, "client_credentials", "password", 1): http.StatusBadRequest,
		`{`: http.StatusBadRequest,
	} {
		a := c.do(http.MethodPost, "/v2/oauth2/token", body)
		require.Equal(t, status, a.status, body)
		require.Contains(t, string(a.body), `"error"`)
	}
	require.Equal(t, http.StatusMethodNotAllowed, c.do(http.MethodGet, "/v2/oauth2/token", "").status)
	for token := range tokens {
		c.token = ""
		require.Equal(t, http.StatusUnauthorized, c.do(http.MethodGet, "/v2/users/me?access_token="+token, "").status)
		c.token = token
		require.Equal(t, http.StatusOK, c.do(http.MethodGet, "/v2/users/me", "").status)
	}
	c.clock.Advance(TokenLife - time.Second)
	require.Equal(t, http.StatusOK, c.do(http.MethodGet, "/v2/users/me", "").status)
	c.clock.Advance(time.Second)
	a := c.do(http.MethodGet, "/v2/users/me", "")
	require.Equal(t, http.StatusUnauthorized, a.status)
	require.Contains(t, string(a.body), "logRef")
}

// Through all that goes wrong a patient client reads the same.
func testFaults(t *testing.T, tape *replay.Tape) {
	calm := newClient(t, api.Options{Tape: tape, Calm: true}, 26*time.Hour)
	faults := api.NewFaults(11, 4)
	c := newClient(t, api.Options{Tape: tape, Faults: faults}, 26*time.Hour)
	paused := tape.Copy()
	paused.Pause(begin().Add(26 * time.Hour))
	c.server.o.Tape = paused
	want := calm.conversations("?status=all")
	require.Equal(t, want, c.conversations("?status=all"))
	for id := range want {
		require.Equal(t, calm.threads(id), c.threads(id))
	}
	for fault, n := range faults.Counts() {
		require.Positive(t, n, "fault %d", fault)
	}
}

// Many may ask at once.
func testAtOnce(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Limit: 100000}, 26*time.Hour)
	c.login()
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			mine := *c
			for _, path := range []string{"/v2/conversations?embed=threads", "/v2/customers", "/v2/tags", "/v2/mailboxes/171013/fields"} {
				mine.clock.Advance(time.Minute)
				require.Equal(t, http.StatusOK, mine.do(http.MethodGet, path, "").status)
			}
		})
	}
	group.Wait()
}
