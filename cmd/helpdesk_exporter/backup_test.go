package main

import (
	"bytes"
	"context"
	"log/slog"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/state"
)

func TestBackups(t *testing.T) {
	dir := t.TempDir()
	store, err := state.OpenBolt(filepath.Join(dir, "state.db"), state.BoltOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	copies := filepath.Join(dir, "backup")
	config := state.BackupConfig{Dir: copies, Every: model.Duration(time.Hour), Keep: 2}
	var log bytes.Buffer

	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Hour+time.Minute)
		defer cancel()
		b := &backup{config: config, store: store, logger: slog.New(slog.NewTextHandler(&log, nil))}
		b.run(ctx)
	})
	files, err := filepath.Glob(filepath.Join(copies, "state-*.db"))
	require.NoError(t, err)
	require.Len(t, files, 2, log.String())
	require.Contains(t, files[1], "T0410", "the first came ten minutes after the bubble's midnight")
	for _, file := range files {
		report, err := state.Verify(file)
		require.NoError(t, err)
		require.NoError(t, report.Err())
	}
	require.Empty(t, log.String())
}

func TestBackupsCanBeOff(t *testing.T) {
	(&backup{config: state.BackupConfig{}}).run(t.Context()) // returns at once, and does not touch the state
}
