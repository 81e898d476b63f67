package sla

import (
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/record"
)

// Policy promises targets to the tickets it matches.
type Policy struct {
	// Name is the label "policy". A policy is recognised by it: under another name it is a new one.
	Name string `yaml:"name"`
	// From is FromVendor for a policy that takes the vendor's own clocks, else empty.
	From  string `yaml:"from,omitempty"`
	Match Match  `yaml:"match,omitempty"`
	// Schedule names a schedule, or is AlwaysOpen; empty: that of the ticket's team, else of its source.
	Schedule string `yaml:"schedule,omitempty"`
	// Objective is the share of clocks that are to be met, (0, 1].
	Objective Share `yaml:"objective"`
	// SolveCountsAsReply: a solve without a reply meets first_response and next_response instead of
	// cancelling them.
	SolveCountsAsReply bool `yaml:"solve_counts_as_reply,omitempty"`
	// Reopen says what a reopening does to resolution; empty is ReopenNew.
	Reopen  string          `yaml:"reopen,omitempty"`
	Targets map[Target]Goal `yaml:"targets,omitempty"`
}

// Share is a part of a whole: 1 is all of it.
type Share float64

// Words of a policy.
const (
	FromVendor = "vendor"
	// AlwaysOpen is the schedule that is never closed.
	AlwaysOpen = "24x7"
	// ReopenNew begins a new cycle with a fresh budget, ReopenResume goes on with the old clock.
	ReopenNew    = "new"
	ReopenResume = "resume"
	// ClockBusiness runs while the schedule is open, ClockCalendar always.
	ClockBusiness = "business"
	ClockCalendar = "calendar"
	// StartAnyMessage lets next_response begin with the first message of a customer,
	// StartAfterFirstResponse once the first response is over.
	StartAnyMessage         = "any_message"
	StartAfterFirstResponse = "after_first_response"
)

// Match are the conditions of a policy: all must hold, one value of each list is enough, an empty list is
// no condition. Case does not matter.
type Match struct {
	Source   []string `yaml:"source,omitempty"`
	Brand    []string `yaml:"brand,omitempty"`
	Group    []string `yaml:"group,omitempty"`
	Channel  []string `yaml:"channel,omitempty"`
	Category []string `yaml:"category,omitempty"`
	Priority []string `yaml:"priority,omitempty"`
}

// Goal is one target of a policy.
type Goal struct {
	// Default holds for every priority that ByPriority does not name.
	Default    Budget                     `yaml:"default"`
	ByPriority map[record.Priority]Budget `yaml:"by_priority,omitempty"`
	// Clock is ClockBusiness or ClockCalendar; empty: business where a schedule applies.
	Clock string `yaml:"clock,omitempty"`
	// PauseOn are the statuses in which the clock stands still; nil: the default of the target.
	PauseOn []record.Status `yaml:"pause_on,omitempty"`
	// Start of next_response; empty is StartAfterFirstResponse.
	Start string `yaml:"start,omitempty"`
}

// Budget is how long something may take: a duration, or working days of the schedule.
type Budget struct {
	Duration    time.Duration
	WorkingDays int

	days bool // written in days or weeks
}

func (b Budget) isZero() bool { return b.Duration == 0 && b.WorkingDays == 0 }

// of is the budget in time of the schedule for a clock that started at an instant; false if the schedule
// has not so many working days within its horizon.
func (b Budget) of(s Schedule, started time.Time) (time.Duration, bool) {
	if b.WorkingDays == 0 {
		return b.Duration, true
	}
	end, ok := s.AddDays(started, b.WorkingDays)
	if !ok {
		return 0, false
	}
	return s.Within(started, end), true
}

func (g *Goal) budget(p record.Priority) Budget {
	if p == "" {
		p = record.PriorityNone
	}
	if b, ok := g.ByPriority[p]; ok {
		return b
	}
	return g.Default
}

// pauses reports whether a clock of the goal stands still in a status.
func (g *Goal) pauses(t Target, s record.Status) bool {
	if g.PauseOn != nil {
		return slices.Contains(g.PauseOn, s)
	}
	switch t {
	case RequesterWait:
		return s == record.StatusPending
	case AgentWork:
		return s == record.StatusPending || s == record.StatusHold
	}
	return false
}

// matches reports whether the conditions hold.
func (m *Match) matches(source string, l *Labels) bool {
	return matchesOne(m.Source, source) && matchesOne(m.Brand, l.Brand) && matchesOne(m.Group, l.Group) &&
		matchesOne(m.Channel, string(l.Channel)) &&
		matchesOne(m.Category, orNone(l.Category)) && matchesOne(m.Priority, orNone(string(l.Priority)))
}

func matchesOne(list []string, value string) bool {
	return len(list) == 0 || slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, value) })
}

func orNone(value string) string {
	if value == "" {
		return "none"
	}
	return value
}

// Policy is the first policy that matches, nil if there is none. `check config` asks it, too.
func (r *Rules) Policy(source string, l Labels) *Policy {
	for i := range r.Policies {
		if r.Policies[i].Match.matches(source, &l) {
			return &r.Policies[i]
		}
	}
	return nil
}

// schedule is the one on which a goal of a policy runs.
func (r *Rules) schedule(p *Policy, g *Goal, source string, l Labels) Schedule {
	if g.Clock == ClockCalendar || p.Schedule == AlwaysOpen || r.Schedule == nil {
		return AllTime{}
	}
	if s := r.Schedule(p.Schedule, source, l); s != nil {
		return s
	}
	return AllTime{}
}
