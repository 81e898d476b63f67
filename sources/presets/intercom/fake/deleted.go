package fake

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

// mostDeleted is the largest page of deleted conversations.
const mostDeleted = 60

// listDeleted lists the conversations that were deleted for good: their ids and when.
//
// Source: GET /conversations/deleted of
// https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.16/api.intercom.io.yaml.
func (s *Server) listDeleted(w http.ResponseWriter, r *http.Request) {
	perPage, ok := s.number(w, r, "per_page", defaultPerPage, mostDeleted)
	if !ok {
		return
	}
	number, ok := s.number(w, r, "page", 1, 1<<30)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	type gone struct {
		ticket int64
		at     time.Time
	}
	v := s.present()
	var rows []gone
	for id, t := range v.frame.Gone {
		rows = append(rows, gone{id, s.deletedAt(id, t.Updated, v.at)})
	}
	order := r.URL.Query().Get("order")
	slices.SortFunc(rows, func(a, b gone) int {
		if order != "asc" {
			a, b = b, a
		}
		if c := a.at.Compare(b.at); c != 0 {
			return c
		}
		return cmp.Compare(a.ticket, b.ticket)
	})
	all := list{}
	for _, g := range rows {
		all = append(all, object{"type": "conversation", "id": ConversationID(g.ticket), "metrics_retained": true, "deleted_at": g.at.Unix()})
	}
	items, pages := numbered(r, all, number, perPage)
	s.write(w, http.StatusOK, object{"type": "conversations.list", "total_count": len(all), "pages": pages, "conversations": items})
}

// deletedAt finds the first look of the tape that did not see a ticket any more. The lock is held.
func (s *Server) deletedAt(ticket int64, from, to time.Time) time.Time {
	if at, ok := s.deleted[ticket]; ok {
		return at
	}
	tape := s.options.Tape
	// The ticket is there at low and gone at high.
	low, high := s.step(from), to
	for high.Sub(low) > tape.Step {
		middle := s.step(low.Add(high.Sub(low) / 2))
		if _, gone := tape.At(middle).Gone[ticket]; gone {
			high = middle
		} else {
			low = middle
		}
	}
	s.deleted[ticket] = high
	return high
}
