package fake

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// callsAMinute are those of the plan Plus, the smallest one that has every endpoint.
// https://docs.helpscout.com/article/1140-mailbox-api
const callsAMinute = 400

// limit counts the calls of the account by the minute of its clock.
// https://developer.helpscout.com/mailbox-api/overview/rate-limiting/
type limit struct {
	most int

	mu     sync.Mutex
	minute time.Time
	used   int
}

func newLimit(most int) *limit {
	if most <= 0 {
		most = callsAMinute
	}
	return &limit{most: most}
}

// left is what a minute has left, and what is to be waited where it has nothing.
type left struct {
	most, calls int
	wait        time.Duration
}

// cost: what writes counts twice.
func cost(method string) int {
	switch method {
	case http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return 2
	}
	return 1
}

func (l *limit) take(now time.Time, calls int) left {
	l.mu.Lock()
	defer l.mu.Unlock()
	if minute := now.Truncate(time.Minute); !minute.Equal(l.minute) {
		l.minute, l.used = minute, 0
	}
	if l.used+calls > l.most {
		return left{most: l.most, wait: l.minute.Add(time.Minute).Sub(now)}
	}
	l.used += calls
	return left{most: l.most, calls: l.most - l.used}
}

func (l left) tell(w http.ResponseWriter) {
	w.Header().Set("X-RateLimit-Limit-Minute", strconv.Itoa(l.most))
	w.Header().Set("X-RateLimit-Remaining-Minute", strconv.Itoa(l.calls))
}

// refuse tells in whole seconds, rounded up, when to come again; there is no Retry-After.
// https://developer.helpscout.com/mailbox-api/overview/rate-limiting/
func refuse(w http.ResponseWriter, wait time.Duration, _ uint64) {
	seconds := (wait + time.Second - 1) / time.Second
	w.Header().Set("X-RateLimit-Retry-After", strconv.Itoa(int(seconds)))
	write(w, http.StatusTooManyRequests, "application/json; charset=utf-8", object{"message": "API rate limit exceeded"})
}
