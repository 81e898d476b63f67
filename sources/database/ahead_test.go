package database

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// counting reads 1, 2, 3 … up to a last number.
func counting(last int) func(context.Context) (int, bool, error) {
	n := 0
	return func(context.Context) (int, bool, error) {
		n++
		return n, n < last, nil
	}
}

func TestAhead(t *testing.T) {
	torn := errors.New("torn")
	for name, c := range map[string]struct {
		read func(context.Context) (int, bool, error)
		use  func(int) error
		used []int
		err  error
	}{
		"to the end":   {read: counting(3), used: []int{1, 2, 3}},
		"a single one": {read: counting(1), used: []int{1}},
		"an error of the reader comes after what was read before": {
			read: func() func(context.Context) (int, bool, error) {
				count := counting(9)
				return func(ctx context.Context) (int, bool, error) {
					n, more, err := count(ctx)
					if n == 3 {
						err = torn
					}
					return n, more, err
				}
			}(),
			used: []int{1, 2}, err: torn,
		},
		"an error of the user stops the reader": {
			read: counting(1 << 60),
			use:  func(int) error { return torn },
			used: []int{1}, err: torn,
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // which fails while a goroutine is left
				var used []int
				err := ahead(t.Context(), c.read, func(n int) error {
					used = append(used, n)
					if c.use != nil {
						return c.use(n)
					}
					return nil
				})
				require.ErrorIs(t, err, c.err)
				require.Equal(t, c.used, used)
			})
		})
	}
}

func TestAheadReadsWhileTheLastIsInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, count := time.Now(), counting(10)
		require.NoError(t, ahead(t.Context(), func(ctx context.Context) (int, bool, error) {
			time.Sleep(time.Second)
			return count(ctx)
		}, func(int) error {
			time.Sleep(time.Second)
			return nil
		}))
		require.Equal(t, 11*time.Second, time.Since(start), "ten reads, and the use of the last")
	})
}

func TestAheadIsOneValueAheadAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		count, read := counting(10), 0
		require.NoError(t, ahead(t.Context(), func(ctx context.Context) (_ int, more bool, err error) {
			read, more, err = count(ctx)
			return read, more, err
		}, func(n int) error {
			synctest.Wait()
			require.Equal(t, min(n+1, 10), read)
			return nil
		}))
	})
}

func TestAheadCancelled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		err := ahead(ctx, func(ctx context.Context) (int, bool, error) {
			<-ctx.Done() // a server that does not answer
			return 0, true, ctx.Err()
		}, func(int) error { return nil })
		require.ErrorIs(t, err, context.DeadlineExceeded)
	})
}

func TestAheadPanicsInTheCallersGoroutine(t *testing.T) {
	require.PanicsWithValue(t, "broken", func() {
		_ = ahead(t.Context(), func(context.Context) (int, bool, error) { panic("broken") }, //nolint:errcheck // it panics
			func(int) error { return nil })
	})
}
