package collector

import (
	"maps"
	"slices"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"google.golang.org/protobuf/types/known/timestamppb"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/ledger"
)

const (
	// nativeSchema has a growth factor of 2^(1/8), the largest below 1.1.
	nativeSchema = 3
	// minNativeSchema is the coarsest that Prometheus reads: a growth factor of 65536.
	minNativeSchema = -4
	// maxNativeBuckets is how many populated buckets a native histogram may have.
	maxNativeBuckets = 160
)

// histogramFamily renders the histograms of one family.
type histogramFamily struct {
	bounds        []float64
	classic       bool
	native        bool
	scale         float64 // what the recorded integers are divided by
	zeroThreshold float64
	schema        int32
}

func newHistogramFamily(f *catalogue.Family, forms Histograms) *histogramFamily {
	h := &histogramFamily{
		bounds: f.Buckets, native: forms.Native && f.Native, scale: 1,
		zeroThreshold: prometheus.DefNativeHistogramZeroThreshold, schema: nativeSchema,
	}
	// A family without a native form has to have the classic one.
	h.classic = forms.Classic || !h.native
	if f.InSeconds() {
		h.scale = 1000
	}
	return h
}

// render returns the exposition of a histogram; nil is one without observations.
func (f *histogramFamily) render(h *ledger.Histogram, created *timestamppb.Timestamp) *dto.Histogram {
	if h == nil {
		h = &ledger.Histogram{}
	}
	count, sum := h.Count, float64(h.Sum)/f.scale
	out := &dto.Histogram{SampleCount: &count, SampleSum: &sum, CreatedTimestamp: created}
	if f.classic {
		out.Bucket = f.buckets(h.Classic)
	}
	if f.native {
		f.addNative(out, h)
	}
	return out
}

// buckets returns the cumulative classic buckets, +Inf excepted: SampleCount tells it.
func (f *histogramFamily) buckets(counts []uint64) []*dto.Bucket {
	buckets := make([]dto.Bucket, len(f.bounds))
	pointers := make([]*dto.Bucket, len(f.bounds))
	cumulative := make([]uint64, len(f.bounds))
	var sum uint64
	for i := range f.bounds {
		if i < len(counts) {
			sum += counts[i]
		}
		cumulative[i] = sum
		buckets[i].CumulativeCount, buckets[i].UpperBound = &cumulative[i], &f.bounds[i]
		pointers[i] = &buckets[i]
	}
	return pointers
}

func (f *histogramFamily) addNative(out *dto.Histogram, h *ledger.Histogram) {
	zero := h.Zero
	out.ZeroThreshold, out.ZeroCount, out.Schema = &f.zeroThreshold, &zero, &f.schema
	if len(h.Native) == 0 {
		return
	}
	populated := h.Native
	if len(populated) > maxNativeBuckets {
		schema := f.schema
		for len(populated) > maxNativeBuckets && schema > minNativeSchema {
			populated = merged(populated)
			schema--
		}
		out.Schema = &schema
	}
	out.PositiveSpan, out.PositiveDelta = spans(populated)
}

// merged lowers the schema by one: bucket i of the coarser schema covers 2i-1 and 2i of the finer one.
func merged(buckets map[int]uint64) map[int]uint64 {
	coarser := make(map[int]uint64, len(buckets)/2+1)
	for i, n := range buckets {
		coarser[(i+1)>>1] += n
	}
	return coarser
}

// maxGap is up to how many empty buckets are written out rather than starting a new span.
const maxGap = 2

// spans encodes buckets as spans of consecutive ones and differences between their counts.
func spans(buckets map[int]uint64) ([]*dto.BucketSpan, []int64) {
	var (
		out      []*dto.BucketSpan
		deltas   []int64
		previous int64
		next     int
	)
	appendCount := func(count int64) {
		*out[len(out)-1].Length++
		deltas = append(deltas, count-previous)
		previous = count
	}
	for n, i := range slices.Sorted(maps.Keys(buckets)) {
		gap := i - next
		if n == 0 || gap > maxGap {
			offset, length := int32(gap), uint32(0)
			out = append(out, &dto.BucketSpan{Offset: &offset, Length: &length})
		} else {
			for range gap {
				appendCount(0)
			}
		}
		appendCount(int64(buckets[i]))
		next = i + 1
	}
	return out, deltas
}
