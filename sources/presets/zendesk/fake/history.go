package fake

import (
	"cmp"
	"slices"
	"time"
)

// historyRoutes are the audits.
func historyRoutes() map[string]endpoint {
	return map[string]endpoint{
		"GET /api/v2/tickets/{id}/audits":         {"", false, (*call).listAudits},
		"GET /api/v2/tickets/{id}/audits/{audit}": {"", false, (*call).showAudit},
		"GET /api/v2/ticket_audits":               {"", true, (*call).listAllAudits},
	}
}

// listAudits lists the updates of a ticket, the oldest first.
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/#list-audits-for-a-ticket
func (c *call) listAudits() {
	d := c.live(c.id())
	if d == nil {
		c.notFound()
		return
	}
	var items []item
	seen := d.visible(c.v.at)
	for i := range seen {
		a := &seen[i]
		items = append(items, item{[2]int64{a.at.Unix(), a.id}, func() []byte { return d.audit(a) }})
	}
	if c.r.URL.Query().Get("sort") == "-created_at" || c.r.URL.Query().Get("sort_order") == "desc" {
		items = descending(items)
	}
	c.list("audits", items)
}

func (c *call) showAudit() {
	if d := c.live(c.id()); d != nil {
		seen := d.visible(c.v.at)
		for i := range seen {
			if text64(seen[i].id) == c.r.PathValue("audit") {
				c.one("audit", d.audit(&seen[i]))
				return
			}
		}
	}
	c.notFound()
}

// listAllAudits lists the updates of all tickets that are not archived, the oldest first.
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_audits/#list-all-ticket-audits
func (c *call) listAllAudits() {
	var items []item
	for _, h := range c.v.happenings(time.Time{}) {
		if !h.d.archived(c.v.at) {
			items = append(items, item{[2]int64{h.at.Unix(), h.a.id}, func() []byte { return h.d.audit(h.a) }})
		}
	}
	c.list("audits", items)
}

// happenings are the updates of all tickets since an instant, in order.
func (v *view) happenings(since time.Time) []happening {
	if v.events == nil || v.eventsSince.After(since) {
		v.events, v.eventsSince = []happening{}, since
		for _, d := range v.all {
			if d.updated(v.at).Before(since) {
				continue
			}
			seen := d.visible(v.at)
			for i := range seen {
				if !seen[i].at.Before(since) {
					v.events = append(v.events, happening{seen[i].at, d, &seen[i]})
				}
			}
		}
		slices.SortFunc(v.events, func(a, b happening) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.a.id, b.a.id)) })
	}
	return v.events
}

// eventsByTime is the export of ticket events. Those of tickets that were deleted for good are gone.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/#incremental-ticket-event-export
func (c *call) eventsByTime(most int) {
	start, ok := c.startTime()
	if !ok {
		return
	}
	comments := c.included("comment_events")
	horizon := c.horizon()
	var rows []timed
	for _, h := range c.v.happenings(time.Unix(start, 0)) {
		if at := h.at.Unix(); at <= horizon {
			rows = append(rows, timed{at: at, id: h.a.id, render: func() []byte { return h.d.ticketEvent(h.a, comments) }})
		}
	}
	c.byTime("ticket_events", rows, most, nil)
}
