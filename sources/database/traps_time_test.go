package database

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// timesConfig reads one table of tickets and one of messages by their keys.
const timesConfig = `
streams:
  - name: tickets
    kind: ticket
    key: id
    query: SELECT id, created_at, solved_at, 'closed' AS status FROM tickets WHERE {{ where }}
  - name: messages
    kind: message
    for_each: {stream: tickets}
    query: SELECT id, ticket, at, 'agent' AS author FROM messages WHERE ticket IN (:ids)
`

func timesDesk(d *desk, columnType string) {
	d.exec(fmt.Sprintf(`CREATE TABLE tickets (id INTEGER PRIMARY KEY, created_at %[1]s NULL, solved_at %[1]s NULL);
		CREATE TABLE messages (id INTEGER PRIMARY KEY, ticket INTEGER, at %[1]s NULL)`, columnType))
}

// A TIMESTAMP is turned by the session's zone, a DATETIME is not.
func TestTrap01SessionZone(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		d.exec(`SET SESSION time_zone = '+02:00'`)
		d.exec(`CREATE TABLE tickets (id INTEGER PRIMARY KEY, created_at TIMESTAMP NULL, solved_at DATETIME NULL);
			CREATE TABLE messages (id INTEGER PRIMARY KEY, ticket INTEGER, at DATETIME NULL);
			INSERT INTO tickets VALUES (1, '2026-03-10 09:00:00', '2026-03-10 11:00:00')`)
		for session, want := range map[string]string{"+00:00": "2026-03-10T07:00:00Z", "+02:00": "2026-03-10T09:00:00Z"} {
			l := newLedger()
			l.poll(t, d.source("timezone: UTC\nsession_timezone: \""+session+"\""+timesConfig), "tickets")
			require.Equal(t, instantOf(want), l.ticket(t, "1").CreatedAt)
			require.Equal(t, instantOf("2026-03-10T11:00:00Z"), l.ticket(t, "1").SolvedAt)
			require.Empty(t, l.anomalies(record.AnomalyClockSkew), "the server's clock does not depend on the zone")
		}
	}, MySQL)
	everywhere(t, func(t *testing.T, d *desk) {
		d.exec(`CREATE TABLE tickets (id INTEGER PRIMARY KEY, created_at TIMESTAMPTZ NULL, solved_at TIMESTAMP NULL);
			CREATE TABLE messages (id INTEGER PRIMARY KEY, ticket INTEGER, at TIMESTAMP NULL);
			INSERT INTO tickets VALUES (1, '2026-03-10 09:00:00+02', '2026-03-10 11:00:00')`)
		for _, session := range []string{"server", "+05:00", "America/New_York"} {
			l := newLedger()
			l.poll(t, d.source("timezone: Europe/Berlin\nsession_timezone: \""+session+"\""+timesConfig), "tickets")
			require.Equal(t, instantOf("2026-03-10T07:00:00Z"), l.ticket(t, "1").CreatedAt, "an instant, whatever the session")
			require.Equal(t, instantOf("2026-03-10T10:00:00Z"), l.ticket(t, "1").SolvedAt, "a civil time of Berlin")
		}
	}, Postgres)
}

func TestTrap02DaylightSaving(t *testing.T) {
	columns := map[string]string{SQLite: "DATETIME", MySQL: "DATETIME", Postgres: "TIMESTAMP"}
	everywhere(t, func(t *testing.T, d *desk) {
		timesDesk(d, columns[d.dialect])
		d.exec(`INSERT INTO tickets VALUES (1, '2026-03-29 01:00:00', '2026-03-29 06:00:00');
			INSERT INTO tickets VALUES (2, '2026-10-25 02:40:00', '2026-10-25 02:20:00');
			INSERT INTO messages VALUES (10, 1, '2026-03-29 02:30:00');
			INSERT INTO messages VALUES (19, 2, '2026-10-25 02:10:00');
			INSERT INTO messages VALUES (9, 2, '2026-10-25 02:50:00');
			INSERT INTO messages VALUES (20, 2, '2026-10-25 03:00:00')`)
		l := newLedger()
		l.poll(t, d.source("timezone: Europe/Berlin"+timesConfig), "tickets")
		first := l.ticket(t, "1")
		require.Equal(t, 4*time.Hour, first.SolvedAt.Sub(first.CreatedAt), "the hour that does not exist")
		require.Equal(t, instantOf("2026-03-29T01:30:00Z"), l.message(t, "10").At, "the gap moves forward: 03:30 in Berlin")
		second := l.ticket(t, "2")
		require.Equal(t, instantOf("2026-10-25T00:40:00Z"), second.CreatedAt)
		require.Equal(t, instantOf("2026-10-25T01:20:00Z"), second.SolvedAt, "not before it was created")
		require.Equal(t, instantOf("2026-10-25T00:50:00Z"), l.message(t, "9").At)
		require.Equal(t, instantOf("2026-10-25T01:10:00Z"), l.message(t, "19").At, "id 19 was written after id 9")
		require.Equal(t, instantOf("2026-10-25T02:00:00Z"), l.message(t, "20").At)
	})
}

// A version that went back an hour would be taken for an old one, and the ticket stay as it was.
func TestTrap02VersionsDoNotGoBack(t *testing.T) {
	d := sqliteDesk(t)
	d.exec(`CREATE TABLE tickets (id INTEGER PRIMARY KEY, updated DATETIME);
		INSERT INTO tickets VALUES (1, '2026-10-25 02:00:00')`)
	var now time.Time
	s := d.source(`
timezone: Europe/Berlin
streams:
  - name: tickets
    kind: ticket
    key: t.id
    query: SELECT t.id AS id, '2026-10-24 09:00:00' AS created_at, t.updated AS updated_at, 'open' AS status FROM tickets t WHERE {{ where }}
`, func(o *Options) { o.FixedNow = &now })
	l := newLedger()
	last := instantOf("2026-10-24T00:00:00Z")
	for _, c := range []struct{ now, shown, want string }{
		{"2026-10-25T00:50:00Z", "02:45:00", "2026-10-25T00:45:00Z"},
		{"2026-10-25T01:15:00Z", "02:10:00", "2026-10-25T01:10:00Z"},
		{"2026-10-25T01:59:00Z", "02:55:00", "2026-10-25T01:55:00Z"},
		{"2026-10-25T02:30:00Z", "03:05:00", "2026-10-25T02:05:00Z"},
	} {
		now = instantOf(c.now)
		d.exec(`UPDATE tickets SET updated = ?`, "2026-10-25 "+c.shown)
		l.poll(t, s, "tickets")
		version := l.ticket(t, "1").UpdatedAt
		require.Equal(t, instantOf(c.want), version)
		require.True(t, version.After(last))
		last = version
	}
}

func TestTrap03SentinelsAreEmpty(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		d.exec(`SET SESSION sql_mode = ''`)
		timesDesk(d, "DATETIME")
		d.exec(`INSERT INTO tickets VALUES (1, '2026-03-10 09:00:00', '0000-00-00 00:00:00');
			INSERT INTO tickets VALUES (2, '2026-03-10 09:00:00', '1970-01-01 00:00:00')`)
		l := newLedger()
		l.poll(t, d.source("timezone: UTC\nnull_values: [\"1970-01-01 00:00:00\"]"+timesConfig), "tickets")
		require.Empty(t, l.rejects())
		for _, id := range []string{"1", "2"} {
			require.Zero(t, l.ticket(t, id).SolvedAt)
		}
	}, MySQL)
	everywhere(t, func(t *testing.T, d *desk) {
		timesDesk(d, "VARCHAR(40)")
		for i, empty := range []string{"''", "'0'", "NULL", "'1970-01-01 00:00:00.000'", "'1970-01-01T00:00:00'"} {
			d.exec(fmt.Sprintf(`INSERT INTO tickets VALUES (%d, '2026-03-10 09:00:00', %s)`, i, empty))
		}
		l := newLedger()
		l.poll(t, d.source("timezone: UTC\nnull_values: [\"1970-01-01 00:00:00\"]"+timesConfig), "tickets")
		require.Empty(t, l.rejects())
		require.Len(t, l.delivered(record.KindTicket), 5)
		for _, id := range l.delivered(record.KindTicket) {
			require.Zero(t, l.ticket(t, id).SolvedAt, id)
		}
	})
	everywhere(t, func(t *testing.T, d *desk) {
		timesDesk(d, "TIMESTAMP")
		d.exec(`INSERT INTO tickets VALUES (1, '2026-03-10 09:00:00', 'infinity'); INSERT INTO tickets VALUES (2, '2026-03-10 09:00:00', '1970-01-01')`)
		l := newLedger()
		l.poll(t, d.source("timezone: UTC\nnull_values: [\"1970-01-01 00:00:00\"]"+timesConfig), "tickets")
		require.Zero(t, l.ticket(t, "1").SolvedAt)
		require.Zero(t, l.ticket(t, "2").SolvedAt)
	}, Postgres)
}
