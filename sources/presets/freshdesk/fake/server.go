// Package fake plays the Freshdesk API v2 of an account that keeps the desk of a tape. Its README says what of
// the desk is expressed how, and by which documents.
package fake

import (
	"net/http"
	"sync"
	"time"

	api "helpdesk_exporter/sources/api/fake"
)

// The credentials of the account: the user of HTTP Basic, with any password.
// https://developers.freshdesk.com/api/#authentication
const (
	// APIKey belongs to an administrator.
	APIKey = "fd7Kq2mXv9LrT4cYbW1z"
	// AgentKey belongs to an agent who may not see what is for administrators.
	AgentKey = "fdAgent3nPs8Jd6GhQx0"
)

// Host is the account's domain; no other is looked at.
const Host = "casa-support.freshdesk.com"

const base = "/api/v2"

// Server is the API of an account. It may serve many requests at once.
type Server struct {
	o      api.Options
	log    api.Log
	routes []route
	served http.Handler
	limits *limits
	people *people

	mu sync.Mutex
	// now is what is shown, searched what the search's index knows.
	now, searched *view
}

var _ api.API = (*Server)(nil)

// New returns the API of an account that keeps the desk of a tape.
func New(o api.Options) *Server {
	s := &Server{o: o, limits: newLimits(o.Limit), people: newPeople(o.Tape)}
	s.routes = newRoutes(endpoints())
	s.served = api.Disturb(http.HandlerFunc(s.answer), o.Faults, api.Dialect{
		Refuse: func(w http.ResponseWriter, wait time.Duration, _ uint64) { refuse(w, wait) },
	})
	return s
}

// Log is what the API has received.
func (s *Server) Log() *api.Log { return &s.log }

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.log.Add(r.Method + " " + s.route(r).name())
	s.served.ServeHTTP(w, r)
}

// endpoint is a resource that can be read.
type endpoint struct {
	path string
	// params are those that it takes besides page and per_page; paged tells whether it takes these.
	params []string
	paged  bool
	// bucket has a limit of its own.
	bucket bucket
	// embeds are the resources that may be included, and the calls that each costs.
	embeds map[string]int
	// admin lets administrators in only.
	admin bool
	// open needs no credentials.
	open  bool
	serve func(http.ResponseWriter, *request)
}

// request is one that is to be served.
type request struct {
	*http.Request
	s    *Server
	page page
	// include are the resources to embed.
	include map[string]bool
}

// answer does what is the same for all endpoints, in this order: how much is left, who asks, what is asked.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	e := s.route(r).endpoint
	asked := &request{Request: r, s: s}
	if e.open {
		e.serve(w, asked)
		return
	}
	common(w)
	include, bad := parseInclude(r, e.embeds)
	cost := 1
	for name := range include {
		cost += e.embeds[name]
	}
	left := s.limits.take(s.o.Clock.Now(), e.bucket, cost)
	if left.wait > 0 {
		s.log.Throttle()
		refuse(w, left.wait)
		return
	}
	left.tell(w)
	if !admitted(w, r, e) {
		return
	}
	page, errs := parsePage(r, e)
	if errs = append(errs, bad...); len(errs) > 0 {
		invalid(w, errs...)
		return
	}
	asked.page, asked.include = page, include
	e.serve(w, asked)
}

// admitted tells whether a request may be looked at, and answers it otherwise.
// https://developers.freshdesk.com/api/#error
func admitted(w http.ResponseWriter, r *http.Request, e endpoint) bool {
	key, _, _ := r.BasicAuth()
	switch {
	case key != APIKey && key != AgentKey:
		fail(w, http.StatusUnauthorized, "invalid_credentials", "The credentials are missing or wrong.")
	case e.path == "":
		notFound(w)
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		fail(w, http.StatusMethodNotAllowed, "method_not_allowed", r.Method+" is not allowed here, only GET.")
	case !acceptable(r):
		fail(w, http.StatusNotAcceptable, "unsupported_accept_header", "Only application/json and */* are supported.")
	case !readable(r):
		fail(w, http.StatusUnsupportedMediaType, "invalid_content_type", "Only application/json is supported.")
	case e.admin && key != APIKey:
		fail(w, http.StatusForbidden, "access_denied", "You are not allowed to do this.")
	default:
		return true
	}
	return false
}

// present is the desk as it is now.
func (s *Server) present() *view {
	at := s.frameAt(s.o.Clock.Now())
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil || !s.now.frame.At.Equal(at) {
		s.now = s.look(at, s.now)
	}
	return s.now
}

// indexed is the desk as the search knows it.
func (s *Server) indexed() *view {
	if s.o.Calm {
		return s.present()
	}
	at := s.frameAt(s.o.Clock.Now().Add(-IndexLag))
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.searched == nil || !s.searched.frame.At.Equal(at) {
		s.searched = s.look(at, s.searched)
	}
	return s.searched
}

// frameAt is the instant of the tape's frame that is shown at an instant.
func (s *Server) frameAt(now time.Time) time.Time {
	since := max(0, now.Sub(s.o.Tape.Begin))
	return s.o.Tape.Begin.Add(since.Truncate(s.o.Tape.Step))
}

func (s *Server) look(at time.Time, before *view) *view {
	v := newView(s.o.Tape.At(at), before, s.people, s.touched)
	v.ratings = sync.OnceValue(func() []Rating { return s.answers(v) })
	v.noted = s.noted()
	return v
}
