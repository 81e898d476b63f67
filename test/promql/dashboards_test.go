package promql_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/alerts"
	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/dashboards"
	"helpdesk_exporter/test/promql"
)

// asked is one query of a page: of a panel, an annotation or a variable.
type asked struct {
	page, where, expr string
	// variable tells that the query asks which values there are, not how much.
	variable bool
}

// chosen puts values for the variables, as Grafana does.
var chosen = strings.NewReplacer(
	"$__rate_interval", "5m", "$__range_s", "604800", "$__range", "7d", "$__interval", "1m", "$bucket", "1d",
	"$compare", "1w", "$quantile", "0.9", "$clock", "calendar", "$job", ".*", "$source", ".*", "$brand", ".*",
	"$group", ".*", "$channel", ".*", "$priority", ".*",
)

// TestPagesAndCatalogue holds every query of every page to the catalogue of metrics and to the rules of pages.
func TestPagesAndCatalogue(t *testing.T) {
	all := queriesOfPages(t)
	require.Greater(t, len(all), 300)
	for _, q := range all {
		text := chosen.Replace(q.expr)
		require.NotContains(t, strings.ReplaceAll(text, `"$1"`, ""), "$", "%s: %s: a variable nobody knows", q.page, q.where)
		require.Empty(t, problemsOfPage(t, q, text), "%s: %s: %s", q.page, q.where, q.expr)
	}
}

// TestRunbooksAreWhereTheAlertsSay: pages and alerts lead to the same runbooks.
func TestRunbooksAreWhereTheAlertsSay(t *testing.T) {
	require.Equal(t, alerts.RunbookAddress, dashboards.Defaults().Runbooks)
}

// TestRulesOfPagesBite gives the rules queries that they must refuse, and some that they must not.
func TestRulesOfPagesBite(t *testing.T) {
	const one = "max without (instance, pod) "
	bucket := func(le string) string {
		return `sum(` + one + `(increase(helpdesk_resolution_time_seconds_bucket{job="a",clock="calendar",stage="first",` + le + `}[1h])))`
	}
	reply := one + `(increase(helpdesk_reply_time_seconds_sum{job="a",clock="calendar"`
	for _, c := range []struct{ name, query, want string }{
		{"a stock", `sum(` + one + `(helpdesk_tickets{job="a"}))`, ""},
		{"any job", `sum(` + one + `(helpdesk_tickets))`, "job is not matched"},
		{"two replicas", `sum(helpdesk_tickets{job="a"})`, "count twice"},
		{"the mean of native histograms", `sum(avg without (instance, pod) (increase(helpdesk_resolution_time_seconds{job="a",clock="calendar",stage="first"}[1h])))`, ""},
		{"the mean of some", `avg by (group) (helpdesk_tickets{job="a"})`, "count twice"},
		{"written and live", reply + `}[1h]))`, "written and live"},
		{"written", reply + `,channel=~"$channel",channel!~"chat|phone"}[1h]))`, ""},
		{"by channel", `sum by (channel) (` + reply + `}[1h])))`, ""},
		{"a bound", bucket(`le=~"3600(\\.0)?"`), ""},
		{"a bound of Prometheus 2 alone", bucket(`le="3600"`), "Prometheus 2 and 3"},
		{"no bound", bucket(`le=~"61(\\.0)?"`), "is no bound"},
		{"of Prometheus", one + `(prometheus_build_info)`, "no such metric"},
		{"a planned family", `sum(` + one + `(helpdesk_agents{job="a"}))`, "does not fill it yet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.Join(problemsOfPage(t, asked{page: "helpdesk-overview"}, chosen.Replace(c.query)), "; ")
			if c.want == "" {
				require.Empty(t, got)
			} else {
				require.Contains(t, got, c.want)
			}
		})
	}
}

func problemsOfPage(t *testing.T, q asked, text string) []string {
	t.Helper()
	query, err := promql.Parse(text)
	require.NoError(t, err, q.where)
	problems := query.Problems(others(q.page, query))
	problems = slices.DeleteFunc(problems, func(problem string) bool {
		replicas := strings.Contains(problem, "two replicas would count twice")
		return replicas || q.variable && strings.Contains(problem, "without increase")
	})
	for _, s := range query.Selectors() {
		f, part, ok := familyOf(s.Name)
		if !ok || q.variable {
			continue
		}
		problems = append(problems, problemsOfSelector(s, &f, part)...)
	}
	return problems
}

func problemsOfSelector(s promql.Selector, f *catalogue.Family, part string) []string {
	var out []string
	if s.Count("job") != 1 {
		out = append(out, s.Name+": job is not matched")
	}
	if s.Count("score") > 0 {
		out = append(out, s.Name+": what is good is the rating; a scale of scores is configured")
	}
	if mixes(f) && s.Count("channel") < 2 && !slices.ContainsFunc(s.Around, byChannel) {
		out = append(out, s.Name+": written and live are never one number")
	}
	if !slices.ContainsFunc(s.Around, oneOfReplicas) {
		out = append(out, s.Name+": two replicas would count twice")
	}
	for _, m := range s.Matchers {
		if m.Name != "le" || part != "_bucket" {
			continue
		}
		number, both := strings.CutSuffix(m.Value, `(\.0)?`)
		bound, err := strconv.ParseFloat(number, 64)
		switch {
		case !both:
			out = append(out, s.Name+": Prometheus 2 and 3 write le differently")
		case err != nil || !slices.Contains(f.Buckets, bound):
			out = append(out, s.Name+": "+m.Value+" is no bound")
		}
	}
	return out
}

// familyOf finds the family of a series, and the part of a histogram that the series is.
func familyOf(name string) (catalogue.Family, string, bool) {
	if f, ok := catalogue.Lookup(name); ok {
		return f, "", true
	}
	for _, part := range []string{"_bucket", "_sum", "_count"} {
		if base, ok := strings.CutSuffix(name, part); ok {
			f, ok := catalogue.Lookup(base)
			return f, part, ok && f.Type == catalogue.Histogram
		}
	}
	return catalogue.Family{}, "", false
}

// mixes tells of families whose written and live series have nothing to do with each other.
func mixes(f *catalogue.Family) bool {
	return f.LabelIndex("channel") >= 0 && (f.Type == catalogue.Histogram || slices.Contains([]string{
		"helpdesk_ticket_checks_total", "helpdesk_resolution_touches_total", "helpdesk_survey_responses_total",
	}, f.Name))
}

var channelGrouping = regexp.MustCompile(` by \[(.* )?channel( .*)?\]$`)

func byChannel(around string) bool { return channelGrouping.MatchString(around) }

// oneOfReplicas tells of an aggregation that gives the same for one replica and for two.
func oneOfReplicas(around string) bool {
	operator, grouping, ok := strings.Cut(around, " ")
	switch {
	case !ok:
		return around == "absent"
	case grouping == "without [instance pod]":
		return slices.Contains([]string{"max", "min", "avg"}, operator)
	}
	return slices.Contains([]string{"max", "min", "count"}, operator) && strings.HasPrefix(grouping, "by ") &&
		!strings.Contains(grouping, "instance")
}

// others are the series that a page may ask for beside the catalogue's, with their labels.
func others(page string, query promql.Query) promql.Recorded {
	recorded := promql.Recorded{
		"ALERTS": {"alertname", "alertstate", "severity", "source", "group"},
		"up":     nil, "process_start_time_seconds": nil,
	}
	if page != "helpdesk-exporter" {
		return recorded
	}
	recorded["helpdesk_exporter_build_info"] = []string{"version", "goversion"}
	own := regexp.MustCompile(`^(go|process|scrape|prometheus|alertmanager)_`)
	for _, s := range query.Selectors() {
		if own.MatchString(s.Name) {
			recorded[s.Name] = []string{"rule_group", "integration"}
		}
	}
	return recorded
}

// queriesOfPages reads the queries from the JSON that Grafana gets.
func queriesOfPages(t *testing.T) []asked {
	t.Helper()
	names, err := fs.Glob(dashboards.Files(), "json/*.json")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	var all []asked
	for _, name := range names {
		raw, err := fs.ReadFile(dashboards.Files(), name)
		require.NoError(t, err)
		var page document
		require.NoError(t, json.Unmarshal(raw, &page))
		all = append(all, page.queries(t)...)
	}
	return all
}

// document is a page, as far as it asks something.
type document struct {
	UID         string
	Panels      []panel
	Annotations struct{ List []struct{ Name, Expr string } }
	Templating  struct {
		List []struct{ Name, Definition string }
	}
}

func (d document) queries(t *testing.T) []asked {
	t.Helper()
	var all []asked
	for _, p := range d.Panels {
		all = p.queries(d.UID, all)
	}
	for _, a := range d.Annotations.List {
		all = append(all, asked{page: d.UID, where: a.Name, expr: a.Expr})
	}
	for _, v := range d.Templating.List {
		if v.Definition == "" {
			continue
		}
		m := regexp.MustCompile(`^label_values\((.*), ([a-z]+)\)$`).FindStringSubmatch(v.Definition)
		require.NotNil(t, m, v.Definition)
		all = append(all, asked{
			page: d.UID, where: "$" + v.Name, expr: fmt.Sprintf("count by (%s) (%s)", m[2], m[1]), variable: true,
		})
	}
	return all
}

type panel struct {
	Title   string
	Targets []struct{ Expr string }
	Panels  []panel
}

func (p panel) queries(page string, all []asked) []asked {
	for _, q := range p.Targets {
		all = append(all, asked{page: page, where: p.Title, expr: q.Expr})
	}
	for _, inner := range p.Panels {
		all = inner.queries(page, all)
	}
	return all
}
