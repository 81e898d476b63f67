//go:build crash

package crash

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the driver "sqlite"
)

const schema = `
CREATE TABLE tickets (id INTEGER PRIMARY KEY, created TEXT, updated TEXT, state TEXT, team TEXT, customer TEXT, channel TEXT, merged_into INTEGER);
CREATE TABLE messages (id INTEGER PRIMARY KEY, ticket INTEGER, at TEXT, author TEXT, who TEXT, public INTEGER, body TEXT);
CREATE TABLE states (id INTEGER PRIMARY KEY, ticket INTEGER, at TEXT, was TEXT, became TEXT, who TEXT);
CREATE TABLE moves (id INTEGER PRIMARY KEY, ticket INTEGER, at TEXT, was TEXT, became TEXT, who TEXT);
CREATE INDEX messages_ticket ON messages (ticket);
CREATE INDEX states_ticket ON states (ticket);
CREATE INDEX moves_ticket ON moves (ticket);
`

// configuration of the exporter. The desk keeps its whole history, so that whoever reads it later finds what one who
// was there has seen.
const configuration = `
global: {poll_interval: 1s, state: {path: %[1]s/state.db, backup: {dir: %[1]s/backup}}}
privacy: {key_file: %[2]s/identity.key}
sources:
  - name: desk
    dsn: sqlite:%[2]s/desk.db
    timezone: Europe/Berlin
    baseline: %[3]s
    page_size: %[4]d
    infer_new: true
    statuses: {open: open, waiting: pending, done: solved, merged: merged}
    streams:
      - name: tickets
        kind: ticket
        key: t.id
        query: >-
          SELECT t.id AS id, t.created AS created_at, t.updated AS updated_at, t.state AS status, t.team AS "group",
          t.customer AS requester, t.channel AS channel, t.merged_into AS merged_into
          FROM tickets t WHERE {{ where }}
        changes:
          - name: messages
            query: SELECT m.id AS cursor_id, m.ticket AS id FROM messages m WHERE m.id > :cursor_id ORDER BY m.id LIMIT :limit
            start: SELECT COALESCE(MAX(id), 0) FROM messages
            overlap: 100
          - name: states
            query: SELECT s.id AS cursor_id, s.ticket AS id FROM states s WHERE s.id > :cursor_id ORDER BY s.id LIMIT :limit
            start: SELECT COALESCE(MAX(id), 0) FROM states
            overlap: 100
          - name: moves
            query: SELECT v.id AS cursor_id, v.ticket AS id FROM moves v WHERE v.id > :cursor_id ORDER BY v.id LIMIT :limit
            start: SELECT COALESCE(MAX(id), 0) FROM moves
            overlap: 100
        open: {query: "SELECT id FROM tickets WHERE state IN ('open', 'waiting')", every: 3s}
      - name: messages
        kind: message
        for_each: {stream: tickets, when: changed}
        query: SELECT m.id AS id, m.ticket AS ticket, m.at AS at, m.author AS author, m.who AS author_id, m.public AS public, m.body AS text FROM messages m WHERE m.ticket IN (:ids)
      - name: states
        kind: status_change
        for_each: {stream: tickets, when: changed}
        query: SELECT s.id AS id, s.ticket AS ticket, s.at AS at, s.was AS "from", s.became AS "to", 'agent' AS actor, s.who AS actor_id FROM states s WHERE s.ticket IN (:ids)
      - name: moves
        kind: assignment_change
        for_each: {stream: tickets, when: changed}
        query: SELECT v.id AS id, v.ticket AS ticket, v.at AS at, v.was AS from_group, v.became AS "group", 'agent' AS actor, v.who AS actor_id FROM moves v WHERE v.ticket IN (:ids)
`

// ticket is what the generator must remember of a ticket to let it live on.
type ticket struct {
	id          int
	state, team string
	last        time.Time
}

// desk is a helpdesk in SQLite, and who works on it.
type desk struct {
	dir     string
	db      *sql.DB
	random  *rand.Rand
	zone    *time.Location
	since   time.Time
	tickets []*ticket

	written map[string]int // rows by table
}

// newDesk makes a desk with tickets that lived from its beginning until an hour ago.
func newDesk(t *testing.T, random *rand.Rand, tickets int) *desk {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	d := &desk{dir: t.TempDir(), random: random, zone: zone, written: map[string]int{}}
	d.db, err = sql.Open("sqlite", filepath.Join(d.dir, "desk.db")+
		"?_pragma=journal_mode(WAL)&_pragma=busy_timeout(30000)&_pragma=synchronous(off)&_txlock=immediate")
	require.NoError(t, err)
	d.db.SetMaxOpenConns(1)
	t.Cleanup(func() { require.NoError(t, d.db.Close()) })
	_, err = d.db.ExecContext(t.Context(), schema)
	require.NoError(t, err)

	end := time.Now().Add(-time.Hour)
	d.since = end.AddDate(0, 0, -60).Truncate(time.Hour)
	err = d.transaction(func(w *writer) {
		for range tickets {
			at := d.since.Add(time.Duration(1 + d.random.Int64N(int64(end.Sub(d.since)))))
			one := w.create(at)
			for range d.random.IntN(12) {
				at = at.Add(time.Duration(float64(8*time.Hour) * d.random.ExpFloat64()))
				if at.After(end) {
					break
				}
				w.act(one, at)
			}
		}
	})
	require.NoError(t, err)
	return d
}

// change lets something happen now.
func (d *desk) change() error {
	return d.transaction(func(w *writer) {
		now := time.Now() // after the lock: what is written now was not there before
		if d.random.IntN(4) == 0 {
			w.create(now)
			return
		}
		one := d.tickets[d.random.IntN(len(d.tickets))]
		if now.Sub(one.last) >= 2*time.Millisecond {
			w.act(one, now)
		}
	})
}

func (d *desk) transaction(do func(*writer)) error {
	tx, err := d.db.BeginTx(context.Background(), nil)
	if err != nil {
		return err
	}
	w := &writer{desk: d, tx: tx}
	do(w)
	return errors.Join(w.err, tx.Commit())
}

// config writes a configuration for an exporter with a directory of its own.
func (d *desk) config(dir string, pageSize int) []byte {
	return fmt.Appendf(nil, configuration, dir, d.dir, d.since.Add(-time.Hour).UTC().Format(time.RFC3339), pageSize)
}

// writer writes acts in one transaction.
type writer struct {
	*desk
	tx  *sql.Tx
	err error
}

func (w *writer) exec(statement string, args ...any) {
	if _, err := w.tx.Exec(statement, args...); err != nil {
		w.err = errors.Join(w.err, err)
	}
}

func (w *writer) insert(table string, values ...any) int {
	w.written[table]++
	id := w.written[table]
	places := "?"
	for range values {
		places += ", ?"
	}
	w.exec("INSERT INTO "+table+" VALUES ("+places+")", append([]any{id}, values...)...)
	return id
}

func (w *writer) clock(at time.Time) string { return at.In(w.zone).Format("2006-01-02 15:04:05.000") }

func (w *writer) pick(of ...string) string { return of[w.random.IntN(len(of))] }

func (w *writer) agent() string { return fmt.Sprintf("agent-%d", w.random.IntN(8)) }

// create opens a ticket with its first message.
func (w *writer) create(at time.Time) *ticket {
	one := &ticket{state: "open", team: w.pick("Returns", "Orders", "Delivery", "Billing"), last: at}
	customer := fmt.Sprintf("customer-%d@x.it", w.random.IntN(300))
	one.id = w.insert("tickets", w.clock(at), w.clock(at), one.state, one.team, customer, w.pick("email", "chat", "web"), nil)
	w.insert("messages", one.id, w.clock(at), "customer", customer, 1, "where is my parcel")
	w.tickets = append(w.tickets, one)
	return one
}

// act lets one thing happen to a ticket.
func (w *writer) act(one *ticket, at time.Time) {
	one.last = at
	switch n := w.random.IntN(100); {
	case one.state == "merged":
		return
	case n < 30:
		w.insert("messages", one.id, w.clock(at), "agent", w.agent(), 1, "on its way")
		w.become(one, at, "waiting")
	case n < 50:
		w.insert("messages", one.id, w.clock(at), "customer", fmt.Sprintf("customer-%d", one.id), 1, "and now?")
		w.become(one, at, "open")
	case n < 60:
		w.insert("messages", one.id, w.clock(at), "agent", w.agent(), 0, "asked the carrier")
	case n < 70:
		if team := w.pick("Returns", "Orders", "Delivery", "Billing"); team != one.team {
			w.insert("moves", one.id, w.clock(at), one.team, team, w.agent())
			one.team = team
		}
	case n < 97:
		w.become(one, at, "done")
	default:
		into := w.tickets[w.random.IntN(len(w.tickets))] // also one that was closed weeks ago
		if into == one {
			break
		}
		w.become(one, at, "merged")
		w.exec("UPDATE tickets SET merged_into = ? WHERE id = ?", into.id, one.id)
	}
	w.exec("UPDATE tickets SET updated = ?, state = ?, team = ? WHERE id = ?", w.clock(at), one.state, one.team, one.id)
}

func (w *writer) become(one *ticket, at time.Time, state string) {
	if one.state == state {
		return
	}
	w.insert("states", one.id, w.clock(at), one.state, state, w.agent())
	one.state = state
}

// work changes the desk every few milliseconds.
func (d *desk) work(stop <-chan struct{}) error {
	for {
		select {
		case <-stop:
			return nil
		case <-time.After(time.Duration(10+d.random.IntN(40)) * time.Millisecond):
		}
		if err := d.change(); err != nil {
			return err
		}
	}
}
