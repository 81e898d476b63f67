package ledger

import (
	"time"

	"helpdesk_exporter/sources/record"
)

// sweep asks for every ticket that should be there and is not.
func (m *merge) sweep(s record.Sweep) {
	if s.Scope != record.ScopeUnresolved {
		return
	}
	exist := make(map[string]bool, len(s.IDs))
	for _, id := range s.IDs {
		exist[id] = true
		if _, ok := m.src.open[id]; !ok && m.tickets[id] == nil {
			m.ask(id)
		}
	}
	for id := range m.src.open {
		if !exist[id] {
			m.ask(id)
		}
	}
}

// vanished voids the tickets that were looked up and do not exist any more.
func (m *merge) vanished() {
	back := map[string]bool{}
	for _, part := range m.batch.Parts {
		for _, r := range part.Records {
			if t, ok := r.(record.Ticket); ok {
				back[t.ID] = true
			}
		}
	}
	for _, reject := range m.batch.Rejects {
		back[reject.Ticket] = true
	}
	for _, id := range m.batch.Asked {
		m.answered(id)
		e := m.tickets[id]
		if back[id] || !e.history.Known {
			continue
		}
		if e.history.Ticket.Status.Void() {
			continue
		}
		gone := e.history.Ticket
		gone.Status, gone.VoidedAt, gone.UpdatedAt = record.StatusDeleted, m.batch.AsOf, m.batch.AsOf
		if into := m.batch.Merged[id]; into != "" {
			gone.Status, gone.MergedInto, gone.VoidedAt = record.StatusMerged, into, mergedAt(e.history.Statuses, m.batch.AsOf)
		}
		m.into(m.batch.Stream, id, gone)
		e.marks[markVanished] = true
	}
}

// mergedAt is when a ticket was merged: the instant that a change tells, if one does.
func mergedAt(changes []record.StatusChange, otherwise time.Time) time.Time {
	for _, c := range changes {
		if c.To == record.StatusMerged {
			return c.At
		}
	}
	return otherwise
}
