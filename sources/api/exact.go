package api

import (
	"bytes"
	"encoding/json"
	"hash/maphash"
	"unicode/utf8"
)

// exact decodes JSON in one pass and with exact numbers. The records of one answer are much alike: their
// keys and short values are kept and used again, and their objects are made as large as the ones before.
type exact struct {
	raw     []byte
	at      int
	depth   int
	root    member
	keys    map[string]*member
	seed    maphash.Seed
	texts   [keptValues]kept
	numbers [keptValues]kept
}

// member is a key, with what is known of the values before.
type member struct {
	key    string
	length int // of the object or list
	// element is what is known of the list's elements.
	element *member
}

// kept is a value that may come again, nil where there is none yet.
type kept struct {
	text  string
	value any
}

const (
	// maxKeys bounds the keys kept: an object used as a map has other ones in each answer.
	maxKeys = 1000
	// keptValues is a power of 2, and longestKept bounds their bytes.
	keptValues  = 256
	longestKept = 32
	// longestMade bounds the room that an object or a list is given beforehand.
	longestMade = 64
)

// decode decodes one value. What it doubts is for encoding/json to say.
func (e *exact) decode(raw []byte) (any, error) {
	e.raw, e.at, e.depth = raw, 0, 0
	if e.keys == nil {
		e.keys, e.seed = map[string]*member{}, maphash.MakeSeed()
	}
	if v, ok := e.value(&e.root); ok && e.space() == 0 && e.at == len(raw) {
		return v, nil
	}
	return decodeExact(raw)
}

// space returns the first byte that is no white space, 0 at the end.
func (e *exact) space() byte {
	for ; e.at < len(e.raw); e.at++ {
		switch c := e.raw[e.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// value reads a value of a member; false where it is not well-formed.
func (e *exact) value(m *member) (any, bool) {
	switch e.space() {
	case '{':
		return e.object(m)
	case '[':
		return e.list(m)
	case '"':
		content, quoted := e.text()
		switch {
		case content != nil:
			return e.keep(&e.texts, content, func(s string) any { return s }), true
		case quoted != nil:
			s, err := unescaped(quoted)
			return s, err == nil
		}
		return nil, false
	case 't':
		return true, e.word("true")
	case 'f':
		return false, e.word("false")
	case 'n':
		return nil, e.word("null")
	}
	if number := e.number(); number != nil {
		return e.keep(&e.numbers, number, func(s string) any { return json.Number(s) }), true
	}
	return nil, false
}

func (e *exact) word(s string) bool {
	ok := bytes.HasPrefix(e.raw[e.at:], []byte(s))
	e.at += len(s)
	return ok
}

func isNumber(c byte) bool {
	return c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E'
}

// number reads a number, nil where it is none.
func (e *exact) number() []byte {
	start := e.at
	for e.at < len(e.raw) && isNumber(e.raw[e.at]) {
		e.at++
	}
	n := e.raw[start:e.at]
	if !isWhole(n) && !json.Valid(n) {
		return nil
	}
	return n
}

// isWhole tells a whole number as JSON writes it.
func isWhole(n []byte) bool {
	if len(n) == 0 || n[0] == '0' && len(n) > 1 {
		return false
	}
	for _, c := range n {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// keep makes the value of a text, or finds it among those that were kept.
func (e *exact) keep(among *[keptValues]kept, text []byte, value func(string) any) any {
	if len(text) > longestKept {
		return value(string(text))
	}
	k := &among[maphash.Bytes(e.seed, text)%keptValues]
	if k.value == nil || k.text != string(text) {
		k.text = string(text)
		k.value = value(k.text)
	}
	return k.value
}

// text reads a string: its content where that is plain, else the string with its quotes; nothing where it
// does not end.
func (e *exact) text() (content, quoted []byte) {
	start := e.at
	for i := start + 1; ; i++ {
		quote := bytes.IndexByte(e.raw[i:], '"')
		if quote < 0 {
			return nil, nil
		}
		if i += quote; isEscaped(e.raw[start+1 : i]) {
			continue
		}
		e.at = i + 1
		if content := e.raw[start+1 : i]; isPlain(content) {
			return content, nil
		}
		return nil, e.raw[start:e.at]
	}
}

// isPlain tells a content that stands for itself.
func isPlain(content []byte) bool {
	ascii := true
	for _, c := range content {
		if c < ' ' || c == '\\' {
			return false
		}
		ascii = ascii && c < utf8.RuneSelf
	}
	return ascii || utf8.Valid(content)
}

// escapes are those of a single byte.
var escapes = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// unescaped reads a string with its quotes.
func unescaped(quoted []byte) (string, error) {
	rest := quoted[1 : len(quoted)-1]
	out := make([]byte, 0, len(rest))
	for {
		slash := bytes.IndexByte(rest, '\\')
		if slash < 0 {
			slash = len(rest)
		}
		simple := isPlain(rest[:slash])
		if simple && slash == len(rest) {
			return string(append(out, rest...)), nil
		}
		if !simple || escapes[rest[slash+1]] == 0 { // a slash is never the last byte
			var s string
			err := json.Unmarshal(quoted, &s)
			return s, err
		}
		out = append(append(out, rest[:slash]...), escapes[rest[slash+1]])
		rest = rest[slash+2:]
	}
}

func (e *exact) object(m *member) (any, bool) {
	out := make(map[string]any, m.length)
	for first := true; ; first = false {
		there, ok := e.another('}', first)
		if !there {
			m.length = min(len(out), longestMade)
			return out, ok
		}
		if e.space() != '"' {
			return nil, false
		}
		of, ok := e.key()
		if !ok || e.space() != ':' {
			return nil, false
		}
		e.at++
		if out[of.key], ok = e.value(of); !ok {
			return nil, false
		}
	}
}

func (e *exact) list(m *member) (any, bool) {
	out := make([]any, 0, m.length)
	if m.element == nil {
		m.element = &member{}
	}
	for first := true; ; first = false {
		there, ok := e.another(']', first)
		if !there {
			m.length = min(len(out), longestMade)
			return out, ok
		}
		v, ok := e.value(m.element)
		if !ok {
			return nil, false
		}
		out = append(out, v)
	}
}

// another passes what stands before an element, the opening bracket before the first, or the end.
func (e *exact) another(end byte, first bool) (there, ok bool) {
	c := e.space()
	switch {
	case first:
		e.at++
		if e.depth++; e.depth > maxDepth {
			return false, false
		}
		if c = e.space(); c != end {
			return true, true
		}
	case c == ',':
		e.at++
		return true, true
	}
	if c != end {
		return false, false
	}
	e.at++
	e.depth--
	return false, true
}

func (e *exact) key() (*member, bool) {
	content, quoted := e.text()
	if content == nil {
		if quoted == nil {
			return nil, false
		}
		key, err := unescaped(quoted)
		return &member{key: key}, err == nil
	}
	if m, ok := e.keys[string(content)]; ok {
		return m, true
	}
	m := &member{key: string(content)}
	if len(e.keys) < maxKeys {
		e.keys[m.key] = m
	}
	return m, true
}
