package exchange

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Recorders write a line in different ways.
func TestSpellingsOfALine(t *testing.T) {
	for line, want := range map[string]Exchange{
		`{"method":"get","url":"https://a/b","request_body":null,"status":"200 OK","headers":null,"body":"{\"a\":1}"}`: {Method: "get", URL: "https://a/b", Status: 200, Headers: Headers{}, Body: []byte(`"{\"a\":1}"`)},
		`{"id":7,"Method":"POST","URL":"https://a/b","request_body":{"a":1},"status":{"code":201,"message":"Created"},"headers":{"A":["b","c"],"D":5,"E":null},"body":[1],"recorded_at":"now"}`: {
			Method: "POST", URL: "https://a/b", RequestBody: []byte(`{"a":1}`), Status: 201, Headers: Headers{"A": "b, c", "D": "5", "E": ""}, Body: []byte(`[1]`),
		},
		"\ufeff" + `{"method":"GET","url":"/b","request_body":"","status":204,"body":null}` + "\r": {Method: "GET", URL: "/b", Status: 204},
	} {
		got, err := read("desk.jsonl", strings.NewReader("\n"+line+"\n"))
		require.NoError(t, err, line)
		require.Equal(t, []Exchange{want}, got, line)
	}
}

// Every broken line is named, with its file.
func TestBrokenLines(t *testing.T) {
	text := strings.Join([]string{
		`{"method":"GET","url":"https://a/b","status":200}`,
		`{"method":"GET"`,
		``,
		`{"method":"GET","status":200}`,
		`["GET"]`,
		`{"method":"GET","url":"https://a/%zz","status":200}`,
		`{"method":"GET","url":"https://a/b","status":"fine"}`,
		`{"method":"GET","url":"https://a/b","status":200,"headers":["a"]}`,
		`{"method":7,"url":"https://a/b","status":200}`,
	}, "\n")
	_, err := read("a/desk.jsonl", strings.NewReader(text))
	for _, want := range []string{
		"a/desk.jsonl:2: not a JSON object in one line (at byte 15): unexpected end of JSON input\n",
		"a/desk.jsonl:4: method, url and status are required\n",
		"a/desk.jsonl:5: not an exchange: ",
		"a/desk.jsonl:6: url is no address\n",
		"a/desk.jsonl:7: method, url and status are required\n",
		"a/desk.jsonl:8: not an exchange: headers: expected an object of names and texts",
		"a/desk.jsonl:9: not an exchange: ",
	} {
		require.ErrorContains(t, err, want)
	}
	require.NotContains(t, err.Error(), "desk.jsonl:1:")
}

func TestReadDir(t *testing.T) {
	dir := t.TempDir()
	line := `{"method":"GET","url":"https://a/b","status":200}` + "\n"
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write([]byte(line + line))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	require.NoError(t, os.Mkdir(filepath.Join(dir, "shop"), 0o700))
	for name, content := range map[string][]byte{
		"b.jsonl": []byte(line), "notes.txt": []byte("no recording"), "shop/a.jsonl.gz": packed.Bytes(), "c.ndjson": []byte(line),
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	link := filepath.Join(t.TempDir(), "answers")
	require.NoError(t, os.Symlink(dir, link))
	for _, from := range []string{dir, link} {
		files, err := ReadDir(from)
		require.NoError(t, err)
		require.Len(t, files, 3)
		require.Equal(t, []string{"b", "c", "shop/a"}, []string{files[0].Name, files[1].Name, files[2].Name})
		require.Len(t, files[2].Exchanges, 2)
	}
	files, err := ReadDir(filepath.Join(dir, "b.jsonl"))
	require.NoError(t, err)
	require.Equal(t, "b", files[0].Name)

	require.NoError(t, os.WriteFile(filepath.Join(dir, "d.jsonl.gz"), []byte(line), 0o600))
	_, err = ReadDir(dir)
	require.ErrorContains(t, err, "d.jsonl.gz: gzip: invalid header")
}
