package simulator

import "time"

// solvedFor is how long a ticket stays solved before the desk closes it.
const solvedFor = 72 * time.Hour

// afterwards: the customer comes back to a solved ticket, or it rests.
func (s *step) afterwards(t *ticket) {
	if t.solves > 2 {
		s.rest(t)
		return
	}
	pick(s.rand, []choice[func(*step, *ticket)]{
		{80, (*step).rest},
		{9, func(s *step, t *ticket) { s.later(t, 10*time.Minute, 48*time.Hour, (*step).comeBack) }},
		{8, func(s *step, t *ticket) { s.later(t, 5*time.Minute, 20*time.Hour, (*step).thank) }},
		{3, func(s *step, t *ticket) { s.work(t, 10*time.Minute, 5*time.Hour, (*step).reopen) }},
	})(s, t)
}

// rest: the matter is done, but for small things. Teams that leave solved what is solved never close it.
func (s *step) rest(t *ticket) {
	s.again(t)
	if !t.team.stays {
		s.later(t, solvedFor, solvedFor+time.Hour, (*step).archive)
	}
	aside := pick(s.rand, []choice[func(*step, *ticket)]{
		{84, nil}, {6, (*step).correct}, {2, (*step).reprioritise}, {4, (*step).edit}, {4, (*step).addition},
	})
	if aside != nil {
		s.later(t, 20*time.Minute, 40*time.Hour, func(s *step, t *ticket) {
			if t.status == statusSolved {
				aside(s, t)
			}
		})
	}
}

func (s *step) archive(t *ticket) {
	s.set(t, statusClosed, who{role: system})
	if t.topic != "" && s.chance(3) { // somebody tidies up, too late for the reports
		s.later(t, 24*time.Hour, 20*24*time.Hour, (*step).correct)
	}
}

// correct sets the topic right.
func (s *step) correct(t *ticket) {
	to := t.about
	if t.topic == t.about.name {
		to = t.team.topics[s.rand.IntN(len(t.team.topics))]
	}
	s.classify(t, to, who{agent, s.anyone(t.team)})
}

// reprioritise gives a priority when it does not matter any more.
func (s *step) reprioritise(t *ticket) {
	s.prioritise(t, pick(s.rand, []choice[string]{{1, "p2"}, {1, "p3"}, {1, "p4"}}), who{agent, s.anyone(t.team)})
}

// addition: an agent writes once more, though nobody waits.
func (s *step) addition(t *ticket) {
	if t.answered && t.agent != 0 {
		s.say(t, who{agent, t.agent}, false, "By the way, your voucher is still valid.")
	}
}

// comeBack: the problem is not solved.
func (s *step) comeBack(t *ticket) {
	s.say(t, who{customer, t.customer}, false, "This did not help, please look again.")
	s.set(t, statusOpen, who{customer, t.customer})
	t.owed = true
	s.await(t)
}

// thank: the customer says thanks, which opens the ticket; an agent solves it again without an answer.
func (s *step) thank(t *ticket) {
	s.say(t, who{customer, t.customer}, false, "Thank you!")
	s.set(t, statusOpen, who{customer, t.customer})
	s.work(t, 3*time.Minute, t.patience(), (*step).solve)
}

// reopen: an agent sees that it was not done.
func (s *step) reopen(t *ticket) {
	s.set(t, statusOpen, who{agent, s.anyone(t.team)})
	s.work(t, 3*time.Minute, 2*time.Hour, (*step).handle)
}

// again: the customer has another question some days later, in a new ticket.
func (s *step) again(t *ticket) {
	if t.origin != customer || !s.chance(6) {
		return
	}
	s.later(t, 2*time.Hour, 9*24*time.Hour, func(s *step, t *ticket) {
		s.byCustomer(s.draft(t.team, t.customer, t.about))
	})
}
