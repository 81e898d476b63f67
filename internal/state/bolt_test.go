package state

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"
)

func openBolt(t testing.TB, path string) *Bolt {
	t.Helper()
	b, err := OpenBolt(path, BoltOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.Close()) })
	return b
}

func requireMode(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, mode, info.Mode().Perm(), path)
}

func TestOpenMakesPrivateFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	openBolt(t, filepath.Join(dir, "state.db"))
	requireMode(t, dir, 0o700)
	requireMode(t, filepath.Join(dir, "state.db"), 0o600)
}

func TestSecondOpeningIsLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	first := openBolt(t, path)
	started := time.Now()
	_, err := OpenBolt(path, BoltOptions{Timeout: 100 * time.Millisecond})
	require.ErrorIs(t, err, ErrLocked)
	require.ErrorContains(t, err, path)
	require.ErrorContains(t, err, "stop the other exporter")
	require.Less(t, time.Since(started), 10*time.Second)
	commit(t, first, "b", entries{"k": "the first goes on"})
	require.NoError(t, first.Close())
	require.Equal(t, []any{"the first goes on"}, get(t, openBolt(t, path), "b", "k"))
}

// Ids that grow leave full pages, also where those of another length lie behind them.
func TestRunsOfKeysFillPages(t *testing.T) {
	b := openBolt(t, filepath.Join(t.TempDir(), "state.db"))
	const records, size = 12_000, 200
	for id := 1; id <= records; {
		var batch Batch
		for range 500 {
			batch.Put("ticket", []byte(strconv.Itoa(id)), make([]byte, size))
			id++
		}
		require.NoError(t, b.Commit(t.Context(), batch, b.Epoch()))
	}
	require.NoError(t, b.db.View(func(tx *bbolt.Tx) error {
		leaves := tx.Bucket([]byte("ticket")).Stats()
		require.Equal(t, records, leaves.KeyN)
		require.Greater(t, float64(leaves.LeafInuse)/float64(leaves.LeafAlloc), 0.8)
		return nil
	}))
}

func TestNewerFormatIsRefusedUntouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	b := openBolt(t, path)
	require.NoError(t, b.db.Update(func(tx *bbolt.Tx) error {
		return putMeta(tx.Bucket([]byte(metaBucket)), formatKey, number(format+1))
	}))
	require.NoError(t, b.Close())
	before, err := os.ReadFile(path)
	require.NoError(t, err)

	_, err = OpenBolt(path, BoltOptions{})
	require.ErrorIs(t, err, ErrVersion)
	require.ErrorContains(t, err, path)
	_, err = Verify(path)
	require.ErrorIs(t, err, ErrVersion)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, string(before) == string(after), "the file was written to")
}

func TestForeignFilesAreRefused(t *testing.T) {
	dir := t.TempDir()
	foreign := filepath.Join(dir, "foreign.db")
	db, err := bbolt.Open(foreign, 0o600, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(func(tx *bbolt.Tx) error {
		_, err := tx.CreateBucket([]byte("theirs"))
		return err
	}))
	require.NoError(t, db.Close())
	text := filepath.Join(dir, "text.db")
	require.NoError(t, os.WriteFile(text, make([]byte, 20000), 0o600))

	for _, path := range []string{foreign, text} {
		_, err := OpenBolt(path, BoltOptions{})
		require.ErrorIs(t, err, ErrCorrupt, path)
		require.ErrorContains(t, err, path)
		_, err = os.Stat(path)
		require.NoError(t, err, "a file that was there stays")
	}
	_, err = OpenBolt(dir, BoltOptions{})
	require.ErrorContains(t, err, dir, "a directory")
}

// A commit that failed but can be read must not be built upon: a crash could still take it away.
func TestNoCommitAfterOneOfUnknownFate(t *testing.T) {
	b := openBolt(t, filepath.Join(t.TempDir(), "state.db"))
	var id int
	require.NoError(t, b.db.Update(func(tx *bbolt.Tx) error {
		id = tx.ID()
		return nil
	}))
	require.True(t, b.visible(id))
	require.False(t, b.visible(id+1), "the one that comes next")

	cause := errors.New("input/output error")
	b.unsure.Store(&cause)
	err := b.Commit(context.Background(), Batch{}, b.Epoch())
	require.ErrorIs(t, err, cause)
	require.ErrorContains(t, err, "restart")
}

func TestSizeIsThatOfTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	b := openBolt(t, path)
	commit(t, b, "b", entries{"k": string(make([]byte, 10<<20))})
	size, err := b.Size(context.Background())
	require.NoError(t, err)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, info.Size(), size)
	require.Greater(t, size, int64(10<<20))
}
