package exchange

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"time"
)

var (
	sizeNames = regexp.MustCompile(`(?i)size|per_?page|limit`)
	moreNames = regexp.MustCompile(`(?i)include|expand|embed|fields|sort|order`)
)

// similar tells if an exchange answers a request that differs from the recorded one only in what decides how
// much comes, not what: the instant to begin at, the size of pages, what is to come along. A recording is
// then of use to a source that asks a little differently. Where in a walk the request stands must agree.
func (x *recorded) similar(req *http.Request) bool {
	if req.Method != http.MethodGet || x.Method != http.MethodGet || x.path != req.URL.EscapedPath() {
		return false
	}
	query := req.URL.Query()
	for name := range merged(query, x.query) {
		asked, kept := query.Get(name), x.query.Get(name)
		switch {
		case asked == kept, kept == Secret, sizeNames.MatchString(name), moreNames.MatchString(name),
			(asked == "" || instant(asked)) && (kept == "" || instant(kept)):
		case pageToken(name):
			if !first(asked) || !first(kept) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

func merged(a, b url.Values) map[string]bool {
	names := map[string]bool{}
	for _, values := range []url.Values{a, b} {
		for name := range values {
			names[name] = true
		}
	}
	return names
}

// first tells the first page, said or not.
func first(page string) bool { return page == "" || page == "1" }

// instant tells a point in time, as text or in seconds since 1970.
func instant(value string) bool {
	if n, err := strconv.ParseInt(value, 10, 64); err == nil {
		return n > 100_000_000
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", time.DateTime, time.DateOnly} {
		if _, err := time.Parse(layout, value); err == nil {
			return true
		}
	}
	return false
}
