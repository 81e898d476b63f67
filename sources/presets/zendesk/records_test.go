package zendesk

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/presets/zendesk/fake"
	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/desk"
)

// The ways by which tickets come.
func TestChannels(t *testing.T) {
	s := desk.Days()
	for _, channel := range []string{"mail", "web form", "chat", "phone", "marketplace", "social"} {
		s.Open(desk.At(1), replay.Ticket{Channel: channel})
	}
	d := open(t, s, 600, desk.Setting{})
	require.NoError(t, d.Poll("tickets"))
	require.Equal(t, []string{
		"ticket 1 new: customer email normal customer 1, group Orders, brand Casa",
		"ticket 2 new: customer form normal customer 1, group Orders, brand Casa",
		"ticket 3 new: customer chat normal customer 1, group Orders, brand Casa",
		"ticket 4 new: customer phone normal customer 1, group Orders, brand Casa",
		"ticket 5 new: customer marketplace normal customer 1, group Orders, brand Casa",
		"ticket 6 new: customer social normal customer 1, group Orders, brand Casa",
	}, d.Of("", record.KindTicket))
	require.Empty(t, d.Ledger.Anomalies)

	sunshine := `{"tickets":[{"id":1,"status":"open","created_at":"2026-05-04T12:00:00Z","updated_at":"2026-05-04T12:00:00Z",` +
		`"requester_id":1,"via":{"channel":"sunshine_conversations_api"},"group_id":null,"generated_timestamp":1777896000}],"after_cursor":"x","end_of_stream":true}`
	o := open(t, desk.Days(), 600, desk.Setting{Wrap: answer("/tickets/cursor", strings.ReplaceAll(sunshine, "conversations_api", "conversations_whatsapp"))})
	require.NoError(t, o.Poll("tickets"))
	require.Equal(t, []string{"ticket 1 open: customer messaging none 1"}, o.Of("", record.KindTicket))
	require.Empty(t, o.Ledger.Anomalies)
}

// A ticket's tags, its type, or one of its fields is what it is about.
func TestTopics(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{})
	s.Change(desk.At(2), 1, "topic", "wrong item", "agent", 1)
	for topics, want := range map[string]string{
		`"4417500120205"`: ", topics wrong item, tags wrong_item",
		`"type"`:          ", tags wrong_item", // it has none
		`"tags"`:          ", topics wrong_item, tags wrong_item",
	} {
		d := open(t, s, 600, desk.Setting{With: []string{`topics: "4417500120205"`, "topics: " + topics}})
		require.NoError(t, d.Poll("tickets"))
		require.Equal(t, []string{"ticket 1 new: customer email normal customer 1, group Orders, brand Casa" + want}, d.Of("", record.KindTicket))
	}
	named := open(t, s, 600, desk.Setting{Wrap: answer("/ticket_fields",
		`{"ticket_fields":[{"id":4417500120205,"custom_field_options":[{"value":"wrong_item","name":"Wrong item, swapped"}]}],"meta":{"has_more":false},"links":{}}`)})
	require.NoError(t, named.Poll("tickets"))
	require.Contains(t, named.Of("", record.KindTicket)[0], ", topics Wrong item, swapped, tags wrong_item")
	// An option that was made after the fields were read is called by its value.
	d := open(t, s, 600, desk.Setting{Wrap: answer("/ticket_fields", `{"ticket_fields":[],"meta":{"has_more":false},"links":{}}`)})
	require.NoError(t, d.Poll("tickets"))
	require.Contains(t, d.Of("", record.KindTicket)[0], ", topics wrong item, tags wrong_item")
}

// What happened before the history begins comes with the audits of the ticket, once it is touched or found open; nothing is
// asked twice of younger tickets.
func TestHistory(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{}) // open, and left alone
	s.Say(desk.At(2), 1, byAgent(1))
	s.Open(desk.At(1), replay.Ticket{}) // solved, and touched later
	s.Say(desk.At(2), 2, byAgent(1))
	s.Change(desk.At(2), 2, "status", "solved", "agent", 1)
	s.Open(desk.At(1), replay.Ticket{}) // solved, and left alone
	s.Change(desk.At(2), 3, "status", "solved", "agent", 1)
	s.Open(desk.At(310), replay.Ticket{})
	s.Change(desk.At(320), 2, "status", "open", "customer", 1)
	d := open(t, s, 600, desk.Setting{Since: desk.At(300), With: []string{`notifications: "on"`, `notifications: "off"`}})
	d.PollAll()
	d.PollAll()
	require.Equal(t, []string{
		"1 group Orders to Orders by customer", "1 priority normal to normal by customer", "1 public message of customer, customer 1",
		"2 public message of agent, ada", "ticket 1 new: customer email normal customer 1, group Orders, brand Casa, replies 1",
	}, d.Of("1"))
	require.Equal(t, []string{
		"1 group Orders to Orders by customer", "1 priority normal to normal by customer", "1 public message of customer, customer 1",
		"2 public message of agent, ada", "2 status new to solved by agent", "320 status solved to open by customer",
		"ticket 2 open: customer email normal customer 1, group Orders, brand Casa, reopens 1, replies 1",
	}, d.Of("2"))
	require.Len(t, d.Of("4", record.KindMessage), 1)
	require.Equal(t, 2, d.Account.Log().Requests()["GET /api/v2/tickets/{id}/audits"])
	require.LessOrEqual(t, d.Account.Log().Requests()["GET /api/v2/tickets/{id}"], 2)
}

// A deletion may leave updated_at as it was (as recorded of real accounts): it is younger all the same.
func TestDeletedLater(t *testing.T) {
	row := func(status string, generated int) string {
		return fmt.Sprintf(`{"id":1,"status":%q,"subject":"Hello","created_at":%q,"updated_at":%q,"generated_timestamp":%d,"requester_id":1,"via":{"channel":"web"}}`,
			status, desk.At(1).Format(time.RFC3339), desk.At(5).Format(time.RFC3339), desk.At(generated).Unix())
	}
	d := open(t, desk.Days(), 600, desk.Setting{Wrap: answer("/tickets/cursor",
		`{"tickets":[`+row("deleted", 90)+`,`+row("open", 80)+`],"after_cursor":"x","end_of_stream":true}`)})
	require.NoError(t, d.Poll("tickets"))
	require.Equal(t, []string{"ticket 1 deleted: customer form none 1"}, d.Of("1"))
}

// Whatever the language of the note, a number follows a #; a note that says none, or that came later, tells nothing.
func TestMergeNotes(t *testing.T) {
	for body, want := range map[string]string{
		"This request was closed and merged into request #2 \\\"Re: #1\\\".": ", void 9, into 2",
		"La richiesta #1 è stata unita alla richiesta #2":                    ", void 9, into 2",
		"Doppelt.": ", void 9",
	} {
		s := desk.Days()
		s.Open(desk.At(1), replay.Ticket{})
		s.Open(desk.At(1), replay.Ticket{})
		s.Merge(desk.At(9), 1, 2, 1)
		d := open(t, s, 600, desk.Setting{Wrap: answer("/tickets/1/comments",
			fmt.Sprintf(`{"comments":[{"id":1,"body":"%s","created_at":%q,"public":false}],"meta":{"has_more":false},"links":{}}`, body, desk.At(9).Format(time.RFC3339)))})
		d.PollAll()
		require.Equal(t, []string{
			"ticket 1 merged: customer email normal customer 1, group Orders, brand Casa, solved 9" + want + ", tags closed_by_merge",
		}, d.Of("1", record.KindTicket), body)
	}
}

// A rating that is revised within a week is revised here, and so is a survey's; who reads every hour knows
// what the account shows in the end.
func TestSurveysAreRevised(t *testing.T) {
	s := replay.Write(desk.At(0), desk.At(0).AddDate(0, 0, 4))
	for n := range 400 {
		id := s.Open(desk.At(8*n), replay.Ticket{})
		s.Change(desk.At(8*n+10), id, "status", "solved", "agent", 1)
	}
	const last = 4*24*60 - 60
	read := func(from int) *desk.Desk {
		d := open(t, s, from, desk.Setting{Since: desk.At(0), Options: api.Options{Seed: 4}})
		for minute := from; minute <= last; minute += 60 {
			d.Clock.Advance(desk.At(minute).Sub(d.Clock.Now()))
			require.NoError(t, d.Poll("ratings"))
			require.NoError(t, d.Poll("surveys"))
		}
		return d
	}
	d := read(24 * 60)
	revised, offered, scored := 0, 0, 0
	for _, r := range d.Ledger.Records {
		survey, ok := r.(record.Survey)
		require.True(t, ok)
		switch {
		case survey.Score == nil:
			offered++
		case !survey.RevisedAt.IsZero():
			revised++
		}
		if survey.Score != nil {
			scored++
		}
	}
	require.Positive(t, offered)
	require.Positive(t, scored)
	require.Positive(t, revised)
	late := read(last)
	require.Equal(t, late.Of(""), d.Of(""))
	t.Logf("%d offered, %d scored, %d revised", offered, scored, revised)
}

// What the rows of ratings and surveys say.
func TestSurveys(t *testing.T) {
	rating := func(id int, score string, created, updated int) string {
		return fmt.Sprintf(`{"id":%d,"ticket_id":7,"requester_id":9,"assignee_id":%d,"group_id":%d,"score":%q,"created_at":%q,"updated_at":%q}`,
			id, fake.AgentID(1), fake.GroupID(1), score, desk.At(created).Format(time.RFC3339), desk.At(updated).Format(time.RFC3339))
	}
	d := open(t, desk.Days(), 600, desk.Setting{Wrap: answer("/satisfaction_ratings", `{"satisfaction_ratings":[`+strings.Join([]string{
		rating(1, "offered", 10, 10), rating(2, "good", 20, 25), rating(3, "badwithcomment", 30, 30), rating(4, "unoffered", 5, 5),
	}, ",")+`],"meta":{"has_more":false},"links":{}}`)})
	require.NoError(t, d.Poll("ratings"))
	require.Equal(t, []string{
		"satisfaction of ticket 7: 0 of 0 to 1, sent , answered 30, revised ", "satisfaction of ticket 7: 1 of 0 to 1, sent , answered 25, revised ",
		"satisfaction of ticket 7: no answer, sent 10, answered , revised ",
	}, d.Of(""))

	respond := func(rating, updated int) string {
		return fmt.Sprintf(`{"id":"01H","responder_id":9,"subjects":[{"type":"user","id":"3"},{"type":"ticket","id":"7"}],"answers":[`+
			`{"type":"open_ended","value":"Thanks","created_at":%[2]q,"updated_at":%[2]q},`+
			`{"rating":9,"created_at":%[2]q,"updated_at":%[2]q,"question":{"sub_type":"effort"}},`+
			`{"rating":%[1]d,"created_at":%[2]q,"updated_at":%[3]q,"question":{"sub_type":"customer_satisfaction"}}]}`,
			rating, desk.At(10).Format(time.RFC3339), desk.At(updated).Format(time.RFC3339))
	}
	for _, c := range []struct {
		rating, updated int
		want            string
	}{
		{4, 10, "satisfaction of ticket 7: 4 of 1 to 5, sent , answered 10, revised "},
		{1, 30, "satisfaction of ticket 7: 1 of 1 to 5, sent , answered 10, revised 30"},
	} {
		d := open(t, desk.Days(), 600, desk.Setting{Wrap: answer("/survey_responses", `{"survey_responses":[`+respond(c.rating, c.updated)+`],"meta":{"has_more":false}}`)})
		require.NoError(t, d.Poll("surveys"))
		require.Equal(t, []string{c.want}, d.Of(""))
	}
}

// A call is exported when it is over, and once more when its charge is known.
func TestCallsComeTwice(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{Channel: "phone"})
	d := open(t, s, 30, desk.Setting{})
	for range 40 {
		require.NoError(t, d.Poll("calls"))
		d.Clock.Advance(5 * time.Minute)
	}
	require.Len(t, d.Of("", record.KindContact), 1)
	require.GreaterOrEqual(t, d.Ledger.Delivered["calls"], 2)
}

// How calls end.
func TestCalls(t *testing.T) {
	call := func(id int, with string) string {
		return fmt.Sprintf(`{"id":%d,"direction":"inbound","created_at":%q,"updated_at":%q,"duration":300,"talk_time":240,"call_group_id":%d%s}`,
			id, desk.At(id).Format(time.RFC3339), desk.At(60).Format(time.RFC3339), fake.GroupID(2), with)
	}
	ada := fmt.Sprintf(`,"agent_id":%d,"time_to_answer":60,"completion_status":"completed"`, fake.AgentID(1))
	d := open(t, desk.Days(), 600, desk.Setting{Wrap: answer("/incremental/calls", `{"calls":[`+strings.Join([]string{
		call(1, ada), call(2, ada+`,"talk_time":0`), call(3, `,"completion_status":"completed","voicemail":true`),
		call(4, `,"completion_status":"abandoned_in_queue"`), call(5, `,"completion_status":"abandoned_in_voicemail"`),
		call(6, `,"completion_status":"completed","outside_business_hours":true`), call(7, `,"completion_status":"completed","overflowed":true`),
		call(8, `,"completion_status":"not_yet_completed"`), call(9, ada+`,"direction":"outbound"`), call(10, `,"completion_status":"failed"`),
	}, ",")+`],"next_page":"https://casa-group.zendesk.com/again","count":10}`)})
	require.NoError(t, d.Poll("calls"))
	require.Equal(t, []string{
		"1 call 1, answered 2, ended 6 by ada for Billing: answered",
		"10 call 10, answered , ended 15 by nobody for Billing: rejected",
		"2 call 2, answered , ended 7 by ada for Billing: ",
		"3 call 3, answered , ended 8 by nobody for Billing: voicemail",
		"4 call 4, answered , ended 9 by nobody for Billing: abandoned",
		"5 call 5, answered , ended 10 by nobody for Billing: voicemail",
		"6 call 6, answered , ended 11 by nobody for Billing: out_of_hours",
		"7 call 7, answered , ended 12 by nobody for Billing: overflow",
		"8 call 8, answered , ended  by nobody for Billing: ",
	}, append(d.Of("")[:1:1], append(d.Of("")[8:], d.Of("")[1:8]...)...))
}

// The comments of a merged ticket are read from its end.
func TestLastComment(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{})
	s.Say(desk.At(2), 1, replay.Message{Author: "customer", AuthorID: 1, Body: "It is about order #77."})
	s.Open(desk.At(3), replay.Ticket{})
	s.Merge(desk.At(9), 1, 2, 1)
	d := open(t, s, 600, desk.Setting{})
	d.PollAll()
	require.Contains(t, d.Of("1", record.KindTicket)[0], "void 9, into 2,")
}

// A trigger may act in the update of an agent: the event says so. Nobody's group is null.
func TestRuleInAnUpdate(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{})
	d := open(t, s, 600, desk.Setting{
		With: []string{`notifications: "on"`, `notifications: "off"`},
		Wrap: answer("/ticket_events", fmt.Sprintf(`{"ticket_events":[{"id":1,"ticket_id":1,"created_at":%q,"timestamp":%d,"updater_id":%d,"via":"Web form",`+
			`"child_events":[{"id":2,"event_type":"Change","via":"Web form","status":"open","previous_value":"new"},`+
			`{"id":3,"event_type":"Change","via":"Rule","priority":"high","previous_value":"normal"},`+
			`{"id":4,"event_type":"Change","via":"Web form","group_id":"%[4]d","previous_value":null}]}],"end_time":%[2]d,"end_of_stream":true}`,
			desk.At(5).Format(time.RFC3339), desk.At(5).Unix(), fake.AgentID(1), fake.GroupID(2))),
	})
	require.NoError(t, d.Poll("events"))
	require.Equal(t, []string{"5 group  to Billing by agent", "5 priority normal to high by automation", "5 status new to open by agent"}, d.Of(""))
}
