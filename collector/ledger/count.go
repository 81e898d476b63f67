package ledger

import (
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/sources/record"
)

// plan gives a ticket whose facts are counted by the watermark w its state and its place in the due queue:
// when its next fact becomes certain, at once where the ticket has changed below w. Nothing counts before a
// pass is complete, not even what is late already: in the middle of a pass a history may lack what belongs
// to it (docs/semantics.md, "Watermark").
func (tx *transaction) plan(e *entry, w time.Time) {
	if tx.partial(e.id) || !e.history.Known {
		tx.enqueue(e, time.Time{})
		return
	}
	var next time.Time
	for _, f := range tx.study(e).Facts {
		if !tx.settled(e, f) {
			next = f.KnownAt
			break
		}
	}
	if at := tx.nextReport(e, w); !at.IsZero() && (next.IsZero() || at.Before(next)) {
		next = at
	}
	if len(tx.revoked(e, w)) > 0 || tx.misreported(e, w) {
		next = time.UnixMilli(1)
	}
	e.state = stateOpen
	if until := tx.study(e).Whole; !until.IsZero() {
		e.state = stateWindow
		if next.IsZero() || until.Before(next) {
			next = until
		}
	}
	tx.enqueue(e, next)
}

// settled tells whether a fact has been counted or marked.
func (tx *transaction) settled(e *entry, f fact.Fact) bool {
	_, ok := e.marks[f.Key]
	_, also := e.marks[f.Also]
	return ok || also || !f.KnownAt.After(e.history.Prior.Through)
}

// settle counts the facts of a ticket that are certain by the watermark w. stream is the one whose
// records completed them.
func (tx *transaction) settle(e *entry, w time.Time, stream string) {
	if tx.partial(e.id) || !e.history.Known {
		tx.enqueue(e, time.Time{})
		return
	}
	tx.revoke(e, w)
	pending := false
	for _, f := range tx.study(e).Facts {
		if tx.settled(e, f) {
			continue
		}
		if f.KnownAt.After(w) {
			pending = true
			break
		}
		if f.Kind == fact.TopicFirstSeen && tx.maybeNew(f) {
			tx.sightings = append(tx.sightings, sighting{ticket: e.id, at: f.At, key: f.Key})
			pending = true
			continue
		}
		tx.countOnce(e, f, stream)
	}
	tx.report(e, w)
	until := tx.study(e).Whole
	if !pending && !until.IsZero() && !until.After(w) {
		tx.reduce(e, w)
		tx.enqueue(e, w.Add(tx.l.cfg.Retention))
		return
	}
	tx.plan(e, w)
}

// countOnce counts a fact that is certain, or marks it as one that never counts.
func (tx *transaction) countOnce(e *entry, f fact.Fact, stream string) {
	e.dirty = true
	counted := tx.count(e, f, stream)
	e.mark(f, counted)
	if counted {
		e.remember(f)
	}
}

// settleHistory marks, during the first walk, what lies before the baselines: it never counts. A ticket
// of which nothing else is left becomes a summary at once, and need not be read a second time.
func (tx *transaction) settleHistory(e *entry) (reduced bool) {
	if tx.partial(e.id) || !e.history.Known {
		return false
	}
	var earliest time.Time // of the baselines
	pending := false
	past := func(f fact.Fact, base time.Time) bool { return !f.At.After(base) && !f.KnownAt.After(base) }
	facts, until := tx.study(e).Facts, tx.study(e).Whole
	for _, f := range facts {
		base := tx.since(&f)
		if earliest.IsZero() || base.Before(earliest) {
			earliest = base
		}
		pending = pending || !past(f, base) && !tx.settled(e, f)
	}
	reduced = !pending && !until.IsZero() && !until.After(earliest)
	for _, f := range facts {
		if !past(f, tx.since(&f)) || tx.settled(e, f) {
			continue
		}
		if !reduced || outlives(f.Key) {
			e.mark(f, false)
		}
		e.dirty = true
		tx.bearAll(f)
		if f.Kind == fact.TopicFirstSeen {
			tx.sight(f)
		}
	}
	tx.report(e, earliest)
	if !reduced {
		return false
	}
	tx.reduce(e, earliest)
	tx.enqueue(e, earliest.Add(tx.l.cfg.Retention))
	return true
}

// study derives a ticket's history once for all that is asked of it.
func (tx *transaction) study(e *entry) *fact.Derivation {
	if e.derived == nil {
		d := fact.Study(e.history, &tx.src.rules)
		e.derived = &d
	}
	return e.derived
}

// count adds a fact to its series, or tells by false that it is only marked.
func (tx *transaction) count(e *entry, f fact.Fact, stream string) bool {
	if !f.At.After(tx.since(&f)) {
		tx.bearAll(f)
		if f.Kind == fact.TopicFirstSeen {
			tx.sight(f)
		}
		return false
	}
	if f.Requires != "" && !e.marks[f.Requires] {
		return false
	}
	if f.Kind == fact.TopicFirstSeen && !tx.sight(f) {
		return false
	}
	if !f.KnownAt.After(tx.src.released) && !tx.src.released.IsZero() {
		tx.anomaly(stream, record.AnomalyLate)
	}
	for _, reason := range f.Anomalies {
		tx.anomaly(stream, reason)
	}
	samples := f.Samples
	if f.Contact != nil && tx.contacts[e.id+"\x00"+f.Key] {
		samples = f.Contact.Samples
	}
	for _, s := range samples {
		tx.add(s.Family, s.Values, s.Count)
	}
	tx.add("helpdesk_exporter_facts_total", []string{tx.src.cfg.Name, stream, string(f.Kind)}, 1)
	return true
}

// bearAll creates the series of a fact that does not count at 0, so that the first one that counts is
// not lost to increase().
func (tx *transaction) bearAll(f fact.Fact) {
	for _, s := range f.Samples {
		tx.touch(s.Family, s.Values)
	}
}

// reduce turns a ticket whose windows have passed into a summary.
func (tx *transaction) reduce(e *entry, w time.Time) {
	if e.state == stateSummary {
		return
	}
	for _, m := range e.history.Messages {
		if c := tx.claims[m.ID]; c.stored || e.stored != 0 {
			tx.claims[m.ID] = claim{stored: true}
		} else {
			delete(tx.claims, m.ID)
		}
	}
	e.summarise(tx.study(e).Summary(w), e.history)
	e.dirty, e.derived = true, nil
}

// enqueue gives the ticket its place in the due queue.
func (tx *transaction) enqueue(e *entry, at time.Time) {
	if !at.IsZero() {
		at = time.UnixMilli(at.UnixMilli()).UTC()
	}
	if !e.due.Equal(at) {
		e.due, e.dirty = at, true
	}
}
