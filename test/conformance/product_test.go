package conformance

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/sources/api/fake"
)

// product is a preset with the fake of its API.
type product struct {
	name string
	fake func(fake.Options) fake.API
}

// folder of a product's preset.
func (p product) folder() string { return filepath.Join("..", "..", "sources", "presets", p.name) }

// source is what a user writes in the block of a source: testdata/source.yml.
func (p product) source(t *testing.T) map[string]any {
	t.Helper()
	var block map[string]any
	readYAML(t, filepath.Join(p.folder(), "testdata", "source.yml"), &block)
	return block
}

// secrets are the values of the source that nobody may ever see: of keys such as token or client_secret.
func secrets(block map[string]any) (list []string) {
	for _, key := range slices.Sorted(maps.Keys(block)) {
		switch value := block[key].(type) {
		case map[string]any:
			list = append(list, secrets(value)...)
		case string:
			if secretKey.MatchString(key) {
				list = append(list, value)
			}
		}
	}
	return list
}

// untold is what an honest client cannot know from a product's API about the simulated desk:
// testdata/untold.yml.
type untold struct {
	// Leave are samples that are left out: of a family, with these labels.
	Leave []left `yaml:"leave"`
	// Over are labels whose sum alone can be known.
	Over []struct {
		Families []string `yaml:"families"`
		Labels   []string `yaml:"labels"`
		Why      string   `yaml:"why"`
	} `yaml:"over"`
	// Alike are values of a label that the product does not tell apart.
	Alike []alike `yaml:"alike"`
	About []about `yaml:"about"`
	// Plain is the same for the plain story, in which customers alone open tickets and nobody merges: less is
	// untold of it.
	Plain *untold `yaml:"plain"`
}

// alike are values of a label that are compared in their sum.
type alike struct {
	Families []string `yaml:"families"`
	Label    string   `yaml:"label"`
	Values   []string `yaml:"values"`
	Why      string   `yaml:"why"`
}

// left are samples of a family, or of a histogram's sums, counts or buckets alone, with these labels, that are left out.
type left struct {
	Family string            `yaml:"family"`
	Labels map[string]string `yaml:"labels"`
	Why    string            `yaml:"why"`
}

// untold reads what is untold of a story.
func (p product) untold(t *testing.T, of story) untold {
	t.Helper()
	var u untold
	readYAML(t, filepath.Join(p.folder(), "testdata", "untold.yml"), &u)
	if of.plain {
		if u.Plain == nil {
			return untold{}
		}
		u = *u.Plain
	}
	for _, l := range u.Leave {
		require.NotEmpty(t, l.Why, l.Family)
	}
	for _, o := range u.Over {
		require.NotEmpty(t, o.Why, "%v", o.Families)
	}
	for _, a := range u.Alike {
		require.NotEmpty(t, a.Why, "%v", a.Families)
		require.Greater(t, len(a.Values), 1, "%v", a.Families)
	}
	for _, a := range u.About {
		require.NotEmpty(t, a.Why, "%v", a.Families)
	}
	return u
}

// knowable tells if a sample can be known.
func (u untold) knowable(family func(string) string) func(name string, labels map[string]string) bool {
	return func(name string, labels map[string]string) bool {
		for _, a := range u.About {
			if slices.Contains(a.Families, family(name)) {
				return false
			}
		}
		return !u.isLeft(name, labels)
	}
}

// isLeft tells if a sample is left out.
func (u untold) isLeft(name string, labels map[string]string) bool {
	return slices.ContainsFunc(u.Leave, func(l left) bool {
		return (l.Family == name || l.Family == family(name)) && contains(labels, l.Labels)
	})
}

func (u untold) over() map[string][]string {
	sums := map[string][]string{}
	for _, o := range u.Over {
		for _, family := range o.Families {
			sums[family] = append(sums[family], o.Labels...)
		}
	}
	return sums
}

func contains(labels, some map[string]string) bool {
	for name, value := range some {
		if labels[name] != value {
			return false
		}
	}
	return true
}

func readYAML(t *testing.T, path string, into any) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	require.NoError(t, decoder.Decode(into), path)
}

// strange copies the preset to a folder whose name nobody can know, and returns its path.
func (p product) strange(t *testing.T, dir string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.folder(), "preset.yml"))
	require.NoError(t, err)
	path := filepath.Join(dir, fmt.Sprintf("p%016x", rand.Uint64()), "preset.yml")
	require.NoError(t, os.Mkdir(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}
