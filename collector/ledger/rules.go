package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/sla"
)

// fingerprint identifies the rules by which facts are derived. Stored tickets are derived again when it
// changes, since their next facts become certain at other instants.
func (l *Ledger) fingerprint() string {
	zone := ""
	if l.cfg.Periods.Zone != nil {
		zone = l.cfg.Periods.Zone.String()
	}
	return fmt.Sprintf("sla %s, responses %v, clocks %v, teams %v, checks %v, reopen window %s, zone %s", l.cfg.RulesVersion, l.cfg.Responses, l.cfg.Clocks, l.cfg.Teams, l.cfg.Checks, l.cfg.ReopenWindow, zone)
}

// scopes are what counts from some instant on, besides the kinds of facts.
func (l *Ledger) scopes() []string {
	var all []string
	for _, kind := range fact.Kinds() {
		all = append(all, string(kind))
	}
	for _, c := range l.cfg.Checks {
		all = append(all, c.ID())
	}
	if l.cfg.SLA != nil {
		for i := range l.cfg.SLA.Policies {
			for _, identity := range l.cfg.SLA.Policies[i].Identities() {
				all = append(all, fact.SLAScope(identity))
			}
		}
	}
	return all
}

// adopt brings a stored source under the rules of this process. What they are the first to count is counted
// from now on: a new release, check or policy makes no burst. Interrupted, it begins again.
func (l *Ledger) adopt(ctx context.Context, src *source) error {
	if src.meta.Identity == "" || src.meta.Rules == l.fingerprint() && !src.meta.misses(l.scopes()) {
		return nil
	}
	tx := l.begin(src, "rules", l.now())
	tx.meta = src.meta.clone()
	tx.meta.count(l.scopes(), l.now())
	tx.healthy()
	if err := tx.commit(ctx); err != nil {
		return err
	}
	if err := l.rederive(ctx, src); err != nil {
		return err
	}
	tx = l.begin(src, "rules", l.now())
	tx.meta = src.meta.clone()
	tx.meta.Rules = l.fingerprint()
	return tx.commit(ctx)
}

// Reschedule brings all tickets under other policies or schedules while the exporter runs: when holidays
// change, say. version identifies them as Config.RulesVersion does.
func (l *Ledger) Reschedule(ctx context.Context, rules *sla.Rules, version string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if version == l.cfg.RulesVersion {
		return nil
	}
	l.cfg.SLA, l.cfg.RulesVersion = rules, version
	for name, src := range l.sources {
		src.rules.SLA = rules
		if err := l.adopt(ctx, src); err != nil {
			return fmt.Errorf("source %s: bring stored tickets under the new schedules: %w", name, err)
		}
	}
	return nil
}

// rederive gives every ticket that has a history its next instant, and its part of the periods, anew.
func (l *Ledger) rederive(ctx context.Context, src *source) error {
	prefix := key(src.cfg.Name, "")
	from := prefix
	for {
		ids, last, err := l.whole(ctx, from, prefix)
		if err != nil || last == nil {
			return err
		}
		from = slices.Concat(last, []byte{0})
		tx := l.begin(src, "rules", l.now())
		tx.reindex = true
		if err := tx.load(ctx, ids); err != nil {
			return err
		}
		for _, id := range ids {
			e := tx.tickets[id]
			e.dirty = true
			// What other rules make of a counted breach is no correction: the desk did not change, they did.
			for _, k := range tx.revoked(e, src.released) {
				delete(e.revocable, k)
			}
			if !src.released.IsZero() {
				tx.report(e, src.released)
			}
			tx.plan(e, src.released)
			tx.view(e, src.horizon(l.cfg.At))
		}
		if err := tx.commit(ctx); err != nil {
			return err
		}
	}
}

// whole lists the next tickets whose history is whole, and the key after which to go on, nil at the end.
func (l *Ledger) whole(ctx context.Context, from, prefix []byte) (ids []string, last []byte, err error) {
	err = l.store.Scan(ctx, bucketTicket, from, after(prefix), func(k, v []byte) error {
		last = append(last[:0], k...)
		if len(v) > 0 && v[0] != stateSummary {
			ids = append(ids, string(k[len(prefix):]))
		}
		if len(ids) == chunk {
			return errChunkFull
		}
		return nil
	})
	if err == errChunkFull { //nolint:errorlint // it is passed through as it is
		err = nil
	}
	return ids, last, err
}

// misses tells whether something is not counted yet.
func (m *sourceMeta) misses(scopes []string) bool {
	return slices.ContainsFunc(scopes, func(s string) bool { _, ok := m.CountedSince[s]; return !ok })
}

// count sets from when on what is not counted yet shall be.
func (m *sourceMeta) count(scopes []string, since time.Time) {
	for _, s := range scopes {
		if _, ok := m.CountedSince[s]; !ok {
			m.CountedSince[s] = since
		}
	}
}

// since is the instant from which on a fact counts: its kind's baseline, or when its check or policy was
// first there.
func (tx *transaction) since(f *fact.Fact) time.Time {
	at := tx.baseline(f.Kind)
	if f.Since == "" {
		return at
	}
	if own := tx.meta.CountedSince[f.Since]; own.After(at) {
		return own
	}
	return at
}
