package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/test/expect"
)

// families reads the demo's metrics.
func (s *service) families() expect.Exposition {
	s.t.Helper()
	_, body := s.get("/metrics")
	x, err := expect.Parse(strings.NewReader(body))
	require.NoError(s.t, err)
	return x
}

// total sums a family's values, of histograms the counts.
func total(x expect.Exposition, family string) float64 {
	sum := 0.0
	for _, each := range x.Samples(family) {
		if each.Name == family || strings.HasSuffix(each.Name, "_count") {
			sum += each.Value
		}
	}
	return sum
}

// startDemo runs the demo in the background until the test ends it.
func startDemo(t *testing.T, dir string, args ...string) *service {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	ctx, stop := context.WithCancel(context.Background())
	s := &service{t: t, url: "http://" + address, stop: stop, status: make(chan int, 1)}
	args = append([]string{"demo", "--dir=" + dir, "--web.listen-address=" + address}, args...)
	go func() { s.status <- run(ctx, args, s, s) }()
	t.Cleanup(stop)
	return s
}

// TestDemo is what `make demo-check` runs: the first metrics within ten seconds with a past in them, within thirty
// something in every family of the desk that is built, and nothing wrong.
func TestDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	began := time.Now()
	s := startDemo(t, dir, "--speed=600") // at night and on Sundays, too, somebody answers before long
	s.eventually("/metrics", "helpdesk_tickets_created_total{")
	require.Less(t, time.Since(began), 10*time.Second, "the first metrics")
	first := s.families()
	for _, name := range []string{ // the past counts at once
		"helpdesk_tickets_created_total", "helpdesk_first_response_time_seconds", "helpdesk_sla_outcomes_total", "helpdesk_tickets",
	} {
		require.Positive(t, total(first, name), name)
	}
	families := first
	for len(silent(families)) > 0 && time.Since(began) < 30*time.Second {
		time.Sleep(200 * time.Millisecond)
		families = s.families()
	}
	require.Empty(t, silent(families), "families of the desk without a sample that is not 0")
	for _, name := range []string{ // healthy at 0
		"helpdesk_exporter_errors_total", "helpdesk_exporter_anomalies_total", "helpdesk_exporter_quarantine_records",
		"helpdesk_exporter_label_overflow_total",
	} {
		require.NotEmpty(t, families[name].GetMetric(), name)
		require.Zero(t, total(families, name), name)
	}
	t.Logf("%d families of the desk after %s: %s", len(deskFamilies()), time.Since(began).Round(time.Second), strings.Join(deskFamilies(), " "))
	require.Contains(t, s.logged(), "metrics: "+s.url+"/metrics\n")

	before := total(first, "helpdesk_messages_total")
	require.Eventually(t, func() bool { // and life goes on
		return total(s.families(), "helpdesk_messages_total") > before
	}, 30*time.Second, 200*time.Millisecond)
	s.end()
	require.NotContains(t, s.logged(), "level=ERROR")
	require.NotContains(t, s.logged(), "level=WARN")

	status, out, log := call(t, dir, "check", "config")
	require.Zero(t, status, log)
	require.Contains(t, out, "source demo: preset demo\n")
}

// deskFamilies are the families that tell something of a desk, and are built.
func deskFamilies() []string {
	var names []string
	for _, f := range catalogue.Families() {
		if f.Built && f.Section != catalogue.SectionHealth {
			names = append(names, f.Name)
		}
	}
	return names
}

// silent are the families of the desk that tell nothing.
func silent(x expect.Exposition) []string {
	return slices.DeleteFunc(deskFamilies(), func(name string) bool { return total(x, name) != 0 })
}

func TestDemoNeedsAFolderWithoutADesk(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "desk.db"), nil, 0o600))
	s := startDemo(t, dir)
	require.Equal(t, 1, <-s.status)
	require.Contains(t, s.logged(), "there is a file already")
}

func TestDemoRefusesToStandStill(t *testing.T) {
	s := startDemo(t, t.TempDir(), "--speed=0")
	require.Equal(t, 1, <-s.status)
	require.Contains(t, s.logged(), "--speed: must be more than 0")
}
