package state

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMemoryFail(t *testing.T) {
	m := NewMemory()
	ctx := context.Background()
	m.Fail(2)
	commit(t, m, "b", entries{"k": "1"})
	var batch Batch
	batch.Put("b", []byte("k"), []byte("2"))
	require.ErrorIs(t, m.Commit(ctx, batch, m.Epoch()), ErrInjected)
	require.Equal(t, []any{"1"}, get(t, m, "b", "k"))
	require.NoError(t, m.Commit(ctx, batch, m.Epoch()), "only the one asked for fails")
	require.Equal(t, []any{"2"}, get(t, m, "b", "k"))
}

func TestMemoryFork(t *testing.T) {
	m := NewMemory()
	commit(t, m, "b", entries{"k": "1"})
	m.Fail(1)
	fork := m.Fork()
	require.Equal(t, m.Epoch()+1, fork.Epoch())
	commit(t, fork, "b", entries{"k": "fork", "new": "fork"})
	m.Fail(0)
	commit(t, m, "b", entries{"k": "2"})
	require.Equal(t, []any{"fork", "fork"}, get(t, fork, "b", "k", "new"))
	require.Equal(t, []any{"2", nil}, get(t, m, "b", "k", "new"))
}

func TestMemoryRoundTrips(t *testing.T) {
	m := NewMemory()
	var batch Batch
	for i := range 2*memoryChunk + 1 {
		batch.Put("b", []byte{byte(i >> 8), byte(i)}, nil)
	}
	require.NoError(t, m.Commit(context.Background(), batch, m.Epoch()))
	require.EqualValues(t, 1, m.RoundTrips(), "a batch is one")
	get(t, m, "b", "x", "y", "z")
	require.EqualValues(t, 2, m.RoundTrips(), "many keys are one")
	require.Len(t, scan(t, m, "b", nil, nil), 2*memoryChunk+1)
	require.EqualValues(t, 5, m.RoundTrips(), "each chunk of a scan is one")
	require.Zero(t, m.Fork().RoundTrips())
}
