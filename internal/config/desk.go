package config

import (
	"fmt"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/collector/hours"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/internal/yamlfile"
)

// Hours are the schedules of the desk. ics returns the text of holiday calendars.
func (c *Config) Hours(now time.Time, ics func(source string) ([]byte, error)) (*hours.Desk, error) {
	zone, err := c.Location()
	if err != nil {
		return nil, err
	}
	calendars, problems := c.Calendar.Build(calendar.Inputs{Location: zone, Now: now, ICS: ics})
	if len(problems) > 0 {
		return nil, c.files.Resolve(c.root, "", problems).Sorted()
	}
	desk := &hours.Desk{Calendars: calendars, Teams: c.Teams, Sources: map[string]string{}}
	for i := range c.Sources {
		desk.Sources[c.Sources[i].Name] = c.Sources[i].Schedule
	}
	return desk, nil
}

// hasSchedule tells whether a schedule can be named.
func (c *Config) hasSchedule(name string) bool {
	if name == calendar.AlwaysName {
		return true
	}
	for i := range c.Calendar.Schedules {
		if c.Calendar.Schedules[i].Name == name {
			return true
		}
	}
	return name == calendar.DefaultName && c.Calendar.Hours != nil
}

// GroupLabel is the value of the label group for a name that stands where one of a team is expected: the team's own
// name stays, also where another team has a group of that name.
func (c *Config) GroupLabel(group string) string {
	for i := range c.Teams {
		if strings.EqualFold(c.Teams[i].Name, group) {
			return c.Teams[i].Name
		}
	}
	return c.Teams.Name(group)
}

// goalsOfGroups finds goals that no series has the group of.
func (c *Config) goalsOfGroups() []yamlfile.Problem {
	var problems []yamlfile.Problem
	for i := range c.Goals {
		if group := c.Goals[i].Group; c.GroupLabel(group) != group {
			problems = append(problems, yamlfile.Problem{
				Path: fmt.Sprintf("[%d].group", i), Message: fmt.Sprintf("no series has the group %q: write the team's name, %q", group, c.GroupLabel(group)),
			})
		}
	}
	return problems
}

// decodeSLA decodes the policies, and checks them and what refers to schedules. The sources are decoded.
func (c *Config) decodeSLA(root, block *yaml.Node, now time.Time) yamlfile.Errors {
	var errs yamlfile.Errors
	zone, err := c.Location()
	if err != nil {
		zone = time.UTC // told elsewhere
	}
	calendars, problems := c.Calendar.Build(calendar.Inputs{Location: zone, Now: now})
	errs = c.files.ResolveBeside(errs, root, "", problems)
	for i := range c.Sources {
		if name := c.Sources[i].Schedule; name != "" && !c.hasSchedule(name) {
			errs = append(errs, c.files.Resolve(c.blocks[i], fmt.Sprintf("sources[%d]", i), []yamlfile.Problem{{
				Path: "schedule", Message: fmt.Sprintf("no schedule %q; define it under schedules, or correct the name", name),
			}})...)
		}
	}
	if block == nil {
		return errs
	}
	policies, failed := sla.Decode(c.files, block, "sla")
	errs = append(errs, failed...)
	c.SLA = policies
	if len(problems) > 0 {
		return errs
	}
	c.promises = block
	return c.files.ResolveBeside(errs, block, "sla", policies.Validate(c.promising(calendars, now)))
}

// promising is what policies are checked against.
func (c *Config) promising(calendars map[string]*calendar.Calendar, now time.Time) sla.Desk {
	desk := sla.Desk{Schedules: map[string]sla.Schedule{}, Team: c.GroupLabel, Now: now}
	for name, each := range calendars {
		desk.Schedules[name] = each
	}
	for i := range c.Sources {
		desk.Sources = append(desk.Sources, c.Sources[i].Name)
	}
	for i := range c.Categories {
		desk.Categories = append(desk.Categories, c.Categories[i].Name)
	}
	return desk
}

// CheckPromises returns an error if the holidays that desk has read leave a promise without the hours in which it could be
// kept. Load tries promises without them, because it reads no calendar files.
func (c *Config) CheckPromises(desk *hours.Desk, now time.Time) error {
	if c.promises == nil {
		return nil
	}
	return c.files.Resolve(c.promises, "sla", c.SLA.Validate(c.promising(desk.Calendars, now))).Sorted()
}
