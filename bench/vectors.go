package main

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	dto "github.com/prometheus/client_model/go"
)

// serveVectors serves the series of an exposition from client_golang's vectors, until the context ends. Every minute
// some of the counters go up.
func serveVectors(ctx context.Context, exposition, address string) error {
	families, err := readExposition(exposition)
	if err != nil {
		return err
	}
	registry := ownRegistry()
	var moving []prometheus.Counter
	for _, family := range families {
		counters, err := vector(registry, family)
		if err != nil {
			return fmt.Errorf("%s: %w", family.GetName(), err)
		}
		moving = append(moving, counters...)
	}
	go func() {
		for range time.Tick(time.Minute) {
			for i := range mails {
				moving[i*len(moving)/mails].Inc()
			}
		}
	}()
	return listenAndServe(ctx, address, promhttp.HandlerFor(registry, promhttp.HandlerOpts{Registry: registry, EnableOpenMetrics: true}))
}

// vector registers a vector with a family's series and returns its counters.
func vector(registry *prometheus.Registry, family *dto.MetricFamily) ([]prometheus.Counter, error) {
	name, help := family.GetName(), family.GetHelp()
	var names []string
	for _, m := range family.Metric {
		for _, l := range m.Label {
			if !slices.Contains(names, l.GetName()) {
				names = append(names, l.GetName())
			}
		}
	}
	var out []prometheus.Counter
	switch family.GetType() {
	case dto.MetricType_COUNTER:
		v := prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, names)
		for _, m := range family.Metric {
			c := v.With(labelsOf(m, names))
			c.Add(m.Counter.GetValue())
			out = append(out, c)
		}
		return out, registry.Register(v)
	case dto.MetricType_GAUGE:
		v := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, names)
		for _, m := range family.Metric {
			v.With(labelsOf(m, names)).Set(m.Gauge.GetValue())
		}
		return nil, registry.Register(v)
	case dto.MetricType_HISTOGRAM:
		opts := prometheus.HistogramOpts{Name: name, Help: help}
		first := family.Metric[0].Histogram
		for _, b := range first.Bucket {
			if !math.IsInf(b.GetUpperBound(), 1) {
				opts.Buckets = append(opts.Buckets, b.GetUpperBound())
			}
		}
		if first.Schema != nil {
			opts.NativeHistogramBucketFactor = 1.1
		}
		v := prometheus.NewHistogramVec(opts, names)
		for _, m := range family.Metric {
			observe(v.With(labelsOf(m, names)), m.Histogram)
		}
		return nil, registry.Register(v)
	default:
		return nil, fmt.Errorf("families of type %s are not known", family.GetType())
	}
}

// labelsOf gives every label a value, as a vector must.
func labelsOf(m *dto.Metric, names []string) prometheus.Labels {
	labels := prometheus.Labels{}
	for _, name := range names {
		labels[name] = ""
	}
	for _, l := range m.Label {
		labels[l.GetName()] = l.GetValue()
	}
	return labels
}

// observe fills a histogram with as many observations, in the same native buckets where there are some.
func observe(into prometheus.Observer, h *dto.Histogram) {
	repeat := func(n int64, value float64) {
		for range n {
			into.Observe(value)
		}
	}
	if h.Schema == nil {
		below := uint64(0)
		for _, b := range h.Bucket {
			repeat(int64(b.GetCumulativeCount()-below), b.GetUpperBound())
			below = b.GetCumulativeCount()
		}
		return
	}
	repeat(int64(h.GetZeroCount()), 0)
	eachBucket(h, func(index int, n int64) {
		// The middle of the bucket whose upper bound is 2^(index/2^schema).
		repeat(n, math.Exp2((float64(index)-0.5)/math.Exp2(float64(h.GetSchema()))))
	})
}
