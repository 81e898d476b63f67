package database

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// Two transactions that take their ids, or times, in one order and commit in the other, with a poll in
// between.
func TestTrap05TransactionsThatCommitLate(t *testing.T) {
	everywhere(t, func(t *testing.T, d *desk) {
		keyedDesk(d)
		d.db.SetMaxOpenConns(3)
		s, l := d.source(keyedConfig), newLedger()
		l.poll(t, s, "tickets")

		var txs []*sql.Tx
		for i, ticket := range []int{2, 4} {
			tx, err := d.db.Begin()
			require.NoError(t, err)
			_, err = tx.Exec(fmt.Sprintf("INSERT INTO entries VALUES (%d, %d, '2026-03-02 00:00:00', 'agent')", 51+i, ticket))
			require.NoError(t, err)
			txs = append(txs, tx)
		}
		require.NoError(t, txs[1].Commit())
		l.poll(t, s, "tickets")
		require.Equal(t, []string{"4"}, l.delivered(record.KindTicket), "what is not committed is not seen")
		require.NoError(t, txs[0].Commit())
		l.poll(t, s, "tickets")
		require.Equal(t, []string{"2"}, l.delivered(record.KindTicket))
		l.message(t, "51")
	}, MySQL, Postgres)
}

// Whatever happens on the desk, in whatever order it becomes visible and wherever a poll breaks off, the
// ledger ends with the desk's state.
func TestLedgerEndsWithTheState(t *testing.T) {
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 1))
			d := sqliteDesk(t)
			keyedDesk(d)
			now := instantOf("2026-03-10T12:00:00Z")
			l := newLedger()
			nextEntry, nextTicket := 60, 6
			var late []int // ids that are taken, but not visible yet
			for range 30 {
				switch random.IntN(6) {
				case 0:
					d.exec(fmt.Sprintf("INSERT INTO tickets VALUES (%[1]d, '2026-03-10 11:00:00', '2026-03-10 11:00:00', 'open'); INSERT INTO entries VALUES (%[2]d, %[1]d, '2026-03-10 11:00:00', 'customer')", nextTicket, nextEntry))
					nextTicket++
					nextEntry++
				case 1:
					late = append(late, nextEntry)
					nextEntry++
				case 2:
					for _, id := range late {
						ticket := 1 + random.IntN(nextTicket-1)
						d.exec(fmt.Sprintf("UPDATE tickets SET state = 'closed' WHERE id = %[2]d; INSERT INTO entries VALUES (%[1]d, %[2]d, '2026-03-10 11:00:00', 'agent')", id, ticket))
					}
					late = nil
				case 3:
					ticket := 1 + random.IntN(nextTicket-1)
					d.exec(fmt.Sprintf("UPDATE tickets SET state = 'open' WHERE id = %[1]d; INSERT INTO events (ticket) VALUES (%[1]d)", ticket))
				case 4:
					l.failAt = random.IntN(5)
				case 5:
					now = now.Add(time.Duration(random.IntN(20)) * time.Minute)
					if err := l.try(d.source(keyedConfig, at(&now)), "tickets"); err != nil {
						require.ErrorIs(t, err, errLedger)
					}
				}
				if len(late) > 4 { // longer than the overlap is the desk's own fault
					late = late[len(late)-4:]
				}
				if len(late) > 0 && nextEntry-late[0] > 8 {
					late = nil
				}
			}
			l.failAt = 0
			l.poll(t, d.source(keyedConfig, at(&now)), "tickets")

			for id, state := range d.pairs("SELECT id, state FROM tickets") {
				require.Equal(t, testWords().Statuses[state], l.ticket(t, id).Status, "ticket %s", id)
			}
			for id, ticket := range d.pairs("SELECT id, ticket FROM entries") {
				require.Equal(t, ticket, l.message(t, id).Ticket)
			}
			l.poll(t, d.source(keyedConfig, at(&now)), "tickets")
			require.Empty(t, l.delivered(record.KindTicket), "and nothing is read twice")
		})
	}
}
