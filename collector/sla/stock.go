package sla

import (
	"time"

	"helpdesk_exporter/sources/record"
)

// Series are the labels of the gauges of open clocks, beside the source.
type Series struct {
	Brand    string
	Group    string
	Policy   string
	Target   Target
	Priority record.Priority
}

// Series are the labels under which the clock is shown while it is open.
func (c *Clock) Series() Series {
	return Series{Brand: c.Labels.Brand, Group: c.Labels.Group, Policy: c.Policy, Target: c.Target, Priority: c.Labels.Priority}
}

// Open is a clock that has not ended, with what the gauges need of it.
type Open struct {
	Series
	// Due is when the budget is used up; zero while the clock is paused, or when that is out of reach.
	Due time.Time
	// BreachedAt is when the clock breaches if nothing else happens; zero of one that does not.
	BreachedAt time.Time
	Paused     bool
}

// Show returns what the gauges need of a clock that is open at an instant.
func (c *Clock) Show(at time.Time) Open {
	o := Open{Series: c.Series(), Due: c.Due, BreachedAt: c.BreachedAt}
	if o.Priority == "" {
		o.Priority = record.PriorityNone
	}
	o.Paused = c.BreachedAt.IsZero() && c.State(at) == Paused
	return o
}

// State is the state at the watermark. A clock whose breach it has not declared yet runs.
func (o *Open) State(watermark time.Time) State {
	switch {
	case !o.BreachedAt.IsZero() && !watermark.Before(o.BreachedAt):
		return Breached
	case o.Paused:
		return Paused
	}
	return Running
}

// Horizon is a value of the label "horizon" of helpdesk_sla_due_within.
type Horizon struct {
	Name  string
	Until time.Time // included
}

// Horizons are all of them, seen from an instant whose reporting day ends at another. What is due at the
// midnight that ends the day is due, and breaches, on the next one (docs/semantics.md, "SLA", Due within).
func Horizons(now, endOfDay time.Time) []Horizon {
	return []Horizon{
		{"15m", now.Add(15 * time.Minute)},
		{"30m", now.Add(30 * time.Minute)},
		{"1h", now.Add(time.Hour)},
		{"4h", now.Add(4 * time.Hour)},
		{"1d", now.Add(24 * time.Hour)},
		{"today", endOfDay.Add(-time.Nanosecond)},
	}
}

// Stock is what the gauges show of the open clocks of one series.
type Stock struct {
	Running, Paused, Breached int
	// DueWithin are running clocks by horizon, in the order of the horizons.
	DueWithin [6]int
	// NextDue is the earliest due instant of a running clock; zero if there is none. It may lie behind
	// the present when the watermark does.
	NextDue time.Time
}

// Add counts a clock as it is at the watermark. It only compares instants: the clock's due instant was
// found when the ticket last changed.
func (s *Stock) Add(c *Open, watermark time.Time, horizons []Horizon) {
	switch c.State(watermark) {
	case Breached:
		s.Breached++
		return
	case Paused:
		s.Paused++
		return
	}
	s.Running++
	if c.Due.IsZero() {
		return
	}
	for i := range min(len(horizons), len(s.DueWithin)) {
		if !c.Due.After(horizons[i].Until) {
			s.DueWithin[i]++
		}
	}
	if s.NextDue.IsZero() || c.Due.Before(s.NextDue) {
		s.NextDue = c.Due
	}
}
