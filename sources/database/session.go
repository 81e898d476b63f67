package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// session is a read-only transaction. Each page has its own: a long one would keep the server from
// cleaning up.
type session struct {
	source *Source
	stream string
	sweep  bool // the rows are those of the sweep's query
	tx     *sql.Tx
	asOf   time.Time // of the pass; zero while it is not known
}

// result is what a query gave.
type result struct {
	columns []column
	rows    []row
}

func (r result) has(name string) bool {
	for _, c := range r.columns {
		if c.name == name {
			return true
		}
	}
	return false
}

func (r result) typeOf(name string) string {
	for _, c := range r.columns {
		if c.name == name {
			return c.typ
		}
	}
	return ""
}

// read runs a function in a read-only transaction.
func (s *Source) read(ctx context.Context, stream string, do func(*session) error) (err error) {
	defer func() {
		if err != nil {
			err = s.failure(ctx, stream, "", err)
		}
	}()
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return s.failure(ctx, stream, "connecting to "+s.address.identity, err)
	}
	defer func() { err = errors.Join(err, closing(conn.Close())) }()
	v, err := s.serverVersion(ctx, conn)
	if err != nil {
		return s.failure(ctx, stream, "asking for the server's version", err)
	}
	prepare := s.dialect.session(v, s.options)
	if !s.dialect.inside {
		if err := execute(ctx, conn, prepare); err != nil {
			return s.failure(ctx, stream, "preparing the session", err)
		}
	}
	tx, err := conn.BeginTx(ctx, s.txOptions())
	if err != nil {
		return s.failure(ctx, stream, "beginning a read-only transaction", err)
	}
	// Nothing was written: rolling back only ends it.
	defer func() { err = errors.Join(err, closing(tx.Rollback())) }()
	if s.dialect.inside {
		if err := execute(ctx, tx, prepare); err != nil {
			return s.failure(ctx, stream, "preparing the session", err)
		}
	}
	return do(&session{source: s, stream: stream, tx: tx})
}

// closing ignores that a broken connection is closed already; the statement that broke it has told.
func closing(err error) error {
	if errors.Is(err, sql.ErrTxDone) || errors.Is(err, sql.ErrConnDone) {
		return nil
	}
	return err
}

// txOptions: READ COMMITTED, because a snapshot that lives long hinders the server's clean-up.
func (s *Source) txOptions() *sql.TxOptions {
	o := &sql.TxOptions{ReadOnly: true}
	if s.dialect.name != SQLite {
		o.Isolation = sql.LevelReadCommitted
	}
	return o
}

type executor interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func execute(ctx context.Context, on executor, statements []string) error {
	for _, statement := range statements {
		if _, err := on.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

func (s *Source) serverVersion(ctx context.Context, conn *sql.Conn) (version, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.dialect.name != MySQL || s.version != "" {
		return s.version, nil
	}
	var v string
	if err := conn.QueryRowContext(ctx, "SELECT VERSION()").Scan(&v); err != nil {
		return "", err
	}
	s.version = version(v)
	return s.version, nil
}

// now asks the server what time it is.
func (s *session) now(ctx context.Context) (time.Time, error) {
	if fixed := s.source.fixedNow; fixed != nil {
		return fixed.UTC(), nil
	}
	var clock string
	if err := s.tx.QueryRowContext(ctx, s.source.dialect.clock).Scan(&clock); err != nil {
		return time.Time{}, s.source.failure(ctx, s.stream, "asking for the server's time", err)
	}
	t, err := time.Parse("2006-01-02 15:04:05.999999", clock)
	if err != nil {
		return time.Time{}, s.source.failure(ctx, s.stream, "asking for the server's time", err)
	}
	return t, nil
}

// query runs a statement and reads its rows.
func (s *session) query(ctx context.Context, what string, statement statement, values map[string]any) (result, error) {
	text, args, err := statement.bind(s.source.dialect, values)
	if err != nil {
		return result{}, &Error{Stream: s.stream, What: what, reason: ReasonInternal, err: err}
	}
	// The server stops the statement; this is for a server that does not answer any more.
	ctx, cancel := context.WithTimeout(ctx, s.source.options.timeout+clientPatience)
	defer cancel()
	if s.source.dialect.name == SQLite {
		if text, err = s.undeclared(ctx, text, args); err != nil {
			return result{}, s.source.failure(ctx, s.stream, what, err)
		}
	}
	r, err := s.rows(ctx, text, args)
	if err != nil {
		return result{}, s.source.failure(ctx, s.stream, what, err)
	}
	return r, nil
}

const clientPatience = 5 * time.Second

func (s *session) rows(ctx context.Context, text string, args []any) (r result, err error) {
	rows, err := s.tx.QueryContext(ctx, text, args...)
	if err != nil {
		return result{}, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	types, err := rows.ColumnTypes()
	if err != nil {
		return result{}, err
	}
	places := make(map[string]int, len(types))
	for i, t := range types {
		name := strings.ToLower(t.Name())
		r.columns = append(r.columns, column{name: name, typ: t.DatabaseTypeName()})
		places[name] = i
	}
	into := make([]any, len(types))
	for rows.Next() {
		values := make([]any, len(types))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return result{}, err
		}
		r.rows = append(r.rows, row{places, values})
	}
	return r, rows.Err()
}

// undeclared hides from the SQLite driver which columns are declared as times. It would parse them, and
// what it gives does not tell any more whether the text had a zone. A unary plus changes no value.
func (s *session) undeclared(ctx context.Context, text string, args []any) (string, error) {
	empty, err := s.rows(ctx, "SELECT * FROM (\n"+text+"\n) LIMIT 0", args)
	if err != nil {
		return "", err
	}
	declared := false
	names := make([]string, len(empty.columns))
	for i, c := range empty.columns {
		quoted := `"` + strings.ReplaceAll(c.name, `"`, `""`) + `"`
		names[i] = fmt.Sprintf("+%s AS %s", quoted, quoted)
		switch strings.ToUpper(c.typ) {
		case "DATE", "DATETIME", "TIMESTAMP":
			declared = true
		}
	}
	if !declared {
		return text, nil
	}
	return "SELECT " + strings.Join(names, ", ") + " FROM (\n" + text + "\n)", nil
}
