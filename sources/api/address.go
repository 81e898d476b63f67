package api

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// parseBase reads the address of a helpdesk.
func parseBase(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil:
		return nil, errors.New("it is no address: write https://host, with a path where the interface has one")
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, errors.New("it must begin with https:// and name a host")
	case u.User != nil:
		return nil, errors.New("credentials do not belong here: give user and password, or token")
	}
	u.Fragment = ""
	return u, nil
}

func (s *Source) base() *url.URL {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.address
}

func (s *Source) rebase(u *url.URL) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.address = u
}

// target is the address of a request. That of a next page is on our host, or is brought there, or refused.
func (s *Source) target(r rendered, address string) (*url.URL, error) {
	base := s.base()
	if address == "" {
		out := *base
		joined, err := url.Parse(strings.TrimSuffix(base.EscapedPath(), "/") + "/" + strings.TrimPrefix(r.path, "/"))
		if err != nil {
			return nil, failf(ReasonQuery, "the path is none")
		}
		out.Path, out.RawPath = joined.Path, joined.RawPath
		query := base.Query()
		for name, values := range r.query {
			query[name] = values
		}
		out.RawQuery = query.Encode()
		return &out, nil
	}
	next, err := base.Parse(address)
	if err != nil {
		return nil, failf(ReasonData, "the next page has no readable address")
	}
	if !sameHost(next, base) {
		if s.config.OtherHost != "rehome" {
			return nil, failf(ReasonData, "the next page is on another host, %s: it gets no credentials; set other_host: rehome if it is the same helpdesk", next.Host)
		}
	}
	next.Scheme, next.Host = base.Scheme, base.Host
	next.User, next.Fragment = nil, ""
	return next, nil
}

func sameHost(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(hostPort(a), hostPort(b))
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// redirectError is a redirect that is not followed.
type redirectError struct{ host string }

func (e *redirectError) Error() string {
	if e.host == "" {
		return "redirects without an end"
	}
	return "a redirect to another host, " + e.host + ", is not followed: it would get our credentials; write that address as url if it is the helpdesk's"
}

// checkRedirect follows redirects on the same host only.
func checkRedirect(req *http.Request, via []*http.Request) error {
	if !sameHost(req.URL, via[0].URL) {
		return &redirectError{host: req.URL.Host}
	}
	if len(via) >= 5 {
		return &redirectError{}
	}
	return nil
}
