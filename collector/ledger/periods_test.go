package ledger_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/sources/record"
)

// The tests' epoch is 2026-03-02 08:00 UTC, a Monday.

func reporting(zone *time.Location) func(*ledger.Config) {
	return func(c *ledger.Config) {
		c.Periods = period.Calendar{Zone: zone, WeekStart: time.Monday, YearStart: time.January}
	}
}

// of is the count of an event by day, 2006-01-02, and group.
func (b *bench) of(day, group string, e period.Event) int {
	b.t.Helper()
	v, err := b.l.View(b.t.Context(), b.now)
	require.NoError(b.t, err)
	at, err := time.Parse(time.DateOnly, day)
	require.NoError(b.t, err)
	if counts := v.Sources[0].Periods[period.DayOf(at, time.UTC)][group]; counts != nil {
		return int(counts[e])
	}
	return 0
}

func (b *bench) days() []string {
	b.t.Helper()
	v, err := b.l.View(b.t.Context(), b.now)
	require.NoError(b.t, err)
	days := []string{}
	for day := range v.Sources[0].Periods {
		days = append(days, day.String())
	}
	return days
}

// docs/semantics.md, "Calendar periods": by event time in the reporting zone, whenever it was read.
func TestEventsCountOnTheirDay(t *testing.T) {
	rome, err := time.LoadLocation("Europe/Rome")
	require.NoError(t, err)
	b := newBench(t, reporting(rome))
	evening := 15*60 - 10 // 22:50 UTC, 23:50 in Rome
	b.pass(minute(evening+30), ticket("1", evening, record.StatusOpen), ticket("2", evening+15, record.StatusOpen))
	require.Equal(t, 1, b.of("2026-03-02", "Support", period.Created), "polled on the next day")
	require.Equal(t, 1, b.of("2026-03-03", "Support", period.Created))
	b.pass(minute(3*aDay), message("1", "1", 60, record.AuthorCustomer), message("2", "1", 90, record.AuthorAgent))
	require.Equal(t, 1, b.of("2026-03-02", "Support", period.MessagesOut), "late, on its day")
	require.Equal(t, 1, b.of("2026-03-02", "Support", period.Replies))
	require.Equal(t, 30*60*1000, b.of("2026-03-02", "Support", period.ReplyTime))
	b.reopen()
	require.Equal(t, 1, b.of("2026-03-02", "Support", period.Replies), "stored")
	require.Equal(t, 1, b.of("2026-03-03", "Support", period.Created))
}

// What was before the baseline counts in periods from the first pass on.
func TestPeriodsKnowTheHistory(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) {
		reporting(time.UTC)(c)
		c.Sources[0].Baseline = minute(19 * aDay)
	})
	b.pass(minute(20*aDay), append(solved("1", "ann", 0, 100), ticket("2", 60, record.StatusOpen))...)
	require.Zero(t, b.total(created))
	require.Equal(t, 2, b.of("2026-03-02", "Support", period.Created))
	require.Equal(t, 1, b.of("2026-03-02", "Support", period.Resolved))
	require.Equal(t, 1, b.of("2026-03-02", "Support", period.FirstResolved))
	require.Equal(t, 1, b.of("2026-03-02", "Support", period.Backlog))
	require.Equal(t, map[string]int{"open": 1, "window": 0, "summary": 1}, b.states())
}

// "Calendar periods": a void takes the creation out, a recovery puts it back.
func TestAVoidTakesTheCreationOut(t *testing.T) {
	b := newBench(t, reporting(time.UTC))
	r := ticket("1", 0, record.StatusOpen)
	b.pass(minute(10), r)
	r.Status, r.UpdatedAt, r.VoidedAt = record.StatusDeleted, minute(2*aDay), minute(2*aDay)
	b.pass(minute(2*aDay+10), r)
	require.Zero(t, b.of("2026-03-02", "Support", period.Created))
	require.Zero(t, b.of("2026-03-04", "Support", period.Created), "not on the day of the void")
	require.Zero(t, b.of("2026-03-02", "Support", period.Backlog), "it never was in the backlog")
	b.reopen()
	r.Status, r.UpdatedAt, r.VoidedAt = record.StatusOpen, minute(3*aDay), time.Time{}
	b.pass(minute(3*aDay+10), r)
	require.Equal(t, 1, b.of("2026-03-02", "Support", period.Created))
	require.Equal(t, 1, b.of("2026-03-02", "Support", period.Backlog))
}

// The backlog of a group changes with every way into it and out of it.
func TestBacklog(t *testing.T) {
	moved := func(at int, from, to string) record.AssignmentChange {
		return record.AssignmentChange{ID: "m", Ticket: "1", At: minute(at), Group: &to, FromGroup: &from}
	}
	tests := map[string]struct {
		records []record.Record
		want    map[string]map[string]int // by day and group
	}{
		"opened": {nil, map[string]map[string]int{"2026-03-02": {"Support": 1}}},
		"solved on its day": {
			[]record.Record{change("a", "1", 60, record.StatusOpen, record.StatusSolved)}, map[string]map[string]int{"2026-03-02": {"Support": 0}},
		},
		"solved on the next": {
			[]record.Record{change("a", "1", aDay, record.StatusOpen, record.StatusSolved)},
			map[string]map[string]int{"2026-03-02": {"Support": 1}, "2026-03-03": {"Support": -1}},
		},
		"reopened, and nobody has written": {
			[]record.Record{
				change("a", "1", aDay, record.StatusOpen, record.StatusSolved), change("b", "1", 2*aDay, record.StatusSolved, record.StatusPending),
			},
			map[string]map[string]int{"2026-03-02": {"Support": 1}, "2026-03-03": {"Support": -1}, "2026-03-04": {"Support": 1}},
		},
		"moved": {
			[]record.Record{moved(aDay, "Support", "Sales")},
			map[string]map[string]int{"2026-03-02": {"Support": 1}, "2026-03-03": {"Support": -1, "Sales": 1}},
		},
		"moved to nobody": {
			[]record.Record{moved(aDay, "Support", "")},
			map[string]map[string]int{"2026-03-02": {"Support": 1}, "2026-03-03": {"Support": -1, "": 1}},
		},
		"moved while it is solved": {
			[]record.Record{change("a", "1", 60, record.StatusOpen, record.StatusSolved), moved(aDay, "Support", "Sales")},
			map[string]map[string]int{"2026-03-02": {"Support": 0}, "2026-03-03": {"Support": 0, "Sales": 0}},
		},
		"pending is in the backlog": {
			[]record.Record{change("a", "1", aDay, record.StatusOpen, record.StatusPending)},
			map[string]map[string]int{"2026-03-02": {"Support": 1}, "2026-03-03": {"Support": 0}},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, reporting(time.UTC))
			b.pass(minute(30), ticket("1", 0, record.StatusOpen))
			b.pass(minute(2*aDay+30), tc.records...) // a moment after the last of them: nothing but it is certain
			for day, groups := range tc.want {
				for group, n := range groups {
					require.Equal(t, n, b.of(day, group, period.Backlog), "%s %s", day, group)
				}
			}
		})
	}
}

// A change that completes no fact, read late, moves what was counted.
func TestALateMoveMovesWhatWasCounted(t *testing.T) {
	b := newBench(t, reporting(time.UTC))
	b.pass(minute(30), ticket("1", 0, record.StatusOpen), message("1", "1", 10, record.AuthorCustomer))
	b.pass(minute(60))
	require.Equal(t, 1, b.of("2026-03-02", "Support", period.MessagesIn))
	nobody, sales := "", "Sales"
	b.pass(minute(90),
		record.AssignmentChange{ID: "1", Ticket: "1", At: minute(5), Group: &nobody, FromGroup: &sales},
	)
	b.pass(minute(100))
	require.Equal(t, 1, b.of("2026-03-02", "Sales", period.Created))
	require.Zero(t, b.of("2026-03-02", "Support", period.Created))
	require.Equal(t, 1, b.of("2026-03-02", "", period.MessagesIn))
	require.Zero(t, b.of("2026-03-02", "Support", period.MessagesIn))
}

// Days that no period has any more are forgotten, stored ones too; a ticket that is open still does not
// bring them back.
func TestOldDaysAreForgotten(t *testing.T) {
	b := newBench(t, reporting(time.UTC))
	b.pass(minute(30), ticket("1", 0, record.StatusOpen), message("1", "1", 10, record.AuthorCustomer))
	require.Equal(t, []string{"2026-03-02"}, b.days())
	b.pass(minute(200 * aDay)) // 2026-09-18: the quarter before began on 1 April
	require.Empty(t, b.days())
	b.reopen()
	require.Empty(t, b.days())
	b.pass(minute(200*aDay+30), message("2", "1", 200*aDay+10, record.AuthorAgent))
	require.Equal(t, []string{"2026-09-18"}, b.days())
}

// A summary leaves behind what it has added, and adds nothing again when its history comes back.
func TestASummaryLeavesWhatItAdded(t *testing.T) {
	b := newBench(t, reporting(time.UTC))
	all := append(solved("1", "ann", 0, 100), message("1", "1", 0, record.AuthorCustomer), message("2", "1", 50, record.AuthorAgent))
	b.pass(minute(110), all...)
	b.pass(minute(9 * aDay))
	require.Equal(t, 1, b.states()["summary"])
	counted := func() []int {
		var n []int
		for _, e := range []period.Event{period.Created, period.Resolved, period.Replies, period.MessagesIn, period.Backlog} {
			n = append(n, b.of("2026-03-02", "Support", e))
		}
		return n
	}
	require.Equal(t, []int{1, 1, 1, 1, 0}, counted())
	b.pass(minute(10*aDay), all...)
	b.reopen()
	b.pass(minute(11*aDay), change("r", "1", 11*aDay-5, record.StatusSolved, record.StatusOpen))
	require.Equal(t, []int{1, 1, 1, 1, 0}, counted())
	require.Equal(t, 1, b.of("2026-03-13", "Support", period.Backlog), "it is in the backlog again")
	b.pass(minute(13 * aDay))
	require.Equal(t, 1, b.of("2026-03-13", "Support", period.Reopened))
	require.Equal(t, []int{1, 1, 1, 1, 0}, counted())
}

// Another reporting zone moves what can still be told to other days.
func TestAnotherReportingZone(t *testing.T) {
	b := newBench(t, reporting(time.UTC))
	b.pass(minute(16*60), ticket("1", 15*60+30, record.StatusOpen)) // 23:30 UTC
	require.Equal(t, 1, b.of("2026-03-02", "Support", period.Created))
	rome, err := time.LoadLocation("Europe/Rome")
	require.NoError(t, err)
	reporting(rome)(&b.cfg)
	b.reopen()
	require.Zero(t, b.of("2026-03-02", "Support", period.Created))
	require.Equal(t, 1, b.of("2026-03-03", "Support", period.Created))
	require.Equal(t, 1, b.total(created))
}
