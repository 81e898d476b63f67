package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// bundled runs the command without a configuration.
func bundled(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	status = run(t.Context(), append([]string{"bundle"}, args...), &out, &log)
	return status, out.String(), log.String()
}

func TestBundle(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "helpdesk")
	status, out, log := bundled(t, "--out="+dir)
	require.Zero(t, status, log)
	require.Regexp(t, `^\d\d files in `+dir+"\n$", out)
	shipped, err := os.ReadFile("../../alerts/rules/exporter.yml")
	require.NoError(t, err)
	require.Equal(t, string(shipped), content(t, dir, "rules/exporter.yml"))

	status, _, log = bundled(t, "--out="+dir, "--job=desk", "--label=cluster=eu", "--external-label=region=west",
		"--timezone=Europe/Rome", "--week-start=Sunday", "--datasource.uid=mimir", "--datasource.name=Mimir",
		"--prometheus-url=http://mimir:9009", "--grafana-url=https://grafana.my.org/", "--runbook-url=https://wiki.my.org/desk",
		"--webhook-url=http://localhost:9096/page", "--kubernetes.namespace=monitoring",
		"--kubernetes.rule-label=release=prometheus", "--kubernetes.dashboard-label=dashboard=yes")
	require.Zero(t, status, log)
	for name, texts := range map[string][]string{
		"rules/exporter.yml": {
			`up{cluster="eu",job="desk"}`, `cluster: "eu"`, "https://wiki.my.org/desk/HelpdeskExporterDown.md",
			"https://grafana.my.org/d/helpdesk-exporter?",
		},
		"alertmanager.yml": {"equal: [source, cluster, region]", `url: "http://localhost:9096/page"`, "location: Europe/Rome"},
		"dashboards/helpdesk-overview.json": {
			`{cluster=\"eu\",region=\"west\",job=~\"$job\"`, `"timezone": "Europe/Rome"`, `"weekStart": "sunday"`,
			`"text": "Mimir"`, `"value": "mimir"`, "https://wiki.my.org/desk/$",
		},
		"provisioning/datasources/helpdesk.yml": {`uid: "mimir"`, `name: "Mimir"`, `url: "http://mimir:9009"`},
		"kubernetes/rules/helpdesk-sla.yaml":    {"namespace: monitoring", "release: prometheus"},
		"kubernetes/dashboards/helpdesk-sla.yaml": {
			"namespace: monitoring", `dashboard: "yes"`,
		},
	} {
		for _, text := range texts {
			require.Contains(t, content(t, dir, name), text, name)
		}
	}

	require.NoError(t, os.WriteFile(filepath.Join(dir, "alertmanager.yml"), []byte("mine"), 0o600))
	status, _, log = bundled(t, "--out="+dir)
	require.Equal(t, 1, status)
	require.Contains(t, log, "alertmanager.yml; move them, or give --force")
	status, _, log = bundled(t, "--out="+dir, "--force")
	require.Zero(t, status, log)
	require.NotEqual(t, "mine", content(t, dir, "alertmanager.yml"))
}

func content(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	require.NoError(t, err)
	return string(text)
}

// The same configuration gives the same files; flags go before it.
func TestBundleOfAConfiguration(t *testing.T) {
	dir := desk(t)
	configure(t, dir, strings.Replace(deskConfig, "poll_interval: 1s,", "poll_interval: 1s, timezone: Europe/Rome, week_start: saturday,", 1)+`
teams: [{name: Returns, receiver: returns-oncall}]
hours: {mon-fri: "09:00-17:00"}
sla: {reply: 20m}
`)
	a, b := filepath.Join(dir, "a"), filepath.Join(dir, "b")
	for _, out := range []string{a, b} {
		status, _, log := call(t, dir, "bundle", "--out="+out, "--week-start=monday")
		require.Zero(t, status, log)
	}
	require.NoError(t, os.CopyFS(filepath.Join(dir, "copy"), os.DirFS(a)))
	status, _, log := call(t, dir, "bundle", "--out="+filepath.Join(dir, "copy"), "--week-start=monday")
	require.Zero(t, status, log, "a copy is as good")
	require.Equal(t, content(t, a, ".helpdesk_exporter_bundle"), content(t, b, ".helpdesk_exporter_bundle"))
	require.Contains(t, content(t, a, "alertmanager.yml"), `matchers: ['group="Returns"']`)
	require.Contains(t, content(t, a, "alertmanager.yml"), "returns-oncall.key")
	require.Contains(t, content(t, a, "rules/thresholds.yml"), "vector(300)")
	require.Contains(t, content(t, a, "rules/kpi.yml"), "(day_of_week() + 1) % 7")
	page := content(t, a, "dashboards/helpdesk-sla.json")
	require.Contains(t, page, `"timezone": "Europe/Rome"`)
	require.Contains(t, page, `"weekStart": "monday"`)

	status, _, log = call(t, dir, "bundle", "--out="+a, "--receivers.file="+filepath.Join(dir, "none.yml"))
	require.Equal(t, 1, status)
	require.Contains(t, log, "none.yml: no such file")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "receivers.yml"), []byte("receivers: [{name: desk-oncall}]\n"), 0o600))
	status, _, log = call(t, dir, "bundle", "--out="+a, "--receivers.file="+filepath.Join(dir, "receivers.yml"))
	require.Equal(t, 1, status)
	require.Contains(t, log, "receivers: routes name some that are missing: desk-tickets, dead-mans-switch, nobody, admin-tickets, admin-oncall, returns-oncall")

	configure(t, dir, "sorces: []\n")
	status, _, log = call(t, dir, "bundle", "--out="+a)
	require.Equal(t, 1, status)
	require.Contains(t, log, "sorces: unknown key")
}

func TestBundleSaysWhatIsWrong(t *testing.T) {
	other := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(other, "thesis.tex"), nil, 0o600))
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--out=" + other}, "bundle: " + other + " holds other files, such as thesis.tex: give a new folder, or --force to write among them"},
		{[]string{"--out=x", "--timezone=Mars"}, `--timezone: no zone "Mars"`},
		{[]string{"--out=x", "--label=k8s-cluster=eu", "--external-label=b"}, "--label: \"k8s-cluster\" is no name of a label: letters, digits and _, not a digit first, not __\n--external-label: expected NAME=VALUE"},
		{[]string{"--out=x", "--label=severity=page"}, "label severity is one of the exporter's metrics or alerts; use another one"},
		{[]string{"--out=x", "--kubernetes.rule-label=release"}, "--kubernetes.rule-label: expected NAME=VALUE"},
		{[]string{"--out=x", "--kubernetes.dashboard-label=a"}, "--kubernetes.dashboard-label: expected NAME=VALUE"},
	} {
		status, _, log := bundled(t, c.args...)
		require.Equal(t, 1, status, "%v", c.args)
		require.Contains(t, log, c.want)
	}
	require.NoDirExists(t, "x")
	status, _, log := bundled(t)
	require.Equal(t, 2, status)
	require.Contains(t, log, "--out")
}
