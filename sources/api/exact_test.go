package api

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzExact holds the decoder to encoding/json on everything that encoding/json takes.
func FuzzExact(f *testing.F) {
	for _, seed := range []string{
		`null`, ` true `, `false`, `0`, `-1.5e+3`, `9007199254740993`, `""`, `"a\"b\\c\u00e9\ud83d\ude00\n"`, `"\ud800"`, "\"\xff\"",
		`[]`, `[ 1 , "a" , [ ] , { } ]`, `{ "a" : 1 , "b" : { "a" : [ null ] } , "a" : 2 }`, `{"\u0061":1,"":[{"x":"]}"}]}`, `"é\\"`, `["\\",""]`,
	} {
		f.Add([]byte(seed))
	}
	var e exact
	f.Fuzz(func(t *testing.T, raw []byte) {
		if !json.Valid(raw) {
			return
		}
		want, err := decodeExact(raw)
		require.NoError(t, err)
		got, err := e.decode(raw)
		require.NoError(t, err)
		require.Equal(t, want, got)
	})
}
