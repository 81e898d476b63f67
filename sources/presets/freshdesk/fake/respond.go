package fake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const apiVersion = "X-Freshdesk-Api-Version"

// problem is the body of an error: of a request that is not valid, with a description and errors, or any
// other, with a code and a message. https://developers.freshdesk.com/api/#error
type problem struct {
	Code        string       `json:"code,omitempty"`
	Message     string       `json:"message,omitempty"`
	Description string       `json:"description,omitempty"`
	Errors      []fieldError `json:"errors,omitempty"`
}

// fieldError is what is wrong with a field of a request.
type fieldError struct {
	Field   string `json:"field"`
	Message string `json:"message"`
	Code    string `json:"code"`
}

func common(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate")
	h.Set(apiVersion, "latest=v2; requested=v2")
	h.Set("Status", "200 OK")
	h.Set("Server", "fwe")
}

func fail(w http.ResponseWriter, status int, code, message string) {
	write(w, status, problem{Code: code, Message: message})
}

func invalid(w http.ResponseWriter, errs ...fieldError) {
	write(w, http.StatusBadRequest, problem{Description: "Validation failed", Errors: errs})
}

// notFound has no body.
func notFound(w http.ResponseWriter) {
	w.Header().Set("Status", "404 Not Found")
	w.WriteHeader(http.StatusNotFound)
}

// write sends JSON as the vendor does, with < and > as they are.
func write(w http.ResponseWriter, status int, value any) {
	var body bytes.Buffer
	e := json.NewEncoder(&body)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Status", fmt.Sprintf("%d %s", status, http.StatusText(status)))
	w.WriteHeader(status)
	// Who has gone away needs no answer.
	_, _ = w.Write(bytes.TrimRight(body.Bytes(), "\n"))
}

// page is what of a list is asked for.
type page struct{ number, size int }

const (
	defaultSize = 30
	// MaxSize is the largest page. https://developers.freshdesk.com/api/#pagination
	MaxSize = 100
	// MaxPages is how far the list of tickets goes. https://developers.freshdesk.com/api/#list_all_tickets
	MaxPages = 300
)

// parsePage checks the parameters that all lists have, and that there are no others than documented.
func parsePage(r *http.Request, e endpoint) (p page, errs []fieldError) {
	p = page{1, defaultSize}
	known := map[string]bool{}
	for _, name := range e.params {
		known[name] = true
	}
	if e.embeds != nil {
		known["include"] = true
	}
	for name, values := range r.URL.Query() {
		switch {
		case e.paged && name == "page":
			n, err := strconv.Atoi(values[0])
			if err != nil || n < 1 {
				errs = append(errs, fieldError{name, "It should be a positive integer.", "invalid_value"})
			}
			p.number = n
		case e.paged && name == "per_page":
			n, err := strconv.Atoi(values[0])
			if err != nil || n < 1 || n > MaxSize {
				errs = append(errs, fieldError{name, fmt.Sprintf("It should be a positive integer of at most %d.", MaxSize), "invalid_value"})
			}
			p.size = n
		case !known[name]:
			errs = append(errs, fieldError{name, "The field is not expected here.", "invalid_field"})
		}
	}
	return p, errs
}

// parseInclude reads which resources are to be embedded. https://developers.freshdesk.com/api/#embedding
func parseInclude(r *http.Request, embeds map[string]int) (include map[string]bool, errs []fieldError) {
	text := r.URL.Query().Get("include")
	if text == "" || embeds == nil {
		return nil, nil
	}
	include = map[string]bool{}
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		if _, ok := embeds[name]; !ok {
			return nil, []fieldError{{"include", "It has a value that is not supported.", "invalid_value"}}
		}
		include[name] = true
	}
	return include, nil
}

// list answers with a page of rows, and links the next one if there is any.
// https://developers.freshdesk.com/api/#pagination
func list[R, J any](w http.ResponseWriter, r *request, rows []R, encode func(R) J) {
	begin := min(len(rows), (r.page.number-1)*r.page.size)
	end := min(len(rows), begin+r.page.size)
	if end < len(rows) {
		w.Header().Set("Link", fmt.Sprintf("<%s>; rel=\"next\"", r.next()))
	}
	out := make([]J, 0, end-begin)
	for _, row := range rows[begin:end] {
		out = append(out, encode(row))
	}
	write(w, http.StatusOK, out)
}

// next is the address of the next page.
func (r *request) next() string {
	query := r.URL.Query()
	query.Set("page", strconv.Itoa(r.page.number+1))
	scheme := r.URL.Scheme
	switch {
	case scheme != "":
	case r.TLS != nil:
		scheme = "https"
	default:
		scheme = "http"
	}
	return (&url.URL{Scheme: scheme, Host: r.Host, Path: r.URL.Path, RawQuery: query.Encode()}).String()
}

// acceptable tells whether the client takes JSON.
func acceptable(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return accept == "" || strings.Contains(accept, "application/json") || strings.Contains(accept, "*/*")
}

// readable tells whether the request does not claim to be something else than JSON.
func readable(r *http.Request) bool {
	return !strings.Contains(r.Header.Get("Content-Type"), "xml")
}

// parseTime reads an instant in one of the documented forms; without a zone it is UTC.
// https://developers.freshdesk.com/api/#schema
func parseTime(text string) (at time.Time, ok bool) {
	for _, layout := range []string{
		time.RFC3339, "2006-01-02", "2006-01-02T15:04", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05",
		"2006-01-02T15:04:05Z07", "2006-01-02T15:04:05Z0700",
	} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), true
		}
	}
	return time.Time{}, false
}

// since reads a parameter that is an instant.
func (r *request) since(name string) (at time.Time, errs []fieldError) {
	text := r.URL.Query().Get(name)
	if !r.URL.Query().Has(name) {
		return at, nil
	}
	at, ok := parseTime(text)
	if !ok {
		return at, []fieldError{{name, "It should be an ISO 8601 date, or date and time.", "invalid_value"}}
	}
	return at, nil
}

// stamp is an instant as the vendor writes it; the zero time is null.
// https://developers.freshdesk.com/api/#schema
type stamp time.Time

// MarshalJSON implements json.Marshaler.
func (s stamp) MarshalJSON() ([]byte, error) {
	at := time.Time(s)
	if at.IsZero() {
		return []byte("null"), nil
	}
	return at.UTC().AppendFormat(nil, `"2006-01-02T15:04:05Z"`), nil
}
