package fake

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// object is a JSON object in the making. What is in it already encoded is not looked at again.
type object struct{ buf bytes.Buffer }

func (o *object) key(name string) {
	if o.buf.Len() == 0 {
		o.buf.WriteByte('{')
	} else {
		o.buf.WriteByte(',')
	}
	o.buf.WriteByte('"')
	o.buf.WriteString(name)
	o.buf.WriteString(`":`)
}

// set adds a value.
func (o *object) set(name string, value any) {
	o.key(name)
	o.buf.Write(encode(value))
}

// list adds an array of encoded values.
func (o *object) list(name string, values [][]byte) {
	o.key(name)
	o.buf.WriteByte('[')
	for i, v := range values {
		if i > 0 {
			o.buf.WriteByte(',')
		}
		o.buf.Write(v)
	}
	o.buf.WriteByte(']')
}

func (o *object) bytes() []byte {
	if o.buf.Len() == 0 {
		return []byte("{}")
	}
	return append(o.buf.Bytes(), '}')
}

// encode writes a value as JSON. All values are the package's own, which can be written.
func encode(value any) []byte {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
}

func (c *call) send(o *object) { writeBody(c.w, http.StatusOK, o.bytes()) }

// one answers with a single object in its envelope.
func (c *call) one(key string, value []byte) {
	var o object
	o.key(key)
	o.buf.Write(value)
	c.send(&o)
}

func writeJSON(w http.ResponseWriter, status int, value any) { writeBody(w, status, encode(value)) }

func writeBody(w http.ResponseWriter, status int, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("X-Zendesk-Api-Version", "v2")
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// refuse answers with an error in the vendor's shape.
// https://developer.zendesk.com/api-reference/introduction/requests/#responses
func refuse(w http.ResponseWriter, status int, code, description string) {
	writeJSON(w, status, struct {
		Error       string `json:"error"`
		Description string `json:"description"`
	}{code, description})
}

func (c *call) notFound() { refuse(c.w, http.StatusNotFound, "RecordNotFound", "Not found") }

// id is the number in the path.
func (c *call) id() int64 {
	id, err := strconv.ParseInt(c.r.PathValue("id"), 10, 64)
	if err != nil {
		return -1
	}
	return id
}

// text is an instant that is always there.
func text(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// orNull is null for 0 and "".
func orNull[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// mix makes a number out of a seed and an id, always the same.
func mix(seed uint64, id int64) uint64 {
	x := seed*0x9e3779b97f4a7c15 + uint64(id)*0xbf58476d1ce4e5b9 + 0x94d049bb133111eb
	x ^= x >> 31
	x *= 0x7fb5d329728ea185
	x ^= x >> 27
	x *= 0x81dadef4bc2dd44d
	return x ^ x>>33
}
