package fake

import (
	"slices"
	"strconv"
	"time"
)

// statistics are Intercom's own measures of a conversation. Nothing counts before the first contact reply, and
// there are none at all without one.
//
// Source: conversation_statistics in the OpenAPI description; "statistics": null in its examples of
// conversations that nobody has answered.
type statistics struct {
	firstContact, firstAssignment, firstAdmin, firstClose            time.Time
	lastAssignment, lastAssignmentReply, lastContact, lastAdmin, end time.Time
	assignmentBeforeReply                                            time.Time
	closedBy                                                         string
	reopens, assignments                                             int
	replies                                                          []int64
	// waiting is since when the customer waits.
	waiting time.Time
	// teammates are those who have made a part.
	teammates []string
	bot       bool
	zone      *time.Location
	firstTeam int64
	teamName  string
}

// measure is computed once for a version of a conversation.
func (s *story) measure(p *people, zone *time.Location) *statistics {
	m := &statistics{zone: zone, firstTeam: s.firstTeam}
	if team, ok := p.teams[s.firstTeam]; ok {
		m.teamName = team.Name
	}
	if s.source.deliveredAs == customerInitiated {
		m.contact(s.ticket.Created)
	}
	state := stateOpen
	for _, q := range s.parts {
		m.part(q, state)
		state = q.state
	}
	return m
}

func (m *statistics) part(q *part, state string) {
	kind := q.author.kind
	if kind == "admin" && !slices.Contains(m.teammates, q.author.id) {
		m.teammates = append(m.teammates, q.author.id)
	}
	m.bot = m.bot || q.author.fromAI && q.spoken()
	if q.spoken() && (kind == "user" || kind == "lead") {
		m.contact(q.at)
	}
	if m.firstContact.IsZero() {
		return
	}
	if q.assigned != nil {
		m.assignments++
		m.lastAssignment, m.lastAssignmentReply = q.at, time.Time{}
		set(&m.firstAssignment, q.at)
		if m.firstAdmin.IsZero() {
			m.assignmentBeforeReply = q.at
		}
	}
	if q.spoken() && kind == "admin" {
		if !m.waiting.IsZero() {
			m.replies = append(m.replies, officeSeconds(m.waiting, q.at, m.zone))
		}
		set(&m.firstAdmin, q.at)
		set(&m.lastAssignmentReply, q.at)
		m.lastAdmin, m.waiting = q.at, time.Time{}
	}
	if q.state == stateClosed && state != stateClosed {
		set(&m.firstClose, q.at)
		m.end, m.closedBy = q.at, ""
		if kind == "admin" {
			m.closedBy = q.author.id
		}
	}
	if q.state == stateOpen && state == stateClosed {
		m.reopens++
	}
}

func (m *statistics) contact(at time.Time) {
	set(&m.firstContact, at)
	set(&m.waiting, at)
	m.lastContact = at
}

// set gives an instant to what has none.
func set(t *time.Time, at time.Time) {
	if t.IsZero() {
		*t = at
	}
}

func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Unix()
}

// office is the time from the first contact reply on, without the hours in which nobody works.
func (m *statistics) office(to time.Time) any {
	if to.IsZero() {
		return nil
	}
	return officeSeconds(m.firstContact, to, m.zone)
}

func (m *statistics) object(parts int) any {
	if m.firstContact.IsZero() {
		return nil
	}
	var assignment, median, handling any
	if !m.assignmentBeforeReply.IsZero() {
		assignment = int64(m.assignmentBeforeReply.Sub(m.firstContact) / time.Second)
	}
	if n := len(m.replies); n > 0 {
		sorted := slices.Sorted(slices.Values(m.replies))
		median = (sorted[(n-1)/2] + sorted[n/2]) / 2
	}
	if !m.end.IsZero() {
		handling = int64(m.end.Sub(m.firstAssignment) / time.Second)
	}
	var calendar any
	if !m.firstAdmin.IsZero() {
		calendar = int64(m.firstAdmin.Sub(m.firstContact) / time.Second)
	}
	team := func(seconds any) list {
		if seconds == nil {
			return list{}
		}
		return list{object{"team_id": TeamID(m.firstTeam), "team_name": m.teamName, "response_time": seconds}}
	}
	return object{
		"type": "conversation_statistics", "time_to_assignment": assignment, "time_to_admin_reply": m.office(m.firstAdmin),
		"time_to_first_close": m.office(m.firstClose), "time_to_last_close": m.office(m.end), "median_time_to_reply": median,
		"first_contact_reply_at": stamp(m.firstContact), "first_assignment_at": stamp(m.firstAssignment),
		"first_admin_reply_at": stamp(m.firstAdmin), "first_close_at": stamp(m.firstClose),
		"last_assignment_at": stamp(m.lastAssignment), "last_assignment_admin_reply_at": stamp(m.lastAssignmentReply),
		"last_contact_reply_at": stamp(m.lastContact), "last_admin_reply_at": stamp(m.lastAdmin), "last_close_at": stamp(m.end),
		"last_closed_by_id": orNull(m.closedBy), "count_reopens": m.reopens, "count_assignments": m.assignments,
		"count_conversation_parts": parts, "assigned_team_first_response_time": team(calendar),
		"assigned_team_first_response_time_in_office_hours": team(m.office(m.firstAdmin)),
		"handling_time": handling, "adjusted_handling_time": nil,
	}
}

// teammates who took part, or null.
func (m *statistics) list() any {
	if len(m.teammates) == 0 {
		return nil
	}
	all := list{}
	for _, id := range m.teammates {
		all = append(all, object{"type": "admin", "id": id})
	}
	return object{"type": "admin.list", "teammates": all}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
