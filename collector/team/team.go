// Package team is the one place for a team's name, hours and owner: the configuration block "teams"
// (docs/configuration.md).
package team

import (
	"fmt"
	"strings"

	"helpdesk_exporter/internal/yamlfile"
)

// Teams is the configuration block "teams". The first team that matches a group of the helpdesk is that
// group's; a group that no team matches is a team of its own name.
type Teams []Team

// Team is one team.
type Team struct {
	// Name is the value of the label "group".
	Name  string `yaml:"name"`
	Match Match  `yaml:"match,omitempty"`
	// Schedule names the team's schedule; empty: that of the source.
	Schedule string `yaml:"schedule,omitempty"`
	// Receiver is who is notified: the name of an Alertmanager receiver.
	Receiver string `yaml:"receiver,omitempty"`
}

// Match tells which groups of the helpdesk belong to a team.
type Match struct {
	// Group are names or ids of groups, whatever their case. Without any it is the team's name.
	Group []string `yaml:"group,omitempty"`
}

// Of returns the team of a group of the helpdesk, nil where none is configured.
func (t Teams) Of(group string) *Team {
	for i := range t {
		if t[i].matches(group) {
			return &t[i]
		}
	}
	return nil
}

// Named returns the team of that name, nil where there is none.
func (t Teams) Named(name string) *Team {
	for i := range t {
		if t[i].Name == name {
			return &t[i]
		}
	}
	return nil
}

// Name is the value of the label "group" for a group of the helpdesk.
func (t Teams) Name(group string) string {
	if team := t.Of(group); team != nil {
		return team.Name
	}
	return group
}

func (t *Team) matches(group string) bool {
	if len(t.Match.Group) == 0 {
		return strings.EqualFold(group, t.Name)
	}
	for _, g := range t.Match.Group {
		if strings.EqualFold(g, group) {
			return true
		}
	}
	return false
}

// Validate returns everything that is wrong with the block. schedule tells whether there is a schedule of
// that name.
func (t Teams) Validate(schedule func(name string) bool) []yamlfile.Problem {
	var problems []yamlfile.Problem
	names, groups := map[string]bool{}, map[string]string{}
	for i := range t {
		team := &t[i]
		add := func(path, format string, args ...any) {
			problems = append(problems, yamlfile.Problem{
				Path: yamlfile.JoinPath(fmt.Sprintf("[%d]", i), path), Message: fmt.Sprintf(format, args...),
			})
		}
		twice := names[team.Name]
		switch {
		case strings.TrimSpace(team.Name) == "":
			add("name", "missing: name the team")
		case twice:
			add("name", "%q is taken by a team above; give all its groups in one match", team.Name)
		}
		names[team.Name] = true
		if team.Schedule != "" && !schedule(team.Schedule) {
			add("schedule", "no schedule %q; define it under schedules, or correct the name", team.Schedule)
		}
		if key := strings.ToLower(team.Name); len(team.Match.Group) == 0 && key != "" && !twice {
			if groups[key] != "" {
				add("name", "the group %q belongs to the team %q already; remove it there, or give this team a match", team.Name, groups[key])
			} else {
				groups[key] = team.Name
			}
		}
		for j, g := range team.Match.Group {
			path, key := fmt.Sprintf("match.group[%d]", j), strings.ToLower(strings.TrimSpace(g))
			switch {
			case key == "":
				add(path, "empty: give a group's name or id, or remove it")
			case groups[key] != "":
				add(path, "%q belongs to the team %q already; remove one", g, groups[key])
			default:
				groups[key] = team.Name
			}
		}
	}
	return problems
}
