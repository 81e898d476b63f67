package state

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
)

// ErrInjected is what a commit returns that Memory.Fail asked to fail.
var ErrInjected = errors.New("state: commit failed on request")

// memoryChunk is how many entries one round trip of a scan brings.
const memoryChunk = 1000

// Memory is a Store that lives as long as the process: for tests and for runs that keep nothing. Like a
// database server it is reached by round trips, each of which sees and returns copies.
type Memory struct {
	server *memoryServer
	epoch  uint64
	closed atomic.Bool
	trips  atomic.Int64
}

var _ Store = (*Memory)(nil)

// memoryServer is what several openings of one memory share.
type memoryServer struct {
	mu sync.RWMutex
	// buckets maps to pairs in ascending order. A slice is never changed, only replaced.
	buckets map[string][]pair
	epoch   uint64
	failIn  int
}

type pair struct{ key, value []byte }

// NewMemory returns an empty store.
func NewMemory() *Memory {
	return openSession(&memoryServer{buckets: map[string][]pair{}})
}

func openSession(server *memoryServer) *Memory {
	server.mu.Lock()
	defer server.mu.Unlock()
	server.epoch++
	return &Memory{server: server, epoch: server.epoch}
}

// TakeOver opens the same data again, as a second process would. From then on m can read only.
func (m *Memory) TakeOver() *Memory { return openSession(m.server) }

// Fork returns a store with a copy of what is committed, as a process finds it that starts after a
// crash. m goes on undisturbed. A failure that was asked for is not taken along.
func (m *Memory) Fork() *Memory {
	m.server.mu.RLock()
	defer m.server.mu.RUnlock()
	return openSession(&memoryServer{buckets: maps.Clone(m.server.buckets), epoch: m.server.epoch})
}

// Fail makes the n-th next commit fail without effect, 1 being the next; 0 calls it off.
func (m *Memory) Fail(n int) {
	m.server.mu.Lock()
	defer m.server.mu.Unlock()
	m.server.failIn = n
}

// RoundTrips is how often this opening asked the server so far.
func (m *Memory) RoundTrips() int64 { return m.trips.Load() }

// trip starts a round trip.
func (m *Memory) trip(ctx context.Context) error {
	if m.closed.Load() {
		return ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("state: %w", err)
	}
	m.trips.Add(1)
	return nil
}

// snapshot is the pairs of a bucket as they are now.
func (m *Memory) snapshot(bucket string) []pair {
	m.server.mu.RLock()
	defer m.server.mu.RUnlock()
	return m.server.buckets[bucket]
}

// GetMany implements Store. All values are of one snapshot.
func (m *Memory) GetMany(ctx context.Context, bucket string, keys [][]byte) ([][]byte, error) {
	if err := checkBucket(bucket); err != nil {
		return nil, err
	}
	if err := m.trip(ctx); err != nil {
		return nil, err
	}
	pairs := m.snapshot(bucket)
	values := make([][]byte, len(keys))
	for i, key := range keys {
		if at, found := find(pairs, key); found {
			values[i] = append([]byte{}, pairs[at].value...)
		}
	}
	return values, nil
}

func find(pairs []pair, key []byte) (int, bool) {
	return sort.Find(len(pairs), func(i int) int { return bytes.Compare(key, pairs[i].key) })
}

// Scan implements Store, a round trip for each thousand entries.
func (m *Memory) Scan(ctx context.Context, bucket string, from, to []byte, fn func(key, value []byte) error) error {
	if err := checkBucket(bucket); err != nil {
		return err
	}
	from = bytes.Clone(from)
	for {
		if err := m.trip(ctx); err != nil {
			return err
		}
		pairs := m.snapshot(bucket)
		at, _ := find(pairs, from)
		pairs = pairs[at:]
		if to != nil {
			end, _ := find(pairs, to)
			pairs = pairs[:end]
		}
		more := len(pairs) > memoryChunk
		if more {
			pairs = pairs[:memoryChunk]
		}
		for _, p := range pairs {
			if err := fn(bytes.Clone(p.key), append([]byte{}, p.value...)); err != nil {
				return err
			}
		}
		if !more {
			return nil
		}
		// The least key above the last one.
		from = append(bytes.Clone(pairs[len(pairs)-1].key), 0)
	}
}

// Commit implements Store.
func (m *Memory) Commit(ctx context.Context, batch Batch, epoch uint64) error {
	if err := checkBatch(batch); err != nil {
		return err
	}
	if err := m.trip(ctx); err != nil {
		return err
	}
	m.server.mu.Lock()
	defer m.server.mu.Unlock()
	if epoch != m.epoch || epoch != m.server.epoch {
		return fmt.Errorf("%w: epoch %d, now %d", ErrEpoch, epoch, m.server.epoch)
	}
	if m.server.failIn > 0 {
		if m.server.failIn--; m.server.failIn == 0 {
			return ErrInjected
		}
	}
	changed := map[string][]pair{}
	for _, e := range batch.Entries {
		pairs, copied := changed[e.Bucket]
		if !copied {
			pairs = slices.Clone(m.server.buckets[e.Bucket])
		}
		changed[e.Bucket] = change(pairs, e)
	}
	maps.Copy(m.server.buckets, changed)
	return nil
}

// change applies an entry to pairs that are the caller's own.
func change(pairs []pair, e Entry) []pair {
	at, found := find(pairs, e.Key)
	switch {
	case e.Value == nil && found:
		return slices.Delete(pairs, at, at+1)
	case e.Value == nil:
		return pairs
	case found:
		pairs[at] = pair{bytes.Clone(e.Key), append([]byte{}, e.Value...)}
		return pairs
	}
	return slices.Insert(pairs, at, pair{bytes.Clone(e.Key), append([]byte{}, e.Value...)})
}

// Epoch implements Store.
func (m *Memory) Epoch() uint64 { return m.epoch }

// Size implements Store: the bytes of keys and values.
func (m *Memory) Size(ctx context.Context) (int64, error) {
	if err := m.trip(ctx); err != nil {
		return 0, err
	}
	m.server.mu.RLock()
	defer m.server.mu.RUnlock()
	var size int64
	for _, pairs := range m.server.buckets {
		for _, p := range pairs {
			size += int64(len(p.key) + len(p.value))
		}
	}
	return size, nil
}

// Close implements Store. The data stays for TakeOver and Fork.
func (m *Memory) Close() error {
	m.closed.Store(true)
	return nil
}
