package simulator

import "time"

// A ticket has one act ahead of it at a time, besides the desk's confirmation of receipt: each act plans
// what follows. So the acts of one ticket never tie in time, but those of one moment: a reply that solves.

// arrive opens a ticket with a team, and plans the next one.
func (s *step) arrive(with *staff) {
	s.plan(s.at, interval(s.rand, with.every), func(s *step) { s.arrive(with) })
	topic := with.topics[s.rand.IntN(len(with.topics))]
	t := &ticket{
		customer: 1 + s.rand.Int64N(customers), channel: pick(s.rand, channels()),
		team: with, priority: pick(s.rand, priorities()), status: statusNew,
	}
	pick(s.rand, []choice[func(*step, *ticket, string)]{
		{86, (*step).byCustomer}, {8, (*step).byAgent}, {6, (*step).bySystem},
	})(s, t, topic)
}

// byCustomer: a customer writes. What becomes of it is decided now, as fate would.
func (s *step) byCustomer(t *ticket, topic string) {
	t.origin = customer
	fate := pick(s.rand, []choice[func(*step, *ticket)]{
		{60, (*step).await},
		{26, (*step).impatience},
		{6, func(s *step, t *ticket) { s.later(t, 10*time.Minute, time.Hour, (*step).duplicate) }},
		{5, func(s *step, t *ticket) { s.later(t, 5*time.Minute, 40*time.Minute, (*step).spam) }},
		{3, func(s *step, t *ticket) { s.later(t, quiet, 4*quiet, (*step).erase) }},
	})
	if n := len(s.unresolved); n > 0 && s.rand.IntN(20) == 0 {
		t.customer = s.unresolved[s.rand.IntN(n)].customer // somebody who waits already
	}
	s.create(t, topic, "About: "+topic)
	s.message(t, who{customer, t.customer}, false, "Hello, I write to you about: "+topic+".")
	if acknowledged(t.channel) {
		s.later(t, 2*time.Second, 20*time.Second, func(s *step, t *ticket) {
			s.message(t, who{role: system}, false, "We have received your message and will answer soon.")
		})
	}
	fate(s, t)
}

// quiet is how long a ticket was left alone before it is deleted. What nobody could have read before it
// vanished is nobody's truth.
const quiet = 45 * time.Minute

// byAgent: an agent writes to a customer first.
func (s *step) byAgent(t *ticket, topic string) {
	t.origin, t.status, t.agent = agent, statusOpen, s.anyone(t.team)
	s.create(t, topic, "Your order: "+topic)
	s.message(t, who{agent, t.agent}, false, "Hello, we contact you about your order: "+topic+".")
	s.pend(t)
}

// bySystem: the shop's software opens a ticket, for the team only.
func (s *step) bySystem(t *ticket, topic string) {
	t.origin = system
	s.create(t, topic, "Check: "+topic)
	s.message(t, who{role: system}, true, "The shop reports a problem: "+topic+".")
	s.await(t)
}

func (s *step) anyone(of *staff) int64 { return of.agents[s.rand.IntN(len(of.agents))] }

// await: the ticket waits for an agent.
func (s *step) await(t *ticket) { s.later(t, 4*time.Minute, 8*time.Hour, (*step).handle) }

// impatience: the customer writes again before anybody answered.
func (s *step) impatience(t *ticket) {
	s.later(t, 2*time.Minute, 2*time.Hour, func(s *step, t *ticket) {
		s.message(t, who{customer, t.customer}, false, "Is there any news?")
		if s.rand.IntN(3) == 0 {
			s.impatience(t)
			return
		}
		s.await(t)
	})
}

// spam: an agent takes the ticket out; now and then it was none.
func (s *step) spam(t *ticket) {
	s.set(t, statusSpam, who{agent, s.anyone(t.team)})
	if s.rand.IntN(6) > 0 {
		return
	}
	s.later(t, 10*time.Minute, 5*time.Hour, func(s *step, t *ticket) {
		s.set(t, statusOpen, who{agent, s.anyone(t.team)})
		s.await(t)
	})
}

// duplicate: the ticket is merged into another that waits with the team, if there is one.
func (s *step) duplicate(t *ticket) {
	var into *ticket
	for _, other := range s.unresolved {
		if other != t && other.team == t.team && (into == nil || other.customer == t.customer) {
			into = other
		}
	}
	if into == nil {
		s.await(t)
		return
	}
	s.merge(t, into, who{agent, s.anyone(t.team)})
}

// handle: an agent looks at the ticket.
func (s *step) handle(t *ticket) {
	choices := []choice[func(*step, *ticket)]{{70, (*step).reply}, {10, (*step).note}}
	if t.moves < 2 {
		choices = append(choices, choice[func(*step, *ticket)]{8, (*step).transfer})
	}
	if !t.raised {
		choices = append(choices, choice[func(*step, *ticket)]{5, (*step).raise})
	}
	if !t.owed {
		choices = append(choices, choice[func(*step, *ticket)]{4, (*step).park}, choice[func(*step, *ticket)]{4, (*step).settle})
	}
	pick(s.rand, choices)(s, t)
}

// take makes somebody of the team responsible.
func (s *step) take(t *ticket) who {
	if t.agent == 0 {
		id := s.anyone(t.team)
		s.assign(t, id, who{agent, id})
	}
	return who{agent, t.agent}
}

func (s *step) reply(t *ticket) {
	by := s.take(t)
	s.message(t, by, false, "Thank you for your message. This is what we can do for you.")
	t.owed = false
	pick(s.rand, []choice[func(*step, *ticket)]{
		{50, (*step).pend}, {44, (*step).solve}, {6, (*step).shut},
	})(s, t)
}

func (s *step) note(t *ticket) {
	by := s.take(t)
	if t.status == statusNew {
		s.set(t, statusOpen, by)
	}
	s.message(t, by, true, "I have asked the warehouse.")
	s.later(t, 3*time.Minute, 4*time.Hour, (*step).handle)
}

func (s *step) transfer(t *ticket) {
	by := who{agent, s.anyone(t.team)}
	s.assign(t, 0, by)
	others := make([]choice[*staff], 0, len(s.teams))
	for _, other := range s.teams {
		if other != t.team {
			others = append(others, choice[*staff]{1, other})
		}
	}
	s.move(t, pick(s.rand, others), by)
	s.await(t)
}

func (s *step) raise(t *ticket) {
	t.raised = true
	s.prioritise(t, pick(s.rand, []choice[string]{{3, "p2"}, {1, "p1"}}), who{agent, s.anyone(t.team)})
	s.later(t, 2*time.Minute, time.Hour, (*step).handle)
}

// park: the team waits for somebody else.
func (s *step) park(t *ticket) {
	by := s.take(t)
	s.set(t, statusParked, by)
	s.later(t, time.Hour, 30*time.Hour, func(s *step, t *ticket) {
		s.set(t, statusOpen, who{role: system})
		s.handle(t)
	})
}

// pend: the team waits for the customer, who answers or does not.
func (s *step) pend(t *ticket) {
	s.set(t, statusWaiting, who{agent, t.agent})
	if s.rand.IntN(10) < 6 {
		s.later(t, 5*time.Minute, 30*time.Hour, func(s *step, t *ticket) {
			s.message(t, who{customer, t.customer}, false, "Here is what you asked for.")
			s.set(t, statusOpen, who{customer, t.customer})
			s.await(t)
		})
		return
	}
	s.later(t, 48*time.Hour, 49*time.Hour, func(s *step, t *ticket) {
		s.set(t, statusSolved, who{role: system})
		s.afterwards(t)
	})
}

func (s *step) solve(t *ticket) {
	s.set(t, statusSolved, s.take(t))
	s.afterwards(t)
}

// settle solves without a word to the customer.
func (s *step) settle(t *ticket) {
	by := s.take(t)
	s.message(t, by, true, "Settled by phone.")
	s.solve(t)
}

// shut closes without solving first. A closed ticket stays closed.
func (s *step) shut(t *ticket) { s.set(t, statusClosed, s.take(t)) }

// afterwards: the customer comes back to a solved ticket, or the desk closes it after some days.
func (s *step) afterwards(t *ticket) {
	if t.solves > 2 {
		s.later(t, 72*time.Hour, 73*time.Hour, (*step).archive)
		return
	}
	pick(s.rand, []choice[func()]{
		{80, func() { s.later(t, 72*time.Hour, 73*time.Hour, (*step).archive) }},
		{11, func() { s.later(t, 10*time.Minute, 48*time.Hour, (*step).comeBack) }},
		{9, func() { s.later(t, 5*time.Minute, 20*time.Hour, (*step).thank) }},
	})()
}

func (s *step) archive(t *ticket) { s.set(t, statusClosed, who{role: system}) }

// comeBack: the problem is not solved.
func (s *step) comeBack(t *ticket) {
	s.message(t, who{customer, t.customer}, false, "This did not help, please look again.")
	s.set(t, statusOpen, who{customer, t.customer})
	t.owed = true
	s.await(t)
}

// thank: the customer says thanks, which opens the ticket; an agent solves it again without an answer.
func (s *step) thank(t *ticket) {
	s.message(t, who{customer, t.customer}, false, "Thank you!")
	s.set(t, statusOpen, who{customer, t.customer})
	s.later(t, 3*time.Minute, 10*time.Hour, (*step).solve)
}
