package pipeline

import (
	"context"
	"errors"
	"time"

	"helpdesk_exporter/collector/enrich"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/record"
)

// sink stands between the poll loop and the ledger: batches are enriched on the way, so that texts and
// identities end here.
type sink struct {
	// watch, if given, sees each batch that was taken.
	watch    func(source string, batch record.Batch)
	ledger   *ledger.Ledger
	enricher *enrich.Enricher
	// committed holds a token while there are commits that are not published.
	committed chan struct{}
	// fatal gets an error after which this process must not go on.
	fatal chan error
}

var (
	_ sources.Sink   = (*sink)(nil)
	_ sources.Switch = (*sink)(nil)
)

// fatalError ends the process: its state is no longer its own.
type fatalError struct{ error }

func (e fatalError) Unwrap() error { return e.error }

func newSink(l *ledger.Ledger, e *enrich.Enricher) *sink {
	return &sink{ledger: l, enricher: e, committed: make(chan struct{}, 1), fatal: make(chan error, 1)}
}

// Begin implements sources.Sink.
func (s *sink) Begin(ctx context.Context, source, identity string, streams []record.Stream, now time.Time) error {
	err := s.ledger.Begin(ctx, source, identity, s.enricher.Streams(streams), now)
	s.note(err)
	return classify(err)
}

// Position implements sources.Sink.
func (s *sink) Position(ctx context.Context, source, stream string) (record.Position, error) {
	return s.ledger.Position(ctx, source, stream)
}

// Apply implements sources.Sink.
func (s *sink) Apply(ctx context.Context, source string, batch record.Batch) (record.Answer, error) {
	batch = s.enricher.Batch(source, batch)
	answer, err := s.ledger.Apply(ctx, source, batch)
	if err == nil && s.watch != nil {
		s.watch(source, batch)
	}
	s.note(err)
	return answer, classify(err)
}

// SwitchStream implements sources.Switch.
func (s *sink) SwitchStream(ctx context.Context, source, stream string, off bool) error {
	err := s.ledger.SwitchStream(ctx, source, stream, off)
	s.note(err)
	return classify(err)
}

// note asks for a publication after a commit, and ends the process if the state is another's.
func (s *sink) note(err error) {
	switch {
	case err == nil:
		select {
		case s.committed <- struct{}{}:
		default:
		}
	case errors.Is(err, state.ErrEpoch):
		select {
		case s.fatal <- fatalError{err}:
		default:
		}
	}
}

// classify gives the ledger's errors their reason.
func classify(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ledger.ErrIdentity):
		return sources.WithReason(err, sources.ReasonIdentity)
	case errors.Is(err, ledger.ErrQuarantineFull):
		return sources.WithReason(err, sources.ReasonData)
	}
	return sources.WithReason(err, sources.ReasonState)
}
