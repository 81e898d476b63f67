package simulator

import "time"

// A ticket has one act ahead of it at a time, besides small ones that change nothing for the others: each
// act plans what follows.

// expect plans the next moment in which somebody might write to a team.
func (d *Desk) expect(with *staff) {
	if most := d.weather.most(); most > 0 {
		mean := time.Duration(float64(24*time.Hour) / (with.daily * most))
		d.plan(d.now, interval(d.rand, mean), func(s *step) { s.arrive(with) })
	}
}

// arrive opens a ticket with a team, if this is an hour in which people write.
func (s *step) arrive(with *staff) {
	s.expect(with)
	if s.rand.Float64()*s.weather.most() > s.weather.at(s.now, s.pace == 1) {
		return
	}
	t := s.draft(with, s.somebody(), with.topics[s.rand.IntN(len(with.topics))])
	by := pick(s.rand, []choice[func(*step, *ticket)]{
		{87, (*step).byCustomer}, {8, (*step).byAgent}, {5, (*step).bySystem},
	})
	if s.plain {
		by = (*step).byCustomer
	}
	by(s, t)
}

// somebody is a customer, mostly one who has never written before.
func (s *step) somebody() int64 {
	if n := s.store.customers.id; n > 0 && s.chance(25) {
		return 1 + s.rand.Int64N(n)
	}
	name, email := customerName(s.store.customers.id)
	return s.store.customers.add(name, email, pick(s.rand, languages()))
}

// chance is true so many times of a hundred.
func (s *step) chance(percent int) bool { return s.rand.IntN(100) < percent }

// draft is a ticket that has not been opened yet.
func (s *step) draft(with *staff, from int64, about topic) *ticket {
	t := &ticket{
		customer: from, channel: pick(s.rand, with.channels), brand: pick(s.rand, s.brands), team: with,
		priority: pick(s.rand, priorities()), language: pick(s.rand, languages()), status: statusNew,
		subject: "About: " + about.name, about: about,
	}
	if s.pace == 1 && s.weather.bad(s.now) {
		t.priority = pick(s.rand, alarmed())
	}
	for _, b := range s.brands {
		if b.is.name == with.brand {
			t.brand = b.is
		}
	}
	return t
}

// asks tells the channels on which the customer has to choose a topic.
func asks(channel string) bool {
	return channel == "web form" || channel == "chat" || channel == "marketplace"
}

// acknowledged tells the channels on which the desk confirms receipt by itself.
func acknowledged(channel string) bool { return channel == "mail" || channel == "web form" }

// byCustomer: a customer writes. What becomes of it is decided now, as fate would.
func (s *step) byCustomer(t *ticket) {
	choices := []choice[func(*step, *ticket)]{
		{54, (*step).await},
		{20, (*step).impatience},
		{5, (*step).colleague},
		{5, func(s *step, t *ticket) { s.later(t, 5*time.Minute, 40*time.Minute, (*step).spam) }},
	}
	if t.calm() {
		choices = append(choices, []choice[func(*step, *ticket)]{
			{3, func(s *step, t *ticket) { s.later(t, 5*time.Minute, 3*time.Hour, (*step).discard) }},
			{4, func(s *step, t *ticket) { s.later(t, s.maxPoll, 4*s.maxPoll, (*step).vanish) }},
			{4, func(s *step, t *ticket) { s.later(t, 30*time.Minute, 20*time.Hour, (*step).withdraw) }},
		}...)
	}
	if n := len(s.unresolved); n > 0 && s.chance(6) { // somebody who waits already
		t.customer = s.unresolved[s.rand.IntN(n)].customer
		choices = []choice[func(*step, *ticket)]{
			{1, func(s *step, t *ticket) { s.work(t, 5*time.Minute, t.patience(), (*step).duplicate) }},
		}
	} else if t.channel == "chat" && s.chance(60) || t.channel == "mail" && s.chance(6) {
		choices = []choice[func(*step, *ticket)]{{1, (*step).botAnswers}}
	}
	s.open(t, pick(s.rand, choices))
}

// open opens a customer's ticket.
func (s *step) open(t *ticket, fate func(*step, *ticket)) {
	t.origin = customer
	if asks(t.channel) && s.chance(80) {
		t.topic, t.reason = t.about.name, t.about
	}
	s.create(t)
	s.say(t, who{customer, t.customer}, false, "Hello, I write to you about: "+t.about.name+".")
	if acknowledged(t.channel) {
		s.later(t, 2*time.Second, 20*time.Second, func(s *step, t *ticket) {
			if unresolved(t.status) {
				s.say(t, who{role: system}, false, "We have received your message and will answer soon.")
			}
		})
	}
	fate(s, t)
}

// byAgent: an agent writes to a customer first. What opens the ticket is no message.
func (s *step) byAgent(t *ticket) {
	t.origin, t.status, t.agent = agent, statusOpen, s.anyone(t.team)
	t.topic, t.reason = t.about.name, t.about
	t.description = "Hello, we contact you about your order: " + t.about.name + "."
	s.create(t)
	s.pend(t)
}

// bySystem: the shop's software opens a ticket, for the team only.
func (s *step) bySystem(t *ticket) {
	t.origin = system
	if s.chance(50) {
		t.topic, t.reason = t.about.name, t.about
	}
	s.create(t)
	s.say(t, who{role: system}, true, "The shop reports a problem: "+t.about.name+".")
	s.await(t)
}

// newProblemAppears: people begin to write about something that nobody has heard of.
func (s *step) newProblemAppears() {
	s.store.topics.rows = append(s.store.topics.rows, []any{newProblem().name, newProblem().category})
	s.problem(s.now.Add(5 * 24 * time.Hour))
}

func (s *step) problem(end time.Time) {
	with := s.teams[s.rand.IntN(3)]
	t := s.draft(with, s.somebody(), newProblem())
	t.channel = "web form"
	s.open(t, (*step).await)
	if s.now.Before(end) {
		s.plan(s.now, interval(s.rand, 50*time.Minute), func(s *step) { s.problem(end) })
	}
}

// impatience: the customer writes again before anybody answered.
func (s *step) impatience(t *ticket) {
	s.later(t, 2*time.Minute, t.patience(), func(s *step, t *ticket) {
		s.say(t, who{customer, t.customer}, false, "Is there any news?")
		if s.chance(33) {
			s.impatience(t)
			return
		}
		s.await(t)
	})
}

// colleague: somebody else writes, who has got a copy.
func (s *step) colleague(t *ticket) {
	s.later(t, 2*time.Minute, t.patience(), func(s *step, t *ticket) {
		s.say(t, who{customer, s.somebody()}, false, "I have got a copy, and may add something.")
		s.await(t)
	})
}

// botAnswers: the bot answers; either that was enough, or the customer wants a human.
func (s *step) botAnswers(t *ticket) {
	s.later(t, 4*time.Second, 40*time.Second, func(s *step, t *ticket) {
		s.say(t, who{role: bot}, false, "I am the shop's assistant. This page answers your question.")
		if s.chance(45) {
			s.later(t, 10*time.Minute, 40*time.Minute, func(s *step, t *ticket) {
				s.set(t, statusSolved, who{role: bot})
				s.afterwards(t)
			})
			return
		}
		s.later(t, time.Minute, 30*time.Minute, func(s *step, t *ticket) {
			s.say(t, who{customer, t.customer}, false, "I want to talk to a human.")
			s.await(t)
		})
	})
}

// spam: an agent takes the ticket out; now and then it was none.
func (s *step) spam(t *ticket) {
	s.set(t, statusSpam, who{agent, s.anyone(t.team)})
	if s.chance(17) {
		s.later(t, 10*time.Minute, 5*time.Hour, (*step).recover)
	}
}

// discard: an agent throws the ticket away; now and then that was a mistake, else it is purged.
func (s *step) discard(t *ticket) {
	s.set(t, statusTrash, who{agent, s.anyone(t.team)})
	if s.chance(30) {
		s.later(t, 20*time.Minute, 60*time.Hour, (*step).recover)
		return
	}
	const purge = 30 * 24 * time.Hour
	s.later(t, purge, purge+time.Hour, (*step).erase)
}

// recover takes a ticket back.
func (s *step) recover(t *ticket) {
	s.set(t, statusOpen, who{agent, s.anyone(t.team)})
	s.await(t)
}

// vanish: the ticket is deleted, when nothing about it is about to be decided.
func (s *step) vanish(t *ticket) {
	near := seconds(s.maxPoll)
	for _, at := range s.book.deadlines(t) {
		if at > s.at-near && at <= s.at+near {
			s.later(t, s.maxPoll, 2*s.maxPoll, (*step).vanish)
			return
		}
	}
	s.erase(t)
}

// withdraw: the customer has found the answer and closes the matter.
func (s *step) withdraw(t *ticket) {
	s.set(t, statusSolved, who{customer, t.customer})
	s.afterwards(t)
}

// duplicate: the ticket is merged into another that waits with the team, if there is one.
func (s *step) duplicate(t *ticket) {
	into := s.other(t)
	if into == nil || s.plain {
		s.await(t)
		return
	}
	s.merge(t, into, who{agent, s.anyone(t.team)})
}

// other is an older ticket that waits for the same team, of the same customer if possible.
func (s *step) other(t *ticket) *ticket {
	var found *ticket
	for _, o := range s.unresolved {
		if o.id < t.id && o.team == t.team && o.todo && o.last != s.at && (found == nil || o.customer == t.customer) {
			found = o
		}
	}
	return found
}
