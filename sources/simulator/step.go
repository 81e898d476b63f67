package simulator

import (
	"slices"
	"time"
)

// step is a moment in which somebody acts.
type step struct {
	*Desk
	now     time.Time
	at      int64 // now, as the wall clock's seconds tell it
	touched []*ticket
}

// touch notes that a ticket has changed.
func (s *step) touch(t *ticket) {
	t.updated, t.last = s.at, s.at
	s.store.save(t)
	if !slices.Contains(s.touched, t) {
		s.touched = append(s.touched, t)
	}
}

// later plans an act on a ticket between two delays of real life.
func (s *step) later(t *ticket, shortest, longest time.Duration, do func(*step, *ticket)) {
	s.plan(s.now, between(s.rand, shortest, longest), s.on(t, do))
}

// on acts on a ticket, unless it is gone, and never twice in a second.
func (s *step) on(t *ticket, do func(*step, *ticket)) func(*step) {
	return func(s *step) {
		switch {
		case t.gone:
		case t.last == s.at:
			s.planAt(s.now.Add(1100*time.Millisecond), s.on(t, do))
		default:
			do(s, t)
		}
	}
}

// work plans an act of a team between two times of its work.
func (s *step) work(t *ticket, shortest, longest time.Duration, do func(*step, *ticket)) {
	t.todo = true
	begin := s.on(t, func(s *step, t *ticket) {
		if !s.queue(t, do) {
			t.todo = false
			do(s, t)
		}
	})
	delay := between(s.rand, shortest, longest)
	if s.pace != 1 {
		s.plan(s.now, delay, begin)
		return
	}
	s.afterWork(t, seconds(delay), begin)
}

// afterWork plans something after a time of a team's work.
func (s *step) afterWork(t *ticket, delay int64, do func(*step)) {
	if at, ok := t.team.rota.add(s.at, max(1, delay)); ok {
		s.planAt(time.Unix(at, s.rand.Int64N(int64(time.Second))), do)
	}
}

const (
	// effort is how long an agent is busy with a ticket at a time.
	effort = 12 * minute
	// bearable is a queue that nobody notices.
	bearable = 5 * minute
)

// queue puts a ticket off, once, if its team has more to do than it can. What is urgent waits less.
func (s *step) queue(t *ticket, do func(*step, *ticket)) bool {
	if s.pace != 1 {
		return false
	}
	now := t.team.rota.before(s.at)
	share := map[string]float64{"p1": 0.25, "p2": 0.6}[t.priority]
	if t.calm() {
		share = 1.2
	}
	wait := int64(float64(t.team.busy-now) * share)
	if wait > bearable && !t.queued {
		t.queued = true
		s.afterWork(t, wait, s.on(t, func(s *step, t *ticket) {
			s.queue(t, do)
			t.todo = false
			do(s, t)
		}))
		return true
	}
	t.queued = false
	cost := effort / int64(len(t.team.agents))
	if s.weather.bad(s.now) { // an outage is hard work too
		cost *= 2
	}
	t.team.busy = max(t.team.busy, now) + cost
	return false
}

// create writes a new ticket.
func (s *step) create(t *ticket) {
	s.store.tickets++
	t.id, t.created = s.store.tickets, s.at
	s.touch(t)
	s.book.created(t, s.at)
	if t.origin == customer {
		s.unresolved = append(s.unresolved, t)
	}
}

// say writes a message. Internal ones are notes of the desk's own people.
func (s *step) say(t *ticket, from who, internal bool, body string) {
	flag := 0
	if internal {
		flag = 1
	}
	t.says = s.store.messages.add(t.id, from.role, orNull(from.id), flag, t.language, body, s.store.wall(s.at))
	s.touch(t)
	s.book.said(t, from, internal, s.at)
}

// edit changes the text of the last message.
func (s *step) edit(t *ticket) {
	s.store.edits = append(s.store.edits, []any{s.store.wall(s.at), t.says})
	s.touch(t)
}

func (s *step) history(t *ticket, field string, from, to any, by who) {
	s.store.history.add(t.id, field, from, to, by.role, orNull(by.id), s.store.wall(s.at))
	s.touch(t)
}

// set changes a ticket's status.
func (s *step) set(t *ticket, status string, by who) {
	if t.status == status {
		return
	}
	from := t.status
	s.history(t, "status", from, status, by)
	s.book.phased(t, s.at)
	t.status = status
	switch {
	case unresolved(from) && resolved(status):
		t.solved = s.at
		s.book.solved(t, by, s.at)
	case resolved(from) && unresolved(status):
		t.solved = 0
		s.book.reopened(t, s.at)
	case resolved(from) && status == statusClosed:
		t.solved = s.at
		s.book.finished(t, s.at)
	case void(status):
		s.book.voided(t, from, status, s.at)
	case void(from):
		s.book.returned(t, from, s.at)
	default:
		s.book.changed(t, s.at)
	}
	if unresolved(status) {
		if !unresolved(from) && t.origin == customer {
			s.unresolved = append(s.unresolved, t)
		}
		return
	}
	t.todo = false
	s.forget(t)
}

// forget takes a ticket off the list of what is unresolved.
func (s *step) forget(t *ticket) {
	if i := slices.Index(s.unresolved, t); i >= 0 {
		s.unresolved = slices.Delete(s.unresolved, i, i+1)
	}
}

func (s *step) assign(t *ticket, to int64, by who) {
	if t.agent == to {
		return
	}
	s.history(t, "agent", orNull(t.agent), orNull(to), by)
	t.agent = to
}

func (s *step) move(t *ticket, to *staff, by who) {
	t.todo = false
	s.history(t, "team", t.team.id, to.id, by)
	s.book.moved(t, to.name, s.at)
	t.team = to
	t.moves++
	s.book.changed(t, s.at)
}

func (s *step) prioritise(t *ticket, priority string, by who) {
	if t.priority == priority {
		return
	}
	s.history(t, "priority", t.priority, priority, by)
	t.priority = priority
	s.book.changed(t, s.at)
}

// classify gives a ticket a topic, the first or another.
func (s *step) classify(t *ticket, to topic, by who) {
	if t.topic == to.name {
		return
	}
	s.history(t, "topic", orNull(t.topic), to.name, by)
	t.topic, t.reason = to.name, to
	s.book.categorised(t, s.at)
}

func (s *step) tag(t *ticket, tag string, by who) {
	s.store.tags.rows = append(s.store.tags.rows, []any{t.id, tag})
	s.history(t, "tag", nil, tag, by)
}

// merge takes a ticket out for another, in which the customer waits on.
func (s *step) merge(t, into *ticket, by who) {
	t.mergedInto = into.id
	s.set(t, statusMerged, by)
	s.touch(into)
	s.book.merged(t, into, s.at)
}

// erase deletes a ticket with all its rows. What is in the trash has left the reports already.
func (s *step) erase(t *ticket) {
	if !void(t.status) {
		s.book.phased(t, s.at)
		s.book.voided(t, t.status, statusTrash, s.at)
	}
	s.touch(t)
	t.todo = false
	s.forget(t)
	t.gone = true
	s.store.dead = append(s.store.dead, t.id)
}
