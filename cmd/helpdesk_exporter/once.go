package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/alecthomas/kingpin/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/expfmt"

	"helpdesk_exporter/collector/enrich"
	"helpdesk_exporter/internal/pipeline"
	"helpdesk_exporter/internal/state"
)

const temporary = "temp"

func addOnce(app *kingpin.Application, commands map[string]command) {
	clause := app.Command("once", "Poll every stream until nothing is left, print the metrics, and end. "+
		"Fails if a source failed or a record could not be mapped.")
	at := clause.Flag("at", "Make this the time of every clock (RFC 3339); by default now.").String()
	path := clause.Flag("state", "State file to go on from and to write; by default a temporary one, so that nothing is kept.").
		Default(temporary).String()
	commands[clause.FullCommand()] = func(ctx context.Context, p *process) error {
		when, err := instant(*at)
		if err != nil {
			return err
		}
		return once(ctx, p, when, *path)
	}
}

// once polls everything and prints the exposition, whatever fails.
func once(ctx context.Context, p *process, at time.Time, path string) (err error) {
	c, err := p.load()
	if err != nil {
		return err
	}
	now := at
	if now.IsZero() {
		now = time.Now()
	}
	if err := c.CheckHistory(now); err != nil {
		return err
	}
	loadKey := enrich.LoadKey
	if path == temporary {
		dir, err := os.MkdirTemp("", program+"-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir) //nolint:errcheck // the system clears its folder of temporary files
		path, loadKey = filepath.Join(dir, "state.db"), passingKey
	}
	key, err := loadKey(c.Privacy.KeyFile)
	if err != nil {
		return err
	}
	store, err := state.OpenBolt(path, state.BoltOptions{})
	if err != nil {
		return advise(err, c)
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	pipe, err := pipeline.New(ctx, c, pipeline.Options{Logger: p.logger, Store: store, Key: key, At: at, Single: true})
	if err != nil {
		return advise(err, c)
	}
	defer func() { err = errors.Join(err, pipe.Close()) }()

	failed := pipe.RunOnce(ctx)
	if n := pipe.Ledger.Quarantined(); n > 0 {
		failed = errors.Join(failed, fmt.Errorf("%d records could not be mapped", n))
	}
	return errors.Join(failed, pipe.Publish(ctx), expose(p.stdout, pipe.Collector))
}

// passingKey is the key of a run that keeps nothing: the configured one if it exists, else one that is
// forgotten.
func passingKey(path string) ([]byte, error) {
	if _, err := os.Stat(path); err == nil {
		return enrich.LoadKey(path)
	}
	key := make([]byte, 32)
	_, err := rand.Read(key)
	return key, err
}

// expose prints metrics in the text format.
func expose(w io.Writer, gatherer prometheus.Gatherer) error {
	families, err := gatherer.Gather()
	if err != nil {
		return err
	}
	for _, family := range families {
		if _, err := expfmt.MetricFamilyToText(w, family); err != nil {
			return fmt.Errorf("print %s: %w", family.GetName(), err)
		}
	}
	return nil
}
