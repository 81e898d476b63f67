package state

import (
	"errors"
	"fmt"
	"os"

	"go.etcd.io/bbolt"
)

// OpenReadOnly opens the state at path to look at it: not a byte of it changes, and commits fail. Several
// may look at once, but none while an exporter holds the state: then the error matches ErrLocked.
func OpenReadOnly(path string) (*Bolt, error) {
	if _, err := os.Stat(path); err != nil { // bbolt would make an empty file
		return nil, fmt.Errorf("state: %w", err)
	}
	db, err := openFile(path, bbolt.Options{ReadOnly: true, Timeout: defaultTimeout})
	if err != nil {
		return nil, err
	}
	b := &Bolt{db: db, path: path}
	if err := guard("", func() error { return db.View(b.look) }); err != nil {
		return nil, errors.Join(fmt.Errorf("state: open %s: %w", path, err), db.Close())
	}
	return b, nil
}

// look checks the format and reads the epoch.
func (b *Bolt) look(tx *bbolt.Tx) (err error) {
	if err := checkFormat(tx); err != nil {
		return err
	}
	if meta := tx.Bucket([]byte(metaBucket)); meta != nil {
		b.epoch, _, err = metaNumber(meta, epochKey)
	}
	return err
}
