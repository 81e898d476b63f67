// Package noise lets the simulated desk live for weeks, has the exporter watch it, Prometheus evaluate the shipped rules
// at the desk's time, and the shipped routes decide who hears of it: how many incidents an ordinary week brings a team.
// It is a module of its own, because Prometheus' engine and Alertmanager's routes bring modules with them that the
// exporter has no use for.
package noise

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"

	dto "github.com/prometheus/client_model/go"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/simulator"
)

//go:embed helpdesk.yml
var helpdesk string

// Desk is a simulated desk with an exporter, both living at the time that they are told.
type Desk struct {
	now   time.Time
	desk  *simulator.Desk
	store state.Store
	pipe  *pipeline.Pipeline
}

// NewDesk opens a desk, with its files in a directory.
func NewDesk(ctx context.Context, dir string, o simulator.Options) (_ *Desk, err error) {
	d := &Desk{now: o.Begin, store: state.NewMemory()}
	if d.desk, err = simulator.New(ctx, filepath.Join(dir, "desk.db"), o); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.desk.Close())
		}
	}()
	c, err := configure(dir, o)
	if err != nil {
		return nil, err
	}
	d.pipe, err = pipeline.New(ctx, c, pipeline.Options{
		Logger: slog.New(slog.DiscardHandler), Store: d.store, Key: make([]byte, 32), Now: func() time.Time { return d.now },
		Network: func(_ string, env *sources.Env) { env.DatabaseClock = &d.now },
	})
	return d, err
}

// configure writes the configuration and reads it like any other. Days that the desk takes off are the exporter's, too.
func configure(dir string, o simulator.Options) (*config.Config, error) {
	holidays := "IT"
	if len(o.Holidays) > 0 {
		holidays = fmt.Sprintf("{dates: {%s: closed}}", strings.Join(o.Holidays, ": closed, "))
	}
	text, err := template.New("helpdesk.yml").Parse(helpdesk)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = text.Execute(&out, map[string]string{
		"Dir": dir, "Holidays": holidays, "Baseline": o.Begin.Add(-time.Minute).UTC().Format(time.RFC3339),
	})
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "helpdesk.yml")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		return nil, err
	}
	return config.Load([]string{path}, os.LookupEnv)
}

// Live lets the desk live to the end of a second, and the exporter poll and publish then. It returns what is exposed.
func (d *Desk) Live(ctx context.Context, until time.Time) ([]*dto.MetricFamily, error) {
	d.now = until
	if err := d.desk.Advance(ctx, until.Add(time.Second-time.Nanosecond)); err != nil {
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
func (d *Desk) Close() error { return errors.Join(d.pipe.Close(), d.desk.Close()) }
