package fake

import (
	"html"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// instants at which the account is compared with the desk.
func instants() []time.Duration {
	return []time.Duration{5 * time.Hour, 31 * time.Hour, 77*time.Hour + 13*time.Minute, 6 * 24 * time.Hour}
}

// The three lists together hold each ticket of the desk once, with what the desk knows of it.
func testTicketsAreThoseOfTheDesk(t *testing.T, tape *replay.Tape) {
	words := map[string]int{}
	for _, after := range instants() {
		c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 1000000}, after)
		frame := tape.At(c.clock.Now())
		got := map[int64]seen{}
		for _, filter := range []string{"", "spam", "deleted"} {
			q := []string{"updated_since", "2026-05-01", "order_by", "updated_at", "order_type", "asc", "include", "stats,description", "per_page", "37"}
			if filter != "" {
				q = append(q, "filter", filter)
			}
			last := time.Time{}
			for _, row := range all[seen](c, "/tickets"+query(q...)) {
				require.NotContains(t, got, row.ID)
				require.False(t, row.UpdatedAt.Before(last))
				require.Equal(t, filter == "spam", row.Spam)
				require.Equal(t, filter == "deleted", row.Deleted)
				last = row.UpdatedAt
				got[row.ID] = row
			}
		}
		require.Len(t, got, len(frame.Tickets))
		for _, want := range frame.Tickets {
			row := got[want.ID]
			requireTicket(t, want, row)
			words[want.Status]++
			var single seen
			c.one(path("/tickets/%d?include=stats", want.ID), &single)
			require.Equal(t, row, single)
		}
		for id := range frame.Gone {
			require.Equal(t, http.StatusNotFound, c.get(path("/tickets/%d", id)).status)
			require.Equal(t, http.StatusNotFound, c.get(path("/tickets/%d/conversations", id)).status)
			words["gone"]++
		}
	}
	for _, word := range []string{"new", "open", "waiting", "parked", "solved", "closed", "merged", "spam", "trash", "gone"} {
		require.Positive(t, words[word], word)
	}
}

func requireTicket(t *testing.T, want *replay.Ticket, row seen) {
	t.Helper()
	codes := map[string][]int{
		"new": {2}, "open": {2}, "waiting": {3, 6}, "parked": {7}, "solved": {4}, "closed": {5}, "merged": {5},
		"spam": {2, 3, 6, 7}, "trash": {2, 3, 6, 7},
	}
	require.Contains(t, codes[want.Status], row.Status, want.Status)
	require.Equal(t, want.Status == "spam", row.Spam)
	require.Equal(t, want.Status == "trash", row.Deleted)
	require.Equal(t, map[string]int{"p1": 4, "p2": 3, "p3": 2, "p4": 1}[want.Priority], row.Priority)
	sources := map[string][]int{"mail": {1, 10}, "web form": {2, 9}, "phone": {3}, "chat": {7}, "marketplace": {11}, "social": {5, 6}}
	require.Contains(t, sources[want.Channel], row.Source)
	require.Equal(t, want.Channel == "mail" && want.OpenedBy == "agent", row.Source == 10)
	require.Equal(t, groupID(want.Team), row.GroupID)
	require.Equal(t, productID(want.Brand), row.ProductID)
	require.Equal(t, contactID(want.Customer), row.RequesterID)
	require.Equal(t, some(want.Agent, agentID), row.ResponderID)
	if want.Topic == "" {
		require.Nil(t, row.Type)
	} else {
		require.Equal(t, want.Topic, *row.Type)
	}
	require.ElementsMatch(t, want.Tags, row.Tags)
	require.Equal(t, want.Created, row.CreatedAt)
	require.Equal(t, want.Updated, row.UpdatedAt)
	opening := want.Description
	if opening == "" {
		opening = want.Messages[0].Body
	}
	require.Equal(t, opening, row.Text)
	if want.Status != "spam" && want.Status != "trash" {
		require.Equal(t, want.Solved.IsZero() && want.Status != "merged", row.Times["resolved_at"] == nil)
	}
	var first *time.Time
	for _, m := range want.Messages {
		if m.Author == "agent" && !m.Internal && first == nil {
			first = &m.Created
		}
	}
	require.Equal(t, first, row.Times["first_responded_at"])
}

// Each message is somewhere: the first as the description, the others in the ticket where they were written,
// or in the one that it was merged into. A merge adds a note on both sides.
func testConversationsAreThoseOfTheDesk(t *testing.T, tape *replay.Tape) {
	for _, after := range instants() {
		c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 1000000}, after)
		frame := tape.At(c.clock.Now())
		lists, where, notes, remarks, merged := map[int64][]said{}, map[int64]int64{}, 0, 0, 0
		for _, ticket := range frame.Tickets {
			lists[ticket.ID] = all[said](c, path("/tickets/%d/conversations?per_page=3", ticket.ID))
			last := time.Time{}
			for _, s := range lists[ticket.ID] {
				require.NotContains(t, where, s.ID)
				require.Equal(t, ticket.ID, s.TicketID)
				require.False(t, s.CreatedAt.Before(last))
				where[s.ID], last = ticket.ID, s.CreatedAt
				switch {
				case s.Source == saidSurvey:
					remarks++
					require.True(t, s.Incoming)
				case s.ID%4 != 0:
					notes++
					require.True(t, s.Private)
				}
			}
		}
		found := remarks
		for _, ticket := range frame.Tickets {
			at := ticket
			for at.Status == "merged" {
				next, ok := frame.Ticket(at.MergedInto)
				require.True(t, ok)
				at = next
			}
			if ticket.Status == "merged" {
				merged++
				closing := lists[ticket.ID]
				require.Len(t, closing, 1)
				require.Equal(t, path("This ticket is closed and merged into ticket %d", ticket.MergedInto), closing[0].Text)
			}
			for i, m := range ticket.Messages {
				if i == 0 && ticket.Description == "" {
					continue
				}
				found++
				require.Equal(t, at.ID, where[firstConversation+4*m.ID])
				for _, s := range lists[at.ID] {
					if s.ID == firstConversation+4*m.ID {
						requireSaid(t, m, s)
					}
				}
			}
		}
		for _, r := range c.server.Ratings(c.clock.Now()) {
			if r.Feedback != "" {
				remarks--
			}
		}
		require.Zero(t, remarks)
		require.Len(t, where, found+notes)
		require.Equal(t, 2*merged, notes)
	}
}

func requireSaid(t *testing.T, want replay.Message, s said) {
	t.Helper()
	require.Equal(t, want.Body, s.Text)
	require.Equal(t, want.Internal, s.Private)
	require.Equal(t, want.Created, s.CreatedAt)
	require.Equal(t, want.Author == "customer", s.Incoming)
	require.Equal(t, want.Author == "system", s.Automation != nil)
	require.Equal(t, want.Author == "bot", s.Auto)
	require.Equal(t, !want.Edited.IsZero(), s.EditedAt != nil)
	switch want.Author {
	case "customer":
		require.Equal(t, contactID(want.AuthorID), s.UserID)
	case "agent":
		require.Equal(t, agentID(want.AuthorID), s.UserID)
	default:
		require.EqualValues(t, ownerID, s.UserID)
	}
}

// A ticket has at most ten of its conversations inside, the first.
func testEmbeddedConversations(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 1000000}, 6*24*time.Hour)
	most := 0
	for _, ticket := range c.server.o.Tape.At(c.clock.Now()).Tickets {
		var single struct {
			Conversations []said `json:"conversations"`
			Description   string `json:"description"`
			Text          string `json:"description_text"`
		}
		c.one(path("/tickets/%d?include=conversations", ticket.ID), &single)
		list := all[said](c, path("/tickets/%d/conversations?per_page=100", ticket.ID))
		require.Equal(t, append([]said{}, list[:min(10, len(list))]...), single.Conversations)
		require.Equal(t, single.Text, html.UnescapeString(strings.TrimSuffix(strings.TrimPrefix(single.Description, "<div>"), "</div>")))
		most = max(most, len(list))
	}
	require.Greater(t, most, 3)
}
