package mutants

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var (
	header   = regexp.MustCompile(`\A# test: (\./\S+) (Test\w+)(?:/\S+)?\n# breaks: (.+)\n`)
	filename = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)+\.patch$`)
)

// Of the mutants only a sample runs on each commit; that all of them still apply, and name a test that is there,
// holds always. One that does not: make its change again, and the patch with "git diff -U1" (CONTRIBUTING.md).
func TestPatches(t *testing.T) {
	patches, err := filepath.Glob("*.patch")
	require.NoError(t, err)
	require.NotEmpty(t, patches)
	rules := map[string]string{}
	for _, name := range patches {
		t.Run(name, func(t *testing.T) {
			require.Regexp(t, filename, name)
			text, err := os.ReadFile(name)
			require.NoError(t, err)
			m := header.FindStringSubmatch(string(text))
			require.NotNil(t, m, "begin with the lines # test: PACKAGE TEST and # breaks: RULE")
			require.Empty(t, rules[m[3]], "two mutants of the rule %q", m[3])
			rules[m[3]] = name
			require.True(t, declares(t, filepath.Join("../..", m[1]), m[2]), "%s has no %s", m[1], m[2])

			path, err := filepath.Abs(name)
			require.NoError(t, err)
			apply := exec.Command("git", "apply", "--check", path)
			apply.Dir = "../.."
			out, err := apply.CombinedOutput()
			require.NoError(t, err, string(out))
		})
	}
}

// declares reports whether a package's tests have one of a name.
func declares(t *testing.T, dir, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if strings.Contains(string(text), "\nfunc "+name+"(t *testing.T) {") {
			return true
		}
	}
	return false
}

// Each of the eighteen ways in which a helpdesk's database misleads its reader has a mutant.
func TestEveryTrapHasAMutant(t *testing.T) {
	for trap := 1; trap <= 18; trap++ {
		patches, err := filepath.Glob(fmt.Sprintf("trap-%02d-*.patch", trap))
		require.NoError(t, err)
		require.NotEmpty(t, patches, "trap %d", trap)
	}
}
