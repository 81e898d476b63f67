package selector_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/selector"
)

func TestAdd(t *testing.T) {
	eu := []selector.Matcher{{Name: "cluster", Value: "eu"}}
	for _, c := range []struct{ expr, want string }{
		{`up`, `up{cluster="eu"}`},
		{`up{}`, `up{cluster="eu"}`},
		{`up{job="a"} == 1`, `up{cluster="eu",job="a"} == 1`},
		{`up{job="}"} + up`, `up{cluster="eu",job="}"} + up{cluster="eu"}`},
		{`absent(up{job='}'})`, `absent(up{cluster="eu",job='}'})`},
		{`increase(x_total[1h] offset 1w)`, `increase(x_total{cluster="eu"}[1h] offset 1w)`},
		{`sum by (source, group) (x)`, `sum by (source, group) (x{cluster="eu"})`},
		{`sum(x) by (source)`, `sum(x{cluster="eu"}) by (source)`},
		{`max without(instance) (a:x:sum)`, `max without(instance) (a:x:sum{cluster="eu"})`},
		{"a\n  and on (g) group_left () b\n", "a{cluster=\"eu\"}\n  and on (g) group_left () b{cluster=\"eu\"}\n"},
		{`a * on (g) group_left b`, `a{cluster="eu"} * on (g) group_left b{cluster="eu"}`},
		{`a and on () day_of_week() == 1`, `a{cluster="eu"} and on () day_of_week() == 1`},
		{`a == bool 1e3 or vector(0)`, `a{cluster="eu"} == bool 1e3 or vector(0)`},
		{`label_replace(a, "group", "$1", "to_group", "(.+)")`, `label_replace(a{cluster="eu"}, "group", "$1", "to_group", "(.+)")`},
		{`a{job=~"$job"}[$__range]`, `a{cluster="eu",job=~"$job"}[$__range]`},
		{`a offset $compare`, `a{cluster="eu"} offset $compare`},
		{`sum_over_time(a[28d:1h]) + sum_over_time(a[${__range}:5m])`, `sum_over_time(a{cluster="eu"}[28d:1h]) + sum_over_time(a{cluster="eu"}[${__range}:5m])`},
		{`histogram_quantile($quantile, a)`, `histogram_quantile($quantile, a{cluster="eu"})`},
		{`prometheus_notifications_total{a="b"} + a`, `prometheus_notifications_total{a="b"} + a{cluster="eu"}`},
		{`count("a" > 1)`, `count("a" > 1)`},
	} {
		require.Equal(t, c.want, selector.Add(c.expr, eu))
		require.Equal(t, c.expr, selector.Add(c.expr, nil))
	}
	require.Equal(t, `up{a="\"",b="ü"}`, selector.Add("up", []selector.Matcher{{Name: "a", Value: `"`}, {Name: "b", Value: "ü"}}))
}

func TestAddAndKeep(t *testing.T) {
	two := []selector.Matcher{{Name: "cluster", Value: "eu"}, {Name: "region", Value: "west"}}
	const m = `{cluster="eu",region="west"}`
	for _, c := range []struct{ expr, want string }{
		{`sum by (source, group) (x)`, `sum by (source, group, cluster, region) (x` + m + `)`},
		{`sum(x) BY(source)`, `sum(x` + m + `) BY(source, cluster, region)`},
		{`max without (instance, pod) (x)`, `max without (instance, pod) (x` + m + `)`},
		{`a and on () day_of_week() == 1`, `a` + m + ` and on () day_of_week() == 1`},
		{`a * on (g) group_left () b`, `a` + m + ` * on (g, cluster, region) group_left () b` + m},
		{`min(x)`, `min(x` + m + `)`},
	} {
		require.Equal(t, c.want, selector.AddAndKeep(c.expr, two))
		require.Equal(t, c.expr, selector.AddAndKeep(c.expr, nil))
	}
}

func TestParse(t *testing.T) {
	m, err := selector.Parse("cluster=a=b")
	require.NoError(t, err)
	require.Equal(t, selector.Matcher{Name: "cluster", Value: "a=b"}, m)
	for _, c := range []struct{ text, want string }{
		{"cluster", `expected NAME=VALUE such as cluster=eu, got "cluster"`},
		{"=eu", `"" is no name of a label`},
		{"k8s-cluster=eu", `"k8s-cluster" is no name of a label`},
		{"1=eu", `"1" is no name of a label`},
		{"__name__=eu", `"__name__" is no name of a label`},
		{"cluster=", "cluster has no value"},
		{"cluster=$a", "begin a template"},
		{"cluster={{ .x }}", "begin a template"},
	} {
		_, err := selector.Parse(c.text)
		require.ErrorContains(t, err, c.want)
	}
}
