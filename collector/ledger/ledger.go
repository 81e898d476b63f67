// Package ledger counts each fact exactly once. It merges batches of records into ticket histories,
// derives facts from them, adds those that are not counted yet, and commits histories, counters and the
// stream's cursor in one transaction (docs/semantics.md, "Exactly once").
package ledger

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/collector/team"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources/record"
)

// Errors of the ledger.
var (
	// ErrIdentity tells that another helpdesk answers under a source's name.
	ErrIdentity = errors.New("another helpdesk answers under this source's name")
	// ErrQuarantineFull tells that too many records of a stream cannot be mapped; its cursor stops.
	ErrQuarantineFull = errors.New("quarantine is full")
	// ErrUnknownSource tells that a batch came from a source that is not configured.
	ErrUnknownSource = errors.New("source is not configured")
)

// Config of a ledger.
type Config struct {
	Sources []Source
	Labels  catalogue.Labels
	// SeriesLimit bounds how many series may be born; 0 is no limit.
	SeriesLimit int
	// Classic tells whether histograms are exposed with classic buckets, which count as series.
	Classic bool
	// ReopenWindow is when a resolution is final (default 7 d).
	ReopenWindow time.Duration
	// Retention is how long the summary of a closed ticket is kept (default 400 d).
	Retention time.Duration
	// Taxonomy identifies the configured categories.
	Taxonomy uint64
	// Teams give groups their names.
	Teams team.Teams
	// SLA are the policies, and the schedules of business time; nil is none.
	SLA *sla.Rules
	// RulesVersion changes with whatever due instants depend on: policies, schedules, holidays.
	RulesVersion string
	// Clocks are those by which durations are measured; both, if none is set.
	Clocks fact.Clocks
	// Responses are the options of the first response.
	Responses fact.Responses
	// Checks are the questions asked of each ticket.
	Checks []fact.Check
	// Periods is the reporting calendar; without a zone nothing is counted in periods.
	Periods period.Calendar
	// QuarantineLimit bounds the records a stream may hold that cannot be mapped (default 1,000).
	QuarantineLimit int
	// At fixes the clock of everything: the watermark is At, facts after it are held. Zero is live.
	At time.Time
	// Now is the local clock; At wins over it.
	Now    func() time.Time
	Logger *slog.Logger
}

// Source is what the ledger needs to know of a configured source.
type Source struct {
	Name    string
	Streams []record.Stream
	// Baseline is the configured one; zero is the instant of the first attempt.
	Baseline time.Time
	// History bounds how far back closed tickets are read on the first walk.
	History time.Duration
	// InferNew: the product has no status "new".
	InferNew bool
	// Map identifies the stream's mapping: quarantined records are read again when it changes.
	Map uint64
}

// Ledger is safe for concurrent use.
type Ledger struct {
	cfg   Config
	store state.Store
	log   *slog.Logger

	mu       sync.Mutex
	sources  map[string]*source
	series   *seriesSet
	families map[string]catalogue.Family
}

// Open loads the state and finishes what a crash interrupted.
func Open(ctx context.Context, store state.Store, cfg Config) (*Ledger, error) {
	l, err := Look(ctx, store, cfg)
	if err != nil {
		return nil, err
	}
	for _, s := range cfg.Sources {
		if err := l.adopt(ctx, l.sources[s.Name]); err != nil {
			return nil, fmt.Errorf("source %s: bring stored tickets under the new rules: %w", s.Name, err)
		}
	}
	for _, src := range l.sources {
		if !src.watermark(fact.Feeds(fact.Created)).After(src.released) {
			continue
		}
		if err := l.advance(ctx, src); err != nil {
			return nil, fmt.Errorf("source %s: count what a restart interrupted: %w", src.cfg.Name, err)
		}
	}
	return l, nil
}

// Look loads the state as it is and changes nothing: for a Ledger that is only asked, by Explain.
func Look(ctx context.Context, store state.Store, cfg Config) (*Ledger, error) {
	if cfg.ReopenWindow == 0 {
		cfg.ReopenWindow = 7 * 24 * time.Hour
	}
	if cfg.Retention == 0 {
		cfg.Retention = 400 * 24 * time.Hour
	}
	if cfg.QuarantineLimit == 0 {
		cfg.QuarantineLimit = 1000
	}
	if cfg.Clocks == (fact.Clocks{}) {
		cfg.Clocks = fact.Clocks{Calendar: true, Business: true}
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Now == nil {
		return nil, errors.New("ledger: no clock")
	}
	l := &Ledger{
		cfg: cfg, store: store, log: cfg.Logger,
		sources:  make(map[string]*source, len(cfg.Sources)),
		families: make(map[string]catalogue.Family),
	}
	for _, f := range catalogue.Families() {
		l.families[f.Name] = f
	}
	series, err := loadSeries(ctx, store, l.families, cfg)
	if err != nil {
		return nil, err
	}
	l.series = series
	for _, s := range cfg.Sources {
		src, err := l.loadSource(ctx, s)
		if err != nil {
			return nil, fmt.Errorf("source %s: %w", s.Name, err)
		}
		l.sources[s.Name] = src
	}
	return l, nil
}

// now is the clock: fixed with At.
func (l *Ledger) now() time.Time {
	if !l.cfg.At.IsZero() {
		return l.cfg.At
	}
	return l.cfg.Now()
}

func (l *Ledger) source(name string) (*source, error) {
	src, ok := l.sources[name]
	if !ok {
		return nil, fmt.Errorf("%w: %q", ErrUnknownSource, name)
	}
	return src, nil
}

// Begin notes an attempt to reach a source. The first attempt sets the baseline of its streams, which
// never moves afterwards. It fails with ErrIdentity when the state was made from another helpdesk.
func (l *Ledger) Begin(ctx context.Context, name, identity string, streams []record.Stream, now time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	src, err := l.source(name)
	if err != nil {
		return err
	}
	if !l.cfg.At.IsZero() {
		now = l.cfg.At
	}
	meta := src.meta.clone()
	if meta.Identity == "" {
		meta.Identity = identity
	}
	if meta.Identity != identity {
		return fmt.Errorf("%w: the state holds %q, this is %q; correct its address, or give the new helpdesk a name of its own", ErrIdentity, meta.Identity, identity)
	}
	fresh := len(meta.Baselines) == 0
	for _, s := range streams {
		if _, ok := meta.Baselines[s.Name]; ok {
			continue
		}
		meta.Baselines[s.Name] = now
		if fresh && !src.cfg.Baseline.IsZero() {
			meta.Baselines[s.Name] = src.cfg.Baseline
		}
	}
	if fresh {
		meta.count(l.scopes(), time.Time{})
		meta.Rules = l.fingerprint()
	}
	if meta.Since.IsZero() && src.cfg.History > 0 {
		meta.Since = now.Add(-src.cfg.History)
		if !src.cfg.Baseline.IsZero() && src.cfg.Baseline.Before(meta.Since) {
			meta.Since = src.cfg.Baseline
		}
	}
	if meta.equal(src.meta) {
		return nil
	}
	tx := l.begin(src, "first attempt", now)
	tx.meta = meta
	tx.healthy()
	return tx.commit(ctx)
}

// Position tells a source where to go on.
func (l *Ledger) Position(_ context.Context, name, stream string) (record.Position, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	src, err := l.source(name)
	if err != nil {
		return record.Position{}, err
	}
	st, ok := src.streams[stream]
	if !ok {
		return record.Position{}, fmt.Errorf("source %s: no stream %q", name, stream)
	}
	return record.Position{Cursor: append([]byte(nil), st.Cursor...), Since: src.meta.Since, Want: src.wantedAt(l.now())}, nil
}

// SwitchStream notes that a stream is off, because the helpdesk does not give it, or on again. While it is
// off the facts it feeds do not wait for it.
func (l *Ledger) SwitchStream(ctx context.Context, name, stream string, off bool) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	src, err := l.source(name)
	if err != nil {
		return err
	}
	tx := l.begin(src, stream, l.now())
	for _, s := range src.cfg.Streams {
		if s.Name != stream && s.Parent != stream {
			continue
		}
		st := src.streams[s.Name]
		st.Off = off
		tx.streams[s.Name] = st
	}
	return tx.commit(ctx)
}

// Completed returns when the newest complete pass over a stream ended, of this process or of one before it, by the local
// clock. It is zero before the first one, and for a stream that is off.
func (l *Ledger) Completed(source, stream string) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	src := l.sources[source]
	if src == nil || src.streams[stream].Off {
		return time.Time{}
	}
	return src.streams[stream].Completed
}

// Quarantined is the number of records that are held because they fail to map.
func (l *Ledger) Quarantined() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, src := range l.sources {
		n += len(src.quarantine)
	}
	return n
}
