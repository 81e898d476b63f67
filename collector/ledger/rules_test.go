package ledger_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources/record"
)

// docs/semantics.md, "First sync": a new policy counts from when it is first there; it makes no burst.
func TestANewPolicyMakesNoBurst(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(200), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer), ticket("2", 190, record.StatusOpen))
	promising(60)(&b.cfg)
	b.now = minute(210)
	b.reopen()
	b.pass(minute(220))
	require.Equal(t, [4]int{}, b.tally(), "due at minute 60, before the policy was there")
	b.pass(minute(249))
	require.Equal(t, [4]int{}, b.tally())
	b.pass(minute(250))
	require.Equal(t, [4]int{0, 1, 0, 0}, b.tally(), "due since")
}

// A policy is known by its name: under another one it is new. One that is back goes on.
func TestAPolicyThatIsRenamed(t *testing.T) {
	b := newBench(t, promising(60))
	b.pass(minute(10), ticket("1", 0, record.StatusOpen))
	b.cfg.SLA.Policies[0].Name, b.cfg.RulesVersion = "other", "renamed"
	b.now = minute(90)
	b.reopen()
	b.pass(minute(100))
	require.Equal(t, [4]int{}, b.tally(), "what was due before the new name was there counts under neither")
}

// Another target finds other due instants for what is stored, without a record that tells of it.
func TestAnEditedTargetIsDueAtAnotherInstant(t *testing.T) {
	for minutes, due := range map[int]int{40: 40, 120: 120} {
		t.Run(strconv.Itoa(minutes), func(t *testing.T) {
			b := newBench(t, promising(60))
			b.pass(minute(10), ticket("1", 0, record.StatusOpen))
			promising(minutes)(&b.cfg)
			b.now = minute(20)
			b.reopen()
			b.pass(minute(due - 1))
			require.Equal(t, [4]int{}, b.tally())
			b.pass(minute(due))
			require.Equal(t, [4]int{0, 1, 0, 0}, b.tally())
		})
	}
}

// A process that dies while it brings what is stored under other rules begins again.
func TestOtherRulesAreAdoptedThroughCrashes(t *testing.T) {
	const tickets = 1200 // some transactions
	story := func(t *testing.T) *bench {
		b := newBench(t, promising(60))
		in := batch(minute(10))
		for i := range tickets {
			in.Parts[0].Records = append(in.Parts[0].Records, ticket(strconv.Itoa(i), 0, record.StatusOpen))
		}
		in.Complete = true
		b.apply(in)
		reporting(time.UTC)(&b.cfg)
		b.cfg.SLA = &sla.Rules{ReopenWork: 24 * time.Hour, Policies: []sla.Policy{{
			Name: "standard", Objective: 0.9, Targets: map[sla.Target]sla.Goal{sla.FirstResponse: {Default: sla.Budget{Duration: 30 * time.Minute}}},
		}}}
		b.cfg.RulesVersion = "edited"
		b.now = minute(20)
		return b
	}
	crashes := 0
	for commit := 1; ; commit++ {
		b := story(t)
		b.store.Fail(commit)
		_, err := ledger.Open(context.Background(), b.store, b.cfg)
		b.store = b.store.Fork()
		b.reopen()
		b.pass(minute(29))
		require.Equal(t, [4]int{}, b.tally())
		b.pass(minute(30))
		require.Equal(t, [4]int{0, tickets, 0, 0}, b.tally(), "commit %d", commit)
		require.Equal(t, tickets, b.of("2026-03-02", "Support", period.Created), "commit %d", commit)
		if err == nil {
			break
		}
		require.ErrorIs(t, err, state.ErrInjected)
		crashes++
	}
	require.GreaterOrEqual(t, crashes, 4, "before, between and after some transactions")
}
