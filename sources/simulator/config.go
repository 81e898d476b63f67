package simulator

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Config is the rules as a configuration says them: the blocks schedules, teams, sla and goals. Breaks and a
// schedule of the source have no words there and are left out.
func (r Rules) Config() string {
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	line("schedules:")
	for _, s := range r.Schedules {
		line("  - name: %q", s.Name)
		line("    timezone: %s", s.Zone)
		line("    hours: {%s}", weekConfig(s.Week))
		if len(s.Days) > 0 {
			line("    shifts: {%s}", each(s.Days, func(day string, of []string) string { return fmt.Sprintf("%q: %s", day, listConfig(of)) }))
		}
		if len(s.Holidays) > 0 {
			line("    holidays: {dates: {%s}}", strings.Join(quoted(s.Holidays, ": holiday"), ", "))
		}
	}
	line("teams:")
	for _, team := range slices.Sorted(maps.Keys(r.TeamSchedules)) {
		line("  - {name: %q, match: {group: [%q]}, schedule: %q}", team, team, r.TeamSchedules[team])
	}
	line("sla:")
	for _, p := range r.Policies {
		p.config(line)
	}
	line("goals:")
	for _, g := range r.Goals {
		group := ""
		if g.Group != "" {
			group = fmt.Sprintf(", group: %q", g.Group)
		}
		line("  - {kpi: %s, %s: %v, period: %s%s}", g.KPI, g.Bound, g.Value, g.Period, group)
	}
	return out.String()
}

func (p Policy) config(line func(string, ...any)) {
	line("  - name: %q", p.Name)
	var match []string
	for _, by := range []struct {
		name   string
		values []string
	}{{"brand", p.Brands}, {"group", p.Groups}, {"channel", p.Channels}, {"priority", p.Priorities}} {
		if len(by.values) > 0 {
			match = append(match, by.name+": "+listConfig(by.values))
		}
	}
	if len(match) > 0 {
		line("    match: {%s}", strings.Join(match, ", "))
	}
	if p.Schedule != "" {
		line("    schedule: %q", p.Schedule)
	}
	line("    objective: %v", p.Objective)
	line("    targets:")
	for _, name := range slices.Sorted(maps.Keys(p.Targets)) {
		t := p.Targets[name]
		more := ""
		if len(t.ByPriority) > 0 {
			more += ", by_priority: {" + each(t.ByPriority, func(priority string, limit time.Duration) string {
				return priority + ": " + durationConfig(limit)
			}) + "}"
		}
		if t.Calendar {
			more += ", clock: calendar"
		}
		if len(t.PauseOn) > 0 {
			more += ", pause_on: " + listConfig(t.PauseOn)
		}
		line("      %s: {default: %s%s}", name, durationConfig(t.Default), more)
	}
}

func weekConfig(week map[time.Weekday][]string) string {
	return each(week, func(day time.Weekday, of []string) string {
		return strings.ToLower(day.String()[:3]) + ": " + listConfig(of)
	})
}

// each spells the entries of a map, by the order of their keys.
func each[K interface{ ~string | ~int }, V any](of map[K]V, spell func(K, V) string) string {
	var spelt []string
	for _, key := range slices.Sorted(maps.Keys(of)) {
		spelt = append(spelt, spell(key, of[key]))
	}
	return strings.Join(spelt, ", ")
}

func listConfig(of []string) string { return "[" + strings.Join(quoted(of, ""), ", ") + "]" }

func quoted(of []string, suffix string) []string {
	var out []string
	for _, text := range of {
		out = append(out, fmt.Sprintf("%q", text)+suffix)
	}
	return out
}

// durationConfig spells hours and minutes.
func durationConfig(d time.Duration) string {
	text := strings.TrimSuffix(d.String(), "0s")
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
