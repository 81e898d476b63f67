package config

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources"
)

// TestDocumentationHasEveryKey compares docs/configuration.md with what the loader takes, both ways.
func TestDocumentationHasEveryKey(t *testing.T) {
	keys := append(yamlfile.Keys(Config{}), "timezone", "sources", "sla")
	for _, key := range yamlfile.Keys(sla.Policy{}) {
		keys = append(keys, "sla[]."+key)
	}
	for _, key := range yamlfile.Keys(sources.Config{}) {
		keys = append(keys, "sources[]."+key)
	}
	text, err := os.ReadFile("../../docs/configuration.md")
	require.NoError(t, err)
	prefixes := map[string]string{"global": "global.", "schedules": "schedules[].", "sla": "sla[].", "goals": "goals[].", "sources": "sources[].", "streams": "sources[].streams[]."}
	heading := regexp.MustCompile(`^##+ (.*)`)
	row := regexp.MustCompile("^\\| `([^`]+)` \\|")
	prefix := ""
	var documented []string
	for line := range strings.Lines(string(text)) {
		if m := heading.FindStringSubmatch(line); m != nil {
			prefix = prefixes[m[1]]
		}
		if m := row.FindStringSubmatch(line); m != nil {
			documented = append(documented, prefix+m[1])
		}
	}
	slices.Sort(keys)
	slices.Sort(documented)
	require.Equal(t, strings.Join(keys, "\n"), strings.Join(documented, "\n"))
}
