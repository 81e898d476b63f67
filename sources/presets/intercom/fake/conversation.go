package fake

import (
	"encoding/json"
	"net/http"
	"slices"

	"helpdesk_exporter/sources/simulator/replay"
)

// The conversation attributes of the workspace that say something about the desk.
const (
	// TopicAttribute holds the desk's topic.
	TopicAttribute = "Contact reason"
	// BrandAttribute holds the brand's name.
	BrandAttribute = "Brand"
	// LanguageAttribute holds the English name of the customer's language.
	LanguageAttribute = "Language"
	// MergedAttribute is true on conversations that were merged away.
	MergedAttribute = "Merged"
	// ScoreAttribute is what the nightly job sets.
	ScoreAttribute = "CX Score rating"
)

// language is the name of a language.
func language(code string) string {
	switch code {
	case "it":
		return "Italian"
	case "tr":
		return "Turkish"
	case "ro":
		return "Romanian"
	case "de":
		return "German"
	case "en":
		return "English"
	}
	return code
}

// sourceType is the channel. Marketplaces have none of their own: they send mail. Social messages come by one
// of three channels.
//
// Source: the enumeration of source.type in https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.15/api.intercom.io.yaml.
func sourceType(t *replay.Ticket) string {
	switch t.Channel {
	case "mail", "marketplace":
		return "email"
	case "phone":
		return "phone_call"
	case "social":
		return []string{"facebook", "instagram", "whatsapp"}[t.Customer%3]
	}
	return "conversation"
}

func (a author) object(withAI bool) object {
	o := object{"type": a.kind, "id": a.id, "name": orNull(a.name), "email": orNull(a.email)}
	if withAI {
		o["from_ai_agent"], o["is_ai_answer"] = a.fromAI, a.fromAI
	}
	return o
}

// paragraph is how Intercom stores text.
func paragraph(text string) any {
	if text == "" {
		return nil
	}
	return "<p>" + htmlEscaper.Replace(text) + "</p>"
}

// summary is a conversation as lists show it.
func (i *item) summary(f flavour, p *people) object {
	t := i.ticket
	o := object{
		"type": "conversation", "id": ConversationID(t.ID), "title": orNull(title(t)), "created_at": t.Created.Unix(),
		"updated_at": i.updated.Unix(), "waiting_since": stamp(i.stats.waiting), "snoozed_until": i.snoozedUntil(),
		"source": i.sourceObject(f), "contacts": i.contacts(), "first_contact_reply": i.firstContactReply(),
		"admin_assignee_id": assignee(f, t.Agent, AdminID), "team_assignee_id": assignee(f, t.Team, TeamID),
		"open": i.state() != stateClosed, "state": i.state(), "read": draw(t.ID, 5)%4 != 0,
		"tags": tagList(tagsOf(i.story, p)), "priority": priorityIn(f, t.Priority), "sla_applied": i.sla(),
		"statistics": i.stats.object(i.count(f)), "conversation_rating": i.ratingObject(), "teammates": i.stats.list(),
		"custom_attributes": i.attributes(p), "topics": object{"type": "topic.list", "topics": list{}, "total_count": 0},
		"ticket": nil, "linked_objects": object{"type": "list", "data": list{}, "total_count": 0, "has_more": false},
		"company": nil, "ai_agent": i.aiAgent(), "ai_agent_participated": i.stats.bot,
	}
	if isTicket(t) {
		o["ticket"] = object{"type": "ticket", "id": ConversationID(t.ID), "ticket_id": ticketNumber(t.ID)}
	}
	if f.levels {
		channel := "messenger"
		if i.source.kind != "conversation" {
			channel = i.source.kind
		}
		o["channel"] = object{"initial": channel, "current": channel}
		o["external_references"], o["sales_agent_participated"], o["sales_agent"] = list{}, false, nil
	}
	return o
}

// text is the list item, rendered once; those of 2.14 and 2.15 are the same.
func (i *item) text(f flavour, p *people) json.RawMessage {
	at := &i.texts[i.stage][0]
	if f.levels {
		at = &i.texts[i.stage][1]
	}
	if *at == nil {
		*at, _ = json.Marshal(i.summary(f, p))
	}
	return *at
}

func (i *item) state() string { return stateOf(i.ticket.Status) }

func (i *item) snoozedUntil() any {
	if i.state() != stateSnoozed {
		return nil
	}
	for _, p := range slices.Backward(i.parts) {
		if p.kind == partSnoozed {
			return p.at.Add(snooze).Unix()
		}
	}
	return i.ticket.Created.Add(snooze).Unix()
}

// assignee is an id, or how a version says nobody.
func assignee(f flavour, id int64, native func(int64) int64) any {
	switch {
	case id != 0:
		return native(id)
	case f.levels:
		return 0
	}
	return nil
}

func title(t *replay.Ticket) string {
	if t.Channel == "chat" {
		return ""
	}
	return t.Subject
}

func (i *item) sourceObject(f flavour) object {
	t := i.ticket
	subject, url := "", any(nil)
	if i.source.kind == "email" {
		subject = "<p>" + htmlEscaper.Replace(t.Subject) + "</p>"
	}
	if i.source.kind == "conversation" && i.source.deliveredAs == customerInitiated {
		url = "https://shop.example/help?brand=" + itoa(t.Brand)
	}
	body, _ := paragraph(i.source.body).(string)
	o := object{
		"type": i.source.kind, "id": SourceID(t.ID), "delivered_as": i.source.deliveredAs, "subject": subject, "body": body,
		"author": i.source.author.object(false), "attachments": list{}, "url": url, "redacted": false,
	}
	if f.levels && i.source.kind == "email" {
		o["recipients"] = list{object{"type": "to", "email": "help@desk.example", "drop_reason": nil}}
		o["reply_to"] = list{}
	}
	return o
}

func contactRef(customer int64) object {
	return object{"type": "contact", "id": ContactID(customer), "external_id": "customer-" + itoa(customer)}
}

// contacts are the requester and, after it, whoever else has written.
func (i *item) contacts() object {
	ids := []int64{i.ticket.Customer}
	for _, m := range i.ticket.Messages {
		if m.Author == "customer" && !slices.Contains(ids, m.AuthorID) {
			ids = append(ids, m.AuthorID)
		}
	}
	all := list{}
	for _, id := range ids {
		all = append(all, contactRef(id))
	}
	return object{"type": "contact.list", "contacts": all}
}

func (i *item) firstContactReply() any {
	if i.stats.firstContact.IsZero() {
		return nil
	}
	return object{"created_at": i.stats.firstContact.Unix(), "type": i.source.kind, "url": nil}
}

func (i *item) attributes(p *people) object {
	t := i.ticket
	o := object{
		LanguageAttribute: language(t.Language), "Auto-translated": false, "Copilot used": false, "Has attachments": false,
		"Fin AI Agent: Preview": false, "Imported via standalone": false,
	}
	if b, ok := p.brands[t.Brand]; ok {
		o[BrandAttribute] = b.Name
	}
	if t.Topic != "" {
		o[TopicAttribute] = t.Topic
	}
	if t.MergedInto != 0 {
		o[MergedAttribute] = true
	}
	if i.stage.has(scored) {
		o[ScoreAttribute] = draw(t.ID, 6)%5 + 1
	}
	return o
}

// aiAgent is what Fin has done.
func (i *item) aiAgent() any {
	if !i.stats.bot {
		return nil
	}
	resolution := any("escalated")
	if i.stats.firstAdmin.IsZero() && i.state() == stateClosed {
		resolution = "assumed_resolution"
	}
	return object{
		"source_type": "workflow", "source_title": "Answer first", "last_answer_type": "ai_answer", "resolution_state": resolution,
		"rating": nil, "rating_remark": nil, "created_at": nil, "updated_at": nil,
		"content_sources": object{"type": "content_source.list", "total_count": 0, "content_sources": list{}},
	}
}

// ratingObject is null until a rating is asked for.
func (i *item) ratingObject() any {
	if !i.stage.has(asked) {
		return nil
	}
	o := object{
		"rating": nil, "remark": nil, "created_at": i.rating.requested.Unix(), "updated_at": i.rating.requested.Unix(),
		"contact": object{"type": "contact", "id": ContactID(i.ticket.Customer)}, "teammate": object{"type": "admin", "id": itoa(i.rating.teammate)},
	}
	if i.stage.has(answered) {
		o["rating"], o["remark"], o["updated_at"] = i.rating.score, orNull(i.rating.remark), i.rating.replied.Unix()
	}
	return o
}

// count is the number of parts.
func (i *item) count(f flavour) int {
	n := 0
	for _, p := range i.parts {
		if !p.levelsOnly || f.levels {
			n++
		}
	}
	if i.stage.has(answered) {
		n++
		if i.rating.remark != "" {
			n++
		}
	}
	return n
}

// getConversation answers with a conversation and its parts, of which it shows the newest 500.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/retrieveconversation.
func (s *Server) getConversation(w http.ResponseWriter, r *http.Request) {
	f := s.flavour(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := s.find(r.PathValue("id"))
	if !ok {
		s.fail(w, http.StatusNotFound, "not_found", "Resource Not Found")
		return
	}
	o := i.summary(f, s.people)
	parts := i.all(f, s.now(), s.people.contact(i.ticket.Customer))
	o["conversation_parts"] = object{
		"type": "conversation_part.list", "conversation_parts": partList(parts, i.source.kind, f), "total_count": len(parts),
	}
	if r.URL.Query().Get("display_as") == "plaintext" {
		plain(o)
	}
	s.write(w, http.StatusOK, o)
}

// find is the conversation of an id. The lock is held.
func (s *Server) find(id string) (*item, bool) {
	ticket, ok := ticketOf(id)
	if !ok {
		return nil, false
	}
	i, ok := s.present().byID[ticket]
	return i, ok
}
