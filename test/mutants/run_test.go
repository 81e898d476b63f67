package mutants

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A module with one rule, one test that guards it, one that does not, and one that is always red.
var module = map[string]string{
	"go.mod": "module example\n\ngo 1.26\n",
	"rule/rule.go": `package rule

func Double(n int) int {
	return n * 2
}
`,
	"rule/rule_test.go": `package rule

import "testing"

func TestDouble(t *testing.T) {
	t.Run("of three", func(t *testing.T) {
		if Double(3) != 6 {
			t.Fatal("not six")
		}
	})
}

func TestNothing(t *testing.T) {}

func TestRed(t *testing.T) { t.Fatal("always") }
`,
}

// patch replaces the line that holds the rule.
func patch(test, line string) string {
	return "# test: ./rule " + test + `
# breaks: twice
--- a/rule/rule.go
+++ b/rule/rule.go
@@ -1,5 +1,5 @@
 package rule
 
 func Double(n int) int {
-	return n * 2
+	` + line + `
 }
`
}

func TestRunner(t *testing.T) {
	tree := t.TempDir()
	write(t, tree, module)
	git(t, tree, "init", "-q")
	git(t, tree, "add", "-A")
	git(t, tree, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "t")

	cases := []struct {
		name, patch, verdict string
	}{
		{"breaks-the-rule", patch("TestDouble", "return n * 3"), "killed"},
		{"breaks-the-rule-by-a-panic", patch("TestDouble", `panic("no")`), "killed"},
		{"named-by-its-part", patch("TestDouble/of_three", "return n + 2"), "killed"},
		{"changes-nothing", patch("TestDouble", "return 2 * n"), `survived: ./rule TestDouble does not notice "twice"`},
		{"test-asserts-nothing", patch("TestNothing", "return n * 3"), `survived: ./rule TestNothing does not notice "twice"`},
		{"does-not-compile", patch("TestDouble", "return n *"), "broken: does not compile"},
		{"does-not-apply", strings.Replace(patch("TestDouble", "return 1"), "n * 2", "n * 9", 1), "broken: does not apply"},
		{"test-is-always-red", patch("TestRed", "return n * 3"), "broken: TestRed fails in the unpatched tree"},
		{"no-such-test", patch("TestGone", "return n * 3"), "broken: ./rule has no test TestGone"},
		{"no-header", strings.Replace(patch("TestDouble", "return n * 3"), "# test: ", "# ", 1), "broken: no header '# test: PACKAGE TEST'"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			patches := filepath.Join(tree, "test", "mutants")
			require.NoError(t, os.RemoveAll(patches))
			write(t, patches, map[string]string{c.name + ".patch": c.patch})

			out, err := exec.Command("./run.sh", "all", tree).CombinedOutput()
			require.Contains(t, string(out), c.name+": "+c.verdict+" (")
			if c.verdict == "killed" {
				require.NoError(t, err, string(out))
				require.True(t, strings.HasSuffix(string(out), "1 mutants, 1 killed\n"), string(out))
				return
			}
			require.Error(t, err, string(out))
			require.True(t, strings.HasSuffix(string(out), "1 mutants, 0 killed\n"), string(out))
		})
	}

	t.Run("a sample is the same for the same commit", func(t *testing.T) {
		patches := filepath.Join(tree, "test", "mutants")
		require.NoError(t, os.RemoveAll(patches))
		for _, name := range []string{"a", "b", "c", "d"} {
			write(t, patches, map[string]string{name + ".patch": patch("TestDouble", "return n * 3")})
		}
		names := func() string {
			cmd := exec.Command("./run.sh", "sample", tree)
			cmd.Env = append(os.Environ(), "SAMPLE=2")
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, string(out))
			require.Contains(t, string(out), "2 mutants, 2 killed\n")
			var names []string
			for line := range strings.Lines(string(out)) {
				names = append(names, strings.SplitN(line, ":", 2)[0])
			}
			return strings.Join(names[:2], " ")
		}
		require.Equal(t, names(), names())
	})

	t.Run("some by name", func(t *testing.T) {
		out, err := exec.Command("./run.sh", "[ab]", tree).CombinedOutput()
		require.NoError(t, err, string(out))
		require.Contains(t, string(out), "2 mutants, 2 killed\n")
		out, err = exec.Command("./run.sh", "z", tree).CombinedOutput()
		require.Error(t, err)
		require.Contains(t, string(out), "none is selected by z")
	})

	t.Run("no mutant at all is a failure", func(t *testing.T) {
		patches := filepath.Join(tree, "test", "mutants")
		require.NoError(t, os.RemoveAll(patches))
		require.NoError(t, os.MkdirAll(patches, 0o755))
		out, err := exec.Command("./run.sh", "all", tree).CombinedOutput()
		require.Error(t, err)
		require.Contains(t, string(out), "there is none in")
	})
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
}
