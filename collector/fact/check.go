package fact

import (
	"strconv"
	"strings"
	"time"

	"helpdesk_exporter/sources/record"
)

// CheckName names a question that is asked of each ticket of a cohort.
type CheckName string

// The checks (docs/semantics.md, "Checks").
const (
	Acknowledged  CheckName = "acknowledged"
	Answered      CheckName = "answered"
	ResolvedIn    CheckName = "resolved"
	NoReopen      CheckName = "no_reopen"
	FirstContact  CheckName = "first_contact"
	OneTouch      CheckName = "one_touch"
	Automated     CheckName = "automated"
	RepeatContact CheckName = "repeat_contact"
)

// Check is a question with the window within which it must have come true.
type Check struct {
	Name   CheckName
	Window time.Duration
}

// ID identifies a check; facts before the instant from which it is asked are not counted.
func (c Check) ID() string { return "check/" + string(c.Name) + "/" + windowLabel(c.Window) }

// windowLabel writes a window in the largest unit that needs no other.
func windowLabel(d time.Duration) string {
	const day = 24 * time.Hour
	for _, unit := range []struct {
		length time.Duration
		name   string
	}{{day, "d"}, {time.Hour, "h"}, {time.Minute, "m"}} {
		if d >= unit.length && d%unit.length == 0 {
			return strconv.FormatInt(int64(d/unit.length), 10) + unit.name
		}
	}
	return strings.TrimSuffix(strconv.FormatFloat(d.Seconds(), 'f', 3, 64), ".000") + "s"
}

// question tells over which tickets a check is asked, and what its answer is.
type question struct {
	// anchor is where the window begins; the zero time for a ticket that the check is not about.
	anchor func(*deriver) time.Time
	// yes answers from the ticket itself. known is when the answer is certain, if that is after the window.
	yes func(d *deriver, from, to time.Time) (yes bool, known time.Time)
	// contact tells what it means that the requester opened another ticket in the window: the answer then.
	// nil: nothing.
	contact *bool
}

// questions is the table of all checks. It is never changed.
func questions() map[CheckName]question {
	yes, no := true, false
	return map[CheckName]question{
		Acknowledged:  {anchor: (*deriver).customersCreation, yes: (*deriver).acknowledged},
		Answered:      {anchor: (*deriver).customersCreation, yes: (*deriver).answered},
		ResolvedIn:    {anchor: (*deriver).creation, yes: (*deriver).resolvedIn},
		NoReopen:      {anchor: (*deriver).firstSolve, yes: (*deriver).notReopened},
		FirstContact:  {anchor: (*deriver).firstSolve, yes: (*deriver).oneAnswer, contact: &no},
		OneTouch:      {anchor: (*deriver).answeredSolve, yes: (*deriver).oneRound},
		Automated:     {anchor: (*deriver).firstSolve, yes: (*deriver).onlyBots, contact: &no},
		RepeatContact: {anchor: (*deriver).firstSolve, yes: never, contact: &yes},
	}
}

// checks asks every configured question once its window has passed. A ticket that is void by then is on
// neither side; derive drops its facts.
func (d *deriver) checks() {
	if len(d.rules.Checks) == 0 || !d.h.Prior.Through.IsZero() {
		return // those of a summary have been asked, whatever has come back of its history
	}
	all := questions()
	for _, c := range d.rules.Checks {
		q := all[c.Name]
		anchor := q.anchor(d)
		if anchor.IsZero() {
			continue
		}
		end := anchor.Add(c.Window)
		yes, known := q.yes(d, anchor, end)
		l := d.labels(anchor)
		answer := func(yes bool) []Sample {
			return []Sample{l.sample(familyChecks, 1, "check", string(c.Name), "window", windowLabel(c.Window), "result", result(yes))}
		}
		f := Fact{Kind: CheckAsked, Key: c.ID(), Since: c.ID(), At: anchor, KnownAt: latest(end, known), Samples: answer(yes)}
		if q.contact != nil && *q.contact != yes && d.h.Ticket.Requester != "" {
			f.Contact = &Contact{Requester: d.h.Ticket.Requester, From: anchor, To: end, Samples: answer(*q.contact)}
		}
		d.add(f)
	}
}

func result(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func (d *deriver) creation() time.Time { return d.h.Ticket.CreatedAt }

func (d *deriver) customersCreation() time.Time {
	if d.originOf() != record.OriginCustomer {
		return time.Time{}
	}
	return d.h.Ticket.CreatedAt
}

// firstSolve is the solve that counts as the first one, zero if there is none.
func (d *deriver) firstSolve() time.Time {
	if len(d.line.solves) == 0 || d.earlierSolves() > 0 {
		return time.Time{}
	}
	at := d.line.solves[0].at
	for _, lost := range d.lostReopens() {
		if !lost.After(at) {
			return time.Time{} // a solve that was not seen came before
		}
	}
	return at
}

// answeredSolve is the first solve of a ticket that an agent has answered until then.
func (d *deriver) answeredSolve() time.Time {
	at := d.firstSolve()
	if at.IsZero() || max(d.rounds(at), d.vendorReplies(at)) == 0 {
		return time.Time{}
	}
	return at
}

func never(*deriver, time.Time, time.Time) (bool, time.Time) { return false, time.Time{} }

// wrote tells whether one of the authors wrote publicly to the customer before an instant. A message from
// before the ticket is one of its creation.
func (d *deriver) wrote(before time.Time, authors ...record.Author) bool {
	for i := range d.h.Messages {
		m := &d.h.Messages[i]
		if m.Visibility != record.Public || m.Direction != record.Outbound || !m.At.Before(before) {
			continue
		}
		for _, a := range authors {
			if m.Author == a {
				return true
			}
		}
	}
	return false
}

func (d *deriver) acknowledged(_, to time.Time) (bool, time.Time) {
	return d.wrote(to, record.AuthorAgent, record.AuthorBot, record.AuthorAutomation), time.Time{}
}

func (d *deriver) answered(_, to time.Time) (bool, time.Time) {
	return d.wrote(to, record.AuthorAgent, record.AuthorBot), time.Time{}
}

func (d *deriver) resolvedIn(_, to time.Time) (bool, time.Time) {
	for _, s := range d.line.solves {
		if s.at.Before(to) {
			return true, time.Time{}
		}
	}
	return d.earlierSolves() > 0, time.Time{}
}

// notReopened: a reopening counts when it is work. One at the end of the window may need until after it to
// show what it is.
func (d *deriver) notReopened(from, to time.Time) (bool, time.Time) {
	var known time.Time
	for _, r := range d.reopenings() {
		if r.at.Before(from) || !r.at.Before(to) {
			continue
		}
		known = latest(known, r.known)
		if r.work {
			return false, known
		}
	}
	return true, known
}

// oneAnswer: the ticket was solved after exactly one answer, a reply round of an agent or an answer of a
// bot, and stayed so.
func (d *deriver) oneAnswer(from, to time.Time) (bool, time.Time) {
	if max(d.rounds(from), d.vendorReplies(from))+d.botAnswers(from) != 1 {
		return false, time.Time{}
	}
	return d.notReopened(from, to)
}

func (d *deriver) oneRound(from, to time.Time) (bool, time.Time) {
	if max(d.rounds(from), d.vendorReplies(from)) != 1 {
		return false, time.Time{}
	}
	return d.notReopened(from, to)
}

// onlyBots: a bot answered, no agent did until the window's end, and the ticket stayed solved.
func (d *deriver) onlyBots(from, to time.Time) (bool, time.Time) {
	if d.botAnswers(from) == 0 || d.wrote(to, record.AuthorAgent) || d.vendorReplies(to) > 0 {
		return false, time.Time{}
	}
	return d.notReopened(from, to)
}

// botAnswers counts what bots answered until an instant; several messages of a bot in a row are one answer.
func (d *deriver) botAnswers(until time.Time) int {
	n, asked := 0, true
	for i := range d.h.Messages {
		m := &d.h.Messages[i]
		switch {
		case m.At.After(until) || m.Visibility != record.Public:
		case asks(m):
			asked = true
		case m.Author == record.AuthorBot && m.Direction == record.Outbound && asked:
			n, asked = n+1, false
		}
	}
	return n
}
