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
	if err := m.rejects(); err != nil {
		return err
	}
	for _, a := range m.batch.Anomalies {
		m.anomaly(a.Stream, a.Reason)
	}
	for _, id := range slices.Sorted(maps.Keys(m.changed)) {
		e := m.tickets[id]
		if m.batch.Whole && m.src.released.IsZero() {
			m.settleHistory(e)
		}
		m.plan(e)
		m.look(e)
		m.activityOf(e)
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
		tickets = append(tickets, m.claims[id]...)
	}
	return m.load(ctx, tickets)
}

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
	case record.StatusChange, record.AssignmentChange, record.PriorityChange, record.CategoryChange:
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
	unknown := !e.history.Known && e.stored == 0
	if e.marks[markVanished] && !t.Status.Void() {
		// It is back: a version of its own, since the vendor's is older than the one that voided it.
		delete(e.marks, markVanished)
		if !t.UpdatedAt.After(e.history.Ticket.UpdatedAt) {
			t.UpdatedAt = m.batch.AsOf
		}
	}
	m.into(stream, t.ID, t)
	m.want[t.ID] = false
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
	owners := m.claims[msg.ID]
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
	m.claims[msg.ID] = append(slices.DeleteFunc(slices.Clone(owners), func(o string) bool { return o == to }), to)
	m.into(stream, to, msg)
	return nil
}

// move takes a message, with what was counted of it, from one ticket to another.
func (m *merge) move(id, from, to string) {
	a, b := m.tickets[from], m.tickets[to]
	if _, ok := a.history.TakeMessage(id); ok {
		a.dirty, m.changed[from] = true, true
	}
	for _, k := range []string{fact.MessageKey(id), fact.ReplyKey(id)} {
		if counted, ok := a.marks[k]; ok {
			b.marks[k] = counted
			delete(a.marks, k)
			a.dirty, b.dirty = true, true
		}
	}
}

// sweep asks for every ticket that should be there and is not.
func (m *merge) sweep(s record.Sweep) {
	if s.Scope != record.ScopeUnresolved {
		return
	}
	exist := make(map[string]bool, len(s.IDs))
	for _, id := range s.IDs {
		exist[id] = true
		if _, ok := m.src.open[id]; !ok && m.tickets[id] == nil {
			m.want[id] = true
		}
	}
	for id := range m.src.open {
		if !exist[id] {
			m.want[id] = true
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
		m.want[id] = false
		e := m.tickets[id]
		if back[id] || !e.history.Known {
			continue
		}
		if e.history.Ticket.Status.Void() {
			continue
		}
		gone := e.history.Ticket
		gone.Status, gone.VoidedAt, gone.UpdatedAt = record.StatusDeleted, m.batch.AsOf, m.batch.AsOf
		m.into(m.batch.Stream, id, gone)
		e.marks[markVanished] = true
	}
}

// absorb hands the waits of merged tickets on to the tickets they were merged into, and on from there
// when these were merged too.
func (m *merge) absorb(ctx context.Context) error {
	work := slices.Sorted(maps.Keys(m.changed))
	for hops := 0; len(work) > 0 && hops < maxMergeChain; hops++ {
		var next []string
		for _, id := range work {
			e := m.tickets[id]
			target := e.history.Ticket.MergedInto
			if target == "" || target == id {
				continue
			}
			if err := m.load(ctx, []string{target}); err != nil {
				return err
			}
			t := m.tickets[target]
			if m.handOver(e, t) {
				m.wake(t)
				t.dirty, m.changed[target] = true, true
				next = append(next, target)
			}
		}
		work = next
	}
	return nil
}

// maxMergeChain ends the way of a wait through tickets that were merged in a circle.
const maxMergeChain = 16

// handOver keeps in the target what a merged ticket's customer still waits for.
func (m *merge) handOver(e, target *entry) (changed bool) {
	at := e.history.Ticket.VoidedAt
	if at.IsZero() {
		at = e.history.Ticket.UpdatedAt
	}
	if !at.After(e.history.Prior.Through) {
		return false // handed over before the history was reduced
	}
	since, message, waits := e.history.Wait(&m.src.rules, at.Add(-time.Millisecond))
	if waits {
		return target.history.Absorb(fact.Absorbed{Ticket: e.id, At: at, Since: since, Message: message})
	}
	kept := slices.DeleteFunc(slices.Clone(target.history.Absorbed), func(a fact.Absorbed) bool { return a.Ticket == e.id })
	changed = len(kept) != len(target.history.Absorbed)
	target.history.Absorbed = kept
	return changed
}

// children notes what is still to be read of tickets, and what has been read.
func (m *merge) children() {
	set := func(ticket string) map[string]bool {
		if s, ok := m.todo[ticket]; ok {
			return s
		}
		s := map[string]bool{}
		for k := range m.src.todo[ticket] {
			s[k] = true
		}
		m.todo[ticket] = s
		return s
	}
	for _, t := range m.batch.Todo {
		set(t.Ticket)[t.Stream] = true
		m.want[t.Ticket] = true
	}
	for _, t := range m.batch.Done {
		delete(set(t.Ticket), t.Stream)
		m.changed[t.Ticket] = true
	}
	if m.batch.Whole {
		for id := range m.changed {
			if len(m.src.todo[id]) > 0 {
				clear(set(id))
			}
		}
	}
	for id := range m.changed {
		if m.tickets[id] == nil {
			delete(m.changed, id)
		}
	}
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
	st.HighestID = m.batch.HighestID
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
	tx.views[e.id] = fact.ViewAt(e.history, &tx.src.rules, at)
}

func (tx *transaction) anomaly(stream string, reason record.AnomalyReason) {
	tx.add("helpdesk_exporter_anomalies_total", []string{tx.src.cfg.Name, stream, string(reason)}, 1)
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
