package ledger_test

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	diff "github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources/record"
)

func deskSource(baseline time.Time) ledger.Source {
	return ledger.Source{
		Name: "desk", Baseline: baseline,
		Streams: []record.Stream{
			{Name: "tickets", Kinds: []record.Kind{record.KindTicket}},
			{Name: "messages", Kinds: []record.Kind{record.KindMessage}},
			{Name: "changes", Kinds: []record.Kind{record.KindStatusChange, record.KindAssignmentChange, record.KindPriorityChange}},
		},
	}
}

func openDesk(t *testing.T, store state.Store, now func() time.Time, baseline time.Time) *ledger.Ledger {
	t.Helper()
	cfg := ledger.Config{Sources: []ledger.Source{deskSource(baseline)}, Now: now}
	everythingOn(t, &cfg)
	l, err := ledger.Open(context.Background(), store, cfg)
	require.NoError(t, err)
	require.NoError(t, l.Begin(context.Background(), "desk", "test desk", deskSource(baseline).Streams, now()))
	return l
}

// values lists every desk series with its value, without instants, what is counted by day, and the stock.
func values(t *testing.T, l *ledger.Ledger, now time.Time) string {
	t.Helper()
	v, err := l.View(context.Background(), now)
	require.NoError(t, err)
	var b strings.Builder
	for _, s := range v.Series {
		if strings.HasPrefix(s.Family, "helpdesk_exporter_") {
			continue
		}
		h, err := json.Marshal(s.Histogram)
		require.NoError(t, err)
		fmt.Fprintln(&b, s.Family, s.Values, s.Count, string(h))
	}
	for i := range v.Sources {
		b.WriteString(daily(&v.Sources[i]))
		slices.SortFunc(v.Sources[i].Tickets, func(x, y fact.View) int { return cmp.Compare(x.Ticket, y.Ticket) })
		for _, ticket := range v.Sources[i].Tickets {
			fmt.Fprintln(&b, ticket)
		}
	}
	return b.String()
}

// Any split, order and repetition of records above the released horizon gives the same values, and so
// does any rhythm of passes (docs/semantics.md, "Exactly once").
func TestOrderDoesNotMatter(t *testing.T) {
	seeds := 25
	if testing.Short() {
		seeds = 10
	}
	for seed := range uint64(seeds) {
		rng := rand.New(rand.NewPCG(seed, 1))
		all := life(rng, 25, 6*24*time.Hour)
		last := epoch.Add(40 * 24 * time.Hour)
		baseline := epoch.Add(time.Duration(rng.Int64N(int64(3 * 24 * time.Hour))))
		var want string
		for variant := range 5 {
			now := last
			l := openDesk(t, state.NewMemory(), func() time.Time { return now }, baseline)
			ends := schedule(rng, last, []int{1, 3, 40, 10, 1}[variant])
			for _, b := range deliver(rng, all, ends, variant > 0) {
				_, err := l.Apply(context.Background(), "desk", b)
				require.NoError(t, err)
			}
			got := values(t, l, now)
			if variant == 0 {
				for _, family := range []string{"tickets_created", "sla_outcomes", "ticket_checks"} {
					require.Contains(t, got, "helpdesk_"+family+"_total")
				}
				require.Contains(t, got, " business]")
				require.Contains(t, got, "2026-03-0")
				want = got
				continue
			}
			require.Empty(t, diff.Diff(strings.Split(want, "\n"), strings.Split(got, "\n")), "seed %d, variant %d", seed, variant)
		}
	}
}
