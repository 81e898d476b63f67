package state

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// A scan across many chunks sees what nobody touches exactly once, in order, while commits add, change
// and delete around it; and it does not keep them waiting.
func TestScanBesideCommits(t *testing.T) {
	conform(t, func(t *testing.T, s opening) {
		const stable = 3500
		var batch Batch
		for i := range stable {
			batch.Put("b", fmt.Appendf(nil, "%06d", i*10), []byte("stable"))
			batch.Put("b", fmt.Appendf(nil, "%06d", i*10+5), []byte("0"))
		}
		require.NoError(t, s.Commit(context.Background(), batch, s.Epoch()))

		round, seen := 0, 0
		var last []byte
		err := s.Scan(context.Background(), "b", nil, nil, func(k, v []byte) error {
			require.Negative(t, bytes.Compare(last, k))
			last = bytes.Clone(k)
			if k[len(k)-1] == '0' {
				require.Equal(t, "stable", string(v))
				seen++
			}
			if seen%700 == 0 && k[len(k)-1] == '0' {
				round++
				var change Batch
				for i := range stable {
					key := fmt.Appendf(nil, "%06d", i*10+5)
					if (i+round)%3 == 0 {
						change.Delete("b", key)
					} else {
						change.Put("b", key, fmt.Append(nil, round))
					}
					change.Put("b", fmt.Appendf(nil, "%06d", i*10+7), []byte("new"))
				}
				// From another goroutine: a commit that had to wait for the scan would hang here.
				done := make(chan error)
				go func() { done <- s.Commit(context.Background(), change, s.Epoch()) }()
				require.NoError(t, <-done)
			}
			return nil
		})
		require.NoError(t, err)
		require.Equal(t, stable, seen)
		require.Equal(t, 5, round)
	})
}

// Readers beside a writer see whole batches only: all keys of a batch have one value.
func TestReadersSeeWholeBatches(t *testing.T) {
	conform(t, func(t *testing.T, s opening) {
		ctx := context.Background()
		var keys [][]byte
		for i := range 50 {
			keys = append(keys, fmt.Appendf(nil, "key%02d", i))
		}
		write := func(round int) error {
			var batch Batch
			for _, k := range keys {
				batch.Put("b", k, fmt.Append(nil, round))
			}
			return s.Commit(ctx, batch, s.Epoch())
		}
		require.NoError(t, write(0))

		stop := make(chan struct{})
		failures := make(chan error, 8)
		var readers sync.WaitGroup
		for range 4 {
			readers.Go(func() {
				for {
					values, err := s.GetMany(ctx, "b", keys)
					if err == nil {
						err = allEqual(values)
					}
					var scanned [][]byte
					err = errors.Join(err, s.Scan(ctx, "b", nil, nil, func(_, v []byte) error {
						scanned = append(scanned, bytes.Clone(v))
						return nil
					}))
					if err = errors.Join(err, allEqual(scanned)); err != nil {
						failures <- err
						return
					}
					select {
					case <-stop:
						return
					default:
					}
				}
			})
		}
		for round := range 100 {
			require.NoError(t, write(round))
		}
		close(stop)
		readers.Wait()
		close(failures)
		for err := range failures {
			require.NoError(t, err)
		}
		require.Equal(t, []any{"99"}, get(t, s, "b", "key49"))
	})
}

func allEqual(values [][]byte) error {
	for i, v := range values {
		if !bytes.Equal(v, values[0]) {
			return fmt.Errorf("part of a batch: value %d is %q beside %q", i, v, values[0])
		}
	}
	return nil
}
