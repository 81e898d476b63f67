package fake

import (
	"net/http"
	"strconv"
	"strings"
)

// route is a resource that can be read.
type route struct {
	// path has {} where a number stands.
	path string
	// open needs no token and no calls; it takes any method.
	open  bool
	serve func(*request)
}

func routes() []route {
	return []route{
		{path: "/v2/oauth2/token", open: true, serve: (*request).token},
		{path: "/v2/conversations", serve: (*request).conversations},
		{path: "/v2/conversations/{}", serve: (*request).conversation},
		{path: "/v3/conversations/{}", serve: (*request).conversation},
		{path: "/v2/conversations/{}/threads", serve: (*request).threads},
		{path: "/v3/conversations/{}/threads", serve: (*request).threads},
		{path: "/v2/mailboxes", serve: (*request).mailboxes},
		{path: "/v2/mailboxes/{}", serve: (*request).mailbox},
		{path: "/v2/mailboxes/{}/fields", serve: (*request).fields},
		{path: "/v2/mailboxes/{}/folders", serve: (*request).folders},
		{path: "/v2/users", serve: (*request).users},
		{path: "/v2/users/me", serve: (*request).me},
		{path: "/v2/users/{}", serve: (*request).user},
		{path: "/v3/system-users", serve: (*request).systemUsers},
		{path: "/v2/teams", serve: (*request).teams},
		{path: "/v2/teams/{}", serve: (*request).team},
		{path: "/v2/teams/{}/members", serve: (*request).members},
		{path: "/v2/customers", serve: (*request).customers},
		{path: "/v2/customers/{}", serve: (*request).customer},
		{path: "/v2/tags", serve: (*request).tags},
		{path: "/v2/tags/{}", serve: (*request).tag},
		{path: "/v2/workflows", serve: (*request).workflows},
		{path: "/v2/ratings/{}", serve: (*request).rating},
		{path: "/v2/reports/happiness", serve: (*request).happiness},
		{path: "/v2/reports/happiness/ratings", serve: (*request).happinessRatings},
	}
}

// route finds who serves a request, its name for the log, and the numbers of its path. A slash at the end is
// as good as none: the vendor's own links to threads, fields and folders have one.
func (s *Server) route(r *http.Request) (found *route, name string, ids []int64) {
	path := strings.TrimSuffix(r.URL.Path, "/")
	for i := range s.routes {
		if ids, ok := match(s.routes[i].path, path); ok {
			return &s.routes[i], strings.ReplaceAll(s.routes[i].path, "{}", "{id}"), ids
		}
	}
	return nil, "elsewhere", nil
}

func match(pattern, path string) (ids []int64, ok bool) {
	for pattern != "" || path != "" {
		var want, got string
		want, pattern, _ = strings.Cut(strings.TrimPrefix(pattern, "/"), "/")
		got, path, _ = strings.Cut(strings.TrimPrefix(path, "/"), "/")
		if want == "{}" {
			id, err := strconv.ParseInt(got, 10, 64)
			if err != nil || id <= 0 {
				return nil, false
			}
			ids = append(ids, id)
		} else if want != got {
			return nil, false
		}
	}
	return ids, true
}
