package catalogue

// durationBuckets are one set for all duration families, from 5 s to 30 d. SLA targets are not added:
// attainment comes from helpdesk_sla_outcomes_total.
func durationBuckets() []float64 {
	return []float64{
		5, 10, 20, 30, 60, 300, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400, 172800, 259200, 432000,
		604800, 1209600, 2592000,
	}
}

// durations are the histograms of the desk.
func durations() []Family {
	families := []Family{
		{
			Name:   "helpdesk_first_response_time_seconds",
			Help:   "Time from the creation of a customer's ticket to its first public human reply.",
			Labels: desk("channel", "priority", "clock"),
			Built:  true,
		},
		{
			Name:   "helpdesk_reply_time_seconds",
			Help:   "Time from the oldest unanswered customer message to the next public human reply, for every reply round, the first included.",
			Labels: desk("channel", "priority", "clock"),
			Built:  true,
		},
		{
			Name: "helpdesk_resolution_time_seconds",
			Help: "Time from creation to solve. stage first: to the first solve, observed then. " +
				"stage final: to the last solve, observed when the reopen window has passed or at close.",
			Labels: desk("category", "priority", "clock", "stage"),
			Values: map[string][]string{"stage": {"first", "final"}},
			Built:  true,
		},
		{
			Name: "helpdesk_phase_time_seconds",
			Help: "Time a ticket spent in each phase, all four observed together when its resolution is final, zeros included. " +
				"phase: new, open (unknown too), pending, hold.",
			Labels: desk("priority", "clock", "phase"),
			Values: map[string][]string{"phase": {"new", "open", "pending", "hold"}},
			Built:  true,
		},
		{
			Name:   "helpdesk_handle_time_seconds",
			Help:   "Agent effort per ticket or contact as the vendor measures it: talk, hold and wrap-up, or work logs.",
			Module: Voice,
			Labels: desk("channel", "category"),
		},
		{
			Name:     "helpdesk_queue_wait_time_seconds",
			Help:     "Wait of calls and chats until answered or abandoned.",
			Module:   Voice,
			Labels:   desk("channel", "outcome"),
			Siblings: map[string][]string{"outcome": {"answered", "abandoned"}},
		},
		{
			Name:    "helpdesk_ticket_messages",
			Help:    "Public messages per ticket, observed when its resolution is final.",
			Labels:  desk("category"),
			Buckets: []float64{1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50},
			Built:   true,
		},
	}
	for i := range families {
		f := &families[i]
		f.Type, f.Native = Histogram, true
		if f.Module == "" {
			f.Module = Core
		}
		if f.Buckets == nil {
			f.Buckets = durationBuckets()
		}
	}
	return families
}
