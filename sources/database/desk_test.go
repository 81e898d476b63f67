package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/sources/record"
)

// desk is a database with the address by which a source reads it.
type desk struct {
	t       *testing.T
	db      *sql.DB
	dsn     string
	dialect string
}

func sqliteDesk(t *testing.T) *desk {
	path := filepath.Join(t.TempDir(), "desk.db")
	db, err := sql.Open("sqlite", path+"?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)")
	require.NoError(t, err)
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return &desk{t: t, db: db, dsn: "sqlite:" + path, dialect: SQLite}
}

// exec runs statements, separated by semicolons.
func (d *desk) exec(statements string, args ...any) {
	d.t.Helper()
	for _, s := range strings.Split(statements, ";") {
		if strings.TrimSpace(s) == "" {
			continue
		}
		_, err := d.db.Exec(s, args...)
		require.NoError(d.t, err, s)
	}
}

// pairs reads a query of two columns.
func (d *desk) pairs(query string) map[string]string {
	d.t.Helper()
	rows, err := d.db.Query(query)
	require.NoError(d.t, err)
	defer func() { require.NoError(d.t, rows.Close()) }()
	all := map[string]string{}
	for rows.Next() {
		var a, b string
		require.NoError(d.t, rows.Scan(&a, &b))
		all[a] = b
	}
	require.NoError(d.t, rows.Err())
	return all
}

func (d *desk) config(text string) Config {
	d.t.Helper()
	var cfg Config
	require.NoError(d.t, yaml.Unmarshal([]byte(text), &cfg))
	if cfg.DSN == "" {
		cfg.DSN = promSecret(d.dsn)
	}
	return cfg
}

func (d *desk) source(text string, options ...func(*Options)) *Source {
	d.t.Helper()
	o := Options{Logger: slog.New(slog.DiscardHandler), Now: time.Now}
	for _, option := range options {
		option(&o)
	}
	s, err := New("desk", d.config(text), testWords(), o)
	require.NoError(d.t, err)
	d.t.Cleanup(func() { require.NoError(d.t, s.Close()) })
	return s
}

func testWords() record.Words {
	return record.Words{Statuses: map[string]record.Status{"open": record.StatusOpen, "closed": record.StatusSolved}}
}

// ledger keeps what was delivered, as the one of the collector would.
type ledger struct {
	position record.Position
	batches  []record.Batch
	records  map[string]record.Record // by kind and id
	failAt   int                      // the delivery, from 1, that fails
	want     map[int][]string         // by delivery, what is wanted then
}

var errLedger = errors.New("the state cannot be written")

func newLedger() *ledger { return &ledger{records: map[string]record.Record{}} }

func (l *ledger) deliver(_ context.Context, b record.Batch) (record.Answer, error) {
	l.batches = append(l.batches, b)
	if len(l.batches) == l.failAt {
		return record.Answer{}, errLedger
	}
	if b.Cursor != nil {
		l.position.Cursor = b.Cursor
	}
	for _, p := range b.Parts {
		for _, r := range p.Records {
			l.records[string(r.Kind())+" "+r.Key()] = r
		}
	}
	return record.Answer{Want: l.want[len(l.batches)]}, nil
}

// poll forgets the batches of the poll before.
func (l *ledger) poll(t *testing.T, s *Source, stream string) {
	t.Helper()
	require.NoError(t, l.try(s, stream))
	require.True(t, l.batches[len(l.batches)-1].Complete, "the last batch ends the pass")
}

func (l *ledger) try(s *Source, stream string) error {
	l.batches = nil
	return s.Poll(context.Background(), stream, l.position, l.deliver)
}

// delivered lists the ids of a kind in the last poll, in order, with repetitions.
func (l *ledger) delivered(kind record.Kind) []string {
	ids := []string{}
	for _, b := range l.batches {
		for _, p := range b.Parts {
			for _, r := range p.Records {
				if r.Kind() == kind {
					ids = append(ids, r.Key())
				}
			}
		}
	}
	return ids
}

// read sums the rows read for a stream in the last poll.
func (l *ledger) read(stream string) int {
	n := 0
	for _, b := range l.batches {
		for _, p := range b.Parts {
			if p.Stream == stream {
				n += p.Read
			}
		}
	}
	return n
}

func (l *ledger) rejects() []record.Reject {
	var all []record.Reject
	for _, b := range l.batches {
		all = append(all, b.Rejects...)
	}
	return all
}

func (l *ledger) anomalies(reason record.AnomalyReason) []record.Anomaly {
	var all []record.Anomaly
	for _, b := range l.batches {
		for _, a := range b.Anomalies {
			if a.Reason == reason {
				all = append(all, a)
			}
		}
	}
	return all
}

func (l *ledger) sweeps() []record.Sweep {
	var all []record.Sweep
	for _, b := range l.batches {
		for _, p := range b.Parts {
			for _, r := range p.Records {
				if s, ok := r.(record.Sweep); ok {
					all = append(all, s)
				}
			}
		}
	}
	return all
}

func (l *ledger) asked() []string {
	var all []string
	for _, b := range l.batches {
		all = append(all, b.Asked...)
	}
	return all
}

func (l *ledger) ticket(t *testing.T, id string) record.Ticket {
	t.Helper()
	r, ok := l.records["ticket "+id].(record.Ticket)
	require.True(t, ok, "ticket %s was not delivered", id)
	return r
}

func (l *ledger) message(t *testing.T, id string) record.Message {
	t.Helper()
	r, ok := l.records["message "+id].(record.Message)
	require.True(t, ok, "message %s was not delivered", id)
	return r
}

// The schema and the configuration of a keyed desk. Every statement of it is the same in all dialects.
const (
	keyedSchema = `
CREATE TABLE tickets (id INTEGER PRIMARY KEY, created VARCHAR(40), updated VARCHAR(40), state VARCHAR(20));
CREATE TABLE entries (id INTEGER PRIMARY KEY, ticket INTEGER, created VARCHAR(40), author VARCHAR(20));
CREATE TABLE events (id INTEGER PRIMARY KEY, ticket INTEGER)`

	keyedConfig = `
timezone: UTC
page_size: 4
vars: {table: tickets}
streams:
  - name: tickets
    kind: ticket
    every: 1m
    key: t.id
    query: SELECT t.id AS id, t.created AS created_at, t.updated AS updated_at, t.state AS status FROM {{ table }} t WHERE {{ where }}
    history: "t.state = 'open' OR t.updated >= :since"
    changes:
      - name: entries
        query: SELECT e.id AS cursor_id, e.ticket AS id FROM entries e WHERE e.id > :cursor_id ORDER BY e.id LIMIT :limit
        start: SELECT COALESCE(MAX(id), 0) FROM entries
        overlap: 10
      - name: events
        query: SELECT v.id AS cursor_id, v.ticket AS id FROM events v WHERE v.id > :cursor_id ORDER BY v.id LIMIT :limit
        start: SELECT MAX(id) FROM events
    open: {query: "SELECT id FROM tickets WHERE state = 'open'", every: 15m}
  - name: messages
    kind: message
    for_each: {stream: tickets, when: changed}
    query: SELECT e.id AS id, e.ticket AS ticket, e.created AS at, e.author AS author FROM entries e WHERE e.ticket IN (:ids)
`
)

func keyedDesk(d *desk) {
	d.exec(keyedSchema)
	for id := 1; id <= 5; id++ {
		state := "open"
		if id%2 == 0 {
			state = "closed"
		}
		d.exec(fmt.Sprintf("INSERT INTO tickets VALUES (%d, '2026-03-01 0%d:00:00', '2026-03-01 0%d:30:00', '%s')", id, id, id, state))
		d.exec(fmt.Sprintf("INSERT INTO entries VALUES (%d, %d, '2026-03-01 0%d:00:00', 'customer')", 10*id, id, id))
	}
}

func replaceOnce(t *testing.T, s, from, to string) string {
	t.Helper()
	require.Equal(t, 1, strings.Count(s, from), "%q in %s", from, s)
	return strings.Replace(s, from, to, 1)
}
