package ledger_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// office is a schedule of Berlin's from Monday to Friday, with a holiday.
func office(t testing.TB, hours string) *calendar.Calendar {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	span, err := calendar.ParseSpan(hours)
	require.NoError(t, err)
	holiday, err := calendar.ParseDate("2026-03-04")
	require.NoError(t, err)
	rules := calendar.Rules{Location: berlin, Holidays: func(int) []calendar.Holiday { return []calendar.Holiday{{Date: holiday}} }}
	for d := time.Monday; d <= time.Friday; d++ {
		rules.Week[d] = []calendar.Span{span}
	}
	c, err := calendar.New(rules)
	require.NoError(t, err)
	return c
}

// everythingOn configures what facts can be made of: two policies with every target, all checks, schedules
// that differ by group, and periods.
func everythingOn(t testing.TB, c *ledger.Config) {
	t.Helper()
	early, late := office(t, "06:00-14:00"), office(t, "12:00-20:00")
	goal := func(d time.Duration) sla.Goal {
		return sla.Goal{Default: sla.Budget{Duration: d}, ByPriority: map[record.Priority]sla.Budget{record.PriorityHigh: {Duration: d / 3}}}
	}
	targets := func(unit time.Duration) map[sla.Target]sla.Goal {
		return map[sla.Target]sla.Goal{
			sla.FirstResponse: goal(unit), sla.NextResponse: goal(unit / 2), sla.PeriodicUpdate: goal(3 * unit),
			sla.Resolution: goal(5 * unit), sla.RequesterWait: goal(4 * unit), sla.AgentWork: goal(2 * unit),
		}
	}
	c.SLA = &sla.Rules{
		ReopenWork: 24 * time.Hour,
		Policies: []sla.Policy{
			{Name: "sales", Match: sla.Match{Group: []string{"Sales"}}, Objective: 0.9, Targets: targets(4 * time.Hour)},
			{Name: "rest", Match: sla.Match{Priority: []string{"normal", "high"}}, Objective: 0.9, Targets: targets(8 * time.Hour)},
		},
		Schedule: func(_, _ string, l sla.Labels) sla.Schedule {
			switch l.Group {
			case "Sales":
				return early
			case "Billing":
				return late
			}
			return nil
		},
	}
	checks := fact.DefaultChecks()
	c.Checks = checks.List()
	c.Periods = period.Calendar{Zone: early.Location(epoch), WeekStart: time.Monday, YearStart: time.January}
}

// daily writes what is counted by day, group and event.
func daily(s *ledger.SourceView) string {
	var b strings.Builder
	for _, day := range slices.Sorted(maps.Keys(s.Periods)) {
		for _, group := range slices.Sorted(maps.Keys(s.Periods[day])) {
			if counts := *s.Periods[day][group]; counts != (period.Counts{}) {
				fmt.Fprintln(&b, day, group, counts)
			}
		}
	}
	return b.String()
}
