package fake

import (
	"net/http"
	"slices"

	"helpdesk_exporter/sources/simulator/replay"
)

func (s *Server) adminObject(a *replay.Agent) object {
	return object{
		"type": "admin", "id": itoa(AdminID(a.ID)), "name": a.Name, "email": adminEmail(a), "job_title": "Support", "away_mode_enabled": false,
		"away_mode_reassign": false, "away_status_reason_id": nil, "has_inbox_seat": true, "team_ids": list{TeamID(a.Team)},
		"avatar": nil, "role": object{"type": "role", "id": "1", "name": "Support agent"},
		"team_priority_level": object{"primary_team_ids": list{TeamID(a.Team)}, "secondary_team_ids": list{}},
	}
}

// listAdmins lists the teammates.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/listadmins.
func (s *Server) listAdmins(w http.ResponseWriter, _ *http.Request) {
	all := list{}
	for i := range s.options.Tape.Agents {
		all = append(all, s.adminObject(&s.options.Tape.Agents[i]))
	}
	s.write(w, http.StatusOK, object{"type": "admin.list", "admins": all})
}

// getAdmin answers with a teammate.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/retrieveadmin.
func (s *Server) getAdmin(w http.ResponseWriter, r *http.Request) {
	for i := range s.options.Tape.Agents {
		if a := &s.options.Tape.Agents[i]; itoa(AdminID(a.ID)) == r.PathValue("id") {
			s.write(w, http.StatusOK, s.adminObject(a))
			return
		}
	}
	s.fail(w, http.StatusNotFound, "admin_not_found", "Admin not found")
}

// me is the teammate who made the token, with the workspace.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/admins/identifyadmin.
func (s *Server) me(w http.ResponseWriter, _ *http.Request) {
	t := s.options.Tape
	o := s.adminObject(&t.Agents[0])
	o["email_verified"] = true
	o["app"] = object{
		"type": "app", "id_code": WorkspaceID, "name": "The shop", "created_at": t.Begin.Unix() - 86400*400, "secure": false,
		"identity_verification": false, "timezone": t.Zone.String(), "region": "EU",
	}
	s.write(w, http.StatusOK, o)
}

// listAwayReasons lists why a teammate can be away.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/away-status-reasons/listawaystatusreasons.
func (s *Server) listAwayReasons(w http.ResponseWriter, _ *http.Request) {
	begun := s.options.Tape.Begin.Unix() - 86400*400
	s.write(w, http.StatusOK, object{"type": "list", "data": list{object{
		"type": "away_status_reason", "id": "1", "label": "Break", "emoji": "☕", "order": 1, "deleted": false, "created_at": begun, "updated_at": begun,
	}}})
}

func (s *Server) teamObject(t *replay.Team) object {
	members := list{}
	for _, a := range s.options.Tape.Agents {
		if a.Team == t.ID {
			members = append(members, AdminID(a.ID))
		}
	}
	return object{
		"type": "team", "id": itoa(TeamID(t.ID)), "name": t.Name, "admin_ids": members, "assignment_limit": nil, "distribution_method": "manual",
		"admin_priority_level": object{"primary_admin_ids": members, "secondary_admin_ids": list{}},
	}
}

// listTeams lists the teams.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/teams/listteams.
func (s *Server) listTeams(w http.ResponseWriter, _ *http.Request) {
	all := list{}
	for i := range s.options.Tape.Teams {
		all = append(all, s.teamObject(&s.options.Tape.Teams[i]))
	}
	s.write(w, http.StatusOK, object{"type": "team.list", "teams": all})
}

// getTeam answers with a team.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/teams/retrieveteam.
func (s *Server) getTeam(w http.ResponseWriter, r *http.Request) {
	for i := range s.options.Tape.Teams {
		if t := &s.options.Tape.Teams[i]; itoa(TeamID(t.ID)) == r.PathValue("id") {
			s.write(w, http.StatusOK, s.teamObject(t))
			return
		}
	}
	s.fail(w, http.StatusNotFound, "team_not_found", "Team not found")
}

// tickets are the desk's present ones.
func (s *Server) tickets() []*replay.Ticket {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.present().frame.Tickets
}

// tagNames are those of all tags in use so far.
func (s *Server) tagNames() []string {
	names := []string{SpamTag, TrashTag}
	for _, t := range s.tickets() {
		for _, name := range t.Tags {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// listTags lists all tags.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tags/listtags.
func (s *Server) listTags(w http.ResponseWriter, _ *http.Request) {
	all := list{}
	for _, name := range s.tagNames() {
		all = append(all, object{"type": "tag", "id": tagID(name), "name": name})
	}
	s.write(w, http.StatusOK, object{"type": "list", "data": all})
}

// getTag answers with a tag.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/tags/findtag.
func (s *Server) getTag(w http.ResponseWriter, r *http.Request) {
	for _, name := range s.tagNames() {
		if tagID(name) == r.PathValue("id") {
			s.write(w, http.StatusOK, object{"type": "tag", "id": tagID(name), "name": name})
			return
		}
	}
	s.fail(w, http.StatusNotFound, "not_found", "Resource Not Found")
}

func (s *Server) brands() list {
	begun := s.options.Tape.Begin.Unix() - 86400*400
	all := list{}
	for i, b := range s.options.Tape.Brands {
		id := itoa(b.ID)
		if i == 0 {
			id = WorkspaceID
		}
		all = append(all, object{
			"type": "brand", "id": id, "name": b.Name, "is_default": i == 0, "created_at": begun, "updated_at": begun,
			"help_center_id": itoa(10 + b.ID), "default_address_settings_id": itoa(20 + b.ID),
		})
	}
	return all
}

// listBrands lists the brands.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/brands/listbrands.
func (s *Server) listBrands(w http.ResponseWriter, _ *http.Request) {
	s.write(w, http.StatusOK, object{"type": "list", "data": s.brands()})
}

// getBrand answers with a brand.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/brands/retrievebrand.
func (s *Server) getBrand(w http.ResponseWriter, r *http.Request) {
	for _, b := range s.brands() {
		if o, ok := b.(object); ok && o["id"] == r.PathValue("id") {
			s.write(w, http.StatusOK, b)
			return
		}
	}
	s.fail(w, http.StatusNotFound, "not_found", "Resource Not Found")
}

// topics are all contact reasons that somebody has chosen so far.
func (s *Server) topics() []string {
	var names []string
	for _, t := range s.tickets() {
		if t.Topic != "" && !slices.Contains(names, t.Topic) {
			names = append(names, t.Topic)
		}
	}
	slices.Sort(names)
	return names
}

// attributeNames are the conversation attributes, with their types.
func attributeNames() [][2]string {
	return [][2]string{
		{TopicAttribute, "list"}, {BrandAttribute, "string"}, {LanguageAttribute, "string"}, {MergedAttribute, "boolean"}, {ScoreAttribute, "integer"},
	}
}

// listDataAttributes lists the attributes of a model. Those of conversations have an endpoint of their own
// since 2.16, and are refused here.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-attributes/lisdataattributes.
func (s *Server) listDataAttributes(w http.ResponseWriter, r *http.Request) {
	model := r.URL.Query().Get("model")
	levels := s.flavour(r).levels
	switch {
	case model == "conversation" && levels:
		s.fail(w, http.StatusUnprocessableEntity, "parameter_invalid", "Use GET /conversations/attributes for conversation attributes")
		return
	case !slices.Contains([]string{"", "contact", "company", "conversation"}, model):
		s.invalid(w, "model is invalid")
		return
	}
	begun := s.options.Tape.Begin.Unix() - 86400*400
	all := list{}
	add := func(of, name, kind string, options []string) {
		o := object{
			"type": "data_attribute", "model": of, "name": name, "full_name": name, "label": name, "description": "", "data_type": kind, "api_writable": true,
			"messenger_writable": false, "ui_writable": true, "custom": of == "conversation", "archived": false,
		}
		if of == "conversation" {
			o["id"], o["created_at"], o["updated_at"], o["admin_id"] = len(all)+12870, begun, begun, itoa(AdminID(1))
			o["full_name"] = "custom_attributes." + name
		}
		if options != nil {
			o["options"] = options
		}
		if model == "" || model == of {
			all = append(all, o)
		}
	}
	add("contact", "email", "string", nil)
	add("contact", "name", "string", nil)
	add("company", "company_id", "string", nil)
	if !levels {
		for _, a := range attributeNames() {
			if a[1] == "list" {
				add("conversation", a[0], "string", s.topics())
				continue
			}
			add("conversation", a[0], a[1], nil)
		}
	}
	s.write(w, http.StatusOK, object{"type": "list", "data": all})
}

// listConversationAttributes lists the attributes of conversations.
//
// Source: GET /conversations/attributes of
// https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.16/api.intercom.io.yaml.
func (s *Server) listConversationAttributes(w http.ResponseWriter, _ *http.Request) {
	begun := s.options.Tape.Begin.Unix() - 86400*400
	all := list{}
	for i, a := range attributeNames() {
		o := object{
			"type": "conversation_attribute", "id": i + 1, "name": a[0], "description": "", "data_type": a[1], "required": false, "visible_to_team_ids": list{},
			"archived": false, "created_at": begun, "updated_at": begun, "admin_id": itoa(AdminID(1)),
		}
		if a[1] == "list" {
			options := list{}
			for _, name := range s.topics() {
				options = append(options, object{"id": "a1b2c3d4-0000-4000-8000-00000" + tagID(name), "label": name, "archived": false})
			}
			o["options"] = options
		}
		all = append(all, o)
	}
	s.write(w, http.StatusOK, object{"type": "list", "data": all})
}

// handlingEvents lists when teammates paused their work on a conversation: they never do.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/listhandlingevents.
func (s *Server) handlingEvents(w http.ResponseWriter, r *http.Request) {
	s.ofConversation(w, r, object{"handling_events": list{}})
}

// sideConversations lists the threads that teammates began from a conversation: the desk has none.
//
// Source: GET /conversations/{id}/side_conversations of
// https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.16/api.intercom.io.yaml.
func (s *Server) sideConversations(w http.ResponseWriter, r *http.Request) {
	s.ofConversation(w, r, object{
		"type": "side_conversation.list", "side_conversations": list{}, "total_count": 0,
		"pages": object{"type": "pages", "page": 1, "per_page": 25, "total_pages": 0},
	})
}

func (s *Server) ofConversation(w http.ResponseWriter, r *http.Request, answer object) {
	s.mu.Lock()
	_, ok := s.find(r.PathValue("id"))
	s.mu.Unlock()
	if !ok {
		s.fail(w, http.StatusNotFound, "not_found", "Resource Not Found")
		return
	}
	s.write(w, http.StatusOK, answer)
}
