// Package past lets the simulated desk live for weeks, with an exporter that watches it, and writes what a Prometheus
// would have scraped meanwhile as OpenMetrics text, beside the desk's own truth.
package past

import (
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
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

//go:embed helpdesk.yml
var helpdesk string

// desk is a simulated desk with an exporter, both living at the time that they are told.
type desk struct {
	now      time.Time
	baseline time.Time
	desk     *simulator.Desk
	pipe     *pipeline.Pipeline
}

func openDesk(ctx context.Context, dir string, o simulator.Options) (_ *desk, err error) {
	d := &desk{now: o.Begin, baseline: o.Begin.Add(-time.Minute)}
	if d.desk, err = simulator.New(ctx, filepath.Join(dir, "desk.db"), o); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, d.desk.Close())
		}
	}()
	c, err := configure(dir, d.baseline)
	if err != nil {
		return nil, err
	}
	d.pipe, err = pipeline.New(ctx, c, pipeline.Options{
		Logger: slog.New(slog.DiscardHandler), Store: state.NewMemory(), Key: make([]byte, 32), Now: func() time.Time { return d.now },
		Network: func(_ string, env *sources.Env) { env.DatabaseClock = &d.now },
	})
	return d, err
}

// configure writes the configuration and reads it like any other.
func configure(dir string, baseline time.Time) (*config.Config, error) {
	text, err := template.New("helpdesk.yml").Parse(helpdesk)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := text.Execute(&out, map[string]string{
		"Dir": dir, "Baseline": baseline.UTC().Format(time.RFC3339), "Promises": promises().Config(),
	}); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "helpdesk.yml")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		return nil, err
	}
	return config.Load([]string{path}, os.LookupEnv)
}

// live lets the desk live to the end of a second, and the exporter poll and publish then. It returns what is exposed.
func (d *desk) live(ctx context.Context, until time.Time) ([]*dto.MetricFamily, error) {
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

func (d *desk) close() error { return errors.Join(d.pipe.Close(), d.desk.Close()) }
