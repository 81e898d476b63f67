package fake

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// The limits of the smallest plan that has an API, a minute.
// https://developers.freshdesk.com/api/#ratelimit
const (
	// Limit is for all calls of the account.
	Limit = 200
	// ListLimit is for the list of tickets, and for that of contacts, each.
	ListLimit = 20
	// TicketLimit is for all that is below /tickets. It is in no document; answers of an account with 100 calls
	// tell of 40 there, as recorded in https://github.com/zammad/zammad (vcr_cassettes/freshdesk_import.yml).
	TicketLimit = 80
)

// window is how long a limit counts.
const window = time.Minute

// bucket is a limit of its own within the account's.
type bucket int

const (
	account bucket = iota
	tickets
	ticketList
	contactList
	buckets
)

// limits count the calls of the account in each minute of the clock.
type limits struct {
	total [buckets]int

	mu    sync.Mutex
	begin time.Time
	used  [buckets]int
}

func newLimits(total int) *limits {
	if total <= 0 {
		total = Limit
	}
	list := max(1, total*ListLimit/Limit)
	return &limits{total: [buckets]int{total, max(1, total*TicketLimit/Limit), list, list}}
}

// left is what a call leaves.
type left struct {
	total, remaining, used int
	// wait is how long there are no calls any more.
	wait time.Duration
}

// take counts a call. A call that embeds costs more than one, and may cost more than is left: the limit is
// reached when nothing is left.
func (l *limits) take(now time.Time, b bucket, cost int) left {
	l.mu.Lock()
	defer l.mu.Unlock()
	if begin := now.Truncate(window); !begin.Equal(l.begin) {
		l.begin, l.used = begin, [buckets]int{}
	}
	for _, in := range within(b) {
		if l.used[in] >= l.total[in] {
			return left{wait: l.begin.Add(window).Sub(now)}
		}
	}
	for _, in := range within(b) {
		l.used[in] += cost
	}
	return left{total: l.total[b], remaining: max(0, l.total[b]-l.used[b]), used: cost}
}

// within are the limits that a call counts for.
func within(b bucket) []bucket {
	switch b {
	case account:
		return []bucket{account}
	case ticketList:
		return []bucket{account, tickets, ticketList}
	default:
		return []bucket{account, b}
	}
}

// tell says what is left of the narrowest limit that the call counts for.
func (l left) tell(w http.ResponseWriter) {
	w.Header().Set("X-Ratelimit-Total", strconv.Itoa(l.total))
	w.Header().Set("X-Ratelimit-Remaining", strconv.Itoa(l.remaining))
	w.Header().Set("X-Ratelimit-Used-Currentrequest", strconv.Itoa(l.used))
	w.Header().Set("X-Fw-Ratelimiting-Managed", "true")
}

// refuse answers a call over the limit: the wait is told in whole seconds, and nothing about what is left.
func refuse(w http.ResponseWriter, wait time.Duration) {
	seconds := int((wait + time.Second - 1) / time.Second)
	w.Header().Set("Retry-After", strconv.Itoa(max(1, seconds)))
	write(w, http.StatusTooManyRequests, problem{Message: "The limit of calls a minute is reached."})
}
