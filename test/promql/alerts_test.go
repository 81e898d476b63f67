package promql_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/alerts"
	"helpdesk_exporter/test/promql"
)

// TestRulesAndCatalogue holds every shipped rule to the catalogue of metrics.
func TestRulesAndCatalogue(t *testing.T) {
	rules := shipped(t)
	recorded := recordedBy(rules)
	for _, r := range rules {
		t.Run(r.Alert+r.Record, func(t *testing.T) {
			query, err := promql.Parse(r.Expr)
			require.NoError(t, err)
			require.Empty(t, query.Problems(recorded))
			if r.Alert != "" && r.Alert != "HelpdeskWatchdog" {
				require.True(t, query.Compares(), "it has no comparison, so it fires as long as its series exist")
			}
		})
	}
}

// TestRecordedLabelsAreWhatTheNameSays: level:metric:operation begins with the labels, and the rule writes those.
func TestRecordedLabelsAreWhatTheNameSays(t *testing.T) {
	for _, r := range shipped(t) {
		if r.Record == "" {
			continue
		}
		query, err := promql.Parse(r.Expr)
		require.NoError(t, err)
		level := levelOf(r.Record)
		for label := range r.Labels {
			require.Contains(t, level, label, r.Record)
		}
		for _, label := range query.By() {
			require.Contains(t, level, label, r.Record)
		}
	}
}

// TestProblemsBite gives the check queries that it must refuse, and some that it must not.
func TestProblemsBite(t *testing.T) {
	recorded := promql.Recorded{"source_group:helpdesk_tickets:sum": {"source", "group"}}
	const one = "max without (instance, pod) "
	cases := []struct{ name, query, want string }{
		{"a stock", "sum by (group) (" + one + "(helpdesk_tickets))", ""},
		{"a counter", "sum(" + one + "(increase(helpdesk_tickets_created_total[1h])))", ""},
		{"a recorded series", "source_group:helpdesk_tickets:sum{group=\"Returns\"} > 3", ""},
		{"an unknown metric", one + "(helpdesk_ticket)", "no such metric"},
		{"a series that no rule records", "source:helpdesk_tickets:sum", "no such metric"},
		{"a planned metric", one + "(helpdesk_agents)", "does not fill it yet"},
		{"an unknown label", one + "(helpdesk_tickets{team=\"Returns\"})", "no label team"},
		{"an unknown value", one + "(helpdesk_tickets{status=\"closed\"})", "never \"closed\""},
		{"one unknown value of several", one + "(helpdesk_tickets{status=~\"new|opened\"})", "never \"opened\""},
		{"a label that counts twice", "sum(" + one + "(helpdesk_sla_due_within))", "horizon is not matched"},
		{"it is matched", "sum(" + one + "(helpdesk_sla_due_within{horizon=\"1h\"}))", ""},
		{
			"the clock of a histogram", "sum(" + one + "(increase(helpdesk_reply_time_seconds_count[1h])))", "clock is not matched",
		},
		{"a counter without increase", "sum(" + one + "(helpdesk_tickets_created_total))", "without increase"},
		{"two replicas", "sum(helpdesk_tickets)", "count twice"},
		{"two replicas of an increase", "sum(increase(helpdesk_tickets_created_total[1h]))", "count twice"},
		{"replicas made one too late", "max by (group) (sum by (group, instance) (helpdesk_tickets))", "count twice"},
		{"by a label it has not", "sum by (agent) (" + one + "(helpdesk_tickets))", "has the label agent"},
		{"a suffix of no histogram", one + "(helpdesk_tickets_sum)", "no such metric"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			query, err := promql.Parse(c.query)
			require.NoError(t, err)
			problems := strings.Join(query.Problems(recorded), "; ")
			if c.want == "" {
				require.Empty(t, problems)
			} else {
				require.Contains(t, problems, c.want)
			}
		})
	}
	_, err := promql.Parse("sum(")
	require.Error(t, err)
}

// shipped returns every rule of alerts/rules.
func shipped(t *testing.T) []alerts.Rule {
	t.Helper()
	files, err := alerts.Groups()
	require.NoError(t, err)
	var rules []alerts.Rule
	for _, groups := range files {
		for _, g := range groups {
			rules = append(rules, g.Rules...)
		}
	}
	require.Greater(t, len(rules), 50)
	return rules
}

// recordedBy returns what the rules record. Teams' thresholds are written by whoever installs the rules, and ALERTS by
// Prometheus.
func recordedBy(rules []alerts.Rule) promql.Recorded {
	recorded := promql.Recorded{
		"group_kpi:helpdesk_threshold:team": {"group", "kpi"},
		"ALERTS":                            {"alertname", "alertstate", "severity", "source", "group", "policy", "target"},
	}
	for _, r := range rules {
		if r.Record != "" {
			recorded[r.Record] = levelOf(r.Record)
		}
	}
	return recorded
}

// levelOf returns the labels that the name of a recorded series begins with.
func levelOf(record string) []string {
	level, _, _ := strings.Cut(record, ":")
	return strings.Split(level, "_")
}

func Example() {
	query, err := promql.Parse("sum(helpdesk_tickets_created_total)")
	if err != nil {
		panic(err)
	}
	problems := query.Problems(nil)
	slices.Sort(problems)
	fmt.Println(strings.Join(problems, "\n"))
	// Output:
	// helpdesk_tickets_created_total: a counter is read without increase
	// helpdesk_tickets_created_total: two replicas would count twice; put max without (instance, pod) around it
}
