package state

import (
	"bytes"
	"context"

	"go.etcd.io/bbolt"
)

// A chunk of a scan ends at the first of these.
const (
	scanEntries = 1000
	scanBytes   = 1 << 20
)

// GetMany implements Store. All values are of one snapshot.
func (b *Bolt) GetMany(ctx context.Context, bucket string, keys [][]byte) ([][]byte, error) {
	if err := checkBucket(bucket); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, b.wrap("read", err)
	}
	values := make([][]byte, len(keys))
	err := b.view(bucket, func(cursor *bbolt.Cursor) error {
		for i, key := range keys {
			if i%scanEntries == scanEntries-1 {
				if err := ctx.Err(); err != nil {
					return err
				}
			}
			value, err := lookup(cursor, bucket, key)
			if err != nil {
				return err
			}
			if value != nil {
				values[i] = append([]byte{}, value...)
			}
		}
		return nil
	})
	if err != nil {
		return nil, b.wrap("read", err)
	}
	return values, nil
}

// view calls fn with a cursor over a bucket in a read transaction, and not at all where the bucket does
// not exist yet.
func (b *Bolt) view(bucket string, fn func(*bbolt.Cursor) error) error {
	return guard(bucket, func() error {
		return b.db.View(func(tx *bbolt.Tx) error {
			data := tx.Bucket([]byte(bucket))
			if data == nil {
				return checkAbsent(tx, bucket)
			}
			return fn(data.Cursor())
		})
	})
}

// checkAbsent makes sure that a bucket that cannot be found was never written.
func checkAbsent(tx *bbolt.Tx, bucket string) error {
	meta := tx.Bucket([]byte(metaBucket))
	if meta == nil {
		return damaged(bucket, nil, "the list of buckets is gone")
	}
	if _, ok, err := metaTally(meta, bucket); err != nil || !ok {
		return err
	}
	return damaged(bucket, nil, "the bucket is gone")
}

// lookup finds the value of a key, nil where it is absent. The value is the file's own memory.
//
// A flipped bit in a key, here or on the way down the tree, would make a present key look absent, and a
// ticket be counted again. So absence is believed only if both neighbours are sound and in order.
func lookup(cursor *bbolt.Cursor, bucket string, key []byte) ([]byte, error) {
	next, sealed := cursor.Seek(key)
	if next != nil && bytes.Equal(next, key) {
		return unseal(bucket, key, sealed)
	}
	var before []byte
	if next == nil {
		before, sealed = cursor.Last()
	} else {
		if bytes.Compare(next, key) < 0 {
			return nil, damaged(bucket, next, "keys are out of order")
		}
		if _, err := unseal(bucket, next, sealed); err != nil {
			return nil, err
		}
		before, sealed = cursor.Prev()
	}
	if before == nil {
		return nil, nil
	}
	if bytes.Compare(before, key) >= 0 {
		return nil, damaged(bucket, before, "keys are out of order")
	}
	_, err := unseal(bucket, before, sealed)
	return nil, err
}

// Scan implements Store. A chunk is copied out of its read transaction before fn sees it.
func (b *Bolt) Scan(ctx context.Context, bucket string, from, to []byte, fn func(key, value []byte) error) error {
	if err := checkBucket(bucket); err != nil {
		return err
	}
	c := chunk{last: bytes.Clone(from), to: to}
	for !c.done {
		if err := ctx.Err(); err != nil {
			return b.wrap("scan", err)
		}
		c.reset()
		if err := b.view(bucket, func(cursor *bbolt.Cursor) error { return c.fill(cursor, bucket) }); err != nil {
			return b.wrap("scan", err)
		}
		for _, e := range c.entries {
			key, value := c.data[e.start:e.middle:e.middle], c.data[e.middle:e.end:e.end]
			if err := fn(key, value); err != nil {
				return err
			}
		}
	}
	return nil
}

// chunk is some neighbouring entries, copied.
type chunk struct {
	data    []byte
	entries []span
	to      []byte
	last    []byte // where to go on: the lower bound, later the last key read
	begun   bool   // last was read already
	done    bool
}

type span struct{ start, middle, end int }

func (c *chunk) reset() {
	c.data, c.entries = c.data[:0], c.entries[:0]
	c.done = true // until a full chunk says otherwise
}

func (c *chunk) fill(cursor *bbolt.Cursor, bucket string) error {
	key, sealed := cursor.Seek(c.last)
	if c.begun && key != nil && bytes.Equal(key, c.last) {
		key, sealed = cursor.Next()
	}
	for ; key != nil && (c.to == nil || bytes.Compare(key, c.to) < 0); key, sealed = cursor.Next() {
		if order := bytes.Compare(key, c.last); order < 0 || c.begun && order == 0 {
			return damaged(bucket, key, "keys are out of order")
		}
		value, err := unseal(bucket, key, sealed)
		if err != nil {
			return err
		}
		start := len(c.data)
		c.data = append(append(c.data, key...), value...)
		c.entries = append(c.entries, span{start, start + len(key), len(c.data)})
		c.last, c.begun = append(c.last[:0], key...), true
		if len(c.entries) == scanEntries || len(c.data) >= scanBytes {
			c.done = false
			return nil
		}
	}
	return nil
}
