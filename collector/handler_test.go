package collector

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/ledger"
)

const acceptProto = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"

func get(handler http.Handler, accept, encoding string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	request.Header.Set("Accept", accept)
	if encoding != "" {
		request.Header.Set("Accept-Encoding", encoding)
	}
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, request)
	return recorder
}

func TestFormatsAndEncodings(t *testing.T) {
	c := newCollector(t, nil)
	handler := c.Handler()
	require.NoError(t, c.Publish(desk(t), testTime()))
	for _, tc := range []struct {
		name, accept, encoding, contentType string
		compressed                          bool
	}{
		{"text", "", "", "text/plain; version=0.0.4", false},
		{"text, gzip", "text/plain;version=0.0.4", "deflate, GZIP;q=0.8", "text/plain; version=0.0.4", true},
		{"gzip refused", "text/plain", "gzip;q=0, br", "text/plain; version=0.0.4", false},
		{"OpenMetrics", "application/openmetrics-text;version=1.0.0", "gzip", "application/openmetrics-text; version=1.0.0", true},
		{"protobuf", acceptProto, "identity", "application/vnd.google.protobuf", false},
		{"protobuf, gzip", acceptProto, "gzip", "application/vnd.google.protobuf", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := get(handler, tc.accept, tc.encoding)
			require.Equal(t, http.StatusOK, got.Code)
			require.True(t, strings.HasPrefix(got.Header().Get("Content-Type"), tc.contentType), got.Header())
			require.Equal(t, tc.compressed, got.Header().Get("Content-Encoding") == "gzip")
			require.Equal(t, []string{"Accept", "Accept-Encoding"}, got.Header().Values("Vary"))
			again := get(handler, tc.accept, tc.encoding)
			require.Equal(t, got.Body.Bytes(), again.Body.Bytes())
			require.Equal(t, got.Header(), again.Header())

			var body io.Reader = got.Body
			if tc.compressed {
				var err error
				body, err = gzip.NewReader(body)
				require.NoError(t, err)
			}
			plain, err := io.ReadAll(body)
			require.NoError(t, err)
			require.Contains(t, string(plain), "helpdesk_tickets_created")
			require.NotContains(t, string(plain), "secret")
			require.NotContains(t, string(plain), "_created{", "created timestamps are no series")
		})
	}
}

func TestProtobufIsTheView(t *testing.T) {
	c := newCollector(t, nil)
	require.NoError(t, c.Publish(desk(t), testTime()))
	got := get(c.Handler(), acceptProto, "")
	decoder := expfmt.NewDecoder(got.Body, expfmt.ResponseFormat(got.Header()))
	decoded := map[string]*dto.MetricFamily{}
	for {
		var family dto.MetricFamily
		err := decoder.Decode(&family)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		decoded[family.GetName()] = &family
	}
	for _, s := range desk(t).Series {
		m := metricOf(t, decoded[s.Family], &s)
		if s.Histogram == nil {
			require.InDelta(t, float64(s.Count), m.Counter.GetValue(), 0)
			require.Equal(t, s.Created, m.Counter.CreatedTimestamp.AsTime())
			continue
		}
		require.Equal(t, s.Histogram.Count, m.Histogram.GetSampleCount())
		require.Equal(t, s.Created, m.Histogram.CreatedTimestamp.AsTime())
		require.Equal(t, s.Histogram.Zero, m.Histogram.GetZeroCount())
		requireValidNative(t, m.Histogram)
		last := m.Histogram.Bucket[len(m.Histogram.Bucket)-1]
		require.Equal(t, s.Histogram.Count-s.Histogram.Classic[len(s.Histogram.Classic)-1], last.GetCumulativeCount())
	}
}

// metricOf finds the metric of a series by its labels.
func metricOf(t *testing.T, family *dto.MetricFamily, s *ledger.Series) *dto.Metric {
	t.Helper()
	want := map[string]string{}
	for i, l := range s.Labels {
		if s.Values[i] != "" {
			want[l] = s.Values[i]
		}
	}
	for _, m := range family.GetMetric() {
		got := map[string]string{}
		for _, p := range m.Label {
			got[p.GetName()] = p.GetValue()
		}
		if len(got) == len(want) && func() bool {
			for l, v := range want {
				if got[l] != v {
					return false
				}
			}
			return true
		}() {
			return m
		}
	}
	require.Fail(t, "series not found", "%s %v", s.Family, s.Values)
	return nil
}

func TestCacheEndsWithTheGeneration(t *testing.T) {
	c := newCollector(t, nil)
	handler := c.Handler()
	require.NoError(t, c.Publish(desk(t), testTime()))
	before := get(handler, "", "").Body.String()
	view := desk(t)
	view.Series[0].Count = 8
	require.NoError(t, c.Publish(view, testTime()))
	after := get(handler, "", "").Body.String()
	require.NotEqual(t, before, after)
	require.Equal(t, text(t, c), after)
}

func TestNamedFamilies(t *testing.T) {
	c := newCollector(t, nil)
	require.NoError(t, c.Publish(desk(t), testTime()))
	recorder := httptest.NewRecorder()
	c.Handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/metrics?name[]=helpdesk_requesters", nil))
	for line := range strings.Lines(recorder.Body.String()) {
		require.Contains(t, line, "helpdesk_requesters")
	}
	require.Contains(t, recorder.Body.String(), `helpdesk_requesters{source="shop",window="1d"} 3`)
}

// blockingWriter blocks until it is released, as a slow reader does.
type blockingWriter struct {
	*httptest.ResponseRecorder
	once             *sync.Once
	entered, release chan struct{}
}

func (w blockingWriter) Write(p []byte) (int, error) {
	w.once.Do(func() { close(w.entered) })
	<-w.release
	return w.ResponseRecorder.Write(p)
}

func TestLimitOfConcurrentScrapes(t *testing.T) {
	c := newCollector(t, func(config *Config) { config.MaxRequestsInFlight = 1 })
	handler := c.Handler()
	slow := blockingWriter{httptest.NewRecorder(), &sync.Once{}, make(chan struct{}), make(chan struct{})}
	done := make(chan struct{})
	go func() {
		defer close(done)
		handler.ServeHTTP(slow, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	}()
	<-slow.entered
	require.Equal(t, http.StatusServiceUnavailable, get(handler, "", "").Code)
	close(slow.release)
	<-done
	require.Equal(t, http.StatusOK, get(handler, "", "").Code)
}

func TestRenderingOnceForManyScrapers(t *testing.T) {
	var cache forms[*response]
	var rendered int
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			cache.get(form{format: "x"}, func() *response { rendered++; return &response{} })
		})
	}
	wg.Wait()
	require.Equal(t, 1, rendered)
}

func TestErrorWhileEncodingIsAnErrorToTheScraper(t *testing.T) {
	c := newCollector(t, nil)
	name, typ := "helpdesk_broken", dto.MetricType_COUNTER
	broken := &dto.MetricFamily{Name: &name, Type: &typ, Metric: []*dto.Metric{{}}}
	c.current.Store(&generation{blocks: []*block{{families: []*dto.MetricFamily{broken}}}})
	got := get(c.Handler(), "", "")
	require.Equal(t, http.StatusInternalServerError, got.Code)
	require.Contains(t, got.Body.String(), "expected counter")
}

func TestOwnMetrics(t *testing.T) {
	registry := prometheus.NewRegistry()
	up := prometheus.NewGauge(prometheus.GaugeOpts{Name: "helpdesk_exporter_stream_up", Help: "Up."})
	registry.MustRegister(up)
	c := newCollector(t, func(config *Config) { config.Self, config.Registerer = registry, registry })
	handler := c.Handler()
	require.Equal(t, "0", value(t, c, "helpdesk_exporter_stream_up"), "there before the first view")
	require.False(t, c.Ready())
	up.Set(1)
	require.Equal(t, "0", value(t, c, "helpdesk_exporter_stream_up"), "part of the generation")
	require.NoError(t, c.Publish(desk(t), testTime()))
	require.True(t, c.Ready())
	require.Equal(t, "1", value(t, c, "helpdesk_exporter_stream_up"))
	require.Equal(t, "0", value(t, c, `promhttp_metric_handler_errors_total{cause="encoding"}`))
	require.Equal(t, http.StatusOK, get(handler, "", "").Code)

	registry.MustRegister(prometheus.NewGauge(prometheus.GaugeOpts{Name: "helpdesk_exporter_series", Help: "Twice."}))
	require.ErrorContains(t, c.Tick(testTime()), "helpdesk_exporter_series is made twice")
	require.Equal(t, "50000", value(t, c, "helpdesk_exporter_series_limit"), "the rest is there")
}

func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gauge := prometheus.NewGauge(prometheus.GaugeOpts{Name: "x", Help: "X."})
		failing := prometheus.GathererFunc(func() ([]*dto.MetricFamily, error) { return nil, errors.New("broken") })
		registry := prometheus.NewRegistry()
		registry.MustRegister(gauge)
		c := newCollector(t, func(config *Config) { config.Self = registry })
		c.config.Self = prometheus.Gatherers{registry, failing}
		ctx, cancel := context.WithCancel(t.Context())
		var reported []error
		go c.Run(ctx, 15*time.Second, time.Now, func(err error) { reported = append(reported, err) })
		gauge.Set(5)
		time.Sleep(14 * time.Second)
		require.Equal(t, "0", value(t, c, "x"))
		time.Sleep(2 * time.Second)
		synctest.Wait()
		require.Equal(t, "5", value(t, c, "x"), "what could be gathered is there")
		require.Len(t, reported, 1)
		require.ErrorContains(t, reported[0], "broken")
		cancel()
		synctest.Wait()
	})
}

func TestPublishWhileScraped(t *testing.T) {
	c := newCollector(t, nil)
	handler := c.Handler()
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for _, accept := range []string{"", acceptProto, "application/openmetrics-text;version=1.0.0"} {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					if got := get(handler, accept, "gzip"); got.Code != http.StatusOK || bytes.Equal(got.Body.Bytes(), nil) {
						t.Errorf("scrape: %d", got.Code)
						return
					}
				}
			}
		})
	}
	for i := range 200 {
		view := desk(t)
		for j := range view.Series {
			view.Series[j].Born = testTime().Add(time.Duration(i-j) * time.Second)
		}
		at := testTime().Add(time.Duration(i) * 10 * time.Second)
		require.NoError(t, c.Publish(view, at))
		require.NoError(t, c.Tick(at.Add(5*time.Second)))
	}
	close(stop)
	wg.Wait()
}
