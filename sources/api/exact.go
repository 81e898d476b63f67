package api

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// exact decodes JSON that encoding/json has found well-formed, in one pass and with exact numbers. The
// records of one answer have the same keys: each is kept once.
type exact struct {
	raw  []byte
	at   int
	keys map[string]string
}

func (e *exact) decode(raw []byte) (any, error) {
	e.raw, e.at = raw, 0
	if e.keys == nil {
		e.keys = map[string]string{}
	}
	return e.value()
}

func (e *exact) space() byte {
	for {
		switch c := e.raw[e.at]; c {
		case ' ', '\t', '\n', '\r':
			e.at++
		default:
			return c
		}
	}
}

func (e *exact) value() (any, error) {
	switch e.space() {
	case '{':
		return e.object()
	case '[':
		return e.list()
	case '"':
		b, plain := e.text()
		if plain {
			return string(b), nil
		}
		return unescaped(b)
	case 't':
		e.at += len("true")
		return true, nil
	case 'f':
		e.at += len("false")
		return false, nil
	case 'n':
		e.at += len("null")
		return nil, nil
	}
	start := e.at
	for e.at < len(e.raw) && isNumber(e.raw[e.at]) {
		e.at++
	}
	return json.Number(e.raw[start:e.at]), nil
}

func isNumber(c byte) bool {
	return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'
}

// text reads a string: its content where it is plain, else the string with its quotes.
func (e *exact) text() (b []byte, plain bool) {
	start := e.at
	e.at++
	end := bytes.IndexByte(e.raw[e.at:], '"') + e.at
	if b := e.raw[e.at:end]; bytes.IndexByte(b, '\\') < 0 && utf8.Valid(b) {
		e.at = end + 1
		return b, true
	}
	for e.raw[e.at] != '"' {
		if e.raw[e.at] == '\\' {
			e.at++
		}
		e.at++
	}
	e.at++
	return e.raw[start:e.at], false
}

func unescaped(quoted []byte) (string, error) {
	var s string
	err := json.Unmarshal(quoted, &s)
	return s, err
}

func (e *exact) object() (any, error) {
	out := map[string]any{}
	e.at++
	for {
		switch e.space() {
		case '}':
			e.at++
			return out, nil
		case ',':
			e.at++
			continue
		}
		key, err := e.key()
		if err != nil {
			return nil, err
		}
		e.space()
		e.at++ // the colon
		if out[key], err = e.value(); err != nil {
			return nil, err
		}
	}
}

// maxKeys bounds the keys kept: an object used as a map has other ones in each answer.
const maxKeys = 1000

func (e *exact) key() (string, error) {
	b, plain := e.text()
	if !plain {
		return unescaped(b)
	}
	if key, ok := e.keys[string(b)]; ok {
		return key, nil
	}
	key := string(b)
	if len(e.keys) < maxKeys {
		e.keys[key] = key
	}
	return key, nil
}

func (e *exact) list() (any, error) {
	out := []any{}
	e.at++
	for {
		switch e.space() {
		case ']':
			e.at++
			return out, nil
		case ',':
			e.at++
			continue
		}
		v, err := e.value()
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
}
