// Package replay records everything that a simulated desk had on file, step by step, so that servers which
// play a vendor's API can show it as it was at any instant, again and again, in any order. It is never part
// of the exporter.
package replay

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"helpdesk_exporter/sources/simulator"
)

// Tape is a desk's files over time. It may be read from any goroutine.
type Tape struct {
	// Begin and End are the first and the last instant that it shows.
	Begin, End time.Time
	// Step is the time between two looks: an act is on file from the step on that follows it.
	Step time.Duration
	// Zone is that of the desk's wall clock.
	Zone *time.Location

	Brands []Brand
	Teams  []Team
	Agents []Agent
	// Customers are all that ever wrote; their ids ascend.
	Customers []Customer

	desk  *simulator.Desk
	reels []*reel // by id
	mu    sync.Mutex
	frame *Frame
	pause time.Time
}

// reel is what was on file about one ticket: the last version that had been seen at an instant counts. A
// version without a ticket says that its rows are gone.
type reel struct {
	id       int64
	versions []version
}

type version struct {
	seen   time.Time
	ticket *Ticket
}

// Frame is what was on file at one instant. It is read only.
type Frame struct {
	At time.Time
	// Tickets are in the order of their ids.
	Tickets []*Ticket
	// Gone are tickets whose rows have vanished without a trace, as they were last, by id.
	Gone map[int64]*Ticket

	byID map[int64]*Ticket
}

// Ticket returns a ticket that is on file.
func (f *Frame) Ticket(id int64) (t *Ticket, ok bool) {
	t, ok = f.byID[id]
	return t, ok
}

// Record lets a desk live in a new file in dir, from when it opens until end, and looks at it every step.
// The caller closes the tape.
func Record(ctx context.Context, dir string, o simulator.Options, end time.Time, step time.Duration) (*Tape, error) {
	if o.Begin.IsZero() || o.Zone == nil {
		return nil, errors.New("replay: a desk needs an instant of opening and a zone")
	}
	path := filepath.Join(dir, "desk.db")
	desk, err := simulator.New(ctx, path, o)
	if err != nil {
		return nil, err
	}
	t := &Tape{Begin: o.Begin, End: end, Step: step, Zone: o.Zone, desk: desk}
	if err := t.record(ctx, path); err != nil {
		return nil, errors.Join(fmt.Errorf("replay: %w", err), desk.Close())
	}
	return t, nil
}

// Truth is the desk's, see simulator.Desk; that of a copy, too.
func (t *Tape) Truth(at, baseline time.Time) []simulator.Sample { return t.desk.Truth(at, baseline) }

// Close ends the desk; what was recorded stays.
func (t *Tape) Close() error { return t.desk.Close() }

// Copy is the same tape for another viewer.
func (t *Tape) Copy() *Tape {
	return &Tape{
		Begin: t.Begin, End: t.End, Step: t.Step, Zone: t.Zone, Brands: t.Brands, Teams: t.Teams, Agents: t.Agents,
		Customers: t.Customers, desk: t.desk, reels: t.reels,
	}
}

// Pause lets At show nothing that came on file after an instant, however late it is.
func (t *Tape) Pause(at time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pause = at
}

// At shows what was on file at an instant.
func (t *Tape) At(now time.Time) *Frame {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.pause.IsZero() && now.After(t.pause) {
		now = t.pause
	}
	if now.Before(t.Begin) {
		now = t.Begin
	}
	at := t.Begin.Add(now.Sub(t.Begin).Truncate(t.Step))
	if t.frame == nil || !t.frame.At.Equal(at) {
		t.frame = t.show(at)
	}
	return t.frame
}

func (t *Tape) show(at time.Time) *Frame {
	f := &Frame{At: at, Gone: map[int64]*Ticket{}, byID: make(map[int64]*Ticket, len(t.reels))}
	for _, r := range t.reels {
		after, found := slices.BinarySearchFunc(r.versions, at, func(v version, at time.Time) int { return v.seen.Compare(at) })
		if found {
			after++
		}
		switch {
		case after == 0:
		case r.versions[after-1].ticket == nil:
			f.Gone[r.id] = r.versions[after-2].ticket
		default:
			ticket := r.versions[after-1].ticket
			f.Tickets = append(f.Tickets, ticket)
			f.byID[r.id] = ticket
		}
	}
	return f
}

func (t *Tape) reel(id int64) *reel {
	at, found := slices.BinarySearchFunc(t.reels, id, func(r *reel, id int64) int { return cmp.Compare(r.id, id) })
	if !found {
		t.reels = slices.Insert(t.reels, at, &reel{id: id})
	}
	return t.reels[at]
}
