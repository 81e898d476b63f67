package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"helpdesk_exporter/internal/state"
)

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
	wait := time.Until(b.newest().Add(every))
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

// newest is when the last backup was made. Without one it is now: a state that has just begun holds nothing
// worth a copy.
func (b *backup) newest() time.Time {
	files, err := filepath.Glob(filepath.Join(b.config.Dir, "state-*.db"))
	if err != nil || len(files) == 0 {
		return time.Now()
	}
	info, err := os.Stat(files[len(files)-1]) // names sort by time
	if err != nil {
		return time.Now()
	}
	return info.ModTime()
}
