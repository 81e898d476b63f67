//go:build live

package live

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

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
