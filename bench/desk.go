package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// schemaFile has Zammad's table definitions and the rows that every installation has, followed by a desk's.
const schemaFile = "sources/presets/zammad/testdata/story.postgres.sql"

// openShare is how many tickets there are to one that is unresolved.
const openShare = 20

//go:embed zammad.sql
var fill string

// desk makes the database of a desk with so many tickets, once, and returns its name.
func (l *lab) desk(ctx context.Context, tickets int) (string, error) {
	if err := l.server.start(ctx); err != nil {
		return "", err
	}
	name := "desk_" + strconv.Itoa(tickets)
	if err := l.server.putBack(ctx, name); err != nil {
		return "", err
	}
	there, err := l.server.has(ctx, name)
	if err != nil || there {
		return name, err
	}
	start := time.Now()
	fmt.Fprintf(os.Stderr, "making a desk of %d tickets, once\n", tickets)
	schema, indexes, err := schema()
	if err != nil {
		return "", err
	}
	const raw = "desk_unfinished"
	if err := l.server.each(ctx, "DROP DATABASE IF EXISTS "+raw, "CREATE DATABASE "+raw); err != nil {
		return "", err
	}
	for _, sql := range []string{schema, fill, indexes, "VACUUM ANALYZE"} {
		_, err := l.server.query(ctx, raw, sql, "-v", "tickets="+strconv.Itoa(tickets), "-v", "open="+strconv.Itoa(tickets/openShare))
		if err != nil {
			return "", fmt.Errorf("make the desk: %w", err)
		}
	}
	if err := l.server.each(ctx, "ALTER DATABASE "+raw+" RENAME TO "+name); err != nil {
		return "", err
	}
	fmt.Fprintf(os.Stderr, "made in %s\n", time.Since(start).Round(time.Second))
	return name, nil
}

// has reports whether there is a database.
func (p *postgres) has(ctx context.Context, database string) (bool, error) {
	n, err := p.query(ctx, "postgres", "SELECT COUNT(*) FROM pg_database WHERE datname = '"+database+"'")
	return n == "1", err
}

const aside = "_original"

// lend puts a copy in the place of a database, which may then be written to.
func (p *postgres) lend(ctx context.Context, database string) error {
	return p.each(ctx, "ALTER DATABASE "+database+" RENAME TO "+database+aside,
		"CREATE DATABASE "+database+" TEMPLATE "+database+aside, "CHECKPOINT")
}

// putBack puts the original in its place again, if a copy was there, also one that an interrupted run has left.
func (p *postgres) putBack(ctx context.Context, database string) error {
	lent, err := p.has(ctx, database+aside)
	if err != nil || !lent {
		return err
	}
	return p.each(ctx, "DROP DATABASE IF EXISTS "+database, "ALTER DATABASE "+database+aside+" RENAME TO "+database)
}

// each runs statements that may not be part of a transaction.
func (p *postgres) each(ctx context.Context, statements ...string) error {
	for _, sql := range statements {
		if _, err := p.query(ctx, "postgres", sql); err != nil {
			return err
		}
	}
	return nil
}

// schema returns the table definitions with the rows of lookup tables, and the indexes.
func schema() (tables, indexes string, err error) {
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		return "", "", fmt.Errorf("run from the checkout's folder: %w", err)
	}
	tables, _, found := strings.Cut(string(text), "INSERT INTO tickets ")
	if !found {
		return "", "", fmt.Errorf("%s: no tickets are inserted", schemaFile)
	}
	index := regexp.MustCompile(`(?m)^CREATE INDEX .*;\n`)
	return index.ReplaceAllString(tables, ""), strings.Join(index.FindAllString(tables, -1), ""), nil
}
