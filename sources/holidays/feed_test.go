package holidays

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// memory is a store.
type memory struct {
	mu     sync.Mutex
	values map[string][]byte
	err    error
}

func (m *memory) Get(_ context.Context, key string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.values[key], m.err
}

func (m *memory) Put(_ context.Context, key string, value []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err == nil {
		m.values[key] = value
	}
	return m.err
}

// clock is a time that only the test moves.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func newClock() *clock { return &clock{time.Date(2026, 6, 1, 6, 0, 0, 0, time.UTC)} }

// good accepts texts that begin with a word.
func good(text []byte) error {
	if !bytes.HasPrefix(text, []byte("good")) {
		return errors.New("not good")
	}
	return nil
}

func TestFeedKeepsItsLastGoodCopy(t *testing.T) {
	var handler atomic.Pointer[http.HandlerFunc]
	answer := func(h http.HandlerFunc) { handler.Store(&h) }
	write := func(text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, text) } //nolint:errcheck // in a test's server
	}
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*handler.Load())(w, r) }))
	defer server.Close()
	defer close(release)

	address := server.URL + "/private-s3cret/basic.ics?key=s3cret"
	log := &bytes.Buffer{}
	store, now := &memory{values: map[string][]byte{}}, newClock()
	config := Config{
		URLs: []string{address}, Check: good, Store: store, Now: now.now, Timeout: 200 * time.Millisecond, MaxBytes: 100,
		Logger: slog.New(slog.NewTextHandler(log, nil)),
	}
	feeds, err := New(t.Context(), config)
	require.NoError(t, err)
	require.Nil(t, feeds.Text(address))
	_, ok := feeds.LastSuccess(address)
	require.False(t, ok)

	answer(write("bad"))
	require.False(t, feeds.Refresh(t.Context()))
	require.Contains(t, log.String(), "its holidays are not known yet")
	require.NotContains(t, log.String(), "last_success", "there was none")
	now.at = now.at.Add(time.Hour)

	answer(write("good 1"))
	require.True(t, feeds.Refresh(t.Context()))
	require.Equal(t, "good 1", string(feeds.Text(address)))
	first, ok := feeds.LastSuccess(address)
	require.True(t, ok)
	require.Equal(t, now.at, first)

	// Not again on the same day.
	answer(write("good 2"))
	now.at = now.at.Add(24*time.Hour - 1)
	require.False(t, feeds.Refresh(t.Context()))
	require.Equal(t, "good 1", string(feeds.Text(address)))

	now.at = first.Add(24 * time.Hour)
	for _, bad := range []struct {
		name    string
		handler http.HandlerFunc
		want    string
	}{
		{"gone", http.NotFound, "the server answered 404 Not Found"},
		{"no calendar", write("<html>"), "not good"},
		{"empty", write(""), "not good"},
		{"huge", write("good" + strings.Repeat("x", 97)), "larger than 100 bytes"},
		{"cut off", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "50")
			io.WriteString(w, "good half") //nolint:errcheck // in a test's server
		}, "unexpected EOF"},
		{"stops answering", func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "good so far") //nolint:errcheck // in a test's server
			w.(http.Flusher).Flush()         //nolint:errcheck // it can
			select {
			case <-r.Context().Done():
			case <-release:
			}
		}, "context deadline exceeded"},
		{"never answers", func(_ http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
			case <-release:
			}
		}, "context deadline exceeded"},
		{"another address", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "ftp://elsewhere.example/s3cret", http.StatusFound)
		}, "unsupported protocol scheme"},
	} {
		t.Run(bad.name, func(t *testing.T) {
			log.Reset()
			answer(bad.handler)
			require.False(t, feeds.Refresh(t.Context()))
			require.Contains(t, log.String(), bad.want)
			require.NotContains(t, log.String(), "s3cret")
			require.Equal(t, "good 1", string(feeds.Text(address)))
			last, ok := feeds.LastSuccess(address)
			require.True(t, ok)
			require.Equal(t, first, last)
			// The next attempt is an hour later.
			answer(write("good 3"))
			now.at = now.at.Add(time.Hour - 1)
			require.False(t, feeds.Refresh(t.Context()))
			now.at = now.at.Add(1)
		})
	}
	require.True(t, feeds.Refresh(t.Context()))
	require.Equal(t, "good 3", string(feeds.Text(address)))

	// The same text is no change, but a success.
	now.at = now.at.Add(24 * time.Hour)
	require.False(t, feeds.Refresh(t.Context()))
	last, _ := feeds.LastSuccess(address)
	require.Equal(t, now.at, last)

	// A restart goes on with the copy, without asking before the day is over; its key does not tell the address.
	answer(http.NotFound)
	again, err := New(t.Context(), config)
	require.NoError(t, err)
	require.Equal(t, "good 3", string(again.Text(address)))
	require.False(t, again.Refresh(t.Context()))
	last, ok = again.LastSuccess(address)
	require.True(t, ok)
	require.Equal(t, now.at, last)
	for stored := range store.values {
		require.NotContains(t, stored, "s3cret")
	}

	// What the store has but is no calendar any more, or nothing that can be read, is no copy.
	for _, damage := range []string{`{"text":"YmFk","read":"2026-06-01T00:00:00Z"}`, "{"} {
		for stored := range store.values {
			store.values[stored] = []byte(damage)
		}
		again, err = New(t.Context(), config)
		require.NoError(t, err)
		require.Nil(t, again.Text(address))
	}
	store.err = errors.New("disk full")
	_, err = New(t.Context(), config)
	require.EqualError(t, err, "read the copy of the calendar at "+strings.TrimPrefix(server.URL, "http://")+": disk full")
}

func TestLastSuccessOfSeveral(t *testing.T) {
	now := newClock()
	served := map[string]bool{"https://a.example/": true}
	config := Config{
		URLs: []string{"webcal://a.example/", "https://b.example/"}, Check: good, Store: &memory{values: map[string][]byte{}}, Now: now.now,
		Client: &http.Client{Transport: trip(func(r *http.Request) (*http.Response, error) {
			status := http.StatusServiceUnavailable
			if served[r.URL.String()] {
				status = http.StatusOK
			}
			return &http.Response{StatusCode: status, Status: http.StatusText(status), Body: io.NopCloser(strings.NewReader("good"))}, nil
		})},
	}
	feeds, err := New(t.Context(), config)
	require.NoError(t, err)
	require.True(t, feeds.Refresh(t.Context()))
	_, ok := feeds.LastSuccess(config.URLs...)
	require.False(t, ok, "one has never been read")
	first := now.at
	now.at = now.at.Add(2 * time.Hour)
	served["https://b.example/"] = true
	require.True(t, feeds.Refresh(t.Context()))
	last, ok := feeds.LastSuccess(config.URLs...)
	require.True(t, ok)
	require.Equal(t, first, last)
	require.Nil(t, feeds.Text("https://c.example/"))
	_, ok = feeds.LastSuccess()
	require.False(t, ok)
}

type trip func(*http.Request) (*http.Response, error)

func (t trip) RoundTrip(r *http.Request) (*http.Response, error) { return t(r) }

// Run reads each day, an hour after a failure, and tells of each change, or that a day has passed.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var asked []time.Duration
		config := Config{
			URLs: []string{"https://a.example/"}, Check: good, Store: &memory{values: map[string][]byte{}}, Now: time.Now,
			Client: &http.Client{Transport: trip(func(*http.Request) (*http.Response, error) {
				asked = append(asked, time.Since(start))
				if len(asked) == 2 {
					return nil, errors.New("no route")
				}
				return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("good"))}, nil
			})},
		}
		feeds, err := New(t.Context(), config)
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		var updates []time.Duration
		done := make(chan struct{})
		go func() {
			defer close(done)
			feeds.Run(ctx, func() { updates = append(updates, time.Since(start)) })
		}()
		time.Sleep(50 * time.Hour)
		cancel()
		<-done
		require.Equal(t, []time.Duration{0, 24 * time.Hour, 25 * time.Hour, 49 * time.Hour}, asked)
		require.Equal(t, []time.Duration{0, 24 * time.Hour, 48 * time.Hour}, updates)
	})
}

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.ics")
	require.NoError(t, os.WriteFile(path, []byte("12345"), 0o600))
	text, err := ReadFile(path, 5)
	require.NoError(t, err)
	require.Equal(t, "12345", string(text))
	_, err = ReadFile(path, 4)
	require.EqualError(t, err, "read: larger than 4 bytes")
	_, err = ReadFile(path+"x", 5)
	require.EqualError(t, err, "no such file or directory")
	_, err = ReadFile(filepath.Dir(path), 5)
	require.EqualError(t, err, "not a file")
	pipe := path + ".pipe"
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	_, err = ReadFile(pipe, 5)
	require.EqualError(t, err, "not a file")
}
