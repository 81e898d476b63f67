// Package hours tells which schedule applies to whom: that of the policy, else of the team, else of the
// source, else the one that the short form "hours" makes for all (docs/semantics.md, "Business time").
package hours

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"time"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/collector/team"
)

// Desk has the schedules of all sources. It is read only: when a holiday feed brings other days, another one
// is made.
type Desk struct {
	// Calendars by the names of their schedules.
	Calendars map[string]*calendar.Calendar
	Teams     team.Teams
	// Sources are the schedules that sources name.
	Sources map[string]string
}

// Name is the schedule that applies, empty where none does. policy is the one that the ticket's policy names,
// group the value of the label.
func (d *Desk) Name(policy, source, group string) string {
	if policy != "" {
		return policy
	}
	if t := d.Teams.Named(group); t != nil && t.Schedule != "" {
		return t.Schedule
	}
	if name := d.Sources[source]; name != "" {
		return name
	}
	if _, ok := d.Calendars[calendar.DefaultName]; ok {
		return calendar.DefaultName
	}
	return ""
}

// Schedule implements sla.Rules.Schedule: nil where no schedule applies.
func (d *Desk) Schedule(policy, source string, l sla.Labels) sla.Schedule {
	name := d.Name(policy, source, l.Group)
	if name == sla.AlwaysOpen {
		return calendar.Always()
	}
	if c, ok := d.Calendars[name]; ok {
		return c
	}
	return nil
}

// Fingerprint identifies the open hours of the last year and of the next two by their content: edited
// schedules, other holidays and a new time zone data base all change it, and so does a new year.
func (d *Desk) Fingerprint(now time.Time) string {
	h := fnv.New64a()
	write := func(format string, args ...any) {
		h.Write(fmt.Appendf(nil, format, args...)) //nolint:errcheck // a hash never fails
	}
	year := now.UTC().Year()
	from := time.Date(year-1, time.January, 1, 0, 0, 0, 0, time.UTC)
	to := time.Date(year+3, time.January, 1, 0, 0, 0, 0, time.UTC)
	for _, name := range slices.Sorted(maps.Keys(d.Calendars)) {
		write("%q\n", name)
		for _, p := range d.Calendars[name].Periods(from, to) {
			write("%d-%d\n", p.From.Unix(), p.To.Unix())
		}
	}
	for _, source := range slices.Sorted(maps.Keys(d.Sources)) {
		write("%q %q\n", source, d.Sources[source])
	}
	return fmt.Sprintf("%016x", h.Sum64())
}
