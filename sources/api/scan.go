package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

const (
	// window is how much of an answer is read at once; a longer value makes it grow.
	window = 32 << 10
	// leastRead is how much room a read has at least.
	leastRead = 4 << 10
	// maxDepth is how deep values may be nested, as in encoding/json.
	maxDepth = 10_000
)

// scanner finds the values of a JSON text that arrives. It tells where a value ends; whether the value is
// well-formed is for exact to say.
type scanner struct {
	body   io.Reader
	memory []byte
	buf    []byte // of memory: what was read and not taken
	err    error  // of body, once it has ended
}

// more reads on. It fails only if nothing more can be read.
func (s *scanner) more() error {
	if s.err != nil {
		return s.err
	}
	if cap(s.buf)-len(s.buf) < leastRead {
		if len(s.buf) > len(s.memory)/2 || s.memory == nil {
			s.memory = make([]byte, max(window, 2*len(s.memory)))
		}
		s.buf = s.memory[:copy(s.memory, s.buf)]
	}
	for range 100 {
		n, err := s.body.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf, s.err = s.buf[:len(s.buf)+n], err
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// peek returns the first byte that is no white space, and stands before it. Its error is io.EOF at the end.
func (s *scanner) peek() (byte, error) {
	for {
		for i, c := range s.buf {
			if c != ' ' && c != '\t' && c != '\n' && c != '\r' {
				s.buf = s.buf[i:]
				return c, nil
			}
		}
		s.buf = s.buf[:0]
		if err := s.more(); err != nil {
			return 0, err
		}
	}
}

// next is peek where the text must not end.
func (s *scanner) next() (byte, error) {
	c, err := s.peek()
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return c, err
}

// skip passes the byte that peek has shown.
func (s *scanner) skip() { s.buf = s.buf[1:] }

// malformed is the error of what is no JSON.
func malformed() error { return &json.SyntaxError{} }

// raw takes the next value. Its bytes are good until the next call of the scanner.
func (s *scanner) raw() ([]byte, error) {
	c, err := s.next()
	if err != nil {
		return nil, err
	}
	var length int
	switch {
	case c == '{' || c == '[' || c == '"':
		length, err = s.nested()
	case isLiteral(c):
		length, err = s.literal()
	default:
		err = malformed()
	}
	if err != nil {
		return nil, err
	}
	value := s.buf[:length]
	s.buf = s.buf[length:]
	return value, nil
}

// isLiteral tells the bytes of numbers, true, false and null.
func isLiteral(c byte) bool { return isNumber(c) || c >= 'a' && c <= 'z' }

// literal finds the end of a number or a word.
func (s *scanner) literal() (int, error) {
	for i := 0; ; {
		for ; i < len(s.buf); i++ {
			if isLiteral(s.buf[i]) {
				continue
			}
			if !json.Valid(s.buf[:i]) {
				return 0, malformed()
			}
			return i, nil
		}
		if err := s.more(); errors.Is(err, io.EOF) && json.Valid(s.buf) {
			return i, nil
		} else if err != nil {
			return 0, s.cut(err)
		}
	}
}

// nested finds the end of a string, a list or an object.
func (s *scanner) nested() (int, error) {
	depth := 0
	for i := 0; ; i++ {
		if i == len(s.buf) {
			if err := s.more(); err != nil {
				return 0, s.cut(err)
			}
		}
		switch s.buf[i] {
		case '"':
			end, err := s.text(i + 1)
			if err != nil {
				return 0, err
			}
			if i = end; depth == 0 {
				return i + 1, nil
			}
		case '{', '[':
			if depth++; depth > maxDepth {
				return 0, malformed()
			}
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1, nil
			}
		}
	}
}

// text finds the quote that ends the string whose content begins there.
func (s *scanner) text(from int) (int, error) {
	for i := from; ; i++ {
		quote := bytes.IndexByte(s.buf[i:], '"')
		for quote < 0 {
			i = len(s.buf)
			if err := s.more(); err != nil {
				return 0, s.cut(err)
			}
			quote = bytes.IndexByte(s.buf[i:], '"')
		}
		if i += quote; !isEscaped(s.buf[from:i]) {
			return i, nil
		}
	}
}

// isEscaped tells whether what follows the content of a string is escaped by it.
func isEscaped(content []byte) bool {
	slashes := len(content) - len(bytes.TrimRight(content, `\`))
	return slashes%2 == 1
}

// cut is the error of a value that does not end: what is no JSON from the start is not read again.
func (s *scanner) cut(err error) error {
	if !errors.Is(err, io.EOF) {
		return err
	}
	_, wrong := decodeExact(s.buf)
	var syntax *json.SyntaxError
	if errors.As(wrong, &syntax) {
		return wrong
	}
	return io.ErrUnexpectedEOF
}

// list passes a list whose bracket peek has shown; element takes each of its values.
func (s *scanner) list(element func() error) error {
	return s.sequence(']', element)
}

// members passes an object whose brace peek has shown; member takes the value of each key.
func (s *scanner) members(member func(key string) error) error {
	return s.sequence('}', func() error {
		if c, err := s.next(); err != nil {
			return err
		} else if c != '"' {
			return malformed()
		}
		quoted, err := s.raw()
		if err != nil {
			return err
		}
		key, err := unescaped(quoted)
		if err != nil {
			return err
		}
		if c, err := s.next(); err != nil {
			return err
		} else if c != ':' {
			return malformed()
		}
		s.skip()
		return member(key)
	})
}

func (s *scanner) sequence(end byte, element func() error) error {
	s.skip()
	for first := true; ; first = false {
		c, err := s.next()
		switch {
		case err != nil:
			return err
		case c == end:
			s.skip()
			return nil
		case !first && c != ',':
			return malformed()
		case !first:
			s.skip()
			if c, err = s.next(); err != nil {
				return err
			} else if c == end {
				return malformed()
			}
		}
		if err := element(); err != nil {
			return err
		}
	}
}
