package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources"
)

// rehearse wires the whole pipeline over a state that is forgotten.
func (p *process) rehearse(ctx context.Context, c *config.Config, o pipeline.Options) (*pipeline.Pipeline, error) {
	key, err := passingKey(c.Privacy.KeyFile)
	if err != nil {
		return nil, err
	}
	o.Logger, o.Store, o.Key, o.Single = p.logger, state.NewMemory(), key, true
	return pipeline.New(ctx, c, o)
}

// only leaves one source in a configuration.
func only(c *config.Config, name string) (*sources.Config, error) {
	names := make([]string, len(c.Sources))
	for i := range c.Sources {
		if names[i] = c.Sources[i].Name; names[i] == name {
			c.Sources = c.Sources[i : i+1]
			return &c.Sources[0], nil
		}
	}
	return nil, fmt.Errorf("no source %q is configured; there are: %s", name, strings.Join(names, ", "))
}

// instant reads what --at gives; empty is none.
func instant(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("--at: expected a time such as 2026-01-31T09:00:00Z, got %q", text)
	}
	return at.UTC(), nil
}

// hurry is a clock that moves only when somebody waits by it: nobody is asked to wait for recorded answers.
type hurry struct {
	mu  sync.Mutex
	now time.Time
}

func (h *hurry) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

// Sleep implements api.Sleep.
func (h *hurry) Sleep(ctx context.Context, d time.Duration) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
	return ctx.Err()
}
