package collector

import (
	"cmp"
	"slices"
	"time"

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

// clocks computes the gauges of the open SLA clocks. A breach is declared when the watermark has passed the
// due instant; until then a clock that is due stays among those that run, so that nothing resolves while
// the source is down.
func (g *gauges) clocks(s *ledger.SourceView, now time.Time, calendar period.Calendar) {
	if calendar.Zone == nil {
		calendar.Zone = time.UTC
	}
	horizons := sla.Horizons(now, calendar.EndOfDay(now))
	stocks := map[sla.Series]*sla.Stock{}
	for i := range s.Tickets {
		for j := range s.Tickets[i].Clocks {
			c := &s.Tickets[i].Clocks[j]
			if stocks[c.Series] == nil {
				stocks[c.Series] = &sla.Stock{}
			}
			stocks[c.Series].Add(c, s.Watermark, horizons)
		}
	}
	for series, stock := range stocks {
		labels := []string{s.Name, series.Brand, series.Group, series.Policy, string(series.Target), string(series.Priority)}
		with := func(value string) []string { return slices.Concat(labels, []string{value}) }
		g.add("helpdesk_sla_clocks", stock.Running, with(string(sla.Running))...)
		g.add("helpdesk_sla_clocks", stock.Paused, with(string(sla.Paused))...)
		g.add("helpdesk_sla_clocks", stock.Breached, with(string(sla.Breached))...)
		for i, h := range horizons {
			g.add("helpdesk_sla_due_within", stock.DueWithin[i], with(h.Name)...)
		}
		if !stock.NextDue.IsZero() {
			g.lower("helpdesk_sla_next_due_timestamp_seconds", seconds(stock.NextDue), labels...)
		}
	}
}

// topDue names the most urgent tickets of a source, so that a page can tell which they are.
func (g *gauges) topDue(s *ledger.SourceView, most int) {
	type due struct {
		ticket string
		*sla.Open
	}
	var all []due
	for i := range s.Tickets {
		t := &s.Tickets[i]
		for j := range t.Clocks {
			if c := &t.Clocks[j]; !c.Due.IsZero() && c.State(s.Watermark) == sla.Running {
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
