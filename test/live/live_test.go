//go:build live

package live

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/prometheus"
)

const (
	seed     = 20260329 // a failure is repeated with the same one
	kills    = 10
	patience = 8 * time.Minute // a new series is held for minutes before it is raised
)

// config of the exporter: %[1]s is a directory of its own, %[2]s the desk's database.
const config = `
global:
  poll_interval: 2s
  state: {path: %[1]s/state.db}
privacy: {key_file: %[1]s/identity.key}
sources:
  - name: desk
    preset: rt
    dsn_file: %[1]s/dsn
`

// TestLive drives a desk while the exporter polls it and is killed, and compares the driver's account with the
// exporter's counters and with what Prometheus makes of them.
func TestLive(t *testing.T) {
	env := startDesk(t)
	dir := t.TempDir()
	e := startExporter(t, dir, env["HELPDESK_TEST_RT_DSN"])
	p := prometheus.Start(t, dir, e.address)
	waitFor(t, time.Minute, "the first sync of an empty desk", func() bool { return e.synced() })
	p.AwaitScrape(t)
	time.Sleep(3 * time.Second) // times of the desk have whole seconds: no act shares one with the baseline

	desk := NewDesk(env["HELPDESK_TEST_RT_URL"])
	d := NewDriver(desk, seed)
	random := rand.New(rand.NewPCG(seed, 1))
	killed := 0
	d.Done = func(a Act) {
		t.Logf("%s  #%-3d %s", a.At.UTC().Format("15:04:05.000"), a.Ticket, a.Kind)
		if killed < kills && len(d.Acts)%7 == 0 {
			killed++
			e.kill()
			time.Sleep(time.Duration(random.IntN(2000)) * time.Millisecond)
			e.start()
		}
	}
	require.NoError(t, d.Run(t.Context(), Plan()), "seed %d", seed)
	require.GreaterOrEqual(t, len(d.Acts), 60)
	require.Equal(t, kills, killed)
	requireAgreement(t, desk, d)

	var counted map[string]float64
	equal := func() bool {
		counted = e.counters(d.Expected)
		return describe(counted) == describe(expected(d.Expected))
	}
	deadline := time.Now().Add(patience)
	for !equal() && time.Now().Before(deadline) {
		time.Sleep(2 * time.Second)
	}
	time.Sleep(10 * time.Second) // scrapes of the last values; and a counter that runs on would show
	counted = e.counters(d.Expected)

	t.Logf("%d acts, %d kills", len(d.Acts), killed)
	t.Logf("%5s  %7s  %10s", "acts", "counter", "increase()")
	for _, series := range d.Expected.Names() {
		increased := increase(t, p, series)
		t.Logf("%5d  %7.0f  %10.0f  %s", d.Expected[series], counted[series], increased, series)
		require.InDelta(t, d.Expected[series], increased, 0, "increase of %s", series)
	}
	require.Equal(t, expected(d.Expected), counted)
}

func expected(t Tally) map[string]float64 {
	m := map[string]float64{}
	for series, n := range t {
		m[series] = float64(n)
	}
	return m
}

func describe(m map[string]float64) string { return fmt.Sprint(m) } // fmt orders the keys
