package database

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/record"
)

// goodConfig is valid; each bad one changes it in one place.
const goodConfig = `
dsn: mysql://reader:pass@db/desk
drivers: [mysql, postgres]
timezone: Europe/Berlin
session_timezone: server
null_values: ["0000-00-00 00:00:00"]
statement_timeout: 30s
page_size: 500
vars: {prefix: ost_}
streams:
  - name: tickets
    kind: ticket
    every: 1m
    key: t.id
    query: {mysql: "SELECT t.id FROM {{ prefix }}t t WHERE {{ where }}", postgres: "SELECT id FROM t WHERE {{ where }}"}
    history: t.closed >= :since
    changes:
      - {name: entries, query: "SELECT id FROM e WHERE id > :cursor_id LIMIT :limit", start: SELECT MAX(id) FROM e, overlap: 1000}
      - {name: updated, query: "SELECT updated FROM e WHERE updated > :cursor LIMIT :limit", overlap: 10m, settle: 5s}
    open: {query: SELECT id FROM t, every: 15m}
  - {name: messages, kind: message, for_each: {stream: tickets, when: changed}, query: "SELECT id FROM m WHERE t IN (:ids)"}
  - name: surveys
    kind: survey
    query: SELECT * FROM s WHERE (a, id) > (:cursor, :cursor_id) LIMIT :limit
    cursor: {column: a, id: id, overlap: 10m, settle: 2s}
`

func parseConfig(t *testing.T, text string) Config {
	t.Helper()
	var cfg Config
	d := yaml.NewDecoder(strings.NewReader(text))
	d.KnownFields(true)
	require.NoError(t, d.Decode(&cfg))
	return cfg
}

func TestGoodConfigHasNoProblems(t *testing.T) {
	cfg := parseConfig(t, goodConfig)
	require.Empty(t, cfg.Validate())
	for _, driver := range []string{"dsn_file: /run/secrets/dsn", "dsn: postgres://reader@db/desk"} {
		cfg := parseConfig(t, strings.Replace(goodConfig, "dsn: mysql://reader:pass@db/desk", driver, 1))
		require.Empty(t, cfg.Validate(), driver)
	}
}

func TestProblems(t *testing.T) {
	for name, test := range map[string]struct{ from, to, path, message string }{
		"no dsn":                  {"dsn: mysql://reader:pass@db/desk\n", "", "dsn", "is required: give dsn_file, or dsn, such as mysql://user:password@host/database"},
		"two dsn":                 {"drivers:", "dsn_file: x\ndrivers:", "dsn_file", "dsn and dsn_file exclude each other: keep one"},
		"unknown driver":          {"mysql://reader:pass@db", "oracle://reader:pass@db", "dsn", `unknown driver "oracle": use one of mysql, postgres, sqlite`},
		"other driver":            {"mysql://reader:pass@db/desk", "sqlite:/x.db", "dsn", "the queries are written for mysql and postgres, not for sqlite"},
		"no scheme":               {"mysql://reader:pass@db/desk", "reader", "dsn", "not an address: write mysql://…, postgres://… or sqlite:…"},
		"no scheme but a secret":  {"mysql://reader:pass@db/desk", "reader pass:x@db/desk", "dsn", "not an address: write mysql://…, postgres://… or sqlite:…"},
		"no database":             {"@db/desk", "@db", "dsn", "the address names no database: write mysql://user:password@host:3306/database"},
		"escape":                  {"reader:pass@", "reader:p%zs@", "dsn", "the address cannot be read: write special characters of the password as %XX"},
		"own parameter":           {"db/desk", "db/desk?parseTime=true", "dsn", "the parameter parseTime is the exporter's own: leave it out (zones are set by timezone and session_timezone)"},
		"drivers":                 {"[mysql, postgres]", "[mysql, postgres, db2]", "drivers[2]", `unknown driver "db2": use mysql, postgres, sqlite`},
		"zone":                    {"Europe/Berlin", "Europe/Berlim", "timezone", `unknown zone "Europe/Berlim": use a name of the IANA time zone database, such as Europe/Berlin or UTC`},
		"local zone":              {"Europe/Berlin", "Local", "timezone", `unknown zone "Local": use a name of the IANA time zone database, such as Europe/Berlin or UTC`},
		"session zone":            {"session_timezone: server", "session_timezone: \"'; DROP\"", "session_timezone", `"'; DROP" is no zone: write server, an offset such as "+00:00", or a name that the server knows`},
		"page size":               {"page_size: 500", "page_size: 20000", "page_size", "20000 is out of range: write 1 to 10000 rows"},
		"variable's value":        {"ost_}", "ost-}", "vars.prefix", "the value may hold only A-Z, a-z, 0-9 and _: it becomes part of the SQL"},
		"variable's name":         {"{prefix: ost_}", "{prefix: ost_, a-b: c}", "vars.a-b", "the name may hold only letters, digits and _"},
		"engine's variable":       {"{prefix: ost_}", "{prefix: ost_, where: c}", "vars.where", "is the engine's own name: choose another"},
		"variable without value":  {"vars: {prefix: ost_}\n", "", "streams[0].query.mysql", "{{ prefix }} has no value: set it under vars"},
		"no name":                 {"- name: tickets\n    kind", "- kind", "streams[0].name", "is required"},
		"same name":               {"name: surveys", "name: messages", "streams[2].name", `there is another stream "messages": names must differ`},
		"kind":                    {"kind: survey", "kind: surveys", "streams[2].kind", `"surveys" is unknown: use one of ticket, status_change, assignment_change, priority_change, category_change, message, sla_clock, group, agent`},
		"sweep":                   {"kind: survey", "kinds: [survey, sweep]", "streams[2].kinds[1]", `"sweep" is unknown: use one of ticket, status_change, assignment_change, priority_change, category_change, message, sla_clock, group, agent`},
		"no kind":                 {"    kind: survey\n", "", "streams[2].kind", "is required, such as ticket or message"},
		"two kinds":               {"kind: survey", "kind: survey\n    kinds: [order]", "streams[2].kinds", "kind and kinds exclude each other: keep one"},
		"no where":                {"FROM {{ prefix }}t t WHERE {{ where }}", "FROM t", "streams[0].query.mysql", "must contain {{ where }}, such as … WHERE {{ where }}"},
		"no query":                {"    query: SELECT * FROM s WHERE (a, id) > (:cursor, :cursor_id) LIMIT :limit\n", "", "streams[2].query", "is required"},
		"no variant":              {"query: {mysql: \"SELECT t.id FROM {{ prefix }}t t WHERE {{ where }}\", postgres", "query: {postgres", "streams[0].query", "has no text for mysql: add mysql: …"},
		"unknown dialect":         {", postgres: \"SELECT id", ", pg: \"SELECT id", "streams[0].query.pg", `"pg" is no dialect: use mysql, postgres, sqlite`},
		"no ids":                  {"IN (:ids)", "IN (1)", "streams[1].query", "must contain :ids"},
		"unknown parameter":       {"IN (:ids)", "IN (:ids, :id)", "streams[1].query", "there is no parameter :id here (there is :ids)"},
		"no since":                {":since", "'2026-01-01'", "streams[0].history", "must contain :since"},
		"no cursor_id":            {"id > :cursor_id LIMIT :limit", "id > 1 LIMIT :limit", "streams[0].changes[0].query", "must contain :cursor_id (… WHERE id > :cursor_id) or :cursor (… WHERE updated >= :cursor)"},
		"no limit":                {"id > :cursor_id LIMIT :limit", "id > :cursor_id", "streams[0].changes[0].query", "must contain :limit"},
		"no start":                {", start: SELECT MAX(id) FROM e", "", "streams[0].changes[0].start", "is required for a feed by id: SELECT COALESCE(MAX(id), 0) FROM …"},
		"feed's name":             {"name: updated, query", "name: entries, query", "streams[0].changes[1].name", "is required, and must differ from the other feeds': positions are stored by it"},
		"overlap":                 {"overlap: 10m, settle: 5s", "overlap: soon", "streams[0].changes[1].overlap", `"soon" is neither a duration, such as 10m, nor a number of ids, such as 1000`},
		"overlap of ids":          {"overlap: 10m, settle: 5s", "overlap: 1000", "streams[0].changes[1].overlap", "1000 is a number of ids, but the rows are ordered by a time: write a duration, such as 10m"},
		"overlap of time":         {"overlap: 1000}", "overlap: 10m}", "streams[0].changes[0].overlap", "10m is a duration, but the rows are ordered by an id: write a number of ids, such as 1000"},
		"overlap too large":       {"overlap: 1000}", "overlap: 10000000}", "streams[0].changes[0].overlap", "10000000 is out of range: write 0 to 1000000 ids"},
		"settle of ids":           {"overlap: 1000}", "overlap: 1000, settle: 1s}", "streams[0].changes[0].settle", "belongs to feeds by time: leave it out"},
		"cursor without column":   {"{column: a, id: id, overlap: 10m, settle: 2s}", "{}", "streams[2].cursor.column", "is required: the result's column that orders the rows"},
		"cursor without :cursor":  {"(a, id) > (:cursor, :cursor_id)", "id > :cursor_id", "streams[2].query", "must contain :cursor"},
		"cursor without anything": {"(a, id) > (:cursor, :cursor_id)", "id > 1", "streams[2].query", "must contain :cursor or :cursor_id: without them every poll reads everything"},
		"parent":                  {"{stream: tickets, when: changed}", "{stream: ticket}", "streams[1].for_each.stream", `there is no stream "ticket"`},
		"parent is a child":       {"{stream: tickets, when: changed}", "{stream: messages}", "streams[1].for_each.stream", `"messages" is a child itself: name a stream that has no for_each`},
		"parent without tickets":  {"{stream: tickets, when: changed}", "{stream: surveys}", "streams[1].for_each.stream", `"surveys" has no tickets: name a stream of kind ticket`},
		"no parent":               {"{stream: tickets, when: changed}", "{when: changed}", "streams[1].for_each.stream", "is required: name the stream whose rows this one belongs to"},
		"when":                    {"when: changed", "when: always", "streams[1].for_each.when", `"always" is unknown: write changed, or leave it out`},
		"key and cursor":          {"key: t.id", "key: t.id\n    cursor: {column: id}", "streams[0].cursor", "key and cursor exclude each other: keep one"},
		"changes without key":     {"    cursor: {column: a", "    changes: [{name: a}]\n    cursor: {column: a", "streams[2].changes", "needs key: the expression of the row's id"},
		"no shape":                {"    cursor: {column: a, id: id, overlap: 10m, settle: 2s}\n", "", "streams[2]", "does not tell how to go on reading: give it a key (with changes), a cursor or for_each"},
		"open of a child":         {"when: changed}, query", "when: changed}, open: {query: SELECT 1}, query", "streams[1].open", "a child has no sweep: its parent's finds what vanished"},
		"every of a child":        {"when: changed}, query", "when: changed}, every: 1m, query", "streams[1].every", "a child is read with its parent: leave it out"},
		"open of surveys":         {"    cursor: {column: a", "    open: {query: SELECT 1}\n    cursor: {column: a", "streams[2].open", "belongs to streams of kind ticket"},
		"quote":                   {"SELECT MAX(id) FROM e", "SELECT 'a", "streams[0].changes[0].start", "a quote ' is not closed"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := parseConfig(t, replaceOnce(t, goodConfig, test.from, test.to))
			problems := cfg.Validate()
			require.Contains(t, problems, yamlfile.Problem{Path: test.path, Message: test.message})
			for _, p := range problems {
				require.NotContains(t, p.Error(), "pass@")
				require.NotContains(t, p.Error(), "reader")
			}
			_, err := New("desk", cfg, record.Words{}, Options{})
			require.ErrorContains(t, err, test.message)
		})
	}
}

func TestEveryProblemIsToldAtOnce(t *testing.T) {
	cfg := parseConfig(t, strings.NewReplacer("Europe/Berlin", "Nowhere", ":ids", "1", "kind: survey", "kind: odd", "10m, settle: 5s", "soon").Replace(goodConfig))
	require.Len(t, cfg.Validate(), 4)
	cfg = Config{}
	require.Len(t, cfg.Validate(), 2)
}

// With the address in a file and no drivers, only what is wrong for every database is a problem.
func TestProblemsWhereTheDatabaseIsNotKnown(t *testing.T) {
	cfg := parseConfig(t, `
dsn_file: /run/secrets/dsn
streams: [{name: g, kind: group, query: {mysql: SELECT 1, postgres: "SELECT a ? 'b'", sqlite: "SELECT ? "}}]
`)
	require.Empty(t, cfg.Validate())
	cfg = parseConfig(t, `
dsn_file: /run/secrets/dsn
streams: [{name: g, kind: group, query: "SELECT :x"}]
`)
	require.Equal(t, []yamlfile.Problem{{Path: "streams[0].query", Message: "there is no parameter :x here"}}, cfg.Validate())
}

func TestAddressInAFile(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "dsn"), []byte("sqlite:"+filepath.Join(dir, "a.db")+"\n"), 0o600))
	cfg := Config{DSNFile: "dsn", Streams: []StreamConfig{{Name: "g", Kind: record.KindGroup, Query: Query{"": "SELECT 1 AS id"}}}}
	cfg.SetDirectory(dir)
	s, err := New("desk", cfg, record.Words{}, Options{})
	require.NoError(t, err)
	identity, err := s.Identity(t.Context())
	require.NoError(t, err)
	require.Equal(t, "sqlite:"+filepath.Join(dir, "a.db"), identity)
	require.NoError(t, s.Close())

	cfg.DSNFile = filepath.Join(dir, "none")
	_, err = New("desk", cfg, record.Words{}, Options{})
	require.EqualError(t, err, "source desk: dsn_file: open "+cfg.DSNFile+": no such file or directory")
	cfg.DSNFile, cfg.Drivers = filepath.Join(dir, "dsn"), []string{MySQL}
	_, err = New("desk", cfg, record.Words{}, Options{})
	require.ErrorContains(t, err, "the queries are written for mysql, not for sqlite")
}

func TestAddresses(t *testing.T) {
	for dsn, want := range map[string]struct{ dialect, identity string }{
		"mysql://u:p%40ss@db/desk":                        {MySQL, "mysql://db:3306/desk"},
		"mariadb://u@db:3307/desk?tls=skip-verify":        {MySQL, "mysql://db:3307/desk"},
		"mysql://u:p%2Fx@unix(/run/mysqld.sock)/desk":     {MySQL, "mysql:///run/mysqld.sock/desk"},
		"mysql://unix(/run/mysqld.sock)/desk":             {MySQL, "mysql:///run/mysqld.sock/desk"},
		"mysql://u:p@[::1]:3306/desk":                     {MySQL, "mysql://[::1]:3306/desk"},
		"postgres://u:p@db/desk?sslmode=disable":          {Postgres, "postgres://db:5432/desk"},
		"postgresql://u:p@db:5433/desk":                   {Postgres, "postgres://db:5433/desk"},
		"postgres:///desk?host=/run/postgresql&user=desk": {Postgres, "postgres:///run/postgresql:5432/desk"},
		"sqlite:/var/lib/desk.db":                         {SQLite, "sqlite:/var/lib/desk.db"},
		"sqlite:///var/lib/desk.db":                       {SQLite, "sqlite:/var/lib/desk.db"},
	} {
		got, err := parseDSN(dsn)
		require.NoError(t, err, dsn)
		require.Equal(t, want.dialect, got.dialect, dsn)
		require.Equal(t, want.identity, got.identity, dsn)
	}
	for dsn, want := range map[string]string{
		"postgres://u:s3cret@db:port/desk":   "the address cannot be read",
		"postgres://u:s3cret@db/desk?port=x": "not an address of PostgreSQL",
		"mysql://u:s3cret@/desk":             "the address names no host",
		"mysql://u:s3cret@db/desk?tls=odd":   "a parameter after ? is not known",
		"mysql://u:s3cret@db/desk?timeout=x": "a parameter after ? is not known",
		"sqlite:":                            "the address names no file",
		"sqlite:x.db?mode=rw":                "takes no parameters",
	} {
		_, err := parseDSN(dsn)
		require.ErrorContains(t, err, want, dsn)
		require.NotContains(t, fmt.Sprint(err), "s3cret", dsn)
	}
	relative, err := parseDSN("sqlite:desk.db")
	require.NoError(t, err)
	require.True(t, filepath.IsAbs(strings.TrimPrefix(relative.identity, "sqlite:")))
}

func TestSecretsAreNotMarshalled(t *testing.T) {
	cfg := parseConfig(t, goodConfig)
	b, err := yaml.Marshal(cfg)
	require.NoError(t, err)
	require.NotContains(t, string(b), "pass@")
	require.Contains(t, string(b), "history: t.closed >= :since")
	again := parseConfig(t, string(b))
	require.Equal(t, cfg.Streams, again.Streams)
}
