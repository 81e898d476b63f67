package database

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// servers are the databases the integration tests run on, by dialect: the variable that holds the address
// of a superuser, and a database that is always there.
func servers() map[string]struct{ variable, database string } {
	return map[string]struct{ variable, database string }{
		MySQL:    {"HELPDESK_TEST_MYSQL_DSN", "mysql"},
		Postgres: {"HELPDESK_TEST_POSTGRES_DSN", "postgres"},
	}
}

// serverDesk makes a database of its own on the server, and removes it.
func serverDesk(t *testing.T, dialect string) *desk {
	t.Helper()
	server := servers()[dialect]
	dsn := os.Getenv(server.variable)
	require.NotEmpty(t, dsn, "%s is not set: run make test, which starts the servers", server.variable)
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	u.Path = "/" + server.database
	admin, err := parseDSN(u.String())
	require.NoError(t, err)
	db, err := admin.open()
	require.NoError(t, err)
	name := "t_" + strings.ToLower(strings.NewReplacer("/", "_", "#", "_", "-", "_").Replace(t.Name()))
	name = name[:min(len(name), 40)] + fmt.Sprint(os.Getpid())
	drop := "DROP DATABASE IF EXISTS " + name
	if dialect == Postgres {
		drop += " WITH (FORCE)"
	}
	for _, statement := range []string{drop, "CREATE DATABASE " + name} {
		_, err = db.Exec(statement)
		require.NoError(t, err)
	}
	u.Path = "/" + name
	own, err := parseDSN(u.String())
	require.NoError(t, err)
	d := &desk{t: t, dsn: u.String(), dialect: dialect}
	d.db, err = own.open()
	require.NoError(t, err)
	d.db.SetMaxOpenConns(1)
	t.Cleanup(func() {
		require.NoError(t, d.db.Close())
		_, err := db.Exec(drop)
		require.NoError(t, err)
		require.NoError(t, db.Close())
	})
	return d
}

// everywhere runs a test on each of the databases.
func everywhere(t *testing.T, test func(t *testing.T, d *desk), dialects ...string) {
	t.Helper()
	if len(dialects) == 0 {
		dialects = []string{SQLite, MySQL, Postgres}
	}
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			if dialect == SQLite {
				test(t, sqliteDesk(t))
				return
			}
			test(t, serverDesk(t, dialect))
		})
	}
}

func TestKeyedStreamOnServers(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		keyedDesk(d)
		s, l := d.source(keyedConfig), newLedger()
		l.poll(t, s, "tickets")
		require.Equal(t, []string{"1", "2", "3", "4", "5"}, l.delivered(record.KindTicket))
		require.Equal(t, []string{"10", "20", "30", "40", "50"}, l.delivered(record.KindMessage))
		require.Empty(t, l.anomalies(record.AnomalyClockSkew))

		l.poll(t, s, "tickets")
		require.Equal(t, 1, l.read("tickets"))

		d.exec(`INSERT INTO entries VALUES (51, 2, '2026-03-02 00:00:00', 'agent'); INSERT INTO events VALUES (1, 4)`)
		l.position.Want = []string{"3", "98"}
		l.poll(t, d.source(keyedConfig), "tickets")
		require.Equal(t, []string{"2", "4", "3"}, l.delivered(record.KindTicket))
		require.Equal(t, []string{"2", "4", "3", "98"}, l.asked())
	})
}
