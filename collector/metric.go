package collector

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	dto "github.com/prometheus/client_model/go"

	"helpdesk_exporter/collector/catalogue"
)

// newFamily returns an empty family with the catalogue's name, help and type.
func newFamily(f *catalogue.Family) *dto.MetricFamily {
	typ := dto.MetricType_GAUGE
	switch f.Type {
	case catalogue.Counter:
		typ = dto.MetricType_COUNTER
	case catalogue.Histogram:
		typ = dto.MetricType_HISTOGRAM
	case catalogue.Gauge:
	}
	name, help := f.Name, f.Help
	return &dto.MetricFamily{Name: &name, Help: &help, Type: &typ}
}

// byName returns the positions of labels in the order of their names, as every exposition writes them.
func byName(labels []string) []int {
	order := make([]int, len(labels))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(labels[a], labels[b]) })
	return order
}

// pairArena hands out label pairs from one allocation: a generation has as many pairs as series times labels.
type pairArena struct {
	pairs    []dto.LabelPair
	pointers []*dto.LabelPair
}

func newPairArena(n int) *pairArena {
	return &pairArena{pairs: make([]dto.LabelPair, n), pointers: make([]*dto.LabelPair, n)}
}

// take returns the pairs of a label set in the given order. A label without a value is absent. names and
// values must not change afterwards.
func (a *pairArena) take(names, values []string, order []int) []*dto.LabelPair {
	n := 0
	for _, i := range order {
		if values[i] == "" {
			continue
		}
		p := &a.pairs[n]
		p.Name, p.Value = &names[i], &values[i]
		if !utf8.ValidString(values[i]) {
			valid := strings.ToValidUTF8(values[i], "\uFFFD")
			p.Value = &valid
		}
		a.pointers[n] = p
		n++
	}
	set := a.pointers[:n:n]
	a.pairs, a.pointers = a.pairs[n:], a.pointers[n:]
	return set
}

// compareMetrics orders the metrics of a family as a registry does.
func compareMetrics(a, b *dto.Metric) int {
	if c := cmp.Compare(len(a.Label), len(b.Label)); c != 0 {
		return c
	}
	for i, p := range a.Label {
		if c := strings.Compare(p.GetValue(), b.Label[i].GetValue()); c != 0 {
			return c
		}
	}
	return 0
}

// seriesOf counts the series Prometheus makes of a family. A classic histogram is a series a bucket, a sum
// and a count; a histogram that is only native is one.
func seriesOf(family *dto.MetricFamily) int {
	switch family.GetType() {
	case dto.MetricType_HISTOGRAM, dto.MetricType_GAUGE_HISTOGRAM:
		n := 0
		for _, m := range family.Metric {
			if m.Histogram.Schema != nil && len(m.Histogram.Bucket) == 0 {
				n++
				continue
			}
			n += len(m.Histogram.Bucket) + 3 // +Inf, sum and count
		}
		return n
	case dto.MetricType_SUMMARY:
		n := 0
		for _, m := range family.Metric {
			n += len(m.Summary.Quantile) + 2
		}
		return n
	default:
		return len(family.Metric)
	}
}
