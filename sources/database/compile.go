package database

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/record"
)

// compiler makes streams of a configuration for one dialect, and finds what is wrong with it.
type compiler struct {
	config   *Config
	dialect  dialect
	missing  tables // of the optional ones
	zone     *time.Location
	problems []yamlfile.Problem
}

func (c *compiler) problem(path, format string, args ...any) {
	c.problems = append(c.problems, yamlfile.Problem{Path: path, Message: fmt.Sprintf(format, args...)})
}

func (c *compiler) streams() []*stream {
	if c.config.Timezone != "" {
		c.zone, _ = time.LoadLocation(c.config.Timezone) //nolint:errcheck // Validate tells
	}
	if len(c.config.Streams) == 0 {
		c.problem("streams", "names no stream: add one")
	}
	var streams []*stream
	byName := map[string]*stream{}
	for i := range c.config.Streams {
		st := c.stream(fmt.Sprintf("streams[%d]", i), c.config.Streams[i])
		if byName[st.name] != nil && st.name != "" {
			c.problem(fmt.Sprintf("streams[%d].name", i), "there is another stream %q: names must differ", st.name)
		}
		byName[st.name] = st
		streams = append(streams, st)
	}
	for i, st := range streams {
		c.adopt(fmt.Sprintf("streams[%d].for_each", i), st, byName)
	}
	for _, st := range streams {
		st.children = slices.DeleteFunc(st.children, func(child *stream) bool { return child.off })
	}
	return streams
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
		c.problem(path+".stream", "is required: name the stream whose rows this one belongs to")
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

func (c *compiler) stream(path string, cfg StreamConfig) *stream {
	st := &stream{
		name: cfg.Name, config: cfg, kinds: cfg.kinds(), fields: fieldsOf(cfg.kinds()),
		clocks: newClocks(c.zone, c.config.NullValues, cfg.NullValues),
		settle: settleOr(cfg.Settle, DefaultSettle),
	}
	st.off = c.lacks(cfg.Query, cfg.Key, cfg.History)
	if cfg.Name == "" {
		c.problem(path+".name", "is required")
	}
	c.checkKinds(path, cfg)
	switch c.shape(path, cfg) {
	case "key":
		c.keyed(path, st)
	case "for_each":
		st.query, _ = c.statement(path+".query", cfg.Query, "ids")
		if cfg.Open != nil {
			c.problem(path+".open", "a child has no sweep: its parent's finds what vanished")
		}
		if cfg.Every != 0 {
			c.problem(path+".every", "a child is read with its parent: leave it out")
		}
	case "cursor":
		c.ordered(path, st)
	case "list":
		st.query, _ = c.statement(path+".query", cfg.Query)
	}
	if cfg.Open != nil && cfg.ForEach == nil {
		c.open(path+".open", st)
	}
	return st
}

// shape tells which kind of stream it is; the keys that belong to another are problems.
func (c *compiler) shape(path string, cfg StreamConfig) string {
	var shapes []string
	for _, s := range []struct {
		name string
		set  bool
	}{{"key", len(cfg.Key) > 0}, {"for_each", cfg.ForEach != nil}, {"cursor", cfg.Cursor != nil}} {
		if s.set {
			shapes = append(shapes, s.name)
		}
	}
	shape := "list"
	switch len(shapes) {
	case 0:
		for _, kind := range cfg.kinds() {
			if kind != record.KindGroup && kind != record.KindAgent {
				c.problem(path, "does not tell how to go on reading: give it a key (with changes), a cursor or for_each")
				return ""
			}
		}
	case 1:
		shape = shapes[0]
	default:
		c.problem(path+"."+shapes[1], "%s and %s exclude each other: keep one", shapes[0], shapes[1])
		return ""
	}
	if shape != "key" {
		if len(cfg.Changes) > 0 {
			c.problem(path+".changes", "needs key: the expression of the row's id")
		}
		if len(cfg.History) > 0 {
			c.problem(path+".history", "needs key: only a walk by a key is bounded by it")
		}
	}
	return shape
}

func (c *compiler) checkKinds(path string, cfg StreamConfig) {
	switch {
	case cfg.Kind != "" && len(cfg.Kinds) > 0:
		c.problem(path+".kinds", "kind and kinds exclude each other: keep one")
	case len(cfg.kinds()) == 0:
		c.problem(path+".kind", "is required, such as ticket or message")
	}
	for i, kind := range cfg.kinds() {
		if kind == record.KindSweep || record.FieldTypes(kind) == nil {
			p := path + ".kind"
			if cfg.Kind == "" {
				p = fmt.Sprintf("%s.kinds[%d]", path, i)
			}
			c.problem(p, "%q is unknown: use one of %s", kind, joinKinds(record.Kinds()))
		}
	}
}

// keyed compiles the walk, the look-up and the change feeds.
func (c *compiler) keyed(path string, st *stream) {
	cfg := st.config
	keyText, ok := c.sql(path+".key", cfg.Key)
	if !ok {
		return
	}
	history := ""
	if len(cfg.History) > 0 {
		if _, ok := c.statement(path+".history", cfg.History, "since"); ok {
			history, _ = c.sql(path+".history", cfg.History)
		}
	}
	query := cfg.Query.text(c.dialect.name)
	if query != "" && !uses(query, where) {
		c.problem(c.at(path+".query", cfg.Query), "must contain {{ where }}, such as … WHERE {{ where }}")
		return
	}
	page := "\nORDER BY " + keyText + " LIMIT :limit"
	after := keyText + " > :cursor_id"
	compiled := true
	for _, s := range []struct {
		into      *statement
		condition string
		suffix    string
	}{
		{&st.first, "(1 = 1)", page},
		{&st.next, "(" + after + ")", page},
		{&st.firstSince, "(" + history + ")", page},
		{&st.then, "(" + after + " AND (" + history + "))", page},
		{&st.lookUp, "(" + keyText + " IN (:ids))", ""},
	} {
		if !compiled || history == "" && (s.into == &st.firstSince || s.into == &st.then) {
			continue
		}
		*s.into, compiled = c.keyedStatement(path+".query", cfg.Query, s.condition, s.suffix)
	}
	names := map[string]bool{}
	for i, fc := range cfg.Changes {
		at := fmt.Sprintf("%s.changes[%d]", path, i)
		if fc.Name == "" || names[fc.Name] {
			c.problem(at+".name", "is required, and must differ from the other feeds': positions are stored by it")
		}
		names[fc.Name] = true
		if c.lacks(fc.Query, fc.Start) {
			st.partsOff = append(st.partsOff, partOff(st.name, "feed "+fc.Name))
			continue
		}
		if f := c.feed(at, fc); f != nil {
			st.feeds = append(st.feeds, f)
			st.settle = max(st.settle, f.settle)
		}
	}
}

func (c *compiler) keyedStatement(path string, q Query, condition, suffix string) (statement, bool) {
	own := make(Query, len(q))
	for name, text := range q {
		text = strings.TrimRight(strings.TrimSpace(text), "; \t\r\n")
		own[name] = variable.ReplaceAllStringFunc(text, func(m string) string {
			if variable.FindStringSubmatch(m)[1] == where {
				return condition
			}
			return m
		}) + suffix
	}
	return c.optional(path, own, "cursor_id", "ids", "limit", "since")
}

// feed compiles a change feed: by id, or by time where its query asks for a :cursor.
func (c *compiler) feed(path string, cfg FeedConfig) *feed {
	query, ok := c.optional(path+".query", cfg.Query, "cursor", "cursor_id", "limit")
	if !ok {
		return nil
	}
	f := &feed{name: cfg.Name, query: query, byTime: query.has("cursor"), idColumn: "cursor_id", deletes: cfg.Deletes}
	if f.byTime {
		f.timeColumn, f.idColumn = "cursor", "id"
		f.settle = settleOr(cfg.Settle, DefaultSettle)
	} else if cfg.Settle != nil {
		c.problem(path+".settle", "belongs to feeds by time: leave it out")
	}
	c.needs(path+".query", cfg.Query, query, "limit")
	if !f.byTime && !query.has("cursor_id") {
		c.problem(c.at(path+".query", cfg.Query), "must contain :cursor_id (… WHERE id > :cursor_id) or :cursor (… WHERE updated >= :cursor)")
	}
	if len(cfg.Start) > 0 {
		if start, ok := c.statement(path+".start", cfg.Start); ok {
			f.start = &start
		}
	} else if !f.byTime {
		c.problem(path+".start", "is required for a feed by id: SELECT COALESCE(MAX(id), 0) FROM …")
	}
	c.overlap(path+".overlap", cfg.Overlap, f)
	return f
}

// overlap reads "1000" for a feed by id, "10m" for one by time.
func (c *compiler) overlap(path, overlap string, f *feed) {
	if overlap == "" {
		return
	}
	if ids, err := strconv.ParseInt(overlap, 10, 64); err == nil {
		if f.byTime && ids != 0 {
			c.problem(path, "%s is a number of ids, but the rows are ordered by a time: write a duration, such as 10m", overlap)
		}
		if ids < 0 || ids > 1_000_000 {
			c.problem(path, "%s is out of range: write 0 to 1000000 ids", overlap)
		}
		f.overlapIDs = ids
		return
	}
	d, err := model.ParseDuration(overlap)
	switch {
	case err != nil:
		c.problem(path, "%q is neither a duration, such as 10m, nor a number of ids, such as 1000", overlap)
	case !f.byTime:
		c.problem(path, "%s is a duration, but the rows are ordered by an id: write a number of ids, such as 1000", overlap)
	}
	f.overlap = time.Duration(d)
}

// ordered compiles a stream with a cursor.
func (c *compiler) ordered(path string, st *stream) {
	cfg := st.config.Cursor
	if cfg.Column == "" && cfg.ID == "" {
		c.problem(path+".cursor.column", "is required: the result's column that orders the rows")
		return
	}
	query, ok := c.optional(path+".query", st.config.Query, "cursor", "cursor_id", "limit")
	if !ok {
		return
	}
	f := &feed{query: query, byTime: cfg.Column != "" && cfg.ID != ""}
	f.timeColumn, f.idColumn = strings.ToLower(cfg.Column), strings.ToLower(cfg.ID)
	if !f.byTime {
		f.timeColumn, f.idColumn = "", f.timeColumn+f.idColumn
		if cfg.Settle != nil {
			c.problem(path+".cursor.settle", "belongs to cursors by time: leave it out")
		}
	} else {
		f.settle = settleOr(cfg.Settle, DefaultSettle)
		c.needs(path+".query", st.config.Query, query, "cursor")
	}
	if !query.has("cursor") && !query.has("cursor_id") {
		c.problem(c.at(path+".query", st.config.Query), "must contain :cursor or :cursor_id: without them every poll reads everything")
	}
	c.needs(path+".query", st.config.Query, query, "limit")
	c.overlap(path+".cursor.overlap", cfg.Overlap, f)
	st.cursor = f
	st.settle = max(st.settle, f.settle)
	if text, ok := c.sql(path+".query", st.config.Query); ok {
		lookUp, err := byIDs(c.dialect, strings.TrimRight(strings.TrimSpace(text), "; \t\r\n"), "id")
		if err != nil {
			c.problem(path+".query", "%v", err)
		}
		st.lookUp = lookUp
	}
}

func (c *compiler) open(path string, st *stream) {
	cfg := st.config.Open
	query, ok := c.statement(path+".query", cfg.Query)
	if !ok {
		return
	}
	if !slices.Contains(st.kinds, record.KindTicket) {
		c.problem(path, "belongs to streams of kind ticket")
	}
	if c.lacks(cfg.Query) {
		st.partsOff = append(st.partsOff, partOff(st.name, "sweep"))
		return
	}
	st.open = &sweeper{query: query, every: time.Duration(cfg.Every), refresh: cfg.Refresh}
	if cfg.Every == 0 {
		st.open.every = DefaultSweepInterval
	}
}
