package fake

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// read is what a client reads of a conversation that reads all its parts.
type read struct {
	said, states, assigned, priorities, topics, tags []string
}

func line(at int64, what ...any) string { return fmt.Sprint(at, " ", fmt.Sprint(what...)) }

// readParts reads a conversation by the documented rules.
func readParts(o jsonObject) (r read) {
	for _, p := range arr(o, "conversation_parts", "conversation_parts") {
		at, kind := num(p, "created_at"), str(p, "part_type")
		if body := str(p, "body"); body != "" {
			r.said = append(r.said, line(at, str(p, "author", "type"), " ", str(p, "author", "id"), " ", kind == partNote, " ", body))
		}
		switch kind {
		case partOpen, partClose, partSnoozed, partUnsnoozed, partTimer:
			r.states = append(r.states, line(at, str(p, "state")))
		case partAssignment:
			r.assigned = append(r.assigned, line(at, str(p, "assigned_to", "type"), " ", str(p, "assigned_to", "id")))
		case partPriority:
			r.priorities = append(r.priorities, line(at, str(p, "event_details", "previous_priority"), " ", str(p, "event_details", "current_priority")))
		case partByAdmin, partByWorkflow, partByUser:
			r.topics = append(r.topics, line(at, str(p, "event_details", "value", "name")))
		case partTags:
			for _, tag := range arr(p, "event_details", "tags_added") {
				r.tags = append(r.tags, line(at, tag))
			}
		}
	}
	return r
}

// expect is what the tape tells of the same.
func expect(s *Server, t *replay.Ticket) (r read) {
	assign := func(at time.Time, kind, id string) { r.assigned = append(r.assigned, line(at.Unix(), kind, " ", id)) }
	team := func(at time.Time, id string) { assign(at, "team", itoa(TeamID(parse(id)))) }
	agent := func(at time.Time, id string) {
		if id == "" {
			assign(at, "nobody_admin", "")
			return
		}
		assign(at, "admin", itoa(AdminID(parse(id))))
	}
	team(t.Created, before(t, "team", format(t.Team)))
	if first := before(t, "agent", format(t.Agent)); first != "" {
		agent(t.Created, first)
	}
	for i, m := range t.Messages {
		if i == 0 && t.OpenedBy == "customer" {
			continue
		}
		who := s.people.who(m.Author, m.AuthorID)
		r.said = append(r.said, line(m.Created.Unix(), who.kind, " ", who.id, " ", m.Internal, " ", paragraph(m.Body)))
	}
	for _, c := range t.Changes {
		at := c.At.Unix()
		switch c.Field {
		case "status":
			if stateOf(c.Old) != stateOf(c.New) || stateOf(c.New) == stateSnoozed {
				r.states = append(r.states, line(at, stateOf(c.New)))
			}
			if mark := markOf(c.New); mark != "" {
				r.tags = append(r.tags, line(at, mark))
			}
		case "team":
			team(c.At, c.New)
		case "agent":
			agent(c.At, c.New)
		case "priority":
			r.priorities = append(r.priorities, line(at, level(c.Old), " ", level(c.New)))
		case "topic":
			r.topics = append(r.topics, line(at, c.New))
		case "tag":
			r.tags = append(r.tags, line(at, c.New))
		}
	}
	return r
}

// Every conversation, message and change of the desk is there, and nothing else, at several instants.
func TestWholeStory(t *testing.T) {
	tape := record(t, 4, 0.4)
	c := newClient(t, api.Options{Tape: tape, Calm: true})
	kinds := map[string]int{}
	for _, after := range []time.Duration{5 * time.Hour, 9*time.Hour + 30*time.Second, 33 * time.Hour, 96 * time.Hour} {
		c.clock.Advance(tape.Begin.Add(after).Sub(c.clock.Now()))
		frame := tape.At(c.clock.Now())
		found := c.search("conversations", since("created_at", time.Unix(0, 0)), ascending("created_at"), 7)
		require.Len(t, found, len(frame.Tickets))
		for _, row := range found {
			id, ok := ticketOf(str(row, "id"))
			require.True(t, ok)
			ticket, ok := frame.Ticket(id)
			require.True(t, ok)
			require.Equal(t, ticket.Created.Unix(), num(row, "created_at"))
			require.LessOrEqual(t, num(row, "updated_at"), frame.At.Unix())
			require.Equal(t, stateOf(ticket.Status), str(row, "state"))
			require.Equal(t, stateOf(ticket.Status) != stateClosed, dig(row, "open"))
			require.Equal(t, stateOf(ticket.Status) == stateSnoozed, dig(row, "snoozed_until") != nil)
			require.Equal(t, level(ticket.Priority), str(row, "priority"))
			require.Equal(t, TeamID(ticket.Team), num(row, "team_assignee_id"))
			require.Equal(t, ticket.Topic, str(row, "custom_attributes", TopicAttribute))
			require.Equal(t, tape.Brands[ticket.Brand-1].Name, str(row, "custom_attributes", BrandAttribute))
			require.Equal(t, ContactID(ticket.Customer), str(arr(row, "contacts", "contacts")[0], "id"))
			require.Equal(t, ticket.MergedInto != 0, dig(row, "custom_attributes", MergedAttribute) != nil)
			require.Equal(t, len(ticket.Tags) > 0 || markOf(ticket.Status) != "", len(arr(row, "tags", "tags")) > 0)
			require.Equal(t, isTicket(ticket), dig(row, "ticket") != nil)

			whole := c.get("/conversations/" + str(row, "id"))
			have, want := readParts(whole), expect(c.server, ticket)
			for _, r := range []*read{&have, &want} {
				for _, lines := range []*[]string{&r.said, &r.states, &r.assigned, &r.priorities, &r.topics, &r.tags} {
					slices.Sort(*lines)
				}
			}
			require.Equal(t, want, have, "%+v", *ticket)
			switch ticket.OpenedBy {
			case "customer":
				require.Equal(t, paragraph(ticket.Messages[0].Body), str(whole, "source", "body"))
				require.Equal(t, ContactID(ticket.Messages[0].AuthorID), str(whole, "source", "author", "id"))
				require.Equal(t, ticket.Created, ticket.Messages[0].Created)
			case "agent":
				require.Equal(t, paragraph(ticket.Description), str(whole, "source", "body"))
			default:
				require.Empty(t, str(whole, "source", "body"))
			}
			kinds[str(whole, "source", "delivered_as")]++
			ids := map[string]bool{}
			newest := num(row, "created_at")
			parts := arr(whole, "conversation_parts", "conversation_parts")
			for i, p := range parts {
				kinds[str(p, "part_type")]++
				if str(p, "body") != "" && str(p, "part_type") != partComment && str(p, "part_type") != partNote {
					kinds[str(p, "part_type")+" that says something"]++
				}
				require.False(t, ids[str(p, "id")], "%s", str(p, "id"))
				ids[str(p, "id")] = true
				require.LessOrEqual(t, num(p, "updated_at"), num(row, "updated_at"))
				newest = max(newest, num(p, "updated_at"))
				if i > 0 {
					require.LessOrEqual(t, num(parts[i-1], "created_at"), num(p, "created_at"))
				}
			}
			if n := len(parts); n > 0 {
				require.Equal(t, stateOf(ticket.Status), str(parts[n-1], "state"))
			}
			require.Equal(t, str(row, "id"), str(whole, "id"))
			if counted := dig(row, "statistics"); counted != nil {
				require.EqualValues(t, len(parts), num(counted, "count_conversation_parts"))
			}
		}
		if c.clock.Now().Equal(tape.End) {
			require.NotEmpty(t, frame.Gone)
		}
	}
	for _, kind := range []string{
		customerInitiated, adminInitiated, operatorInitiated, partComment, partNote, partOpen, partClose, partSnoozed, partTimer,
		partAssignment, partPriority, partTags, partByAdmin, partMergedAway, partMergedInto, partRating, partRemark, partTicketState,
		"open that says something", "close that says something",
	} {
		require.Positive(t, kinds[kind], kind)
	}
}

// Who reads by watching updated_at, with the overlap that the index needs, misses nothing, however small the
// pages are and whatever happens between two of them.
func TestIncrementalWalk(t *testing.T) {
	tape := record(t, 3, 0.4)
	for _, version := range []string{"2.15", "2.16"} {
		c := newClient(t, api.Options{Tape: tape, Seed: 11})
		c.version = version
		seen, late := map[string]int64{}, 0
		mark := tape.Begin.Add(-time.Hour)
		for at := tape.Begin.Add(time.Hour); !at.After(tape.End); at = at.Add(37 * time.Minute) {
			c.clock.Advance(at.Sub(c.clock.Now()))
			newest := mark
			for _, row := range c.search("conversations", since("updated_at", mark.Add(-IndexLag)), ascending("updated_at"), 3) {
				seen[str(row, "id")] = num(row, "updated_at")
				newest = time.Unix(max(newest.Unix(), num(row, "updated_at")), 0)
			}
			if newest.After(mark) {
				mark = newest
			}
			for _, i := range c.server.present().items {
				if seen[ConversationID(i.ticket.ID)] != i.updated.Unix() {
					late++
					require.Less(t, c.clock.Now().Sub(i.updated), IndexLag)
				}
			}
		}
		require.Positive(t, late)
		c.clock.Advance(10 * time.Minute)
		for _, row := range c.search("conversations", since("updated_at", mark.Add(-IndexLag)), ascending("updated_at"), 150) {
			seen[str(row, "id")] = num(row, "updated_at")
		}
		for _, i := range c.server.present().items {
			require.Equal(t, i.updated.Unix(), seen[ConversationID(i.ticket.ID)])
		}
	}
}

// The list and the search find the same, and a filter what it says.
func TestFilters(t *testing.T) {
	tape := record(t, 2, 0.4)
	c := newClient(t, api.Options{Tape: tape, Calm: true})
	frame := tape.At(tape.End)
	var listed []string
	for after := ""; ; {
		answer := c.get("/conversations?per_page=13&starting_after=" + strings.ReplaceAll(after, "+", "%2B"))
		for _, row := range arr(answer, "conversations") {
			listed = append(listed, str(row, "id"))
		}
		require.EqualValues(t, len(frame.Tickets), num(answer, "total_count"))
		require.Equal(t, "13", str(answer, "pages", "per_page"))
		if after = str(answer, "pages", "next", "starting_after"); after == "" {
			break
		}
	}
	var searched []string
	for _, row := range c.search("conversations", since("updated_at", tape.Begin.Add(-time.Hour)), nil, 11) {
		searched = append(searched, str(row, "id"))
	}
	require.Equal(t, listed, searched)
	require.Len(t, listed, len(frame.Tickets))

	count := func(is func(t *replay.Ticket) bool) (n int) {
		for _, t := range frame.Tickets {
			if is(t) {
				n++
			}
		}
		return n
	}
	filter := func(field, operator string, value any) jsonObject {
		return jsonObject{"field": field, "operator": operator, "value": value}
	}
	group := func(operator string, of ...any) jsonObject { return jsonObject{"operator": operator, "value": of} }
	open := func(t *replay.Ticket) bool { return stateOf(t.Status) != stateClosed }
	for name, test := range map[string]struct {
		query any
		is    func(t *replay.Ticket) bool
	}{
		"open":      {filter("open", "=", true), open},
		"state":     {filter("state", "IN", []string{"open", "snoozed"}), open},
		"not":       {filter("state", "NIN", []string{"open", "snoozed"}), func(t *replay.Ticket) bool { return !open(t) }},
		"team":      {filter("team_assignee_id", "=", TeamID(2)), func(t *replay.Ticket) bool { return t.Team == 2 }},
		"nobody":    {filter("admin_assignee_id", "=", 0), func(t *replay.Ticket) bool { return t.Agent == 0 }},
		"text date": {filter("created_at", "<", fmt.Sprint(tape.Begin.Add(26*time.Hour).Unix())), func(k *replay.Ticket) bool { return k.Created.Before(tape.Begin.Add(26 * time.Hour)) }},
		"tag":       {filter("tag_ids", "=", tagID(SpamTag)), func(t *replay.Ticket) bool { return t.Status == "spam" }},
		"channel":   {filter("source.type", "=", "email"), func(t *replay.Ticket) bool { return t.Channel == "mail" || t.Channel == "marketplace" }},
		"contact": {filter("contact_ids", "=", ContactID(frame.Tickets[0].Customer)), func(t *replay.Ticket) bool {
			return t.Customer == frame.Tickets[0].Customer || slices.ContainsFunc(t.Messages, func(m replay.Message) bool {
				return m.Author == "customer" && m.AuthorID == frame.Tickets[0].Customer
			})
		}},
		"groups": {group("AND", group("OR", filter("state", "=", "open"), filter("state", "=", "snoozed")), filter("priority", "=", "medium")), func(t *replay.Ticket) bool {
			return open(t) && t.Priority == "p3"
		}},
	} {
		require.Len(t, c.search("conversations", test.query, nil, 150), count(test.is), name)
		require.Positive(t, count(test.is), name)
	}
}
