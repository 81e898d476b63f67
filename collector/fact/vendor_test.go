package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func counted(tk record.Ticket, reopens int) record.Ticket {
	tk.Reopens = &reopens
	return tk
}

// docs/semantics.md, "Late and changed data": total = max(observed, vendor); what is missing has the
// instant of the version that told it and no duration.
func TestVendorReopens(t *testing.T) {
	open, solved := record.StatusOpen, record.StatusSolved
	h := historyOf(
		counted(ticket(base, base, open), 0),
		counted(ticket(base, at(2*hour), solved), 0),
		counted(ticket(base, at(4*hour), solved), 2), // twice between two polls
		counted(ticket(base, at(5*hour), open), 3),   // seen
	)
	facts := Derive(h, snapshotsOnly())
	require.Equal(t, []string{"vendor/reopened/1", "vendor/reopened/2", "reopened/snapshot/1"}, ofKind(facts, Reopened))
	require.Equal(t, []string{"resolved/snapshot/1", "vendor/resolved/1", "vendor/resolved/2"}, ofKind(facts, Resolved))
	lost := find(t, facts, "vendor/reopened/2")
	require.Equal(t, at(4*hour), lost.At)
	require.Equal(t, at(4*hour), lost.KnownAt)
	require.Equal(t, "work", label(t, lost, familyReopened, "kind"))
	again := find(t, facts, "vendor/resolved/1")
	require.Equal(t, "repeat", label(t, again, familyResolved, "nth"))
	require.Len(t, again.Samples, 1)
}

// A solve that only the counter shows comes first: the one that is seen later repeats it.
func TestVendorReopenBeforeTheFirstSolve(t *testing.T) {
	h := historyOf(
		counted(ticket(base, base, record.StatusOpen), 0),
		counted(ticket(base, at(2*hour), record.StatusOpen), 1),
		counted(ticket(base, at(4*hour), record.StatusSolved), 1),
	)
	facts := Derive(h, snapshotsOnly())
	require.Equal(t, "first", label(t, find(t, facts, "vendor/resolved/1"), familyResolved, "nth"))
	require.Equal(t, "repeat", label(t, find(t, facts, "resolved/snapshot/1"), familyResolved, "nth"))
	require.Len(t, find(t, facts, "resolved/snapshot/1").Samples, 1)
}

// Where messages are not read, the vendor's count of replies is the count of touches.
func TestVendorReplies(t *testing.T) {
	replies := 3
	tk := ticket(base, at(hour), record.StatusSolved)
	tk.Replies = &replies
	rules := snapshotsOnly()
	rules.Emits = map[record.Kind]bool{record.KindTicket: true}
	f := find(t, Derive(historyOf(tk), rules), "resolved/snapshot/1")
	require.Equal(t, "2+", label(t, f, familyTouches, "touches"))
	require.Equal(t, "agent", label(t, f, familyTouches, "by"))
	f = find(t, Derive(historyOf(tk), snapshotsOnly()), "resolved/snapshot/1")
	require.Equal(t, "0", label(t, f, familyTouches, "touches"))
}

// summarised is a ticket of which only the summary is left.
func summarised(t *testing.T, rules *Rules, records ...record.Record) *History {
	t.Helper()
	h := historyOf(records...)
	until := Study(h, rules).Whole
	require.NotZero(t, until)
	return &History{Source: desk, Prior: summary(h, rules, until)}
}

func summary(h *History, rules *Rules, through time.Time) Prior {
	d := Study(h, rules)
	return d.Summary(through)
}

// "Exactly once": what was counted before a summary is not counted again, whether the ticket comes back
// alone or with its whole history.
func TestSummary(t *testing.T) {
	open, solved := record.StatusOpen, record.StatusSolved
	past := []record.Record{
		ticket(base, at(hour), solved), mail("1", base), answer("2", at(hour)), status("1", at(hour), open, solved),
	}
	later := week + 10*hour
	future := []record.Record{
		ticket(base, at(later+3*hour), solved),
		mail("3", at(later)), status("2", at(later), solved, open), answer("4", at(later+hour)),
		status("3", at(later+3*hour), open, solved),
	}
	rules := withHistory()
	alone := summarised(t, rules, past...)
	require.Equal(t, Prior{
		Through: at(hour + week), LastStatus: solved, Resolved: 1, Touches: 1, Answered: true, Final: true,
	}, alone.Prior)
	whole := summarised(t, rules, past...)
	for _, r := range past {
		whole.Merge(r)
	}
	for _, r := range future {
		alone.Merge(r)
		whole.Merge(r)
	}
	want := []string{"message/3", "message/4", "reopened/2", "reply/3", "resolved/3"}
	for name, h := range map[string]*History{"alone": alone, "whole": whole} {
		t.Run(name, func(t *testing.T) {
			var fresh []string
			for _, f := range Derive(h, rules) {
				if f.KnownAt.After(h.Prior.Through) {
					fresh = append(fresh, f.Key)
				}
			}
			require.ElementsMatch(t, want, fresh)
			f := find(t, Derive(h, rules), "resolved/3")
			require.Equal(t, "repeat", label(t, f, familyResolved, "nth"))
			require.Equal(t, 2, summary(h, rules, at(2*later)).Resolved)
			require.Equal(t, 1, summary(h, rules, at(2*later)).Reopened)
			require.Equal(t, 2, summary(h, rules, at(2*later)).Touches)
		})
	}
}

// A summarised ticket of a source without history is compared with what it was then.
func TestSummaryOfSnapshots(t *testing.T) {
	rules := snapshotsOnly()
	h := summarised(t, rules, ticket(base, at(hour), record.StatusSolved))
	h.Merge(ticket(base, at(2*week), record.StatusOpen))
	facts := Derive(h, rules)
	// Ordinals start again; the instant of the summary keeps the keys apart.
	require.Equal(t, []string{"reopened/snapshot/1773046800000/1"}, ofKind(facts, Reopened))
	require.Equal(t, at(2*week), find(t, facts, "reopened/snapshot/1773046800000/1").At)
	require.Empty(t, ofKind(facts, Resolved))
}

// "Exactly once": a desk that tells only the last changes sends a ticket again with its old messages, but without
// its old solve. It was solved all the same.
func TestSummaryWithoutItsChanges(t *testing.T) {
	open, solved := record.StatusOpen, record.StatusSolved
	back := at(2 * week)
	for name, c := range map[string]struct {
		rules                *Rules
		past, future         []record.Record
		reopenings, resolved []string
	}{
		"changes": {
			rules:      withHistory(),
			past:       []record.Record{status("solve", at(hour), "", solved)},
			future:     []record.Record{status("before", back.Add(-time.Second), "", solved), status("again", back, "", open)},
			reopenings: []string{"reopened/again"}, resolved: []string{},
		},
		"changes, and solved again": {
			rules: withHistory(),
			past:  []record.Record{status("solve", at(hour), "", solved)},
			future: []record.Record{
				status("before", back.Add(-time.Second), "", solved), status("again", back, "", open), status("last", back.Add(hour), "", solved),
			},
			reopenings: []string{"reopened/again"}, resolved: []string{"resolved/last"},
		},
		"versions": {
			rules:      snapshotsOnly(),
			past:       []record.Record{ticket(base, at(hour), solved)},
			reopenings: []string{"reopened/snapshot/1"}, resolved: []string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			messages := []record.Record{mail("1", base), answer("2", at(30*time.Minute))}
			h := summarised(t, c.rules, append(append(c.past, ticket(base, at(hour), solved)), messages...)...)
			require.Equal(t, solved, h.Prior.LastStatus)
			for _, r := range append(append(c.future, ticket(base, back.Add(2*hour), open)), messages...) {
				h.Merge(r)
			}
			facts := Derive(h, c.rules)
			require.Equal(t, c.reopenings, ofKind(facts, Reopened))
			require.Equal(t, c.resolved, ofKind(facts, Resolved))
			for _, key := range c.resolved {
				require.Equal(t, "repeat", label(t, find(t, facts, key), familyResolved, "nth"))
			}
			require.Equal(t, 1+len(c.resolved), summary(h, c.rules, at(4*week)).Resolved)
			require.Equal(t, 1, summary(h, c.rules, at(4*week)).Reopened)
		})
	}
}

// A summarised void is ended by a recovery, whose key names the void that was counted.
func TestSummaryOfVoid(t *testing.T) {
	rules := snapshotsOnly()
	h := summarised(t, rules, ticket(base, base, record.StatusOpen), ticket(base, at(hour), record.StatusDeleted))
	require.Equal(t, 1, h.Prior.Voided)
	h.Merge(ticket(base, at(2*week), record.StatusOpen))
	f := find(t, Derive(h, rules), "void/1/retracted")
	require.Equal(t, at(2*week), f.At)
	require.Equal(t, "void/1", f.Requires)
	require.Equal(t, "deleted", label(t, f, familyVoided, "reason"))
	require.True(t, ViewAt(h, rules, at(3*week)).Exists)

	// Solved after all: the resolution is known, what was summed up on the way is not.
	h.Merge(ticket(base, at(3*week), record.StatusSolved))
	f = find(t, Derive(h, rules), "final")
	require.Equal(t, []record.AnomalyReason{record.AnomalyMissing}, f.Anomalies)
	require.Len(t, f.Samples, 1)
	require.Equal(t, (3 * week).Milliseconds(), observed(t, f, familyResolution, "final"))
}
