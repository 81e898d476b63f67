package fake

import "net/http"

// endpoints are what the account can be asked for. Each serving function names the document.
func endpoints() []endpoint {
	listEmbeds := map[string]int{"stats": 2, "requester": 2, "description": 2, "company": 2}
	viewEmbeds := map[string]int{"stats": 1, "requester": 1, "company": 1, "conversations": 1}
	return []endpoint{
		{
			path: base + "/tickets", paged: true, bucket: ticketList, embeds: listEmbeds, serve: listTickets,
			params: []string{"updated_since", "order_by", "order_type", "filter", "requester_id", "email", "company_id", "unique_external_id"},
		},
		{path: base + "/tickets/archived/{id}", bucket: tickets, embeds: viewEmbeds, serve: viewArchived},
		{path: base + "/tickets/archived/{id}/conversations", bucket: tickets, paged: true, serve: listArchivedConversations},
		{path: base + "/tickets/{id}", bucket: tickets, embeds: viewEmbeds, serve: viewTicket},
		{path: base + "/tickets/{id}/conversations", bucket: tickets, paged: true, serve: listConversations},
		{path: base + "/tickets/{id}/satisfaction_ratings", bucket: tickets, paged: true, serve: listTicketRatings},
		{path: base + "/tickets/{id}/time_entries", bucket: tickets, paged: true, serve: listTicketTimes},
		{path: base + "/tickets/{id}/watchers", bucket: tickets, serve: listWatchers},
		{path: base + "/search/tickets", paged: true, serve: searchTickets, params: []string{"query"}},
		{path: base + "/ticket_fields", paged: true, serve: listFields, params: []string{"type"}},
		{path: base + "/admin/ticket_fields", paged: true, admin: true, serve: listAdminFields},
		{path: base + "/surveys", paged: true, serve: listSurveys, params: []string{"state"}},
		{path: base + "/surveys/satisfaction_ratings", paged: true, serve: listRatings, params: []string{"created_since", "user_id"}},
		{path: base + "/contacts", paged: true, bucket: contactList, serve: listContacts, params: []string{"updated_since", "email", "mobile", "phone", "company_id", "state", "contact_type"}},
		{path: base + "/contacts/{id}", serve: viewContact},
		{path: base + "/agents", paged: true, admin: true, serve: listAgents, params: []string{"email", "mobile", "phone", "state"}},
		{path: base + "/agents/me", serve: viewOwner},
		{path: base + "/agents/{id}", admin: true, serve: viewAgent},
		{path: base + "/groups", paged: true, admin: true, serve: listGroups},
		{path: base + "/groups/{id}", admin: true, serve: viewGroup},
		{path: base + "/admin/groups", paged: true, admin: true, serve: listAdminGroups},
		{path: base + "/products", paged: true, admin: true, serve: listProducts},
		{path: base + "/products/{id}", admin: true, serve: viewProduct},
		{path: base + "/companies", paged: true, serve: empty, params: []string{"updated_since"}},
		{path: base + "/time_entries", paged: true, serve: empty, params: []string{"company_id", "agent_id", "executed_after", "executed_before", "billable"}},
		{path: base + "/sla_policies", paged: true, admin: true, serve: listPolicies},
		{path: base + "/business_hours", paged: true, admin: true, serve: listBusinessHours},
		{path: base + "/business_hours/{id}", admin: true, serve: viewBusinessHours},
		{path: base + "/email_configs", paged: true, admin: true, serve: listEmailConfigs},
		{path: base + "/roles", paged: true, admin: true, serve: listRoles},
		{path: base + "/automations/{id}/rules", paged: true, admin: true, serve: listRules},
		{path: base + "/settings/helpdesk", serve: viewHelpdesk},
		{path: base + "/account", admin: true, serve: viewAccount},
		{path: base + "/export/ticket_activities", admin: true, serve: exportActivities, params: []string{"created_at"}},
		{path: exportPath, open: true, serve: downloadActivities},
	}
}

// empty serves a list that has nothing in it.
func empty(w http.ResponseWriter, _ *request) { write(w, http.StatusOK, []struct{}{}) }
