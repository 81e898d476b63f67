package main

import (
	"strings"
	"testing"

	dto "github.com/prometheus/client_model/go"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/test/expect"
)

// TestEveryFamilyIsInTheCatalogue holds what is really exposed, the poll loop's metrics included, to the
// catalogue that documentation, dashboards and alerts are made from.
func TestEveryFamilyIsInTheCatalogue(t *testing.T) {
	status, out, log := call(t, desk(t), "once", "--at=2026-02-01T00:00:00Z")
	require.Zero(t, status, log)
	exposed, err := expect.Parse(strings.NewReader(out))
	require.NoError(t, err)
	listed := map[string]catalogue.Family{}
	for _, family := range catalogue.Families() {
		listed[family.Name] = family
	}
	types := map[catalogue.Type]dto.MetricType{
		catalogue.Counter: dto.MetricType_COUNTER, catalogue.Gauge: dto.MetricType_GAUGE, catalogue.Histogram: dto.MetricType_HISTOGRAM,
	}
	delete(exposed, "helpdesk_exporter_build_info") // of the Prometheus library
	require.Greater(t, len(exposed), 20)
	for name, family := range exposed {
		want, ok := listed[name]
		require.True(t, ok, "%s is not in the catalogue", name)
		require.Equal(t, types[want.Type], family.GetType(), name)
		require.Equal(t, want.Help, family.GetHelp(), name)
		for _, metric := range family.GetMetric() {
			for _, label := range metric.GetLabel() {
				require.Contains(t, want.Labels, label.GetName(), name)
			}
			if h := metric.GetHistogram(); h != nil {
				require.Len(t, h.GetBucket(), len(want.Buckets)+1, name)
			}
		}
	}
}
