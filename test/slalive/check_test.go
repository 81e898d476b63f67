//go:build live

package slalive

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/prometheus"
)

// breaches are the due instants of the story's breaches, by series.
type breaches map[string][]int

// seriesOf names the series of a clock: group, policy, target, priority.
func seriesOf(k *ticket, c clock) string {
	_, priority, _ := strings.Cut(k.priority, " ")
	return strings.Join([]string{k.group, policies[k.group], c.target, priority}, " ")
}

func breached() breaches {
	all := breaches{}
	for _, k := range story() {
		for _, c := range k.clocks {
			if c.outcome == "breached" {
				all[seriesOf(&k, c)] = append(all[seriesOf(&k, c)], c.due)
			}
		}
	}
	for _, dues := range all {
		slices.Sort(dues)
	}
	return all
}

// named sums a result by the values of labels.
func named(result []prometheus.Series, labels ...string) map[string]float64 {
	m := map[string]float64{}
	for _, s := range result {
		m[name(s, labels...)] += s.Value.Value
	}
	return m
}

func name(s prometheus.Series, labels ...string) string {
	var values []string
	for _, l := range labels {
		values = append(values, s.Labels[l])
	}
	return strings.Join(values, " ")
}

// requireOutcomes: each clock has come to its outcome once, and increase() says the same.
func (r *run) requireOutcomes() {
	want := map[string]float64{}
	for _, k := range story() {
		for _, c := range k.clocks {
			if c.outcome != "" {
				want[seriesOf(&k, c)+" "+c.outcome]++
			}
		}
	}
	labels := []string{"group", "policy", "target", "priority", "outcome"}
	counted := named(r.server.Vector(r.t, "helpdesk_sla_outcomes_total > 0"), labels...)
	increased := named(r.server.Vector(r.t, "round(increase(helpdesk_sla_outcomes_total[1h])) > 0"), labels...)
	for series, n := range want {
		r.t.Logf("expected %.0f, counted %.0f, increase() %.0f: %s", n, counted[series], increased[series], series)
	}
	require.Equal(r.t, want, counted)
	require.Equal(r.t, want, increased)
	require.Zero(r.t, r.server.Query(r.t, "sum(resets(helpdesk_sla_outcomes_total[1h]))"), "a counter went back")
}

// requireClocks: only those that the story leaves open are open.
func (r *run) requireClocks() {
	want := map[string]float64{}
	for _, k := range story() {
		if k.left != "" {
			want[seriesOf(&k, k.clocks[len(k.clocks)-1])+" "+k.left]++
		}
	}
	got := r.server.Vector(r.t, "helpdesk_sla_clocks > 0")
	require.Equal(r.t, want, named(got, "group", "policy", "target", "priority", "state"))
}

// requirePeriods: today's numbers, by the time of the event, agree with the counters; yesterday had none.
func (r *run) requirePeriods() {
	want := map[string]float64{}
	for _, k := range story() {
		for _, c := range k.clocks {
			if c.outcome == "met" || c.outcome == "breached" {
				want[k.group+" sla_"+c.outcome]++
			}
		}
	}
	const events = `helpdesk_period_events{event=~"sla_met|sla_breached",period="day",which=%q} > 0`
	require.Equal(r.t, want, named(r.server.Vector(r.t, fmt.Sprintf(events, "current")), "group", "event"))
	require.Empty(r.t, r.server.Vector(r.t, fmt.Sprintf(events, "previous")))
}

// slack is how long after the watermark has passed a due instant the breach may take to be seen by Prometheus: until
// the exporter shows it, and is scraped.
const slack = 5 * time.Second

// requireInstants: a breach is counted when a pass that began after its due instant has succeeded, not before, and at
// once then.
func (r *run) requireInstants() {
	watermark := r.watermark(0, end)
	counters := r.server.Range(r.t, `helpdesk_sla_outcomes_total{outcome="breached"}`, r.second(0), r.second(end))
	seen := 0
	for _, s := range counters {
		series := name(s, "group", "policy", "target", "priority")
		for n, due := range breached()[series] {
			counted := first(s.Values, func(v float64) bool { return v > float64(n) })
			passed := first(watermark, func(v float64) bool { return v >= r.unix(due) })
			require.False(r.t, counted.IsZero(), "%s: breach %d is never counted", series, n+1)
			require.False(r.t, counted.Before(passed), "%s: due at %d, counted at %s, before the watermark passed it at %s", series, due, r.at(counted), r.at(passed))
			require.LessOrEqual(r.t, counted.Sub(passed), slack, "%s: due at %d", series, due)
			r.t.Logf("due at %3d, watermark past it at %s, counted at %s: %s", due, r.at(passed), r.at(counted), series)
			seen++
		}
	}
	require.Equal(r.t, 7, seen)
}

// requireOutage: while the desk is down nothing breaches and nothing hides.
func (r *run) requireOutage() {
	const from, to = down + 4, up - 1 // from the end of the pass that was under way
	const enough = to - from - 8      // seconds in which the exporter answers: it is killed once
	still := func(want float64, expr string) {
		result := r.server.Range(r.t, expr, r.second(from), r.second(to))
		require.Len(r.t, result, 1, expr)
		require.GreaterOrEqual(r.t, len(result[0].Values), enough, expr)
		for _, p := range result[0].Values {
			require.InDelta(r.t, want, p.Value, 0, "%s at %s", expr, r.at(p.At))
		}
	}
	still(3, `sum(helpdesk_sla_outcomes_total{outcome="breached"})`) // those due at 30, 45 and 70
	const waiting = `{group="Support",target="first_response",priority="urgent"%s}`
	still(r.unix(90), "helpdesk_sla_next_due_timestamp_seconds"+fmt.Sprintf(waiting, ""))
	still(1, "helpdesk_sla_due_within"+fmt.Sprintf(waiting, `,horizon="15m"`))
	still(1, "helpdesk_sla_clocks"+fmt.Sprintf(waiting, `,state="running"`))

	watermark := r.watermark(from, to)
	require.GreaterOrEqual(r.t, len(watermark), enough)
	for _, p := range watermark {
		require.InDelta(r.t, watermark[0].Value, p.Value, 0, "the watermark moves at %s", r.at(p.At))
		require.Less(r.t, p.Value, r.unix(down))
	}
}

// imminent is the alert before a breach: the countdown, without a lower bound, while the group's schedule is open.
const imminent = `min by (source, group, policy, target) (helpdesk_sla_next_due_timestamp_seconds{priority=~"urgent|high"}) - time() < 900 unless on (source, group) (helpdesk_group_schedule_info * on (schedule) group_left () max by (schedule) (helpdesk_schedule_open) == 0)`

// requireAlert: before each breach of an urgent or high ticket the alert fires for it, it goes on firing while the desk
// is down, and it is silent in the break.
func (r *run) requireAlert() {
	firing := map[string][]prometheus.Point{}
	for _, s := range r.server.Range(r.t, imminent, r.second(0), r.second(end)) {
		firing[name(s, "group", "policy", "target")] = s.Values
	}
	dues := map[string][]prometheus.Point{}
	for _, s := range r.server.Range(r.t, "helpdesk_sla_next_due_timestamp_seconds", r.second(0), r.second(end)) {
		dues[name(s, "group", "policy", "target", "priority")] = s.Values
	}
	for series, all := range breached() {
		alert, priority, _ := cutLast(series)
		if priority == "normal" {
			continue
		}
		for _, due := range all {
			fired := 0
			for _, p := range dues[series] {
				if p.Value == r.unix(due) && p.At.Before(r.second(due)) && slices.ContainsFunc(firing[alert], at(p.At)) {
					fired++
				}
			}
			r.t.Logf("fired for %2d s before the breach at %3d: %s", fired, due, series)
			require.GreaterOrEqual(r.t, fired, 5, "%s due at %d", series, due)
		}
	}
	silent := between(firing["Support replies first_response"], r.second(down+4), r.second(up-1))
	require.GreaterOrEqual(r.t, len(silent), up-1-(down+4)-8, "the alert resolves while the desk is down")
	require.Empty(r.t, between(firing["Field office first_response"], r.second(closes+5), r.second(opens-1)), "the alert fires in the break")
}

// watermark is that of the source from a second of the story to another.
func (r *run) watermark(from, to int) []prometheus.Point {
	result := r.server.Range(r.t, "min(helpdesk_exporter_stream_watermark_timestamp_seconds)", r.second(from), r.second(to))
	require.Len(r.t, result, 1)
	return result[0].Values
}

func (r *run) unix(second int) float64 { return float64(r.second(second).Unix()) }

// at tells an instant as a second of the story.
func (r *run) at(instant time.Time) string {
	return fmt.Sprintf("%3.0f", instant.Sub(r.began).Seconds())
}

func at(instant time.Time) func(prometheus.Point) bool {
	return func(p prometheus.Point) bool { return p.At.Equal(instant) }
}

// first is the instant of the first point that fits, zero if none does.
func first(points []prometheus.Point, fits func(float64) bool) time.Time {
	i := slices.IndexFunc(points, func(p prometheus.Point) bool { return fits(p.Value) })
	if i < 0 {
		return time.Time{}
	}
	return points[i].At
}

func between(points []prometheus.Point, from, to time.Time) []prometheus.Point {
	return slices.DeleteFunc(slices.Clone(points), func(p prometheus.Point) bool { return p.At.Before(from) || p.At.After(to) })
}

// cutLast cuts a text at its last space.
func cutLast(s string) (before, after string, found bool) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}
