// Package web serves the pages besides /metrics: the landing page and what orchestrators ask.
package web

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"strings"

	toolkit "github.com/prometheus/exporter-toolkit/web"
)

// Options of the handler.
type Options struct {
	// MetricsPath is where Metrics is served.
	MetricsPath string
	Metrics     http.Handler
	// Ready returns what is still missing; nil once the exporter can be scraped.
	Ready   func() error
	Version string
}

// Handler serves the landing page at /, the metrics, /-/healthy and /-/ready.
func Handler(o Options) (http.Handler, error) {
	if !isPath(o.MetricsPath) {
		return nil, fmt.Errorf("--web.telemetry-path: %q is not a path such as /metrics, or is taken", o.MetricsPath)
	}
	mux := http.NewServeMux()
	mux.Handle(o.MetricsPath, o.Metrics)
	mux.HandleFunc("GET /-/healthy", func(w http.ResponseWriter, _ *http.Request) {
		answer(w, http.StatusOK, "Healthy.")
	})
	mux.HandleFunc("GET /-/ready", func(w http.ResponseWriter, _ *http.Request) {
		if err := o.Ready(); err != nil {
			answer(w, http.StatusServiceUnavailable, fmt.Sprintf("Not ready: %v.", err))
			return
		}
		answer(w, http.StatusOK, "Ready.")
	})
	if o.MetricsPath == "/" {
		return mux, nil
	}
	landing, err := toolkit.NewLandingPage(toolkit.LandingConfig{
		Name:        "Helpdesk Exporter",
		Description: "Prometheus exporter for support desks",
		Version:     o.Version,
		Profiling:   "false",
		Links: []toolkit.LandingLinks{
			{Address: o.MetricsPath, Text: "Metrics"},
			{Address: "/-/healthy", Text: "Healthy", Description: "the process runs"},
			{Address: "/-/ready", Text: "Ready", Description: "metrics can be scraped"},
		},
	})
	if err != nil {
		return nil, fmt.Errorf("landing page: %w", err)
	}
	mux.Handle("/", landing)
	return mux, nil
}

// isPath reports whether metrics can be served at a path: the multiplexer panics over one that is not rooted, not
// clean or a pattern, and two pages cannot have the same.
func isPath(p string) bool {
	clean := path.Clean("/" + p)
	return (p == clean || p == clean+"/") && !strings.ContainsAny(p, "{} ") && clean != "/-/healthy" && clean != "/-/ready"
}

func answer(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	io.WriteString(w, text+"\n") //nolint:errcheck // the client is gone
}
