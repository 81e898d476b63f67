package simulator

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

// step is a transaction in which acts are done. Its first error ends it: what follows does nothing.
type step struct {
	*Desk
	ctx context.Context
	tx  *sql.Tx
	at  time.Time
	err error
}

// write runs acts in one transaction.
func (d *Desk) write(ctx context.Context, do func(*step)) error {
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	s := &step{Desk: d, ctx: ctx, tx: tx, at: d.now}
	d.mu.Lock()
	defer d.mu.Unlock()
	do(s)
	if s.err != nil {
		return errors.Join(s.err, tx.Rollback())
	}
	d.now = s.at
	return tx.Commit()
}

func (s *step) exec(query string, args ...any) sql.Result {
	if s.err != nil {
		return nil
	}
	var result sql.Result
	result, s.err = s.tx.ExecContext(s.ctx, query, args...)
	return result
}

func (s *step) insert(query string, args ...any) int64 {
	result := s.exec(query, args...)
	if s.err != nil {
		return 0
	}
	var id int64
	id, s.err = result.LastInsertId()
	return id
}

// wall is what the desk's clock shows.
func (s *step) wall() string { return s.at.In(s.zone).Format(time.DateTime) }

// later plans an act on a ticket, between two delays of real life.
func (s *step) later(t *ticket, shortest, longest time.Duration, do func(*step, *ticket)) {
	s.plan(s.at, between(s.rand, shortest, longest), func(s *step) { do(s, t) })
}

// ticket is a ticket as the desk's people know it.
type ticket struct {
	id       int64
	customer int64
	origin   string
	channel  string
	team     *staff
	agent    int64 // 0: nobody
	priority string
	status   string
	solves   int
	moves    int
	raised   bool
	owed     bool // the customer came back with more work and waits for words, not for a status
}

func (t *ticket) event(c Counter) Event {
	return Event{Counter: c, Team: t.team.name, Channel: channelMeaning(t.channel)}
}

func (t *ticket) stock() Stock {
	return Stock{t.team.name, channelMeaning(t.channel), priorityMeaning(t.priority), statusMeaning(t.status)}
}

func (t *ticket) withPriority(c Counter) Event {
	e := t.event(c)
	e.Priority = priorityMeaning(t.priority)
	return e
}

func (t *ticket) voided(reason, change string) Event {
	e := t.event(Voided)
	e.Origin, e.Reason, e.Change = roleMeaning(t.origin), reason, change
	return e
}

// create writes a new ticket.
func (s *step) create(t *ticket, topic, subject string) {
	t.id = s.insert(`INSERT INTO tickets
		(customer_id, opened_by, channel, team_id, agent_id, priority, topic, subject, status, created, updated)
		VALUES (?, ?, ?, ?, NULLIF(?, 0), ?, ?, ?, ?, ?, ?)`,
		t.customer, t.origin, t.channel, t.team.id, t.agent, t.priority, topic, subject, t.status, s.wall(), s.wall())
	e := t.withPriority(Created)
	e.Origin = roleMeaning(t.origin)
	s.tally.add(e)
	s.tally.tickets[t.id] = t
	if t.origin == customer {
		s.unresolved = append(s.unresolved, t)
	}
}

// message writes a message. Internal ones are notes of the desk's own people.
func (s *step) message(t *ticket, from who, internal bool, body string) {
	s.insert(`INSERT INTO messages (ticket_id, author, author_id, internal, body, created) VALUES (?, ?, NULLIF(?, 0), ?, ?, ?)`,
		t.id, from.role, from.id, internal, body, s.wall())
	s.touch(t)
	e := t.event(Messages)
	e.Author, e.Direction, e.Visibility = roleMeaning(from.role), "outbound", "public"
	if from.role == customer {
		e.Direction = "inbound"
	}
	if internal {
		e.Visibility = "internal"
	}
	s.tally.add(e)
	if from.role == agent && !internal {
		s.tally.decide(t.id, s.at, true)
	}
}

func (s *step) touch(t *ticket) {
	s.exec(`UPDATE tickets SET updated = ? WHERE id = ?`, s.wall(), t.id)
}

func (s *step) history(t *ticket, field string, from, to any, by who) {
	s.insert(`INSERT INTO history (ticket_id, field, old_value, new_value, actor, actor_id, created) VALUES (?, ?, ?, ?, ?, NULLIF(?, 0), ?)`,
		t.id, field, from, to, by.role, by.id, s.wall())
	s.touch(t)
}

// set changes a ticket's status.
func (s *step) set(t *ticket, status string, by who) {
	if t.status == status {
		return
	}
	from := t.status
	s.history(t, "status", from, status, by)
	s.exec(`UPDATE tickets SET status = ? WHERE id = ?`, status, t.id)
	t.status = status
	switch {
	case unresolved(from) && resolved(status):
		s.exec(`UPDATE tickets SET solved = ? WHERE id = ?`, s.wall(), t.id)
		s.tally.decide(t.id, s.at, false)
		e := t.withPriority(Resolved)
		e.Nth = "first"
		if t.solves++; t.solves > 1 {
			e.Nth = "repeat"
		}
		s.tally.add(e)
	case resolved(from) && unresolved(status):
		s.exec(`UPDATE tickets SET solved = NULL WHERE id = ?`, t.id)
		s.tally.reopened(t.id, s.at, t.withPriority(Reopened))
	case void(status):
		s.tally.add(t.voided(status, "new"))
	case void(from):
		s.tally.add(t.voided(from, "retracted"))
	}
	if unresolved(status) {
		s.tally.tickets[t.id] = t
	} else {
		s.forget(t)
	}
}

// forget takes a ticket off the lists of what is unresolved.
func (s *step) forget(t *ticket) {
	delete(s.tally.tickets, t.id)
	if i := slices.Index(s.unresolved, t); i >= 0 {
		s.unresolved = slices.Delete(s.unresolved, i, i+1)
	}
}

func (s *step) assign(t *ticket, to int64, by who) {
	if t.agent == to {
		return
	}
	s.history(t, "agent", t.agent, to, by)
	s.exec(`UPDATE tickets SET agent_id = NULLIF(?, 0) WHERE id = ?`, to, t.id)
	t.agent = to
}

func (s *step) move(t *ticket, to *staff, by who) {
	e := t.event(Moved)
	e.Channel, e.ToTeam = "", to.name
	s.tally.add(e)
	s.history(t, "team", t.team.id, to.id, by)
	s.exec(`UPDATE tickets SET team_id = ? WHERE id = ?`, to.id, t.id)
	t.team = to
	t.moves++
}

func (s *step) prioritise(t *ticket, priority string, by who) {
	if t.priority == priority {
		return
	}
	s.history(t, "priority", t.priority, priority, by)
	s.exec(`UPDATE tickets SET priority = ? WHERE id = ?`, priority, t.id)
	t.priority = priority
}

func (s *step) merge(t, into *ticket, by who) {
	s.exec(`UPDATE tickets SET merged_into = ? WHERE id = ?`, into.id, t.id)
	s.set(t, statusMerged, by)
	s.touch(into)
}

// erase deletes a ticket with all its rows.
func (s *step) erase(t *ticket) {
	s.tally.add(t.voided("deleted", "new"))
	for _, rows := range []string{
		`DELETE FROM messages WHERE ticket_id = ?`, `DELETE FROM history WHERE ticket_id = ?`, `DELETE FROM tickets WHERE id = ?`,
	} {
		s.exec(rows, t.id)
	}
	s.forget(t)
}
