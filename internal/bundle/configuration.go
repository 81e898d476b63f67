package bundle

import (
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/alerts"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/sources/record"
)

// Configure takes from an exporter's configuration what rules, routes and pages need of it: the reporting calendar, the
// clock of durations, the teams and their receivers, and how long before it is due a ticket of a team must page.
func (o *Options) Configure(c *config.Config) error {
	periods, err := c.Periods()
	if err != nil {
		return err
	}
	o.Alerts.Timezone, o.Alerts.WeekStart, o.Alerts.YearStart = c.Global.Timezone, periods.WeekStart, periods.YearStart
	o.Dashboards.Timezone, o.Dashboards.FiscalYearStartMonth = c.Global.Timezone, int(periods.YearStart)-1
	switch periods.WeekStart { // Grafana has no others
	case time.Monday, time.Saturday, time.Sunday:
		o.Dashboards.WeekStart = c.Global.WeekStart
	default:
		o.Dashboards.WeekStart = ""
	}
	scheduled := len(c.Calendar.Schedules) > 0 || c.Calendar.Hours != nil
	if scheduled && slices.Contains(c.Global.Clocks, sla.ClockBusiness) {
		o.Dashboards.Clock = sla.ClockBusiness
	}
	o.Alerts.Teams = []alerts.Team{} // never the example
	for i := range c.Teams {
		if c.Teams[i].Receiver != "" {
			o.Alerts.Teams = append(o.Alerts.Teams, alerts.Team{Name: c.Teams[i].Name, Receiver: c.Teams[i].Receiver})
		}
	}
	o.Alerts.Leads = leads(c)
	return nil
}

// shortTarget is the target below which the shipped sla_lead_seconds, a quarter of it, is too long.
const shortTarget = time.Hour

// leads are a quarter of the shortest promise to urgent and high tickets of a team, where that is under an hour.
func leads(c *config.Config) map[string]time.Duration {
	shortest := map[string]time.Duration{}
	shorten := func(group string, d time.Duration) {
		if before, ok := shortest[group]; !ok || d < before {
			shortest[group] = d
		}
	}
	for i := range c.SLA.Policies {
		p := &c.SLA.Policies[i]
		d, ok := shortestOf(p)
		if !ok {
			continue
		}
		for _, group := range p.Match.Group {
			shorten(c.GroupLabel(group), d)
		}
		if len(p.Match.Group) == 0 {
			shorten("", d)
		}
	}
	all, ofAll := shortest[""]
	out := map[string]time.Duration{}
	for group, d := range shortest {
		if ofAll && all < d { // a promise to everybody is one to the team, too
			d = all
		}
		if d < shortTarget && (group == "" || !ofAll || d != all) {
			out[group] = d / 4
		}
	}
	return out
}

// shortestOf is the shortest target that a policy promises to an urgent or high ticket.
func shortestOf(p *sla.Policy) (shortest time.Duration, found bool) {
	for _, goal := range p.Targets {
		for _, priority := range []record.Priority{record.PriorityUrgent, record.PriorityHigh} {
			matched := slices.ContainsFunc(p.Match.Priority, func(m string) bool { return strings.EqualFold(m, string(priority)) })
			if len(p.Match.Priority) > 0 && !matched {
				continue
			}
			budget, ok := goal.ByPriority[priority]
			if !ok {
				budget = goal.Default
			}
			if budget.Duration > 0 && (!found || budget.Duration < shortest) {
				shortest, found = budget.Duration, true
			}
		}
	}
	return shortest, found
}
