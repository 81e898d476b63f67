// Package intercom tests what the preset makes of a workspace whose story is written down, as the fake of the API shows it.
package intercom

import (
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/presets/intercom/fake"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/desk"
)

func byCustomer() replay.Message { return replay.Message{Author: "customer", AuthorID: 1} }

func byAgent(id int64) replay.Message { return replay.Message{Author: "agent", AuthorID: id} }

func note(id int64) replay.Message {
	return replay.Message{Author: "agent", AuthorID: id, Internal: true}
}

// What a conversation's life leaves in its parts. A workflow puts each into its team as it begins.
func TestStories(t *testing.T) {
	const group, customer = "1 group ? to Orders by automation", "1 public message of customer, customer 1"
	for _, c := range []struct {
		name  string
		write func(*replay.Script)
		want  []string
	}{
		{
			"a customer asks",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Say(desk.At(1), 1, replay.Message{Author: "system"})
			},
			[]string{
				group, "1 public message of automation, operator", customer,
				"ticket 1 open: customer email normal customer 1, group Orders, brand Casa, language en",
			},
		},
		{
			"an agent opens",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{OpenedBy: "agent", Agent: 2, Status: "open", Description: "We owe you a call.", Brand: 2, Priority: "p1"})
			},
			[]string{
				"1 agent ? to ben by automation", group,
				"ticket 1 open: agent email urgent customer 1, group Orders, agent ben, brand Casa Outlet, language en",
			},
		},
		{
			"a workflow opens",
			func(s *replay.Script) { s.Open(desk.At(1), replay.Ticket{OpenedBy: "system"}) },
			[]string{
				group, "1 internal message of automation, operator",
				"ticket 1 open: automation email normal customer 1, group Orders, brand Casa, language en",
			},
		},
		{
			"answers",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Say(desk.At(2), 1, replay.Message{Author: "bot"})
				s.Say(desk.At(3), 1, note(1))
				s.Say(desk.At(4), 1, byAgent(1))
				s.Say(desk.At(5), 1, replay.Message{Author: "customer", AuthorID: 2})
			},
			[]string{
				group, customer, "2 public message of bot, fin", "3 internal message of agent, ada", "4 public message of agent, ada",
				"5 public message of customer, customer 2", "ticket 1 open: customer email normal customer 1, group Orders, brand Casa, language en",
			},
		},
		{
			"statuses",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Change(desk.At(2), 1, "status", "open", "agent", 1)    // is not told
				s.Change(desk.At(3), 1, "status", "waiting", "agent", 1) // snoozed
				s.Change(desk.At(4), 1, "status", "parked", "agent", 1)  // snoozed again
				s.Change(desk.At(5), 1, "status", "open", "system", 0)   // the snooze is over
				s.Change(desk.At(6), 1, "status", "waiting", "agent", 1)
				s.Change(desk.At(7), 1, "status", "open", "agent", 2)
				s.Change(desk.At(8), 1, "status", "solved", "agent", 1)
				s.Say(desk.At(9), 1, byCustomer()) // opens it: one part
				s.Change(desk.At(9), 1, "status", "open", "customer", 1)
				s.Change(desk.At(10), 1, "status", "solved", "system", 0)
				s.Change(desk.At(11), 1, "status", "closed", "system", 0) // is not told
			},
			[]string{
				group, customer, "3 status  to pending by agent", "5 status pending to open by automation", "6 status open to pending by agent",
				"7 status pending to open by agent", "8 status open to solved by agent", "9 public message of customer, customer 1",
				"9 status solved to open by customer", "10 status open to solved by automation",
				"ticket 1 solved: customer email normal customer 1, group Orders, brand Casa, solved 10, language en",
			},
		},
		{
			"closed with a word",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				for n := range 4 { // every other close has the text itself
					s.Say(desk.At(10*n+2), 1, byAgent(1))
					s.Change(desk.At(10*n+2), 1, "status", "solved", "agent", 1)
					s.Change(desk.At(10*n+5), 1, "status", "open", "agent", 1)
				}
			},
			[]string{
				group, customer, "2 public message of agent, ada", "2 status  to solved by agent", "5 status solved to open by agent",
				"12 public message of agent, ada", "12 status open to solved by agent", "15 status solved to open by agent",
				"22 public message of agent, ada", "22 status open to solved by agent", "25 status solved to open by agent",
				"32 public message of agent, ada", "32 status open to solved by agent", "35 status solved to open by agent",
				" of ticket 1: no answer, sent 2.0833333333333335, answered , revised ",
				"ticket 1 open: customer email normal customer 1, group Orders, brand Casa, language en",
			},
		},
		{
			"handed on",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Change(desk.At(2), 1, "agent", "1", "agent", 1)
				s.Change(desk.At(3), 1, "priority", "p1", "system", 0)
				s.Change(desk.At(4), 1, "team", "2", "agent", 1)
				s.Change(desk.At(5), 1, "agent", "", "agent", 1)
			},
			[]string{
				group, customer, "2 agent ? to ada by agent", "3 priority normal to urgent by automation", "4 group ? to Billing by agent",
				"5 agent ? to nobody by agent", "ticket 1 open: customer email urgent customer 1, group Billing, brand Casa, language en",
			},
		},
		{
			"topic and tag",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Change(desk.At(2), 1, "topic", "wrong item", "agent", 1)
				s.Change(desk.At(3), 1, "tag", "vip", "agent", 1)
				s.Change(desk.At(4), 1, "topic", "delivery", "system", 0)
			},
			[]string{
				group, customer, "2 category  to wrong item by agent", "4 category  to delivery by automation",
				"ticket 1 open: customer email normal customer 1, group Orders, brand Casa, language en, category delivery, topics delivery, tags vip",
			},
		},
		{
			"edited",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Say(desk.At(2), 1, byAgent(1))
				s.Edit(desk.At(5), 1, 1)
			},
			[]string{
				group, customer, "2 public message of agent, ada",
				"ticket 1 open: customer email normal customer 1, group Orders, brand Casa, language en",
			},
		},
		{
			"merged",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Open(desk.At(2), replay.Ticket{})
				s.Merge(desk.At(9), 1, 2, 1)
			},
			[]string{
				group, customer, "9 status  to solved by agent", "9 status solved to merged by agent",
				"ticket 1 merged: customer email normal customer 1, group Orders, brand Casa, solved 9, language en",
			},
		},
		{
			"merged into",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Open(desk.At(2), replay.Ticket{})
				s.Merge(desk.At(9), 2, 1, 1)
			},
			[]string{
				group, customer, "ticket 1 open: customer email normal customer 1, group Orders, brand Casa, language en",
			},
		},
		{
			"spam",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Change(desk.At(5), 1, "status", "spam", "agent", 1)
			},
			[]string{
				group, customer, "5 status  to solved by agent",
				"ticket 1 spam: customer email normal customer 1, group Orders, brand Casa, solved 5, void 5, language en, tags spam",
			},
		},
		{
			"deleted and restored",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Change(desk.At(5), 1, "status", "trash", "agent", 1)
				s.Change(desk.At(7), 1, "status", "open", "agent", 1)
			},
			[]string{
				group, customer, "5 status  to solved by agent", "7 status solved to open by agent",
				"ticket 1 open: customer email normal customer 1, group Orders, brand Casa, language en",
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := desk.Days()
			c.write(s)
			d := open(t, s, 600, desk.Setting{})
			d.PollAll()
			require.Equal(t, c.want, d.Of(fake.ConversationID(1)))
		})
	}
}
