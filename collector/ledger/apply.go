package ledger

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/sources/record"
)

// Apply commits a batch: histories, counters and the cursor together, or nothing. When the batch ends a
// pass the watermark moves, and what has become certain since is counted.
func (l *Ledger) Apply(ctx context.Context, name string, b record.Batch) (record.Answer, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	src, err := l.source(name)
	if err != nil {
		return record.Answer{}, err
	}
	if _, ok := src.streams[b.Stream]; !ok {
		return record.Answer{}, fmt.Errorf("source %s: no stream %q", name, b.Stream)
	}
	if !l.cfg.At.IsZero() {
		b.AsOf = l.cfg.At
	}
	m := &merge{transaction: l.begin(src, "batch", l.now()), batch: b, changed: map[string]bool{}}
	if err := m.run(ctx); err != nil {
		return record.Answer{}, fmt.Errorf("source %s: stream %s: %w", name, b.Stream, err)
	}
	src.passing[b.Stream] = !b.Complete
	if b.Complete && src.quiet() {
		if err := l.advance(ctx, src); err != nil {
			return record.Answer{}, fmt.Errorf("source %s: stream %s: %w", name, b.Stream, err)
		}
	}
	return record.Answer{Want: src.wanted()}, nil
}

// merge brings one batch into the histories.
type merge struct {
	*transaction
	batch   record.Batch
	changed map[string]bool // tickets to derive again
}

func (m *merge) run(ctx context.Context) error {
	if err := m.prepare(ctx); err != nil {
		return err
	}
	for _, part := range m.batch.Parts {
		for _, r := range part.Records {
			if err := m.record(ctx, part.Stream, r); err != nil {
				return err
			}
		}
	}
	m.vanished()
	if err := m.absorb(ctx); err != nil {
		return err
	}
	m.children()
	m.orphans()
	if err := m.rejects(); err != nil {
		return err
	}
	for _, a := range m.batch.Anomalies {
		m.anomaly(a.Stream, a.Reason)
	}
	for _, id := range slices.Sorted(maps.Keys(m.changed)) {
		e := m.tickets[id]
		e.derived = nil
		m.activityOf(e) // of the whole history, before it may become a summary
		if !m.batch.Whole || !m.src.released.IsZero() || !m.settleHistory(e) {
			m.plan(e, m.src.released)
		}
		m.look(e)
	}
	m.progress()
	return m.commit(ctx)
}

// prepare loads every ticket and message the batch names.
func (m *merge) prepare(ctx context.Context) error {
	var tickets, messages []string
	for _, part := range m.batch.Parts {
		for _, r := range part.Records {
			if id := r.TicketID(); id != "" {
				tickets = append(tickets, id)
			}
			switch r := r.(type) {
			case record.Message:
				messages = append(messages, r.ID)
			case record.Ticket:
				if r.MergedInto != "" {
					tickets = append(tickets, r.MergedInto)
				}
			}
		}
	}
	tickets = append(tickets, m.batch.Asked...)
	if err := m.loadClaims(ctx, messages); err != nil {
		return err
	}
	for _, id := range messages {
		tickets = append(tickets, m.claims[id].owners...)
	}
	return m.load(ctx, tickets)
}

// children notes what is still to be read of tickets, and what has been read.
func (m *merge) children() {
	for _, t := range m.batch.Todo {
		m.unread(t.Ticket)[t.Stream] = true
		m.want[t.Ticket] = true
	}
	for _, t := range m.batch.Done {
		delete(m.unread(t.Ticket), t.Stream)
		m.readAnew(t.Stream, t.Ticket)
		m.changed[t.Ticket] = true
	}
	for _, id := range m.batch.Asked {
		m.readAnew(m.src.ticketStream(), id)
	}
	if m.batch.Whole {
		for _, id := range m.delivered() {
			if len(m.src.todo[id]) > 0 {
				clear(m.unread(id))
			}
		}
	}
	for id := range m.changed {
		if m.tickets[id] == nil {
			delete(m.changed, id)
		}
	}
}

// orphans asks for tickets of which something was told before they were: the stream of tickets may leave
// out what is just changing. During the first walk they are on their way.
func (m *merge) orphans() {
	if m.src.released.IsZero() {
		return
	}
	for id := range m.changed {
		if !m.tickets[id].history.Known && !slices.Contains(m.batch.Asked, id) {
			m.ask(id)
		}
	}
}

// delivered are the tickets of the batch. Others change with them: what takes in a merged ticket has not been
// read by that.
func (m *merge) delivered() (ids []string) {
	for _, part := range m.batch.Parts {
		for _, r := range part.Records {
			if r.Kind() == record.KindTicket {
				ids = append(ids, r.Key())
			}
		}
	}
	return ids
}

// progress moves the stream's cursor and, at the end of a pass, its watermark and its children's.
func (m *merge) progress() {
	st := m.src.streams[m.batch.Stream]
	if m.batch.Cursor != nil {
		st.Cursor = m.batch.Cursor
	}
	if !st.AsOf.IsZero() && m.batch.AsOf.Before(st.AsOf.Add(-futureTolerance)) {
		m.anomaly(m.batch.Stream, record.AnomalyRestored)
	}
	st.AsOf = m.batch.AsOf
	for _, s := range m.src.cfg.Streams {
		if s.Name != m.batch.Stream && s.Parent != m.batch.Stream {
			continue
		}
		child := m.src.streams[s.Name]
		if s.Name == m.batch.Stream {
			child = st
		}
		child.AsOf = m.batch.AsOf
		if m.batch.Complete {
			w := m.batch.AsOf.Add(-s.Settle)
			if !m.l.cfg.At.IsZero() {
				w = m.l.cfg.At
			}
			if w.After(child.Watermark) {
				child.Watermark = w
			}
			child.Completed = m.l.now()
		}
		m.streams[s.Name] = child
	}
}

// look keeps the stock's view of a ticket.
func (m *merge) look(e *entry) {
	at := m.batch.AsOf.Add(futureTolerance)
	if !m.l.cfg.At.IsZero() {
		at = m.l.cfg.At
	}
	m.view(e, at)
}

func (tx *transaction) view(e *entry, at time.Time) {
	if e.state == stateSummary || !e.history.Known {
		tx.views[e.id] = fact.View{}
		return
	}
	tx.views[e.id] = tx.study(e).ViewAt(at)
}

func (tx *transaction) anomaly(stream string, reason record.AnomalyReason) {
	tx.add("helpdesk_exporter_anomalies_total", []string{tx.src.cfg.Name, stream, string(reason)}, 1)
}
