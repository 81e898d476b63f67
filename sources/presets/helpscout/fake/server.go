// Package fake plays the Help Scout Mailbox API 2.0 (since 2024: Inbox API) of an account that keeps the desk of a
// tape. Its README says what of the desk is expressed how, and by which documents.
package fake

import (
	"net/http"
	"sync"
	"time"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// The credentials of the account's OAuth2 application, for the grant client_credentials.
// https://developer.helpscout.com/mailbox-api/overview/authentication/#client-credentials-flow
const (
	AppID     = "hsApp7c1f0b2d94e64a18b5"
	AppSecret = "hsSecret2e9d47a1c0f84b36"
)

// TokenLife is how long an access token is good.
// https://developer.helpscout.com/mailbox-api/overview/authentication/
const TokenLife = 172800 * time.Second

// Host is that of the API. Links name the host that was asked.
const Host = "api.helpscout.net"

// Server is the API of an account. It may serve many requests at once.
type Server struct {
	o      api.Options
	log    api.Log
	routes []route
	served http.Handler
	limit  *limit
	tokens *tokens
	people *people

	mu sync.Mutex
	// now is what is shown.
	now *view
}

var _ api.API = (*Server)(nil)

// New returns the API of an account that keeps the desk of a tape.
func New(o api.Options) *Server {
	s := &Server{o: o, routes: routes(), limit: newLimit(o.Limit), tokens: newTokens(), people: newPeople(o.Tape)}
	s.served = api.Disturb(http.HandlerFunc(s.answer), o.Faults, api.Dialect{Refuse: refuse, Expire: s.expire})
	return s
}

// Log is what the API has received.
func (s *Server) Log() *api.Log { return &s.log }

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, name, _ := s.route(r)
	s.log.Add(r.Method + " " + name)
	s.served.ServeHTTP(w, r)
}

// answer does what is the same for all endpoints, in this order: who asks, how much is left, what is asked.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	found, _, ids := s.route(r)
	header(w, s.reference(r))
	if found != nil && found.open {
		found.serve(&request{Request: r, s: s, w: w})
		return
	}
	if !s.tokens.good(r, s.o.Clock.Now()) {
		unauthorized(w)
		return
	}
	left := s.limit.take(s.o.Clock.Now(), cost(r.Method))
	left.tell(w)
	if left.wait > 0 {
		s.log.Throttle()
		refuse(w, left.wait, 0)
		return
	}
	switch {
	case found == nil:
		notFound(w)
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		fail(w, http.StatusMethodNotAllowed, "Method not allowed")
	default:
		found.serve(&request{Request: r, s: s, w: w, ids: ids, v3: r.URL.Path[:4] == "/v3/"})
	}
}

// expire makes the token of a request invalid and says so; a new one can be had. The application's own
// credentials do not expire.
func (s *Server) expire(w http.ResponseWriter, r *http.Request) {
	if found, _, _ := s.route(r); found != nil && found.open {
		s.answer(w, r)
		return
	}
	s.tokens.revoke(r)
	header(w, s.reference(r))
	unauthorized(w)
}

// view is the desk as it is now.
func (s *Server) view() *view { return s.viewAt(s.o.Clock.Now()) }

func (s *Server) viewAt(at time.Time) *view {
	frame := s.o.Tape.At(at)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.now == nil || s.now.frame != frame {
		s.now = newView(frame, s.now, s.people)
	}
	return s.now
}

// luck is a number that is the same for the same seed and parts.
func (s *Server) luck(parts ...uint64) uint64 {
	sum := s.o.Seed ^ 0x9e3779b97f4a7c15
	for _, part := range parts {
		sum ^= part + 0x9e3779b97f4a7c15 + sum<<6 + sum>>2
		sum *= 0xff51afd7ed558ccd
		sum ^= sum >> 33
	}
	return sum
}

// request is one that is to be served.
type request struct {
	*http.Request
	s *Server
	w http.ResponseWriter
	// ids are the numbers of the path.
	ids []int64
	// v3 tells people of the system from users.
	v3 bool
}

// ticket is a ticket of the desk; short for the many that need it.
type ticket = replay.Ticket
