package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/collector/hours"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/internal/config"
)

// calendarClock stands for the hours of a target whose clock never stops.
const calendarClock = ""

// beyond is a promise that runs while a team is closed.
type beyond struct {
	policy, promised, team string // names: of the policy, of the schedule that it promises by, of the team's
}

// beyondHours tells of promises that fall due while the team they are for is closed, when alerts keep quiet: by the
// calendar clock, or by a schedule of the policy whose hours are not all hours of the team, within a year from now.
// A team without a schedule is always open.
func beyondHours(c *config.Config, desk *hours.Desk, now time.Time) []string {
	policies := map[string]*sla.Policy{}
	for i := range c.SLA.Policies {
		policies[c.SLA.Policies[i].Name] = &c.SLA.Policies[i]
	}
	var found []beyond
	groups, first := map[beyond][]string{}, map[[2]string]time.Time{}
	for i := range c.Sources {
		source := c.Sources[i].Name
		for _, r := range single(c, desk, source) {
			p, group := policies[r.policy], r.values[0][0]
			if p == nil || p.From == sla.FromVendor {
				continue
			}
			for _, promised := range slices.Sorted(maps.Keys(promisedBy(p))) {
				b := beyond{policy: p.Name, promised: promised, team: desk.Name("", source, group)}
				pair := [2]string{b.promised, b.team}
				if _, known := first[pair]; !known {
					first[pair] = firstBeyond(c, desk, b, now)
				}
				if first[pair].IsZero() {
					continue
				}
				if len(groups[b]) == 0 {
					found = append(found, b)
				}
				if !slices.Contains(groups[b], group) {
					groups[b] = append(groups[b], group)
				}
			}
		}
	}
	var lines []string
	for i := range c.SLA.Policies {
		p := &c.SLA.Policies[i]
		for _, b := range found {
			if b.policy != p.Name {
				continue
			}
			at := first[[2]string{b.promised, b.team}]
			lines = append(lines, fmt.Sprintf("policy %s: %s may be due while %s closed (schedule %s, such as %s): alerts keep the team's hours, nobody is paged then",
				p.Name, strings.Join(promisedBy(p)[b.promised], ", "), shownGroups(groups[b]), b.team,
				at.In(desk.Calendars[b.team].Location(at)).Format("Mon 2006-01-02 15:04")))
		}
	}
	return lines
}

// promisedBy lists the targets of a policy that need not keep to the hours of a team, by the schedule that they run on.
func promisedBy(p *sla.Policy) map[string][]string {
	targets := map[string][]string{}
	for _, target := range sla.Targets() {
		switch g, ok := p.Targets[target]; {
		case !ok:
		case g.Clock == sla.ClockCalendar:
			targets[calendarClock] = append(targets[calendarClock], string(target))
		case p.Schedule != "":
			targets[p.Schedule] = append(targets[p.Schedule], string(target))
		}
	}
	return targets
}

// firstBeyond is the first instant within a year at which a promise runs and the team is closed, zero where there is none.
func firstBeyond(c *config.Config, desk *hours.Desk, b beyond, now time.Time) time.Time {
	team, closes := desk.Calendars[b.team]
	if !closes || b.promised == b.team {
		return time.Time{}
	}
	promise := desk.Calendars[b.promised]
	if b.promised == calendarClock || b.promised == calendar.AlwaysName {
		promise = calendar.Always()
	}
	// A feed that only a running exporter reads may close both: a holiday of the team then proves nothing.
	unread := len(c.Calendar.Feeds()[b.promised]) > 0
	from := now
	for _, open := range append(team.Periods(now, now.AddDate(1, 0, 0)), calendar.Interval{From: now.AddDate(1, 0, 0)}) {
		for _, p := range promise.Periods(from, open.From) {
			if !unread || !team.OnHoliday(p.From) {
				return p.From
			}
		}
		from = open.To
	}
	return time.Time{}
}

// shownGroups names the teams of a sentence that goes on with "closed".
func shownGroups(groups []string) string {
	names := slices.DeleteFunc(slices.Clone(groups), func(g string) bool { return g == others })
	switch {
	case len(names) == 0:
		return "a team is"
	case len(names) < len(groups):
		names = append(names, "another team")
	}
	last := len(names) - 1
	return strings.TrimPrefix(strings.Join(names[:last], ", ")+" or "+names[last], " or ") + " is"
}
