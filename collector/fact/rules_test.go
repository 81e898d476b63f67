package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/collector/sla"
)

// weekdays is a schedule of UTC from Monday to Friday.
func weekdays(t testing.TB, hours string) *calendar.Calendar {
	t.Helper()
	span, err := calendar.ParseSpan(hours)
	require.NoError(t, err)
	rules := calendar.Rules{Location: time.UTC}
	for d := time.Monday; d <= time.Friday; d++ {
		rules.Week[d] = []calendar.Span{span}
	}
	c, err := calendar.New(rules)
	require.NoError(t, err)
	return c
}

// byGroup applies a schedule to each group.
func byGroup(schedules map[string]*calendar.Calendar) func(string, string, sla.Labels) sla.Schedule {
	return func(_, _ string, l sla.Labels) sla.Schedule {
		if c := schedules[l.Group]; c != nil {
			return c
		}
		return nil
	}
}

// businesslike adds to rules two policies with every target, all checks, and schedules of two of the groups.
func businesslike(t testing.TB, rules *Rules) *Rules {
	t.Helper()
	targets := func(unit time.Duration) map[sla.Target]sla.Goal {
		all := map[sla.Target]sla.Goal{}
		for i, target := range sla.Targets() {
			all[target] = sla.Goal{Default: sla.Budget{Duration: time.Duration(i+1) * unit}}
		}
		return all
	}
	checks := DefaultChecks()
	rules.Checks = checks.List()
	rules.Clocks.Business = true
	rules.SLA = &sla.Rules{
		ReopenWork: rules.ReopenWork,
		Policies: []sla.Policy{
			{Name: "support", Match: sla.Match{Group: []string{"Support"}}, Targets: targets(time.Hour)},
			{Name: "delivery", Match: sla.Match{Category: []string{"delivery", "payment"}}, Reopen: sla.ReopenResume, Targets: targets(5 * time.Hour)},
		},
		Schedule: byGroup(map[string]*calendar.Calendar{"Support": weekdays(t, "09:00-17:00"), "Billing": weekdays(t, "12:00-20:00")}),
	}
	return rules
}
