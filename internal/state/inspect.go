package state

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"go.etcd.io/bbolt"
)

// inspect opens a state for reading and hands it to fn. It changes nothing, and is refused while an
// exporter holds the state.
func inspect(path string, fn func(tx *bbolt.Tx) error) error {
	// bbolt would create what is not there.
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("state: %w", err)
	}
	db, err := openFile(path, bbolt.Options{ReadOnly: true, PreLoadFreelist: true, Timeout: defaultTimeout})
	if errors.Is(err, ErrLocked) {
		return fmt.Errorf("%w: %s; stop the exporter, or look at a backup instead", ErrLocked, path)
	}
	if err != nil {
		return err
	}
	err = guard("", func() error {
		return db.View(func(tx *bbolt.Tx) error {
			if err := checkFormat(tx); err != nil {
				return err
			}
			return fn(tx)
		})
	})
	return errors.Join(err, db.Close())
}

// walk calls fn for each entry of a bucket in order. A damaged entry comes with its damage and without a
// value; what cannot be read at all ends the walk with an error.
func walk(bucket string, data *bbolt.Bucket, fn func(key, sealed, value []byte, damage *CorruptError) error) error {
	var last []byte
	err := guard(bucket, func() error {
		cursor := data.Cursor()
		for key, sealed := cursor.First(); key != nil; key, sealed = cursor.Next() {
			value, err := unseal(bucket, key, sealed)
			if err == nil && last != nil && bytes.Compare(key, last) <= 0 {
				value, err = nil, damaged(bucket, key, "keys are out of order")
			}
			damage, _ := asCorrupt(err)
			if err := fn(key, sealed, value, damage); err != nil {
				return err
			}
			last = append(last[:0], key...)
		}
		return nil
	})
	if damage, ok := asCorrupt(err); ok && damage.Key == nil && last != nil {
		damage.Reason = fmt.Sprintf("behind key %s %s", printableKey(last), damage.Reason)
	}
	return err
}

// bucketNames lists the callers' buckets: those that are there and those that should be.
func bucketNames(tx *bbolt.Tx) (present []string, missing []error, err error) {
	there := map[string]bool{}
	err = tx.ForEach(func(name []byte, _ *bbolt.Bucket) error {
		if string(name) != metaBucket {
			there[string(name)] = true
			present = append(present, string(name))
		}
		return nil
	})
	if err != nil || tx.Bucket([]byte(metaBucket)) == nil {
		return present, nil, err
	}
	err = walk(metaBucket, tx.Bucket([]byte(metaBucket)), func(key, _, _ []byte, damage *CorruptError) error {
		if damage != nil {
			missing = append(missing, damage)
			return nil
		}
		if name, ok := bytes.CutPrefix(key, []byte(tallyPrefix)); ok && !there[string(name)] {
			missing = append(missing, damaged(string(name), nil, "the bucket is gone"))
		}
		return nil
	})
	return present, missing, err
}
