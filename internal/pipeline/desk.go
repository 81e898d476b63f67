package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/collector"
	"helpdesk_exporter/collector/hours"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/internal/config"
)

// reopenWork is how long after a reopening without an agent's reply it counts as work.
const reopenWork = 24 * time.Hour

// SLARules are the policies on the schedules of the desk.
func SLARules(c *config.Config, desk *hours.Desk) *sla.Rules {
	return &sla.Rules{Policies: c.SLA.Policies, Schedule: desk.Schedule, ReopenWork: reopenWork}
}

// rulesVersion changes with everything that due instants depend on.
func rulesVersion(c *config.Config, desk *hours.Desk, now time.Time) string {
	return fmt.Sprintf("%016x %s", sla.Fingerprint(c.SLA.Policies), desk.Fingerprint(now))
}

// objectives are those of every policy on every source that it may apply to. A vendor's own clocks have none.
func objectives(c *config.Config) []collector.Objective {
	var list []collector.Objective
	for _, p := range c.SLA.Policies {
		for i := range c.Sources {
			source := c.Sources[i].Name
			match := func(s string) bool { return strings.EqualFold(s, source) }
			if len(p.Match.Source) > 0 && !slices.ContainsFunc(p.Match.Source, match) {
				continue
			}
			for _, target := range slices.Sorted(maps.Keys(p.Targets)) {
				list = append(list, collector.Objective{Source: source, Policy: p.Name, Target: target, Ratio: float64(p.Objective)})
			}
		}
	}
	return list
}

// schedules are those of the desk, for its gauges. They follow the holidays.
func (p *Pipeline) schedules() []collector.Schedule {
	var list []collector.Schedule
	for _, name := range p.scheduleNames() {
		list = append(list, collector.Schedule{
			Name:       name,
			Open:       func(at time.Time) bool { return p.hours.Load().Calendars[name].Open(at) },
			NextChange: func(at time.Time) (time.Time, bool) { return p.hours.Load().Calendars[name].NextChange(at) },
			LastFeed:   func() (time.Time, bool) { return p.lastFeed(name) },
		})
	}
	return list
}
