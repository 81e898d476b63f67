package collector

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/common/expfmt"
)

// Handler serves the current generation in every format that promhttp knows. Scrapes of the same generation,
// format and encoding get the same bytes, rendered once.
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
	key := responseKey{
		format:   expfmt.NegotiateAccept(r.Header, expfmt.DefaultOpenMetricsAcceptedFormats()...),
		encoding: negotiateEncoding(r.Header),
	}
	response := current.response(key, func() *response {
		request := r.Clone(r.Context())
		request.Header.Set("Accept-Encoding", string(key.encoding))
		recorded := &response{header: http.Header{}, status: http.StatusOK}
		h.render(current, recorded, request)
		return recorded
	})
	if response.serve(w) == nil && r.Method == http.MethodGet && response.status == http.StatusOK {
		h.collector.hold.served(current.number)
	}
}

// render lets promhttp write a generation. What fails after the first byte would look like a short but good
// scrape, so that it becomes an error as long as the response is only recorded.
func (h *handler) render(g *generation, w http.ResponseWriter, r *http.Request) {
	var failed lastError
	promhttp.HandlerFor(g, h.options(&failed)).ServeHTTP(w, r)
	if recorded, ok := w.(*response); ok && failed.err != nil {
		*recorded = response{header: http.Header{}, status: http.StatusInternalServerError}
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

// responses are the rendered forms of a generation; they go away with it.
type responses struct {
	mu    sync.Mutex
	byKey map[responseKey]func() *response
}

type responseKey struct {
	format   expfmt.Format
	encoding promhttp.Compression
}

// response returns the response of a key. The first caller renders it, the others wait for it.
func (c *responses) response(key responseKey, render func() *response) *response {
	c.mu.Lock()
	once, ok := c.byKey[key]
	if !ok {
		once = sync.OnceValue(render)
		if c.byKey == nil {
			c.byKey = map[responseKey]func() *response{}
		}
		c.byKey[key] = once
	}
	c.mu.Unlock()
	return once()
}

// response is a recorded answer. It implements http.ResponseWriter while it is rendered.
type response struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (r *response) Header() http.Header { return r.header }

// WriteHeader implements http.ResponseWriter.
func (r *response) WriteHeader(status int) { r.status = status }

// Write implements http.ResponseWriter.
func (r *response) Write(p []byte) (int, error) { return r.body.Write(p) }

// serve sends the answer. The error is that of the connection.
func (r *response) serve(w http.ResponseWriter) error {
	for name, values := range r.header {
		w.Header()[name] = slices.Clone(values)
	}
	w.Header().Set("Content-Length", strconv.Itoa(r.body.Len()))
	w.WriteHeader(r.status)
	_, err := w.Write(r.body.Bytes())
	return err
}
