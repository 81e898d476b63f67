package noise

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
)

// What a week may bring a team, and what a bad day may bring all of them.
const (
	pagesPerWeek   = 1
	ticketsPerWeek = 5
	pagesOfBadDay  = 3
)

const week = 7 * 24 * time.Hour

// TestOrdinaryWeeks: four of them after five of warm-up, the clocks go forward in the last. Then nobody works for a week.
func TestOrdinaryWeeks(t *testing.T) {
	t.Parallel()
	begin := monday(t)
	var closed []string
	for day := range 7 {
		closed = append(closed, begin.AddDate(0, 0, 9*7+day).Format(time.DateOnly))
	}
	seen, err := Run(t.Context(), t.TempDir(), simulator.Options{Seed: 1, Begin: begin, Ordinary: true, Holidays: closed}, begin.AddDate(0, 0, 10*7), t.Logf)
	require.NoError(t, err)
	weeks := byWeek(begin, seen.Incidents)
	for n := 6; n <= 9; n++ {
		for _, team := range slices.Sorted(maps.Keys(weeks[n])) {
			pages, tickets := count(weeks[n][team], "page"), count(weeks[n][team], "ticket")
			t.Logf("week %2d %-12s %d pages, %d tickets%s", n, team, pages, tickets, list(weeks[n][team]))
			if pages > pagesPerWeek || tickets > ticketsPerWeek {
				t.Errorf("week %d, %s: %d pages, %d tickets; at most %d and %d", n, team, pages, tickets, pagesPerWeek, ticketsPerWeek)
			}
		}
	}
	for team, incidents := range weeks[10] {
		t.Logf("closed  %-12s %d pages, %d tickets%s", team, count(incidents, "page"), count(incidents, "ticket"), list(incidents))
		require.Zero(t, count(incidents, "page"), "a week of holidays pages nobody: %s", team)
	}
	require.NotEmpty(t, seen.Incidents, "rules that never say anything prove nothing")
}

// TestBadDay: six times as many customers for eight hours.
func TestBadDay(t *testing.T) {
	t.Parallel()
	begin := monday(t)
	bad := begin.AddDate(0, 0, 5*7+1).Add(10 * time.Hour)
	seen, err := Run(t.Context(), t.TempDir(), simulator.Options{Seed: 1, Begin: begin, BadDay: bad, Ordinary: true}, begin.AddDate(0, 0, 5*7+2), t.Logf)
	require.NoError(t, err)
	var day []*Incident
	for _, i := range seen.Incidents {
		if !i.Began.Before(bad) {
			day = append(day, i)
		}
	}
	require.False(t, seen.breach(bad).IsZero())
	teams := byTeam(day)
	pages := 0
	for _, team := range slices.Sorted(maps.Keys(teams)) {
		n := count(teams[team], "page")
		t.Logf("bad day %-12s %d pages, %d tickets%s", team, n, count(teams[team], "ticket"), list(teams[team]))
		pages += n
	}
	require.NotZero(t, pages)
	require.LessOrEqual(t, pages, pagesOfBadDay)
	first := slices.IndexFunc(day, func(i *Incident) bool { return i.Severity == "page" })
	t.Logf("the first page %s, the first breach %s", day[first].Began.Format("15:04"), seen.breach(bad).Format("15:04"))
	require.True(t, day[first].Began.Before(seen.breach(bad)))
}

// monday is the first day: no public holiday until ten weeks later.
func monday(t *testing.T) time.Time {
	t.Helper()
	zone, err := time.LoadLocation(simulator.DefaultZone)
	require.NoError(t, err)
	return time.Date(2026, 2, 2, 0, 0, 0, 0, zone)
}

// byWeek sorts incidents by the week in which they began, the first is 1, and by team.
func byWeek(begin time.Time, incidents []*Incident) map[int]map[string][]*Incident {
	all := map[int][]*Incident{}
	for _, i := range incidents {
		n := 1 + int(i.Began.Sub(begin)/week)
		all[n] = append(all[n], i)
	}
	weeks := map[int]map[string][]*Incident{}
	for n, of := range all {
		weeks[n] = byTeam(of)
	}
	return weeks
}

func byTeam(incidents []*Incident) map[string][]*Incident {
	teams := map[string][]*Incident{}
	for _, i := range incidents {
		teams[i.Team] = append(teams[i.Team], i)
	}
	return teams
}

func count(incidents []*Incident, severity string) int {
	n := 0
	for _, i := range incidents {
		if i.Severity == severity {
			n++
		}
	}
	return n
}

func list(incidents []*Incident) string {
	var b strings.Builder
	for _, i := range incidents {
		fmt.Fprintf(&b, "\n    %-6s %-12s %s", i.Severity, i.Team, i)
	}
	return b.String()
}
