package presets

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEveryPresetReads(t *testing.T) {
	names := Names()
	require.Contains(t, names, "osticket")
	require.Contains(t, names, "rt")
	for _, name := range names {
		text, err := Read(name)
		require.NoError(t, err)
		require.NotEmpty(t, Summary(text), "%s: the first line says what the preset is for", name)
	}
}

func TestUnknownPreset(t *testing.T) {
	for _, name := range []string{"nothing", "", ".", "..", "../presets", "osticket/preset.yml"} {
		_, err := Read(name)
		require.ErrorContains(t, err, "no preset \""+name+"\"; there are: ", name)
	}
}
