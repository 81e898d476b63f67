package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/alecthomas/kingpin/v2"

	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources"
)

func addState(app *kingpin.Application, commands map[string]command) {
	group := app.Command("state", "Look at the state, copy it, or go back to a backup. The exporter must be stopped.")
	path := group.Flag("path", "State file; by default the one of the configuration.").String()
	// at runs an action on the state file that is meant.
	at := func(clause *kingpin.CmdClause, action func(p *process, path string) error) {
		commands[clause.FullCommand()] = func(_ context.Context, p *process) error {
			if *path != "" {
				return action(p, *path)
			}
			c, err := p.load()
			if err != nil {
				return fmt.Errorf("%w\n(the state is that of the configuration, or the one that --path names)", err)
			}
			return action(p, c.Global.State.Path)
		}
	}
	at(group.Command("verify", "Read everything and compare it with its checksums."), verifyState)
	at(group.Command("dump", "Print each entry as a line of JSON."), func(p *process, path string) error {
		return state.Dump(path, p.stdout, sources.ShowState)
	})
	backup := group.Command("backup", "Copy the state to a file, verified.")
	to := backup.Arg("file", "The copy.").Required().String()
	at(backup, func(p *process, path string) error { return backupState(p, path, *to) })
	restore := group.Command("restore", "Put a backup in the place of the state, which is kept beside it.")
	from := restore.Arg("file", "The backup.").Required().ExistingFile()
	at(restore, func(p *process, path string) error { return restoreState(p, *from, path) })
}

func verifyState(p *process, path string) error {
	report, err := state.Verify(path)
	if err != nil {
		return err
	}
	for _, bucket := range report.Buckets {
		fmt.Fprintf(p.stdout, "%s: %d entries, %d bytes\n", bucket.Name, bucket.Entries, bucket.Bytes) //nolint:errcheck // the last line tells
	}
	if err := report.Err(); err != nil {
		for i := range report.Problems {
			fmt.Fprintln(p.stdout, &report.Problems[i]) //nolint:errcheck // the error tells
		}
		return fmt.Errorf("%w\n(`state restore` goes back to a backup)", err)
	}
	_, err = fmt.Fprintf(p.stdout, "%s is sound\n", path)
	return err
}

func backupState(p *process, path, to string) (err error) {
	if _, err := state.Verify(path); err != nil { // opening would make a state where there is none
		return err
	}
	store, err := state.OpenBolt(path, state.BoltOptions{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	if err := store.BackupFile(to); err != nil {
		return err
	}
	_, err = fmt.Fprintf(p.stdout, "%s is a copy of %s\n", to, path)
	return err
}

func restoreState(p *process, from, path string) error {
	kept, err := state.Restore(from, path)
	if err != nil {
		return err
	}
	if kept != "" {
		if _, err := fmt.Fprintf(p.stdout, "the state before is kept as %s\n", kept); err != nil {
			return err
		}
	}
	_, err = fmt.Fprintf(p.stdout, "%s is what %s was\n", path, from)
	return err
}

// advise tells at a start that is refused because the state is damaged what to do about it.
func advise(err error, c *config.Config) error {
	if !errors.Is(err, state.ErrCorrupt) {
		return err
	}
	return fmt.Errorf("%w\n(`%s state verify` lists all that is damaged; `%s state restore FILE` goes back to a backup, of which the latest are in %s)",
		err, program, program, c.Global.State.Backup.Dir)
}
