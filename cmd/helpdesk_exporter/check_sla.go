package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"helpdesk_exporter/collector/hours"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/sources/record"
)

// others stands for all values of a label that the configuration does not name. No policy matches it by name.
const others = "\x00"

// dimensions are the labels by which policies and schedules are chosen, in the order of the columns.
func dimensions() []string { return []string{"group", "brand", "channel", "category", "priority"} }

// named are the values of each dimension that the configuration names, and others.
func named(c *config.Config) [][]string {
	var groups, brands, channels, categories, priorities []string
	for i := range c.Teams {
		groups = append(groups, c.Teams[i].Name)
	}
	for i := range c.SLA.Policies {
		m := &c.SLA.Policies[i].Match
		groups, brands, channels = append(groups, m.Group...), append(brands, m.Brand...), append(channels, m.Channel...)
		categories, priorities = append(categories, m.Category...), append(priorities, m.Priority...)
	}
	all := [][]string{groups, brands, channels, categories, priorities}
	for i, list := range all {
		var distinct []string
		for _, v := range list {
			if !slices.ContainsFunc(distinct, func(d string) bool { return strings.EqualFold(d, v) }) {
				distinct = append(distinct, v)
			}
		}
		all[i] = append(distinct, others)
	}
	return all
}

// application is which policy and schedule apply to the tickets of some values of each dimension.
type application struct {
	values           [][]string
	policy, schedule string
}

// applications lists what applies to the tickets of a source, in as few rows as there may be.
func applications(c *config.Config, desk *hours.Desk, source string) []application {
	rows := single(c, desk, source)
	for d := range dimensions() {
		rows = joined(rows, len(dimensions())-1-d)
	}
	return rows
}

// single lists what applies to the tickets of a source, a row for each combination of values.
func single(c *config.Config, desk *hours.Desk, source string) []application {
	rules := pipeline.SLARules(c, desk)
	rows := []application{{}}
	for _, values := range named(c) {
		var next []application
		for _, row := range rows {
			for _, v := range values {
				next = append(next, application{values: append(slices.Clip(row.values), []string{v})})
			}
		}
		rows = next
	}
	for i := range rows {
		r := &rows[i]
		l := sla.Labels{
			Group: r.values[0][0], Brand: r.values[1][0], Channel: record.Channel(r.values[2][0]),
			Category: r.values[3][0], Priority: record.Priority(r.values[4][0]),
		}
		wanted := ""
		if p := rules.Policy(source, l); p != nil {
			r.policy, wanted = p.Name, p.Schedule
		}
		r.schedule = desk.Name(wanted, source, l.Group)
	}
	return rows
}

// joined puts together the rows that differ in one dimension only.
func joined(rows []application, dimension int) []application {
	var out []application
	place := map[string]int{}
	for _, r := range rows {
		key := strings.Builder{}
		for d, values := range r.values {
			if d != dimension {
				fmt.Fprintf(&key, "%q", values) //nolint:errcheck // into memory
			}
		}
		fmt.Fprintf(&key, "%q%q", r.policy, r.schedule) //nolint:errcheck // into memory
		if i, ok := place[key.String()]; ok {
			out[i].values = slices.Clone(out[i].values)
			out[i].values[dimension] = append(slices.Clip(out[i].values[dimension]), r.values[dimension]...)
			continue
		}
		place[key.String()] = len(out)
		out = append(out, r)
	}
	return out
}

// describeApplications prints which policy and schedule apply to which tickets of a source. tells says that the
// source tells clocks of its own.
func describeApplications(text *strings.Builder, c *config.Config, desk *hours.Desk, source string, tells bool) {
	all, rows := named(c), applications(c, desk, source)
	w := tabwriter.NewWriter(text, 0, 0, 2, ' ', 0)
	var head []string
	for d, name := range dimensions() {
		if len(all[d]) > 1 {
			head = append(head, name)
		}
	}
	fmt.Fprintf(w, "  %s\n", strings.Join(append(head, "policy", "schedule"), "\t")) //nolint:errcheck // into memory
	for _, r := range rows {
		var cells []string
		for d := range dimensions() {
			if len(all[d]) > 1 {
				cells = append(cells, shownValues(r.values[d], all[d]))
			}
		}
		fmt.Fprintf(w, "  %s\n", strings.Join(append(cells, cmp.Or(r.policy, "-"), cmp.Or(r.schedule, "-")), "\t")) //nolint:errcheck // into memory
	}
	w.Flush() //nolint:errcheck // into memory
	for i := range c.SLA.Policies {
		p := &c.SLA.Policies[i]
		if p.From == sla.FromVendor && !tells && slices.ContainsFunc(rows, func(r application) bool { return r.policy == p.Name }) {
			fmt.Fprintf(text, "  policy %s: this source tells no clocks of its own, so that nothing is due\n", p.Name)
		}
	}
}

// shownValues writes the values of a row.
func shownValues(values, all []string) string {
	if len(values) == len(all) {
		return "all"
	}
	if !slices.Contains(values, others) {
		return strings.Join(values, ", ")
	}
	var without []string
	for _, v := range all {
		if !slices.Contains(values, v) {
			without = append(without, v)
		}
	}
	return "all but " + strings.Join(without, ", ")
}

// describePolicies prints what each policy promises.
func describePolicies(text *strings.Builder, policies []sla.Policy) {
	for i := range policies {
		p := &policies[i]
		if p.From == sla.FromVendor {
			fmt.Fprintf(text, "policy %s: the helpdesk's own clocks\n", p.Name)
			continue
		}
		fmt.Fprintf(text, "policy %s: %g %% in time\n", p.Name, 100*p.Objective)
		for _, target := range sla.Targets() {
			g, ok := p.Targets[target]
			if !ok {
				continue
			}
			line := g.Default.String()
			for _, priority := range slices.SortedFunc(maps.Keys(g.ByPriority), byUrgency) {
				line += fmt.Sprintf(", %s %s", priority, g.ByPriority[priority])
			}
			fmt.Fprintf(text, "  %s: %s%s\n", target, line, onClock(p, &g))
		}
	}
}

func byUrgency(a, b record.Priority) int {
	order := record.Priorities()
	return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
}

// onClock says by which clock a target is measured.
func onClock(p *sla.Policy, g *sla.Goal) string {
	switch {
	case g.Clock == sla.ClockCalendar:
		return " of calendar time"
	case p.Schedule != "":
		return " of the schedule " + p.Schedule
	}
	return " of business time where a schedule applies, else of calendar time"
}

// assumedOfPolicies is what policies leave open.
func assumedOfPolicies(c *config.Config) []string {
	var lines []string
	for i := range c.SLA.Policies {
		p := &c.SLA.Policies[i]
		if p.From == sla.FromVendor {
			continue
		}
		if p.Objective == sla.DefaultObjective {
			lines = append(lines, fmt.Sprintf("policy %s: an objective of %g %%", p.Name, 100*p.Objective))
		}
	}
	return lines
}
