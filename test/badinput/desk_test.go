package badinput

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"
)

// Databases a desk can be in.
const (
	mysql    = "mysql"
	postgres = "postgres"
	sqlite   = "sqlite"
)

const (
	// reader is the exporter's user on a server, secret its password.
	secret = "s3cret/pass"
	// place stands for a server's address in an expected message.
	place = "127.0.0.1:PORT"
)

// desk is a helpdesk's database: tickets, and a log of what changed.
type helpdesk struct {
	t       *testing.T
	dialect string
	db      *sql.DB
	dsn     string // of the exporter
	name    string // of the database
	reader  string
	address string
	tickets int
	log     int
}

// servers are the variables that hold the addresses of administrators.
func servers(dialect string) string {
	return map[string]string{mysql: "HELPDESK_TEST_MYSQL_DSN", postgres: "HELPDESK_TEST_POSTGRES_DSN"}[dialect]
}

func newDesk(t *testing.T, dialect, dir, name string) *helpdesk {
	t.Helper()
	d := &helpdesk{t: t, dialect: dialect}
	if dialect == sqlite {
		path := filepath.Join(dir, name+".db")
		d.dsn = "sqlite:" + path
		d.open("sqlite", path+"?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)")
	} else {
		d.create(name)
	}
	instant := map[string]string{mysql: "DATETIME(3)", postgres: "TIMESTAMP(3)", sqlite: "TEXT"}[dialect]
	d.exec(fmt.Sprintf("CREATE TABLE tickets (id INTEGER PRIMARY KEY, created_at %[1]s NULL, updated_at %[1]s NULL, status VARCHAR(30))", instant))
	d.exec("CREATE TABLE log (seq INTEGER, ticket INTEGER)")
	for _, status := range []string{"open", "open", "done"} {
		d.add(status)
	}
	if d.reader != "" {
		d.grant()
	}
	return d
}

func (d *helpdesk) open(driver, dsn string) {
	d.t.Helper()
	var err error
	d.db, err = sql.Open(driver, dsn)
	require.NoError(d.t, err)
	d.db.SetMaxOpenConns(1)
	d.t.Cleanup(func() { require.NoError(d.t, d.db.Close()) })
}

// create makes a database on the server, with a user who may read it.
func (d *helpdesk) create(name string) {
	d.t.Helper()
	variable := servers(d.dialect)
	admin, err := url.Parse(os.Getenv(variable))
	require.NoError(d.t, err)
	require.NotEmpty(d.t, admin.Host, "%s is not set: run make test, which starts the servers", variable)
	d.name = fmt.Sprintf("bad_%s_%d", name, os.Getpid())
	d.reader, d.address = "reader_"+d.name, admin.Host
	d.dsn = (&url.URL{Scheme: d.dialect, User: url.UserPassword(d.reader, secret), Host: admin.Host, Path: "/" + d.name, RawQuery: admin.RawQuery}).String()
	password, _ := admin.User.Password()
	connect := func(database string) (driver, dsn string) {
		if d.dialect == mysql {
			return "mysql", fmt.Sprintf("%s:%s@tcp(%s)/%s", admin.User.Username(), password, admin.Host, database)
		}
		own := *admin
		own.Path = "/" + database
		return "pgx", own.String()
	}
	server, err := sql.Open(connect(map[string]string{mysql: "", postgres: "postgres"}[d.dialect]))
	require.NoError(d.t, err)
	do := func(statement string) {
		_, err := server.Exec(statement)
		require.NoError(d.t, err, statement)
	}
	do("CREATE DATABASE " + d.name)
	if d.dialect == mysql {
		do(fmt.Sprintf("CREATE USER %s IDENTIFIED BY '%s'", d.reader, secret))
	} else {
		do(fmt.Sprintf("CREATE ROLE %s LOGIN PASSWORD '%s'", d.reader, secret))
	}
	d.t.Cleanup(func() {
		do("DROP DATABASE " + d.name + map[string]string{postgres: " WITH (FORCE)"}[d.dialect])
		do(map[string]string{mysql: "DROP USER ", postgres: "DROP ROLE "}[d.dialect] + d.reader)
		require.NoError(d.t, server.Close())
	})
	d.open(connect(d.name))
}

func (d *helpdesk) grant() {
	d.t.Helper()
	if d.dialect == mysql {
		d.exec("GRANT SELECT ON " + d.name + ".* TO " + d.reader)
		return
	}
	d.exec("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + d.reader)
}

func (d *helpdesk) exec(statement string) {
	d.t.Helper()
	_, err := d.db.Exec(statement)
	require.NoError(d.t, err, statement)
}

// old is an instant long before every test.
func old() string { return time.Now().UTC().Add(-10*24*time.Hour - 5*time.Hour).Format(time.DateTime) }

// add opens a ticket that is ten days old.
func (d *helpdesk) add(status string) {
	d.t.Helper()
	d.tickets++
	d.exec(fmt.Sprintf("INSERT INTO tickets (id, created_at, updated_at, status) VALUES (%d, '%[2]s', '%[2]s', '%[3]s')", d.tickets, old(), status))
	d.touch(d.tickets)
}

// touch tells the change feed of a ticket.
func (d *helpdesk) touch(ticket int) {
	d.t.Helper()
	d.log++
	d.exec(fmt.Sprintf("INSERT INTO log VALUES (%d, %d)", d.log, ticket))
}

// normal replaces in a message what differs from run to run.
func (d *helpdesk) normal(message string) string {
	if d.address == "" {
		return message
	}
	return strings.NewReplacer(d.address, place, d.name, "DATABASE").Replace(message)
}
