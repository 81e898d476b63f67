// Package zendesk tests what the preset makes of an account whose story is written down, as the fake of the API shows it.
package zendesk

import (
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/desk"
)

func byCustomer() replay.Message { return replay.Message{Author: "customer", AuthorID: 1} }

func byAgent(id int64) replay.Message { return replay.Message{Author: "agent", AuthorID: id} }

func note(id int64) replay.Message {
	return replay.Message{Author: "agent", AuthorID: id, Internal: true}
}

// What a ticket's life leaves in the exports, audits and comments. A ticket's first group and priority are changes from
// themselves to themselves.
func TestStories(t *testing.T) {
	const group, priority = "1 group Orders to Orders by customer", "1 priority normal to normal by customer"
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
				group, priority, "1 public message of automation, nobody", "1 public message of customer, customer 1",
				"ticket 1 new: customer email normal customer 1, group Orders, brand Casa",
			},
		},
		{
			"an agent opens",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{OpenedBy: "agent", Agent: 2, Status: "open", Description: "We owe you a call.", Brand: 2, Priority: "p1"})
			},
			[]string{
				"1 agent ben to ben by agent", "1 group Orders to Orders by agent", "1 priority urgent to urgent by agent",
				"ticket 1 open: agent form urgent customer 1, group Orders, agent ben, brand Casa Outlet",
			},
		},
		{
			"an admin opens",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{OpenedBy: "agent", Description: "We owe you a call."})
			},
			[]string{
				"1 group Orders to Orders by agent", "1 priority normal to normal by agent",
				"ticket 1 new: agent form normal customer 1, group Orders, brand Casa",
			},
		},
		{
			"a program opens",
			func(s *replay.Script) { s.Open(desk.At(1), replay.Ticket{OpenedBy: "system"}) },
			[]string{
				"1 group Orders to Orders by automation", "1 internal message of automation, shop", "1 priority normal to normal by automation",
				"ticket 1 new: automation api normal customer 1, group Orders, brand Casa",
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
				group, priority, "1 public message of customer, customer 1", "2 public message of bot, bot", "3 internal message of agent, ada",
				"4 public message of agent, ada", "5 public message of customer, customer 2",
				"ticket 1 new: customer email normal customer 1, group Orders, brand Casa, replies 2",
			},
		},
		{
			"statuses",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Change(desk.At(2), 1, "status", "open", "agent", 1)
				s.Change(desk.At(3), 1, "status", "waiting", "bot", 0)
				s.Change(desk.At(4), 1, "status", "parked", "agent", 1)
				s.Change(desk.At(5), 1, "status", "solved", "system", 0)
				s.Change(desk.At(6), 1, "status", "open", "customer", 1)
				s.Say(desk.At(6), 1, byCustomer())
				s.Say(desk.At(7), 1, byAgent(3)) // one audit of two events
				s.Change(desk.At(7), 1, "status", "solved", "agent", 3)
				s.Change(desk.At(8), 1, "status", "closed", "system", 0)
			},
			[]string{
				group, priority, "1 public message of customer, customer 1", "2 status new to open by agent", "3 status open to pending by bot",
				"4 status pending to hold by agent", "5 status hold to solved by automation", "6 public message of customer, customer 1",
				"6 status solved to open by customer", "7 public message of agent, cleo", "7 status open to solved by agent",
				"8 status solved to closed by automation",
				"ticket 1 closed: customer email normal customer 1, group Orders, brand Casa, solved 7, reopens 1, replies 1",
			},
		},
		{
			"solved at birth",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{OpenedBy: "agent", Agent: 1, Status: "solved", Description: "Settled by phone."})
			},
			[]string{
				"1 agent ada to ada by agent", "1 group Orders to Orders by agent", "1 priority normal to normal by agent", "1 status  to solved by agent",
				"ticket 1 solved: agent form normal customer 1, group Orders, agent ada, brand Casa",
			},
		},
		{
			"handed on",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Change(desk.At(2), 1, "agent", "1", "agent", 1)
				s.Change(desk.At(3), 1, "priority", "p1", "system", 0)
				s.Change(desk.At(4), 1, "team", "2", "agent", 1)
				s.Change(desk.At(4), 1, "agent", "", "agent", 1)
			},
			[]string{
				group, priority, "1 public message of customer, customer 1", "2 agent nobody to ada by agent", "3 priority normal to urgent by automation",
				"4 agent ada to nobody by agent", "4 group Orders to Billing by agent",
				"ticket 1 new: customer email urgent customer 1, group Billing, brand Casa",
			},
		},
		{
			"topic",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Change(desk.At(2), 1, "topic", "wrong item", "agent", 1)
				s.Change(desk.At(3), 1, "tag", "vip", "agent", 1)
			},
			[]string{
				group, priority, "1 public message of customer, customer 1",
				"ticket 1 new: customer email normal customer 1, group Orders, brand Casa, topics wrong item, tags vip+wrong_item",
			},
		},
		{
			"edited",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Edit(desk.At(2), 1, 0)
			},
			[]string{
				group, priority, "1 public message of customer, customer 1",
				"ticket 1 new: customer email normal customer 1, group Orders, brand Casa",
			},
		},
		{
			"merged",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Open(desk.At(2), replay.Ticket{})
				s.Merge(desk.At(9), 1, 2, 1)
				s.Change(desk.At(30), 1, "tag", "vip", "agent", 1)
			},
			[]string{
				group, priority, "1 public message of customer, customer 1", "9 status new to merged by agent",
				"ticket 1 merged: customer email normal customer 1, group Orders, brand Casa, solved 9, void 9, into 2, tags closed_by_merge+vip",
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
				group, priority, "1 public message of customer, customer 1",
				"ticket 1 new: customer email normal customer 1, group Orders, brand Casa",
			},
		},
		{
			"deleted",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Change(desk.At(5), 1, "status", "spam", "agent", 1)
			},
			[]string{
				group, priority, "1 public message of customer, customer 1", "5 status new to deleted by agent",
				"ticket 1 deleted: customer email normal customer 1, group Orders, brand Casa",
			},
		},
		{
			"deleted and restored",
			func(s *replay.Script) {
				s.Open(desk.At(1), replay.Ticket{})
				s.Change(desk.At(5), 1, "status", "trash", "agent", 1)
				s.Change(desk.At(7), 1, "status", "new", "agent", 1)
			},
			[]string{
				group, priority, "1 public message of customer, customer 1", "5 status new to deleted by agent", "7 status deleted to new by agent",
				"ticket 1 new: customer email normal customer 1, group Orders, brand Casa",
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := desk.Days()
			c.write(s)
			d := open(t, s, 600, desk.Setting{})
			d.PollAll()
			require.Equal(t, c.want, d.Of("1"))
		})
	}
}
