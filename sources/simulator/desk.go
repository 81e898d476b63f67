// Package simulator is a simulated support desk in an SQLite database. From a seed it makes customers who
// write, agents who answer, move, merge and solve, bots, and a desk that confirms and closes by itself; and
// it keeps the truth of what happened, so that what an exporter counts can be compared with it. It runs
// against any clock: weeks in seconds for tests, live for the demo.
package simulator

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// Desk is a simulated desk. It is run from one goroutine; its truth may be asked for from any.
type Desk struct {
	store   *store
	clock   Clock
	speed   float64
	zone    *time.Location
	maxPoll time.Duration
	skip    bool // what would happen in the repeated hour
	plain   bool // nothing but customers' tickets, and no duplicates
	rand    *rand.Rand
	weather weather
	teams   []*staff
	brands  []choice[*brand]

	pace    float64
	agenda  agenda
	planned int
	// unresolved are customers' tickets that others may be merged into, in the order in which they came in.
	unresolved []*ticket

	mu   sync.Mutex
	now  time.Time
	book *book
}

// staff is a team with its ids.
type staff struct {
	team
	id     int64
	agents []int64
	rota   *hours
	busy   int64 // until when its agents have to do, by the time that they work
}

// brand is a store or a marketplace account.
type brand struct {
	id   int64
	name string
}

// pageSize is the number of acts in one transaction of Advance.
const pageSize = 2000

// New makes a desk without a ticket in a new SQLite file.
func New(ctx context.Context, path string, o Options) (*Desk, error) {
	d, err := newDesk(ctx, path, o)
	if err != nil {
		return nil, fmt.Errorf("desk %s: %w", path, err)
	}
	return d, nil
}

func newDesk(ctx context.Context, path string, o Options) (*Desk, error) {
	o, err := o.withDefaults()
	if err != nil {
		return nil, err
	}
	law, err := newLaw(o)
	if err != nil {
		return nil, err
	}
	store, err := openStore(ctx, path, o.Zone)
	if err != nil {
		return nil, err
	}
	d := &Desk{
		store: store, clock: o.Clock, speed: o.Speed, zone: o.Zone, maxPoll: o.MaxPoll, skip: o.SkipRepeatedHour, plain: o.Plain,
		rand: rand.New(rand.NewPCG(o.Seed, 0)), weather: newWeather(o),
		pace: 1, now: o.Begin, book: newBook(o, law),
	}
	if err := d.hire(ctx, o); err != nil {
		return nil, errors.Join(err, store.db.Close())
	}
	return d, nil
}

// hire writes down the people and the topics, and puts each team's first ticket on the agenda.
func (d *Desk) hire(ctx context.Context, o Options) error {
	for _, b := range brands() {
		d.brands = append(d.brands, choice[*brand]{b.weight, &brand{d.store.brands.add(b.is), b.is}})
	}
	for _, t := range teams() {
		rota, err := newHours(Schedule{Name: t.name, Zone: o.Zone.String(), Week: t.week, Holidays: o.Holidays}, o.Begin)
		if err != nil {
			return err
		}
		hired := &staff{team: t, id: d.store.teams.add(t.name), rota: rota}
		for _, name := range t.people {
			hired.agents = append(hired.agents, d.store.agents.add(hired.id, name))
		}
		for _, each := range t.topics {
			d.store.topics.rows = append(d.store.topics.rows, []any{each.name, each.category})
		}
		d.teams = append(d.teams, hired)
		d.book.teams = append(d.book.teams, t.name)
		d.expect(hired)
	}
	if !o.NewProblem.IsZero() {
		d.planAt(o.NewProblem, (*step).newProblemAppears)
	}
	return d.store.flush(ctx)
}

// Advance does what is due up to an instant, at the pace of real life and without waiting for the clock. It
// comes before Run.
func (d *Desk) Advance(ctx context.Context, until time.Time) error {
	for d.due(until) {
		if err := d.act(ctx, pageSize, func() time.Time { return time.Time{} }, until); err != nil {
			return fmt.Errorf("simulated desk: %w", err)
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = until
	d.book.pass(until.Unix())
	return nil
}

// Run lets the desk live, at its speed, until the context ends, which is no error.
func (d *Desk) Run(ctx context.Context) error {
	d.setPace(d.clock.Now(), d.speed)
	for {
		next := d.agenda[0].at
		err := d.clock.WaitUntil(ctx, next)
		if err == nil {
			err = d.act(ctx, 1, d.clock.Now, next)
		}
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // whatever failed, it was asked to stop
		case err != nil:
			return fmt.Errorf("simulated desk: %w", err)
		}
	}
}

// act does some of what is due and writes it in one transaction. What a busy machine does late is stamped
// late too, as it would be on any desk.
func (d *Desk) act(ctx context.Context, most int, clock func() time.Time, until time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	for n := 0; n < most && d.due(until); n++ {
		next := d.pop()
		now := next.at
		if late := clock(); late.After(now) {
			now = late
		}
		d.do(now, next.do)
	}
	return d.store.flush(ctx)
}

// do does something at an instant, after what time itself has decided until then.
func (d *Desk) do(now time.Time, do func(*step)) {
	if again, ok := d.repeated(now); ok {
		d.planAt(again, do)
		return
	}
	d.now = now
	s := &step{Desk: d, now: now, at: now.Unix()}
	d.book.pass(s.at)
	do(s)
	for _, t := range s.touched {
		d.book.look(t, s.at)
	}
}

// Close closes the database, which stays.
func (d *Desk) Close() error { return d.store.db.Close() }

// due reports whether there is something to do up to an instant.
func (d *Desk) due(until time.Time) bool {
	return len(d.agenda) > 0 && !d.agenda[0].at.After(until)
}

func (d *Desk) pop() entry {
	return heap.Pop(&d.agenda).(entry) //nolint:errcheck // only plan pushes
}

// repeated tells an instant in the hour that the wall clock shows twice, and one after it.
func (d *Desk) repeated(now time.Time) (after time.Time, ok bool) {
	if !d.skip {
		return now, false
	}
	const near = 3 * time.Hour
	back := offset(now.Add(-near), d.zone) - offset(now.Add(near), d.zone)
	if back <= 0 {
		return now, false
	}
	other := now.Add(back) // which shows the same if it comes after the change, and this does not
	if offset(now, d.zone) == offset(now.Add(near), d.zone) {
		other = now.Add(-back)
	}
	if offset(other, d.zone) == offset(now, d.zone) {
		return now, false
	}
	return now.Add(2 * back), true
}

func offset(at time.Time, zone *time.Location) time.Duration {
	_, seconds := at.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}
