package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// counter is the office of most cases: Berlin, with a lunch break and two holidays.
func counter(t testing.TB) *Calendar {
	t.Helper()
	r := office(t, "Europe/Berlin")
	r.WeeklyBreaks = week(t, "mon-fri", "12:00-13:00")
	r.Week[time.Saturday] = spans(t, "10:00-12:00")
	r.Holidays = holidays(t, "2024-12-25", "2024-12-26")
	return build(t, r)
}

func TestAdd(t *testing.T) {
	c := counter(t)
	for _, tc := range []struct {
		name, from string
		amount     time.Duration
		want       string // of Add
	}{
		{"inside an interval", "2024-07-01T07:00:00Z", time.Hour, "2024-07-01T08:00:00Z"},
		{"exact to the nanosecond", "2024-07-01T07:00:00.25Z", time.Nanosecond, "2024-07-01T07:00:00.250000001Z"},
		{"ends at the break", "2024-07-01T07:00:00Z", 3 * time.Hour, "2024-07-01T10:00:00Z"},
		{"a nanosecond over the break", "2024-07-01T07:00:00Z", 3*time.Hour + 1, "2024-07-01T11:00:00.000000001Z"},
		{"over the break", "2024-07-01T09:30:00Z", time.Hour, "2024-07-01T11:30:00Z"},
		{"due on closing time is closing time", "2024-07-01T11:00:00Z", 4 * time.Hour, "2024-07-01T15:00:00Z"},
		{"a nanosecond after closing time", "2024-07-01T11:00:00Z", 4*time.Hour + 1, "2024-07-02T07:00:00.000000001Z"},
		{"from closing time", "2024-07-01T15:00:00Z", time.Hour, "2024-07-02T08:00:00Z"},
		{"from the night", "2024-07-01T22:00:00Z", time.Hour, "2024-07-02T08:00:00Z"},
		{"over a weekend", "2024-07-05T14:00:00Z", 4 * time.Hour, "2024-07-08T08:00:00Z"},
		{"over holidays", "2024-12-24T15:00:00Z", 2 * time.Hour, "2024-12-27T09:00:00Z"},
		{"over a change of the clocks", "2024-10-25T14:00:00Z", 4 * time.Hour, "2024-10-28T09:00:00Z"},
		{"nothing, when open", "2024-07-01T07:30:00Z", 0, "2024-07-01T07:30:00Z"},
		{"nothing, at opening time", "2024-07-01T07:00:00Z", 0, "2024-07-01T07:00:00Z"},
		{"nothing, when closed", "2024-07-01T03:00:00Z", 0, "2024-07-01T07:00:00Z"},
		{"nothing, in the break", "2024-07-01T10:30:00Z", 0, "2024-07-01T11:00:00Z"},
		{"nothing, at closing time", "2024-07-01T15:00:00Z", 0, "2024-07-02T07:00:00Z"},
		{"less than nothing", "2024-07-01T08:00:00Z", -30 * time.Minute, "2024-07-01T07:30:00Z"},
		{"weeks", "2024-07-01T07:00:00Z", 37 * 4 * time.Hour, "2024-07-27T10:00:00Z"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			due, ok := c.Add(when(t, tc.from), tc.amount)
			require.True(t, ok)
			require.Equal(t, when(t, tc.want), due)
		})
	}
}

func TestSubtract(t *testing.T) {
	c := counter(t)
	for _, tc := range []struct {
		name, from string
		amount     time.Duration
		want       string
	}{
		{"inside an interval", "2024-07-01T08:00:00Z", time.Hour - 1, "2024-07-01T07:00:00.000000001Z"},
		{"back to opening time", "2024-07-01T08:00:00Z", time.Hour, "2024-07-01T07:00:00Z"},
		{"a nanosecond before opening time", "2024-07-02T08:00:00Z", time.Hour + 1, "2024-07-01T14:59:59.999999999Z"},
		{"over the break", "2024-07-01T11:30:00Z", time.Hour, "2024-07-01T09:30:00Z"},
		{"from the night", "2024-07-02T03:00:00Z", time.Hour, "2024-07-01T14:00:00Z"},
		{"over holidays", "2024-12-27T09:00:00Z", 2 * time.Hour, "2024-12-24T15:00:00Z"},
		{"nothing, when open", "2024-07-01T07:30:00Z", 0, "2024-07-01T07:30:00Z"},
		{"nothing, at closing time", "2024-07-01T15:00:00Z", 0, "2024-07-01T15:00:00Z"},
		{"nothing, at opening time", "2024-07-02T07:00:00Z", 0, "2024-07-01T15:00:00Z"},
		{"nothing, when closed", "2024-07-02T03:00:00Z", 0, "2024-07-01T15:00:00Z"},
		{"less than nothing", "2024-07-01T07:00:00Z", -time.Hour, "2024-07-01T08:00:00Z"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			begin, ok := c.Subtract(when(t, tc.from), tc.amount)
			require.True(t, ok)
			require.Equal(t, when(t, tc.want), begin)
		})
	}
}

func TestAddDays(t *testing.T) {
	c := counter(t)
	for _, tc := range []struct {
		name, from string
		days       int
		want       string
	}{
		{"the next day", "2024-07-01T08:15:00.5Z", 1, "2024-07-02T08:15:00.5Z"},
		{"Saturday is a working day here, Sunday is none", "2024-07-05T08:30:00Z", 2, "2024-07-08T08:30:00Z"},
		{"no longer open at that time of the last day", "2024-07-05T13:00:00Z", 1, "2024-07-08T07:00:00Z"},
		{"not yet open at that time of the last day", "2024-07-05T07:30:00Z", 1, "2024-07-06T08:00:00Z"},
		{"after hours counts from the next opening", "2024-07-01T20:00:00Z", 1, "2024-07-03T07:00:00Z"},
		{"before hours, too", "2024-07-02T03:00:00Z", 1, "2024-07-03T07:00:00Z"},
		{"from Sunday", "2024-07-07T10:00:00Z", 1, "2024-07-09T07:00:00Z"},
		{"holidays are no working days", "2024-12-24T09:00:00Z", 1, "2024-12-27T09:00:00Z"},
		{"over a change of the clocks", "2024-10-25T08:00:00Z", 2, "2024-10-28T09:00:00Z"},
		{"over a new year", "2024-12-31T09:00:00Z", 3, "2025-01-03T09:00:00Z"},
		{"no day, when open", "2024-07-01T08:15:00Z", 0, "2024-07-01T08:15:00Z"},
		{"no day, when closed", "2024-07-07T10:00:00Z", 0, "2024-07-08T07:00:00Z"},
		{"back", "2024-07-08T08:30:00Z", -2, "2024-07-05T08:30:00Z"},
		{"back, over holidays", "2024-12-27T09:00:00Z", -1, "2024-12-24T09:00:00Z"},
		{"back, no longer open at that time", "2024-07-08T13:00:00Z", -1, "2024-07-06T10:00:00Z"},
		{"back, from the night", "2024-07-02T20:00:00Z", -1, "2024-07-01T15:00:00Z"},
		{"back, from Sunday", "2024-07-07T10:00:00Z", -1, "2024-07-05T10:00:00Z"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			due, ok := c.AddDays(when(t, tc.from), tc.days)
			require.True(t, ok)
			require.Equal(t, when(t, tc.want), due)
		})
	}

	// Closing time of the last day stays.
	half := build(t, Rules{Location: time.UTC, Week: [7][]Span{1: spans(t, "09:00-17:00"), 2: spans(t, "09:00-12:00")}})
	due, ok := half.AddDays(when(t, "2024-07-01T12:00:00Z"), 1)
	require.True(t, ok)
	require.Equal(t, when(t, "2024-07-02T12:00:00Z"), due)

	// Whole days end at midnight, which shows the next date.
	whole := build(t, Rules{Location: location(t, "America/New_York"), Week: week(t, "mon-fri", "00:00-24:00")})
	begin, ok := whole.AddDays(when(t, "2024-01-06T15:00:00Z"), -1)
	require.True(t, ok)
	require.Equal(t, when(t, "2024-01-05T05:00:00Z"), begin)
	// On the first of January the civil year of New York begins five hours late.
	due, ok = whole.AddDays(when(t, "2024-01-01T02:00:00Z"), 1)
	require.True(t, ok)
	require.Equal(t, when(t, "2024-01-02T05:00:00Z"), due)
}

// Who comes later is never due earlier.
func TestDaysKeepTheOrder(t *testing.T) {
	c := counter(t)
	var last time.Time
	for from := when(t, "2024-12-20T00:00:00Z"); from.Before(when(t, "2025-01-03T00:00:00Z")); from = from.Add(10 * time.Minute) {
		due, ok := c.AddDays(from, 2)
		require.True(t, ok)
		require.False(t, due.Before(last), from)
		last = due
	}
}

func TestBeyondTheHorizon(t *testing.T) {
	r := Rules{Location: time.UTC, Shifts: dated(t, "2024-01-02", "09:00-10:00")}
	c := build(t, r)
	opening, closing := when(t, "2024-01-02T09:00:00Z"), when(t, "2024-01-02T10:00:00Z")
	for _, tc := range []struct {
		name string
		move func() (time.Time, bool)
		want time.Time // zero: not found
	}{
		{"add to the last hour", func() (time.Time, bool) { return c.Add(opening, time.Hour) }, closing},
		{"add more than there is", func() (time.Time, bool) { return c.Add(opening, time.Hour+1) }, time.Time{}},
		{"add more than there could be", func() (time.Time, bool) { return c.Add(opening, Horizon+1) }, time.Time{}},
		{"the next opening, just within", func() (time.Time, bool) { return c.Add(opening.Add(-Horizon), 0) }, opening},
		{"the next opening, too far", func() (time.Time, bool) { return c.Add(opening.Add(-Horizon-1), 0) }, time.Time{}},
		{"closed for ever", func() (time.Time, bool) { return c.Add(closing, 0) }, time.Time{}},
		{"subtract to the first hour", func() (time.Time, bool) { return c.Subtract(closing, time.Hour) }, opening},
		{"subtract more than there is", func() (time.Time, bool) { return c.Subtract(closing, time.Hour+1) }, time.Time{}},
		{"the last closing, just within", func() (time.Time, bool) { return c.Subtract(closing.Add(Horizon), 0) }, closing},
		{"the last closing, too far", func() (time.Time, bool) { return c.Subtract(closing.Add(Horizon+1), 0) }, time.Time{}},
		{"never open before", func() (time.Time, bool) { return c.Subtract(opening, 0) }, time.Time{}},
		{"no further day", func() (time.Time, bool) { return c.AddDays(opening, 1) }, time.Time{}},
		{"no earlier day", func() (time.Time, bool) { return c.AddDays(closing, -1) }, time.Time{}},
		{"no day at all", func() (time.Time, bool) { return c.AddDays(closing, 1) }, time.Time{}},
		{"more days than there could be", func() (time.Time, bool) { return c.AddDays(opening, 1<<40) }, time.Time{}},
		{"a change, just within", func() (time.Time, bool) { return c.NextChange(opening.Add(-Horizon)) }, opening},
		{"a change, too far", func() (time.Time, bool) { return c.NextChange(opening.Add(-Horizon - 1)) }, time.Time{}},
		{"the last change", func() (time.Time, bool) { return c.NextChange(opening) }, closing},
		{"no more change", func() (time.Time, bool) { return c.NextChange(closing) }, time.Time{}},
		{"never a change", func() (time.Time, bool) {
			return build(t, Rules{Location: time.UTC, Week: week(t, "mon-sun", "00:00-24:00")}).NextChange(opening)
		}, time.Time{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, ok := tc.move()
			require.Equal(t, !tc.want.IsZero(), ok)
			if ok {
				require.Equal(t, tc.want, got)
			}
		})
	}
}

func TestNextChange(t *testing.T) {
	c := counter(t)
	for from, want := range map[string]string{
		"2024-07-01T03:00:00Z": "2024-07-01T07:00:00Z",
		"2024-07-01T07:00:00Z": "2024-07-01T10:00:00Z",
		"2024-07-01T10:00:00Z": "2024-07-01T11:00:00Z",
		"2024-07-01T14:59:59Z": "2024-07-01T15:00:00Z",
		"2024-07-01T15:00:00Z": "2024-07-02T07:00:00Z",
		"2024-12-24T16:00:00Z": "2024-12-27T08:00:00Z",
	} {
		change, ok := c.NextChange(when(t, from))
		require.True(t, ok, from)
		require.Equal(t, when(t, want), change, from)
	}
}

func TestPeriods(t *testing.T) {
	c := counter(t)
	require.Equal(t, []Interval{
		{when(t, "2024-07-05T14:00:00Z"), when(t, "2024-07-05T15:00:00Z")},
		{when(t, "2024-07-06T08:00:00Z"), when(t, "2024-07-06T10:00:00Z")},
		{when(t, "2024-07-08T07:00:00Z"), when(t, "2024-07-08T08:00:00Z")},
	}, c.Periods(when(t, "2024-07-05T14:00:00Z"), when(t, "2024-07-08T08:00:00Z")))
	require.Empty(t, c.Periods(when(t, "2024-07-05T15:00:00Z"), when(t, "2024-07-06T08:00:00Z")))
	require.Empty(t, c.Periods(when(t, "2024-07-08T08:00:00Z"), when(t, "2024-07-05T14:00:00Z")))

	// Intervals that touch are one, over midnights and years.
	whole := build(t, Rules{Location: location(t, "Asia/Tokyo"), Week: week(t, "mon-sun", "00:00-12:00", "12:00-24:00")})
	from, to := when(t, "2024-12-30T00:00:00Z"), when(t, "2025-01-03T00:00:00Z")
	require.Equal(t, []Interval{{from, to}}, whole.Periods(from, to))
}

func BenchmarkWithin(b *testing.B) {
	c := counter(b)
	from, to := when(b, "2024-03-01T10:00:00Z"), when(b, "2024-05-01T10:00:00Z")
	b.ReportAllocs()
	for b.Loop() {
		c.Within(from, to)
	}
}

func BenchmarkAdd(b *testing.B) {
	c := counter(b)
	from := when(b, "2024-03-01T10:00:00Z")
	b.ReportAllocs()
	for b.Loop() {
		c.Add(from, 30*time.Hour)
	}
}

func BenchmarkAddDays(b *testing.B) {
	c := counter(b)
	from := when(b, "2024-03-01T10:00:00Z")
	b.ReportAllocs()
	for b.Loop() {
		c.AddDays(from, 3)
	}
}

// BenchmarkFirstQuery works a calendar's years out.
func BenchmarkFirstQuery(b *testing.B) {
	from, to := when(b, "2022-03-01T10:00:00Z"), when(b, "2026-05-01T10:00:00Z")
	r := office(b, "Europe/Berlin")
	b.ReportAllocs()
	for b.Loop() {
		c, err := New(r)
		if err != nil {
			b.Fatal(err)
		}
		c.Within(from, to)
	}
}
