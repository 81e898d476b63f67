package simulator

import "time"

// tests is what the questions of cohorts have to know of a ticket.
type tests struct {
	acknowledged bool // by any public message of the desk
	replied      bool // by an agent or a bot
	agents, bots int  // public messages
	reworked     bool // a reopening was work
	open         []suspended
	ends         []int64
}

// suspended is a question whose window has passed, but not the doubt about a reopening.
type suspended struct {
	ends   int64
	decide func(yes bool, known int64)
}

// question is asked about a ticket when a window has passed since an event.
type question struct {
	check, window string
	length        time.Duration
	yes           func() bool
	// lasting is no if a reopening in the window was work.
	lasting bool
}

const (
	oneDay = 24 * time.Hour
	week   = 7 * oneDay
)

// testCreated asks what is asked of tickets that come in.
func (b *book) testCreated(t *ticket, at int64) {
	solved := func() bool { return t.solves > 0 }
	questions := []question{
		{"resolved", "1h", time.Hour, solved, false},
		{"resolved", "1d", oneDay, solved, false},
		{"resolved", "7d", week, solved, false},
	}
	if t.origin == customer {
		replied := func() bool { return t.tests.replied }
		questions = append(questions,
			question{"acknowledged", "15m", 15 * time.Minute, func() bool { return t.tests.acknowledged }, false},
			question{"answered", "1d", oneDay, replied, false},
			question{"answered", "7d", week, replied, false})
	}
	b.visits[t.customer] = append(b.visits[t.customer], t)
	b.ask(t, at, questions)
}

// testSolved asks what is asked of first solves.
func (b *book) testSolved(t *ticket, at int64) {
	rounds, bots := t.rounds, t.tests.bots
	back := func(length time.Duration) bool { return b.cameBack(t, at, at+seconds(length)) }
	questions := []question{
		{"no_reopen", "7d", week, func() bool { return true }, true},
		{"first_contact", "7d", week, func() bool { return rounds+bots == 1 && !back(week) }, true},
		{"repeat_contact", "7d", week, func() bool { return back(week) }, false},
		{"automated", "3d", 3 * oneDay, func() bool { return bots > 0 && t.tests.agents == 0 && !back(3*oneDay) }, true},
	}
	if rounds > 0 {
		questions = append(questions, question{"one_touch", "7d", week, func() bool { return rounds == 1 }, true})
	}
	b.ask(t, at, questions)
}

// cameBack tells whether the customer opened another ticket in a span, which still counts.
func (b *book) cameBack(t *ticket, from, to int64) bool {
	for _, other := range b.visits[t.customer] {
		if other != t && other.origin == customer && other.created >= from && other.created < to && !other.gone && !void(other.status) {
			return true
		}
	}
	return false
}

// ask puts questions that are answered when their windows have passed, with the labels of now. A ticket that
// is void then is on neither side.
func (b *book) ask(t *ticket, anchor int64, questions []question) {
	for _, q := range questions {
		end := anchor + seconds(q.length)
		t.tests.ends = append(t.tests.ends, end)
		labels := t.placeChannel("check", q.check, "window", q.window)
		b.when(end, func(at int64) {
			if t.gone || void(t.status) {
				return
			}
			answer := func(yes bool, known int64) {
				result := "no"
				if yes {
					result = "yes"
				}
				b.count("helpdesk_ticket_checks_total", anchor, known, append(labels, "result", result)...)
			}
			yes := q.yes()
			if yes && q.lasting && !t.tests.reworked && t.doubt != nil {
				t.tests.open = append(t.tests.open, suspended{end, answer})
				return
			}
			answer(yes && !(q.lasting && t.tests.reworked), at)
		})
	}
}

// testReopened: it is known whether a reopening was work.
func (b *book) testReopened(t *ticket, work bool, at int64) {
	t.tests.reworked = t.tests.reworked || work
	for _, each := range t.tests.open {
		each.decide(!work, at)
	}
	t.tests.open = nil
}

// testAnswered: an agent or a bot wrote to the customer.
func (b *book) testAnswered(t *ticket, byBot bool) {
	t.tests.acknowledged, t.tests.replied = true, true
	if byBot {
		t.tests.bots++
	} else {
		t.tests.agents++
	}
}
