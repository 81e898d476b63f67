//go:build !unix || aix || solaris

package state

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"
)

// lockState finds out through bbolt whether the state is in use. It cannot hold the lock while the file
// is replaced, which these systems do not allow; no exporter may be started meanwhile.
func lockState(path string) (os.FileInfo, func() error, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, nil, fmt.Errorf("state: create the directory of %s: %w", path, err)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("state: lock: %w", err)
	}
	info, err := file.Stat()
	if err := errors.Join(err, file.Close()); err != nil {
		return nil, nil, fmt.Errorf("state: lock: %w", err)
	}
	if info.Size() > 0 {
		db, err := openFile(path, bbolt.Options{Timeout: defaultTimeout})
		if errors.Is(err, ErrLocked) {
			return nil, nil, err
		}
		if err == nil { // a damaged state is what a restore is for
			if err := db.Close(); err != nil {
				return nil, nil, fmt.Errorf("state: lock %s: %w", path, err)
			}
		}
	}
	return info, func() error { return nil }, nil
}
