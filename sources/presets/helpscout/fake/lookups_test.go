package fake

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

type named struct {
	ID        int64  `json:"id"`
	Name      string `json:"name"`
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName"`
	Email     string `json:"email"`
	Type      string `json:"type"`
	Count     int    `json:"ticketCount"`
	Total     int    `json:"totalCount"`
	Options   []struct {
		ID    int64  `json:"id"`
		Label string `json:"label"`
	} `json:"options"`
}

func testLookups(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, 6*24*time.Hour)
	frame := c.frame(tape)
	users := all[named](c, "users", "/v2/users")
	require.Len(t, users, len(tape.Agents)+1)
	require.Len(t, all[named](c, "users", "/v2/users?email="+users[1].Email), 1)
	require.Empty(t, all[named](c, "users", "/v2/users?mailbox=1"))
	var me, first named
	c.one("/v2/users/me", &me)
	require.Equal(t, users[0], me)
	c.one("/v2/users/"+decimal(userID(tape.Agents[0].ID)), &first)
	require.Equal(t, tape.Agents[0].Name, strings.TrimSpace(first.FirstName+" "+first.LastName))

	members := 0
	teams := all[named](c, "teams", "/v2/teams")
	for i, team := range teams {
		require.Equal(t, tape.Teams[i].Name, team.Name)
		members += len(all[named](c, "users", "/v2/teams/"+decimal(team.ID)+"/members"))
		var one named
		c.one("/v2/teams/"+decimal(team.ID), &one)
		require.Equal(t, team, one)
	}
	require.Equal(t, len(tape.Agents), members)

	total := 0
	for i, inbox := range all[named](c, "mailboxes", "/v2/mailboxes") {
		require.Equal(t, tape.Teams[i].Name, inbox.Name)
		var one named
		c.one("/v2/mailboxes/"+decimal(inbox.ID), &one)
		require.Equal(t, inbox, one)
		fields := all[named](c, "fields", "/v2/mailboxes/"+decimal(inbox.ID)+"/fields/")
		require.Equal(t, "Contact reason", fields[1].Name)
		labels := map[string]bool{}
		for _, o := range fields[1].Options {
			labels[o.Label] = true
		}
		for _, x := range frame.Tickets {
			require.True(t, x.Topic == "" || labels[x.Topic])
		}
		for _, folder := range all[named](c, "folders", "/v2/mailboxes/"+decimal(inbox.ID)+"/folders") {
			total += folder.Total
		}
	}
	merged, counts := 0, map[string]int{}
	for _, x := range frame.Tickets {
		if x.Status == "merged" {
			merged++
		}
		for _, tag := range x.Tags {
			counts[tag]++
		}
	}
	require.Equal(t, len(frame.Tickets)-merged, total)
	tags := all[named](c, "tags", "/v2/tags")
	require.Len(t, tags, len(counts))
	for _, tag := range tags {
		require.Equal(t, counts[tag.Name], tag.Count)
		var one named
		c.one("/v2/tags/"+decimal(tag.ID), &one)
		require.Equal(t, tag, one)
	}
	require.Len(t, all[named](c, "workflows", "/v2/workflows"), 2)
}

func testCustomers(t *testing.T, tape *replay.Tape) {
	for _, after := range []time.Duration{7 * time.Hour, 4 * 24 * time.Hour} {
		c := newClient(t, api.Options{Tape: tape}, after)
		want := map[int64]bool{}
		for _, x := range c.frame(tape).Tickets {
			want[customerID(x.Customer)] = true
			for _, m := range x.Messages {
				if m.Author == "customer" {
					want[customerID(m.AuthorID)] = true
				}
			}
		}
		for _, x := range c.frame(tape).Gone {
			want[customerID(x.Customer)] = true
		}
		got := map[int64]bool{}
		for _, each := range all[named](c, "customers", "/v2/customers?sortField=modifiedAt&sortOrder=asc") {
			got[each.ID] = true
		}
		require.Equal(t, want, got)
		for id := range want {
			var one named
			c.one("/v2/customers/"+decimal(id), &one)
			require.Equal(t, id, one.ID)
			break
		}
		require.Less(t, len(all[named](c, "customers", "/v2/customers?modifiedSince="+c.clock.Now().Add(-3*time.Hour).Format(stamp))), len(want))
	}
}

// Ratings are in the report, at their threads, and one by one.
func testRatings(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, 6*24*time.Hour)
	want := c.server.Ratings(c.clock.Now())
	require.Greater(t, len(want), 50, "more than a page")
	found := map[int64]int{}
	for number := 1; ; number++ {
		var page struct {
			Results []struct {
				ID       int64     `json:"id"`
				Thread   int64     `json:"threadid"`
				RatingID int       `json:"ratingId"`
				At       time.Time `json:"ratingCreatedAt"`
			}
			Page, Pages, Count int
		}
		c.one("/v2/reports/happiness/ratings?rating=all&start=2026-05-01T00:00:00Z&end=2026-07-01T00:00:00Z&page="+decimal(int64(number)), &page)
		require.Equal(t, len(want), page.Count)
		for _, each := range page.Results {
			found[each.Thread] = each.RatingID
		}
		if number >= page.Pages {
			break
		}
	}
	require.Len(t, found, len(want))
	for _, one := range want[:10] {
		require.Equal(t, map[string]int{"great": 1, "okay": 2, "not_good": 3}[one.Rating], found[one.Thread])
		rated := 0
		for _, each := range c.threads(conversationID(one.Ticket)) {
			if each.Rating != nil {
				require.Equal(t, one.Thread, each.ID)
				require.Equal(t, one.Rating, each.Rating["rating"])
				rated++
			}
		}
		require.Equal(t, 1, rated)
		var single map[string]any
		c.one("/v2/ratings/"+decimal(one.ID), &single)
		require.Equal(t, one.Rating, single["rating"])
	}
	var all struct {
		Current struct {
			Ratings int `json:"ratingsCount"`
		}
	}
	c.one("/v2/reports/happiness?start=2026-05-01T00:00:00Z&end=2026-07-01T00:00:00Z", &all)
	require.Equal(t, len(want), all.Current.Ratings)
	require.Equal(t, http.StatusBadRequest, c.get("/v2/reports/happiness/ratings?start=2026-05-01T00:00:00Z&end=2026-07-01T00:00:00Z&rating=bad").status)
}

// The bot is a user to version 2, and in no list of users; version 3 tells.
func testSystemUsers(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, 6*24*time.Hour)
	require.Equal(t, []named{{ID: aiAgent, FirstName: "AI Agent", Type: "system_user"}}, all[named](c, "system_users", "/v3/system-users"))
	bots := 0
	for _, x := range c.frame(tape).Tickets {
		if x.Status == "merged" || bots > 5 {
			continue
		}
		id := decimal(conversationID(x.ID))
		two := all[thread](c, "threads", "/v2/conversations/"+id+"/threads")
		three := all[thread](c, "threads", "/v3/conversations/"+id+"/threads")
		require.Len(t, three, len(two))
		for i := range two {
			if two[i].CreatedBy.ID != aiAgent {
				require.Equal(t, two[i], three[i])
				continue
			}
			bots++
			require.Equal(t, "user", two[i].CreatedBy.Type)
			require.Equal(t, "system_user", three[i].CreatedBy.Type)
		}
		var old, recent conversation
		c.one("/v2/conversations/"+id, &old)
		c.one("/v3/conversations/"+id, &recent)
		require.Equal(t, old, recent)
	}
	require.Positive(t, bots)
}
