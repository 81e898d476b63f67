// Package state keeps what must survive a crash: one ordered key-value space per bucket, changed only
// by whole batches. It knows nothing of tickets.
package state

import (
	"context"
	"errors"
)

// Entry is a key with its value. A nil Value in a batch deletes the key.
type Entry struct {
	Bucket string
	Key    []byte
	Value  []byte
}

// Batch is a set of changes that is stored whole or not at all. A later entry wins over an earlier one
// of the same key.
type Batch struct {
	Entries []Entry
}

// Put adds a change that stores a value.
func (b *Batch) Put(bucket string, key, value []byte) {
	if value == nil {
		value = []byte{}
	}
	b.Entries = append(b.Entries, Entry{bucket, key, value})
}

// Delete adds a change that removes a key. Deleting what is not there is no error.
func (b *Batch) Delete(bucket string, key []byte) {
	b.Entries = append(b.Entries, Entry{bucket, key, nil})
}

// Errors that a Store returns, wrapped with what was touched.
var (
	// ErrCorrupt tells that what is stored does not match its checksum or cannot be read. It is never
	// served. The error is a *CorruptError, which names bucket and key.
	ErrCorrupt = errors.New("state: damaged")
	// ErrLocked tells that another process holds the state.
	ErrLocked = errors.New("state: held by another process")
	// ErrVersion tells that the state was written by a newer release.
	ErrVersion = errors.New("state: written by a newer version")
	// ErrEpoch tells that another process has taken over the state since this one opened it.
	ErrEpoch = errors.New("state: taken over by another process")
	// ErrClosed tells that the store was used after Close.
	ErrClosed = errors.New("state: closed")
)

// Store is the contract of the state. Keys and values handed in or out are the caller's; a Store keeps
// no reference to them.
type Store interface {
	// GetMany returns the values of keys in their order, nil where a key is absent. An empty value is a
	// non-nil empty slice.
	GetMany(ctx context.Context, bucket string, keys [][]byte) ([][]byte, error)
	// Scan calls fn for each key in [from, to) in ascending order; a nil bound is open. It stops at the
	// first error of fn and returns it. Key and value are valid only during the call, and fn must not
	// commit. A long scan is read in chunks, each a snapshot of its own, so that it never blocks a
	// commit: an entry that no commit touches meanwhile is seen exactly once, one that is touched is
	// seen at most once, with a value that was committed.
	Scan(ctx context.Context, bucket string, from, to []byte, fn func(key, value []byte) error) error
	// Commit stores a batch durably and atomically, if epoch is still the one the store was opened with.
	// Buckets are named by text without a zero byte, keys have 1 to MaxKeySize bytes. An error before
	// the storage answered leaves nothing behind; one of the storage itself (a disk that fails while it
	// flushes) leaves all of the batch or nothing.
	Commit(ctx context.Context, batch Batch, epoch uint64) error
	// Epoch is the fencing token of this opening of the state.
	Epoch() uint64
	// Size is the number of bytes the state takes.
	Size(ctx context.Context) (int64, error)
	Close() error
}
