package slalive

import (
	"context"
	"errors"
	"fmt"
	"net/url"
)

// Reader is the database user of an exporter. A desk that shuts it out is down for the exporter, and works for the
// people.
type Reader struct {
	desk *Desk
	name string
	// DSN is the desk's address for it.
	DSN string
}

// password is a reader's.
const password = "reads-only"

// NewReader makes a user that may read the desk and nothing more. dsn is the desk's address.
func (d *Desk) NewReader(ctx context.Context, dsn, name string) (*Reader, error) {
	at, err := url.Parse(dsn)
	if err != nil {
		return nil, err
	}
	at.User = url.UserPassword(name, password)
	r := &Reader{desk: d, name: name, DSN: at.String()}
	return r, r.exec(ctx,
		"CREATE ROLE %s LOGIN PASSWORD '"+password+"'",
		"GRANT USAGE ON SCHEMA public TO %s",
		"GRANT SELECT ON ALL TABLES IN SCHEMA public TO %s")
}

// ShutOut ends the user's sessions, and refuses it new ones.
func (r *Reader) ShutOut(ctx context.Context) error {
	return r.exec(ctx, "ALTER ROLE %s NOLOGIN", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '%s'")
}

// LetIn lets the user in again.
func (r *Reader) LetIn(ctx context.Context) error { return r.exec(ctx, "ALTER ROLE %s LOGIN") }

// Drop removes the user.
func (r *Reader) Drop(ctx context.Context) error {
	return errors.Join(r.ShutOut(ctx), r.exec(ctx, "DROP OWNED BY %s", "DROP ROLE %s"))
}

func (r *Reader) exec(ctx context.Context, statements ...string) error {
	for _, statement := range statements {
		if _, err := r.desk.db.ExecContext(ctx, fmt.Sprintf(statement, r.name)); err != nil {
			return fmt.Errorf("user %s: %w", r.name, err)
		}
	}
	return nil
}
