package sla_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// at reads "02 09:30" or "02 09:30:15" as a time of March 2026. The 2nd is a Monday.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	layout := "2006-01-02 15:04"
	if strings.Count(s, ":") == 2 {
		layout += ":05"
	}
	when, err := time.Parse(layout, "2026-03-"+s)
	require.NoError(t, err)
	return when
}

// office is open from Monday to Friday, from one hour of UTC to another. It steps from day to day, in the
// plainest way there is.
type office struct{ opens, closes int }

func (o *office) days(from time.Time) (opens, closes time.Time) {
	day := from.Truncate(24 * time.Hour)
	opens = day.Add(time.Duration(o.opens) * time.Hour)
	closes = day.Add(time.Duration(o.closes) * time.Hour)
	if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		closes = opens
	}
	return opens, closes
}

func (o *office) Within(from, to time.Time) time.Duration {
	var sum time.Duration
	for day := from.Truncate(24 * time.Hour); day.Before(to); day = day.Add(24 * time.Hour) {
		opens, closes := o.days(day)
		if opens.Before(from) {
			opens = from
		}
		if closes.After(to) {
			closes = to
		}
		sum += max(0, closes.Sub(opens))
	}
	return sum
}

func (o *office) Add(from time.Time, d time.Duration) (time.Time, bool) {
	for day, n := from, 0; n < 800; day, n = day.Truncate(24*time.Hour).Add(24*time.Hour), n+1 {
		opens, closes := o.days(day)
		if opens.Before(from) {
			opens = from
		}
		if open := closes.Sub(opens); open > 0 {
			if d <= open {
				return opens.Add(d), true
			}
			d -= open
		}
	}
	return time.Time{}, false
}

func (o *office) AddDays(from time.Time, n int) (time.Time, bool) {
	return o.Add(from, time.Duration(n*(o.closes-o.opens))*time.Hour)
}

// shortFriday is open from Monday to Thursday 09:00-17:00, on Friday until 13:00.
func shortFriday(t testing.TB) *calendar.Calendar {
	t.Helper()
	rules := calendar.Rules{Location: time.UTC}
	for day := time.Monday; day <= time.Thursday; day++ {
		rules.Week[day] = []calendar.Span{{From: 9 * 3600, To: 17 * 3600}}
	}
	rules.Week[time.Friday] = []calendar.Span{{From: 9 * 3600, To: 13 * 3600}}
	c, err := calendar.New(rules)
	require.NoError(t, err)
	return c
}

// story is a test of what a timeline comes to.
type story struct {
	name     string
	policies []sla.Policy
	ticket   sla.Timeline
	// want are the outcomes: key, state, instant, policy, priority.
	want []string
}

func (s story) run(t *testing.T) {
	t.Helper()
	t.Run(s.name, func(t *testing.T) {
		require.Equal(t, s.want, outcomes(rules(s.policies...).Evaluate(&s.ticket)))
	})
}

// rules know the schedules "day" 09:00-17:00, "late" 12:00-20:00, and that the group "night" works always.
func rules(policies ...sla.Policy) *sla.Rules {
	day, late := &office{9, 17}, &office{12, 20}
	return &sla.Rules{
		Policies:   policies,
		ReopenWork: 24 * time.Hour,
		Schedule: func(name, _ string, l sla.Labels) sla.Schedule {
			switch {
			case name == "late" || name == "" && l.Group == "late":
				return late
			case name == "" && l.Group == "night":
				return nil
			}
			return day
		},
	}
}

func outcomes(clocks []sla.Clock) []string {
	all := []sla.Outcome{}
	for _, c := range clocks {
		all = append(all, c.Outcomes...)
	}
	slices.SortFunc(all, func(a, b sla.Outcome) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Key, b.Key)) })
	lines := make([]string, len(all))
	for i, o := range all {
		layout := "02 15:04"
		if o.At.Second() != 0 {
			layout = "02 15:04:05"
		}
		lines[i] = fmt.Sprintf("%s %s %s %s", o.Key, o.State, o.At.Format(layout), o.Policy)
		if o.Labels.Priority != "" {
			lines[i] += "/" + string(o.Labels.Priority)
		}
	}
	return lines
}

// states are the clocks that are open at an instant: target, state and due instant.
func states(clocks []sla.Clock, when time.Time) []string {
	lines := []string{}
	for i := range clocks {
		c := &clocks[i]
		if !c.Open(when) {
			continue
		}
		line := fmt.Sprintf("%s/%s %s", c.Target, c.Cycle, c.State(when))
		if !c.Due.IsZero() {
			line += " " + c.Due.Format("02 15:04")
		}
		lines = append(lines, line)
	}
	return lines
}

func hours(n float64) sla.Budget { return sla.Budget{Duration: time.Duration(n * float64(time.Hour))} }

// gold has the targets given, on the calendar clock.
func gold(targets map[sla.Target]sla.Goal) sla.Policy {
	return sla.Policy{Name: "gold", Schedule: sla.AlwaysOpen, Targets: targets}
}

func only(target sla.Target, budget sla.Budget) map[sla.Target]sla.Goal {
	return map[sla.Target]sla.Goal{target: {Default: budget}}
}

func customer(when time.Time, id string) sla.Event {
	return sla.Event{At: when, Kind: sla.CustomerMessage, ID: id}
}

func agent(when time.Time, id string) sla.Event {
	return sla.Event{At: when, Kind: sla.AgentMessage, ID: id}
}

func status(when time.Time, s record.Status) sla.Event {
	return sla.Event{At: when, Kind: sla.StatusChanged, Status: s}
}

func labels(when time.Time, l sla.Labels) sla.Event {
	return sla.Event{At: when, Kind: sla.LabelsChanged, Labels: l}
}

// ticket was opened by a customer on Monday the 2nd at 09:00.
func ticket(t testing.TB, events ...sla.Event) sla.Timeline {
	t.Helper()
	return sla.Timeline{
		Source: "shop", Created: at(t, "02 09:00"), Origin: record.OriginCustomer, Status: record.StatusNew,
		Events: events,
	}
}
