package freshdesk

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/api/fake"
	freshdesk "helpdesk_exporter/sources/presets/freshdesk/fake"
	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/desk"
)

// many opens so many tickets before noon, one each second.
func (d *account) many(n int) (tickets []*life) {
	for i := range n {
		tickets = append(tickets, d.ticket(int64(i+1), noon.Add(time.Duration(i-n)*time.Second), nil))
	}
	return tickets
}

func version(d *account, id int64) time.Time {
	t, ok := d.Ledger.Records["ticket/"+strconv.FormatInt(id, 10)].(record.Ticket)
	if !ok {
		return time.Time{}
	}
	return t.UpdatedAt
}

// What changes while the list is read moves to its end, and what stands behind it moves up: no page may count on those
// before it. A page takes so long that the walk sees it. What is closed is found by no sweep.
func TestChangesDuringTheWalk(t *testing.T) {
	var d *account
	var tickets []*life
	d = open(t, setup{options: fake.Options{Limit: 100_000, Calm: true}, front: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r)
			if r.URL.Path == "/api/v2/tickets" && r.URL.Query().Get("include") == "stats" && len(tickets) > 0 {
				d.Clock.Advance(time.Minute)
				for _, x := range tickets[:7] {
					x.say(int(d.Clock.Now().Sub(noon)/time.Minute), "customer")
				}
				tickets = tickets[7:]
			}
		})
	}})
	all := d.many(350)
	for _, x := range all {
		x.Status = "closed"
		x.put(x.Created)
	}
	tickets = all[:70]
	d.poll(0, "tickets")
	tickets = nil
	for _, x := range all {
		require.False(t, version(d, x.ID).IsZero(), "ticket %d was never seen", x.ID)
	}
	d.poll(30, "tickets")
	for _, x := range all {
		require.Equal(t, x.Updated, version(d, x.ID), "ticket %d", x.ID)
	}
}

// An automation gives many tickets one instant, more than a page holds, and the cursor stops among them. Whether
// updated_since includes its instant nobody knows: accounts of both kinds are played.
func TestTies(t *testing.T) {
	for seed := range uint64(2) {
		d := open(t, setup{options: fake.Options{Limit: 100_000, Seed: seed}})
		for i := range int64(350) {
			d.ticket(i+1, noon.Add(-time.Hour-time.Duration(i/130)*time.Minute), func(x *replay.Ticket) { x.Status = "closed" })
		}
		d.poll(1, "tickets")
		require.Len(t, d.told(record.KindTicket), 350, "seed %d", seed)
	}
}

// The due times of a ticket come some seconds after it, and change nothing else of it.
func TestDueTimesComeLater(t *testing.T) {
	d := open(t, setup{options: fake.Options{Calm: true}})
	d.ticket(1, desk.At(10).Add(-4*time.Second), nil)
	d.ticket(2, desk.At(10).Add(-time.Second), nil)
	d.poll(10, "tickets")
	require.Empty(t, d.told(record.KindSLAClock))
	d.poll(11, "tickets")
	require.Len(t, d.told(record.KindSLAClock), 4)
}

// Lists show what was created in the last 30 days, unless they are asked for what has changed since.
func TestOldTickets(t *testing.T) {
	d := open(t, setup{options: fake.Options{Calm: true}})
	d.ticket(1, noon.AddDate(0, 0, -200), nil)                          // older than the history, and open
	d.ticket(2, noon.AddDate(0, 0, -60), nil).set(-14*24*60, "solved")  // of the history
	d.ticket(3, noon.AddDate(0, 0, -100), nil).set(-30, "closed")       // closed of late
	d.ticket(4, noon.AddDate(0, 0, -100), nil).set(-99*24*60, "closed") // older than the history
	d.ticket(5, noon.AddDate(0, 0, -200), nil).set(-10, "trash")        // deleted of late
	d.poll(0, "tickets")
	var ids []string
	for _, r := range d.Ledger.Records {
		if r, ok := r.(record.Ticket); ok {
			ids = append(ids, r.ID)
		}
	}
	require.ElementsMatch(t, []string{"1", "2", "3", "5"}, ids)
	require.Equal(t, 1, d.asked("/tickets/1?"), "the sweep finds what is older")
	require.Contains(t, d.told(record.KindStatusChange), "1: at -2880 open", "with its stats")
}

// The sweep reads what is unresolved, at both ends of the list by status, and nothing of what stands between.
func TestSweep(t *testing.T) {
	d := open(t, setup{options: fake.Options{Calm: true, Limit: 100_000}})
	words := []string{"open", "waiting", "parked", "solved", "closed", "closed", "closed"}
	unresolved := 0
	for i, x := range d.many(490) {
		if word := words[i%7]; word != "open" {
			x.Status = word
			x.put(x.Created)
		}
		if i%7 < 3 {
			unresolved++
		}
	}
	d.poll(0, "tickets")
	swept := 0
	for _, b := range d.Ledger.Batches {
		for _, part := range b.Parts {
			for _, r := range part.Records {
				if s, ok := r.(record.Sweep); ok {
					require.Len(t, s.IDs, unresolved)
					swept++
				}
			}
		}
	}
	require.Equal(t, 1, swept)
	require.LessOrEqual(t, d.asked("/tickets?order_by=status"), unresolved/100+2)
	for id := range 490 {
		require.Zero(t, d.asked("/tickets/"+strconv.Itoa(id)+"?"), "what is listed is not asked for")
	}
}

// The documented limits are never met. Where answers tell of half of them, as recorded ones do, a list that counts for the
// tickets' limit, too, may meet it once in a while.
func TestLimits(t *testing.T) {
	for _, c := range []struct {
		name                       string
		tickets, limit, inAHundred int
	}{{"documented", 2300, 0, 0}, {"recorded", 500, 100, 1}} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, setup{options: fake.Options{Limit: c.limit, Calm: true}})
			d.tape.Step = time.Minute // nothing happens, and looking costs time
			d.many(c.tickets)
			for range 60 {
				if d.Poll("tickets") == nil {
					break
				}
				d.Clock.Advance(time.Minute)
			}
			require.Len(t, d.told(record.KindTicket), c.tickets)
			require.Len(t, d.told(record.KindMessage), c.tickets)
			log := d.server.Log()
			require.LessOrEqual(t, 100*log.Throttled(), c.inAHundred*log.Total())
		})
	}
}

// What a list with stats costs besides counts for the account's limit, too: here one that others leave little of.
func TestCost(t *testing.T) {
	spent := map[time.Time]int{}
	var d *account
	d = open(t, setup{with: ", budget: {rate: 20/1m}", options: fake.Options{Limit: 100_000, Calm: true}, front: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r)
			used, err := strconv.Atoi(w.Header().Get("X-Ratelimit-Used-Currentrequest"))
			if err != nil {
				panic(err)
			}
			spent[d.Clock.Now()] += used
		})
	}})
	d.many(400)
	for range 60 {
		if d.Poll("tickets") == nil {
			break
		}
	}
	require.Len(t, d.told(record.KindMessage), 400)
	for begin := range spent {
		sum := 0
		for at, n := range spent {
			if since := at.Sub(begin); since >= 0 && since < time.Minute {
				sum += n
			}
		}
		require.LessOrEqual(t, sum, 16, "a fifth is left to others")
	}
}

// A gateway's name may stand in the place of the account's, which the next pages name.
func TestBehindAGateway(t *testing.T) {
	d := open(t, setup{url: "https://gateway.example.org", options: fake.Options{Limit: 100_000}, front: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Host = freshdesk.Host
			next.ServeHTTP(w, r)
		})
	}})
	x := d.ticket(1, noon, nil)
	for range 150 {
		x.say(1, "agent|")
	}
	d.poll(5, "tickets")
	require.Len(t, d.told(record.KindMessage), 151)
	for _, r := range d.Network.Sent() {
		require.Equal(t, "gateway.example.org", r.URL.Host)
	}
}

// A plan may lack what is not needed, and all.
func TestPlans(t *testing.T) {
	d := open(t, setup{front: refuse("require_feature", "/groups", "/products", "/ticket_fields", "/surveys", "/surveys/satisfaction_ratings", "/agents")})
	d.ticket(1, noon, nil)
	d.ticket(2, noon, func(x *replay.Ticket) { x.Status = "solved" })
	d.ticket(3, noon, func(x *replay.Ticket) { x.Channel = "web form" })
	d.ticket(4, noon, func(x *replay.Ticket) { x.Channel = "marketplace" })
	d.poll(5, "tickets")
	require.Equal(t, []string{
		`1: open customer email "" "" normal "" [invoice]`, `2: solved customer email "" "" normal "" [invoice]`,
		`3: open customer form "" "" normal "" [invoice]`, `4: open customer marketplace "" "" normal "" [invoice]`,
	}, d.told(record.KindTicket))
	requireUnavailable(t, d.Poll("surveys"))
	requireUnavailable(t, d.Poll("agents"))
	d = open(t, setup{front: refuse("access_denied", "/surveys/satisfaction_ratings")})
	requireUnavailable(t, d.Poll("surveys"))
	d = open(t, setup{front: refuse("require_feature", "/tickets")})
	requireUnavailable(t, d.Poll("tickets"))
}
