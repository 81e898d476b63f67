package fake

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"sort"
	"strconv"
)

// cursor is where a page ended: what the rows are sorted by in milliseconds, the last row's id, and the number
// of the next page. It is a place in the order, without a state: rows that move meanwhile are met again or not at
// all. Cursors are not documented to expire.
//
// Source: "Search context state" and the cursors of the examples in
// https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/pagination.
type cursor struct {
	sort int64
	id   int64
	page int
}

func (c cursor) String() string {
	text, _ := json.Marshal([]int64{c.sort * 1000, c.id, int64(c.page)})
	return base64.StdEncoding.EncodeToString(text)
}

func parseCursor(text string) (c cursor, ok bool) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return c, false
	}
	var three []int64
	if err := json.Unmarshal(raw, &three); err != nil || len(three) != 3 {
		return c, false
	}
	return cursor{three[0] / 1000, three[1], int(three[2])}, true
}

// badCursor is the answer to a cursor that is none.
//
// Source: the 400 of GET /data_connectors in
// https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.16/api.intercom.io.yaml.
const badCursor = "Invalid starting_after param. Please try again using a starting_after value from a paginated response"

// row is something in an order.
type row struct {
	sort, id int64
	item     any
}

// page cuts a page out of rows, which are sorted by sort and id, ascending or descending.
func page(rows []row, descending bool, after string, perPage int) (items list, pages object, ok bool) {
	c, start := cursor{page: 1}, 0
	if after != "" {
		if c, ok = parseCursor(after); !ok {
			return nil, nil, false
		}
		start = sort.Search(len(rows), func(i int) bool {
			r := rows[i]
			if descending {
				return r.sort < c.sort || r.sort == c.sort && r.id < c.id
			}
			return r.sort > c.sort || r.sort == c.sort && r.id > c.id
		})
	}
	end := min(start+perPage, len(rows))
	items = list{}
	for _, r := range rows[start:end] {
		items = append(items, r.item)
	}
	pages = object{"type": "pages", "page": c.page, "per_page": perPage, "total_pages": (len(rows) + perPage - 1) / perPage}
	if end < len(rows) {
		last := rows[end-1]
		pages["next"] = object{"page": c.page + 1, "starting_after": cursor{last.sort, last.id, c.page + 1}.String()}
	}
	return items, pages, true
}

// listConversations lists all conversations, the last updated first.
//
// Source: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/listconversations.
// The order is not documented there; clients rely on it (https://github.com/intercom/intercom-ruby/issues/377).
func (s *Server) listConversations(w http.ResponseWriter, r *http.Request) {
	perPage, ok := s.number(w, r, "per_page", defaultPerPage, maxPerPage)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	items := s.present().items
	rows := make([]row, len(items))
	for n, i := range items {
		rows[n] = row{i.updated.Unix(), i.ticket.ID, i}
	}
	s.conversations(w, s.flavour(r), rows, true, r.URL.Query().Get("starting_after"), perPage, r.URL.Query().Has("per_page"))
}

// conversations answers with a page of conversations. A size that came as a parameter of the query goes back as
// a text, as in the examples of the documents. The lock is held.
func (s *Server) conversations(w http.ResponseWriter, f flavour, rows []row, descending bool, after string, perPage int, asText bool) {
	items, pages, ok := page(rows, descending, after, perPage)
	if !ok {
		s.invalid(w, badCursor)
		return
	}
	if asText {
		pages["per_page"] = strconv.Itoa(perPage)
	}
	for n, i := range items {
		if i, ok := i.(*item); ok {
			items[n] = i.text(f, s.people)
		}
	}
	s.write(w, http.StatusOK, object{
		"type": "conversation.list", "pages": pages, "total_count": len(rows), "conversations": items,
	})
}

// numbered cuts a page of a list that has numbered pages, whose next page is an address on the host that was
// asked, or on Intercom's own if that is not known.
//
// Source: pages_link in the OpenAPI description, the example of GET /conversations/deleted.
func numbered(r *http.Request, all list, number, perPage int) (items list, pages object) {
	start := min((number-1)*perPage, len(all))
	end := min(start+perPage, len(all))
	pages = object{"type": "pages", "page": number, "per_page": perPage, "total_pages": (len(all) + perPage - 1) / perPage}
	if end < len(all) {
		next := *r.URL
		next.Host, next.Scheme = r.Host, "https"
		if r.URL.Scheme == "" && r.TLS == nil || r.URL.Scheme == "http" {
			next.Scheme = "http"
		}
		q := next.Query()
		q.Set("page", strconv.Itoa(number+1))
		q.Set("per_page", strconv.Itoa(perPage))
		next.RawQuery = q.Encode()
		pages["next"] = next.String()
	}
	return all[start:end], pages
}

func missing(name string) string { return fmt.Sprintf("%s is required", name) }
