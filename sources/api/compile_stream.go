package api

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/sources/record"
)

var pageVariable = regexp.MustCompile(`\$page\b`)

func (c *compiler) stream(at string, cfg StreamConfig, shared []response, tables map[string]bool) *stream {
	st := &stream{
		name: cfg.Name, config: cfg, settle: DefaultSettle, every: time.Duration(cfg.Every),
		id:        c.pathOr(at+".id", cfg.ID, "id"),
		responses: append(compileResponses(cfg.Responses, c.under(at)), shared...),
		needsPage: pageVariable.MatchString(cfg.Map),
	}
	if cfg.Settle != nil {
		st.settle = time.Duration(*cfg.Settle)
	}
	if cfg.Name == "" {
		c.problem(at+".name", "is required")
	}
	st.late = slices.ContainsFunc(st.responses, func(r response) bool {
		return r.where != nil && (len(r.status) == 0 || slices.ContainsFunc(r.status, func(s int) bool { return s < 300 }))
	})
	st.optional = slices.ContainsFunc(st.responses, func(r response) bool { return r.do == doUnavailable && r.where == nil })
	st.pages = c.pages(at+".pages", cfg.Pages)
	st.sets = c.sets(at, cfg)
	for i, s := range st.sets {
		st.sets[i].records = st.pages.of(s.records)
	}
	for _, s := range st.sets {
		s.request.format.fits(strings.Join(s.records.keys, "."), cfg.Pages, c.under(at))
	}
	if cfg.Cursor != nil && cfg.Cursor.From != "" && st.sets[0].request.format.lines() {
		c.problem(at+".cursor.from", "is read from what surrounds the records, but each line of the answer is one: use field")
	}
	c.mapping(at, cfg, st, tables)
	switch {
	case cfg.ForEach != nil:
		c.child(at, cfg, st)
	case cfg.Cursor != nil:
		st.cursor = c.cursor(at+".cursor", *cfg.Cursor, st)
	}
	c.orders(at, cfg, st)
	if cfg.LookUp != nil {
		st.lookUp = c.lookUp(at+".look_up", *cfg.LookUp, st)
	}
	if cfg.Open != nil && cfg.ForEach == nil {
		st.open = c.open(at+".open", *cfg.Open, st)
	}
	st.signature = fingerprint(cfg.Request, cfg.Sets, cfg.Records, cfg.Pages, cfg.Cursor, cfg.Map, cfg.Lookup)
	return st
}

func (c *compiler) sets(at string, cfg StreamConfig) []set {
	main, records := compileRequest(cfg.Request, c.under(at+".request")), c.path(at+".records", cfg.Records)
	if len(cfg.Sets) == 0 {
		return []set{{request: main, records: records}}
	}
	var out []set
	names := map[string]bool{}
	for i, s := range cfg.Sets {
		here := fmt.Sprintf("%s.sets[%d]", at, i)
		if s.Name == "" || names[s.Name] {
			c.problem(here+".name", "is required, and must differ from the other sets': cursors are stored by it")
		}
		names[s.Name] = true
		params, err := compileParams(s.Params)
		if err != nil {
			c.problem(here+".params", "%v", err)
		}
		own := set{name: s.Name, request: main.over(params), records: records}
		if s.Records != "" {
			own.records = c.path(here+".records", s.Records)
		}
		out = append(out, own)
	}
	return out
}

// orders gives each set the rule of the stream's cursor, in the order of the set's own.
func (c *compiler) orders(at string, cfg StreamConfig, st *stream) {
	for i := range st.sets {
		st.sets[i].rule = st.cursor
		if i >= len(cfg.Sets) || cfg.Sets[i].Order == "" {
			continue
		}
		order, here := cfg.Sets[i].Order, fmt.Sprintf("%s.sets[%d].order", at, i)
		if st.cursor == nil {
			c.problem(here, "needs a cursor")
			continue
		}
		c.under(here).oneOf("", order, orders())
		own := *st.cursor
		own.order = order
		own.restart = restartAfter(own, st.pages)
		st.sets[i].rule = &own
	}
}

func (c *compiler) child(at string, cfg StreamConfig, st *stream) {
	for _, wrong := range []struct {
		key string
		set bool
		why string
	}{
		{"cursor", cfg.Cursor != nil, "a child is read for each ticket: leave the cursor out"},
		{"open", cfg.Open != nil, "a child has no sweep: its parent's finds what vanished"},
		{"look_up", cfg.LookUp != nil, "a child is not looked up: its parent is"},
		{"every", cfg.Every != 0, "a child is read with its parent: leave it out"},
		{"sets", len(cfg.Sets) > 0, "a child has one request"},
	} {
		if wrong.set {
			c.problem(at+"."+wrong.key, "%s", wrong.why)
		}
	}
	st.where = c.program(at+".for_each.where", cfg.ForEach.Where, parentVariables())
	st.items = c.pathIf(at+".for_each.items", cfg.ForEach.Items)
}

// mapping compiles the map and finds out which kinds of records it makes.
func (c *compiler) mapping(at string, cfg StreamConfig, st *stream, tables map[string]bool) {
	st.kinds = cfg.Kinds
	if cfg.Kind != "" {
		st.kinds = []record.Kind{cfg.Kind}
	}
	if cfg.Kind != "" && len(cfg.Kinds) > 0 {
		c.problem(at+".kinds", "kind and kinds exclude each other: keep one")
	}
	if cfg.Map == "" {
		c.problem(at+".map", "is required: the jq program that makes records of an object")
		return
	}
	m, err := newMapper(cfg.Map, clocks{zone: c.zone, nulls: c.config.NullValues})
	if err != nil {
		c.problem(at+".map", "%v", err)
		return
	}
	st.mapper = m
	m.fixed = []map[string]map[string]any{cfg.Lookup, c.config.Lookup}
	if len(st.kinds) == 0 {
		st.kinds = kindsIn(m.program.query)
	}
	m.kinds = st.kinds
	if len(st.kinds) == 0 {
		c.problem(at+".kind", "is required, such as ticket or message: the map does not name it as a word")
	}
	for _, kind := range st.kinds {
		if kind == record.KindSweep || record.FieldTypes(kind) == nil {
			c.problem(at+".map", "kind %q is unknown: use one of %s", kind, list(record.Kinds()))
		}
	}
	only := record.Kind("")
	if len(st.kinds) == 1 {
		only = st.kinds[0]
	}
	for _, n := range namedObjects(m.program.query, only) {
		types := record.FieldTypes(n.kind)
		for _, field := range n.fields {
			if _, ok := types[field]; !ok && types != nil && field[0] != '_' {
				c.problem(at+".map", "a %s has no field %q; its fields are: %s", n.kind, field, list(slices.Sorted(maps.Keys(types))))
			}
		}
	}
	for _, name := range tablesIn(cfg.Map) {
		if _, own := cfg.Lookup[name]; !own && !tables[name] {
			c.problem(at+".map", "there is no table %q for lookup: add it under lookup or discover", name)
		}
	}
}

var lookupCall = regexp.MustCompile(`\blookup\(\s*"([^"\\]*)"`)

// tablesIn lists the tables that a program names.
func tablesIn(program string) []string {
	var names []string
	for _, m := range lookupCall.FindAllStringSubmatch(program, -1) {
		names = append(names, m[1])
	}
	return names
}

func (c *compiler) path(at, text string) path {
	p, err := parsePath(text)
	if err != nil {
		c.problem(at, "%v", err)
	}
	return p
}

// pathIf is nil where there is no text.
func (c *compiler) pathIf(at, text string) *path {
	if text == "" {
		return nil
	}
	p := c.path(at, text)
	return &p
}

// program is nil where there is no text.
func (c *compiler) program(at, text string, variables []string) *program {
	if text == "" {
		return nil
	}
	p, err := compileProgram(text, variables, nil)
	if err != nil {
		c.problem(at, "%v", err)
	}
	return p
}

func (c *compiler) pathOr(at, text, otherwise string) path {
	if text == "" {
		text = otherwise
	}
	return c.path(at, text)
}
