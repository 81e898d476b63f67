package collector

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/timestamppb"

	"helpdesk_exporter/collector/catalogue"
)

// reference observes the same values in a histogram of client_golang.
func reference(t *testing.T, f *catalogue.Family, observations []int64) *dto.Histogram {
	t.Helper()
	h := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: f.Name, Buckets: f.Buckets, NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: maxNativeBuckets,
	})
	for _, o := range observations {
		v := float64(o)
		if f.InSeconds() {
			v /= 1000
		}
		h.Observe(v)
	}
	var m dto.Metric
	require.NoError(t, h.Write(&m))
	return m.Histogram
}

func TestHistogramEqualsClientGolang(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	spread := func(n int, from, to float64) []int64 {
		out := make([]int64, n)
		for i := range out {
			out[i] = int64(math.Exp(math.Log(from) + random.Float64()*(math.Log(to)-math.Log(from))))
		}
		return out
	}
	// About one observation a bucket of schema 3, some 350 buckets: the schema has to fall by two.
	var wide []int64
	for v := 1.003; v < 1e15; v *= 1.0906 {
		wide = append(wide, int64(math.Ceil(v)))
	}
	for _, tc := range []struct {
		name         string
		family       string
		observations []int64
		schema       int32
	}{
		{"none", "helpdesk_reply_time_seconds", nil, 3},
		{"zeros only", "helpdesk_reply_time_seconds", []int64{0, 0}, 3},
		{"one", "helpdesk_reply_time_seconds", []int64{61_500}, 3},
		{"gaps of one to four", "helpdesk_reply_time_seconds", []int64{1000, 1130, 1300, 1700, 2500, 2501}, 3},
		{"below a second", "helpdesk_reply_time_seconds", []int64{1, 2, 3, 17, 499, 999}, 3},
		{"minutes to days", "helpdesk_first_response_time_seconds", spread(5000, 60_000, 3e8), 3},
		{"wide", "helpdesk_first_response_time_seconds", wide, 1},
		{"messages", "helpdesk_ticket_messages", []int64{1, 1, 2, 3, 3, 5, 7, 13, 51, 200}, 3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f, ok := catalogue.Lookup(tc.family)
			require.True(t, ok)
			got := newHistogramFamily(&f, DefaultHistograms()).render(observe(&f, tc.observations), nil)
			want := reference(t, &f, tc.observations)
			require.InEpsilon(t, 1+want.GetSampleSum(), 1+got.GetSampleSum(), 1e-9)
			got.SampleSum, want.SampleSum, want.CreatedTimestamp = nil, nil, nil
			require.Empty(t, cmp.Diff(want, got, protocmp.Transform()))
			require.Equal(t, tc.schema, got.GetSchema())
			requireValidNative(t, got)
		})
	}
}

// requireValidNative checks what Prometheus checks when it takes a native histogram in.
func requireValidNative(t *testing.T, h *dto.Histogram) {
	t.Helper()
	var sum, bucket int64
	var length, populated int
	for _, delta := range h.PositiveDelta {
		bucket += delta
		require.GreaterOrEqual(t, bucket, int64(0))
		if bucket > 0 {
			populated++
		}
		sum += bucket
	}
	for i, span := range h.PositiveSpan {
		if i > 0 {
			require.GreaterOrEqual(t, span.GetOffset(), int32(0))
		}
		length += int(span.GetLength())
	}
	require.Equal(t, len(h.PositiveDelta), length)
	require.Equal(t, h.GetSampleCount(), uint64(sum)+h.GetZeroCount())
	require.LessOrEqual(t, populated, maxNativeBuckets)
}

func TestSumsAreExact(t *testing.T) {
	f, ok := catalogue.Lookup("helpdesk_reply_time_seconds")
	require.True(t, ok)
	observations := make([]int64, 1000)
	for i := range observations {
		observations[i] = 100 // adding 0.1 a thousand times would give 99.9999999999986
	}
	h := newHistogramFamily(&f, DefaultHistograms()).render(observe(&f, observations), nil)
	require.Zero(t, h.GetSampleSum()-100)
}

func TestHistogramForms(t *testing.T) {
	desk, ok := catalogue.Lookup("helpdesk_reply_time_seconds")
	require.True(t, ok)
	poll, ok := catalogue.Lookup("helpdesk_exporter_stream_poll_duration_seconds")
	require.True(t, ok)
	for _, tc := range []struct {
		name            string
		family          catalogue.Family
		forms           Histograms
		classic, native bool
		series          int
	}{
		{"both", desk, Histograms{Classic: true, Native: true}, true, true, 23},
		{"classic", desk, Histograms{Classic: true}, true, false, 23},
		{"native", desk, Histograms{Native: true}, false, true, 1},
		{"native, of a family that has none", poll, Histograms{Native: true}, true, false, 16},
	} {
		t.Run(tc.name, func(t *testing.T) {
			created := timestamppb.New(testTime())
			h := newHistogramFamily(&tc.family, tc.forms).render(nil, created)
			require.Equal(t, tc.classic, len(h.Bucket) > 0)
			require.Equal(t, tc.native, h.Schema != nil)
			require.Equal(t, created, h.CreatedTimestamp)
			typ := dto.MetricType_HISTOGRAM
			require.Equal(t, tc.series, seriesOf(&dto.MetricFamily{Type: &typ, Metric: []*dto.Metric{{Histogram: h}}}))
		})
	}
}
