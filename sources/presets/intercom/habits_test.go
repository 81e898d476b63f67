package intercom

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/presets/intercom/fake"
	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator/replay"
)

// The search's index lags behind by up to a minute. Who polls twice a minute misses nothing, and what the stream promises
// holds: what happened longer ago than it takes to settle has been told.
func TestTheIndexLags(t *testing.T) {
	s := days()
	for n := range 60 {
		id := s.Open(at(n).Add(time.Duration(n)*3*time.Second), replay.Ticket{})
		s.Say(at(n+2).Add(time.Duration(n)*5*time.Second), id, byAgent(1))
	}
	d := open(t, s, 0, setting{Options: api.Options{Seed: 3}})
	known := map[string]bool{}
	var promised time.Time
	for d.clock.Now().Before(at(80)) {
		asOf := d.clock.Now()
		require.NoError(t, d.poll("tickets"))
		for key, r := range d.ledger.Records {
			if m, ok := r.(record.Message); ok && !known[key] {
				known[key] = true
				require.False(t, m.At.Before(promised), "%s came later than promised", words(r))
			}
		}
		promised = asOf.Add(-d.parents[0].Settle)
		d.clock.Advance(30 * time.Second)
	}
	require.Len(t, d.of("", record.KindTicket), 60)
	require.Len(t, d.of("", record.KindMessage), 120)
}

// Every night a job gives all that was closed a score, in one second; pages end within it, and each is the place of
// their last row.
func TestPages(t *testing.T) {
	s := replay.Write(noon, noon.AddDate(0, 0, 4))
	for n := range 300 {
		id := s.Open(at(n), replay.Ticket{})
		if n < 120 {
			s.Change(at(n+1), id, "status", "solved", "agent", 1)
		}
	}
	d := open(t, s, 24*60, setting{})
	d.pollAll()
	require.Len(t, d.of("", record.KindTicket), 300)
	require.Empty(t, d.ledger.Wanted())
	d.clock.Advance(24 * time.Hour)
	d.pollAll()
	require.Empty(t, d.ledger.Wanted())
	require.Zero(t, d.server.Log().Throttled())
}

// The limit of an app is told by each answer, and may be lower than the vendor's.
func TestLimit(t *testing.T) {
	s := days()
	for n := range 150 {
		s.Open(at(n), replay.Ticket{})
	}
	d := open(t, s, 600, setting{Options: api.Options{Limit: 300}})
	d.pollAll()
	require.Zero(t, d.server.Log().Throttled())
	require.Len(t, d.of("", record.KindTicket), 150)
	full := open(t, s, 600, setting{})
	began := full.clock.Now()
	for range 400 {
		require.NoError(t, full.poll("agents"))
	}
	require.Greater(t, full.clock.Now().Sub(began), 25*time.Second, "a tenth of the allowance is used at most")
}

// An app that is over its limit is told when to come back; a resource that has too much to do says nothing.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name, code string
		header     http.Header
		wait       time.Duration
	}{
		{"over the limit", "rate_limit_exceeded", http.Header{
			"X-Ratelimit-Limit": {"1667"}, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {fmt.Sprint(at(600).Add(50 * time.Second).Unix())},
		}, 49 * time.Second},
		{"too many", "too_many_requests", nil, time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := days()
			s.Open(at(1), replay.Ticket{})
			clock, refused := api.NewClock(at(600)), time.Time{}
			d := open(t, s, 600, setting{clock: clock, wrap: func(h http.Handler) http.Handler {
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if !refused.IsZero() {
						require.GreaterOrEqual(t, clock.Now().Sub(refused), c.wait)
						h.ServeHTTP(w, r)
						return
					}
					refused = clock.Now()
					for name, values := range c.header {
						w.Header()[name] = values
					}
					w.WriteHeader(http.StatusTooManyRequests)
					_, _ = fmt.Fprintf(w, `{"type":"error.list","errors":[{"code":%q}]}`, c.code)
				})
			}})
			require.NoError(t, d.poll("tickets"))
			require.Len(t, d.of("", record.KindTicket), 1)
		})
	}
}

// refuse lets the workspace refuse all requests for a path.
func refuse(path string, status int, body string) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, path) {
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(status)
				_, _ = w.Write([]byte(body))
				return
			}
			h.ServeHTTP(w, r)
		})
	}
}

// What a plan or a token does not give is off, and all else goes on.
func TestPlans(t *testing.T) {
	restricted := `{"type":"error.list","errors":[{"code":"api_plan_restricted","message":"Active subscription needed"}]}`
	s := days()
	s.Open(at(1), replay.Ticket{Channel: "phone"})
	for _, c := range []struct{ name, stream, path, body string }{
		{"conversations", "tickets", "/conversations/search", restricted},
		{"admins", "agents", "/admins", `{"type":"error.list","errors":[{"code":"forbidden"}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, s, 600, setting{wrap: refuse(c.path, http.StatusForbidden, c.body)})
			var own interface{ Reason() string }
			require.ErrorAs(t, d.poll(c.stream), &own)
			require.Equal(t, "unavailable", own.Reason())
		})
	}
	t.Run("calls", func(t *testing.T) {
		d := open(t, s, 600, setting{wrap: refuse("/calls/search", http.StatusForbidden, `{"type":"error.list","errors":[{"code":"forbidden"}]}`)})
		_ = d.poll("tickets")
		_ = d.poll("tickets")
		require.Len(t, d.of(fake.ConversationID(1), record.KindTicket), 1)
		require.Len(t, d.of(fake.ConversationID(1), record.KindAssignmentChange), 1)
	})
}

// What is deleted is in no list: what was open is missed there, and asked for.
func TestDeleted(t *testing.T) {
	s := days()
	s.Open(at(1), replay.Ticket{})
	s.Open(at(1), replay.Ticket{})
	s.Erase(at(90), 1)
	d := open(t, s, 60, setting{})
	d.pollAll()
	require.Len(t, d.of("", record.KindTicket), 2)
	d.clock.Advance(time.Hour)
	d.pollAll() // lists
	d.pollAll() // looks up
	require.Equal(t, []string{"ticket 2 open: customer email normal customer 1, group Orders, brand Casa, language en"}, d.of("", record.KindTicket))
}

// A conversation shows its newest 500 parts, and lists show none.
func TestLongConversation(t *testing.T) {
	s := days()
	s.Open(at(1), replay.Ticket{})
	for n := range 520 {
		s.Say(at(2+n), 1, byAgent(1))
	}
	d := open(t, s, 600, setting{})
	d.pollAll()
	messages := d.of(fake.ConversationID(1), record.KindMessage)
	require.Len(t, messages, 501)
	require.Equal(t, "1 public message of customer, customer 1", messages[0])
	require.Equal(t, "22 public message of agent, ada", messages[1])
}
