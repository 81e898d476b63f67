package simulator

import "time"

type Rules struct{ Source string }

type law struct{}

func newLaw(Options) (*law, error) { return &law{}, nil }

type tests struct{}
type contract struct{}
type posting struct{}
type event struct{}

func (l *law) spent(t *ticket, from, to int64) spent { return spent{calendar: to - from} }
func (l *law) scheduled() bool                       { return false }
func (l *law) hoursLabel(string, int64) string       { return "open" }
func (l *law) configured(int64, *sheet)              {}
func (t *ticket) placed(*law, int64)                 {}

func (b *book) event(name string, t *ticket, at, value int64) {}
func (b *book) reopenedEvent(t *ticket, d *doubt, at int64)   {}
func (b *book) voidEvents(t *ticket, void bool, at int64)     {}
func (b *book) periods(int64, *sheet)                         {}

func (b *book) contracts(int64, *sheet)                         {}
func (b *book) contractCreated(t *ticket, at int64)             {}
func (b *book) contractAsked(t *ticket, at int64)               {}
func (b *book) contractReplied(t *ticket, at int64)             {}
func (b *book) contractSolved(t *ticket, at int64)              {}
func (b *book) contractReopened(t *ticket, at int64)            {}
func (b *book) contractVoided(t *ticket, at int64)              {}
func (b *book) contractInherited(t *ticket, was bool, at int64) {}
func (b *book) paused(t *ticket, at int64)                      {}
func (b *book) changed(t *ticket, at int64)                     {}

func (b *book) testCreated(t *ticket, at int64)              {}
func (b *book) testAnswered(t *ticket, at int64, byBot bool) {}
func (b *book) testAcknowledged(t *ticket, at int64)         {}
func (b *book) testSolved(t *ticket, at int64)               {}
func (b *book) testReopened(t *ticket, since, at int64)      {}
func (b *book) testVoided(t *ticket, at int64)               {}

var _ time.Duration

func (b *book) deadlines(t *ticket) []int64 { return nil }
