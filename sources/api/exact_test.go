package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

// FuzzExact holds the decoder to encoding/json: the same values, and errors for the same texts.
func FuzzExact(f *testing.F) {
	for _, seed := range texts {
		f.Add([]byte(seed))
	}
	var e exact
	f.Fuzz(func(t *testing.T, raw []byte) {
		want, err := decodeExact(raw)
		// Twice, because much is kept from the first time.
		for range 2 {
			got, failed := e.decode(raw)
			require.Equal(t, err, failed)
			require.Equal(t, want, got)
		}
		e.raw, e.at, e.depth = raw, 0, 0
		_, ok := e.value(&e.root)
		require.Equal(t, json.Valid(raw), ok && e.space() == 0 && e.at == len(raw), "in one pass, without encoding/json's help")
	})
}

// texts are JSON, and what is almost JSON.
var texts = []string{
	`null`, ` true `, `false`, `0`, `-0`, `-1.5e+3`, `1E5`, `9007199254740993`, `123456789012345678901234567890`, `""`,
	`"a\"b\\c\u00e9\ud83d\ude00\n\/"`, `"\ud800"`, "\"\xff\"", "\"\xff\\n\"", `"é\\"`, `["\\",""]`, "\"a\tb\"", `"a\qb"`, `"\u12"`, `"\\\"`,
	`[]`, `[ 1 , "a" , [ ] , { } ]`, `{ "a" : 1 , "b" : { "a" : [ null ] } , "a" : 2 }`, `{"\u0061":1,"":[{"x":"]}"}]}`,
	`[12,"12",12,"12"]`, `[[[1,2,3]],[[4]]]`, `[1,]`, `[,1]`, `[1 2]`, `{"a"}`, `{"a":}`, `{"a":1,}`, `{a:1}`, `{"a":1]`, `[1}`,
	`tru`, `truth`, `nul`, `01`, `1.`, `.5`, `+1`, `1e`, `--1`, `"a`, `[`, `{"a":[1`, ``, ` `, `<html>`, `1 2`, `{} {}`, `[1]x`, "\xef\xbb\xbf{}",
	`{"tickets":[{"id":1},null,{"id":"2"}],"count":2}`, `{"tickets":{"a":{"id":1},"b":{"id":2}}}`, `{"tickets":null}`, `{"tickets":7}`,
	`[{"tickets":[1]},{"tickets":[2]}]`, strings.Repeat("[", 11_000) + strings.Repeat("]", 11_000),
}

// FuzzReadAnswer holds the reader to encoding/json: what is taken apart while it arrives, in pieces of any
// size, has the same records as what is decoded whole, and what is no JSON is an error.
func FuzzReadAnswer(f *testing.F) {
	for _, seed := range texts {
		f.Add([]byte(seed))
	}
	paths := []path{{}, {keys: []string{"tickets"}}, {keys: []string{"tickets"}, values: true}}
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, p := range paths {
			whole, err := readWhole(bytes.NewReader(raw), p)
			pieces, again := readWhole(iotest.OneByteReader(bytes.NewReader(raw)), p)
			require.Equal(t, err == nil, again == nil, "%v, byte by byte %v", err, again)
			require.Equal(t, whole, pieces)
			blank := len(bytes.Trim(raw, " \t\r\n")) == 0
			if !json.Valid(raw) && !blank {
				require.Error(t, err)
			}
			if json.Valid(raw) && !errors.Is(err, errNoList) {
				require.NoError(t, err)
			}
			v, _ := decodeExact(raw)
			if list, ok := v.([]any); ok && len(p.keys) == 0 && json.Valid(raw) {
				want := []any{}
				for _, record := range list {
					if record != nil {
						want = append(want, record)
					}
				}
				require.Equal(t, want, append([]any{}, whole...))
			}
		}
	})
}

func readWhole(body io.Reader, p path) (records []any, err error) {
	_, _, err = readAnswer(body, p, func(o object) error {
		v, err := o.value()
		records = append(records, v)
		return err
	})
	return records, err
}

// What ends too early is read again, what is no JSON is not, and an error of the network stays itself.
func TestWhatEndsAnAnswer(t *testing.T) {
	broken := errors.New("connection reset")
	for _, c := range []struct {
		name, text string
		end        error
		want       error // nil: no JSON
	}{
		{"in a list", `{"tickets":[{"id":1},`, io.EOF, io.ErrUnexpectedEOF},
		{"in a string", `{"tickets":[{"id":"1`, io.EOF, io.ErrUnexpectedEOF},
		{"after a backslash", `{"tickets":[{"id":"1\`, io.EOF, io.ErrUnexpectedEOF},
		{"in a word", `{"tickets":[tru`, io.EOF, io.ErrUnexpectedEOF},
		{"no word", `{"tickets":[tru]}`, io.EOF, nil},
		{"in a key", `{"tick`, io.EOF, io.ErrUnexpectedEOF},
		{"before a value", `{"tickets":`, io.EOF, io.ErrUnexpectedEOF},
		{"in the envelope", `{"tickets":[],"count":[1,`, io.EOF, io.ErrUnexpectedEOF},
		{"a page in a record", `{"tickets":[{"id":<html>"`, io.EOF, nil},
		{"a page", `<html>`, io.EOF, nil},
		{"no comma in a record", `{"tickets":[{"id":1 "a":2}]}`, io.EOF, nil},
		{"no comma", `{"tickets":[{} {}]}`, io.EOF, nil},
		{"no colon", `{"tickets" []}`, io.EOF, nil},
		{"a number for a key", `{1:[]}`, io.EOF, nil},
		{"another bracket", `{"tickets":[{"id":1]]}`, io.EOF, nil},
		{"brackets without end", `{"tickets":` + strings.Repeat("[", 1_000_000), io.EOF, nil},
		{"lists without end", strings.Repeat("[", 1_000_000), io.EOF, nil},
		{"a failing connection", `{"tickets":[{"id":"1`, broken, broken},
		{"a failing connection after the value", `{"tickets":[]}`, broken, broken},
		{"a failing connection before it", ``, broken, broken},
	} {
		t.Run(c.name, func(t *testing.T) {
			body := io.MultiReader(strings.NewReader(c.text), iotest.ErrReader(c.end))
			_, err := readWhole(body, path{keys: []string{"tickets"}})
			if c.want != nil {
				require.ErrorIs(t, err, c.want)
				require.False(t, isSyntax(err))
				return
			}
			var own *Error
			require.True(t, isSyntax(err) || errors.As(err, &own) && own.reason == ReasonData, err)
		})
	}
}

// Values longer than what is read at once arrive whole, whatever the reads.
func TestLongValues(t *testing.T) {
	text := strings.Repeat(`x\"\\`, 100_000)
	raw := `{"tickets":[{"id":1,"text":"` + text + `"},{"id":2}],"more":["` + text + `"]}`
	for name, body := range map[string]io.Reader{
		"at once": strings.NewReader(raw), "halves": iotest.HalfReader(strings.NewReader(raw)), "with the error": iotest.DataErrReader(strings.NewReader(raw)),
	} {
		t.Run(name, func(t *testing.T) {
			records, err := readWhole(body, path{keys: []string{"tickets"}})
			require.NoError(t, err)
			require.Len(t, records, 2)
			require.Len(t, records[0].(map[string]any)["text"], 300_000)
			require.Equal(t, map[string]any{"id": json.Number("2")}, records[1])
		})
	}
}
