package database

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/internal/yamlfile"
)

var (
	variableName  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	variableValue = regexp.MustCompile(`^[A-Za-z0-9_]*$`)
	sessionZone   = regexp.MustCompile(`^([+-](0\d|1[0-4]):[0-5]\d|[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*)$`)
)

// Validate returns everything that is wrong with the configuration. It opens no file and no connection:
// an address in a file is checked by New.
func (c *Config) Validate() []yamlfile.Problem {
	var problems []yamlfile.Problem
	add := func(path, format string, args ...any) {
		problems = append(problems, yamlfile.Problem{Path: path, Message: fmt.Sprintf(format, args...)})
	}
	dialect := ""
	switch {
	case c.DSN == "" && c.DSNFile == "":
		add("dsn", "is required: give dsn_file, or dsn, such as mysql://user:password@host/database")
	case c.DSN != "" && c.DSNFile != "":
		add("dsn_file", "dsn and dsn_file exclude each other: keep one")
	case c.DSN != "":
		addr, err := parseDSN(string(c.DSN))
		if err == nil {
			dialect = addr.dialect
			err = allowed(c.Drivers, dialect)
		}
		if err != nil {
			add("dsn", "%v", err)
		}
	}
	for i, driver := range c.Drivers {
		if _, ok := dialectOf(driver); !ok {
			add(fmt.Sprintf("drivers[%d]", i), "unknown driver %q: use %s", driver, strings.Join(dialects(), ", "))
		}
	}
	if _, err := time.LoadLocation(c.Timezone); err != nil || c.Timezone == "Local" {
		add("timezone", "unknown zone %q: use a name of the IANA time zone database, such as Europe/Berlin or UTC", c.Timezone)
	}
	if c.SessionTimezone != "" && !sessionZone.MatchString(c.SessionTimezone) {
		add("session_timezone", "%q is no zone: write server, an offset such as \"+00:00\", or a name that the server knows", c.SessionTimezone)
	}
	if c.PageSize < 0 || c.PageSize > 10000 {
		add("page_size", "%d is out of range: write 1 to 10000 rows", c.PageSize)
	}
	if c.StatementTimeout < 0 {
		add("statement_timeout", "must be positive")
	}
	for _, name := range slices.Sorted(maps.Keys(c.Vars)) {
		switch {
		case name == where:
			add("vars.where", "is the engine's own name: choose another")
		case !variableName.MatchString(name):
			add("vars."+name, "the name may hold only letters, digits and _")
		case !variableValue.MatchString(c.Vars[name]):
			add("vars."+name, "the value may hold only A-Z, a-z, 0-9 and _: it becomes part of the SQL")
		}
	}
	return append(problems, c.streamProblems(dialect)...)
}

// streamProblems compiles the streams for the address's dialect; where that is not known, for those of
// drivers, each of which must do; and where neither is, it tells what is wrong for every dialect.
func (c *Config) streamProblems(dialect string) []yamlfile.Problem {
	names, each := []string{dialect}, true
	if dialect == "" {
		names = c.Drivers
	}
	if len(names) == 0 {
		names, each = dialects(), false
	}
	count := map[yamlfile.Problem]int{}
	var all []yamlfile.Problem
	compiled := 0
	for _, name := range names {
		d, ok := dialectOf(name)
		if !ok {
			continue
		}
		compiled++
		_, problems := c.compile(d, nil)
		if len(c.OptionalTables) > 0 {
			_, lacking := c.compile(d, c.allTables())
			problems = append(problems, lacking...)
		}
		found := map[yamlfile.Problem]bool{}
		for _, p := range problems {
			if found[p] {
				continue
			}
			found[p] = true
			if count[p]++; count[p] == 1 {
				all = append(all, p)
			}
		}
	}
	if each {
		return all
	}
	return slices.DeleteFunc(all, func(p yamlfile.Problem) bool { return count[p] < compiled })
}

// allowed checks a dialect against those that the queries are written for.
func allowed(drivers []string, dialect string) error {
	if len(drivers) == 0 || slices.Contains(drivers, dialect) {
		return nil
	}
	return fmt.Errorf("the queries are written for %s, not for %s", strings.Join(drivers, " and "), dialect)
}
