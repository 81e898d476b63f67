package calendar

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// The years that a calendar knows.
const (
	firstYear = 1970
	lastYear  = 2200 // excluded
)

// earliest and latest bound the instants that a calendar knows, in nanoseconds since 1970.
const (
	earliest = int64(0)
	latest   = int64(84006) * 24 * int64(time.Hour) // 2200-01-01
)

// table holds the opening times of some years.
type table struct {
	// from and to are the years, to excluded, and bounds their beginnings.
	from, to int
	bounds   stretch
	// stretches are sorted and neither touch nor overlap.
	stretches []stretch
	// sums[i] is the open time, in nanoseconds, from the table's beginning to stretches[i].
	sums []int64
	// days are the days with open time, in order.
	days []day
}

// stretch is a stretch of time in nanoseconds since 1970, to excluded.
type stretch struct{ from, to int64 }

// day is a civil day and the instants of its midnights.
type day struct {
	date Date
	stretch
}

// covering returns a table that holds all years from one instant to another.
func (c *Calendar) covering(from, to int64) *table {
	if t := c.table.Load(); t.holds(from, to) {
		return t
	}
	c.grow.Lock()
	defer c.grow.Unlock()
	old := c.table.Load()
	if old.holds(from, to) {
		return old
	}
	first, last := max(instant(from).Year(), firstYear), min(instant(to).Year()+1, lastYear)
	if old != nil {
		// Another year beside those asked for spares the next growth.
		first, last = max(min(first-1, old.from), firstYear), min(max(last+1, old.to), lastYear)
	}
	t := &table{from: first, to: last, bounds: stretch{startOf(first), startOf(last)}}
	for i := range c.eras {
		t.add(&c.eras[i])
	}
	t.finish()
	c.table.Store(t)
	return t
}

// holds tells whether the table knows everything between two instants.
func (t *table) holds(from, to int64) bool {
	return t != nil && t.bounds.from <= from && (to < t.bounds.to || t.to == lastYear)
}

func startOf(year int) int64 {
	return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).UnixNano()
}

// add works out the opening times of an era.
func (t *table) add(e *era) {
	within := t.bounds.intersect(stretch{e.from, e.to})
	if within.empty() {
		return
	}
	holidays := map[Date]bool{}
	for year := t.from - 1; year <= t.to; year++ {
		for _, h := range e.holidays(year) {
			holidays[h.Date] = true
		}
	}
	var hours, breaks []stretch
	first := dateAt(instant(within.from), e.Location) - 1
	last := dateAt(instant(within.to), e.Location) + 1
	z := zone{Location: e.Location}
	midnight := z.at(first, 0)
	for d := first; d <= last; d++ {
		next := z.at(d+1, 0)
		this := day{d, stretch{midnight, next}}
		midnight = next
		// A day that the zone left out has no hours, and a holiday has none.
		if this.empty() {
			continue
		}
		if this.from >= within.from && this.from < within.to {
			t.days = append(t.days, this)
		}
		for _, s := range e.breaks(d) {
			breaks = append(breaks, z.stretch(d, s))
		}
		if holidays[d] {
			continue
		}
		for _, s := range e.hours(d) {
			hours = append(hours, z.stretch(d, s))
		}
	}
	for _, open := range without(union(hours), union(breaks)) {
		if open = open.intersect(within); !open.empty() {
			t.stretches = append(t.stretches, open)
		}
	}
}

// finish joins the opening times of all eras and adds them up.
func (t *table) finish() {
	t.stretches = union(t.stretches)
	t.sums = make([]int64, len(t.stretches))
	total := int64(0)
	for i, s := range t.stretches {
		t.sums[i] = total
		total += s.to - s.from
	}
	t.days = slices.DeleteFunc(t.days, func(d day) bool { return t.open(d.to) == t.open(d.from) })
}

// open returns the open time from the beginning of the table to an instant.
func (t *table) open(at int64) int64 {
	i := t.last(at)
	if i < 0 {
		return 0
	}
	return t.sums[i] + min(at, t.stretches[i].to) - t.stretches[i].from
}

// last returns the index of the last stretch that begins at or before an instant, -1 if there is none.
func (t *table) last(at int64) int {
	i, found := slices.BinarySearchFunc(t.stretches, at, func(s stretch, at int64) int { return cmp.Compare(s.from, at) })
	if found {
		return i
	}
	return i - 1
}

// never stands for an instant that the table does not hold.
const never = int64(math.MinInt64)

// at returns the stretch that holds an instant.
func (t *table) at(n int64) (stretch, bool) {
	i := t.last(n)
	if i < 0 || t.stretches[i].to <= n {
		return stretch{}, false
	}
	return t.stretches[i], true
}

// nextOpen returns the first open instant at or after another.
func (t *table) nextOpen(n int64) int64 {
	i := t.last(n)
	switch {
	case i >= 0 && n < t.stretches[i].to:
		return n
	case i+1 < len(t.stretches):
		return t.stretches[i+1].from
	}
	return never
}

// lastOpen returns the last instant, at or before another, that ends open time.
func (t *table) lastOpen(n int64) int64 {
	i := t.last(n - 1)
	if i < 0 {
		return never
	}
	return min(n, t.stretches[i].to)
}

// after returns the first instant at which the open time since the table's beginning is a total, which is
// more than 0.
func (t *table) after(total int64) int64 {
	i, _ := slices.BinarySearch(t.sums, total)
	if i--; i < 0 {
		return never
	}
	n := t.stretches[i].from + total - t.sums[i]
	if n > t.stretches[i].to {
		return never
	}
	return n
}

// before returns the last instant at which the open time since the table's beginning is a total, which is
// less than all of it.
func (t *table) before(total int64) int64 {
	i, exact := slices.BinarySearch(t.sums, total)
	if !exact {
		i--
	}
	if total < 0 || i < 0 {
		return never
	}
	return t.stretches[i].from + total - t.sums[i]
}

func (s stretch) empty() bool { return s.to <= s.from }

func (s stretch) intersect(o stretch) stretch { return stretch{max(s.from, o.from), min(s.to, o.to)} }

// union sorts stretches and joins those that touch or overlap.
func union(in []stretch) []stretch {
	in = slices.DeleteFunc(in, stretch.empty)
	slices.SortFunc(in, func(a, b stretch) int { return cmp.Compare(a.from, b.from) })
	out := in[:0]
	for _, s := range in {
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// without takes stretches out of others; both are unions.
func without(in, taken []stretch) []stretch {
	var out []stretch
	i := 0
	for _, s := range in {
		for i < len(taken) && taken[i].to <= s.from {
			i++
		}
		for j := i; j < len(taken) && taken[j].from < s.to; j++ {
			if taken[j].from > s.from {
				out = append(out, stretch{s.from, taken[j].from})
			}
			s.from = taken[j].to
		}
		if !s.empty() {
			out = append(out, s)
		}
	}
	return out
}
