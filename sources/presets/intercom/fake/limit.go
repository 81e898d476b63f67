package fake

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// window is the span of time in which requests are counted.
const window = 10 * time.Second

// limiter counts the requests of an app, a window at a time.
//
// Source: https://developers.intercom.com/docs/references/2.17/rest-api/errors/rate-limiting: 10,000 a minute
// and app, spread over windows of ten seconds, with X-RateLimit-Limit (of a window), -Remaining and -Reset
// (UNIX time). There is no Retry-After.
type limiter struct {
	perWindow int

	mu    sync.Mutex
	reset time.Time
	used  int
}

// take counts a request; reset is when the window ends.
func (l *limiter) take(now time.Time) (ok bool, remaining int, reset time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !now.Before(l.reset) {
		l.used, l.reset = 0, now.Truncate(window).Add(window)
	}
	if l.used >= l.perWindow {
		return false, 0, l.reset
	}
	l.used++
	return true, l.perWindow - l.used, l.reset
}

func (s *Server) admit(w http.ResponseWriter) bool {
	ok, remaining, reset := s.limit.take(s.options.Clock.Now())
	s.limitHeaders(w, remaining, reset)
	if !ok {
		s.log.Throttle()
		s.exceeded(w)
	}
	return ok
}

func (s *Server) limitHeaders(w http.ResponseWriter, remaining int, reset time.Time) {
	h := w.Header()
	h.Set("X-RateLimit-Limit", strconv.Itoa(s.limit.perWindow))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(remaining))
	h.Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
}

func (s *Server) exceeded(w http.ResponseWriter) {
	s.fail(w, http.StatusTooManyRequests, "rate_limit_exceeded", fmt.Sprintf("Exceeded rate limit of %d in 10_seconds", s.limit.perWindow))
}

// refuse answers 429 in one of the two documented forms: the app is over its limit, then X-RateLimit-Reset
// tells when to come back; or the resource has too much to do, then nothing does.
//
// Source: https://developers.intercom.com/docs/references/2.17/rest-api/errors/error-codes (rate_limit_exceeded,
// too_many_requests).
func (s *Server) refuse(w http.ResponseWriter, wait time.Duration, luck uint64) {
	if luck%2 == 0 {
		s.limitHeaders(w, 0, s.options.Clock.Now().Add(wait))
		s.exceeded(w)
		return
	}
	s.fail(w, http.StatusTooManyRequests, "too_many_requests", "The server is receiving too many requests for this resource")
}
