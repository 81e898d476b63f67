package fake

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// exportRoutes are the incremental exports.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
func exportRoutes() map[string]endpoint {
	return map[string]endpoint{
		"GET /api/v2/incremental/tickets/cursor":       {bucketExports, true, (*call).ticketsByCursor},
		"GET /api/v2/incremental/tickets":              {bucketExports, true, func(c *call) { c.ticketsByTime(exportSize) }},
		"GET /api/v2/incremental/ticket_events":        {bucketExports, true, func(c *call) { c.eventsByTime(exportSize) }},
		"GET /api/v2/incremental/users/cursor":         {bucketExports, true, (*call).usersByCursor},
		"GET /api/v2/incremental/users":                {bucketExports, true, func(c *call) { c.usersByTime(exportSize) }},
		"GET /api/v2/incremental/organizations":        {bucketExports, true, func(c *call) { c.byTime("organizations", nil, exportSize, nil) }},
		"GET /api/v2/incremental/ticket_metric_events": {bucketExports, true, (*call).metricEvents},
		"GET /api/v2/incremental/{resource}/sample":    {bucketSample, true, (*call).sample},
	}
}

const (
	exportSize = 1000
	sampleSize = 50
)

// timed is a row of an export.
type timed struct {
	at, id int64
	render func() []byte
	d      *dossier
}

// sample is an export of at most 50 rows.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/#incremental-sample-export
func (c *call) sample() {
	switch c.r.PathValue("resource") {
	case "tickets":
		c.ticketsByTime(sampleSize)
	case "ticket_events":
		c.eventsByTime(sampleSize)
	case "users":
		c.usersByTime(sampleSize)
	case "organizations":
		c.byTime("organizations", nil, sampleSize, nil)
	default:
		refuse(c.w, http.StatusNotFound, "InvalidEndpoint", "Not found")
	}
}

// startTime reads the instant from which to export; it must lie a minute back.
func (c *call) startTime() (at int64, ok bool) {
	word := c.r.URL.Query().Get("start_time")
	at, err := strconv.ParseInt(word, 10, 64)
	switch {
	case word == "" || err != nil || at < 0:
		refuse(c.w, http.StatusBadRequest, "InvalidStartTime", "start_time must be given as a Unix epoch time")
		return 0, false
	case at > c.o.Clock.Now().Add(-time.Minute).Unix():
		refuse(c.w, http.StatusBadRequest, "StartTimeTooRecent", "Too recent start_time. Use a start_time older than 1 minute")
		return 0, false
	}
	return at, true
}

func (c *call) perPage(most int) int {
	if n, err := strconv.Atoi(c.r.URL.Query().Get("per_page")); err == nil && n > 0 {
		return min(n, most)
	}
	return most
}

// tickets are the rows of the ticket export.
func (c *call) tickets() []timed {
	horizon := c.horizon()
	rows := make([]timed, 0, len(c.v.exported))
	for _, e := range c.v.exported {
		if e.at > horizon {
			break
		}
		row := timed{at: e.at, id: e.id, d: e.d}
		if e.ghost != nil {
			row.render = func() []byte { return scrubbed(c.base, e.ghost, e.at) }
		} else {
			row.render = func() []byte { return c.ticketRow(e) }
		}
		rows = append(rows, row)
	}
	return rows
}

func (c *call) ticketRow(e exported) []byte {
	body := e.d.render(c.base, c.v.at, e.at)
	if !c.included("metric_sets") && !c.included("comment_count") {
		return body
	}
	more := object{}
	more.buf.Write(body[:len(body)-1])
	if c.included("metric_sets") {
		more.set("metric_set", e.d.metrics(c.base))
	}
	if c.included("comment_count") {
		more.set("comment_count", len(e.d.comments(c.v.at)))
	}
	return more.bytes()
}

// kept takes deleted tickets out of a page, if that is asked for: it may be left with less than a page.
// https://developer.zendesk.com/documentation/ticketing/managing-tickets/using-the-incremental-export-api/#excluding-deleted-tickets
func (c *call) kept(page []timed) []timed {
	if c.r.URL.Query().Get("exclude_deleted") != "true" {
		return page
	}
	return slices.DeleteFunc(slices.Clone(page), func(r timed) bool { return r.d == nil || r.d.deleted() })
}

// ticketsByCursor is the ticket export in pages of exactly per_page rows, in the order of second and number.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/#incremental-ticket-export-cursor-based
func (c *call) ticketsByCursor() {
	c.byExportCursor("tickets", c.tickets(), c.kept, func(o *object, page []timed) { c.sideload(o, page) })
}

func (c *call) byExportCursor(key string, rows []timed, keep func([]timed) []timed, extra func(*object, []timed)) {
	q := c.r.URL.Query()
	from := 0
	given := q.Get("cursor")
	if given != "" {
		at, id, ok := readExportCursor(given)
		if !ok {
			refuse(c.w, http.StatusBadRequest, "InvalidCursor", "The cursor is not valid")
			return
		}
		from, _ = slices.BinarySearchFunc(rows, [2]int64{at, id}, func(r timed, p [2]int64) int {
			return cmp.Or(cmp.Compare(r.at, p[0]), cmp.Compare(r.id, p[1]), -1)
		})
	} else {
		start, ok := c.startTime()
		if !ok {
			return
		}
		from, _ = slices.BinarySearchFunc(rows, start, func(r timed, start int64) int { return cmp.Compare(r.at, start) })
	}
	size := c.perPage(exportSize)
	page := rows[from:min(from+size, len(rows))]
	cursor := given
	if len(page) > 0 {
		cursor = writeExportCursor(page[len(page)-1].at, page[len(page)-1].id)
	}
	shown := page
	if keep != nil {
		shown = keep(page)
	}
	var after any
	if cursor != "" {
		link := url.Values{"cursor": {cursor}}
		for _, name := range []string{"per_page", "include", "exclude_deleted"} {
			if q.Has(name) {
				link.Set(name, q.Get(name))
			}
		}
		after = c.base + c.r.URL.Path + ".json?" + link.Encode()
	}
	var o object
	o.list(key, renderTimed(shown))
	if extra != nil {
		extra(&o, shown)
	}
	o.set("after_url", after)
	o.set("before_url", nil)
	o.set("after_cursor", orNull(cursor))
	o.set("before_cursor", nil)
	o.set("end_of_stream", from+size >= len(rows))
	c.send(&o)
}

func renderTimed(page []timed) [][]byte {
	list := make([][]byte, 0, len(page))
	for _, r := range page {
		list = append(list, r.render())
	}
	return list
}

func writeExportCursor(at, id int64) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, "%d.0||%d|", at, id))
}

func readExportCursor(word string) (at, id int64, ok bool) {
	inner, err := base64.StdEncoding.DecodeString(word)
	if err != nil {
		return 0, 0, false
	}
	second, number, found := strings.Cut(strings.TrimSuffix(string(inner), "|"), ".0||")
	at, err1 := strconv.ParseInt(second, 10, 64)
	id, err2 := strconv.ParseInt(number, 10, 64)
	return at, id, found && err1 == nil && err2 == nil
}

// ticketsByTime is the ticket export by start times. Rows of one second come in no order.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/#incremental-ticket-export-time-based
func (c *call) ticketsByTime(most int) {
	rows := c.tickets()
	slices.SortStableFunc(rows, func(a, b timed) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(mix(1, a.id), mix(1, b.id)))
	})
	c.byTime("tickets", rows, most, func(o *object, page []timed) { c.sideload(o, page) })
}

// byTime is an export by start times: a page ends within a second, and the next one begins with that second
// again; only a page of a single second has all of it. The tail is sent again each time.
// https://developer.zendesk.com/documentation/ticketing/managing-tickets/using-the-incremental-export-api/#time-based-incremental-exports
func (c *call) byTime(key string, rows []timed, most int, extra func(*object, []timed)) {
	start, ok := c.startTime()
	if !ok {
		return
	}
	from, _ := slices.BinarySearchFunc(rows, start, func(r timed, start int64) int { return cmp.Compare(r.at, start) })
	page, next := cutTimed(rows[from:], c.perPage(most))
	last := from+len(page) >= len(rows)
	shown := page
	if key == "tickets" {
		shown = c.kept(page)
	}
	var o object
	o.list(key, renderTimed(shown))
	if extra != nil {
		extra(&o, shown)
	}
	o.set("count", len(shown))
	o.set("end_of_stream", last)
	if len(page) == 0 {
		o.set("next_page", nil)
		o.set("end_time", nil)
	} else {
		o.set("next_page", c.nextStart(next))
		o.set("end_time", next)
	}
	c.send(&o)
}

// cutTimed cuts a page, and tells the next start.
func cutTimed(rows []timed, size int) (page []timed, next int64) {
	page = rows[:min(size, len(rows))]
	if len(page) == 0 {
		return nil, 0
	}
	next = page[len(page)-1].at
	if len(page) < len(rows) && page[0].at == next {
		n := len(page)
		for n < len(rows) && rows[n].at == next {
			n++
		}
		return rows[:n], next + 1
	}
	return page, next
}

func (c *call) nextStart(next int64) string {
	q := c.r.URL.Query()
	q.Set("start_time", strconv.FormatInt(next, 10))
	return c.base + c.r.URL.Path + ".json?" + q.Encode()
}
