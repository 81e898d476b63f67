package sla

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/record"
)

// Desk is what the policies are checked against.
type Desk struct {
	// Sources and Categories are the configured names; nil is not checked.
	Sources    []string
	Categories []string
	// Team gives the value of the label group for a group of the helpdesk; nil is not checked.
	Team func(group string) string
	// Schedules by name. A policy that names none may have any of them, through a team or a source.
	Schedules map[string]Schedule
	// Now is when budgets are tried out.
	Now time.Time
}

const (
	maxName = 120 // runes
	reach   = 2   // years within which a budget must be used up
)

// checker collects the problems of a block.
type checker struct {
	desk     *Desk
	path     string
	problems []yamlfile.Problem
}

func (c *checker) fail(path, format string, args ...any) {
	c.problems = append(c.problems, yamlfile.Problem{
		Path: yamlfile.JoinPath(c.path, path), Message: fmt.Sprintf(format, args...),
	})
}

// failIf is fail for rules that need no more than their condition.
func (c *checker) failIf(broken bool, path, format string, args ...any) {
	if broken {
		c.fail(path, format, args...)
	}
}

// Validate returns everything that is wrong with the block.
func (c Config) Validate(desk Desk) []yamlfile.Problem {
	check := &checker{desk: &desk}
	if c.short {
		check.short(&c.Policies[0])
		return check.problems
	}
	first := map[string]int{}
	for i := range c.Policies {
		p := &c.Policies[i]
		check.path = "[" + strconv.Itoa(i) + "]"
		check.policy(p)
		before, twice := first[p.Name]
		check.failIf(twice && p.Name != "", "name", "%q is taken by policy %d: choose another name", p.Name, before+1)
		if !twice {
			first[p.Name] = i
		}
		check.failIf(shadowed(c.Policies, i), "match",
			"can never apply, because the policies before it take every ticket: move it up, or narrow those")
	}
	return check.problems
}

func (c *checker) short(p *Policy) {
	reply, replies := p.Targets[FirstResponse]
	resolution, resolves := p.Targets[Resolution]
	c.failIf(!replies && !resolves, "", "empty: give reply, resolution or both, or a list of policies")
	if replies {
		c.budget(p, &reply, "reply", reply.Default)
	}
	if resolves {
		c.budget(p, &resolution, "resolution", resolution.Default)
	}
}

func (c *checker) policy(p *Policy) {
	c.failIf(p.Name == "", "name", "missing: name the policy; the name is a label")
	c.failIf(p.Name != strings.TrimSpace(p.Name), "name", "has white space around it: remove it")
	c.failIf(len([]rune(p.Name)) > maxName, "name", "longer than %d characters: shorten it", maxName)
	c.failIf(!(p.Objective > 0 && p.Objective <= 1), "objective", "%v is not above 0 and at most 1: write 0.95 or 95%%", p.Objective)
	c.failIf(p.From != "" && p.From != FromVendor, "from", "%q is unknown: use vendor, or leave it out", p.From)
	c.failIf(p.Reopen != "" && p.Reopen != ReopenNew && p.Reopen != ReopenResume, "reopen", "%q is unknown: use new or resume", p.Reopen)
	c.match(&p.Match)
	if p.From == FromVendor {
		for _, own := range []struct {
			path string
			set  bool
		}{
			{"schedule", p.Schedule != ""},
			{"solve_counts_as_reply", p.SolveCountsAsReply},
			{"reopen", p.Reopen != ""},
			{"targets", p.Targets != nil},
		} {
			c.failIf(own.set, own.path, "the vendor's clocks are taken as they are: remove it, or remove from")
		}
		return
	}
	_, known := c.desk.Schedules[p.Schedule]
	c.failIf(p.Schedule != "" && p.Schedule != AlwaysOpen && !known, "schedule", "no schedule %q; there are: %s",
		p.Schedule, strings.Join(append(slices.Sorted(maps.Keys(c.desk.Schedules)), AlwaysOpen), ", "))
	c.failIf(len(p.Targets) == 0, "targets", "missing: give at least one of %s", strings.Join(words(Targets()), ", "))
	for _, target := range slices.Sorted(maps.Keys(p.Targets)) {
		g := p.Targets[target]
		c.goal(p, target, &g)
	}
}

func (c *checker) match(m *Match) {
	names := map[string][]string{"source": c.desk.Sources, "category": c.desk.Categories}
	if c.desk.Categories != nil {
		names["category"] = append([]string{"none", "other"}, c.desk.Categories...)
	}
	for _, condition := range m.conditions() {
		allowed := condition.words
		if allowed == nil {
			allowed = names[condition.name]
		}
		for i, value := range condition.list {
			path := fmt.Sprintf("match.%s[%d]", condition.name, i)
			switch {
			case strings.TrimSpace(value) == "":
				c.fail(path, "empty: give a name, or remove it")
			case allowed != nil && !matchesOne(allowed, value):
				c.fail(path, "no %s %q; there are: %s", condition.name, value, strings.Join(allowed, ", "))
			case condition.name == "group" && c.desk.Team != nil && !strings.EqualFold(c.desk.Team(value), value):
				c.fail(path, "no ticket has it: the group %q is of the team %q; write the team's name", value, c.desk.Team(value))
			}
		}
	}
}

func (c *checker) goal(p *Policy, target Target, g *Goal) {
	path := "targets." + string(target)
	if !slices.Contains(Targets(), target) {
		c.fail(path, "no target %q; there are: %s", string(target), strings.Join(words(Targets()), ", "))
		return
	}
	c.failIf(g.Clock != "" && g.Clock != ClockBusiness && g.Clock != ClockCalendar, path+".clock", "%q is unknown: use business or calendar", g.Clock)
	c.failIf(g.Clock == ClockBusiness && p.Schedule == "" && len(c.desk.Schedules) == 0, path+".clock", "there is no schedule for business time: add one, or use calendar")
	c.failIf(g.Start != "" && target != NextResponse, path+".start", "is an option of next_response: remove it")
	c.failIf(g.Start != "" && g.Start != StartAnyMessage && g.Start != StartAfterFirstResponse, path+".start",
		"%q is unknown: use %s or %s", g.Start, StartAnyMessage, StartAfterFirstResponse)
	for i, s := range g.PauseOn {
		// A solved or void ticket has no clock, and a status that nobody has mapped must not stop one.
		pausing := []record.Status{record.StatusNew, record.StatusOpen, record.StatusPending, record.StatusHold}
		c.failIf(!slices.Contains(pausing, s), fmt.Sprintf("%s.pause_on[%d]", path, i),
			"no status %q in which a clock could pause; there are: %s", string(s), strings.Join(words(pausing), ", "))
	}
	if g.Default.isZero() {
		c.fail(path+".default", "missing: give the time for every priority that by_priority does not name")
	} else {
		c.budget(p, g, path+".default", g.Default)
	}
	for _, priority := range slices.Sorted(maps.Keys(g.ByPriority)) {
		here := path + ".by_priority." + string(priority)
		c.failIf(!slices.Contains(record.Priorities(), priority), here, "no priority %q; there are: %s", string(priority), strings.Join(words(record.Priorities()), ", "))
		c.budget(p, g, here, g.ByPriority[priority])
	}
}

// budget checks a time against the clock it is measured by.
func (c *checker) budget(p *Policy, g *Goal, path string, b Budget) {
	schedules, known := c.schedules(p, g)
	switch {
	case b.isZero():
		c.fail(path, "must be longer than 0")
	case !known:
	case b.WorkingDays > 0 && len(schedules) == 0:
		c.fail(path, "%s are working days, but the clock has no schedule: write %dd, or let a schedule apply", b, b.WorkingDays)
	case b.days && len(schedules) > 0:
		days := int(b.Duration / (24 * time.Hour))
		if days%7 == 0 {
			days = days / 7 * 5
		}
		c.fail(path, "%s is not clear in business time: write %dh or %dbd, or clock: calendar", b, 8*days, days)
	default:
		for _, name := range slices.Sorted(maps.Keys(schedules)) {
			if !c.reachable(schedules[name], b) {
				c.fail(path, "%s is not over within %d years of the schedule %q: shorten it", b, reach, name)
				break
			}
		}
	}
}

// schedules are those on which a goal may run: none where its clock is that of the calendar. They are not
// known where the policy names one that does not exist.
func (c *checker) schedules(p *Policy, g *Goal) (schedules map[string]Schedule, known bool) {
	switch s, known := c.desk.Schedules[p.Schedule]; {
	case g.Clock == ClockCalendar || p.Schedule == AlwaysOpen:
		return nil, true
	case p.Schedule == "":
		return c.desk.Schedules, true
	default:
		return map[string]Schedule{p.Schedule: s}, known
	}
}

func (c *checker) reachable(s Schedule, b Budget) bool {
	var end time.Time
	var ok bool
	if b.WorkingDays > 0 {
		end, ok = s.AddDays(c.desk.Now, b.WorkingDays)
	} else {
		end, ok = s.Add(c.desk.Now, b.Duration)
	}
	return ok && !end.After(c.desk.Now.AddDate(reach, 0, 0))
}
