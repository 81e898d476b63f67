package sources

import (
	"context"
	"time"

	"helpdesk_exporter/sources/record"
)

// Sink takes what the sources deliver: the ledger.
type Sink interface {
	// Begin is called once per source before its first poll. It persists the baseline of the first attempt,
	// which is now unless one is known. If another helpdesk answers under this name the error has the
	// reason ReasonIdentity, and the source is stopped.
	Begin(ctx context.Context, source, identity string, streams []record.Stream, now time.Time) error
	// Position tells from where a stream is to be read.
	Position(ctx context.Context, source, stream string) (record.Position, error)
	// Apply commits a batch, whole or not at all.
	Apply(ctx context.Context, source string, batch record.Batch) (record.Answer, error)
}

// Switch is implemented by a Sink that wants to know which streams are off: those that the helpdesk's
// plan or permissions do not give. Facts do not wait for such a stream.
type Switch interface {
	SwitchStream(ctx context.Context, source, stream string, off bool) error
}

// Polled is a source that a Loop polls.
type Polled struct {
	Name   string
	Source record.Source
}
