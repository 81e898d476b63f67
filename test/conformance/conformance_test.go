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
	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/expect"
)

// TestTruth polls a desk for some weeks, calmly, and finds everything that the product tells, within the
// vendor's limits: of a plain desk, and once more of one on which everything happens: of one product that tells
// nearly everything, with STORIES=all of each.
func TestTruth(t *testing.T) {
	all := os.Getenv("STORIES") == "all"
	for name, s := range map[string]story{"plain": plain, "everything": long} {
		tape := s.record(t)
		for _, p := range products() {
			if !s.plain && !all && p.name != wholeStory {
				continue
			}
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

// wholeStory is the product of which both stories are always told.
const wholeStory = "helpscout"

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

// shift is how long a schedule of faults lasts; shifts is how many of them the short story holds.
const (
	shift  = 2 * time.Hour
	shifts = 35
)

// live polls one shift of the short story, all before it read at once, at the instants of a seed, and returns
// what is exposed in the end.
func live(t *testing.T, a *account, seed uint64, before func()) string {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 2))
	begin := short.begin().Add(time.Duration(seed%shifts) * shift)
	end := begin.Add(shift)
	// All that was there is read at once: of what is deleted before a first sync is done, nobody can know more.
	polled, rare := begin.Add(-longestPoll), 0
	if a.faults != nil {
		rare = a.faults.OneIn
	}
	for next := begin; next.Before(end); {
		if wait := next.Sub(a.clock.Now()); wait > 0 {
			a.clock.Advance(wait)
		}
		before()
		if a.faults != nil {
			a.faults.OneIn = rare
			if next.After(begin) && next.Sub(polled) > longestPoll/2 { // or what is deleted in between, nobody could have seen
				a.faults.OneIn, a.network.KillAt = 0, 0
			}
		}
		if err := a.poll(); err != nil {
			next = next.Add(30 * time.Second)
			continue
		}
		polled = next
		next = next.Add(time.Duration(10+random.IntN(20)) * time.Minute)
	}
	// All see the same end of the shift.
	if wait := end.Add(longestPoll).Sub(a.clock.Now()); wait > 0 {
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

// TestFaults lets SCHEDULES seeds of faults, from SEED on, disturb the polls of a shift of the short story:
// refusals, broken, cut and strange answers, expired credentials, kills. The same comes out as without.
func TestFaults(t *testing.T) {
	first, count := number(t, "SEED", 1), number(t, "SCHEDULES", 6)
	tape := short.record(t)
	for _, p := range products() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			u := p.untold(t, short)
			calm := map[uint64][]simulator.Sample{} // by shift
			var done tally
			for i := range count {
				seed := uint64(first + i)
				t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
					if calm[seed%shifts] == nil {
						_, calm[seed%shifts] = samples(t, live(t, newAccount(t, p, tape, short, nil, true), seed, func() {}))
					}
					compared := u.comparison()
					x, _ := samples(t, disturbed(t, p, tape, seed, &done))
					if lines := u.compare(&compared, x, calm[seed%shifts]); len(lines) > 0 {
						t.Errorf("%s, seed %d: another exposition (again: make conformance SEED=%d SCHEDULES=1):\n%s",
							p.name, seed, seed, strings.Join(lines, "\n"))
					}
				})
			}
			t.Logf("%s: seeds %d to %d: %s", p.name, first, first+count-1, done)
			require.Positive(t, done.faults, "no schedule disturbed anything")
		})
	}
}

// tally counts what schedules of faults have done.
type tally struct{ polls, failed, requests, faults, kills int }

// String implements fmt.Stringer.
func (d tally) String() string {
	return fmt.Sprintf("%d polls, %d failed, %d requests, %d faults, %d kills", d.polls, d.failed, d.requests, d.faults, d.kills)
}

// disturbed is what is exposed after a seed's schedule of faults.
func disturbed(t *testing.T, p product, tape *replay.Tape, seed uint64, done *tally) string {
	t.Helper()
	faults := fake.NewFaults(seed, 3+int(seed/shifts%12))
	a := newAccount(t, p, tape, short, faults, false)
	defer a.stop()
	random := rand.New(rand.NewPCG(seed, 3))
	exposition := live(t, a, seed, func() {
		done.polls++
		if a.network.KillAt > 0 && a.network.Requests() >= a.network.KillAt {
			a.network.KillAt = 0
			a.start(time.Time{})
			done.kills++
		}
		if random.IntN(4) == 0 {
			a.network.KillAt, a.network.Served = a.network.Requests()+1+random.IntN(9), random.IntN(2) == 0
		}
	})
	done.failed += len(a.failures)
	done.requests += a.network.Requests()
	for kind, n := range faults.Counts() {
		if kind != fake.Served {
			done.faults += n
		}
	}
	return exposition
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
