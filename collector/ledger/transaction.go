package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources/record"
)

// transaction stages everything a batch changes. Nothing in memory changes before the commit has
// succeeded, so that a failed one (a full disk, say) leaves no trace.
type transaction struct {
	l     *Ledger
	src   *source
	of    string // what is committed, for the log
	now   time.Time
	batch state.Batch

	meta    sourceMeta
	streams map[string]streamState
	tickets map[string]*entry
	views   map[string]fact.View // of changed tickets; not Exists removes
	claims  map[string]claim     // by message
	series  map[string]*series
	labels  map[string]map[string]bool

	todo       map[string]map[string]bool // whole sets of changed tickets
	quarantine map[string]*held           // nil removes
	want       map[string]bool            // false removes
	activity   map[Activity]time.Time
	requesters map[string]time.Time
	topics     map[string]time.Time
	sightings  []sighting               // of topics that may be new
	periods    map[period.Day]PeriodRow // what is added; sums once staged
	expired    []period.Day
	contacts   map[string]bool // by ticket and fact: the requester opened another ticket
	reindex    bool            // write the index of contacts even where it seems to be there
	released   time.Time
	forgotten  map[string]byte // tickets removed, with the state they had

	baselines map[fact.Kind]time.Time // by what meta and the streams tell, once asked for
	scratch   []byte                  // of a key that is looked up

	births  int      // exposed series born
	touched []string // label sets given birth
}

// claim is which tickets a message was found on, the newest last.
type claim struct {
	owners  []string
	stored  bool
	changed bool
}

func (l *Ledger) begin(src *source, of string, now time.Time) *transaction {
	return &transaction{
		l: l, src: src, of: of, now: now, meta: src.meta, released: src.released,
		streams: map[string]streamState{}, tickets: map[string]*entry{}, views: map[string]fact.View{},
		claims: map[string]claim{}, series: map[string]*series{}, labels: map[string]map[string]bool{},
		todo: map[string]map[string]bool{}, quarantine: map[string]*held{}, want: map[string]bool{},
		activity: map[Activity]time.Time{}, requesters: map[string]time.Time{}, topics: map[string]time.Time{},
		periods: map[period.Day]PeriodRow{}, contacts: map[string]bool{}, forgotten: map[string]byte{},
		baselines: map[fact.Kind]time.Time{},
	}
}

// baseline of a kind of facts.
func (tx *transaction) baseline(kind fact.Kind) time.Time {
	at, ok := tx.baselines[kind]
	if !ok {
		at = tx.src.baseline(tx.meta, kind)
		tx.baselines[kind] = at
	}
	return at
}

// healthy gives birth to what is 0 on a healthy source, so that its first failure is not lost to increase().
func (tx *transaction) healthy() {
	for _, s := range tx.src.cfg.Streams {
		for _, reason := range record.AnomalyReasons() {
			tx.touch("helpdesk_exporter_anomalies_total", []string{tx.src.cfg.Name, s.Name, string(reason)})
		}
	}
	for label := range tx.l.series.limits {
		tx.touch("helpdesk_exporter_label_overflow_total", []string{tx.src.cfg.Name, label})
	}
}

// load brings tickets into the transaction, in one round trip.
func (tx *transaction) load(ctx context.Context, ids []string) error {
	var missing []string
	var keys [][]byte
	for _, id := range ids {
		if _, ok := tx.tickets[id]; ok || id == "" {
			continue
		}
		tx.tickets[id] = nil
		missing = append(missing, id)
		keys = append(keys, key(tx.src.cfg.Name, id))
	}
	values, err := tx.l.store.GetMany(ctx, bucketTicket, keys)
	if err != nil {
		return err
	}
	for i, id := range missing {
		if values[i] == nil {
			tx.tickets[id] = newEntry(tx.src.cfg.Name, id, tx.l.cfg.Taxonomy)
			continue
		}
		e, err := decodeEntry(values[i])
		if err != nil {
			return fmt.Errorf("ticket %s: %w", id, err)
		}
		e.history.Source, e.history.Taxonomy = tx.src.cfg.Name, tx.l.cfg.Taxonomy
		e.storedContact = e.contactKey(tx.src.cfg.Name)
		tx.tickets[id] = e
	}
	return nil
}

// loadClaims brings the message index into the transaction.
func (tx *transaction) loadClaims(ctx context.Context, ids []string) error {
	if len(tx.claims) == 0 {
		tx.claims = make(map[string]claim, len(ids))
	}
	missing, keys := make([]string, 0, len(ids)), make([][]byte, 0, len(ids))
	for _, id := range ids {
		if _, ok := tx.claims[id]; ok {
			continue
		}
		tx.claims[id] = claim{}
		missing = append(missing, id)
		keys = append(keys, key(tx.src.cfg.Name, id))
	}
	values, err := tx.l.store.GetMany(ctx, bucketMessage, keys)
	if err != nil {
		return err
	}
	for i, id := range missing {
		if values[i] != nil {
			tx.claims[id] = claim{owners: splitKey(values[i]), stored: true}
		}
	}
	return nil
}

// commit stores the batch and then makes it visible in memory.
func (tx *transaction) commit(ctx context.Context) error {
	if err := tx.stage(); err != nil {
		return err
	}
	tx.l.log.Debug("commit begins", "helpdesk", tx.src.cfg.Name, "of", tx.of, "entries", len(tx.batch.Entries))
	if len(tx.batch.Entries) > 0 {
		if err := tx.l.store.Commit(ctx, tx.batch, tx.l.store.Epoch()); err != nil {
			return err
		}
	}
	tx.l.log.Debug("commit done", "helpdesk", tx.src.cfg.Name, "of", tx.of)
	tx.publish()
	return nil
}

// stage writes all changes into the batch.
func (tx *transaction) stage() error {
	name := tx.src.cfg.Name
	if !tx.meta.equal(tx.src.meta) {
		if err := tx.putJSON(bucketSource, []byte(name), tx.meta); err != nil {
			return err
		}
	}
	for stream, st := range tx.streams {
		if err := tx.putJSON(bucketStream, key(name, stream), st); err != nil {
			return err
		}
	}
	if tx.released.After(tx.src.released) {
		if err := tx.putJSON(bucketStream, key(name, releasedStream), streamState{Watermark: tx.released}); err != nil {
			return err
		}
	}
	for id, e := range tx.tickets {
		if e == nil || !e.dirty {
			continue
		}
		if _, gone := tx.forgotten[id]; gone {
			continue
		}
		tx.batch.Put(bucketTicket, key(name, id), e.encode())
		tx.stageContact(e)
		if e.storedDue.Equal(e.due) {
			continue
		}
		if !e.storedDue.IsZero() {
			tx.batch.Delete(bucketDue, dueKey(name, e.storedDue, id))
		}
		if !e.due.IsZero() {
			tx.batch.Put(bucketDue, dueKey(name, e.due, id), nil)
		}
	}
	for id := range tx.forgotten {
		tx.batch.Delete(bucketTicket, key(name, id))
		if e := tx.tickets[id]; e != nil && e.storedContact != nil {
			tx.batch.Delete(bucketContact, e.storedContact)
		}
		if e := tx.tickets[id]; e != nil && !e.storedDue.IsZero() {
			tx.batch.Delete(bucketDue, dueKey(name, e.storedDue, id))
		}
	}
	for id, c := range tx.claims {
		switch {
		case len(c.owners) > 0 && c.changed:
			tx.batch.Put(bucketMessage, key(name, id), key(c.owners...))
		case len(c.owners) == 0 && c.stored:
			tx.batch.Delete(bucketMessage, key(name, id))
		}
	}
	for ticket, streams := range tx.todo {
		for s := range tx.src.todo[ticket] {
			if !streams[s] {
				tx.batch.Delete(bucketTodo, key(name, ticket, s))
			}
		}
		for s := range streams {
			if !tx.src.todo[ticket][s] {
				tx.batch.Put(bucketTodo, key(name, ticket, s), nil)
			}
		}
	}
	for k, h := range tx.quarantine {
		if h == nil {
			tx.batch.Delete(bucketQuarantine, key(name, k))
			continue
		}
		if err := tx.putJSON(bucketQuarantine, key(name, k), h); err != nil {
			return err
		}
	}
	for a, at := range tx.activity {
		tx.batch.Put(bucketActivity, key(name, a.Brand, a.Group, a.Agent), millis(at))
	}
	for r, at := range tx.requesters {
		tx.batch.Put(bucketRequester, key(name, r), millis(at))
	}
	for t, at := range tx.topics {
		tx.batch.Put(bucketTopic, key(name, t), millis(at))
	}
	tx.stagePeriods()
	for label, values := range tx.labels {
		for v := range values {
			tx.batch.Put(bucketLabel, key(name, label, v), nil)
		}
	}
	for k, s := range tx.series {
		if err := tx.putJSON(bucketSeries, []byte(k), s.stored()); err != nil {
			return err
		}
	}
	return nil
}

func (tx *transaction) putJSON(bucket string, k []byte, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encode %s: %w", bucket, err)
	}
	tx.batch.Put(bucket, k, b)
	return nil
}

// publish makes what was committed visible.
func (tx *transaction) publish() {
	src := tx.src
	src.meta, src.released = tx.meta, tx.released
	maps.Copy(src.streams, tx.streams)
	for id, e := range tx.tickets {
		if e == nil || !e.dirty {
			continue
		}
		if e.stored != 0 {
			src.states[e.stored]--
		}
		if _, gone := tx.forgotten[id]; !gone {
			src.states[e.state]++
		}
	}
	for id, v := range tx.views {
		if v.Exists && v.Status.Unresolved() {
			src.open[id] = v
		} else {
			delete(src.open, id)
		}
	}
	for ticket, streams := range tx.todo {
		if len(streams) == 0 {
			delete(src.todo, ticket)
		} else {
			src.todo[ticket] = streams
		}
	}
	for k, h := range tx.quarantine {
		if h == nil {
			delete(src.quarantine, k)
		} else {
			src.quarantine[k] = *h
		}
	}
	for id, add := range tx.want {
		if add {
			src.want[id] = true
		} else {
			delete(src.want, id)
		}
	}
	maps.Copy(src.activity, tx.activity)
	maps.Copy(src.requesters, tx.requesters)
	maps.Copy(src.topics, tx.topics)
	tx.publishPeriods()
	for label, values := range tx.labels {
		if src.labels[label] == nil {
			src.labels[label] = map[string]bool{}
		}
		maps.Copy(src.labels[label], values)
	}
	tx.l.series.put(tx.series, tx.births, tx.touched)
}
