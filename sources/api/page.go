package api

import "time"

// pageState is what is found out of one page.
type pageState struct {
	records   int
	fresh     int
	hash      uint64
	last      any
	ascending bool
	highest   time.Time // up to the horizon
	newest    time.Time
	oldest    time.Time
	// marks are the records of this page by hash, with their second. They become seen when they are
	// delivered: an answer that is cut off is read again from its first record.
	marks map[uint64]int64
	stale bool // the last record lies before the walk's beginning
}

// times notes a record's time. What is younger than the horizon may be out of its order: an index lags
// behind what it finds.
func (s *pageState) times(at, began, horizon time.Time) {
	if s.oldest.IsZero() || at.Before(s.oldest) {
		s.oldest = at
	}
	if !at.After(began) && at.After(s.newest) {
		s.newest = at
	}
	if at.After(horizon) {
		return
	}
	if at.Before(s.highest) {
		s.ascending = false
	}
	s.highest = later(s.highest, at)
}
