//go:build live

package live

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/prometheus"
)

// increase asks for a series' rounded increase over an hour, which is longer than the test.
func increase(t *testing.T, p *prometheus.Server, series string) float64 {
	t.Helper()
	selector := series
	if strings.Contains(series, "_seconds_count{") {
		selector = strings.Replace(series, "{", `{clock="calendar",`, 1)
	}
	return p.Query(t, "sum(round(increase("+selector+"[1h])))")
}

func waitFor(t *testing.T, limit time.Duration, what string, done func() bool) {
	t.Helper()
	deadline := time.Now().Add(limit)
	for !done() {
		require.True(t, time.Now().Before(deadline), "%s has not come in %s", what, limit)
		time.Sleep(200 * time.Millisecond)
	}
}
