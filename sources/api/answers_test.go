package api

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const plainStream = `
streams:
  - name: tickets
    request: {path: /tickets, params: {page: "{{ .page }}"}}
    records: tickets
    pages: {type: page, stop: [short_page], size: 2}
    map: '` + ticketMap + `'
`

// Every answer that is not what was asked for fails with a bounded reason, and after a bounded number of
// requests.
func TestBadAnswers(t *testing.T) {
	status := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
	}
	body := func(contentType, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			write(w, "%s", text)
		}
	}
	for _, c := range []struct {
		name     string
		answer   http.HandlerFunc
		config   string
		reason   Reason
		message  string
		requests int
	}{
		{"wrong token", status(401), "", ReasonAuth, "status 401: the credentials are refused", 1},
		{"forbidden", status(403), "", ReasonAuth, "status 403: the credentials do not allow this", 1},
		{"plan", status(402), "", ReasonUnavailable, "status 402: the plan does not have this", 1},
		{"plan by rule", status(403), "responses: [{status: [403, 404], do: unavailable}]", ReasonUnavailable, "status 403: the plan or the rights do not give this", 1},
		{"not found", status(404), "", ReasonQuery, "status 404: there is nothing at this address", 1},
		{"refused", status(422), "", ReasonQuery, "status 422: the request is refused", 1},
		{"fault", status(503), "", ReasonConnect, "status 503: the helpdesk has a fault", attempts},
		{"locked", status(423), "", ReasonConnect, "status 423: the helpdesk has a fault", attempts},
		{"throttled", status(429), "", ReasonThrottled, "status 429: the helpdesk asks to wait", attempts},
		{"throttled by another code", status(420), "", ReasonThrottled, "status 420: the helpdesk asks to wait", attempts},
		{"throttled by rule", status(403), "responses: [{status: [403], do: throttle}]", ReasonThrottled, "status 403: the helpdesk asks to wait", attempts},
		{"fail by rule", status(400), "responses: [{status: [400], do: fail, reason: schema}]", ReasonSchema, "status 400: the request is refused", 1},
		{"throttled inside 200", body("application/json", `{"errors":[{"code":"RATELIMITED"}]}`), `responses: [{where: '.errors[0].code == "RATELIMITED"', do: throttle}]`, ReasonThrottled, "status 200: the helpdesk asks to wait", attempts},
		{"page of HTML", body("text/html; charset=utf-8", "<html>Down for maintenance</html>"), "", ReasonData, "the answer is not JSON (text/html)", 1},
		{"text", body("text/plain", "Service unavailable"), "", ReasonData, "the answer is not JSON (text/plain)", 1},
		{"two values", body("application/json", `{"tickets":[]} {"tickets":[]}`), "", ReasonData, "", 1},
		{"no list", body("application/json", `{"tickets":"none"}`), "", ReasonSchema, "there is no list of records where `records` leads", 1},
		{"a field that is gone", body("application/json", `{"items":[]}`), "", ReasonSchema, "there is no list of records where `records` leads", 1},
		{"a text for an answer", body("application/json", `"tickets"`), "", ReasonSchema, "there is no list of records where `records` leads", 1},
		{"cut off", body("application/json", `{"tickets":[{"id":1,"created":`), "", ReasonConnect, "reading the answer: unexpected EOF", attempts},
		{"aborted", func(w http.ResponseWriter, _ *http.Request) {
			write(w, `{"tickets":[{"id":1}`)
			panic(http.ErrAbortHandler)
		}, "", ReasonConnect, "reading the answer: unexpected EOF", attempts},
		{"endless", func(w http.ResponseWriter, _ *http.Request) {
			write(w, `{"tickets":[1%s]}`, strings.Repeat(",1", 1<<16))
		}, "", ReasonData, "the answer is larger than limits.response_body", 1},
		{"redirect to another host", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://evil.example/tickets", http.StatusFound)
		}, "", ReasonQuery, "a redirect to another host, evil.example, is not followed", 1},
		{"redirect in a circle", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/api/tickets", http.StatusFound)
		}, "", ReasonQuery, "redirects without an end", 5},
		{"the same page for ever", body("application/json", `{"tickets":[{"id":1,"created":"2026-01-01","state":"open"},{"id":2,"created":"2026-01-01","state":"open"}]}`), "timezone: UTC", ReasonData, "page 2 repeats the one before: the helpdesk does not turn the page", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBed(t, "token: sesame-secret\nauth: {bearer: \"{{ .token }}\"}\n"+c.config+plainStream, c.answer)
			b.source.maxBody = 1 << 16
			reason, message := b.reason()
			require.Equal(t, string(c.reason), reason, message)
			require.Contains(t, message, c.message)
			require.Contains(t, message, "stream tickets: ")
			require.NotContains(t, message, "sesame-secret")
			require.Equal(t, c.requests, b.network.Requests())
			require.Zero(t, b.ledger.Complete["tickets"])
			for _, sent := range b.network.Sent() {
				require.Equal(t, "desk.example", sent.URL.Host)
			}
		})
	}
}

// A helpdesk that recovers is read on, without a restart and without a repetition.
func TestRecoversInsideAPoll(t *testing.T) {
	for name, fault := range map[string]http.HandlerFunc{
		"503":       func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) },
		"429":       func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) },
		"truncated": func(w http.ResponseWriter, _ *http.Request) { write(w, `{"tickets":[{"id":7`) },
		"aborted":   func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			for shape, config := range shapes() {
				d := newDesk(12)
				clean := newBed(t, config, d.ServeHTTP)
				clean.ledger.Since.Since = noon.Add(-time.Hour)
				clean.mustPoll("tickets")
				requests := 0
				faulty := newBed(t, config, func(w http.ResponseWriter, r *http.Request) {
					requests++
					if requests%2 == 0 {
						fault(w, r)
						return
					}
					d.ServeHTTP(w, r)
				})
				faulty.ledger.Since.Since = noon.Add(-time.Hour)
				faulty.mustPoll("tickets")
				require.Equal(t, clean.ledger.Records, faulty.ledger.Records, shape)
			}
		})
	}
}

// TestTriesAgainAloud: the first failure is told before the first pause, further ones of the hour are not.
func TestTriesAgainAloud(t *testing.T) {
	b := newBed(t, "token: sesame-secret\n"+plainStream, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	var log bytes.Buffer
	b.source.logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	const line = `level=INFO msg="a request failed and is tried again" in=1s err="stream tickets: GET /api/tickets: status 503: the helpdesk has a fault"` + "\n"
	require.Error(t, b.poll("tickets"))
	require.Equal(t, line, log.String())
	b.clock.Advance(30 * time.Minute)
	require.Error(t, b.poll("tickets"))
	require.Equal(t, line, log.String())
	b.clock.Advance(30 * time.Minute)
	require.Error(t, b.poll("tickets"))
	require.Equal(t, line+line, log.String())
}

func TestRetryAfter(t *testing.T) {
	for _, c := range []struct {
		name, header, value string
		least, most         time.Duration
	}{
		{"seconds", "Retry-After", "17", 17 * time.Second, 17 * time.Second},
		{"decimal", "Retry-After", "2.5", 2500 * time.Millisecond, 2500 * time.Millisecond},
		{"zero", "Retry-After", "0", time.Second, time.Second},
		{"date", "Retry-After", "Mon, 02 Mar 2026 12:00:40 GMT", 39 * time.Second, 41 * time.Second},
		{"ISO", "Retry-After", "2026-03-02T12:00:40Z", 39 * time.Second, 41 * time.Second},
		{"past", "Retry-After", "Mon, 02 Mar 2026 11:00:00 GMT", time.Second, time.Second},
		{"epoch", "Retry-After", "1772452840", 39 * time.Second, 41 * time.Second},
		{"own header", "X-RateLimit-Retry-After", "9", 9 * time.Second, 9 * time.Second},
		{"reset of the limit", "X-RateLimit-Reset", "41", 41 * time.Second, 41 * time.Second},
		{"reset that is near", "X-RateLimit-Reset", "3", pauseUnknown, pauseUnknown},
		{"reset of a day", "X-RateLimit-Reset", "40000", pauseUnknown, pauseUnknown},
		{"absent", "X", "", pauseUnknown, pauseUnknown},
		{"garbage", "Retry-After", "soon", pauseUnknown, pauseUnknown},
		{"negative", "Retry-After", "-5", pauseUnknown, pauseUnknown},
	} {
		t.Run(c.name, func(t *testing.T) {
			requests := 0
			b := newBed(t, "budget: {headers: {retry_after: X-RateLimit-Retry-After, reset: X-RateLimit-Reset}}"+plainStream, func(w http.ResponseWriter, _ *http.Request) {
				if requests++; requests == 1 {
					w.Header().Set(c.header, c.value)
					w.WriteHeader(http.StatusTooManyRequests)
					return
				}
				reply(w, obj{"tickets": []obj{}})
			})
			b.mustPoll("tickets")
			require.Equal(t, 2, requests)
			require.GreaterOrEqual(t, b.clock.Slept(), c.least)
			require.LessOrEqual(t, b.clock.Slept(), c.most)
		})
	}
}

// A wait that is too long ends the poll; until the time has come no request is spent. So it is when the helpdesk is
// closed for a while, and when it is the login that has to wait.
func TestLongRetryAfterCostsNoRequests(t *testing.T) {
	for name, c := range map[string]struct {
		config string
		status int
		first  Reason
		cost   int
	}{
		"too many requests": {"", http.StatusTooManyRequests, ReasonThrottled, 1},
		"maintenance":       {"", http.StatusServiceUnavailable, ReasonConnect, 1},
		"login":             {oauth, http.StatusTooManyRequests, ReasonThrottled, 2},
	} {
		t.Run(name, func(t *testing.T) {
			requests := 0
			b := newBed(t, c.config+plainStream, func(w http.ResponseWriter, r *http.Request) {
				requests++
				switch {
				case requests == 1:
					w.Header().Set("Retry-After", "3600")
					w.WriteHeader(c.status)
				case r.Method == http.MethodPost:
					reply(w, obj{"access_token": "a", "expires_in": 7200})
				default:
					reply(w, obj{"tickets": []obj{}})
				}
			})
			for i := range 3 {
				want := ReasonThrottled
				if i == 0 {
					want = c.first
				}
				reason, _ := b.reason()
				require.Equal(t, string(want), reason)
				b.clock.Advance(10 * time.Minute)
			}
			require.Equal(t, 1, requests)
			b.clock.Advance(31 * time.Minute)
			b.mustPoll("tickets")
			require.Equal(t, 1+c.cost, requests)
		})
	}
}

func TestNextPageOnAnotherHost(t *testing.T) {
	serve := func(next string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			require.Equal(t, "desk.example", r.URL.Host)
			require.Equal(t, "/api/tickets", r.URL.Path)
			if r.URL.Query().Get("p") == "2" {
				reply(w, obj{"tickets": []obj{ticket(2, noon)}})
				return
			}
			reply(w, obj{"tickets": []obj{ticket(1, noon)}, "next": next})
		}
	}
	config := func(extra string) string {
		return extra + `
streams:
  - name: tickets
    request: {path: /tickets}
    records: tickets
    pages: {type: next_url, next: next}
    map: '` + ticketMap + `'
`
	}
	for next, rehome := range map[string]bool{
		"https://desk.example/api/tickets?p=2":          false,
		"https://DESK.example:443/api/tickets?p=2":      false,
		"/api/tickets?p=2":                              false,
		"?p=2":                                          false,
		"tickets?p=2":                                   false,
		"../api/tickets?p=2":                            false,
		"https://other.example/api/tickets?p=2":         true,
		"http://desk.example/api/tickets?p=2":           true,
		"https://u:p@desk.example/api/tickets?p=2":      false,
		"https://desk.example:8443/api/tickets?p=2":     true,
		"https://desk.example.evil.org/api/tickets?p=2": true,
		"//evil.example/api/tickets?p=2":                true,
	} {
		b := newBed(t, config(""), serve(next))
		if rehome {
			reason, message := b.reason()
			require.Equal(t, string(ReasonData), reason, next)
			require.Contains(t, message, "the next page is on another host")
			require.Equal(t, 1, b.network.Requests())
			b = newBed(t, config("other_host: rehome"), serve(next))
		}
		b.mustPoll("tickets")
		require.Equal(t, []string{"ticket/1", "ticket/2"}, b.ledger.Keys(), next)
	}
}

func TestPagesThatTurnInCircles(t *testing.T) {
	b := newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets, params: {after: "{{ .token }}"}}
    records: tickets
    pages: {type: token, next: next}
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, r *http.Request) {
		next := map[string]string{"": "a", "a": "b", "b": "a"}[r.URL.Query().Get("after")]
		reply(w, obj{"tickets": []obj{ticket(1, noon)}, "next": next})
	})
	reason, message := b.reason()
	require.Equal(t, string(ReasonData), reason)
	require.Contains(t, message, "the pages turn in circles")
	require.Equal(t, 4, b.network.Requests())
}

// Pages that bring nothing new, each with a way on, end some time.
func TestEmptyPagesEnd(t *testing.T) {
	n := 0
	b := newBed(t, `
streams:
  - name: tickets
    request: {path: /tickets, params: {after: "{{ .token }}"}}
    records: tickets
    pages: {type: token, next: next}
    map: '`+ticketMap+`'
`, func(w http.ResponseWriter, _ *http.Request) {
		n++
		reply(w, obj{"tickets": []obj{}, "next": n})
	})
	reason, _ := b.reason()
	require.Equal(t, string(ReasonData), reason)
	require.Equal(t, maxIdle+1, n)
}
