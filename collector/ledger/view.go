package ledger

import (
	"maps"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/period"
)

// View is everything the collector needs to make a generation: a consistent copy of what was committed.
type View struct {
	// Series of counters and histograms, grouped by family, sorted by label values within it.
	Series  []Series
	Sources []SourceView
	// StateBytes is the size of the state.
	StateBytes int64
}

// Series is one counter or histogram series.
type Series struct {
	Family string
	// Labels are the names, Values their values, in the catalogue's order without dropped labels.
	Labels []string
	Values []string
	// Count is a counter's value.
	Count int64
	// Histogram is nil for counters. It must not be changed.
	Histogram *Histogram
	// Created is when the series was 0, persisted: the created timestamp of the exposition.
	Created time.Time
	// Born is when the series was first there to be published; a young series is published at 0 until
	// the hold is over (docs/semantics.md, "New series").
	Born time.Time
}

// Histogram holds exact observations: integers only, so that any order of additions gives the same bytes.
type Histogram struct {
	Count uint64
	// Sum is in milliseconds for durations, in plain units otherwise.
	Sum int64
	// Classic counts per upper bound of the family, not cumulative, +Inf last.
	Classic []uint64
	// Native counts per bucket index of schema 3 (growth factor 2^(1/8)), exact and unbounded: the
	// exposition lowers the schema when there are too many buckets.
	Native map[int]uint64
	// Zero counts observations of 0.
	Zero uint64
}

// Equal reports whether two histograms hold the same observations; nil is none at all.
func (h *Histogram) Equal(other *Histogram) bool {
	if h == other || h == nil || other == nil {
		return h == other
	}
	return h.Count == other.Count && h.Sum == other.Sum && h.Zero == other.Zero &&
		slices.Equal(h.Classic, other.Classic) && maps.Equal(h.Native, other.Native)
}

// SourceView is one source's stock and state.
type SourceView struct {
	Name string
	// Now is the clock by which the source's gauges are computed.
	Now time.Time
	// Watermark is until when facts are counted: a breach is declared when it has passed the due instant.
	Watermark time.Time
	// Walked tells that the first walk over the tickets is complete: before, there is no stock.
	Walked bool
	// Groups are the values of the label that have been seen, in alphabetical order.
	Groups []string
	// Tickets are the unresolved ones.
	Tickets []fact.View
	// Ledger counts tickets by state: open, window, summary.
	Ledger  map[string]int
	Streams []StreamView
	// Activity is the last public reply of each agent in each group.
	Activity []Activity
	// Requesters counts the distinct customers who wrote in each of RequesterWindows before Now.
	Requesters map[time.Duration]int
	// Periods are the events by day of the reporting zone, as far back as a period reaches.
	Periods map[period.Day]PeriodRow
}

const (
	day = 24 * time.Hour
	// longestRequester is the longest window of helpdesk_requesters.
	longestRequester = 90 * day
)

// RequesterWindows are the trailing windows of helpdesk_requesters.
func RequesterWindows() []time.Duration {
	return []time.Duration{day, 7 * day, 30 * day, longestRequester}
}

// StreamView is a stream's progress.
type StreamView struct {
	Name string
	// Watermark is zero before the first complete pass, and for a stream that is off.
	Watermark  time.Time
	FirstSync  bool // the first walk is complete
	Quarantine int
	Off        bool
}

// Activity is the last public reply of an agent in a group. Agent is a keyed hash.
type Activity struct {
	Brand string
	Group string
	Agent string
	Last  time.Time
}
