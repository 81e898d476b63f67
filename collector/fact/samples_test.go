package fact

import (
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
)

// Samples carry values without names: their order must be the catalogue's.
func TestFamiliesAreTheCatalogues(t *testing.T) {
	for name, labels := range families {
		family, ok := catalogue.Lookup(name)
		require.True(t, ok, name)
		require.Equal(t, family.Labels, labels, name)
		require.NotEqual(t, catalogue.Gauge, family.Type, "%s: facts add, gauges are computed", name)
	}
}

func TestSample(t *testing.T) {
	l := labels{source: "desk", group: "Support", brand: "main"}
	require.Equal(t,
		Sample{Family: familyMoved, Values: []string{"desk", "main", "Billing", "Support"}, Count: 1},
		l.sample(familyMoved, 1, "group", "Billing", "to_group", "Support"))
}
