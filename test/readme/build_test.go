package readme_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestBuildTellsItsVersion: what make builds says what it was told, and "unknown" without git; the Dockerfile builds the same.
func TestBuildTellsItsVersion(t *testing.T) {
	dir := checkout(t)
	sh := func(command string, env ...string) string {
		t.Helper()
		cmd := exec.Command("bash", "-c", command)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s", out)
		return string(out)
	}
	told := []string{"VERSION=v1.2.3", "REVISION=0123abc", "BRANCH=main", "BUILD_DATE=2026-01-02T03:04:05Z"}
	sh("make build", told...)
	said := sh("bin/helpdesk_exporter --version")
	require.Contains(t, said, "helpdesk_exporter, version v1.2.3 (branch: main, revision: 0123abc)\n")
	require.Contains(t, said, "build date:       2026-01-02T03:04:05Z\n")

	nowhere := []string{"GIT_DIR=" + t.TempDir()}
	const unknown = `-ldflags "-X 'github.com/prometheus/common/version.Version=unknown'" `
	require.Contains(t, sh("make -n build", nowhere...), unknown)
	require.Contains(t, sh("make=$(command -v make); PATH=/nowhere $make -n build"), unknown)

	docker, err := os.ReadFile(filepath.Join(dir, "deploy/Dockerfile"))
	require.NoError(t, err)
	run := regexp.MustCompile(`(?m)^RUN CGO_ENABLED=0 (.*make build)$`).FindSubmatch(docker)
	require.NotNil(t, run)
	require.Equal(t, sh("make -n build", told...), sh(string(run[1])+" -n", told...))
	defaults := ""
	for _, arg := range regexp.MustCompile(`(?m)^ARG (.*)$`).FindAllSubmatch(docker, -1) {
		defaults += string(arg[1]) + "; "
	}
	require.Contains(t, sh(defaults+string(run[1])+" -n"), unknown)
}
