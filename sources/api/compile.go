package api

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"time"

	"helpdesk_exporter/internal/civil"
	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/record"
)

// compiler makes streams of a configuration, and finds what is wrong with it.
type compiler struct {
	config   *Config
	zone     *time.Location
	problems []yamlfile.Problem
}

func (c *compiler) problem(path, format string, args ...any) {
	c.problems = append(c.problems, yamlfile.Problem{Path: path, Message: fmt.Sprintf(format, args...)})
}

// under returns a reporter of problems below a path.
func (c *compiler) under(prefix string) func(path, format string, args ...any) {
	return func(path, format string, args ...any) {
		c.problem(yamlfile.JoinPath(prefix, path), format, args...)
	}
}

// compiled is a configuration that can be run.
type compiled struct {
	streams []*stream
	tables  []*table
	auth    *auth
	budget  *budget
}

func (c *compiler) compile() compiled {
	c.zone = c.location("timezone", c.config.Timezone)
	out := compiled{
		auth:   newAuth(c.config, c.under("auth")),
		budget: newBudget(c.config.Budget, c.under("budget")),
	}
	shared := compileResponses(c.config.Responses, c.under(""))
	tableNames := map[string]bool{}
	for i, cfg := range c.config.Discover {
		t := c.table(fmt.Sprintf("discover[%d]", i), cfg, shared)
		if tableNames[cfg.Name] {
			c.problem(fmt.Sprintf("discover[%d].name", i), "there is another table %q: names must differ", cfg.Name)
		}
		tableNames[cfg.Name] = true
		out.tables = append(out.tables, t)
	}
	for name := range c.config.Lookup {
		if tableNames[name] {
			c.problem("lookup."+name, "there is a discovered table of this name: names must differ")
		}
		tableNames[name] = true
	}
	if len(c.config.Streams) == 0 {
		c.problem("streams", "names no stream: add one")
	}
	byName := map[string]*stream{}
	for i := range c.config.Streams {
		at := fmt.Sprintf("streams[%d]", i)
		st := c.stream(at, c.config.Streams[i], shared, tableNames)
		if byName[st.name] != nil && st.name != "" {
			c.problem(at+".name", "there is another stream %q: names must differ", st.name)
		}
		byName[st.name] = st
		out.streams = append(out.streams, st)
	}
	for i, st := range out.streams {
		c.adopt(fmt.Sprintf("streams[%d].for_each", i), st, byName)
	}
	for i, st := range out.streams {
		c.needsLookUp(fmt.Sprintf("streams[%d]", i), st)
		st.whole = len(st.children) > 0 && aloneWithTickets(st, out.streams)
	}
	return out
}

func (c *compiler) location(path, name string) *time.Location {
	if name == "" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		c.problem(path, "unknown zone %q: use a name of the IANA time zone database, such as Europe/Berlin or UTC", name)
		return nil
	}
	return zone
}

// aloneWithTickets tells that no other stream brings records of tickets.
func aloneWithTickets(st *stream, all []*stream) bool {
	for _, other := range all {
		if other == st || other.parent == st {
			continue
		}
		for _, kind := range other.kinds {
			if _, ok := record.FieldTypes(kind)["ticket"]; ok || kind == record.KindTicket {
				return false
			}
		}
	}
	return true
}

// adopt ties a child to its parent.
func (c *compiler) adopt(path string, st *stream, byName map[string]*stream) {
	each := st.config.ForEach
	if each == nil {
		return
	}
	parent := byName[each.Stream]
	switch {
	case each.Stream == "":
		c.problem(path+".stream", "is required: name the stream whose tickets this one belongs to")
	case parent == nil:
		c.problem(path+".stream", "there is no stream %q", each.Stream)
	case parent == st || parent.config.ForEach != nil:
		c.problem(path+".stream", "%q is a child itself: name a stream that has no for_each", each.Stream)
	case !slices.Contains(parent.kinds, record.KindTicket):
		c.problem(path+".stream", "%q has no tickets: name a stream of kind ticket", each.Stream)
	default:
		st.parent = parent
		parent.children = append(parent.children, st)
	}
	if each.When != "" && each.When != "changed" {
		c.problem(path+".when", "%q is unknown: write changed, or leave it out", each.When)
	}
}

func (c *compiler) needsLookUp(path string, st *stream) {
	switch {
	case st.lookUp != nil:
	case len(st.children) > 0:
		c.problem(path+".look_up", "is required: a ticket whose children could not be read is read again by its id")
	case st.config.Open != nil:
		c.problem(path+".look_up", "is required: what the sweep misses is looked up by its id")
	}
}

var pageVariable = regexp.MustCompile(`\$page\b`)

func (c *compiler) stream(at string, cfg StreamConfig, shared []response, tables map[string]bool) *stream {
	st := &stream{
		name: cfg.Name, config: cfg, settle: DefaultSettle, every: time.Duration(cfg.Every),
		records: c.path(at+".records", cfg.Records), id: c.pathOr(at+".id", cfg.ID, "id"),
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
	st.pages = c.pages(at+".pages", cfg.Pages)
	st.sets = c.sets(at, cfg)
	c.mapping(at, cfg, st, tables)
	switch {
	case cfg.ForEach != nil:
		c.child(at, cfg, st)
	case cfg.Cursor != nil:
		st.cursor = c.cursor(at+".cursor", *cfg.Cursor, st)
	}
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
	main := compileRequest(cfg.Request, c.under(at+".request"))
	if len(cfg.Sets) == 0 {
		return []set{{request: main}}
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
		out = append(out, set{s.Name, main.over(params)})
	}
	return out
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
	if cfg.ForEach.Where != "" {
		p, err := compileProgram(cfg.ForEach.Where, nil, nil)
		if err != nil {
			c.problem(at+".for_each.where", "%v", err)
		}
		st.where = p
	}
	if cfg.ForEach.Items != "" {
		p := c.path(at+".for_each.items", cfg.ForEach.Items)
		st.items = &p
	}
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
			c.problem(at+".map", "kind %q is unknown", kind)
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

func (c *compiler) pathOr(at, text, otherwise string) path {
	if text == "" {
		text = otherwise
	}
	return c.path(at, text)
}

func (c *compiler) cursor(at string, cfg CursorConfig, st *stream) *cursorRule {
	r := &cursorRule{
		unit: cfg.Unit, order: cfg.Order, overlap: time.Duration(cfg.Overlap), resolution: time.Duration(cfg.Resolution),
		window: time.Duration(cfg.Window), verify: cfg.Verify, restart: cfg.RestartAfter, zone: c.location(at+".timezone", cfg.Timezone),
		clocks: clocks{zone: c.zone, nulls: c.config.NullValues},
	}
	if r.zone == nil {
		r.zone = time.UTC
	}
	switch cfg.Type {
	case "", "time":
	case "token":
		r.token = true
		if st.pages.kind != "token" && st.pages.kind != "next_url" {
			c.problem(at+".type", "a token comes from the pages: set pages.type to token or next_url")
		}
	default:
		c.problem(at+".type", "%q is unknown: use time or token", cfg.Type)
	}
	if cfg.Field != "" {
		p := c.path(at+".field", cfg.Field)
		r.field = &p
	}
	if cfg.From != "" {
		p := c.path(at+".from", cfg.From)
		r.from = &p
	}
	if cfg.Field != "" && cfg.From != "" {
		c.problem(at+".from", "field and from exclude each other: keep one")
	}
	if _, ok := units[cfg.Unit]; cfg.Unit != "" && !ok {
		c.problem(at+".unit", "%q is unknown: use s, ms, us or ns", cfg.Unit)
	}
	switch cfg.Order {
	case "":
		r.order = "none"
	case "asc", "desc":
		if r.field == nil && r.from == nil && !r.token {
			c.problem(at+".order", "needs field: the time by which the records are ordered")
		}
	case "none":
	default:
		c.problem(at+".order", "%q is unknown: use asc, desc or none", cfg.Order)
	}
	if r.verify && r.field == nil {
		c.problem(at+".verify", "needs field: the time that the filter is about")
	}
	// In an ascending list a row that changes moves to the end, and the rows behind it move up: a counted
	// page would miss one of them.
	counted := st.pages.kind == "page" || st.pages.kind == "offset"
	ordered := r.order == "asc" && r.field != nil
	if counted && r.restart == 0 && ordered {
		r.restart = 1
	}
	if r.restart != 0 && (!ordered || r.restart < 0) {
		c.problem(at+".restart_after", "is a number of pages, and needs field and order: asc")
	}
	return r
}

func (c *compiler) lookUp(at string, cfg LookUpConfig, st *stream) *lookUp {
	l := &lookUp{
		request: compileRequest(cfg.Request, c.under(at+".request")),
		records: c.path(at+".records", cfg.Records), batch: max(1, cfg.Batch), responses: st.responses,
	}
	if cfg.Batch < 0 || cfg.Batch > 1000 {
		c.problem(at+".batch", "%d is out of range: write 1 to 1000 ids", cfg.Batch)
	}
	if !slices.Contains(st.kinds, record.KindTicket) && len(st.kinds) > 0 {
		c.problem(at, "belongs to streams of kind ticket")
	}
	return l
}

func (c *compiler) open(at string, cfg OpenConfig, st *stream) *sweeper {
	o := &sweeper{
		request: compileRequest(cfg.Request, c.under(at+".request")),
		records: c.pathOr(at+".records", cfg.Records, st.config.Records), id: c.pathOr(at+".id", cfg.ID, "id"),
		pages: c.pages(at+".pages", cfg.Pages), every: time.Duration(cfg.Every), refresh: cfg.Refresh,
	}
	if o.every == 0 {
		o.every = DefaultSweepInterval
	}
	if !slices.Contains(st.kinds, record.KindTicket) && len(st.kinds) > 0 {
		c.problem(at, "belongs to streams of kind ticket")
	}
	return o
}

func (c *compiler) table(at string, cfg DiscoverConfig, shared []response) *table {
	t := &table{
		name: cfg.Name, request: compileRequest(cfg.Request, c.under(at+".request")),
		records: c.path(at+".records", cfg.Records), pages: c.pages(at+".pages", cfg.Pages),
		key: c.pathOr(at+".key", cfg.Key, "id"), value: c.pathOr(at+".value", cfg.Value, "name"),
		every: time.Duration(cfg.Every), optional: cfg.Optional,
		responses: append(compileResponses(cfg.Responses, c.under(at)), shared...),
	}
	if cfg.Name == "" {
		c.problem(at+".name", "is required: lookup finds the table by it")
	}
	if t.every == 0 {
		t.every = DefaultRediscovery
	}
	if cfg.Map == "" {
		return t
	}
	if cfg.Key != "" || cfg.Value != "" {
		c.problem(at+".map", "map excludes key and value: keep one")
	}
	p, err := compileProgram(cfg.Map, nil, nil)
	if err != nil {
		c.problem(at+".map", "%v", err)
	}
	t.program = p
	return t
}

// startOfDay is the first instant of a day, which need not be midnight.
func startOfDay(year int, month time.Month, day int, zone *time.Location) time.Time {
	return civil.DateTime{Year: year, Month: month, Day: day}.In(zone).UTC()
}
