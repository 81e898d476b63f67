package alerts_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/alerts"
	"helpdesk_exporter/internal/selector"
)

// elsewhere are options of which none is the default.
func elsewhere() alerts.Options {
	return alerts.Options{
		Job: "desk-eu", Labels: []selector.Matcher{{Name: "cluster", Value: "eu"}},
		External: []selector.Matcher{{Name: "region", Value: "west"}},
		Runbooks: "https://wiki.my.org/runbooks/", Dashboards: "https://grafana.my.org/d/",
		Timezone: "Europe/Rome", WeekStart: time.Sunday, YearStart: time.March,
		Leads:   map[string]time.Duration{"": 5 * time.Minute, "Returns": 90 * time.Second, `R&D "x"`: 10 * time.Minute},
		Teams:   []alerts.Team{{"Returns", "returns-oncall"}, {`R&D "x's"`, "r d/oncall"}, {"Sales", "returns-oncall"}},
		Webhook: "http://127.0.0.1:9096/page",
	}
}

func TestDefaultsAreTheShippedFiles(t *testing.T) {
	rules, err := alerts.Rules(alerts.Defaults())
	require.NoError(t, err)
	names, err := fs.Glob(alerts.Files(), "rules/*.yml")
	require.NoError(t, err)
	require.Len(t, rules, len(names))
	for _, name := range names {
		requireShipped(t, name, rules[filepath.Base(name)])
	}
	routes, err := alerts.Routes(alerts.Defaults())
	require.NoError(t, err)
	requireShipped(t, alertmanagerFile, routes)
}

func requireShipped(t *testing.T, name string, text []byte) {
	t.Helper()
	shipped, err := os.ReadFile(name)
	require.NoError(t, err)
	require.True(t, string(shipped) == string(text), "%s has changed", name)
}

// TestOnlyWhatWasAskedForChanges: each option alone changes lines of its own, and nothing else.
func TestOnlyWhatWasAskedForChanges(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(*alerts.Options)
		lines   int
		pattern string
	}{
		{"job", func(o *alerts.Options) { o.Job = "desk" }, 4, `job="desk"`},
		{"week", func(o *alerts.Options) { o.WeekStart = time.Saturday }, 2, `\(day_of_week\(\) \+ 1\) % 7|\(from Saturday\)`},
		{"quarter from february", func(o *alerts.Options) { o.YearStart = time.November }, 1, `\(month\(\) \+ 1\) % 3`},
		{"quarter from march", func(o *alerts.Options) { o.YearStart = time.March }, 1, `\(month\(\) \+ 0\) % 3`},
		{"quarter as shipped", func(o *alerts.Options) { o.YearStart = time.July }, 0, `^$`},
		{"lead", func(o *alerts.Options) { o.Leads = map[string]time.Duration{"": 450 * time.Second} }, 1, `^ +vector\(450\)$`},
		{"external labels", func(o *alerts.Options) { o.External = elsewhere().External }, 0, `^$`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := alerts.Defaults()
			c.change(&o)
			rules, err := alerts.Rules(o)
			require.NoError(t, err)
			changed := 0
			for name, text := range rules {
				shipped, err := os.ReadFile("rules/" + name)
				require.NoError(t, err)
				before, after := strings.Split(string(shipped), "\n"), strings.Split(string(text), "\n")
				require.Len(t, after, len(before))
				for i := range after {
					if after[i] != before[i] {
						changed++
						require.Regexp(t, c.pattern, after[i])
					}
				}
			}
			require.Equal(t, c.lines, changed)
		})
	}
}

// TestRulesOfAnInstallation runs the tests of the shipped rules on those of another job and cluster, beside a cluster whose
// numbers must not matter.
func TestRulesOfAnInstallation(t *testing.T) {
	o := elsewhere()
	o.Leads, o.WeekStart, o.YearStart = nil, time.Monday, time.January // the tests know the shipped ones
	dir := writeRules(t, o)
	for _, file := range suites(t) {
		if slices.Contains(alone, filepath.Base(file)) || strings.HasPrefix(filepath.Base(file), "bad_input") {
			continue // they take long, and ask nothing of labels that others do not
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			promtool(t, moved(t, dir, file))
		})
	}
}

func TestPromtoolFindsNothingInAnInstallation(t *testing.T) {
	dir := writeRules(t, elsewhere())
	files, err := filepath.Glob(filepath.Join(dir, "*.yml"))
	require.NoError(t, err)
	require.Contains(t, files, filepath.Join(dir, alerts.TeamRules))
	out, err := exec.Command("promtool", append([]string{"check", "rules", "--lint=all", "--lint-fatal"}, files...)...).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

func writeRules(t *testing.T, o alerts.Options) (dir string) {
	t.Helper()
	rules, err := alerts.Rules(o)
	require.NoError(t, err)
	dir = t.TempDir()
	for name, text := range rules {
		require.NotContains(t, string(text), "example.com")
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), text, 0o600))
	}
	return dir
}

var ours = regexp.MustCompile(`^(\S+?\{)job="helpdesk"`)

// moved writes a copy of a suite for the installation elsewhere.
func moved(t *testing.T, rules, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var content map[string]any
	require.NoError(t, yaml.Unmarshal([]byte(strings.NewReplacer(
		alerts.RunbookAddress, elsewhere().Runbooks, alerts.DashboardAddress, elsewhere().Dashboards,
	).Replace(string(text))), &content))
	for i, name := range content["rule_files"].([]any) {
		content["rule_files"].([]any)[i] = filepath.Join(rules, filepath.Base(name.(string)))
	}
	changed := 0
	for _, test := range content["tests"].([]any) {
		test := test.(map[string]any)
		series, _ := test["input_series"].([]any)
		for _, s := range slices.Clone(series) {
			s := s.(map[string]any)
			name := s["series"].(string)
			if record.MatchString(name) { // a threshold that a test gives to a team
				s["series"] = strings.Replace(name, "{", `{cluster="eu",`, 1)
			}
			if !ours.MatchString(name) {
				continue
			}
			changed++
			s["series"] = ours.ReplaceAllString(name, `${1}job="desk-eu",cluster="eu"`)
			series = append(series, map[string]any{
				"series": ours.ReplaceAllString(name, `${1}job="desk-eu",cluster="us"`), "values": s["values"],
			})
		}
		test["input_series"] = series
		labelled(test)
	}
	require.Positive(t, changed)
	out, err := yaml.Marshal(content)
	require.NoError(t, err)
	copied := filepath.Join(t.TempDir(), filepath.Base(file))
	require.NoError(t, os.WriteFile(copied, out, 0o600))
	return copied
}

var record = regexp.MustCompile(`\b\w+:helpdesk_\w+:\w+\b`)

// labelled gives what a test expects the label of the installation.
func labelled(test map[string]any) {
	alerts, _ := test["alert_rule_test"].([]any)
	for _, a := range alerts {
		expected, _ := a.(map[string]any)["exp_alerts"].([]any)
		for _, e := range expected {
			labels := e.(map[string]any)["exp_labels"].(map[string]any)
			labels["cluster"] = "eu"
			if labels["job"] == "helpdesk" {
				labels["job"] = "desk-eu"
			}
		}
	}
	queries, _ := test["promql_expr_test"].([]any)
	for _, q := range queries {
		q := q.(map[string]any)
		q["expr"] = selector.Add(q["expr"].(string), elsewhere().Labels)
		samples, _ := q["exp_samples"].([]any)
		for _, s := range samples {
			s := s.(map[string]any)
			if labels, _ := s["labels"].(string); record.MatchString(labels) {
				s["labels"] = strings.Replace(labels, "}", `,cluster="eu"}`, 1)
			}
		}
	}
}

// TestPrometheusRules: an object holds the groups of its file.
func TestPrometheusRules(t *testing.T) {
	for _, o := range []alerts.Options{alerts.Defaults(), elsewhere()} {
		rules, err := alerts.Rules(o)
		require.NoError(t, err)
		for _, name := range slices.Sorted(maps.Keys(rules)) {
			groups, err := alerts.Parse(rules[name])
			require.NoError(t, err)
			object, err := alerts.PrometheusRule(name, rules[name], alerts.Kubernetes{
				Namespace: "monitoring", Labels: map[string]string{"release": "prometheus"},
			})
			require.NoError(t, err)
			var read struct {
				APIVersion string `yaml:"apiVersion"`
				Kind       string
				Metadata   struct {
					Name, Namespace string
					Labels          map[string]string
				}
				Spec struct{ Groups []alerts.Group }
			}
			require.NoError(t, yaml.Unmarshal(object, &read))
			require.Equal(t, "monitoring.coreos.com/v1", read.APIVersion)
			require.Equal(t, "PrometheusRule", read.Kind)
			require.Equal(t, "helpdesk-"+strings.TrimSuffix(name, ".yml"), read.Metadata.Name)
			require.Regexp(t, `^[a-z0-9-]+$`, read.Metadata.Name)
			require.Equal(t, "monitoring", read.Metadata.Namespace)
			require.Equal(t, map[string]string{"release": "prometheus"}, read.Metadata.Labels)
			require.Equal(t, groups, read.Spec.Groups)
		}
		plain, err := alerts.PrometheusRule("rules/sla.yml", rules["sla.yml"], alerts.Kubernetes{})
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(plain), "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata:\n  name: helpdesk-sla\nspec:\n  # Alerts of SLA clocks."), "%s", plain[:200])
	}
}

// TestRoutesOfAnInstallation: its teams hear of their own alerts, on a web hook or not.
func TestRoutesOfAnInstallation(t *testing.T) {
	for _, hook := range []string{"", elsewhere().Webhook} {
		o := elsewhere()
		o.Webhook = hook
		text, err := alerts.Routes(o)
		require.NoError(t, err)
		file := filepath.Join(t.TempDir(), alertmanagerFile)
		require.NoError(t, os.WriteFile(file, text, 0o600))
		out, err := exec.Command("amtool", "check-config", file).CombinedOutput()
		require.NoError(t, err, "%s", out)
		for _, area := range []string{"sla", "backlog", "volume", "quality", "goals"} {
			for _, severity := range []string{"page", "ticket"} {
				hears(t, file, "returns-oncall", "area="+area, "severity="+severity, "group=Returns")
				hears(t, file, "returns-oncall", "area="+area, "severity="+severity, "group=Sales")
				hears(t, file, "r d/oncall", "area="+area, "severity="+severity, `group=R&D "x's"`)
			}
			hears(t, file, "nobody", "area="+area, "severity=info", "group=Returns")
			hears(t, file, "desk-oncall", "area="+area, "severity=page", "group=Support")
			hears(t, file, "desk-tickets", "area="+area, "severity=ticket")
		}
		hears(t, file, "returns-oncall", "area=sla", "severity=ticket", "repeat=weekly", "group=Returns")
		hears(t, file, "admin-oncall", "area=exporter", "severity=page", "group=Returns")
		require.NotContains(t, string(text), "business_hours")

		var config struct {
			Receivers []struct {
				Name     string
				Webhooks []struct{ URL string } `yaml:"webhook_configs"`
				Others   map[string]any         `yaml:",inline"`
			}
		}
		require.NoError(t, yaml.Unmarshal(text, &config))
		var names []string
		for _, r := range config.Receivers {
			names = append(names, r.Name)
			if hook == "" {
				continue
			}
			require.Empty(t, r.Others)
			if r.Name == "nobody" || r.Name == "dead-mans-switch" {
				require.Empty(t, r.Webhooks)
			} else {
				require.Equal(t, hook, r.Webhooks[0].URL)
			}
		}
		require.Equal(t, []string{
			"nobody", "dead-mans-switch", "admin-oncall", "admin-tickets", "desk-oncall", "desk-tickets", "returns-oncall", "r d/oncall",
		}, names)
	}
}

func hears(t *testing.T, file, receiver string, labels ...string) {
	t.Helper()
	for i, l := range labels {
		name, value, _ := strings.Cut(l, "=")
		labels[i] = fmt.Sprintf("%s=%q", name, value)
	}
	out, err := exec.Command("amtool", append([]string{"config", "routes", "test", "--config.file=" + file}, labels...)...).Output()
	require.NoError(t, err)
	require.Equal(t, receiver, strings.TrimSpace(string(out)), "%v", labels)
}

// TestInstallationsAreApart: alerts of one cluster neither mute those of another nor are grouped with them.
func TestInstallationsAreApart(t *testing.T) {
	text, err := alerts.Routes(elsewhere())
	require.NoError(t, err)
	var config struct {
		Route       map[string]any
		Inhibitions []inhibition `yaml:"inhibit_rules"`
	}
	require.NoError(t, yaml.Unmarshal(text, &config))
	var shipped struct {
		Inhibitions []inhibition `yaml:"inhibit_rules"`
	}
	readYAML(t, alertmanagerFile, &shipped)
	require.Len(t, config.Inhibitions, len(shipped.Inhibitions))
	for i, in := range config.Inhibitions {
		require.Equal(t, append(slices.Clone(shipped.Inhibitions[i].Equal), "cluster", "region"), in.Equal)
	}
	groupings := 0
	var walk func(route map[string]any)
	walk = func(route map[string]any) {
		if by, ok := route["group_by"].([]any); ok {
			groupings++
			require.Equal(t, []any{"cluster", "region"}, by[len(by)-2:])
		}
		routes, _ := route["routes"].([]any)
		for _, r := range routes {
			walk(r.(map[string]any))
		}
	}
	walk(config.Route)
	require.Equal(t, 6, groupings, "the first, the admin's, the desk's, three teams'")
}
