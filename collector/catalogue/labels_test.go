package catalogue_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/internal/yamlfile"
)

func TestLabelLimits(t *testing.T) {
	var config catalogue.Labels
	require.NoError(t, yaml.Unmarshal([]byte(`{drop: [channel], values: {group: {max: 8, other: rest}, brand: {}}}`), &config))
	require.Empty(t, config.Validate())
	for _, tc := range []struct {
		label string
		want  catalogue.Values
		ok    bool
	}{
		{"group", catalogue.Values{Max: 8, Other: "rest"}, true},
		{"to_group", catalogue.Values{Max: 8, Other: "rest"}, true},
		{"brand", catalogue.Values{Max: 20, Other: "other"}, true},
		{"source", catalogue.Values{Max: 20, Other: "other"}, true},
		{"category", catalogue.Values{Max: 30, Other: "other"}, true},
		{"agent", catalogue.Values{Max: 500, Other: "other"}, true},
		{"channel", catalogue.Values{}, false},
		{"policy", catalogue.Values{}, false},
	} {
		got, ok := config.Limit(tc.label)
		require.Equal(t, tc.ok, ok, tc.label)
		require.Equal(t, tc.want, got, tc.label)
	}
}

func TestLabelsValidate(t *testing.T) {
	for _, tc := range []struct {
		name   string
		config catalogue.Labels
		want   []yamlfile.Problem
	}{
		{name: "empty"},
		{
			name:   "every droppable label",
			config: catalogue.Labels{Drop: []string{"brand", "group", "to_group", "channel", "category", "priority"}},
		},
		{
			name:   "not droppable and twice",
			config: catalogue.Labels{Drop: []string{"clock", "channel", "channel", "colour"}},
			want: []yamlfile.Problem{
				{Path: "drop[0]", Message: `label "clock" cannot be dropped; these can: brand, group, to_group, channel, category, priority`},
				{Path: "drop[2]", Message: `label "channel" is dropped twice; remove one`},
				{Path: "drop[3]", Message: `label "colour" cannot be dropped; these can: brand, group, to_group, channel, category, priority`},
			},
		},
		{
			name: "limits",
			config: catalogue.Labels{Values: map[string]catalogue.Values{
				"group": {Max: -1}, "status": {Max: 3}, "brand": {Max: 3},
			}},
			want: []yamlfile.Problem{
				{Path: "values.group.max", Message: "must be at least 1, not -1; leave it out for the default of 50"},
				{Path: "values.status", Message: `label "status" has no limit of values; these have: agent, brand, category, group, source`},
			},
		},
	} {
		t.Run(tc.name, func(t *testing.T) { require.Equal(t, tc.want, tc.config.Validate()) })
	}
}

func TestWhatCannotBeDropped(t *testing.T) {
	for _, label := range []string{"source", "clock", "stage", "change", "kind", "result", "outcome", "rating", "le", "agent"} {
		require.False(t, catalogue.Droppable(label), label)
	}
}
