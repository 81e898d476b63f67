//go:build live

package live

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/expect"
	process "helpdesk_exporter/test/exporter"
)

// exporter is the built binary under test.
type exporter struct {
	t       *testing.T
	binary  string
	config  string
	address string
	log     *os.File

	mu  sync.Mutex
	cmd *exec.Cmd
}

func startExporter(t *testing.T, dir, dsn string) *exporter {
	t.Helper()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	write("dsn", dsn+"\n")
	log, err := os.Create(filepath.Join(dir, "exporter.log"))
	require.NoError(t, err)
	e := &exporter{
		t:       t,
		binary:  filepath.Join(dir, "helpdesk_exporter"),
		config:  write("helpdesk.yml", fmt.Sprintf(config, dir, dsn)),
		address: process.FreeAddress(t),
		log:     log,
	}
	out, err := exec.Command("go", "build", "-o", e.binary, "helpdesk_exporter/cmd/helpdesk_exporter").CombinedOutput()
	require.NoError(t, err, string(out))
	e.start()
	t.Cleanup(func() {
		e.kill()
		if t.Failed() {
			text, _ := os.ReadFile(log.Name())
			t.Logf("the exporter's log:\n%s", text)
		}
	})
	return e
}

func (e *exporter) start() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.cmd = exec.Command(e.binary, "serve", "--config.file="+e.config, "--web.listen-address="+e.address)
	e.cmd.Stdout, e.cmd.Stderr = e.log, e.log
	require.NoError(e.t, e.cmd.Start())
}

// kill ends the exporter as a power cut does.
func (e *exporter) kill() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.cmd.ProcessState != nil {
		return
	}
	require.NoError(e.t, e.cmd.Process.Kill())
	err := e.cmd.Wait()
	status, ok := e.cmd.ProcessState.Sys().(syscall.WaitStatus)
	require.True(e.t, ok && status.Signaled(), "the exporter had ended by itself before it was killed: %v", err)
}

// scrape returns the families that the exporter shows; nil while it does not answer.
func (e *exporter) scrape() expect.Exposition {
	res, err := http.Get("http://" + e.address + "/metrics")
	if err != nil {
		return nil
	}
	defer func() { _ = res.Body.Close() }()
	families, err := expect.Parse(res.Body)
	if err != nil {
		return nil
	}
	return families
}

// synced reports whether each stream has finished its first walk.
func (e *exporter) synced() bool {
	family := e.scrape()["helpdesk_exporter_stream_first_sync_complete"]
	for _, m := range family.GetMetric() {
		if m.GetGauge().GetValue() != 1 {
			return false
		}
	}
	return len(family.GetMetric()) > 0
}

// counters returns the exporter's value of each series of a tally, and of every other series of the same families
// that is not 0, summed over the labels that the tally does not name. What the desk itself sends is no act: messages
// of automation are left out.
func (e *exporter) counters(tally Tally) map[string]float64 {
	names := map[string][]string{}
	for series := range tally {
		family, labels := split(series)
		names[family] = labels
	}
	values := map[string]float64{}
	for name, family := range e.scrape() {
		for _, m := range family.GetMetric() {
			full, value := name, m.GetCounter().GetValue()
			if m.Histogram != nil {
				full, value = name+"_count", float64(m.GetHistogram().GetSampleCount())
			}
			labels, ok := names[full]
			have := map[string]string{}
			for _, l := range m.GetLabel() {
				have[l.GetName()] = l.GetValue()
			}
			if !ok || value == 0 || have["author"] == "automation" || (m.Histogram != nil && have["clock"] != "calendar") {
				continue
			}
			var pairs []string
			for _, l := range labels {
				pairs = append(pairs, l, have[l])
			}
			values[Series(full, pairs...)] += value
		}
	}
	return values
}

// split returns a series' family and the names of its labels.
func split(series string) (family string, labels []string) {
	family, rest, _ := strings.Cut(strings.TrimSuffix(series, "}"), "{")
	for pair := range strings.SplitSeq(rest, ",") {
		name, _, _ := strings.Cut(pair, "=")
		labels = append(labels, name)
	}
	return family, labels
}
