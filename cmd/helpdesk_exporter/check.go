package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kingpin/v2"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/record"
)

func addCheck(app *kingpin.Application, commands map[string]command) {
	group := app.Command("check", "Check what is configured.")
	addCheckSource(group, commands)
	clause := group.Command("config", "Check the configuration without polling: all errors, what applies, what is assumed.")
	showDefaults := clause.Flag("show-defaults", "Print the configuration as it applies, defaults and presets included.").Bool()
	commands[clause.FullCommand()] = func(_ context.Context, p *process) error {
		c, err := p.load()
		if err != nil {
			return err
		}
		if err := c.CheckHistory(time.Now()); err != nil {
			return err
		}
		if *showDefaults {
			text, err := c.YAML()
			if err != nil {
				return err
			}
			_, err = p.stdout.Write(text)
			return errors.Join(err, describe(io.Discard, c, time.Now()))
		}
		return describe(p.stdout, c, time.Now())
	}
}

// describe prints what applies and what is assumed. It makes the sources, which finds what only they can
// tell, but polls nothing.
func describe(w io.Writer, c *config.Config, now time.Time) error {
	var text strings.Builder
	desk, err := checkedHours(c, now)
	if err == nil {
		err = c.CheckPromises(desk, now)
	}
	if err != nil {
		return err
	}
	var errs []error
	for i := range c.Sources {
		errs = append(errs, c.CheckFiles(&c.Sources[i]))
		kinds, err := describeSource(&text, &c.Sources[i], time.Duration(c.Global.PollInterval))
		if err != nil {
			errs = append(errs, c.Placed(c.Sources[i].Name, err))
			continue
		}
		if len(c.SLA.Policies)+len(desk.Calendars) > 0 {
			describeApplications(&text, c, desk, c.Sources[i].Name, slices.Contains(kinds, record.KindSLAClock))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	describePolicies(&text, c.SLA.Policies)
	describeSchedules(&text, c, desk, now)
	fmt.Fprintf(&text, "state in %s; at most %d series\n", c.Global.State.Path, c.Global.Limits.Series)
	if lines := append(assumptions(c, now), beyondHours(c, desk, now)...); len(lines) > 0 {
		text.WriteString("assumed:\n")
		for _, line := range lines {
			fmt.Fprintf(&text, "  %s\n", line)
		}
	}
	text.WriteString("the configuration is valid\n")
	_, err = io.WriteString(w, text.String())
	return err
}

// describeSource prints what a source reads, and returns the kinds of its records.
func describeSource(text *strings.Builder, c *sources.Config, interval time.Duration) (all []record.Kind, err error) {
	source, err := sources.Open(*c, sources.Env{Now: time.Now, PollInterval: interval})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	from := "own queries"
	if c.Preset != "" {
		from = "preset " + c.Preset
	}
	fmt.Fprintf(text, "source %s: %s\n", c.Name, from)
	for _, stream := range source.Streams() {
		when := "every " + yamlfile.Duration(stream.Interval).String()
		if stream.Parent != "" {
			when = "with " + stream.Parent
		}
		kinds := make([]string, len(stream.Kinds))
		for i, kind := range stream.Kinds {
			kinds[i] = string(kind)
		}
		all = append(all, stream.Kinds...)
		fmt.Fprintf(text, "  stream %s %s: %s\n", stream.Name, when, strings.Join(kinds, ", "))
	}
	return all, nil
}

// assumptions are what holds because nothing else was said, and matters for the numbers.
func assumptions(c *config.Config, now time.Time) []string {
	var lines []string
	switch {
	case len(c.Calendar.Schedules) == 0 && c.Calendar.Hours == nil:
		lines = append(lines, "no schedules: durations are on the calendar clock")
	case c.Calendar.Hours == nil:
		for i := range c.Sources {
			if c.Sources[i].Schedule == "" {
				lines = append(lines, fmt.Sprintf("source %s: without a schedule of team or policy a ticket has the calendar clock only", c.Sources[i].Name))
			}
		}
	}
	if len(c.SLA.Policies) == 0 {
		lines = append(lines, "no sla: nothing is due, nothing can be late")
	}
	lines = append(lines, assumedOfPolicies(c)...)
	if len(c.Categories) == 0 {
		lines = append(lines, "no categories: a ticket has the category of its helpdesk")
	}
	if c.Global.Timezone == "UTC" {
		lines = append(lines, "global.timezone UTC: days of the reports begin at midnight UTC")
	}
	for i := range c.Sources {
		s := &c.Sources[i]
		if s.Timezone == "" && (s.DSN != "" || s.DSNFile != "") {
			lines = append(lines, fmt.Sprintf("source %s: no timezone: a time without a zone is an error", s.Name))
		}
		switch {
		case s.Baseline.IsZero():
			lines = append(lines, fmt.Sprintf("source %s: what happens after the first poll counts, what is older is history", s.Name))
		case s.Baseline.After(now):
			lines = append(lines, fmt.Sprintf("source %s: nothing counts before its baseline, %s", s.Name, s.Baseline.Format(time.RFC3339)))
		}
		if s.History == 0 {
			lines = append(lines, fmt.Sprintf("source %s: a first sync reads no tickets closed before %s",
				s.Name, now.Add(-s.HistoryAt(now)).UTC().Format(time.DateOnly)))
		}
	}
	return lines
}
