package fake

import (
	"net/http"
	"slices"
)

// Caps of the search. https://developers.freshdesk.com/api/#filter_tickets
const (
	searchSize   = 30
	searchPages  = 10
	searchLength = 512
)

// searchTickets serves https://developers.freshdesk.com/api/#filter_tickets. It knows nothing of what has
// changed in the last minutes.
func searchTickets(w http.ResponseWriter, r *request) {
	text := r.URL.Query().Get("query")
	var errs []fieldError
	if r.URL.Query().Has("per_page") {
		errs = append(errs, fieldError{"per_page", "The field is not expected here.", "invalid_field"})
	}
	if r.page.number > searchPages {
		errs = append(errs, fieldError{"page", "It should be at most 10.", "invalid_value"})
	}
	if text == "" {
		errs = append(errs, fieldError{"query", "It is missing.", "missing_field"})
	}
	var wanted match
	if len(errs) == 0 {
		quoted := len(text) >= 2 && text[0] == '"' && text[len(text)-1] == '"'
		if !quoted || len(text) > searchLength+2 {
			errs = append(errs, fieldError{"query", "It should be in double quotes, with at most 512 characters.", "invalid_value"})
		} else if m, err := parseQuery(text[1 : len(text)-1]); err != nil {
			errs = append(errs, fieldError{"query", err.Error(), "invalid_value"})
		} else {
			wanted = m
		}
	}
	if len(errs) > 0 {
		invalid(w, errs...)
		return
	}
	var rows []*row
	for _, t := range r.s.indexed().list(order{pileLive, "created_at"}) {
		if wanted(t) {
			rows = append(rows, t)
		}
	}
	slices.Reverse(rows)
	begin := min(len(rows), (r.page.number-1)*searchSize)
	out := []ticketJSON{}
	for _, t := range rows[begin:min(len(rows), begin+searchSize)] {
		j := r.ticket(t)
		j.describe(t)
		out = append(out, j)
	}
	write(w, http.StatusOK, struct {
		Results []ticketJSON `json:"results"`
		Total   int          `json:"total"`
	}{out, len(rows)})
}
