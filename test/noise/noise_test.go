package noise

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
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

// The weeks of a desk's life, the first is 1: it is got to know, then come four ordinary weeks, one with a bad Tuesday,
// and one in which nobody works.
const (
	firstWeek  = 6
	lastWeek   = 9
	badWeek    = 10
	closedWeek = 11
)

var update = flag.Bool("update", false, "write the table of incidents to alerts/NOISE.md")

// TestNoise lets several desks live, so that rules are not fitted to one: those of the seeds in SEEDS. With KEEP, a
// directory, what their exporter exposed stays there, and is not made again: other rules can be tried on it in minutes.
func TestNoise(t *testing.T) {
	seeds := strings.Fields(os.Getenv("SEEDS"))
	require.NotEmpty(t, seeds, `which desks? SEEDS="1 2 3"`)
	lives := make([]*life, len(seeds))
	t.Run("seed", func(t *testing.T) {
		for i, seed := range seeds {
			n, err := strconv.ParseUint(seed, 10, 64)
			require.NoError(t, err)
			lives[i] = newLife(t, n)
			t.Run(seed, func(t *testing.T) {
				t.Parallel()
				lives[i].run(t)
				lives[i].check(t)
			})
		}
	})
	if t.Failed() {
		return
	}
	told := table(lives)
	t.Log("\n" + told)
	if *update {
		require.NoError(t, os.WriteFile("../../alerts/NOISE.md", []byte(told), 0o600))
	}
}

// life is that of one desk.
type life struct {
	seed   uint64
	begin  time.Time // a Monday
	season string
	seen   *Seen
}

// newLife is in spring for odd seeds, in autumn for even ones. In both, the clocks change on the last Sunday before the
// ordinary weeks' last, and no public holiday is needed.
func newLife(t *testing.T, seed uint64) *life {
	t.Helper()
	zone, err := time.LoadLocation(simulator.DefaultZone)
	require.NoError(t, err)
	l := &life{seed: seed, season: "spring", begin: time.Date(2026, 2, 2, 0, 0, 0, 0, zone)}
	if seed%2 == 0 {
		l.season, l.begin = "autumn", time.Date(2026, 8, 31, 0, 0, 0, 0, zone)
	}
	_, before := l.week(lastWeek - 1).Zone()
	_, after := l.week(lastWeek).Zone()
	require.NotEqual(t, before, after, "the clocks change")
	return l
}

// week is when a week begins.
func (l *life) week(n int) time.Time { return l.begin.AddDate(0, 0, 7*(n-1)) }

// bad is when the bad day begins.
func (l *life) bad() time.Time { return l.week(badWeek).AddDate(0, 0, 1).Add(10 * time.Hour) }

// run lets the desk live and judges the rules.
func (l *life) run(t *testing.T) {
	t.Helper()
	o := simulator.Options{Seed: l.seed, Begin: l.begin, Ordinary: true, BadDay: l.bad()}
	for day := range 7 {
		o.Holidays = append(o.Holidays, l.week(closedWeek).AddDate(0, 0, day).Format(time.DateOnly))
	}
	until := l.week(closedWeek + 1)
	kept := filepath.Join(os.Getenv("KEEP"), fmt.Sprint("seed", l.seed))
	if os.Getenv("KEEP") == "" {
		kept = t.TempDir()
	}
	whole := filepath.Join(kept, "whole")
	if _, err := os.Stat(whole); err != nil {
		require.NoError(t, os.RemoveAll(kept))
		require.NoError(t, os.MkdirAll(kept, 0o700))
		require.NoError(t, Record(t.Context(), kept, o, until, t.Logf))
		require.NoError(t, os.WriteFile(whole, nil, 0o600))
	}
	var err error
	l.seen, err = Judge(t.Context(), kept, t.TempDir(), o, until, t.Logf)
	require.NoError(t, err)
}

// between are the incidents that began in a time.
func (l *life) between(from, to time.Time) (found []*Incident) {
	for _, i := range l.seen.Incidents {
		if !i.Began.Before(from) && i.Began.Before(to) {
			found = append(found, i)
		}
	}
	return found
}

// check holds what was heard to the bounds.
func (l *life) check(t *testing.T) {
	t.Helper()
	for n := firstWeek; n <= lastWeek; n++ {
		for team, of := range byTeam(l.between(l.week(n), l.week(n+1))) {
			pages, tickets := count(of, "page"), count(of, "ticket")
			if pages > pagesPerWeek || tickets > ticketsPerWeek {
				t.Errorf("week %d, %s: %d pages, %d tickets; at most %d and %d%s", n, team, pages, tickets, pagesPerWeek, ticketsPerWeek, list(of))
			}
		}
	}

	day := l.between(l.bad(), l.badNight())
	pages := slices.DeleteFunc(slices.Clone(day), func(i *Incident) bool { return i.Severity != "page" })
	breach := l.seen.breach(l.bad())
	require.NotEmpty(t, pages, "a bad day that pages nobody")
	require.LessOrEqual(t, len(pages), pagesOfBadDay, list(day))
	require.False(t, breach.IsZero(), "a bad day without a breach proves nothing")
	t.Logf("bad day: the first page %s, the first breach %s%s", pages[0].Began.Format("15:04"), breach.In(l.begin.Location()).Format("15:04"), list(day))
	require.True(t, pages[0].Began.Before(breach))

	closed := l.between(l.week(closedWeek), l.week(closedWeek+1))
	require.Zero(t, count(closed, "page"), "a week of holidays pages nobody%s", list(closed))
}

// badNight is when the bad day ends.
func (l *life) badNight() time.Time { return l.week(badWeek).AddDate(0, 0, 2) }

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
