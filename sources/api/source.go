package api

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	promconfig "github.com/prometheus/common/config"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources/record"
)

// Options are what a source needs from the process. All of them may be left out.
type Options struct {
	Logger *slog.Logger
	// Now is the process's clock, to which the server's is compared; Sleep waits by it.
	Now   func() time.Time
	Sleep Sleep
	// FixedNow replaces the server's clock, for a poll as of an instant.
	FixedNow *time.Time
	// Transport replaces the network: a test's server, or recorded answers. Of http: only the forms of
	// authentication apply then.
	Transport http.RoundTripper
	// Recorded tells that Transport plays recorded answers: no credentials are read, nobody logs in where that was
	// not recorded, and however long a helpdesk asks to wait, it is waited.
	Recorded bool
	// Wrap goes around the transport, outside of everything but our own authorisation: a recorder. Hide
	// replaces the source's secrets in a text.
	Wrap func(next http.RoundTripper, hide func(string) string) http.RoundTripper
	// Values keeps refresh tokens; without it a source that needs it cannot be polled.
	Values Values
	// Budgets are shared by the sources of an account.
	Budgets *Budgets
	// MaxBody is the largest answer in bytes, 64 MiB by default.
	MaxBody int64
}

// Source reads one helpdesk's interface. It implements record.Source and may be polled from several
// goroutines; they take turns.
type Source struct {
	name     string
	config   Config
	compiled compiled
	auth     *auth
	budget   *budget
	client   *http.Client
	values   Values
	logger   *slog.Logger
	now      func() time.Time
	sleep    Sleep
	fixedNow *time.Time
	maxBody  int64
	recorded bool
	clock    serverClock
	watch    watch
	told     time.Time // when a request that is tried again was logged; the poll's

	polling    sync.Mutex
	configured *url.URL
	mu         sync.Mutex
	address    *url.URL // the configured one, or what a login told
}

var _ record.Source = (*Source)(nil)

// New returns a source at an address. It touches neither the network nor the files of credentials.
func New(name, address string, cfg Config, words record.Words, opts Options) (*Source, error) {
	c := compiler{config: &cfg}
	made := c.compile()
	c.address(address)
	if err := yamlfile.Join(c.problems); err != nil {
		return nil, fmt.Errorf("source %s: %w", name, err)
	}
	base, err := parseBase(address)
	if err != nil {
		return nil, fmt.Errorf("source %s: url: %w", name, err)
	}
	s := &Source{
		name: name, config: cfg, compiled: made, auth: made.auth, budget: made.budget,
		values: opts.Values, logger: opts.Logger, now: opts.Now, sleep: opts.Sleep, fixedNow: opts.FixedNow,
		maxBody: opts.MaxBody, recorded: opts.Recorded, configured: base, address: base,
	}
	s.auth.recorded, s.budget.endless = opts.Recorded, opts.Recorded
	s.defaults()
	if err := s.connect(opts); err != nil {
		return nil, fmt.Errorf("source %s: http: %w", name, s.auth.secrets.redact(err))
	}
	if opts.Budgets != nil {
		s.budget = opts.Budgets.of(s.account(), s.budget)
	}
	for _, st := range made.streams {
		st.mapper.words = words
	}
	return s, nil
}

func (s *Source) defaults() {
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.sleep == nil {
		s.sleep = wait
	}
	if s.maxBody == 0 {
		s.maxBody = DefaultResponseBody
	}
}

// wait sleeps by the process's clock.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// account names whose budget it is: the helpdesk and the credentials' owner.
func (s *Source) account() string {
	return strings.Join([]string{s.configured.Host, s.config.User, s.config.ClientID, string(s.config.Token), s.config.TokenFile}, "\x00")
}

// connect makes the client.
func (s *Source) connect(opts Options) error {
	cfg := promconfig.DefaultHTTPClientConfig
	if s.config.HTTP != nil {
		cfg = *s.config.HTTP
	}
	cfg.FollowRedirects = true // as far as checkRedirect lets them
	transport := opts.Transport
	if transport == nil {
		made, err := promconfig.NewRoundTripperFromConfig(cfg, "helpdesk_"+s.name)
		if err != nil {
			return err
		}
		transport = made
	} else if !opts.Recorded {
		transport = authorising(cfg, transport)
	}
	transport = unpacking{transport}
	if opts.Wrap != nil {
		transport = opts.Wrap(transport, s.auth.secrets.hide)
	}
	s.client = &http.Client{Transport: transport, CheckRedirect: checkRedirect}
	return nil
}

// authorising adds the client configuration's own authentication to a given transport.
func authorising(cfg promconfig.HTTPClientConfig, rt http.RoundTripper) http.RoundTripper {
	secret := func(value promconfig.Secret, file string) promconfig.SecretReader {
		if file != "" {
			return promconfig.NewFileSecret(file)
		}
		return promconfig.NewInlineSecret(string(value))
	}
	if a := cfg.Authorization; a != nil {
		kind := a.Type
		if kind == "" {
			kind = "Bearer"
		}
		rt = promconfig.NewAuthorizationCredentialsRoundTripper(kind, secret(a.Credentials, a.CredentialsFile), rt)
	}
	if b := cfg.BasicAuth; b != nil {
		rt = promconfig.NewBasicAuthRoundTripper(promconfig.NewInlineSecret(b.Username), secret(b.Password, b.PasswordFile), rt)
	}
	return rt
}

// Streams implements record.Source.
func (s *Source) Streams() []record.Stream {
	var parents, children []record.Stream
	for _, st := range s.compiled.streams {
		described := record.Stream{Name: st.name, Kinds: st.kinds, Interval: st.every, Settle: st.settle}
		if st.parent == nil {
			parents = append(parents, described)
			continue
		}
		described.Parent, described.Interval = st.parent.name, 0
		described.Settle = max(st.settle, st.parent.settle)
		children = append(children, described)
	}
	return append(parents, children...)
}

// Identity implements record.Source: the configured address, without its credentials.
func (s *Source) Identity(context.Context) (string, error) {
	return s.configured.Host + strings.TrimSuffix(s.configured.Path, "/"), nil
}

// Close implements record.Source.
func (s *Source) Close() error {
	s.client.CloseIdleConnections()
	return nil
}

// Poll implements record.Source. Its errors are of type *Error, except those of deliver.
func (s *Source) Poll(ctx context.Context, name string, from record.Position, deliver record.Deliver) error {
	s.polling.Lock()
	defer s.polling.Unlock()
	return within(s.poll(ctx, name, from, deliver), name, "")
}

func (s *Source) poll(ctx context.Context, name string, from record.Position, deliver record.Deliver) error {
	for _, st := range s.compiled.streams {
		if st.name != name {
			continue
		}
		if st.parent != nil {
			return failf(ReasonOther, "it is read with %s", st.parent.name)
		}
		p, err := s.begin(st, from, deliver)
		if err != nil {
			return err
		}
		return p.run(ctx)
	}
	return failf(ReasonOther, "no such stream")
}
