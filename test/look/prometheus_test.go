//go:build look

package look

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/alerts"
	"helpdesk_exporter/test/look/past"
	"helpdesk_exporter/test/prometheus"
)

// alertsOf is how long before the present the alerts of the past begin.
const alertsOf = 3 * time.Hour

// begin runs a Prometheus over a folder of blocks. config is what follows its global settings.
func begin(t testing.TB, data, config string) *prometheus.Server {
	t.Helper()
	text := "global: {scrape_interval: 15s, scrape_timeout: 15s, evaluation_interval: 15s}\n" + config
	return prometheus.StartOver(t, t.TempDir(), data, text,
		"--query.lookback-delta="+past.Lookback.String(), "--storage.tsdb.retention.time=100y", "--query.max-samples=200000000")
}

// copyBlocks gives Prometheus files that it may delete.
func copyBlocks(t testing.TB, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "tsdb")
	require.NoError(t, exec.Command("cp", "-rl", from, to).Run())
	return to
}

// rulesOfThePast has promtool evaluate the shipped rules over the last hours of the past: first what is recorded, then the
// alerts, which read it. It knows recording rules alone, so an alert is recorded as Prometheus would, but without its "for".
func rulesOfThePast(t *testing.T, data string) {
	t.Helper()
	files, err := alerts.Groups()
	require.NoError(t, err)
	for _, turn := range []func(*testing.T, alerts.Rule) (alerts.Rule, bool){
		func(_ *testing.T, r alerts.Rule) (alerts.Rule, bool) { return r, r.Record != "" }, alertAsRecord,
	} {
		var groups []alerts.Group
		for _, of := range files {
			for _, g := range of {
				kept := alerts.Group{Name: g.Name}
				for _, r := range g.Rules {
					if r, ok := turn(t, r); ok {
						kept.Rules = append(kept.Rules, r)
					}
				}
				if len(kept.Rules) > 0 {
					groups = append(groups, kept)
				}
			}
		}
		evaluate(t, data, groups)
	}
}

func alertAsRecord(t *testing.T, r alerts.Rule) (alerts.Rule, bool) {
	t.Helper()
	if r.Alert == "" {
		return r, false
	}
	labels := map[string]string{"alertname": r.Alert, "alertstate": "firing"}
	for name, value := range r.Labels {
		require.NotContains(t, value, "{{")
		labels[name] = value
	}
	return alerts.Rule{Record: "ALERTS", Expr: "(" + r.Expr + ") * 0 + 1", Labels: labels}, true
}

func evaluate(t *testing.T, data string, groups []alerts.Group) {
	t.Helper()
	raw, err := yaml.Marshal(map[string]any{"groups": groups})
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "rules.yml")
	require.NoError(t, os.WriteFile(path, raw, 0o600))
	t.Run("rules", func(t *testing.T) { // Prometheus ends with it: it finds new blocks when it begins
		p := begin(t, data, "")
		out, err := exec.Command("promtool", "tsdb", "create-blocks-from", "rules", "--url=http://"+p.Address(),
			"--start="+past.Present().Add(-alertsOf).Format(time.RFC3339), "--end="+past.Present().Format(time.RFC3339),
			"--eval-interval=5m", "--output-dir="+data, path).CombinedOutput()
		require.NoError(t, err, string(out))
	})
}

// scraping is the configuration of the last Prometheus: it follows a living exporter and itself, and evaluates the rules.
func scraping(t *testing.T, target string) string {
	t.Helper()
	rules, err := filepath.Abs("../../alerts/rules")
	require.NoError(t, err)
	return strings.Join([]string{
		fmt.Sprintf("rule_files: [%q]", filepath.Join(rules, "*.yml")),
		"scrape_configs:",
		fmt.Sprintf("- {job_name: helpdesk, static_configs: [{targets: [%q]}]}", target),
	}, "\n")
}
