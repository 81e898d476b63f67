package sources

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"

	"helpdesk_exporter/sources/api"
	"helpdesk_exporter/sources/record"
)

// noAnswer is the code of a request to which nothing came back.
const noAnswer = "none"

// observed is a source that tells of its requests.
type observed interface{ Observe(func(api.Request)) }

func newRequests() *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "helpdesk_exporter_requests_total", Help: "Requests to the helpdesk, by status code.",
	}, []string{"source", "stream", "code"})
}

// observe counts the requests of a source. Each stream is born with the code of success.
func (m *metrics) observe(source string, polled record.Source) {
	o, ok := polled.(observed)
	if !ok {
		return
	}
	for _, s := range polled.Streams() {
		m.requests.WithLabelValues(source, s.Name, "200")
	}
	o.Observe(func(r api.Request) {
		code := noAnswer
		if r.Code > 0 {
			code = strconv.Itoa(r.Code)
		}
		m.requests.WithLabelValues(source, r.Stream, code).Inc()
	})
}
