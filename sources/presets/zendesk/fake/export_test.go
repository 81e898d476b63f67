package fake

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// settled lets everything that is on file be older than a minute, without anything new.
func (c *client) settled() *replay.Frame {
	frame := c.tape.At(c.clock.Now())
	c.tape.Pause(frame.At)
	c.clock.Advance(3 * time.Minute)
	return frame
}

func word(of map[string]string, key string) string {
	if w, ok := of[key]; ok {
		return w
	}
	return key
}

func statuses() map[string]string {
	return map[string]string{"waiting": "pending", "parked": "hold", "merged": "closed", "spam": "deleted", "trash": "deleted"}
}

func testExportsAreThoseOfTheDesk(t *testing.T, tape *replay.Tape) {
	channels := map[string]string{
		"mail": "email", "web form": "web", "chat": "chat", "phone": "voice", "marketplace": "any_channel", "social": "facebook",
	}
	priorities := map[string]string{"p1": "urgent", "p2": "high", "p3": "normal", "p4": "low"}
	for _, after := range instants() {
		for _, target := range []string{"/incremental/tickets/cursor.json?start_time=0&per_page=37", "/incremental/tickets?start_time=0&per_page=37"} {
			c := newClient(t, api.Options{Tape: tape.Copy(), Seed: 1}, after)
			frame := c.settled()
			var rows []map[string]any
			if target[20] == '/' {
				rows, _ = c.cursorWalk("tickets", target)
			} else {
				rows, _ = c.timeWalk("tickets", target)
			}
			got := newest(rows)
			require.Len(t, got, len(frame.Tickets)+len(frame.Gone))
			for _, want := range frame.Tickets {
				row := got[want.ID]
				require.Equal(t, word(statuses(), want.Status), row["status"], want.ID)
				require.Equal(t, priorities[want.Priority], row["priority"])
				require.Equal(t, GroupID(want.Team), num(row["group_id"]))
				require.Equal(t, BrandID(want.Brand), num(row["brand_id"]))
				require.Equal(t, CustomerID(want.Customer), num(row["requester_id"]))
				require.True(t, want.Created.Equal(when(t, row["created_at"])))
				require.False(t, when(t, row["updated_at"]).Before(want.Updated))
				require.GreaterOrEqual(t, num(row["generated_timestamp"]), want.Updated.Unix())
				if want.Agent == 0 {
					require.Nil(t, row["assignee_id"])
				} else {
					require.Equal(t, AgentID(want.Agent), num(row["assignee_id"]))
				}
				field := rowsOf(t, row, "custom_fields")[0]
				require.Equal(t, int64(ReasonFieldID), num(field["id"]))
				tags, ok := row["tags"].([]any)
				require.True(t, ok)
				if want.Topic == "" {
					require.Nil(t, field["value"])
				} else {
					require.Equal(t, slug(want.Topic), field["value"])
					require.Contains(t, tags, slug(want.Topic))
				}
				for _, tag := range want.Tags {
					require.Contains(t, tags, tag)
				}
				require.Equal(t, want.Status == "merged", slices.Contains(tags, any("closed_by_merge")))
				channel, ok := row["via"].(map[string]any)
				require.True(t, ok)
				if want.OpenedBy == "customer" {
					require.Equal(t, channels[want.Channel], channel["channel"])
				}
			}
			for id := range frame.Gone {
				require.Equal(t, "deleted", got[id]["status"])
				require.Equal(t, "SCRUBBED", got[id]["subject"])
			}
		}
	}
}

// Whoever polls by cursor, or by end_time, has the newest version of every ticket at the end.
func testExportsMissNothing(t *testing.T, tape *replay.Tape) {
	for name, next := range map[string]func(*client, string) ([]map[string]any, string){
		"by cursor": func(c *client, from string) ([]map[string]any, string) {
			if from == "" {
				return c.cursorWalk("tickets", "/incremental/tickets/cursor?start_time=0&per_page=50")
			}
			rows, cursor := c.cursorWalk("tickets", "/incremental/tickets/cursor?per_page=50&cursor="+from)
			return rows, cursor
		},
		"by time": func(c *client, from string) ([]map[string]any, string) {
			if from == "" {
				from = "0"
			}
			rows, end := c.timeWalk("tickets", "/incremental/tickets?per_page=50&start_time="+from)
			return rows, fmt.Sprint(end)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := newClient(t, api.Options{Tape: tape.Copy(), Seed: 2}, 4*time.Hour)
			all, from := map[int64]map[string]any{}, ""
			again := 0
			for c.clock.Now().Before(begin().Add(3 * 24 * time.Hour)) {
				rows, cursor := next(c, from)
				for _, row := range rows {
					if old := all[num(row["id"])]; old != nil && old["updated_at"] == row["updated_at"] {
						again++
					}
					all[num(row["id"])] = row
				}
				from = cursor
				c.clock.Advance(17*time.Minute + 13*time.Second)
			}
			frame := c.settled()
			rows, _ := next(c, from)
			for _, row := range rows {
				all[num(row["id"])] = row
			}
			require.Len(t, all, len(frame.Tickets)+len(frame.Gone))
			for _, want := range frame.Tickets {
				require.Equal(t, word(statuses(), want.Status), all[want.ID]["status"])
				require.False(t, when(t, all[want.ID]["updated_at"]).Before(want.Updated))
			}
			for id := range frame.Gone {
				require.Equal(t, "deleted", all[id]["status"])
			}
			require.Positive(t, again, "rows that the system made anew")
		})
	}
}

// What changed within the minute before a request is left out, and comes later.
func testTheLastMinute(t *testing.T, tape *replay.Tape) {
	var late *replay.Ticket
	after := 4 * time.Hour
	for ; late == nil; after += time.Minute {
		for _, ticket := range tape.At(begin().Add(after)).Tickets {
			if age := begin().Add(after).Sub(ticket.Updated); age > 2*time.Second && age < 50*time.Second {
				late = ticket
			}
		}
	}
	c := newClient(t, api.Options{Tape: tape, Calm: true}, after-time.Minute)
	id := late.ID
	target := fmt.Sprintf("/incremental/tickets/cursor?start_time=%d", begin().Unix())
	rows, cursor := c.cursorWalk("tickets", target)
	require.NotContains(t, newest(rows), id)
	require.Equal(t, http.StatusOK, c.do(fmt.Sprintf("/tickets/%d", id)).status, "lists know it at once")
	c.clock.Advance(2 * time.Minute)
	rows, _ = c.cursorWalk("tickets", "/incremental/tickets/cursor?cursor="+cursor)
	require.Contains(t, newest(rows), id)
	for _, path := range []string{"tickets/cursor", "tickets", "ticket_events", "users/cursor", "users", "ticket_metric_events", "organizations"} {
		a := c.do(fmt.Sprintf("/incremental/%s?start_time=%d", path, c.clock.Now().Add(-30*time.Second).Unix()))
		require.Equal(t, http.StatusBadRequest, a.status, path)
		require.Contains(t, string(a.body), "StartTimeTooRecent")
	}
}

// A page by time ends within a second, but for a page of one second, which has all of it; the tail comes again.
func testTiesByTime(t *testing.T, _ *replay.Tape) {
	row := func(at, id int64) timed { return timed{at: at, id: id} }
	rows := []timed{row(5, 1), row(5, 2), row(5, 3), row(6, 4), row(6, 5), row(9, 6)}
	for _, tt := range []struct {
		size, rows int
		next       int64
	}{{1, 3, 6}, {2, 3, 6}, {3, 3, 6}, {4, 4, 6}, {6, 6, 9}, {10, 6, 9}} {
		page, next := cutTimed(rows, tt.size)
		require.Len(t, page, tt.rows, "%d", tt.size)
		require.Equal(t, tt.next, next, "%d", tt.size)
	}
	page, next := cutTimed(rows[5:], 1)
	require.Len(t, page, 1)
	require.Equal(t, int64(9), next)
}

func testExcludeDeleted(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true}, 5*24*time.Hour)
	frame := c.settled()
	c.server.o.Limit = 1000
	short := false
	target, got := "/incremental/tickets/cursor?start_time=0&per_page=10&exclude_deleted=true", 0
	for {
		body := c.one(target)
		rows := rowsOf(t, body, "tickets")
		got += len(rows)
		if body["end_of_stream"] == true {
			break
		}
		short = short || len(rows) < 10
		target = str(body["after_url"])
	}
	want := 0
	for _, ticket := range frame.Tickets {
		if word(statuses(), ticket.Status) != "deleted" {
			want++
		}
	}
	require.Equal(t, want, got)
	require.True(t, short, "a page in the middle is short")
}

func testAnotherHost(t *testing.T, tape *replay.Tape) {
	for _, calm := range []bool{false, true} {
		c := newClient(t, api.Options{Tape: tape, Calm: calm}, 24*time.Hour)
		body := c.one("/incremental/tickets/cursor?start_time=0&per_page=5")
		host := map[bool]string{true: "https://desk.example/api", false: "https://" + Host + "/api"}[calm]
		require.Contains(t, str(body["after_url"]), host)
	}
}
