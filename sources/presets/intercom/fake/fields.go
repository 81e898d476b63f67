package fake

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"
)

// conversationField is the type of a conversation's field in a search.
//
// Source: "Accepted Fields" of
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/searchconversations.
func conversationField(name string) fieldKind {
	switch name {
	case "id", "source.type", "source.id", "source.delivered_as", "source.subject", "source.author.id", "source.author.type",
		"source.author.name", "source.author.email", "source.url", "channel_initiated", "state", "priority",
		"statistics.last_closed_by_id", "conversation_rating.remark", "conversation_rating.contact_id", "conversation_rating.admin_id",
		"ai_agent.resolution_state", "ai_agent.last_answer_type", "ai_agent.rating_remark", "ai_agent.source_type", "ai_agent.source_title":
		return textField
	case "contact_ids", "teammate_ids", "tag_ids", "source.body":
		return listField
	case "admin_assignee_id", "team_assignee_id", "conversation_rating.score", "ai_agent.rating":
		return numberField
	case "open", "read", "ai_agent_participated":
		return flagField
	case "created_at", "updated_at", "waiting_since", "snoozed_until", "conversation_rating.requested_at", "conversation_rating.replied_at":
		return dateField
	}
	switch stat, ok := strings.CutPrefix(name, "statistics."); {
	case !ok:
	case strings.HasSuffix(stat, "_at"):
		return dateField
	case strings.HasPrefix(stat, "time_to_"), strings.HasPrefix(stat, "count_"), stat == "median_time_to_reply":
		return numberField
	}
	if strings.HasPrefix(name, "custom_attribute.") {
		return textField
	}
	return unknownField
}

// conversationDates are the operators on a conversation's dates.
const conversationDates = " = != IN NIN > < "

func unix(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Unix()
}

// number64 makes all integers of one type.
func number64(v any) any {
	switch v := v.(type) {
	case int:
		return int64(v)
	case uint64:
		return int64(v)
	}
	return v
}

// field is what a search finds in a conversation.
func (i *item) field(name string, f flavour, p *people) any {
	switch name {
	case "updated_at":
		return i.updated.Unix()
	case "created_at":
		return i.ticket.Created.Unix()
	case "state":
		return i.state()
	case "open":
		return i.state() != stateClosed
	case "id":
		return ConversationID(i.ticket.ID)
	case "contact_ids":
		return ids(i.contacts()["contacts"])
	case "teammate_ids":
		return i.stats.teammates
	case "tag_ids":
		return ids(tagList(tagsOf(i.story, p))["tags"])
	case "source.body":
		return strings.Fields(i.source.body)
	case "admin_assignee_id":
		return number64(assignee(f, i.ticket.Agent, AdminID))
	case "team_assignee_id":
		return number64(assignee(f, i.ticket.Team, TeamID))
	case "channel_initiated":
		return i.source.kind
	case "conversation_rating.requested_at", "conversation_rating.replied_at", "conversation_rating.score",
		"conversation_rating.remark", "conversation_rating.contact_id", "conversation_rating.admin_id":
		return i.ratingField(strings.TrimPrefix(name, "conversation_rating."))
	case "waiting_since":
		return unix(i.stats.waiting)
	}
	if attribute, ok := strings.CutPrefix(name, "custom_attribute."); ok {
		value, _ := i.attributes(p)[attribute].(string)
		return orNull(value)
	}
	var at any = i.summary(f, p)
	for _, step := range strings.Split(name, ".") {
		o, ok := at.(object)
		if !ok {
			return nil
		}
		at = o[step]
	}
	return number64(at)
}

func (i *item) ratingField(name string) any {
	if !i.stage.has(asked) {
		return nil
	}
	switch name {
	case "requested_at":
		return i.rating.requested.Unix()
	case "contact_id":
		return ContactID(i.ticket.Customer)
	case "admin_id":
		return itoa(i.rating.teammate)
	}
	if !i.stage.has(answered) {
		return nil
	}
	switch name {
	case "replied_at":
		return i.rating.replied.Unix()
	case "score":
		return int64(i.rating.score)
	}
	return orNull(i.rating.remark)
}

func ids(of any) []string {
	all, _ := of.(list)
	found := []string{}
	for _, one := range all {
		if o, ok := one.(object); ok {
			if id, ok := o["id"].(string); ok {
				found = append(found, id)
			}
		}
	}
	return found
}

// searchConversations finds conversations in the index. Without a sort the most recently active come first. Texts
// are not sorted by, though they are said to be.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/searchconversations;
// of sort: https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/pagination.
func (s *Server) searchConversations(w http.ResponseWriter, r *http.Request) {
	q, perPage, ok := s.searching(w, r, conversationField, conversationDates)
	if !ok {
		return
	}
	field := q.Sort.Field
	if field == "" {
		field = "updated_at"
	}
	if kind := conversationField(field); kind != dateField && kind != numberField {
		s.invalid(w, "Cannot sort by "+field)
		return
	}
	f := s.flavour(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	rows := []row{}
	for _, i := range s.index() {
		if q.Query.holds(func(field string) any { return i.field(field, f, s.people) }) {
			by, _ := i.field(field, f, s.people).(int64)
			rows = append(rows, row{by, i.ticket.ID, i})
		}
	}
	descending := q.Sort.Order != "ascending"
	sortRows(rows, descending)
	s.conversations(w, f, rows, descending, q.after(), perPage, false)
}

func sortRows(rows []row, descending bool) {
	slices.SortFunc(rows, func(a, b row) int {
		if descending {
			a, b = b, a
		}
		if c := cmp.Compare(a.sort, b.sort); c != 0 {
			return c
		}
		return cmp.Compare(a.id, b.id)
	})
}
