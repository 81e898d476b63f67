//go:build look

package look

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/prometheus"
)

// madeUp is a 0 that a query shows where there is nothing.
var madeUp = regexp.MustCompile(`\s+or\s+vector\(0\)`)

// emptiness says what of a page's panels shows nothing, or zeros alone, by the title of the panel. prometheus answers as of now.
func emptiness(t *testing.T, p page, r report, server *prometheus.Server, now time.Time) map[string]string {
	t.Helper()
	asked := p.panels(t)
	found := map[string]string{}
	for _, d := range r.Panels {
		if d.Type == "text" {
			continue
		}
		some, nonzero := false, false
		for _, q := range d.Queries {
			expr := madeUp.ReplaceAllString(q.Expr, "")
			for _, v := range answers(t, server, p, asked[d.ID], q.RefID, expr, now) {
				some = true
				nonzero = nonzero || v != 0
			}
		}
		switch {
		case !some:
			found[d.Title] = "empty"
		case !nonzero:
			found[d.Title] = "zero"
		}
	}
	return found
}

func answers(t *testing.T, server *prometheus.Server, p page, asked panel, ref, expr string, now time.Time) []float64 {
	t.Helper()
	var values []float64
	for _, target := range asked.Targets {
		if target.RefID != ref {
			continue
		}
		if target.Instant {
			for _, s := range server.VectorAt(t, expr, now) {
				values = append(values, s.Value.Value)
			}
			return values
		}
		step := p.back / 50
		if strings.Contains(target.Interval, "bucket") {
			step = max(step, day)
		}
		for _, s := range server.RangeBy(t, expr, now.Add(-p.back), now, step) {
			for _, v := range s.Values {
				values = append(values, v.Value)
			}
		}
		return values
	}
	t.Fatalf("%s: panel %d has no query %s", p.uid, asked.ID, ref)
	return nil
}

// listed are the panels that dashboards/EMPTY.md says are empty, or have zeros alone, on the desk that is drawn.
func listed(t *testing.T) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("../../dashboards/EMPTY.md")
	require.NoError(t, err)
	found := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\| ([a-z]+: [^|]+) \| (empty|zero) \| .{10,} \|$`).FindAllStringSubmatch(string(raw), -1) {
		found["helpdesk-"+m[1]] = m[2]
	}
	require.NotEmpty(t, found)
	return found
}
