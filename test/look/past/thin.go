package past

import (
	"slices"
	"strings"
)

// rule says what is stored of a family: weeks of every series would be gigabytes of text.
type rule struct {
	// apart are labels that the stored series keep, although others are summed over them.
	apart []string
	// only are values of labels that pages ask for; series with others are left out.
	only map[string][]string
	// out leaves out the family: no page asks for it.
	out bool
}

// summed are the labels over which series are summed, unless the family keeps them apart. A sum that grows is a counter as
// good as its parts; of timestamps the earliest counts.
func summed() []string { return []string{"priority"} }

// rules are the families of which not all is stored, or more than of others.
func rules() map[string]rule {
	byPriority := rule{apart: []string{"priority"}}
	calendar := map[string][]string{"clock": {"calendar"}}
	return map[string]rule{
		"helpdesk_tickets_created_total":                 byPriority,
		"helpdesk_tickets_resolved_total":                byPriority,
		"helpdesk_sla_outcomes_total":                    byPriority,
		"helpdesk_sla_clocks":                            byPriority,
		"helpdesk_sla_due_within":                        byPriority,
		"helpdesk_sla_next_due_timestamp_seconds":        byPriority,
		"helpdesk_first_response_time_seconds":           {only: calendar},
		"helpdesk_reply_time_seconds":                    {only: calendar},
		"helpdesk_phase_time_seconds":                    {only: calendar},
		"helpdesk_resolution_time_seconds":               {apart: []string{"priority"}, only: map[string][]string{"clock": {"calendar"}, "stage": {"first"}}},
		"helpdesk_period_events":                         {only: map[string][]string{"event": {"sla_breached", "created", "resolved"}}},
		"helpdesk_ticket_messages":                       {out: true},
		"helpdesk_exporter_stream_poll_duration_seconds": {out: true}, // it tells how fast this machine is
		"helpdesk_requesters":                            {out: true},
		"helpdesk_topics_first_seen_total":               {out: true},
		"helpdesk_ticket_checks_total":                   {only: map[string][]string{"check": {"acknowledged", "answered", "resolved"}}},
	}
}

// thin returns the labels of the series to which a series is added, names and values by turns, sorted; ok is false for one
// that is left out. labels are those of the series, by name.
func thin(family string, labels map[string]string) (kept []string, ok bool) {
	r := rules()[family]
	if r.out {
		return nil, false
	}
	for name, values := range r.only {
		if !slices.Contains(values, labels[name]) {
			return nil, false
		}
	}
	names := make([]string, 0, len(labels))
	for name := range labels {
		if !slices.Contains(summed(), name) || slices.Contains(r.apart, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		kept = append(kept, name, labels[name])
	}
	return kept, true
}

// earliest tells whether the least of several series counts, not their sum.
func earliest(family string) bool { return strings.HasSuffix(family, "_timestamp_seconds") }
