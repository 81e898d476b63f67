package api

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/yamlfile"
)

// TestDocumentationHasEveryKey compares docs/http.md with what the loader takes, both ways. What a heading
// names as code is put before the keys of its table.
func TestDocumentationHasEveryKey(t *testing.T) {
	text, err := os.ReadFile("../../docs/http.md")
	require.NoError(t, err)
	place := regexp.MustCompile("`([^`]*)`")
	row := regexp.MustCompile("^\\| `([^`]+)` \\|")
	var prefixes []string
	documented := map[string]bool{}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "##") {
			prefixes = nil
			for _, m := range place.FindAllStringSubmatch(line, -1) {
				prefixes = append(prefixes, m[1])
			}
			if len(prefixes) == 0 {
				prefixes = []string{""}
			}
		}
		if m := row.FindStringSubmatch(line); m != nil {
			for _, prefix := range prefixes {
				documented[yamlfile.JoinPath(prefix, m[1])] = true
			}
		}
	}
	var missing []string
	known := yamlfile.Keys(Config{})
	for _, key := range known {
		if !documented[key] {
			missing = append(missing, key)
		}
	}
	require.Empty(t, missing, "not in docs/http.md")
	for key := range documented {
		require.True(t, slices.Contains(known, key), "docs/http.md has %s, which is no key", key)
	}
}
