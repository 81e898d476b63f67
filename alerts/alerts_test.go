package alerts_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/alerts"
)

// immediate are alerts without "for": what they see is an event, or has waited long enough.
var immediate = []string{
	"HelpdeskSLABreached", "HelpdeskLabelOverflow", "HelpdeskExporterRestarting", "HelpdeskWatchdog",
}

func TestEveryAlertIsComplete(t *testing.T) {
	pages := pagesOf(t)
	for _, r := range rulesWhere(t, isAlert) {
		t.Run(r.Alert, func(t *testing.T) {
			require.Regexp(t, `^Helpdesk[A-Z][A-Za-z]+$`, r.Alert)
			require.Contains(t, []string{"page", "ticket", "info", "none"}, r.Labels["severity"])
			require.Contains(t, []string{"sla", "backlog", "volume", "quality", "goals", "exporter"}, r.Labels["area"])
			require.Equal(t, slices.Contains(immediate, r.Alert), r.For == "", "for, or the list of those that need none")

			require.Len(t, r.Annotations, 4)
			require.NotEmpty(t, r.Annotations["summary"])
			require.Regexp(t, `\.$`, r.Annotations["description"], "sentences")
			runbook, ok := strings.CutPrefix(r.Annotations["runbook_url"], alerts.RunbookAddress)
			require.True(t, ok, r.Annotations["runbook_url"])
			require.Equal(t, r.Alert+".md", runbook)
			uid := dashboardOf(t, r)
			require.Contains(t, pages, uid, "neither a page in dashboards/ nor one that COVERAGE.md announces")
		})
	}
}

// TestEveryRunbookHelps reads each runbook: it belongs to an alert, and says the four things.
func TestEveryRunbookHelps(t *testing.T) {
	books, err := fs.Glob(alerts.Files(), "runbooks/*.md")
	require.NoError(t, err)
	var names []string
	for _, book := range books {
		content, err := fs.ReadFile(alerts.Files(), book)
		require.NoError(t, err)
		name := strings.TrimSuffix(path.Base(book), ".md")
		names = append(names, name)
		require.True(t, strings.HasPrefix(string(content), "# "+name+"\n"), book)
		for _, heading := range []string{"What it means", "First step", "How to silence", "How to tune"} {
			require.Regexp(t, `\n## `+heading+`\n\n *\S.{5}`, string(content), book)
		}
	}
	require.ElementsMatch(t, alertNames(t), names)
}

func TestRecordingRulesAreNamedByLevelMetricOperation(t *testing.T) {
	recorded := rulesWhere(t, func(r alerts.Rule) bool { return r.Record != "" })
	require.NotEmpty(t, recorded)
	for _, r := range recorded {
		require.Regexp(t, `^[a-z_]+:helpdesk_[a-z_]+:[a-z0-9_]+$`, r.Record)
		require.Empty(t, r.Annotations, r.Record)
	}
}

// TestJobIsThatOfTheReadme keeps the scrape configuration that the README shows and the rules of one mind.
func TestJobIsThatOfTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	require.NoError(t, err)
	require.Contains(t, string(readme), "job_name: "+alerts.Job+"\n")
	job := regexp.MustCompile(`job="([^"]*)"`)
	found := 0
	for _, r := range rulesWhere(t, isAlert) {
		for _, m := range job.FindAllStringSubmatch(r.Expr, -1) {
			require.Equal(t, alerts.Job, m[1], r.Alert)
			found++
		}
	}
	require.Equal(t, 5, found)
}

// TestThresholdsAreChosenInOnePlace: what alerts take as a team's threshold has a default, and no other way in.
func TestThresholdsAreChosenInOnePlace(t *testing.T) {
	defaults := map[string]bool{}
	for _, r := range rulesWhere(t, func(r alerts.Rule) bool { return r.Record == "kpi:helpdesk_threshold:default" }) {
		require.Regexp(t, `^vector\([0-9. *]+\)\s*$`, r.Expr)
		defaults[r.Labels["kpi"]] = true
	}
	used := map[string]bool{}
	threshold := regexp.MustCompile(`group_kpi:helpdesk_threshold:min\{kpi="(\w+)"\}`)
	for _, r := range rulesWhere(t, isAlert) {
		for _, m := range threshold.FindAllStringSubmatch(r.Expr, -1) {
			used[m[1]] = true
		}
	}
	require.Equal(t, defaults, used)
}

func isAlert(r alerts.Rule) bool { return r.Alert != "" }

func rulesWhere(t *testing.T, want func(alerts.Rule) bool) []alerts.Rule {
	t.Helper()
	groups, err := alerts.Groups()
	require.NoError(t, err)
	var rules []alerts.Rule
	for _, inFile := range groups {
		for _, g := range inFile {
			for _, r := range g.Rules {
				if want(r) {
					rules = append(rules, r)
				}
			}
		}
	}
	require.NotEmpty(t, rules)
	return rules
}

// alertNames lists the alerts, each once, in alphabetical order.
func alertNames(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, r := range rulesWhere(t, isAlert) {
		names = append(names, r.Alert)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// dashboardOf returns the uid of the page to which an alert leads, and checks that time and variables go with it.
func dashboardOf(t *testing.T, r alerts.Rule) string {
	t.Helper()
	link, ok := strings.CutPrefix(r.Annotations["dashboard_url"], alerts.DashboardAddress)
	require.True(t, ok, r.Annotations["dashboard_url"])
	uid, query, _ := strings.Cut(link, "?")
	require.Regexp(t, `^from=now-\d+[hd]&to=now(&var-|\{\{|$)`, query)
	if strings.Contains(r.Annotations["summary"], "$labels.source") {
		require.Contains(t, query, "&var-source={{ $labels.source | urlquery }}")
	}
	if strings.Contains(r.Annotations["summary"], "$labels.group") {
		require.Contains(t, query, "{{ with $labels.group }}&var-group={{ . | urlquery }}{{ end }}")
	}
	return uid
}

func readYAML(t *testing.T, file string, into any) {
	t.Helper()
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(content, into), file)
}
