package badinput

import (
	"fmt"
	"net"
	"strings"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/exporter"
)

// sourcesGoneBad are the inputs with which the exporter runs on.
func sourcesGoneBad() []input {
	return []input{
		{
			name: "wrong DSN nobody listens", dialect: mysql, unknown: true,
			spoil: func(b *bench) {
				closed, err := net.Listen("tcp", "127.0.0.1:0")
				require.NoError(b.t, err)
				require.NoError(b.t, closed.Close())
				b.replace(b.bad.address, closed.Addr().String())
				b.bad.address = closed.Addr().String()
			},
			reason: "connect", message: "?",
		},
		{
			name: "wrong DSN no such database", dialect: postgres, unknown: true,
			spoil:  func(b *bench) { b.replace("/"+b.bad.name+"?", "/nowhere?") },
			reason: "connect", message: "?",
		},
		{
			name: "wrong DSN no such file", dialect: sqlite, unknown: true,
			spoil:  func(b *bench) { b.replace("/bad", "/nowhere/bad") },
			reason: "connect", message: "?",
		},
		{
			name: "wrong password mysql", dialect: mysql,
			spoil:  func(b *bench) { b.replace("s3cret", "s3cret-wrong") },
			reason: "auth", message: "?",
		},
		{
			name: "wrong password postgres", dialect: postgres,
			spoil:  func(b *bench) { b.replace("s3cret", "s3cret-wrong") },
			reason: "auth", message: "?",
		},
		{
			name: "missing table", dialect: mysql, running: true,
			spoil:  func(b *bench) { b.bad.exec("ALTER TABLE log RENAME TO history") },
			reason: "schema", message: "?",
		},
		{
			name: "missing column", dialect: postgres, running: true,
			spoil: func(b *bench) {
				b.bad.exec("ALTER TABLE tickets RENAME COLUMN status TO state")
				b.bad.touch(1)
			},
			reason: "schema", message: "?",
		},
		{
			name: "a missing column of a *", dialect: mysql, running: true,
			prepare: everyColumn,
			spoil: func(b *bench) {
				b.bad.exec("ALTER TABLE tickets DROP COLUMN status")
				b.bad.touch(1)
			},
			reason: "schema", message: "?",
		},
		{
			name: "a column of the wrong type", dialect: mysql, running: true,
			spoil: func(b *bench) {
				b.bad.exec("ALTER TABLE tickets MODIFY created_at VARCHAR(40)")
				b.bad.exec("UPDATE tickets SET created_at = 'last week' WHERE id = 1")
				b.bad.touch(1)
			},
			says: "record cannot be mapped, it is held in quarantine", message: "?",
			shows: exporter.Samples{`helpdesk_exporter_quarantine_records{source="bad",stream="tickets"}`: "1"},
		},
		{
			name: "a time without a zone and no timezone", dialect: postgres,
			spoil: func(b *bench) {
				b.replace("    timezone: UTC\n", "")
				b.bad.touch(1)
			},
			reason: "data", message: "?",
		},
		{
			name: "0000-00-00", dialect: mysql, running: true,
			spoil: func(b *bench) {
				b.bad.exec("SET SESSION sql_mode = ''")
				b.bad.exec("UPDATE tickets SET created_at = '0000-00-00 00:00:00' WHERE id = 1")
				b.bad.touch(1)
			},
			says: "record cannot be mapped, it is held in quarantine", message: "?",
			shows: exporter.Samples{`helpdesk_exporter_quarantine_records{source="bad",stream="tickets"}`: "1"},
		},
		{
			name: "an unmapped status", dialect: mysql, running: true,
			spoil: func(b *bench) {
				b.bad.exec("UPDATE tickets SET status = 'Awaiting parts', updated_at = '" + old() + "' WHERE id = 1")
				b.bad.touch(1)
			},
			says: "anomaly", tells: "detail", message: "?",
			shows: exporter.Samples{`helpdesk_exporter_anomalies_total{reason="unmapped",source="bad",stream="tickets"}`: "1"},
		},
		{
			name: "a query without its cursor column", dialect: sqlite,
			spoil:  func(b *bench) { b.replace("l.seq AS cursor_id", "l.seq AS position") },
			reason: "schema", message: "?",
		},
		{
			name: "a NULL cursor", dialect: postgres, running: true,
			spoil:  func(b *bench) { b.bad.exec("INSERT INTO log VALUES (NULL, 2)") },
			reason: "data", message: "?",
		},
		{
			name: "a column added in mid-run", dialect: postgres, running: true,
			prepare: everyColumn,
			spoil: func(b *bench) {
				b.bad.exec("ALTER TABLE tickets ADD COLUMN colour TEXT")
				b.bad.touch(1)
			},
			says:    "the result has a new column, which is left out until the next start and refused then: list the query's columns, instead of *",
			tells:   "column",
			message: "colour",
		},
		{
			name: "a column added in mid-run seen at the next start", dialect: postgres,
			prepare: everyColumn,
			spoil: func(b *bench) {
				b.bad.exec("ALTER TABLE tickets ADD COLUMN colour TEXT")
				b.bad.touch(1)
			},
			reason: "schema", message: "?",
		},
		{
			name: "a database clock ahead of ours", dialect: postgres,
			spoil: func(b *bench) {
				// What the exporter calls is found before the server's own.
				b.bad.exec("CREATE SCHEMA ahead")
				b.bad.exec("CREATE FUNCTION ahead.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.clock_timestamp() + interval '1 hour' $$")
				b.bad.exec("GRANT USAGE ON SCHEMA ahead TO " + b.bad.reader)
				b.bad.exec("ALTER ROLE " + b.bad.reader + " SET search_path = ahead, public, pg_catalog")
			},
			says: "anomaly", tells: "detail", message: "?",
		},
		{
			name: "a database restored from an older backup", dialect: mysql, running: true,
			spoil: func(b *bench) {
				b.bad.exec("CREATE TABLE old_tickets AS SELECT * FROM tickets")
				b.bad.exec("CREATE TABLE old_log AS SELECT * FROM log")
				b.bad.add("open")
				b.bad.add("open")
				b.eventually("tickets 4 and 5", func(s exporter.Samples) bool { return created(s, "bad") == 5 })
				b.bad.exec("RENAME TABLE tickets TO lost_tickets, old_tickets TO tickets, log TO lost_log, old_log TO log")
				b.said("anomaly")
				// Work goes on after the backup: the ids come again.
				b.bad.tickets, b.bad.log = 3, 3
				b.bad.add("open")
			},
			says: "anomaly", tells: "detail", message: "?",
			shows: exporter.Samples{`helpdesk_exporter_anomalies_total{reason="restored",source="bad",stream="tickets"}`: "1"},
		},
		{
			name: "another DSN under the same source name", dialect: sqlite,
			spoil: func(b *bench) {
				other := newDesk(b.t, sqlite, b.dir, "other")
				b.replace(b.bad.dsn, other.dsn)
			},
			reason: "identity", message: "?",
		},
	}
}

// everyColumn lets the query take every column, whatever it is called.
func everyColumn(b *bench) {
	b.replace("SELECT t.id, t.created_at, t.updated_at, t.status FROM", "SELECT t.* FROM")
}

var _ = fmt.Sprint
var _ = strings.Count
