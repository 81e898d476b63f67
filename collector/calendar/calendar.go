// Package calendar is business time: how much of a span of time a desk was open, when a budget of open
// time is used up, and what opens or closes next (docs/semantics.md, "Business time").
//
// Time inside a schedule is absolute: a night in which the clocks change has the hours that passed. Civil
// times become instants by package civil, never by adding hours to a midnight. The package reads no clock,
// no file and no network.
package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Horizon is how far from its start a search looks: what is not found within it is reported as not found.
const Horizon = 2 * 366 * 24 * time.Hour

// Calendar is the business time of one named schedule: the history of its rules. It is immutable and safe
// for concurrent use. The zero value and nil are open around the clock.
//
// It knows the years from 1970 to 2200; outside of them it is closed. All instants it returns are in UTC.
type Calendar struct {
	eras []era

	// table holds the opening times worked out so far. It is replaced, never changed.
	table atomic.Pointer[table]
	grow  sync.Mutex
}

// era is a stretch of time with one set of rules.
type era struct {
	Rules
	from, to int64 // nanoseconds since 1970
}

// Interval is a stretch of time, From included and To excluded.
type Interval struct{ From, To time.Time }

// Always returns a calendar that is open around the clock.
func Always() *Calendar { return &Calendar{} }

// New returns the calendar of a schedule's history: each of the rules holds from the civil midnight of its
// From, in its own zone, until the next one's. The first holds for all time before, too, because nothing
// else is known of it. All that is wrong with the rules is returned in one error.
func New(history ...Rules) (*Calendar, error) {
	if len(history) == 0 {
		return nil, errors.New("no rules: a schedule needs opening hours")
	}
	var errs []error
	c := &Calendar{}
	for i, rules := range history {
		if err := rules.validate(); err != nil {
			errs = append(errs, fmt.Errorf("rules from %s: %w", rules.From, err))
			continue
		}
		next := era{Rules: rules, from: earliest, to: latest}
		if i > 0 {
			next.from = min(max(rules.From.at(0, rules.Location), earliest), latest)
		}
		if n := len(c.eras); n > 0 {
			if next.from <= c.eras[n-1].from {
				errs = append(errs, fmt.Errorf("rules from %s do not follow those before them", rules.From))
				continue
			}
			c.eras[n-1].to = next.from
		}
		c.eras = append(c.eras, next)
	}
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return c, nil
}

// always tells that there are no rules.
func (c *Calendar) always() bool { return c == nil || len(c.eras) == 0 }

// eraAt returns the rules that hold at an instant.
func (c *Calendar) eraAt(at int64) *era {
	i, exact := slices.BinarySearchFunc(c.eras, at, func(e era, at int64) int { return cmp.Compare(e.from, at) })
	if !exact {
		i--
	}
	return &c.eras[max(i, 0)]
}

// Location returns the zone of the schedule at an instant, UTC for one that is always open.
func (c *Calendar) Location(at time.Time) *time.Location {
	if c.always() {
		return time.UTC
	}
	return c.eraAt(nanos(at)).Location
}

// OnHoliday tells whether the civil day of the schedule's zone at an instant is a holiday.
func (c *Calendar) OnHoliday(at time.Time) bool {
	_, on := c.Holiday(at)
	return on
}

// Holiday returns the name of the holiday on the civil day of the schedule's zone at an instant. The name
// may be empty.
func (c *Calendar) Holiday(at time.Time) (name string, on bool) {
	if c.always() {
		return "", false
	}
	e := c.eraAt(nanos(at))
	date := dateAt(at, e.Location)
	for _, h := range e.holidays(date.Year()) {
		if h.Date == date {
			return h.Name, true
		}
	}
	return "", false
}

// OnBreak tells whether an instant lies in a break of the schedule, whether or not it would be open
// without it.
func (c *Calendar) OnBreak(at time.Time) bool {
	if c.always() {
		return false
	}
	n := nanos(at)
	e := c.eraAt(n)
	date := dateAt(at, e.Location)
	// A clock change can move a break of the day before over midnight.
	for d := date - 1; d <= date; d++ {
		for _, s := range e.breaks(d) {
			if d.at(s.From, e.Location) <= n && n < d.at(s.To, e.Location) {
				return true
			}
		}
	}
	return false
}

// nanos counts the nanoseconds from 1970 to an instant, inside the years that a calendar knows.
func nanos(t time.Time) int64 {
	switch {
	case t.Before(time.Unix(0, earliest)):
		return earliest
	case t.After(time.Unix(0, latest)):
		return latest
	}
	return t.UnixNano()
}

// instant is the reverse of nanos.
func instant(n int64) time.Time { return time.Unix(0, n).UTC() }
