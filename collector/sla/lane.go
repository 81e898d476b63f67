package sla

import (
	"time"
)

// lane is the cycle of one target that is open on a ticket, and the clock that measures it while a policy
// matches. A cycle goes on without a clock while none does, while the ticket is void and while it is
// solved.
type lane struct {
	target Target
	active bool
	// cycle is what began it, started when.
	cycle   string
	started time.Time
	// early: a wait from before the first response, which is the affair of another target.
	early bool
	// handed: the wait began on a ticket that was merged into this one.
	handed bool
	// silent: it was overdue when it was handed on, which counted where it came from.
	silent bool
	// reopening: begun or resumed by a reopening.
	reopening bool

	// clock is the index of the cycle's clock among those of the ticket, or none.
	clock int
	// again: an earlier clock of the cycle has ended, so that the next needs a name of its own.
	again bool
	// met: an earlier clock of the cycle was met; that has been counted.
	met       bool
	breached  time.Time
	corrected bool // the breach has been taken back

	elapsed   time.Duration // until accounted
	accounted time.Time

	// How the clock runs.
	policy   *Policy
	goal     Goal
	schedule Schedule
	budget   time.Duration
	endless  bool // the budget is out of the schedule's reach
	running  bool
}

const none = -1

func (e *evaluation) lane(t Target) *lane {
	for i := range e.lanes {
		if e.lanes[i].target == t {
			return &e.lanes[i]
		}
	}
	return nil
}

// begin starts a cycle.
func (l *lane) begin(name string, started time.Time) {
	*l = lane{target: l.target, active: true, cycle: name, started: started, accounted: started, clock: none}
}

// resume goes on with a cycle that a solve had ended.
func (l *lane) resume(at time.Time) {
	if l.active {
		return
	}
	l.active, l.reopening, l.accounted = true, true, at
}

// account adds up the time until an instant.
func (l *lane) account(at time.Time) {
	if l.running {
		l.elapsed += l.schedule.Within(l.accounted, at)
	}
	l.accounted = at
}

// open begins a cycle with its clock.
func (e *evaluation) open(t Target, name string, at time.Time) {
	l := e.lane(t)
	l.begin(name, at)
	e.attach(l, at)
}

// goal is what the current policy says of the lane's target.
func (e *evaluation) goal(l *lane) (Goal, bool) {
	if e.policy == nil {
		return Goal{}, false
	}
	g, ok := e.policy.Targets[l.target]
	if l.silent || l.early && g.Start != StartAnyMessage {
		return Goal{}, false
	}
	return g, ok
}

// attach gives a cycle a clock, if a policy matches. What has passed since the cycle began counts as if it
// had matched all along.
func (e *evaluation) attach(l *lane, at time.Time) {
	if !l.active || e.void || !e.status.Unresolved() {
		return
	}
	g, ok := e.goal(l)
	if !ok {
		return
	}
	e.run(l, g)
	l.elapsed += e.passed(l, at)
	l.accounted = at
	if l.handed && !l.again && !l.endless && l.elapsed >= l.budget {
		l.silent = true
		return
	}
	name := l.cycle
	if l.again {
		name += "/" + stamp(at)
	}
	l.clock = len(e.clocks)
	e.clocks = append(e.clocks, Clock{Target: l.target, Cycle: name, StartedAt: l.started})
	e.show(l)
	if l.breached.IsZero() {
		e.aim(l, at)
		return
	}
	c := &e.clocks[l.clock]
	if l.corrected {
		l.corrected, l.breached = false, at
		e.outcome(l, Breached, at)
	}
	c.Due, c.BreachedAt = l.breached, l.breached
}

// run sets how the lane's clock runs by a goal of the current policy.
func (e *evaluation) run(l *lane, g Goal) {
	l.policy, l.goal = e.policy, g
	l.schedule = e.rules.schedule(e.policy, &g, e.t.Source, e.labels)
	var reachable bool
	l.budget, reachable = g.budget(e.labels.Priority).of(l.schedule, l.started)
	l.endless = !reachable
	l.running = !g.pauses(l.target, e.status)
}

// passed is the running time from where a lane is accounted to an instant.
func (e *evaluation) passed(l *lane, at time.Time) time.Duration {
	var sum time.Duration
	for i := range e.course {
		s := &e.course[i]
		from, to := s.from, at
		if from.Before(l.accounted) {
			from = l.accounted
		}
		if i+1 < len(e.course) && e.course[i+1].from.Before(at) {
			to = e.course[i+1].from
		}
		if from.Before(to) && !s.void && s.status.Unresolved() && !l.goal.pauses(l.target, s.status) {
			sum += l.schedule.Within(from, to)
		}
	}
	return sum
}

// aim finds when the budget will be used up: never before the instant at which the clock was set so.
func (e *evaluation) aim(l *lane, at time.Time) {
	c := &e.clocks[l.clock]
	c.Due = time.Time{}
	switch rest := l.budget - l.elapsed; {
	case l.endless:
	case rest <= 0:
		c.Due = at
	case l.running:
		if due, ok := l.schedule.Add(at, rest); ok {
			c.Due = due
		}
	}
}

// show writes what is current of a lane to its clock.
func (e *evaluation) show(l *lane) {
	c := &e.clocks[l.clock]
	c.Policy, c.Labels, c.Budget = l.policy.Name, e.labels, l.budget
	c.running, c.paused, c.schedule = l.running, !l.running, l.schedule
	c.elapsed, c.accounted = l.elapsed, l.accounted
}

// update lets a clock go on as the current policy, labels and status have it: the time that has run is
// kept, the due instant is found anew. A breach stays.
func (e *evaluation) update(l *lane, at time.Time, g Goal) {
	was := *l
	e.run(l, g)
	if l.budget == was.budget && l.endless == was.endless && l.schedule == was.schedule && l.running == was.running {
		e.show(l)
		return
	}
	is := *l
	*l = was
	l.account(at)
	l.policy, l.goal, l.schedule, l.running = is.policy, is.goal, is.schedule, is.running
	if l.breached.IsZero() {
		l.budget, l.endless = is.budget, is.endless
		e.aim(l, at)
	}
	e.show(l)
}

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
	e.clocks[l.clock].come(s, at, l.policy, e.labels)
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
