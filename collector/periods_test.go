package collector

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/sources/record"
)

// on is a row of a day with what the group Returns has of some events.
func on(rows map[period.Day]ledger.PeriodRow, day string, events map[period.Event]int64) {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	counts := period.Counts{}
	for e, n := range events {
		counts[e] = n
	}
	rows[period.DayOf(at, time.UTC)] = ledger.PeriodRow{"Returns": &counts}
}

func periodEvents(t *testing.T, c *Collector, event, name, which string) float64 {
	t.Helper()
	n, err := strconv.ParseFloat(value(t, c, fmt.Sprintf(
		`helpdesk_period_events{event=%q,group="Returns",period=%q,source="shop",which=%q}`, event, name, which)), 64)
	require.NoError(t, err, "%s %s %s", event, name, which)
	return n
}

// docs/semantics.md, "Calendar periods". testTime is Tuesday, 10 March 2026.
func TestPeriodEvents(t *testing.T) {
	rows := map[period.Day]ledger.PeriodRow{}
	on(rows, "2026-03-10", map[period.Event]int64{period.Created: 1, period.ReplyTime: 1500, period.Backlog: 1})
	on(rows, "2026-03-09", map[period.Event]int64{period.Created: 2, period.Backlog: -3})
	on(rows, "2026-03-08", map[period.Event]int64{period.Created: 4, period.Backlog: 2}) // Sunday
	on(rows, "2026-03-01", map[period.Event]int64{period.Created: 8})
	on(rows, "2026-02-28", map[period.Event]int64{period.Created: 16})
	on(rows, "2025-12-31", map[period.Event]int64{period.Created: 32})
	on(rows, "2025-10-01", map[period.Event]int64{period.Created: 64})
	old := ticket("Returns", record.StatusOpen, 3*24*time.Hour) // of 7 March
	view := ledger.View{Sources: []ledger.SourceView{{
		Name: "shop", Now: testTime(), Walked: true, Periods: rows,
		Tickets: []fact.View{ticket("Returns", record.StatusOpen, time.Hour), old, ticket("Returns", record.StatusSolved, time.Hour)},
	}}}
	c := newCollector(t, func(config *Config) {
		config.Periods = period.Calendar{Zone: time.UTC, WeekStart: time.Monday, YearStart: time.January}
	})
	require.NoError(t, c.Publish(view, testTime()))
	tests := []struct {
		event, period string
		current, prev float64
	}{
		{"created", "day", 1, 2},
		{"created", "week", 3, 4},
		{"created", "month", 15, 16},
		{"created", "quarter", 31, 96},
		{"reply_seconds", "day", 1.5, 0},
		{"resolved", "day", 0, 0},
		{"unresolved_at_end", "day", 2, 1},
		{"unresolved_at_end", "week", 2, 4},
		{"unresolved_at_end", "month", 2, 2},
		{"created_still_unresolved", "day", 1, 0},
		{"created_still_unresolved", "week", 1, 1},
		{"created_still_unresolved", "month", 2, 0},
	}
	for _, tc := range tests {
		t.Run(tc.event+" "+tc.period, func(t *testing.T) {
			require.InDelta(t, tc.current, periodEvents(t, c, tc.event, tc.period, "current"), 0)
			require.InDelta(t, tc.prev, periodEvents(t, c, tc.event, tc.period, "previous"), 0)
		})
	}
	// A day, and with it a month, ends without a commit.
	require.NoError(t, c.Tick(testTime().Add(24*time.Hour)))
	require.InDelta(t, 0, periodEvents(t, c, "created", "day", "current"), 0)
	require.InDelta(t, 1, periodEvents(t, c, "created", "day", "previous"), 0)
	require.InDelta(t, 2, periodEvents(t, c, "unresolved_at_end", "day", "previous"), 0)
	require.NoError(t, c.Tick(time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)))
	require.InDelta(t, 0, periodEvents(t, c, "created", "month", "current"), 0)
	require.InDelta(t, 15, periodEvents(t, c, "created", "month", "previous"), 0)
	require.InDelta(t, 31, periodEvents(t, c, "created", "quarter", "previous"), 0)
}

// The day is that of the reporting zone.
func TestPeriodsOfTheReportingZone(t *testing.T) {
	tokyo, err := time.LoadLocation("Asia/Tokyo")
	require.NoError(t, err)
	rows := map[period.Day]ledger.PeriodRow{}
	on(rows, "2026-03-10", map[period.Event]int64{period.Created: 1})
	c := newCollector(t, func(config *Config) {
		config.Periods = period.Calendar{Zone: tokyo, WeekStart: time.Monday, YearStart: time.January}
	})
	view := ledger.View{Sources: []ledger.SourceView{{Name: "shop", Now: testTime(), Walked: true, Periods: rows}}}
	require.NoError(t, c.Publish(view, testTime()))
	require.NoError(t, c.Tick(testTime().Add(3*time.Hour-time.Second)))
	require.InDelta(t, 1, periodEvents(t, c, "created", "day", "current"), 0)
	require.NoError(t, c.Tick(testTime().Add(3*time.Hour)))
	require.InDelta(t, 1, periodEvents(t, c, "created", "day", "previous"), 0)
}
