package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
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

// What the exporter counts on the simulated desk is what happened there.
func TestDemoCountsTheTruth(t *testing.T) {
	t.Run("summer", func(t *testing.T) {
		truth, counted := countDemo(t, 4, time.Date(2026, 6, 10, 6, 0, 0, 0, time.UTC))
		require.Equal(t, truthSamples(truth), deskSamples(counted))
	})
	t.Run("clocks are put back", func(t *testing.T) {
		truth, counted := countDemo(t, 14, time.Date(2026, 10, 22, 6, 0, 0, 0, time.UTC))
		// In the hour that the wall clock repeats it is not known whether a message or a move came first.
		events := map[simulator.Event]int{}
		for e, n := range truth.Events {
			if e.Counter == simulator.Messages {
				e.Team = ""
			}
			events[e] += n
		}
		truth.Events = events
		require.Equal(t, truthSamples(truth), deskSamples(withoutGroup(counted, "helpdesk_messages_total")))
	})
}

// withoutGroup takes a family's label group away.
func withoutGroup(families map[string]*dto.MetricFamily, name string) map[string]*dto.MetricFamily {
	for _, m := range families[name].GetMetric() {
		m.Label = slices.DeleteFunc(m.Label, func(l *dto.LabelPair) bool { return l.GetName() == "group" })
	}
	return families
}

// countDemo polls a desk for four days, each time with a new process, and prints the metrics.
func countDemo(t *testing.T, seed uint64, began time.Time) (simulator.Truth, map[string]*dto.MetricFamily) {
	t.Helper()
	dir := t.TempDir()
	d := demo{dir: dir}
	desk, err := simulator.New(t.Context(), d.path("desk.db"), simulator.Options{Seed: seed, Begin: began})
	require.NoError(t, err)
	c, err := d.configure(began)
	require.NoError(t, err)
	p := &process{logger: slog.New(slog.NewTextHandler(io.Discard, nil))}
	now := began
	for range 4 * 36 {
		now = now.Add(40 * time.Minute)
		require.NoError(t, desk.Advance(t.Context(), now))
		require.NoError(t, syncAt(t.Context(), p, c, now))
	}
	require.NoError(t, desk.Close())
	status, out, log := call(t, dir, "once", "--at="+now.Add(time.Minute).Format(time.RFC3339), "--state="+d.path("state.db"))
	require.Zero(t, status, log)
	return desk.Truth(), parse(t, out)
}

// truthSamples spells the truth as samples.
func truthSamples(truth simulator.Truth) map[string]float64 {
	samples := map[string]float64{}
	for e, n := range truth.Events {
		samples[sample(string(e.Counter), map[string]string{
			"group": e.Team, "channel": e.Channel, "priority": e.Priority, "origin": e.Origin, "direction": e.Direction,
			"author": e.Author, "visibility": e.Visibility, "nth": e.Nth, "kind": e.Kind, "reason": e.Reason,
			"change": e.Change, "to_group": e.ToTeam,
		})] = float64(n)
	}
	for stock, n := range truth.Stock {
		samples[sample("tickets", map[string]string{
			"group": stock.Team, "channel": stock.Channel, "priority": stock.Priority, "status": stock.Status,
		})] = float64(n)
	}
	return samples
}

// deskSamples sums the families that the truth tells over the labels that it does not tell.
func deskSamples(families map[string]*dto.MetricFamily) map[string]float64 {
	samples := map[string]float64{}
	for name, counter := range map[string]simulator.Counter{
		"helpdesk_tickets_created_total": simulator.Created, "helpdesk_messages_total": simulator.Messages,
		"helpdesk_tickets_resolved_total": simulator.Resolved, "helpdesk_tickets_reopened_total": simulator.Reopened,
		"helpdesk_tickets_voided_total": simulator.Voided, "helpdesk_tickets_moved_total": simulator.Moved,
		"helpdesk_tickets": "tickets",
	} {
		for _, m := range families[name].GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				switch l.GetName() {
				case "source", "category", "hours":
				default:
					labels[l.GetName()] = l.GetValue()
				}
			}
			if v := m.GetCounter().GetValue() + m.GetGauge().GetValue(); v != 0 {
				samples[sample(string(counter), labels)] += v
			}
		}
	}
	return samples
}

// sample spells a counter with its labels.
func sample(name string, labels map[string]string) string {
	metric := model.Metric{model.MetricNameLabel: model.LabelValue(name)}
	for l, v := range labels {
		if v != "" {
			metric[model.LabelName(l)] = model.LabelValue(v)
		}
	}
	return metric.String()
}
