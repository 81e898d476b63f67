package simulator

import (
	"math"
	"strings"
)

// forever is the end of what has none yet.
const forever = int64(math.MaxInt64)

// book is where the truth is written, by those who act and at the moment of each act.
type book struct {
	source string
	law    *law
	series map[string]*series
	facts  []fact
	spans  []span
	// replied and wrote are the public replies of agents and the messages of customers.
	replied []reply
	wrote   []writing
	clocks  []posting
	events  []event
	sights  map[string]int64    // topics, by when they were seen last
	visits  map[int64][]*ticket // tickets by customer
	timers  timers
	hasty   hasty
	planned int
	teams   []string
}

// fact is something that counts.
type fact struct {
	series *series
	// since is the instant that must lie after the baseline for it to count: that of the event, or that of
	// what it takes back.
	since int64
	// known is when it was certain.
	known int64
	value float64
}

// series is a metric with its labels.
type series struct {
	name    string
	labels  []string // names and values by turns
	buckets []float64
}

// reply is a public message of an agent.
type reply struct {
	at    int64
	team  string
	agent int64
}

// writing is a message of a customer.
type writing struct {
	at       int64
	customer int64
}

func newBook(o Options, l *law) *book {
	return &book{source: o.Rules.Source, law: l, series: map[string]*series{}, sights: map[string]int64{}, visits: map[int64][]*ticket{}}
}

// count adds to a counter.
func (b *book) count(name string, since, known int64, labels ...string) {
	b.facts = append(b.facts, fact{b.of(name, nil, labels), since, known, 1})
}

// observe adds an observation to a histogram.
func (b *book) observe(name string, buckets []float64, at int64, value float64, labels ...string) {
	b.facts = append(b.facts, fact{b.of(name, buckets, labels), at, at, value})
}

func (b *book) of(name string, buckets []float64, labels []string) *series {
	key := name + "\x00" + strings.Join(labels, "\x00")
	known, ok := b.series[key]
	if !ok {
		known = &series{name: name, labels: labels, buckets: buckets}
		b.series[key] = known
	}
	return known
}

// durations are the bounds of the histograms of seconds.
func durations() []float64 {
	return []float64{
		5, 10, 20, 30, 60, 300, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400, 172800, 259200, 432000,
		604800, 1209600, 2592000,
	}
}

// lengths are the bounds of messages per ticket.
func lengths() []float64 { return []float64{1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50} }

// elapsed adds a duration of a ticket on each clock that there is.
func (b *book) elapsed(name string, t *ticket, from, at int64, labels ...string) {
	b.both(name, at, b.law.spent(t, from, at), labels...)
}

// spent is a time on the two clocks. Without a schedule there is no business clock.
type spent struct {
	calendar, business int64
	scheduled          bool
}

func (s *spent) add(other spent) {
	s.calendar += other.calendar
	s.business += other.business
	s.scheduled = s.scheduled || other.scheduled
}

func (b *book) both(name string, at int64, s spent, labels ...string) {
	b.observe(name, durations(), at, float64(max(0, s.calendar)), append([]string{"clock", "calendar"}, labels...)...)
	if s.scheduled {
		b.observe(name, durations(), at, float64(max(0, s.business)), append([]string{"clock", "business"}, labels...)...)
	}
}

// place are the labels of where a ticket is.
func (t *ticket) place(more ...string) []string {
	return append([]string{"brand", t.brand.name, "group", t.team.name}, more...)
}

// placeChannel is place with the channel, which never changes.
func (t *ticket) placeChannel(more ...string) []string {
	return t.place(append([]string{"channel", meaning(t.channel)}, more...)...)
}
