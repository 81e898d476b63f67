package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/record"
)

// Options are what a source needs from the process.
type Options struct {
	Logger *slog.Logger
	// Now is the process's clock, to which the server's is compared.
	Now func() time.Time
	// FixedNow replaces the server's clock, for a poll as of an instant.
	FixedNow *time.Time
}

// Source reads one helpdesk's database. It implements record.Source and may be polled from several
// goroutines; they take turns on its one connection.
type Source struct {
	name     string
	db       *sql.DB
	address  address
	dialect  dialect
	options  sessionOptions
	pageSize int
	words    record.Words
	config   Config
	streams  []*stream // of a database that has every table
	secrets  secrets
	logger   *slog.Logger
	now      func() time.Time
	fixedNow *time.Time

	mu      sync.Mutex
	version version
	checked map[rows]map[string]bool // columns, once they were looked at
	// variants are the streams by the optional tables that are missing, and missing those of the last pass.
	variants map[string][]*stream
	missing  string
}

// rows are those of a stream's query, or of its sweep's, which may have other columns.
type rows struct {
	stream string
	sweep  bool
}

var _ record.Source = (*Source)(nil)

// New returns a source. It reads DSNFile, but does not touch the network.
func New(name string, cfg Config, words record.Words, opts Options) (*Source, error) {
	if err := yamlfile.Join(cfg.Validate()); err != nil {
		return nil, fmt.Errorf("source %s: %w", name, err)
	}
	addr, err := cfg.address()
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", name, err)
	}
	d, _ := dialectOf(addr.dialect)
	streams, problems := cfg.compile(d, nil)
	if len(problems) > 0 {
		return nil, fmt.Errorf("source %s: %w", name, problems[0])
	}
	db, err := addr.open()
	if err != nil {
		return nil, fmt.Errorf("source %s: %w", name, addr.secrets.redact(err))
	}
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	db.SetConnMaxIdleTime(5 * time.Minute)
	s := &Source{
		name: name, db: db, address: addr, dialect: d, pageSize: cfg.pageSize(), words: words,
		config: cfg, streams: streams, variants: map[string][]*stream{"": streams},
		options: sessionOptions{timeout: cfg.statementTimeout()},
		secrets: addr.secrets, logger: opts.Logger, now: opts.Now, fixedNow: opts.FixedNow,
		checked: map[rows]map[string]bool{},
	}
	if cfg.SessionTimezone != "server" {
		s.options.timezone = cfg.SessionTimezone
	}
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	return s, nil
}

// Streams implements record.Source.
func (s *Source) Streams() []record.Stream {
	var parents, children []record.Stream
	for _, st := range s.streams {
		described := record.Stream{Name: st.name, Kinds: st.kinds, Interval: time.Duration(st.config.Every), Settle: st.settle}
		if st.parent == nil {
			parents = append(parents, described)
			continue
		}
		described.Parent, described.Interval = st.parent.name, 0
		children = append(children, described)
	}
	return append(parents, children...)
}

// Identity implements record.Source: the address without its credentials. What a server says of itself
// (a host's name, a generated id) changes when it is moved or made again from the same data.
func (s *Source) Identity(context.Context) (string, error) { return s.address.identity, nil }

// Close implements record.Source.
func (s *Source) Close() error { return s.db.Close() }

// Poll implements record.Source. Its errors are of type *Error, except those of deliver.
func (s *Source) Poll(ctx context.Context, name string, from record.Position, deliver record.Deliver) error {
	st := byName(s.streams, name)
	switch {
	case st == nil:
		return &Error{Stream: name, reason: ReasonInternal, err: errors.New("no such stream")}
	case st.parent != nil:
		return &Error{Stream: name, reason: ReasonInternal, err: fmt.Errorf("it is read with %s", st.parent.name)}
	}
	p, err := s.begin(ctx, st, from, deliver)
	switch {
	case err != nil:
		return err
	case p.stream.off:
		return p.complete(ctx)
	case st.keyed():
		return p.keyed(ctx)
	case st.cursor != nil:
		return p.ordered(ctx)
	default:
		return p.list(ctx)
	}
}
