package calendar_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/calendar"
)

// desk is a schedule as the reference knows it: minutes of civil days.
type desk struct {
	zone     *time.Location
	week     [7][][2]int
	pauses   [7][][2]int
	shifts   map[string][][2]int
	breaks   map[string][][2]int
	holidays map[string]bool

	// date spells the last day looked at, day counts it from 1970.
	day     int64
	date    string
	weekday time.Weekday
}

// open is the reference: it asks what a calendar and a clock on the wall show at an instant, and whether the
// rules have that open. It goes no other way, and so needs no rule for clock changes.
func (d *desk) open(at time.Time) bool {
	_, offset := at.In(d.zone).Zone()
	wall := at.Unix() + int64(offset)
	minute := int(wall % 86400 / 60)
	if number := wall / 86400; d.day != number {
		d.day, d.date = number, at.In(d.zone).Format(time.DateOnly)
		d.weekday = at.In(d.zone).Weekday()
	}
	day := d.date
	in := func(spans [][2]int) bool {
		return slices.ContainsFunc(spans, func(s [2]int) bool { return s[0] <= minute && minute < s[1] })
	}
	hours, pauses := d.week[d.weekday], d.pauses[d.weekday]
	if shift, ok := d.shifts[day]; ok {
		hours, pauses = shift, nil
	}
	return in(hours) && !in(pauses) && !in(d.breaks[day]) && !d.holidays[day]
}

// rules are the same schedule for the calendar.
func (d *desk) rules(t *testing.T) calendar.Rules {
	t.Helper()
	spans := func(in [][2]int) []calendar.Span {
		out := []calendar.Span{}
		for _, s := range in {
			out = append(out, calendar.Span{From: calendar.Clock(s[0] * 60), To: calendar.Clock(s[1] * 60)})
		}
		return out
	}
	dated := func(in map[string][][2]int) map[calendar.Date][]calendar.Span {
		out := map[calendar.Date][]calendar.Span{}
		for day, s := range in {
			date, err := calendar.ParseDate(day)
			require.NoError(t, err)
			out[date] = spans(s)
		}
		return out
	}
	r := calendar.Rules{Location: d.zone, Shifts: dated(d.shifts), Breaks: dated(d.breaks)}
	for day := range 7 {
		r.Week[day], r.WeeklyBreaks[day] = spans(d.week[day]), spans(d.pauses[day])
	}
	var holidays []calendar.Holiday
	for day := range d.holidays {
		date, err := calendar.ParseDate(day)
		require.NoError(t, err)
		holidays = append(holidays, calendar.Holiday{Date: date})
	}
	r.Holidays = func(int) []calendar.Holiday { return holidays }
	return r
}

// zones are places whose clocks change in every way there is, and some whose do not.
func zones() []string {
	return []string{
		"UTC", "Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Athens", "Europe/Bucharest",
		"Europe/Istanbul", "Europe/Moscow", "Europe/Chisinau", "Europe/Volgograd", "America/New_York", "America/Los_Angeles",
		"America/St_Johns", "America/Sao_Paulo", "America/Santiago", "America/Asuncion", "America/Havana", "America/Caracas",
		"America/Nuuk", "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires", "America/Port-au-Prince",
		"Africa/Casablanca", "Africa/Cairo", "Africa/Juba", "Africa/Khartoum", "Africa/Windhoek", "Africa/Johannesburg",
		"Asia/Tehran", "Asia/Gaza", "Asia/Beirut", "Asia/Damascus", "Asia/Amman", "Asia/Jerusalem", "Asia/Pyongyang",
		"Asia/Kathmandu", "Asia/Kolkata", "Asia/Tokyo", "Asia/Ulaanbaatar", "Asia/Almaty", "Australia/Lord_Howe",
		"Australia/Sydney", "Antarctica/Troll", "Antarctica/Casey", "Atlantic/Azores", "Pacific/Apia", "Pacific/Chatham",
		"Pacific/Auckland", "Pacific/Fiji", "Pacific/Norfolk", "Pacific/Tongatapu", "Pacific/Easter",
	}
}

// changes returns when the clocks of a zone change between 2008 and 2030.
func changes(zone *time.Location) []time.Time {
	var all []time.Time
	at, end := time.Date(2008, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	for {
		_, next := at.In(zone).ZoneBounds()
		if next.IsZero() || next.After(end) {
			return all
		}
		all = append(all, next.UTC())
		at = next
	}
}

// touched are the civil minutes, by date, that a change skips or repeats, its bounds included: what a schedule
// says of them is a matter of rules, which the vectors and the tables have.
func touched(zone *time.Location, change time.Time) map[string][2]int {
	before := change.Add(-time.Second).In(zone)
	_, offset := before.Zone()
	_, after := change.In(zone).Zone()
	// The wall clock at the change as it would go on, and as it goes on.
	from := change.UTC().Add(time.Duration(min(offset, after)) * time.Second)
	to := change.UTC().Add(time.Duration(max(offset, after)) * time.Second)
	out := map[string][2]int{}
	for day := from.Truncate(24 * time.Hour); !day.After(to); day = day.Add(24 * time.Hour) {
		first, last := max(from.Sub(day), 0), min(to.Sub(day), 24*time.Hour)
		out[day.Format(time.DateOnly)] = [2]int{int(first / time.Minute), int((last + time.Minute - 1) / time.Minute)}
	}
	return out
}

// random makes a schedule none of whose bounds lies in what a change skips or repeats on the days around it.
func random(r *rand.Rand, zone *time.Location, change time.Time, days []string) *desk {
	d := &desk{zone: zone, shifts: map[string][][2]int{}, breaks: map[string][][2]int{}, holidays: map[string]bool{}}
	taken := touched(zone, change)
	isClear := func(minute int) bool {
		for _, t := range taken {
			if t[0] <= minute && minute <= t[1] && t[0] < t[1] {
				return false
			}
		}
		return true
	}
	spans := func(most int) [][2]int {
		var out [][2]int
		at := 0
		for range r.IntN(most + 1) {
			from := at + r.IntN(600)
			to := from + 1 + r.IntN(500)
			if r.IntN(4) == 0 {
				from, to = at, 1440
			}
			if from >= to || to > 1440 || !isClear(from) || !isClear(to) {
				continue
			}
			out = append(out, [2]int{from, to})
			at = to
		}
		return out
	}
	for day := range 7 {
		d.week[day], d.pauses[day] = spans(3), spans(1)
	}
	d.week[r.IntN(7)] = [][2]int{{480, 1200}}
	if !isClear(480) || !isClear(1200) {
		d.week = [7][][2]int{{{0, 1440}}, {{0, 1440}}, {{0, 1440}}, {{0, 1440}}, {{0, 1440}}, {{0, 1440}}, {{0, 1440}}}
	}
	for _, day := range days {
		switch r.IntN(8) {
		case 0:
			d.shifts[day] = spans(2)
		case 1:
			d.breaks[day] = spans(2)
		case 2:
			d.holidays[day] = true
		}
	}
	return d
}

// TestAgainstEverySecond compares Within, Add, Subtract and Open with a reference that looks at every second.
// Half of the spans at least cross a change of the clocks.
func TestAgainstEverySecond(t *testing.T) {
	const seed, perZone = 20240331, 10
	r := rand.New(rand.NewPCG(seed, 1))
	spans, crossing, seconds, moves := 0, 0, 0, 0
	for _, name := range zones() {
		zone, err := time.LoadLocation(name)
		require.NoError(t, err)
		all := changes(zone)
		for i := range perZone {
			change := time.Date(2008+r.IntN(22), time.Month(1+r.IntN(12)), 1+r.IntN(28), r.IntN(24), 0, 0, 0, time.UTC)
			if len(all) > 0 {
				change = all[r.IntN(len(all))]
			}
			from := change.Add(-time.Duration(r.IntN(7*3600)) * time.Second)
			to := change.Add(time.Duration(1+r.IntN(7*3600)) * time.Second)
			if i%8 == 7 { // not over the change
				from, to = from.Add(-48*time.Hour), to.Add(-48*time.Hour)
			}
			var days []string
			for day := from.Add(-24 * time.Hour); day.Before(to.Add(48 * time.Hour)); day = day.Add(24 * time.Hour) {
				days = append(days, day.In(zone).Format(time.DateOnly))
			}
			d := random(r, zone, change, days)
			if repeatsMidnight(zone, change) {
				// A date that comes back after its end is not what a schedule means by a day.
				d.shifts, d.breaks, d.holidays = nil, nil, nil
				for day := range 7 {
					d.week[day], d.pauses[day] = [][2]int{{0, 1440}}, nil
				}
				if r.IntN(2) == 0 {
					d.pauses[r.IntN(7)] = [][2]int{{600, 720}}
				}
			}
			c, err := calendar.New(d.rules(t))
			require.NoError(t, err)

			where := fmt.Sprintf("seed %d, %s, %s to %s, %+v", seed, name, from, to, d)
			open := 0
			for at := from; at.Before(to); at = at.Add(time.Second) {
				if d.open(at) {
					open++
				}
			}
			want := time.Duration(open) * time.Second
			require.Equal(t, want, c.Within(from, to), where)
			spans++
			seconds += int(to.Sub(from) / time.Second)
			if len(all) > 0 && from.Before(change) && change.Before(to) {
				crossing++
			}
			for range 8 {
				at := from.Add(time.Duration(r.Int64N(int64(to.Sub(from)))))
				require.Equal(t, d.open(at), c.Open(at), "%s: open at %s", where, at)
			}
			if open == 0 {
				continue
			}
			moves++
			// The first instant by which a part of the open time has passed, and the last from which it passes.
			part := 1 + r.IntN(open)
			passed, due := 0, from
			for passed < part {
				if d.open(due) {
					passed++
				}
				due = due.Add(time.Second)
			}
			got, ok := c.Add(from, time.Duration(part)*time.Second)
			require.True(t, ok, where)
			require.Equal(t, due, got, "%s: add %d s", where, part)
			passed, begin := 0, to
			for passed < part {
				begin = begin.Add(-time.Second)
				if d.open(begin) {
					passed++
				}
			}
			got, ok = c.Subtract(to, time.Duration(part)*time.Second)
			require.True(t, ok, where)
			require.Equal(t, begin, got, "%s: subtract %d s", where, part)
		}
	}
	t.Logf("seed %d: %d zones, %d spans, %d over a change of the clocks, %d seconds looked at, %d added and subtracted",
		seed, len(zones()), spans, crossing, seconds, moves)
	require.GreaterOrEqual(t, len(zones()), 40)
	require.GreaterOrEqual(t, 2*crossing, spans)
	require.GreaterOrEqual(t, 3*moves, spans)
}

// repeatsMidnight tells whether a change puts the clocks back over a midnight.
func repeatsMidnight(zone *time.Location, change time.Time) bool {
	return change.Add(-time.Second).In(zone).Format(time.DateOnly) > change.In(zone).Format(time.DateOnly) ||
		len(touched(zone, change)) > 1 && change.Add(-time.Second).In(zone).Day() == change.In(zone).Day()
}
