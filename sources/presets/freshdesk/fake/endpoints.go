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
		{path: base + "/tickets/archived/{id}", embeds: viewEmbeds, serve: viewArchived},
		{path: base + "/tickets/archived/{id}/conversations", paged: true, serve: listArchivedConversations},
		{path: base + "/tickets/{id}", embeds: viewEmbeds, serve: viewTicket},
		{path: base + "/tickets/{id}/conversations", paged: true, serve: listConversations},
		{path: base + "/contacts", paged: true, bucket: contactList, serve: listContacts, params: []string{"updated_since", "email", "mobile", "phone", "company_id", "state"}},
		{path: base + "/contacts/{id}", serve: viewContact},
		{path: base + "/agents", paged: true, serve: listAgents, params: []string{"email", "mobile", "phone", "state", "only"}},
		{path: base + "/agents/me", serve: viewOwner},
		{path: base + "/agents/{id}", serve: viewAgent},
		{path: base + "/groups", paged: true, serve: listGroups},
		{path: base + "/groups/{id}", serve: viewGroup},
		{path: base + "/products", paged: true, serve: listProducts},
		{path: base + "/products/{id}", serve: viewProduct},
	}
}

// empty serves a list that has nothing in it.
func empty(w http.ResponseWriter, _ *request) { write(w, http.StatusOK, []struct{}{}) }
