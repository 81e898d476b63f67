package sources

import (
	"fmt"
	"log/slog"
	"time"

	"helpdesk_exporter/sources/record"
)

// Env is what a source gets from the process.
type Env struct {
	Logger *slog.Logger
	Now    func() time.Time
	// At replaces every server's clock; zero leaves it.
	At time.Time
	// PollInterval of streams whose configuration gives none.
	PollInterval time.Duration
}

// constructor makes a source of one kind; it does not touch the network.
type constructor func(Config, Env) (record.Source, error)

// kinds is the registry: what can be polled, and how it is made.
func kinds() map[string]constructor {
	return map[string]constructor{
		"database": openDatabase,
	}
}

// Kind tells what kind of source a block describes.
func (c *Config) Kind() string { return "database" }

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
