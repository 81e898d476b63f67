package intercom

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/presets/intercom/fake"
	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/desk"
)

// answer lets the workspace answer with a body wherever a path ends so.
func answer(path, body string) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, path) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, body)
				return
			}
			h.ServeHTTP(w, r)
		})
	}
}

// versions are all that was ever told of what a conversation is, once each, in the order of time.
func versions(d *desk.Desk, ticket string) (lines []string) {
	var told []record.Ticket
	for _, batch := range d.Ledger.Batches {
		for _, part := range batch.Parts {
			for _, r := range part.Records {
				if r, ok := r.(record.Ticket); ok && r.ID == ticket {
					told = append(told, r)
				}
			}
		}
	}
	slices.SortStableFunc(told, func(a, b record.Ticket) int { return a.UpdatedAt.Compare(b.UpdatedAt) })
	for _, r := range told {
		lines = append(lines, fmt.Sprintf("%s %s, topic %s, tags %s, void %s",
			desk.Since(r.UpdatedAt), r.Status, r.Category, strings.Join(r.Tags, "+"), desk.Since(r.VoidedAt)))
	}
	return slices.Compact(lines)
}

// The parts tell what a conversation was about before, and which tags it had: also when they have been read once, late.
func TestVersions(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{})
	s.Change(desk.At(2), 1, "topic", "wrong item", "agent", 1)
	s.Change(desk.At(3), 1, "tag", "vip", "agent", 1)
	s.Change(desk.At(4), 1, "topic", "delivery", "system", 0)
	s.Change(desk.At(5), 1, "status", "trash", "agent", 1)
	s.Change(desk.At(8), 1, "status", "open", "agent", 1)
	s.Change(desk.At(9), 1, "status", "solved", "agent", 1)
	s.Change(desk.At(10), 1, "tag", "late", "agent", 1)
	s.Change(desk.At(11), 1, "status", "open", "agent", 1)
	d := open(t, s, 600, desk.Setting{})
	d.PollAll()
	require.Equal(t, []string{
		"1 open, topic , tags , void ", "2 open, topic wrong item, tags , void ", "3 open, topic wrong item, tags vip, void ",
		"4 open, topic delivery, tags vip, void ", "5 deleted, topic delivery, tags trash+vip, void 5",
		"8 open, topic delivery, tags vip, void ", "10 solved, topic delivery, tags late+vip, void ", "11 open, topic delivery, tags late+vip, void ",
	}, sortedTags(versions(d, fake.ConversationID(1))))
}

func sortedTags(lines []string) []string {
	for i, line := range lines {
		lines[i] = strings.NewReplacer("vip+trash", "trash+vip", "vip+late", "late+vip").Replace(line)
	}
	return lines
}

// The kinds of conversations.
func TestChannels(t *testing.T) {
	s := desk.Days()
	for customer, channel := range []string{"mail", "web form", "chat", "phone", "marketplace", "social", "social", "social"} {
		s.Open(desk.At(1), replay.Ticket{Channel: channel, Customer: int64(customer + 1)})
	}
	d := open(t, s, 600, desk.Setting{})
	d.PollAll()
	var got []string
	for _, line := range d.Of("", record.KindTicket) {
		got = append(got, strings.Join(strings.Fields(line)[1:5], " "))
	}
	require.Equal(t, []string{
		"1 open: customer email", "2 open: customer chat", "3 open: customer chat", "4 open: customer phone", "5 open: customer email",
		"6 open: customer social", "7 open: customer social", "8 open: customer social",
	}, got)
	require.Len(t, d.Of("", record.KindContact), 1)
	require.Equal(t, 1, d.Account.Log().Requests()["POST /calls/search"])
}

// How calls end; those out are none. A call begins without a text.
func TestCalls(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{Channel: "phone"})
	call := func(id int, direction, answered, ended, reason string) string {
		return fmt.Sprintf(`{"id":"%d","direction":%q,"initiated_at":%d,"answered_at":%s,"ended_at":%s,"ended_reason":%q,"admin_id":"%d"}`,
			id, direction, desk.At(1).Unix(), answered, ended, reason, fake.AdminID(1))
	}
	stamp := func(minute int) string { return strconv.FormatInt(desk.At(minute).Unix(), 10) }
	d := open(t, s, 600, desk.Setting{Wrap: answer("/calls/search", `{"type":"list","data":[`+strings.Join([]string{
		call(1, "inbound", stamp(2), stamp(6), "completed"), call(2, "inbound", "null", stamp(3), "abandoned"), call(3, "inbound", "null", stamp(4), "Voicemail"),
		call(4, "inbound", "null", "null", ""), call(5, "outbound", stamp(2), stamp(6), "completed"),
	}, ",")+`]}`)})
	d.PollAll()
	require.Equal(t, []string{
		"1 call 1, answered 2, ended 6 by ada for Orders: answered", "1 call 2, answered , ended 3 by ada for Orders: abandoned",
		"1 call 3, answered , ended 4 by ada for Orders: voicemail", "1 call 4, answered , ended  by ada for Orders: ",
	}, d.Of("", record.KindContact))
	talk, ok := d.Ledger.Records["contact/1"].(record.Contact)
	require.True(t, ok)
	require.Equal(t, 4*time.Minute, talk.Talk)
}

// A rating is asked for after the first close, and given later, or never; the fake tells what the customers said.
func TestRatings(t *testing.T) {
	s := desk.Days()
	for n := range 40 {
		id := s.Open(desk.At(n), replay.Ticket{Agent: 1})
		s.Say(desk.At(n+1), id, byAgent(1))
		s.Change(desk.At(n+2), id, "status", "solved", "agent", 1)
	}
	d := open(t, s, 30, desk.Setting{})
	d.PollUntil(40*60, 3600)
	d.PollAll()
	asked, scored := 0, 0
	for ticket := range int64(40) {
		requested, replied, score, ok := d.Account.(*fake.Server).Rating(ticket + 1)
		r, told := d.Ledger.Records["survey/"+fake.ConversationID(ticket+1)+"/rating"].(record.Survey)
		require.Equal(t, ok, told)
		if !ok {
			continue
		}
		asked++
		require.Equal(t, requested.Unix(), r.SentAt.Unix())
		require.Equal(t, replied.IsZero(), r.AnsweredAt.IsZero())
		if !replied.IsZero() {
			scored++
			require.Equal(t, replied.Unix(), r.AnsweredAt.Unix())
			require.Equal(t, score, *r.Score)
			require.Equal(t, []int{1, 5}, []int{r.ScaleLowest, r.ScaleHigh})
		}
	}
	require.Positive(t, asked)
	require.Positive(t, scored)
	require.Less(t, scored, asked)
}

// A web form's conversation is a Customer ticket, too: it is read as the one or as the other.
func TestTickets(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{Channel: "web form"})
	s.Say(desk.At(2), 1, byAgent(1))
	s.Change(desk.At(3), 1, "status", "open", "agent", 1)
	s.Change(desk.At(4), 1, "status", "parked", "agent", 1)
	s.Change(desk.At(5), 1, "topic", "delivery", "agent", 1)
	s.Change(desk.At(6), 1, "status", "solved", "agent", 1)
	d := open(t, s, 600, desk.Setting{})
	d.PollAll()
	require.Equal(t, 0, d.Account.Log().Requests()["POST /tickets/search"])
	require.Equal(t, []string{"4 status  to pending by agent", "6 status pending to solved by agent"}, d.Of("", record.KindStatusChange))

	o := open(t, s, 600, desk.Setting{With: []string{"workflows: automation", "workflows: automation, tickets: Customer"}})
	o.PollAll()
	require.Equal(t, []string{
		"1 group ? to Orders by automation", "1 public message of customer, customer 1", "2 public message of agent, ada",
		"3 status new to open by agent", "5 category  to delivery by agent", "6 status open to solved by agent",
		"ticket 1 solved: customer other none customer 1, group Orders, solved 6, category delivery, topics delivery+Web form",
	}, o.Of(fake.ConversationID(1)))
}

// Parts that the desk of the fake never has: who speaks, and what else changes along with it.
func TestParts(t *testing.T) {
	part := func(id int, kind, author, with string) string {
		return fmt.Sprintf(`{"id":"%d","part_type":%q,"created_at":%d,"author":{%s},"body":null%s}`, id, kind, desk.At(id).Unix(), author, with)
	}
	admin, user := fmt.Sprintf(`"type":"admin","id":"%d"`, fake.AdminID(1)), fmt.Sprintf(`"type":"user","id":%q`, fake.ContactID(1))
	bot, answers := `"type":"bot","id":"7600900"`, `"type":"bot","id":"7600901","is_ai_answer":true`
	said := `,"body":"<p>Hello</p>"`
	whole := func(source string, parts ...string) string {
		return fmt.Sprintf(`{"type":"conversation","id":%q,"created_at":%d,"updated_at":%d,"state":"open","source":{%s},"conversation_parts":{"conversation_parts":[%s]}}`,
			fake.ConversationID(1), desk.At(0).Unix(), desk.At(50).Unix(), source, strings.Join(parts, ","))
	}
	lead := `"type":"conversation","delivered_as":"customer_initiated","body":"Hi","author":{` + user + `}`
	for _, c := range []struct {
		name, body string
		want       []string
	}{
		{"a button is pressed", whole(lead, part(2, "quick_reply", user, said)), []string{"2 public message of customer, customer 1"}},
		{"a picture alone", whole(lead, part(2, "comment", user, `,"attachments":[{"name":"a.png"}]`)), []string{"2 public message of customer, customer 1"}},
		{"opened, assigned and answered at once", whole(lead, part(2, "close", admin, ""), part(3, "assign_and_reopen", admin, said)), []string{
			"2 status  to solved by agent", "3 public message of agent, ada", "3 status solved to open by agent",
		}},
		{"a note that wakes it", whole(lead, part(2, "snoozed", admin, ""), part(3, "note_and_reopen", admin, said)), []string{
			"2 status  to pending by agent", "3 internal message of agent, ada", "3 status pending to open by agent",
		}},
		{"snoozed with a word", whole(lead, part(2, "snoozed", admin, said)), []string{"2 public message of agent, ada", "2 status  to pending by agent"}},
		{"nothing is said by an assignment", whole(lead, part(2, "assignment", admin, `,"assigned_to":{"type":"admin","id":"7600002"}`)), []string{"2 agent ? to ben by agent"}},
		{"an answer that is the AI's, without its newer mark", whole(lead, part(2, "comment", answers, said)), []string{"2 public message of bot, fin"}},
		{"another bot", whole(lead, part(2, "comment", bot, said)), []string{"2 public message of automation, operator"}},
		{"a team's automatic reply", whole(lead, part(2, "comment", `"type":"team","id":"5010001"`, said)), []string{"2 public message of automation, 5010001"}},
		{"told twice, changed once", whole(lead, part(2, "close", admin, ""), part(3, "close", admin, ""), part(4, "unsnoozed", bot, "")), []string{
			"2 status  to solved by agent", "4 status solved to open by automation",
		}},
		{"what nobody maps", whole(lead, part(2, "language_detection_details", bot, ""), part(3, "custom_action_started", bot, "")), nil},
		{"a team that is gone", whole(lead, part(2, "assignment", admin, `,"assigned_to":{"type":"team","id":"0"}`)), []string{"2 group ? to  by agent"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := desk.Days()
			s.Open(desk.At(0), replay.Ticket{})
			d := open(t, s, 600, desk.Setting{Wrap: answer("/conversations/"+fake.ConversationID(1), c.body)})
			d.PollAll()
			lines := d.Of("", record.KindMessage, record.KindStatusChange, record.KindAssignmentChange)
			require.Equal(t, "0 public message of customer, customer 1", lines[0])
			require.Equal(t, append([]string{}, c.want...), lines[1:])
		})
	}
	for _, c := range []struct{ name, source, want string }{
		{"a campaign", `"type":"email","delivered_as":"campaigns_initiated","body":"News","author":{` + admin + `}`, "0 public message of automation, nobody"},
		{"a message by rule", `"type":"conversation","delivered_as":"automated","body":"Hi there","author":{` + admin + `}`, "0 public message of automation, nobody"},
		{"a call", `"type":"phone_call","delivered_as":"customer_initiated","body":"","author":{` + user + `}`, ""},
		{"a picture", `"type":"conversation","delivered_as":"customer_initiated","body":"","author":{` + user + `}`, "0 public message of customer, customer 1"},
		{"a workflow without a text", `"type":"conversation","delivered_as":"operator_initiated","body":"","author":{` + bot + `}`, ""},
		{"a teammate", `"type":"conversation","delivered_as":"admin_initiated","body":"Hi there","author":{` + admin + `}`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := desk.Days()
			s.Open(desk.At(0), replay.Ticket{})
			d := open(t, s, 600, desk.Setting{Wrap: answer("/conversations/"+fake.ConversationID(1), whole(c.source))})
			d.PollAll()
			require.Equal(t, c.want, strings.Join(d.Of("", record.KindMessage), "; "))
		})
	}
}

// What a conversation was when it began is told back, too: its first team and priority.
func TestFirstPriority(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{Priority: "p4"})
	s.Change(desk.At(2), 1, "tag", "vip", "agent", 1)
	s.Change(desk.At(3), 1, "priority", "p2", "agent", 1)
	s.Change(desk.At(4), 1, "team", "2", "agent", 1)
	d := open(t, s, 600, desk.Setting{})
	d.PollAll()
	first := record.Ticket{}
	for _, batch := range d.Ledger.Batches {
		for _, part := range batch.Parts {
			for _, r := range part.Records {
				if r, ok := r.(record.Ticket); ok && r.UpdatedAt.Equal(desk.At(1)) {
					first = r
				}
			}
		}
	}
	require.Equal(t, record.Priority("low"), first.Priority)
	require.Equal(t, "Orders", first.Group)
	require.Equal(t, []string{"ticket 1 open: customer email high customer 1, group Billing, brand Casa, language en, tags vip"}, d.Of(fake.ConversationID(1), record.KindTicket))
}
