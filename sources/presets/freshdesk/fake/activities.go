package fake

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// The export of activities is no part of the reference; its shape is known from programs that read it:
// https://github.com/airbytehq/airbyte (source-freshdesk, ticket_activities).

// exportHost is where the file of a day is: storage that wants no credentials, only the signature in the
// address, for exportLife.
const (
	exportHost = "activities-export.s3.eu-central-1.amazonaws.com"
	exportPath = "/activities/{id}"
	exportLife = time.Hour
)

// exportActivities serves /api/v2/export/ticket_activities: where the file of a day of the past is.
func exportActivities(w http.ResponseWriter, r *request) {
	text := r.URL.Query().Get("created_at")
	if text == "" {
		invalid(w, fieldError{"created_at", "It is missing.", "missing_field"})
		return
	}
	day, err := time.Parse("2006-01-02", text)
	if err != nil {
		invalid(w, fieldError{"created_at", "It should be a date.", "invalid_value"})
		return
	}
	now := r.s.o.Clock.Now()
	if day.AddDate(0, 0, 1).After(now) || day.Before(r.s.o.Tape.Begin.Truncate(24*time.Hour)) {
		notFound(w)
		return
	}
	until := now.Add(exportLife).Unix()
	address := fmt.Sprintf("https://%s/activities/%s.json?X-Amz-Expires=%d&X-Amz-Signature=%x", exportHost, day.Format("20060102"), until, r.s.sign(day, until))
	write(w, http.StatusOK, object{"export": []object{{"created_at": day.Format("2006-01-02"), "url": address}}})
}

func (s *Server) sign(day time.Time, until int64) uint64 {
	return s.luck(0x516, uint64(day.Unix()), uint64(until))
}

// downloadActivities serves the file of a day.
func downloadActivities(w http.ResponseWriter, r *request) {
	day, err := time.Parse("20060102.json", r.PathValue("id"))
	query := r.URL.Query()
	until, _ := strconv.ParseInt(query.Get("X-Amz-Expires"), 10, 64)
	signature, _ := strconv.ParseUint(query.Get("X-Amz-Signature"), 16, 64)
	if err != nil || signature != r.s.sign(day, until) || r.s.o.Clock.Now().Unix() > until || r.Header.Get("Authorization") != "" {
		// Storage refuses two ways of saying who one is.
		w.Header().Set("Content-Type", "application/xml")
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte("<Error><Code>AccessDenied</Code></Error>"))
		return
	}
	rows := r.s.activities(r.s.present(), day)
	end := day.AddDate(0, 0, 1).Add(-time.Second)
	write(w, http.StatusOK, object{
		"metadata":        object{"start_at": performed(day), "end_at": performed(end), "activities_count": len(rows)},
		"activities_data": rows,
	})
}

func performed(at time.Time) string { return at.UTC().Format("02-01-2006 15:04:05 -0700") }

// activityJSON is something that was done on a ticket.
type activityJSON struct {
	PerformedAt   string `json:"performed_at"`
	TicketID      int64  `json:"ticket_id"`
	PerformerType string `json:"performer_type"`
	PerformerID   *int64 `json:"performer_id"`
	Activity      object `json:"activity"`

	at time.Time
}

func (s *Server) activities(v *view, day time.Time) []activityJSON {
	rows := []activityJSON{}
	end := day.AddDate(0, 0, 1)
	add := func(t *row, at time.Time, role string, who int64, activity object) {
		if at.Before(day) || !at.Before(end) {
			return
		}
		a := activityJSON{performed(at), t.ID, "user", nil, activity, at}
		switch role {
		case "customer":
			a.PerformerID = some(who, contactID)
		case "agent":
			a.PerformerID = some(who, agentID)
		default:
			a.PerformerType = "system"
		}
		rows = append(rows, a)
	}
	for _, t := range v.rows {
		opener := map[string]int64{"customer": t.Customer}[t.OpenedBy]
		if t.OpenedBy == "agent" {
			opener = t.openedBy()
		}
		add(t, t.Created, t.OpenedBy, opener, s.creation(t))
		for i := range t.Messages {
			if m := &t.Messages[i]; m != t.opening {
				kind := map[string]int{"customer": 0, "agent": 1}[m.Author]
				if m.Internal {
					kind = 4
				}
				add(t, m.Created, m.Author, m.AuthorID, object{"note": object{"id": firstConversation + 4*m.ID, "type": kind}})
			}
		}
		for i := range t.Changes {
			if activity := s.activity(t, &t.Changes[i]); activity != nil {
				add(t, t.Changes[i].At, t.Changes[i].Actor, t.Changes[i].ActorID, activity)
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b activityJSON) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.TicketID, b.TicketID)) })
	return rows
}

// openedBy is the agent who had the ticket first.
func (r *row) openedBy() int64 {
	for _, c := range r.Changes {
		if c.Field == "agent" {
			id, _ := strconv.ParseInt(c.Old, 10, 64)
			return id
		}
	}
	return r.Agent
}

// creation is the activity by which a ticket begins, with what it had then.
func (s *Server) creation(t *row) object {
	first := func(field, now string) string {
		for _, c := range t.Changes {
			if c.Field == field {
				return c.Old
			}
		}
		return now
	}
	team, _ := strconv.ParseInt(first("team", strconv.FormatInt(t.Team, 10)), 10, 64)
	return object{
		"new_ticket": true, "status": statusLabel(statusCode(first("status", t.Status), t.ID)), "source": sourceOf(t.Ticket),
		"priority": priorityCode(first("priority", t.Priority)), "group": s.team(team), "requester_id": contactID(t.Customer),
		"ticket_type": text(first("topic", t.Topic)), "product": s.brand(t.Brand),
	}
}

// activity is what a change of the desk is in the export; nil if it is nothing there.
func (s *Server) activity(t *row, c *replay.Change) object {
	number := func(text string) int64 { n, _ := strconv.ParseInt(text, 10, 64); return n }
	switch c.Field {
	case "status":
		switch {
		case c.New == "spam":
			return object{"spam": true}
		case c.New == "trash":
			return object{"deleted": true}
		case c.Old == "spam":
			return object{"spam": false}
		case c.Old == "trash":
			return object{"deleted": false}
		case statusCode(c.Old, t.ID) == statusCode(c.New, t.ID):
			return nil
		}
		return object{"status": statusLabel(statusCode(c.New, t.ID))}
	case "team":
		return object{"group": s.team(number(c.New))}
	case "agent":
		return object{"agent_id": some(number(c.New), agentID)}
	case "priority":
		return object{"priority": priorityCode(c.New)}
	case "topic":
		return object{"ticket_type": text(c.New)}
	default:
		return object{"added_tags": []string{c.New}}
	}
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func statusLabel(code int) string {
	return map[int]string{
		statusOpen: "Open", statusPending: "Pending", statusResolved: "Resolved", statusClosed: "Closed",
		statusWaitingOnCustomer: "Waiting on Customer", statusWaitingOnThird: "Waiting on Third Party",
	}[code]
}

func (s *Server) team(id int64) *string {
	for _, t := range s.o.Tape.Teams {
		if t.ID == id {
			return &t.Name
		}
	}
	return nil
}

func (s *Server) brand(id int64) *string {
	for _, b := range s.o.Tape.Brands {
		if b.ID == id {
			return &b.Name
		}
	}
	return nil
}
