package conformance

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/presets"
	freshdesk "helpdesk_exporter/sources/presets/freshdesk/fake"
	helpscout "helpdesk_exporter/sources/presets/helpscout/fake"
	intercom "helpdesk_exporter/sources/presets/intercom/fake"
	zendesk "helpdesk_exporter/sources/presets/zendesk/fake"
)

// products are all presets of HTTP helpdesks.
func products() []product {
	return []product{
		{"freshdesk", func(o fake.Options) fake.API { return freshdesk.New(o) }},
		{"intercom", func(o fake.Options) fake.API { return intercom.New(o) }},
		{"helpscout", func(o fake.Options) fake.API { return helpscout.New(o) }},
		{"zendesk", func(o fake.Options) fake.API { return zendesk.New(o) }},
	}
}

// No preset of an HTTP helpdesk escapes.
func TestProducts(t *testing.T) {
	var want, got []string
	for _, name := range presets.Names() {
		text, err := presets.Read(name)
		require.NoError(t, err)
		var files yamlfile.Files
		node, err := files.Parse(name, text)
		require.NoError(t, err)
		if yamlfile.Get(node, "drivers") == nil {
			want = append(want, name)
		}
	}
	for _, p := range products() {
		got = append(got, p.name)
	}
	slices.Sort(got)
	require.Equal(t, want, got)
}
