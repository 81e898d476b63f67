package collector

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// clock is one of the resolution that is due, and breaches, so long after testTime.
func clock(due time.Duration) sla.Open {
	return sla.Open{
		Series: sla.Series{Policy: "standard", Target: sla.Resolution, Group: "Returns", Priority: record.PriorityHigh},
		Due:    testTime().Add(due), BreachedAt: testTime().Add(due),
	}
}

func pausedClock() sla.Open {
	c := clock(0)
	c.Due, c.BreachedAt, c.Paused = time.Time{}, time.Time{}, true
	return c
}

// promising is a view of tickets with one clock each, facts counted until so long before testTime.
func promising(behind time.Duration, clocks ...sla.Open) ledger.View {
	s := ledger.SourceView{Name: "shop", Now: testTime(), Watermark: testTime().Add(-behind), Walked: true}
	for i, c := range clocks {
		t := fact.View{
			Ticket: strconv.Itoa(i + 1), Exists: true, Status: record.StatusOpen, Group: "Returns", CreatedAt: testTime().Add(-time.Hour),
			Clocks: []sla.Open{c},
		}
		s.Tickets = append(s.Tickets, t)
	}
	return ledger.View{Sources: []ledger.SourceView{s}}
}

const resolutionLabels = `group="Returns",policy="standard",priority="high",source="shop"`

// docs/semantics.md, "SLA": the clocks that run, are paused and have breached, and those due within horizons.
// testTime is noon in UTC; the reporting day ends at 23:00 UTC.
func TestGaugesOfClocks(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	tests := map[string]struct {
		behind time.Duration // of the watermark
		clocks []sla.Open
		states [3]string // running, paused, breached
		within [6]string // 15m, 30m, 1h, 4h, 1d, today
		next   time.Duration
		none   bool // no next due instant
	}{
		"due in a while": {
			time.Minute,
			[]sla.Open{clock(20 * time.Minute), clock(2 * time.Hour), clock(30 * time.Hour)},
			[3]string{"3", "0", "0"},
			[6]string{"0", "1", "1", "2", "2", "2"},
			20 * time.Minute, false,
		},
		"horizons are included": {
			time.Minute,
			[]sla.Open{clock(15 * time.Minute), clock(11 * time.Hour), clock(24 * time.Hour)},
			[3]string{"3", "0", "0"},
			[6]string{"1", "1", "1", "1", "3", "1"},
			15 * time.Minute, false,
		},
		"in the last second of the reporting day": {
			time.Minute,
			[]sla.Open{clock(11*time.Hour - time.Second)},
			[3]string{"1", "0", "0"},
			[6]string{"0", "0", "0", "0", "1", "1"},
			11*time.Hour - time.Second, false,
		},
		"the midnight that ends the reporting day is of the next": {
			time.Minute,
			[]sla.Open{clock(11 * time.Hour)},
			[3]string{"1", "0", "0"},
			[6]string{"0", "0", "0", "0", "1", "0"},
			11 * time.Hour, false,
		},
		"a breach that the watermark has passed": {
			time.Minute, []sla.Open{clock(-2 * time.Minute)}, [3]string{"0", "0", "1"}, [6]string{"0", "0", "0", "0", "0", "0"}, 0, true,
		},
		"and one at it": {
			time.Minute, []sla.Open{clock(-time.Minute)}, [3]string{"0", "0", "1"}, [6]string{"0", "0", "0", "0", "0", "0"}, 0, true,
		},
		"a due instant that has passed runs on while the source is behind": {
			time.Hour,
			[]sla.Open{clock(-20 * time.Minute), clock(time.Hour)},
			[3]string{"2", "0", "0"},
			[6]string{"1", "1", "2", "2", "2", "2"},
			-20 * time.Minute, false,
		},
		"a pause is due at no time": {
			time.Minute, []sla.Open{pausedClock()}, [3]string{"0", "1", "0"}, [6]string{"0", "0", "0", "0", "0", "0"}, 0, true,
		},
		"out of reach": {
			time.Minute,
			[]sla.Open{func() sla.Open { c := clock(0); c.Due, c.BreachedAt = time.Time{}, time.Time{}; return c }()},
			[3]string{"1", "0", "0"},
			[6]string{"0", "0", "0", "0", "0", "0"},
			0, true,
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			c := newCollector(t, func(config *Config) { config.Periods = period.Calendar{Zone: berlin} })
			require.NoError(t, c.Publish(promising(tc.behind, tc.clocks...), testTime()))
			for i, state := range []string{"running", "paused", "breached"} {
				require.Equal(t, tc.states[i], value(t, c, `helpdesk_sla_clocks{`+resolutionLabels+`,state="`+state+`",target="resolution"}`), state)
			}
			for i, horizon := range []string{"15m", "30m", "1h", "4h", "1d", "today"} {
				series := fmt.Sprintf(`helpdesk_sla_due_within{group="Returns",horizon=%q,policy="standard",priority="high",source="shop",target="resolution"}`, horizon)
				require.Equal(t, tc.within[i], value(t, c, series), horizon)
			}
			got := value(t, c, `helpdesk_sla_next_due_timestamp_seconds{`+resolutionLabels+`,target="resolution"}`)
			if tc.none {
				require.Empty(t, got)
				return
			}
			n, err := strconv.ParseFloat(got, 64)
			require.NoError(t, err)
			require.Equal(t, tc.next, time.Duration(n-float64(testTime().Unix()))*time.Second)
		})
	}
}

// Time passes without a commit: horizons move, and nothing breaches before the watermark does.
func TestClocksBetweenCommits(t *testing.T) {
	c := newCollector(t, func(config *Config) { config.Periods = period.Calendar{Zone: time.UTC} })
	require.NoError(t, c.Publish(promising(0, clock(20*time.Minute)), testTime()))
	within := `helpdesk_sla_due_within{group="Returns",horizon="15m",policy="standard",priority="high",source="shop",target="resolution"}`
	require.Equal(t, "0", value(t, c, within))
	for _, later := range []time.Duration{5 * time.Minute, time.Hour} {
		require.NoError(t, c.Tick(testTime().Add(later)))
		require.Equal(t, "1", value(t, c, within))
		require.Equal(t, "0", value(t, c, `helpdesk_sla_clocks{`+resolutionLabels+`,state="breached",target="resolution"}`))
	}
	require.NoError(t, c.Publish(ledger.View{Sources: []ledger.SourceView{{Name: "shop", Now: testTime(), Walked: true}}}, testTime().Add(2*time.Hour)))
	require.Equal(t, "0", value(t, c, within), "a count stays at 0")
	require.Empty(t, value(t, c, `helpdesk_sla_next_due_timestamp_seconds{`+resolutionLabels+`,target="resolution"}`), "an instant is absent")
}

// The most urgent are named, no more of them than asked for, neither those that have breached nor pauses.
func TestTheMostUrgentAreNamed(t *testing.T) {
	view := promising(time.Minute, clock(3*time.Hour), clock(time.Hour), pausedClock(), clock(-2*time.Minute), clock(2*time.Hour))
	for top, want := range [][]string{{}, {"2"}, {"2", "5"}, {"2", "5", "1"}, {"2", "5", "1"}} {
		c := newCollector(t, func(config *Config) { config.TopDue = top })
		require.NoError(t, c.Publish(view, testTime()))
		named := []string{}
		for _, ticket := range []string{"2", "5", "1", "3", "4"} {
			if value(t, c, `helpdesk_sla_ticket_due_timestamp_seconds{policy="standard",priority="high",source="shop",target="resolution",ticket="`+ticket+`"}`) != "" {
				named = append(named, ticket)
			}
		}
		require.Equal(t, want, named)
	}
}

func TestConstantsOfTheConfiguration(t *testing.T) {
	most, least := Amount{Value: 120}, Amount{Value: 0.9}
	noFeed := func() (time.Time, bool) { return time.Time{}, false }
	c := newCollector(t, func(config *Config) {
		config.Objectives = []Objective{{"shop", "standard", sla.Resolution, 0.95}}
		config.Goals = Goals{{KPI: "unresolved", AtMost: &most, Group: "Returns", Period: "day"}, {KPI: "csat", AtLeast: &least}}
		config.Schedules = []Schedule{
			{"office", func(at time.Time) bool { return at.Before(testTime()) }, func(at time.Time) (time.Time, bool) { return at.Add(time.Hour), true }, noFeed},
			{"never", func(time.Time) bool { return false }, func(time.Time) (time.Time, bool) { return time.Time{}, false }, noFeed},
		}
		config.GroupSchedule = func(source, group string) string {
			if source == "shop" && group == "Returns" {
				return "office"
			}
			return ""
		}
	})
	require.NoError(t, c.Publish(desk(t), testTime().Add(-time.Minute)))
	for series, want := range map[string]string{
		`helpdesk_sla_objective_ratio{policy="standard",source="shop",target="resolution"}`: "0.95",
		`helpdesk_goal{bound="at_most",group="Returns",kpi="unresolved",period="day"}`:      "120",
		`helpdesk_goal{bound="at_least",kpi="csat",period="month"}`:                         "0.9",
		`helpdesk_schedule_open{schedule="office"}`:                                         "1",
		`helpdesk_schedule_open{schedule="never"}`:                                          "0",
		`helpdesk_schedule_next_change_timestamp_seconds{schedule="never"}`:                 "",
		`helpdesk_group_schedule_info{group="Returns",schedule="office",source="shop"}`:     "1",
		`helpdesk_group_schedule_info{group="VIP",source="shop"}`:                           "",
	} {
		require.Equal(t, want, value(t, c, series), series)
	}
	require.NotEmpty(t, value(t, c, `helpdesk_schedule_next_change_timestamp_seconds{schedule="office"}`))
	require.NoError(t, c.Tick(testTime()))
	require.Equal(t, "0", value(t, c, `helpdesk_schedule_open{schedule="office"}`))
}
