package sources

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"helpdesk_exporter/sources/record"
)

const (
	// firstRetry and lastRetry bound the growing pauses after failures.
	firstRetry = 5 * time.Second
	lastRetry  = 5 * time.Minute
	// offRetry is when a stream that is off is tried again.
	offRetry = 24 * time.Hour
	// maxRounds bounds how often one run asks again for what the ledger wants.
	maxRounds = 100
)

// errStalled is the cause of cancelling a poll that delivers nothing.
var errStalled = reasoned{errors.New("nothing was delivered for too long"), ReasonTimeout}

// poller polls the streams of one source.
type poller struct {
	Polled
	sink    Sink
	options Options
	metrics *metrics
	logger  *slog.Logger
	// streams that are polled, in the source's order.
	streams []*stream
	began   bool
	// anomalies are those that were logged.
	anomalies anomalies
	// schedule tells others when each stream is polled next.
	schedule map[string]time.Time
	planning sync.Mutex
	// first is the instant of the first attempt: the baseline, if the state knows none.
	first time.Time
}

// stream is a stream with its schedule.
type stream struct {
	record.Stream
	next    time.Time
	off     bool
	retries *backoff.ExponentialBackOff
	repeats repeats
}

func newPoller(polled Polled, sink Sink, o Options, m *metrics) *poller {
	p := &poller{Polled: polled, sink: sink, options: o, metrics: m, logger: o.Logger.With("helpdesk", polled.Name), schedule: map[string]time.Time{}}
	m.observe(p.Name, polled.Source)
	for _, s := range polled.Source.Streams() {
		m.born(p.Name, s)
		if s.Parent != "" {
			continue
		}
		if at := o.LastSuccess(p.Name, s.Name); !at.IsZero() {
			m.succeededAt(p.Name, s.Name, at)
		}
		retries := backoff.NewExponentialBackOff()
		retries.InitialInterval, retries.MaxInterval, retries.Multiplier = firstRetry, lastRetry, 2
		retries.RandomizationFactor = 0.2
		p.streams = append(p.streams, &stream{Stream: s, retries: retries})
	}
	return p
}

// run polls each stream when it is due, until the context ends or the source must stop.
func (p *poller) run(ctx context.Context) {
	for len(p.streams) > 0 {
		s := slices.MinFunc(p.streams, func(a, b *stream) int { return a.next.Compare(b.next) })
		if p.options.Sleep(ctx, max(0, s.next.Sub(p.options.Now()))) != nil {
			return
		}
		start := p.options.Now()
		err := p.poll(ctx, s)
		if ctx.Err() != nil {
			return
		}
		switch {
		case err == nil:
			s.retries.Reset()
			p.plan(s, start.Add(s.Interval+p.options.Jitter(s.Interval/20)))
		case ReasonOf(err) == ReasonIdentity:
			for _, each := range p.streams {
				p.metrics.up.WithLabelValues(p.Name, each.Name).Set(0)
			}
			return
		case s.off:
			p.plan(s, start.Add(offRetry))
		default:
			p.plan(s, p.options.Now().Add(s.retries.NextBackOff()))
		}
	}
}

// plan sets when a stream is polled next.
func (p *poller) plan(s *stream, at time.Time) {
	s.next = at
	p.planning.Lock()
	defer p.planning.Unlock()
	p.schedule[s.Name] = at
}

// once polls every stream, and those again of which the ledger wants more. Where nobody listens, all of them would wait for
// the same failure: the first is enough.
func (p *poller) once(ctx context.Context) error {
	var errs []error
	for round := range maxRounds {
		polled := false
		for i, s := range p.streams {
			if round > 0 {
				position, err := p.sink.Position(ctx, p.Name, s.Name)
				if err != nil {
					return p.wrap(s, err)
				}
				if len(position.Want) == 0 {
					continue
				}
			}
			polled = true
			err := p.poll(ctx, s)
			if round == 0 && i == 0 && len(p.streams) > 1 && unreachable(err) {
				return fmt.Errorf("%w; the other streams were not tried", p.wrap(s, err))
			}
			if err != nil && !s.off {
				errs = append(errs, p.wrap(s, err))
			}
		}
		if len(errs) > 0 || !polled {
			return errors.Join(errs...)
		}
	}
	return fmt.Errorf("source %s: tickets are still wanted after %d passes", p.Name, maxRounds)
}

func (p *poller) wrap(s *stream, err error) error {
	if strings.HasPrefix(err.Error(), "stream "+s.Name+": ") { // the source has said it
		return fmt.Errorf("source %s: %w", p.Name, err)
	}
	return fmt.Errorf("source %s: stream %s: %w", p.Name, s.Name, err)
}

// poll makes one pass over a stream, and counts and logs how it went.
func (p *poller) poll(ctx context.Context, s *stream) error {
	start := time.Now()
	err := p.attempt(ctx, s)
	if err != nil && ctx.Err() != nil {
		return err // shutting down is no failure
	}
	p.metrics.duration.WithLabelValues(p.Name, s.Name).Observe(time.Since(start).Seconds())
	p.metrics.account.note(p.Name, p.Source, p.streams)
	if err == nil {
		err = p.switchStream(ctx, s, false)
	}
	if err == nil {
		p.metrics.succeeded(p.Name, s.Name, p.options.Now())
		if count := s.repeats.reset(); count > 0 {
			p.logger.Info("poll succeeded again", "stream", s.Name, "failures", count)
		}
		return nil
	}
	reason := ReasonOf(err)
	p.metrics.failed(p.Name, s.Name, reason)
	if reason == ReasonUnavailable {
		if failure := p.switchStream(ctx, s, true); failure != nil {
			err = errors.Join(err, failure)
		}
	}
	if s.off {
		p.metrics.off(p.Name, s.Name)
	}
	if count, say := s.repeats.fail(reason, p.options.Now()); say {
		p.logger.Error("poll failed", "stream", s.Name, "reason", reason, "failures", count, "err", err)
	}
	return err
}

// switchStream notes that a stream is off or on again.
func (p *poller) switchStream(ctx context.Context, s *stream, off bool) error {
	if s.off == off {
		return nil
	}
	if sink, ok := p.sink.(Switch); ok {
		if err := sink.SwitchStream(ctx, p.Name, s.Name, off); err != nil {
			return WithReason(err, ReasonState)
		}
	}
	s.off = off
	if !off {
		p.metrics.on(p.Name, s.Stream)
	}
	return nil
}

// attempt makes one pass over a stream. A panic becomes an error.
func (p *poller) attempt(ctx context.Context, s *stream) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			p.logger.Error("poll panicked", "stream", s.Name, "panic", fault, "stack", string(debug.Stack()))
			err = reasoned{fmt.Errorf("panic: %v", fault), ReasonPanic}
		}
	}()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	watch := time.AfterFunc(p.options.Stall, func() { cancel(errStalled) })
	defer watch.Stop()

	if err := p.begin(ctx); err != nil {
		return stalled(ctx, err)
	}
	from, err := p.sink.Position(ctx, p.Name, s.Name)
	if err != nil {
		return WithReason(err, ReasonState)
	}
	var refused error
	complete := false
	deliver := func(ctx context.Context, batch record.Batch) (record.Answer, error) {
		watch.Stop()
		defer watch.Reset(p.options.Stall)
		p.logger.Debug("batch fetched", "stream", s.Name, "complete", batch.Complete)
		answer, err := p.sink.Apply(ctx, p.Name, batch)
		if err != nil {
			refused = WithReason(err, ReasonState)
			return record.Answer{}, refused
		}
		p.metrics.read(p.Name, batch.Parts)
		p.logger.Debug("batch applied", "stream", s.Name)
		p.anomalies.log(p.logger, batch.Anomalies, p.options.Now())
		complete = complete || batch.Complete
		return answer, nil
	}
	p.logger.Debug("fetch begins", "stream", s.Name)
	err = p.Source.Poll(ctx, s.Name, from, deliver)
	switch {
	case refused != nil:
		return refused
	case err != nil:
		return stalled(ctx, err)
	case !complete:
		return errors.New("the source ended a pass without completing it")
	}
	return nil
}

// begin asks which helpdesk this is and announces it to the ledger, once.
func (p *poller) begin(ctx context.Context) error {
	if p.began {
		return nil
	}
	if p.first.IsZero() {
		p.first = p.options.Now()
	}
	identity, err := p.Source.Identity(ctx)
	if err != nil {
		return fmt.Errorf("identity of the helpdesk: %w", err)
	}
	if err := p.sink.Begin(ctx, p.Name, identity, p.Source.Streams(), p.first); err != nil {
		return WithReason(err, ReasonState)
	}
	p.began = true
	return nil
}

// stalled adds the cause to the error of a poll that was cancelled because it delivered nothing.
func stalled(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errStalled) {
		return fmt.Errorf("%w: %w", errStalled, err)
	}
	return err
}

// sleep waits. Its error is that of a context that ends first.
func sleep(ctx context.Context, d time.Duration) error {
	if ctx.Err() != nil || d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
