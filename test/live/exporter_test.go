//go:build live

package live

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
)

const (
	kills    = 10
	patience = 8 * time.Minute // a new series is held for minutes before it is raised
)

// config of the exporter: %[1]s is a directory of its own, %[2]s the desk's database.
const config = `
global:
  poll_interval: 2s
  state: {path: %[1]s/state.db}
privacy: {key_file: %[1]s/identity.key}
sources:
  - name: desk
    preset: rt
    dsn_file: %[1]s/dsn
`

// TestLive drives a desk while the exporter polls it and is killed, and compares the driver's account with the
// exporter's counters and with what Prometheus makes of them.
func TestLive(t *testing.T) {
	env := startDesk(t)
	dir := t.TempDir()
	e := startExporter(t, dir, env["HELPDESK_TEST_RT_DSN"])
	p := startPrometheus(t, dir, e.address)
	waitFor(t, time.Minute, "the first sync of an empty desk", func() bool { return e.synced() })
	p.scraping(t)
	time.Sleep(3 * time.Second) // times of the desk have whole seconds: no act shares one with the baseline

	d := NewDriver(NewDesk(env["HELPDESK_TEST_RT_URL"]), seed)
	random := rand.New(rand.NewPCG(seed, 1))
	killed := 0
	d.Done = func(a Act) {
		t.Logf("%s  #%-3d %s", a.At.UTC().Format("15:04:05.000"), a.Ticket, a.Kind)
		if killed < kills && len(d.Acts)%7 == 0 {
			killed++
			e.kill()
			time.Sleep(time.Duration(random.IntN(2000)) * time.Millisecond)
			e.start()
		}
	}
	require.NoError(t, d.Run(t.Context(), Plan()), "seed %d", seed)
	require.GreaterOrEqual(t, len(d.Acts), 60)
	require.Equal(t, kills, killed)

	var counted map[string]float64
	equal := func() bool {
		counted = e.counters(d.Expected)
		return describe(counted) == describe(expected(d.Expected))
	}
	deadline := time.Now().Add(patience)
	for !equal() && time.Now().Before(deadline) {
		time.Sleep(2 * time.Second)
	}
	time.Sleep(10 * time.Second) // scrapes of the last values; and a counter that runs on would show
	counted = e.counters(d.Expected)

	t.Logf("%d acts, %d kills", len(d.Acts), killed)
	t.Logf("%5s  %7s  %10s", "acts", "counter", "increase()")
	for _, series := range d.Expected.Names() {
		increase := p.increase(t, series)
		t.Logf("%5d  %7.0f  %10.0f  %s", d.Expected[series], counted[series], increase, series)
		require.InDelta(t, d.Expected[series], increase, 0, "increase of %s", series)
	}
	require.Equal(t, expected(d.Expected), counted)
}

func expected(t Tally) map[string]float64 {
	m := map[string]float64{}
	for series, n := range t {
		m[series] = float64(n)
	}
	return m
}

func describe(m map[string]float64) string { return fmt.Sprint(m) } // fmt orders the keys

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
		address: freeAddress(t),
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
func (e *exporter) scrape() map[string]*dto.MetricFamily {
	res, err := http.Get("http://" + e.address + "/metrics")
	if err != nil {
		return nil
	}
	defer func() { _ = res.Body.Close() }()
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(res.Body)
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

// prometheus is a real one.
type prometheus struct{ address string }

func startPrometheus(t *testing.T, dir, target string) *prometheus {
	t.Helper()
	path := filepath.Join(dir, "prometheus.yml")
	require.NoError(t, os.WriteFile(path, fmt.Appendf(nil, `
global: {scrape_interval: 1s, scrape_timeout: 1s}
scrape_configs: [{job_name: helpdesk, static_configs: [{targets: [%q]}]}]
`, target), 0o600))
	p := &prometheus{address: freeAddress(t)}
	cmd := exec.Command("prometheus", "--config.file="+path, "--storage.tsdb.path="+filepath.Join(dir, "tsdb"),
		"--web.listen-address="+p.address, "--log.level=warn")
	log, err := os.Create(filepath.Join(dir, "prometheus.log"))
	require.NoError(t, err)
	cmd.Stdout, cmd.Stderr = log, log
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		_ = log.Close()
	})
	waitFor(t, time.Minute, "Prometheus", func() bool {
		res, err := http.Get("http://" + p.address + "/-/ready")
		if err != nil {
			return false
		}
		_ = res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	return p
}

// increase asks for a series' rounded increase over an hour, which is longer than the test.
func (p *prometheus) increase(t *testing.T, series string) float64 {
	t.Helper()
	selector := series
	if strings.Contains(series, "_seconds_count{") {
		selector = strings.Replace(series, "{", `{clock="calendar",`, 1)
	}
	return p.query(t, "sum(round(increase("+selector+"[1h])))")
}

// scraping waits until the target has been scraped: Prometheus takes its time to begin.
func (p *prometheus) scraping(t *testing.T) {
	t.Helper()
	waitFor(t, time.Minute, "the first scrape", func() bool { return p.query(t, "sum(up)") == 1 })
}

// query returns the value of an expression that gives one, 0 when it gives none.
func (p *prometheus) query(t *testing.T, expr string) float64 {
	t.Helper()
	query := url.Values{"query": {expr}}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.address+"/api/v1/query?"+query.Encode(), nil)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	var answer struct {
		Data struct {
			Result []struct{ Value [2]any }
		}
	}
	require.NoError(t, json.Unmarshal(text, &answer), string(text))
	if len(answer.Data.Result) == 0 {
		return 0
	}
	value, ok := answer.Data.Result[0].Value[1].(string)
	require.True(t, ok, string(text))
	n, err := strconv.ParseFloat(value, 64)
	require.NoError(t, err)
	return n
}

// freeAddress returns an address on loopback that nobody listens on.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := l.Addr().String()
	require.NoError(t, l.Close())
	return address
}

func waitFor(t *testing.T, limit time.Duration, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(limit)
	for !done() {
		require.True(t, time.Now().Before(deadline), "%s has not come in %s", what, limit)
		time.Sleep(200 * time.Millisecond)
	}
}
