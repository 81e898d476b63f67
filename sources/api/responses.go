package api

import (
	"context"
	"net/http"
	"slices"
	"time"
)

// response is a compiled ResponseConfig.
type response struct {
	status []int
	where  *program
	do     string
	reason Reason
}

func compileResponses(cfgs []ResponseConfig, problem report) []response {
	var out []response
	for i, cfg := range cfgs {
		at := "responses[" + text(i) + "]."
		r := response{status: cfg.Status, do: cfg.Do, reason: Reason(cfg.Reason)}
		problem.oneOf(at+"do", cfg.Do, actions())
		if cfg.Reason != "" && (cfg.Do != doFail || !slices.Contains(reasons(), cfg.Reason)) {
			problem(at+"reason", "%q: only fail has a reason, one of %s", cfg.Reason, list(reasons()))
		}
		if len(cfg.Status) == 0 && cfg.Where == "" {
			problem(at+"status", "is required, or where: of which answers is this?")
		}
		if cfg.Where != "" {
			p, err := compileProgram(cfg.Where, nil, nil)
			if err != nil {
				problem(at+"where", "%v", err)
			}
			r.where = p
		}
		out = append(out, r)
	}
	return out
}

func (r response) matches(ctx context.Context, status int, body any) bool {
	if len(r.status) > 0 && !slices.Contains(r.status, status) {
		return false
	}
	return r.where == nil || r.where.isTrue(ctx, body)
}

// action is what is done where no rule says otherwise.
type action struct {
	do      string
	reason  Reason
	message string
}

// byDefault knows what a status means where nothing else is said.
func byDefault(status int) action {
	switch {
	case status == http.StatusUnauthorized:
		return action{doRefresh, ReasonAuth, "the credentials are refused"}
	case status == http.StatusForbidden:
		return action{doFail, ReasonAuth, "the credentials do not allow this"}
	case status == http.StatusPaymentRequired:
		return action{doUnavailable, ReasonUnavailable, "the plan does not have this"}
	case status == http.StatusTooManyRequests, status == 420:
		return action{doThrottle, ReasonThrottled, "the helpdesk asks to wait"}
	case status == http.StatusRequestTimeout, status == http.StatusConflict, status == http.StatusLocked,
		status == http.StatusTooEarly, status >= 500:
		return action{doRetry, ReasonConnect, "the helpdesk has a fault"}
	case status == http.StatusNotFound, status == http.StatusGone:
		return action{doFail, ReasonQuery, "there is nothing at this address"}
	case status >= 300 && status < 400:
		return action{doFail, ReasonQuery, "a redirect without an address that can be followed"}
	}
	return action{doFail, ReasonQuery, "the request is refused"}
}

// judge decides what to do with an answer that is no success.
func (s *Source) judge(ctx context.Context, c call, resp *http.Response, raw []byte, server time.Time) *failure {
	body, err := decodeExact(raw)
	if err != nil {
		body = nil
	}
	if f, told := s.ruled(ctx, c, resp, body, server); told {
		return f
	}
	return s.act(resp, byDefault(resp.StatusCode), server)
}

// judgeBody finds what an answer of success says of a failure.
func (s *Source) judgeBody(ctx context.Context, c call, resp *http.Response, envelope any, server time.Time) *failure {
	if f, told := s.ruled(ctx, c, resp, envelope, server); told {
		return f
	}
	if c.request.graphQL {
		errorsAt := path{keys: []string{"errors"}}
		if errs, ok := errorsAt.in(envelope).([]any); ok && len(errs) > 0 {
			return &failure{do: doFail, err: failf(ReasonQuery, "the query is refused (%d errors)", len(errs))}
		}
	}
	return nil
}

// ruled is what the first rule that is about an answer makes of it, told where there is one; nil is success.
func (s *Source) ruled(ctx context.Context, c call, resp *http.Response, body any, server time.Time) (f *failure, told bool) {
	for _, r := range c.responses {
		if r.matches(ctx, resp.StatusCode, body) {
			return s.failure(resp, r, server), true
		}
	}
	return nil, false
}

// failure is what a rule makes of an answer; nil is success.
func (s *Source) failure(resp *http.Response, r response, server time.Time) *failure {
	own := byDefault(resp.StatusCode)
	a := action{do: r.do, reason: own.reason, message: own.message}
	if resp.StatusCode < 300 {
		a.reason, a.message = ReasonQuery, "the answer tells of a failure"
	}
	switch r.do {
	case doOK:
		return nil
	case doThrottle:
		a.reason, a.message = ReasonThrottled, "the helpdesk asks to wait"
	case doUnavailable:
		a.reason, a.message = ReasonUnavailable, "the plan or the rights do not give this"
	case doRefresh:
		a.reason, a.message = ReasonAuth, "the token has expired"
	case doRetry:
		a.reason, a.message = ReasonConnect, "the helpdesk has a fault"
	}
	if r.reason != "" {
		a.reason = r.reason
	}
	return s.act(resp, a, server)
}

func (s *Source) act(resp *http.Response, a action, server time.Time) *failure {
	e := failf(a.reason, "%s", a.message)
	e.Status, e.restart = resp.StatusCode, a.do == doRestart
	f := &failure{do: a.do, err: e}
	if a.do == doThrottle || a.do == doRetry {
		if wait, ok := s.budget.retryAfter(resp.Request.URL.Path, resp.Header, server); ok {
			f.wait = max(wait, shortestPause)
		} else if reset, ok := s.budget.resetOf(resp.Request.URL.Path, resp.Header, server); ok && a.do == doThrottle {
			f.wait = max(reset, pauseUnknown)
		}
	}
	return f
}
