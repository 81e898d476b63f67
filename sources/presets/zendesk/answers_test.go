package zendesk

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/presets/zendesk/fake"
	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/desk"
)

// answer lets the account answer with a body wherever a path ends so.
func answer(path, body string) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(strings.TrimSuffix(r.URL.Path, ".json"), path) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, body)
				return
			}
			h.ServeHTTP(w, r)
		})
	}
}

// refuse lets the account refuse every request for a path as long as left is not zero; it tells when.
func refuse(path string, left *int, when *[]time.Time, clock func() time.Time, status int, header http.Header, body string) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !strings.Contains(r.URL.Path, path) {
				h.ServeHTTP(w, r)
				return
			}
			*when = append(*when, clock())
			if *left == 0 {
				h.ServeHTTP(w, r)
				return
			}
			*left--
			for name, values := range header {
				w.Header()[name] = values
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		})
	}
}

// Each form in which the vendor asks for patience is obeyed; what tells no time is asked again soon.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		header http.Header
		body   string
		wait   time.Duration
	}{
		{"429 as JSON", http.StatusTooManyRequests, http.Header{"Retry-After": {"47"}}, `{"error":"APIRateLimitExceeded"}`, 47 * time.Second},
		{"429 as text", http.StatusTooManyRequests, http.Header{"Retry-After": {"48"}, "Content-Type": {"text/plain"}}, "Rate limit exceeded", 48 * time.Second},
		{
			"429 that tells only of the minute", http.StatusTooManyRequests,
			http.Header{"Ratelimit-Limit": {"200"}, "Ratelimit-Remaining": {"0"}, "Ratelimit-Reset": {"41"}},
			`{"error":"APIRateLimitExceeded"}`, 41 * time.Second,
		},
		{"503 with a time", http.StatusServiceUnavailable, http.Header{"Retry-After": {"16"}}, `{"error":"DatabaseConflict"}`, 16 * time.Second},
		{"502", http.StatusBadGateway, nil, "", 0},
		{"half of an answer", http.StatusOK, http.Header{"Content-Type": {"application/json"}}, `{"ticket_events":[{"id":1,"ticket_id":`, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := desk.Days()
			s.Open(desk.At(1), replay.Ticket{})
			left, when, clock := 1, []time.Time(nil), api.NewClock(desk.At(600))
			d := open(t, s, 600, desk.Setting{Clock: clock, Wrap: refuse("ticket_events", &left, &when, clock.Now, c.status, c.header, c.body)})
			require.NoError(t, d.Poll("events"))
			require.Len(t, when, 2)
			require.GreaterOrEqual(t, when[1].Sub(when[0]), c.wait)
			require.Len(t, d.Of("1", record.KindMessage), 1)
		})
	}
}

// A page of HTML with 200 is no answer: the poll fails, and the next one goes on.
func TestPage(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{})
	left, when, clock := 1, []time.Time(nil), api.NewClock(desk.At(600))
	d := open(t, s, 600, desk.Setting{Clock: clock, Wrap: refuse("ticket_events", &left, &when, clock.Now, http.StatusOK, http.Header{"Content-Type": {"text/html"}}, "<!doctype html>")})
	require.ErrorContains(t, d.Poll("events"), "the answer is not JSON (text/html)")
	require.NoError(t, d.Poll("events"))
	require.Len(t, d.Of("1", record.KindMessage), 1)
}

// A cursor that the vendor no longer knows is none: the export goes on from the time of its rows.
func TestForgottenCursor(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{})
	s.Open(desk.At(61), replay.Ticket{})
	forgets := false
	d := open(t, s, 60, desk.Setting{Wrap: func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if q := r.URL.Query(); forgets && q.Get("cursor") != "" {
				q.Set("cursor", "forgotten")
				r = r.Clone(r.Context())
				address := *r.URL
				address.RawQuery = q.Encode()
				r.URL = &address
			}
			h.ServeHTTP(w, r)
		})
	}})
	d.PollAll()
	forgets = true
	d.Clock.Advance(10 * time.Minute)
	require.NoError(t, d.Poll("tickets"))
	forgets = false
	d.PollAll()
	require.Len(t, d.Of("", record.KindTicket), 2)
}

// What a plan lacks is off, and all else goes on.
func TestPlans(t *testing.T) {
	for stream, path := range map[string]string{"ratings": "satisfaction_ratings", "surveys": "survey_responses", "calls": "incremental/calls"} {
		t.Run(stream, func(t *testing.T) {
			s := desk.Days()
			s.Open(desk.At(1), replay.Ticket{})
			left, when, clock := 1, []time.Time(nil), api.NewClock(desk.At(600))
			d := open(t, s, 600, desk.Setting{Clock: clock, Wrap: refuse(path, &left, &when, clock.Now, http.StatusForbidden, nil, `{"error":"Forbidden"}`)})
			var own interface{ Reason() string }
			require.ErrorAs(t, d.Poll(stream), &own)
			require.Equal(t, "unavailable", own.Reason())
			require.NoError(t, d.Poll("tickets"))
			require.Len(t, d.Of("", record.KindTicket), 1)
		})
	}
}

// counter counts refused credentials.
type counter struct {
	http.ResponseWriter
	refused *int
}

func (c *counter) WriteHeader(status int) {
	if status == http.StatusUnauthorized {
		*c.refused++
	}
	c.ResponseWriter.WriteHeader(status)
}

// Access tokens live for half an hour, and are renewed; one that ends before is, too.
func TestTokens(t *testing.T) {
	login := desk.Setting{With: []string{
		"token: " + fake.AdminToken, "client_id: " + fake.ClientID + "\nclient_secret: " + fake.ClientSecret +
			"\nauth: {bearer: \"{{ .access_token }}\", login: {grant: client_credentials, url: /oauth/tokens, params: {scope: read}}}",
	}}
	s := desk.Days()
	for n := range 20 {
		s.Say(desk.At(10*n+1), s.Open(desk.At(10*n), replay.Ticket{}), byAgent(1))
	}
	t.Run("renewed", func(t *testing.T) {
		refused, o := 0, login
		o.Wrap = func(h http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.ServeHTTP(&counter{w, &refused}, r) })
		}
		d := open(t, s, 0, o)
		d.PollUntil(210, 600)
		require.Zero(t, refused, "a token was used for longer than it lives")
		require.Len(t, d.Of("", record.KindMessage), 40)
		require.Greater(t, d.Account.Log().Requests()["POST /oauth/tokens"], 6)
	})
	t.Run("ended early", func(t *testing.T) {
		left, when, clock := 1, []time.Time(nil), api.NewClock(desk.At(600))
		o := login
		o.Clock, o.Wrap = clock, refuse("ticket_events", &left, &when, clock.Now, http.StatusUnauthorized, nil, `{"error":"invalid_token"}`)
		d := open(t, s, 600, o)
		require.NoError(t, d.Poll("events"))
		require.Equal(t, 2, d.Account.Log().Requests()["POST /oauth/tokens"])
	})
	for seed := range uint64(2) {
		t.Run(fmt.Sprintf("among faults, seed %d", seed), func(t *testing.T) {
			faulty := login
			faulty.Faults, faulty.Seed = api.NewFaults(seed, 5), seed
			d := open(t, s, 0, faulty)
			for d.Clock.Now().Before(desk.At(210)) {
				for _, stream := range d.Streams() {
					_ = d.Poll(stream.Name) // what fails comes again
				}
				d.Clock.Advance(10 * time.Minute)
			}
			faulty.Faults.OneIn = 0
			d.Clock.Advance(time.Hour)
			d.PollAll()
			d.PollAll()
			require.Len(t, d.Of("", record.KindMessage), 40)
			require.Len(t, d.Of("", record.KindTicket), 20)
			require.Positive(t, faulty.Faults.Counts()[api.Expired])
		})
	}
}

// Audits alone tell of mails. Those of rules to customers count, unless they bring but an agent's comment.
func TestNotifications(t *testing.T) {
	const rule = `"via":{"channel":"rule","source":{"rel":"trigger"}}`
	const mail = `{"id":%d,"type":"Notification",` + rule + `,"recipients":[%d]}`
	comment := fmt.Sprintf(`{"id":21,"type":"Comment","author_id":%d,"public":true,"body":"Dear Kim"}`, fake.AgentID(1))
	audit := func(id, author int64, events ...string) string {
		return fmt.Sprintf(`{"id":%d,"ticket_id":1,"created_at":%q,"author_id":%d,"via":{"channel":"web","source":{}},"events":[%s]}`,
			id, desk.At(10+int(id)).Format(time.RFC3339), author, strings.Join(events, ","))
	}
	customer, agent := fake.CustomerID(1), fake.AgentID(1)
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{})
	d := open(t, s, 600, desk.Setting{Wrap: answer("/tickets/1/audits", `{"audits":[`+strings.Join([]string{
		audit(1, customer, fmt.Sprintf(mail, 11, customer)),                                 // a trigger confirms
		audit(2, agent, comment, fmt.Sprintf(mail, 22, customer)),                           // a trigger mails what an agent wrote
		audit(3, customer, fmt.Sprintf(mail, 31, agent)),                                    // a trigger wakes an agent
		audit(4, -1, fmt.Sprintf(mail, 41, customer)),                                       // an automation reminds
		audit(5, agent, strings.ReplaceAll(fmt.Sprintf(mail, 51, customer), "rule", "web")), // an agent shares a link
	}, ",")+`],"meta":{"has_more":false},"links":{}}`)})
	d.PollAll()
	require.Equal(t, []string{
		"1 public message of customer, customer 1", "11 public message of automation, nobody", "12 public message of agent, ada",
		"14 public message of automation, nobody",
	}, d.Of("1", record.KindMessage))
}
