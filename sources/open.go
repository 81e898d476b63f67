package sources

import (
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"helpdesk_exporter/sources/api"
	"helpdesk_exporter/sources/record"
)

// Env is what a source gets from the process.
type Env struct {
	Logger *slog.Logger
	Now    func() time.Time
	// At replaces every server's clock; zero leaves it.
	At time.Time
	// DatabaseClock, if given, replaces the clock of a database's server, and may move: a simulated desk lives at it.
	DatabaseClock *time.Time
	// PollInterval of streams whose configuration gives none.
	PollInterval time.Duration

	// Of HTTP sources; all of them may be left out.

	// MaxBody is the largest answer in bytes.
	MaxBody int64
	// Values keeps what must survive a restart, such as a refresh token.
	Values api.Values
	// Budgets are shared by the sources of one account.
	Budgets *api.Budgets
	// Transport replaces the network, and Wrap goes around it: recorded answers, a recorder. Hide replaces
	// the source's secrets in a text.
	Transport http.RoundTripper
	// Recorded tells that Transport plays recorded answers, see api.Options.
	Recorded bool
	Wrap     func(next http.RoundTripper, hide func(string) string) http.RoundTripper
	// Sleep waits by the clock of Now.
	Sleep api.Sleep
}

// constructor makes a source of one kind; it does not touch the network.
type constructor func(Config, Env) (record.Source, error)

// kinds is the registry: what can be polled, and how it is made.
func kinds() map[string]constructor {
	return map[string]constructor{
		"database": openDatabase,
		"api":      openAPI,
	}
}

// Kind tells what kind of source a block describes.
func (c *Config) Kind() string {
	if c.API != nil {
		return "api"
	}
	return "database"
}

// Open makes the source that a block describes. Its errors name the source.
func Open(c Config, env Env) (record.Source, error) {
	open, ok := kinds()[c.Kind()]
	if !ok {
		return nil, fmt.Errorf("source %s: there is no kind %q", c.Name, c.Kind())
	}
	if c.PollInterval > 0 {
		env.PollInterval = time.Duration(c.PollInterval)
	}
	return open(c, env)
}
