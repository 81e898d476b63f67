package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/kingpin/v2"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/pipeline"
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
		return explainFrom(ctx, p, *path, *source, *ticket)
	}

	whole := group.Command("source", "Print how far each stream of a source has been read: its cursor, watermark, next poll, last "+
		"request, what is left of the vendor's limit, some tickets, and which records could not be mapped, and why. "+
		"`explain NAME` is short for it. Nothing is polled and nothing changed.")
	wholePath := whole.Flag("path", "State file, or a backup of it; as in `explain ticket`.").String()
	name := whole.Arg("source", "Name of the source.").Required().String()
	commands[whole.FullCommand()] = func(ctx context.Context, p *process) error {
		return explainFrom(ctx, p, *wholePath, *name, "")
	}
}

// explainShort writes the short form `explain NAME` as `explain source NAME`.
func explainShort(args []string) []string {
	at := slices.Index(args, "explain")
	if at < 0 || at+1 == len(args) || slices.Contains([]string{"ticket", "source"}, args[at+1]) || strings.HasPrefix(args[at+1], "-") {
		return args
	}
	return slices.Insert(slices.Clone(args), at+1, "source")
}

func explainFrom(ctx context.Context, p *process, path, source, ticket string) error {
	c, err := p.load()
	if err != nil {
		return err
	}
	if path == "" {
		path = c.Global.State.Path
	}
	return explainState(ctx, p, c, path, source, ticket)
}

// explainState prints the explanation of a ticket, or of a source, from a state file, or from the exporter that
// holds it.
func explainState(ctx context.Context, p *process, c *config.Config, path, source, ticket string) (err error) {
	store, err := state.OpenReadOnly(path)
	if errors.Is(err, state.ErrLocked) {
		return askRunning(ctx, p.stdout, path, source, ticket)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	pipe, err := pipeline.Look(ctx, c, store, p.logger)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pipe.Close()) }()
	return explainOne(ctx, pipe, p.stdout, source, ticket)
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
