// Package simulator is a simulated support desk in an SQLite database. From a seed it makes customers who
// write, agents who answer, move, merge and solve, and a desk that confirms and closes by itself; and it
// keeps the truth of what happened, so that what an exporter counts can be compared with it. It runs
// against any clock: weeks in seconds for tests, live for the demo.
package simulator

import (
	"container/heap"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// DefaultSpeed lets something happen about every second.
const DefaultSpeed = 60

// DefaultZone is the zone of the desk's wall clock.
const DefaultZone = "Europe/Rome"

// Options of a desk.
type Options struct {
	// Seed makes the same desk again.
	Seed uint64
	// Clock is the machine's by default.
	Clock Clock
	// Speed is how much faster than real life Run lets the desk live; 1 by default.
	Speed float64
	// Begin is when the desk opens; the clock's present by default.
	Begin time.Time
	// Zone is that of the desk's wall clock, DefaultZone by default.
	Zone *time.Location
}

// Desk is a simulated desk. It is run from one goroutine; its truth may be asked for from any.
type Desk struct {
	db    *sql.DB
	clock Clock
	speed float64
	zone  *time.Location
	rand  *rand.Rand
	teams []*staff

	pace    float64
	agenda  agenda
	planned int
	// unresolved are customers' tickets that others may be merged into, in the order in which they came in.
	unresolved []*ticket

	mu    sync.Mutex
	now   time.Time
	tally tally
}

// staff is a team with its ids.
type staff struct {
	team
	id     int64
	agents []int64
}

// pageSize is the number of acts in one transaction of Advance.
const pageSize = 100

// New makes a desk without a ticket in a new SQLite file.
func New(ctx context.Context, path string, o Options) (*Desk, error) {
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		if err == nil {
			err = errors.New("there is a file already; a simulated desk begins anew: remove it or choose another folder")
		}
		return nil, fmt.Errorf("desk %s: %w", path, err)
	}
	if o.Clock == nil {
		o.Clock = SystemClock{}
	}
	if o.Speed == 0 {
		o.Speed = 1
	}
	if o.Zone == nil {
		zone, err := time.LoadLocation(DefaultZone)
		if err != nil {
			return nil, fmt.Errorf("desk %s: %w", path, err)
		}
		o.Zone = zone
	}
	db, err := open(path)
	if err != nil {
		return nil, fmt.Errorf("desk %s: %w", path, err)
	}
	if o.Begin.IsZero() {
		o.Begin = o.Clock.Now()
	}
	d := &Desk{
		db: db, clock: o.Clock, speed: o.Speed, zone: o.Zone, pace: 1, now: o.Begin,
		rand:  rand.New(rand.NewPCG(o.Seed, 0)),
		tally: newTally(),
	}
	if err := d.hire(ctx); err != nil {
		return nil, fmt.Errorf("desk %s: %w", path, errors.Join(err, db.Close()))
	}
	return d, nil
}

func open(path string) (*sql.DB, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	// In WAL mode whoever reads does not hold up the desk, nor the desk the reader.
	dsn := (&url.URL{Scheme: "file", Path: path}).String() +
		"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=busy_timeout(10000)"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// hire makes the tables and the people, and puts each team's first ticket on the agenda.
func (d *Desk) hire(ctx context.Context) error {
	if _, err := d.db.ExecContext(ctx, schema); err != nil {
		return err
	}
	return d.write(ctx, func(s *step) {
		for i := range customers {
			name, email := customerName(i)
			s.exec(`INSERT INTO customers (name, email) VALUES (?, ?)`, name, email)
		}
		for _, t := range teams() {
			hired := &staff{team: t, id: s.insert(`INSERT INTO teams (name) VALUES (?)`, t.name)}
			for _, name := range t.people {
				hired.agents = append(hired.agents, s.insert(`INSERT INTO agents (team_id, name) VALUES (?, ?)`, hired.id, name))
			}
			d.teams = append(d.teams, hired)
			d.plan(d.now, interval(d.rand, t.every), func(s *step) { s.arrive(hired) })
		}
	})
}

// Truth is what has happened so far.
func (d *Desk) Truth() Truth {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.tally.at(d.now)
}

// Advance does what is due up to an instant, at the pace of real life and without waiting for the clock. It
// comes before Run.
func (d *Desk) Advance(ctx context.Context, until time.Time) error {
	for d.due(until) {
		err := d.write(ctx, func(s *step) {
			for n := 0; n < pageSize && d.due(until); n++ {
				next := d.pop()
				s.at = next.at
				next.do(s)
			}
		})
		if err != nil {
			return fmt.Errorf("simulated desk: %w", err)
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = until
	return nil
}

// Run lets the desk live, at its speed, until the context ends, which is no error.
func (d *Desk) Run(ctx context.Context) error {
	d.setPace(d.clock.Now(), d.speed)
	for {
		err := d.clock.WaitUntil(ctx, d.agenda[0].at)
		if err == nil {
			err = d.write(ctx, func(s *step) {
				next := d.pop()
				// What a busy machine does late is stamped late too, as it would be on any desk.
				if s.at = d.clock.Now(); s.at.Before(next.at) {
					s.at = next.at
				}
				next.do(s)
			})
		}
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // whatever failed, it was asked to stop
		case err != nil:
			return fmt.Errorf("simulated desk: %w", err)
		}
	}
}

// Close closes the database, which stays.
func (d *Desk) Close() error { return d.db.Close() }

// due reports whether there is something to do up to an instant. Each act plans what follows, and each
// arrival the next, so that the agenda never ends.
func (d *Desk) due(until time.Time) bool { return !d.agenda[0].at.After(until) }

func (d *Desk) pop() entry {
	return heap.Pop(&d.agenda).(entry) //nolint:errcheck // only plan pushes
}
