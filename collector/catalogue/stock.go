package catalogue

// stock are the gauges of what there is now, computed from the full history.
func stock() []Family {
	families := []Family{
		{
			Name:   "helpdesk_tickets",
			Help:   "Unresolved tickets now. status: new, open, pending, hold, unknown.",
			Labels: desk("channel", "priority", "status"),
			Built:  true,
		},
		{
			Name: "helpdesk_tickets_older_than",
			Help: "Unresolved tickets created longer ago than the threshold, cumulative. " +
				"threshold_seconds: 0 (all), 14400, 86400, 259200, 604800, 1209600, 2592000.",
			Labels: desk("threshold_seconds"),
			Values: map[string][]string{
				"threshold_seconds": {"0", "14400", "86400", "259200", "604800", "1209600", "2592000"},
			},
			Built: true,
		},
		{
			Name:   "helpdesk_open_categories",
			Help:   "Unresolved tickets by category.",
			Labels: []string{"source", "group", "category"},
			Built:  true,
		},
		{
			Name:   "helpdesk_tickets_awaiting_reply",
			Help:   "Unresolved tickets whose oldest customer message has no agent reply.",
			Labels: desk("channel", "priority"),
			Built:  true,
		},
		{
			Name:   "helpdesk_tickets_unassigned",
			Help:   "Unresolved tickets without assignee.",
			Labels: desk("priority"),
			Built:  true,
		},
		{
			Name:   "helpdesk_oldest_awaiting_reply_timestamp_seconds",
			Help:   "When the longest waiting customer wrote; absent when none waits.",
			Labels: []string{"source", "group", "priority"},
			Built:  true,
		},
		{
			Name:   "helpdesk_oldest_unresolved_timestamp_seconds",
			Help:   "When the oldest unresolved ticket was created; absent when there is none.",
			Labels: []string{"source", "group", "priority"},
			Built:  true,
		},
		{
			Name:   "helpdesk_contacts_waiting",
			Help:   "Calls and chats waiting now.",
			Module: Voice,
			Labels: []string{"source", "group", "channel"},
		},
		{
			Name:   "helpdesk_longest_waiting_contact_timestamp_seconds",
			Help:   "When the longest waiting call or chat was offered; absent when none waits.",
			Module: Voice,
			Labels: []string{"source", "group", "channel"},
		},
		{
			Name:   "helpdesk_agents",
			Help:   "Agents by presence, where the source tells it. state: online, away, busy, offline.",
			Module: Agents,
			Labels: []string{"source", "group", "state"},
			Values: map[string][]string{"state": {"online", "away", "busy", "offline"}},
		},
		{
			Name:   "helpdesk_agents_active",
			Help:   "Distinct agents who replied publicly in the trailing window. window: 15m, 1h.",
			Labels: []string{"source", "group", "window"},
			Values: map[string][]string{"window": {"15m", "1h"}},
			Built:  true,
		},
		{
			Name:   "helpdesk_schedule_open",
			Help:   "1 inside the working hours of the schedule, else 0.",
			Labels: []string{"schedule"},
			Built:  true,
		},
		{
			Name:   "helpdesk_schedule_next_change_timestamp_seconds",
			Help:   "When the schedule opens or closes next.",
			Labels: []string{"schedule"},
			Built:  true,
		},
		{
			Name:   "helpdesk_requesters",
			Help:   "Distinct customers who wrote in the trailing window. window: 1d, 7d, 30d, 90d.",
			Labels: []string{"source", "window"},
			Values: map[string][]string{"window": {"1d", "7d", "30d", "90d"}},
			Built:  true,
		},
		{
			Name:   "helpdesk_customers",
			Help:   "Customers of the last full window, for retention. state: start, end, new, retained.",
			Module: Shop,
			Labels: []string{"source", "window", "state"},
			Values: map[string][]string{"state": {"start", "end", "new", "retained"}},
		},
		{
			Name:   "helpdesk_topic_first_seen_timestamp_seconds",
			Help:   "When the first ticket of a topic was created, for the newest 20 topics; only with topic labels switched on.",
			Module: Topics,
			Labels: []string{"source", "topic"},
		},
		{
			Name:   "helpdesk_topic_tickets",
			Help:   "Tickets of a topic since it was first seen, for the newest 20 topics; only with topic labels switched on.",
			Module: Topics,
			Labels: []string{"source", "topic"},
		},
		{
			Name: "helpdesk_period_events",
			Help: "Events by event time in calendar periods of the reporting zone, corrections taken out. " +
				"period: day, week, month, quarter. which: current, previous.",
			Labels: []string{"source", "group", "event", "period", "which"},
			Values: map[string][]string{"event": {
				"created", "resolved", "first_resolved", "reopened", "messages_in", "messages_out", "first_responses",
				"replies", "sla_met", "sla_breached", "converted", "surveys_sent", "survey_answers",
				"unresolved_at_end", "created_still_unresolved", "first_response_seconds", "reply_seconds",
				"resolution_seconds",
			}},
			Built: true,
		},
		{
			Name:   "helpdesk_goal",
			Help:   "Configured goals; without group for a goal of the whole desk. bound: at_most, at_least.",
			Labels: []string{"kpi", "group", "period", "bound"},
			Values: map[string][]string{"bound": {"at_most", "at_least"}},
			Built:  true,
		},
	}
	return gauges(families, Core)
}

// gauges completes families that are gauges of a module unless they say otherwise.
func gauges(families []Family, module Module) []Family {
	for i := range families {
		if families[i].Type == Counter {
			families[i].Type = Gauge
		}
		if families[i].Module == "" {
			families[i].Module = module
		}
	}
	return families
}
