package ledger

import (
	"bytes"
	"context"
	"time"

	"helpdesk_exporter/collector/fact"
)

// contactKey is the place of a ticket in the index of who opened tickets when, nil for one that a customer
// did not open. The index holds tickets whose history is whole: no window of a check is longer.
func (e *entry) contactKey(source string) []byte {
	t := &e.history.Ticket
	if e.state == stateSummary || !e.history.Known || !e.history.ByCustomer() || t.Requester == "" || t.CreatedAt.IsZero() {
		return nil
	}
	return append(append(key(source, t.Requester, ""), millis(t.CreatedAt)...), e.id...)
}

// stageContact keeps the index of contacts in step with the ticket.
func (tx *transaction) stageContact(e *entry) {
	now := e.contactKey(tx.src.cfg.Name)
	if bytes.Equal(now, e.storedContact) && !tx.reindex {
		return
	}
	if e.storedContact != nil {
		tx.batch.Delete(bucketContact, e.storedContact)
	}
	if now != nil {
		tx.batch.Put(bucketContact, now, nil)
	}
}

// meet looks up what the facts that are about to count must know of the requester's other tickets.
func (tx *transaction) meet(ctx context.Context, ids []string, w time.Time) error {
	for _, id := range ids {
		e := tx.tickets[id]
		if e.state == stateSummary || !e.history.Known {
			continue
		}
		for _, f := range tx.study(e).Facts {
			if f.KnownAt.After(w) {
				break
			}
			if f.Contact == nil || tx.settled(e, f) || !f.At.After(tx.since(&f)) {
				continue
			}
			found, err := tx.another(ctx, id, f.Contact)
			if err != nil {
				return err
			}
			if found {
				tx.contacts[id+"\x00"+f.Key] = true
			}
		}
	}
	return nil
}

// another tells whether the requester opened another ticket in the time asked for that was not void at its
// end: what comes later changes nothing, in whatever rhythm the desk is polled.
func (tx *transaction) another(ctx context.Context, ticket string, c *fact.Contact) (bool, error) {
	prefix := key(tx.src.cfg.Name, c.Requester, "")
	from := append(append([]byte(nil), prefix...), millis(c.From.Add(time.Millisecond))...)
	to := append(append([]byte(nil), prefix...), millis(c.To)...)
	var ids []string
	err := tx.l.store.Scan(ctx, bucketContact, from, to, func(k, _ []byte) error {
		if id := string(k[len(prefix)+8:]); id != ticket {
			ids = append(ids, id)
		}
		return nil
	})
	if err != nil || len(ids) == 0 {
		return false, err
	}
	if err := tx.load(ctx, ids); err != nil {
		return false, err
	}
	for _, id := range ids {
		if fact.ViewAt(tx.tickets[id].history, &tx.src.rules, c.To).Exists {
			return true, nil
		}
	}
	return false, nil
}
