package sla_test

import (
	"fmt"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

func TestStock(t *testing.T) {
	policy := gold(map[sla.Target]sla.Goal{sla.Resolution: {Default: hours(4)}, sla.AgentWork: {Default: hours(6)}})
	l := sla.Labels{Brand: "outlet", Group: "vip", Channel: record.ChannelChat, Priority: record.PriorityHigh}
	stock := map[sla.Series]*sla.Stock{}
	now := at(t, "02 12:50")
	horizons := sla.Horizons(now, at(t, "03 00:00"))
	for _, events := range [][]sla.Event{
		{},
		{status(at(t, "02 10:00"), record.StatusPending)},
		{status(at(t, "02 12:00"), record.StatusSolved)},
	} {
		course := labelled(t, l, events...)
		for _, c := range rules(policy).Evaluate(&course) {
			if stock[c.Series()] == nil {
				stock[c.Series()] = &sla.Stock{}
			}
			if c.Open(now) {
				open := c.Show(now)
				stock[c.Series()].Add(&open, now, horizons)
			}
		}
	}
	series := func(target sla.Target) sla.Series {
		return sla.Series{Brand: "outlet", Group: "vip", Policy: "gold", Target: target, Priority: record.PriorityHigh}
	}
	require.Equal(t, map[sla.Series]*sla.Stock{
		series(sla.Resolution): {Running: 2, DueWithin: [6]int{2, 2, 2, 2, 2, 2}, NextDue: at(t, "02 13:00")},
		series(sla.AgentWork):  {Running: 1, Paused: 1, DueWithin: [6]int{0, 0, 0, 1, 1, 1}, NextDue: at(t, "02 15:00")},
	}, stock)

	course := labelled(t, l)
	clocks := rules(policy).Evaluate(&course)
	var s sla.Stock
	for i := range clocks {
		open := clocks[i].Show(at(t, "02 12:50"))
		s.Add(&open, at(t, "02 13:00"), sla.Horizons(at(t, "02 14:59"), at(t, "03 00:00")))
	}
	require.Equal(t, sla.Stock{Running: 1, Breached: 1, DueWithin: [6]int{1, 1, 1, 1, 1, 1}, NextDue: at(t, "02 15:00")}, s)
}

// A day is half-open: closing time at 24:00 is the midnight with which the next day begins.
func TestDueToday(t *testing.T) {
	midnight := at(t, "03 00:00")
	horizons := sla.Horizons(at(t, "02 13:00"), midnight)
	tests := map[string]struct {
		due   time.Time
		today int
	}{
		"a millisecond before midnight": {midnight.Add(-time.Millisecond), 1},
		"at midnight":                   {midnight, 0},
		"after it":                      {midnight.Add(time.Millisecond), 0},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var s sla.Stock
			s.Add(&sla.Open{Due: tc.due, BreachedAt: tc.due}, at(t, "02 13:00"), horizons)
			require.Equal(t, sla.Stock{Running: 1, DueWithin: [6]int{0, 0, 0, 0, 1, tc.today}, NextDue: tc.due}, s)
		})
	}
}

func TestIdentities(t *testing.T) {
	policy := gold(map[sla.Target]sla.Goal{sla.Resolution: {Default: hours(4)}, sla.AgentWork: {Default: hours(6)}})
	require.Equal(t, []string{"gold/agent_work", "gold/resolution"}, policy.Identities())
	course := ticket(t)
	clocks := rules(policy).Evaluate(&course)
	require.Equal(t, "gold/resolution", clocks[0].Outcomes[0].Identity)

	same := gold(map[sla.Target]sla.Goal{sla.AgentWork: {Default: hours(6)}, sla.Resolution: {Default: hours(4)}})
	require.Equal(t, sla.Fingerprint([]sla.Policy{policy}), sla.Fingerprint([]sla.Policy{same}))
	same.Targets[sla.Resolution] = sla.Goal{Default: hours(5)}
	require.NotEqual(t, sla.Fingerprint([]sla.Policy{policy}), sla.Fingerprint([]sla.Policy{same}))
	require.NotEqual(t, sla.Fingerprint([]sla.Policy{policy, same}), sla.Fingerprint([]sla.Policy{same, policy}))
}

// desks makes tickets of ten days with messages and pauses, each with several open clocks of business time.
func desks(b *testing.B, n int) (*sla.Rules, []sla.Timeline) {
	b.Helper()
	rome, err := time.LoadLocation("Europe/Rome")
	require.NoError(b, err)
	workday := []calendar.Span{{From: 9 * 3600, To: 13 * 3600}, {From: 14 * 3600, To: 18 * 3600}}
	rules := calendar.Rules{Location: rome}
	for day := time.Monday; day <= time.Friday; day++ {
		rules.Week[day] = workday
	}
	office, err := calendar.New(rules)
	require.NoError(b, err)
	policies := make([]sla.Policy, 20)
	for i := range policies {
		policies[i] = sla.Policy{Name: "p" + strconv.Itoa(i), Targets: map[sla.Target]sla.Goal{
			sla.FirstResponse: {Default: hours(4)}, sla.NextResponse: {Default: hours(4)},
			sla.Resolution: {Default: sla.Budget{WorkingDays: 3}},
		}}
		if i < 19 {
			policies[i].Match.Group = []string{"g" + strconv.Itoa(i)}
		}
	}
	timelines := make([]sla.Timeline, n)
	for i := range timelines {
		start := at(b, "02 08:00").Add(time.Duration(i) * 7 * time.Second)
		timelines[i] = sla.Timeline{
			Source: "shop", Created: start, Origin: record.OriginCustomer, Status: record.StatusNew,
			Labels: sla.Labels{Group: "g" + strconv.Itoa(i%25), Channel: record.ChannelEmail},
			Events: []sla.Event{
				customer(start, "m1"), agent(start.Add(2*time.Hour), "m2"), status(start.Add(2*time.Hour), record.StatusPending),
				customer(start.Add(26*time.Hour), "m3"), status(start.Add(26*time.Hour), record.StatusOpen),
				labels(start.Add(27*time.Hour), sla.Labels{Group: "g" + strconv.Itoa(i%25), Priority: record.PriorityHigh}),
			},
		}
	}
	return &sla.Rules{Policies: policies, Schedule: func(_, _ string, _ sla.Labels) sla.Schedule { return office }}, timelines
}

// What a changed ticket costs.
func BenchmarkEvaluate(b *testing.B) {
	rules, timelines := desks(b, 1000)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		rules.Evaluate(&timelines[i%len(timelines)])
	}
}

// What a poll costs with 100,000 open clocks of which no ticket has changed.
func BenchmarkReevaluate(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(n, " open clocks"), func(b *testing.B) {
			rules, timelines := desks(b, n/2)
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			clocks := make([]sla.Open, 0, n)
			for i := range timelines {
				for _, c := range rules.Evaluate(&timelines[i]) {
					if c.EndedAt.IsZero() {
						clocks = append(clocks, c.Show(at(b, "03 12:00")))
					}
				}
			}
			runtime.GC()
			runtime.ReadMemStats(&after)
			require.Len(b, clocks, n)
			stock := map[sla.Series]*sla.Stock{}
			now := at(b, "03 12:00")
			for b.Loop() {
				now = now.Add(time.Minute)
				clear(stock)
				horizons := sla.Horizons(now, now.Truncate(24*time.Hour).Add(24*time.Hour))
				for i := range clocks {
					series := clocks[i].Series
					s := stock[series]
					if s == nil {
						s = &sla.Stock{}
						stock[series] = s
					}
					s.Add(&clocks[i], now, horizons)
				}
			}
			b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(n), "B/clock")
			runtime.KeepAlive(clocks)
			runtime.KeepAlive(timelines)
		})
	}
}
