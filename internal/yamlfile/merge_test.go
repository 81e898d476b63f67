package yamlfile

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"
)

func TestUnder(t *testing.T) {
	var files Files
	user, err := files.Parse("user.yml", []byte("timezone: UTC\nstatuses: {Open: pending, parts: hold}\nnull_values: [x]\npage_size:\n"))
	require.NoError(t, err)
	preset, err := files.Parse("preset.yml", []byte("timezone: Europe/Rome\npage_size: 100\nstatuses: {open: open, closed: solved}\nnull_values: [y, z]\nstreams: [{name: tickets}]\n"))
	require.NoError(t, err)

	merged := files.Under(user, preset)
	out, err := yaml.Marshal(merged)
	require.NoError(t, err)
	require.YAMLEq(t, `{timezone: UTC, statuses: {Open: pending, parts: hold, closed: solved}, null_values: [x], page_size: 100, streams: [{name: tickets}]}`, string(out))

	// A problem stands in the file it comes from.
	problems := []Problem{{Path: "statuses.closed", Message: "a"}, {Path: "statuses.parts", Message: "b"}, {Path: "streams[0].name", Message: "c"}}
	require.EqualError(t, files.Resolve(merged, "", problems).Sorted(),
		"preset.yml:3: statuses.closed: a\npreset.yml:5: streams[0].name: c\nuser.yml:2: statuses.parts: b")
	require.Equal(t, 5, len(user.Content)/2+1, "the user's block is not changed")
}

func TestAppend(t *testing.T) {
	var files Files
	a, err := files.Parse("a.yml", []byte("global: {poll_interval: 1m, limits: {series: 5}}\nsources: [{name: x}]\nlabels:\n"))
	require.NoError(t, err)
	b, err := files.Parse("b.yml", []byte("global:\n  timezone: UTC\n  limits: {series: 6}\nsources: [{name: y}]\nlabels: {drop: [channel]}\nsla:\n"))
	require.NoError(t, err)

	merged, errs := files.Append(a, b, "")
	require.EqualError(t, errs.Sorted(), "b.yml:3: global.limits.series: set twice, first at a.yml:1")
	out, err := yaml.Marshal(merged)
	require.NoError(t, err)
	require.YAMLEq(t, `{global: {poll_interval: 1m, timezone: UTC, limits: {series: 5}}, sources: [{name: x}, {name: y}], labels: {drop: [channel]}, sla: null}`, string(out))
}
