package collector

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/ledger"
)

func sizes() []int { return []int{10_000, 100_000} }

// counters is a view with n counter series in ten families of five to seven labels.
func counters(n int) ledger.View {
	var families []catalogue.Family
	for _, f := range catalogue.Families() {
		if f.Type == catalogue.Counter && len(f.Labels) >= 5 && len(f.Labels) <= 7 && len(families) < 10 {
			families = append(families, f)
		}
	}
	var view ledger.View
	for _, f := range families {
		for i := range n / len(families) {
			values := make([]string, len(f.Labels))
			for j := range values {
				values[j] = "value-" + strconv.Itoa(i%(7+j))
			}
			values[1], values[len(values)-1] = "brand", fmt.Sprintf("series-%06d", i)
			view.Series = append(view.Series, ledger.Series{
				Family: f.Name, Labels: f.Labels, Values: values, Count: int64(i), Created: testTime(),
			})
		}
	}
	return view
}

func BenchmarkPublish(b *testing.B) {
	for _, n := range sizes() {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			c, views := newCollector(b, nil), [2]ledger.View{counters(n), counters(n)}
			for i := range views[1].Series {
				views[1].Series[i].Count++
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				require.NoError(b, c.Publish(views[i%2], testTime()))
			}
		})
	}
}

func BenchmarkTick(b *testing.B) {
	for _, n := range sizes() {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			c := newCollector(b, nil)
			require.NoError(b, c.Publish(counters(n), testTime()))
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, c.Tick(testTime()))
			}
		})
	}
}

// discard is a response writer that keeps nothing.
type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) WriteHeader(int)             {}
func (d discard) Write(p []byte) (int, error) { return len(p), nil }

func benchmarkScrape(b *testing.B, handler http.Handler, before func()) {
	for name, accept := range map[string]string{"text": "text/plain", "protobuf": acceptProto} {
		request := httptest.NewRequest(http.MethodGet, "/metrics", nil)
		request.Header.Set("Accept", accept)
		b.Run(name, func(b *testing.B) {
			handler.ServeHTTP(discard{http.Header{}}, request) // what is cached is rendered by the first scrape
			b.ReportAllocs()
			for b.Loop() {
				before()
				handler.ServeHTTP(discard{http.Header{}}, request)
			}
		})
	}
}

func BenchmarkScrape(b *testing.B) {
	for _, n := range sizes() {
		view := counters(n)
		c := newCollector(b, nil)
		require.NoError(b, c.Publish(view, testTime()))
		b.Run("cached/"+strconv.Itoa(n), func(b *testing.B) { benchmarkScrape(b, c.Handler(), func() {}) })
		b.Run("first/"+strconv.Itoa(n), func(b *testing.B) {
			benchmarkScrape(b, c.Handler(), func() { require.NoError(b, c.Tick(testTime())) })
		})

		registry := prometheus.NewRegistry()
		vectors := map[string]*prometheus.CounterVec{}
		for _, s := range view.Series {
			if vectors[s.Family] == nil {
				vectors[s.Family] = prometheus.NewCounterVec(prometheus.CounterOpts{Name: s.Family, Help: "Help."}, s.Labels)
				registry.MustRegister(vectors[s.Family])
			}
			vectors[s.Family].WithLabelValues(s.Values...).Add(float64(s.Count))
		}
		stock := promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
		b.Run("vectors/"+strconv.Itoa(n), func(b *testing.B) { benchmarkScrape(b, stock, func() {}) })
	}
}
