// Package fake plays Intercom's REST API over a simulated desk: conversations with their parts, tickets,
// people, tags, attributes and calls, with Intercom's limits, cursors, versions and errors. README.md tells
// what of the desk is expressed how. It is never part of the exporter.
package fake

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	api "helpdesk_exporter/sources/api/fake"
)

const (
	// AccessToken is the workspace's only token. Intercom's tokens do not expire.
	AccessToken = "dG9rOmZha2UtaW50ZXJjb20tdG9rZW4="
	// WorkspaceID is the workspace's id_code, also that of its default brand.
	WorkspaceID = "fk5desk1"
	// AppVersion is the version that the app has chosen in the Developer Hub: what a request gets that names none.
	AppVersion = "2.15"
	// RequestsPerMinute is the default limit of an app.
	RequestsPerMinute = 10000
	// IndexLag is how long the search index may show a conversation as it was before.
	IndexLag = time.Minute
)

// Server is the API of one workspace.
type Server struct {
	options  api.Options
	log      api.Log
	mux      *http.ServeMux
	handler  http.Handler
	limit    limiter
	requests atomic.Uint64
	people   *people

	mu      sync.Mutex
	views   map[time.Time]*view
	entries map[entryKey]*entry
	deleted map[int64]time.Time
}

// New returns the API of a workspace that keeps the desk of a tape.
func New(o api.Options) *Server {
	s := &Server{
		options: o, people: newPeople(o.Tape), views: map[time.Time]*view{}, entries: map[entryKey]*entry{}, deleted: map[int64]time.Time{},
	}
	perMinute := RequestsPerMinute
	if o.Limit > 0 {
		perMinute = o.Limit
	}
	s.limit.perWindow = (perMinute + 5) / 6
	s.mux = s.routes()
	s.handler = api.Disturb(http.HandlerFunc(s.serve), o.Faults, api.Dialect{Refuse: s.refuse})
	return s
}

// Log is what the API has received.
func (s *Server) Log() *api.Log { return &s.log }

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.log.Add(s.route(r))
	s.handler.ServeHTTP(w, r)
}

// route names the endpoint of a request: "GET /conversations/{id}".
func (s *Server) route(r *http.Request) string {
	if _, pattern := s.mux.Handler(r); strings.Contains(pattern, " ") {
		return pattern
	}
	return r.Method + " (unknown)"
}

// serve authenticates, counts against the limit, checks the version and answers.
//
// Sources: https://developers.intercom.com/docs/references/2.17/rest-api/errors/rate-limiting (headers only
// with valid credentials), https://developers.intercom.com/building-apps/docs/update-your-api-version.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+AccessToken {
		s.fail(w, http.StatusUnauthorized, "unauthorized", "Access Token Invalid")
		return
	}
	if !s.admit(w) {
		return
	}
	f, ok := flavourOf(r.Header.Get("Intercom-Version"))
	if !ok {
		s.fail(w, http.StatusBadRequest, "intercom_version_invalid", "The requested version does not exist.")
		return
	}
	if s.route(r) == r.Method+" (unknown)" {
		s.fail(w, http.StatusNotFound, "not_found", "Resource Not Found")
		return
	}
	w.Header().Set("Intercom-Version", f.version)
	b := &buffer{ResponseWriter: w, status: http.StatusOK}
	s.mux.ServeHTTP(b, r)
	w.WriteHeader(b.status)
	_, _ = w.Write(b.body)
}

// buffer keeps an answer until its handler is done, so that nobody waits with the lock for a slow reader.
type buffer struct {
	http.ResponseWriter
	status int
	body   []byte
}

func (b *buffer) WriteHeader(status int) { b.status = status }

func (b *buffer) Write(text []byte) (int, error) {
	b.body = append(b.body, text...)
	return len(text), nil
}

// flavour is what differs between versions of the API.
type flavour struct {
	version string
	// minor is the version's second number.
	minor int
	// levels: a conversation has five levels of priority, and nobody is 0; before 2.16 it is marked as
	// priority or not, and nobody is null.
	levels bool
}

// flavourOf picks the shape for a version. Those before 2.14 exist, but are not played.
//
// Source: https://github.com/intercom/Intercom-OpenAPI/tree/main/descriptions.
func flavourOf(version string) (flavour, bool) {
	if version == "" {
		version = AppVersion
	}
	switch version {
	case "2.14":
		return flavour{version: version, minor: 14}, true
	case "2.15":
		return flavour{version: version, minor: 15}, true
	case "2.16":
		return flavour{version: version, minor: 16, levels: true}, true
	}
	return flavour{}, false
}

// flavour of a request that has passed serve.
func (s *Server) flavour(r *http.Request) flavour {
	f, _ := flavourOf(r.Header.Get("Intercom-Version"))
	return f
}

// since lets only requests of a version or a later one pass.
//
// Source: the 400 "Resource not available" of GET /conversations/deleted in
// https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.16/api.intercom.io.yaml; which version has
// which endpoint is what the descriptions of the versions list.
func (s *Server) since(minor int, h http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if s.flavour(r).minor < minor {
			s.fail(w, http.StatusBadRequest, "intercom_version_invalid", "Requested resource is not available in current API version.")
			return
		}
		h(w, r)
	}
}

// restricted answers for what the workspace's plan does not have.
func (s *Server) restricted(w http.ResponseWriter, _ *http.Request) {
	s.fail(w, http.StatusForbidden, "api_plan_restricted", "Active subscription needed.")
}

func (s *Server) routes() *http.ServeMux {
	m := http.NewServeMux()
	m.HandleFunc("GET /conversations", s.listConversations)
	m.HandleFunc("POST /conversations/search", s.searchConversations)
	m.HandleFunc("GET /conversations/{id}", s.getConversation)
	m.HandleFunc("GET /conversations/{id}/handling_events", s.since(15, s.handlingEvents))
	m.HandleFunc("GET /conversations/deleted", s.since(16, s.listDeleted))
	m.HandleFunc("GET /conversations/attributes", s.since(16, s.listConversationAttributes))
	m.HandleFunc("GET /conversations/{id}/side_conversations", s.since(16, s.sideConversations))
	m.HandleFunc("POST /tickets/search", s.searchTickets)
	m.HandleFunc("GET /tickets/{id}", s.getTicket)
	m.HandleFunc("GET /ticket_states", s.listTicketStates)
	m.HandleFunc("GET /ticket_types", s.listTicketTypes)
	m.HandleFunc("GET /ticket_types/{id}", s.getTicketType)
	m.HandleFunc("GET /admins", s.listAdmins)
	m.HandleFunc("GET /admins/{id}", s.getAdmin)
	m.HandleFunc("GET /admins/activity_logs", s.restricted)
	m.HandleFunc("GET /me", s.me)
	m.HandleFunc("GET /away_status_reasons", s.listAwayReasons)
	m.HandleFunc("GET /teams", s.listTeams)
	m.HandleFunc("GET /teams/{id}", s.getTeam)
	m.HandleFunc("GET /teams/{id}/metrics", s.since(16, s.restricted))
	m.HandleFunc("GET /office_hours_schedules", s.since(16, s.listOfficeHours))
	m.HandleFunc("GET /office_hours_schedules/{id}", s.since(16, s.getOfficeHours))
	m.HandleFunc("GET /office_hours_schedules/{id}/office_hours_exceptions", s.since(16, s.listOfficeExceptions))
	m.HandleFunc("GET /tags", s.listTags)
	m.HandleFunc("GET /tags/{id}", s.getTag)
	m.HandleFunc("GET /brands", s.since(15, s.listBrands))
	m.HandleFunc("GET /brands/{id}", s.since(15, s.getBrand))
	m.HandleFunc("GET /data_attributes", s.listDataAttributes)
	m.HandleFunc("GET /contacts", s.listContacts)
	m.HandleFunc("POST /contacts/search", s.searchContacts)
	m.HandleFunc("GET /contacts/{id}", s.getContact)
	m.HandleFunc("GET /calls", s.listCalls)
	m.HandleFunc("GET /calls/{id}", s.getCall)
	m.HandleFunc("POST /calls/search", s.searchCalls)
	m.HandleFunc("POST /export/reporting_data/enqueue", s.restricted)
	m.HandleFunc("POST /export/content/data", s.restricted)
	return m
}

// requestID is a UUID that no other request has.
func (s *Server) requestID() string {
	n := s.requests.Add(1)
	return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", uint32(mix(s.options.Seed, n)), n&0xffff, n>>16&0xfff, n>>28&0xfff, n)
}
