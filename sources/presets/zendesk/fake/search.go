package fake

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"
)

// searchRoutes search tickets.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/search/
func searchRoutes() map[string]endpoint {
	return map[string]endpoint{
		"GET /api/v2/search":        {"", false, (*call).search},
		"GET /api/v2/search/count":  {"", false, (*call).searchCount},
		"GET /api/v2/search/export": {bucketSearch, false, (*call).searchExport},
	}
}

// searchDepth is how many results a search shows.
const searchDepth = 1000

// found are the tickets that a query finds: words of the form property:value, property<value and
// property>value; the index is behind by some seconds.
func (c *call) found() []*dossier {
	query := strings.Fields(c.r.URL.Query().Get("query"))
	behind := time.Duration(0)
	if !c.o.Calm {
		behind = time.Duration(mix(c.o.Seed, c.v.at.Unix())%60) * time.Second
	}
	var list []*dossier
	for _, d := range c.v.all {
		if d.deleted() || d.updated(c.v.at).After(c.v.at.Add(-behind)) {
			continue
		}
		if !slices.ContainsFunc(query, func(word string) bool { return !c.matches(d, word) }) {
			list = append(list, d)
		}
	}
	q := c.r.URL.Query()
	key := func(d *dossier) int64 {
		if q.Get("sort_by") == "created_at" {
			return d.t.Created.Unix()
		}
		return d.updated(c.v.at).Unix()
	}
	slices.SortFunc(list, func(a, b *dossier) int {
		order := cmp.Or(cmp.Compare(key(a), key(b)), cmp.Compare(a.t.ID, b.t.ID))
		if q.Get("sort_order") != "asc" {
			return -order
		}
		return order
	})
	return list
}

func (c *call) matches(d *dossier, word string) bool {
	at := strings.IndexAny(word, ":<>")
	if at < 0 {
		return strings.Contains(strings.ToLower(d.t.Subject), strings.ToLower(word))
	}
	property, sign, value := word[:at], word[at:], strings.TrimLeft(word[at:], ":<>=")
	sign = strings.TrimSuffix(sign, value)
	switch property {
	case "type":
		return value == "ticket"
	case "status":
		ranks := []string{"new", "open", "pending", "hold", "solved", "closed"}
		return compares(cmp.Compare(slices.Index(ranks, status(d.t.Status)), slices.Index(ranks, value)), sign)
	case "priority":
		ranks := []string{"low", "normal", "high", "urgent"}
		return compares(cmp.Compare(slices.Index(ranks, priority(d.t.Priority)), slices.Index(ranks, value)), sign)
	case "created":
		return instant(d.t.Created, value, sign)
	case "updated":
		return instant(d.updated(c.v.at), value, sign)
	case "tags":
		return slices.Contains(d.tags(), value)
	case "group", "group_id":
		return text64(GroupID(d.t.Team)) == value
	case "via":
		return d.channel().Channel == value
	}
	return true
}

func compares(order int, sign string) bool {
	switch sign {
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	}
	return order == 0
}

// instant compares with a time, or with a day.
func instant(at time.Time, value, sign string) bool {
	if bound, err := time.Parse(time.RFC3339, value); err == nil {
		return compares(at.Compare(bound), sign)
	}
	return compares(cmp.Compare(at.UTC().Format(time.DateOnly), value), sign)
}

func (c *call) results() []item {
	var items []item
	for i, d := range c.found() {
		items = append(items, item{[2]int64{int64(i)}, func() []byte {
			body := c.ticketRow(exported{d: d})
			return append(body[:len(body)-1:len(body)-1], `,"result_type":"ticket"}`...)
		}})
	}
	return items
}

// search shows the first thousand results, in pages by number.
func (c *call) search() {
	q := c.r.URL.Query()
	if q.Get("query") == "" {
		refuse(c.w, http.StatusUnprocessableEntity, "invalid", "Invalid search: a query is required")
		return
	}
	if number(q.Get("page")) > searchDepth/pageSize {
		refuse(c.w, http.StatusUnprocessableEntity, "invalid", "Invalid search: Requested response size was greater than Search Response Limits")
		return
	}
	c.byNumber("results", c.results(), q, nil)
}

func (c *call) searchCount() {
	var o object
	o.set("count", len(c.found()))
	c.send(&o)
}

// searchExport shows all results, by cursor and without an order that may be chosen; a cursor holds for an hour.
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/search/#export-search-results
func (c *call) searchExport() {
	q := c.r.URL.Query()
	if q.Get("filter[type]") != "ticket" {
		refuse(c.w, http.StatusUnprocessableEntity, "invalid", "filter[type] is required")
		return
	}
	var items []item
	for _, d := range c.found() {
		items = append(items, item{[2]int64{d.t.Created.Unix(), d.t.ID}, func() []byte {
			body := c.ticketRow(exported{d: d})
			return append(body[:len(body)-1:len(body)-1], `,"result_type":"ticket"}`...)
		}})
	}
	slices.SortFunc(items, func(a, b item) int { return compare(a.by, b.by) })
	c.byCursor("results", items, q, nil)
}
