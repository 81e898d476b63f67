package alertse2e

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/alerts"
)

// TestHasteChangesNothingElse compares the copies of the rules with the shipped ones, line by line.
func TestHasteChangesNothingElse(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, WriteRules(dir))
	names, err := fs.Glob(alerts.Files(), "rules/*.yml")
	require.NoError(t, err)
	waits, floors := 0, 0
	for _, name := range names {
		shipped, err := fs.ReadFile(alerts.Files(), name)
		require.NoError(t, err)
		copied, err := os.ReadFile(filepath.Join(dir, filepath.Base(name)))
		require.NoError(t, err)
		before, after := strings.Split(string(shipped), "\n"), strings.Split(string(copied), "\n")
		require.Len(t, after, len(before), name)
		for i := range before {
			if before[i] == after[i] {
				require.NotRegexp(t, `for: `, after[i], name)
				continue
			}
			if strings.HasSuffix(after[i], "for: 5s") {
				waits++
				continue
			}
			require.Equal(t, strings.Replace(before[i], ", 300)", ", 20)", 1), after[i], name)
			floors++
		}
	}
	require.Equal(t, regexpCount(t, names, `(?m)^ +(keep_firing_)?for: `), waits)
	require.Equal(t, 1, floors, "HelpdeskSourceStale")
}

func regexpCount(t *testing.T, names []string, pattern string) int {
	t.Helper()
	n := 0
	for _, name := range names {
		text, err := fs.ReadFile(alerts.Files(), name)
		require.NoError(t, err)
		n += len(regexp.MustCompile(pattern).FindAll(text, -1))
	}
	return n
}

// TestRoutesStay: the copy of the routes has the receivers of the shipped one, and Alertmanager takes it.
func TestRoutesStay(t *testing.T) {
	file := filepath.Join(t.TempDir(), "alertmanager.yml")
	require.NoError(t, WriteRoutes(file, "http://127.0.0.1:1"))
	out, err := exec.Command("amtool", "check-config", file).CombinedOutput()
	require.NoError(t, err, "%s", out)
	for _, c := range []struct{ receivers, severity, area string }{
		{"returns-oncall,returns-lead", "page", "sla"},
		{"returns-tickets", "ticket", "backlog"},
		{"admin-oncall", "page", "exporter"},
		{"nobody", "info", "goals"},
		{"dead-mans-switch", "none", "exporter"},
	} {
		out, err := exec.Command("amtool", "config", "routes", "test", "--config.file="+file, "--verify.receivers="+c.receivers,
			"group=Returns", "severity="+c.severity, "area="+c.area).CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
}
