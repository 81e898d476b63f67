package fake

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// object is a JSON object.
type object = map[string]any

// list is a JSON array.
type list = []any

// maxPerPage is the largest page of cursor-based lists; defaultPerPage what a request gets that asks for none.
//
// Source: https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/pagination.
const (
	maxPerPage     = 150
	defaultPerPage = 20
)

func (s *Server) write(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		status, text = http.StatusInternalServerError, []byte(`{"type":"error.list","errors":[{"code":"server_error"}]}`)
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

// fail answers with an error list.
//
// Source: https://developers.intercom.com/docs/references/2.17/rest-api/errors/error-codes.
func (s *Server) fail(w http.ResponseWriter, status int, code, message string) {
	s.write(w, status, object{
		"type": "error.list", "request_id": s.requestID(), "errors": list{object{"code": code, "message": message}},
	})
}

func (s *Server) invalid(w http.ResponseWriter, message string) {
	s.fail(w, http.StatusBadRequest, "parameter_invalid", message)
}

// number reads an integer parameter of the query, which must lie in 1..most.
func (s *Server) number(w http.ResponseWriter, r *http.Request, name string, otherwise, most int) (int, bool) {
	text := r.URL.Query().Get(name)
	if text == "" {
		return otherwise, true
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil || n < 1:
		s.invalid(w, name+" is invalid")
	case n > most:
		s.invalid(w, tooBig)
	default:
		return n, true
	}
	return 0, false
}

// tooBig is the answer to a page that is larger than allowed. The documents name the caps but not the answer,
// which clients have seen: https://github.com/amp-labs/connectors (parameter_invalid, "Per Page is too big").
const tooBig = "Per Page is too big"

// decode reads a JSON body.
func (s *Server) decode(w http.ResponseWriter, r *http.Request, to any) bool {
	d := json.NewDecoder(r.Body)
	d.UseNumber()
	if err := d.Decode(to); err != nil {
		s.fail(w, http.StatusBadRequest, "bad_request", "The body is not valid JSON")
		return false
	}
	return true
}

// orNull is null for nothing.
func orNull[T comparable](v T) any {
	var nothing T
	if v == nothing {
		return nil
	}
	return v
}
