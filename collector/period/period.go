// Package period has the calendar periods in which events are counted by the time at which they happened:
// days, weeks, months and quarters of the reporting zone (docs/semantics.md, "Calendar periods"). Pure: now
// is passed in.
package period

import (
	"time"

	"helpdesk_exporter/internal/civil"
)

// Day is a civil day, counted from 1970-01-01.
type Day int32

const secondsOfDay = 24 * 60 * 60

// DayOf is the civil day of an instant in a zone.
func DayOf(t time.Time, zone *time.Location) Day {
	y, m, d := t.In(zone).Date()
	return dayOf(y, m, d)
}

func dayOf(y int, m time.Month, d int) Day {
	return Day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / secondsOfDay)
}

// date is the day as an instant of UTC, whose fields are those of the day.
func (d Day) date() time.Time { return time.Unix(int64(d)*secondsOfDay, 0).UTC() }

// Start is the first instant of the day in a zone.
func (d Day) Start(zone *time.Location) time.Time {
	y, m, n := d.date().Date()
	return civil.DateTime{Year: y, Month: m, Day: n}.In(zone)
}

// String returns the day as 2006-01-02.
func (d Day) String() string { return d.date().Format(time.DateOnly) }

// Periods lists the values of the label "period".
func Periods() []string { return []string{"day", "week", "month", "quarter"} }

// Calendar says how days make up periods.
type Calendar struct {
	// Zone is the reporting zone.
	Zone *time.Location
	// WeekStart is the first day of the week.
	WeekStart time.Weekday
	// YearStart is the first month of the fiscal year; quarters are counted from it.
	YearStart time.Month
}

// Span is the days of a period, Last included.
type Span struct{ First, Last Day }

// Contains reports whether a day belongs to the period.
func (s Span) Contains(d Day) bool { return s.First <= d && d <= s.Last }

// Current is the period that today is part of.
func (c Calendar) Current(name string, today Day) Span {
	date := today.date()
	y, m, _ := date.Date()
	switch name {
	case "week":
		first := today - Day((int(date.Weekday())-int(c.WeekStart)+7)%7)
		return Span{first, first + 6}
	case "month":
		return months(y, m, 1)
	case "quarter":
		into := (int(m) - int(c.YearStart) + 12) % 3
		return months(y, m-time.Month(into), 3)
	}
	return Span{today, today}
}

// Previous is the period before the one that today is part of.
func (c Calendar) Previous(name string, today Day) Span {
	return c.Current(name, c.Current(name, today).First-1)
}

// Oldest is the first day that any period, current or previous, has today.
func (c Calendar) Oldest(today Day) Day {
	oldest := today
	for _, name := range Periods() {
		oldest = min(oldest, c.Previous(name, today).First)
	}
	return oldest
}

// Today is the civil day of an instant in the reporting zone.
func (c Calendar) Today(now time.Time) Day { return DayOf(now, c.Zone) }

// EndOfDay is the instant at which the reporting day of an instant ends.
func (c Calendar) EndOfDay(now time.Time) time.Time { return (c.Today(now) + 1).Start(c.Zone) }

// months spans n whole months; m may lie outside a year.
func months(y int, m time.Month, n int) Span {
	return Span{dayOf(y, m, 1), dayOf(y, m+time.Month(n), 1) - 1}
}
