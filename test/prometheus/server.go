// Package prometheus runs a real Prometheus, for tests that ask what it makes of the exporter's metrics.
package prometheus

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/exporter"
)

// patience is how long a server may take to begin.
const patience = time.Minute

// Server is a Prometheus that scrapes one target each second.
type Server struct{ address string }

// Start runs a Prometheus of its own, with its data and its log in a directory, until the test ends.
func Start(t testing.TB, dir, target string) *Server {
	t.Helper()
	return start(t, dir, target, "")
}

// StartAlerting runs one that evaluates rules (files, wildcards allowed) each second and tells an Alertmanager.
func StartAlerting(t testing.TB, dir, target, rules string, alertmanager *Alertmanager) *Server {
	t.Helper()
	return start(t, dir, target, fmt.Sprintf(`
rule_files: [%q]
alerting: {alertmanagers: [{static_configs: [{targets: [%q]}]}]}
`, rules, alertmanager.address))
}

func start(t testing.TB, dir, target, more string) *Server {
	t.Helper()
	return StartOver(t, dir, filepath.Join(dir, "tsdb"), fmt.Sprintf(`
global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
scrape_configs: [{job_name: helpdesk, static_configs: [{targets: [%q]}]}]
%s`, target, more))
}

// StartOver runs one over data that may be there already, with a configuration and flags. Its log is in a directory.
func StartOver(t testing.TB, dir, data, config string, flags ...string) *Server {
	t.Helper()
	path := filepath.Join(dir, "prometheus.yml")
	require.NoError(t, os.WriteFile(path, []byte(config), 0o600))
	s := &Server{address: exporter.FreeAddress(t)}
	run(t, filepath.Join(dir, "prometheus.log"), "http://"+s.address+"/-/ready", "prometheus", append(flags,
		"--config.file="+path, "--storage.tsdb.path="+data, "--web.listen-address="+s.address, "--log.level=warn")...)
	return s
}

// Address is where it listens.
func (s *Server) Address() string { return s.address }

// run runs a server until the test ends, and waits until it is ready.
func run(t testing.TB, logFile, ready, program string, args ...string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	log, err := os.Create(logFile)
	require.NoError(t, err)
	cmd.Stdout, cmd.Stderr = log, log
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = log.Close()
		if t.Failed() {
			said, err := os.ReadFile(logFile)
			t.Logf("%s says (%v):\n%s", program, err, said)
		}
	})
	await(t, program, func() bool {
		res, err := http.Get(ready)
		if err != nil {
			return false
		}
		_ = res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
}

// AwaitScrape waits until the target has been scraped: Prometheus takes its time to begin.
func (s *Server) AwaitScrape(t testing.TB) {
	t.Helper()
	await(t, "the first scrape", func() bool { return s.Query(t, "sum(up)") == 1 })
}

func await(t testing.TB, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for !done() {
		require.True(t, time.Now().Before(deadline), "%s has not come in %s", what, patience)
		time.Sleep(200 * time.Millisecond)
	}
}
