package api

import (
	"time"

	"helpdesk_exporter/sources/record"
)

// stream is a compiled StreamConfig.
type stream struct {
	name   string
	config StreamConfig
	kinds  []record.Kind
	settle time.Duration
	every  time.Duration

	sets      []set
	id        path
	pages     pages
	cursor    *cursorRule
	responses []response
	mapper    *mapper
	// needsPage tells that the map reads $page, so that records are mapped when their page is complete.
	needsPage bool
	// late tells that an answer of success may be taken for something else by what it holds.
	late bool
	// optional tells that a helpdesk need not have it: an answer says so.
	optional bool

	parent   *stream
	children []*stream
	where    *program // of a child
	items    *path

	lookUp *lookUp
	open   *sweeper
	// signature tells streams apart whose stored walks do not fit each other.
	signature uint64
	// whole tells that a ticket's records all come with it: from this stream and its children.
	whole bool
}

// set is a variant of the request. The first has no name where the stream has no sets.
type set struct {
	name    string
	request *request
	rule    *cursorRule // nil where the stream is read whole
	records path
}

// lookUp reads tickets by their ids.
type lookUp struct {
	request   *request
	records   path
	batch     int
	responses []response
	// sets are asked one after the other, each for what those before do not have.
	sets []string
}

// sweeper lists what is unresolved.
type sweeper struct {
	lists   []openRequest
	id      path
	pages   pages
	while   *program // nil reads a list to its end
	where   *program // nil takes all
	every   time.Duration
	refresh bool
}

// openRequest gives one list of a sweep.
type openRequest struct {
	set     string
	request *request
	records path
}

// table is a compiled DiscoverConfig.
type table struct {
	name      string
	request   *request
	records   path
	pages     pages
	key       path
	value     path
	program   *program
	every     time.Duration
	optional  bool
	responses []response

	read    time.Time // when it was read last; zero: never
	tried   time.Time // when that was tried last
	refused bool      // the helpdesk does not give it
	entries map[string]any
}

// cursorRule is a compiled CursorConfig.
type cursorRule struct {
	token      bool
	field      *path
	from       *path
	unit       string
	order      string
	overlap    time.Duration
	resolution time.Duration
	zone       *time.Location
	window     time.Duration
	verify     bool
	history    bool // the first poll begins where the history does
	restart    int  // after how many pages
	ignore     []path
	clocks     clocks
}

// floor rounds an instant down to the resolution, by the wall clock of the zone.
func (c *cursorRule) floor(t time.Time) time.Time {
	switch {
	case t.IsZero():
		return t
	case c.resolution >= 24*time.Hour:
		year, month, day := t.In(c.zone).Date()
		return startOfDay(year, month, day, c.zone)
	case c.resolution > 0:
		_, offset := t.In(c.zone).Zone()
		shift := time.Duration(offset) * time.Second
		return t.Add(shift).Truncate(c.resolution).Add(-shift)
	}
	return t
}
