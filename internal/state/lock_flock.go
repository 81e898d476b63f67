//go:build unix && !aix && !solaris

package state

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// lockState takes the lock that bbolt takes, without reading a file that may be damaged. Where there is
// no state it makes an empty one, so that no exporter starts meanwhile.
func lockState(path string) (os.FileInfo, func() error, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, nil, fmt.Errorf("state: create the directory of %s: %w", path, err)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, nil, fmt.Errorf("state: lock: %w", err)
	}
	err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return nil, nil, errors.Join(fmt.Errorf("%w: %s; stop the exporter before a restore", ErrLocked, path), file.Close())
	}
	var info os.FileInfo
	if err == nil {
		info, err = file.Stat()
	}
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("state: lock %s: %w", path, err), file.Close())
	}
	return info, file.Close, nil // closing lets go of the lock
}
