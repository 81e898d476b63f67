package calendar

import (
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"
)

func location(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	require.NoError(t, err)
	return loc
}

func when(t testing.TB, s string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339Nano, s)
	require.NoError(t, err)
	return parsed
}

func date(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	require.NoError(t, err)
	return d
}

func spans(t testing.TB, intervals ...string) []Span {
	t.Helper()
	out := []Span{}
	for _, interval := range intervals {
		span, err := ParseSpan(interval)
		require.NoError(t, err)
		out = append(out, span)
	}
	return out
}

// week opens days, such as "mon-fri", at intervals.
func week(t testing.TB, days string, intervals ...string) [7][]Span {
	t.Helper()
	list, err := parseDays(days)
	require.NoError(t, err)
	var w [7][]Span
	for _, d := range list {
		w[d] = spans(t, intervals...)
	}
	return w
}

func dated(t testing.TB, day string, intervals ...string) map[Date][]Span {
	t.Helper()
	return map[Date][]Span{date(t, day): spans(t, intervals...)}
}

func holidays(t testing.TB, days ...string) func(int) []Holiday {
	t.Helper()
	var all []Holiday
	for _, day := range days {
		all = append(all, Holiday{Date: date(t, day), Name: "closed"})
	}
	return func(int) []Holiday { return all }
}

func build(t testing.TB, history ...Rules) *Calendar {
	t.Helper()
	c, err := New(history...)
	require.NoError(t, err)
	return c
}

// office is open from Monday to Friday, nine to five.
func office(t testing.TB, zone string) Rules {
	t.Helper()
	return Rules{Location: location(t, zone), Week: week(t, "mon-fri", "09:00-17:00")}
}

func TestWithin(t *testing.T) {
	always := func(zone string) Rules {
		return Rules{Location: location(t, zone), Week: week(t, "mon-sun", "00:00-24:00")}
	}
	hours := func(zone, days string, intervals ...string) Rules {
		return Rules{Location: location(t, zone), Week: week(t, days, intervals...)}
	}
	for _, tc := range []struct {
		name     string
		rules    Rules
		from, to string
		want     string
	}{
		{"inside an interval", office(t, "UTC"), "2024-01-02T10:00:00Z", "2024-01-02T10:30:00.5Z", "30m0.5s"},
		{"over a night", office(t, "UTC"), "2024-01-02T16:00:00Z", "2024-01-03T10:00:00Z", "2h"},
		{"over a weekend", office(t, "UTC"), "2024-01-05T16:00:00Z", "2024-01-08T10:00:00Z", "2h"},
		{"closed all the time", office(t, "UTC"), "2024-01-06T00:00:00Z", "2024-01-07T00:00:00Z", "0s"},
		{"over a new year", office(t, "UTC"), "2023-12-29T16:00:00Z", "2024-01-01T10:00:00Z", "2h"},
		{"over twelve years", office(t, "UTC"), "2012-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "25040h"},
		{"the same instant", office(t, "UTC"), "2024-01-02T10:00:00Z", "2024-01-02T10:00:00Z", "0s"},
		{"the wrong way round", office(t, "UTC"), "2024-01-02T12:00:00Z", "2024-01-02T10:00:00Z", "0s"},
		{"in another zone than UTC", office(t, "America/New_York"), "2024-01-02T12:00:00Z", "2024-01-02T15:00:00Z", "1h"},
		{"several intervals", hours("UTC", "mon-fri", "14:00-18:00", "09:00-13:00"), "2024-01-02T12:00:00Z", "2024-01-02T15:00:00Z", "2h"},
		{"24:00 is the end of the day", hours("UTC", "mon", "22:00-24:00"), "2024-01-01T00:00:00Z", "2024-01-03T00:00:00Z", "2h"},
		{"a night written as two", Rules{Location: time.UTC, Week: [7][]Span{1: spans(t, "22:00-24:00"), 2: spans(t, "00:00-06:00")}}, "2024-01-01T00:00:00Z", "2024-01-03T00:00:00Z", "8h"},
		{"seconds in hours count", hours("UTC", "mon", "09:00:30-09:01:15"), "2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z", "45s"},

		// A day has the hours that pass in it.
		{"a Sunday of 25 hours", always("Europe/Paris"), "2020-10-24T22:00:00Z", "2020-10-25T23:00:00Z", "25h"},
		{"a Sunday of 23 hours", always("Europe/Paris"), "2020-03-28T23:00:00Z", "2020-03-29T22:00:00Z", "23h"},
		{"a night in which the clocks go back", hours("Europe/Berlin", "sun", "00:00-06:00"), "2024-10-26T12:00:00Z", "2024-10-27T12:00:00Z", "7h"},
		{"nine hours after midnight are not 09:00", hours("America/New_York", "sun", "08:00-09:30"), "2024-03-10T04:00:00Z", "2024-03-11T04:00:00Z", "1h30m"},
		{"a day of 23.5 hours", always("Australia/Lord_Howe"), "2024-10-05T13:30:00Z", "2024-10-06T13:00:00Z", "23h30m"},

		// Bounds in a gap move forward by the gap, those in an overlap are the first.
		{"opens in a gap", hours("Europe/Berlin", "sun", "02:30-05:00"), "2024-03-30T23:00:00Z", "2024-03-31T12:00:00Z", "1h30m"},
		{"closes in a gap", hours("Europe/Berlin", "sun", "01:00-02:30"), "2024-03-30T23:00:00Z", "2024-03-31T12:00:00Z", "1h30m"},
		{"both in a gap", hours("Europe/Berlin", "sun", "02:15-02:45"), "2024-03-30T23:00:00Z", "2024-03-31T12:00:00Z", "30m"},
		{"closes before it opens", hours("Europe/Berlin", "sun", "02:45-03:15"), "2024-03-30T23:00:00Z", "2024-03-31T12:00:00Z", "0s"},
		{"an interval moved onto the next counts once", hours("Europe/Berlin", "sun", "02:00-02:30", "03:00-04:00"), "2024-03-30T23:00:00Z", "2024-03-31T12:00:00Z", "1h"},
		{"opens in an overlap", hours("Europe/Berlin", "sun", "02:30-05:00"), "2024-10-26T22:00:00Z", "2024-10-27T12:00:00Z", "3h30m"},
		{"closes in an overlap", hours("Europe/Berlin", "sun", "01:00-02:30"), "2024-10-26T22:00:00Z", "2024-10-27T12:00:00Z", "1h30m"},
		{"opens in New York's gap", hours("America/New_York", "sun", "02:30-04:00"), "2024-03-10T05:00:00Z", "2024-03-10T12:00:00Z", "30m"},
		{"midnight does not exist", always("America/Sao_Paulo"), "2015-10-18T03:00:00Z", "2015-10-19T02:00:00Z", "23h"},
		{"midnight does not exist, hours of the night", hours("Africa/Cairo", "fri", "00:00-02:00"), "2024-04-25T12:00:00Z", "2024-04-26T12:00:00Z", "1h"},
		{"a day that was left out", hours("Pacific/Apia", "fri", "09:00-17:00"), "2011-12-29T10:00:00Z", "2012-01-01T10:00:00Z", "0s"},
		{"the day after it", hours("Pacific/Apia", "sat", "09:00-17:00"), "2011-12-29T10:00:00Z", "2012-01-01T10:00:00Z", "8h"},
		{"no clock change in Istanbul since 2016", hours("Europe/Istanbul", "mon-sun", "09:00-17:00"), "2024-07-01T06:00:00Z", "2024-07-01T07:00:00Z", "1h"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := build(t, tc.rules)
			want, err := time.ParseDuration(tc.want)
			require.NoError(t, err)
			require.Equal(t, want, c.Within(when(t, tc.from), when(t, tc.to)))
		})
	}
}

func TestDatesChangeTheHours(t *testing.T) {
	base := office(t, "Europe/Rome")
	base.WeeklyBreaks = week(t, "mon-fri", "12:00-13:00")
	for _, tc := range []struct {
		name   string
		change func(*Rules)
		day    string
		want   time.Duration
	}{
		{"weekly break", func(*Rules) {}, "2026-12-23", 7 * time.Hour},
		{"shift replaces hours and weekly breaks", func(r *Rules) { r.Shifts = dated(t, "2026-12-23", "10:00-12:30") }, "2026-12-23", 150 * time.Minute},
		{"shift opens a closed day", func(r *Rules) { r.Shifts = dated(t, "2026-12-26", "10:00-12:00") }, "2026-12-26", 2 * time.Hour},
		{"empty shift closes", func(r *Rules) { r.Shifts = dated(t, "2026-12-23") }, "2026-12-23", 0},
		{"shift of another day", func(r *Rules) { r.Shifts = dated(t, "2026-12-22", "10:00-11:00") }, "2026-12-23", 7 * time.Hour},
		{"dated break, over the weekly one", func(r *Rules) { r.Breaks = dated(t, "2026-12-23", "12:30-14:00") }, "2026-12-23", 6 * time.Hour},
		{"dated break, over the end of the day", func(r *Rules) { r.Breaks = dated(t, "2026-12-23", "13:00-24:00") }, "2026-12-23", 3 * time.Hour},
		{"break of a shift", func(r *Rules) {
			r.Shifts = dated(t, "2026-12-23", "10:00-12:30")
			r.Breaks = dated(t, "2026-12-23", "11:00-11:30")
		}, "2026-12-23", 2 * time.Hour},
		{"holiday", func(r *Rules) { r.Holidays = holidays(t, "2026-12-23") }, "2026-12-23", 0},
		{"holiday closes a shift, too", func(r *Rules) {
			r.Shifts = dated(t, "2026-12-23", "10:00-12:30")
			r.Holidays = holidays(t, "2026-12-23")
		}, "2026-12-23", 0},
		{"holiday of another day", func(r *Rules) { r.Holidays = holidays(t, "2026-12-22", "2026-12-24") }, "2026-12-23", 7 * time.Hour},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := base
			tc.change(&r)
			from := when(t, tc.day+"T00:00:00+01:00")
			require.Equal(t, tc.want, build(t, r).Within(from, from.Add(24*time.Hour)))
		})
	}
}

// A holiday is the civil day of the schedule's zone: not of UTC, not of another.
func TestHolidayBelongsToTheZone(t *testing.T) {
	r := Rules{Location: location(t, "Pacific/Auckland"), Week: week(t, "mon-sun", "00:00-24:00"), Holidays: holidays(t, "2024-02-06")}
	c := build(t, r)
	require.Equal(t, []Interval{
		{when(t, "2024-02-05T00:00:00Z"), when(t, "2024-02-05T11:00:00Z")},
		{when(t, "2024-02-06T11:00:00Z"), when(t, "2024-02-07T00:00:00Z")},
	}, c.Periods(when(t, "2024-02-05T00:00:00Z"), when(t, "2024-02-07T00:00:00Z")))
	for instant, want := range map[string]bool{
		"2024-02-05T10:59:59.999999999Z": false, "2024-02-05T11:00:00Z": true,
		"2024-02-06T10:59:59.999999999Z": true, "2024-02-06T11:00:00Z": false,
	} {
		require.Equal(t, want, c.OnHoliday(when(t, instant)), instant)
		require.Equal(t, !want, c.Open(when(t, instant)), instant)
	}
	name, on := c.Holiday(when(t, "2024-02-05T12:00:00Z"))
	require.True(t, on)
	require.Equal(t, "closed", name)
}

func TestOpenIsHalfOpen(t *testing.T) {
	r := office(t, "America/New_York")
	r.WeeklyBreaks = week(t, "mon", "12:00-13:00")
	c := build(t, r)
	for _, tc := range []struct {
		instant       string
		open, onBreak bool
	}{
		{"2024-01-08T13:59:59.999999999Z", false, false},
		{"2024-01-08T14:00:00Z", true, false},
		{"2024-01-08T16:59:59.999999999Z", true, false},
		{"2024-01-08T17:00:00Z", false, true},
		{"2024-01-08T17:59:59.999999999Z", false, true},
		{"2024-01-08T18:00:00Z", true, false},
		{"2024-01-08T21:59:59.999999999Z", true, false},
		{"2024-01-08T22:00:00Z", false, false},
		{"2024-01-09T17:00:00Z", true, false},
	} {
		require.Equal(t, tc.open, c.Open(when(t, tc.instant)), tc.instant)
		require.Equal(t, tc.onBreak, c.OnBreak(when(t, tc.instant)), tc.instant)
	}
}

// A break whose bounds lie in a gap moves with them, over midnight too.
func TestBreakInAGap(t *testing.T) {
	r := Rules{Location: location(t, "Africa/Cairo"), Week: week(t, "mon-sun", "00:00-24:00"), Breaks: dated(t, "2024-04-26", "00:15-00:30")}
	c := build(t, r)
	require.Equal(t, 23*time.Hour-15*time.Minute, c.Within(when(t, "2024-04-25T22:00:00Z"), when(t, "2024-04-26T21:00:00Z")))
	require.False(t, c.OnBreak(when(t, "2024-04-25T22:14:59Z")))
	require.True(t, c.OnBreak(when(t, "2024-04-25T22:15:00Z")))
	require.False(t, c.Open(when(t, "2024-04-25T22:15:00Z")))
	require.False(t, c.OnBreak(when(t, "2024-04-25T22:30:00Z")))
}

func TestHistoryOfRules(t *testing.T) {
	old, now := office(t, "Europe/Rome"), office(t, "America/New_York")
	now.From = date(t, "2026-01-07")
	now.Week = week(t, "mon-fri", "00:00-24:00")
	now.Holidays = holidays(t, "2026-01-08")
	c := build(t, old, now)
	// The new rules begin with New York's Wednesday; Rome's ended an hour after it began there.
	require.Equal(t, []Interval{
		{when(t, "2026-01-06T08:00:00Z"), when(t, "2026-01-06T16:00:00Z")},
		{when(t, "2026-01-07T05:00:00Z"), when(t, "2026-01-08T05:00:00Z")},
		{when(t, "2026-01-09T05:00:00Z"), when(t, "2026-01-10T05:00:00Z")},
	}, c.Periods(when(t, "2026-01-06T00:00:00Z"), when(t, "2026-01-12T00:00:00Z")))
	require.Equal(t, "Europe/Rome", c.Location(when(t, "2026-01-07T04:59:59Z")).String())
	require.Equal(t, "America/New_York", c.Location(when(t, "2026-01-07T05:00:00Z")).String())
	require.False(t, c.OnHoliday(when(t, "2026-01-08T04:00:00Z")))
	require.True(t, c.OnHoliday(when(t, "2026-01-08T05:00:00Z")))

	// A change in the middle of Rome's working day cuts it.
	now.Location, now.Week = location(t, "Asia/Tokyo"), week(t, "sun", "10:00-11:00")
	require.Equal(t, []Interval{{when(t, "2026-01-06T14:00:00Z"), when(t, "2026-01-06T15:00:00Z")}},
		build(t, old, now).Periods(when(t, "2026-01-06T14:00:00Z"), when(t, "2026-01-07T16:00:00Z")))

	// The first rules hold for all time before them.
	first := office(t, "UTC")
	first.From = date(t, "2026-01-07")
	require.Equal(t, 8*time.Hour, build(t, first).Within(when(t, "2026-01-05T00:00:00Z"), when(t, "2026-01-06T00:00:00Z")))
}

func TestNewRefuses(t *testing.T) {
	valid := office(t, "UTC")
	later := valid
	later.From = date(t, "2026-01-07")
	for _, tc := range []struct {
		name    string
		history []Rules
		want    string
	}{
		{"nothing", nil, "no rules: a schedule needs opening hours"},
		{"no zone", []Rules{{Week: valid.Week}}, "rules from 1970-01-01: no zone"},
		{"no hours", []Rules{{Location: time.UTC, Breaks: valid.Breaks}}, "rules from 1970-01-01: never open: give opening hours"},
		{"reversed", []Rules{{Location: time.UTC, Week: [7][]Span{1: {{From: 3600, To: 0}}}}}, "rules from 1970-01-01: Monday: 01:00-00:00 ends before it starts"},
		{"overlapping", []Rules{{Location: time.UTC, Week: [7][]Span{1: {{From: 0, To: 7200}, {From: 7199, To: 7201}}}}}, "rules from 1970-01-01: Monday: 01:59:59-02:00:01 overlaps 00:00-02:00"},
		{"beyond the day", []Rules{{Location: time.UTC, Shifts: map[Date][]Span{0: {{From: 0, To: Midnight + 1}}}}}, "rules from 1970-01-01: 1970-01-01: 00:00-24:00:01 is not within 00:00-24:00"},
		{"out of order", []Rules{later, later}, "rules from 2026-01-07 do not follow those before them"},
		{"all at once", []Rules{{Week: valid.Week}, {Location: time.UTC}}, "rules from 1970-01-01: no zone\nrules from 1970-01-01: never open: give opening hours"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := New(tc.history...)
			if tc.name == "out of order" {
				_, err = New(valid, later, later)
			}
			require.EqualError(t, err, tc.want)
		})
	}
}

func TestAlways(t *testing.T) {
	from := when(t, "2024-03-31T00:30:00.000000001+01:00")
	for name, c := range map[string]*Calendar{"made": Always(), "zero": {}, "nil": nil} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, 25*time.Hour, c.Within(from, from.Add(25*time.Hour)))
			require.Zero(t, c.Within(from, from.Add(-time.Hour)))
			require.True(t, c.Open(from))
			require.False(t, c.OnBreak(from))
			require.False(t, c.OnHoliday(from))
			for _, moved := range []func() (time.Time, bool){
				func() (time.Time, bool) { return c.Add(from, 48*time.Hour) },
				func() (time.Time, bool) { return c.AddDays(from, 2) },
				func() (time.Time, bool) { return c.Subtract(from, -48*time.Hour) },
			} {
				due, ok := moved()
				require.True(t, ok)
				require.Equal(t, when(t, "2024-04-01T23:30:00.000000001Z"), due)
			}
			_, ok := c.NextChange(from)
			require.False(t, ok)
			require.Equal(t, []Interval{{from.UTC(), from.Add(time.Hour).UTC()}}, c.Periods(from, from.Add(time.Hour)))
			require.Equal(t, time.UTC, c.Location(from))
		})
	}
}

// Tickets of all ages are asked for at the same time.
func TestConcurrentUse(t *testing.T) {
	c := build(t, office(t, "Europe/Berlin"))
	var wg sync.WaitGroup
	for worker := range 8 {
		wg.Go(func() {
			for i := range 40 {
				year := 1990 + (worker*7+i*3)%60
				from := time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
				// Some week of June has its five days.
				if got := c.Within(from, from.AddDate(0, 0, 7)); got != 40*time.Hour {
					t.Errorf("%d: %s", year, got)
				}
			}
		})
	}
	wg.Wait()
}

func TestYearsThatAreKnown(t *testing.T) {
	c := build(t, office(t, "UTC"))
	require.Equal(t, 8*time.Hour, c.Within(time.Time{}, when(t, "1970-01-02T00:00:00Z")))
	require.Equal(t, 8*time.Hour, c.Within(when(t, "2199-12-31T00:00:00Z"), when(t, "9999-01-01T00:00:00Z")))
	require.Zero(t, c.Within(when(t, "2300-01-01T00:00:00Z"), when(t, "2400-01-01T00:00:00Z")))
	require.False(t, c.Open(when(t, "2300-01-01T10:00:00Z")))
	_, ok := c.Add(when(t, "2300-01-01T00:00:00Z"), time.Hour)
	require.False(t, ok)
	_, ok = c.Subtract(time.Time{}, time.Hour)
	require.False(t, ok)
	_, ok = c.NextChange(when(t, "2199-12-31T18:00:00Z"))
	require.False(t, ok)
}
