package fake

import (
	"net/http"
	"strconv"
	"strings"
)

// route is an endpoint with its path in parts.
type route struct {
	endpoint
	parts []string
}

func newRoutes(endpoints []endpoint) (routes []route) {
	for _, e := range endpoints {
		routes = append(routes, route{e, strings.Split(e.path, "/")})
	}
	return routes
}

// name is the path as the log has it, without what all paths begin with.
func (r route) name() string {
	if r.path == "" {
		return "(unknown)"
	}
	return strings.TrimPrefix(r.path, base)
}

// route finds the first endpoint for a path; the number in it is its path value id.
func (s *Server) route(r *http.Request) route {
	parts := strings.Split(r.URL.Path, "/")
	for _, candidate := range s.routes {
		if candidate.matches(r, parts) {
			return candidate
		}
	}
	return route{}
}

func (r route) matches(req *http.Request, parts []string) bool {
	if len(parts) != len(r.parts) {
		return false
	}
	for i, part := range r.parts {
		switch {
		case strings.HasPrefix(part, "{"):
			req.SetPathValue("id", parts[i])
		case part != parts[i]:
			return false
		}
	}
	return true
}

// id is the number in the path.
func (r *request) id() (id int64, ok bool) {
	id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	return id, err == nil
}
