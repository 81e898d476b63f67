package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"
)

// Date is a day of the civil calendar, as the number of days since 1970-01-01.
type Date int

const secondsPerDay = 24 * 60 * 60

// newDate returns the date of a year, a month and a day; a day outside its month is carried over.
func newDate(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// dateAt returns the date that a calendar on the wall of a zone shows at an instant.
func dateAt(t time.Time, loc *time.Location) Date { return newDate(t.In(loc).Date()) }

// ParseDate reads a date such as 2026-12-24.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date such as 2026-12-24", s)
	}
	return newDate(t.Date()), nil
}

func (d Date) utc() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

func (d Date) split() (int, time.Month, int) { return d.utc().Date() }

// Year returns the year of the date.
func (d Date) Year() int { return d.utc().Year() }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// String writes the date as 2026-12-24.
func (d Date) String() string { return d.utc().Format(time.DateOnly) }

// Clock is a time of day as seconds on a clock on the wall, from 00:00 to 24:00, which is the next
// midnight.
type Clock int

// Midnight is 24:00, the end of a day.
const Midnight Clock = secondsPerDay

// String writes the time as 09:00, or 09:00:30 where there are seconds.
func (c Clock) String() string {
	if c%60 != 0 {
		return fmt.Sprintf("%02d:%02d:%02d", c/3600, c/60%60, c%60)
	}
	return fmt.Sprintf("%02d:%02d", c/3600, c/60%60)
}

// Span is a part of a civil day, From included and To excluded.
type Span struct{ From, To Clock }

// String writes the span as 09:00-17:00.
func (s Span) String() string { return s.From.String() + "-" + s.To.String() }

// Holiday is a civil day without business.
type Holiday struct {
	Date Date
	Name string
}

// Rules are the opening hours of a schedule in one range of validity.
type Rules struct {
	// Location is the zone in which all dates and times of day are meant.
	Location *time.Location
	// From is the first day on which the rules hold.
	From Date
	// Week has the opening hours of each day of the week.
	Week [7][]Span
	// Shifts replace all hours and weekly breaks of a date; an empty one closes it.
	Shifts map[Date][]Span
	// WeeklyBreaks and Breaks, on days of the week and on dates, are taken out of the hours.
	WeeklyBreaks [7][]Span
	Breaks       map[Date][]Span
	// Holidays returns the holidays of a year, in any order; nil is none. It must be safe for concurrent
	// use and always return the same. A holiday closes its day whatever else the rules say.
	Holidays func(year int) []Holiday
}

// validate returns everything that is wrong with the rules.
func (r *Rules) validate() error {
	var errs []error
	if r.Location == nil {
		errs = append(errs, errors.New("no zone"))
	}
	open := false
	for day := range time.Saturday + 1 {
		open = open || len(r.Week[day]) > 0
		if err := errors.Join(checkSpans(r.Week[day]), checkSpans(r.WeeklyBreaks[day])); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", day, err))
		}
	}
	for _, dated := range []map[Date][]Span{r.Shifts, r.Breaks} {
		for _, date := range slices.Sorted(maps.Keys(dated)) {
			if err := checkSpans(dated[date]); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", date, err))
			}
		}
	}
	for _, spans := range r.Shifts {
		open = open || len(spans) > 0
	}
	if !open {
		errs = append(errs, errors.New("never open: give opening hours"))
	}
	return errors.Join(errs...)
}

// opens tells whether any hours are left on a day of the week, or in a shift, when its breaks are taken out.
func (r *Rules) opens() bool {
	left := func(hours, breaks []Span) bool {
		return len(without(union(stretches(hours)), union(stretches(breaks)))) > 0
	}
	for day := range r.Week {
		if left(r.Week[day], r.WeeklyBreaks[day]) {
			return true
		}
	}
	for date, hours := range r.Shifts {
		if left(hours, r.Breaks[date]) {
			return true
		}
	}
	return false
}

func stretches(spans []Span) []stretch {
	out := make([]stretch, len(spans))
	for i, s := range spans {
		out[i] = stretch{int64(s.From), int64(s.To)}
	}
	return out
}

// checkSpans returns the first span that is not a part of a day, or overlaps another one.
func checkSpans(spans []Span) error {
	sorted := slices.SortedFunc(slices.Values(spans), func(a, b Span) int { return cmp.Compare(a.From, b.From) })
	for i, s := range sorted {
		switch {
		case s.From < 0 || s.To > Midnight:
			return fmt.Errorf("%s is not within 00:00-24:00", s)
		case s.From >= s.To:
			return fmt.Errorf("%s ends before it starts", s)
		case i > 0 && s.From < sorted[i-1].To:
			return fmt.Errorf("%s overlaps %s", s, sorted[i-1])
		}
	}
	return nil
}

func (r *Rules) holidays(year int) []Holiday {
	if r.Holidays == nil {
		return nil
	}
	return r.Holidays(year)
}

// hours returns the opening hours of a date, holidays and breaks aside.
func (r *Rules) hours(d Date) []Span {
	if shift, ok := r.Shifts[d]; ok {
		return shift
	}
	return r.Week[d.Weekday()]
}

// breaks returns the breaks of a date.
func (r *Rules) breaks(d Date) []Span {
	dated := r.Breaks[d]
	if _, ok := r.Shifts[d]; ok {
		return dated
	}
	return append(slices.Clip(dated), r.WeeklyBreaks[d.Weekday()]...)
}
