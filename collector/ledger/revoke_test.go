package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

const outcomes = "helpdesk_sla_outcomes_total"

// promising configures one policy with a first response within minutes.
func promising(minutes int) func(*ledger.Config) {
	return func(c *ledger.Config) {
		c.Periods = period.Calendar{Zone: time.UTC, WeekStart: time.Monday, YearStart: time.January}
		c.SLA = &sla.Rules{ReopenWork: 24 * time.Hour, Policies: []sla.Policy{{
			Name: "standard", Objective: 0.9, Targets: map[sla.Target]sla.Goal{
				sla.FirstResponse: {Default: sla.Budget{Duration: time.Duration(minutes) * time.Minute}},
			},
		}}}
		c.RulesVersion = time.Duration(minutes).String()
	}
}

// tally is how often each outcome was counted: met, breached, cancelled, corrected.
func (b *bench) tally() [4]int {
	b.t.Helper()
	var n [4]int
	for i, outcome := range []string{"met", "breached", "cancelled", "corrected"} {
		n[i] = b.total(outcomes, "outcome", outcome)
	}
	return n
}

// events sums up an event of all days and groups.
func (b *bench) events(e period.Event) int {
	b.t.Helper()
	v, err := b.l.View(b.t.Context(), b.now)
	require.NoError(b.t, err)
	sum := 0
	for _, row := range v.Sources[0].Periods {
		for _, counts := range row {
			sum += int(counts[e])
		}
	}
	return sum
}

// docs/semantics.md, "SLA": a counted breach that later data shows to be none is corrected, and met if it was.
func TestABreachIsCorrectedByALateReply(t *testing.T) {
	tests := map[string]struct {
		late []record.Record
		want [4]int
		// by event time, what holds now: met and breached.
		events [2]int
	}{
		"a reply from before the due instant":    {[]record.Record{message("2", "1", 30, record.AuthorAgent)}, [4]int{1, 1, 0, 1}, [2]int{1, 0}},
		"a reply of the due instant":             {[]record.Record{message("2", "1", 60, record.AuthorAgent)}, [4]int{1, 1, 0, 1}, [2]int{1, 0}},
		"a reply from after it corrects nothing": {[]record.Record{message("2", "1", 61, record.AuthorAgent)}, [4]int{0, 1, 0, 0}, [2]int{0, 1}},
		"a solve from before it":                 {[]record.Record{change("s", "1", 30, record.StatusOpen, record.StatusSolved)}, [4]int{0, 1, 1, 1}, [2]int{0, 0}},
		"a note corrects nothing": {[]record.Record{func() record.Message {
			m := message("2", "1", 30, record.AuthorAgent)
			m.Visibility = record.Internal
			return m
		}()}, [4]int{0, 1, 0, 0}, [2]int{0, 1}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, promising(60))
			b.pass(minute(59), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer))
			b.pass(minute(70))
			require.Equal(t, [4]int{0, 1, 0, 0}, b.tally())
			require.Equal(t, 1, b.events(period.SLABreached))
			b.reopen()
			b.pass(minute(80), tc.late...)
			for range 2 {
				require.Equal(t, tc.want, b.tally())
				require.Equal(t, tc.events, [2]int{b.events(period.SLAMet), b.events(period.SLABreached)})
				b.pass(minute(90), tc.late...)
				b.reopen()
			}
		})
	}
}

// What has been corrected may turn out otherwise again: counters keep what they counted, periods follow.
func TestACorrectionThatIsTakenBack(t *testing.T) {
	b := newBench(t, promising(60))
	b.pass(minute(59), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer))
	b.pass(minute(70))
	reply := message("2", "1", 30, record.AuthorAgent)
	b.pass(minute(80), reply)
	reply.Visibility, reply.UpdatedAt = record.Internal, minute(85)
	b.pass(minute(90), reply)
	require.Equal(t, [4]int{1, 1, 0, 1}, b.tally(), "met was counted: the clock has its outcome")
	require.Equal(t, [2]int{0, 1}, [2]int{b.events(period.SLAMet), b.events(period.SLABreached)})
}

// A breach that counts in the first pass of all leaves the ticket its place in the queue.
func TestABreachCountsInTheFirstPassAndWhatComesLaterToo(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) {
		promising(60)(c)
		c.Checks = []fact.Check{{Name: fact.Answered, Window: 24 * time.Hour}}
	})
	b.pass(minute(70), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer))
	require.Equal(t, [4]int{0, 1, 0, 0}, b.tally())
	b.pass(minute(24*60 - 1))
	require.Zero(t, b.total(checked))
	b.pass(minute(24 * 60))
	require.Equal(t, 1, b.total(checked, "result", "no"))
}

// "SLA": a breach stays by whatever the configuration becomes; later data corrects those that it still tells.
func TestAnEditedPolicyCorrectsNothing(t *testing.T) {
	tests := map[string]struct {
		minutes int
		then    [4]int // after a reply that is late in both
	}{
		"a longer target":    {120, [4]int{0, 1, 0, 0}},
		"a shorter target":   {20, [4]int{0, 1, 0, 0}},
		"the target at hand": {60, [4]int{1, 1, 0, 1}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, promising(60))
			b.pass(minute(70), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer))
			require.Equal(t, [4]int{0, 1, 0, 0}, b.tally())
			promising(tc.minutes)(&b.cfg)
			b.cfg.RulesVersion = "edited"
			b.reopen()
			b.pass(minute(80))
			require.Equal(t, [4]int{0, 1, 0, 0}, b.tally())
			b.pass(minute(130), message("2", "1", 30, record.AuthorAgent))
			require.Equal(t, tc.then, b.tally())
		})
	}
}

// "SLA": a breach is taken back when the ticket becomes void, also one from before a reopening, and put back
// when it is recovered.
func TestAVoidTakesABreachBack(t *testing.T) {
	for name, reopened := range map[string]bool{"at once": false, "after a reopening": true} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, func(c *ledger.Config) {
				promising(60)(c)
				c.SLA.Policies[0].Targets = map[sla.Target]sla.Goal{sla.RequesterWait: {Default: sla.Budget{Duration: time.Hour}}}
			})
			r := ticket("1", 0, record.StatusOpen)
			b.pass(minute(70), r)
			require.Equal(t, [4]int{0, 1, 0, 0}, b.tally())
			if reopened {
				b.pass(minute(100), change("1", "1", 80, record.StatusOpen, record.StatusSolved), change("2", "1", 90, record.StatusSolved, record.StatusOpen))
			}
			r.Status, r.UpdatedAt, r.VoidedAt = record.StatusSpam, minute(110), minute(110)
			b.pass(minute(120), r)
			require.Equal(t, [4]int{0, 1, 0, 1}, b.tally())
			require.Zero(t, b.events(period.SLABreached))
			r.Status, r.UpdatedAt, r.VoidedAt = record.StatusOpen, minute(130), time.Time{}
			b.pass(minute(140), r, change("3", "1", 130, record.StatusSpam, record.StatusOpen))
			require.Equal(t, [4]int{0, 2, 0, 1}, b.tally())
			require.Equal(t, 1, b.events(period.SLABreached))
		})
	}
}
