package fact

// Metric families that facts add to.
const (
	familyCreated       = "helpdesk_tickets_created_total"
	familyCategories    = "helpdesk_ticket_categories_total"
	familyResolved      = "helpdesk_tickets_resolved_total"
	familyTouches       = "helpdesk_resolution_touches_total"
	familyReopened      = "helpdesk_tickets_reopened_total"
	familyVoided        = "helpdesk_tickets_voided_total"
	familyMoved         = "helpdesk_tickets_moved_total"
	familyMessages      = "helpdesk_messages_total"
	familyTopics        = "helpdesk_topics_first_seen_total"
	familyFirstResponse = "helpdesk_first_response_time_seconds"
	familyReply         = "helpdesk_reply_time_seconds"
	familyResolution    = "helpdesk_resolution_time_seconds"
	familyPhase         = "helpdesk_phase_time_seconds"
	familyPerTicket     = "helpdesk_ticket_messages"
	familyChecks        = "helpdesk_ticket_checks_total"
	familyOutcomes      = "helpdesk_sla_outcomes_total"
)

// families lists the labels of each family in the catalogue's order. It is never changed.
var families = map[string][]string{
	familyCreated:       {"source", "brand", "group", "channel", "priority", "origin"},
	familyCategories:    {"source", "brand", "group", "channel", "category", "change"},
	familyResolved:      {"source", "brand", "group", "channel", "category", "priority", "nth"},
	familyTouches:       {"source", "brand", "group", "channel", "by", "touches"},
	familyReopened:      {"source", "brand", "group", "channel", "category", "priority", "kind"},
	familyVoided:        {"source", "brand", "group", "channel", "origin", "reason", "change"},
	familyMoved:         {"source", "brand", "group", "to_group"},
	familyMessages:      {"source", "brand", "group", "channel", "direction", "author", "visibility", "hours"},
	familyTopics:        {"source", "brand", "group"},
	familyFirstResponse: {"source", "brand", "group", "channel", "priority", "clock"},
	familyReply:         {"source", "brand", "group", "channel", "priority", "clock"},
	familyResolution:    {"source", "brand", "group", "category", "priority", "clock", "stage"},
	familyPhase:         {"source", "brand", "group", "priority", "clock", "phase"},
	familyPerTicket:     {"source", "brand", "group", "category"},
	familyOutcomes:      {"source", "brand", "group", "policy", "target", "priority", "outcome"},
	familyChecks:        {"source", "brand", "group", "channel", "check", "window", "result"},
}

// labels are label values by name.
type labels map[string]string

// sample makes a sample of a family from labels valid at an instant and the pairs of name and value that
// only this family has.
func (l labels) sample(family string, count int64, pairs ...string) Sample {
	names := families[family]
	values := make([]string, len(names))
	for i, name := range names {
		values[i] = l[name]
		for p := 0; p+1 < len(pairs); p += 2 {
			if pairs[p] == name {
				values[i] = pairs[p+1]
			}
		}
	}
	return Sample{Family: family, Values: values, Count: count}
}
