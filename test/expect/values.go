package expect

import (
	"math"
	"strconv"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/model"
)

// Series spells a sample's name with its labels, in their alphabetical order. An empty label is none.
func Series(name string, labels map[string]string) string {
	metric := model.Metric{model.MetricNameLabel: model.LabelValue(name)}
	for l, v := range labels {
		if v != "" {
			metric[model.LabelName(l)] = model.LabelValue(v)
		}
	}
	return metric.String()
}

// Sample is a line of an exposition.
type Sample struct {
	Name   string
	Labels map[string]string
	Value  float64
}

// Samples are those of a family, of histograms all buckets, the sum and the count. A family that is not there has none.
func (x Exposition) Samples(family string) (samples []Sample) {
	for _, m := range x[family].GetMetric() {
		if h := m.GetHistogram(); h != nil {
			samples = append(samples, histogramSamples(family, m)...)
			continue
		}
		v := m.GetCounter().GetValue() + m.GetGauge().GetValue() + m.GetUntyped().GetValue()
		samples = append(samples, Sample{family, labelsOf(m), v})
	}
	return samples
}

func histogramSamples(family string, m *dto.Metric) []Sample {
	h := m.GetHistogram()
	samples := []Sample{
		{family + "_count", labelsOf(m), float64(h.GetSampleCount())},
		{family + "_sum", labelsOf(m), h.GetSampleSum()},
	}
	for _, b := range h.GetBucket() {
		labels := labelsOf(m)
		labels[model.BucketLabel] = bound(b.GetUpperBound())
		samples = append(samples, Sample{family + "_bucket", labels, float64(b.GetCumulativeCount())})
	}
	return samples
}

// bound spells the upper bound of a bucket, as the label le has it.
func bound(le float64) string {
	if math.IsInf(le, 1) {
		return "+Inf"
	}
	return strconv.FormatFloat(le, 'f', -1, 64)
}

func labelsOf(m *dto.Metric) map[string]string {
	labels := map[string]string{}
	for _, l := range m.GetLabel() {
		labels[l.GetName()] = l.GetValue()
	}
	return labels
}
