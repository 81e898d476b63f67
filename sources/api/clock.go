package api

import (
	"net/http"
	"sync"
	"time"
)

// serverClock knows by how much the helpdesk's clock differs from ours: its answers are dated.
type serverClock struct {
	mu    sync.Mutex
	count int // of the answers that told
	ahead time.Duration
}

// learn reads the date of an answer to a request that was sent at before, and returns the server's time.
// A date has whole seconds, so that it lies up to one behind.
func (c *serverClock) learn(h http.Header, before, after time.Time) time.Time {
	date, err := http.ParseTime(h.Get("Date"))
	c.mu.Lock()
	defer c.mu.Unlock()
	if err != nil || date.Year() < 2000 {
		return after.Add(c.ahead)
	}
	low, high := date.Sub(after), date.Add(time.Second).Sub(before)
	// A difference within the precision is none.
	switch {
	case low > 0:
		c.ahead = low
	case high < 0:
		c.ahead = high
	default:
		c.ahead = 0
	}
	c.count++
	return after.Add(c.ahead)
}

// told is how many answers have told the server's time.
func (c *serverClock) told() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.count
}

// at turns an instant of our clock into one of the server's. It is known only if an answer has told since so
// many had: a clock may have been set meanwhile.
func (c *serverClock) at(ours time.Time, since int) (theirs time.Time, known bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return ours.Add(c.ahead), c.count > since
}
