package sources

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"helpdesk_exporter/sources/record"
)

// metrics of the loop. A source has none of its own, so no source can forget them.
type metrics struct {
	up          *prometheus.GaugeVec
	lastSuccess *prometheus.GaugeVec
	duration    *prometheus.HistogramVec
	interval    *prometheus.GaugeVec
	records     *prometheus.CounterVec
	errors      *prometheus.CounterVec
	requests    *prometheus.CounterVec
	account     *account
}

// pollBuckets are the seconds a poll takes: a quiet minute to a first walk.
func pollBuckets() []float64 {
	return []float64{0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600}
}

func newMetrics(registerer prometheus.Registerer) (*metrics, error) {
	labels := []string{"source", "stream"}
	gauge := func(name, help string) *prometheus.GaugeVec {
		return prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: name, Help: help}, labels)
	}
	m := &metrics{
		up:          gauge("helpdesk_exporter_stream_up", "1 if the last poll of the stream succeeded, else 0."),
		lastSuccess: gauge("helpdesk_exporter_stream_last_success_timestamp_seconds", "End of the last successful poll, also of one before a restart; absent before the first."),
		interval:    gauge("helpdesk_exporter_stream_poll_interval_seconds", "Interval at which the stream is polled."),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "helpdesk_exporter_stream_poll_duration_seconds", Help: "Duration of polls.", Buckets: pollBuckets(),
		}, labels),
		records: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "helpdesk_exporter_records_total", Help: "Records read.",
		}, labels),
		errors: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "helpdesk_exporter_errors_total", Help: "Polls and requests that failed, by a bounded reason.",
		}, append(labels, "reason")),
		requests: newRequests(),
		account:  newAccount(),
	}
	own := []prometheus.Collector{m.up, m.lastSuccess, m.duration, m.interval, m.records, m.errors, m.requests}
	for _, c := range append(own, m.account.collectors()...) {
		if err := registerer.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// born creates the series of a stream at 0. A stream that is read with another has only its records.
func (m *metrics) born(source string, s record.Stream) {
	m.records.WithLabelValues(source, s.Name)
	if s.Parent != "" {
		return
	}
	m.on(source, s)
	m.duration.WithLabelValues(source, s.Name)
	for _, reason := range Reasons() {
		m.errors.WithLabelValues(source, s.Name, string(reason))
	}
}

func (m *metrics) on(source string, s record.Stream) {
	m.interval.WithLabelValues(source, s.Name).Set(s.Interval.Seconds())
}

// off removes what a stream that is off must not show: no alert waits for it.
func (m *metrics) off(source, stream string) {
	m.up.DeleteLabelValues(source, stream)
	m.lastSuccess.DeleteLabelValues(source, stream)
	m.interval.DeleteLabelValues(source, stream)
}

func (m *metrics) succeeded(source, stream string, at time.Time) {
	m.up.WithLabelValues(source, stream).Set(1)
	m.succeededAt(source, stream, at)
}

func (m *metrics) succeededAt(source, stream string, at time.Time) {
	m.lastSuccess.WithLabelValues(source, stream).Set(seconds(at))
}

func (m *metrics) failed(source, stream string, reason Reason) {
	m.up.WithLabelValues(source, stream).Set(0)
	m.errors.WithLabelValues(source, stream, string(reason)).Inc()
}

func (m *metrics) read(source string, parts []record.Part) {
	for _, part := range parts {
		m.records.WithLabelValues(source, part.Stream).Add(float64(len(part.Records)))
	}
}
