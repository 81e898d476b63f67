package fake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// object is a JSON object.
type object = map[string]any

const hal = "application/hal+json;charset=UTF-8"

// stamp is how instants are written: whole seconds of UTC.
const stamp = "2006-01-02T15:04:05Z"

func when(at time.Time) string { return at.UTC().Format(stamp) }

// header sets what every answer has.
func header(w http.ResponseWriter, reference string) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate")
	h.Set("Correlation-Id", reference)
	h.Set("X-Content-Type-Options", "nosniff")
}

// reference is that of a request in the vendor's logs.
func (s *Server) reference(r *http.Request) string {
	n := s.luck(uint64(s.log.Total()), uint64(len(r.URL.Path)))
	return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x#%d", n>>32, n>>16&0xffff, n>>4&0xfff, n>>8&0xfff, n&0xffffffffffff, s.log.Total())
}

func write(w http.ResponseWriter, status int, kind string, body any) {
	send(w, status, kind, marshal(body))
}

func marshal(body any) []byte {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err)
	}
	return text
}

func send(w http.ResponseWriter, status int, kind string, text []byte) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

// fault is a value that is not valid.
type fault struct {
	// code is the anchor of the vendor's page of errors.
	code, path, message string
	rejected            string
}

const aboutErrors = "http://developer.helpscout.net/mailbox-api/overview/errors"

// fail says no in the vendor's unified shape.
// https://developer.helpscout.com/mailbox-api/overview/errors/
func fail(w http.ResponseWriter, status int, message string, faults ...fault) {
	body := object{
		"logRef": w.Header().Get("Correlation-Id"), "message": message,
		"_links": object{"about": object{"href": aboutErrors}},
	}
	var list []object
	for _, f := range faults {
		list = append(list, object{
			"path": f.path, "message": f.message, "rejectedValue": f.rejected, "source": "QUERY",
			"_links": object{"about": object{"href": aboutErrors + "#" + f.code}},
		})
	}
	if list != nil {
		body["_embedded"] = object{"errors": list}
	}
	write(w, status, "application/vnd.error+json;charset=UTF-8", body)
}

func notFound(w http.ResponseWriter) { fail(w, http.StatusNotFound, "Not Found") }

func unauthorized(w http.ResponseWriter) {
	w.Header().Set("WWW-Authenticate", `Bearer realm="api.helpscout.net", error="invalid_token"`)
	fail(w, http.StatusUnauthorized, "Unauthorized: the access token is missing, invalid or expired")
}

// base is the address that was asked.
func (r *request) base() string {
	scheme := r.URL.Scheme
	if scheme == "" {
		scheme = "http"
		if r.TLS != nil {
			scheme = "https"
		}
	}
	return scheme + "://" + r.Host
}

func (r *request) link(path string, parts ...any) object {
	return object{"href": r.base() + fmt.Sprintf(path, parts...)}
}

// The sizes of pages, which nobody can choose.
// https://developer.helpscout.com/mailbox-api/overview/pagination/
const (
	conversationsAPage = 25
	othersAPage        = 50
)

// page answers one page of a list of n; encode makes the row of an index. A list that has nothing to show has
// no _embedded, the last page no link to a next one.
// https://developer.helpscout.com/mailbox-api/overview/pagination/
func (r *request) page(name string, n int, encode func(int) object) {
	r.pageOf(name, othersAPage, n, func(i int) []byte { return marshal(encode(i)) })
}

// pageOf is page for rows that are JSON already.
func (r *request) pageOf(name string, size, n int, encode func(int) []byte) {
	number, faults := pageNumber(r.URL.Query())
	if len(faults) > 0 {
		fail(r.w, http.StatusBadRequest, "Bad request", faults...)
		return
	}
	pages := (n + size - 1) / size
	var body bytes.Buffer
	for i := (number - 1) * size; i < min(n, number*size); i++ {
		if body.Len() == 0 {
			body.WriteString(`{"_embedded":{"` + name + `":[`)
		} else {
			body.WriteByte(',')
		}
		body.Write(encode(i))
	}
	to := func(page int) object {
		query := r.URL.Query()
		query.Set("page", strconv.Itoa(page))
		return object{"href": r.base() + r.URL.Path + "?" + query.Encode()}
	}
	links := object{
		"self": to(number), "first": to(1), "last": to(max(pages, 1)),
		"page": object{"href": r.base() + r.URL.Path + "{?page}", "templated": true},
	}
	if number < pages {
		links["next"] = to(number + 1)
	}
	if number > 1 {
		links["previous"] = to(number - 1)
	}
	rest := marshal(object{
		"_links": links, "page": object{"size": size, "totalElements": n, "totalPages": pages, "number": number},
	})
	if body.Len() > 0 {
		body.WriteString("]},")
		rest = rest[1:]
	}
	body.Write(rest)
	send(r.w, http.StatusOK, hal, body.Bytes())
}

func pageNumber(query url.Values) (number int, faults []fault) {
	text := query.Get("page")
	if text == "" {
		return 1, nil
	}
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 || number > 1_000_000 {
		return 0, []fault{{"InvalidNumber", "page", "must be greater than or equal to 1", text}}
	}
	return number, nil
}

// one answers a single object.
func (r *request) one(body object) { write(r.w, http.StatusOK, hal, body) }
