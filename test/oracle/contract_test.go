package oracle

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"helpdesk_exporter/sources/simulator"
)

// contract writes what the truth knows of hours, promises and goals as the exporter's configuration.
func contract(rules simulator.Rules) (string, error) {
	blocks := map[string]any{}
	var schedules, teams, policies, goals []any
	for _, s := range rules.Schedules {
		schedules = append(schedules, schedule(s))
	}
	for _, name := range slices.Sorted(maps.Keys(rules.TeamSchedules)) {
		teams = append(teams, map[string]any{"name": name, "schedule": rules.TeamSchedules[name]})
	}
	for _, p := range rules.Policies {
		policies = append(policies, policy(p))
	}
	for _, g := range rules.Goals {
		entry := map[string]any{"kpi": g.KPI, "period": g.Period, g.Bound: g.Value}
		if g.Group != "" {
			entry["group"] = g.Group
		}
		goals = append(goals, entry)
	}
	for name, list := range map[string][]any{"schedules": schedules, "teams": teams, "sla": policies, "goals": goals} {
		if len(list) > 0 {
			blocks[name] = list
		}
	}
	text, err := yaml.Marshal(blocks)
	return string(text), err
}

func schedule(s simulator.Schedule) map[string]any {
	week, holidays := map[string][]string{}, map[string]string{}
	for day, intervals := range s.Week {
		week[strings.ToLower(day.String()[:3])] = intervals
	}
	for _, date := range s.Holidays {
		holidays[date] = "holiday"
	}
	return map[string]any{
		"name": s.Name, "timezone": s.Zone, "hours": week, "shifts": s.Days, "breaks": s.Breaks,
		"holidays": map[string]any{"dates": holidays},
	}
}

func policy(p simulator.Policy) map[string]any {
	targets := map[string]any{}
	for name, t := range p.Targets {
		target := map[string]any{"default": spellDuration(t.Default)}
		if t.Calendar {
			target["clock"] = "calendar"
		}
		if len(t.PauseOn) > 0 {
			target["pause_on"] = t.PauseOn
		}
		if len(t.ByPriority) > 0 {
			own := map[string]string{}
			for priority, d := range t.ByPriority {
				own[priority] = spellDuration(d)
			}
			target["by_priority"] = own
		}
		targets[name] = target
	}
	entry := map[string]any{"name": p.Name, "objective": p.Objective, "targets": targets}
	match := map[string][]string{}
	for label, values := range map[string][]string{"brand": p.Brands, "group": p.Groups, "channel": p.Channels, "priority": p.Priorities} {
		if len(values) > 0 {
			match[label] = values
		}
	}
	if len(match) > 0 {
		entry["match"] = match
	}
	if p.Schedule != "" {
		entry["schedule"] = p.Schedule
	}
	return entry
}

// spellDuration is without days, which are something else on the business clock.
func spellDuration(d time.Duration) string { return fmt.Sprintf("%dm", d/time.Minute) }
