// Package stack_test starts deploy/stack.sh as its user does, scrapes it, and stops it.
package stack_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/alerts"
	"helpdesk_exporter/test/exporter"
)

// patience is how long anything may take on a busy machine.
const patience = 5 * time.Minute

func TestStack(t *testing.T) {
	binary, err := exporter.Build(t.TempDir())
	require.NoError(t, err)
	temporary := t.TempDir()
	addresses := map[string]string{
		"EXPORTER_ADDRESS": exporter.FreeAddress(t), "PROMETHEUS_ADDRESS": exporter.FreeAddress(t), "ALERTMANAGER_ADDRESS": exporter.FreeAddress(t),
	}
	cmd := exec.Command("../../deploy/stack.sh", binary)
	cmd.Env = append(os.Environ(), "TMPDIR="+temporary)
	for name, address := range addresses {
		cmd.Env = append(cmd.Env, name+"="+address)
	}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // as a terminal has it: Ctrl-C goes to all of them
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	ended := make(chan struct{})
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		<-ended
	})
	said := make(chan string, 20)
	go func() {
		defer close(ended)
		defer close(said)
		for s := bufio.NewScanner(out); s.Scan(); {
			said <- s.Text()
		}
		_ = cmd.Wait()
	}()
	var text strings.Builder
	for timeout := time.After(patience); !strings.Contains(text.String(), "Ctrl-C"); {
		select {
		case line, ok := <-said:
			require.True(t, ok, "it has ended: %s%s", &text, &errs)
			text.WriteString(line + "\n")
		case <-timeout:
			require.Fail(t, "it does not begin", "%s", &text)
		}
	}
	t.Logf("%s", &text)
	for _, address := range addresses {
		require.Contains(t, text.String(), "http://"+address)
	}

	prometheus := "http://" + addresses["PROMETHEUS_ADDRESS"]
	await(t, "a scrape", func() bool { return query(t, prometheus, `up{job="helpdesk"} == 1`) == 1 })
	await(t, "tickets", func() bool { return query(t, prometheus, "sum(helpdesk_tickets) > 0") == 1 })
	await(t, "every rule", func() bool { return rules(t, prometheus) == shipped(t) })
	await(t, "the watchdog in Alertmanager", func() bool {
		var firing []any
		get(t, "http://"+addresses["ALERTMANAGER_ADDRESS"]+"/api/v2/alerts?filter=alertname%3DHelpdeskWatchdog", &firing)
		return len(firing) == 1
	})

	require.NoError(t, syscall.Kill(-cmd.Process.Pid, syscall.SIGINT))
	select {
	case <-ended:
	case <-time.After(patience):
		require.Fail(t, "it does not stop")
	}
	require.Zero(t, cmd.ProcessState.ExitCode(), "%s", &errs)
	for name, address := range addresses {
		_, err := net.DialTimeout("tcp", address, time.Second)
		require.Error(t, err, "%s still listens", name)
	}
	left, err := os.ReadDir(temporary)
	require.NoError(t, err)
	require.Empty(t, left)
	require.ErrorIs(t, syscall.Kill(-cmd.Process.Pid, 0), syscall.ESRCH, "a process is left")
}

// query returns how many series an expression gives.
func query(t *testing.T, prometheus, expr string) int {
	t.Helper()
	var answer struct{ Data struct{ Result []any } }
	get(t, prometheus+"/api/v1/query?query="+url.QueryEscape(expr), &answer)
	return len(answer.Data.Result)
}

// shipped is how many rules there are.
func shipped(t *testing.T) int {
	t.Helper()
	files, err := alerts.Groups()
	require.NoError(t, err)
	n := 0
	for _, groups := range files {
		for _, g := range groups {
			n += len(g.Rules)
		}
	}
	return n
}

// rules returns how many rules have been evaluated without an error, or are not due within a minute.
func rules(t *testing.T, prometheus string) int {
	t.Helper()
	var answer struct {
		Data struct {
			Groups []struct {
				Interval float64 // seconds
				Rules    []struct{ Health string }
			}
		}
	}
	get(t, prometheus+"/api/v1/rules", &answer)
	healthy := 0
	for _, g := range answer.Data.Groups {
		for _, r := range g.Rules {
			require.NotEqual(t, "err", r.Health)
			if r.Health == "ok" || r.Health == "unknown" && g.Interval > 60 {
				healthy++
			}
		}
	}
	return healthy
}

func get(t *testing.T, address string, into any) {
	t.Helper()
	res, err := http.Get(address)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	require.Equal(t, http.StatusOK, res.StatusCode)
	require.NoError(t, json.NewDecoder(res.Body).Decode(into))
}

func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(time.Second) {
		require.True(t, time.Now().Before(deadline), "%s has not come in %s", what, patience)
	}
}
