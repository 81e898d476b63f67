package badinput

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/test/exporter"
)

// mostRequests bounds those of a poll that fails: whoever asks more often is in a loop.
const mostRequests = 40

// httpInput is a helpdesk behind HTTP that goes bad after an hour, for three polls, and is well again.
type httpInput struct {
	name string
	// spoil makes it bad, mend well again; nil undoes the handler.
	spoil, mend func(r *rig)
	// reason is the label of the failed polls of a stream, tickets where that is empty; message is part of what is logged.
	stream, reason, message string
	// fine polls go on; what is said is a warning, if anything.
	fine bool
	// off is a stream that is off, and must be on again.
	off string
	// shows are samples while it is bad.
	shows exporter.Samples
}

// instead answers some requests otherwise.
func instead(match func(*http.Request) bool, do http.HandlerFunc) func(r *rig) {
	return func(r *rig) {
		r.network.Handler = http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			if match(q) {
				do(w, q)
				return
			}
			r.desk.ServeHTTP(w, q)
		})
	}
}

func path(p string) func(*http.Request) bool {
	return func(q *http.Request) bool { return q.URL.Path == p }
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func text(contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		_, _ = io.WriteString(w, body) //nolint:errcheck // whoever asked is gone
	}
}

func everything(*http.Request) bool { return true }

func httpInputs() []httpInput {
	return []httpInput{
		{
			name: "a wrong token", reason: "auth", message: "status 401",
			spoil: func(r *rig) { r.credentials("old-token") }, mend: func(r *rig) { r.credentials("good-token") },
		},
		{name: "a right that is missing", reason: "auth", message: "status 403", spoil: instead(path("/tickets"), status(http.StatusForbidden))},
		{
			name: "a plan that lacks an endpoint", stream: "ratings", reason: "unavailable", message: "status 402", off: "ratings",
			spoil: instead(path("/ratings"), status(http.StatusPaymentRequired)),
		},
		{
			name: "a missing field", reason: "schema", message: "tickets",
			spoil: instead(path("/tickets"), text("application/json", `{"items": []}`)),
		},
		{
			name: "a field of another type", fine: true, message: "records cannot be mapped",
			spoil: func(r *rig) {
				instead(path("/tickets"), func(w http.ResponseWriter, q *http.Request) {
					page := r.desk.list(q)
					for _, ticket := range page["tickets"].([]obj) { //nolint:forcetypeassert // it is
						ticket["created_at"] = obj{"date": ticket["created_at"]}
					}
					answer(w, page)
				})(r)
			},
			shows: exporter.Samples{`helpdesk_exporter_stream_up{source="desk",stream="tickets"}`: "1"},
		},
		{
			name: "a page of HTML with status 200", reason: "data", message: "the answer is not JSON (text/html)",
			spoil: instead(everything, text("text/html", "<html>Sign in</html>")),
		},
		{
			name: "an answer without an end", reason: "data", message: "larger than limits.response_body",
			spoil: instead(path("/tickets"), func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, `{"tickets": [`+strings.Repeat(`{"a":"`+strings.Repeat("x", 1<<16)+`"},`, 1100)) //nolint:errcheck // it is not read whole
			}),
		},
		{
			name: "pages that turn in circles", reason: "data", message: "page",
			spoil: func(r *rig) {
				instead(path("/tickets"), func(w http.ResponseWriter, q *http.Request) {
					page := r.desk.list(q)
					page["more"] = true
					if q.URL.Query().Get("page") != "1" {
						second := q.Clone(q.Context())
						second.URL.RawQuery = strings.ReplaceAll(q.URL.RawQuery, "page="+q.URL.Query().Get("page"), "page=1")
						page["tickets"] = r.desk.list(second)["tickets"]
					}
					answer(w, page)
				})(r)
			},
		},
		{
			name: "a redirect to another host", reason: "query", message: "a redirect to another host, elsewhere.example, is not followed",
			spoil: instead(everything, func(w http.ResponseWriter, q *http.Request) {
				http.Redirect(w, q, "https://elsewhere.example/tickets", http.StatusFound)
			}),
		},
		{name: "a fault of the server", reason: "connect", message: "status 503", spoil: instead(everything, status(http.StatusServiceUnavailable))},
		{
			name: "a rate limit of zero", reason: "throttled", message: "status 429",
			spoil: instead(everything, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("X-RateLimit-Limit", "0")
				w.Header().Set("X-RateLimit-Remaining", "0")
				w.Header().Set("Retry-After", "0")
				w.WriteHeader(http.StatusTooManyRequests)
			}),
		},
		{
			name: "a wait of a year", reason: "throttled", message: "GET /t",
			spoil: instead(everything, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", "31536000")
				w.WriteHeader(http.StatusTooManyRequests)
			}),
		},
		{
			name: "our own clock is an hour behind", fine: true, message: "the server's clock differs from ours by 1h0m0s",
			spoil: func(r *rig) { r.skew = -time.Hour }, mend: func(r *rig) { r.skew = 0 },
		},
		{
			name: "our own clock is an hour ahead", fine: true, message: "the server's clock differs from ours by -",
			spoil: func(r *rig) { r.skew = time.Hour }, mend: func(r *rig) { r.skew = 0 },
		},
	}
}

// TestBadHTTP has a row for each way in which a helpdesk behind HTTP goes bad: each poll that fails is counted
// once, by its reason, and logged the first time; nobody is asked in a loop; what was counted stays; and when the helpdesk is well
// again, without a restart, the counts are those of an exporter that has seen nothing of it.
func TestBadHTTP(t *testing.T) {
	bad, again, end := httpStart.Add(time.Hour), httpStart.Add(2*time.Hour), httpStart.Add(28*time.Hour)
	well := newRig(t)
	for at := httpStart; at.Before(bad); at = at.Add(10 * time.Minute) {
		_, err := well.poll(at)
		require.NoError(t, err)
	}
	before := well.samples().Desk()
	for at := again; at.Before(end); at = at.Add(50 * time.Minute) {
		_, err := well.poll(at)
		require.NoError(t, err)
	}
	_, err := well.poll(end)
	require.NoError(t, err)
	want := well.samples().Desk()
	require.NotEqual(t, before, want)
	for _, in := range httpInputs() {
		t.Run(in.name, func(t *testing.T) {
			t.Parallel()
			in.run(t, before, want)
		})
	}
}

func (in *httpInput) run(t *testing.T, before, want exporter.Samples) {
	t.Helper()
	bad, again, end := httpStart.Add(time.Hour), httpStart.Add(2*time.Hour), httpStart.Add(28*time.Hour)
	stream := in.stream
	if stream == "" {
		stream = "tickets"
	}
	r := newRig(t)
	for at := httpStart; at.Before(bad); at = at.Add(10 * time.Minute) {
		_, err := r.poll(at)
		require.NoError(t, err)
	}
	require.Equal(t, before, r.samples().Desk())
	require.Empty(t, r.failures())
	in.spoil(r)
	for n := range 3 {
		requests, err := r.poll(bad.Add(time.Duration(n) * time.Minute))
		require.LessOrEqual(t, requests, mostRequests, "it is asked in a loop")
		switch {
		case in.fine || in.off != "":
			require.NoError(t, err)
		default:
			require.ErrorContains(t, err, in.message)
		}
	}
	shown := r.samples()
	if !in.fine {
		if in.off == "" {
			require.Equal(t, "3", shown[fmt.Sprintf(`helpdesk_exporter_errors_total{reason=%q,source="desk",stream=%q}`, in.reason, stream)])
			require.Equal(t, "0", shown[fmt.Sprintf(`helpdesk_exporter_stream_up{source="desk",stream=%q}`, stream)])
			require.Equal(t, counted(before), counted(shown.Desk()), "what was counted stays")
		}
		said := 0
		for _, line := range r.failures() {
			if line["msg"] == "poll failed" && line["stream"] == stream {
				said++
				require.Equal(t, in.reason, line["reason"])
				require.Contains(t, line["err"], in.message)
			}
		}
		require.Equal(t, 1, said, "logged once: %s", r.log.String())
	} else if in.message != "" {
		require.Contains(t, r.log.String(), in.message)
	}
	require.Subset(t, shown, in.shows)

	r.network.Handler = r.desk
	if in.mend != nil {
		in.mend(r)
	}
	for at := again; at.Before(end); at = at.Add(50 * time.Minute) {
		_, _ = r.poll(at) //nolint:errcheck // what waits longer goes on later
	}
	_, err := r.poll(end)
	require.NoError(t, err)
	require.Equal(t, want, r.samples().Desk())
	require.NotContains(t, r.log.String(), "token")
}

// counted are the counters and histograms of a desk, which nothing may change but events.
func counted(s exporter.Samples) exporter.Samples { return s.Counted() }

// An untrusted certificate and a proxy that is away fail a poll over a real socket, with a message that helps.
func TestBadConnections(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(server.Close)
	for name, c := range map[string]struct{ url, more, want string }{
		"an untrusted certificate": {server.URL, "", "certificate"},
		"a proxy that is away":     {"http://desk.example", "\n    http: {proxy_url: \"http://127.0.0.1:1\"}", "proxyconnect"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.source = strings.Replace(httpSource, "https://desk.example", c.url+c.more, 1)
			r.network = nil // over a real socket
			r.start()
			err := r.pipe.RunOnce(t.Context())
			require.ErrorContains(t, err, c.want)
			require.NotContains(t, err.Error(), "good-token")
		})
	}
}

// A preset that was upgraded while a cursor of the old one is stored goes on without a loss.
func TestUpgradeUnderACursor(t *testing.T) {
	run := func(upgrade bool) exporter.Samples {
		r := newRig(t)
		for at, n := httpStart, 0; at.Before(httpStart.Add(20 * time.Hour)); at, n = at.Add(40*time.Minute), n+1 {
			if upgrade && n == 6 {
				r.source = strings.NewReplacer("overlap: 3m", "overlap: 5m", "/tickets, params: {since:", "/tickets, params: {v: 2, since:").Replace(r.source)
				r.start()
			}
			_, err := r.poll(at)
			require.NoError(t, err)
		}
		require.Empty(t, r.failures())
		return r.samples().Desk()
	}
	require.Equal(t, run(false), run(true))
}

// Two sources of one account are refused: everything would count twice.
func TestOneAccountInTwoSources(t *testing.T) {
	r := newRig(t)
	again := strings.Replace(strings.TrimPrefix(httpSource, "\nsources:\n"), "name: desk", "name: again", 1)
	path := filepath.Join(r.dir, "two.yml")
	require.NoError(t, os.WriteFile(path, []byte(strings.ReplaceAll(httpSource+again, "TOKEN", filepath.Join(r.dir, "token"))), 0o600))
	_, err := config.Load([]string{path}, os.LookupEnv)
	require.ErrorContains(t, err, "two.yml")
	require.ErrorContains(t, err, "desk")
}
