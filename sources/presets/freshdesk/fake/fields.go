package fake

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"helpdesk_exporter/sources/simulator"
)

// fieldJSON is a field of tickets. https://developers.freshdesk.com/api/#list_all_ticket_fields
type fieldJSON struct {
	ID                int64  `json:"id"`
	Name              string `json:"name"`
	Label             string `json:"label"`
	Description       string `json:"description"`
	Position          int    `json:"position"`
	ForClosure        bool   `json:"required_for_closure"`
	ForAgents         bool   `json:"required_for_agents"`
	Type              string `json:"type"`
	Default           bool   `json:"default"`
	CustomersCanEdit  bool   `json:"customers_can_edit"`
	LabelForCustomers string `json:"label_for_customers"`
	ForCustomers      bool   `json:"required_for_customers"`
	Displayed         bool   `json:"displayed_to_customers"`
	CreatedAt         stamp  `json:"created_at"`
	UpdatedAt         stamp  `json:"updated_at"`
	Choices           any    `json:"choices,omitempty"`
}

// fields are those of the account: the product's own, and three that nobody fills in.
func (s *Server) fields() (list []fieldJSON) {
	made := stamp(s.o.Tape.Begin.Add(-500 * 24 * time.Hour))
	add := func(name, label, kind string, choices any) {
		list = append(list, fieldJSON{
			ID: 82000500000 + int64(len(list)), Name: name, Label: label, Position: len(list) + 1, Type: kind,
			Default: kind[:6] != "custom", LabelForCustomers: label, CreatedAt: made, UpdatedAt: made, Choices: choices,
		})
	}
	groups, agents, products := map[string]int64{}, map[string]int64{}, map[string]int64{}
	for _, g := range s.groups(false) {
		groups[g.Name] = g.ID
	}
	for _, a := range s.agents() {
		agents[a.Contact.Name] = a.ID
	}
	for _, p := range s.products() {
		products[p.Name] = p.ID
	}
	add("requester", "Search a requester", "default_requester", nil)
	add("subject", "Subject", "default_subject", nil)
	add("ticket_type", "Type", "default_ticket_type", slices.Sorted(maps.Keys(simulator.Categories())))
	add("source", "Source", "default_source", map[string]int{
		"Email": sourceEmail, "Portal": sourcePortal, "Phone": sourcePhone, "Forum": 4, "Twitter": sourceTwitter,
		"Facebook": sourceFacebook, "Chat": sourceChat, "MobiHelp": 8, "Feedback Widget": sourceWidget,
		"Outbound Email": sourceOutbound, "Ecommerce": sourceEcommerce, "Bot": 12, "Whatsapp": 13, "Walk-in": sourceWalkIn,
	})
	add("status", "Status", "default_status", map[string][2]string{
		fmt.Sprint(statusOpen):              {"Open", "Being Processed"},
		fmt.Sprint(statusPending):           {"Pending", "Awaiting your Reply"},
		fmt.Sprint(statusResolved):          {"Resolved", "This ticket has been Resolved"},
		fmt.Sprint(statusClosed):            {"Closed", "This ticket has been Closed"},
		fmt.Sprint(statusWaitingOnCustomer): {"Waiting on Customer", "Awaiting your Reply"},
		fmt.Sprint(statusWaitingOnThird):    {"Waiting on Third Party", "Being Processed"},
	})
	add("priority", "Priority", "default_priority", map[string]int{"Low": 1, "Medium": 2, "High": 3, "Urgent": 4})
	add("group", "Group", "default_group", groups)
	add("agent", "Agent", "default_agent", agents)
	add("product", "Product", "default_product", products)
	add("description", "Description", "default_description", nil)
	add("company", "Company", "default_company", nil)
	add("cf_order_number", "Order number", "custom_text", nil)
	add("cf_voucher_sent", "Voucher sent", "custom_checkbox", nil)
	add("cf_call_back_on", "Call back on", "custom_date", nil)
	return list
}

// listFields serves https://developers.freshdesk.com/api/#list_all_ticket_fields
func listFields(w http.ResponseWriter, r *request) {
	kind := r.URL.Query().Get("type")
	rows := []fieldJSON{}
	for _, f := range r.s.fields() {
		if kind == "" || f.Type == kind {
			rows = append(rows, f)
		}
	}
	write(w, http.StatusOK, rows)
}

// listAdminFields serves https://developers.freshdesk.com/api/#list_all_ticket_fields_admin, which leaves out the
// choices.
func listAdminFields(w http.ResponseWriter, r *request) {
	rows := r.s.fields()
	for i := range rows {
		rows[i].Choices = nil
	}
	write(w, http.StatusOK, rows)
}
