package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"github.com/alecthomas/kingpin/v2"

	"helpdesk_exporter/collector/enrich"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/state"
)

func addExplain(app *kingpin.Application, commands map[string]command) {
	group := app.Command("explain", "Tell how the numbers come about.")
	clause := group.Command("ticket", "Print what the state knows of a ticket: its timeline, business time, policy and clocks, "+
		"and of each fact whether it counts, and why not. Nothing is polled and nothing changed.")
	path := clause.Flag("path", "State file, or a backup of it; by default the state of the configuration. "+
		"A running exporter that holds the state is asked.").String()
	source := clause.Arg("source", "Name of the source.").Required().String()
	ticket := clause.Arg("ticket", "Id of the ticket in its helpdesk.").Required().String()
	commands[clause.FullCommand()] = func(ctx context.Context, p *process) error {
		c, err := p.load()
		if err != nil {
			return err
		}
		if *path == "" {
			*path = c.Global.State.Path
		}
		return explainTicket(ctx, p, c, *path, *source, *ticket)
	}
}

// explainTicket prints the explanation of a ticket from a state file, or from the exporter that holds it.
func explainTicket(ctx context.Context, p *process, c *config.Config, path, source, ticket string) (err error) {
	store, err := state.OpenReadOnly(path)
	if errors.Is(err, state.ErrLocked) {
		return askRunning(ctx, p.stdout, path, source, ticket)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	pipe, err := lookPipeline(ctx, c, p, store)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pipe.close()) }()
	return pipe.explain(ctx, p.stdout, source, ticket)
}

// lookPipeline wires as much together as is needed to ask the state: nothing is polled, fetched or written.
func lookPipeline(ctx context.Context, c *config.Config, p *process, store state.Store) (_ *pipeline, err error) {
	pipe := &pipeline{logger: p.logger, now: time.Now, store: store, config: c}
	defer func() {
		if err != nil {
			err = errors.Join(err, pipe.close())
		}
	}()
	// No identity passes here, so that any key will do.
	enricher, err := enrich.New(enrich.Config{Categories: c.Categories, Triage: c.Triage}, make([]byte, 32))
	if err != nil {
		return nil, err
	}
	if pipe.periods, err = c.Periods(); err != nil {
		return nil, err
	}
	if pipe.feeds, err = openFeeds(ctx, c, store, pipe.now, p.logger); err != nil {
		return nil, err
	}
	if err := pipe.readHolidays(); err != nil {
		return nil, err
	}
	polled, err := pipe.openSources(c, pipelineOptions{store: pipe.store})
	if err != nil {
		return nil, err
	}
	pipe.ledger, err = ledger.Look(ctx, store, ledgerConfig(c, pipe, polled, enricher, time.Time{}))
	return pipe, err
}

// lockedAdvice tells what to do when the exporter that holds the state cannot be asked.
func lockedAdvice(path string, err error) error {
	text := "stop the exporter, or look at a backup with --path"
	copies, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "backup", "*")) //nolint:errcheck // the pattern is sound
	if len(copies) > 0 {
		slices.Sort(copies)
		text += "=" + copies[len(copies)-1]
	}
	return fmt.Errorf("%w: %s, and its exporter cannot be asked (%w); %s", state.ErrLocked, path, err, text)
}
