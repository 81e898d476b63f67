package database

import (
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"helpdesk_exporter/internal/yamlfile"
)

// tableName is a table's, with its schema where it has one, after the variables were replaced.
var tableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)?$`)

// tables are optional tables by the name that stands for them in queries.
type tables map[string]bool

func (t tables) String() string { return strings.Join(slices.Sorted(maps.Keys(t)), ", ") }

// tables checks the optional tables.
func (c *compiler) tables() {
	for _, name := range slices.Sorted(maps.Keys(c.config.OptionalTables)) {
		path := "optional_tables." + name
		table := c.config.OptionalTables[name]
		_, taken := c.config.Vars[name]
		switch {
		case !variableName.MatchString(name):
			c.problem(path, "the name may hold only letters, digits and _")
		case name == where:
			c.problem(path, "is the engine's own name: choose another")
		case taken:
			c.problem(path, "there is a variable %s in vars: choose another name", name)
		}
		of, err := expand(table.Table, c.config.Vars)
		switch {
		case err != nil:
			c.problem(path+".table", "%v", err)
		case !tableName.MatchString(of):
			c.problem(path+".table", "%q is no table: write its name, or schema.name, in letters, digits and _", of)
		}
		if len(table.Otherwise) > 0 {
			c.statement(path+".otherwise", table.Otherwise)
		}
	}
}

// table returns the name of an optional table; empty where a variable of it has no value.
func (c *Config) table(name string) string {
	of, err := expand(c.OptionalTables[name].Table, c.Vars)
	if err != nil {
		return ""
	}
	return of
}

// values are what stands in queries for {{ name }}: the variables, and each optional table, or in parentheses
// the query that gives rows in its place.
func (c *compiler) values() map[string]string {
	if len(c.config.OptionalTables) == 0 {
		return c.config.Vars
	}
	values := make(map[string]string, len(c.config.Vars)+len(c.config.OptionalTables))
	maps.Copy(values, c.config.Vars)
	for name, t := range c.config.OptionalTables {
		from := c.config.table(name)
		if c.missing[name] && len(t.Otherwise) > 0 {
			rows, err := expand(t.Otherwise.text(c.dialect.name), c.config.Vars)
			if err != nil {
				continue // tables tells
			}
			from = "(" + strings.TrimRight(strings.TrimSpace(rows), "; \t\r\n") + ")"
		}
		values[name] = from
	}
	return values
}

// lacks reports whether one of the queries reads a missing table that nothing stands in for.
func (c *compiler) lacks(queries ...Query) bool {
	for name := range c.missing {
		if len(c.config.OptionalTables[name].Otherwise) > 0 {
			continue
		}
		for _, q := range queries {
			if uses(q.text(c.dialect.name), name) {
				return true
			}
		}
	}
	return false
}

// compile makes the streams for a database that lacks some of the optional tables.
func (c *Config) compile(d dialect, missing tables) ([]*stream, []yamlfile.Problem) {
	compiler := compiler{config: c, dialect: d, missing: missing}
	compiler.tables()
	return compiler.streams(), compiler.problems
}

// allTables are the optional ones.
func (c *Config) allTables() tables {
	all := tables{}
	for name := range c.OptionalTables {
		all[name] = true
	}
	return all
}

// missing looks which optional tables are not there, or not to be read by this user.
func (s *session) missing(ctx context.Context) (tables, error) {
	missing := tables{}
	for _, name := range slices.Sorted(maps.Keys(s.source.config.OptionalTables)) {
		table := s.source.config.table(name)
		var found bool
		schema, bare, qualified := strings.Cut(table, ".")
		if !qualified {
			schema, bare = "", table
		}
		args := []any{table}
		if s.source.dialect.name != Postgres {
			args = []any{schema, bare}
		}
		if err := s.tx.QueryRowContext(ctx, s.source.dialect.table, args...).Scan(&found); err != nil {
			return nil, s.source.failure(ctx, s.stream, "looking for table "+table, err)
		}
		if !found {
			missing[name] = true
		}
	}
	return missing, nil
}

// without returns a stream as it is read while tables are missing. Each set of them is compiled once, and
// told of when it changes.
func (s *Source) without(missing tables, name string) (*stream, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := missing.String()
	streams, ok := s.variants[key]
	if !ok {
		var problems []yamlfile.Problem
		if streams, problems = s.config.compile(s.dialect, missing); len(problems) > 0 {
			return nil, problems[0]
		}
		s.variants[key] = streams
	}
	if s.missing != key {
		s.tellMissing(missing, streams)
		s.missing = key
	}
	return byName(streams, name), nil
}

func (s *Source) tellMissing(missing tables, streams []*stream) {
	if len(missing) == 0 {
		s.logger.Info("all optional tables are there", "source", s.name)
		return
	}
	var off []string
	for _, st := range streams {
		if st.off {
			off = append(off, "stream "+st.name)
		}
		off = append(off, st.partsOff...)
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		names = append(names, s.config.table(name))
	}
	s.logger.Warn("the database lacks tables, or they may not be read: what needs them is off, or read from others",
		"source", s.name, "tables", strings.Join(names, ", "), "off", strings.Join(off, ", "))
}

func byName(streams []*stream, name string) *stream {
	i := slices.IndexFunc(streams, func(st *stream) bool { return st.name == name })
	if i < 0 {
		return nil
	}
	return streams[i]
}

// partOff names what of a stream is off.
func partOff(stream, part string) string { return fmt.Sprintf("%s of stream %s", part, stream) }
