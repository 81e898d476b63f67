//go:build look

package look

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/test/look/past"
	"helpdesk_exporter/test/prometheus"
)

// oracle says what the desk's truth has to say about a panel.
type oracle struct {
	page, title, ref string
	// by is the label by which the panel shows several values; empty for one.
	by string
	// parts are added up; those with a minus are taken off.
	parts []part
	// quantile, of a histogram, replaces the sum.
	quantile float64
}

// part selects samples of a family: labels with one of the values, or, after an exclamation mark, with none of them.
type part struct {
	family string
	match  map[string]string
	minus  bool
}

func (p part) selects(s simulator.Sample) bool {
	if s.Name != p.family {
		return false
	}
	for label, want := range p.match {
		values, not := strings.CutPrefix(want, "!")
		if slices.Contains(strings.Split(values, "|"), s.Labels[label]) == not {
			return false
		}
	}
	return true
}

type matchers = map[string]string

func one(family string, match matchers) []part { return []part{{family: family, match: match}} }

const (
	writtenOnly = "!chat|phone"
	liveOnly    = "chat|phone"
)

// oracles are the panels that count or tell a median. Gauges and flows alike are asked over one day that ends at midnight.
func oracles() []oracle {
	created, resolved := "helpdesk_tickets_created_total", "helpdesk_tickets_resolved_total"
	first := matchers{"nth": "first"}
	stock := "helpdesk_tickets"
	outcome := func(name string) part {
		return part{family: "helpdesk_sla_outcomes_total", match: matchers{"outcome": name}}
	}
	less := func(p part) part {
		p.minus = true
		return p
	}
	median := func(page, title, ref, family string, match matchers) oracle {
		return oracle{page, title, ref, "", one(family+"_seconds_bucket", match), 0.5}
	}
	list := []oracle{
		{"overview", "Unresolved", "A", "", one(stock, nil), 0},
		{"overview", "Unresolved", "B", "", one(stock, matchers{"status": "new|open"}), 0},
		{"overview", "Unresolved", "C", "", one(stock, matchers{"status": "pending"}), 0},
		{"overview", "Created", "A", "", one(created, nil), 0},
		{"overview", "Solved", "A", "", one(resolved, first), 0},
		{"overview", "Created by channel", "A", "channel", one(created, nil), 0},
		{"overview", "Created by team", "A", "group", one(created, nil), 0},
		{"overview", "Biggest changes by category", "A", "category", []part{
			{family: "helpdesk_ticket_categories_total", match: matchers{"change": "new"}},
			{family: "helpdesk_ticket_categories_total", match: matchers{"change": "retracted"}, minus: true},
		}, 0},
		{"overview", "Unanswered overnight", "A", "", one("helpdesk_tickets_awaiting_reply", nil), 0},
		{"overview", "Missed, open", "A", "", one("helpdesk_sla_clocks", matchers{"state": "breached"}), 0},
		median("overview", "First response", "B", "helpdesk_first_response_time", matchers{"channel": writtenOnly}),
		median("overview", "First response", "D", "helpdesk_first_response_time", matchers{"channel": liveOnly}),
		median("overview", "All replies", "B", "helpdesk_reply_time", matchers{"channel": writtenOnly}),
		median("overview", "All replies", "D", "helpdesk_reply_time", matchers{"channel": liveOnly}),
		{"live", "Untouched", "A", "", one(stock, matchers{"status": "new"}), 0},
		{"live", "Untouched", "B", "", one("helpdesk_tickets_unassigned", nil), 0},
		{"live", "Customers waiting by team", "A", "group", one("helpdesk_tickets_awaiting_reply", nil), 0},
		{"sla", "Cancelled", "A", "target", []part{outcome("cancelled")}, 0},
		{"sla", "SLA met by team and priority", "G", "group", []part{outcome("breached"), less(outcome("corrected"))}, 0},
		{"sla", "Missed, and the average reply", "A", "priority", []part{outcome("breached"), less(outcome("corrected"))}, 0},
		{"backlog", "Whose turn", "C", "", one(stock, matchers{"status": "hold"}), 0},
		{"backlog", "Unresolved by category", "A", "category", one("helpdesk_open_categories", nil), 0},
		{"backlog", "Reopened", "A", "", one("helpdesk_tickets_reopened_total", matchers{"kind": "work"}), 0},
		{"backlog", "Reopened", "B", "", one("helpdesk_tickets_reopened_total", matchers{"kind": "no_reply_needed"}), 0},
		{"backlog", "Voided", "A", "reason", []part{
			{family: "helpdesk_tickets_voided_total", match: matchers{"change": "new"}},
			{family: "helpdesk_tickets_voided_total", match: matchers{"change": "retracted"}, minus: true},
		}, 0},
		{"teams", "Scorecard, written", "A", "group", one(stock, nil), 0},
		{"teams", "Scorecard, written", "C", "group", one(stock, matchers{"status": "new|open"}), 0},
		{"teams", "Scorecard, written", "E", "group", one(resolved, first), 0},
	}
	return list
}

// counts asks the very query of each panel over whole days of the past and compares the desk's own truth.
func counts(t *testing.T, server *prometheus.Server, dir string) {
	raw, err := os.ReadFile(filepath.Join(dir, past.Truths))
	require.NoError(t, err)
	var truths []past.Truth
	require.NoError(t, json.Unmarshal(raw, &truths))
	require.Greater(t, len(truths), 10)
	compared := 0
	for _, o := range oracles() {
		expr := o.query(t)
		for i := 1; i < len(truths); i++ {
			compared += o.compare(t, server, expr, truths[i-1], truths[i])
		}
	}
	require.Greater(t, compared, 20*len(truths))
	t.Logf("%d panels, %d numbers of %d days compared", len(oracles()), compared, len(truths)-1)
}

// query is that of the panel, with the values that Grafana would put in for a day and all teams.
func (o oracle) query(t *testing.T) string {
	t.Helper()
	for _, p := range (page{uid: "helpdesk-" + o.page}).panels(t) {
		for _, target := range p.Targets {
			if p.Title == o.title && target.RefID == o.ref {
				return strings.NewReplacer("$__range_s", "86400", "$__range", "1d", "$bucket", "1d", "$clock", "calendar",
					"$job", ".*", "$source", ".*", "$brand", ".*", "$group", ".*", "$channel", ".*", "$priority", ".*").Replace(target.Expr)
			}
		}
	}
	t.Fatalf("%s: no panel %q with a query %s", o.page, o.title, o.ref)
	return ""
}

// compare returns how many numbers it has compared.
func (o oracle) compare(t *testing.T, server *prometheus.Server, expr string, before, after past.Truth) int {
	t.Helper()
	shown := map[string]float64{}
	for _, s := range server.VectorAt(t, expr, after.At) {
		shown[s.Labels[o.by]] += s.Value.Value
	}
	if o.quantile > 0 {
		return o.inBucket(t, shown, before, after)
	}
	want := map[string]float64{}
	for _, p := range o.parts {
		sign := 1.0
		if p.minus {
			sign = -1
		}
		p.add(want, after, o.by, sign)
		if strings.HasSuffix(p.family, "_total") {
			p.add(want, before, o.by, -sign)
		}
	}
	names := map[string]bool{}
	for name := range shown {
		names[name] = true
	}
	for name := range want {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		require.LessOrEqual(t, math.Abs(shown[name]-want[name]), max(1, 0.01*want[name]),
			"%s: %s %s on the day that ends %s: the panel shows %v, it was %v", o.page, o.title, name, after.At.Format(time.DateOnly), shown[name], want[name])
	}
	return len(names)
}

func (p part) add(to map[string]float64, truth past.Truth, by string, sign float64) {
	for _, s := range truth.Samples {
		if p.selects(s) {
			to[s.Labels[by]] += sign * s.Value
		}
	}
}

// inBucket holds a quantile of the panel to the bucket in which the truth has it.
func (o oracle) inBucket(t *testing.T, shown map[string]float64, before, after past.Truth) int {
	t.Helper()
	at := map[string]float64{}
	for _, p := range o.parts {
		p.add(at, after, "le", 1)
		p.add(at, before, "le", -1)
	}
	type bucket struct{ bound, below float64 }
	var buckets []bucket
	for le, n := range at {
		bound, err := strconv.ParseFloat(le, 64)
		require.NoError(t, err)
		buckets = append(buckets, bucket{bound, n})
	}
	slices.SortFunc(buckets, func(a, b bucket) int { return cmp.Compare(a.bound, b.bound) })
	if len(buckets) == 0 || buckets[len(buckets)-1].below == 0 {
		require.True(t, len(shown) == 0 || math.IsNaN(shown[""]), "%s: %s shows %v of nothing", o.page, o.title, shown)
		return 0
	}
	rank := o.quantile * buckets[len(buckets)-1].below
	i := slices.IndexFunc(buckets, func(b bucket) bool { return b.below >= rank })
	low := 0.0
	if i > 0 {
		low = buckets[i-1].bound
	}
	what := fmt.Sprintf("%s: %s %s on the day that ends %s", o.page, o.title, o.ref, after.At.Format(time.DateOnly))
	require.GreaterOrEqual(t, shown[""], low, what)
	require.LessOrEqual(t, shown[""], buckets[i].bound, what)
	return 1
}
