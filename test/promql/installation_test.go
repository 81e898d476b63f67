package promql_test

import (
	"encoding/json"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/alerts"
	"helpdesk_exporter/dashboards"
	"helpdesk_exporter/internal/selector"
	"helpdesk_exporter/test/promql"
)

// TestRulesOfAnInstallation: each series that a rule reads is that of the job and of the label, and no series has come or
// gone.
func TestRulesOfAnInstallation(t *testing.T) {
	o := alerts.Defaults()
	o.Job, o.Labels = "desk", []selector.Matcher{{Name: "cluster", Value: "eu"}}
	files, err := alerts.Rules(o)
	require.NoError(t, err)
	shipped, err := alerts.Groups()
	require.NoError(t, err)
	jobs := 0
	for name, text := range files {
		groups, err := alerts.Parse(text)
		require.NoError(t, err)
		for i, g := range groups {
			for j, r := range g.Rules {
				require.Equal(t, "eu", r.Labels["cluster"], r.Expr)
				before, after := selectorsOf(t, shipped["rules/"+name][i].Rules[j].Expr), selectorsOf(t, r.Expr)
				require.Len(t, after, len(before))
				for k, s := range after {
					require.Equal(t, before[k].Name, s.Name)
					requireMatcher(t, s, "cluster", "eu")
					if before[k].Count("job") > 0 {
						requireMatcher(t, s, "job", "desk")
						jobs++
					}
				}
			}
		}
	}
	require.Equal(t, 5, jobs)
}

// TestPagesOfAnInstallation: each query of a page selects by the label, but for the metrics of Prometheus and Alertmanager.
func TestPagesOfAnInstallation(t *testing.T) {
	o := dashboards.Defaults()
	o.Labels = []selector.Matcher{{Name: "cluster", Value: "eu"}}
	rendered, err := dashboards.Render(o)
	require.NoError(t, err)
	foreign := regexp.MustCompile(`^(prometheus|alertmanager)_`)
	asked := 0
	for _, d := range rendered {
		var page document
		require.NoError(t, json.Unmarshal(d.JSON, &page))
		for _, q := range page.queries(t) {
			for _, s := range selectorsOf(t, chosen.Replace(q.expr)) {
				if foreign.MatchString(s.Name) {
					require.Zero(t, s.Count("cluster"))
					continue
				}
				asked++
				requireMatcher(t, s, "cluster", "eu")
			}
		}
	}
	require.Greater(t, asked, 300)
}

func selectorsOf(t *testing.T, expr string) []promql.Selector {
	t.Helper()
	query, err := promql.Parse(expr)
	require.NoError(t, err)
	return query.Selectors()
}

func requireMatcher(t *testing.T, s promql.Selector, label, value string) {
	t.Helper()
	require.Equal(t, 1, s.Count(label), s.Name)
	for _, m := range s.Matchers {
		if m.Name == label {
			require.Equal(t, label+"=\""+value+"\"", m.String())
		}
	}
}
