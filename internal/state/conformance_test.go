package state

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// opening is a store under test and a way to open its data again, as after a restart.
type opening struct {
	Store
	again func(t *testing.T) opening
}

var stores = []struct {
	name string
	open func(t *testing.T) opening
}{
	{"bolt", func(t *testing.T) opening { return boltOpening(t, filepath.Join(t.TempDir(), "state.db")) }},
	{"memory", func(*testing.T) opening { return memoryOpening(NewMemory()) }},
}

func boltOpening(t *testing.T, path string) opening {
	t.Helper()
	b, err := OpenBolt(path, BoltOptions{})
	require.NoError(t, err)
	t.Cleanup(func() { // whatever a test did, the file is sound
		require.NoError(t, b.Close())
		report, err := Verify(path)
		require.NoError(t, err)
		require.NoError(t, report.Err())
	})
	return opening{b, func(t *testing.T) opening {
		require.NoError(t, b.Close())
		return boltOpening(t, path)
	}}
}

func memoryOpening(m *Memory) opening {
	return opening{m, func(*testing.T) opening { return memoryOpening(m.TakeOver()) }}
}

// conform runs a test over each store.
func conform(t *testing.T, test func(t *testing.T, s opening)) {
	t.Helper()
	for _, store := range stores {
		t.Run(store.name, func(t *testing.T) { test(t, store.open(t)) })
	}
}

type entries map[string]string

func commit(t testing.TB, s Store, bucket string, changes entries) {
	t.Helper()
	var batch Batch
	for k, v := range changes {
		batch.Put(bucket, []byte(k), []byte(v))
	}
	require.NoError(t, s.Commit(context.Background(), batch, s.Epoch()))
}

func get(t testing.TB, s Store, bucket string, keys ...string) []any {
	t.Helper()
	var asked [][]byte
	for _, k := range keys {
		asked = append(asked, []byte(k))
	}
	values, err := s.GetMany(context.Background(), bucket, asked)
	require.NoError(t, err)
	require.Len(t, values, len(keys))
	got := make([]any, len(values))
	for i, v := range values {
		if v != nil {
			got[i] = string(v)
		}
	}
	return got
}

func scan(t testing.TB, s Store, bucket string, from, to []byte) []string {
	t.Helper()
	var got []string
	require.NoError(t, s.Scan(context.Background(), bucket, from, to, func(k, v []byte) error {
		got = append(got, string(k)+"="+string(v))
		return nil
	}))
	return got
}

func TestBatchIsAppliedInOrder(t *testing.T) {
	conform(t, func(t *testing.T, s opening) {
		commit(t, s, "tickets", entries{"old": "1"})
		var batch Batch
		batch.Put("tickets", []byte("a"), []byte("first"))
		batch.Put("tickets", []byte("b"), []byte("gone"))
		batch.Put("counters", []byte("a"), []byte("another bucket"))
		batch.Delete("tickets", []byte("c"))
		batch.Put("tickets", []byte("c"), []byte("back"))
		batch.Put("tickets", []byte("a"), []byte("second"))
		batch.Delete("tickets", []byte("b"))
		batch.Delete("tickets", []byte("old"))
		batch.Delete("tickets", []byte("never there"))
		require.NoError(t, s.Commit(context.Background(), batch, s.Epoch()))

		require.Equal(t, []any{"second", nil, "back", nil}, get(t, s, "tickets", "a", "b", "c", "old"))
		require.Equal(t, []any{"another bucket", nil}, get(t, s, "counters", "a", "c"))
		require.Equal(t, []string{"a=second", "c=back"}, scan(t, s, "tickets", nil, nil))
	})
}

func TestEmptyIsNotAbsent(t *testing.T) {
	conform(t, func(t *testing.T, s opening) {
		var batch Batch
		batch.Put("b", []byte("empty"), []byte{})
		batch.Put("b", []byte("nil put"), nil)
		require.NoError(t, s.Commit(context.Background(), batch, s.Epoch()))

		require.Equal(t, []any{"", "", nil}, get(t, s, "b", "empty", "nil put", "absent"))
		require.Equal(t, []any{nil}, get(t, s, "no such bucket", "empty"))
		require.Equal(t, []any{nil, "", nil, ""}, get(t, s, "b", "zz", "empty", "", "empty"), "order and repetition of the keys")
		require.Empty(t, scan(t, s, "no such bucket", nil, nil))
		values, err := s.GetMany(context.Background(), "b", nil)
		require.NoError(t, err)
		require.Empty(t, values)
	})
}

func TestScanBounds(t *testing.T) {
	conform(t, func(t *testing.T, s opening) {
		commit(t, s, "b", entries{"a": "", "b": "", "b\x00": "", "ba": "", "c": "", "\xff": "", "\xff\xff": ""})
		for _, test := range []struct {
			name     string
			from, to []byte
			want     []string
		}{
			{"open", nil, nil, []string{"a=", "b=", "b\x00=", "ba=", "c=", "\xff=", "\xff\xff="}},
			{"from is in", []byte("b"), nil, []string{"b=", "b\x00=", "ba=", "c=", "\xff=", "\xff\xff="}},
			{"to is out", nil, []byte("b"), []string{"a="}},
			{"both", []byte("b"), []byte("c"), []string{"b=", "b\x00=", "ba="}},
			{"between keys", []byte("aa"), []byte("b\x01"), []string{"b=", "b\x00="}},
			{"above all", []byte("\xff\xff\xff"), nil, nil},
			{"equal bounds", []byte("b"), []byte("b"), nil},
			{"crossed bounds", []byte("c"), []byte("a"), nil},
			{"empty upper bound", nil, []byte{}, nil},
		} {
			require.Equal(t, test.want, scan(t, s, "b", test.from, test.to), test.name)
		}
	})
}

func TestScanStopsAtTheFirstError(t *testing.T) {
	conform(t, func(t *testing.T, s opening) {
		commit(t, s, "b", entries{"a": "1", "b": "2", "c": "3"})
		stop := errors.New("enough")
		calls := 0
		err := s.Scan(context.Background(), "b", nil, nil, func(k, _ []byte) error {
			calls++
			if string(k) == "b" {
				return stop
			}
			return nil
		})
		require.ErrorIs(t, err, stop)
		require.Equal(t, 2, calls)
	})
}

func TestNothingIsShared(t *testing.T) {
	conform(t, func(t *testing.T, s opening) {
		key, value := []byte("key"), []byte("value")
		var batch Batch
		batch.Put("b", key, value)
		require.NoError(t, s.Commit(context.Background(), batch, s.Epoch()))
		key[0], value[0] = 'X', 'X'
		require.Equal(t, []any{"value", nil}, get(t, s, "b", "key", "Xey"))

		values, err := s.GetMany(context.Background(), "b", [][]byte{[]byte("key"), []byte("key")})
		require.NoError(t, err)
		values[0][0] = 'Y'
		require.Equal(t, "value", string(values[1]))
		require.NoError(t, s.Scan(context.Background(), "b", nil, nil, func(k, v []byte) error {
			k[0], v[0] = 'Z', 'Z'
			_ = append(k, "overwrites the value if the slices touch"...)
			return nil
		}))
		require.Equal(t, []string{"key=value"}, scan(t, s, "b", nil, nil))
	})
}

func TestEpochFences(t *testing.T) {
	conform(t, func(t *testing.T, s opening) {
		ctx := context.Background()
		var batch Batch
		batch.Put("b", []byte("k"), []byte("stale"))
		first := s.Epoch()
		require.ErrorIs(t, s.Commit(ctx, batch, first+1), ErrEpoch)
		require.ErrorIs(t, s.Commit(ctx, batch, first-1), ErrEpoch)
		require.ErrorIs(t, s.Commit(ctx, Batch{}, first+1), ErrEpoch, "an empty batch is fenced too")
		require.NoError(t, s.Commit(ctx, Batch{}, first))
		commit(t, s, "b", entries{"k": "1"})

		second := s.again(t)
		require.Equal(t, first+1, second.Epoch())
		require.Equal(t, []any{"1"}, get(t, second, "b", "k"))
		require.ErrorIs(t, second.Commit(ctx, batch, first), ErrEpoch)
		require.Error(t, s.Commit(ctx, batch, first), "the opening that was taken over")
		require.Equal(t, []any{"1"}, get(t, second, "b", "k"))
	})
}

func TestRefusals(t *testing.T) {
	conform(t, func(t *testing.T, s opening) {
		ctx := context.Background()
		commit(t, s, "b", entries{"k": "1"})
		for _, bad := range []Entry{
			{"", []byte("k"), []byte("v")},
			{"\x00meta", []byte("epoch"), []byte("v")},
			{"b", nil, []byte("v")},
			{"b", []byte{}, nil},
			{"b", bytes.Repeat([]byte("k"), MaxKeySize+1), []byte("v")},
		} {
			batch := Batch{Entries: []Entry{{"b", []byte("k"), []byte("2")}, bad}}
			require.Error(t, s.Commit(ctx, batch, s.Epoch()), "%q", bad.Bucket)
		}
		require.Equal(t, []any{"1"}, get(t, s, "b", "k"), "nothing of a refused batch is stored")
		_, err := s.GetMany(ctx, "\x00meta", [][]byte{[]byte("epoch")})
		require.Error(t, err)
		require.Error(t, s.Scan(ctx, "", nil, nil, func(_, _ []byte) error { return nil }))

		longest := string(bytes.Repeat([]byte("k"), MaxKeySize))
		commit(t, s, "b", entries{longest: "fits"})
		require.Equal(t, []any{"fits"}, get(t, s, "b", longest))
	})
}

func TestCancelledAndClosed(t *testing.T) {
	conform(t, func(t *testing.T, s opening) {
		use := map[string]func(ctx context.Context) error{
			"get": func(ctx context.Context) error { _, err := s.GetMany(ctx, "b", [][]byte{[]byte("k")}); return err },
			"scan": func(ctx context.Context) error {
				return s.Scan(ctx, "b", nil, nil, func(_, _ []byte) error { return nil })
			},
			"commit": func(ctx context.Context) error { return s.Commit(ctx, Batch{}, s.Epoch()) },
		}
		cancelled, cancel := context.WithCancel(context.Background())
		cancel()
		for name, call := range use {
			require.ErrorIs(t, call(cancelled), context.Canceled, name)
			require.NoError(t, call(context.Background()), name)
		}
		require.NoError(t, s.Close())
		for name, call := range use {
			require.ErrorIs(t, call(context.Background()), ErrClosed, name)
		}
	})
}

func TestBigBatch(t *testing.T) {
	conform(t, func(t *testing.T, s opening) {
		const n = 20000
		var batch Batch
		for i := range n {
			batch.Put("b", fmt.Appendf(nil, "%d", i), bytes.Repeat([]byte{byte(i)}, i%200))
		}
		large := bytes.Repeat([]byte("large"), 600_000)
		batch.Put("large", []byte("k"), large)
		require.NoError(t, s.Commit(context.Background(), batch, s.Epoch()))

		seen := 0
		require.NoError(t, s.Scan(context.Background(), "b", nil, nil, func(_, _ []byte) error { seen++; return nil }))
		require.Equal(t, n, seen)
		values, err := s.GetMany(context.Background(), "large", [][]byte{[]byte("k")})
		require.NoError(t, err)
		require.True(t, bytes.Equal(large, values[0]))
		size, err := s.Size(context.Background())
		require.NoError(t, err)
		require.Greater(t, size, int64(len(large)))
	})
}

// Random batches, restarts and reads agree with a plain map.
func TestRandomAgainstMap(t *testing.T) {
	conform(t, func(t *testing.T, s opening) {
		random := rand.New(rand.NewPCG(7, 11))
		model := map[string]entries{"a": {}, "b": {}, "c": {}}
		buckets := []string{"a", "b", "c"}
		key := func() string {
			k := fmt.Sprintf("%x", random.IntN(4000))
			return k + string(bytes.Repeat([]byte("~"), random.IntN(3)*random.IntN(40)))
		}
		for range 150 {
			var batch Batch
			for range random.IntN(120) {
				bucket, k := buckets[random.IntN(3)], key()
				if random.IntN(3) == 0 {
					batch.Delete(bucket, []byte(k))
					delete(model[bucket], k)
					continue
				}
				v := string(bytes.Repeat([]byte{byte(random.IntN(256))}, random.IntN(300)))
				batch.Put(bucket, []byte(k), []byte(v))
				model[bucket][k] = v
			}
			require.NoError(t, s.Commit(context.Background(), batch, s.Epoch()))
			if random.IntN(20) == 0 {
				s = s.again(t)
			}
			bucket := buckets[random.IntN(3)]
			asked := make([]string, 50)
			want := make([]any, 50)
			for i := range asked {
				asked[i] = key()
				if v, ok := model[bucket][asked[i]]; ok {
					want[i] = v
				}
			}
			require.Equal(t, want, get(t, s, bucket, asked...))
			from, to := key(), key()
			require.Equal(t, model[bucket].between(from, to), scan(t, s, bucket, []byte(from), []byte(to)))
		}
		for _, bucket := range buckets {
			require.Equal(t, model[bucket].between("", "\xff"), scan(t, s, bucket, nil, nil))
		}
	})
}

func (e entries) between(from, to string) []string {
	var keys, got []string
	for k := range e {
		if k >= from && k < to {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		got = append(got, k+"="+e[k])
	}
	return got
}
