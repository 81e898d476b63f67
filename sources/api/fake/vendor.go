package fake

import (
	"net/http"
	"sync"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// Options are what a vendor's fake is made of: New(Options) of its package returns the API of an account
// that keeps the desk of a tape.
type Options struct {
	// Tape is the desk. What it had on file by Clock is what the API shows.
	Tape *replay.Tape
	// Clock is the server's.
	Clock interface{ Now() time.Time }
	// Faults go wrong besides; nil for none.
	Faults *Faults
	// Seed is that of the habits: which rows are sent again, which answer is late.
	Seed uint64
	// Calm leaves out habits that only disturb (rows that are sent again, late shares), never those by
	// which the API works (pages, caps, limits, ties).
	Calm bool
	// Limit replaces the requests that the smallest plan allows, in the unit of the vendor's limit; 0 keeps it.
	Limit int
}

// API is a vendor's API.
type API interface {
	http.Handler
	// Log is what it has received.
	Log() *Log
}

// Log counts the requests that an API has received. It may be read from any goroutine.
type Log struct {
	mu        sync.Mutex
	requests  map[string]int
	throttled int
}

// Add counts a request to an endpoint, named by its route: "GET /tickets/{id}".
func (l *Log) Add(route string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.requests == nil {
		l.requests = map[string]int{}
	}
	l.requests[route]++
}

// Throttle counts a request that was over the vendor's limit and has been answered with 429. Refusals of
// Faults are not among them.
func (l *Log) Throttle() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.throttled++
}

// Throttled is how many requests were over the limit.
func (l *Log) Throttled() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.throttled
}

// Requests are those received so far by route, throttled ones included.
func (l *Log) Requests() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := map[string]int{}
	for route, n := range l.requests {
		all[route] = n
	}
	return all
}

// Total is the number of requests so far.
func (l *Log) Total() int {
	total := 0
	for _, n := range l.Requests() {
		total += n
	}
	return total
}
