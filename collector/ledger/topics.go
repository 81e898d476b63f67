package ledger

import (
	"cmp"
	"context"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
)

// topicLookBack is how long a topic is remembered.
const topicLookBack = 90 * 24 * time.Hour

// sighting is a topic on a ticket that may be its first: which ticket of several had it first is known when all
// tickets have been looked at, whatever their order (docs/semantics.md, "What counts").
type sighting struct {
	ticket string
	at     time.Time
	key    string // of the fact
}

// maybeNew tells whether a topic that would count was not seen in the look-back before.
func (tx *transaction) maybeNew(f fact.Fact) bool {
	if !f.At.After(tx.since(&f)) {
		return false
	}
	last, ok := tx.lastSight(f.Key)
	return !ok || f.At.Sub(last) > topicLookBack
}

func (tx *transaction) lastSight(topic string) (at time.Time, ok bool) {
	if at, ok = tx.topics[topic]; !ok {
		at, ok = tx.src.topics[topic]
	}
	return at, ok
}

// sight notes a topic and tells whether it is new: not seen in the look-back before.
func (tx *transaction) sight(f fact.Fact) bool {
	last, ok := tx.lastSight(f.Key)
	if !ok || f.At.After(last) {
		tx.topics[f.Key] = f.At
	}
	return !ok || f.At.Sub(last) > topicLookBack
}

// firstSights counts the topics that may be new in the order of time, some at a time, each time with a commit.
// Until then their facts are unmarked and their tickets stay due, so that a crash loses none.
func (l *Ledger) firstSights(ctx context.Context, src *source, sightings []sighting, w time.Time) error {
	slices.SortFunc(sightings, func(a, b sighting) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.ticket, b.ticket), cmp.Compare(a.key, b.key))
	})
	for some := range slices.Chunk(sightings, chunk) {
		tx := l.begin(src, "topics", l.now())
		ids := make([]string, len(some))
		for i, s := range some {
			ids[i] = s.ticket
		}
		if err := tx.load(ctx, ids); err != nil {
			return err
		}
		if err := tx.meet(ctx, ids, w); err != nil {
			return err
		}
		for _, s := range some {
			e := tx.tickets[s.ticket]
			for _, f := range tx.study(e).Facts {
				if f.Key == s.key && !tx.settled(e, f) {
					tx.countOnce(e, f, src.ticketStream())
				}
			}
		}
		for _, id := range slices.Compact(ids) {
			tx.mature(tx.tickets[id], w)
		}
		if err := tx.commit(ctx); err != nil {
			return err
		}
	}
	return nil
}
