// Package database reads helpdesks through SQL: PostgreSQL, MySQL and MariaDB, SQLite. Queries name their
// result columns after the canonical fields; the package knows no product.
package database

import (
	"path/filepath"
	"time"

	promconfig "github.com/prometheus/common/config"
	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/sources/record"
)

// Defaults of a source.
const (
	DefaultStatementTimeout = 30 * time.Second
	DefaultPageSize         = 1000
	DefaultSettle           = 2 * time.Second
	DefaultSweepInterval    = time.Hour
)

// Config describes an SQL source: the keys of a source block that are SQL's own.
type Config struct {
	// DSN is the address, with its credentials: mysql://, postgres:// or sqlite:.
	DSN promconfig.Secret `yaml:"dsn,omitempty"`
	// DSNFile is a file that holds the address.
	DSNFile string `yaml:"dsn_file,omitempty"`
	// Drivers limits the source to the databases its queries are written for; empty allows all.
	Drivers []string `yaml:"drivers,omitempty"`
	// Timezone is the IANA zone of columns that have none. Without it such a column is an error.
	Timezone string `yaml:"timezone,omitempty"`
	// SessionTimezone is the session's zone: "server" (the default) leaves the server's.
	SessionTimezone string `yaml:"session_timezone,omitempty"`
	// NullValues are spellings of an empty time, besides NULL and the empty text.
	NullValues []string `yaml:"null_values,omitempty"`
	// StatementTimeout bounds each statement, on the server too. 30s by default.
	StatementTimeout model.Duration `yaml:"statement_timeout,omitempty"`
	// PageSize is the number of rows read at once. 1000 by default.
	PageSize int `yaml:"page_size,omitempty"`
	// Vars replace {{ name }} in queries. Values are limited to [A-Za-z0-9_].
	Vars map[string]string `yaml:"vars,omitempty"`
	// OptionalTables are tables that not every installation has. {{ name }} stands for one in queries.
	OptionalTables map[string]OptionalTable `yaml:"optional_tables,omitempty"`
	// Streams is what to read.
	Streams []StreamConfig `yaml:"streams,omitempty"`
}

// SetDirectory makes a relative DSNFile relative to a directory.
func (c *Config) SetDirectory(dir string) {
	c.DSNFile = promconfig.JoinDir(dir, c.DSNFile)
}

// OptionalTable is a table that may be missing. Each pass looks whether it is there.
type OptionalTable struct {
	// Table is its name, in which {{ name }} of vars may stand.
	Table string `yaml:"table"`
	// Otherwise gives rows in the table's place while it is missing. Without it the streams, feeds and sweeps
	// that read the table are off meanwhile.
	Otherwise Query `yaml:"otherwise,omitempty"`
}

// StreamConfig describes a stream. It is keyed (Key), a child (ForEach), ordered by a cursor (Cursor), or,
// for groups and agents only, a short list that is read whole each time.
type StreamConfig struct {
	Name  string         `yaml:"name"`
	Kind  record.Kind    `yaml:"kind,omitempty"`
	Kinds []record.Kind  `yaml:"kinds,omitempty"` // of a query with a column "kind"
	Every model.Duration `yaml:"every,omitempty"`
	// Settle is how long after an event its row may still appear. 2s by default.
	Settle *model.Duration `yaml:"settle,omitempty"`
	// Key is the SQL expression of the row's id. A keyed stream is walked by it once; from then on only
	// what the change feeds name is read.
	Key   Query `yaml:"key,omitempty"`
	Query Query `yaml:"query"`
	// History is a condition on the first walk, with :since, that leaves out what was closed before.
	History    Query         `yaml:"history,omitempty"`
	Changes    []FeedConfig  `yaml:"changes,omitempty"`
	ForEach    *ForEach      `yaml:"for_each,omitempty"`
	Cursor     *CursorConfig `yaml:"cursor,omitempty"`
	Open       *OpenConfig   `yaml:"open,omitempty"`
	NullValues []string      `yaml:"null_values,omitempty"`
}

// FeedConfig describes a query that names what changed: rows with an id, ordered by cursor_id (an
// append-only table's primary key) or by cursor (a time).
type FeedConfig struct {
	Name  string `yaml:"name"`
	Query Query  `yaml:"query"`
	// Start is a query for the feed's newest position, read before the walk begins.
	Start Query `yaml:"start,omitempty"`
	// Overlap is how far back rows may still appear: a number of ids, or a duration.
	Overlap string          `yaml:"overlap,omitempty"`
	Settle  *model.Duration `yaml:"settle,omitempty"`
	// Deletes says that rows of the feed's table are deleted in normal use, so that its greatest id may go
	// back by less than the overlap without a backup having been restored.
	Deletes bool `yaml:"deletes,omitempty"`
}

// ForEach makes a stream the child of another.
type ForEach struct {
	Stream string `yaml:"stream"`
	When   string `yaml:"when,omitempty"` // "changed"
}

// CursorConfig orders a stream by a time and an id, or by an integer id alone.
type CursorConfig struct {
	Column  string          `yaml:"column,omitempty"`
	ID      string          `yaml:"id,omitempty"`
	Overlap string          `yaml:"overlap,omitempty"`
	Settle  *model.Duration `yaml:"settle,omitempty"`
}

// OpenConfig is the sweep: a query for all that is unresolved.
type OpenConfig struct {
	Query Query          `yaml:"query"`
	Every model.Duration `yaml:"every,omitempty"`
	// Refresh reads the tickets of the sweep again, whole, for desks whose changes leave no trace.
	Refresh bool `yaml:"refresh,omitempty"`
}

// Query is SQL, one text for every dialect (under the empty key) or one per dialect: mysql, postgres,
// sqlite.
type Query map[string]string

// UnmarshalYAML implements yaml.Unmarshaler.
func (q *Query) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.MappingNode {
		byDialect := map[string]string{}
		if err := node.Decode(&byDialect); err != nil {
			return err
		}
		*q = byDialect
		return nil
	}
	var text string
	if err := node.Decode(&text); err != nil {
		return err
	}
	*q = Query{"": text}
	return nil
}

// MarshalYAML implements yaml.Marshaler.
func (q Query) MarshalYAML() (any, error) {
	if text, ok := q[""]; ok && len(q) == 1 {
		return text, nil
	}
	return map[string]string(q), nil
}

// text returns the query of a dialect; empty where it has none.
func (q Query) text(dialect string) string {
	if text, ok := q[dialect]; ok {
		return text
	}
	return q[""]
}

func (c *StreamConfig) kinds() []record.Kind {
	if c.Kind != "" {
		return []record.Kind{c.Kind}
	}
	return c.Kinds
}

func (c *Config) statementTimeout() time.Duration {
	if c.StatementTimeout == 0 {
		return DefaultStatementTimeout
	}
	return time.Duration(c.StatementTimeout)
}

func (c *Config) pageSize() int {
	if c.PageSize == 0 {
		return DefaultPageSize
	}
	return c.PageSize
}

func settleOr(d *model.Duration, otherwise time.Duration) time.Duration {
	if d == nil {
		return otherwise
	}
	return time.Duration(*d)
}

func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
