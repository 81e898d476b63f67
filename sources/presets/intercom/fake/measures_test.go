package fake

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
)

func TestOfficeSeconds(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Rome")
	require.NoError(t, err)
	at := func(text string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		require.NoError(t, err)
		return when
	}
	for name, test := range map[string]struct {
		from, to string
		want     time.Duration
	}{
		"within a day":    {"2026-06-01 10:00", "2026-06-01 12:30", 150 * time.Minute},
		"before and late": {"2026-06-01 06:00", "2026-06-01 22:00", 9 * time.Hour},
		"overnight":       {"2026-06-01 17:00", "2026-06-02 10:00", 2 * time.Hour},
		"weekend":         {"2026-06-05 17:30", "2026-06-08 09:30", time.Hour},
		"at night":        {"2026-06-01 20:00", "2026-06-02 05:00", 0},
	} {
		require.EqualValues(t, test.want/time.Second, officeSeconds(at(test.from), at(test.to), zone), name)
	}
}

// The measures say what the desk has on file.
func TestStatistics(t *testing.T) {
	tape := record(t, 4, 0.4)
	c := newClient(t, api.Options{Tape: tape, Calm: true})
	frame := tape.At(tape.End)
	none, reopened, replied := 0, 0, 0
	for _, row := range c.search("conversations", since("created_at", tape.Begin.Add(-time.Hour)), nil, 150) {
		ticket, ok := frame.Ticket(mustTicket(t, row))
		require.True(t, ok)
		var contact, admin, last, closed, waiting time.Time
		for _, m := range ticket.Messages {
			if m.Internal {
				continue
			}
			switch m.Author {
			case "customer":
				set(&contact, m.Created)
				set(&waiting, m.Created)
			case "agent":
				if !contact.IsZero() {
					set(&admin, m.Created)
					last = m.Created
				}
				waiting = time.Time{}
			}
		}
		if contact.IsZero() {
			none++
			require.Nil(t, dig(row, "statistics"))
			require.Nil(t, dig(row, "first_contact_reply"))
			continue
		}
		reopens := 0
		for _, change := range ticket.Changes {
			if change.Field != "status" || change.At.Before(contact) {
				continue
			}
			if stateOf(change.Old) == stateClosed && stateOf(change.New) == stateOpen {
				reopens++
			}
			if stateOf(change.Old) != stateClosed && stateOf(change.New) == stateClosed {
				set(&closed, change.At)
			}
		}
		reopened += reopens
		stats := dig(row, "statistics")
		require.Equal(t, stamp(contact), num(stats, "first_contact_reply_at"))
		require.EqualValues(t, reopens, num(stats, "count_reopens"))
		for field, want := range map[string]time.Time{"first_admin_reply_at": admin, "last_admin_reply_at": last, "first_close_at": closed} {
			if want.IsZero() {
				require.Nil(t, dig(stats, field), field)
				continue
			}
			require.Equal(t, want.Unix(), num(stats, field), field)
		}
		if !admin.IsZero() {
			replied++
			require.Equal(t, officeSeconds(contact, admin, tape.Zone), num(stats, "time_to_admin_reply"))
		}
		if waiting.IsZero() {
			require.Nil(t, dig(row, "waiting_since"))
		} else {
			require.Equal(t, waiting.Unix(), num(row, "waiting_since"))
		}
	}
	require.Positive(t, none)
	require.Positive(t, reopened)
	require.Positive(t, replied)
}

// The ratings shown are those that the server tells of.
func TestRatings(t *testing.T) {
	tape := record(t, 3, 0.4)
	c := newClient(t, api.Options{Tape: tape, Calm: true})
	given, pending := 0, 0
	for _, row := range c.search("conversations", since("created_at", tape.Begin.Add(-time.Hour)), nil, 150) {
		requested, replied, score, ok := c.server.Rating(mustTicket(t, row))
		require.Equal(t, ok, dig(row, "conversation_rating") != nil)
		if !ok {
			continue
		}
		require.Equal(t, requested.Unix(), num(row, "conversation_rating", "created_at"))
		require.EqualValues(t, score, num(row, "conversation_rating", "rating"))
		if replied.IsZero() {
			pending++
			continue
		}
		given++
		require.Equal(t, replied.Unix(), num(row, "conversation_rating", "updated_at"))
	}
	require.Positive(t, given)
	require.Positive(t, pending)
	found := c.search("conversations", jsonObject{"field": "conversation_rating.score", "operator": ">", "value": 0}, nil, 150)
	require.Len(t, found, given)
	again := c.search("conversations", since("conversation_rating.replied_at", tape.Begin), ascending("conversation_rating.replied_at"), 4)
	require.Len(t, again, given)
}

// The SLA of urgent conversations is missed by a late reply, not before.
func TestSLA(t *testing.T) {
	tape := record(t, 3, 0.8)
	c := newClient(t, api.Options{Tape: tape, Calm: true})
	seen := map[string]int{}
	for _, row := range c.search("conversations", since("created_at", tape.Begin.Add(-time.Hour)), nil, 150) {
		ticket, ok := tape.At(tape.End).Ticket(mustTicket(t, row))
		require.True(t, ok)
		urgent := ticket.OpenedBy == "customer" && before(ticket, "priority", ticket.Priority) == "p1"
		require.Equal(t, urgent, dig(row, "sla_applied") != nil)
		if !urgent {
			continue
		}
		want := "active"
		for _, m := range ticket.Messages {
			if m.Author == "agent" && !m.Internal {
				want = "hit"
				if m.Created.Sub(ticket.Created) > target {
					want = "missed"
				}
				break
			}
		}
		require.Equal(t, want, str(row, "sla_applied", "sla_status"))
		seen[want]++
		parts := map[string]int{}
		for _, p := range arr(c.get("/conversations/"+str(row, "id")), "conversation_parts", "conversation_parts") {
			parts[str(p, "part_type")]++
		}
		require.Equal(t, 1, parts[partSLA])
		require.Equal(t, want == "missed", parts[partSLAMissed] == 1)
	}
	require.Positive(t, seen["hit"])
	require.Positive(t, seen["missed"])
}

// What comes by the form is a ticket too, with finer states.
func TestTickets(t *testing.T) {
	tape := record(t, 4, 0.5)
	for _, version := range []string{"2.15", "2.16"} {
		c := newClient(t, api.Options{Tape: tape, Calm: true})
		c.version = version
		frame := tape.At(tape.End)
		want := map[string]bool{}
		for _, k := range frame.Tickets {
			if isTicket(k) {
				want[ConversationID(k.ID)] = true
			}
		}
		query := jsonObject{"operator": "AND", "value": []any{
			jsonObject{"field": "created_at", "operator": ">=", "value": tape.Begin.Unix()}, jsonObject{"field": "category", "operator": "=", "value": "request"},
		}}
		states := map[string]bool{}
		for _, row := range c.search("tickets", query, ascending("updated_at"), 7) {
			require.True(t, want[str(row, "id")])
			delete(want, str(row, "id"))
			ticket, ok := frame.Ticket(mustTicket(t, row))
			require.True(t, ok)
			require.Equal(t, row, c.get("/tickets/"+str(row, "id")))
			require.Equal(t, ticketStateOf(ticket.Status).internal, str(row, "ticket_state", "internal_label"))
			states[str(row, "ticket_state", "internal_label")] = true
			require.Equal(t, ticket.Subject, str(row, "ticket_attributes", "_default_title_"))
			require.Equal(t, ticket.Topic, str(row, "ticket_attributes", TopicAttribute))
			parts := arr(row, "ticket_parts", "ticket_parts")
			said := 0
			for _, p := range parts {
				if str(p, "body") != "" {
					said++
				}
			}
			messages := len(ticket.Messages)
			if ticket.OpenedBy == "agent" {
				messages++
			}
			require.Equal(t, messages, said)
			var changed []string
			for _, p := range parts {
				if str(p, "part_type") == partTicketState {
					require.NotEqual(t, str(p, "id"), "")
					changed = append(changed, str(p, "ticket_state"))
				}
			}
			if n := len(changed); n > 0 {
				require.Equal(t, str(row, "ticket_state", "category"), changed[n-1])
			}
			if version == "2.15" {
				require.Equal(t, itoa(TeamID(ticket.Team)), str(row, "team_assignee_id"))
			} else {
				require.Equal(t, TeamID(ticket.Team), num(row, "team_assignee_id"))
			}
		}
		require.Empty(t, want)
		require.True(t, states["Resolved"] && states["Waiting on customer"])
		require.Len(t, arr(c.get("/ticket_states"), "data"), 5)
		require.Len(t, arr(c.get("/ticket_types"), "data"), 1)
	}
}

func TestLookups(t *testing.T) {
	tape := record(t, 1, 0.4)
	c := newClient(t, api.Options{Tape: tape, Calm: true})
	names := func(path, key string) (all []string) {
		for _, o := range arr(c.get(path), key) {
			all = append(all, str(o, "name"))
		}
		return all
	}
	require.Len(t, names("/admins", "admins"), len(tape.Agents))
	require.Len(t, names("/teams", "teams"), len(tape.Teams))
	require.Len(t, names("/brands", "data"), len(tape.Brands))
	require.True(t, slices.Contains(names("/tags", "data"), SpamTag))
	require.Equal(t, "conversation_attribute", str(arr(c.get("/conversations/attributes"), "data")[0], "type"))
	require.Equal(t, WorkspaceID, str(c.get("/me"), "app", "id_code"))
	require.Equal(t, tape.Teams[1].Name, str(c.get("/teams/"+itoa(TeamID(2))), "name"))
	require.Equal(t, tape.Agents[2].Name, str(c.get("/admins/"+itoa(AdminID(3))), "name"))
	id := ConversationID(tape.At(tape.End).Tickets[0].ID)
	require.Len(t, arr(arr(c.get("/office_hours_schedules"), "data")[0], "time_intervals"), 5)
	require.Empty(t, arr(c.get("/office_hours_schedules/"+officeID+"/office_hours_exceptions"), "data"))
	require.Empty(t, arr(c.get("/conversations/"+id+"/handling_events"), "handling_events"))
	require.Empty(t, arr(c.get("/conversations/"+id+"/side_conversations"), "side_conversations"))
}

func BenchmarkSearch(b *testing.B) {
	tape := record(b, 20, 2)
	c := newClient(b, api.Options{Tape: tape})
	query := jsonObject{"query": since("updated_at", tape.End.Add(-time.Hour)), "sort": ascending("updated_at"), "pagination": jsonObject{"per_page": 150}}
	c.post("/conversations/search", query)
	b.ReportMetric(float64(len(tape.At(tape.End).Tickets)), "tickets")
	b.Run("search", func(b *testing.B) {
		for b.Loop() {
			c.post("/conversations/search", query)
		}
	})
	b.Run("get", func(b *testing.B) {
		path := "/conversations/" + ConversationID(tape.At(tape.End).Tickets[0].ID)
		for b.Loop() {
			c.get(path)
		}
	})
	b.Run("step", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			c.clock.Advance(-time.Duration(n%60+1) * time.Minute)
			c.get("/conversations?per_page=1")
			c.clock.Advance(time.Duration(n%60+1) * time.Minute)
		}
	})
}
