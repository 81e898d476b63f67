package calendar

import (
	"math"
	"time"
)

// Within returns the open time from one instant to another, the second excluded: absolute time, exact to
// the nanosecond. It is 0 where the second is not after the first.
func (c *Calendar) Within(from, to time.Time) time.Duration {
	if !from.Before(to) {
		return 0
	}
	if c.always() {
		return to.Sub(from)
	}
	first, last := nanos(from), nanos(to)
	t := c.covering(first, last)
	return time.Duration(t.open(last) - t.open(first))
}

// Open tells whether the schedule is open at an instant: the one of opening is, that of closing is not.
func (c *Calendar) Open(at time.Time) bool {
	if c.always() {
		return true
	}
	n := nanos(at)
	_, open := c.covering(n, n).at(n)
	return open
}

// Add returns the earliest instant at which so much open time has passed since another: a budget that ends
// on closing time is due at closing time. Nothing has passed at the first open instant, so that adding 0
// to a closed time gives the next opening. A negative amount is subtracted. False is returned if the
// instant is not within the Horizon.
func (c *Calendar) Add(from time.Time, d time.Duration) (time.Time, bool) {
	switch {
	case d < 0:
		return c.Subtract(from, -max(d, -math.MaxInt64))
	case d > Horizon:
		return time.Time{}, false
	case c.always():
		return from.Add(d).UTC(), true
	}
	start, end := nanos(from), nanos(from.Add(Horizon))
	t := c.covering(start, end)
	due := t.nextOpen(start)
	if d > 0 {
		due = t.after(t.open(start) + int64(d))
	}
	return instant(due), due <= end && due != never
}

// Subtract returns the latest open instant from which so much open time passes until another: a budget
// that reaches back to opening time begins at opening time. Subtracting 0 from a closed time gives the
// last closing. A negative amount is added. False is returned if the instant is not within the Horizon.
func (c *Calendar) Subtract(from time.Time, d time.Duration) (time.Time, bool) {
	switch {
	case d < 0:
		return c.Add(from, -max(d, -math.MaxInt64))
	case d > Horizon:
		return time.Time{}, false
	case c.always():
		return from.Add(-d).UTC(), true
	}
	start, end := nanos(from.Add(-Horizon)), nanos(from)
	t := c.covering(start, end)
	begin := t.lastOpen(end)
	if d > 0 {
		begin = t.before(t.open(end) - int64(d))
	}
	return instant(begin), begin >= start && begin != never
}

// NextChange returns the next opening or closing after an instant, false if there is none within the
// Horizon.
func (c *Calendar) NextChange(at time.Time) (time.Time, bool) {
	if c.always() {
		return time.Time{}, false
	}
	start, end := nanos(at), nanos(at.Add(Horizon))
	t := c.covering(start, end)
	var change int64
	if s, open := t.at(start); open {
		change = s.to
	} else {
		change = t.nextOpen(start)
	}
	// Where the table ends nothing closes.
	return instant(change), change <= end && change != never && change < t.bounds.to
}

// Periods returns the open intervals between two instants, in order; the first and the last are cut there.
func (c *Calendar) Periods(from, to time.Time) []Interval {
	if !from.Before(to) {
		return nil
	}
	if c.always() {
		return []Interval{{from.UTC(), to.UTC()}}
	}
	asked := stretch{nanos(from), nanos(to)}
	t := c.covering(asked.from, asked.to)
	var periods []Interval
	for _, s := range t.stretches[max(t.last(asked.from), 0):] {
		if s.from >= asked.to {
			break
		}
		if s = s.intersect(asked); !s.empty() {
			periods = append(periods, Interval{instant(s.from), instant(s.to)})
		}
	}
	return periods
}
