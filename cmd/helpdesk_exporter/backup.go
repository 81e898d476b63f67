package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"helpdesk_exporter/internal/state"
)

// firstBackup is how long after the start a state that has no backup gets one.
const firstBackup = 10 * time.Minute

// backup copies the state while the exporter runs.
type backup struct {
	config state.BackupConfig
	store  *state.Bolt
	logger *slog.Logger
}

// run makes a backup whenever the newest one is old enough, until the context ends.
func (b *backup) run(ctx context.Context) {
	every := time.Duration(b.config.Every)
	if every <= 0 {
		return
	}
	wait := min(every, firstBackup)
	if newest, ok := b.newest(); ok {
		wait = time.Until(newest.Add(every))
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
		if err := b.make(time.Now()); err != nil {
			b.logger.Error("backup of the state failed", "dir", b.config.Dir, "err", err)
		}
		wait = every
	}
}

func (b *backup) make(now time.Time) error {
	if err := b.store.BackupFile(filepath.Join(b.config.Dir, state.BackupName(now))); err != nil {
		return err
	}
	return state.RotateBackups(b.config.Dir, b.config.Keep)
}

// newest is when the last backup was made, if there is one.
func (b *backup) newest() (time.Time, bool) {
	files, err := filepath.Glob(filepath.Join(b.config.Dir, "state-*.db"))
	if err != nil || len(files) == 0 {
		return time.Time{}, false
	}
	info, err := os.Stat(files[len(files)-1]) // names sort by time
	if err != nil {
		return time.Time{}, false
	}
	return info.ModTime(), true
}
