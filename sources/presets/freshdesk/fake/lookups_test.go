package fake

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// The names behind the numbers of tickets are to be had.
func testLookups(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 1000000}, 5*24*time.Hour)
	type named struct {
		ID       int64   `json:"id"`
		Name     string  `json:"name"`
		AgentIDs []int64 `json:"agent_ids"`
	}
	groups := all[named](c, "/groups?per_page=2")
	require.Len(t, groups, len(tape.Teams))
	for i, team := range tape.Teams {
		require.Equal(t, named{ID: groupID(team.ID), Name: team.Name}, groups[i])
		var one named
		c.one(path("/groups/%d", groups[i].ID), &one)
		require.NotEmpty(t, one.AgentIDs)
	}
	for _, group := range all[named](c, "/admin/groups") {
		require.NotEmpty(t, group.AgentIDs)
	}
	products := all[named](c, "/products")
	require.Len(t, products, len(tape.Brands))
	type user struct {
		ID       int64   `json:"id"`
		GroupIDs []int64 `json:"group_ids"`
		Contact  struct {
			Name string `json:"name"`
		} `json:"contact"`
	}
	agents := all[user](c, "/agents?per_page=7")
	require.Len(t, agents, len(tape.Agents)+1)
	for i, agent := range tape.Agents {
		require.Equal(t, agentID(agent.ID), agents[i].ID)
		require.Equal(t, agent.Name, agents[i].Contact.Name)
		var one user
		c.one(path("/agents/%d", agents[i].ID), &one)
		require.Equal(t, []int64{groupID(agent.Team)}, one.GroupIDs)
	}
	var me user
	c.one("/agents/me", &me)
	require.EqualValues(t, ownerID, me.ID)

	type person struct {
		ID       int64  `json:"id"`
		Email    string `json:"email"`
		Language string `json:"language"`
	}
	people := map[int64]person{}
	for _, who := range all[person](c, "/contacts?per_page=100") {
		people[who.ID] = who
	}
	for _, ticket := range tape.At(c.clock.Now()).Tickets {
		require.Contains(t, people, contactID(ticket.Customer))
	}
	for _, customer := range tape.Customers {
		if who, ok := people[contactID(customer.ID)]; ok {
			require.Equal(t, person{contactID(customer.ID), customer.Email, customer.Language}, who)
			require.Equal(t, []person{who}, all[person](c, "/contacts"+query("email", customer.Email)))
		}
	}

	var fields []struct {
		Name    string          `json:"name"`
		Choices json.RawMessage `json:"choices"`
	}
	c.one("/ticket_fields", &fields)
	choices := map[string]json.RawMessage{}
	for _, f := range fields {
		choices[f.Name] = f.Choices
	}
	var statuses map[string][]string
	require.NoError(t, json.Unmarshal(choices["status"], &statuses))
	require.Equal(t, []string{"Waiting on Third Party", "Being Processed"}, statuses["7"])
	var types []string
	require.NoError(t, json.Unmarshal(choices["ticket_type"], &types))
	for _, ticket := range tape.At(c.clock.Now()).Tickets {
		if ticket.Topic != "" {
			require.Contains(t, types, ticket.Topic)
		}
	}
	for _, target := range []string{
		"/companies", "/time_entries", "/sla_policies", "/business_hours", path("/business_hours/%d", businessHourID),
		"/email_configs", "/roles", "/automations/1/rules", "/automations/4/rules", "/settings/helpdesk", "/account", "/surveys?state=active",
		"/admin/ticket_fields", "/tickets/3/time_entries", "/tickets/3/watchers", path("/products/%d", products[0].ID),
		path("/contacts/%d", firstContact+1),
	} {
		a := c.get(target)
		require.Equal(t, http.StatusOK, a.status, target)
		require.True(t, json.Valid(a.body), target)
	}
}

// The activities of a day are in a file at another host, which wants no credentials, for an hour.
func testActivities(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 1000000}, 5*24*time.Hour)
	frame := tape.At(c.clock.Now())
	type key struct {
		ticket int64
		at     time.Time
	}
	statuses, notes := map[key]string{}, 0
	var address string
	for day := begin().Truncate(24 * time.Hour); day.AddDate(0, 0, 1).Before(c.clock.Now()); day = day.AddDate(0, 0, 1) {
		var where struct {
			Export []struct{ URL string }
		}
		c.key = APIKey
		c.one("/export/ticket_activities?created_at="+day.Format("2006-01-02"), &where)
		address = where.Export[0].URL
		require.Equal(t, http.StatusForbidden, c.get(address).status, "credentials besides the signature")
		c.key = ""
		var file struct {
			Rows []struct {
				At       string         `json:"performed_at"`
				Ticket   int64          `json:"ticket_id"`
				Activity map[string]any `json:"activity"`
			} `json:"activities_data"`
		}
		c.one(address, &file)
		for _, row := range file.Rows {
			at, err := time.Parse("02-01-2006 15:04:05 -0700", row.At)
			require.NoError(t, err)
			if status, ok := row.Activity["status"].(string); ok {
				statuses[key{row.Ticket, at.UTC()}] = status
			}
			if row.Activity["note"] != nil {
				notes++
			}
		}
	}
	today := c.clock.Now().Truncate(24 * time.Hour)
	want, messages := map[key]string{}, 0
	for _, ticket := range frame.Tickets {
		word := ticket.Status
		for _, change := range ticket.Changes {
			if change.Field == "status" {
				word = change.Old
				break
			}
		}
		if ticket.Created.Before(today) {
			want[key{ticket.ID, ticket.Created}] = statusLabel(statusCode(word, ticket.ID))
		}
		for i, m := range ticket.Messages {
			if m.Created.Before(today) && (i > 0 || ticket.Description != "") {
				messages++
			}
		}
		for _, change := range ticket.Changes {
			marks := change.New + " " + change.Old
			switch {
			case change.Field != "status", !change.At.Before(today), marks == "open new":
			case change.New == "spam", change.New == "trash", change.Old == "spam", change.Old == "trash":
			default:
				want[key{ticket.ID, change.At}] = statusLabel(statusCode(change.New, ticket.ID))
			}
		}
	}
	require.Equal(t, want, statuses)
	require.Equal(t, messages, notes)
	c.clock.Advance(exportLife + time.Second)
	require.Equal(t, http.StatusForbidden, c.get(address).status)
}

// The answers to the survey are listed with what the account says of them.
func testRatings(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Seed: 9, Limit: 1000000}, 5*24*time.Hour)
	type rating struct {
		ID      int64          `json:"id"`
		Ticket  int64          `json:"ticket_id"`
		Agent   *int64         `json:"agent_id"`
		Group   *int64         `json:"group_id"`
		User    int64          `json:"user_id"`
		Created time.Time      `json:"created_at"`
		Updated time.Time      `json:"updated_at"`
		Scores  map[string]int `json:"ratings"`
	}
	want := c.server.Ratings(c.clock.Now())
	got := all[rating](c, "/surveys/satisfaction_ratings?per_page=4&created_since=2026-01-01")
	require.Len(t, got, len(want))
	changed, second := 0, 0
	for i, w := range want {
		g := got[i]
		require.Equal(t, []int64{w.ID, w.Ticket, contactID(w.Customer)}, []int64{g.ID, g.Ticket, g.User})
		require.Equal(t, some(w.Agent, agentID), g.Agent)
		require.Equal(t, some(w.Team, groupID), g.Group)
		require.Equal(t, w.Score, g.Scores["default_question"])
		require.Equal(t, []time.Time{w.Created, w.Updated}, []time.Time{g.Created, g.Updated})
		if w.Updated.After(w.Created) {
			changed++
		}
		second += len(g.Scores) - 1
		require.Equal(t, []rating{g}, all[rating](c, path("/tickets/%d/satisfaction_ratings", w.Ticket)))
	}
	require.Positive(t, changed)
	require.Positive(t, second)
	half := want[len(want)/2]
	require.Equal(t, got[len(want)/2:], all[rating](c, "/surveys/satisfaction_ratings"+query("created_since", half.Created.Format(time.RFC3339))))
	require.NotEmpty(t, c.server.Ratings(begin().Add(70*time.Hour)))
	require.Less(t, len(c.server.Ratings(begin().Add(70*time.Hour))), len(want))
}
