package state

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestOpenReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	_, err := OpenReadOnly(path)
	require.ErrorIs(t, err, os.ErrNotExist)
	require.NoFileExists(t, path)

	b, err := OpenBolt(path, BoltOptions{})
	require.NoError(t, err)
	var batch Batch
	batch.Put("ticket", []byte("1"), []byte("open"))
	require.NoError(t, b.Commit(t.Context(), batch, b.Epoch()))
	_, err = OpenReadOnly(path)
	require.ErrorIs(t, err, ErrLocked)
	epoch := b.Epoch()
	require.NoError(t, b.Close())

	before, err := os.ReadFile(path)
	require.NoError(t, err)
	first, err := OpenReadOnly(path)
	require.NoError(t, err)
	second, err := OpenReadOnly(path)
	require.NoError(t, err, "several may look at once")
	values, err := second.GetMany(t.Context(), "ticket", [][]byte{[]byte("1"), []byte("2")})
	require.NoError(t, err)
	require.Equal(t, [][]byte{[]byte("open"), nil}, values)
	require.Equal(t, epoch, first.Epoch())
	require.Error(t, first.Commit(t.Context(), batch, first.Epoch()))
	_, err = OpenBolt(path, BoltOptions{Timeout: time.Millisecond})
	require.ErrorIs(t, err, ErrLocked)
	require.NoError(t, first.Close())
	require.NoError(t, second.Close())
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after)

	require.NoError(t, os.WriteFile(path, []byte("no state"), 0o600))
	_, err = OpenReadOnly(path)
	require.ErrorIs(t, err, ErrCorrupt)
}
