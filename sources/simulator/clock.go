package simulator

import (
	"context"
	"time"
)

// Clock tells the time and waits. A test's clock waits by moving on.
type Clock interface {
	Now() time.Time
	// WaitUntil returns at an instant, or earlier with the context's error.
	WaitUntil(ctx context.Context, at time.Time) error
}

// SystemClock is the clock of the machine.
type SystemClock struct{}

// Now implements Clock.
func (SystemClock) Now() time.Time { return time.Now() }

// WaitUntil implements Clock.
func (SystemClock) WaitUntil(ctx context.Context, at time.Time) error {
	timer := time.NewTimer(time.Until(at))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
