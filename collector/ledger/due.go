package ledger

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
)

// chunk bounds the tickets of one transaction while the due queue is worked off.
const chunk = 500

// advance counts what the watermark has passed: the tickets whose due instant it has reached are derived
// again, some at a time, each time with a commit. Interrupted, it goes on where it stopped.
func (l *Ledger) advance(ctx context.Context, src *source) error {
	w := src.watermark(fact.Feeds(fact.Created))
	if w.IsZero() || w.Before(src.released) {
		return nil
	}
	prefix := key(src.cfg.Name, "")
	end := append(append([]byte(nil), prefix...), millis(w.Add(time.Millisecond))...)
	from := prefix
	var sightings []sighting
	for {
		ids, last, err := l.due(ctx, from, end, len(prefix))
		if err != nil {
			return err
		}
		if len(ids) == 0 {
			break
		}
		from = slices.Concat(last, []byte{0})
		tx := l.begin(src, "due", l.now())
		if err := tx.load(ctx, ids); err != nil {
			return err
		}
		if err := tx.meet(ctx, ids, w); err != nil {
			return err
		}
		for _, id := range ids {
			tx.mature(tx.tickets[id], w)
		}
		if err := tx.commit(ctx); err != nil {
			return err
		}
		sightings = append(sightings, tx.sightings...)
	}
	if err := l.firstSights(ctx, src, sightings, w); err != nil {
		return err
	}
	if !w.After(src.released) {
		return nil
	}
	tx := l.begin(src, "watermark", l.now())
	tx.released = w
	return tx.commit(ctx)
}

var errChunkFull = errors.New("chunk is full")

// due lists the next tickets of the queue and the key of the last of them.
func (l *Ledger) due(ctx context.Context, from, end []byte, prefix int) (ids []string, last []byte, err error) {
	err = l.store.Scan(ctx, bucketDue, from, end, func(k, _ []byte) error {
		ids = append(ids, string(k[prefix+8:]))
		last = bytes.Clone(k)
		if len(ids) == chunk {
			return errChunkFull
		}
		return nil
	})
	if errors.Is(err, errChunkFull) {
		err = nil
	}
	return ids, last, err
}

// mature counts what has become certain of one ticket.
func (tx *transaction) mature(e *entry, w time.Time) {
	if e.state == stateSummary {
		if !e.due.After(w) {
			tx.forgotten[e.id] = e.stored
			e.dirty = true
			tx.views[e.id] = fact.View{}
		}
		return
	}
	tx.settle(e, w, tx.src.ticketStream())
	at := tx.src.horizon(tx.l.cfg.At)
	tx.view(e, at)
}
