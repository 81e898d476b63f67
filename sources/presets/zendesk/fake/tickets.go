package fake

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// ticketRoutes are tickets, their comments and metrics.
func ticketRoutes() map[string]endpoint {
	return map[string]endpoint{
		"GET /api/v2/tickets":                     {bucketTickets, false, (*call).listTickets},
		"GET /api/v2/tickets/count":               {"", false, func(c *call) { c.count(len(c.v.unarchived())) }},
		"GET /api/v2/tickets/show_many":           {"", false, (*call).showTickets},
		"GET /api/v2/tickets/{id}":                {"", false, (*call).showTicket},
		"GET /api/v2/tickets/{id}/comments":       {"", false, (*call).listComments},
		"GET /api/v2/tickets/{id}/comments/count": {"", false, (*call).countComments},
		"GET /api/v2/tickets/{id}/metrics":        {"", false, (*call).showMetrics},
		"GET /api/v2/tickets/{id}/tags":           {"", false, (*call).showTags},
		"GET /api/v2/ticket_metrics":              {"", false, (*call).listMetrics},
		"GET /api/v2/ticket_metrics/{id}":         {"", false, (*call).showMetric},
		"GET /api/v2/deleted_tickets":             {bucketDeleted, false, (*call).listDeleted},
	}
}

// included tells what was asked for with include=.
func (c *call) included(what string) bool {
	return slices.Contains(strings.Split(c.r.URL.Query().Get("include"), ","), what)
}

// live is a ticket that can be asked for: not deleted.
func (c *call) live(id int64) *dossier {
	d := c.v.byID[id]
	if d == nil || d.deleted() {
		return nil
	}
	return d
}

// listTickets lists the tickets that are neither deleted nor archived, by number.
// https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#list-tickets
func (c *call) listTickets() {
	list := c.v.unarchived()
	items := make([]item, 0, len(list))
	byID := map[int64]*dossier{}
	for _, d := range list {
		byID[d.t.ID] = d
		items = append(items, item{[2]int64{d.t.ID}, func() []byte { return c.ticketRow(exported{d: d}) }})
	}
	extra := func(o *object, page []item) {
		var rows []timed
		for _, i := range page {
			rows = append(rows, timed{id: i.by[0], d: byID[i.by[0]]})
		}
		c.sideload(o, rows)
	}
	q := c.r.URL.Query()
	if q.Has("page[size]") || q.Has("page[after]") || q.Has("page[before]") {
		c.byCursor("tickets", items, q, extra)
		return
	}
	c.byNumber("tickets", items, q, extra)
}

// showTickets answers with up to 100 tickets; those that are not there are left out.
// https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#show-multiple-tickets
func (c *call) showTickets() {
	var rows []timed
	for _, word := range strings.Split(c.r.URL.Query().Get("ids"), ",") {
		id, err := strconv.ParseInt(word, 10, 64)
		if d := c.live(id); err == nil && d != nil && len(rows) < pageSize {
			rows = append(rows, timed{id: id, d: d, render: func() []byte { return c.ticketRow(exported{d: d}) }})
		}
	}
	var o object
	o.list("tickets", renderTimed(rows))
	c.sideload(&o, rows)
	o.set("next_page", nil)
	o.set("previous_page", nil)
	o.set("count", len(rows))
	c.send(&o)
}

// showTicket answers with a ticket, in which metric events can be had by metric.
// https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#show-ticket
func (c *call) showTicket() {
	d := c.live(c.id())
	if d == nil {
		c.notFound()
		return
	}
	var o object
	o.key("ticket")
	body := c.ticketRow(exported{d: d})
	if c.included("metric_events") {
		more := object{}
		more.buf.Write(body[:len(body)-1])
		more.set("metric_events", d.byMetric(c.v.at))
		body = more.bytes()
	}
	o.buf.Write(body)
	c.sideload(&o, []timed{{id: d.t.ID, d: d}})
	c.send(&o)
}

// spoken is a comment with the update that it came with.
type spoken struct {
	a *audit
	e event
}

// comments are those of a ticket by now.
func (d *dossier) comments(now time.Time) []spoken {
	var list []spoken
	seen := d.visible(now)
	for i := range seen {
		for _, e := range seen[i].events {
			if e.comment != nil {
				list = append(list, spoken{&seen[i], e})
			}
		}
	}
	return list
}

// listComments lists a ticket's comments, the oldest first.
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_comments/#list-comments
func (c *call) listComments() {
	d := c.live(c.id())
	if d == nil {
		c.notFound()
		return
	}
	var items []item
	authors := map[int64]bool{}
	for _, s := range d.comments(c.v.at) {
		authors[s.e.comment.author] = true
		items = append(items, item{[2]int64{s.a.at.Unix(), s.e.id}, func() []byte { return d.single(s.a, s.e) }})
	}
	q := c.r.URL.Query()
	if q.Get("sort") == "-created_at" || q.Get("sort_order") == "desc" {
		items = descending(items)
	}
	extra := func(o *object, _ []item) {
		if c.included("users") {
			o.list("users", c.users(authors))
		}
	}
	if q.Has("page[size]") || q.Has("page[after]") || q.Has("page[before]") {
		c.byCursor("comments", items, q, extra)
		return
	}
	c.byNumber("comments", items, q, extra)
}

func (c *call) countComments() {
	if d := c.live(c.id()); d != nil {
		c.count(len(d.comments(c.v.at)))
		return
	}
	c.notFound()
}

func (c *call) showTags() {
	if d := c.live(c.id()); d != nil {
		c.one("tags", encode(d.tags()))
		return
	}
	c.notFound()
}

// showMetrics answers with the metrics of a ticket.
func (c *call) showMetrics() {
	if d := c.live(c.id()); d != nil {
		c.one("ticket_metric", encode(d.metrics(c.base)))
		return
	}
	c.notFound()
}

// showMetric answers with metrics by their own id or by that of the ticket.
func (c *call) showMetric() {
	id := c.id()
	if id >= metricID(0) {
		id = (id - metricID(0)) / 128
	}
	if d := c.live(id); d != nil {
		c.one("ticket_metric", encode(d.metrics(c.base)))
		return
	}
	c.notFound()
}

// listMetrics lists metrics, those of the newest ticket first.
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_metrics/#list-ticket-metrics
func (c *call) listMetrics() {
	var items []item
	for _, d := range slices.Backward(c.v.unarchived()) {
		items = append(items, item{[2]int64{-d.t.ID}, func() []byte { return encode(d.metrics(c.base)) }})
	}
	c.list("ticket_metrics", items)
}

// listDeleted lists the tickets that were deleted and can be restored, the oldest first.
// https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#list-deleted-tickets
func (c *call) listDeleted() {
	var items []item
	for _, d := range c.v.all {
		if !d.deleted() {
			continue
		}
		for _, ch := range slices.Backward(d.t.Changes) {
			if ch.Field == "status" {
				who := actor(ch.Actor, ch.ActorID)
				items = append(items, raw(d.t.ID, map[string]any{
					"id": d.t.ID, "subject": d.t.Subject, "description": d.description(), "previous_state": status(ch.Old),
					"deleted_at": text(ch.At), "actor": map[string]any{"id": who, "name": c.name(who)},
				}))
				break
			}
		}
	}
	c.list("deleted_tickets", items)
}
