package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
)

func parse(t *testing.T, exposition string) map[string]*dto.MetricFamily {
	t.Helper()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(exposition))
	require.NoError(t, err)
	return families
}

// total sums a family's samples.
func total(family *dto.MetricFamily) float64 {
	sum := 0.0
	for _, m := range family.GetMetric() {
		sum += m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
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

func TestDemo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "demo")
	began := time.Now()
	s := startDemo(t, dir)
	s.eventually("/metrics", "helpdesk_tickets_created_total{")
	require.Less(t, time.Since(began), 10*time.Second, "the first metrics")
	_, body := s.get("/metrics")
	families := parse(t, body)
	for _, name := range []string{ // the past counts at once
		"helpdesk_tickets_created_total", "helpdesk_tickets_resolved_total", "helpdesk_tickets_reopened_total",
		"helpdesk_tickets_voided_total", "helpdesk_tickets_moved_total", "helpdesk_messages_total",
		"helpdesk_ticket_categories_total", "helpdesk_resolution_touches_total", "helpdesk_first_response_time_seconds",
		"helpdesk_reply_time_seconds", "helpdesk_resolution_time_seconds", "helpdesk_tickets", "helpdesk_tickets_older_than",
		"helpdesk_open_categories", "helpdesk_tickets_awaiting_reply", "helpdesk_tickets_unassigned", "helpdesk_requesters",
		"helpdesk_oldest_unresolved_timestamp_seconds",
	} {
		require.Positive(t, total(families[name]), name)
	}
	require.Zero(t, total(families["helpdesk_exporter_anomalies_total"]))
	require.Zero(t, total(families["helpdesk_exporter_quarantine_records"]))
	require.Contains(t, s.logged(), "metrics: "+s.url+"/metrics\n")

	before := total(families["helpdesk_messages_total"])
	require.Eventually(t, func() bool { // and life goes on
		_, body := s.get("/metrics")
		return total(parse(t, body)["helpdesk_messages_total"]) > before
	}, 30*time.Second, 200*time.Millisecond)
	s.end()
	require.NotContains(t, s.logged(), "level=ERROR")
	require.NotContains(t, s.logged(), "level=WARN")

	status, out, log := call(t, dir, "check", "config")
	require.Zero(t, status, log)
	require.Contains(t, out, "source demo: preset demo\n")
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
