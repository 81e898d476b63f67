package database

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// What helpdesks' databases do to those who read them, one test each.

func instantOf(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		panic(err)
	}
	return t
}

// The updated column is not indexed: an append-only table names what changed, by its primary key.
func TestTrap04ChangesByPrimaryKey(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	s, l := d.source(keyedConfig), newLedger()
	l.poll(t, s, "tickets")
	d.exec(`UPDATE tickets SET state = 'open', updated = '2020-01-01 00:00:00' WHERE id = 4; INSERT INTO events VALUES (7, 4)`)
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"4"}, l.delivered(record.KindTicket), "its updated column went back, which does not matter")
	require.Equal(t, 3, l.read("tickets"), "two rows of feeds and one ticket, no scan")
}

func TestTrap05IDsAreGivenBeforeTheCommit(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	s, l := d.source(keyedConfig), newLedger()
	l.poll(t, s, "tickets")
	d.exec(`INSERT INTO entries VALUES (58, 2, '2026-03-02 00:00:00', 'agent')`)
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"2"}, l.delivered(record.KindTicket))

	d.exec(`INSERT INTO entries VALUES (55, 4, '2026-03-02 00:00:00', 'agent')`) // committed later
	s = d.source(keyedConfig)                                                    // what was seen is in the cursor
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"4"}, l.delivered(record.KindTicket))
	l.poll(t, s, "tickets")
	require.Empty(t, l.delivered(record.KindTicket))
}

// A row that commits between the start of the first poll and its end, with a lower id than the feed's
// newest, is not in the walk.
func TestTrap05DuringTheWalk(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	s, l := d.source(keyedConfig), newLedger()
	l.failAt = 2
	require.ErrorIs(t, l.try(s, "tickets"), errLedger, "the first page is stored")
	d.exec(`INSERT INTO entries VALUES (45, 1, '2026-03-02 00:00:00', 'agent')`)
	l.failAt = 0
	l.poll(t, s, "tickets")
	l.message(t, "45")
}

const warehouseConfig = `
timezone: UTC
page_size: 3
streams:
  - name: tickets
    kind: ticket
    query: SELECT id, updated AS updated_at, created AS created_at, state AS status FROM wh
      WHERE updated > :cursor OR (updated = :cursor AND id > :cursor_id) ORDER BY updated, id LIMIT :limit
    cursor: {column: updated_at, id: id, overlap: 10m, settle: 2s}
`

func warehouse(d *desk) {
	types := map[string]string{SQLite: "DATETIME", MySQL: "DATETIME(6)", Postgres: "TIMESTAMP"}
	d.exec(fmt.Sprintf(`CREATE TABLE wh (id INTEGER PRIMARY KEY, created %[1]s, updated %[1]s NULL, state VARCHAR(20))`, types[d.dialect]))
}

// put inserts or replaces a ticket of the warehouse.
func (d *desk) put(id int, updated, state string) {
	d.t.Helper()
	d.exec(fmt.Sprintf(`DELETE FROM wh WHERE id = %[1]d; INSERT INTO wh VALUES (%[1]d, '2026-03-10 08:00:00', '%[2]s', '%[3]s')`, id, updated, state))
}

func at(now *time.Time) func(*Options) {
	return func(o *Options) { o.FixedNow = now }
}

func TestTrap06TiesAndTheSecondThatIsNotOver(t *testing.T) {
	for name, config := range map[string]string{
		"expanded": warehouseConfig,
		"rows":     replaceOnce(t, warehouseConfig, "updated > :cursor OR (updated = :cursor AND id > :cursor_id)", "(updated, id) > (:cursor, :cursor_id)"),
		"times only": replaceOnce(t, warehouseConfig, "updated > :cursor OR (updated = :cursor AND id > :cursor_id)",
			"updated >= :cursor"),
	} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, d *desk) {
				warehouse(d)
				for id := 1; id <= 8; id++ {
					d.put(id, "2026-03-10 12:00:00", "open")
				}
				now := instantOf("2026-03-10T12:00:01Z")
				s, l := d.source(config, at(&now)), newLedger()
				l.poll(t, s, "tickets")
				require.Equal(t, []string{"1", "2", "3", "4", "5", "6", "7", "8"}, l.delivered(record.KindTicket), "more than a page in one second")

				// Changed within the same second, after it was read.
				d.put(3, "2026-03-10 12:00:00", "closed")
				d.put(9, "2026-03-10 12:00:00", "open")
				now = now.Add(time.Minute)
				l.poll(t, s, "tickets")
				require.Equal(t, record.StatusSolved, l.ticket(t, "3").Status)
				l.ticket(t, "9")

				// Now the second is over: what was read is not delivered again, but for what is new.
				d.put(10, "2026-03-10 11:55:00", "open") // committed late
				now = now.Add(time.Minute)
				l.poll(t, d.source(config, at(&now)), "tickets")
				require.Equal(t, []string{"10"}, l.delivered(record.KindTicket))
				l.poll(t, s, "tickets")
				require.Empty(t, l.delivered(record.KindTicket))
				d.put(1, "2026-03-10 12:03:00.250", "closed")
				now = now.Add(time.Minute)
				l.poll(t, s, "tickets")
				require.Equal(t, []string{"1"}, l.delivered(record.KindTicket))
			})
		})
	}
}

func TestTrap07RowsVanish(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	now := instantOf("2026-03-10T12:00:00Z")
	s, l := d.source(keyedConfig, at(&now)), newLedger()
	l.poll(t, s, "tickets")
	d.exec(`DELETE FROM tickets WHERE id = 5`)
	now = now.Add(time.Hour)
	l.want = map[int][]string{1: {"5"}} // the ledger knows 5 as unresolved, and the sweep has it no more
	l.poll(t, s, "tickets")
	require.Len(t, l.sweeps(), 1)
	require.Equal(t, []string{"1", "3"}, l.sweeps()[0].IDs)
	require.Equal(t, []string{"5"}, l.asked())
	require.Empty(t, l.delivered(record.KindTicket), "it does not exist any more")
}

// A restored backup gives ids again that were seen before it: to a feed whose greatest id may go back a little they
// look like any deletion.
func TestTrap07IDsComeBackAsOtherRows(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	config := strings.Replace(keyedConfig, "overlap: 10", "overlap: 10\n        deletes: true", 1)
	s, l := d.source(config), newLedger()
	l.poll(t, s, "tickets")
	d.exec(`INSERT INTO entries VALUES (51, 2, '2026-03-02 00:00:00', 'agent'); INSERT INTO entries VALUES (52, 2, '2026-03-02 00:00:00', 'agent')`)
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"2"}, l.delivered(record.KindTicket))
	d.exec(`DELETE FROM entries WHERE id > 50`)
	l.poll(t, s, "tickets")
	require.Empty(t, l.delivered(record.KindTicket))

	d.exec(`INSERT INTO entries VALUES (51, 4, '2026-03-03 00:00:00', 'customer')`)
	s = d.source(config) // what was seen is in the cursor
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"4"}, l.delivered(record.KindTicket))
	l.poll(t, s, "tickets")
	require.Empty(t, l.delivered(record.KindTicket), "once")
}

func TestTrap08ChangesThatTouchNoFeed(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	now := instantOf("2026-03-10T12:00:00Z")
	s, l := d.source(replaceOnce(t, keyedConfig, "every: 15m", "every: 15m, refresh: true"), at(&now)), newLedger()
	l.poll(t, s, "tickets")
	d.exec(`UPDATE tickets SET created = '2026-02-01 00:00:00' WHERE id IN (1, 2)`)
	now = now.Add(time.Hour)
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"1", "3", "5"}, l.delivered(record.KindTicket), "what is unresolved, again")
	require.Equal(t, instantOf("2026-02-01T00:00:00Z"), l.ticket(t, "1").CreatedAt)
}

// A stamp that survives a reopening must not be emitted: the query's CASE gives NULL, which must clear it.
func TestTrap09SolvedStampOfAnOpenTicketIsLeftOut(t *testing.T) {
	d := sqliteDesk(t)
	timesDesk(d, "DATETIME")
	d.exec(`INSERT INTO tickets VALUES (1, '2026-03-10 09:00:00', '2026-03-10 10:00:00')`)
	config := replaceOnce(t, timesConfig, "solved_at, 'closed' AS status", "CASE WHEN id = 2 THEN solved_at END AS solved_at, 'closed' AS status")
	l := newLedger()
	l.poll(t, d.source("timezone: UTC"+config), "tickets")
	require.Zero(t, l.ticket(t, "1").SolvedAt)
}

// Who answered, and whether the customer saw it, is told by columns; the engine keeps both apart.
func TestTrap10AuthorsAndVisibility(t *testing.T) {
	d := sqliteDesk(t)
	d.exec(`CREATE TABLE m (id INTEGER PRIMARY KEY, author TEXT, public INTEGER)`)
	d.exec(`INSERT INTO m VALUES (1, 'agent', 0), (2, 'bot', 1), (3, 'agent', 1), (4, 'automation', 1)`)
	s, l := d.source(`
timezone: UTC
streams:
  - name: tickets
    kind: ticket
    key: id
    query: SELECT 1 AS id, '2026-03-10 09:00:00' AS created_at, 'open' AS status FROM m WHERE id = 1 AND {{ where }}
  - name: messages
    kind: message
    for_each: {stream: tickets}
    query: SELECT id, 1 AS ticket, '2026-03-10 10:00:00' AS at, author, public FROM m WHERE 1 IN (:ids)
`), newLedger()
	l.poll(t, s, "tickets")
	for id, want := range map[string]record.Message{
		"1": {Author: record.AuthorAgent, Visibility: record.Internal},
		"2": {Author: record.AuthorBot, Visibility: record.Public},
		"3": {Author: record.AuthorAgent, Visibility: record.Public},
		"4": {Author: record.AuthorAutomation, Visibility: record.Public},
	} {
		got := l.message(t, id)
		require.Equal(t, want.Author, got.Author, id)
		require.Equal(t, want.Visibility, got.Visibility, id)
	}
}

func TestTrap11MessagesMoveOnAMerge(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	s, l := d.source(keyedConfig), newLedger()
	l.poll(t, s, "tickets")
	d.exec(`UPDATE entries SET ticket = 1 WHERE ticket = 2; INSERT INTO events VALUES (1, 1); INSERT INTO events VALUES (2, 2)`)
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"1", "2"}, l.delivered(record.KindTicket), "both whole, so that the ledger sees where it went")
	require.Equal(t, "1", l.message(t, "20").Ticket)
}

func TestTrap12StatusesAreRows(t *testing.T) {
	d := sqliteDesk(t)
	d.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, status TEXT, type TEXT)`)
	d.exec(`INSERT INTO t VALUES (1, 'Waiting for parts', 'open'), (2, 'Erledigt', 'closed'), (3, 'Odd', 'odd')`)
	s, l := d.source(`
streams:
  - {name: tickets, kind: ticket, key: id, query: "SELECT id, '2026-03-10T09:00:00Z' AS created_at, status, type AS status_type FROM t WHERE {{ where }}"}
`), newLedger()
	l.poll(t, s, "tickets")
	require.Equal(t, record.StatusOpen, l.ticket(t, "1").Status)
	require.Equal(t, record.StatusSolved, l.ticket(t, "2").Status)
	require.Equal(t, record.StatusUnknown, l.ticket(t, "3").Status)
	unmapped := l.anomalies(record.AnomalyUnmapped)
	require.Len(t, unmapped, 1)
	require.Equal(t, "tickets", unmapped[0].Stream)
}

func TestTrap13DynamicNames(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		quote := map[string]string{SQLite: `"`, MySQL: "`", Postgres: `"`}[d.dialect]
		d.exec(fmt.Sprintf(`CREATE TABLE %[1]sx7_HD Ticket%[1]s (%[1]sId%[1]s INTEGER PRIMARY KEY)`, quote))
		d.exec(fmt.Sprintf(`INSERT INTO %[1]sx7_HD Ticket%[1]s VALUES (1)`, quote))
		s, l := d.source(fmt.Sprintf(`
vars: {prefix: x7_}
streams:
  - name: tickets
    kind: ticket
    key: '%[1]sId%[1]s'
    query: SELECT %[1]sId%[1]s AS id, '2026-03-10T09:00:00Z' AS created_at, 'open' AS status FROM %[1]s{{prefix}}HD Ticket%[1]s WHERE {{ where }}
`, quote)), newLedger()
		l.poll(t, s, "tickets")
		require.Equal(t, []string{"1"}, l.delivered(record.KindTicket))
	})
}

func TestTrap14TenantsAreFilteredAndLabelled(t *testing.T) {
	d := sqliteDesk(t)
	d.exec(`CREATE TABLE t (id INTEGER PRIMARY KEY, account INTEGER)`)
	d.exec(`INSERT INTO t VALUES (1, 1), (2, 2), (3, 1)`)
	s, l := d.source(`
vars: {account: "1"}
streams:
  - {name: tickets, kind: ticket, key: id, query: "SELECT id, account AS brand, '2026-03-10T09:00:00Z' AS created_at, 'open' AS status FROM t WHERE {{ where }} AND account = {{ account }}"}
`), newLedger()
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"1", "3"}, l.delivered(record.KindTicket))
	require.Equal(t, "1", l.ticket(t, "3").Brand)
}

func TestTrap15TypesOfDrivers(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		types := map[string][3]string{
			SQLite:   {"BOOLEAN", "DATETIME", "DECIMAL(10,1)"},
			MySQL:    {"TINYINT(1)", "DATETIME(3)", "DECIMAL(10,1)"},
			Postgres: {"BOOLEAN", "TIMESTAMP(3)", "NUMERIC(10,1)"},
		}[d.dialect]
		d.exec(fmt.Sprintf(`CREATE TABLE m (id BIGINT PRIMARY KEY, public %s, at %s, reopens %s)`, types[0], types[1], types[2]))
		d.exec(`INSERT INTO m VALUES (9007199254740993, FALSE, '2026-03-10 10:00:00.125', 2.0); INSERT INTO m VALUES (9007199254740994, TRUE, '2026-03-10 11:00:00', 2)`)
		s, l := d.source(`
timezone: Europe/Berlin
streams:
  - name: tickets
    kind: ticket
    key: id
    query: SELECT id, at AS created_at, (SELECT MAX(at) FROM m) AS updated_at, (SELECT MAX(reopens) FROM m) AS reopens, (SELECT COUNT(*) FROM m) AS replies, 'open' AS status FROM m WHERE {{ where }}
  - name: messages
    kind: message
    for_each: {stream: tickets}
    query: SELECT id, id AS ticket, at, 'agent' AS author, public FROM m WHERE id IN (:ids)
`), newLedger()
		l.poll(t, s, "tickets")
		require.Equal(t, []string{"9007199254740993", "9007199254740994"}, l.delivered(record.KindTicket))
		ticket := l.ticket(t, "9007199254740993")
		require.Equal(t, instantOf("2026-03-10T09:00:00.125Z"), ticket.CreatedAt, "a column")
		require.Equal(t, instantOf("2026-03-10T10:00:00Z"), ticket.UpdatedAt, "an expression")
		require.Equal(t, 2, *ticket.Reopens)
		require.Equal(t, 2, *ticket.Replies)
		require.Equal(t, record.Internal, l.message(t, "9007199254740993").Visibility)
		require.Equal(t, record.Public, l.message(t, "9007199254740994").Visibility)
	})
}

// A SQLite column that is declared as a time may hold texts with a zone and without one.
func TestTrap15TextsOfDeclaredTimes(t *testing.T) {
	d := sqliteDesk(t)
	timesDesk(d, "DATETIME")
	d.exec(`INSERT INTO tickets VALUES (1, '2026-03-10 09:00:00', '2026-03-10T09:00:00Z');
		INSERT INTO tickets VALUES (2, '2026-03-10 09:00:00+03:00', 1773136800)`)
	l := newLedger()
	l.poll(t, d.source("timezone: Europe/Berlin"+timesConfig), "tickets")
	require.Equal(t, instantOf("2026-03-10T08:00:00Z"), l.ticket(t, "1").CreatedAt)
	require.Equal(t, instantOf("2026-03-10T09:00:00Z"), l.ticket(t, "1").SolvedAt)
	require.Equal(t, instantOf("2026-03-10T06:00:00Z"), l.ticket(t, "2").CreatedAt)
	require.Equal(t, time.Unix(1773136800, 0).UTC(), l.ticket(t, "2").SolvedAt, "seconds since 1970")
}

// Reserved words and upper case: results are read whatever the case of their names.
func TestTrap16ReservedWordsAndCase(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		quote := map[string]string{SQLite: `"`, MySQL: "`", Postgres: `"`}[d.dialect]
		d.exec(fmt.Sprintf(`CREATE TABLE %[1]sGroups%[1]s (id INTEGER PRIMARY KEY, %[1]sName%[1]s VARCHAR(20)); INSERT INTO %[1]sGroups%[1]s VALUES (1, 'VIP')`, quote))
		s, l := d.source(fmt.Sprintf(`
streams:
  - {name: groups, kind: group, query: 'SELECT id AS %[1]sID%[1]s, %[1]sName%[1]s FROM %[1]sGroups%[1]s'}
`, quote)), newLedger()
		l.poll(t, s, "groups")
		require.Equal(t, record.Group{ID: "1", Name: "VIP"}, l.records["group 1"])
	})
}
