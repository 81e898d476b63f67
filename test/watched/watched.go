// Package watched lets the simulated desk live for weeks with an exporter that watches it, both at the time that they
// are told.
package watched

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"text/template"
	"time"

	dto "github.com/prometheus/client_model/go"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/simulator"
)

// Desk is a simulated desk with its exporter.
type Desk struct {
	*simulator.Desk
	// Baseline is where the exporter begins to count, a minute before the desk opens.
	Baseline time.Time
	now      time.Time
	pipe     *pipeline.Pipeline
}

// Open opens a desk with its files in a directory. The exporter's configuration is a template of words, and of Dir, where
// desk.db lies, and Baseline.
func Open(ctx context.Context, dir string, o simulator.Options, configuration string, words map[string]string) (_ *Desk, err error) {
	d := &Desk{Baseline: o.Begin.Add(-time.Minute), now: o.Begin}
	words = maps.Clone(words)
	words["Dir"], words["Baseline"] = dir, d.Baseline.UTC().Format(time.RFC3339)
	c, err := configure(filepath.Join(dir, "helpdesk.yml"), configuration, words)
	if err != nil {
		return nil, err
	}
	if d.Desk, err = simulator.New(ctx, filepath.Join(dir, "desk.db"), o); err != nil {
		return nil, err
	}
	d.pipe, err = pipeline.New(ctx, c, pipeline.Options{
		Logger: slog.New(slog.DiscardHandler), Store: state.NewMemory(), Key: make([]byte, 32), Now: func() time.Time { return d.now },
		Network: func(_ string, env *sources.Env) { env.DatabaseClock = &d.now },
	})
	if err != nil {
		return nil, errors.Join(err, d.Desk.Close())
	}
	return d, nil
}

// configure writes the configuration and reads it like any other.
func configure(path, configuration string, words map[string]string) (*config.Config, error) {
	text, err := template.New("helpdesk.yml").Option("missingkey=error").Parse(configuration)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := text.Execute(&out, words); err != nil {
		return nil, err
	}
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		return nil, err
	}
	return config.Load([]string{path}, os.LookupEnv)
}

// Live lets the desk live to the end of a second, and the exporter poll and publish then. It returns what is exposed.
func (d *Desk) Live(ctx context.Context, until time.Time) ([]*dto.MetricFamily, error) {
	d.now = until
	if err := d.Advance(ctx, until.Add(time.Second-time.Nanosecond)); err != nil {
		return nil, err
	}
	if err := d.pipe.RunOnce(ctx); err != nil {
		return nil, fmt.Errorf("poll: %w", err)
	}
	if err := d.pipe.Publish(ctx); err != nil {
		return nil, err
	}
	return d.pipe.Collector.Gather()
}

// Close ends desk and exporter.
func (d *Desk) Close() error { return errors.Join(d.pipe.Close(), d.Desk.Close()) }
