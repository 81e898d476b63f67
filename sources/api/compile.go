package api

import (
	"fmt"
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

// report takes a problem, by the path of its key.
type report func(path, format string, args ...any)

// oneOf reports a word that is none of those.
func (r report) oneOf(path, word string, words []string) {
	if !slices.Contains(words, word) {
		r(path, "%q is unknown: use %s", word, list(words))
	}
}

func (c *compiler) problem(path, format string, args ...any) {
	c.problems = append(c.problems, yamlfile.Problem{Path: path, Message: fmt.Sprintf(format, args...)})
}

// under reports problems below a path.
func (c *compiler) under(prefix string) report {
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
	case st.cursor != nil && slices.Contains(st.kinds, record.KindTicket) && len(st.children) == 0 && st.config.Open == nil:
		c.problem(path+".look_up", "is required: a ticket that could not be mapped is read again by its id when the map changes")
	case len(st.children) > 0:
		c.problem(path+".look_up", "is required: a ticket whose children could not be read is read again by its id")
	case st.config.Open != nil:
		c.problem(path+".look_up", "is required: what the sweep misses is looked up by its id")
	}
}

func (c *compiler) table(at string, cfg DiscoverConfig, shared []response) *table {
	t := &table{
		name: cfg.Name, request: compileRequest(cfg.Request, c.under(at+".request")),
		records: c.path(at+".records", cfg.Records), pages: c.pages(at+".pages", cfg.Pages),
		key: c.pathOr(at+".key", cfg.Key, "id"), value: c.pathOr(at+".value", cfg.Value, "name"),
		every: time.Duration(cfg.Every), optional: cfg.Optional,
		responses: append(compileResponses(cfg.Responses, c.under(at)), shared...),
	}
	t.records = t.pages.of(t.records)
	t.request.format.fits(cfg.Records, cfg.Pages, c.under(at))
	if cfg.Name == "" {
		c.problem(at+".name", "is required: lookup finds the table by it")
	}
	if t.every == 0 {
		t.every = DefaultRediscovery
	}
	if cfg.Map != "" && (cfg.Key != "" || cfg.Value != "") {
		c.problem(at+".map", "map excludes key and value: keep one")
	}
	t.program = c.program(at+".map", cfg.Map, nil)
	return t
}

// startOfDay is the first instant of a day, which need not be midnight.
func startOfDay(year int, month time.Month, day int, zone *time.Location) time.Time {
	return civil.DateTime{Year: year, Month: month, Day: day}.In(zone).UTC()
}
