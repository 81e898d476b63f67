// Package exchange records what an HTTP source asks and is answered, without secrets and without what
// customers wrote, and plays it back.
package exchange

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
)

// Exchange is a request with its answer: a line of a recording.
type Exchange struct {
	Method      string            `json:"method"`
	URL         string            `json:"url"`
	RequestBody json.RawMessage   `json:"request_body,omitempty"`
	Status      int               `json:"status"`
	Headers     map[string]string `json:"headers,omitempty"`
	// Body is JSON; what is not is a JSON text.
	Body json.RawMessage `json:"body,omitempty"`
}

// longestLine bounds a line of a recording.
const longestLine = 256 << 20

// Read reads a recording: a JSON object a line.
func Read(r io.Reader) ([]Exchange, error) {
	var out []Exchange
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, longestLine)
	for n := 1; lines.Scan(); n++ {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		var x Exchange
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&x); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if _, err := url.Parse(x.URL); err != nil || x.Method == "" || x.Status == 0 {
			return nil, fmt.Errorf("line %d: method, url and status are required", n)
		}
		out = append(out, x)
	}
	return out, lines.Err()
}

// asJSON is a body as it is stored: JSON as such, what is not as a text.
func asJSON(body []byte) json.RawMessage {
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return nil
	case json.Valid(body):
		return body
	}
	text, err := json.Marshal(string(body))
	if err != nil {
		return nil // a text always marshals
	}
	return text
}
