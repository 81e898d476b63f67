package simulator

import (
	"slices"
	"time"
)

// Rules are what the truth has to know of an exporter's configuration.
type Rules struct {
	// Source is the value of the label of that name; without one samples have none.
	Source string
	// Zone is the one in which days, weeks, months and quarters are told, by default the desk's. Weeks begin
	// on Monday.
	Zone string

	Schedules []Schedule
	// TeamSchedules are names of schedules by team. A team without one has SourceSchedule, if there is any.
	TeamSchedules  map[string]string
	SourceSchedule string
	// Policies are tried in order; the first that matches a ticket is its.
	Policies []Policy
	Goals    []Goal
}

// Policy is what has been promised. An empty list matches everything.
type Policy struct {
	Name                                 string
	Brands, Groups, Channels, Priorities []string
	// Schedule is by default that of the team.
	Schedule  string
	Objective float64
	// Targets are by name: first_response, next_response, periodic_update, resolution, requester_wait, agent_work.
	Targets map[string]Target
}

// Target is one promise.
type Target struct {
	Default    time.Duration
	ByPriority map[string]time.Duration
	// Calendar lets the clock run day and night; else it runs in the working hours, where there are any.
	Calendar bool
	// PauseOn are statuses in which the clock stands still; by default pending for requester_wait, pending and
	// hold for agent_work.
	PauseOn []string
}

// Goal is a number that is aimed at.
type Goal struct {
	KPI, Group, Period, Bound string
	Value                     float64
}

// limit is how many seconds a target allows a priority.
func (t Target) limit(priority string) int64 {
	if own, ok := t.ByPriority[priority]; ok {
		return seconds(own)
	}
	return seconds(t.Default)
}

func (p *Policy) matches(t *ticket) bool {
	return in(p.Brands, t.brand.name) && in(p.Groups, t.team.name) &&
		in(p.Channels, meaning(t.channel)) && in(p.Priorities, meaning(t.priority))
}

func in(list []string, value string) bool { return len(list) == 0 || slices.Contains(list, value) }

// The targets that are reckoned with.
const (
	firstResponse  = "first_response"
	nextResponse   = "next_response"
	periodicUpdate = "periodic_update"
	resolution     = "resolution"
	requesterWait  = "requester_wait"
	agentWork      = "agent_work"
)

// pauses are the statuses in which the clock of a target stands still.
func (t Target) pauses(target string) []string {
	switch {
	case t.PauseOn != nil:
		return t.PauseOn
	case target == requesterWait:
		return []string{"pending"}
	case target == agentWork:
		return []string{"pending", "hold"}
	}
	return nil
}

// OrdinaryRules are hours, promises and goals as a desk of this size would have them. Its holidays are
// those of the desk in the years around an instant.
func OrdinaryRules(source string, around time.Time) Rules {
	var holidays []string
	for year := around.Year() - 1; year <= around.Year()+1; year++ {
		holidays = append(holidays, ItalianHolidays(year)...)
	}
	rules := Rules{Source: source, Zone: DefaultZone, TeamSchedules: map[string]string{}}
	for _, t := range teams() {
		s := Schedule{Name: "hours of " + t.name, Zone: DefaultZone, Week: t.week, Holidays: holidays}
		rules.Schedules = append(rules.Schedules, s)
		rules.TeamSchedules[t.name] = s.Name
	}
	written := map[string]time.Duration{"urgent": 90 * time.Minute, "high": 3 * time.Hour, "low": 10 * time.Hour}
	solved := map[string]time.Duration{"urgent": 14 * time.Hour, "high": 20 * time.Hour, "low": 46 * time.Hour}
	pending := []string{"pending"}
	rules.Policies = []Policy{
		{
			Name: "marketplace", Channels: []string{"marketplace"}, Objective: 0.9,
			Targets: map[string]Target{
				firstResponse: {Default: 72 * time.Hour, Calendar: true},
				nextResponse:  {Default: 72 * time.Hour, Calendar: true},
			},
		},
		{
			Name: "standard", Channels: []string{"email", "form", "chat", "phone"}, Objective: 0.95,
			Targets: map[string]Target{
				firstResponse: {Default: 7 * time.Hour, ByPriority: written},
				nextResponse:  {Default: 7 * time.Hour, ByPriority: written},
				resolution:    {Default: 33 * time.Hour, ByPriority: solved, PauseOn: pending},
			},
		},
	}
	rules.Goals = []Goal{
		{KPI: "unresolved", Period: "month", Bound: "at_most", Value: 400},
		{KPI: "unresolved", Group: "Returns", Period: "month", Bound: "at_most", Value: 120},
		{KPI: "resolved", Group: "Delivery", Period: "week", Bound: "at_least", Value: 300},
		{KPI: "sla_met", Period: "month", Bound: "at_least", Value: 0.95},
	}
	return rules
}
