//go:build live

package slalive

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"helpdesk_exporter/test/exporter"
)

const header = " sec  watermark  due_within  next_due  clocks of all policies     outcomes\n" +
	"           -now       {15m}      -now  running paused breached   met breached cancelled corrected"

// print shows what the exporter says now, or that it is not there.
func (r *run) print(second int) {
	s, err := exporter.Scrape("http://" + r.address)
	if err != nil {
		r.t.Logf("%4d  no answer", second)
		return
	}
	now := float64(time.Now().UnixMilli()) / 1000
	count := func(name string, pairs ...string) float64 {
		total := 0.0
		for _, v := range values(s, name, pairs...) {
			total += v
		}
		return total
	}
	ahead := func(name string) string {
		all := values(s, name)
		if len(all) == 0 {
			return "-"
		}
		return fmt.Sprintf("%.1fs", slices.Min(all)-now)
	}
	const clocks, outcomes = "helpdesk_sla_clocks", "helpdesk_sla_outcomes_total"
	r.t.Logf("%4d  %9s  %10.0f  %8s  %7.0f %6.0f %8.0f   %3.0f %8.0f %9.0f %9.0f", second,
		ahead("helpdesk_exporter_stream_watermark_timestamp_seconds"),
		count("helpdesk_sla_due_within", "horizon", "15m"),
		ahead("helpdesk_sla_next_due_timestamp_seconds"),
		count(clocks, "state", "running"), count(clocks, "state", "paused"), count(clocks, "state", "breached"),
		count(outcomes, "outcome", "met"), count(outcomes, "outcome", "breached"),
		count(outcomes, "outcome", "cancelled"), count(outcomes, "outcome", "corrected"))
}

// values are those of a family's series that have the labels, given as pairs.
func values(s exporter.Samples, name string, pairs ...string) []float64 {
	var found []float64
	for series, value := range s {
		family, labels, _ := strings.Cut(series, "{")
		fits := family == name
		for i := 0; i < len(pairs); i += 2 {
			fits = fits && strings.Contains(labels, fmt.Sprintf("%s=%q", pairs[i], pairs[i+1]))
		}
		if v, err := strconv.ParseFloat(value, 64); fits && err == nil {
			found = append(found, v)
		}
	}
	return found
}
