package exchange

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
)

// ErrUnmatched is the error of a request that was not recorded.
var ErrUnmatched = errors.New("no recorded answer")

// Player answers from recordings. A request is answered by the exchanges of the same method, path, parameters
// and body, in their order; the last of them answers all that follow. Without any, those of a similar request
// answer (see question.differs).
type Player struct {
	mu        sync.Mutex
	exchanges []*recorded
	byPath    map[string][]*recorded
	answered  map[string]*recorded // by the source and its question
	unmatched []string
	absent    []string
	similar   []string
}

// recorded is an exchange that may be played.
type recorded struct {
	Exchange
	question
	file string
	used bool
}

// Source is one that is played to. Host is that of its address.
type Source struct{ Name, Host string }

// NewPlayer returns a player of recordings.
func NewPlayer(files []File) (*Player, error) {
	p := &Player{byPath: map[string][]*recorded{}, answered: map[string]*recorded{}}
	for _, file := range files {
		for i, x := range file.Exchanges {
			u, err := url.Parse(x.URL)
			if err != nil {
				return nil, fmt.Errorf("%s: exchange %d: url is no address", file.Name, i+1)
			}
			r := &recorded{Exchange: x, question: ask(x.Method, u, x.RequestBody), file: filepath.ToSlash(file.Name)}
			p.exchanges = append(p.exchanges, r)
			p.byPath[r.unversioned] = append(p.byPath[r.unversioned], r)
		}
	}
	return p, nil
}

// For returns the transport of one of the sources. An exchange that is another one's does not answer it: one of
// a file or folder of the other's name, or else of its host. Otherwise the host does not matter, for recordings
// are also played to a source of another address.
func (p *Player) For(source Source, all []Source) http.RoundTripper {
	mine := map[*recorded]bool{}
	for _, x := range p.exchanges {
		owner := ownerOf(x, all)
		mine[x] = owner == "" || owner == source.Name
	}
	return &transport{player: p, source: source.Name, mine: mine}
}

func ownerOf(x *recorded, all []Source) string {
	top, _, _ := strings.Cut(x.file, "/")
	for _, s := range all {
		if s.Name == top {
			return s.Name
		}
	}
	owner := ""
	for _, s := range all {
		if !strings.EqualFold(s.Host, x.host) {
			continue
		}
		if owner != "" { // of one address they cannot be told apart
			return ""
		}
		owner = s.Name
	}
	return owner
}

// Unmatched lists the requests that had no answer.
func (p *Player) Unmatched() []string { return p.list(&p.unmatched) }

// Absent lists the optional requests that had no answer.
func (p *Player) Absent() []string { return p.list(&p.absent) }

// Similar lists the requests that were answered by a similar one's answer.
func (p *Player) Similar() []string { return p.list(&p.similar) }

func (p *Player) list(of *[]string) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(*of)
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

// transport plays to one source.
type transport struct {
	player *Player
	source string
	mine   map[*recorded]bool
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
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
	q, p := ask(req.Method, req.URL, body), t.player
	p.mu.Lock()
	defer p.mu.Unlock()
	found, cost := t.find(&q, asks(req))
	what := q.describe(req.URL)
	switch {
	case found != nil:
		if cost >= little {
			p.similar = append(p.similar, what)
		}
		found.used = true
		p.answered[t.source+" "+q.key] = found
		return found.response(req), nil
	case asks(req).Optional:
		p.absent = append(p.absent, what)
	default:
		p.unmatched = append(p.unmatched, what)
	}
	return nil, fmt.Errorf("%s: %w", what, ErrUnmatched)
}

// find returns the exchange that answers, and how far its question is from ours.
func (t *transport) find(q *question, a Asks) (*recorded, int) {
	type candidate struct {
		*recorded
		cost, far int
		late      bool
		seconds   float64
	}
	var list []candidate
	for _, x := range t.player.byPath[q.unversioned] {
		if !t.mine[x] {
			continue
		}
		cost := q.differs(&x.question, a)
		if cost == other {
			continue
		}
		c := candidate{recorded: x, cost: cost}
		if x.host != q.host {
			c.far = 1
		}
		c.late, c.seconds = q.before(&x.question)
		list = append(list, c)
	}
	if len(list) == 0 {
		return nil, 0
	}
	best := slices.MinFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.far, b.far), compareBool(a.late, b.late), cmp.Compare(a.seconds, b.seconds))
	})
	var alike []*recorded
	for _, c := range list {
		if c.key == best.key && c.far == best.far {
			alike = append(alike, c.recorded)
		}
	}
	return t.next(q, alike, best.cost, a), best.cost
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// next returns the first of the exchanges of one recorded question that was not played yet, else the last. What
// is but similar is not played over and over to new questions where that could go on for ever, nor where it is
// not sure to be meant.
func (t *transport) next(q *question, alike []*recorded, cost int, a Asks) *recorded {
	before := t.player.answered[t.source+" "+q.key]
	if cost >= unknown && before != nil && before.Status < http.StatusBadRequest {
		return before
	}
	if i := slices.IndexFunc(alike, func(x *recorded) bool { return !x.used }); i >= 0 {
		return alike[i]
	}
	if cost >= little && before == nil && (cost >= narrower || a.Further) {
		return nil
	}
	if before != nil && slices.Contains(alike, before) {
		return before
	}
	return alike[len(alike)-1]
}

// carrier are headers of how a body was carried, which is not how it is played.
var carrier = []string{"Content-Encoding", "Content-Length", "Transfer-Encoding", "Connection"}

func (x *recorded) response(req *http.Request) *http.Response {
	header := http.Header{}
	for name, value := range x.Headers {
		header.Set(name, value)
	}
	for _, name := range carrier {
		header.Del(name)
	}
	x.rehome(header, req.URL)
	body := []byte(x.Body)
	// A text is what was answered, also where that was JSON.
	if text, ok := decoded(x.Body).(string); ok {
		body = []byte(text)
	}
	return &http.Response{
		StatusCode: x.Status, Status: http.StatusText(x.Status), Header: header,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)), Request: req,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
}

// rehome leads a redirect within the recorded host to the host that is played.
func (x *recorded) rehome(header http.Header, to *url.URL) {
	location, err := url.Parse(header.Get("Location"))
	if err != nil || location.Host == "" || !strings.EqualFold(location.Host, x.host) {
		return
	}
	location.Scheme, location.Host = to.Scheme, to.Host
	header.Set("Location", location.String())
}
