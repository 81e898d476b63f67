// Package civil turns the time on a wall into an instant and back, right where clocks are changed, and
// reads the spellings of times and durations that helpdesks use.
//
// A civil time that a clock change skips moves forward by the length of the gap; one that a change
// repeats is its first occurrence. time.Date promises neither.
package civil

import (
	"fmt"
	"time"
)

// DateTime is the date and time that a calendar and a clock on the wall show. Fields outside their usual
// range are carried over, as time.Date does: hour 24 is the next midnight.
type DateTime struct {
	Year                             int
	Month                            time.Month
	Day                              int
	Hour, Minute, Second, Nanosecond int
}

// Kind tells how often a civil time occurs in a zone.
type Kind int

// Kinds of civil times.
const (
	// Unique occurs once.
	Unique Kind = iota
	// Gap does not occur: the clock was put forward over it.
	Gap
	// Overlap occurs twice: the clock was put back over it.
	Overlap
)

// String names the kind.
func (k Kind) String() string {
	switch k {
	case Unique:
		return "unique"
	case Gap:
		return "gap"
	case Overlap:
		return "overlap"
	}
	return fmt.Sprintf("Kind(%d)", int(k))
}

// farthest is more than any zone has ever been away from UTC (Manila and Alaska: 15 to 16 hours).
const farthest = 17 * time.Hour

// Of returns what a clock in the zone shows at an instant.
func Of(t time.Time, loc *time.Location) DateTime {
	t = t.In(loc)
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	return DateTime{year, month, day, hour, minute, second, t.Nanosecond()}
}

// In returns the instant of the civil time in a zone: moved forward by the gap in a gap, the first
// occurrence in an overlap.
func (d DateTime) In(loc *time.Location) time.Time {
	first, _, _ := d.Occurrences(loc)
	return first
}

// Occurrences returns the instants at which a clock in the zone shows the civil time. In a gap the first
// is the civil time moved forward by the gap; only in an overlap is there a second, otherwise it is zero.
func (d DateTime) Occurrences(loc *time.Location) (first, second time.Time, kind Kind) {
	utc := d.utc()
	found := make([]time.Time, 0, 2)
	var moved time.Time
	// Walk the periods of constant offset that can hold the instant. Each offset gives one candidate: it
	// is an occurrence if it lies inside the period of its offset.
	for at, first := utc.Add(-farthest), true; ; first = false {
		start, end := at.In(loc).ZoneBounds()
		if !end.IsZero() && !end.After(at) {
			// Beyond its table of changes package time ends leap years, and what holds then, a day early.
			end = at.Truncate(day).Add(day)
		}
		if !first {
			start = at
		}
		_, offset := at.In(loc).Zone()
		candidate := utc.Add(-time.Duration(offset) * time.Second)
		late := !end.IsZero() && !candidate.Before(end)
		if !late && (start.IsZero() || !candidate.Before(start)) {
			found = append(found, candidate.In(loc))
		}
		// With the offset before the change the civil time lies after the change: unless it is found in a
		// later period, it was skipped there, and keeping the offset moves it forward by the gap.
		if late {
			moved = candidate.In(loc)
		}
		if end.IsZero() || end.After(utc.Add(farthest)) {
			break
		}
		at = end
	}
	switch len(found) {
	case 0:
		return moved, time.Time{}, Gap
	case 1:
		return found[0], time.Time{}, Unique
	}
	return found[0], found[1], Overlap
}

// String spells the civil time in ISO 8601 without a zone.
func (d DateTime) String() string { return d.utc().Format("2006-01-02T15:04:05.999999999") }

// utc is the civil time read as UTC, a line on which civil times can be counted.
func (d DateTime) utc() time.Time {
	return time.Date(d.Year, d.Month, d.Day, d.Hour, d.Minute, d.Second, d.Nanosecond, time.UTC)
}
