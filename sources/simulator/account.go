package simulator

import (
	"slices"
	"time"
)

const (
	hour = 60 * minute
	day  = 24 * hour
	// reopenDecision is how long after it a reopening is work, whatever happens then.
	reopenDecision = day
	// reopenWindow is how long after a solve a ticket is final.
	reopenWindow = 7 * day
	// lookBack is how long a topic is remembered.
	lookBack = 90 * day
)

// account is what the truth keeps of a ticket.
type account struct {
	waiting    int64 // since when a customer waits for words of an agent; 0: none does
	rounds     int
	answered   bool  // by an agent, ever
	lastAnswer int64 // of an agent
	public     int   // messages

	category string // that has been counted; empty: none
	since    int64  // when it was

	phase  int64 // since when the ticket has its status
	phases map[string]spent

	solves    int
	lastSolve int64
	solvedAs  solveLabels // of the last solve
	solving   int         // of the timer that makes the ticket final
	final     bool
	doubt     *doubt // about the last reopening

	looks    stock
	span     int // the index of the open one, from 1
	absences absences
	cameTo   string // the team that it was opened with
	tenures  []tenure
	tests    tests
	sla      contract
}

// solveLabels are what is observed of a final ticket labelled with: as it was when it was solved.
type solveLabels struct {
	resolution, phase, messages []string
}

// doubt is a reopening whose kind is not known yet.
type doubt struct {
	at     int64
	team   string
	labels []string
}

// created: a ticket has come in.
func (b *book) created(t *ticket, at int64) {
	t.phase, t.phases, t.cameTo = at, map[string]spent{}, t.team.name
	t.placed(b.law, at)
	b.count("helpdesk_tickets_created_total", at, at,
		t.placeChannel("priority", meaning(t.priority), "origin", meaning(t.origin))...)
	b.event("created", t, at, 1)
	b.categorised(t, at)
	b.testCreated(t, at)
	b.contractCreated(t, at)
}

// categorised: a ticket has a topic, its first or another.
func (b *book) categorised(t *ticket, at int64) {
	if t.topic == "" {
		return
	}
	if seen, ok := b.sights[t.topic]; !ok || seen < at-lookBack {
		b.count("helpdesk_topics_first_seen_total", at, at, t.place()...)
	}
	b.sights[t.topic] = at
	if t.status != statusClosed && t.account.category != t.category() {
		b.countCategory(t, t.category(), at)
	}
}

// countCategory counts a category, and takes the one before back.
func (b *book) countCategory(t *ticket, category string, at int64) {
	name := "helpdesk_ticket_categories_total"
	if t.account.category != "" {
		b.count(name, t.since, at, t.placeChannel("category", t.account.category, "change", "retracted")...)
	}
	b.count(name, at, at, t.placeChannel("category", category, "change", "new")...)
	t.account.category, t.since = category, at
}

// said: somebody wrote a message.
func (b *book) said(t *ticket, by who, internal bool, at int64) {
	direction, visibility := "outbound", "public"
	if by.role == customer {
		direction = "inbound"
	}
	if internal {
		visibility = "internal"
	}
	b.count("helpdesk_messages_total", at, at, t.placeChannel("direction", direction, "author", meaning(by.role),
		"visibility", visibility, "hours", b.law.hoursLabel(t.team.name, at))...)
	if internal {
		return
	}
	t.public++
	switch by.role {
	case customer:
		b.asked(t, by, at)
	case agent:
		b.answer(t, by, at)
	case bot:
		b.testAnswered(t, true)
	default:
		t.tests.acknowledged = true
	}
}

// asked: a customer wrote, and waits.
func (b *book) asked(t *ticket, by who, at int64) {
	b.wrote = append(b.wrote, writing{at, by.id})
	b.event("messages_in", t, at, 1)
	if t.waiting == 0 {
		t.waiting = at
		b.contractAsked(t, at)
	}
}

// answer: an agent replied to the customer.
func (b *book) answer(t *ticket, by who, at int64) {
	b.replied = append(b.replied, reply{at, t.team.name, by.id})
	b.event("messages_out", t, at, 1)
	labels := t.placeChannel("priority", meaning(t.priority))
	if t.waiting != 0 {
		b.elapsed("helpdesk_reply_time_seconds", t, t.waiting, at, labels...)
		b.event("replies", t, at, 1)
		b.event("reply_seconds", t, at, at-t.waiting)
		t.rounds++
		t.waiting = 0
	}
	if !t.answered && t.origin == customer {
		b.elapsed("helpdesk_first_response_time_seconds", t, t.created, at, labels...)
		b.event("first_responses", t, at, 1)
		b.event("first_response_seconds", t, at, at-t.created)
	}
	b.testAnswered(t, false)
	b.contractReplied(t, at)
	t.answered, t.lastAnswer = true, at
	b.settleDoubt(t, "work", at)
}

// settleDoubt says what a reopening was.
func (b *book) settleDoubt(t *ticket, kind string, at int64) {
	if t.doubt == nil {
		return
	}
	b.count("helpdesk_tickets_reopened_total", t.doubt.at, at, append(t.doubt.labels, "kind", kind)...)
	b.reopenedEvent(t.doubt, at)
	b.testReopened(t, kind == "work", at)
	t.doubt = nil
}

// phased: a ticket's status changes.
func (b *book) phased(t *ticket, at int64) {
	if unresolved(t.status) {
		s := t.phases[t.status]
		s.add(b.law.spent(t, t.phase, at))
		t.phases[t.status] = s
	}
	t.phase = at
}

// solved: a ticket was solved, or closed without.
func (b *book) solved(t *ticket, by who, at int64) {
	nth := "repeat"
	if t.solves++; t.solves == 1 {
		nth = "first"
		b.firstSolved(t, by, at)
	}
	t.lastSolve = at
	t.solvedAs = solveLabels{
		resolution: t.place("category", t.category(), "priority", meaning(t.priority), "stage", "final"),
		phase:      t.place("priority", meaning(t.priority)),
		messages:   t.place("category", t.category()),
	}
	b.count("helpdesk_tickets_resolved_total", at, at,
		t.placeChannel("category", t.category(), "priority", meaning(t.priority), "nth", nth)...)
	b.event("resolved", t, at, 1)
	thanks := t.doubt != nil
	b.settleDoubt(t, "no_reply_needed", at)
	b.contractSolved(t, thanks, at)
	t.waiting = 0
	t.solving++
	solving := t.solving
	b.when(at+reopenWindow, func(at int64) {
		if t.solving == solving && resolved(t.status) {
			b.finishedByTime(t, at)
		}
	})
}

func (b *book) firstSolved(t *ticket, by who, at int64) {
	touches := "2+"
	if t.rounds < 2 {
		touches = []string{"0", "1"}[t.rounds]
	}
	b.count("helpdesk_resolution_touches_total", at, at, t.placeChannel("by", meaning(by.role), "touches", touches)...)
	b.elapsed("helpdesk_resolution_time_seconds", t, t.created, at,
		t.place("category", t.category(), "priority", meaning(t.priority), "stage", "first")...)
	b.event("first_resolved", t, at, 1)
	b.event("resolution_seconds", t, at, at-t.created)
	b.testSolved(t, at)
}

// reopened: a solved ticket is unresolved again.
func (b *book) reopened(t *ticket, at int64) {
	t.solving++
	d := &doubt{at, t.team.name, t.placeChannel("category", t.category(), "priority", meaning(t.priority))}
	t.doubt = d
	b.contractReopened(t, at)
	b.when(at+reopenDecision, func(at int64) {
		if t.doubt == d {
			b.settleDoubt(t, "work", at)
		}
	})
}

// finished: nothing will come any more.
func (b *book) finished(t *ticket, at int64) {
	if t.final {
		return
	}
	t.final = true
	if t.account.category == "" {
		b.countCategory(t, categoryNone, at)
	}
	b.both("helpdesk_resolution_time_seconds", at, b.law.spent(t, t.created, t.lastSolve), t.solvedAs.resolution...)
	for _, status := range []string{statusNew, statusOpen, statusWaiting, statusParked} {
		s := t.phases[status]
		s.scheduled = s.scheduled || b.law.scheduled()
		b.both("helpdesk_phase_time_seconds", at, s, append(slices.Clip(t.solvedAs.phase), "phase", meaning(status))...)
	}
	b.observe("helpdesk_ticket_messages", lengths(), at, float64(t.public), t.solvedAs.messages...)
}

// finishedByTime: nothing has come for long enough.
func (b *book) finishedByTime(t *ticket, at int64) {
	if t.final {
		return
	}
	counted, first := t.account.category, len(b.facts)
	b.finished(t, at)
	last := len(b.facts)
	b.unless(at, func(gone *ticket) {
		if gone == t {
			b.withdraw(first, last)
			t.final, t.account.category = false, counted
		}
	})
}

// voided: a ticket is taken out of the reports.
func (b *book) voided(t *ticket, from, status string, at int64) {
	b.voidFirst(t, at)
	b.countVoid(t, status, "new", at)
	b.voidEvents(t, true, at)
	b.contractVoided(t, from, at)
}

// returned: a ticket is taken back into the reports.
func (b *book) returned(t *ticket, from string, at int64) {
	b.countVoid(t, from, "retracted", at)
	b.voidEvents(t, false, at)
	b.contractReturned(t, at)
}

func (b *book) countVoid(t *ticket, status, change string, at int64) {
	b.count("helpdesk_tickets_voided_total", t.created, at,
		t.placeChannel("origin", meaning(t.origin), "reason", meaning(status), "change", change)...)
}

// merged: the customer who waited in one ticket waits on in another, unless an agent has written there since.
func (b *book) merged(t, into *ticket, at int64) {
	if t.waiting != 0 && into.lastAnswer <= t.waiting && (into.waiting == 0 || t.waiting < into.waiting) {
		into.waiting = t.waiting
		b.contractInherited(into, at)
	}
	t.waiting = 0
}

// moved: a ticket goes to another team.
func (b *book) moved(t *ticket, to string, at int64) {
	b.count("helpdesk_tickets_moved_total", at, at, t.place("to_group", to)...)
}

// seconds is a duration of Go in seconds.
func seconds(d time.Duration) int64 { return int64(d / time.Second) }
