package alerts_test

import (
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const alertmanagerFile = "alertmanager.yml"

func TestAmtoolFindsNothing(t *testing.T) {
	out, err := exec.Command("amtool", "check-config", alertmanagerFile).CombinedOutput()
	require.NoError(t, err, "%s", out)
}

// TestRoutes asks amtool who hears what: every severity in every area, of a team with receivers and of one without.
func TestRoutes(t *testing.T) {
	desk := map[string]string{
		"page": "desk-oncall", "ticket": "desk-tickets", "info": "nobody", "none": "dead-mans-switch",
	}
	admin := map[string]string{
		"page": "admin-oncall", "ticket": "admin-tickets", "info": "nobody", "none": "dead-mans-switch",
	}
	returns := map[string]string{
		"page": "returns-oncall,returns-lead", "ticket": "returns-tickets", "info": "nobody", "none": "dead-mans-switch",
	}
	for _, area := range []string{"sla", "backlog", "volume", "quality", "contact_centre", "goals", "exporter"} {
		for _, severity := range []string{"page", "ticket", "info", "none"} {
			forReturns, forDesk := returns[severity], desk[severity]
			if area == "exporter" {
				forReturns, forDesk = admin[severity], admin[severity]
			}
			t.Run(area+" "+severity, func(t *testing.T) {
				routed(t, forReturns, "area="+area, "severity="+severity, "group=Returns")
				routed(t, forDesk, "area="+area, "severity="+severity, "group=Sales")
				routed(t, forDesk, "area="+area, "severity="+severity)
			})
		}
	}
	routed(t, "returns-tickets", "severity=ticket", "area=sla", "group=Returns", "repeat=weekly")
	routed(t, "desk-tickets", "severity=ticket", "area=goals", "repeat=weekly")
}

func routed(t *testing.T, receivers string, labels ...string) {
	t.Helper()
	args := append([]string{"config", "routes", "test", "--config.file=" + alertmanagerFile, "--verify.receivers=" + receivers}, labels...)
	out, err := exec.Command("amtool", args...).CombinedOutput()
	require.NoError(t, err, "%v: %s", labels, out)
}

// route is a route of alertmanager.yml, as far as the tests look into it.
type route struct {
	Receiver string   `yaml:"receiver"`
	Matchers []string `yaml:"matchers"`
	Continue bool     `yaml:"continue"`
	Active   []string `yaml:"active_time_intervals"`
	Repeat   string   `yaml:"repeat_interval"`
	Routes   []route  `yaml:"routes"`
}

// TestRoutesOfHoursHaveASiblingForAllHours: Alertmanager drops what comes outside the hours of a route, so a sibling
// before it must have taken the same alert, and let it pass on.
func TestRoutesOfHoursHaveASiblingForAllHours(t *testing.T) {
	var config struct {
		Route route `yaml:"route"`
	}
	readYAML(t, alertmanagerFile, &config)
	checked := 0
	var check func(route)
	check = func(r route) {
		for i, child := range r.Routes {
			if len(child.Active) > 0 {
				checked++
				require.True(t, slices.ContainsFunc(r.Routes[:i], func(other route) bool {
					return other.Continue && len(other.Active) == 0 && slices.Equal(other.Matchers, child.Matchers)
				}), child.Receiver)
			}
			if slices.Contains(child.Matchers, `repeat="weekly"`) {
				require.Equal(t, "7d", child.Repeat)
			}
			check(child)
		}
	}
	check(config.Route)
	require.Positive(t, checked)
}

// TestInhibition: who is muted while something else fires, among all alerts there are, of one source and team.
func TestInhibition(t *testing.T) {
	except := func(not ...string) []string {
		var names []string
		for _, name := range alertNames(t) {
			if !slices.Contains(not, name) {
				names = append(names, name)
			}
		}
		return names
	}
	ofExporter := []string{
		"HelpdeskExporterDown", "HelpdeskExporterReplicaDown", "HelpdeskExporterRestarting", "HelpdeskFirstSyncUnfinished",
		"HelpdeskLabelOverflow", "HelpdeskPollSlow", "HelpdeskRateLimitNearlyExhausted", "HelpdeskRateLimited", "HelpdeskSeriesNearLimit",
		"HelpdeskSourceAuthFailed", "HelpdeskSourceDown", "HelpdeskSourceStale",
		"HelpdeskUnmapped", "HelpdeskWatchdog", "HelpdeskWatermarkBehind",
	}
	knows := append([]string{"HelpdeskSLABreachImminent"}, ofExporter...)
	stale := append(except(knows...), "HelpdeskSourceDown", "HelpdeskWatermarkBehind")
	slices.Sort(stale)
	cases := []struct {
		name   string
		source map[string]string
		want   []string
	}{
		{
			"no exporter mutes all but the watchdog",
			map[string]string{"alertname": "HelpdeskExporterDown", "severity": "page", "area": "exporter"},
			except("HelpdeskExporterDown", "HelpdeskWatchdog"),
		},
		{
			"a stale source mutes its business alerts, but not what was due anyhow",
			map[string]string{
				"alertname": "HelpdeskSourceStale", "severity": "page", "area": "exporter", "source": "desk", "stream": "tickets",
			},
			stale,
		},
		{
			"of another source, only the goals of the whole desk",
			map[string]string{
				"alertname": "HelpdeskSourceStale", "severity": "page", "area": "exporter", "source": "shop", "stream": "tickets",
			},
			[]string{"HelpdeskGoalAtRisk", "HelpdeskGoalReached"},
		},
		{
			"a breach mutes the warning of it, and its ticket",
			map[string]string{
				"alertname": "HelpdeskSLABreached", "severity": "page", "area": "sla", "source": "desk", "group": "Returns",
				"policy": "gold", "target": "resolution",
			},
			[]string{"HelpdeskSLABreachImminent", "HelpdeskSLABreached"},
		},
		{
			"a breach that was told yesterday mutes nothing",
			map[string]string{
				"alertname": "HelpdeskSLABreached", "severity": "ticket", "area": "sla", "source": "desk", "group": "Returns",
				"policy": "gold", "target": "resolution",
			},
			nil,
		},
		{
			"the page of a burn mutes its tickets",
			map[string]string{
				"alertname": "HelpdeskSLABudgetBurn", "severity": "page", "area": "sla", "source": "desk", "group": "Returns",
				"policy": "gold", "target": "resolution", "window": "1h",
			},
			[]string{"HelpdeskSLABudgetBurn"},
		},
		{
			"of another team, nothing",
			map[string]string{
				"alertname": "HelpdeskSLABreached", "severity": "page", "area": "sla", "source": "desk", "group": "Sales",
				"policy": "gold", "target": "resolution",
			},
			nil,
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, mutedBy(t, c.source))
		})
	}
}

type inhibition struct {
	Source []string `yaml:"source_matchers"`
	Target []string `yaml:"target_matchers"`
	Equal  []string `yaml:"equal"`
}

// mutedBy returns the names of the alerts that have a rule which is muted while source fires. Alertmanager lets no alert
// that is on both sides of an inhibition mute another such; the rules have none.
func mutedBy(t *testing.T, source map[string]string) []string {
	t.Helper()
	var config struct {
		Inhibitions []inhibition `yaml:"inhibit_rules"`
	}
	readYAML(t, alertmanagerFile, &config)
	var muted []string
	for _, target := range targets(t) {
		for _, i := range config.Inhibitions {
			same := !slices.ContainsFunc(i.Equal, func(label string) bool { return source[label] != target[label] })
			if same && matches(t, i.Source, source) && matches(t, i.Target, target) {
				muted = append(muted, target["alertname"])
			}
		}
	}
	slices.Sort(muted)
	return slices.Compact(muted)
}

// targets returns the labels of every alert, as a team of source desk would raise it.
func targets(t *testing.T) []map[string]string {
	t.Helper()
	var all []map[string]string
	for _, r := range rulesWhere(t, isAlert) {
		labels := map[string]string{"alertname": r.Alert}
		if r.Labels["area"] != "goals" {
			labels["source"] = "desk"
		}
		switch r.Labels["area"] {
		case "exporter":
			labels["stream"] = "tickets"
		case "sla":
			labels["policy"], labels["target"] = "gold", "resolution"
			fallthrough
		default:
			labels["group"] = "Returns"
		}
		for name, value := range r.Labels {
			labels[name] = value
		}
		all = append(all, labels)
	}
	return all
}

var matcher = regexp.MustCompile(`^(\w+)(=~|!~|!=|=)"(.*)"$`)

func matches(t *testing.T, matchers []string, labels map[string]string) bool {
	t.Helper()
	for _, m := range matchers {
		parts := matcher.FindStringSubmatch(m)
		require.NotNil(t, parts, m)
		value, op := labels[parts[1]], parts[2]
		hit := value == parts[3]
		if strings.HasSuffix(op, "~") {
			hit = regexp.MustCompile("^(?:" + parts[3] + ")$").MatchString(value)
		}
		if hit == strings.HasPrefix(op, "!") {
			return false
		}
	}
	return true
}
