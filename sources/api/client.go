package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"helpdesk_exporter/sources/api/exchange"
)

// Sleep waits, or returns the context's error when that ends first.
type Sleep func(ctx context.Context, d time.Duration) error

const (
	// attempts bounds how often a request is made within a poll.
	attempts = 5
	// firstPause and lastPause bound the growing pauses between them.
	firstPause = time.Second
	lastPause  = 30 * time.Second
)

// userAgent names us to the helpdesk.
const userAgent = "helpdesk_exporter"

// call is a request to be made, with what to do with its answer.
type call struct {
	stream    string
	responses []response
	request   *request
	data      map[string]any
	address   string // of a next page, instead of the request's path and parameters
	records   path
	// begin is called before each attempt, each for every record of a successful answer.
	begin func()
	each  func(object) error
}

// answer is what came back, besides the records.
type answer struct {
	envelope any
	header   http.Header
	address  *url.URL
	// sent names the request, to find a walk that turns in circles.
	sent string
	// skipped tells that a rule took the answer for one without records.
	skipped bool
	// moved tells that a redirect led to another path.
	moved bool
}

// skip takes an answer that a rule passes over for one without records. Any other failure stays one.
func (a *answer) skip(f *failure) *failure {
	if f != nil && f.do == doSkip {
		a.skipped = true
		return nil
	}
	return f
}

// failure is an attempt that did not succeed, with what to do about it.
type failure struct {
	do   string
	err  *Error
	wait time.Duration
}

// get makes a request until it succeeds or nothing helps.
func (s *Source) get(ctx context.Context, c call) (*answer, error) {
	out, err := s.request(ctx, c)
	return out, within(err, c.stream, "")
}

func (s *Source) request(ctx context.Context, c call) (*answer, error) {
	r, err := c.request.render(c.data)
	if err != nil {
		return nil, err
	}
	if r.path == "" { // nothing is there to ask for
		return &answer{address: &url.URL{}, skipped: true}, nil
	}
	refreshed := false
	pause, waited := firstPause, time.Duration(0)
	for attempt := 1; ; attempt++ {
		if err := s.authorised(ctx); err != nil { // it may tell the address, too
			return nil, err
		}
		target, err := s.target(r, c.address)
		if err != nil {
			return nil, err
		}
		what := r.method + " " + target.Path
		if err := s.budget.wait(ctx, target.Path, s.now, s.sleep); err != nil {
			return nil, within(err, c.stream, what)
		}
		out, f := s.attempt(ctx, c, r, target)
		if f == nil {
			return out, nil
		}
		if ctx.Err() != nil {
			return nil, within(f.err, c.stream, what)
		}
		wait := f.wait
		switch f.do {
		case doRefresh:
			if refreshed || s.auth.login == nil {
				return nil, within(f.err, c.stream, what)
			}
			refreshed = true
			s.auth.login.drop()
			continue
		case doThrottle:
			if wait == 0 {
				wait = max(pause, pauseUnknown)
			}
			wait = max(wait, shortestPause)
			f.err.RetryAt = s.now().Add(wait)
			s.budget.throttled(target.Path, f.err.RetryAt)
		case doRetry:
			if wait > 0 { // it says when it will be well again
				f.err.RetryAt = s.now().Add(wait)
				s.budget.throttled(target.Path, f.err.RetryAt)
			}
			wait = max(wait, pause)
		default:
			return nil, within(f.err, c.stream, what)
		}
		waited += wait
		if attempt == attempts || waited > longestWait && !s.recorded {
			return nil, within(f.err, c.stream, what)
		}
		s.tryingAgain(within(f.err, c.stream, what), wait)
		if err := s.sleep(ctx, wait); err != nil {
			return nil, within(f.err, c.stream, what)
		}
		pause = min(2*pause, lastPause)
	}
}

// tryingAgain tells, once an hour, that a request failed and is made again: that it has failed for good is told after the
// last pause only.
func (s *Source) tryingAgain(err error, wait time.Duration) {
	if now := s.now(); s.told.IsZero() || now.Sub(s.told) >= time.Hour {
		s.told = now
		s.logger.Info("a request failed and is tried again", "in", wait, "err", err)
	}
}

// authorised sees to it that there is an access token, where the source logs in.
func (s *Source) authorised(ctx context.Context) error {
	if s.auth.login == nil || s.auth.login.token(s.now()) != "" {
		return nil
	}
	return s.grant(ctx)
}

// attempt makes a request once.
func (s *Source) attempt(ctx context.Context, c call, r rendered, target *url.URL) (*answer, *failure) {
	bounded, cancel := context.WithTimeout(ctx, s.config.timeout())
	defer cancel()
	var body io.Reader
	if r.body != nil {
		body = bytes.NewReader(r.body)
	}
	address := *target
	req, err := http.NewRequestWithContext(bounded, r.method, address.String(), body)
	if err != nil {
		return nil, &failure{do: doFail, err: failf(ReasonQuery, "%w", s.auth.secrets.redact(err))}
	}
	sent := r.method + " " + target.RequestURI() + " " + string(r.body)
	req.Header.Set("Accept", c.request.format.accept())
	req.Header.Set("User-Agent", userAgent)
	if r.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range s.config.Headers {
		req.Header.Set(name, value)
	}
	for name, value := range r.headers {
		req.Header.Set(name, value)
	}
	if err := s.auth.apply(req, s.now()); err != nil {
		var own *Error
		if !errors.As(err, &own) {
			own = failf(ReasonAuth, "%w", err)
		}
		return nil, &failure{do: doFail, err: own}
	}
	before := s.now()
	made := Request{Stream: c.stream, Method: r.method, Path: target.Path, At: before}
	resp, err := s.client.Do(req)
	if err != nil {
		s.made(made)
		return nil, s.unreachable(bounded, err)
	}
	made.Code = resp.StatusCode
	s.made(made)
	defer resp.Body.Close() //nolint:errcheck // it was read as far as it was wanted
	server := s.clock.learn(resp.Header, before, s.now())
	s.budget.learn(target.Path, resp.Header, s.now(), server)
	out := &answer{header: resp.Header, address: target, sent: sent}
	out.moved = resp.Request != nil && resp.Request.URL.Path != target.Path
	return out, s.receive(bounded, c, resp, out, server)
}

// unreachable classifies an error of the HTTP client.
func (s *Source) unreachable(ctx context.Context, err error) *failure {
	var refused *redirectError
	if errors.As(err, &refused) {
		return &failure{do: doFail, err: failf(ReasonQuery, "%w", refused)}
	}
	if errors.Is(err, exchange.ErrUnmatched) {
		return &failure{do: doUnavailable, err: failf(ReasonUnavailable, "%w", exchange.ErrUnmatched)}
	}
	e := s.transportError(ctx, s.auth.secrets.redact(err))
	return &failure{do: doRetry, err: e}
}

func (s *Source) transportError(ctx context.Context, err error) *Error {
	var network net.Error
	switch {
	case errors.Is(err, errTooLarge):
		return failf(ReasonData, "%w", err)
	case errors.Is(ctx.Err(), context.DeadlineExceeded), errors.Is(err, context.DeadlineExceeded),
		errors.As(err, &network) && network.Timeout():
		return failf(ReasonTimeout, "%w", err)
	}
	return failf(ReasonConnect, "%w", err)
}

// receive reads an answer: its records, and whether a rule of responses takes it for something else.
func (s *Source) receive(ctx context.Context, c call, resp *http.Response, out *answer, server time.Time) *failure {
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		raw, err := io.ReadAll(&limited{resp.Body, min(s.maxBody, largestLogin)})
		if err != nil {
			raw = nil
		}
		return out.skip(s.judge(ctx, c, resp, raw, server))
	}
	if c.begin != nil {
		c.begin()
	}
	var stopped error
	if resp.StatusCode == http.StatusNoContent || resp.StatusCode == http.StatusResetContent {
		return out.skip(s.judgeBody(ctx, c, resp, nil, server))
	}
	envelope, found, err := c.request.format.read(resp.Body, s.maxBody, c.records, func(o object) error {
		stopped = c.each(o)
		return stopped
	})
	var row *Error
	switch {
	case stopped != nil:
		return &failure{do: doFail, err: asError(stopped)}
	case errors.As(err, &row):
		return &failure{do: doFail, err: row}
	case errors.Is(err, errNoList):
		return &failure{do: doFail, err: failf(ReasonSchema, "%w", err)}
	case errors.Is(err, errEmpty): // it may have been cut off before it began
		return &failure{do: doRetry, err: failf(ReasonData, "%w", err)}
	case isSyntax(err), errors.Is(err, errTwice):
		return &failure{do: doFail, err: failf(ReasonData, "the answer is not JSON (%s)", contentType(resp.Header))}
	case err != nil:
		e := s.transportError(ctx, fmt.Errorf("reading the answer: %w", s.auth.secrets.redact(err)))
		do := doRetry
		if e.reason == ReasonData {
			do = doFail
		}
		return &failure{do: do, err: e}
	}
	out.envelope = envelope
	if f := s.judgeBody(ctx, c, resp, envelope, server); f != nil {
		return out.skip(f)
	}
	if !found {
		return &failure{do: doFail, err: failf(ReasonSchema, "%w", errNoList)}
	}
	return nil
}

// asError keeps an error of deliver as it is, within one of ours.
func asError(err error) *Error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	return &Error{reason: ReasonOther, err: err}
}

func isSyntax(err error) bool {
	var syntax *json.SyntaxError
	return errors.As(err, &syntax) && !errors.Is(err, io.ErrUnexpectedEOF) && syntax.Error() != "unexpected end of JSON input"
}

// contentType shows what came instead of JSON, bounded.
func contentType(h http.Header) string {
	t, _, _ := strings.Cut(h.Get("Content-Type"), ";")
	if t == "" || len(t) > 40 {
		return "of an unknown type"
	}
	return t
}
