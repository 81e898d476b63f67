package ledger

import (
	"context"
	"maps"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
)

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
