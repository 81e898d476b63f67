package fake

import (
	"net/http"
	"strings"
	"time"
)

func (s *Server) made() stamp { return stamp(s.o.Tape.Begin.Add(-500 * 24 * time.Hour)) }

// object is a thing of the account's settings.
type object map[string]any

// listPolicies serves https://developers.freshdesk.com/api/#list_all_sla_policies
func listPolicies(w http.ResponseWriter, r *request) {
	target := object{}
	for priority, name := range map[int]string{1: "priority_1", 2: "priority_2", 3: "priority_3", 4: "priority_4"} {
		respond, resolve := targets(priority)
		target[name] = object{
			"respond_within": int(respond.Seconds()), "resolve_within": int(resolve.Seconds()), "business_hours": false, "escalation_enabled": true,
		}
	}
	list(w, r, []object{{
		"id": 82000020001, "name": "Default SLA Policy", "description": "For all tickets", "active": true, "is_default": true,
		"position": 1, "sla_target": target, "applicable_to": object{}, "escalation": object{"response": nil, "resolution": nil},
		"created_at": r.s.made(), "updated_at": r.s.made(),
	}}, same)
}

func same(o object) object { return o }

// listBusinessHours serves https://developers.freshdesk.com/api/#list_all_business_hours
func listBusinessHours(w http.ResponseWriter, r *request) {
	list(w, r, []object{r.s.businessHours()}, same)
}

// viewBusinessHours serves https://developers.freshdesk.com/api/#view_a_business_hour
func viewBusinessHours(w http.ResponseWriter, r *request) {
	if id, _ := r.id(); id != businessHourID {
		notFound(w)
		return
	}
	write(w, http.StatusOK, r.s.businessHours())
}

func (s *Server) businessHours() object {
	days := object{}
	for _, day := range []string{"monday", "tuesday", "wednesday", "thursday", "friday"} {
		days[day] = object{"start_time": "09:00:00 am", "end_time": "06:00:00 pm"}
	}
	return object{
		"id": businessHourID, "name": "Default", "description": "Office", "time_zone": "Rome", "is_default": true,
		"business_hours": days, "created_at": s.made(), "updated_at": s.made(),
	}
}

// listEmailConfigs serves https://developers.freshdesk.com/api/#list_all_email_configs
func listEmailConfigs(w http.ResponseWriter, r *request) {
	var rows []object
	for _, b := range r.s.o.Tape.Brands {
		rows = append(rows, object{
			"id": emailConfigID(b.ID), "name": b.Name, "product_id": productID(b.ID), "to_email": supportEmail(b.ID),
			"reply_email": supportEmail(b.ID), "group_id": nil, "primary_role": true, "active": true,
			"created_at": r.s.made(), "updated_at": r.s.made(),
		})
	}
	list(w, r, rows, same)
}

// listRoles serves https://developers.freshdesk.com/api/#list_all_roles
func listRoles(w http.ResponseWriter, r *request) {
	list(w, r, []object{{
		"id": 82000040004, "name": "Agent", "description": "Works on tickets", "default": true, "agent_type": 1,
		"created_at": r.s.made(), "updated_at": r.s.made(),
	}}, same)
}

// listRules serves https://developers.freshdesk.com/api/#automations
func listRules(w http.ResponseWriter, r *request) {
	kind, _ := r.id()
	names := map[int64]object{
		typeCreation: {"id": ruleCreated, "name": "Confirm"},
		typeHourly:   {"id": ruleHourly, "name": "Remind, resolve and close"},
	}
	rule, ok := names[kind]
	if !ok {
		write(w, http.StatusOK, object{"rules": []object{}, "meta": object{"total_active_count": 0, "total_count": 0}})
		return
	}
	rule["position"], rule["active"], rule["automation_type_id"] = 1, true, kind
	write(w, http.StatusOK, object{"rules": []object{rule}, "meta": object{"total_active_count": 1, "total_count": 1}})
}

// viewHelpdesk serves https://developers.freshdesk.com/api/#settings
func viewHelpdesk(w http.ResponseWriter, _ *request) {
	write(w, http.StatusOK, object{"primary_language": "en", "supported_languages": []string{"it", "de", "tr", "ro"}, "portal_languages": []string{"it"}})
}

// viewAccount serves https://developers.freshdesk.com/api/#view_account
func viewAccount(w http.ResponseWriter, r *request) {
	write(w, http.StatusOK, object{
		"account_id": 2840509, "account_name": "Casa", "account_domain": Host, "organisation_name": strings.Replace(Host, ".freshdesk", ".myfreshworks", 1),
		"bundle_id": nil, "hipaa_compliant": false, "timezone": "Rome", "data_center": "EUC", "tier_type": "Growth",
		"total_agents": object{"full_time": len(r.s.agents()), "occasional": 0, "field_service": 0, "collaborators": 0},
	})
}

// listTicketTimes serves https://developers.freshdesk.com/api/#list_all_ticket_timeentries; nobody records time.
func listTicketTimes(w http.ResponseWriter, r *request) {
	if _, ok := r.find(r.s.present()); !ok {
		notFound(w)
		return
	}
	empty(w, r)
}

// listWatchers serves https://developers.freshdesk.com/api/#watcher; nobody watches.
func listWatchers(w http.ResponseWriter, r *request) {
	if _, ok := r.find(r.s.present()); !ok {
		notFound(w)
		return
	}
	write(w, http.StatusOK, object{"watcher_ids": []int64{}})
}
