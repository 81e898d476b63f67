//go:build crash

package crash

import (
	"fmt"
	"net"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/exporter"
)

// watch scrapes an exporter that is killed and started again, as a Prometheus would, and notes what no counter may do.
type watch struct {
	t       *testing.T
	address string
	stop    chan struct{}
	wait    sync.WaitGroup

	mu       sync.Mutex
	scrapes  int
	last     map[string]float64
	problems []string
}

func newWatch(t *testing.T) *watch {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	w := &watch{t: t, address: listener.Addr().String(), stop: make(chan struct{}), last: map[string]float64{}}
	require.NoError(t, listener.Close())
	w.wait.Go(func() {
		for {
			select {
			case <-w.stop:
				return
			case <-time.After(200 * time.Millisecond):
			}
			if s, err := exporter.Scrape("http://" + w.address); err == nil { // it may be dead
				w.note(s.Desk().Counted())
			}
		}
	})
	return w
}

// argument makes an exporter serve where the watch looks.
func (w *watch) argument() string { return "--web.listen-address=" + w.address }

// note compares a scrape with the one before: a series begins at 0 and never falls.
func (w *watch) note(s exporter.Samples) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.scrapes++
	for series, text := range s {
		value, err := strconv.ParseFloat(text, 64)
		before, known := w.last[series]
		switch {
		case err != nil:
			w.problems = append(w.problems, err.Error())
		case !known && value != 0:
			w.problems = append(w.problems, fmt.Sprintf("%s begins at %s", series, text))
		case value < before:
			w.problems = append(w.problems, fmt.Sprintf("%s falls from %g to %s", series, before, text))
		}
		w.last[series] = value
	}
}

// end stops looking and fails if something was wrong.
func (w *watch) end() {
	w.t.Helper()
	close(w.stop)
	w.wait.Wait()
	require.Greater(w.t, w.scrapes, 10)
	require.NotEmpty(w.t, w.last)
	require.Empty(w.t, w.problems)
}
