// Package exchange records what an HTTP source asks and is answered, without secrets and without what
// customers wrote, and plays it back.
package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Exchange is a request with its answer: a line of a recording.
type Exchange struct {
	Method      string          `json:"method"`
	URL         string          `json:"url"`
	RequestBody json.RawMessage `json:"request_body,omitempty"`
	Status      int             `json:"status"`
	Headers     Headers         `json:"headers,omitempty"`
	// Body is JSON; what is not is a JSON text.
	Body json.RawMessage `json:"body,omitempty"`
}

// Headers are those of an answer. Several of one name are one, joined by commas.
type Headers map[string]string

// UnmarshalJSON reads a text, a number or a list of them for each name.
func (h *Headers) UnmarshalJSON(raw []byte) error {
	var values map[string]any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&values); err != nil {
		return fmt.Errorf("headers: expected an object of names and texts: %w", err)
	}
	*h = Headers{}
	for name, v := range values {
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		var texts []string
		for _, each := range list {
			if each != nil {
				texts = append(texts, fmt.Sprint(each))
			}
		}
		(*h)[name] = strings.Join(texts, ", ")
	}
	return nil
}

var threeDigits = regexp.MustCompile(`\b[1-5][0-9]{2}\b`)

// UnmarshalJSON reads a line. Others' recorders write a status as 200, "200 OK" or {"code": 200}, and keys of
// their own, which do not matter.
func (x *Exchange) UnmarshalJSON(raw []byte) error {
	type plain Exchange
	line := struct {
		*plain
		Status json.RawMessage `json:"status"`
	}{plain: (*plain)(x)}
	if err := json.Unmarshal(raw, &line); err != nil {
		return err
	}
	status, err := strconv.Atoi(string(threeDigits.Find(line.Status)))
	if err == nil {
		x.Status = status
	}
	for _, body := range []*json.RawMessage{&x.RequestBody, &x.Body} {
		if text := string(*body); text == "null" || text == `""` {
			*body = nil
		}
	}
	return nil
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

func decoded(raw []byte) any {
	var v any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil
	}
	return v
}
