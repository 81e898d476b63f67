package ledger

import (
	"context"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/sources/record"
)

// record merges one record.
func (m *merge) record(ctx context.Context, stream string, r record.Record) error {
	if r.Key() != "" {
		m.release(stream, r.Key())
	}
	switch r := r.(type) {
	case record.Sweep:
		m.sweep(r)
		return nil
	case record.Message:
		return m.message(ctx, stream, r)
	case record.Ticket:
		m.ticket(stream, r)
		return nil
	case record.StatusChange, record.AssignmentChange, record.PriorityChange, record.CategoryChange, record.SLAClock:
		m.into(stream, r.TicketID(), r)
	}
	return nil
}

// into merges a record into a ticket's history.
func (m *merge) into(stream, id string, r record.Record) {
	e := m.tickets[id]
	m.wake(e)
	if !e.history.Merge(r) {
		return
	}
	e.dirty, m.changed[id] = true, true
	if at := instantOf(r); at.After(m.batch.AsOf.Add(futureTolerance)) && m.l.cfg.At.IsZero() {
		m.anomaly(stream, record.AnomalyFuture)
	}
}

// ticket merges a ticket's snapshot.
func (m *merge) ticket(stream string, t record.Ticket) {
	e := m.tickets[t.ID]
	if t.Remnant && e.history.Known {
		return
	}
	unknown := !e.history.Known && e.stored == 0
	if e.marks[markVanished] && !t.Status.Void() {
		// It is back: a version of its own, since the vendor's is older than the one that voided it.
		delete(e.marks, markVanished)
		if !t.UpdatedAt.After(e.history.Ticket.UpdatedAt) {
			t.UpdatedAt = m.batch.AsOf
		}
	}
	m.into(stream, t.ID, t)
	m.answered(t.ID)
	if unknown && !m.src.released.IsZero() && t.CreatedAt.Before(m.src.released.Add(-m.l.cfg.Retention)) {
		e.history.Prior.Through = m.src.released
		m.anomaly(stream, record.AnomalyReappeared)
	}
}

// wake makes a summary a history again; what was counted stays counted.
func (m *merge) wake(e *entry) {
	if e.state == stateSummary {
		e.state = stateWindow
	}
}

// message merges a message, which may have moved here from a merged ticket. The newest claim wins, but
// a ticket that was merged into the present owner does not take it back.
func (m *merge) message(ctx context.Context, stream string, msg record.Message) error {
	claimed := m.claims[msg.ID]
	owners := claimed.owners
	to := msg.Ticket
	if len(owners) > 0 {
		from := owners[len(owners)-1]
		if err := m.load(ctx, []string{from, to}); err != nil {
			return err
		}
		if from != to {
			if m.tickets[to].history.Ticket.MergedInto == from {
				return nil
			}
			m.move(msg.ID, from, to)
		}
	}
	if len(owners) == 0 || owners[len(owners)-1] != to {
		claimed.owners = append(slices.DeleteFunc(slices.Clone(owners), func(o string) bool { return o == to }), to)
		claimed.changed = true
		m.claims[msg.ID] = claimed
	}
	m.into(stream, to, msg)
	return nil
}

// move takes a message, with what was counted of it, from one ticket to another.
func (m *merge) move(id, from, to string) {
	a, b := m.tickets[from], m.tickets[to]
	if _, ok := a.history.TakeMessage(id); ok {
		a.dirty, m.changed[from] = true, true
	}
	for _, k := range []string{fact.MessageKey(id), fact.ReplyKey(id), fact.AnswerKey(id)} {
		if counted, ok := a.marks[k]; ok {
			b.marks[k] = counted
			delete(a.marks, k)
			a.dirty, b.dirty = true, true
		}
	}
}

// instantOf is the newest instant a record tells.
func instantOf(r record.Record) time.Time {
	switch r := r.(type) {
	case record.Ticket:
		return r.CreatedAt
	case record.Message:
		return r.At
	case record.StatusChange:
		return r.At
	case record.AssignmentChange:
		return r.At
	case record.PriorityChange:
		return r.At
	case record.CategoryChange:
		return r.At
	}
	return time.Time{}
}
