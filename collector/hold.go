package collector

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"helpdesk_exporter/collector/ledger"
)

// hold decides which series are still shown at 0: increase() ignores the first sample of a series, so
// that one which appears at 1 would lose that event (docs/semantics.md, "New series").
type hold struct {
	scrapes int64
	minimum time.Duration
	maximum time.Duration
	skip    bool
	started time.Time
	latest  time.Time
	series  map[string]*young // by family and label values
	// before is what the process before this one left: the series it held, and the young ones it raised.
	before *Held
	kept   map[string]bool // by key, whether raised

	// cohorts count the scrapes for all series first shown by the same generation. Only they are shared
	// with the handlers.
	mu      sync.Mutex
	cohorts []*cohort
}

// young is a series whose maximal hold is not over.
type young struct {
	born   time.Time
	cohort *cohort
	raised bool
	seen   uint64 // the last generation that had the series
}

// Held is what the next process must know of the hold: without it, a series that was never shown at 0
// because its process was killed would be shown raised, and increase() would miss what it counted.
type Held struct {
	// Series that are shown at 0, by family and label values, and Raised those that were and are no more.
	Series []string
	Raised []string
	// At: other series born at or after this instant were not shown yet, the older ones are raised.
	At time.Time
}

type cohort struct {
	generation uint64
	served     atomic.Int64
}

func newHold(c *Config) *hold {
	h := &hold{
		scrapes: int64(c.HoldScrapes), minimum: c.HoldFor, maximum: c.HoldMax, skip: c.SkipHold, started: c.Started,
		series: map[string]*young{}, before: c.Held, kept: map[string]bool{},
	}
	if c.Held != nil {
		for _, key := range c.Held.Series {
			h.kept[key] = false
		}
		for _, key := range c.Held.Raised {
			h.kept[key] = true
		}
	}
	return h
}

// served notes that a whole scrape of a generation has reached its reader.
func (h *hold) served(generation uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range h.cohorts {
		if c.generation <= generation {
			c.served.Add(1)
		}
	}
}

// advance moves the clock, never backwards.
func (h *hold) advance(at time.Time) {
	if at.After(h.latest) {
		h.latest = at
	}
}

// due returns the series whose hold has ended and that are still shown at 0, and what to keep once they are
// raised.
func (h *hold) due() (ended []*young, keep Held) {
	for key, y := range h.series {
		switch over := h.over(y); {
		case !y.raised && !over:
			keep.Series = append(keep.Series, key)
			continue
		case !y.raised:
			ended = append(ended, y)
		}
		keep.Raised = append(keep.Raised, key)
	}
	slices.Sort(keep.Series)
	slices.Sort(keep.Raised)
	return ended, keep
}

func (h *hold) over(y *young) bool {
	age := h.latest.Sub(y.born)
	return age >= h.maximum || (age >= h.minimum && y.cohort.served.Load() >= h.scrapes)
}

// visible reports whether the generation shows the series as it is. It is called once for each series of
// a rendering, between begin and end.
func (h *hold) visible(s *ledger.Series, current *cohort) bool {
	if h.skip || s.Born.IsZero() || h.latest.Sub(h.since(s)) >= h.maximum {
		return true
	}
	key := s.Family + "\xff" + strings.Join(s.Values, "\xff")
	y, ok := h.series[key]
	if !ok {
		y = &young{born: s.Born, cohort: current}
		// The process before this one may have raised it: going back to 0 would count its events twice.
		y.raised = s.Born.Before(h.started) && h.latest.Sub(s.Born) >= h.minimum
		h.series[key] = y
		if h.before != nil {
			raised, known := h.kept[key]
			y.born, y.raised = h.since(s), raised || !known && s.Born.Before(h.before.At)
		}
	}
	y.seen = current.generation
	return y.raised
}

// since is when the hold of a series begins: with its birth, or with this process, if the one before it may
// not have ended it.
func (h *hold) since(s *ledger.Series) time.Time {
	open := h.before != nil && (len(h.kept) > 0 || !s.Born.Before(h.before.At))
	if open && s.Born.Before(h.started) {
		return h.started
	}
	return s.Born
}

// begin starts the rendering of a generation.
func (h *hold) begin(generation uint64) *cohort {
	c := &cohort{generation: generation}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cohorts = append(h.cohorts, c)
	return c
}

// end forgets the series that the rendering did not ask for, and the cohorts without a held series.
func (h *hold) end(current *cohort) {
	held := map[*cohort]bool{}
	for key, y := range h.series {
		switch {
		case y.seen != current.generation:
			delete(h.series, key)
		case !y.raised:
			held[y.cohort] = true
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	kept := h.cohorts[:0]
	for _, c := range h.cohorts {
		if held[c] {
			kept = append(kept, c)
		}
	}
	clear(h.cohorts[len(kept):])
	h.cohorts = kept
}
