package fake

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// vendorStatus is the README's table, told again.
func vendorStatus() map[string]string {
	return map[string]string{
		"new": "active", "open": "active", "waiting": "pending", "parked": "pending", "solved": "closed", "closed": "closed", "spam": "spam",
	}
}

// The list of all conversations has every ticket of the desk but what was merged or thrown away, exactly once.
func testConversationsAreThoseOfTheDesk(t *testing.T, tape *replay.Tape) {
	for _, after := range instants() {
		c := newClient(t, api.Options{Tape: tape}, after)
		found := c.conversations("?status=all&sortField=createdAt&sortOrder=asc")
		frame := c.frame(tape)
		want := 0
		for _, x := range frame.Tickets {
			got, ok := found[conversationID(x.ID)]
			if x.Status == "merged" || x.Status == "trash" {
				require.False(t, ok)
				continue
			}
			want++
			require.True(t, ok, "ticket %d", x.ID)
			require.Equal(t, firstNumber+x.ID, got.Number)
			require.Equal(t, vendorStatus()[x.Status], got.Status)
			require.Equal(t, "published", got.State)
			require.Equal(t, x.Subject, got.Subject)
			require.Equal(t, mailboxID(x.Team), got.Mailbox)
			require.Equal(t, customerID(x.Customer), got.Customer.ID)
			require.True(t, x.Created.Equal(got.CreatedAt))
			require.Equal(t, x.Agent == 0, got.Assignee == nil)
			if x.Agent != 0 {
				require.Equal(t, person{userID(x.Agent), "user", got.Assignee.Email}, *got.Assignee)
			}
			require.Equal(t, x.Solved.IsZero() || x.Status == "spam", got.ClosedAt == nil, "%+v", *x)
			require.True(t, got.ClosedAt != nil || got.ClosedBy == 0)
			require.Equal(t, x.OpenedBy == "customer", got.Source.Via == "customer")
			var tags []string
			for _, tag := range got.Tags {
				tags = append(tags, tag.Tag)
			}
			require.Equal(t, x.Tags, tags)
			fields := map[string]string{}
			for _, f := range got.Fields {
				fields[f.Name] = f.Text
			}
			require.Equal(t, x.Topic, fields["Contact reason"])
			require.Equal(t, map[string]string{"p1": "Urgent", "p2": "High", "p3": "Normal", "p4": "Low"}[x.Priority], fields["Priority"])
			require.NotEmpty(t, fields["Brand"])
		}
		require.Len(t, found, want)
	}
}

// What lists do not show can be asked for one by one: the trash is there with another state, what was merged
// leads on, what was deleted for good is not found.
func testWhatIsInNoList(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, 6*24*time.Hour)
	frame := c.frame(tape)
	seen := map[string]int{}
	for _, x := range frame.Tickets {
		path := "/v2/conversations/" + decimal(conversationID(x.ID))
		switch x.Status {
		case "trash":
			var got conversation
			c.one(path, &got)
			require.Equal(t, "deleted", got.State)
			require.Contains(t, []string{"active", "pending", "closed"}, got.Status)
			threads := c.threads(got.ID)
			require.Equal(t, "deleted-ticket", threads[0].Action.Type)
			require.Equal(t, "lineitem", threads[0].Type)
		case "merged":
			a := c.get(path)
			require.Equal(t, http.StatusMovedPermanently, a.status)
			require.Equal(t, "https://"+Host+"/v2/conversations/"+decimal(conversationID(x.MergedInto)), a.header.Get("Location"))
			require.Equal(t, http.StatusNotFound, c.get(path+"/threads").status)
		default:
			continue
		}
		seen[x.Status]++
	}
	for id := range frame.Gone {
		require.Equal(t, http.StatusNotFound, c.get("/v2/conversations/"+decimal(conversationID(id))).status)
		require.Equal(t, http.StatusNotFound, c.get("/v2/conversations/"+decimal(conversationID(id))+"/threads").status)
		seen["gone"]++
	}
	require.Positive(t, seen["trash"])
	require.Positive(t, seen["merged"])
	require.Positive(t, seen["gone"])
	c.clock.Advance(61 * 24 * time.Hour)
	for _, x := range frame.Tickets {
		if x.Status == "merged" {
			require.Equal(t, http.StatusNotFound, c.get("/v2/conversations/"+decimal(conversationID(x.ID))).status)
		}
	}
}

// root is the ticket that a ticket has become.
func root(frame *replay.Frame, x *ticket) *ticket {
	for x.Status == "merged" {
		next, ok := frame.Ticket(x.MergedInto)
		if !ok {
			return nil
		}
		x = next
	}
	return x
}

// Every message of the desk is a thread, exactly once, and there are no others but what agents opened with and
// line items.
func testThreadsAreThoseOfTheDesk(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, 4*24*time.Hour)
	frame := c.frame(tape)
	threads, counts := map[int64]map[int64]thread{}, map[int64]int{}
	for _, x := range frame.Tickets {
		if x.Status == "merged" {
			continue
		}
		byID := map[int64]thread{}
		list := c.threads(conversationID(x.ID))
		require.True(t, slices.IsSortedFunc(list, func(a, b thread) int { return b.CreatedAt.Compare(a.CreatedAt) }))
		require.True(t, slices.IsSortedFunc(list, func(a, b thread) int { return int(b.ID - a.ID) }))
		for _, each := range list {
			require.NotContains(t, byID, each.ID)
			byID[each.ID] = each
			if each.Type != "lineitem" {
				counts[x.ID]++
			}
		}
		threads[x.ID] = byID
		var alone conversation
		c.one("/v2/conversations/"+decimal(conversationID(x.ID))+"?embed=threads", &alone)
		require.Equal(t, counts[x.ID], alone.Threads)
		require.Equal(t, list, alone.Embedded.Threads)
	}
	for _, x := range frame.Tickets {
		where := root(frame, x)
		if where == nil {
			continue
		}
		if x.Description != "" {
			got := threads[where.ID][threadID(x.Created, opening, x.ID)]
			require.Equal(t, x.Description, got.Body)
			require.Equal(t, "user", got.CreatedBy.Type)
			counts[where.ID]--
		}
		for _, m := range x.Messages {
			got, ok := threads[where.ID][threadID(m.Created, said, m.ID)]
			require.True(t, ok)
			require.Equal(t, m.Body, got.Body)
			require.True(t, m.Created.Equal(got.CreatedAt))
			require.Equal(t, m.Internal, got.Type == "note")
			require.Equal(t, m.Author == "customer", got.Source.Via == "customer")
			require.Equal(t, m.Author == "system", got.Action.Type == "automatic-workflow")
			switch m.Author {
			case "customer":
				require.Equal(t, customerID(m.AuthorID), got.CreatedBy.ID)
				require.Equal(t, "customer", got.CreatedBy.Type)
			case "agent":
				require.Equal(t, userID(m.AuthorID), got.CreatedBy.ID)
			case "bot":
				require.EqualValues(t, aiAgent, got.CreatedBy.ID)
			}
			counts[where.ID]--
		}
	}
	for id, n := range counts {
		require.Zero(t, n, "ticket %d", id)
	}
}

// What threads say of status, assignee and inbox gives the history of the desk, as far as the account has it.
func testHistoryOfTheDesk(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, 6*24*time.Hour)
	frame := c.frame(tape)
	type turn struct {
		at  time.Time
		now string
	}
	folded := 0
	for _, x := range frame.Tickets {
		if x.Status == "merged" {
			continue
		}
		var status, agents, teams, wantStatus, wantAgents, wantTeams []turn
		list := c.threads(conversationID(x.ID))
		slices.Reverse(list)
		is, whose := "", int64(0)
		for i, each := range list {
			if each.Status != "nochange" && each.Status != is {
				is = each.Status
				status = append(status, turn{each.CreatedAt, is})
				if i > 0 && each.Type != "lineitem" {
					folded++
				}
			}
			if i == 0 || each.Assigned.ID != whose {
				whose = each.Assigned.ID
				agents = append(agents, turn{each.CreatedAt, decimal(whose)})
			}
			if each.Action.Type == "moved-from-mailbox" {
				teams = append(teams, turn{each.CreatedAt, decimal(each.Action.Entities["mailbox"])})
			}
		}
		begun := x.Status
		agent := x.Agent
		for _, h := range slices.Backward(x.Changes) {
			switch h.Field {
			case "status":
				begun = h.Old
			case "agent":
				agent = number(h.Old)
			}
		}
		is, whose = vendorStatus()[begun], agent
		wantStatus = append(wantStatus, turn{x.Created, is})
		wantAgents = append(wantAgents, turn{x.Created, shown(agent)})
		for _, h := range x.Changes {
			switch now := vendorStatus()[h.New]; {
			case h.Field == "status" && now != "" && now != is:
				is = now
				wantStatus = append(wantStatus, turn{h.At, is})
			case h.Field == "agent" && number(h.New) != whose:
				whose = number(h.New)
				wantAgents = append(wantAgents, turn{h.At, shown(whose)})
			case h.Field == "team":
				wantTeams = append(wantTeams, turn{h.At, decimal(mailboxID(number(h.Old)))})
			}
		}
		if len(x.Messages) == 0 && x.Description == "" {
			continue
		}
		require.Equal(t, wantStatus, status, "ticket %d %+v", x.ID, x.Changes)
		require.Equal(t, wantTeams, teams)
		if !movedIn(list) {
			require.Equal(t, wantAgents, agents, "ticket %d %+v", x.ID, x.Changes)
		}
	}
	require.Positive(t, folded)
}

func shown(agent int64) string {
	if agent == 0 {
		return decimal(everybody)
	}
	return decimal(userID(agent))
}

// movedIn tells whether a merge has brought threads, which say whom they belonged to where they were.
func movedIn(list []thread) bool {
	return slices.ContainsFunc(list, func(each thread) bool { return each.Action.Type == "merged" })
}

// Who asks for what was modified since, and for the changes' threads, misses nothing that lists show.
func testChangesArePolled(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, 26*time.Hour)
	known := c.conversations("?status=all")
	since := c.clock.Now()
	for range 30 {
		c.clock.Advance(13 * time.Minute)
		now := c.clock.Now()
		query := "?status=all&sortField=modifiedAt&sortOrder=asc&modifiedSince=" + since.Add(-2*time.Minute).Format(stamp)
		for id, each := range c.conversations(query) {
			known[id] = each
		}
		since = now
	}
	for id, each := range c.conversations("?status=all") {
		require.Equal(t, each, known[id])
	}
}

// A conversation that took in another has its threads and a line item that says so, and is modified.
func testMerges(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape}, 6*24*time.Hour)
	frame := c.frame(tape)
	merges := 0
	for _, x := range frame.Tickets {
		into, ok := frame.Ticket(x.MergedInto)
		if x.Status != "merged" || !ok || into.Status == "merged" {
			continue
		}
		var at time.Time
		for _, h := range x.Changes {
			if h.New == "merged" {
				at = h.At
			}
		}
		items := 0
		for _, each := range c.threads(conversationID(into.ID)) {
			if each.Action.Type == "merged" && each.Action.Entities["conversation"] == conversationID(x.ID) {
				items++
				require.True(t, at.Equal(each.CreatedAt))
				require.Equal(t, "lineitem", each.Type)
				require.Equal(t, "nochange", each.Status)
			}
		}
		require.Equal(t, 1, items)
		modified := "&modifiedSince=" + at.Add(-time.Second).Format(stamp)
		require.Contains(t, c.conversations("?status=all&number="+decimal(firstNumber+into.ID)+modified), conversationID(into.ID))
		merges++
	}
	require.Positive(t, merges)
}
