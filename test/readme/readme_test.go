// Package readme_test runs what the README tells its reader to run, from nothing to a page, and waits for the page.
//
// The commands are the README's, block by block in one shell, in a copy of the checkout. What differs is this and nothing
// else:
//
//   - addresses are free ones, and folders of the system lie below a temporary one;
//   - apt-get installs nothing, since the tests need its packages anyway, and systemctl starts what the units of Debian's
//     packages start;
//   - Prometheus scrapes and evaluates each second, and five minutes of patience in rules are five seconds.
package readme_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/exporter"
)

// patience is how long anything may take on a busy machine.
const patience = 10 * time.Minute

// system stands in for the package manager and the init system.
const system = `
set -eu
command -v prometheus-alertmanager >/dev/null || prometheus-alertmanager() { alertmanager "$@"; } # Debian's name
apt-get() {
	test "$*" = "install --yes prometheus prometheus-alertmanager"
	command -v prometheus promtool amtool prometheus-alertmanager
}
systemctl() {
	test "$1" = restart
	shift
	for unit; do
		case $unit in
		prometheus)
			sed -i 's/15s/1s/g' "$ROOT/etc/prometheus/prometheus.yml"
			sed -i 's/^\( *for:\) 5m$/\1 5s/' "$ROOT"/etc/prometheus/helpdesk/rules/*.yml
			(prometheus --config.file="$ROOT/etc/prometheus/prometheus.yml" --storage.tsdb.path="$ROOT/prometheus" \
				--web.listen-address="$PROMETHEUS" >"$ROOT/prometheus.log" 2>&1 &)
			;;
		prometheus-alertmanager)
			(prometheus-alertmanager --config.file="$ROOT/etc/prometheus/alertmanager.yml" --storage.path="$ROOT/alertmanager" \
				--web.listen-address="$ALERTMANAGER" --cluster.listen-address= >"$ROOT/alertmanager.log" 2>&1 &)
			;;
		grafana-server) find "$ROOT/etc/grafana" "$ROOT/var/lib/grafana" -type f ;;
		*) return 1 ;;
		esac
	done
}
`

// shell is a running shell that is given blocks of commands.
type shell struct {
	t     *testing.T
	stdin io.Writer
	lines chan string
	said  strings.Builder
}

func TestFromNothingToAPage(t *testing.T) {
	blocks := blocksOf(t, "From nothing to a page")
	require.Len(t, blocks, 3)
	root := t.TempDir()
	for _, dir := range []string{"etc/prometheus", "etc/grafana/provisioning/dashboards", "etc/grafana/provisioning/datasources", "var/lib/grafana"} {
		require.NoError(t, os.MkdirAll(filepath.Join(root, dir), 0o700)) // as the packages do
	}
	demo, phone := exporter.FreeAddress(t), exporter.FreeAddress(t)
	prometheus, alertmanager := exporter.FreeAddress(t), exporter.FreeAddress(t)
	elsewhere := []string{
		"127.0.0.1:9877", demo, "127.0.0.1:9096", phone, "127.0.0.1:9093", alertmanager,
		"/etc/", root + "/etc/", "/var/", root + "/var/",
		"helpdesk_exporter demo ", "helpdesk_exporter demo --web.listen-address=" + demo + " ",
		"./deploy/phone ", "./deploy/phone -listen=" + phone + " ",
	}
	for i := 0; i < len(elsewhere); i += 2 {
		require.Contains(t, strings.Join(blocks, ""), elsewhere[i], "the README does not say what is replaced")
	}
	s := start(t, checkout(t), "ROOT="+root, "PROMETHEUS="+prometheus, "ALERTMANAGER="+alertmanager)
	s.run(system)
	replace := strings.NewReplacer(elsewhere...)
	s.run(replace.Replace(blocks[0]))
	s.run(replace.Replace(blocks[1]))
	for _, file := range []string{
		"/etc/grafana/provisioning/dashboards/helpdesk.yml", "/etc/grafana/provisioning/datasources/helpdesk.yml",
		"/var/lib/grafana/dashboards/helpdesk/helpdesk-overview.json",
	} {
		require.Contains(t, s.said.String(), root+file+"\n")
	}
	await(t, "a scrape of the exporter", func() bool { return value(t, prometheus, `up{job="helpdesk"}`) == "1" })

	s.run(replace.Replace(blocks[2]))
	s.await("PAGE for admin-oncall")
	s.await("No helpdesk exporter answers: every alert of the desk is blind")
	s.await("HelpdeskExporterDown.md")
	require.Equal(t, "0", value(t, prometheus, `up{job="helpdesk"}`))
}

// TestPathsOfTheReadmeExist: what the README links to is there.
func TestPathsOfTheReadmeExist(t *testing.T) {
	links := regexp.MustCompile(`\]\(([^):#]+)\)`).FindAllStringSubmatch(text(t), -1)
	require.Greater(t, len(links), 15)
	for _, l := range links {
		_, err := os.Stat(filepath.Join("../..", l[1]))
		require.NoError(t, err)
	}
}

func text(t *testing.T) string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	return string(readme)
}

// blocksOf returns the commands of a section of the README.
func blocksOf(t *testing.T, heading string) []string {
	t.Helper()
	_, section, found := strings.Cut(text(t), "\n## "+heading+"\n")
	require.True(t, found)
	section, _, _ = strings.Cut(section, "\n## ")
	var blocks []string
	for _, m := range regexp.MustCompile("(?s)\n```sh\n(.*?)```\n").FindAllStringSubmatch(section, -1) {
		blocks = append(blocks, m[1])
	}
	return blocks
}

// checkout copies the files of the repository, as a clone has them.
func checkout(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.Command("bash", "-c", `set -o pipefail; cd ../..
git ls-files -z --cached --others --exclude-standard | tar --null --files-from=- -c | tar -x -C "$1"`, "bash", dir).CombinedOutput()
	require.NoError(t, err, "%s", out)
	return dir
}

func start(t *testing.T, dir string, env ...string) *shell {
	t.Helper()
	s := &shell{t: t, lines: make(chan string, 1000)}
	cmd := exec.Command("bash")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, in, err := os.Pipe()
	require.NoError(t, err)
	cmd.Stdout, cmd.Stderr, s.stdin = in, in, stdin
	require.NoError(t, cmd.Start())
	require.NoError(t, in.Close())
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // whatever it has started
		_ = cmd.Wait()
		for range s.lines { // until all of them let go
		}
		if t.Failed() {
			t.Logf("said so far:\n%s", &s.said)
		}
	})
	go func() {
		defer close(s.lines)
		for scanner := bufio.NewScanner(out); scanner.Scan(); {
			s.lines <- scanner.Text()
		}
	}()
	return s
}

// run gives the shell commands, and waits for their end.
func (s *shell) run(commands string) {
	s.t.Helper()
	const end = "--- the block has ended"
	_, err := io.Copy(s.stdin, bytes.NewBufferString(commands+"\necho '"+end+"'\n"))
	require.NoError(s.t, err)
	s.await(end)
}

// await reads what the shell says up to a text.
func (s *shell) await(what string) {
	s.t.Helper()
	for timeout := time.After(patience); ; {
		select {
		case line, ok := <-s.lines:
			require.True(s.t, ok, "the shell has ended before it said %q", what)
			s.said.WriteString(line + "\n")
			if strings.Contains(line, what) {
				return
			}
		case <-timeout:
			require.Fail(s.t, "not said in time", what)
		}
	}
}

// value is that of an expression which gives one, empty when it gives none.
func value(t *testing.T, prometheus, expr string) string {
	t.Helper()
	res, err := http.PostForm("http://"+prometheus+"/api/v1/query", map[string][]string{"query": {expr}})
	if err != nil {
		return "" // it does not listen yet
	}
	defer func() { _ = res.Body.Close() }()
	var answer struct {
		Data struct{ Result []struct{ Value [2]any } }
	}
	if json.NewDecoder(res.Body).Decode(&answer) != nil || len(answer.Data.Result) == 0 {
		return ""
	}
	v, _ := answer.Data.Result[0].Value[1].(string)
	return v
}

func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !done(); time.Sleep(500 * time.Millisecond) {
		require.True(t, time.Now().Before(deadline), "%s has not come in %s", what, patience)
	}
}
