package fake

import (
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

func newest(c *client, known map[int64]seen, since time.Time) (last time.Time) {
	last = since
	for _, filter := range []string{"", "spam", "deleted"} {
		q := []string{"updated_since", since.Format(time.RFC3339), "order_by", "updated_at", "order_type", "asc", "per_page", "30"}
		if filter != "" {
			q = append(q, "filter", filter)
		}
		for _, row := range all[seen](c, "/tickets"+query(q...)) {
			known[row.ID] = row
			if row.UpdatedAt.After(last) {
				last = row.UpdatedAt
			}
		}
	}
	return last
}

// Who asks for what has changed since the last change that was seen, and never for anything else, knows in the
// end of each ticket what there is to know, whatever goes wrong on the way.
func testChangesArePolled(t *testing.T, tape *replay.Tape) {
	for name, o := range map[string]api.Options{
		"calm": {Tape: tape, Calm: true}, "hourly": {Tape: tape, Seed: 5}, "faults": {Tape: tape, Seed: 6, Faults: api.NewFaults(4, 5)},
	} {
		t.Run(name, func(t *testing.T) {
			c := newClient(t, o, 0)
			known, since := map[int64]seen{}, begin().Add(-time.Hour)
			for c.clock.Now().Before(tape.End) {
				last := newest(c, known, since)
				require.False(t, last.After(c.clock.Now()))
				since = last
				c.clock.Advance(37 * time.Minute)
			}
			newest(c, known, since)
			frame := tape.At(c.clock.Now())
			for _, want := range frame.Tickets {
				row := known[want.ID]
				require.Equal(t, statusCode(want.Status, want.ID) == 5, row.Status == 5)
				require.Equal(t, want.Status == "spam", row.Spam)
				require.Equal(t, want.Status == "trash", row.Deleted)
				require.False(t, row.UpdatedAt.Before(want.Updated))
			}
			require.Subset(t, slices.Collect(maps.Keys(known)), slices.Collect(maps.Keys(maps.Collect(ids(frame.Tickets)))))
		})
	}
}

// The automation of each hour gives many tickets the same instant, without any other change, and a page may
// end between them.
func testHourlyTies(t *testing.T, tape *replay.Tape) {
	after := 100*time.Hour + 20*time.Minute
	calm := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 1000000}, after)
	live := newClient(t, api.Options{Tape: tape, Seed: 1, Limit: 1000000}, after)
	target := "/tickets" + query("updated_since", "2026-05-01", "order_by", "updated_at", "order_type", "asc", "include", "stats", "per_page", "3")
	before, now := map[int64]seen{}, all[seen](live, target)
	for _, row := range all[seen](calm, target) {
		before[row.ID] = row
	}
	require.Len(t, now, len(before))
	ties := map[time.Time]int{}
	for _, row := range now {
		ties[row.UpdatedAt]++
		was := before[row.ID]
		require.False(t, row.UpdatedAt.Before(was.UpdatedAt))
		row.UpdatedAt = was.UpdatedAt
		require.Equal(t, was, row)
	}
	require.Greater(t, slices.Max(slices.Collect(maps.Values(ties))), 3)
}

// The search learns of a change some minutes late, where it is not told to be calm.
func testSearchIsLate(t *testing.T, tape *replay.Tape) {
	found := func(o api.Options, after time.Duration) (ids []int64) {
		o.Tape = tape
		c := newClient(t, o, after)
		for page := 1; ; page++ {
			var got struct {
				Total   int    `json:"total"`
				Results []seen `json:"results"`
			}
			c.one(path("/search/tickets%s", query("query", `"(status:2 OR status:3 OR status:>6) AND priority:<4"`, "page", path("%d", page))), &got)
			for _, row := range got.Results {
				ids = append(ids, row.ID)
			}
			if len(got.Results) < searchSize {
				require.Len(t, ids, got.Total)
				return ids
			}
		}
	}
	changed := 0
	for after := 28 * time.Hour; after < 30*time.Hour; after += 10 * time.Minute {
		late := found(api.Options{}, after+IndexLag)
		require.Equal(t, found(api.Options{Calm: true}, after), late)
		if !slices.Equal(late, found(api.Options{Calm: true}, after+IndexLag)) {
			changed++
		}
	}
	require.Positive(t, changed)
}

// Closed tickets that nobody has touched for long are archived: they are in no list, and at another address.
func testOldTickets(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 1000000}, 131*24*time.Hour)
	require.Empty(t, all[seen](c, "/tickets?per_page=100"), "none was created in the last 30 days")
	listed := all[seen](c, "/tickets?per_page=100&updated_since=2026-01-01")
	require.NotEmpty(t, listed)
	archived := 0
	for _, ticket := range tape.At(c.clock.Now()).Tickets {
		want, other := http.StatusOK, http.StatusNotFound
		if ticket.Status == "closed" || ticket.Status == "merged" {
			want, other = other, want
			archived++
		}
		require.Equal(t, want, c.get(path("/tickets/%d", ticket.ID)).status)
		require.Equal(t, want, c.get(path("/tickets/%d/conversations", ticket.ID)).status)
		require.Equal(t, other, c.get(path("/tickets/archived/%d", ticket.ID)).status)
		require.Equal(t, other, c.get(path("/tickets/archived/%d/conversations", ticket.ID)).status)
	}
	require.Positive(t, archived)
	for _, row := range listed {
		require.NotEqual(t, statusClosed, row.Status)
	}
}

// Many may ask at once, while the clock moves.
func testAtOnce(t *testing.T, tape *replay.Tape) {
	c := newClient(t, api.Options{Tape: tape, Limit: 1000000}, 50*time.Hour)
	targets := []string{
		"/tickets?include=stats", "/tickets/3/conversations", "/contacts", "/search/tickets" + query("query", `"status:2"`),
		"/surveys/satisfaction_ratings", "/tickets?filter=spam", "/ticket_fields", "/export/ticket_activities?created_at=2026-06-01",
	}
	statuses := make(chan int)
	for i := range 64 {
		go func() {
			c.clock.Advance(20 * time.Second)
			statuses <- c.do(http.MethodGet, targets[i%len(targets)]).status
		}()
	}
	for range 64 {
		require.Equal(t, http.StatusOK, <-statuses)
	}
	require.Equal(t, 64, c.server.Log().Total())
}
