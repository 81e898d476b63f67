package expect

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	// The driver under its database/sql name.
	_ "github.com/jackc/pgx/v5/stdlib"
	// The driver of desks in a file.
	_ "modernc.org/sqlite"
)

// Desk is a helpdesk's database on one of the servers that make test starts.
type Desk struct {
	DSN  string // as a source configuration names it
	exec func(ctx context.Context, script string) error
	drop func() error
}

// Dialects are what a desk can be loaded into.
const (
	MySQL    = "mysql"
	Postgres = "postgres"
	SQLite   = "sqlite"
)

// NewDesk makes an empty database of the given name. The servers' addresses are in the environment
// (test/bed/servers.sh); without them it fails.
func NewDesk(ctx context.Context, dialect, name string) (*Desk, error) {
	if dialect == SQLite {
		return newSQLite(name)
	}
	variable := map[string]string{MySQL: "HELPDESK_TEST_MYSQL_DSN", Postgres: "HELPDESK_TEST_POSTGRES_DSN"}[dialect]
	admin, err := url.Parse(os.Getenv(variable))
	if err != nil || admin.Host == "" {
		return nil, fmt.Errorf("%s does not name a server: run make test", variable)
	}
	if dialect == MySQL {
		return newMySQL(ctx, admin, name)
	}
	return newPostgres(ctx, admin, name)
}

func newSQLite(name string) (*Desk, error) {
	dir, err := os.MkdirTemp("", name)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "desk.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return &Desk{
		DSN:  "sqlite:" + path,
		exec: func(ctx context.Context, script string) error { _, err := db.ExecContext(ctx, script); return err },
		drop: func() error { return errors.Join(db.Close(), os.RemoveAll(dir)) },
	}, nil
}

func newMySQL(ctx context.Context, admin *url.URL, name string) (*Desk, error) {
	cfg := mysql.NewConfig()
	password, _ := admin.User.Password()
	cfg.User, cfg.Passwd, cfg.Net, cfg.Addr, cfg.MultiStatements = admin.User.Username(), password, "tcp", admin.Host, true
	server, err := sql.Open("mysql", cfg.FormatDSN())
	if err != nil {
		return nil, err
	}
	if _, err := server.ExecContext(ctx, "DROP DATABASE IF EXISTS "+name+"; CREATE DATABASE "+name); err != nil {
		return nil, errors.Join(err, server.Close())
	}
	own := cfg.Clone()
	own.DBName = name
	db, err := sql.Open("mysql", own.FormatDSN())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	at := *admin
	at.Path = "/" + name
	return &Desk{
		DSN:  at.String(),
		exec: func(ctx context.Context, script string) error { _, err := db.ExecContext(ctx, script); return err },
		drop: func() error {
			_, err := server.ExecContext(context.WithoutCancel(ctx), "DROP DATABASE "+name)
			return errors.Join(err, db.Close(), server.Close())
		},
	}, nil
}

func newPostgres(ctx context.Context, admin *url.URL, name string) (*Desk, error) {
	server, err := pgx.Connect(ctx, admin.String())
	if err != nil {
		return nil, err
	}
	for _, statement := range []string{"DROP DATABASE IF EXISTS " + name, "CREATE DATABASE " + name} {
		if _, err := server.Exec(ctx, statement); err != nil {
			return nil, errors.Join(err, server.Close(ctx))
		}
	}
	at := *admin
	at.Path = "/" + name
	db, err := pgx.Connect(ctx, at.String())
	if err != nil {
		return nil, err
	}
	return &Desk{
		DSN: at.String(),
		exec: func(ctx context.Context, script string) error {
			_, err := db.PgConn().Exec(ctx, script).ReadAll()
			return err
		},
		drop: func() error {
			ctx := context.WithoutCancel(ctx)
			err := db.Close(ctx)
			_, dropped := server.Exec(ctx, "DROP DATABASE "+name)
			return errors.Join(err, dropped, server.Close(ctx))
		},
	}, nil
}

// Load runs a file of SQL.
func (d *Desk) Load(ctx context.Context, path string) error {
	script, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := d.exec(ctx, string(script)); err != nil {
		return fmt.Errorf("load %s: %w", path, err)
	}
	return nil
}

// Drop removes the database.
func (d *Desk) Drop() error { return d.drop() }

// Once runs the exporter's once command with the clock at an instant and parses what it prints. An empty
// state is a temporary one.
func Once(ctx context.Context, binary, config, state string, at time.Time) (Exposition, error) {
	args := []string{"once", "--config.file=" + config, "--at=" + at.UTC().Format(time.RFC3339Nano)}
	if state != "" {
		args = append(args, "--state="+state)
	}
	cmd := exec.CommandContext(ctx, binary, args...)
	cmd.Dir = filepath.Dir(config) // where it makes its identity key
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, errs.String())
	}
	return Parse(&out)
}

// WriteConfig writes a configuration with one source, of a preset and with what a file of expectations
// says of it: baseline, history, timezone, session_timezone, vars, the hours of the desk, and sla=vendor for
// the clocks of the product.
func (f File) WriteConfig(dir, preset, dsn string) (string, error) {
	path := filepath.Join(dir, "helpdesk.yml")
	text := fmt.Sprintf("privacy: {key_file: %q}\nsources:\n  - name: desk\n    preset: %s\n    dsn: %q\n",
		filepath.Join(dir, "identity.key"), preset, dsn)
	for _, key := range []string{"baseline", "history", "timezone", "session_timezone"} {
		if v := f.Parameters[key]; v != "" {
			text += fmt.Sprintf("    %s: %s\n", key, v)
		}
	}
	if v := f.Parameters["vars"]; v != "" {
		text += "    vars: {" + strings.ReplaceAll(v, ":", ": ") + "}\n"
	}
	policy := ""
	if v := f.Parameters["sla"]; v != "" {
		policy = fmt.Sprintf("sla: [{name: %s, from: %s}]\n", v, v)
	}
	schedule, err := f.schedule()
	if err != nil {
		return "", err
	}
	return path, os.WriteFile(path, []byte(text+schedule+policy), 0o600)
}

// schedule is the desk's, from a parameter such as "hours=mon-fri,09:00-17:00,Europe/Berlin" and one such as
// "holiday=2026-04-06".
func (f File) schedule() (string, error) {
	hours := f.Parameters["hours"]
	if hours == "" {
		return "", nil
	}
	words := strings.Split(hours, ",")
	if len(words) != 3 {
		return "", fmt.Errorf("hours=%q: expected days, an interval and a zone", hours)
	}
	return fmt.Sprintf("    schedule: office\nschedules:\n  - name: office\n    timezone: %s\n    hours: {%s: %q}\n    holidays: {dates: {%q: holiday}}\n",
		words[2], words[0], words[1], f.Parameters["holiday"]), nil
}
