package dashboards

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The queries themselves are parsed and held to the catalogue by test/promql.

func TestLiteralRangesHaveReasons(t *testing.T) {
	allowed, used := literalRanges(), map[string]bool{}
	literal := regexp.MustCompile(`(?:\[([^\]]+)\])|(?:offset (\$?\w+))`)
	pages, _ := documents(t)
	var queries []string
	for _, d := range pages {
		for _, p := range d.panels() {
			for _, q := range p.Targets {
				queries = append(queries, q.Expr)
			}
		}
	}
	for _, q := range queries {
		for _, m := range literal.FindAllStringSubmatch(q, -1) {
			w := m[1] + m[2]
			if strings.HasPrefix(w, "$") && !strings.Contains(w, ":") {
				continue
			}
			require.NotEmpty(t, allowed[w], "%s: literal range %s", q, w)
			used[w] = true
		}
	}
	for w := range allowed {
		require.True(t, used[w], "no query has the range %s any more", w)
	}
}

// Counts are whole numbers; increase is not, since it extrapolates.
func TestCountsAreRounded(t *testing.T) {
	pages, _ := documents(t)
	var rounded int
	for _, d := range pages {
		for _, p := range d.panels() {
			if p.Type == "text" || p.FieldConfig.Defaults.Unit != count || p.Type == "table" {
				continue
			}
			for _, q := range p.Targets {
				if strings.HasPrefix(q.Expr, "sum") && strings.Contains(q.Expr, "increase(helpdesk_t") && !strings.Contains(q.Expr, "/") {
					t.Fatalf("%s: %s shows fractions: %s", d.UID, p.Title, q.Expr)
				}
				if strings.HasPrefix(q.Expr, "round(") {
					rounded++
				}
			}
		}
	}
	require.Greater(t, rounded, 20)
}

// TestNothingIsNotZero: a 0 that a query makes up would say "all is well" where there is no data at all.
func TestNothingIsNotZero(t *testing.T) {
	pages, _ := documents(t)
	var made []string
	for _, d := range pages {
		for _, p := range d.panels() {
			for _, q := range p.Targets {
				if strings.Contains(q.Expr, "vector(0)") {
					made = append(made, d.UID+": "+p.Title)
				}
			}
		}
	}
	require.Equal(t, []string{"helpdesk-exporter: Watchdog"}, made, "where Prometheus answers, no alert is really 0")
}
