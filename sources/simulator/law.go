package simulator

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// law is the rules, ready to be reckoned with.
type law struct {
	Rules
	zone      *time.Location
	schedules map[string]*hours
}

func newLaw(o Options) (*law, error) {
	l := &law{Rules: o.Rules, zone: o.Zone, schedules: map[string]*hours{}}
	if o.Rules.Zone != "" {
		zone, err := time.LoadLocation(o.Rules.Zone)
		if err != nil {
			return nil, fmt.Errorf("rules: %w", err)
		}
		l.zone = zone
	}
	for _, s := range l.Schedules {
		h, err := newHours(s, o.Begin)
		if err != nil {
			return nil, fmt.Errorf("rules: %w", err)
		}
		l.schedules[s.Name] = h
	}
	names := append(slices.Collect(maps.Values(l.TeamSchedules)), l.SourceSchedule)
	for _, p := range l.Policies {
		names = append(names, p.Schedule)
	}
	for _, name := range names {
		if _, ok := l.schedules[name]; !ok && name != "" {
			return nil, fmt.Errorf("rules: there is no schedule %q", name)
		}
	}
	return l, nil
}

// scheduled tells whether there are any working hours.
func (l *law) scheduled() bool { return len(l.schedules) > 0 }

// ofTeam is the name of a team's schedule, empty if it has none.
func (l *law) ofTeam(name string) string {
	if own, ok := l.TeamSchedules[name]; ok {
		return own
	}
	return l.SourceSchedule
}

// hoursLabel tells whether a message came in the working hours.
func (l *law) hoursLabel(team string, at int64) string {
	if h := l.schedules[l.ofTeam(team)]; h != nil && !h.open(at) {
		return "closed"
	}
	return "open"
}

// policy is what has been promised about a ticket, or nil.
func (l *law) policy(t *ticket) *Policy {
	for i := range l.Policies {
		if l.Policies[i].matches(t) {
			return &l.Policies[i]
		}
	}
	return nil
}

// tenure is a time for which a schedule holds for a ticket.
type tenure struct {
	from  int64
	hours *hours // nil: none
}

// placed notes which schedule holds for a ticket from now on: that of its policy, else of its team.
func (t *ticket) placed(l *law, at int64) {
	name := l.ofTeam(t.team.name)
	if p := l.policy(t); p != nil && p.Schedule != "" {
		name = p.Schedule
	}
	now := l.schedules[name]
	if n := len(t.tenures); n == 0 || t.tenures[n-1].hours != now {
		t.tenures = append(t.tenures, tenure{at, now})
	}
}

// hours are those that hold for a ticket now.
func (t *ticket) hours() *hours { return t.tenures[len(t.tenures)-1].hours }

// spent is a time of a ticket on both clocks. The working hours are those that held at each moment.
func (l *law) spent(t *ticket, from, to int64) spent {
	s := spent{calendar: to - from}
	for i, each := range t.tenures {
		begin, end := from, to
		if i > 0 {
			begin = max(begin, each.from)
		}
		if i+1 < len(t.tenures) {
			end = min(end, t.tenures[i+1].from)
		}
		if each.hours == nil {
			continue
		}
		s.scheduled = true
		if begin < end {
			s.business += each.hours.between(begin, end)
		}
	}
	return s
}

// configured writes what follows from the rules alone.
func (b *book) configured(at int64, s *sheet) {
	l := b.law
	for name, h := range l.schedules {
		open := 0.0
		if h.open(at) {
			open = 1
		}
		s.add("helpdesk_schedule_open", open, "schedule", name)
		if next, ok := h.change(at); ok {
			s.add("helpdesk_schedule_next_change_timestamp_seconds", float64(next), "schedule", name)
		}
	}
	for _, team := range b.teams {
		if name := l.ofTeam(team); name != "" {
			s.add("helpdesk_group_schedule_info", 1, "group", team, "schedule", name)
		}
	}
	for _, p := range l.Policies {
		for target := range p.Targets {
			s.add("helpdesk_sla_objective_ratio", p.Objective, "policy", p.Name, "target", target)
		}
	}
	for _, g := range l.Goals {
		s.add("helpdesk_goal", g.Value, "kpi", g.KPI, "group", g.Group, "period", g.Period, "bound", g.Bound)
	}
}
