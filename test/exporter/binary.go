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
	"time"

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
	return run(context.WithoutCancel(t.Context()), t, binary, args)
}

// RunFor runs a command of the exporter and kills it with SIGKILL after a while, unless it has ended by then.
func RunFor(t testing.TB, binary string, limit time.Duration, args ...string) (killed bool, status int, stdout, stderr string) {
	t.Helper()
	ctx, stop := context.WithTimeout(context.WithoutCancel(t.Context()), limit)
	defer stop()
	status, stdout, stderr = run(ctx, t, binary, args)
	return ctx.Err() != nil && status < 0, status, stdout, stderr
}

// run returns a negative status for a process that was killed.
func run(ctx context.Context, t testing.TB, binary string, args []string) (status int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Stdout, cmd.Stderr = &out, &log
	err := cmd.Run()
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) && ctx.Err() == nil {
		require.NoError(t, err)
	}
	if cmd.ProcessState == nil {
		return -1, "", "" // killed before it began
	}
	return cmd.ProcessState.ExitCode(), out.String(), log.String()
}
