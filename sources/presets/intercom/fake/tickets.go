package fake

import (
	"net/http"
	"strings"

	"helpdesk_exporter/sources/simulator/replay"
)

// isTicket tells whether a conversation is a Customer ticket too. Those that come by the web form are: the form
// makes a ticket, which has the id of its conversation.
//
// Source: "Enforce ticket permissions on the Conversations API" of
// https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/unversioned-changes (conversation
// lists have tickets in them); of the ids: the example of POST /conversations/{id}/convert in the OpenAPI
// description, whose ticket has the conversation's parts.
func isTicket(t *replay.Ticket) bool { return t.Channel == "web form" }

// ticketNumber is the number that people see.
func ticketNumber(ticket int64) string { return itoa(ticket) }

// ticketTypeID is the only type's.
const ticketTypeID = "61"

// ticketState is one of the states of a ticket.
type ticketState struct {
	id, category, internal, external string
}

// ticketStates are the four that every workspace has and one of the desk's own.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ticket-states/listticketstates.
func ticketStates() []ticketState {
	return []ticketState{
		{"8269", "submitted", "Submitted", "Submitted"},
		{"8270", "in_progress", "In progress", "In progress"},
		{"8271", "waiting_on_customer", "Waiting on customer", "Waiting on you"},
		{"8272", "resolved", "Resolved", "Resolved"},
		{"8273", "in_progress", "On hold", "In progress"},
	}
}

// ticketStateOf is the state for a status of the desk.
func ticketStateOf(status string) ticketState {
	all := ticketStates()
	switch status {
	case "new":
		return all[0]
	case "open":
		return all[1]
	case "waiting":
		return all[2]
	case "parked":
		return all[4]
	}
	return all[3]
}

func (t ticketState) object() object {
	return object{"type": "ticket_state", "id": t.id, "category": t.category, "internal_label": t.internal, "external_label": t.external}
}

// listTicketStates lists the states.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ticket-states/listticketstates.
func (s *Server) listTicketStates(w http.ResponseWriter, _ *http.Request) {
	all := list{}
	for _, t := range ticketStates() {
		o := t.object()
		o["archived"] = false
		o["ticket_types"] = object{"type": "list", "data": list{object{
			"type": "ticket_type", "id": ticketTypeID, "name": "Web form", "description": "What the form of the shop asks.", "icon": "🎟️",
			"archived": false, "is_internal": false, "category": "Customer",
		}}}
		all = append(all, o)
	}
	s.write(w, http.StatusOK, object{"type": "list", "data": all})
}

func (s *Server) ticketType() object {
	begun := s.options.Tape.Begin.Unix() - 86400*100
	attribute := func(id, name, kind string, order int) object {
		return object{
			"type": "ticket_type_attribute", "id": id, "workspace_id": WorkspaceID, "name": name, "description": "", "data_type": kind,
			"input_options": object{"multiline": false}, "order": order, "required_to_create": false, "required_to_create_for_contacts": false,
			"visible_on_create": true, "visible_to_contacts": true, "default": order < 2, "ticket_type_id": parse(ticketTypeID), "archived": false,
			"created_at": begun, "updated_at": begun,
		}
	}
	return object{
		"type": "ticket_type", "id": ticketTypeID, "name": "Web form", "description": "What the form of the shop asks.", "icon": "🎟️",
		"workspace_id": WorkspaceID, "archived": false, "created_at": begun, "updated_at": begun, "is_internal": false, "category": "Customer",
		"ticket_type_attributes": object{"type": "list", "data": list{
			attribute("210", "_default_title_", "string", 0), attribute("211", "_default_description_", "string", 1), attribute("212", TopicAttribute, "list", 2),
		}},
	}
}

// listTicketTypes lists the only type.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ticket-types/listtickettypes.
func (s *Server) listTicketTypes(w http.ResponseWriter, _ *http.Request) {
	s.write(w, http.StatusOK, object{"type": "list", "data": list{s.ticketType()}})
}

// getTicketType answers with a type.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/ticket-types/gettickettype.
func (s *Server) getTicketType(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("id") != ticketTypeID {
		s.fail(w, http.StatusNotFound, "not_found", "Resource Not Found")
		return
	}
	s.write(w, http.StatusOK, s.ticketType())
}

// ticket is a Customer ticket with its parts, also in lists.
//
// Source: the ticket of the OpenAPI description. Nobody is 0; before 2.16 assignees are texts.
func (s *Server) ticket(i *item, f flavour) object {
	t := i.ticket
	var admin, team any = assigneeOr0(t.Agent, AdminID), assigneeOr0(t.Team, TeamID)
	if !f.levels {
		admin, team = itoa(assigneeOr0(t.Agent, AdminID)), itoa(assigneeOr0(t.Team, TeamID))
	}
	attributes := object{"_default_title_": orNull(t.Subject), "_default_description_": orNull(i.source.body)}
	if t.Topic != "" {
		attributes[TopicAttribute] = t.Topic
	}
	parts := i.all(f, s.now(), s.people.contact(t.Customer))
	o := object{
		"type": "ticket", "id": ConversationID(t.ID), "ticket_id": ticketNumber(t.ID), "category": "Customer",
		"ticket_attributes": attributes, "ticket_state": ticketStateOf(t.Status).object(), "ticket_type": s.ticketType(),
		"contacts": i.contacts(), "admin_assignee_id": admin, "team_assignee_id": team, "created_at": t.Created.Unix(),
		"updated_at": i.updated.Unix(), "open": i.state() != stateClosed, "snoozed_until": i.snoozedUntil(), "is_shared": true,
		"linked_objects": object{"type": "list", "data": list{}, "total_count": 0, "has_more": false},
		"ticket_parts":   object{"type": "ticket_part.list", "ticket_parts": s.ticketParts(i, parts), "total_count": len(parts) + 1},
	}
	if f.levels {
		o["previous_ticket_state_id"] = previousState(t)
	}
	return o
}

func assigneeOr0(id int64, native func(int64) int64) int64 {
	if id == 0 {
		return 0
	}
	return native(id)
}

func previousState(t *replay.Ticket) any {
	var previous any
	for i := range t.Changes {
		c := &t.Changes[i]
		if from := ticketStateOf(c.Old); c.Field == "status" && from.id != ticketStateOf(c.New).id {
			previous = from.id
		}
	}
	return previous
}

// ticketParts are a conversation's parts as a ticket shows them, behind what opened it.
func (s *Server) ticketParts(i *item, parts []*part) list {
	opening := &part{id: SourceID(i.ticket.ID), kind: partComment, at: i.ticket.Created, updated: i.ticket.Created, body: i.source.body, author: i.source.author}
	all := list{opening.ofTicket()}
	for _, p := range parts[max(0, len(parts)-mostParts+1):] {
		all = append(all, p.ofTicket())
	}
	return all
}

func (p *part) ofTicket() object {
	var assigned any
	if p.assigned != nil {
		assigned = p.assigned
	}
	who := p.author
	if who.kind == "lead" {
		// Tickets do not tell leads from users.
		who.kind = "user"
	}
	o := object{
		"type": "ticket_part", "id": p.id, "part_type": p.kind, "body": paragraph(p.body), "created_at": p.at.Unix(), "updated_at": p.updated.Unix(),
		"assigned_to": assigned, "author": who.object(false), "attachments": list{}, "external_id": nil, "redacted": false,
	}
	if p.ticketTo != "" {
		o["ticket_state"], o["previous_ticket_state"] = p.ticketTo, p.ticketFrom
	}
	if p.topic != "" {
		o["part_type"] = "ticket_attribute_updated_by_admin"
		o["updated_attribute_data"] = object{
			"attribute": object{"type": "attribute", "id": "212", "label": TopicAttribute},
			"value":     object{"type": "value", "id": tagID(p.topic), "label": p.topic},
		}
	}
	return o
}

// getTicket answers with a ticket.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tickets/getticket.
func (s *Server) getTicket(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := s.find(r.PathValue("id"))
	if !ok || !isTicket(i.ticket) {
		s.fail(w, http.StatusNotFound, "not_found", "Resource Not Found")
		return
	}
	s.write(w, http.StatusOK, s.ticket(i, s.flavour(r)))
}

// ticketField is the type of a ticket's field in a search.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tickets/searchtickets.
func ticketField(name string) fieldKind {
	switch name {
	case "id", "title", "description", "category", "ticket_type_id", "admin_assignee_id", "team_assignee_id", "state":
		return textField
	case "contact_ids", "teammate_ids":
		return listField
	case "open":
		return flagField
	case "created_at", "updated_at", "snoozed_until":
		return dateField
	}
	if strings.HasPrefix(name, "ticket_attribute.") {
		return textField
	}
	return unknownField
}

// ticketDates are the operators on a ticket's dates. Only created_at is said to have "<=" and ">="; nobody
// knows of the others.
const ticketDates = " = != IN NIN > < >= <= "

func (s *Server) ticketValue(i *item, name string, f flavour) any {
	t := i.ticket
	switch name {
	case "title":
		return t.Subject
	case "description":
		return i.source.body
	case "category":
		return "request"
	case "ticket_type_id":
		return ticketTypeID
	case "admin_assignee_id":
		return itoa(assigneeOr0(t.Agent, AdminID))
	case "team_assignee_id":
		return itoa(assigneeOr0(t.Team, TeamID))
	case "state":
		return ticketStateOf(t.Status).category
	case "ticket_attribute.212":
		return orNull(t.Topic)
	}
	if strings.HasPrefix(name, "ticket_attribute.") {
		return nil
	}
	return i.field(name, f, s.people)
}

// searchTickets finds tickets. Their parts are with them.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tickets/searchtickets.
func (s *Server) searchTickets(w http.ResponseWriter, r *http.Request) {
	q, perPage, ok := s.searching(w, r, ticketField, ticketDates)
	if !ok {
		return
	}
	field := q.Sort.Field
	if field == "" {
		field = "updated_at"
	}
	if ticketField(field) != dateField {
		s.invalid(w, "Cannot sort by "+field)
		return
	}
	f := s.flavour(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := []row{}
	for _, i := range s.index() {
		if isTicket(i.ticket) && q.Query.holds(func(field string) any { return s.ticketValue(i, field, f) }) {
			by, _ := s.ticketValue(i, field, f).(int64)
			rows = append(rows, row{by, i.ticket.ID, i})
		}
	}
	descending := q.Sort.Order != "ascending"
	sortRows(rows, descending)
	items, pages, ok := page(rows, descending, q.after(), perPage)
	if !ok {
		s.invalid(w, badCursor)
		return
	}
	for n, i := range items {
		if i, ok := i.(*item); ok {
			items[n] = s.ticket(i, f)
		}
	}
	s.write(w, http.StatusOK, object{"type": "ticket.list", "pages": pages, "total_count": len(rows), "tickets": items})
}
