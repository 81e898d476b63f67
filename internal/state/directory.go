package state

import (
	"errors"
	"fmt"
	"os"
	"runtime"
)

// syncDir makes the names in a directory durable.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" { // has no way to do it, and keeps names safe by itself
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("state: sync directory: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("state: sync directory %s: %w", dir, err)
	}
	return nil
}

func removeIfExists(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("state: remove what is left: %w", err)
	}
	return nil
}
