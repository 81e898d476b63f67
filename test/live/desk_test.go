//go:build live

package live

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// startDesk starts a Request Tracker for the test and returns its environment.
func startDesk(t *testing.T) map[string]string {
	t.Helper()
	dir, err := os.MkdirTemp("", "helpdesk-rt")
	require.NoError(t, err)
	t.Cleanup(func() {
		out, err := exec.Command("./rt.sh", "stop", dir).CombinedOutput()
		require.NoError(t, err, string(out))
	})
	out, err := exec.Command("./rt.sh", "start", dir).Output()
	require.NoError(t, err, stderr(err))
	env := map[string]string{}
	for line := range strings.Lines(string(out)) {
		name, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		env[name] = strings.Trim(value, "'")
	}
	return env
}

func stderr(err error) string {
	if e, ok := err.(*exec.ExitError); ok { //nolint:errorlint // Output returns it bare
		return string(e.Stderr)
	}
	return ""
}

// requireAgreement asks the desk, ticket by ticket, whether it agrees with the driver's memory.
func requireAgreement(t *testing.T, desk *Desk, d *Driver) {
	t.Helper()
	for _, k := range d.tickets {
		if k.merged != 0 {
			continue // RT answers with the target
		}
		status, queue, err := desk.Status(t.Context(), "carol", k.id)
		require.NoError(t, err)
		require.Equal(t, k.queue, queue, "queue of #%d", k.id)
		switch {
		case k.void:
			require.Equal(t, "deleted", status, "#%d", k.id)
		case k.solved:
			require.Equal(t, "resolved", status, "#%d", k.id)
		default:
			require.Contains(t, []string{"new", "open"}, status, "#%d", k.id)
		}
	}
}
