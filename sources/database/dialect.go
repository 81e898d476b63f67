package database

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Dialects, as drivers, queries per dialect and addresses name them.
const (
	MySQL    = "mysql"
	Postgres = "postgres"
	SQLite   = "sqlite"
)

// dialect is what differs from one database to the next.
type dialect struct {
	name string

	// How SQL is written.
	hashComments bool // "#" begins a comment, and "--" only before white space
	backslashes  bool // \ escapes inside strings
	dollarQuotes bool // $tag$ … $tag$, E'…', nested comments, $1
	brackets     bool // [name]

	// clock is a query for the server's time in UTC, whatever the session's zone is.
	clock string
	// table is a query for whether a table is there and may be read by this user, by its schema (empty for
	// the session's own) and its name; PostgreSQL takes both as one text and reads it as it does in a query.
	table string
	// session prepares a transaction, before or inside it.
	session func(v version, o sessionOptions) []string
	inside  bool // session statements belong inside the transaction
}

type sessionOptions struct {
	timeout  time.Duration
	timezone string // empty leaves the server's
}

// version of the server, where statements depend on it.
type version string

func (v version) mariaDB() bool { return strings.Contains(strings.ToLower(string(v)), "mariadb") }

// dialectOf returns the dialect of a name; false where there is none.
func dialectOf(name string) (dialect, bool) {
	switch name {
	case MySQL:
		return dialect{
			name: MySQL, hashComments: true, backslashes: true,
			clock:   "SELECT CAST(UTC_TIMESTAMP(6) AS CHAR)",
			table:   "SELECT COUNT(*) > 0 FROM information_schema.tables WHERE table_schema = COALESCE(NULLIF(?, ''), DATABASE()) AND table_name = ?",
			session: mysqlSession,
		}, true
	case Postgres:
		return dialect{
			name: Postgres, dollarQuotes: true,
			clock:   "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')",
			table:   "SELECT COALESCE(has_any_column_privilege(to_regclass($1)::oid, 'SELECT'), false)",
			session: postgresSession, inside: true,
		}, true
	case SQLite:
		return dialect{
			name: SQLite, brackets: true,
			clock:   "SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')",
			table:   "SELECT COUNT(*) > 0 FROM pragma_table_list WHERE schema = COALESCE(NULLIF(?, ''), 'main') AND name = ? COLLATE NOCASE",
			session: func(version, sessionOptions) []string { return nil },
		}, true
	}
	return dialect{}, false
}

func dialects() []string { return []string{MySQL, Postgres, SQLite} }

func (d dialect) placeholder(n int) string {
	if d.name == Postgres {
		return "$" + strconv.Itoa(n)
	}
	return "?"
}

// argument prepares a value for the driver. PostgreSQL gets text, which the server reads as the type it
// expects there; the others compare by the type that is sent, so that a number stays one.
func (d dialect) argument(v any) any {
	if d.name != Postgres || v == nil {
		return v
	}
	return text(v)
}

// mysqlSession: the limit of a statement has a name, and a unit, in MySQL and another in MariaDB.
func mysqlSession(v version, o sessionOptions) []string {
	limit := fmt.Sprintf("SET SESSION max_execution_time = %d", o.timeout.Milliseconds())
	if v.mariaDB() {
		limit = fmt.Sprintf("SET SESSION max_statement_time = %g", o.timeout.Seconds())
	}
	statements := []string{
		limit,
		// MariaDB ends a transaction before it changes a table: the next one must be read-only too.
		"SET SESSION TRANSACTION READ ONLY",
		fmt.Sprintf("SET SESSION lock_wait_timeout = %d", max(1, int(o.timeout.Seconds()))),
	}
	if o.timezone != "" {
		statements = append(statements, "SET SESSION time_zone = '"+o.timezone+"'")
	}
	return statements
}

// postgresSession sets what lasts for the transaction only, so that it also works through a pooler.
func postgresSession(_ version, o sessionOptions) []string {
	ms := o.timeout.Milliseconds()
	statements := []string{
		fmt.Sprintf(
			"SELECT set_config('statement_timeout', '%d', true), set_config('lock_timeout', '%d', true), "+
				"set_config('idle_in_transaction_session_timeout', '%d', true)", ms, ms, 2*ms),
		// Short queries over many rows: compiling them takes longer than running them. Unknown before version 11.
		"SELECT set_config('jit', 'off', true) FROM pg_settings WHERE name = 'jit'",
	}
	if o.timezone != "" {
		// In PostgreSQL a bare offset means west of Greenwich; an interval means east, as everywhere else.
		zone := "'" + o.timezone + "'"
		if strings.ContainsAny(o.timezone, "+-") && !strings.Contains(o.timezone, "/") {
			zone = "INTERVAL '" + o.timezone + "' HOUR TO MINUTE"
		}
		statements = append(statements, "SET LOCAL TIME ZONE "+zone)
	}
	return statements
}
