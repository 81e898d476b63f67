package state

import (
	"bytes"
	"context"
	"fmt"

	"go.etcd.io/bbolt"
)

// ascendingFill is how full pages get where keys are appended: little will be put between them.
const ascendingFill = 0.9

// Commit implements Store: one transaction, flushed to disk before it returns.
func (b *Bolt) Commit(ctx context.Context, batch Batch, epoch uint64) error {
	if err := ctx.Err(); err != nil {
		return b.wrap("commit to", err)
	}
	if err := checkBatch(batch); err != nil {
		return err
	}
	if cause := b.unsure.Load(); cause != nil {
		return fmt.Errorf("state: %s took a batch that it could not flush, restart the exporter: %w", b.path, *cause)
	}
	entries := arrange(batch.Entries)
	var id int
	applied := false
	err := guard("", func() error {
		return b.db.Update(func(tx *bbolt.Tx) error {
			id = tx.ID()
			if err := apply(tx, entries, epoch, b.epoch); err != nil {
				return err
			}
			applied = true
			return nil
		})
	})
	if err != nil && applied && b.visible(id) {
		b.unsure.CompareAndSwap(nil, &err)
	}
	return b.wrap("commit to", err)
}

// visible tells whether a transaction that failed can be read all the same: its data is written, the
// flush of the page that makes it valid failed. Going on from there could lose it later without notice.
func (b *Bolt) visible(id int) bool {
	seen := false
	err := guard("", func() error {
		return b.db.View(func(tx *bbolt.Tx) error {
			seen = tx.ID() >= id
			return nil
		})
	})
	return seen || err != nil
}

func apply(tx *bbolt.Tx, entries []Entry, epoch, opened uint64) error {
	meta := tx.Bucket([]byte(metaBucket))
	if meta == nil {
		return damaged("", nil, "the list of buckets is gone")
	}
	stored, _, err := metaNumber(meta, epochKey)
	if err != nil {
		return err
	}
	if stored != epoch || opened != epoch {
		return fmt.Errorf("%w: epoch %d, now %d", ErrEpoch, epoch, stored)
	}
	for len(entries) > 0 {
		bucket := entries[0].Bucket
		n := 1
		for n < len(entries) && entries[n].Bucket == bucket {
			n++
		}
		if err := applyBucket(tx, meta, bucket, entries[:n]); err != nil {
			return fmt.Errorf("bucket %q: %w", bucket, err)
		}
		entries = entries[n:]
	}
	return nil
}

func applyBucket(tx *bbolt.Tx, meta *bbolt.Bucket, bucket string, entries []Entry) error {
	sums, known, err := metaTally(meta, bucket)
	if err != nil {
		return err
	}
	data := tx.Bucket([]byte(bucket))
	switch {
	case data == nil && known:
		return damaged(bucket, nil, "the bucket is gone")
	case data == nil:
		if data, err = tx.CreateBucket([]byte(bucket)); err != nil {
			return err
		}
	}
	if ascending(data.Cursor(), entries) {
		data.FillPercent = ascendingFill
	}
	for _, e := range entries {
		if err := applyEntry(data, &sums, e); err != nil {
			return fmt.Errorf("key %s: %w", printableKey(e.Key), err)
		}
	}
	return putMeta(meta, tallyPrefix+bucket, sums.bytes())
}

// ascending tells whether most of what is written lies behind all that is stored, or a long run of it where
// little is stored in between: as ids that grow do among those of other lengths.
func ascending(cursor *bbolt.Cursor, entries []Entry) bool {
	const longRun, between = 32, 8 // one in so many
	if last, _ := cursor.Last(); bytes.Compare(entries[len(entries)/2].Key, last) > 0 {
		return true
	}
	if len(entries) < longRun {
		return false
	}
	stored := 0
	end := entries[len(entries)-1].Key
	for k, _ := cursor.Seek(entries[0].Key); k != nil && bytes.Compare(k, end) <= 0; k, _ = cursor.Next() {
		if stored++; stored > len(entries)/between {
			return false
		}
	}
	return true
}

func applyEntry(data *bbolt.Bucket, sums *tally, e Entry) error {
	old := data.Get(e.Key)
	if e.Value == nil {
		if old == nil {
			return nil
		}
		sums.remove(old)
		return data.Delete(e.Key)
	}
	sealed := seal(e.Bucket, e.Key, e.Value)
	if bytes.Equal(old, sealed) {
		return nil
	}
	if old != nil {
		sums.remove(old)
	}
	sums.add(sealed)
	return data.Put(e.Key, sealed)
}
