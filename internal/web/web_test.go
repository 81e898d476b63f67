package web

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHandler(t *testing.T) {
	missing := errors.New("nothing was published yet")
	handler, err := Handler(Options{
		MetricsPath: "/metrics",
		Metrics:     http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "up 1") }),
		Ready:       func() error { return missing },
		Version:     "1.2.3",
	})
	require.NoError(t, err)
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)

	for _, c := range []struct {
		method, path string
		ready        bool
		status       int
		body         string
	}{
		{"GET", "/-/healthy", false, 200, "Healthy.\n"},
		{"GET", "/-/ready", false, 503, "Not ready: nothing was published yet.\n"},
		{"GET", "/-/ready", true, 200, "Ready.\n"},
		{"GET", "/metrics", true, 200, "up 1\n"},
		{"GET", "/", true, 200, `<a href="/metrics">Metrics</a>`},
		{"GET", "/", true, 200, "1.2.3"},
		{"GET", "/nothing", true, 404, ""},
		{"POST", "/-/quit", true, 404, ""},
		{"POST", "/-/ready", true, 404, ""},
	} {
		t.Run(c.method+c.path, func(t *testing.T) {
			if c.ready {
				missing = nil
			}
			request, err := http.NewRequestWithContext(t.Context(), c.method, server.URL+c.path, nil)
			require.NoError(t, err)
			response, err := server.Client().Do(request)
			require.NoError(t, err)
			body, err := io.ReadAll(response.Body)
			require.NoError(t, err)
			require.NoError(t, response.Body.Close())
			require.Equal(t, c.status, response.StatusCode)
			require.Contains(t, string(body), c.body)
		})
	}
}

func TestHandlerRefusesWhatIsNoPath(t *testing.T) {
	at := func(path string) error {
		_, err := Handler(Options{MetricsPath: path, Metrics: http.NotFoundHandler(), Ready: func() error { return nil }})
		return err
	}
	for _, path := range []string{"", "metrics", "//metrics", "/a/../b", "/{x}", "GET /metrics", "/-/ready", "/-/healthy", "/-/ready/"} {
		require.EqualError(t, at(path), fmt.Sprintf("--web.telemetry-path: %q is not a path such as /metrics, or is taken", path))
	}
	for _, path := range []string{"/", "/metrics", "/metrics/", "/desk/metrics"} {
		require.NoError(t, at(path))
	}
}

func TestHandlerServesMetricsAtTheRoot(t *testing.T) {
	handler, err := Handler(Options{MetricsPath: "/", Metrics: http.NotFoundHandler(), Ready: func() error { return nil }})
	require.NoError(t, err)
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	require.Equal(t, http.StatusNotFound, w.Code)
}
