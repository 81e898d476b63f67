package catalogue

// sla are the gauges of the open SLA clocks.
func sla() []Family {
	return gauges([]Family{
		{
			Name:   "helpdesk_sla_clocks",
			Help:   "Open SLA clocks. state: running, paused, breached (and still not fulfilled).",
			Labels: desk("policy", "target", "priority", "state"),
			Values: map[string][]string{"state": {"running", "paused", "breached"}},
			Built:  true,
		},
		{
			Name: "helpdesk_sla_due_within",
			Help: "Running, unbreached SLA clocks due within the horizon of real time, cumulative. " +
				"horizon: 15m, 30m, 1h, 4h, 1d, today (the end of the reporting day).",
			Labels: desk("policy", "target", "priority", "horizon"),
			Values: map[string][]string{"horizon": {"15m", "30m", "1h", "4h", "1d", "today"}},
			Built:  true,
		},
		{
			Name:   "helpdesk_sla_next_due_timestamp_seconds",
			Help:   "Earliest due instant among the running, unbreached SLA clocks; absent when there is none.",
			Labels: desk("policy", "target", "priority"),
			Built:  true,
		},
		{
			Name:   "helpdesk_sla_ticket_due_timestamp_seconds",
			Help:   "Due instants of the most urgent tickets, so that a page can name the ticket; only when switched on.",
			Module: SLA,
			Labels: []string{"source", "policy", "target", "priority", "ticket"},
			Built:  true,
		},
		{
			Name:   "helpdesk_sla_objective_ratio",
			Help:   "Configured attainment objective.",
			Labels: []string{"source", "policy", "target"},
			Built:  true,
		},
	}, Core)
}

// info are the gauges that are always 1 and carry configuration in their labels.
func info() []Family {
	return gauges([]Family{
		{
			Name:   "helpdesk_source_info",
			Help:   "1 for each configured source; url leads into the helpdesk.",
			Labels: []string{"source", "preset", "url"},
			Built:  true,
		},
		{
			Name:   "helpdesk_group_schedule_info",
			Help:   "1 for the schedule that applies to a group.",
			Labels: []string{"source", "group", "schedule"},
			Built:  true,
		},
	}, Core)
}
