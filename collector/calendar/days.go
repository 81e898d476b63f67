package calendar

import (
	"cmp"
	"slices"
	"time"

	"helpdesk_exporter/internal/civil"
)

// AddDays returns the instant that is some working days later: the days of the schedule with any open
// time. It counts from the first open instant, keeps the time of day, and where the schedule is closed at
// that time of the last day it goes on to the next opening; closing time itself stays. So a day takes from
// Friday 16:00 to Monday 16:00, from Friday night and from Saturday to the end of Monday's first instant,
// Tuesday's opening, and who comes later is never due earlier. 0 days give the first open instant.
// A negative number counts back from the last open instant. An open-around-the-clock calendar counts
// 24 hours a day. False is returned if the instant is not within the Horizon.
func (c *Calendar) AddDays(from time.Time, n int) (time.Time, bool) {
	if limit := int(Horizon / (24 * time.Hour)); n > limit || n < -limit {
		return time.Time{}, false
	}
	if c.always() {
		return from.Add(time.Duration(n) * 24 * time.Hour).UTC(), true
	}
	if n < 0 {
		return c.subtractDays(from, n)
	}
	start, ok := c.Add(from, 0)
	if !ok || n == 0 {
		return start, ok
	}
	end := nanos(from.Add(Horizon))
	t := c.covering(nanos(start.Add(-margin*time.Second)), nanos(from.Add(Horizon+margin*time.Second)))
	at, ok := c.moved(t, nanos(start), nanos(start), n)
	if !ok {
		return time.Time{}, false
	}
	if t.lastOpen(at) != at {
		at = t.nextOpen(at)
	}
	return instant(at), at != never && at <= end
}

func (c *Calendar) subtractDays(from time.Time, n int) (time.Time, bool) {
	end, ok := c.Subtract(from, 0)
	if !ok {
		return end, false
	}
	start := nanos(from.Add(-Horizon))
	t := c.covering(nanos(from.Add(-Horizon-margin*time.Second)), nanos(end.Add(margin*time.Second)))
	// The last open instant belongs to the day before it when it is the midnight that ends that day.
	at, ok := c.moved(t, nanos(end), nanos(end)-1, n)
	if !ok {
		return time.Time{}, false
	}
	if t.nextOpen(at) != at {
		at = t.lastOpen(at)
	}
	return instant(at), at != never && at >= start
}

// moved returns the same time of day some working days later. Inside is an instant of the day to count
// from.
func (c *Calendar) moved(t *table, at, inside int64, n int) (int64, bool) {
	i, exact := slices.BinarySearchFunc(t.days, inside, func(d day, at int64) int { return cmp.Compare(d.from, at) })
	if !exact {
		i--
	}
	if i < 0 || i+n < 0 || i+n >= len(t.days) {
		return 0, false
	}
	from, to := t.days[i], t.days[i+n]
	clock := civil.Of(instant(at), c.eraAt(inside).Location)
	// 24:00 shows the next date.
	past := newDate(clock.Year, clock.Month, clock.Day) - from.date
	clock.Year, clock.Month, clock.Day = (to.date + past).split()
	return nanos(clock.In(c.eraAt(to.from).Location)), true
}
