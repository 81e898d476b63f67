package state

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// Restore puts a backup in the place of the state at path. It verifies the backup first, refuses with
// ErrLocked while an exporter holds the state, and keeps the file that was there: kept is its new name,
// path with ".before-restore-<n>", or empty where there was none. At no instant is path without a state.
func Restore(backup, path string) (kept string, err error) {
	report, err := Verify(backup)
	if err := errors.Join(err, report.Err()); err != nil {
		return "", fmt.Errorf("state: nothing was restored: %w", err)
	}
	old, unlock, err := lockState(path)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	from, err := os.Stat(backup)
	if err != nil {
		return "", fmt.Errorf("state: %w", err)
	}
	if os.SameFile(from, old) {
		return "", fmt.Errorf("state: %s and %s are the same file; restore from another one", backup, path)
	}
	keep := func(string) error {
		if old.Size() == 0 {
			return nil
		}
		var err error
		kept, err = keepOld(path)
		return err
	}
	// A new file stands in for path by rename; a process that waits for the lock of the old one notices.
	err = writeWhole(path, func(w io.Writer) error { return copyFrom(backup, w) }, keep)
	return kept, err
}

// keepOld gives the file at path a second name, the first that is free.
func keepOld(path string) (string, error) {
	for n := 1; ; n++ {
		kept := fmt.Sprintf("%s.before-restore-%d", path, n)
		err := os.Link(path, kept)
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil { // a file system without links
			err = copyNew(path, kept)
		}
		if errors.Is(err, os.ErrExist) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("state: keep the old state: %w", err)
		}
		return kept, nil
	}
}

func copyNew(from, to string) error {
	file, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(copyFrom(from, file), file.Sync(), file.Close())
}

func copyFrom(path string, w io.Writer) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, file)
	return errors.Join(err, file.Close())
}
