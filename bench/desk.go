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
	there, err := l.server.query(ctx, "postgres", "SELECT COUNT(*) FROM pg_database WHERE datname = '"+name+"'")
	if err != nil || there == "1" {
		return name, err
	}
	start := time.Now()
	fmt.Fprintf(os.Stderr, "making a desk of %d tickets, once\n", tickets)
	schema, indexes, err := schema()
	if err != nil {
		return "", err
	}
	const raw = "desk_unfinished"
	for _, sql := range []string{"DROP DATABASE IF EXISTS " + raw, "CREATE DATABASE " + raw} {
		if _, err := l.server.query(ctx, "postgres", sql); err != nil {
			return "", err
		}
	}
	for _, sql := range []string{schema, fill, indexes, "VACUUM ANALYZE"} {
		_, err := l.server.query(ctx, raw, sql, "-v", "tickets="+strconv.Itoa(tickets), "-v", "open="+strconv.Itoa(tickets/openShare))
		if err != nil {
			return "", fmt.Errorf("make the desk: %w", err)
		}
	}
	if _, err := l.server.query(ctx, "postgres", "ALTER DATABASE "+raw+" RENAME TO "+name); err != nil {
		return "", err
	}
	fmt.Fprintf(os.Stderr, "made in %s\n", time.Since(start).Round(time.Second))
	return name, nil
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
