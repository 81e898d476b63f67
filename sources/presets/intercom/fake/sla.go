package fake

import "time"

// target is the first reply that the SLA of urgent conversations asks for, by the calendar; slaName is that of
// the workspace's only SLA.
const (
	target  = time.Hour
	slaName = "Urgent: first reply within an hour"
)

// urgent tells whether the SLA is applied to a conversation: to those of customers that were urgent from the
// beginning.
func (s *story) urgent() bool {
	return s.source.deliveredAs == customerInitiated && before(s.ticket, "priority", s.ticket.Priority) == "p1"
}

// sla is the SLA applied to a conversation. It is missed only when a teammate replies late, not when the time is
// over.
//
// Source: sla_applied in the OpenAPI description.
func (e *entry) sla() any {
	if !e.urgent() {
		return nil
	}
	status := "active"
	if !e.stats.firstAdmin.IsZero() {
		status = "hit"
		if e.stats.firstAdmin.Sub(e.ticket.Created) > target {
			status = "missed"
		}
	}
	return object{"type": "conversation_sla_summary", "sla_name": slaName, "sla_status": status}
}

// slaParts tells when the SLA was applied and when it was missed.
//
// Source: conversation_sla_applied_by_rule and conversation_sla_target_missed in
// https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/0/api.intercom.io.yaml and in
// https://developers.intercom.com/docs/references/2.15/changelog.
func (w *teller) slaParts() {
	if !w.urgent() {
		return
	}
	w.add(&part{
		id: partID(w.ticket.Created, w.ticket.ID, 7), kind: partSLA, at: w.ticket.Created, author: operator(), follows: true,
		details: func(flavour) object {
			return object{"sla_name": slaName, "sla_definition": object{
				"first_reply_time": int(target / time.Second), "next_reply_time": nil, "resolution_time": nil, "time_to_close": nil,
			}}
		},
	})
	for _, p := range w.parts {
		if p.author.kind != "admin" || !p.spoken() {
			continue
		}
		if p.at.Sub(w.ticket.Created) > target {
			w.add(&part{
				id: partID(p.at, w.ticket.ID, 5), kind: partSLAMissed, at: p.at, author: operator(), follows: true,
				details: func(flavour) object {
					return object{
						"sla_name": slaName, "sla_target_type": "first_reply_time", "current_sla_status": "missed",
						"sla_states": object{"first_reply_time": object{"status": "missed", "seconds_remaining": nil}},
					}
				},
			})
		}
		return
	}
}
