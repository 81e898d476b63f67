package past

import (
	"time"

	"helpdesk_exporter/sources/simulator"
)

// promises are the exporter's configuration as the desk's truth has to know it, too. They are what the desk can keep: the
// demo promises more than its desk keeps, and a desk that runs faster than life has neither nights nor Sundays.
// Marketplace has no schedule: its promises are in calendar time.
func promises() simulator.Rules {
	weekdays := func(name string, hours ...string) simulator.Schedule {
		return simulator.Schedule{
			Name: name, Zone: "UTC", Week: simulator.Workweek(time.Monday, time.Friday, hours...), Holidays: simulator.ItalianHolidays(Begin().Year()),
		}
	}
	long := weekdays("long", "08:00-20:00")
	long.Week[time.Saturday] = []string{"09:00-15:00"}
	const hour = time.Hour
	answers := simulator.Target{Default: 8 * hour, ByPriority: map[string]time.Duration{"urgent": 2 * hour, "high": 4 * hour}}
	aDay := simulator.Target{Default: 24 * hour, Calendar: true}
	return simulator.Rules{
		Source: "desk", Zone: "UTC",
		Schedules:     []simulator.Schedule{weekdays("office", "09:00-13:00", "14:00-18:00"), weekdays("billing", "09:00-17:00"), long},
		TeamSchedules: map[string]string{"Returns": "office", "Billing": "billing", "Delivery": "long"},
		Policies: []simulator.Policy{
			{
				Name: "marketplace", Channels: []string{"marketplace"}, Objective: 0.9,
				Targets: map[string]simulator.Target{"first_response": aDay, "next_response": aDay},
			},
			{
				Name: "standard", Objective: 0.9,
				Targets: map[string]simulator.Target{
					"first_response": answers, "next_response": answers,
					"resolution": {Default: 24 * hour, ByPriority: map[string]time.Duration{"urgent": 8 * hour}, PauseOn: []string{"pending"}},
				},
			},
		},
		Goals: []simulator.Goal{
			{KPI: "unresolved", Period: "month", Bound: "at_most", Value: 250},
			{KPI: "unresolved", Group: "Delivery", Period: "month", Bound: "at_most", Value: 80},
			{KPI: "unresolved", Group: "Returns", Period: "month", Bound: "at_most", Value: 70},
			{KPI: "sla_met", Period: "month", Bound: "at_least", Value: 0.9},
			{KPI: "sla_met", Group: "Delivery", Period: "month", Bound: "at_least", Value: 0.95},
			{KPI: "reopen_rate", Period: "month", Bound: "at_most", Value: 0.1},
		},
	}
}
