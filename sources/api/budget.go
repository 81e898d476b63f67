package api

import (
	"context"
	"net/http"
	"regexp"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

const (
	// longestWait is how long a request waits for its turn. What takes longer fails the poll, which is
	// repeated later and costs no request before the time has come.
	longestWait = 2 * time.Minute
	// shortestPause is the least that is waited when the helpdesk says that nothing is left.
	shortestPause = time.Second
	// highestCost is the most that an answer is believed to have cost.
	highestCost = 100
	// pauseUnknown is waited when it does not say for how long.
	pauseUnknown = 30 * time.Second
)

// Budgets hold the budgets of accounts: two sources of one account share its budget. The zero value is
// ready.
type Budgets struct {
	mu      sync.Mutex
	budgets map[string]*budget
}

func (b *Budgets) of(account string, made *budget) *budget {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.budgets == nil {
		b.budgets = map[string]*budget{}
	}
	if shared := b.budgets[account]; shared != nil {
		return shared
	}
	b.budgets[account] = made
	return made
}

// budget bounds the requests of an account. It is led by what the answers say where they say it.
type budget struct {
	mu      sync.Mutex
	buckets []*bucket
	// endless tells that it costs nothing to wait.
	endless bool
}

// bucket is one bound.
type bucket struct {
	match   *regexp.Regexp // nil is every path
	headers BudgetHeadersConfig
	rate    allowance
	limiter *rate.Limiter // nil where there is no static rate
	reserve float64
	blocked time.Time
	told    told
	reset   time.Time // when the limit begins anew, where answers tell
}

func newBudget(cfg BudgetConfig, problem report) *budget {
	b := &budget{}
	b.add(cfg.BucketConfig, "", "", problem)
	for i, p := range cfg.Paths {
		b.add(p.BucketConfig, p.Match, "paths["+text(i)+"].", problem)
	}
	return b
}

func (b *budget) add(cfg BucketConfig, match, at string, problem report) {
	k := &bucket{}
	var err error
	if match != "" {
		if k.match, err = regexp.Compile(match); err != nil {
			problem(at+"match", "%v", err)
		}
	}
	if k.reserve, err = parseShare(cfg.Reserve); err != nil {
		problem(at+"reserve", "%v", err)
	}
	if cfg.Headers != nil {
		k.headers = *cfg.Headers
		if f := cfg.Headers.ResetFormat; f != "" {
			problem.oneOf(at+"headers.reset_format", f, resetFormats())
		}
	}
	if cfg.Rate != "" {
		if k.rate, err = parseAllowance(cfg.Rate); err != nil {
			problem(at+"rate", "%v", err)
		} else {
			k.limiter = newLimiter(k.rate, cfg.Burst, k.reserve)
		}
	}
	if cfg.Burst < 0 || cfg.Burst > 0 && cfg.Burst >= k.rate.requests {
		problem(at+"burst", "%d does not fit the rate: write less than its requests", cfg.Burst)
	}
	b.buckets = append(b.buckets, k)
}

// newLimiter makes a token bucket that never lets more through than is allowed in any span of that
// length: what may come at once is taken from what may come steadily.
func newLimiter(a allowance, burst int, reserve float64) *rate.Limiter {
	requests := max(1, float64(a.requests)*(1-reserve))
	if burst == 0 {
		burst = int(requests / 4)
	}
	burst = max(1, burst)
	steady := requests - float64(burst)
	if steady <= 0 { // of one request: one in the whole time
		steady = 1
	}
	return rate.NewLimiter(rate.Limit(steady/a.per.Seconds()), burst)
}

func (k *bucket) holds(path string) bool { return k.match == nil || k.match.MatchString(path) }

// wait waits for the turn of a request. A turn that is too far away is an error.
func (b *budget) wait(ctx context.Context, path string, now func() time.Time, sleep Sleep) error {
	at, waited := now(), time.Duration(0)
	for {
		d := b.turn(path, at)
		if d <= 0 {
			return nil
		}
		if waited += d; waited > longestWait && !b.endless {
			e := failf(ReasonThrottled, "the budget is spent for another %s", d.Round(time.Second))
			e.RetryAt = at.Add(d)
			return e
		}
		if err := sleep(ctx, d); err != nil {
			return err
		}
		at = later(now(), at.Add(d)) // also by a clock that stands still
	}
}

// turn takes a turn in every bucket if all have one; else it takes none and returns how long to wait.
func (b *budget) turn(path string, now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	var wait time.Duration
	var taken []*rate.Reservation
	for _, k := range b.buckets {
		if !k.holds(path) {
			continue
		}
		wait = max(wait, k.blocked.Sub(now))
		if k.limiter == nil {
			continue
		}
		r := k.limiter.ReserveN(now, 1)
		taken = append(taken, r)
		wait = max(wait, r.DelayFrom(now))
	}
	if wait > 0 {
		for _, r := range taken {
			r.CancelAt(now)
		}
	}
	return wait
}

// learn follows what an answer says of the limits.
func (b *budget) learn(path string, header http.Header, now, server time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.charge(path, header, now)
	for _, k := range b.buckets {
		if !k.holds(path) {
			continue
		}
		t := k.headers.read(header, server)
		if t.hasLimit || t.hasRemaining {
			k.told = t
		}
		if t.hasReset {
			k.reset = now.Add(t.reset)
		}
		if !t.hasRemaining {
			continue
		}
		floor := 0.0
		if t.hasLimit {
			floor = t.limit * k.reserve
		}
		if t.remaining > floor {
			continue
		}
		k.block(now.Add(k.pause(t, floor)))
	}
}

// charge takes what a request has cost besides the one that was taken for it.
func (b *budget) charge(path string, header http.Header, now time.Time) {
	cost := 1.0
	for _, k := range b.buckets {
		if n, ok := leading(header.Get(k.headers.Cost)); ok && k.holds(path) {
			cost = max(cost, min(n, highestCost))
		}
	}
	for _, k := range b.buckets {
		for n := 1.0; n < cost && k.holds(path) && k.limiter != nil; n++ {
			k.limiter.ReserveN(now, 1)
		}
	}
}

// pause is how long to wait when no more than the floor is left.
func (k *bucket) pause(t told, floor float64) time.Duration {
	switch {
	case t.hasReset:
		return max(t.reset, shortestPause)
	case k.rate.requests > 0: // the helpdesk's bucket fills steadily, or begins anew within the time
		requests := float64(k.rate.requests)
		if t.hasLimit && t.limit > 0 { // it is smaller than was thought
			requests = min(requests, t.limit)
		}
		refill := float64(k.rate.per) / requests * (floor - t.remaining + 1)
		return min(max(time.Duration(refill), shortestPause), k.rate.per)
	}
	return pauseUnknown
}

func (k *bucket) block(until time.Time) {
	if until.After(k.blocked) {
		k.blocked = until
	}
}

// throttled notes that the helpdesk asked to wait.
func (b *budget) throttled(path string, until time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var narrow []*bucket
	for _, k := range b.buckets {
		if k.match != nil && k.holds(path) {
			narrow = append(narrow, k)
		}
	}
	if len(narrow) == 0 {
		narrow = b.buckets
	}
	for _, k := range narrow {
		if k.holds(path) {
			k.block(until)
		}
	}
}

// retryAfter finds the headers that tell how long to wait.
func (b *budget) retryAfter(path string, header http.Header, server time.Time) (time.Duration, bool) {
	names := []string{"Retry-After"}
	for _, k := range b.buckets {
		if k.headers.RetryAfter != "" && k.holds(path) {
			names = append(names, k.headers.RetryAfter)
		}
	}
	longest, found := time.Duration(0), false
	for _, name := range names {
		if d, ok := readRetryAfter(header.Get(name), server); ok {
			longest, found = max(longest, d), true
		}
	}
	return longest, found
}

// resetOf finds when a limit begins anew, where an answer that asks to wait tells nothing better. What is too far away may
// be the end of another limit, such as a day's.
func (b *budget) resetOf(path string, header http.Header, server time.Time) (time.Duration, bool) {
	longest, found := time.Duration(0), false
	for _, k := range b.buckets {
		if t := k.headers.read(header, server); t.hasReset && t.reset <= longestWait && k.holds(path) {
			longest, found = max(longest, t.reset), true
		}
	}
	return longest, found
}

// status is what answers said last of the first bound that they tell of.
func (b *budget) status(st *Status) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, k := range b.buckets {
		if k.told.hasLimit || k.told.hasRemaining {
			st.Limit, st.HasLimit = k.told.limit, k.told.hasLimit
			st.Remaining, st.HasRemaining = k.told.remaining, k.told.hasRemaining
			st.Reset = k.reset
			return
		}
	}
}
