package dashboards

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
)

// asked is one query of a page: of a panel, an annotation or a variable.
type asked struct {
	page, panel, expr string
}

func (a asked) String() string { return a.page + ": " + a.panel + ": " + a.expr }

// parsed is what test/promql/selectors says about a query.
type parsed struct {
	Error     string
	Selectors []selected
	Labels    []string
	Made      []string
}

type selected struct {
	Name     string
	Matchers []struct{ Label, Op, Value string }
	Range    string
	Around   []string
}

func queries(t *testing.T) []asked {
	t.Helper()
	pages, _ := documents(t)
	var out []asked
	labelValues := regexp.MustCompile(`^label_values\((.*), [a-z]+\)$`)
	for _, d := range pages {
		for _, p := range d.panels() {
			for _, q := range p.Targets {
				out = append(out, asked{d.UID, p.Title, q.Expr})
			}
		}
		for _, a := range d.Annotations.List {
			out = append(out, asked{d.UID, a.Name, a.Expr})
		}
		for _, v := range d.Templating.List {
			if v.Type == "query" {
				m := labelValues.FindStringSubmatch(v.Definition)
				require.NotNil(t, m, v.Definition)
				out = append(out, asked{d.UID, "$" + v.Name, m[1]})
			}
		}
	}
	return out
}

// parse runs Prometheus' own parser, which lives in a module of its own.
func parse(t *testing.T, expressions []string) []parsed {
	t.Helper()
	in, err := json.Marshal(expressions)
	require.NoError(t, err)
	cmd := exec.Command("go", "run", "-C", "../test/promql", "./selectors")
	cmd.Stdin = bytes.NewReader(in)
	var complaints bytes.Buffer
	cmd.Stderr = &complaints
	raw, err := cmd.Output()
	require.NoError(t, err, complaints.String())
	var out []parsed
	require.NoError(t, json.Unmarshal(raw, &out))
	require.Len(t, out, len(expressions))
	return out
}

// chosen puts values for the variables, as Grafana does.
var chosen = strings.NewReplacer(
	"$__rate_interval", "5m", "$__range_s", "604800", "$__range", "7d", "$__interval", "1m", "$bucket", "1d",
	"$compare", "1w", "$quantile", "0.9", "$clock", "calendar", "$job", ".*", "$source", ".*", "$brand", ".*",
	"$group", ".*", "$channel", ".*", "$priority", ".*",
)

func TestQueries(t *testing.T) {
	all := queries(t)
	require.Greater(t, len(all), 300)
	expressions := make([]string, len(all))
	for i, q := range all {
		expressions[i] = chosen.Replace(q.expr)
		require.NotContains(t, strings.ReplaceAll(expressions[i], `"$1"`, ""), "$", q)
	}
	for i, p := range parse(t, expressions) {
		found := problems(all[i].page, p)
		if strings.HasPrefix(all[i].panel, "$") {
			// A variable asks which values there are, not how much.
			found = slices.DeleteFunc(found, func(s string) bool {
				return strings.HasSuffix(s, "counts replicas twice") || strings.HasSuffix(s, "is a counter without a range") ||
					strings.HasSuffix(s, "helpdesk_exporter_series has no matcher of job")
			})
		}
		require.Empty(t, found, all[i].String())
	}
}

// problems of a query, by the rules of every page.
func problems(page string, p parsed) []string {
	if p.Error != "" {
		return []string{p.Error}
	}
	var out []string
	known := append([]string{"job", "instance", "pod", "le"}, p.Made...)
	for _, s := range p.Selectors {
		f, name, ok := familyOf(s.Name)
		if !ok {
			if !foreign(page, s.Name) {
				out = append(out, s.Name+" is not in the catalogue")
			}
			known = append(known, foreignLabels()...)
			continue
		}
		known = append(known, f.Labels...)
		if !f.Built {
			out = append(out, s.Name+" is not built")
		}
		out = append(out, s.problems(&f, name)...)
	}
	for _, l := range p.Labels {
		if !slices.Contains(known, l) {
			out = append(out, "no family has the label "+l)
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

// foreign series come from others than the catalogue.
func foreign(page, name string) bool {
	if slices.Contains([]string{"ALERTS", "up", "helpdesk_exporter_build_info", "process_start_time_seconds"}, name) {
		return true
	}
	return page == "helpdesk-exporter" &&
		regexp.MustCompile(`^(go|process|scrape|prometheus|alertmanager)_`).MatchString(name)
}

func foreignLabels() []string {
	return []string{
		"alertname", "severity", "alertstate", "source", "group", "version", "goversion", "rule_group", "integration",
	}
}

func (s selected) problems(f *catalogue.Family, part string) []string {
	var out []string
	matched := map[string]int{}
	for _, m := range s.Matchers {
		matched[m.Label]++
		out = append(out, wrong(f, part, m.Label, m.Op, m.Value)...)
	}
	if matched["job"] != 1 {
		out = append(out, s.Name+" has no matcher of job")
	}
	for _, label := range f.NonPartition {
		if matched[label] == 0 {
			out = append(out, s.Name+" counts twice: no matcher of "+label)
		}
	}
	if matched["score"] > 0 {
		out = append(out, "scores belong to surveys, not to queries")
	}
	if mixes(f) && matched["channel"] < 2 && !slices.ContainsFunc(s.Around, groupsBy("channel")) {
		out = append(out, s.Name+" mixes written and live")
	}
	if !slices.ContainsFunc(s.Around, oneOfReplicas) {
		out = append(out, s.Name+" counts replicas twice")
	}
	if f.Type == catalogue.Counter && s.Range == "" {
		out = append(out, s.Name+" is a counter without a range")
	}
	return out
}

// wrong says what is wrong with a matcher: a label or a value that the family cannot have.
func wrong(f *catalogue.Family, part, label, op, value string) []string {
	switch {
	case label == "job":
		return nil
	case label == "le" && part == "_bucket":
		bound, err := strconv.ParseFloat(strings.TrimSuffix(value, `(\.0)?`), 64)
		if err != nil || op != "=~" || !slices.Contains(f.Buckets, bound) {
			return []string{value + " is no bound of " + f.Name}
		}
		return nil
	case !slices.Contains(f.Labels, label):
		return []string{f.Name + " has no label " + label}
	}
	values := f.Values[label]
	if values == nil || value == ".*" || value == ".+" {
		return nil
	}
	for v := range strings.SplitSeq(value, "|") {
		if !slices.Contains(values, v) {
			return []string{fmt.Sprintf("%s has no %s=%q", f.Name, label, v)}
		}
	}
	return nil
}

// mixes are families whose written and live series have nothing to do with each other: durations, checks, touches.
func mixes(f *catalogue.Family) bool {
	if f.LabelIndex("channel") < 0 {
		return false
	}
	return f.Type == catalogue.Histogram || slices.Contains([]string{
		"helpdesk_ticket_checks_total", "helpdesk_resolution_touches_total", "helpdesk_survey_responses_total",
	}, f.Name)
}

func groupsBy(label string) func(string) bool {
	return func(around string) bool {
		_, labels, ok := strings.Cut(around, " by [")
		return ok && slices.Contains(strings.Fields(strings.TrimSuffix(labels, "]")), label)
	}
}

// oneOfReplicas tells of an aggregation that gives the same for one replica and for two.
func oneOfReplicas(around string) bool {
	operator, grouping, ok := strings.Cut(around, " ")
	if !ok {
		return around == "absent"
	}
	if grouping == "without [instance pod]" {
		return slices.Contains([]string{"max", "min", "avg"}, operator)
	}
	same := slices.Contains([]string{"max", "min", "count"}, operator)
	return same && strings.HasPrefix(grouping, "by ") && !strings.Contains(grouping, "instance")
}

// TestRulesOfQueriesBite gives the rules queries that they must refuse.
func TestRulesOfQueriesBite(t *testing.T) {
	cases := map[string]string{
		`sum(max without (instance, pod) (helpdesk_tickets{job="a"}))`: "",
		`sum(`:                                "parse error",
		`max(helpdesk_ticket_count{job="a"})`: "helpdesk_ticket_count is not in the catalogue",
		`max(helpdesk_tickets{job="a",tier="gold"})`:                                                           "helpdesk_tickets has no label tier",
		`max by (tier) (helpdesk_tickets{job="a"})`:                                                            "no family has the label tier",
		`max(helpdesk_tickets{job="a",status="gone"})`:                                                         `helpdesk_tickets has no status="gone"`,
		`max(helpdesk_tickets)`:                                                                                "has no matcher of job",
		`sum(helpdesk_tickets{job="a"})`:                                                                       "counts replicas twice",
		`max(helpdesk_tickets_created_total{job="a"})`:                                                         "is a counter without a range",
		`max(helpdesk_tickets_older_than{job="a"})`:                                                            "no matcher of threshold_seconds",
		`max(helpdesk_agents{job="a"})`:                                                                        "helpdesk_agents is not built",
		`max(increase(prometheus_tsdb_head_series[5m]))`:                                                       "is not in the catalogue",
		`max(helpdesk_reply_time_seconds_sum{job="a",clock="calendar"})`:                                       "mixes written and live",
		`max by (channel) (helpdesk_reply_time_seconds_sum{job="a",clock="calendar"})`:                         "",
		`max(helpdesk_resolution_time_seconds_bucket{job="a",clock="calendar",stage="first",le=~"61(\\.0)?"})`: "is no bound of",
		`max(helpdesk_resolution_time_seconds_bucket{job="a",clock="calendar",stage="first",le="60"})`:         "is no bound of",
		`max(helpdesk_resolution_time_seconds_bucket{job="a",clock="calendar",stage="first",le=~"60(\\.0)?"})`: "",
	}
	names := slices.Sorted(maps.Keys(cases))
	for i, p := range parse(t, names) {
		got := strings.Join(problems("helpdesk-overview", p), "; ")
		if want := cases[names[i]]; want == "" {
			require.Empty(t, got, names[i])
		} else {
			require.Contains(t, got, want, names[i])
		}
	}
}

func TestLiteralRangesHaveReasons(t *testing.T) {
	allowed, used := literalRanges(), map[string]bool{}
	literal := regexp.MustCompile(`(?:\[([^\]]+)\])|(?:offset (\$?\w+))`)
	for _, q := range queries(t) {
		for _, m := range literal.FindAllStringSubmatch(q.expr, -1) {
			w := m[1] + m[2]
			if strings.HasPrefix(w, "$") && !strings.Contains(w, ":") {
				continue
			}
			require.NotEmpty(t, allowed[w], "%s: literal range %s", q, w)
			used[w] = true
		}
	}
	for w := range allowed {
		require.True(t, used[w], "no query has the range %s any more", w)
	}
}

// Counts are whole numbers; increase is not, since it extrapolates.
func TestCountsAreRounded(t *testing.T) {
	pages, _ := documents(t)
	var rounded int
	for _, d := range pages {
		for _, p := range d.panels() {
			if p.Type == "text" || p.FieldConfig.Defaults.Unit != count || p.Type == "table" {
				continue
			}
			for _, q := range p.Targets {
				if strings.HasPrefix(q.Expr, "sum") && strings.Contains(q.Expr, "increase(helpdesk_t") && !strings.Contains(q.Expr, "/") {
					t.Fatalf("%s: %s shows fractions: %s", d.UID, p.Title, q.Expr)
				}
				if strings.HasPrefix(q.Expr, "round(") {
					rounded++
				}
			}
		}
	}
	require.Greater(t, rounded, 20)
}
