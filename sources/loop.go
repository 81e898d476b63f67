// Package sources polls helpdesks: it holds the configuration of a source, the registry of their kinds,
// and the loop that schedules them.
package sources

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"helpdesk_exporter/sources/api"
)

// Options of a Loop. Only Registerer is needed.
type Options struct {
	Registerer prometheus.Registerer
	Logger     *slog.Logger
	// Now is the clock; time.Now by default.
	Now func() time.Time
	// Sleep waits for the next poll by that clock; by default time passes.
	Sleep api.Sleep
	// Stall is how long a poll may go without delivering anything (default 5 minutes). A first walk may take
	// hours, so a poll as a whole has no limit.
	Stall time.Duration
	// Jitter returns a part of a duration, so that streams do not poll in step; random by default.
	Jitter func(time.Duration) time.Duration
	// LastSuccess tells when a stream was last polled successfully by a process before this one, zero if never: a source
	// that is down while the exporter restarts is as stale as it was. Without it nothing is known.
	LastSuccess func(source, stream string) time.Time
}

// Loop polls sources, each in a goroutine of its own, so that the failure of one never touches another.
// The streams of a source are polled one after the other, because a source has one connection.
type Loop struct {
	pollers []*poller
}

// NewLoop makes a loop over sources that deliver into sink.
func NewLoop(polled []Polled, sink Sink, o Options) (*Loop, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Stall == 0 {
		o.Stall = 5 * time.Minute
	}
	if o.Jitter == nil {
		o.Jitter = func(d time.Duration) time.Duration { return rand.N(max(d, 1)) }
	}
	if o.LastSuccess == nil {
		o.LastSuccess = func(string, string) time.Time { return time.Time{} }
	}
	m, err := newMetrics(o.Registerer)
	if err != nil {
		return nil, fmt.Errorf("metrics of the poll loop: %w", err)
	}
	l := &Loop{}
	for _, p := range polled {
		l.pollers = append(l.pollers, newPoller(p, sink, o, m))
	}
	return l, nil
}

// Run polls until the context ends, then returns when every source has let go.
func (l *Loop) Run(ctx context.Context) {
	var wait sync.WaitGroup
	for _, p := range l.pollers {
		wait.Go(func() { p.run(ctx) })
	}
	wait.Wait()
}

// Next tells when each stream of a source is polled next; zero before the first poll.
func (l *Loop) Next(source string) map[string]time.Time {
	next := map[string]time.Time{}
	for _, p := range l.pollers {
		if p.Name == source {
			p.planning.Lock()
			maps.Copy(next, p.schedule)
			p.planning.Unlock()
		}
	}
	return next
}

// RunOnce polls every stream of every source until nothing more is wanted. The error joins those of the
// sources that failed; the others are read to the end.
func (l *Loop) RunOnce(ctx context.Context) error {
	var errs []error
	for _, p := range l.pollers {
		if err := p.once(ctx); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
