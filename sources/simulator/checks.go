package simulator

import (
	"slices"
	"time"
)

// tests is what the questions of cohorts have to know of a ticket.
type tests struct {
	acknowledged bool       // by any public message of the desk
	replied      bool       // by an agent or a bot
	agents, bots int        // public messages
	reworked     bool       // a reopening was work
	open         []*verdict // in doubt
	ends         []int64
}

// question is asked about a ticket when a window has passed since an event.
type question struct {
	check, window string
	length        time.Duration
	yes           func() bool
	visits        visits
	// lasting is no if a reopening in the window was work.
	lasting bool
}

// visits is what other tickets of the customer in the window mean for a question.
type visits int

const (
	notAsked visits = iota
	someAreYes
	someAreNo
)

// verdict is a question whose window has passed.
type verdict struct {
	question
	ticket *ticket
	anchor int64
	labels []string
	own    bool      // what yes says
	others []*ticket // the visits
	fact   int       // the index of the answer, from 1; 0 until the doubt about a reopening has passed
	void   bool
}

const (
	oneDay = 24 * time.Hour
	week   = 7 * oneDay
)

// testCreated asks what is asked of tickets that come in.
func (b *book) testCreated(t *ticket, at int64) {
	solved := func() bool { return t.solves > 0 }
	questions := []question{
		{check: "resolved", window: "1h", length: time.Hour, yes: solved},
		{check: "resolved", window: "1d", length: oneDay, yes: solved},
		{check: "resolved", window: "7d", length: week, yes: solved},
	}
	if t.origin == customer {
		acknowledged := func() bool { return t.tests.acknowledged }
		replied := func() bool { return t.tests.replied }
		questions = append(questions,
			question{check: "acknowledged", window: "15m", length: 15 * time.Minute, yes: acknowledged},
			question{check: "answered", window: "1d", length: oneDay, yes: replied},
			question{check: "answered", window: "7d", length: week, yes: replied})
	}
	b.visits[t.customer] = append(b.visits[t.customer], t)
	b.ask(t, at, questions)
}

// testSolved asks what is asked of first solves.
func (b *book) testSolved(t *ticket, at int64) {
	rounds, bots := t.rounds, t.tests.bots
	always := func() bool { return true }
	once := func() bool { return rounds+bots == 1 }
	byBots := func() bool { return bots > 0 && t.tests.agents == 0 }
	questions := []question{
		{check: "no_reopen", window: "7d", length: week, yes: always, lasting: true},
		{check: "first_contact", window: "7d", length: week, yes: once, visits: someAreNo, lasting: true},
		{check: "repeat_contact", window: "7d", length: week, yes: always, visits: someAreYes},
		{check: "automated", window: "3d", length: 3 * oneDay, yes: byBots, visits: someAreNo, lasting: true},
	}
	if rounds > 0 {
		one := func() bool { return rounds == 1 }
		questions = append(questions, question{check: "one_touch", window: "7d", length: week, yes: one, lasting: true})
	}
	b.ask(t, at, questions)
}

// visited are the other tickets that the customer opened in a span, which still count.
func (b *book) visited(t *ticket, from, to int64) []*ticket {
	var others []*ticket
	for _, other := range b.visits[t.customer] {
		if other != t && other.origin == customer && other.created >= from && other.created < to && !other.gone && !void(other.status) {
			others = append(others, other)
		}
	}
	return others
}

// ask puts questions that are answered when their windows have passed, with the labels of now. A ticket that
// is void then is on neither side, nor among the visits.
func (b *book) ask(t *ticket, anchor int64, questions []question) {
	for _, q := range questions {
		end := anchor + seconds(q.length)
		t.tests.ends = append(t.tests.ends, end)
		labels := t.placeChannel("check", q.check, "window", q.window)
		b.when(end, func(at int64) {
			if t.gone || void(t.status) {
				return
			}
			v := &verdict{question: q, ticket: t, anchor: anchor, labels: labels, own: q.yes(), others: b.visited(t, anchor, end)}
			b.judge(v, at)
			b.unless(at, func(gone *ticket) { b.voidedThen(v, gone, at) })
		})
	}
}

// judge answers a question, unless it depends on a reopening in doubt.
func (b *book) judge(v *verdict, at int64) {
	t, yes := v.ticket, v.own
	switch v.visits {
	case someAreYes:
		yes = yes && len(v.others) > 0
	case someAreNo:
		yes = yes && len(v.others) == 0
	}
	if yes && v.lasting && !t.tests.reworked && t.doubt != nil {
		t.tests.open = append(t.tests.open, v)
		return
	}
	b.decide(v, yes && !(v.lasting && t.tests.reworked), at)
}

func (b *book) decide(v *verdict, yes bool, known int64) {
	result := "no"
	if yes {
		result = "yes"
	}
	b.count("helpdesk_ticket_checks_total", v.anchor, known, append(slices.Clip(v.labels), "result", result)...)
	v.fact = len(b.facts)
}

// voidedThen: a ticket is void since the very instant in which a question was asked, which may be about it or
// about a visit before it.
func (b *book) voidedThen(v *verdict, gone *ticket, at int64) {
	if gone != v.ticket && !slices.Contains(v.others, gone) {
		return
	}
	if v.fact > 0 {
		b.withdraw(v.fact-1, v.fact)
		v.fact = 0
	}
	v.ticket.tests.open = slices.DeleteFunc(v.ticket.tests.open, func(o *verdict) bool { return o == v })
	v.others = slices.DeleteFunc(v.others, func(o *ticket) bool { return o == gone })
	if v.void = v.void || gone == v.ticket; !v.void {
		b.judge(v, at)
	}
}

// testReopened: it is known whether a reopening was work.
func (b *book) testReopened(t *ticket, work bool, at int64) {
	t.tests.reworked = t.tests.reworked || work
	for _, each := range t.tests.open {
		b.decide(each, !work, at)
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
