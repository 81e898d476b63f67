package api

import (
	"fmt"
	"slices"
	"time"

	"helpdesk_exporter/sources/record"
)

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
	r.field, r.from = c.pathIf(at+".field", cfg.Field), c.pathIf(at+".from", cfg.From)
	for i, text := range cfg.Ignore {
		here := fmt.Sprintf("%s.ignore[%d]", at, i)
		p := c.path(here, text)
		if len(p.keys) == 0 {
			c.problem(here, "names no member of a record")
			continue
		}
		r.ignore = append(r.ignore, p)
	}
	if cfg.Field != "" && cfg.From != "" {
		c.problem(at+".from", "field and from exclude each other: keep one")
	}
	if _, ok := units[cfg.Unit]; cfg.Unit != "" && !ok {
		c.problem(at+".unit", "%q is unknown: use s, ms, us or ns", cfg.Unit)
	}
	switch cfg.Begin {
	case "":
	case "history":
		r.history = true
	default:
		c.problem(at+".begin", "%q is unknown: write history, or leave it out", cfg.Begin)
	}
	switch cfg.Order {
	case "":
		r.order = "none"
	case "asc":
		if r.field == nil && r.from == nil && !r.token {
			c.problem(at+".order", "needs field: the time by which the records are ordered")
		}
	default:
		c.under(at).oneOf("order", cfg.Order, orders())
	}
	if r.verify && r.field == nil {
		c.problem(at+".verify", "needs field: the time that the filter is about")
	}
	if r.restart != 0 && (r.order != "asc" || r.field == nil || r.restart < 0) {
		c.problem(at+".restart_after", "is a number of pages, and needs field and order: asc")
	}
	r.restart = restartAfter(*r, st.pages)
	return r
}

// restartAfter is after how many pages a list is asked anew: in an ascending list a row that changes moves
// to the end, and the rows behind it move up, so that a counted page would miss one of them.
func restartAfter(r cursorRule, p pages) int {
	switch {
	case r.order != "asc" || r.field == nil:
		return 0
	case r.restart == 0 && (p.kind == "page" || p.kind == "offset"):
		return 1
	}
	return r.restart
}

func (c *compiler) lookUp(at string, cfg LookUpConfig, st *stream) *lookUp {
	l := &lookUp{
		request: compileRequest(cfg.Request, c.under(at+".request")),
		records: c.path(at+".records", cfg.Records), batch: max(1, cfg.Batch), responses: st.responses,
		sets: []string{st.sets[0].name},
	}
	l.request.format.fits(cfg.Records, PagesConfig{}, c.under(at))
	if namesSet(cfg.Request) {
		l.sets = nil
		for _, s := range st.sets {
			l.sets = append(l.sets, s.name)
		}
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
		lists: c.openRequests(at, cfg, st), id: c.pathOr(at+".id", cfg.ID, "id"),
		pages: c.pages(at+".pages", cfg.Pages), every: time.Duration(cfg.Every), refresh: cfg.Refresh,
		while: c.program(at+".while", cfg.While, []string{"$vars"}), where: c.program(at+".where", cfg.Where, []string{"$vars"}),
	}
	for i, list := range o.lists {
		o.lists[i].records = o.pages.of(list.records)
	}
	if o.every == 0 {
		o.every = DefaultSweepInterval
	}
	if !slices.Contains(st.kinds, record.KindTicket) && len(st.kinds) > 0 {
		c.problem(at, "belongs to streams of kind ticket")
	}
	return o
}

// openRequests are the lists of a sweep: one, or one a set, of its own or of the stream.
func (c *compiler) openRequests(at string, cfg OpenConfig, st *stream) []openRequest {
	main := openRequest{
		request: compileRequest(cfg.Request, c.under(at+".request")),
		records: c.pathOr(at+".records", cfg.Records, st.config.Records),
	}
	main.request.format.fits(cfg.Records, cfg.Pages, c.under(at))
	var out []openRequest
	switch {
	case namesSet(cfg.Request):
		for _, s := range st.sets {
			list := main
			list.set = s.name
			if cfg.Records == "" {
				list.records = s.records
			}
			out = append(out, list)
		}
		if len(cfg.Sets) > 0 {
			c.problem(at+".sets", "the request names .set, so that it is made for each set of the stream: leave this out")
		}
		return out
	case len(cfg.Sets) == 0:
		return []openRequest{main}
	}
	for i, s := range cfg.Sets {
		params, err := compileParams(s.Params)
		if err != nil {
			c.problem(fmt.Sprintf("%s.sets[%d].params", at, i), "%v", err)
		}
		list := main
		list.request = main.request.over(params)
		out = append(out, list)
	}
	return out
}
