package architecture

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "helpdesk_exporter/"

// pkg is what `go list -json` tells of a package.
type pkg struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string // direct, of the package without its tests
	Deps       []string // all, down to the standard library
}

// folder is the package's path inside the module.
func (p pkg) folder() string { return strings.TrimPrefix(p.ImportPath, module) }

func TestImports(t *testing.T) {
	for _, p := range packages(t) {
		require.Empty(t, violations(p), p.ImportPath)
	}
}

func TestNamesOfFolders(t *testing.T) {
	for _, p := range packages(t) {
		for name := range strings.SplitSeq(p.folder(), "/") {
			require.NotContains(t, forbidden, name, "%s: the name does not say what lives there", p.ImportPath)
		}
	}
}

// TestRulesBite gives the rules imports that they must refuse, and some that they must not.
func TestRulesBite(t *testing.T) {
	cases := []struct {
		name string
		pkg  pkg
		want []string
	}{
		{"downwards", ours("collector/ledger", "collector/fact", "internal/state"), nil},
		{"a leaf", ours("collector/catalogue", "internal/yamlfile"), nil},
		{"inside a room", ours("collector/catalogue/gendocs", "collector/catalogue"), nil},
		{"a fake", ours("sources/presets/acme/fake", "sources/api/fake", "sources/simulator/replay"), nil},
		{"a fake that knows its preset", ours("sources/presets/acme/fake", "sources/presets"), []string{"may not import sources/presets"}},
		{"a fake that knows the engine", ours("sources/presets/acme/fake", "sources/api"), []string{"may not import sources/api"}},
		{"the standard library", pkg{ImportPath: module + "internal/civil", Imports: []string{"time"}}, nil},
		{"against the stream", ours("collector/fact", "collector/ledger"), []string{"may not import collector/ledger"}},
		{"a source that counts", ours("sources/database", "collector/ledger"), []string{"may not import collector/ledger"}},
		{"the record that knows somebody", ours("sources/record", "internal/civil"), []string{"may not import internal/civil"}},
		{"a name that begins like a room's", ours("internal/civil", "internal/yamlfiles"), []string{"may not import internal/yamlfiles"}},
		{"a new folder without a room", ours("collector/charts"), []string{"is in no room: add it to the table"}},
		{"a new house", ours("pkg/thing"), []string{"is in no room: add it to the table"}},
		{
			"the simulator, over a corner",
			pkg{ImportPath: module + "sources/simulator", Deps: []string{module + "collector/fact"}},
			[]string{"may not import collector/fact"},
		},
		{
			"a fake in the exporter, over a corner",
			pkg{ImportPath: module + "cmd/helpdesk_exporter", Deps: []string{module + "sources/presets/otrs/fake"}},
			[]string{"must not link sources/presets/otrs/fake"},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			require.Equal(t, c.want, violations(c.pkg))
		})
	}
}

func ours(folder string, imports ...string) pkg {
	p := pkg{ImportPath: module + folder}
	for _, i := range imports {
		p.Imports = append(p.Imports, module+i)
	}
	return p
}

// violations lists what a package imports against the table.
func violations(p pkg) []string {
	r, ok := roomOf(p.folder())
	if !ok {
		return []string{"is in no room: add it to the table"}
	}
	imports := p.Imports
	if r.deep {
		imports = append(slices.Clone(p.Imports), p.Deps...)
	}
	allowed := slices.Concat(r.imports, leaves, []string{r.path})
	var bad []string
	for _, i := range imports {
		folder, ok := strings.CutPrefix(i, module)
		if ok && !below(folder, allowed) {
			bad = append(bad, "may not import "+folder)
		}
	}
	if r.path == "cmd" {
		for _, d := range p.Deps {
			folder, ok := strings.CutPrefix(d, module)
			if ok && (below(folder, unlinked) || slices.Contains(unlinked, path.Base(folder))) {
				bad = append(bad, "must not link "+folder)
			}
		}
	}
	return bad
}

// roomOf returns the room with the longest path that holds the folder.
func roomOf(folder string) (room, bool) {
	var found room
	for _, r := range rooms {
		if r.only && folder != r.path {
			continue
		}
		if r.path = instance(r.path, folder); below(folder, []string{r.path}) && len(r.path) > len(found.path) {
			found = r
		}
	}
	return found, found.path != ""
}

// instance puts the folder's own names for the stars of a path.
func instance(pattern, folder string) string {
	names, own := strings.Split(pattern, "/"), strings.Split(folder, "/")
	for i := range names {
		if names[i] == "*" && i < len(own) {
			names[i] = own[i]
		}
	}
	return strings.Join(names, "/")
}

// below reports whether folder is one of the roots or lies below one.
func below(folder string, roots []string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		return folder == root || strings.HasPrefix(folder, root+"/")
	})
}

// packages lists the module's packages.
func packages(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,Imports,Deps", module+"...")
	out, err := cmd.Output()
	require.NoError(t, err)
	d := json.NewDecoder(strings.NewReader(string(out)))
	var all []pkg
	for {
		var p pkg
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		all = append(all, p)
	}
	require.NotEmpty(t, all)
	return all
}
