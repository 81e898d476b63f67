package expect

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	dto "github.com/prometheus/client_model/go"
)

// Desk lists the values of every desk family (all but helpdesk_exporter_*) that are not 0, a line a
// series: series that only were born, at 0, need not be the same in two expositions. Of the families in
// sums the counters are summed over the given labels, and left out where none are given.
func (x Exposition) Desk(sums map[string][]string) []string {
	var out []string
	for name, f := range x {
		if !strings.HasPrefix(name, "helpdesk_") || strings.HasPrefix(name, "helpdesk_exporter_") {
			continue
		}
		if over, ok := sums[name]; ok {
			if over != nil {
				out = append(out, summed(f, over)...)
			}
			continue
		}
		for _, m := range f.GetMetric() {
			if v := value(m); v != "" {
				out = append(out, name+labels(m, nil)+" "+v)
			}
		}
	}
	sort.Strings(out)
	return out
}

func summed(f *dto.MetricFamily, over []string) []string {
	sums := map[string]float64{}
	for _, m := range f.GetMetric() {
		sums[f.GetName()+labels(m, over)] += m.GetCounter().GetValue()
	}
	var out []string
	for series, v := range sums {
		if v != 0 {
			out = append(out, fmt.Sprint(series, " ", v))
		}
	}
	return out
}

func labels(m *dto.Metric, without []string) string {
	var pairs []string
	for _, l := range m.GetLabel() {
		if slices.Contains(without, l.GetName()) {
			continue
		}
		pairs = append(pairs, fmt.Sprintf("%s=%q", l.GetName(), l.GetValue()))
	}
	sort.Strings(pairs)
	return "{" + strings.Join(pairs, ",") + "}"
}

// value is a metric's value, with all buckets of a histogram; empty when it is 0.
func value(m *dto.Metric) string {
	h := m.GetHistogram()
	if h == nil {
		if v := m.GetCounter().GetValue() + m.GetGauge().GetValue() + m.GetUntyped().GetValue(); v != 0 {
			return fmt.Sprint(v)
		}
		return ""
	}
	if h.GetSampleCount() == 0 {
		return ""
	}
	text := fmt.Sprintf("count %d sum %v", h.GetSampleCount(), h.GetSampleSum())
	for _, b := range h.GetBucket() {
		text += fmt.Sprintf(" %v:%d", b.GetUpperBound(), b.GetCumulativeCount())
	}
	return text
}
