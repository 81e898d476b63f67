package database

import (
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/record"
)

// tablesConfig reads a desk that may have history (old or new), notes and a list of who works there.
const tablesConfig = `
timezone: UTC
vars: {prefix: my_}
optional_tables:
  notes: {table: "{{ prefix }}notes", otherwise: "SELECT 0 AS id, 0 AS ticket, '' AS created WHERE 1 = 0;"}
  history: {table: history}
  staff: {table: staff}
streams:
  - name: tickets
    kind: ticket
    key: t.id
    query: SELECT t.id AS id, t.created AS created_at, t.state AS status FROM tickets t WHERE {{ where }}
    changes:
      - name: entries
        query: SELECT e.id AS cursor_id, e.ticket AS id FROM entries e WHERE e.id > :cursor_id ORDER BY e.id LIMIT :limit
        start: SELECT COALESCE(MAX(id), 0) FROM entries
      - name: history
        query: SELECT h.id AS cursor_id, h.ticket AS id FROM {{ history }} h WHERE h.id > :cursor_id ORDER BY h.id LIMIT :limit
        start: SELECT COALESCE(MAX(id), 0) FROM {{ history }}
    open: {query: "SELECT h.ticket AS id FROM {{ history }} h", every: 15m}
  - name: messages
    kind: message
    for_each: {stream: tickets}
    query: |
      SELECT CONCAT('e', e.id) AS id, e.ticket AS ticket, e.created AS at, e.author AS author FROM entries e WHERE e.ticket IN (:ids)
      UNION ALL
      SELECT CONCAT('n', n.id), n.ticket, n.created, 'agent' FROM {{ notes }} n WHERE n.ticket IN (:ids)
  - name: changes
    kind: status_change
    for_each: {stream: tickets}
    query: "SELECT h.id AS id, h.ticket AS ticket, h.created AS at, h.state AS \"to\" FROM {{ history }} h WHERE h.ticket IN (:ids)"
  - {name: agents, kind: agent, query: "SELECT s.id AS id, s.name AS name FROM {{ staff }} s"}
`

func TestOptionalTables(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		keyedDesk(d)
		var log strings.Builder
		config := tablesConfig
		if d.dialect == MySQL {
			config = strings.ReplaceAll(config, `\"to\"`, "`to`")
		}
		s := d.source(config, func(o *Options) { o.Logger = slog.New(slog.NewTextHandler(&log, nil)) })
		l, agents := newLedger(), newLedger()

		l.poll(t, s, "tickets")
		require.Equal(t, []string{"1", "2", "3", "4", "5"}, l.delivered(record.KindTicket))
		require.Equal(t, []string{"e10", "e20", "e30", "e40", "e50"}, l.delivered(record.KindMessage), "without the notes")
		require.Empty(t, l.sweeps())
		for _, b := range l.batches {
			for _, p := range b.Parts {
				require.NotEqual(t, "changes", p.Stream)
			}
		}
		agents.position.Want = []string{"7"}
		agents.poll(t, s, "agents")
		require.Len(t, agents.batches, 1, "the end of the pass")
		require.Empty(t, agents.delivered(record.KindAgent))
		l.poll(t, s, "tickets")
		require.Empty(t, l.delivered(record.KindTicket), "no second walk")
		require.Equal(t, 1, strings.Count(log.String(), "\n"), log.String())
		require.Contains(t, log.String(), `level=WARN msg="the database lacks tables, or they may not be read: what needs them is off, or read from others" `+
			`source=desk tables="history, my_notes, staff" off="feed history of stream tickets, sweep of stream tickets, stream changes, stream agents"`)

		// What was missing is there: the walk is made again, because the feed could not tell.
		log.Reset()
		d.exec(`CREATE TABLE my_notes (id INTEGER PRIMARY KEY, ticket INTEGER, created VARCHAR(40));
			CREATE TABLE history (id INTEGER PRIMARY KEY, ticket INTEGER, created VARCHAR(40), state VARCHAR(20));
			CREATE TABLE staff (id INTEGER PRIMARY KEY, name VARCHAR(20));
			INSERT INTO my_notes VALUES (7, 1, '2026-03-01 01:30:00'); INSERT INTO staff VALUES (1, 'bo');
			INSERT INTO history VALUES (8, 2, '2026-03-01 02:30:00', 'closed')`)
		l.poll(t, s, "tickets")
		require.Equal(t, []string{"1", "2", "3", "4", "5"}, l.delivered(record.KindTicket))
		require.Equal(t, []string{"e10", "n7", "e20", "e30", "e40", "e50"}, l.delivered(record.KindMessage))
		require.Equal(t, []string{"8"}, l.delivered(record.KindStatusChange))
		require.Equal(t, []string{"2"}, l.sweeps()[0].IDs)
		agents.poll(t, s, "agents")
		require.Equal(t, []string{"1"}, agents.delivered(record.KindAgent))
		d.exec(`INSERT INTO history VALUES (9, 4, '2026-03-01 04:30:00', 'closed')`)
		l.poll(t, s, "tickets")
		require.Equal(t, []string{"4"}, l.delivered(record.KindTicket), "the feed names it")
		require.Equal(t, 1, strings.Count(log.String(), "\n"), log.String())
		require.Contains(t, log.String(), `msg="all optional tables are there" source=desk`)

		log.Reset()
		d.exec("DROP TABLE staff")
		l.poll(t, s, "tickets")
		agents.poll(t, s, "agents")
		require.Empty(t, agents.delivered(record.KindAgent))
		require.Contains(t, log.String(), `tables=staff off="stream agents"`)
	})
}

// A table that the user may not read counts as missing; one of another schema is named with it.
func TestOptionalTableOfAnotherSchema(t *testing.T) {
	d := serverDesk(t, Postgres)
	keyedDesk(d)
	config := replaceOnce(t, tablesConfig, "{table: staff}", "{table: office.staff}")
	d.exec("CREATE SCHEMA office; CREATE TABLE office.staff (id INTEGER, name TEXT); INSERT INTO office.staff VALUES (3, 'cy')")
	s, l := d.source(config), newLedger()
	l.poll(t, s, "agents")
	require.Equal(t, []string{"3"}, l.delivered(record.KindAgent))

	d.exec("CREATE ROLE stranger; GRANT USAGE ON SCHEMA office TO stranger")
	t.Cleanup(func() { d.exec("RESET ROLE; DROP OWNED BY stranger; DROP ROLE stranger") })
	var readable bool
	d.exec("SET ROLE stranger")
	require.NoError(t, d.db.QueryRow(s.dialect.table, "office.staff").Scan(&readable))
	require.False(t, readable)
	d.exec("RESET ROLE; GRANT SELECT (id) ON office.staff TO stranger; SET ROLE stranger")
	require.NoError(t, d.db.QueryRow(s.dialect.table, "office.staff").Scan(&readable))
	require.True(t, readable, "some of its columns")
}

func TestProblemsOfOptionalTables(t *testing.T) {
	good := "dsn: sqlite:/x.db\n" + tablesConfig
	cfg := parseConfig(t, good)
	require.Empty(t, cfg.Validate())
	for name, test := range map[string]struct{ from, to, path, message string }{
		"name":          {"  staff: {table", "  staff-a: {table", "optional_tables.staff-a", "the name may hold only letters, digits and _"},
		"own name":      {"  staff: {table", "  where: {table", "optional_tables.where", "is the engine's own name: choose another"},
		"variable":      {"  staff: {table", "  prefix: {table", "optional_tables.prefix", "there is a variable prefix in vars: choose another name"},
		"no table":      {"{table: staff}", "{}", "optional_tables.staff.table", `"" is no table: write its name, or schema.name, in letters, digits and _`},
		"SQL":           {"{table: staff}", "{table: staff s}", "optional_tables.staff.table", `"staff s" is no table: write its name, or schema.name, in letters, digits and _`},
		"table's value": {`"{{ prefix }}notes"`, `"{{ pre }}notes"`, "optional_tables.notes.table", "{{ pre }} has no value: set it under vars"},
		"parameter":     {"WHERE 1 = 0;", "WHERE id IN (:ids);", "optional_tables.notes.otherwise", "there is no parameter :ids here"},
		"no variant":    {`"SELECT 0 AS id, 0 AS ticket, '' AS created WHERE 1 = 0;"`, "{mysql: SELECT 1}", "optional_tables.notes.otherwise", "has no text for sqlite: add sqlite: …"},
		"unknown":       {"{{ staff }}", "{{ stuff }}", "streams[3].query", "{{ stuff }} has no value: set it under vars"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := parseConfig(t, replaceOnce(t, good, test.from, test.to))
			require.Contains(t, cfg.Validate(), yamlfile.Problem{Path: test.path, Message: test.message})
		})
	}
}
