package simulator

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// store keeps rows until they are written together.
type store struct {
	db     *sql.DB
	zone   *time.Location
	tables []*table
	brands, teams, agents, customers, topics,
	messages, history, tags *table

	tickets int64     // the greatest id
	changed []*ticket // to be written, once each
	edits   [][]any   // instant, message
	dead    []int64   // tickets whose rows vanish
}

// table is rows of a table to be added.
type table struct {
	insert  string
	columns int
	id      int64 // the greatest
	rows    [][]any
}

// rowsAtOnce are inserted by one statement: with more, the driver takes long to bind them.
const rowsAtOnce = 12

func openStore(ctx context.Context, path string, zone *time.Location) (*store, error) {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		if err == nil {
			err = errors.New("there is a file already; a simulated desk begins anew: remove it or choose another folder")
		}
		return nil, err
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	// In WAL mode whoever reads does not hold up the desk, nor the desk the reader.
	dsn := (&url.URL{Scheme: "file", Path: path}).String() +
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=busy_timeout(10000)"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	s := &store{db: db, zone: zone}
	s.brands = s.table("brands", "id", "name")
	s.teams = s.table("teams", "id", "name")
	s.agents = s.table("agents", "id", "team_id", "name")
	s.customers = s.table("customers", "id", "name", "email", "language")
	s.topics = s.table("topics", "name", "category")
	s.messages = s.table("messages", "id", "ticket_id", "author", "author_id", "internal", "language", "body", "created")
	s.history = s.table("history", "id", "ticket_id", "field", "old_value", "new_value", "actor", "actor_id", "created")
	s.tags = s.table("ticket_tags", "ticket_id", "tag")
	if _, err := db.ExecContext(ctx, schema); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

func (s *store) table(name string, columns ...string) *table {
	t := &table{insert: fmt.Sprintf("INSERT INTO %s (%s) VALUES ", name, strings.Join(columns, ", ")), columns: len(columns)}
	s.tables = append(s.tables, t)
	return t
}

// add adds a row with the next id, which it returns.
func (t *table) add(values ...any) int64 {
	t.id++
	t.rows = append(t.rows, append([]any{t.id}, values...))
	return t.id
}

// wall is what the desk's clock shows.
func (s *store) wall(at int64) string { return time.Unix(at, 0).In(s.zone).Format(time.DateTime) }

// orNull is NULL for nobody and nothing.
func orNull[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// save writes a ticket's row with the next flush.
func (s *store) save(t *ticket) {
	if !t.dirty {
		t.dirty = true
		s.changed = append(s.changed, t)
	}
}

// flush writes what has been kept, if anything, in one transaction.
func (s *store) flush(ctx context.Context) error {
	waiting := len(s.changed) + len(s.edits) + len(s.dead)
	for _, t := range s.tables {
		waiting += len(t.rows)
	}
	if waiting == 0 {
		return nil
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := s.flushInto(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

func (s *store) flushInto(ctx context.Context, tx *sql.Tx) error {
	for _, t := range s.tables {
		if err := insertRows(ctx, tx, t.insert, t.columns, t.rows); err != nil {
			return err
		}
		t.rows = t.rows[:0]
	}
	rows := make([][]any, 0, len(s.changed))
	for _, t := range s.changed {
		t.dirty = false
		rows = append(rows, s.row(t))
	}
	if err := insertRows(ctx, tx, "INSERT OR REPLACE INTO tickets VALUES ", ticketColumns, rows); err != nil {
		return err
	}
	for _, edit := range s.edits {
		if _, err := tx.ExecContext(ctx, "UPDATE messages SET body = body || ' (edited)', edited = ? WHERE id = ?", edit...); err != nil {
			return err
		}
	}
	for _, id := range s.dead {
		for _, query := range []string{
			"DELETE FROM messages WHERE ticket_id = ?", "DELETE FROM history WHERE ticket_id = ?",
			"DELETE FROM ticket_tags WHERE ticket_id = ?", "DELETE FROM tickets WHERE id = ?",
		} {
			if _, err := tx.ExecContext(ctx, query, id); err != nil {
				return err
			}
		}
	}
	s.changed, s.edits, s.dead = s.changed[:0], s.edits[:0], s.dead[:0]
	return nil
}

const ticketColumns = 17

// row is a ticket's, in the order of the table's columns.
func (s *store) row(t *ticket) []any {
	var solved any
	if t.solved != 0 {
		solved = s.wall(t.solved)
	}
	return []any{
		t.id, t.brand.id, t.customer, t.origin, t.channel, t.team.id, orNull(t.agent), t.priority, orNull(t.topic),
		t.language, t.subject, orNull(t.description), t.status, orNull(t.mergedInto), s.wall(t.created), s.wall(t.updated), solved,
	}
}

func insertRows(ctx context.Context, tx *sql.Tx, query string, columns int, rows [][]any) error {
	one := "(" + strings.Repeat(", ?", columns)[2:] + ")"
	for chunk := range slices.Chunk(rows, rowsAtOnce) {
		values := make([]any, 0, len(chunk)*columns)
		for _, row := range chunk {
			values = append(values, row...)
		}
		if _, err := tx.ExecContext(ctx, query+one+strings.Repeat(", "+one, len(chunk)-1), values...); err != nil {
			return err
		}
	}
	return nil
}
