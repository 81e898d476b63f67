package period_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/period"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	require.NoError(t, err)
	return z
}

func TestPeriods(t *testing.T) {
	tests := map[string]struct {
		weekStart time.Weekday
		yearStart time.Month
		now       string
		want      map[string][2]string // period: current and previous, first to last
	}{
		"a Sunday in weeks that begin on Monday": {
			time.Monday, time.January, "2026-03-01T12:00:00Z", map[string][2]string{
				"day":     {"2026-03-01 2026-03-01", "2026-02-28 2026-02-28"},
				"week":    {"2026-02-23 2026-03-01", "2026-02-16 2026-02-22"},
				"month":   {"2026-03-01 2026-03-31", "2026-02-01 2026-02-28"},
				"quarter": {"2026-01-01 2026-03-31", "2025-10-01 2025-12-31"},
			},
		},
		"the same in weeks that begin on Sunday": {
			time.Sunday, time.January, "2026-03-01T12:00:00Z", map[string][2]string{
				"week": {"2026-03-01 2026-03-07", "2026-02-22 2026-02-28"},
			},
		},
		"late evening in UTC is tomorrow in Rome": {
			time.Monday, time.January, "2026-06-30T22:30:00Z", map[string][2]string{
				"day":   {"2026-07-01 2026-07-01", "2026-06-30 2026-06-30"},
				"month": {"2026-07-01 2026-07-31", "2026-06-01 2026-06-30"},
			},
		},
		"a fiscal year from February, in January": {
			time.Monday, time.February, "2026-01-15T12:00:00Z", map[string][2]string{
				"quarter": {"2025-11-01 2026-01-31", "2025-08-01 2025-10-31"},
			},
		},
		"a leap year": {
			time.Monday, time.January, "2028-03-31T12:00:00Z", map[string][2]string{
				"month": {"2028-03-01 2028-03-31", "2028-02-01 2028-02-29"},
			},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := period.Calendar{Zone: zone(t, "Europe/Rome"), WeekStart: tc.weekStart, YearStart: tc.yearStart}
			now, err := time.Parse(time.RFC3339, tc.now)
			require.NoError(t, err)
			today := c.Today(now)
			for p, want := range tc.want {
				current, previous := c.Current(p, today), c.Previous(p, today)
				require.Equal(t, want[0], current.First.String()+" "+current.Last.String(), p)
				require.Equal(t, want[1], previous.First.String()+" "+previous.Last.String(), p)
				require.True(t, current.Contains(today))
				require.False(t, previous.Contains(today))
			}
		})
	}
}

func TestOldest(t *testing.T) {
	c := period.Calendar{Zone: time.UTC, WeekStart: time.Monday, YearStart: time.January}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	require.Equal(t, "2025-10-01", c.Oldest(c.Today(now)).String())
}

// A day begins at midnight, or when the clocks have been put forward over it.
func TestStart(t *testing.T) {
	for name, tc := range map[string]struct{ zone, now, end string }{
		"an ordinary day":                         {"Europe/Rome", "2026-06-30T12:00:00Z", "2026-06-30T22:00:00Z"},
		"a day of 25 hours":                       {"Europe/Rome", "2026-10-25T12:00:00Z", "2026-10-25T23:00:00Z"},
		"a day that begins at one in the morning": {"Africa/Cairo", "2026-04-23T12:00:00Z", "2026-04-23T22:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			c := period.Calendar{Zone: zone(t, tc.zone)}
			now, err := time.Parse(time.RFC3339, tc.now)
			require.NoError(t, err)
			require.Equal(t, tc.end, c.EndOfDay(now).UTC().Format(time.RFC3339))
		})
	}
}

func TestCountsKeepTheirValues(t *testing.T) {
	for _, c := range []period.Counts{{}, {period.Created: 3, period.Backlog: -2}, {period.ReplyTime: 86_400_000}} {
		got, err := period.UnmarshalCounts(c.AppendBinary(nil))
		require.NoError(t, err)
		require.Equal(t, c, *got)
	}
	for _, b := range [][]byte{nil, {1}, {200, 0}} {
		_, err := period.UnmarshalCounts(b)
		require.Error(t, err)
	}
}

func TestEveryEventHasANameButTheBacklog(t *testing.T) {
	seen := map[string]bool{}
	for _, e := range period.Events() {
		require.Equal(t, e == period.Backlog, e.Name() == "")
		require.False(t, seen[e.Name()])
		seen[e.Name()] = true
	}
}
