package fake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// Lists go by cursor, whose links never end, or by number, which ends at 10,000.
func testLists(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 10_000}, 3*24*time.Hour)
	frame := c.settled()
	live := 0
	for _, ticket := range frame.Tickets {
		if word(statuses(), ticket.Status) != "deleted" {
			live++
		}
	}
	require.Len(t, newest(c.list("tickets", "/tickets?page[size]=9")), live)
	require.Len(t, newest(c.list("ticket_metrics", "/ticket_metrics")), live)
	var byNumber []map[string]any
	for target := "/tickets?per_page=7"; target != ""; {
		body := c.one(target)
		byNumber = append(byNumber, rowsOf(t, body, "tickets")...)
		require.InDelta(t, live, body["count"], 0)
		target = str(body["next_page"])
	}
	require.Len(t, newest(byNumber), live)
	require.NotContains(t, byNumber[0], "generated_timestamp")
	last := c.one("/groups?page[size]=100")
	require.Equal(t, false, last["meta"].(map[string]any)["has_more"])
	require.NotNil(t, last["links"].(map[string]any)["next"])
	for _, target := range []string{"/tickets?page[size]=101", "/tickets?page[size]=0", "/tickets?page[after]=nonsense", "/tickets?page=101"} {
		require.Equal(t, http.StatusBadRequest, c.do(target).status, target)
	}
	require.Len(t, rowsOf(t, c.one("/users?per_page=1000"), "users"), 100, "pages are capped")
	ids := fmt.Sprintf("%d,%d,999999", frame.Tickets[0].ID, frame.Tickets[1].ID)
	require.LessOrEqual(t, len(rowsOf(t, c.one("/tickets/show_many?ids="+ids), "tickets")), 2)
	require.InDelta(t, live, c.one("/tickets/count")["count"].(map[string]any)["value"], 0)
}

func testPeople(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 10_000}, 5*24*time.Hour)
	frame := c.settled()
	groups := newest(c.list("groups", "/groups"))
	require.Len(t, groups, len(tape.Teams))
	for _, team := range tape.Teams {
		require.Equal(t, team.Name, groups[GroupID(team.ID)]["name"])
	}
	brands := newest(c.list("brands", "/brands"))
	for _, brand := range tape.Brands {
		require.Equal(t, brand.Name, brands[BrandID(brand.ID)]["name"])
	}
	seats := newest(c.list("users", "/users?role[]=agent&role[]=admin"))
	require.Len(t, seats, len(tape.Agents)+3)
	for _, agent := range tape.Agents {
		require.Equal(t, agent.Name, seats[AgentID(agent.ID)]["name"])
		require.Equal(t, GroupID(agent.Team), num(seats[AgentID(agent.ID)]["default_group_id"]))
	}
	require.Equal(t, []any{"bot"}, seats[BotID]["tags"])
	require.Len(t, c.list("group_memberships", "/group_memberships"), len(tape.Agents))
	rows, _ := c.cursorWalk("users", "/incremental/users/cursor?start_time=0&per_page=50")
	users := newest(rows)
	spammers := 0
	for _, ticket := range frame.Tickets {
		user := users[CustomerID(ticket.Customer)]
		require.Equal(t, "end-user", user["role"])
		if ticket.Status == "spam" && user["suspended"] == true {
			spammers++
		}
		for _, m := range ticket.Messages {
			if m.Author == "customer" {
				require.Contains(t, users, CustomerID(m.AuthorID))
			}
		}
	}
	require.Positive(t, spammers)
	require.Equal(t, "owner@casa.example", c.one("/users/me")["user"].(map[string]any)["email"])
}

func testSettings(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true}, 5*24*time.Hour)
	frame := c.settled()
	reason := c.one(fmt.Sprintf("/ticket_fields/%d", int64(ReasonFieldID)))["ticket_field"].(map[string]any)
	options := map[any]any{}
	for _, option := range rowsOf(t, reason, "custom_field_options") {
		options[option["value"]] = option["name"]
	}
	statusesByID := newest(rowsOf(t, c.one("/custom_statuses"), "custom_statuses"))
	rows, _ := c.cursorWalk("tickets", "/incremental/tickets/cursor?start_time=0")
	for id, row := range newest(rows) {
		ticket, ok := frame.Ticket(id)
		if !ok {
			continue
		}
		if ticket.Topic != "" {
			require.Equal(t, ticket.Topic, options[slug(ticket.Topic)])
		}
		if status := row["status"]; status != "closed" && status != "deleted" {
			require.Equal(t, status, statusesByID[num(row["custom_status_id"])]["status_category"])
		}
	}
	require.Len(t, c.list("sla_policies", "/slas/policies"), 2)
	require.NotEmpty(t, c.list("ticket_forms", "/ticket_forms"))
	require.NotEmpty(t, c.list("tags", "/tags"))
	require.Empty(t, c.list("schedules", "/business_hours/schedules"))
}

func testSearch(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true}, 5*24*time.Hour)
	frame := c.settled()
	want := 0
	for _, ticket := range frame.Tickets {
		if ticket.Status == "solved" || ticket.Status == "closed" || ticket.Status == "merged" {
			want++
		}
	}
	query := url.QueryEscape("type:ticket status>=solved")
	require.InDelta(t, want, c.one("/search/count?query=" + query)["count"], 0)
	require.Len(t, c.list("results", "/search/export?filter[type]=ticket&query="+query), want)
	require.InDelta(t, want, c.one("/search?query=" + query)["count"], 0)
	require.Equal(t, http.StatusUnprocessableEntity, c.do("/search?page=11&query="+query).status)
}

// The account has a limit and some endpoints their own; both are told, and refusals are counted.
func testLimits(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, 24*time.Hour+7*time.Second)
	for i := range 10 {
		a := c.do("/incremental/tickets/cursor?start_time=0&per_page=1")
		require.Equal(t, http.StatusOK, a.status)
		require.Equal(t, fmt.Sprintf("total=10; remaining=%d; resets=54", 9-i), a.header.Get("Zendesk-Ratelimit-Incremental-Exports"))
	}
	a := c.do("/incremental/users?start_time=0")
	require.Equal(t, http.StatusTooManyRequests, a.status, "exports share their limit")
	require.Equal(t, "54", a.header.Get("Retry-After"))
	require.Equal(t, 1, c.server.Log().Throttled())
	require.Equal(t, http.StatusOK, c.do("/channels/voice/stats/incremental/calls?start_time=0").status, "Talk has its own")
	for range accountLimit - 12 {
		require.Equal(t, http.StatusOK, c.do("/groups").status)
	}
	a = c.do("/groups")
	require.Equal(t, http.StatusTooManyRequests, a.status)
	require.Equal(t, "0", a.header.Get("X-Rate-Limit-Remaining"))
	require.Equal(t, 2, c.server.Log().Throttled())
	c.clock.Advance(54 * time.Second)
	require.Equal(t, http.StatusOK, c.do("/groups").status)
	require.Equal(t, 10, c.server.Log().Requests()["GET /api/v2/incremental/tickets/cursor"])
	few := newClient(t, api.Options{Tape: tape, Limit: 2}, 24*time.Hour)
	require.Equal(t, http.StatusOK, few.do("/groups").status)
	require.Equal(t, http.StatusOK, few.do("/groups").status)
	require.Equal(t, http.StatusTooManyRequests, few.do("/groups").status)
}

func testCredentials(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, 24*time.Hour)
	for _, tt := range []struct {
		user, secret, bearer, target string
		status                       int
	}{
		{AdminUser, AdminToken, "", "/incremental/users?start_time=0", http.StatusOK},
		{AgentUser, AgentToken, "", "/groups", http.StatusOK},
		{AgentUser, AgentToken, "", "/incremental/users?start_time=0", http.StatusForbidden},
		{AgentUser, AgentToken, "", "/satisfaction_ratings", http.StatusForbidden},
		{AdminUser, "wrong", "", "/groups", http.StatusUnauthorized},
		{strings.TrimSuffix(AdminUser, "/token"), AdminToken, "", "/groups", http.StatusUnauthorized},
		{"", "", "", "/groups", http.StatusUnauthorized},
		{"", "", "", "/groups?access_token=" + OAuthToken, http.StatusUnauthorized},
		{"", "", OAuthToken, "/groups", http.StatusOK},
		{"", "", "wrong", "/groups", http.StatusUnauthorized},
	} {
		c.user, c.secret, c.bearer = tt.user, tt.secret, tt.bearer
		require.Equal(t, tt.status, c.do(tt.target).status, "%+v", tt)
	}
	c.user, c.secret, c.bearer = "", "", ""
	require.JSONEq(t, `{"error":"Couldn't authenticate you"}`, string(c.do("/groups").body))
}

// grant asks for an access token.
func (c *client) grant(form url.Values) (status int, body map[string]any) {
	c.t.Helper()
	form.Set("client_id", ClientID)
	form.Set("client_secret", ClientSecret)
	req := httptest.NewRequest(http.MethodPost, "https://desk.example/oauth/tokens", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a := c.send(req)
	require.NoError(c.t, json.Unmarshal(a.body, &body))
	return a.status, body
}

// Access tokens expire, refresh tokens are good for one time.
func testTokens(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, 24*time.Hour)
	status, body := c.grant(url.Values{"grant_type": {"client_credentials"}})
	require.Equal(t, http.StatusOK, status)
	c.bearer = str(body["access_token"])
	require.Equal(t, http.StatusOK, c.do("/groups").status)
	c.clock.Advance(tokenLife)
	a := c.do("/groups")
	require.Equal(t, http.StatusUnauthorized, a.status)
	require.Contains(t, string(a.body), "invalid_token")
	status, body = c.grant(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {RefreshToken}})
	require.Equal(t, http.StatusOK, status)
	next := str(body["refresh_token"])
	status, _ = c.grant(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {RefreshToken}})
	require.Equal(t, http.StatusBadRequest, status)
	status, body = c.grant(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {next}})
	require.Equal(t, http.StatusOK, status)
	c.bearer = str(body["access_token"])
	require.Equal(t, http.StatusOK, c.do("/groups").status)
	w := httptest.NewRecorder()
	req := httptest.NewRequest(http.MethodGet, "https://desk.example/api/v2/groups", nil)
	req.Header.Set("Authorization", "Bearer "+c.bearer)
	c.server.expire(w, req)
	require.Equal(t, http.StatusUnauthorized, w.Code)
	require.Equal(t, http.StatusUnauthorized, c.do("/groups").status)
	status, _ = c.grant(url.Values{"grant_type": {"password"}})
	require.Equal(t, http.StatusBadRequest, status)
}

func testRefusals(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, 24*time.Hour)
	for target, status := range map[string]int{
		"/nothing":                                 http.StatusNotFound,
		"/incremental/requests":                    http.StatusNotFound,
		"/tickets/999999":                          http.StatusNotFound,
		"/users/1":                                 http.StatusNotFound,
		"/incremental/tickets":                     http.StatusBadRequest,
		"/incremental/tickets/cursor":              http.StatusBadRequest,
		"/tickets?unknown=1":                       http.StatusOK,
		"/incremental/tickets/sample?start_time=0": http.StatusOK,
		"/incremental/tickets/cursor?cursor=x":     http.StatusBadRequest,
	} {
		require.Equal(t, status, c.do(target).status, target)
	}
	forms := map[string]bool{}
	for luck := range uint64(4) {
		w := httptest.NewRecorder()
		refused(w, 7*time.Second, luck)
		require.Equal(t, "7", w.Header().Get("Retry-After")+w.Header().Get("Ratelimit-Reset"))
		forms[fmt.Sprint(w.Code, w.Header().Get("Retry-After"), w.Header().Get("Content-Type"))] = true
	}
	require.Len(t, forms, 4)
}

// With faults at every fourth request a patient client reads the same.
func testDisturbed(t *testing.T, tape *replay.Tape) {
	calm := newClient(t, api.Options{Tape: tape, Calm: true}, 2*24*time.Hour)
	calm.settled()
	want, _ := calm.cursorWalk("tickets", "/incremental/tickets/cursor?start_time=0&per_page=20")
	faults := api.NewFaults(9, 4)
	c := newClient(t, api.Options{Tape: tape, Seed: 4, Faults: faults}, 2*24*time.Hour)
	got, _ := c.cursorWalk("tickets", "/incremental/tickets/cursor?start_time=0&per_page=20")
	require.Len(t, newest(got), len(newest(want)))
	require.Positive(t, faults.Counts()[api.Refused])
}
