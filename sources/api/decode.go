package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

var (
	errTooLarge = errors.New("the answer is larger than limits.response_body")
	errTwice    = errors.New("something follows the JSON value")
	errNoList   = errors.New("there is no list of records where `records` leads")
	errEmpty    = errors.New("the answer is empty")
)

// object is one record of an answer: its JSON as it came. The bytes are reused after the call.
type object struct {
	raw    []byte
	key    string // of an object that is used as a map
	reader *exact
}

// value decodes the record; numbers stay exact.
func (o object) value() (any, error) {
	v, err := o.reader.decode(o.raw)
	if err != nil {
		return nil, failf(ReasonData, "the answer is not JSON: a record is malformed")
	}
	if fields, ok := v.(map[string]any); ok && o.key != "" {
		fields["_key"] = o.key
	}
	return v, nil
}

func decodeExact(raw []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return v, err
}

// reader takes an answer apart while it arrives: each record is handed over as soon as it is complete, and
// only what surrounds the records is kept.
type reader struct {
	scanner
	each  func(object) error
	exact exact
	depth int // of lists that hold lists of records
	// within tells that the answer is an object. A null or an empty list in its place leads nowhere.
	within bool
	// found tells that the path of the records led somewhere.
	found bool
}

// readAnswer reads one JSON value. The envelope is the answer without its records. Found is false where the answer
// is another than `records` is written for: a null, say, in place of an object that has the list.
func readAnswer(body io.Reader, records path, each func(object) error) (envelope any, found bool, err error) {
	r := &reader{scanner: scanner{body: body}, each: each}
	open, err := r.peek()
	switch {
	case errors.Is(err, io.EOF):
		return nil, false, errEmpty
	case err != nil:
		return nil, false, err
	case open == '{' && records.listed && len(records.keys) == 0 && !records.values:
		envelope, err = r.decoded()
	default:
		envelope, err = r.at(records.keys, records.values)
	}
	if err != nil {
		return nil, false, err
	}
	if _, err := r.peek(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = errTwice
		}
		return nil, false, err
	}
	return envelope, r.found || records.optional && r.within, nil
}

// at reads the value that the scanner stands before; keys lead from it to the records.
func (r *reader) at(keys []string, values bool) (any, error) {
	open, err := r.next()
	switch {
	case err != nil:
		return nil, err
	case open == '[' && len(keys) == 0 && !values:
		r.found = true
		return nil, r.list(func() error { return r.one("") })
	case open == '[':
		r.found = r.found || r.within
		if r.depth++; r.depth > maxDepth {
			return nil, malformed()
		}
		defer func() { r.depth-- }()
		return nil, r.list(func() error { _, err := r.at(keys, values); return err })
	case open == '{' && len(keys) == 0 && values:
		r.found = true
		return nil, r.members(r.one)
	case open == '{' && len(keys) == 0:
		r.found = true
		return r.single()
	case open == '{':
		return r.envelope(keys, values)
	}
	v, err := r.decoded()
	switch {
	case err != nil:
		return nil, err
	case v != nil:
		return nil, errNoList
	}
	r.found = r.found || r.within
	return nil, nil
}

// decoded takes a value and keeps it.
func (r *reader) decoded() (any, error) {
	raw, err := r.raw()
	if err != nil {
		return nil, err
	}
	return decodeExact(raw)
}

// envelope keeps the members of an object, except the one that leads to the records.
func (r *reader) envelope(keys []string, values bool) (any, error) {
	r.within = true
	out := map[string]any{}
	err := r.members(func(key string) (err error) {
		if key == keys[0] {
			out[key], err = r.at(keys[1:], values)
			return err
		}
		out[key], err = r.decoded()
		return err
	})
	return out, err
}

// single is an object where a list could be: one record, which is the envelope, too.
func (r *reader) single() (any, error) {
	out := map[string]any{}
	err := r.members(func(key string) (err error) {
		out[key], err = r.decoded()
		return err
	})
	if err != nil {
		return nil, err
	}
	raw, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	return out, r.each(object{raw: raw, reader: &r.exact})
}

// one takes a record; key is that of an object that is used as a map.
func (r *reader) one(key string) error {
	raw, err := r.raw()
	if err != nil || string(raw) == "null" {
		return err
	}
	return r.each(object{raw: raw, key: key, reader: &r.exact})
}

// limited fails, rather than ends, where an answer is too large.
type limited struct {
	body io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		// The limit itself is allowed.
		var one [1]byte
		n, err := l.body.Read(one[:])
		if n > 0 {
			return 0, errTooLarge
		}
		return 0, err
	}
	if int64(len(p)) > l.left {
		p = p[:l.left]
	}
	n, err := l.body.Read(p)
	l.left -= int64(n)
	return n, err
}
