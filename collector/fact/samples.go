package fact

import "slices"

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

// labels are the label values of a ticket at an instant.
type labels struct {
	source, brand, group, channel, priority, category, origin string
}

// value is the value of a label by its name, empty for one that only some family has.
func (l *labels) value(name string) string {
	switch name {
	case "source":
		return l.source
	case "brand":
		return l.brand
	case "group":
		return l.group
	case "channel":
		return l.channel
	case "priority":
		return l.priority
	case "category":
		return l.category
	case "origin":
		return l.origin
	}
	return ""
}

// sample makes a sample of a family from labels valid at an instant and the pairs of name and value that
// only this family has.
func (l labels) sample(family string, count int64, pairs ...string) Sample {
	names := families[family]
	values := make([]string, len(names))
	for i, name := range names {
		values[i] = l.value(name)
	}
	for p := 0; p+1 < len(pairs); p += 2 {
		if i := slices.Index(names, pairs[p]); i >= 0 {
			values[i] = pairs[p+1]
		}
	}
	return Sample{Family: family, Values: values, Count: count}
}
