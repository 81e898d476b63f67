package fake

import (
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Fault is what goes wrong with a request.
type Fault int

// The faults. Those but Refused and Expired look the same at every vendor.
const (
	// Served is no fault.
	Served Fault = iota
	// Refused is a 429, in the vendor's dialect.
	Refused
	// Broken is a 5xx before anything is done.
	Broken
	// Cut ends the connection in the middle of the body of an answer.
	Cut
	// Page is an HTML page with status 200.
	Page
	// Expired is the answer to credentials that have expired, in the vendor's dialect; new ones work.
	Expired
	faults
)

// Faults decides which requests go wrong. The same seed and the same requests give the same faults.
type Faults struct {
	// OneIn is how rare a fault is: one of so many requests. 0 lets nothing go wrong.
	OneIn int
	// Longest bounds the faults in a row, so that patience wins; 3 by default.
	Longest int

	mu     sync.Mutex
	random *rand.Rand
	row    int
	counts [faults]int
}

// NewFaults returns the faults of a seed.
func NewFaults(seed uint64, oneIn int) *Faults {
	return &Faults{OneIn: oneIn, Longest: 3, random: rand.New(rand.NewPCG(seed, 0xfa17))}
}

// next decides about a request.
func (f *Faults) next() (fault Fault, luck uint64) {
	if f == nil || f.OneIn <= 0 {
		return Served, 0
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	luck = f.random.Uint64()
	if f.row < f.Longest && f.random.IntN(f.OneIn) == 0 {
		fault = 1 + Fault(f.random.IntN(int(faults)-1))
		f.row++
	} else {
		f.row = 0
	}
	f.counts[fault]++
	return fault, luck
}

// Counts tells how often each fault has happened; Served among them.
func (f *Faults) Counts() map[Fault]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	counts := map[Fault]int{}
	for fault, n := range f.counts {
		counts[Fault(fault)] = n
	}
	return counts
}

// Dialect is how a vendor says no.
type Dialect struct {
	// Refuse answers 429; what is to be waited is told as the vendor tells it. Luck chooses among several
	// documented forms.
	Refuse func(w http.ResponseWriter, wait time.Duration, luck uint64)
	// Expire makes the credentials of the request invalid where new ones can be got, and says so. Nil: the
	// vendor's credentials do not expire, and the request is served.
	Expire func(w http.ResponseWriter, r *http.Request)
}

// Disturb puts faults in front of a vendor's handler.
func Disturb(h http.Handler, f *Faults, d Dialect) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fault, luck := f.next()
		switch {
		case fault == Refused:
			d.Refuse(w, time.Duration(1+luck%20)*time.Second, luck>>8)
		case fault == Broken:
			w.WriteHeader([]int{http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout}[luck%4])
		case fault == Cut:
			c := &cut{ResponseWriter: w, keep: int(luck % 1000)}
			h.ServeHTTP(c, r)
			panic(http.ErrAbortHandler)
		case fault == Page:
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.Header().Set("Retry-After", strconv.FormatUint(luck%5, 10))
			_, _ = w.Write([]byte("<!doctype html><html><title>Down for maintenance</title></html>"))
		case fault == Expired && d.Expire != nil:
			d.Expire(w, r)
		default:
			h.ServeHTTP(w, r)
		}
	})
}

// cut passes on the first thousandths of each part of an answer.
type cut struct {
	http.ResponseWriter
	keep int
}

func (c *cut) Write(b []byte) (int, error) {
	if _, err := c.ResponseWriter.Write(b[:len(b)*c.keep/1000]); err != nil {
		return 0, err
	}
	return len(b), nil
}
