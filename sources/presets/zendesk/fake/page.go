package fake

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// item is a row of a list with the two numbers by which the list is in order.
type item struct {
	by     [2]int64
	render func() []byte
}

func raw(by int64, value any) item {
	return item{by: [2]int64{by}, render: func() []byte { return encode(value) }}
}

func compare(a, b [2]int64) int { return slices.Compare(a[:], b[:]) }

const (
	pageSize = 100
	// depth is the last record that pages by number reach.
	depth = 10_000
)

// list answers with a page of a list whose items are in order. Pages go by cursor if page[size], page[after]
// or page[before] is asked for, else by number.
// https://developer.zendesk.com/api-reference/introduction/pagination/
func (c *call) list(key string, items []item) {
	q := c.r.URL.Query()
	if q.Has("page[size]") || q.Has("page[after]") || q.Has("page[before]") {
		c.byCursor(key, items, q, nil)
		return
	}
	c.byNumber(key, items, q, nil)
}

// descending turns a list around.
func descending(items []item) []item {
	slices.Reverse(items)
	for i := range items {
		items[i].by = [2]int64{-items[i].by[0], -items[i].by[1]}
	}
	return items
}

func (c *call) badPage(title string) {
	writeJSON(c.w, http.StatusBadRequest, map[string]any{"errors": []any{map[string]string{"code": "InvalidPaginationParameter", "title": title}}})
}

// side adds what was asked for with include=.
type side func(o *object, page []item)

// byCursor is the vendor's cursor pagination. The links of the last page still name a next one: only
// has_more tells the end.
func (c *call) byCursor(key string, items []item, q url.Values, extra side) {
	size := pageSize
	if word := q.Get("page[size]"); word != "" {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > pageSize {
			c.badPage("page[size] must be a number between 1 and 100")
			return
		}
		size = n
	}
	if q.Has("page[after]") && q.Has("page[before]") {
		c.badPage("page[after] and page[before] cannot be used together")
		return
	}
	from, to := 0, min(size, len(items))
	more := to < len(items)
	if word := q.Get("page[after]") + q.Get("page[before]"); word != "" {
		by, ok := readCursor(word)
		if !ok {
			c.badPage("page[after] is not a valid cursor")
			return
		}
		at, found := slices.BinarySearchFunc(items, by, func(i item, by [2]int64) int { return compare(i.by, by) })
		if q.Has("page[after]") {
			if found {
				at++
			}
			from, to = at, min(at+size, len(items))
			more = to < len(items)
		} else {
			from, to = max(0, at-size), at
			more = from > 0
		}
	}
	page := items[from:to]
	var o object
	o.list(key, rendered(page))
	if extra != nil {
		extra(&o, page)
	}
	meta := map[string]any{"has_more": more, "after_cursor": nil, "before_cursor": nil}
	links := map[string]any{"next": nil, "prev": nil}
	if len(page) > 0 {
		meta["after_cursor"], meta["before_cursor"] = writeCursor(page[len(page)-1].by), writeCursor(page[0].by)
		links["next"], links["prev"] = c.cursorLink(q, "page[after]", page[len(page)-1].by), c.cursorLink(q, "page[before]", page[0].by)
	}
	o.set("meta", meta)
	o.set("links", links)
	c.send(&o)
}

func (c *call) cursorLink(q url.Values, name string, by [2]int64) string {
	link := url.Values{}
	for k, v := range q {
		if k != "page[after]" && k != "page[before]" {
			link[k] = v
		}
	}
	link.Set(name, writeCursor(by))
	return c.base + c.r.URL.Path + ".json?" + link.Encode()
}

// byNumber is the vendor's offset pagination.
// https://developer.zendesk.com/documentation/api-basics/pagination/comparing-cursor-pagination-and-offset-pagination/
func (c *call) byNumber(key string, items []item, q url.Values, extra side) {
	size, number := pageSize, 1
	if n, err := strconv.Atoi(q.Get("per_page")); err == nil && n > 0 {
		size = min(n, pageSize)
	}
	if n, err := strconv.Atoi(q.Get("page")); err == nil && n > 0 {
		number = n
	}
	if number*size > depth {
		refuse(c.w, http.StatusBadRequest, "RequestLimitExceeded", "Offset pagination ends at 10,000 records, use cursor pagination")
		return
	}
	from := min((number-1)*size, len(items))
	page := items[from:min(from+size, len(items))]
	var o object
	o.list(key, rendered(page))
	if extra != nil {
		extra(&o, page)
	}
	link := func(number int, is bool) any {
		if !is {
			return nil
		}
		again := url.Values{}
		for k, v := range q {
			again[k] = v
		}
		again.Set("page", strconv.Itoa(number))
		return c.base + c.r.URL.Path + ".json?" + again.Encode()
	}
	o.set("next_page", link(number+1, from+size < len(items)))
	o.set("previous_page", link(number-1, number > 1))
	o.set("count", len(items))
	c.send(&o)
}

func rendered(page []item) [][]byte {
	list := make([][]byte, 0, len(page))
	for _, i := range page {
		list = append(list, i.render())
	}
	return list
}

func writeCursor(by [2]int64) string {
	return base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `{"o":"nice_id","v":"%d.%d"}`, by[0], by[1]))
}

func readCursor(word string) (by [2]int64, ok bool) {
	text, err := base64.StdEncoding.DecodeString(word)
	if err != nil {
		return by, false
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(string(text), `{"o":"nice_id","v":"`), `"}`)
	n, err := fmt.Sscanf(inner, "%d.%d", &by[0], &by[1])
	return by, err == nil && n == 2
}

// count answers with a count.
func (c *call) count(n int) {
	var o object
	o.set("count", map[string]any{"value": n, "refreshed_at": text(c.v.at)})
	c.send(&o)
}
