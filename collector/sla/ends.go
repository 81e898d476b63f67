package sla

import (
	"time"
)

// expire breaches the clocks that were due before an instant.
func (e *evaluation) expire(at time.Time) {
	for i := range e.lanes {
		l := &e.lanes[i]
		if l.clock == none || !l.breached.IsZero() {
			continue
		}
		c := &e.clocks[l.clock]
		if c.Due.IsZero() || !c.Due.Before(at) {
			continue
		}
		l.breached, c.BreachedAt = c.Due, c.Due
		e.outcome(l, Breached, c.Due)
	}
}

// outcome adds what the clock of a lane came to, with the labels that hold now.
func (e *evaluation) outcome(l *lane, s State, at time.Time) {
	c := &e.clocks[l.clock]
	c.come(s, at, l.policy, e.labels)
	switch o := &c.Outcomes[len(c.Outcomes)-1]; s {
	case Breached:
		l.miss = *o
	case Corrected:
		// It takes back what was counted, under the labels of then.
		o.Key, o.Policy, o.Identity, o.Labels = l.miss.Key+"/"+string(Corrected), l.miss.Policy, l.miss.Identity, l.miss.Labels
	}
}

func (c *Clock) come(s State, at time.Time, p *Policy, l Labels) {
	c.Outcomes = append(c.Outcomes, Outcome{
		State: s, Key: c.key(s), At: at, Policy: c.Policy, Target: c.Target, Identity: p.identity(c.Target), Labels: l,
	})
}

func (c *Clock) key(s State) string {
	key := string(c.Target) + "/" + c.Cycle
	if s == Corrected {
		key += "/corrected"
	}
	return key
}

// end ends a cycle, and its clock by being met or cancelled.
func (e *evaluation) end(l *lane, at time.Time, how State) {
	if !l.active {
		return
	}
	l.active = false
	e.detach(l, at, how)
}

// detach ends the clock of a cycle. A clock that has breached, or has been met before, has its outcome.
func (e *evaluation) detach(l *lane, at time.Time, how State) {
	if l.clock == none {
		return
	}
	l.account(at)
	l.running = false
	e.show(l)
	c := &e.clocks[l.clock]
	c.EndedAt = at
	if l.breached.IsZero() && !l.met {
		e.outcome(l, how, at)
		l.met = how == Met
	}
	l.clock, l.again = none, true
}

// withdraw ends the clocks of a ticket that has become void: those that run are cancelled, a breach that
// has not been made good is taken back.
func (e *evaluation) withdraw(at time.Time) {
	for i := range e.lanes {
		l := &e.lanes[i]
		if l.clock != none && !l.breached.IsZero() {
			e.outcome(l, Corrected, at)
			l.corrected = true
		}
		e.detach(l, at, Cancelled)
	}
}

// restore puts the breaches back of a ticket that is no longer void.
func (e *evaluation) restore(at time.Time) {
	for i := range e.lanes {
		if l := &e.lanes[i]; l.corrected {
			e.attach(l, at)
		}
	}
}

// retarget applies new labels to the clocks before what else happens in the instant. If no policy has
// their target any more they go on to the end of it, so that what ends them in this instant does.
func (e *evaluation) retarget(at time.Time) {
	for i := range e.lanes {
		l := &e.lanes[i]
		if g, ok := e.goal(l); ok && l.clock != none {
			e.update(l, at, g)
		}
	}
}

// settle brings the clocks in line with policy and status at the end of an instant.
func (e *evaluation) settle(at time.Time) {
	if e.void || !e.status.Unresolved() {
		return
	}
	for i := range e.lanes {
		l := &e.lanes[i]
		if !l.active {
			continue
		}
		g, ok := e.goal(l)
		switch {
		case l.clock == none:
			e.attach(l, at)
		case ok:
			e.update(l, at, g)
		case l.breached.IsZero():
			e.detach(l, at, Cancelled)
		default:
			e.keep(l, at)
		}
	}
}

// keep lets a breached clock go on that no policy has any more.
func (e *evaluation) keep(l *lane, at time.Time) {
	if running := !l.goal.pauses(l.target, e.status); running != l.running {
		l.account(at)
		l.running = running
	}
	e.show(l)
}

// finish derives what happens if nothing else does.
func (e *evaluation) finish() {
	for i := range e.lanes {
		l := &e.lanes[i]
		if l.clock == none || !l.breached.IsZero() {
			continue
		}
		if c := &e.clocks[l.clock]; !c.Due.IsZero() {
			c.BreachedAt = c.Due
			e.outcome(l, Breached, c.Due)
		}
	}
}
