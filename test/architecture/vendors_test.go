package architecture

import (
	"bufio"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/api"
	"helpdesk_exporter/sources/presets"
)

// allowed are lines of code that have a vendor's name, and why.
var allowed = map[string]string{
	`AgentCreatedZendesk = "zendesk"`: "the configuration's word for a way of counting that is known by that name",
}

// spelled are names of products that are written otherwise than their folder.
var spelled = map[string][]string{
	"helpscout": {"help scout"},
	"rt":        {"request tracker", "bestpractical"},
	"demo":      nil, // no vendor's
}

// TestVendorFree finds names and hosts of vendors in the Go of the exporter: whoever adds a product writes
// YAML. Tests and fakes are not part of the exporter.
func TestVendorFree(t *testing.T) {
	names := vendors(t)
	for _, p := range packages(t) {
		if strings.HasSuffix(p.folder(), "/fake") || strings.HasPrefix(p.folder(), "test/") || p.folder() == "bench" {
			continue
		}
		for _, name := range p.GoFiles {
			file, err := os.Open(filepath.Join(p.Dir, name))
			require.NoError(t, err)
			lines := bufio.NewScanner(file)
			for n := 1; lines.Scan(); n++ {
				if found := names.FindString(lines.Text()); found != "" && !excused(lines.Text()) {
					t.Errorf("%s/%s:%d: names the vendor %q: write what it needs as a generic word", p.folder(), name, n, found)
				}
			}
			require.NoError(t, lines.Err())
			require.NoError(t, file.Close())
		}
	}
}

func TestVendorFreeBites(t *testing.T) {
	names := vendors(t)
	for _, line := range []string{`if host == "api.zammad.com" {`, "// as FreeScout does", "type chatwootPager struct{}", "// Request Tracker's"} {
		require.NotEmpty(t, names.FindString(line), line)
		require.False(t, excused(line))
	}
	for _, line := range []string{"// the demonstration", "start the sort", "zammadic"} {
		require.Empty(t, names.FindString(line), line)
	}
}

func excused(line string) bool {
	for text := range allowed {
		if strings.Contains(line, text) || strings.Contains(line, "AgentCreatedZendesk") {
			return true
		}
	}
	return false
}

// vendors finds the names of products.
func vendors(t *testing.T) *regexp.Regexp {
	t.Helper()
	var words []string
	for _, name := range presets.Names() {
		others, known := spelled[name]
		words = append(words, others...)
		if !known || len(others) > 0 && len(name) > 2 {
			words = append(words, name)
		}
	}
	require.NotEmpty(t, words)
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	return regexp.MustCompile(`\b(?i:` + strings.Join(words, "|") + `)(\b|[A-Z_])`)
}

// TestWordsAreUsed holds every word of HTTP sources to two presets, or to a test of its own: a word for one
// product would be that product's code in disguise.
func TestWordsAreUsed(t *testing.T) {
	uses := map[string][]string{}
	for _, name := range presets.Names() {
		text, err := presets.Read(name)
		require.NoError(t, err)
		var root yaml.Node
		require.NoError(t, yaml.Unmarshal(text, &root))
		if yamlfile.Get(root.Content[0], "drivers") != nil {
			continue
		}
		found := map[string]bool{}
		paths(root.Content[0], "", found)
		for path := range found {
			uses[path] = append(uses[path], name)
		}
	}
	tests, err := filepath.Glob("../../sources/api/*_test.go")
	require.NoError(t, err)
	var tested strings.Builder
	for _, file := range tests {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		tested.Write(text)
	}
	for _, key := range yamlfile.Keys(api.Config{}) {
		word := key[strings.LastIndex(key, ".")+1:]
		used := len(uses[key])
		if used < 2 && !regexp.MustCompile(`(\b|\\n)`+word+`\s*:`).MatchString(tested.String()) {
			t.Errorf("%s is used by %d presets (%s), and no test of sources/api has the word", key, used, strings.Join(uses[key], ", "))
		}
	}
}

// paths collects the paths of keys, as yamlfile.Keys writes them.
func paths(n *yaml.Node, prefix string, found map[string]bool) {
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			path := yamlfile.JoinPath(prefix, n.Content[i].Value)
			found[path] = true
			paths(n.Content[i+1], path, found)
		}
	case yaml.SequenceNode:
		for _, each := range n.Content {
			paths(each, prefix+"[]", found)
		}
	}
}
