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
	"helpdesk_exporter/test/desk"
)

// The search's index lags behind by up to a minute. Who polls twice a minute misses nothing, and what the stream promises
// holds: what happened longer ago than it takes to settle has been told.
func TestTheIndexLags(t *testing.T) {
	s := desk.Days()
	for n := range 60 {
		id := s.Open(desk.At(n).Add(time.Duration(n)*3*time.Second), replay.Ticket{})
		s.Say(desk.At(n+2).Add(time.Duration(n)*5*time.Second), id, byAgent(1))
	}
	d := open(t, s, 0, desk.Setting{Options: api.Options{Seed: 3}})
	known := map[string]bool{}
	var promised time.Time
	for d.Clock.Now().Before(desk.At(80)) {
		asOf := d.Clock.Now()
		require.NoError(t, d.Poll("tickets"))
		for key, r := range d.Ledger.Records {
			if m, ok := r.(record.Message); ok && !known[key] {
				known[key] = true
				require.False(t, m.At.Before(promised), "%s came later than promised", d.Words(r))
			}
		}
		promised = asOf.Add(-d.Streams()[0].Settle)
		d.Clock.Advance(30 * time.Second)
	}
	require.Len(t, d.Of("", record.KindTicket), 60)
	require.Len(t, d.Of("", record.KindMessage), 120)
}

// Every night a job gives all that was closed a score, in one second; pages end within it, and each is the place of
// their last row.
func TestPages(t *testing.T) {
	s := replay.Write(desk.At(0), desk.At(0).AddDate(0, 0, 4))
	for n := range 300 {
		id := s.Open(desk.At(n), replay.Ticket{})
		if n < 120 {
			s.Change(desk.At(n+1), id, "status", "solved", "agent", 1)
		}
	}
	d := open(t, s, 24*60, desk.Setting{})
	d.PollAll()
	require.Len(t, d.Of("", record.KindTicket), 300)
	require.Empty(t, d.Ledger.Wanted())
	d.Clock.Advance(24 * time.Hour)
	d.PollAll()
	require.Empty(t, d.Ledger.Wanted())
	require.Zero(t, d.Account.Log().Throttled())
}

// The limit of an app is told by each answer, and may be lower than the vendor's.
func TestLimit(t *testing.T) {
	s := desk.Days()
	for n := range 150 {
		s.Open(desk.At(n), replay.Ticket{})
	}
	d := open(t, s, 600, desk.Setting{Options: api.Options{Limit: 300}})
	d.PollAll()
	require.Zero(t, d.Account.Log().Throttled())
	require.Len(t, d.Of("", record.KindTicket), 150)
	full := open(t, s, 600, desk.Setting{})
	began := full.Clock.Now()
	for range 400 {
		require.NoError(t, full.Poll("agents"))
	}
	require.Greater(t, full.Clock.Now().Sub(began), 25*time.Second, "a tenth of the allowance is used at most")
}

// An app that is over its limit is told when to come back; a resource that has too much to do says nothing.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name, code string
		header     http.Header
		wait       time.Duration
	}{
		{"over the limit", "rate_limit_exceeded", http.Header{
			"X-Ratelimit-Limit": {"1667"}, "X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset": {fmt.Sprint(desk.At(600).Add(50 * time.Second).Unix())},
		}, 49 * time.Second},
		{"too many", "too_many_requests", nil, time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := desk.Days()
			s.Open(desk.At(1), replay.Ticket{})
			clock, refused := api.NewClock(desk.At(600)), time.Time{}
			d := open(t, s, 600, desk.Setting{Clock: clock, Wrap: func(h http.Handler) http.Handler {
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
			require.NoError(t, d.Poll("tickets"))
			require.Len(t, d.Of("", record.KindTicket), 1)
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
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{Channel: "phone"})
	for _, c := range []struct{ name, stream, path, body string }{
		{"conversations", "tickets", "/conversations/search", restricted},
		{"admins", "agents", "/admins", `{"type":"error.list","errors":[{"code":"forbidden"}]}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, s, 600, desk.Setting{Wrap: refuse(c.path, http.StatusForbidden, c.body)})
			var own interface{ Reason() string }
			require.ErrorAs(t, d.Poll(c.stream), &own)
			require.Equal(t, "unavailable", own.Reason())
		})
	}
	t.Run("calls", func(t *testing.T) {
		d := open(t, s, 600, desk.Setting{Wrap: refuse("/calls/search", http.StatusForbidden, `{"type":"error.list","errors":[{"code":"forbidden"}]}`)})
		_ = d.Poll("tickets")
		_ = d.Poll("tickets")
		require.Len(t, d.Of(fake.ConversationID(1), record.KindTicket), 1)
		require.Len(t, d.Of(fake.ConversationID(1), record.KindAssignmentChange), 1)
	})
}

// What is deleted is in no list: what was open is missed there, and asked for.
func TestDeleted(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{})
	s.Open(desk.At(1), replay.Ticket{})
	s.Erase(desk.At(90), 1)
	d := open(t, s, 60, desk.Setting{})
	d.PollAll()
	require.Len(t, d.Of("", record.KindTicket), 2)
	d.Clock.Advance(time.Hour)
	d.PollAll() // lists
	d.PollAll() // looks up
	require.Equal(t, []string{"ticket 2 open: customer email normal customer 1, group Orders, brand Casa, language en"}, d.Of("", record.KindTicket))
}

// A conversation shows its newest 500 parts, and lists show none.
func TestLongConversation(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{})
	for n := range 520 {
		s.Say(desk.At(2+n), 1, byAgent(1))
	}
	d := open(t, s, 600, desk.Setting{})
	d.PollAll()
	messages := d.Of(fake.ConversationID(1), record.KindMessage)
	require.Len(t, messages, 501)
	require.Equal(t, "1 public message of customer, customer 1", messages[0])
	require.Equal(t, "22 public message of agent, ada", messages[1])
}
