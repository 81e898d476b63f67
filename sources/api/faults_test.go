package api

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// seeds is how many schedules of faults are tried for each shape; HELPDESK_TEST_SEEDS tries more.
func seeds(t *testing.T) uint64 {
	t.Helper()
	n, err := strconv.ParseUint(os.Getenv("HELPDESK_TEST_SEEDS"), 10, 32)
	if err != nil {
		return 25
	}
	return n
}

// Whatever fails, and whenever the process is killed, while the desk moves: in the end everything is there.
func TestRandomFaults(t *testing.T) {
	for name, config := range shapes() {
		t.Run(name, func(t *testing.T) {
			for seed := range seeds(t) {
				randomFaults(t, config, seed)
			}
		})
	}
}

func randomFaults(t *testing.T, config string, seed uint64) {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 7))
	d := newDesk(15)
	d.perPage = 2 + random.IntN(4)
	b := newBed(t, config, d.ServeHTTP)
	b.ledger.Since.Since = noon.Add(-2 * time.Hour)
	b.network.Latency = time.Duration(random.IntN(2000)) * time.Millisecond
	faulty := true
	d.before = func(w http.ResponseWriter, r *http.Request) bool {
		if !faulty {
			return false
		}
		switch random.IntN(12) {
		case 0:
			w.WriteHeader(http.StatusBadGateway)
		case 1:
			w.Header().Set("Retry-After", fmt.Sprint(random.IntN(40)))
			w.WriteHeader(http.StatusTooManyRequests)
		case 2:
			write(w, `{"tickets":[`)
		case 3: // cut off in the middle
			d.before = nil
			d.ServeHTTP(cutOff{w}, r)
			panic(http.ErrAbortHandler)
		case 4:
			write(w, "<html>Sorry</html>")
		default:
			return false
		}
		return true
	}
	inner := d.before
	for range 6 {
		if random.IntN(2) == 0 {
			b.network.KillAt = b.network.Requests() + 1 + random.IntN(8)
		}
		d.before = inner
		if err := b.poll("tickets"); err != nil {
			b.clock.Advance(time.Minute)
		}
		b.network.KillAt = 0
		b.clock.Advance(time.Duration(1+random.IntN(90)) * time.Second) // no change in a second that was read
		id := 1 + random.IntN(len(d.tickets))
		d.touch(id, b.clock.Now().Truncate(time.Second))
		d.tickets = append(d.tickets, deskTicket{id: len(d.tickets) + 1, updated: b.clock.Now().Truncate(time.Second), messages: random.IntN(3)})
		if random.IntN(2) == 0 {
			b.start()
		}
	}
	faulty, d.before = false, nil
	for range 2 {
		b.clock.Advance(2 * time.Minute)
		require.NoError(t, b.poll("tickets"), "seed %d", seed)
	}
	for _, shown := range d.tickets {
		got, ok := b.ledger.Records[fmt.Sprintf("ticket/%d", shown.id)].(record.Ticket)
		require.True(t, ok, "seed %d: ticket %d is missing", seed, shown.id)
		require.True(t, got.UpdatedAt.Equal(shown.updated), "seed %d: ticket %d is of %s, should be of %s", seed, shown.id, got.UpdatedAt, shown.updated)
		if b.source.compiled.streams[0].children == nil {
			continue
		}
		for i := range shown.messages {
			require.Contains(t, b.ledger.Records, fmt.Sprintf("message/%d-%d", shown.id, i), "seed %d", seed)
		}
	}
	require.Zero(t, b.ledger.Todo(), "seed %d", seed)
	require.Empty(t, b.ledger.Wanted(), "seed %d", seed)
}

// cutOff writes the first half of an answer.
type cutOff struct{ http.ResponseWriter }

func (c cutOff) Write(b []byte) (int, error) { return c.ResponseWriter.Write(b[:len(b)/2]) }
