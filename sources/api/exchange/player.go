package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// ErrUnmatched is the error of a request that was not recorded.
var ErrUnmatched = errors.New("no recorded answer")

// Player is an http.RoundTripper that answers from a recording. A request is answered by the exchanges of
// the same method, path, parameters and body, in their order; the last of them answers all that follow.
// Without any, one that is similar answers (see similar). The host does not matter.
type Player struct {
	mu        sync.Mutex
	exchanges []recorded
	unmatched []string
	similar   []string
}

type recorded struct {
	Exchange
	path  string
	query url.Values
	used  bool
}

// NewPlayer returns a player of a recording.
func NewPlayer(exchanges []Exchange) (*Player, error) {
	p := &Player{}
	for i, x := range exchanges {
		u, err := url.Parse(x.URL)
		if err != nil {
			return nil, fmt.Errorf("exchange %d: url is no address", i+1)
		}
		p.exchanges = append(p.exchanges, recorded{Exchange: x, path: u.EscapedPath(), query: u.Query()})
	}
	return p, nil
}

// Unmatched lists the requests that had no answer.
func (p *Player) Unmatched() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.unmatched)
}

// Unused counts the exchanges that nobody asked for.
func (p *Player) Unused() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, x := range p.exchanges {
		if !x.used {
			n++
		}
	}
	return n
}

// Similar lists the requests that were answered by a similar one's answer.
func (p *Player) Similar() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.similar)
}

// RoundTrip implements http.RoundTripper.
func (p *Player) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
		if err := req.Body.Close(); err != nil {
			return nil, err
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	found := p.find(func(x *recorded) bool { return x.answers(req, body) })
	if found == nil {
		if found = p.find(func(x *recorded) bool { return x.similar(req) }); found != nil {
			p.similar = append(p.similar, describe(req))
		}
	}
	if found == nil {
		what := describe(req)
		p.unmatched = append(p.unmatched, what)
		return nil, fmt.Errorf("%s: %w", what, ErrUnmatched)
	}
	found.used = true
	return found.response(req), nil
}

// find returns the first exchange that answers and has not done so yet, else the last that answers.
func (p *Player) find(answers func(*recorded) bool) (found *recorded) {
	for i := range p.exchanges {
		if !answers(&p.exchanges[i]) {
			continue
		}
		if found = &p.exchanges[i]; !found.used {
			break
		}
	}
	return found
}

// describe names a request without its secrets.
func describe(req *http.Request) string {
	what := req.Method + " " + req.URL.EscapedPath()
	names := make([]string, 0, len(req.URL.Query()))
	for name, values := range req.URL.Query() {
		if !secretNames.MatchString(name) || pageToken(name) {
			names = append(names, name+"="+strings.Join(values, ","))
		}
	}
	slices.Sort(names)
	if len(names) > 0 {
		what += "?" + strings.Join(names, "&")
	}
	return what
}

func (x *recorded) answers(req *http.Request, body []byte) bool {
	if x.Method != req.Method || x.path != req.URL.EscapedPath() {
		return false
	}
	query := req.URL.Query()
	if len(query) != len(x.query) {
		return false
	}
	for name, want := range x.query {
		if !slices.EqualFunc(want, query[name], func(a, b string) bool { return a == Secret || a == b }) {
			return false
		}
	}
	if len(x.RequestBody) == 0 {
		return len(body) == 0
	}
	return alike(decoded(x.RequestBody), decoded(asJSON(body)))
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

// alike compares two bodies; what was secret is equal to everything.
func alike(want, got any) bool {
	switch want := want.(type) {
	case map[string]any:
		other, ok := got.(map[string]any)
		if !ok || len(want) != len(other) {
			return false
		}
		for key, v := range want {
			if !alike(v, other[key]) {
				return false
			}
		}
		return true
	case []any:
		other, ok := got.([]any)
		return ok && slices.EqualFunc(want, other, alike)
	case string:
		if want == Secret || want == got {
			return true
		}
		other, ok := got.(string)
		return ok && formsAlike(want, other)
	}
	return want == got
}

// formsAlike compares two forms.
func formsAlike(want, got string) bool {
	a, err := url.ParseQuery(want)
	b, err2 := url.ParseQuery(got)
	if err != nil || err2 != nil || len(a) != len(b) || !strings.Contains(want, "=") {
		return false
	}
	for name, values := range a {
		if !slices.EqualFunc(values, b[name], func(x, y string) bool { return x == Secret || x == y }) {
			return false
		}
	}
	return true
}

func (x *recorded) response(req *http.Request) *http.Response {
	header := http.Header{}
	for name, value := range x.Headers {
		header.Set(name, value)
	}
	body := []byte(x.Body)
	if v, ok := decoded(x.Body).(string); ok && !strings.HasPrefix(header.Get("Content-Type"), "application/json") {
		body = []byte(v)
	}
	return &http.Response{
		StatusCode: x.Status, Status: http.StatusText(x.Status), Header: header,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: req,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
}
