package badinput

import (
	"net"

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
			reason: "connect", message: `stream tickets: connecting to mysql://127.0.0.1:PORT/DATABASE: dial tcp 127.0.0.1:PORT: connect: connection refused`,
		},
		{
			name: "wrong DSN no such database", dialect: postgres, unknown: true,
			spoil:  func(b *bench) { b.replace("/"+b.bad.name+"?", "/nowhere?") },
			reason: "connect", message: "stream tickets: connecting to postgres://127.0.0.1:PORT/nowhere: failed to connect to `user=<secret> database=nowhere`: 127.0.0.1:PORT (127.0.0.1): server error: FATAL: database \"nowhere\" does not exist (SQLSTATE 3D000)",
		},
		{
			name: "wrong DSN no such file", dialect: sqlite, unknown: true,
			spoil:  func(b *bench) { b.replace("bad.db", "nowhere.db") },
			reason: "connect", message: `stream tickets: connecting to sqlite:DIR/nowhere.db: unable to open database file (14)`,
		},
		{
			name: "wrong password mysql", dialect: mysql,
			spoil:  func(b *bench) { b.replace("s3cret", "s3cret-wrong") },
			reason: "auth", message: `stream tickets: connecting to mysql://127.0.0.1:PORT/DATABASE: Error 1045 (28000): Access denied for user '<secret>'@'127.0.0.1' (using password: YES)`,
		},
		{
			name: "wrong password postgres", dialect: postgres,
			spoil:  func(b *bench) { b.replace("s3cret", "s3cret-wrong") },
			reason: "auth", message: "stream tickets: connecting to postgres://127.0.0.1:PORT/DATABASE: failed to connect to `user=<secret> database=DATABASE`: 127.0.0.1:PORT (127.0.0.1): failed SASL auth: FATAL: password authentication failed for user \"<secret>\" (SQLSTATE 28P01)",
		},
		{
			name: "missing table", dialect: mysql, running: true,
			spoil:  func(b *bench) { b.bad.exec("ALTER TABLE log RENAME TO history") },
			reason: "schema", message: `stream tickets: start of change feed log: Error 1146 (42S02): Table 'DATABASE.log' doesn't exist`,
		},
		{
			name: "missing column", dialect: postgres, running: true,
			spoil: func(b *bench) {
				b.bad.exec("ALTER TABLE tickets RENAME COLUMN status TO state")
				b.bad.touch(1)
			},
			reason: "schema", message: `stream tickets: look-up: ERROR: column t.status does not exist (SQLSTATE 42703)`,
		},
		{
			name: "a missing column of a *", dialect: mysql, running: true,
			prepare: everyColumn,
			spoil: func(b *bench) {
				b.readOnce()
				b.bad.exec("ALTER TABLE tickets DROP COLUMN status")
				b.bad.touch(1)
			},
			reason: "schema", message: `stream tickets: the result has no column "status" any more: the table was changed, adapt the query`,
		},
		{
			name: "a column of the wrong type", dialect: mysql, running: true,
			spoil: func(b *bench) {
				b.bad.exec("ALTER TABLE tickets MODIFY created_at VARCHAR(40)")
				b.bad.exec("UPDATE tickets SET created_at = 'last week' WHERE id = 1")
				b.bad.touch(1)
			},
			says: "records cannot be mapped, they are held in quarantine", message: `column "created_at" of ticket 1: "last week": not a time in a known spelling`,
			shows: exporter.Samples{`helpdesk_exporter_quarantine_records{source="bad",stream="tickets"}`: "1"},
		},
		{
			name: "a time without a zone and no timezone", dialect: postgres,
			spoil: func(b *bench) {
				b.replace("    timezone: UTC\n", "")
				b.bad.touch(1)
			},
			reason: "data", message: `stream tickets: column "created_at" of ticket 1: a time without a zone: set timezone to the IANA zone that the application writes it in, such as Europe/Berlin or UTC`,
		},
		{
			name: "0000-00-00", dialect: mysql, running: true,
			spoil: func(b *bench) {
				b.bad.exec("SET SESSION sql_mode = ''")
				b.bad.exec("UPDATE tickets SET created_at = '0000-00-00 00:00:00' WHERE id = 1")
				b.bad.touch(1)
			},
			says: "records cannot be mapped, they are held in quarantine", message: `ticket 1: field "created_at": empty (column "created_at" is "0000-00-00 00:00:00.000", which is no time)`,
			shows: exporter.Samples{`helpdesk_exporter_quarantine_records{source="bad",stream="tickets"}`: "1"},
		},
		{
			name: "an unmapped status", dialect: mysql, running: true,
			spoil: func(b *bench) {
				b.bad.exec("UPDATE tickets SET status = 'Awaiting parts', updated_at = '" + old() + "' WHERE id = 1")
				b.bad.touch(1)
			},
			says: "anomaly", tells: "detail", message: `status: "Awaiting parts"`,
			changes: exporter.Samples{ // no counter; the stock tells the truth
				`helpdesk_tickets{channel="other",priority="none",source="bad",status="open"}`:    "1",
				`helpdesk_tickets{channel="other",priority="none",source="bad",status="unknown"}`: "1",
			},
			shows: exporter.Samples{`helpdesk_exporter_anomalies_total{reason="unmapped",source="bad",stream="tickets"}`: "1"},
		},
		{
			name: "a query without its cursor column", dialect: sqlite,
			spoil:  func(b *bench) { b.replace("l.seq AS cursor_id", "l.seq AS position") },
			reason: "schema", message: `stream tickets: change feed log: the result has no column "cursor_id": add it to the query`,
		},
		{
			name: "a NULL cursor", dialect: postgres, running: true,
			spoil:  func(b *bench) { b.bad.exec("INSERT INTO log VALUES (NULL, 2)") },
			reason: "data", message: `stream tickets: change feed log: column "cursor_id" of row 2 is empty: the query must leave such rows out`,
		},
		{
			name: "a column added in mid-run", dialect: postgres, running: true,
			prepare: everyColumn,
			spoil: func(b *bench) {
				b.readOnce()
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
			reason: "schema", message: `stream tickets: the result's column "colour" is no field of ticket: name it after one, or begin it with _ (fields: assignee, brand, category, channel, created_at, customer_keys, deleted, group, id, language, merged_into, origin, priority, remnant, reopens, replies, requester, solved_at, spam, status, status_type, subject, tags, topics, updated_at, voided_at)`,
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
			says: "anomaly", tells: "detail", message: `the server's clock differs from ours by 1h0m0s`,
		},
		{
			name: "a database restored from an older backup", dialect: mysql, running: true,
			spoil: func(b *bench) {
				b.bad.exec("CREATE TABLE old_tickets AS SELECT * FROM tickets")
				b.bad.exec("CREATE TABLE old_log AS SELECT * FROM log")
				b.bad.add("open")
				b.bad.add("open")
				// They count, and count once, whatever becomes of them.
				b.before = desk(b.eventually("tickets 4 and 5", func(s exporter.Samples) bool { return created(s, "bad") == 5 }))
				b.bad.exec("RENAME TABLE tickets TO lost_tickets, old_tickets TO tickets, log TO lost_log, old_log TO log")
				b.said("anomaly")
				// Work goes on after the backup: the ids come again.
				b.bad.tickets, b.bad.log = 3, 3
				b.bad.add("open")
			},
			says: "anomaly", tells: "detail", message: `the greatest id of change feed log went from 5 back to 3`,
			shows: exporter.Samples{`helpdesk_exporter_anomalies_total{reason="restored",source="bad",stream="tickets"}`: "1"},
		},
		{
			name: "another DSN under the same source name", dialect: sqlite,
			spoil: func(b *bench) {
				other := newDesk(b.t, sqlite, b.dir, "other")
				b.replace(b.bad.dsn, other.dsn)
			},
			reason: "identity", message: `another helpdesk answers under this source's name: the state holds "sqlite:DIR/bad.db", this is "sqlite:DIR/other.db"; correct its address, or give the new helpdesk a name of its own`,
		},
	}
}

// everyColumn lets the query take every column, whatever it is called.
func everyColumn(b *bench) {
	b.replace("SELECT t.id, t.created_at, t.updated_at, t.status FROM", "SELECT t.* FROM")
}
