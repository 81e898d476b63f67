package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

var (
	errTooLarge = errors.New("the answer is larger than limits.response_body")
	errTwice    = errors.New("something follows the JSON value")
	errNoList   = errors.New("there is no list of records where `records` leads")
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
	if fields, ok := v.(map[string]any); ok && o.key != "" {
		fields["_key"] = o.key
	}
	return v, err
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
	decoder *json.Decoder
	each    func(object) error
	raw     json.RawMessage
	exact   exact
	// found tells that the path of the records led somewhere.
	found bool
}

// readAnswer reads one JSON value. The envelope is the answer without its records.
func readAnswer(body io.Reader, records path, each func(object) error) (envelope any, found bool, err error) {
	r := &reader{decoder: json.NewDecoder(body), each: each}
	r.decoder.UseNumber()
	envelope, err = r.at(records.keys, records.values)
	switch {
	case errors.Is(err, io.EOF) && !r.found && r.decoder.InputOffset() == 0:
		return nil, true, nil // an empty body
	case errors.Is(err, io.EOF):
		return nil, false, io.ErrUnexpectedEOF
	case err != nil:
		return nil, false, err
	}
	if _, err := r.decoder.Token(); !errors.Is(err, io.EOF) {
		if err == nil {
			err = errTwice
		}
		return nil, false, err
	}
	return envelope, r.found || records.optional, nil
}

// at reads the value that the decoder stands before; keys lead from it to the records.
func (r *reader) at(keys []string, values bool) (any, error) {
	token, err := r.decoder.Token()
	if err != nil {
		return nil, err
	}
	open, isDelim := token.(json.Delim)
	switch {
	case isDelim && open == '[' && len(keys) == 0 && !values:
		r.found = true
		return nil, r.list(func() error { return r.one("") })
	case isDelim && open == '[':
		r.found = true
		return nil, r.list(func() error { _, err := r.at(keys, values); return err })
	case isDelim && len(keys) == 0 && values:
		r.found = true
		return nil, r.members(r.one)
	case isDelim && len(keys) == 0:
		r.found = true
		return r.single()
	case isDelim:
		return r.envelope(keys, values)
	case token == nil:
		r.found = true
	default:
		return nil, errNoList
	}
	return token, nil
}

// envelope keeps the members of an object, except the one that leads to the records.
func (r *reader) envelope(keys []string, values bool) (any, error) {
	out := map[string]any{}
	err := r.members(func(key string) (err error) {
		if key == keys[0] {
			out[key], err = r.at(keys[1:], values)
			return err
		}
		var v any
		err = r.decoder.Decode(&v)
		out[key] = v
		return err
	})
	return out, err
}

// single is an object where a list could be: one record, which is the envelope, too.
func (r *reader) single() (any, error) {
	out := map[string]any{}
	err := r.members(func(key string) error {
		var v any
		err := r.decoder.Decode(&v)
		out[key] = v
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

func (r *reader) one(key string) error {
	r.raw = r.raw[:0]
	if err := r.decoder.Decode(&r.raw); err != nil {
		return err
	}
	if string(r.raw) == "null" {
		return nil
	}
	return r.each(object{raw: r.raw, key: key, reader: &r.exact})
}

func (r *reader) list(element func() error) error {
	for r.decoder.More() {
		if err := element(); err != nil {
			return err
		}
	}
	_, err := r.decoder.Token()
	return err
}

func (r *reader) members(member func(key string) error) error {
	for r.decoder.More() {
		token, err := r.decoder.Token()
		if err != nil {
			return err
		}
		key, ok := token.(string)
		if !ok {
			return fmt.Errorf("an object with the key %v", token)
		}
		if err := member(key); err != nil {
			return err
		}
	}
	_, err := r.decoder.Token()
	return err
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
