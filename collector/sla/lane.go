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
	// since the customer waits; earlier than started of a clock that did not go back to that.
	since time.Time
	// early: a wait from before the first response, which is the affair of another target.
	early bool
	// handed is when a merge brought the wait from another ticket, zero of the ticket's own.
	handed time.Time
	// silent: it was overdue when it was handed on, which counted where it came from.
	silent bool
	// reopening: begun or resumed by a reopening.
	reopening bool

	// clock is the index of the cycle's clock among those of the ticket, or none.
	clock int
	// again: an earlier clock of the cycle has ended, so that the next needs a name of its own.
	again bool
	// met: an earlier clock of the cycle was met; that has been counted.
	met      bool
	breached time.Time
	// miss is the breach as it counts: that of an earlier clock after a reopening.
	miss      Outcome
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
	i := 0
	for e.lanes[i].target != t {
		i++
	}
	return &e.lanes[i]
}

// begin starts a cycle.
func (l *lane) begin(name string, started time.Time) {
	*l = lane{target: l.target, active: true, cycle: name, started: started, since: started, accounted: started, clock: none}
}

// resume goes on with a cycle that a solve had ended.
func (l *lane) resume(at time.Time) {
	if l.active {
		return
	}
	l.active, l.reopening, l.accounted = true, true, at
}

// goBack lets an open wait become an older one that a merge hands on. A clock that would be overdue by that
// stays as it is.
func (e *evaluation) goBack(l *lane, since, at time.Time) {
	l.since = since
	g, ok := e.goal(l)
	if l.clock == none || !l.breached.IsZero() || !ok {
		return
	}
	was := *l
	l.started, l.handed = since, at
	if e.run(l, g); l.overdue() {
		*l = was
		return
	}
	l.elapsed, l.accounted = l.schedule.Within(since, at), at
	e.clocks[l.clock].StartedAt = since
	e.aim(l, at)
	e.show(l)
}

// overdue reports whether the budget had been used up on the other ticket before the merge.
func (l *lane) overdue() bool {
	if l.handed.IsZero() || l.endless {
		return false
	}
	due, ok := l.schedule.Add(l.started, l.budget)
	return ok && due.Before(l.handed)
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
	if !l.again && l.overdue() {
		l.silent = true
		return
	}
	l.elapsed += e.passed(l, at)
	l.accounted = at
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

// passed is the running time from where a lane is accounted to an instant. On another ticket, until the
// merge, a wait has always run.
func (e *evaluation) passed(l *lane, at time.Time) time.Duration {
	var sum time.Duration
	begin := l.accounted
	if begin.Before(l.handed) {
		sum, begin = l.schedule.Within(begin, l.handed), l.handed
	}
	for i := range e.course {
		s := &e.course[i]
		from, to := s.from, at
		if from.Before(begin) {
			from = begin
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
