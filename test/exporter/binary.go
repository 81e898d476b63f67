// Package exporter runs the built exporter, for tests that look at it as its user does: by its exit status, its log and
// its metrics.
package exporter

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// Build builds the exporter into a directory and returns its path.
func Build(dir string) (string, error) {
	binary := filepath.Join(dir, "helpdesk_exporter")
	out, err := exec.Command("go", "build", "-o", binary, "helpdesk_exporter/cmd/helpdesk_exporter").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the exporter: %w\n%s", err, out)
	}
	return binary, nil
}

// Run runs a command of the exporter to its end.
func Run(t testing.TB, binary string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), binary, args...)
	cmd.Stdout, cmd.Stderr = &out, &log
	err := cmd.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		require.NoError(t, err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), log.String()
}
