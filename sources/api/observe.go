package api

import (
	"maps"
	"sync"
	"time"
)

// Request is a request that was made, without its parameters, which may hold credentials.
type Request struct {
	// Stream it was made for; empty for a login.
	Stream       string
	Method, Path string
	At           time.Time
	Took         time.Duration
	// Code is the status of the answer, 0 where none came.
	Code int
}

// watch keeps the last request of each stream, and tells of each.
type watch struct {
	mu   sync.Mutex
	last map[string]Request
	tell func(Request)
}

// Observe calls tell for every request from now on, one after the other.
func (s *Source) Observe(tell func(Request)) {
	s.watch.mu.Lock()
	defer s.watch.mu.Unlock()
	s.watch.tell = tell
}

// Last returns the last request of each stream.
func (s *Source) Last() map[string]Request {
	s.watch.mu.Lock()
	defer s.watch.mu.Unlock()
	return maps.Clone(s.watch.last)
}

func (s *Source) made(r Request) {
	r.Took = s.now().Sub(r.At)
	s.watch.mu.Lock()
	defer s.watch.mu.Unlock()
	if s.watch.last == nil {
		s.watch.last = map[string]Request{}
	}
	s.watch.last[r.Stream] = r
	if s.watch.tell != nil {
		s.watch.tell(r)
	}
}
