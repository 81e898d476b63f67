package fake

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
)

func TestCredentials(t *testing.T) {
	tape := record(t, 1, 0.1)
	c := newClient(t, api.Options{Tape: tape})
	c.token = "wrong"
	for _, path := range []string{"/conversations", "/conversations?access_token=" + AccessToken, "/nowhere"} {
		status, header, answer := c.ask(path, nil)
		require.Equal(t, http.StatusUnauthorized, status)
		require.Equal(t, "error.list", str(answer, "type"))
		require.Equal(t, "unauthorized", str(arr(answer, "errors")[0], "code"))
		require.Equal(t, "Access Token Invalid", str(arr(answer, "errors")[0], "message"))
		require.NotEmpty(t, str(answer, "request_id"))
		require.Empty(t, header.Get("X-RateLimit-Limit"))
	}
	require.Zero(t, c.server.Log().Throttled())
	require.Equal(t, map[string]int{"GET /conversations": 2, "GET (unknown)": 1}, c.server.Log().Requests())
}

func TestLimit(t *testing.T) {
	tape := record(t, 1, 0.1)
	c := newClient(t, api.Options{Tape: tape})
	_, header, _ := c.ask("/teams", nil)
	require.Equal(t, "1667", header.Get("X-RateLimit-Limit"))

	c = newClient(t, api.Options{Tape: tape, Limit: 30})
	c.clock.Advance(3 * time.Second)
	reset := fmt.Sprint(c.clock.Now().Add(7 * time.Second).Unix())
	for n := range 7 {
		status, header, answer := c.ask("/teams", nil)
		require.Equal(t, "5", header.Get("X-RateLimit-Limit"))
		require.Equal(t, reset, header.Get("X-RateLimit-Reset"))
		require.Equal(t, fmt.Sprint(max(0, 4-n)), header.Get("X-RateLimit-Remaining"))
		require.Empty(t, header.Get("Retry-After"))
		if n < 5 {
			require.Equal(t, http.StatusOK, status)
			continue
		}
		require.Equal(t, http.StatusTooManyRequests, status)
		require.Equal(t, "rate_limit_exceeded", str(arr(answer, "errors")[0], "code"))
		require.Equal(t, "Exceeded rate limit of 5 in 10_seconds", str(arr(answer, "errors")[0], "message"))
	}
	require.Equal(t, 2, c.server.Log().Throttled())
	require.Equal(t, 7, c.server.Log().Total())
	c.clock.Advance(7 * time.Second)
	c.get("/teams")
}

func TestRefusals(t *testing.T) {
	tape := record(t, 1, 0.1)
	c := newClient(t, api.Options{Tape: tape})
	codes := map[string]bool{}
	for luck := range uint64(2) {
		w := httptest.NewRecorder()
		c.server.refuse(w, 12*time.Second, luck)
		require.Equal(t, http.StatusTooManyRequests, w.Code)
		if code := "rate_limit_exceeded"; strings.Contains(w.Body.String(), code) {
			codes[code] = true
			require.Equal(t, fmt.Sprint(c.clock.Now().Add(12*time.Second).Unix()), w.Header().Get("X-RateLimit-Reset"))
		} else {
			require.Contains(t, w.Body.String(), "too_many_requests")
			require.Empty(t, w.Header().Get("X-RateLimit-Reset"))
		}
	}
	require.Len(t, codes, 1)
}

func TestVersions(t *testing.T) {
	tape := record(t, 1, 0.3)
	c := newClient(t, api.Options{Tape: tape, Calm: true})
	nobody := jsonObject{"field": "open", "operator": "=", "value": true}
	for version, want := range map[string]struct {
		deleted, attributes, data int
		priorities                []string
	}{
		"2.16": {http.StatusOK, http.StatusOK, http.StatusUnprocessableEntity, []string{"urgent", "high", "medium", "low"}},
		"2.15": {http.StatusBadRequest, http.StatusBadRequest, http.StatusOK, []string{"priority", "not_priority"}},
		"2.14": {http.StatusBadRequest, http.StatusBadRequest, http.StatusOK, []string{"priority", "not_priority"}},
		"":     {http.StatusBadRequest, http.StatusBadRequest, http.StatusOK, []string{"priority", "not_priority"}},
	} {
		c.version = version
		for path, status := range map[string]int{
			"/conversations/deleted": want.deleted, "/conversations/attributes": want.attributes, "/data_attributes?model=conversation": want.data,
		} {
			got, _, answer := c.ask(path, nil)
			require.Equal(t, status, got, "%s %s", version, path)
			if status == http.StatusBadRequest {
				require.Equal(t, "intercom_version_invalid", str(arr(answer, "errors")[0], "code"))
			}
		}
		met := map[string]bool{}
		unassigned := 0
		for _, row := range c.search("conversations", nobody, nil, 150) {
			met[str(row, "priority")] = true
			if o, _ := tape.At(tape.End).Ticket(mustTicket(t, row)); o.Agent == 0 {
				unassigned++
				id := dig(row, "admin_assignee_id")
				require.Equal(t, version != "2.16", id == nil)
				require.Zero(t, num(row, "admin_assignee_id"))
			}
		}
		require.Positive(t, unassigned)
		for priority := range met {
			require.Contains(t, want.priorities, priority)
		}
		brands, _, _ := c.ask("/brands", nil)
		require.Equal(t, version != "2.14", brands == http.StatusOK)
	}
	c.version = "3.0"
	status, _, _ := c.ask("/teams", nil)
	require.Equal(t, http.StatusBadRequest, status)
}

func mustTicket(t *testing.T, row jsonObject) int64 {
	t.Helper()
	id, ok := ticketOf(str(row, "id"))
	require.True(t, ok)
	return id
}

// What is deleted is nowhere but in the list of what is deleted.
func TestDeleted(t *testing.T) {
	tape := record(t, 4, 0.4)
	c := newClient(t, api.Options{Tape: tape})
	frame := tape.At(tape.End)
	require.Greater(t, len(frame.Gone), 1)
	found := map[int64]int64{}
	for path := "/conversations/deleted?per_page=1&order=asc"; path != ""; {
		answer := c.get(path)
		require.EqualValues(t, len(frame.Gone), num(answer, "total_count"))
		for _, row := range arr(answer, "conversations") {
			id, ok := ticketOf(str(row, "id"))
			require.True(t, ok)
			found[id] = num(row, "deleted_at")
		}
		next := str(answer, "pages", "next")
		require.True(t, next == "" || strings.HasPrefix(next, "https://api.eu.intercom.io/conversations/deleted?"), next)
		path = strings.TrimPrefix(next, "https://api.eu.intercom.io")
	}
	require.Len(t, found, len(frame.Gone))
	for id := range frame.Gone {
		at := time.Unix(found[id], 0)
		_, there := tape.At(at.Add(-tape.Step)).Ticket(id)
		_, gone := tape.At(at).Gone[id]
		require.True(t, there && gone)
		status, _, answer := c.ask("/conversations/"+ConversationID(id), nil)
		require.Equal(t, http.StatusNotFound, status)
		require.Equal(t, "not_found", str(arr(answer, "errors")[0], "code"))
		require.Empty(t, c.search("conversations", jsonObject{"field": "id", "operator": "=", "value": ConversationID(id)}, nil, 20))
	}
	status, _, _ := c.ask("/conversations/deleted?per_page=61", nil)
	require.Equal(t, http.StatusBadRequest, status)
}

func TestRefusedRequests(t *testing.T) {
	tape := record(t, 1, 0.2)
	c := newClient(t, api.Options{Tape: tape})
	ok := since("updated_at", tape.Begin)
	many := []any{}
	for range 16 {
		many = append(many, ok)
	}
	group := func(of ...any) jsonObject { return jsonObject{"operator": "AND", "value": of} }
	for name, test := range map[string]struct {
		path   string
		body   any
		status int
		code   string
	}{
		"page too big":    {"/conversations?per_page=151", nil, 400, "parameter_invalid"},
		"page of zero":    {"/conversations?per_page=0", nil, 400, "parameter_invalid"},
		"bad cursor":      {"/conversations?starting_after=abc", nil, 400, "parameter_invalid"},
		"search too big":  {"/conversations/search", jsonObject{"query": ok, "pagination": jsonObject{"per_page": 151}}, 400, "parameter_invalid"},
		"search cursor":   {"/conversations/search", jsonObject{"query": ok, "pagination": jsonObject{"starting_after": "abc"}}, 400, "parameter_invalid"},
		"no query":        {"/conversations/search", jsonObject{}, 400, "parameter_not_found"},
		"unknown field":   {"/conversations/search", jsonObject{"query": jsonObject{"field": "color", "operator": "=", "value": "red"}}, 400, "parameter_invalid"},
		"wrong operator":  {"/conversations/search", jsonObject{"query": jsonObject{"field": "state", "operator": ">", "value": "open"}}, 400, "parameter_invalid"},
		"no >=":           {"/conversations/search", jsonObject{"query": jsonObject{"field": "updated_at", "operator": ">=", "value": 1}}, 400, "parameter_invalid"},
		"no date":         {"/conversations/search", jsonObject{"query": jsonObject{"field": "updated_at", "operator": ">", "value": "2026-06-01"}}, 400, "parameter_invalid"},
		"16 filters":      {"/conversations/search", jsonObject{"query": group(many...)}, 400, "parameter_invalid"},
		"three levels":    {"/conversations/search", jsonObject{"query": group(group(group(ok)))}, 400, "parameter_invalid"},
		"sort order":      {"/conversations/search", jsonObject{"query": ok, "sort": jsonObject{"field": "updated_at", "order": "asc"}}, 400, "parameter_invalid"},
		"day operators":   {"/contacts/search", jsonObject{"query": jsonObject{"field": "created_at", "operator": ">=", "value": 1}}, 400, "parameter_invalid"},
		"unknown route":   {"/surveys", nil, 404, "not_found"},
		"no list":         {"/tickets", nil, 404, "not_found"},
		"unknown admin":   {"/admins/1", nil, 404, "admin_not_found"},
		"unknown team":    {"/teams/1", nil, 404, "team_not_found"},
		"not on the plan": {"/teams/1/metrics", nil, 403, "api_plan_restricted"},
		"not an id":       {"/conversations/last", nil, 404, "not_found"},
		"21 calls":        {"/calls/search", jsonObject{"conversation_ids": strings.Split(strings.Repeat("1,", 20)+"1", ",")}, 400, "conversation_id_limit_exceeded"},
	} {
		status, _, answer := c.ask(test.path, test.body)
		require.Equal(t, test.status, status, name)
		require.Equal(t, test.code, str(arr(answer, "errors")[0], "code"), name)
	}
	require.Len(t, arr(c.get("/conversations"), "conversations"), 20)
	require.Len(t, arr(c.post("/conversations/search", jsonObject{"query": group(group(ok))}), "conversations"), 20)
}

// At night a job touches what was closed during the day, all in one second, without leaving a part.
func TestNight(t *testing.T) {
	tape := record(t, 2, 0.4)
	c := newClient(t, api.Options{Tape: tape, Calm: true})
	at := time.Date(2026, 6, 2, 3, 0, 0, 0, tape.Zone)
	c.clock.Advance(at.Add(-time.Minute).Sub(c.clock.Now()))
	query := jsonObject{"field": "updated_at", "operator": "=", "value": at.Unix()}
	require.Empty(t, c.search("conversations", query, nil, 10))
	c.clock.Advance(time.Minute)
	touched := c.search("conversations", query, ascending("updated_at"), 10)
	require.Greater(t, len(touched), 20)
	ids := map[string]bool{}
	for _, row := range touched {
		ids[str(row, "id")] = true
		require.Equal(t, stateClosed, str(row, "state"))
		require.Positive(t, num(row, "custom_attributes", ScoreAttribute))
		for _, p := range arr(c.get("/conversations/"+str(row, "id")), "conversation_parts", "conversation_parts") {
			require.Less(t, num(p, "updated_at"), at.Unix())
		}
	}
	require.Len(t, ids, len(touched))
}

// The same requests get the same answers, and trouble passes.
func TestDisturbed(t *testing.T) {
	tape := record(t, 1, 0.3)
	o := api.Options{Tape: tape, Clock: api.NewClock(tape.End), Faults: api.NewFaults(3, 3), Seed: 3}
	s := New(o)
	network := &api.Network{Handler: s, Clock: o.Clock}
	statuses := map[int]int{}
	for range 200 {
		req, err := http.NewRequest(http.MethodGet, "https://api.intercom.io/teams", nil)
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer "+AccessToken)
		res, err := network.RoundTrip(req)
		require.NoError(t, err)
		require.NoError(t, res.Body.Close())
		statuses[res.StatusCode]++
	}
	require.Positive(t, statuses[http.StatusTooManyRequests])
	require.Positive(t, statuses[http.StatusOK])
	require.Zero(t, statuses[http.StatusUnauthorized], "tokens do not expire")
	require.Zero(t, s.Log().Throttled())
	require.Equal(t, 200, s.Log().Total())
}

// Many may ask at once, also while the clock goes on, and somebody who has not read a page to its end may ask
// for its conversations.
func TestAtOnce(t *testing.T) {
	tape := record(t, 1, 0.3)
	clock := api.NewClock(tape.Begin.Add(5 * time.Hour))
	server := httptest.NewServer(New(api.Options{Tape: tape, Clock: clock, Seed: 1}))
	defer server.Close()
	get := func(path string) (*http.Response, error) {
		req, err := http.NewRequest(http.MethodGet, server.URL+path, nil)
		if err != nil {
			return nil, err
		}
		req.Header.Set("Authorization", "Bearer "+AccessToken)
		return server.Client().Do(req)
	}
	unread, err := get("/conversations?per_page=150")
	require.NoError(t, err)
	failures := make(chan error, 4)
	for worker := range 4 {
		go func() {
			for n := range 25 {
				clock.Advance(time.Minute)
				res, err := get([]string{"/conversations", "/conversations/" + ConversationID(int64(n+1)), "/tags", "/contacts"}[(n+worker)%4])
				if err == nil {
					err = res.Body.Close()
				}
				if err != nil {
					failures <- err
					return
				}
			}
			failures <- nil
		}()
	}
	for range 4 {
		require.NoError(t, <-failures)
	}
	require.NoError(t, unread.Body.Close())
}
