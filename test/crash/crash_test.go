//go:build crash

// Package crash kills the built exporter at random instants and compares what it counts in the end with what an exporter
// counts that was never killed (docs/semantics.md, "Exactly once").
package crash

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/exporter"
)

const (
	inSync  = "first sync" // killed anywhere in it
	inQueue = "due queue"  // killed while the end of the first pass counts what is due
	inHold  = "zero first" // killed while new series are held at 0, and when they are raised
	inPolls = "polls"      // killed while the desk changes
)

// TestCrashes makes COUNT kills. SEED repeats the choices of a run; the instants depend on the machine all the same.
func TestCrashes(t *testing.T) {
	count := number(t, "COUNT", 50)
	seed := uint64(number(t, "SEED", int(time.Now().UnixNano()&0xffffffff)))
	t.Logf("SEED=%d COUNT=%d", seed, count)
	share := map[string]int{inQueue: count / 5, inHold: count / 10, inPolls: count * 3 / 20}
	share[inSync] = count - share[inQueue] - share[inHold] - share[inPolls]

	binary, err := exporter.Build(t.TempDir())
	require.NoError(t, err)
	at := instants()
	still := newDesk(t, rand.New(rand.NewPCG(seed, 0)), 3000)
	want := truth(t, binary, still, at)
	scenarios := []string{inSync, inQueue, inHold, inPolls}
	kills := newTally()

	t.Run("scenario", func(t *testing.T) {
		for i, name := range scenarios {
			random := rand.New(rand.NewPCG(seed, uint64(i)+1))
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				begin := func(d *desk, pageSize int) *run { return newRun(t, name, binary, d, pageSize, random, kills) }
				switch name {
				case inSync:
					// How long a phase lasts is the machine's: kills go on until each was met, and most were in mid-sync.
					enough := func(made int) bool {
						return made >= share[name] && 2*kills.inside(name) >= count && len(kills.missed(name)) == 0 || made >= 10*count
					}
					instants := &anywhere{random: random}
					firstSyncs(t, enough, want, at, func() *run { return begin(still, instants.pages()) }, instants.next)
				case inQueue:
					enough := func(made int) bool { return made >= share[name] }
					firstSyncs(t, enough, want, at, func() *run { return begin(still, 1000) }, func() trigger { return whenDue(random) })
				case inHold:
					hold(t, share[name], want, at, begin(still, 500))
				case inPolls:
					incremental(t, share[name], begin(newDesk(t, rand.New(rand.NewPCG(seed, 5)), 300), 50))
				}
			})
		}
	})
	t.Log("\n" + kills.table(scenarios))
	for name, n := range share {
		require.GreaterOrEqual(t, kills.of(name), n, name)
	}
	require.Empty(t, kills.missed(inSync), "phases of a first sync in which nothing was killed")
	require.GreaterOrEqual(t, 2*kills.inside(scenarios...), count, "half of the kills are between the first and the last commit")
}

func number(t *testing.T, variable string, otherwise int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, variable)
	return n
}

// never is when no test lasts as long.
var never = trigger{after: time.Hour}

// anywhere kills at a line of the log, each kind in its turn, or after a time. A batch is small in one first sync, so that
// there are many, and large in the next, so that a phase lasts long enough to be met.
type anywhere struct {
	random *rand.Rand
	large  bool
	turn   int
}

// pages gives the page size of another first sync.
func (a *anywhere) pages() int {
	a.large = !a.large
	if a.large {
		return 500
	}
	return 20
}

func (a *anywhere) next() trigger {
	messages := []string{"batch fetched", "commit begins", "commit done", "batch applied"}
	most, later := 30, 3*time.Millisecond
	if a.large {
		most, later = 3, 10*time.Millisecond
	}
	turn := a.turn % (len(messages) + 1)
	a.turn++
	if turn == len(messages) {
		return trigger{after: time.Duration(50+a.random.IntN(800)) * time.Millisecond}
	}
	return onLine(a.random, messages[turn], "", most, later)
}

// whenDue kills while the due queue is worked off, right after a start too.
func whenDue(random *rand.Rand) trigger {
	messages := []string{"commit begins", "commit done"}
	return onLine(random, messages[random.IntN(len(messages))], "due", 3, 40*time.Millisecond)
}

// onLine kills a little later than the n-th line of a kind.
func onLine(random *rand.Rand, message, of string, most int, later time.Duration) trigger {
	n := 1 + random.IntN(most)
	return trigger{
		later: time.Duration(random.Int64N(int64(later))),
		line: func(l exporter.Line) bool {
			if l.Msg == message && (of == "" || l.Field("of") == of) {
				n--
			}
			return n == 0
		},
	}
}

// firstSyncs makes kills until there are enough, in as many first syncs as they take, and compares what each ends with.
func firstSyncs(t *testing.T, enough func(made int) bool, want outcome, at []time.Time, begin func() *run, when func() trigger) {
	made, syncs := 0, 0
	for ; !enough(made); syncs++ {
		r := begin()
		for killed := true; killed; {
			trigger := never
			if !enough(made) {
				trigger = when()
			}
			var p *exporter.Process
			if p, killed = r.life(trigger, completed); killed {
				made++
				killed = !r.synced
			} else {
				p.Stop()
			}
		}
		requireEqual(t, want, conclude(t, r.binary, r.config(), filepath.Join(r.dir, "state.db"), at))
	}
	t.Logf("%d kills in %d first syncs", made, syncs)
}

// holdFor is how long a new series is shown at 0, and a little more.
const holdFor = 2*time.Minute + 10*time.Second

// hold kills while series are new, until they are old.
func hold(t *testing.T, count int, want outcome, at []time.Time, r *run) {
	w := newWatch(t)
	p, killed := r.life(never, completed, w.argument())
	require.False(t, killed)
	old := time.Now().Add(holdFor)
	time.Sleep(2 * time.Second) // scrapes of the zeros
	p.Kill()
	r.count(p)
	for left := count - 1; left > 0; left-- {
		pause := max(time.Until(old)/time.Duration(left), 500*time.Millisecond)
		_, killed := r.life(trigger{after: pause/2 + time.Duration(r.random.Int64N(int64(pause)))}, nil, w.argument())
		require.True(t, killed)
	}
	p, _ = r.life(never, completed, w.argument())
	require.Eventually(t, func() bool { return time.Now().After(old) }, holdFor, time.Second)
	requireServed(t, r, p)
	w.end()
	p.Stop()
	requireEqual(t, want, conclude(t, r.binary, r.config(), filepath.Join(r.dir, "state.db"), at))
}

// requireServed compares what is served with a run as of the watermark that was never killed.
func requireServed(t *testing.T, r *run, p *exporter.Process) {
	t.Helper()
	const watermark = `helpdesk_exporter_stream_watermark_timestamp_seconds{source="desk",stream="tickets"}`
	var want, got exporter.Samples
	require.Eventually(t, func() bool {
		all := p.Scrape()
		got = all.Desk().Counted()
		seconds, err := strconv.ParseFloat(all[watermark], 64)
		require.NoError(t, err)
		instant := time.UnixMilli(int64(seconds * 1000)).UTC()
		status, stdout, stderr := exporter.Run(t, r.binary, "once", "--config.file="+r.config(), "--at="+instant.Format(time.RFC3339Nano))
		require.Zero(t, status, stderr)
		every, err := exporter.Parse(stdout)
		require.NoError(t, err)
		want = every.Desk().Counted()
		return len(want) > 0 && maps.Equal(want, got)
	}, time.Minute, 2*time.Second)
	require.Equal(t, want, got)
}

// incremental kills while the desk changes.
func incremental(t *testing.T, count int, r *run) {
	w := newWatch(t)
	p, killed := r.life(never, completed, w.argument())
	require.False(t, killed)
	p.Stop()

	stop, stopped := make(chan struct{}), make(chan error, 1)
	go func() { stopped <- r.desk.work(stop) }()
	for range count {
		_, killed := r.life(trigger{after: time.Duration(100+r.random.IntN(3000)) * time.Millisecond}, nil, w.argument())
		require.True(t, killed)
	}
	close(stop)
	require.NoError(t, <-stopped)
	time.Sleep(3 * time.Second) // what is younger than the stream's settle time is not certain yet
	p, killed = r.life(never, completed, w.argument())
	require.False(t, killed)
	w.end()
	p.Stop()
	at := instants()
	want := truth(t, r.binary, r.desk, at)
	requireEqual(t, want, conclude(t, r.binary, r.config(), filepath.Join(r.dir, "state.db"), at))
}
