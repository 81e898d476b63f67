package collector

import (
	"bytes"
	"compress/gzip"
	"hash/crc32"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/ledger"
)

// withOwnMetrics has families of the exporter's own between those of the view.
func withOwnMetrics(t *testing.T) *Collector {
	t.Helper()
	registry := prometheus.NewRegistry()
	for _, name := range []string{"a_first", "helpdesk_exporter_own", "helpdesk_zz_last", "zz_last"} {
		registry.MustRegister(prometheus.NewGauge(prometheus.GaugeOpts{Name: name, Help: "Own."}))
	}
	return newCollector(t, func(config *Config) { config.Self = registry })
}

// The handler puts answers together from pieces; promhttp writes all in one go.
func TestPiecesAreWhatPromhttpWrites(t *testing.T) {
	c := withOwnMetrics(t)
	require.NoError(t, c.Publish(desk(t), testTime()))
	stock := promhttp.HandlerFor(c, promhttp.HandlerOpts{EnableOpenMetrics: true})
	for _, accept := range []string{
		"", "text/plain;version=0.0.4", acceptProto, "application/openmetrics-text;version=1.0.0",
		"application/openmetrics-text;version=0.0.1", "text/plain;version=1.0.0;escaping=allow-utf-8",
		"application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text",
	} {
		want, got := get(stock, accept, ""), get(c.Handler(), accept, "")
		require.Equal(t, want.Header().Get("Content-Type"), got.Header().Get("Content-Type"))
		require.Equal(t, want.Header().Values("Vary"), got.Header().Values("Vary"))
		// The text form of protobuf has spaces by chance.
		strip := func(b []byte) string { return string(bytes.ReplaceAll(b, []byte("  "), []byte(" "))) }
		require.Equal(t, strip(want.Body.Bytes()), strip(got.Body.Bytes()), accept)

		compressed := get(c.Handler(), accept, "gzip")
		reader, err := gzip.NewReader(compressed.Body)
		require.NoError(t, err)
		reader.Multistream(false)
		plain, err := io.ReadAll(reader)
		require.NoError(t, err, "checksum and length are right")
		require.Equal(t, strip(want.Body.Bytes()), strip(plain))
		require.Zero(t, compressed.Body.Len(), "one member is all")
	}
}

func TestGzipFrame(t *testing.T) {
	for _, texts := range [][]string{nil, {""}, {"a"}, {"", "a", ""}, {"helpdesk", "", "_exporter", "\x00\x00", "x"}} {
		var pieces []piece
		var whole []byte
		for _, text := range texts {
			whole = append(whole, text...)
			pieces = append(pieces, piece{size: int64(len(text)), checksum: crc32.ChecksumIEEE([]byte(text))})
		}
		_, trailer := gzipFrame(pieces)
		require.Equal(t, crc32.ChecksumIEEE(whole), le32(trailer[2:]))
		require.Equal(t, uint32(len(whole)), le32(trailer[6:]))
	}
}

func le32(b []byte) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

// blocksOf returns the blocks of the current generation by the name of their only family.
func blocksOf(c *Collector) map[string]*block {
	out := map[string]*block{}
	for _, b := range c.current.Load().blocks {
		if len(b.families) == 1 {
			out[b.families[0].GetName()] = b
		}
	}
	return out
}

func TestOnlyWhatChangedIsEncodedAnew(t *testing.T) {
	const created, reply = "helpdesk_tickets_created_total", "helpdesk_reply_time_seconds"
	for _, tc := range []struct {
		name   string
		change func(*ledger.View)
		anew   []string
	}{
		{"nothing", func(*ledger.View) {}, nil},
		{"a count", func(v *ledger.View) { v.Series[0].Count++ }, []string{created}},
		{"a created timestamp", func(v *ledger.View) { v.Series[0].Created = testTime() }, []string{created}},
		{"a label", func(v *ledger.View) { v.Series[0].Values = append([]string{"other"}, v.Series[0].Values[1:]...) }, []string{created}},
		{"a series less", func(v *ledger.View) { v.Series = v.Series[1:] }, []string{created}},
		{"a sum", func(v *ledger.View) { v.Series[3].Histogram.Sum++ }, []string{reply}},
		{"a bucket", func(v *ledger.View) { v.Series[3].Histogram.Classic[0]++ }, []string{reply}},
		{"a native bucket", func(v *ledger.View) { v.Series[3].Histogram.Native[1]++ }, []string{reply}},
		{"a zero", func(v *ledger.View) { v.Series[3].Histogram.Zero++ }, []string{reply}},
		{"no observation", func(v *ledger.View) { v.Series[3].Histogram = nil }, []string{reply}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newCollector(t, nil)
			require.NoError(t, c.Publish(desk(t), testTime()))
			before := blocksOf(c)
			require.Contains(t, before, created)
			require.Contains(t, before, reply)
			require.NoError(t, c.Tick(testTime().Add(15*time.Second)))
			require.Same(t, before[created], blocksOf(c)[created], "a tick changes no counter")

			view := desk(t)
			tc.change(&view)
			require.NoError(t, c.Publish(view, testTime().Add(time.Minute)))
			var anew []string
			for _, name := range []string{created, reply} {
				if blocksOf(c)[name] != before[name] {
					anew = append(anew, name)
				}
			}
			require.Equal(t, tc.anew, anew)
			fresh := newCollector(t, nil)
			require.NoError(t, fresh.Publish(view, testTime().Add(time.Minute)))
			require.Equal(t, text(t, fresh), get(c.Handler(), "", "").Body.String())
		})
	}
}

func TestASeriesWhoseHoldEndsIsEncodedAnew(t *testing.T) {
	c := newCollector(t, nil)
	view := desk(t)
	view.Series[0].Born = testTime()
	require.NoError(t, c.Publish(view, testTime()))
	held := blocksOf(c)[view.Series[0].Family]
	request := httptest.NewRequest(http.MethodGet, "/metrics", nil)
	for range DefaultHoldScrapes {
		c.Handler().ServeHTTP(httptest.NewRecorder(), request)
	}
	require.NoError(t, c.Tick(testTime().Add(DefaultHoldFor)))
	require.NotSame(t, held, blocksOf(c)[view.Series[0].Family])
	require.Equal(t, text(t, c), get(c.Handler(), "", "").Body.String())
}
