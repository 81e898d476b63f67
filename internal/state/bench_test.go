package state

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const benchEntries = 1_000_000

func benchKey(n int) []byte { return binary.BigEndian.AppendUint64([]byte("t/"), uint64(n)) }

// benchState is a million entries of 10 + 150 bytes, in ascending order, a thousand a batch.
func benchState(b *testing.B) *Bolt {
	b.Helper()
	s := openBolt(b, filepath.Join(b.TempDir(), "state.db"))
	value := make([]byte, 150)
	for n := 0; n < benchEntries; {
		var batch Batch
		for range 1000 {
			batch.Put("tickets", benchKey(n), value)
			n++
		}
		require.NoError(b, s.Commit(context.Background(), batch, s.Epoch()))
	}
	size, err := s.Size(context.Background())
	require.NoError(b, err)
	b.ReportMetric(float64(size)/(1<<20), "MiB")
	return s
}

func BenchmarkBolt(b *testing.B) {
	s := benchState(b)
	ctx := context.Background()
	b.Run("commit 1000 random updates", func(b *testing.B) {
		for b.Loop() {
			var batch Batch
			for range 1000 {
				batch.Put("tickets", benchKey(rand.IntN(benchEntries)), binary.BigEndian.AppendUint64(make([]byte, 142), rand.Uint64()))
			}
			require.NoError(b, s.Commit(ctx, batch, s.Epoch()))
		}
	})
	b.Run("get 1000", func(b *testing.B) {
		for b.Loop() {
			var keys [][]byte
			for range 1000 {
				keys = append(keys, benchKey(rand.IntN(benchEntries*2))) // half of them absent
			}
			_, err := s.GetMany(ctx, "tickets", keys)
			require.NoError(b, err)
		}
	})
	b.Run("scan 1M", func(b *testing.B) {
		for b.Loop() {
			seen := 0
			require.NoError(b, s.Scan(ctx, "tickets", nil, nil, func(_, _ []byte) error { seen++; return nil }))
			require.Equal(b, benchEntries, seen)
		}
	})
	b.Run("backup and verify 1M", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "backup.db")
		for b.Loop() {
			require.NoError(b, s.BackupFile(path))
		}
	})
}
