package bundle_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/alerts"
	"helpdesk_exporter/internal/bundle"
	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/selector"
)

// committed says where the repository keeps what the default bundle has.
var committed = map[string]string{
	"rules": "alerts/rules", "runbooks": "alerts/runbooks", ".": "alerts", "dashboards": "dashboards/json",
	"kubernetes/dashboards": "dashboards/kubernetes",
}

func TestTheDefaultBundleIsWhatIsCommitted(t *testing.T) {
	files, err := bundle.Files(bundle.Defaults())
	require.NoError(t, err)
	for dir, from := range committed {
		entries, err := os.ReadDir(filepath.Join("../..", from))
		require.NoError(t, err)
		n := 0
		for _, e := range entries {
			if e.IsDir() || dir == "." && e.Name() != "alertmanager.yml" {
				continue
			}
			n++
			requireCommitted(t, filepath.Join(from, e.Name()), files[path.Join(dir, e.Name())])
		}
		require.Positive(t, n)
	}
	for _, name := range []string{"dashboards", "datasources"} {
		requireCommitted(t, "dashboards/provisioning/"+name+".yml", files["provisioning/"+name+"/helpdesk.yml"])
	}
}

func requireCommitted(t *testing.T, name string, text []byte) {
	t.Helper()
	want, err := os.ReadFile(filepath.Join("../..", name))
	require.NoError(t, err)
	require.True(t, bytes.Equal(want, text), "%s is another one in the bundle", name)
}

// custom are options of which none is the default.
func custom() bundle.Options {
	o := bundle.Defaults()
	o.SetLabels([]selector.Matcher{{Name: "cluster", Value: "eu"}}, []selector.Matcher{{Name: "region", Value: "we'st"}})
	o.Alerts.Job, o.Dashboards.Job = "desk", "desk"
	o.Alerts.Leads = map[string]time.Duration{"Returns": 5 * time.Minute}
	o.Alerts.Teams = []alerts.Team{{Name: "Returns", Receiver: "returns"}}
	o.Dashboards.Timezone, o.Dashboards.WeekStart = "Europe/Rome", "sunday"
	o.Dashboards.Datasource, o.Dashboards.DatasourceName = "mimir", "Mimir: all"
	o.Provisioning.UID, o.Provisioning.Name, o.Provisioning.URL = "mimir", "Mimir: all", "https://mimir.my.org/prometheus"
	o.Rules.Namespace, o.Pages.Namespace = "monitoring", "monitoring"
	o.Rules.Labels = map[string]string{"release": "prometheus"}
	o.Pages.SidecarLabel, o.Pages.SidecarValue = "dashboards", "yes"
	return o
}

func TestEveryFileParses(t *testing.T) {
	for _, o := range []bundle.Options{bundle.Defaults(), custom()} {
		files, err := bundle.Files(o)
		require.NoError(t, err)
		for name, text := range files {
			switch path.Ext(name) {
			case ".json":
				require.True(t, json.Valid(text), name)
			case ".yml", ".yaml":
				d := yaml.NewDecoder(bytes.NewReader(text))
				var content map[string]any
				require.NoError(t, d.Decode(&content), name)
				require.NotEmpty(t, content, name)
				require.ErrorIs(t, d.Decode(&content), io.EOF, name)
			default:
				require.Equal(t, ".md", path.Ext(name))
			}
		}
	}
}

func TestObjectsOfKubernetes(t *testing.T) {
	files, err := bundle.Files(custom())
	require.NoError(t, err)
	type object struct {
		Kind     string
		Metadata struct {
			Name, Namespace string
			Labels          map[string]string
		}
		Data map[string]string
		Spec struct{ Groups []alerts.Group }
	}
	rules, pages := 0, 0
	for name, text := range files {
		if !strings.HasPrefix(name, "kubernetes/") {
			continue
		}
		var o object
		require.NoError(t, yaml.Unmarshal(text, &o), name)
		require.Equal(t, "monitoring", o.Metadata.Namespace)
		require.Equal(t, strings.TrimSuffix(path.Base(name), ".yaml"), o.Metadata.Name)
		switch o.Kind {
		case "PrometheusRule":
			rules++
			require.Equal(t, map[string]string{"release": "prometheus"}, o.Metadata.Labels)
			want, err := alerts.Parse(files["rules/"+strings.TrimPrefix(o.Metadata.Name, "helpdesk-")+".yml"])
			require.NoError(t, err)
			require.Equal(t, want, o.Spec.Groups)
		case "ConfigMap":
			pages++
			require.Equal(t, map[string]string{"dashboards": "yes"}, o.Metadata.Labels)
			require.Equal(t, map[string]string{o.Metadata.Name + ".json": string(files["dashboards/"+o.Metadata.Name+".json"])}, o.Data)
		}
	}
	require.Equal(t, 11, rules, "teams.yml is one of them")
	require.Equal(t, 6, pages)
}

func TestProvisioning(t *testing.T) {
	files, err := bundle.Files(custom())
	require.NoError(t, err)
	var read struct {
		Datasources []struct {
			Name, UID, URL, Type string
		}
	}
	require.NoError(t, yaml.Unmarshal(files["provisioning/datasources/helpdesk.yml"], &read))
	require.Equal(t, "Mimir: all", read.Datasources[0].Name)
	require.Equal(t, "mimir", read.Datasources[0].UID)
	require.Equal(t, "https://mimir.my.org/prometheus", read.Datasources[0].URL)
	require.Equal(t, "prometheus", read.Datasources[0].Type)
}

func TestWhatIsWrongIsSaidAtOnce(t *testing.T) {
	o := bundle.Defaults()
	o.SetLabels([]selector.Matcher{{Name: "group", Value: "a"}, {Name: "cluster", Value: "a"}, {Name: "job", Value: "a"}},
		[]selector.Matcher{{Name: "cluster", Value: "b"}})
	o.Alerts.Job = ""
	o.Dashboards.Timezone, o.Dashboards.WeekStart = "Europe/Rom", "tuesday"
	o.Alerts.Runbooks, o.Alerts.Dashboards, o.Provisioning.URL, o.Alerts.Webhook = "wiki", "https://{{ x }}", "http://a b", "ftp://x"
	o.Provisioning.UID = ""
	o.Rules.Namespace = "Monitoring"
	o.Rules.Labels = map[string]string{"a b": "c"}
	o.Pages.SidecarValue = "a b"
	_, err := bundle.Files(o)
	require.EqualError(t, err, strings.Join([]string{
		"label group is one of the exporter's metrics or alerts; use another one",
		"label job: give the scrape job by --job",
		"label cluster is given twice; remove one",
		`--job: "" is no scrape job`,
		`--timezone: no zone "Europe/Rom"; use a name of the IANA data base such as Europe/Rome, utc or browser`,
		`--week-start: Grafana has weeks from monday, saturday or sunday, not from "tuesday"`,
		"--runbook-url: expected an address such as https://host.example, without quotes and spaces",
		"--grafana-url: expected an address such as https://host.example, without quotes and spaces",
		"--prometheus-url: expected an address such as https://host.example, without quotes and spaces",
		"--webhook-url: expected an address such as https://host.example, without quotes and spaces",
		"--datasource.uid and --datasource.name must not be empty",
		`--kubernetes.namespace: "Monitoring" is no name of a namespace`,
		"--kubernetes.rule-label: a b=c is no label of an object",
		"--kubernetes.dashboard-label: grafana_dashboard=a b is no label of an object",
	}, "\n"))
}

const configuration = `
timezone: Europe/Rome
global: {week_start: sunday, fiscal_year_start: april}
schedules: [{name: office, hours: {mon-fri: "09:00-18:00"}}]
teams:
  - {name: Returns, match: {group: [r1, r2]}, schedule: office, receiver: returns-oncall}
  - {name: Sales}
  - {name: VIP, match: {group: [v1]}}
  - {name: Chat, receiver: chat}
sla:
  - {name: chat, match: {group: [chat]}, targets: {first_response: {default: 1h, by_priority: {urgent: 2m}}}}
  - {name: vip, match: {group: [vip]}, targets: {first_response: {default: 4m}}}
  - {name: returns, match: {group: [returns]}, targets: {first_response: {default: 1h}, resolution: {default: 3bd}}}
  - {name: slow, match: {group: [Sales], priority: [low]}, targets: {first_response: {default: 1m}}}
  - {name: all, targets: {first_response: {default: 10m, by_priority: {urgent: 40m, high: 40m}}}}
sources: [{name: shop, preset: osticket, dsn: "mysql://a:b@c/d", timezone: UTC}]
`

func TestConfigure(t *testing.T) {
	o := configured(t, configuration)
	require.Equal(t, "Europe/Rome", o.Alerts.Timezone)
	require.Equal(t, time.Sunday, o.Alerts.WeekStart)
	require.Equal(t, time.April, o.Alerts.YearStart)
	require.Equal(t, []alerts.Team{{Name: "Returns", Receiver: "returns-oncall"}, {Name: "Chat", Receiver: "chat"}}, o.Alerts.Teams)
	require.Equal(t, map[string]time.Duration{"": 10 * time.Minute, "Chat": 30 * time.Second, "VIP": time.Minute}, o.Alerts.Leads,
		"a quarter of the shortest promise to urgent and high tickets; what is promised to everybody holds for Returns, too")
	require.Equal(t, "Europe/Rome", o.Dashboards.Timezone)
	require.Equal(t, "sunday", o.Dashboards.WeekStart)
	require.Equal(t, "business", o.Dashboards.Clock)
	require.Equal(t, 3, o.Dashboards.FiscalYearStartMonth)
	_, err := bundle.Files(o)
	require.NoError(t, err)
}

func TestConfigureChangesNothingThatIsNotSaid(t *testing.T) {
	o := configured(t, `sources: [{name: shop, preset: osticket, dsn: "mysql://a:b@c/d", timezone: UTC}]`)
	want := bundle.Defaults()
	want.Alerts.Timezone, want.Dashboards.Timezone, want.Dashboards.WeekStart = "UTC", "UTC", "monday"
	want.Alerts.Teams, want.Alerts.Leads = []alerts.Team{}, map[string]time.Duration{}
	require.Equal(t, want, o)

	files, err := bundle.Files(o)
	require.NoError(t, err)
	for name, text := range files {
		if strings.HasPrefix(name, "rules/") {
			requireCommitted(t, "alerts/"+name, text)
		}
	}
	require.NotContains(t, string(files["alertmanager.yml"]), "Returns", "nobody has the team of the example")
}

func TestAWeekThatGrafanaDoesNotKnowIsTheReaders(t *testing.T) {
	o := configured(t, "global: {week_start: friday}\n"+`sources: [{name: shop, preset: osticket, dsn: "mysql://a:b@c/d", timezone: UTC}]`)
	require.Equal(t, time.Friday, o.Alerts.WeekStart)
	require.Empty(t, o.Dashboards.WeekStart)
}

func configured(t *testing.T, text string) bundle.Options {
	t.Helper()
	file := filepath.Join(t.TempDir(), "helpdesk.yml")
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	c, err := config.Load([]string{file}, os.LookupEnv)
	require.NoError(t, err)
	o := bundle.Defaults()
	require.NoError(t, errors.Join(o.Configure(c), o.Validate()))
	return o
}
