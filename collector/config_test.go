package collector

import (
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
)

func TestConfigBlocks(t *testing.T) {
	block := struct {
		Histograms Histograms `yaml:"histograms"`
		Limits     Limits     `yaml:"limits"`
	}{DefaultHistograms(), DefaultLimits()}
	require.NoError(t, yaml.Unmarshal([]byte("histograms: {classic: false}"), &block))
	require.Equal(t, Histograms{Native: true}, block.Histograms)
	require.Equal(t, Limits{Series: 50000}, block.Limits)
	require.Empty(t, block.Histograms.Validate())
	require.Empty(t, block.Limits.Validate())

	require.Equal(t, []yamlfile.Problem{{
		Message: "classic and native are both false, so no duration would be exposed; set one to true",
	}}, Histograms{}.Validate())
	require.Equal(t, []yamlfile.Problem{{Path: "series", Message: "must be at least 1000, not 999"}}, Limits{Series: 999}.Validate())
	require.Empty(t, Limits{Series: 1000}.Validate())
}
