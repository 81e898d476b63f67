package database

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// reason asks for the word under which the poll loop counts an error.
func reason(t *testing.T, err error) string {
	t.Helper()
	var typed interface{ Reason() string }
	require.ErrorAs(t, err, &typed)
	return typed.Reason()
}

// one is a source of one list, for queries that are to fail.
func one(query string) string {
	return "statement_timeout: 1s\nstreams: [{name: groups, kind: group, query: \"" + query + "\"}]\n"
}

func TestTrap17SessionsAreReadOnly(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		d.exec(`CREATE TABLE g (id INTEGER PRIMARY KEY, name VARCHAR(20)); INSERT INTO g VALUES (1, 'a')`)
		s := d.source(one("SELECT 1 AS id"))
		for _, write := range []string{"DELETE FROM g", "INSERT INTO g VALUES (2, 'b')", "CREATE TABLE h (id INTEGER)"} {
			err := s.read(context.Background(), "groups", func(session *session) error {
				_, err := session.tx.Exec(write)
				return err
			})
			require.Equal(t, "query", reason(t, err), err)
			require.Regexp(t, "(?i)read.?only", err.Error())
		}
		err := newLedger().try(d.source(one("SELECT id, name FROM g; DELETE FROM g")), "groups")
		require.Equal(t, "query", reason(t, err), err)
		var n int
		require.NoError(t, d.db.QueryRow("SELECT COUNT(*) FROM g").Scan(&n))
		require.Equal(t, 1, n)
		require.Equal(t, 1, s.db.Stats().MaxOpenConnections)
	})
}

func TestTrap17SessionsHoldNoSnapshot(t *testing.T) {
	d := serverDesk(t, Postgres)
	s := d.source(one("SELECT 1 AS id, current_setting('transaction_isolation') AS name"))
	l := newLedger()
	require.NoError(t, s.Poll(context.Background(), "groups", record.Position{}, func(ctx context.Context, b record.Batch) (record.Answer, error) {
		require.Zero(t, s.db.Stats().InUse, "the transaction is over while a batch is delivered")
		return l.deliver(ctx, b)
	}))
	require.Equal(t, record.Group{ID: "1", Name: "read committed"}, l.records["group 1"])
}

func TestTrap18StatementsAreLimited(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		slow := map[string]string{
			MySQL:    "SELECT SLEEP(20) AS id, 'a' AS name",
			Postgres: "SELECT 1 AS id, pg_sleep(20)::text AS name",
		}[d.dialect]
		began := time.Now()
		err := newLedger().try(d.source(one(slow)), "groups")
		require.Less(t, time.Since(began), 4*time.Second, "the server stops it")
		require.Equal(t, "timeout", reason(t, err), err)
	}, MySQL, Postgres)
}

// MySQL and MariaDB name the limit differently, and count it in other units.
func TestTrap18LimitByFlavour(t *testing.T) {
	o := sessionOptions{timeout: 1500 * time.Millisecond}
	require.Contains(t, mysqlSession("10.11.19-MariaDB-0+deb12u1", o), "SET SESSION max_statement_time = 1.5")
	require.Contains(t, mysqlSession("8.4.3", o), "SET SESSION max_execution_time = 1500")
	require.NotContains(t, strings.Join(mysqlSession("8.4.3", o), " "), "time_zone")
	o.timezone = "+00:00"
	require.Contains(t, mysqlSession("8.4.3", o), "SET SESSION time_zone = '+00:00'")
}

func TestErrorsOfServersHaveReasonsAndNoCredentials(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port := closed.Addr().String()
	require.NoError(t, closed.Close())
	everywhere(t, func(t *testing.T, d *desk) {
		u, err := url.Parse(d.dsn)
		require.NoError(t, err)
		admin, _ := u.User.Password()
		role := "helpdeskreader" + strings.ToLower(d.dialect)
		if d.dialect == Postgres {
			d.exec("DROP ROLE IF EXISTS " + role)
			d.exec("CREATE ROLE " + role + " LOGIN PASSWORD 's3cret/pass'")
			t.Cleanup(func() { d.exec("DROP ROLE " + role) })
		} else {
			d.exec("CREATE OR REPLACE USER " + role + " IDENTIFIED BY 's3cret/pass'")
			t.Cleanup(func() { d.exec("DROP USER " + role) })
		}
		d.exec("CREATE TABLE g (id INTEGER PRIMARY KEY)")
		schema := "SELECT nothing AS id FROM g"
		for name, test := range map[string]struct {
			host, user, password, database, query string
			reason                                string
		}{
			"closed port":      {port, role, "s3cret/pass", u.Path, schema, "connect"},
			"no database":      {u.Host, u.User.Username(), admin, "/s3cretdatabase", schema, "connect"},
			"no table":         {u.Host, u.User.Username(), admin, u.Path, "SELECT 's3cret/pass' AS id FROM nowhere", "schema"},
			"no column":        {u.Host, u.User.Username(), admin, u.Path, schema, "schema"},
			"syntax":           {u.Host, u.User.Username(), admin, u.Path, "SELEC 1", "query"},
			"no right":         {u.Host, role, "s3cret/pass", u.Path, "SELECT id FROM g", "auth"},
			"unknown function": {u.Host, u.User.Username(), admin, u.Path, "SELECT nofunction(1) AS id", "schema"},
		} {
			t.Run(name, func(t *testing.T) {
				dsn := (&url.URL{Scheme: u.Scheme, User: url.UserPassword(test.user, test.password), Host: test.host, Path: test.database}).String()
				s := d.source("dsn: " + dsn + "\n" + one(test.query))
				err := newLedger().try(s, "groups")
				require.Error(t, err)
				require.Equal(t, test.reason, reason(t, err), err)
				for e := err; e != nil; e = errors.Unwrap(e) {
					for _, spelling := range []string{e.Error(), fmt.Sprintf("%+v", e), fmt.Sprintf("%#v", e)} {
						require.NotContains(t, spelling, role)
						if name != "no table" {
							require.NotContains(t, spelling, "s3cret/pass")
							require.NotContains(t, spelling, "s3cret%2Fpass")
						}
					}
				}
				identity, err := s.Identity(context.Background())
				require.NoError(t, err)
				require.Equal(t, u.Scheme+"://"+test.host+test.database, identity)
			})
		}
	}, MySQL, Postgres)
}

func TestWrongPasswordIsAnErrorOfAuth(t *testing.T) {
	d := serverDesk(t, MySQL)
	u, err := url.Parse(d.dsn)
	require.NoError(t, err)
	d.exec("CREATE OR REPLACE USER helpdeskwrong IDENTIFIED BY 'right'")
	t.Cleanup(func() { d.exec("DROP USER helpdeskwrong") })
	u.User = url.UserPassword("helpdeskwrong", "s3cret!")
	err = newLedger().try(d.source("dsn: "+u.String()+"\n"+one("SELECT 1 AS id")), "groups")
	require.Equal(t, "auth", reason(t, err))
	require.NotContains(t, err.Error(), "helpdeskwrong")
	require.NotContains(t, err.Error(), "s3cret!")
}

func TestErrorsOfSQLite(t *testing.T) {
	d := sqliteDesk(t)
	d.exec(`CREATE TABLE g (id INTEGER PRIMARY KEY)`)
	for name, test := range map[string]struct{ config, reason string }{
		"no file":   {"dsn: sqlite:" + filepath.Join(t.TempDir(), "none.db") + "\n" + one("SELECT 1 AS id"), "connect"},
		"no table":  {one("SELECT id FROM nowhere"), "schema"},
		"no column": {one("SELECT missing AS id FROM g"), "schema"},
		"syntax":    {one("SELEC 1"), "query"},
	} {
		t.Run(name, func(t *testing.T) {
			err := newLedger().try(d.source(test.config), "groups")
			require.Equal(t, test.reason, reason(t, err), err)
		})
	}
}

func TestCancelledPoll(t *testing.T) {
	d := sqliteDesk(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	err := d.source(one("SELECT 1 AS id")).Poll(ctx, "groups", record.Position{}, newLedger().deliver)
	require.Equal(t, "cancelled", reason(t, err))
	require.ErrorIs(t, err, context.Canceled)
}

func TestUnknownStreamsAndChildrenAreNotPolled(t *testing.T) {
	s := sqliteDesk(t).source(keyedConfig)
	for _, name := range []string{"messages", "nothing"} {
		require.Equal(t, "internal", reason(t, newLedger().try(s, name)))
	}
	l := newLedger()
	l.position.Cursor = []byte("{")
	require.Equal(t, "internal", reason(t, l.try(s, "tickets")))
}

// Through a session that was killed the next poll must come back by itself.
func TestKilledConnection(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		s, l := d.source(one("SELECT 1 AS id, 'a' AS name")), newLedger()
		l.poll(t, s, "groups")
		if d.dialect == Postgres {
			d.exec(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()`)
		} else {
			var id int64
			require.NoError(t, d.db.QueryRow(`SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()`).Scan(&id))
			d.exec(fmt.Sprintf("KILL %d", id))
		}
		if err := l.try(s, "groups"); err != nil {
			require.Equal(t, "connect", reason(t, err), err)
		}
		l.poll(t, s, "groups")
	}, MySQL, Postgres)
}

func TestApplicationNameIsTold(t *testing.T) {
	d := serverDesk(t, Postgres)
	l := newLedger()
	l.poll(t, d.source(one("SELECT 1 AS id, current_setting('application_name') AS name")), "groups")
	require.Equal(t, record.Group{ID: "1", Name: "helpdesk_exporter"}, l.records["group 1"])
}

// A column added to a table must not break statements that a driver or the server has prepared.
func TestColumnAddedOnServers(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		d.exec(`CREATE TABLE g (id INTEGER PRIMARY KEY, name VARCHAR(20)); INSERT INTO g VALUES (1, 'a')`)
		s, l := d.source(one("SELECT * FROM g")), newLedger()
		l.poll(t, s, "groups")
		d.exec(`ALTER TABLE g ADD COLUMN colour VARCHAR(20)`)
		l.poll(t, s, "groups")
		require.Equal(t, []string{"1"}, l.delivered(record.KindGroup))
	})
}

func TestRedactedErrorsAreStillRecognised(t *testing.T) {
	s := newSecrets([]string{"desk"}, []string{"s3cret"})
	err := s.redact(fmt.Errorf("user desk at helpdesk: s3cret: %w", context.Canceled))
	require.EqualError(t, err, "user <secret> at helpdesk: <secret>: context canceled")
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, errors.Unwrap(err))
	plain := errors.New("nothing to hide")
	require.Equal(t, plain, s.redact(plain))
}

func TestReasonsOfCodes(t *testing.T) {
	for code, want := range map[string]Reason{
		"57014": ReasonTimeout, "28P01": ReasonAuth, "42501": ReasonAuth, "3D000": ReasonConnect, "57P01": ReasonConnect,
		"42P01": ReasonSchema, "42601": ReasonQuery, "22007": ReasonData, "25006": ReasonQuery,
	} {
		require.Equal(t, want, postgresReason(code), code)
	}
	for number, want := range map[uint16]Reason{
		1045: ReasonAuth, 1049: ReasonConnect, 1146: ReasonSchema, 1969: ReasonTimeout, 3024: ReasonTimeout, 1064: ReasonQuery, 1292: ReasonData,
	} {
		require.Equal(t, want, mysqlReason(number), number)
	}
	for code, want := range map[int]Reason{5: ReasonTimeout, 261: ReasonTimeout, 14: ReasonConnect, 26: ReasonData, 23: ReasonAuth, 8: ReasonQuery} {
		require.Equal(t, want, sqliteReason(code, ""), code)
	}
}
