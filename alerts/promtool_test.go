package alerts_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

// suite is a file of tests for promtool, as far as the tests below look into it.
type suite struct {
	Tests []struct {
		Name   string      `yaml:"name"`
		Alerts []alertTest `yaml:"alert_rule_test"`
	} `yaml:"tests"`
}

type alertTest struct {
	At       string `yaml:"eval_time"`
	Name     string `yaml:"alertname"`
	Expected []struct {
		Labels      map[string]string `yaml:"exp_labels"`
		Annotations map[string]string `yaml:"exp_annotations"`
	} `yaml:"exp_alerts"`
}

// alone are the files that a run on two replicas leaves out: they are slow, and ask nothing that others do not.
var alone = []string{"sla_budget_days.yml", "bad_input_weeks.yml", "bad_input_retention.yml", "clock_change.yml"}

func TestPromtoolFindsNothing(t *testing.T) {
	rules, err := filepath.Glob("rules/*.yml")
	require.NoError(t, err)
	out, err := exec.Command("promtool", append([]string{"check", "rules", "--lint=all", "--lint-fatal"}, rules...)...).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

func TestRules(t *testing.T) {
	for _, file := range suites(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			promtool(t, file)
		})
	}
}

// TestRulesWithTwoReplicas runs the same tests with every series of the exporter twice, as two replicas serve them.
func TestRulesWithTwoReplicas(t *testing.T) {
	for _, file := range suites(t) {
		if slices.Contains(alone, filepath.Base(file)) {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			promtool(t, twice(t, file))
		})
	}
}

// TestEveryAlertIsTested: each alert, in each severity and window that it has, is seen to fire with labels and
// annotations whole, to be quiet before, and to end.
func TestEveryAlertIsTested(t *testing.T) {
	type kind struct{ name, severity, window string }
	begun, ended := map[kind]bool{}, map[kind]bool{}
	for _, file := range suites(t) {
		var s suite
		readYAML(t, file, &s)
		for _, test := range s.Tests {
			for i, a := range test.Alerts {
				for _, e := range a.Expected {
					require.Len(t, e.Annotations, 4, "%s: %s, %s", file, test.Name, a.At)
					require.LessOrEqual(t, len(e.Annotations["summary"]), 120, e.Annotations["summary"])
					require.NotContains(t, e.Annotations["summary"]+e.Annotations["description"], "<no value>")
					k := kind{a.Name, e.Labels["severity"], e.Labels["window"]}
					begun[k] = begun[k] || missing(t, test.Alerts[:i], a, e.Labels, -1)
					ended[k] = ended[k] || missing(t, test.Alerts[i+1:], a, e.Labels, 1)
				}
			}
		}
	}
	for _, r := range rulesWhere(t, isAlert) {
		k := kind{r.Alert, r.Labels["severity"], r.Labels["window"]}
		if r.Labels["severity"] == "none" {
			require.Contains(t, begun, k)
			continue
		}
		require.True(t, begun[k], "%v: no test sees it quiet first, then firing", k)
		require.True(t, ended[k], "%v: no test sees it end", k)
	}
}

// missing tells whether one of the tests of the same alert, before (-1) or after (1) it, does not expect these labels.
func missing(t *testing.T, tests []alertTest, a alertTest, labels map[string]string, side int) bool {
	t.Helper()
	for _, other := range tests {
		if other.Name != a.Name || instant(t, other.At).Compare(instant(t, a.At)) != side {
			continue
		}
		found := false
		for _, e := range other.Expected {
			found = found || equal(e.Labels, labels)
		}
		if !found {
			return true
		}
	}
	return false
}

func equal(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

func instant(t *testing.T, at string) time.Time {
	t.Helper()
	d, err := model.ParseDuration(at)
	require.NoError(t, err)
	return time.Unix(0, 0).Add(time.Duration(d))
}

func suites(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("tests/*.yml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	return files
}

func promtool(t *testing.T, file string) {
	t.Helper()
	out, err := exec.Command("promtool", "test", "rules", file).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// twice writes a copy of a suite in which every series helpdesk_… of one instance has a twin of another.
func twice(t *testing.T, file string) string {
	t.Helper()
	var content map[string]any
	readYAML(t, file, &content)
	here, err := filepath.Abs(".")
	require.NoError(t, err)
	for i, rules := range content["rule_files"].([]any) {
		content["rule_files"].([]any)[i] = filepath.Join(here, "tests", rules.(string))
	}
	ours := regexp.MustCompile(`^helpdesk_\w+\{job="helpdesk",instance="a:9877"`)
	twins := 0
	for _, test := range content["tests"].([]any) {
		series := test.(map[string]any)["input_series"].([]any)
		for _, s := range slices.Clone(series) {
			s := s.(map[string]any)
			if name := s["series"].(string); ours.MatchString(name) {
				twin := strings.Replace(name, `instance="a:9877"`, `instance="b:9877"`, 1)
				series = append(series, map[string]any{"series": twin, "values": s["values"]})
				twins++
			}
		}
		test.(map[string]any)["input_series"] = series
	}
	require.Positive(t, twins)
	out, err := yaml.Marshal(content)
	require.NoError(t, err)
	copied := filepath.Join(t.TempDir(), filepath.Base(file))
	require.NoError(t, os.WriteFile(copied, out, 0o600))
	return copied
}
