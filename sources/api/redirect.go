package api

import "net/http"

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
