package simulator

import "time"

// await: the ticket waits for an agent.
func (s *step) await(t *ticket) {
	switch t.priority {
	case "p1":
		s.work(t, time.Minute, 20*time.Minute, (*step).handle)
	case "p2":
		s.work(t, 4*time.Minute, 80*time.Minute, (*step).handle)
	case "p3":
		s.work(t, 8*time.Minute, 5*time.Hour, (*step).handle)
	default:
		s.work(t, 15*time.Minute, 7*time.Hour, (*step).handle)
	}
}

// calm tells a ticket that may take its time.
func (t *ticket) calm() bool { return t.priority == "p3" || t.priority == "p4" }

// patience is for how long nobody is surprised that nothing happens.
func (t *ticket) patience() time.Duration {
	switch t.priority {
	case "p1":
		return 20 * time.Minute
	case "p2":
		return 45 * time.Minute
	}
	return 3 * time.Hour
}

// handle: an agent looks at the ticket.
func (s *step) handle(t *ticket) {
	choices := []choice[func(*step, *ticket)]{{70, (*step).reply}, {8, (*step).note}}
	if t.calm() && t.moves < 2 {
		choices = append(choices, choice[func(*step, *ticket)]{7, (*step).transfer})
	}
	if t.calm() && !t.urged {
		choices = append(choices, choice[func(*step, *ticket)]{2, (*step).lower})
		if s.at-t.created < 30*minute {
			choices = append(choices, choice[func(*step, *ticket)]{12, (*step).raise})
		}
	}
	if t.calm() && !t.owed {
		choices = append(choices, choice[func(*step, *ticket)]{4, (*step).park}, choice[func(*step, *ticket)]{4, (*step).settle},
			choice[func(*step, *ticket)]{2, (*step).leave})
	}
	if t.solves == 0 && t.origin == customer {
		choices = append(choices, choice[func(*step, *ticket)]{1, (*step).duplicate})
	}
	pick(s.rand, choices)(s, t)
}

// anyone is somebody of a team who is at work.
func (s *step) anyone(of *staff) int64 {
	const shift = 9
	begin := []int{7, 9, 11} // the early, the middle and the late shift, by turns
	hour := s.now.In(s.zone).Hour()
	var here []int64
	for i, id := range of.agents {
		if from := begin[(i+s.now.In(s.zone).YearDay())%len(begin)]; hour >= from && hour < from+shift {
			here = append(here, id)
		}
	}
	if len(here) == 0 {
		here = of.agents
	}
	return here[s.rand.IntN(len(here))]
}

// take makes somebody of the team responsible.
func (s *step) take(t *ticket) who {
	if t.agent == 0 {
		id := s.anyone(t.team)
		s.assign(t, id, who{agent, id})
	}
	return who{agent, t.agent}
}

// sort gives the ticket a topic, mostly the right one.
func (s *step) sort(t *ticket, by who, percent int) {
	if t.topic != "" || !s.chance(percent) {
		return
	}
	if s.chance(10) {
		s.classify(t, t.team.topics[s.rand.IntN(len(t.team.topics))], by)
		return
	}
	s.classify(t, t.about, by)
}

func (s *step) reply(t *ticket) {
	by := s.take(t)
	s.sort(t, by, 80)
	s.say(t, by, false, "Thank you for your message. This is what we can do for you.")
	t.owed = false
	if !t.tagged && s.chance(8) {
		t.tagged = true
		s.tag(t, pick(s.rand, []choice[string]{{3, "vip"}, {2, "gift"}, {1, "press"}}), by)
	}
	next := pick(s.rand, []choice[func(*step, *ticket)]{
		{48, (*step).pend}, {44, (*step).solve}, {5, (*step).shut}, {3, (*step).park},
	})
	if !s.chance(10) {
		next(s, t)
		return
	}
	if t.status == statusNew {
		s.set(t, statusOpen, by)
	}
	s.later(t, time.Minute, 10*time.Minute, func(s *step, t *ticket) {
		s.say(t, who{agent, t.agent}, false, "One more thing.")
		next(s, t)
	})
}

func (s *step) note(t *ticket) {
	by := s.take(t)
	if t.status == statusNew {
		s.set(t, statusOpen, by)
	}
	s.say(t, by, true, "I have asked the warehouse.")
	s.work(t, 3*time.Minute, 30*time.Minute, (*step).handle)
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

// leave: whoever had the ticket goes, and somebody else has to take it.
func (s *step) leave(t *ticket) {
	s.assign(t, 0, who{agent, s.anyone(t.team)})
	s.work(t, 5*time.Minute, time.Hour, (*step).handle)
}

func (s *step) raise(t *ticket) {
	t.urged = true
	s.prioritise(t, pick(s.rand, []choice[string]{{3, "p2"}, {1, "p1"}}), who{agent, s.anyone(t.team)})
	s.work(t, 2*time.Minute, 15*time.Minute, (*step).handle)
}

func (s *step) lower(t *ticket) {
	t.urged = true
	s.prioritise(t, "p4", who{agent, s.anyone(t.team)})
	s.work(t, 5*time.Minute, time.Hour, (*step).handle)
}

// park: the team waits for somebody else.
func (s *step) park(t *ticket) {
	s.set(t, statusParked, s.take(t))
	s.later(t, time.Hour, 30*time.Hour, func(s *step, t *ticket) {
		if s.chance(15) {
			s.say(t, who{customer, t.customer}, false, "Do you know more by now?")
			s.set(t, statusOpen, who{customer, t.customer})
		} else {
			s.set(t, statusOpen, who{role: system})
		}
		s.work(t, 5*time.Minute, t.patience(), (*step).handle)
	})
}

// pend: the team waits for the customer, who answers or does not.
func (s *step) pend(t *ticket) {
	s.set(t, statusWaiting, who{agent, t.agent})
	if s.chance(60) {
		s.later(t, 5*time.Minute, 30*time.Hour, func(s *step, t *ticket) {
			s.say(t, who{customer, t.customer}, false, "Here is what you asked for.")
			s.set(t, statusOpen, who{customer, t.customer})
			s.await(t)
		})
		return
	}
	const patience = 48 * time.Hour
	s.later(t, patience, patience+time.Hour, func(s *step, t *ticket) {
		if s.chance(15) {
			s.set(t, statusClosed, who{role: system})
			return
		}
		s.set(t, statusSolved, who{role: system})
		s.afterwards(t)
	})
}

func (s *step) solve(t *ticket) {
	by := s.take(t)
	s.sort(t, by, 70)
	s.set(t, statusSolved, by)
	s.afterwards(t)
}

// settle solves without a word to the customer.
func (s *step) settle(t *ticket) {
	s.say(t, s.take(t), true, "Settled by phone.")
	s.solve(t)
}

// shut closes without solving first. A closed ticket stays closed.
func (s *step) shut(t *ticket) {
	s.set(t, statusClosed, s.take(t))
	s.again(t)
}
