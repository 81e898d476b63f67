package sources

import "time"

// saidAgain is how often a failure that goes on is logged.
const saidAgain = 5 * time.Minute

// repeats decides which failures of a stream are logged: the first, a new reason, and then one in a while.
type repeats struct {
	count  int
	reason Reason
	said   time.Time
}

// fail notes a failure and tells how many there have been since the last success, and whether to log it.
func (r *repeats) fail(reason Reason, now time.Time) (count int, say bool) {
	r.count++
	if r.count > 1 && r.reason == reason && now.Sub(r.said) < saidAgain {
		return r.count, false
	}
	r.reason, r.said = reason, now
	return r.count, true
}

// reset notes a success and returns the number of failures before it.
func (r *repeats) reset() int {
	count := r.count
	*r = repeats{}
	return count
}
