package api

import (
	"context"
	"encoding/pem"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/record"
)

// overSockets returns what polls a real server.
func overSockets(t *testing.T, config, address string) func() error {
	t.Helper()
	now := time.Now()
	skip := func(ctx context.Context, d time.Duration) error { now = now.Add(d); return ctx.Err() }
	s, err := New("desk", address, decoded(t, config), record.Words{}, Options{Sleep: skip, Now: func() time.Time { return now }})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	return func() error {
		return s.Poll(t.Context(), "tickets", record.Position{}, func(context.Context, record.Batch) (record.Answer, error) { return record.Answer{}, nil })
	}
}

func TestTroubleOnTheWire(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.HandlerFunc(none))
	secure.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	secure.StartTLS()
	defer secure.Close()
	closed := httptest.NewServer(http.HandlerFunc(none))
	closed.Close()
	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(10 * time.Second):
		}
	}))
	defer slow.Close()
	silent := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		write(w, `{"tickets":[`)
		w.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
		case <-time.After(10 * time.Second):
		}
	}))
	defer silent.Close()
	short := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		write(w, `{"tickets":[]}`)
	}))
	defer short.Close()
	for _, c := range []struct {
		name, config, address string
		reason                Reason
	}{
		{"untrusted certificate", "", secure.URL, ReasonConnect},
		{"nobody listens", "", closed.URL, ReasonConnect},
		{"a proxy that died", "http: {proxy_url: " + closed.URL + "}", "http://desk.example", ReasonConnect},
		{"no answer in time", "timeout: 50ms", slow.URL, ReasonTimeout},
		{"an answer that stops", "timeout: 50ms", silent.URL, ReasonTimeout},
		{"no answer to the login in time", "timeout: 50ms\nauth: {login: {grant: session, url: \"" + slow.URL + "\"}}", closed.URL, ReasonTimeout},
		{"shorter than announced", "", short.URL, ReasonConnect},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(c.config, "auth:") {
				c.config = "token: sesame-secret\nauth: {query: {name: key, value: \"{{ .token }}\"}}\n" + c.config
			}
			poll := overSockets(t, c.config+plainStream, c.address)
			err := poll()
			var own *Error
			require.ErrorAs(t, err, &own)
			require.Equal(t, string(c.reason), own.Reason(), err)
			require.NotContains(t, err.Error(), "sesame-secret")
		})
	}
}

func TestTrustedCertificate(t *testing.T) {
	secure := httptest.NewTLSServer(http.HandlerFunc(none))
	defer secure.Close()
	file := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw}), 0o600))
	poll := overSockets(t, "http: {tls_config: {ca_file: "+file+"}}"+plainStream, secure.URL)
	require.NoError(t, poll())
}

// Cancelling ends a poll at once, also while it waits.
func TestCancelledPoll(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "60")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer server.Close()
	s, err := New("desk", server.URL, decoded(t, plainStream), record.Words{}, Options{})
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	began := time.Now()
	require.Error(t, s.Poll(ctx, "tickets", record.Position{}, nil))
	require.Less(t, time.Since(began), 10*time.Second)
}

// A large answer takes no more memory than a part of it.
func TestLargeAnswerStreams(t *testing.T) {
	const tickets = 20_000
	body := fake.Tickets(tickets, 32<<20)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if _, err := w.Write(body); err != nil {
			panic(err)
		}
	}))
	defer server.Close()
	s, err := New("desk", server.URL, decoded(t, fake.TicketsSource), record.Words{}, Options{})
	require.NoError(t, err)
	var idle, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&idle)
	records, batches, most := 0, 0, uint64(0)
	err = s.Poll(t.Context(), "tickets", record.Position{}, func(_ context.Context, b record.Batch) (record.Answer, error) {
		for _, p := range b.Parts {
			records += len(p.Records)
		}
		if batches++; batches%5 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc)
		}
		return record.Answer{}, nil
	})
	require.NoError(t, err)
	require.Equal(t, tickets, records)
	require.Less(t, int64(most)-int64(idle.HeapAlloc), int64(8<<20))
}
