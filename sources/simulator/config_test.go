package simulator_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
)

func TestConfig(t *testing.T) {
	rules := simulator.Rules{
		Schedules: []simulator.Schedule{{
			Name: "office", Zone: "Europe/Rome", Week: simulator.Workweek(time.Monday, time.Tuesday, "09:00-13:00", "14:00-18:00"),
			Days: map[string][]string{"2026-12-24": {"09:00-12:00"}}, Holidays: []string{"2026-12-25", "2026-12-26"},
		}},
		TeamSchedules: map[string]string{"Returns": "office"},
		Policies: []simulator.Policy{{
			Name: "standard", Channels: []string{"email", "form"}, Objective: 0.95,
			Targets: map[string]simulator.Target{
				"next_response": {Default: 24 * time.Hour, Calendar: true},
				"resolution":    {Default: 8 * time.Hour, ByPriority: map[string]time.Duration{"urgent": 90 * time.Minute}, PauseOn: []string{"pending"}},
			},
		}},
		Goals: []simulator.Goal{
			{KPI: "unresolved", Period: "month", Bound: "at_most", Value: 40, Group: "Returns"},
			{KPI: "sla_met", Period: "day", Bound: "at_least", Value: 0.9},
		},
	}
	require.Equal(t, `schedules:
  - name: "office"
    timezone: Europe/Rome
    hours: {mon: ["09:00-13:00", "14:00-18:00"], tue: ["09:00-13:00", "14:00-18:00"]}
    shifts: {"2026-12-24": ["09:00-12:00"]}
    holidays: {dates: {"2026-12-25": holiday, "2026-12-26": holiday}}
teams:
  - {name: "Returns", match: {group: ["Returns"]}, schedule: "office"}
sla:
  - name: "standard"
    match: {channel: ["email", "form"]}
    objective: 0.95
    targets:
      next_response: {default: 24h, clock: calendar}
      resolution: {default: 8h, by_priority: {urgent: 1h30m}, pause_on: ["pending"]}
goals:
  - {kpi: unresolved, at_most: 40, period: month, group: "Returns"}
  - {kpi: sla_met, at_least: 0.9, period: day}
`, rules.Config())
}
