package api

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Whatever the helpdesk's window is (fixed, sliding, leaky), no span of its length has more requests than
// are allowed, the reserve taken off.
func TestStaticBudgetHoldsInEverySpan(t *testing.T) {
	for _, c := range []struct {
		budget string
		most   int
		span   time.Duration
	}{
		{"{rate: 40/20s}", 40, 20 * time.Second},
		{"{rate: 40/20s, reserve: 20%}", 32, 20 * time.Second},
		{"{rate: 10/1m, burst: 1}", 10, time.Minute},
		{"{rate: 1/1m}", 2, time.Minute}, // the one at either end
		{"{rate: 100/m, burst: 60}", 100, time.Minute},
		{"{rate: 1000/1d, paths: [{rate: 5/10s}]}", 5, 10 * time.Second},
		{"{paths: [{match: ^/api/tickets, rate: 5/10s}, {match: ^/api/other, rate: 1/1d}]}", 5, 10 * time.Second},
	} {
		t.Run(c.budget, func(t *testing.T) {
			var times []time.Time
			var b *bed
			page := 0
			b = newBed(t, "budget: "+c.budget+`
streams:
  - name: tickets
    request: {path: /tickets, params: {after: "{{ .token }}"}}
    records: tickets
    pages: {type: token, next: next}
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, _ *http.Request) {
				times = append(times, b.clock.Now())
				page++
				next := fmt.Sprint(page)
				if page == 120 {
					next = ""
				}
				reply(w, obj{"tickets": []obj{ticket(page, noon)}, "next": next})
			})
			b.mustPoll("tickets")
			require.Len(t, times, 120)
			for i := range times {
				n := 0
				for _, at := range times[i:] {
					if at.Sub(times[i]) <= c.span {
						n++
					}
				}
				require.LessOrEqual(t, n, c.most+1, "from request %d", i) // both ends of the span count
			}
			require.Less(t, b.clock.Slept(), 4*time.Duration(120/c.most+1)*c.span, "and it is not much slower than allowed")
		})
	}
}

// The headers lead: no more is taken than leaves the reserve to others, in every dialect.
func TestHeadersLeadTheBudget(t *testing.T) {
	const limit = 40
	for name, c := range map[string]struct {
		headers string
		tell    func(h http.Header, left int, reset time.Duration, at time.Time)
	}{
		"delta": {"{limit: X-Limit, remaining: X-Left, reset: X-Reset}", func(h http.Header, left int, reset time.Duration, _ time.Time) {
			h.Set("X-Limit", "40")
			h.Set("X-Left", fmt.Sprint(left))
			h.Set("X-Reset", fmt.Sprint(int(reset.Seconds()+1)))
		}},
		"delta in milliseconds": {"{limit: X-Limit, remaining: X-Left, reset: X-Reset, reset_format: delta_ms}", func(h http.Header, left int, reset time.Duration, _ time.Time) {
			h.Set("X-Limit", "40, 40;w=60")
			h.Set("X-Left", fmt.Sprint(left))
			h.Set("X-Reset", fmt.Sprint(reset.Milliseconds()))
		}},
		"epoch": {"{limit: X-Limit, remaining: X-Left, reset: X-Reset}", func(h http.Header, left int, reset time.Duration, at time.Time) {
			h.Set("X-Limit", "40")
			h.Set("X-Left", fmt.Sprint(left))
			h.Set("X-Reset", fmt.Sprint(at.Add(reset).Unix()+1))
		}},
		"epoch in milliseconds": {"{limit: X-Limit, remaining: X-Left, reset: X-Reset}", func(h http.Header, left int, reset time.Duration, at time.Time) {
			h.Set("X-Limit", "40")
			h.Set("X-Left", fmt.Sprint(left))
			h.Set("X-Reset", fmt.Sprint(at.Add(reset).UnixMilli()))
		}},
		"ISO": {"{limit: X-Limit, remaining: X-Left, reset: X-Reset}", func(h http.Header, left int, reset time.Duration, at time.Time) {
			h.Set("X-Limit", "40")
			h.Set("X-Left", fmt.Sprint(left))
			h.Set("X-Reset", at.Add(reset+time.Second).Format(time.RFC3339))
		}},
		"HTTP date": {"{limit: X-Limit, remaining: X-Left, reset: X-Reset, reset_format: http_date}", func(h http.Header, left int, reset time.Duration, at time.Time) {
			h.Set("X-Limit", "40")
			h.Set("X-Left", fmt.Sprint(left))
			h.Set("X-Reset", at.Add(reset+time.Second).Format(http.TimeFormat))
		}},
		"pair": {"{used: X-Calls, reset: X-Reset}", func(h http.Header, left int, reset time.Duration, _ time.Time) {
			h.Set("X-Calls", fmt.Sprintf("%d/40", limit-left))
			h.Set("X-Reset", fmt.Sprint(int(reset.Seconds()+1)))
		}},
		"fields": {"{fields: X-Calls}", func(h http.Header, left int, reset time.Duration, _ time.Time) {
			h.Set("X-Calls", fmt.Sprintf("total=40; remaining=%d; resets=%d", left, int(reset.Seconds()+1)))
		}},
	} {
		t.Run(name, func(t *testing.T) {
			const window = time.Minute
			var b *bed
			page, used := 0, 0
			start := noon
			b = newBed(t, "budget: {reserve: 25%, headers: "+c.headers+`}
streams:
  - name: tickets
    request: {path: /tickets, params: {after: "{{ .token }}"}}
    records: tickets
    pages: {type: token, next: next}
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, _ *http.Request) {
				b.clock.Advance(100 * time.Millisecond)
				for b.clock.Now().Sub(start) >= window {
					start, used = start.Add(window), 0
				}
				used++
				require.LessOrEqual(t, used, limit*3/4, "the reserve stays")
				c.tell(w.Header(), limit-used, start.Add(window).Sub(b.clock.Now()), b.clock.Now())
				page++
				next := fmt.Sprint(page)
				if page == 100 {
					next = ""
				}
				reply(w, obj{"tickets": []obj{ticket(page, noon)}, "next": next})
			})
			// The server's clock is an hour ahead of ours only in what it writes: resets are told by its own.
			b.mustPoll("tickets")
			require.Equal(t, 100, page)
			require.Less(t, b.clock.Slept(), 5*window)
			status := b.source.Status()
			require.True(t, status.HasLimit && status.HasRemaining)
			require.True(t, status.Reset.After(b.clock.Now().Add(-window)))
			require.InDelta(t, limit, status.Limit, 0)
		})
	}
}

// A smaller limit than the configured one is kept, also where no answer tells when it begins anew.
func TestLimitSmallerThanTheRate(t *testing.T) {
	const window, limit = time.Minute, 40
	var b *bed
	page, used, start := 0, 0, noon
	b = newBed(t, `
budget: {rate: 100/1m, reserve: 20%, headers: {limit: X-Limit, remaining: X-Left}}
streams:
  - name: tickets
    request: {path: /tickets, params: {after: "{{ .token }}"}}
    records: tickets
    pages: {type: token, next: next}
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, _ *http.Request) {
		for b.clock.Now().Sub(start) >= window {
			start, used = start.Add(window), 0
		}
		used++
		require.Less(t, used, limit, "something of the reserve stays")
		w.Header().Set("X-Limit", fmt.Sprint(limit))
		w.Header().Set("X-Left", fmt.Sprint(limit-used))
		page++
		next := fmt.Sprint(page)
		if page == 100 {
			next = ""
		}
		reply(w, obj{"tickets": []obj{ticket(page, noon)}, "next": next})
	})
	b.mustPoll("tickets")
	require.Equal(t, 100, page)
	require.Less(t, b.clock.Slept(), 4*window)
}

// Requests that count for several keep to the rate, too.
func TestRequestsThatCostMore(t *testing.T) {
	const window, limit, cost = time.Minute, 20, 3
	var b *bed
	page := 0
	var sent []time.Time
	b = newBed(t, `
budget:
  rate: 1000/1m
  paths: [{match: /tickets$, rate: 20/1m, headers: {cost: X-Cost}}]
streams:
  - name: tickets
    request: {path: /tickets, params: {after: "{{ .token }}"}}
    records: tickets
    pages: {type: token, next: next}
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, _ *http.Request) {
		sent = append(sent, b.clock.Now())
		w.Header().Set("X-Cost", fmt.Sprint(cost))
		page++
		next := fmt.Sprint(page)
		if page == 40 {
			next = ""
		}
		reply(w, obj{"tickets": []obj{ticket(page, noon)}, "next": next})
	})
	b.mustPoll("tickets")
	for i, at := range sent {
		within := 0
		for _, other := range sent[i:] {
			if other.Sub(at) < window {
				within += cost
			}
		}
		require.LessOrEqual(t, within, limit+cost-1, "from request %d on", i)
	}
	require.Less(t, b.clock.Slept(), 8*window)
}

// A limit of nothing is an error without a flood of requests.
func TestLimitOfZero(t *testing.T) {
	b := newBed(t, "budget: {headers: {limit: X-Limit, remaining: X-Left, reset: X-Reset}}"+plainStream, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Limit", "0")
		w.Header().Set("X-Left", "0")
		w.Header().Set("X-Reset", "0")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	reason, _ := b.reason()
	require.Equal(t, string(ReasonThrottled), reason)
	require.Equal(t, attempts, b.network.Requests())
	require.Greater(t, b.clock.Slept(), time.Minute)
}

func TestSourcesOfOneAccountShareItsBudget(t *testing.T) {
	config := "user: ops@acme.example\nbudget: {rate: 10/1h, burst: 2}" + plainStream
	serve := func(w http.ResponseWriter, _ *http.Request) { reply(w, obj{"tickets": []obj{}}) }
	b := newBed(t, config, serve)
	b.budgets = &Budgets{}
	b.start()
	first := b.source
	b.start()
	require.Same(t, first.budget, b.source.budget)
	b.config.User = "other@acme.example"
	b.start()
	require.NotSame(t, first.budget, b.source.budget)
}

// The difference of the clocks is noted, and does not move the reset.
func TestServerClockAnHourAhead(t *testing.T) {
	var b *bed
	requests := 0
	b = newBed(t, "budget: {headers: {remaining: X-Left, reset: X-Reset}}"+plainStream, func(w http.ResponseWriter, _ *http.Request) {
		server := b.clock.Now().Add(time.Hour)
		w.Header().Set("Date", server.Format(http.TimeFormat))
		requests++
		if requests == 1 {
			w.Header().Set("X-Left", "0")
			w.Header().Set("X-Reset", fmt.Sprint(server.Add(30*time.Second).Unix()))
			reply(w, obj{"tickets": []obj{ticket(1, noon), ticket(2, noon)}})
			return
		}
		reply(w, obj{"tickets": []obj{}})
	})
	b.mustPoll("tickets")
	require.InDelta(t, 30, b.clock.Slept().Seconds(), 1)
	require.Equal(t, 1, b.ledger.Anomalies["clock_skew"])
	last := b.ledger.Batches[len(b.ledger.Batches)-1]
	require.WithinDuration(t, noon.Add(time.Hour), last.AsOf, 2*time.Second)
}
