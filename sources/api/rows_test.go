package api

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const rowStream = `
timezone: UTC
streams:
  - name: tickets
    request: {path: /tickets, answer: {FORMAT}}
    map: '{kind: "ticket", id, created_at: (.created | ts), updated_at: (.created | ts), status: .state, subject: .title}'
`

func packed(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.String()
}

// Lines become records, however they are written; what is no line fails with its number, and fails only where it
// will not pass by itself at once.
func TestRows(t *testing.T) {
	const one = "2026-01-01,open\n"
	for name, c := range map[string]struct {
		format, body, contentType string
		keys                      []string
		reason, message           string
		requests                  int
	}{
		"csv":                        {"format: csv", "id,created,state\n1,2026-01-01,open\n2,2026-01-02,solved\n", "", []string{"1", "2"}, "", "", 1},
		"csv without a last newline": {"format: csv", "id,created,state\r\n1,2026-01-01,open\r\n2,2026-01-02,open", "", []string{"1", "2"}, "", "", 1},
		"a byte order mark":          {"format: csv", "\ufeffid,created,state\n1," + one, "", []string{"1"}, "", "", 1},
		"spaces around the names":    {"format: csv", " id , created ,state\n1," + one, "", []string{"1"}, "", "", 1},
		"another delimiter":          {`format: csv, delimiter: ";"`, "id;created;state;title\n1;2026-01-01;open;\"a;b\"\n", "", []string{"1"}, "", "", 1},
		"tabs":                       {`format: csv, delimiter: "\t"`, "id\tcreated\tstate\n1\t2026-01-01\topen\n", "", []string{"1"}, "", "", 1},
		"no row of names":            {"format: csv, columns: [id, created, state]", "1," + one, "", []string{"1"}, "", "", 1},
		"lines in quotes":            {"format: csv", "id,created,state,title\n1,2026-01-01,open,\"My \"\"card\"\"\nis lost, sorry\"\n2,2026-01-02,open,\n", "", []string{"1", "2"}, "", "", 1},
		"empty lines":                {"format: csv", "id,created,state\n\n1,2026-01-01,open\n\n", "", []string{"1"}, "", "", 1},
		"only names":                 {"format: csv", "id,created,state\n", "", nil, "", "", 1},
		"nothing":                    {"format: csv", "", "", nil, "", "", 1},
		"packed csv":                 {"format: csv", packed(t, "id,created,state\n1,"+one), "application/octet-stream", []string{"1"}, "", "", 1},
		"a row too short":            {"format: csv", "id,created,state\n1," + one + "2,2026-01-01\n", "", nil, "data", "row 2 of the answer has 2 fields, and there are 3 columns", 1},
		"a row too long":             {"format: csv", "id,created,state\n1,2026-01-01,open,x\n", "", nil, "data", "row 1 of the answer has 4 fields, and there are 3 columns", 1},
		"a quote that does not end":  {"format: csv", "id,created,state\n1,\"2026-01-01,open\n", "", nil, "data", "row 1 of the answer (line 2) is not CSV: extraneous or missing \" in quoted-field", 1},
		"a quote in the middle":      {"format: csv", "id,created,state\n1," + one + "2,20\"26,open\n", "", nil, "data", "row 2 of the answer (line 3) is not CSV: bare \" in non-quoted-field", 1},
		"a column that comes twice":  {"format: csv", "id,state,state\n", "", nil, "schema", `the column "state" comes twice in the answer's first row`, 1},
		"a page of HTML":             {"format: csv", "<!doctype html>\n", "text/html", nil, "data", "the answer is not CSV", 1},
		"an error in JSON":           {"format: csv", `{"error": "x"}`, "application/json", nil, "data", "the answer is not CSV", 1},
		"csv over the limit":         {"format: csv", "id,created,state\n" + strings.Repeat("1,"+one, 1000), "", nil, "data", "the answer is larger than limits.response_body", 1},
		"packed, over the limit":     {"format: csv", packed(t, "id,created,state\n"+strings.Repeat("1,"+one, 1000)), "", nil, "data", "the answer is larger than limits.response_body", 1},
		"packed, and cut off":        {"format: csv", packed(t, "id,created,state\n1,"+one)[:30], "", nil, "connect", "reading the answer: unexpected EOF", attempts},

		"jsonl":                           {"format: jsonl", `{"id":1,"created":"2026-01-01","state":"open"}` + "\n\n" + `{"id":9007199254740993,"created":"2026-01-02","state":"open"}`, "", []string{"1", "9007199254740993"}, "", "", 1},
		"packed jsonl":                    {"format: jsonl", packed(t, `{"id":1,"created":"2026-01-01","state":"open"}`), "", []string{"1"}, "", "", 1},
		"no lines":                        {"format: jsonl", " \n", "", nil, "", "", 1},
		"a line that is no object":        {"format: jsonl", `{"id":1,"created":"2026-01-01","state":"open"}` + "\n7\n", "", nil, "data", "record 2 of the answer is not a JSON object", 1},
		"a line that is no JSON":          {"format: jsonl", `{"id":1,"created":"2026-01-01","state":"open"}` + "\nnothing\n", "", nil, "data", "record 2 of the answer is not JSON", 1},
		"a line that is nearly an object": {"format: jsonl", `{"id":1,}` + "\n", "", nil, "data", "record 1 of the answer is not a JSON object", 1},
		"a line that does not end":        {"format: jsonl", `{"id":1,"created":"2026`, "", nil, "connect", "reading the answer: unexpected EOF", attempts},
		"HTML instead of lines":           {"format: jsonl", "<html></html>", "text/html", nil, "data", "record 1 of the answer is not JSON", 1},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBed(t, strings.Replace(rowStream, "FORMAT", c.format, 1), func(w http.ResponseWriter, r *http.Request) {
				require.NotEqual(t, "application/json", r.Header.Get("Accept"))
				w.Header().Set("Content-Type", c.contentType)
				write(w, "%s", c.body)
			})
			b.source.maxBody = 4 << 10
			if c.reason != "" {
				reason, message := b.reason()
				require.Equal(t, c.reason, reason, message)
				require.Contains(t, message, c.message)
				require.Equal(t, c.requests, b.network.Requests())
				return
			}
			b.mustPoll("tickets")
			require.Equal(t, c.requests, b.network.Requests())
			var keys []string
			for _, key := range b.ledger.Keys() {
				keys = append(keys, strings.TrimPrefix(key, "ticket/"))
			}
			require.Equal(t, c.keys, keys)
		})
	}
}

// The number of records is no matter of memory: what a row held is let go.
func TestRowsOfAnExport(t *testing.T) {
	b := newBed(t, strings.Replace(rowStream, "FORMAT", "format: csv", 1), func(w http.ResponseWriter, _ *http.Request) {
		write(w, "id,created,state,title\n")
		for i := range 3000 {
			write(w, "%d,2026-01-01 10:00:00,open,\"%s\"\n", i, fmt.Sprintf("ticket %d, of many", i))
		}
	})
	b.mustPoll("tickets")
	require.Len(t, b.ledger.Keys(), 3000)
}

// What lines of an answer cannot have is refused where it is written.
func TestRowsInAConfiguration(t *testing.T) {
	for text, want := range map[string]string{
		"request: {path: /t, answer: {format: xml}}":                                       `answer.format: "xml" is unknown: use json, jsonl, csv`,
		`request: {path: /t, answer: {format: csv, delimiter: ";;"}}`:                      `answer.delimiter: ";;": expected one character`,
		"request: {path: /t, answer: {format: csv, columns: [a, a]}}":                      `answer.columns: "a" comes twice`,
		"request: {path: /t, answer: {format: jsonl, columns: [a]}}":                       `answer.format: delimiter and columns are those of csv`,
		"request: {path: /t, answer: {format: csv}}\n    records: tickets":                 `records: each line of the answer is a record`,
		"request: {path: /t, answer: {format: csv}}\n    pages: {type: token, next: next}": `pages.type: "token" is read from what surrounds the records`,
		"request: {path: /t, answer: {format: csv}}\n    pages: {type: page, total: n}":    `pages: each line of the answer is a record`,
		"request: {path: /t, answer: {format: csv}}\n    cursor: {from: until}":            `cursor.from: is read from what surrounds the records`,
	} {
		c := decoded(t, "streams:\n  - name: tickets\n    "+text+"\n    map: '"+ticketMap+"'\n")
		var problems []string
		for _, p := range c.Validate("https://desk.example") {
			problems = append(problems, p.Error())
		}
		require.Contains(t, strings.Join(problems, "\n"), want, text)
	}
}
