package fake

import (
	"fmt"
	"net/http"
	"strconv"
	"time"
)

// The limits of the account. https://developer.zendesk.com/api-reference/introduction/rate-limits/
const (
	// accountLimit is what the smallest plan (Team) allows in a minute.
	accountLimit = 200

	bucketExports = "incremental-exports"
	bucketSample  = "incremental-exports-sample"
	bucketTalk    = "talk-incremental-exports"
	bucketTickets = "tickets-index"
	bucketDeleted = "deleted-tickets-index"
	bucketSearch  = "search-export-index"
)

// bucketLimit is an endpoint's own limit.
func bucketLimit(bucket string) (most int, period time.Duration) {
	switch bucket {
	case bucketSample:
		return 10, 20 * time.Minute
	case bucketTickets, bucketSearch:
		return 100, time.Minute
	default:
		return 10, time.Minute
	}
}

// window counts the requests of a minute, or of an endpoint's period.
type window struct {
	begin time.Time
	used  int
}

// take counts a request. It tells what is left and the seconds until the count begins anew.
func (s *Server) take(name string, most int, period time.Duration) (left, resets int, ok bool) {
	now := s.o.Clock.Now()
	begin := now.Truncate(period)
	w := s.windows[name]
	if w == nil || !w.begin.Equal(begin) {
		w = &window{begin: begin}
		s.windows[name] = w
	}
	resets = int(begin.Add(period).Sub(now)/time.Second) + 1
	if w.used >= most {
		return 0, resets, false
	}
	w.used++
	return most - w.used, resets, true
}

// allow counts a request against the account's limit and the endpoint's, and tells so in headers. What is
// refused by an endpoint's limit has counted for the account.
func (s *Server) allow(w http.ResponseWriter, bucket string) bool {
	most := accountLimit
	if s.o.Limit > 0 {
		most = s.o.Limit
	}
	left, resets, ok := s.take("", most, time.Minute)
	h := w.Header()
	h.Set("X-Rate-Limit", strconv.Itoa(most))
	h.Set("X-Rate-Limit-Remaining", strconv.Itoa(left))
	h.Set("Ratelimit-Limit", strconv.Itoa(most))
	h.Set("Ratelimit-Remaining", strconv.Itoa(left))
	h.Set("Ratelimit-Reset", strconv.Itoa(resets))
	if ok && bucket != "" {
		own, period := bucketLimit(bucket)
		left, resets, ok = s.take(bucket, own, period)
		h.Set("Zendesk-Ratelimit-"+bucket, fmt.Sprintf("total=%d; remaining=%d; resets=%d", own, left, resets))
	}
	if !ok {
		s.log.Throttle()
		h.Set("Retry-After", strconv.Itoa(resets))
		tooMany(w)
	}
	return ok
}

func tooMany(w http.ResponseWriter) {
	refuse(w, http.StatusTooManyRequests, "APIRateLimitExceeded", "Number of allowed API requests per minute exceeded")
}

// refused says 429 in the forms in which the vendor does: as JSON with Retry-After, as plain text with it, and
// without it, as some limits do; then only the reset of the minute is told. 503 with Retry-After asks for
// the same patience.
// https://developer.zendesk.com/documentation/api-basics/best-practices/best-practices-for-avoiding-rate-limiting/
func refused(w http.ResponseWriter, wait time.Duration, luck uint64) {
	seconds := strconv.Itoa(int(wait.Round(time.Second) / time.Second))
	switch luck % 4 {
	case 0:
		w.Header().Set("Retry-After", seconds)
		tooMany(w)
	case 1:
		w.Header().Set("Retry-After", seconds)
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = w.Write([]byte("Rate limit exceeded, please wait before trying again"))
	case 2:
		w.Header().Set("Ratelimit-Limit", strconv.Itoa(accountLimit))
		w.Header().Set("Ratelimit-Remaining", "0")
		w.Header().Set("Ratelimit-Reset", seconds)
		tooMany(w)
	default:
		w.Header().Set("Retry-After", seconds)
		refuse(w, http.StatusServiceUnavailable, "DatabaseConflict", "The request could not be completed, try again later")
	}
}
