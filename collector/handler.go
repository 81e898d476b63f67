package collector

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/common/expfmt"
)

// Handler serves the current generation in every format that promhttp knows. Scrapes of the same generation,
// format and encoding get the same bytes. They are those that promhttp would write, encoded once for as long as they
// stay as they are.
func (c *Collector) Handler() http.Handler {
	h := &handler{collector: c, slots: make(chan struct{}, c.config.MaxRequestsInFlight)}
	promhttp.HandlerFor(c, h.options(nil)) // registers the handler's metrics before the first scrape
	return h
}

type handler struct {
	collector *Collector
	slots     chan struct{} // in front of the cache: promhttp's own limit would only see what is not cached
}

// ServeHTTP implements http.Handler.
func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	default:
		http.Error(w, fmt.Sprintf("limit of concurrent scrapes reached (%d), try again later", cap(h.slots)),
			http.StatusServiceUnavailable)
		return
	}
	current := h.collector.current.Load()
	if r.URL.Query().Has("name[]") {
		h.render(current, w, r)
		return
	}
	f := form{
		format:   expfmt.NegotiateAccept(r.Header, expfmt.DefaultOpenMetricsAcceptedFormats()...),
		encoding: negotiateEncoding(r.Header),
	}
	answer := current.responses.get(f, func() *response {
		made, err := current.response(f)
		if err == nil {
			return made
		}
		// What cannot be encoded is for promhttp to refuse, and to count.
		request := r.Clone(r.Context())
		request.Header.Set("Accept-Encoding", string(promhttp.Identity))
		recorded := &recorder{header: http.Header{}, status: http.StatusOK}
		h.render(current, recorded, request)
		refused := &response{header: recorded.header, status: recorded.status}
		refused.add(recorded.body.Bytes())
		return refused
	})
	if answer.serve(w) == nil && r.Method == http.MethodGet && answer.status == http.StatusOK {
		h.collector.hold.served(current.number)
	}
}

// render lets promhttp write a generation. What fails after the first byte would look like a short but good
// scrape, so that it becomes an error as long as the response is only recorded.
func (h *handler) render(g *generation, w http.ResponseWriter, r *http.Request) {
	var failed lastError
	promhttp.HandlerFor(g, h.options(&failed)).ServeHTTP(w, r)
	if recorded, ok := w.(*recorder); ok && failed.err != nil {
		*recorded = recorder{header: http.Header{}, status: http.StatusInternalServerError}
		http.Error(recorded, failed.err.Error(), http.StatusInternalServerError)
	}
}

func (h *handler) options(log promhttp.Logger) promhttp.HandlerOpts {
	return promhttp.HandlerOpts{
		ErrorLog:          log,
		ErrorHandling:     promhttp.HTTPErrorOnError,
		Registry:          h.collector.config.Registerer,
		EnableOpenMetrics: true,
	}
}

// lastError is a promhttp.Logger that keeps what it is told.
type lastError struct{ err error }

// Println implements promhttp.Logger.
func (l *lastError) Println(v ...any) { l.err = errors.New(strings.TrimSpace(fmt.Sprintln(v...))) }

// negotiateEncoding returns gzip for every client that takes it, else identity. Few encodings keep the
// cache small.
func negotiateEncoding(header http.Header) promhttp.Compression {
	for _, line := range header.Values("Accept-Encoding") {
		for part := range strings.SplitSeq(line, ",") {
			coding, params, _ := strings.Cut(part, ";")
			if !strings.EqualFold(strings.TrimSpace(coding), string(promhttp.Gzip)) {
				continue
			}
			name, value, found := strings.Cut(params, "=")
			if !found || !strings.EqualFold(strings.TrimSpace(name), "q") {
				return promhttp.Gzip
			}
			if q, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil && q > 0 {
				return promhttp.Gzip
			}
		}
	}
	return promhttp.Identity
}
