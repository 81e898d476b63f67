package fake

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"helpdesk_exporter/sources/record"
)

// Ledger remembers what was committed, as the real one does: the newest of each record, the cursors, and
// which tickets it wants to see again.
type Ledger struct {
	// Records by kind and key; changes without a key go by what they say.
	Records map[string]record.Record
	Cursors map[string][]byte
	Rejects []record.Reject
	// Anomalies by reason.
	Anomalies map[record.AnomalyReason]int
	// Delivered counts the records of each stream, repetitions included.
	Delivered map[string]int
	// Complete counts the passes that were completed, by stream.
	Complete map[string]int
	Batches  []record.Batch
	Since    record.Position

	todo map[string]map[string]bool
	want map[string]bool
	open map[string]bool
}

// NewLedger returns an empty ledger.
func NewLedger() *Ledger {
	return &Ledger{
		Records: map[string]record.Record{}, Cursors: map[string][]byte{}, Anomalies: map[record.AnomalyReason]int{},
		Delivered: map[string]int{}, Complete: map[string]int{}, todo: map[string]map[string]bool{},
		want: map[string]bool{}, open: map[string]bool{},
	}
}

// Position is from where a stream is to be read.
func (l *Ledger) Position(stream string) record.Position {
	p := l.Since
	p.Cursor = l.Cursors[stream]
	p.Want = l.Wanted()
	return p
}

// Wanted lists the tickets it wants to see again.
func (l *Ledger) Wanted() []string { return slices.Sorted(maps.Keys(l.want)) }

// Want asks for a ticket.
func (l *Ledger) Want(id string) { l.want[id] = true }

// Deliver commits a batch. It is a record.Deliver.
func (l *Ledger) Deliver(_ context.Context, b record.Batch) (record.Answer, error) {
	l.Batches = append(l.Batches, b)
	back := map[string]bool{}
	for _, part := range b.Parts {
		l.Delivered[part.Stream] += len(part.Records)
		for _, r := range part.Records {
			l.take(r, back)
		}
	}
	for _, r := range b.Rejects {
		l.Rejects = append(l.Rejects, r)
		back[r.Ticket] = true
		delete(l.want, r.Ticket)
	}
	for _, a := range b.Anomalies {
		l.Anomalies[a.Reason]++
	}
	for _, t := range b.Todo {
		if l.todo[t.Ticket] == nil {
			l.todo[t.Ticket] = map[string]bool{}
		}
		l.todo[t.Ticket][t.Stream] = true
		l.want[t.Ticket] = true
	}
	for _, id := range b.Asked {
		delete(l.want, id)
		if !back[id] {
			delete(l.Records, "ticket/"+id)
			delete(l.open, id)
		}
	}
	for _, t := range b.Done {
		delete(l.todo[t.Ticket], t.Stream)
		if len(l.todo[t.Ticket]) == 0 {
			delete(l.todo, t.Ticket)
		}
	}
	if b.Cursor != nil {
		l.Cursors[b.Stream] = b.Cursor
	}
	if b.Complete {
		l.Complete[b.Stream]++
	}
	return record.Answer{Want: l.Wanted()}, nil
}

func (l *Ledger) take(r record.Record, back map[string]bool) {
	switch r := r.(type) {
	case record.Sweep:
		l.sweep(r)
		return
	case record.Ticket:
		back[r.ID] = true
		if old, ok := l.Records["ticket/"+r.ID].(record.Ticket); ok && (r.Remnant || r.UpdatedAt.Before(old.UpdatedAt)) {
			return
		}
		l.open[r.ID] = r.Status.Unresolved()
	}
	key := string(r.Kind()) + "/" + r.Key()
	if r.Key() == "" {
		key = fmt.Sprintf("%s/%s/%+v", r.Kind(), r.TicketID(), r)
	}
	l.Records[key] = r
}

func (l *Ledger) sweep(s record.Sweep) {
	exists := map[string]bool{}
	for _, id := range s.IDs {
		exists[id] = true
		if _, known := l.open[id]; !known {
			l.want[id] = true
		}
	}
	for id, open := range l.open {
		if open && !exists[id] {
			l.want[id] = true
		}
	}
}

// Todo counts the tickets whose children were not read yet.
func (l *Ledger) Todo() int { return len(l.todo) }

// Keys lists the keys of the records, sorted.
func (l *Ledger) Keys() []string { return slices.Sorted(maps.Keys(l.Records)) }
