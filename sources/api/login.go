package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"helpdesk_exporter/sources/api/exchange"
)

// Values keeps small values over restarts, such as a refresh token that the helpdesk exchanges at each
// use. Put returns when the value is durable.
type Values interface {
	Get(ctx context.Context, key string) ([]byte, error)
	Put(ctx context.Context, key string, value []byte) error
}

// login gets access tokens.
type login struct {
	config  *LoginConfig
	url     tmpl
	params  map[string]tmpl
	headers map[string]tmpl
	access  path
	refresh path
	expires path
	base    path

	mu      sync.Mutex
	current string
	until   time.Time // zero: unknown
	rotated string    // a refresh token that could not be stored yet, or was stored last
	stored  bool
}

func newLogin(cfg *LoginConfig, one func(path, source string) tmpl, problem report) *login {
	l := &login{config: cfg, params: map[string]tmpl{}, headers: map[string]tmpl{}}
	problem.oneOf("grant", cfg.Grant, grants())
	if cfg.URL == "" {
		problem("url", "is required: where tokens are given")
	}
	if cfg.ClientAuth != "" && cfg.ClientAuth != "body" && cfg.ClientAuth != "basic" {
		problem("client_auth", "%q is unknown: use body or basic", cfg.ClientAuth)
	}
	if cfg.Encoding != "" && cfg.Encoding != "form" && cfg.Encoding != "json" {
		problem("encoding", "%q is unknown: use form or json", cfg.Encoding)
	}
	t, err := newTemplate(cfg.URL, true)
	if err != nil {
		problem("url", "%v", err)
	}
	l.url = t
	for name, value := range cfg.Params {
		l.params[name] = one("login.params."+name, value)
	}
	for name, value := range cfg.Headers {
		l.headers[name] = one("login.headers."+name, value)
	}
	for _, p := range []struct {
		into            *path
		name, text, def string
	}{
		{&l.access, "access_token", cfg.AccessToken, "access_token"},
		{&l.refresh, "refresh_token", cfg.RefreshToken, "refresh_token"},
		{&l.expires, "expires_in", cfg.ExpiresIn, "expires_in"},
		{&l.base, "base_url", cfg.BaseURL, ""},
	} {
		if p.text == "" {
			p.text = p.def
		}
		parsed, err := parsePath(p.text)
		if err != nil {
			problem(p.name, "%v", err)
		}
		*p.into = parsed
	}
	return l
}

// early is how long before its end a token is exchanged.
const early = time.Minute

// token returns the access token, empty where there is none that holds.
func (l *login) token(now time.Time) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.until.IsZero() && !now.Before(l.until.Add(-early)) {
		return ""
	}
	return l.current
}

// drop forgets a token that was refused.
func (l *login) drop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.current = ""
}

// grant gets a new access token. A refresh token that comes with it is made durable before the access
// token is used: the old one may be void already.
func (s *Source) grant(ctx context.Context) error {
	l := s.auth.login
	data, err := s.auth.credentials()
	if err != nil {
		return err
	}
	key := ""
	if l.config.Grant == "refresh_token" {
		if key, err = s.refreshToken(ctx, data); err != nil {
			return err
		}
	}
	req, err := s.loginRequest(exchange.Asks{Login: true, Optional: true}.In(ctx), data)
	if err != nil {
		return err
	}
	answer, err := s.loginAnswer(req)
	if unrecorded(err) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.current, l.until = exchange.Secret, time.Time{}
		return nil
	}
	if err != nil {
		return err
	}
	access := text(l.access.in(answer))
	if access == "" {
		return failf(ReasonAuth, "login: the answer has no access token")
	}
	s.auth.secrets.add(access)
	if next := text(l.refresh.in(answer)); key != "" && next != "" && next != data["refresh_token"] {
		s.auth.secrets.add(next)
		l.rotated, l.stored = next, false
		if err := s.store(ctx, key); err != nil {
			return err
		}
	}
	return s.granted(answer, access)
}

// granted takes the token over, with its end and the address it belongs to.
func (s *Source) granted(answer any, access string) error {
	l := s.auth.login
	if len(l.base.keys) > 0 {
		base, err := parseBase(text(l.base.in(answer)))
		if err != nil {
			return failf(ReasonAuth, "login: base_url: %w", err)
		}
		s.rebase(base)
	}
	lifetime := time.Duration(l.config.Lifetime)
	if n, ok := leading(text(l.expires.in(answer))); ok && n > 0 && n < 1e10 {
		lifetime = time.Duration(n * float64(time.Second))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.current, l.until = access, time.Time{}
	if lifetime > 0 {
		// A short-lived token is used for half of its life at least.
		l.until = s.now().Add(max(lifetime, 2*early))
		if lifetime < 2*early {
			l.until = s.now().Add(lifetime/2 + early)
		}
	}
	return nil
}

// refreshToken puts the newest refresh token into data: the one that the helpdesk gave last, unless the
// configuration has another one by now.
func (s *Source) refreshToken(ctx context.Context, data map[string]any) (key string, err error) {
	l := s.auth.login
	configured := text(data["token"])
	hash := sha256.Sum256([]byte(configured))
	key = "refresh_token/" + s.name + "/" + hex.EncodeToString(hash[:8])
	if s.values == nil {
		return key, failf(ReasonState, "login: a refresh token needs a state to be kept in")
	}
	if l.rotated != "" && !l.stored {
		if err := s.store(ctx, key); err != nil {
			return key, err
		}
	}
	kept, err := s.values.Get(ctx, key)
	if err != nil {
		return key, failf(ReasonState, "login: reading the refresh token: %w", err)
	}
	data["refresh_token"] = configured
	if len(kept) > 0 {
		data["refresh_token"] = string(kept)
		s.auth.secrets.add(string(kept))
	}
	return key, nil
}

func (s *Source) store(ctx context.Context, key string) error {
	l := s.auth.login
	if err := s.values.Put(ctx, key, []byte(l.rotated)); err != nil {
		return failf(ReasonState, "login: keeping the refresh token: %w", s.auth.secrets.redact(err))
	}
	l.stored = true
	return nil
}

func (s *Source) loginRequest(ctx context.Context, data map[string]any) (*http.Request, error) {
	l := s.auth.login
	address, err := l.url.render(map[string]any{"vars": s.config.Vars})
	if err != nil {
		return nil, failf(ReasonAuth, "login: url: %w", err)
	}
	target, err := s.configured.Parse(address)
	if err != nil || target.Host == "" {
		return nil, failf(ReasonAuth, "login: url is no address")
	}
	fields := map[string]string{}
	clientBasic := l.config.ClientAuth == "basic"
	if l.config.Grant != "session" {
		fields["grant_type"] = l.config.Grant
		if !clientBasic {
			fields["client_id"], fields["client_secret"] = text(data["client_id"]), text(data["client_secret"])
		}
	}
	switch l.config.Grant {
	case "refresh_token":
		fields["refresh_token"] = text(data["refresh_token"])
	case "password":
		fields["username"], fields["password"] = text(data["user"]), text(data["password"])
	}
	for name, t := range l.params {
		v, err := t.render(data)
		if err != nil {
			return nil, failf(ReasonAuth, "login: %s: %w", name, err)
		}
		fields[name] = v
	}
	body, contentType := encodeFields(fields, l.config.Encoding)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), bytes.NewReader(body))
	if err != nil {
		return nil, failf(ReasonAuth, "login: %w", s.auth.secrets.redact(err))
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", userAgent)
	if clientBasic {
		req.SetBasicAuth(text(data["client_id"]), text(data["client_secret"]))
	}
	for name, t := range l.headers {
		v, err := t.render(data)
		if err != nil {
			return nil, failf(ReasonAuth, "login: header %s: %w", name, err)
		}
		req.Header.Set(name, v)
	}
	return req, nil
}

func encodeFields(fields map[string]string, encoding string) (body []byte, contentType string) {
	if encoding == "json" {
		body, _ = json.Marshal(fields) //nolint:errcheck // texts always marshal
		return body, "application/json"
	}
	form := url.Values{}
	for name, v := range fields {
		form.Set(name, v)
	}
	return []byte(form.Encode()), "application/x-www-form-urlencoded"
}

// largestLogin bounds the answer of a login.
const largestLogin = 1 << 20

func (s *Source) loginAnswer(req *http.Request) (any, error) {
	if err := s.budget.wait(req.Context(), req.URL.Path, s.now, s.sleep); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(req.Context(), s.config.timeout())
	defer cancel()
	req = req.WithContext(ctx)
	made := Request{Method: req.Method, Path: req.URL.Path, At: s.now()}
	resp, err := s.client.Do(req)
	if err == nil {
		made.Code = resp.StatusCode
	}
	s.made(made)
	if errors.Is(err, exchange.ErrUnmatched) {
		return nil, err
	}
	if err != nil {
		return nil, s.transportError(req.Context(), fmt.Errorf("login: %w", s.auth.secrets.redact(err)))
	}
	defer resp.Body.Close() //nolint:errcheck // it was read as far as it was wanted
	body, err := io.ReadAll(&limited{resp.Body, largestLogin})
	if err != nil {
		return nil, s.transportError(req.Context(), fmt.Errorf("login: %w", err))
	}
	var refused *Error
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		refused = failf(ReasonThrottled, "login: the helpdesk asks to wait")
		wait, told := s.budget.retryAfter(req.URL.Path, resp.Header, s.now())
		if !told {
			wait = pauseUnknown
		}
		refused.RetryAt = s.now().Add(max(wait, shortestPause))
		s.budget.throttled(req.URL.Path, refused.RetryAt)
	case resp.StatusCode >= 500:
		refused = failf(ReasonConnect, "login: the helpdesk has a fault")
	case resp.StatusCode >= 300:
		refused = failf(ReasonAuth, "login: refused: check the credentials")
	}
	if refused != nil {
		refused.Status = resp.StatusCode
		return nil, refused
	}
	answer, err := decodeExact(body)
	if err != nil {
		return nil, failf(ReasonAuth, "login: the answer is not JSON")
	}
	return answer, nil
}
