package collector

import (
	"cmp"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/collector/sla"
)

// Objective is the share of the clocks of a policy's target that is to be met on a source.
type Objective struct {
	Source, Policy string
	Target         sla.Target
	Ratio          float64
}

// horizon is a value of the label of that name.
type horizon struct {
	name string
	// until returns the end of the horizon.
	until func(now time.Time, calendar period.Calendar) time.Time
}

// horizons are of real time, whatever clock the due instants were computed by.
func horizons() []horizon {
	within := func(d time.Duration) func(time.Time, period.Calendar) time.Time {
		return func(now time.Time, _ period.Calendar) time.Time { return now.Add(d) }
	}
	return []horizon{
		{"15m", within(15 * time.Minute)},
		{"30m", within(30 * time.Minute)},
		{"1h", within(time.Hour)},
		{"4h", within(4 * time.Hour)},
		{"1d", within(day)},
		{"today", func(now time.Time, calendar period.Calendar) time.Time {
			if calendar.Zone == nil {
				calendar.Zone = time.UTC
			}
			return calendar.EndOfDay(now)
		}},
	}
}

// clocks computes the gauges of the open SLA clocks. A breach is declared when the watermark has passed the
// due instant; until then a clock that is due stays among those that run, so that nothing resolves while
// the source is down.
func (g *gauges) clocks(s *ledger.SourceView, now time.Time, calendar period.Calendar) {
	all := horizons()
	ends := make([]time.Time, len(all))
	for i, h := range all {
		ends[i] = h.until(now, calendar)
	}
	for i := range s.Tickets {
		for j := range s.Tickets[i].Clocks {
			g.clock(s, &s.Tickets[i].Clocks[j], all, ends)
		}
	}
}

func (g *gauges) clock(s *ledger.SourceView, c *fact.Clock, all []horizon, ends []time.Time) {
	labels := []string{s.Name, c.Brand, c.Group, c.Policy, string(c.Target), string(c.Priority)}
	state := sla.Running
	switch {
	case !c.BreachedAt.IsZero() && !s.Watermark.Before(c.BreachedAt):
		state = sla.Breached
	case c.Paused:
		state = sla.Paused
	}
	for _, each := range []sla.State{sla.Running, sla.Paused, sla.Breached} {
		n := 0
		if each == state {
			n = 1
		}
		g.add("helpdesk_sla_clocks", n, slices.Concat(labels, []string{string(each)})...)
	}
	runs := state == sla.Running && !c.Due.IsZero()
	for i, h := range all {
		n := 0
		if runs && !c.Due.After(ends[i]) {
			n = 1
		}
		g.add("helpdesk_sla_due_within", n, slices.Concat(labels, []string{h.name})...)
	}
	if runs {
		g.lower("helpdesk_sla_next_due_timestamp_seconds", seconds(c.Due), labels...)
	}
}

// topDue names the most urgent tickets of a source, so that a page can tell which they are.
func (g *gauges) topDue(s *ledger.SourceView, most int) {
	type due struct {
		ticket string
		*fact.Clock
	}
	var all []due
	for i := range s.Tickets {
		t := &s.Tickets[i]
		for j := range t.Clocks {
			if c := &t.Clocks[j]; !c.Due.IsZero() && (c.BreachedAt.IsZero() || s.Watermark.Before(c.BreachedAt)) {
				all = append(all, due{t.Ticket, c})
			}
		}
	}
	slices.SortFunc(all, func(a, b due) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ticket, b.ticket), cmp.Compare(a.Target, b.Target))
	})
	for _, d := range all[:min(most, len(all))] {
		g.lower("helpdesk_sla_ticket_due_timestamp_seconds", seconds(d.Due), s.Name, d.Policy, string(d.Target), string(d.Priority), d.ticket)
	}
}

// objectives are constants of the configuration.
func (g *gauges) objectives(list []Objective) {
	for _, o := range list {
		g.set("helpdesk_sla_objective_ratio", o.Ratio, o.Source, o.Policy, string(o.Target))
	}
}
