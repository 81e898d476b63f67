// Package fake holds the surroundings of an API source in tests: a clock that nobody waits for, a network
// without sockets in front of a handler, and a ledger that only remembers. It is never part of the
// exporter.
package fake

import (
	"context"
	"sync"
	"time"
)

// Clock is a clock that moves only when somebody sleeps or when it is told to.
type Clock struct {
	mu  sync.Mutex
	now time.Time
	// Slept is the sum of what was slept.
	slept time.Duration
}

// NewClock returns a clock that stands at an instant.
func NewClock(at time.Time) *Clock { return &Clock{now: at} }

// Now returns the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Sleep moves the clock and returns at once.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept += d
	return nil
}

// Slept returns how long was slept in all.
func (c *Clock) Slept() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.slept
}
