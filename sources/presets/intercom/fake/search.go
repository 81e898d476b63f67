package fake

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
)

// The caps of a query.
//
// Source: "Nesting & Limitations" of
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations/searchconversations.
const (
	maxNesting = 2
	maxFilters = 15
)

// searchRequest is the body of a search.
type searchRequest struct {
	Query      *filter `json:"query"`
	Pagination struct {
		PerPage       *json.Number `json:"per_page"`
		StartingAfter *string      `json:"starting_after"`
	} `json:"pagination"`
	Sort struct {
		Field string `json:"field"`
		Order string `json:"order"`
	} `json:"sort"`
}

// filter is a condition on a field, or a group of filters.
type filter struct {
	Field    string          `json:"field"`
	Operator string          `json:"operator"`
	Value    json.RawMessage `json:"value"`

	group  []*filter
	values []any
	kind   fieldKind
}

// fieldKind is the type of a field in a search.
type fieldKind int

const (
	unknownField fieldKind = iota
	textField
	numberField
	dateField
	flagField
	// listField has several texts, of which any may match.
	listField
)

// schema tells the type of a field.
type schema func(field string) fieldKind

// prepare checks a filter; a message tells what is wrong.
func (f *filter) prepare(known schema, depth int, dateOperators string) string {
	if f.Operator == "AND" || f.Operator == "OR" {
		if err := json.Unmarshal(f.Value, &f.group); err != nil {
			return "value of " + f.Operator + " must be a list of filters"
		}
		switch {
		case depth >= maxNesting:
			return "Query has too many nested filters"
		case len(f.group) == 0 || len(f.group) > maxFilters:
			return "Query must have 1 to 15 filters in each group"
		}
		for _, g := range f.group {
			if g == nil {
				return "Query is invalid"
			}
			if problem := g.prepare(known, depth+1, dateOperators); problem != "" {
				return problem
			}
		}
		return ""
	}
	if f.Field == "" {
		return missing("field")
	}
	if f.kind = known(f.Field); f.kind == unknownField {
		return "Unknown field " + f.Field
	}
	allowed := map[fieldKind]string{
		textField: " = != IN NIN ~ !~ ^ $ ", listField: " = != IN NIN ~ !~ ^ $ ", numberField: " = != IN NIN > < ",
		dateField: dateOperators, flagField: " = != IN NIN ",
	}
	if f.Operator == "" || !strings.Contains(allowed[f.kind], " "+f.Operator+" ") {
		return f.Operator + " is not a valid operator for " + f.Field
	}
	return f.read()
}

// read reads the values of a condition.
func (f *filter) read() string {
	raw := []json.RawMessage{f.Value}
	if f.Operator == "IN" || f.Operator == "NIN" {
		if err := json.Unmarshal(f.Value, &raw); err != nil {
			return "value of " + f.Operator + " must be a list"
		}
	}
	for _, text := range raw {
		v, ok := f.kind.value(text)
		if !ok {
			return "value of " + f.Field + " has the wrong type"
		}
		f.values = append(f.values, v)
	}
	return ""
}

// value reads a value of a field's type. Numbers and dates may be texts of digits, and null is no value.
func (k fieldKind) value(raw json.RawMessage) (any, bool) {
	var v any
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, false
	}
	switch v := v.(type) {
	case nil:
		return nil, true
	case bool:
		return v, k == flagField
	case json.Number:
		n, err := v.Int64()
		if k == textField || k == listField {
			return v.String(), true
		}
		return n, err == nil && k != flagField
	case string:
		switch k {
		case textField, listField:
			return v, true
		case flagField:
			return v == "true", v == "true" || v == "false"
		}
		n, err := json.Number(v).Int64()
		return n, err == nil
	}
	return nil, false
}

// holds tells whether a thing fulfils a filter. "Greater" means greater: the table of operators says "greater (or
// equal) than", but clients that ask for both have reasons to.
//
// Source of the doubt: https://github.com/singer-io/tap-intercom asks for ">" or "=".
func (f *filter) holds(get func(field string) any) bool {
	switch f.Operator {
	case "AND":
		return !slices.ContainsFunc(f.group, func(g *filter) bool { return !g.holds(get) })
	case "OR":
		return slices.ContainsFunc(f.group, func(g *filter) bool { return g.holds(get) })
	case "!=", "NIN", "!~":
		positive := *f
		positive.Operator = map[string]string{"!=": "=", "NIN": "IN", "!~": "~"}[f.Operator]
		return !positive.holds(get)
	}
	have := get(f.Field)
	if several, ok := have.([]string); ok {
		if len(several) == 0 {
			return f.match(nil)
		}
		return slices.ContainsFunc(several, func(one string) bool { return f.match(one) })
	}
	return f.match(have)
}

func (f *filter) match(have any) bool {
	return slices.ContainsFunc(f.values, func(want any) bool {
		if f.Operator == "=" || f.Operator == "IN" {
			return have == want
		}
		if n, ok := have.(int64); ok {
			m, ok := want.(int64)
			return ok && (f.Operator == ">" && n > m || f.Operator == "<" && n < m || f.Operator == ">=" && n >= m || f.Operator == "<=" && n <= m)
		}
		text, ok := have.(string)
		part, isText := want.(string)
		if !ok || !isText {
			return false
		}
		text, part = strings.ToLower(text), strings.ToLower(part)
		switch f.Operator {
		case "~":
			return strings.Contains(text, part)
		case "^":
			return strings.HasPrefix(text, part)
		case "$":
			return strings.HasSuffix(text, part)
		}
		return false
	})
}

// searching reads a search.
func (s *Server) searching(w http.ResponseWriter, r *http.Request, known schema, dateOperators string) (q searchRequest, perPage int, ok bool) {
	if !s.decode(w, r, &q) {
		return q, 0, false
	}
	if q.Query == nil {
		s.fail(w, http.StatusBadRequest, "parameter_not_found", "Query is a required parameter")
		return q, 0, false
	}
	if problem := q.Query.prepare(known, 0, dateOperators); problem != "" {
		s.invalid(w, problem)
		return q, 0, false
	}
	perPage = defaultPerPage
	if q.Pagination.PerPage != nil {
		n, err := q.Pagination.PerPage.Int64()
		if err != nil || n < 1 {
			s.invalid(w, "per_page is invalid")
			return q, 0, false
		}
		if n > maxPerPage {
			s.invalid(w, tooBig)
			return q, 0, false
		}
		perPage = int(n)
	}
	switch q.Sort.Order {
	case "", "ascending", "descending":
		return q, perPage, true
	}
	s.invalid(w, "Invalid sort order. Must be one of: ascending, descending")
	return q, 0, false
}

func (q *searchRequest) after() string {
	if q.Pagination.StartingAfter == nil {
		return ""
	}
	return *q.Pagination.StartingAfter
}
