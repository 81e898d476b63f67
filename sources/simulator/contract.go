package simulator

import "slices"

// contract is what has been promised about a ticket.
type contract struct {
	policy *Policy
	terms  []*term
	absent *absent // while the ticket is void
}

// term is an open clock.
type term struct {
	target  string
	spent   int64 // until since
	since   int64
	hours   *hours // nil: day and night
	limit   int64
	paused  bool
	missed  bool
	breach  breach // the last one, if it was missed
	met     bool   // once, before a reopening
	asleep  bool   // until a reopening
	late    bool   // it was missed, and slept after that
	void    bool   // until the ticket comes back
	armed   int64  // when it was
	due     int64  // forever while it stands still
	version int    // of due
	posting int    // the index of the open one, from 1
}

// breach is a counted one.
type breach struct {
	at     int64
	team   string
	labels []string
}

// elapsed is what the clock shows.
func (c *term) elapsed(at int64) int64 {
	switch {
	case c.paused, c.asleep, c.void:
		return c.spent
	case c.hours == nil:
		return c.spent + at - c.since
	}
	return c.spent + c.hours.between(c.since, at)
}

func (t *ticket) term(target string) *term {
	for _, c := range t.sla.terms {
		if c.target == target {
			return c
		}
	}
	return nil
}

// arm starts a clock, unless it runs.
func (b *book) arm(t *ticket, target string, from, at int64) {
	if t.sla.policy == nil || t.term(target) != nil {
		return
	}
	promise, ok := t.sla.policy.Targets[target]
	if !ok {
		return
	}
	c := &term{target: target, since: from, armed: at}
	if !promise.Calendar {
		c.hours = t.hours()
	}
	t.sla.terms = append(t.sla.terms, c)
	b.revise(t, c, at)
}

// revise sets a clock anew after something has changed. What has elapsed stays elapsed.
func (b *book) revise(t *ticket, c *term, at int64) {
	promise := t.sla.policy.Targets[c.target]
	c.spent, c.since = c.elapsed(at), at
	c.limit = promise.limit(meaning(t.priority))
	c.paused = slices.Contains(promise.pauses(c.target), meaning(t.status))
	c.hours = nil
	if !promise.Calendar {
		c.hours = t.hours()
	}
	c.version++
	c.due = forever
	if c.asleep || c.void {
		return
	}
	switch {
	case c.missed:
	case c.spent > c.limit:
		b.breach(t, c, at, at)
		return
	case !c.paused:
		b.await(t, c, at)
	}
	b.post(t, c, at)
}

// await foresees the breach. It is one when the due instant has passed.
func (b *book) await(t *ticket, c *term, at int64) {
	due, ok := at+c.limit-c.spent, true
	if c.hours != nil {
		due, ok = c.hours.add(at, c.limit-c.spent)
	}
	if !ok {
		return
	}
	c.due = due
	version := c.version
	b.when(due+1, func(at int64) {
		if c.version == version {
			b.breach(t, c, due, at)
		}
	})
}

func (t *ticket) outcome(c *term) []string {
	return t.place("policy", t.sla.policy.Name, "target", c.target, "priority", meaning(t.priority))
}

func (b *book) breach(t *ticket, c *term, due, at int64) {
	c.missed, c.due = true, forever
	labels := t.outcome(c)
	b.count("helpdesk_sla_outcomes_total", due, at, append(slices.Clip(labels), "outcome", "breached")...)
	b.happened("sla_breached", t.team.name, due, at, 1)
	c.breach = breach{due, t.team.name, labels}
	b.post(t, c, at)
}

// finish ends a clock. One that was missed has its outcome already.
func (b *book) finish(t *ticket, target, outcome string, at int64) {
	c := t.term(target)
	if c == nil {
		return
	}
	if !c.missed && !c.met && !c.void {
		b.conclude(t, c, outcome, at)
	}
	b.drop(t, c, at)
}

// drop forgets a clock.
func (b *book) drop(t *ticket, c *term, at int64) {
	c.version++
	t.sla.terms = slices.DeleteFunc(t.sla.terms, func(o *term) bool { return o == c })
	b.unpost(c, at)
}

func (b *book) conclude(t *ticket, c *term, outcome string, at int64) {
	b.count("helpdesk_sla_outcomes_total", at, at, append(t.outcome(c), "outcome", outcome)...)
	if outcome == "met" {
		b.event("sla_met", t, at, 1)
	}
}

// sleep ends a clock at a solve, which may go on after it.
func (b *book) sleep(t *ticket, target string, at int64) {
	c := t.term(target)
	if c == nil {
		return
	}
	if !c.missed && !c.met {
		c.met = true
		b.conclude(t, c, "met", at)
	}
	c.late = c.missed
	c.spent, c.asleep, c.due = c.elapsed(at), true, forever
	c.version++
	b.unpost(c, at)
}

// wake lets a clock go on.
func (b *book) wake(t *ticket, target string, at int64) {
	if c := t.term(target); c != nil && c.asleep {
		c.asleep, c.paused, c.since = false, false, at
		b.revise(t, c, at)
	}
}

func (b *book) contractCreated(t *ticket, at int64) {
	t.sla.policy = b.law.policy(t)
	if t.origin == customer {
		b.arm(t, firstResponse, at, at)
	}
	for _, target := range []string{resolution, requesterWait, agentWork, periodicUpdate} {
		b.arm(t, target, at, at)
	}
}

// hadFirst tells whether a wait is no matter of the first response any more: it was given, or a solve came
// before it, or nobody asked for it.
func (t *ticket) hadFirst() bool { return t.answered || t.solves > 0 || t.origin != customer }

// contractAsked: a customer waits.
func (b *book) contractAsked(t *ticket, at int64) {
	switch {
	case t.sla.absent != nil:
		t.sla.absent.asked = true
	case t.hadFirst():
		b.arm(t, nextResponse, at, at)
	}
}

// contractInherited: a customer waits on who has written in a ticket that was merged into this one. The clock
// runs since then; a wait that is overdue by now has none here.
func (b *book) contractInherited(t *ticket, at int64) {
	if !t.hadFirst() || b.overdue(t, nextResponse, t.waiting, at) {
		return
	}
	c := t.term(nextResponse)
	switch {
	case c == nil:
		b.arm(t, nextResponse, t.waiting, at)
	case !c.missed:
		c.spent, c.since, c.paused = 0, t.waiting, false
		b.revise(t, c, at)
	}
}

// overdue tells whether a clock that had run since an instant would have been missed by now.
func (b *book) overdue(t *ticket, target string, since, at int64) bool {
	if t.sla.policy == nil {
		return false
	}
	promise := t.sla.policy.Targets[target]
	limit := promise.limit(meaning(t.priority))
	if h := t.hours(); h != nil && !promise.Calendar {
		due, ok := h.add(since, limit)
		return ok && due < at
	}
	return since+limit < at
}

func (b *book) contractReplied(t *ticket, at int64) {
	b.finish(t, firstResponse, "met", at)
	b.finish(t, nextResponse, "met", at)
	if void(t.status) {
		return
	}
	b.finish(t, periodicUpdate, "met", at)
	if unresolved(t.status) {
		b.arm(t, periodicUpdate, at, at)
	}
}

// contractSolved: what a thanks reopening began is nobody's achievement.
func (b *book) contractSolved(t *ticket, thanks bool, at int64) {
	outcome := "met"
	if thanks {
		outcome = "cancelled"
	}
	b.finish(t, firstResponse, "cancelled", at)
	b.finish(t, nextResponse, "cancelled", at)
	b.finish(t, resolution, outcome, at)
	if c := t.term(periodicUpdate); c != nil && c.armed == at && t.lastAnswer == at {
		b.drop(t, c, at) // the reply that solves has met the one before, and begins none
	}
	b.finish(t, periodicUpdate, outcome, at)
	b.sleep(t, requesterWait, at)
	b.sleep(t, agentWork, at)
}

func (b *book) contractReopened(t *ticket, at int64) {
	b.arm(t, resolution, at, at)
	b.arm(t, periodicUpdate, at, at)
	b.wake(t, requesterWait, at)
	b.wake(t, agentWork, at)
}

// changed: team, priority or status are others now.
func (b *book) changed(t *ticket, at int64) {
	t.placed(b.law, at)
	policy := b.law.policy(t)
	for _, c := range slices.Clone(t.sla.terms) {
		if policy == nil || policy.Targets[c.target].Default == 0 {
			b.finish(t, c.target, "cancelled", at)
		}
	}
	t.sla.policy = policy
	for _, c := range slices.Clone(t.sla.terms) {
		b.revise(t, c, at)
	}
}

// deadlines are the instants at which something about a ticket will be decided, or about another for which
// it matters whether this one is there.
func (b *book) deadlines(t *ticket) []int64 {
	var instants []int64
	for _, other := range b.visits[t.customer] {
		instants = append(instants, other.tests.ends...)
	}
	for _, c := range t.sla.terms {
		instants = append(instants, c.due)
	}
	return instants
}
