// Package conformance holds every preset of an HTTP helpdesk to the same demands: the fake of its API, written
// from the vendor's documents, shows the story of a simulated desk; whatever the preset, the story's truth must
// come out, once, whatever goes wrong on the way. Presets are read from folders of random names, so that no
// code can know them.
package conformance

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/expect"
)

// TestTruth polls a desk for some weeks, calmly, and finds everything that the product tells, within the
// vendor's limits: once of a desk on which everything happens, once of a plain one.
func TestTruth(t *testing.T) {
	for name, s := range map[string]story{"everything": long, "plain": plain} {
		tape := s.record(t)
		for _, p := range products() {
			t.Run(p.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				tellTruth(t, p, s, tape)
			})
		}
	}
}

func tellTruth(t *testing.T, p product, s story, tape *replay.Tape) {
	t.Helper()
	a := newAccount(t, p, tape, s, nil, false)
	random := rand.New(rand.NewPCG(s.seed, 1))
	polls := 0
	for a.clock.Now().Before(s.end().Add(-2 * time.Hour)) {
		require.NoError(t, a.poll(), "at %s", a.clock.Now())
		a.clock.Advance(time.Duration(5+random.IntN(35)) * time.Minute)
		polls++
	}
	at, exposition := a.finish()
	require.Zero(t, a.api.Log().Throttled(), "requests over the limit")
	u := p.untold(t, s)
	compared := u.comparison()
	x, err := expect.Parse(strings.NewReader(exposition))
	require.NoError(t, err)
	lines := u.compare(&compared, x, tape.Truth(at, s.begin()))
	for _, line := range append(lines, u.unhealthy(x)...) {
		t.Error(line)
	}
	t.Logf("%s: %d polls, %d requests %v, %d families, %d samples compared, %d differences",
		p.name, polls, a.api.Log().Total(), a.api.Log().Requests(), len(compared.Told()), compared.Samples, compared.Differences)
}

// family is that of a sample.
func family(sample string) string {
	for _, suffix := range []string{"_bucket", "_sum", "_count"} {
		base := strings.TrimSuffix(sample, suffix)
		if f, ok := catalogue.Lookup(base); ok && base != sample && f.Type == catalogue.Histogram {
			return base
		}
	}
	return sample
}

// live polls the short story at the instants of a seed, and returns what is exposed in the end.
func live(t *testing.T, a *account, seed uint64, before func()) string {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 2))
	for next := short.begin(); next.Before(short.end().Add(-2 * time.Hour)); {
		if wait := next.Sub(a.clock.Now()); wait > 0 {
			a.clock.Advance(wait)
		}
		before()
		_ = a.poll() // whether it fails or not, the next one goes on
		next = next.Add(time.Duration(5+random.IntN(38)) * time.Minute)
	}
	// All see the same end of the story.
	if wait := short.end().Add(-90 * time.Minute).Sub(a.clock.Now()); wait > 0 {
		a.clock.Advance(wait)
	}
	_, exposition := a.finish()
	return desk(exposition)
}

// desk is the part of an exposition that tells of the desk, not of the exporter.
func desk(exposition string) string {
	var kept []string
	for line := range strings.Lines(exposition) {
		if strings.HasPrefix(line, "helpdesk_") && !strings.HasPrefix(line, "helpdesk_exporter_") &&
			!strings.HasPrefix(line, "helpdesk_source_info") { // which names the preset, a random path
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// TestKills kills the exporter at every request of a first sync and of the polls after it, before and after
// the server has acted, and finds the same as without. KILLS is at each how many-th request, 6 by default.
func TestKills(t *testing.T) {
	tape := short.record(t)
	for _, p := range products() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			poll := func(kill int, served bool) (exposition string, requests int) {
				a := newAccount(t, p, tape, short, nil, true)
				defer a.stop()
				a.network.KillAt, a.network.Served = kill, served
				for _, at := range []time.Duration{30 * time.Hour, 30*time.Hour + 20*time.Minute, 50 * time.Hour} {
					a.clock.Advance(short.begin().Add(at).Sub(a.clock.Now()))
					for a.poll() != nil {
						require.Positive(t, kill)
						a.network.KillAt = 0
						a.start(time.Time{})
					}
				}
				requests = a.network.Requests()
				a.clock.Advance(short.begin().Add(52 * time.Hour).Sub(a.clock.Now())) // all see the same
				_, exposition = a.finish()
				return desk(exposition), requests
			}
			want, requests := poll(0, false)
			require.Contains(t, want, "helpdesk_tickets_created_total")
			step := number(t, "KILLS", 6)
			for kill := 1; kill <= requests; kill += step {
				got, _ := poll(kill, kill%2 == 0)
				require.Equal(t, want, got, "killed at request %d of %d", kill, requests)
			}
			t.Logf("%s: killed at one in %d of %d requests", p.name, step, requests)
		})
	}
}

// TestFaults lets SCHEDULES seeds of faults, from SEED on, disturb the polls of the short story: refusals,
// broken, cut and strange answers, expired credentials, kills. The same comes out as without.
func TestFaults(t *testing.T) {
	first, count := number(t, "SEED", 1), number(t, "SCHEDULES", 4)
	tape := short.record(t)
	for _, p := range products() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			calm := newAccount(t, p, tape, short, nil, true)
			_, calmly := samples(t, live(t, calm, 0, func() {}))
			calm.stop()
			u := p.untold(t, short)
			for i := range count {
				seed := uint64(first + i)
				t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
					faults := fake.NewFaults(seed, 4+int(seed%20))
					a := newAccount(t, p, tape, short, faults, false)
					defer a.stop()
					random := rand.New(rand.NewPCG(seed, 3))
					kills := 0
					got := live(t, a, seed, func() {
						if a.network.KillAt > 0 && a.network.Requests() >= a.network.KillAt {
							a.network.KillAt = 0
							a.start(time.Time{})
							kills++
						}
						if random.IntN(12) == 0 {
							a.network.KillAt, a.network.Served = a.network.Requests()+1+random.IntN(9), random.IntN(2) == 0
						}
					})
					compared := u.comparison()
					x, _ := samples(t, got)
					if lines := u.compare(&compared, x, calmly); len(lines) > 0 {
						t.Errorf("%s, seed %d: another exposition (again: make conformance SEED=%d SCHEDULES=1):\n%s",
							p.name, seed, seed, strings.Join(lines, "\n"))
					}
					t.Logf("%s, seed %d: faults %v, %d kills, %d polls failed", p.name, seed, faults.Counts(), kills, len(a.failures))
				})
			}
		})
	}
}

func number(t *testing.T, variable string, otherwise int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, variable)
	require.Positive(t, n, variable)
	return n
}
