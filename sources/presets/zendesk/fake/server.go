// Package fake plays the API of Zendesk Support, Talk and CSAT over the story of a simulated desk, as the
// vendor documents it. What it expresses how, and what nobody knows, is in its README. It is never part of
// the exporter.
package fake

import (
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// Host is the account's own host. Next-page addresses name it even if the request went to another one.
const Host = "casa-group.zendesk.com"

// Server is an account. It implements fake.API.
type Server struct {
	o   api.Options
	log api.Log
	mux *http.ServeMux
	// outer is the API with the faults in front of it.
	outer http.Handler
	// turn is when the account changed from satisfaction ratings to CSAT surveys.
	turn time.Time

	mu       sync.Mutex // held while a request is answered
	view     *view
	dossiers map[*replay.Ticket]*dossier
	vanished map[int64]time.Time
	looked   time.Time
	windows  map[string]*window
	tokens   map[string]*token
	issued   int
}

var _ api.API = (*Server)(nil)

// New returns an account that keeps the desk of a tape.
func New(o api.Options) *Server {
	s := &Server{
		o: o, mux: http.NewServeMux(),
		turn:     o.Tape.Begin.Add(o.Tape.End.Sub(o.Tape.Begin) / 2).Truncate(time.Second),
		dossiers: map[*replay.Ticket]*dossier{}, vanished: map[int64]time.Time{},
		windows: map[string]*window{}, tokens: map[string]*token{},
	}
	for pattern, e := range s.routes() {
		s.mux.Handle(pattern, s.endpoint(e))
	}
	s.mux.HandleFunc("POST /oauth/tokens", s.issue)
	s.mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		refuse(w, http.StatusNotFound, "InvalidEndpoint", "Not found")
	})
	s.outer = api.Disturb(s.mux, o.Faults, api.Dialect{Refuse: refused, Expire: s.expire})
	return s
}

// Log is what the account has received.
func (s *Server) Log() *api.Log { return &s.log }

// ServeHTTP answers a request. Each path may end in .json.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if trimmed := strings.TrimSuffix(r.URL.Path, ".json"); trimmed != r.URL.Path {
		address := *r.URL
		address.Path, address.RawPath = trimmed, ""
		again := r.Clone(r.Context())
		again.URL = &address
		r = again
	}
	_, route := s.mux.Handler(r)
	if route == "/" || route == "" {
		route = r.Method + " (unknown)"
	}
	s.log.Add(route)
	s.outer.ServeHTTP(w, r)
}

// endpoint is something that can be asked for.
type endpoint struct {
	// bucket is the endpoint's own limit besides the account's, if it has one.
	bucket string
	// admin lets only administrators in.
	admin bool
	serve func(*call)
}

// call is a request on its way.
type call struct {
	*Server
	w http.ResponseWriter
	r *http.Request
	v *view
	// base is the scheme and host of addresses in the answer.
	base string
}

func (s *Server) endpoint(e endpoint) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.admit(w, r, e.admin) || !s.allow(w, e.bucket) {
			return
		}
		e.serve(&call{Server: s, w: w, r: r, v: s.look(), base: s.base(r)})
	})
}

// base names the account's own host, as accounts with a mapped host do; a calm one names the host that was
// asked.
func (s *Server) base(r *http.Request) string {
	if !s.o.Calm {
		return "https://" + Host
	}
	if r.TLS == nil && strings.Contains(r.Host, ":") {
		return "http://" + r.Host
	}
	return "https://" + r.Host
}

func (s *Server) routes() map[string]endpoint {
	all := map[string]endpoint{}
	for _, some := range []map[string]endpoint{
		exportRoutes(), ticketRoutes(), historyRoutes(), peopleRoutes(), settingsRoutes(), csatRoutes(), talkRoutes(), searchRoutes(),
	} {
		maps.Copy(all, some)
	}
	return all
}
