//go:build linux

package state

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// crashKeys is how many keys each batch changes, all to its number.
const crashKeys = 200

func crashBatch(n int) Batch {
	var batch Batch
	for i := range crashKeys {
		batch.Put("tickets", fmt.Appendf(nil, "%05d", i*7919%100000), fmt.Appendf(nil, "%d %0*d", n, n%500, 0))
	}
	batch.Put("log", fmt.Appendf(nil, "%08d", n), fmt.Append(nil, n))
	batch.Delete("log", fmt.Appendf(nil, "%08d", n-50))
	batch.Put("cursor", []byte("tickets"), fmt.Append(nil, n))
	return batch
}

// commitWithoutEnd commits batches with growing numbers and prints each number once it is committed.
func commitWithoutEnd(args []string) error {
	b, err := OpenBolt(args[0], BoltOptions{})
	if err != nil {
		return err
	}
	next, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	for ; ; next++ {
		if err := b.Commit(context.Background(), crashBatch(next), b.Epoch()); err != nil {
			return err
		}
		if _, err := fmt.Println(next); err != nil {
			return err
		}
	}
}

func TestKillNine(t *testing.T) {
	const rounds = 20
	path := filepath.Join(t.TempDir(), "state.db")
	random := rand.New(rand.NewPCG(1, 2))
	acknowledged := 0
	for round := range rounds {
		cmd := child("commit without end", path, strconv.Itoa(acknowledged+1))
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		lines := bufio.NewScanner(out)
		first := true
		for lines.Scan() {
			acknowledged, err = strconv.Atoi(lines.Text())
			require.NoError(t, err)
			if first { // from the first commit on, so that a slow start is not what gets killed
				first = false
				time.AfterFunc(time.Duration(random.IntN(60_000))*time.Microsecond, func() { _ = cmd.Process.Kill() })
			}
		}
		require.Error(t, cmd.Wait(), "the child was to be killed")
		require.False(t, first, "the child committed nothing")

		report, err := Verify(path)
		require.NoError(t, err)
		require.NoError(t, report.Err())
		b, err := OpenBolt(path, BoltOptions{})
		require.NoError(t, err)
		require.EqualValues(t, 2*round+2, b.Epoch())
		stored, err := strconv.Atoi(get(t, b, "cursor", "tickets")[0].(string))
		require.NoError(t, err)
		require.GreaterOrEqual(t, stored, acknowledged, "an acknowledged batch was lost")
		require.LessOrEqual(t, stored, acknowledged+1, "at most one was under way")
		requireWhole(t, b, stored)
		require.NoError(t, b.Close())
		acknowledged = stored
	}
	require.Greater(t, acknowledged, rounds)
}

// requireWhole checks that the state is what the batches up to n leave, and no part of another.
func requireWhole(t *testing.T, b *Bolt, n int) {
	t.Helper()
	want := NewMemory()
	for i := max(1, n-60); i <= n; i++ {
		require.NoError(t, want.Commit(context.Background(), crashBatch(i), want.Epoch()))
	}
	require.Equal(t, scan(t, want, "tickets", nil, nil), scan(t, b, "tickets", nil, nil))
	from := fmt.Appendf(nil, "%08d", n-50+1)
	require.Equal(t, scan(t, want, "log", from, nil), scan(t, b, "log", nil, nil))
}
