package database

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

const openRows = `    open: {query: "SELECT id, created AS created_at, updated AS updated_at, state AS status FROM wh WHERE state = 'open'", every: 1h}
`

func TestOrderedStreamSweepsWithWholeRows(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		warehouse(d)
		for id := 1; id <= 4; id++ {
			d.put(id, fmt.Sprintf("2026-03-0%d 12:00:00", id), "open")
		}
		now := instantOf("2026-03-10T12:00:00Z")
		s, l := d.source(warehouseConfig+openRows, at(&now)), newLedger()
		l.position.Since = instantOf("2026-03-03T00:00:00Z")
		l.poll(t, s, "tickets")
		require.Equal(t, []string{"3", "4", "1", "2", "3", "4"}, l.delivered(record.KindTicket), "since then, and what is open")
		require.Equal(t, []string{"1", "2", "3", "4"}, l.sweeps()[0].IDs)

		d.put(2, "2026-01-01 00:00:00", "closed") // without touching the updated column's order
		d.exec(`DELETE FROM wh WHERE id = 1`)
		now = now.Add(time.Hour)
		l.want = map[int][]string{2: {"1", "2"}}
		l.poll(t, s, "tickets")
		require.Equal(t, []string{"3", "4"}, l.sweeps()[0].IDs)
		require.Equal(t, []string{"1", "2"}, l.asked())
		require.Equal(t, []string{"3", "4", "2"}, l.delivered(record.KindTicket), "the open ones and the one that was asked for")
		require.Equal(t, record.StatusSolved, l.ticket(t, "2").Status)
		l.want = nil
		l.poll(t, s, "tickets")
		require.Len(t, l.batches, 1)
	})
}

func TestOrderedStreamByID(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		d.exec(`CREATE TABLE c (id INTEGER PRIMARY KEY, made VARCHAR(40))`)
		for id := 1; id <= 7; id++ {
			d.exec(fmt.Sprintf(`INSERT INTO c VALUES (%d, '2026-03-10 12:00:00')`, 2*id))
		}
		config := `
timezone: UTC
page_size: 3
streams:
  - name: orders
    kind: order
    query: SELECT id, made AS at, '1.50' AS amount, 'EUR' AS currency FROM c WHERE id > :cursor ORDER BY id LIMIT :limit
    cursor: {column: id, overlap: 6}
`
		s, l := d.source(config), newLedger()
		l.poll(t, s, "orders")
		require.Equal(t, []string{"2", "4", "6", "8", "10", "12", "14"}, l.delivered(record.KindOrder))
		d.exec(`INSERT INTO c VALUES (9, '2026-03-10 12:00:00'); INSERT INTO c VALUES (3, '2026-03-10 12:00:00'); INSERT INTO c VALUES (15, '2026-03-10 12:00:00')`)
		l.poll(t, d.source(config), "orders")
		require.Equal(t, []string{"9", "15"}, l.delivered(record.KindOrder), "3 lies behind the overlap")
	})
}

func TestOrderedStreamLosesNothingWhenDeliveryFails(t *testing.T) {
	for failAt := 1; failAt <= 4; failAt++ {
		d := sqliteDesk(t)
		warehouse(d)
		for id := 1; id <= 8; id++ {
			d.put(id, fmt.Sprintf("2026-03-0%d 12:00:00", id), "open")
		}
		l := newLedger()
		l.failAt = failAt
		require.ErrorIs(t, l.try(d.source(warehouseConfig), "tickets"), errLedger)
		l.failAt = 0
		l.poll(t, d.source(warehouseConfig), "tickets")
		for id := 1; id <= 8; id++ {
			l.ticket(t, fmt.Sprint(id))
		}
	}
}

// In autumn the updated column shows the same hour twice; what is written in its second run sorts below
// what was read already.
func TestCursorWhenTheClockIsPutBack(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		warehouse(d)
		d.put(1, "2026-10-25 02:55:00", "open")
		now := instantOf("2026-10-25T00:56:00Z")
		config := strings.Replace(warehouseConfig, "timezone: UTC", "timezone: Europe/Berlin", 1)
		s, l := d.source(config, at(&now)), newLedger()
		l.poll(t, s, "tickets")
		require.Equal(t, []string{"1"}, l.delivered(record.KindTicket))

		for minute, id := range map[string]int{"02:03:00": 2, "02:44:00": 3} {
			d.put(id, "2026-10-25 "+minute, "open")
		}
		now = instantOf("2026-10-25T01:45:00Z")
		l.poll(t, s, "tickets")
		require.Equal(t, []string{"2", "3"}, l.delivered(record.KindTicket))
		l.poll(t, s, "tickets")
		require.Empty(t, l.delivered(record.KindTicket))
		d.put(4, "2026-10-25 03:01:00", "open")
		now = instantOf("2026-10-25T02:02:00Z")
		l.poll(t, s, "tickets")
		require.Equal(t, []string{"4"}, l.delivered(record.KindTicket))
	})
}

func TestCursorOfSecondsAndOfInstants(t *testing.T) {
	for name, test := range map[string]struct{ typ, first, late, next, config string }{
		"seconds":  {"BIGINT", "1773144000", "1773143700", "1773144600", ""},
		"instants": {"TIMESTAMPTZ", "'2026-03-10 14:00:00+02'", "'2026-03-10 11:55:00+00'", "'2026-03-10 12:10:00+00'", ""},
		"zulu":     {"VARCHAR(40)", "'2026-03-10T12:00:00Z'", "'2026-03-10T11:55:00Z'", "'2026-03-10T12:10:00Z'", ""},
	} {
		dialects := map[string][]string{"instants": {Postgres}}[name]
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, d *desk) {
				d.exec(`CREATE TABLE wh (id INTEGER PRIMARY KEY, created VARCHAR(40), updated ` + test.typ + `, state VARCHAR(20))`)
				insert := func(id int, updated string) {
					d.exec(fmt.Sprintf(`INSERT INTO wh VALUES (%d, '2026-03-10 08:00:00', %s, 'open')`, id, updated))
				}
				insert(1, test.first)
				now := instantOf("2026-03-10T12:01:00Z")
				s, l := d.source(warehouseConfig, at(&now)), newLedger()
				l.poll(t, s, "tickets")
				require.Equal(t, instantOf("2026-03-10T12:00:00Z"), l.ticket(t, "1").UpdatedAt)
				insert(2, test.late)
				l.poll(t, d.source(warehouseConfig, at(&now)), "tickets")
				require.Equal(t, []string{"2"}, l.delivered(record.KindTicket))
				insert(3, test.next)
				now = instantOf("2026-03-10T12:11:00Z")
				l.poll(t, s, "tickets")
				require.Equal(t, []string{"3"}, l.delivered(record.KindTicket))
			}, dialects...)
		})
	}
}

func TestTimeFarAheadDoesNotCarryTheCursorAway(t *testing.T) {
	d := sqliteDesk(t)
	warehouse(d)
	d.put(1, "2037-01-01 00:00:00", "open")
	now := instantOf("2026-03-10T12:00:00Z")
	s, l := d.source(warehouseConfig, at(&now)), newLedger()
	l.poll(t, s, "tickets")
	d.put(2, "2026-03-10 12:00:30", "open")
	now = now.Add(time.Minute)
	l.poll(t, s, "tickets")
	require.Equal(t, []string{"2"}, l.delivered(record.KindTicket))
}

// A keyed stream that follows its own updated column.
func TestKeyedStreamFollowsATimeFeed(t *testing.T) {
	for name, start := range map[string]string{"start": "        start: SELECT MAX(updated) FROM wh\n", "no start": ""} {
		t.Run(name, func(t *testing.T) {
			everywhere(t, func(t *testing.T, d *desk) {
				warehouse(d)
				d.put(1, "2026-03-10 12:00:00", "open")
				d.put(2, "2026-03-10 11:59:00", "closed")
				now := instantOf("2026-03-10T12:01:00Z")
				config := `
timezone: UTC
page_size: 2
streams:
  - name: tickets
    kind: ticket
    key: id
    query: SELECT id, updated AS updated_at, created AS created_at, state AS status FROM wh WHERE {{ where }}
    changes:
      - name: updated
        query: SELECT updated AS cursor, id FROM wh WHERE updated >= :cursor ORDER BY updated, id LIMIT :limit
        overlap: 10m
` + start
				if d.dialect == MySQL {
					config = strings.Replace(config, "updated AS cursor", "updated AS `cursor`", 1)
				}
				s, l := d.source(config, at(&now)), newLedger()
				l.poll(t, s, "tickets")
				require.Equal(t, []string{"1", "2"}, l.delivered(record.KindTicket))
				l.poll(t, d.source(config, at(&now)), "tickets")
				require.Empty(t, l.delivered(record.KindTicket))
				d.put(3, "2026-03-10 11:58:00", "open")
				d.put(2, "2026-03-10 12:01:30", "open")
				now = now.Add(time.Minute)
				l.poll(t, d.source(config, at(&now)), "tickets")
				require.ElementsMatch(t, []string{"3", "2"}, l.delivered(record.KindTicket))
				l.poll(t, d.source(config, at(&now)), "tickets")
				require.Empty(t, l.delivered(record.KindTicket))
			})
		})
	}
}

func TestErrorsOfTheResult(t *testing.T) {
	for name, test := range map[string]struct{ config, reason, want string }{
		"no id": {
			replaceOnce(t, warehouseConfig, "SELECT id, updated", "SELECT id AS _id, updated"), "schema",
			`stream tickets: query: the result has no column "id": add it to the query`,
		},
		"no cursor": {
			replaceOnce(t, warehouseConfig, "updated AS updated_at,", ""), "schema",
			`stream tickets: query: the result has no column "updated_at": add it to the query`,
		},
		"misspelt": {
			replaceOnce(t, warehouseConfig, "state AS status", "state AS statsu"), "schema",
			`stream tickets: the result's column "statsu" is no field of ticket: name it after one, or begin it with _`,
		},
		"empty cursor": {
			replaceOnce(t, warehouseConfig, "updated AS updated_at", "NULLIF(id, 2) AS updated_at"), "data",
			`stream tickets: query: column "updated_at" of row 2 is empty: the query must leave such rows out`,
		},
		"no zone": {
			replaceOnce(t, warehouseConfig, "timezone: UTC", ""), "data",
			`stream tickets: query: column "updated_at" of row 1: a time without a zone: set timezone`,
		},
		"odd time": {replaceOnce(t, warehouseConfig, "updated AS updated_at", "'soon' AS updated_at"), "data", `column "updated_at" of row 1`},
		"open without id": {
			warehouseConfig + "    open: {query: SELECT state FROM wh}\n", "schema",
			`stream tickets: open: the result has no column "id": add it to the query`,
		},
		"not ascending": {
			replaceOnce(t, keyedConfig, "FROM entries e WHERE e.id > :cursor_id ORDER BY e.id", "FROM entries e WHERE e.id > :cursor_id ORDER BY e.id DESC"), "schema",
			`stream tickets: change feed entries: rows do not ascend by "cursor_id": add ORDER BY to the query`,
		},
		"feed without id": {
			replaceOnce(t, keyedConfig, "e.ticket AS id FROM entries", "e.ticket FROM entries"), "schema",
			`stream tickets: change feed entries: the result has no column "id": add it to the query`,
		},
		"feed without cursor": {
			replaceOnce(t, keyedConfig, "e.id AS cursor_id,", ""), "schema",
			`stream tickets: change feed entries: the result has no column "cursor_id": add it to the query`,
		},
		"feed by text": {
			replaceOnce(t, keyedConfig, "e.id AS cursor_id,", "'a' AS cursor_id,"), "data",
			`stream tickets: change feed entries: column "cursor_id" is "a", not a whole number`,
		},
		"child without ticket": {
			replaceOnce(t, keyedConfig, "e.ticket AS ticket,", ""), "schema",
			`stream messages: the result has no column "ticket": add it to the query`,
		},
		"child without zone": {
			replaceOnce(t, keyedConfig, "timezone: UTC", ""), "data",
			`stream tickets: column "created_at" of ticket 1: a time without a zone: set timezone`,
		},
		"key is not id": {replaceOnce(t, keyedConfig, "t.id AS id", "1 AS id"), "schema", `column "id" must be the key "t.id"`},
	} {
		t.Run(name, func(t *testing.T) {
			d := sqliteDesk(t)
			keyedDesk(d)
			d.exec(`CREATE TABLE wh (id INTEGER PRIMARY KEY, created TEXT, updated TEXT, state TEXT);
				INSERT INTO wh VALUES (1, '2026-03-10 08:00:00', '2026-03-10 12:00:00', 'open');
				INSERT INTO wh VALUES (2, '2026-03-10 08:00:00', '2026-03-10 12:00:00', 'open')`)
			s, l := d.source(test.config), newLedger()
			err := l.try(s, "tickets")
			if err == nil { // what is only read once something changed
				d.exec(`INSERT INTO entries VALUES (51, 1, '2026-03-02 00:00:00', 'agent'); INSERT INTO entries VALUES (52, 1, '2026-03-02 00:00:00', 'agent')`)
				err = l.try(s, "tickets")
			}
			require.ErrorContains(t, err, test.want)
			require.Equal(t, test.reason, reason(t, err))
		})
	}
}

func TestOneQueryMayGiveSeveralKinds(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	config := keyedConfig + `
  - name: history
    kinds: [status_change, assignment_change]
    for_each: {stream: tickets}
    query: |
      SELECT 1 AS id, 'status_change' AS kind, 1 AS ticket, '2026-03-01 05:00:00' AS at, 'open' AS "to", NULL AS agent UNION ALL
      SELECT 2, 'assignment_change', 1, '2026-03-01 05:00:00', NULL, '7' UNION ALL
      SELECT 3, 'message', 1, '2026-03-01 05:00:00', NULL, '7' UNION ALL
      SELECT 4, NULL, 1, '2026-03-01 05:00:00', NULL, '7' FROM tickets WHERE id IN (:ids) AND id = 1
`
	l := newLedger()
	l.poll(t, d.source(config), "tickets")
	at, seven := instantOf("2026-03-01T05:00:00Z"), "7"
	require.Equal(t, record.StatusChange{ID: "1", Ticket: "1", At: at, To: record.StatusOpen}, l.records["status_change 1"])
	require.Equal(t, record.AssignmentChange{ID: "2", Ticket: "1", At: at, Agent: &seven}, l.records["assignment_change 2"])
	require.ErrorContains(t, l.rejects()[0].Err, `kind "message" is not one of the stream's`)
}

// Nothing is there at the first poll: what comes later is all read.
func TestEmptyDesk(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		warehouse(d)
		d.exec(keyedSchema)
		now := instantOf("2026-03-10T12:00:00Z")
		feed := "updated AS cursor"
		if d.dialect == MySQL {
			feed = "updated AS `cursor`" // a reserved word there
		}
		for name, config := range map[string]string{
			"ordered": warehouseConfig + openRows,
			"keyed": `
timezone: UTC
streams:
  - name: tickets
    kind: ticket
    key: id
    query: SELECT id, updated AS updated_at, created AS created_at, state AS status FROM wh WHERE {{ where }}
    changes:
      - {name: updated, query: "SELECT ` + feed + `, id FROM wh WHERE updated >= :cursor ORDER BY updated, id LIMIT :limit", overlap: 10m}
      - {name: started, query: "SELECT ` + feed + `, id FROM wh WHERE updated >= :cursor ORDER BY updated, id LIMIT :limit", overlap: 10m, start: SELECT MAX(updated) FROM wh}
`,
		} {
			t.Run(name, func(t *testing.T) {
				l := newLedger()
				for range 2 {
					l.poll(t, d.source(config, at(&now)), "tickets")
					require.Empty(t, l.delivered(record.KindTicket))
				}
				now = now.Add(time.Minute)
				d.put(1, now.Add(-5*time.Second).Format(time.DateTime), "open")
				l.poll(t, d.source(config, at(&now)), "tickets")
				require.Equal(t, []string{"1"}, l.delivered(record.KindTicket))
				l.poll(t, d.source(config, at(&now)), "tickets")
				require.Empty(t, l.delivered(record.KindTicket))
				d.exec(`DELETE FROM wh`)
			})
		}
		l := newLedger()
		l.poll(t, d.source(keyedConfig), "tickets")
		d.exec(`INSERT INTO tickets VALUES (1, '2026-03-10 12:00:00', '2026-03-10 12:00:00', 'open'); INSERT INTO entries VALUES (1, 1, '2026-03-10 12:00:00', 'customer')`)
		l.poll(t, d.source(keyedConfig), "tickets")
		require.Equal(t, []string{"1"}, l.delivered(record.KindTicket))
		require.Equal(t, []string{"1"}, l.delivered(record.KindMessage))
	})
}

// Keys that look like numbers but are texts stay texts.
func TestKeysOfText(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		d.exec(`CREATE TABLE tk (id VARCHAR(20) PRIMARY KEY); CREATE TABLE fd (id INTEGER PRIMARY KEY, ticket VARCHAR(20))`)
		for _, id := range []string{"007", "7", "10", "a'b", "HD-1"} {
			d.exec("INSERT INTO tk VALUES ('" + strings.ReplaceAll(id, "'", "''") + "')")
		}
		config := `
page_size: 2
streams:
  - name: tickets
    kind: ticket
    key: id
    query: SELECT id, '2026-03-10T12:00:00Z' AS created_at, 'open' AS status FROM tk WHERE {{ where }}
    changes: [{name: f, query: "SELECT id AS cursor_id, ticket AS id FROM fd WHERE id > :cursor_id ORDER BY id LIMIT :limit", start: SELECT MAX(id) FROM fd}]
`
		l := newLedger()
		l.poll(t, d.source(config), "tickets")
		require.ElementsMatch(t, []string{"007", "10", "7", "a'b", "HD-1"}, l.delivered(record.KindTicket))
		d.exec(`INSERT INTO fd VALUES (1, '007')`)
		l.position.Want = []string{"7", "10"}
		l.poll(t, d.source(config), "tickets")
		require.ElementsMatch(t, []string{"007", "7", "10"}, l.delivered(record.KindTicket))
	})
}

func TestManyTicketsAreLookedUpInChunks(t *testing.T) {
	d := sqliteDesk(t)
	keyedDesk(d)
	config := replaceOnce(t, keyedConfig, "page_size: 4", "page_size: 2000")
	l := newLedger()
	l.poll(t, d.source(config), "tickets")
	d.exec(`INSERT INTO tickets SELECT 100 + value, '2026-03-10 12:00:00', '2026-03-10 12:00:00', 'open' FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 1200) SELECT value FROM n)`)
	d.exec(`INSERT INTO events SELECT id, id FROM tickets WHERE id > 100`)
	l.failAt = 2
	require.ErrorIs(t, l.try(d.source(config), "tickets"), errLedger)
	require.Nil(t, l.batches[0].Cursor, "the feed's page is not over")
	l.failAt = 0
	l.poll(t, d.source(config), "tickets")
	require.Len(t, l.delivered(record.KindTicket), 1200)
	for _, b := range l.batches {
		require.LessOrEqual(t, len(b.Asked), maxIDs)
	}
}
