package fake

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// child is an event of the export with the update that it came with.
type child struct {
	of, row map[string]any
}

func (c *client) children(target string) map[int64]child {
	c.t.Helper()
	all := map[int64]child{}
	rows, _ := c.timeWalk("ticket_events", target)
	for _, event := range rows {
		for _, row := range rowsOf(c.t, event, "child_events") {
			all[num(row["id"])] = child{event, row}
		}
	}
	return all
}

// Every message and every change is told, at its instant, by its actor.
func testEventsAreThoseOfTheDesk(t *testing.T, tape *replay.Tape) {
	for _, after := range instants() {
		c := newClient(t, api.Options{Tape: tape.Copy(), Seed: 1}, after)
		frame := c.settled()
		got := c.children("/incremental/ticket_events.json?start_time=0&per_page=150&include=comment_events")
		bare := c.children("/incremental/ticket_events.json?start_time=0&per_page=800")
		comments := 0
		for _, ticket := range frame.Tickets {
			for _, m := range ticket.Messages {
				e, ok := got[CommentID(m.ID)]
				if m.Author == "system" && !m.Internal {
					require.False(t, ok, "a confirmation is no comment")
					continue
				}
				require.True(t, ok, "message %d of %s", m.ID, m.Author)
				comments++
				require.Equal(t, ticket.ID, num(e.of["ticket_id"]))
				require.Equal(t, m.Created.Unix(), num(e.of["timestamp"]))
				require.True(t, m.Created.Equal(when(t, e.row["created_at"])))
				require.Equal(t, !m.Internal, e.row["public"])
				require.Equal(t, m.Body, e.row["body"])
				require.Contains(t, []any{"Comment", "VoiceComment"}, e.row["event_type"])
				author := actor(m.Author, m.AuthorID)
				if m.Author == "system" {
					author = ShopID
				}
				require.Equal(t, author, num(e.row["author_id"]))
				require.Nil(t, bare[CommentID(m.ID)].row["body"])
				require.Equal(t, true, bare[CommentID(m.ID)].row["comment_present"])
				require.Equal(t, !m.Internal, bare[CommentID(m.ID)].row["comment_public"])
			}
			for _, ch := range ticket.Changes {
				e, ok := got[EventID(ch.ID)]
				require.True(t, ok, "%s of %d", ch.Field, ticket.ID)
				require.Equal(t, ch.At.Unix(), num(e.of["timestamp"]))
				require.Equal(t, actor(ch.Actor, ch.ActorID), num(e.of["updater_id"]))
				require.Equal(t, "Change", e.row["event_type"])
				switch ch.Field {
				case "status":
					require.Equal(t, word(statuses(), ch.New), e.row["status"])
					require.Equal(t, word(statuses(), ch.Old), e.row["previous_value"])
				case "team":
					require.Equal(t, fmt.Sprint(GroupID(number(ch.New))), e.row["group_id"])
				case "agent":
					if ch.New == "" {
						require.Nil(t, e.row["assignee_id"])
						require.Contains(t, e.row, "assignee_id")
					} else {
						require.Equal(t, fmt.Sprint(AgentID(number(ch.New))), e.row["assignee_id"])
					}
				case "priority":
					require.Contains(t, []any{"urgent", "high", "normal", "low"}, e.row["priority"])
				case "topic":
					fields, ok := e.row["custom_ticket_fields"].(map[string]any)
					require.True(t, ok)
					require.Equal(t, slug(ch.New), fields[fmt.Sprint(int64(ReasonFieldID))])
				case "tag":
					require.Equal(t, []any{ch.New}, e.row["added_tags"])
				}
			}
		}
		require.Positive(t, comments)
	}
}

// The audits of a ticket say the same as the export, and confirmations besides; its comments are those of the
// audits.
func testEventsAreAudits(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 100_000}, 2*24*time.Hour)
	frame := c.settled()
	events := c.children("/incremental/ticket_events?start_time=0")
	confirmations, opened := 0, 0
	for _, ticket := range frame.Tickets {
		if word(statuses(), ticket.Status) == "deleted" {
			continue
		}
		comments := map[int64]bool{}
		for _, row := range c.list("comments", fmt.Sprintf("/tickets/%d/comments?page[size]=3", ticket.ID)) {
			comments[num(row["id"])] = true
		}
		last := time.Time{}
		audits := c.list("audits", fmt.Sprintf("/tickets/%d/audits", ticket.ID))
		for i, audit := range audits {
			at := when(t, audit["created_at"])
			require.False(t, at.Before(last))
			last = at
			for _, e := range rowsOf(t, audit, "events") {
				id := num(e["id"])
				switch e["type"] {
				case "Comment", "VoiceComment":
					require.True(t, comments[id])
					delete(comments, id)
					if id == OpeningID(ticket.ID) {
						opened++
						require.Zero(t, i)
						require.Equal(t, ticket.Description, e["body"])
					}
				case "Notification":
					confirmations++
					require.Equal(t, int64(SystemID), num(audit["author_id"]))
				case "Create":
					require.Zero(t, i)
				case "SurveyOffered", "SurveyResponseSubmitted":
					continue
				}
				if e["type"] != "Notification" {
					require.Contains(t, events, id, "%v", e["type"])
				}
			}
		}
		require.Empty(t, comments)
	}
	require.Positive(t, confirmations)
	require.Positive(t, opened)
	all := c.list("audits", "/ticket_audits")
	require.Greater(t, len(all), len(frame.Tickets))
}

func testMerges(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 100_000}, 6*24*time.Hour)
	frame := c.settled()
	seen := 0
	for _, ticket := range frame.Tickets {
		if ticket.Status != "merged" {
			continue
		}
		audits := c.list("audits", fmt.Sprintf("/tickets/%d/audits", ticket.ID))
		events := rowsOf(t, audits[len(audits)-1], "events")
		require.Equal(t, "Comment", events[0]["type"])
		require.Equal(t, false, events[0]["public"])
		require.Contains(t, events[0]["body"], fmt.Sprintf("#%d", ticket.MergedInto))
		require.Equal(t, "closed", events[1]["value"])
		require.Equal(t, "tags", events[len(events)-1]["field_name"])
		require.Contains(t, events[len(events)-1]["value"], "closed_by_merge")
		into, ok := frame.Ticket(ticket.MergedInto)
		if !ok || word(statuses(), into.Status) == "deleted" {
			continue
		}
		seen++
		found := false
		for _, row := range c.list("comments", fmt.Sprintf("/tickets/%d/comments", into.ID)) {
			if strings.HasPrefix(str(row["body"]), fmt.Sprintf("Request #%d ", ticket.ID)) {
				found = true
				require.Equal(t, false, row["public"])
				source, _ := row["via"].(map[string]any)["source"].(map[string]any)
				require.Equal(t, "merge", source["rel"])
			}
		}
		require.True(t, found)
	}
	require.Positive(t, seen)
}

// Deleted tickets are not there, but in the exports and on the list of what was deleted; what was deleted for
// good is nowhere but in the export of tickets.
func testDeletions(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 100_000}, 6*24*time.Hour)
	frame := c.settled()
	deleted := newest(c.list("deleted_tickets", "/deleted_tickets"))
	events, _ := c.timeWalk("ticket_events", "/incremental/ticket_events?start_time=0")
	told := map[int64]bool{}
	for _, e := range events {
		told[num(e["ticket_id"])] = true
	}
	soft := 0
	for _, ticket := range frame.Tickets {
		gone := word(statuses(), ticket.Status) == "deleted"
		require.Equal(t, gone, deleted[ticket.ID] != nil)
		require.True(t, told[ticket.ID])
		if !gone {
			continue
		}
		soft++
		require.NotEqual(t, "deleted", deleted[ticket.ID]["previous_state"])
		for _, path := range []string{"", "/comments", "/audits", "/metrics", "/tags"} {
			a := c.do(fmt.Sprintf("/tickets/%d%s", ticket.ID, path))
			require.Equal(t, http.StatusNotFound, a.status)
			require.JSONEq(t, `{"error":"RecordNotFound","description":"Not found"}`, string(a.body))
		}
	}
	require.Positive(t, soft)
	require.NotEmpty(t, frame.Gone)
	for id := range frame.Gone {
		require.NotContains(t, deleted, id)
		require.False(t, told[id])
		require.Equal(t, http.StatusNotFound, c.do(fmt.Sprintf("/tickets/%d", id)).status)
	}
}
