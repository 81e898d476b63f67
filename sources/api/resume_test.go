package api

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/record"
)

// A process may be killed at every request: the next one goes on from the cursor, and nothing is missing.
func TestKilledAtEveryRequest(t *testing.T) {
	for name, config := range shapes() {
		t.Run(name, func(t *testing.T) {
			clean := newBed(t, config, newDesk(20).ServeHTTP)
			clean.ledger.Since.Since = noon.Add(-time.Hour)
			clean.mustPoll("tickets")
			want, requests := clean.ledger.Keys(), clean.network.Requests()
			require.Len(t, ticketKeys(want), 20)
			for kill := 1; kill <= requests; kill++ {
				b := newBed(t, config, newDesk(20).ServeHTTP)
				b.ledger.Since.Since = noon.Add(-time.Hour)
				b.network.KillAt = kill
				require.ErrorIs(t, b.poll("tickets"), fake.ErrCut)
				b.network.KillAt = 0
				b.clock.Advance(time.Minute)
				b.start()
				b.mustPoll("tickets")
				require.Equal(t, want, b.ledger.Keys(), "killed at request %d", kill)
				require.Zero(t, b.ledger.Todo())
				require.Empty(t, b.ledger.Wanted())
			}
		})
	}
}

// Two kills in one pass, and changes between them.
func TestKilledTwiceWhileTheDeskMoves(t *testing.T) {
	for name, config := range shapes() {
		t.Run(name, func(t *testing.T) {
			for first := 1; first <= 9; first += 2 {
				for second := 1; second <= 9; second += 2 {
					d := newDesk(20)
					b := newBed(t, config, d.ServeHTTP)
					if name == "window" {
						b.ledger.Since.Since = noon.Add(-time.Hour)
					}
					for i, kill := range []int{first, second, 0} {
						b.network.KillAt = kill
						if kill > 0 {
							b.network.KillAt += b.network.Requests()
						}
						err := b.poll("tickets")
						if err != nil {
							require.ErrorIs(t, err, fake.ErrCut)
						}
						b.clock.Advance(time.Minute)
						d.touch(1+i, b.clock.Now().Add(-time.Second))
						d.tickets = append(d.tickets, deskTicket{id: 100 + i, updated: b.clock.Now(), messages: 1})
						b.start()
					}
					b.network.KillAt = 0
					b.clock.Advance(time.Minute)
					b.mustPoll("tickets")
					require.Len(t, ticketKeys(b.ledger.Keys()), 23, "killed at %d and %d", first, second)
					for _, shown := range d.tickets {
						got := b.ledger.Records[fmt.Sprintf("ticket/%d", shown.id)].(record.Ticket)
						require.True(t, got.UpdatedAt.Equal(shown.updated), "ticket %d, killed at %d and %d", shown.id, first, second)
					}
				}
			}
		})
	}
}

// Rows that change while they are read move to the end of an ascending list, and those behind them move up.
func TestRowsMoveWhileTheyAreRead(t *testing.T) {
	for _, name := range []string{"ascending pages", "keyset", "ascending token", "opaque cursor", "descending", "no field"} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(20)
			b := newBed(t, shapes()[name], d.ServeHTTP)
			requests := 0
			b.network.Latency = 10 * time.Second
			inner := b.network.Handler
			b.network.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				requests++
				inner.ServeHTTP(w, r)
				if requests <= 4 { // the first rows are touched after they were read
					d.touch(requests, b.clock.Now())
				}
			})
			b.mustPoll("tickets")
			b.clock.Advance(time.Minute)
			b.mustPoll("tickets")
			require.Len(t, ticketKeys(b.ledger.Keys()), 20)
			for _, shown := range d.tickets {
				got := b.ledger.Records[fmt.Sprintf("ticket/%d", shown.id)].(record.Ticket)
				require.True(t, got.UpdatedAt.Equal(shown.updated.Truncate(time.Second)), "ticket %d", shown.id)
			}
		})
	}
}

func ticketKeys(keys []string) []string {
	var out []string
	for _, key := range keys {
		if len(key) > 7 && key[:7] == "ticket/" {
			out = append(out, key)
		}
	}
	return out
}
