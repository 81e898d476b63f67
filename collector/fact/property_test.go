package fact

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// lives is how many random tickets each property is tried on.
const lives = 2000

// randomRules makes rules, those of half the lives with policies, checks and schedules.
func randomRules(t *testing.T) func(rng *rand.Rand) *Rules {
	t.Helper()
	business := businesslike(t, withHistory())
	return func(rng *rand.Rand) *Rules {
		rules := pick(rng, withHistory, snapshotsOnly)()
		rules.InferNew = rng.IntN(2) == 0
		if rng.IntN(2) == 0 {
			rules.SLA, rules.Checks, rules.Clocks = business.SLA, business.Checks, business.Clocks
		}
		return rules
	}
}

// docs/semantics.md, "Exactly once": any order and repetition of records gives the same history and facts.
func TestMergeInAnyOrder(t *testing.T) {
	of := randomRules(t)
	for seed := range uint64(lives) {
		rng := rand.New(rand.NewPCG(seed, 1))
		rules := of(rng)
		s := simulate(rng)
		records := s.seen(rng, rules.Emits[record.KindStatusChange])
		straight := historyOf(records...)
		want := Derive(straight, rules)
		shuffled := append(slices.Clone(records), records[:rng.IntN(len(records)+1)]...)
		rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		again := historyOf(shuffled...)
		if got := Derive(again, rules); !reflect.DeepEqual(want, got) {
			t.Fatalf("life %d: facts depend on the order of records (-straight +shuffled):\n%s", seed, cmp.Diff(want, got))
		}
		require.Equal(t, Study(straight, rules).Backlog, Study(again, rules).Backlog)
		when := base.Add(time.Duration(rng.Int64N(int64(4 * week))))
		require.Equal(t, ViewAt(straight, rules, when), ViewAt(again, rules, when), "life %d at %s", seed, when)
		require.Equal(t, straight.AppendBinary(nil), again.AppendBinary(nil), "life %d", seed)
		for _, r := range records {
			require.False(t, again.Merge(r), "life %d: %+v was there", seed, r)
		}
	}
}

func TestStoredFormOfRandomLives(t *testing.T) {
	of := randomRules(t)
	for seed := range uint64(lives) {
		rng := rand.New(rand.NewPCG(seed, 2))
		rules := of(rng)
		s := simulate(rng)
		h := historyOf(s.seen(rng, rules.Emits[record.KindStatusChange])...)
		if rng.IntN(3) == 0 {
			h.Prior = summary(h, rules, base.Add(time.Duration(rng.Int64N(int64(week)))))
		}
		data := h.AppendBinary([]byte("before"))
		read, err := UnmarshalHistory(data[len("before"):])
		require.NoError(t, err)
		require.Equal(t, h, read, "life %d", seed)
		require.Equal(t, data[len("before"):], read.AppendBinary(nil))
	}
}

// "Watermark": what becomes known after an instant changes nothing that was certain by then.
func TestTheFutureChangesNothing(t *testing.T) {
	certain := func(h *History, rules *Rules, until time.Time) []Fact {
		return slices.DeleteFunc(Derive(h, rules), func(f Fact) bool { return f.KnownAt.After(until) })
	}
	facts := 0
	of := randomRules(t)
	for seed := range uint64(lives) {
		rng := rand.New(rand.NewPCG(seed, 3))
		rules := of(rng)
		s := simulate(rng)
		last := s.snapshots[len(s.snapshots)-1].UpdatedAt
		until := base.Add(time.Duration(rng.Int64N(int64(last.Sub(base)) + int64(hour)))).Truncate(time.Millisecond)
		records := s.seen(rng, rules.Emits[record.KindStatusChange], until)
		early := slices.DeleteFunc(slices.Clone(records), func(r record.Record) bool { return recordTime(r).After(until) })
		want := certain(historyOf(early...), rules, until)
		if got := certain(historyOf(records...), rules, until); !reflect.DeepEqual(want, got) {
			t.Fatalf("life %d: facts known by %s changed (-then +later):\n%s", seed, until, cmp.Diff(want, got))
		}
		facts += len(want)
	}
	require.Greater(t, facts, lives)
}

// Whatever polls miss, the vendor's counter completes: both kinds of sources count each reopening.
func TestEveryReopeningCounts(t *testing.T) {
	reopens := 0
	of := randomRules(t)
	for seed := range uint64(lives) {
		rng := rand.New(rand.NewPCG(seed, 4))
		rules := of(rng)
		s := simulate(rng)
		if s.voided {
			continue
		}
		facts := Derive(historyOf(s.seen(rng, rules.Emits[record.KindStatusChange])...), rules)
		require.Len(t, ofKind(facts, Reopened), s.reopens, "life %d", seed)
		reopens += s.reopens
	}
	require.Positive(t, reopens)
}

// Keys are what makes counting exactly once: no two facts share one. Entries come after what they require.
func TestKeysAreUnique(t *testing.T) {
	of := randomRules(t)
	for seed := range uint64(lives) {
		rng := rand.New(rand.NewPCG(seed, 5))
		rules := of(rng)
		s := simulate(rng)
		seen := map[string]time.Time{}
		facts := Derive(historyOf(s.seen(rng, rules.Emits[record.KindStatusChange])...), rules)
		for _, f := range facts {
			require.NotContains(t, seen, f.Key, "life %d", seed)
			seen[f.Key] = f.KnownAt
			require.False(t, f.KnownAt.Before(f.At))
			for _, sample := range f.Samples {
				require.Len(t, sample.Values, len(families[sample.Family]))
				require.GreaterOrEqual(t, sample.Count, int64(0))
			}
		}
		for _, f := range facts {
			if f.Requires != "" {
				require.Contains(t, seen, f.Requires, "life %d: %s", seed, f.Key)
				require.False(t, f.KnownAt.Before(seen[f.Requires]), "life %d: %s", seed, f.Key)
			}
		}
	}
}
