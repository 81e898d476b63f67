package state

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

const (
	backupPrefix = "state-"
	backupSuffix = ".db"
	backupLayout = "20060102T150405.000Z"
	partialName  = ".state-partial-*"
)

// BackupName names a backup so that names sort by time and RotateBackups knows them.
func BackupName(at time.Time) string {
	return backupPrefix + at.UTC().Format(backupLayout) + backupSuffix
}

// Backup writes a snapshot of the state to w while commits go on. The file keeps growing, rather than
// use pages again, until w has taken everything: a slow w should be a file.
func (b *Bolt) Backup(w io.Writer) error {
	return b.wrap("back up", guard("", func() error {
		return b.db.View(func(tx *bbolt.Tx) error {
			_, err := tx.WriteTo(w)
			return err
		})
	}))
}

// BackupFile writes a snapshot of the state to path, readable by its owner only. The name appears once
// the copy is on disk and verified, so that a damaged state never takes the place of a sound backup.
func (b *Bolt) BackupFile(path string) error {
	return writeWhole(path, b.Backup, func(partial string) error {
		report, err := Verify(partial)
		return errors.Join(err, report.Err())
	})
}

// writeWhole lets write fill a file that gets its name only when it is on disk and passes check.
func writeWhole(path string, write func(io.Writer) error, check func(partial string) error) (err error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("state: create directory: %w", err)
	}
	file, err := os.CreateTemp(dir, partialName) // 0600
	if err != nil {
		return fmt.Errorf("state: create a file: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, removeIfExists(file.Name()))
		}
	}()
	if err := errors.Join(write(file), file.Sync(), file.Close()); err != nil {
		return fmt.Errorf("state: write %s: %w", path, err)
	}
	if err := check(file.Name()); err != nil {
		return fmt.Errorf("state: %s was not written: %w", path, err)
	}
	if err := os.Rename(file.Name(), path); err != nil {
		return fmt.Errorf("state: %w", err)
	}
	return syncDir(dir)
}

// RotateBackups removes all but the newest keep backups of dir, and what a crash left of unfinished ones;
// no backup may be under way. It touches only files named by BackupName.
func RotateBackups(dir string, keep int) error {
	if keep < 1 {
		return fmt.Errorf("state: keep %d backups: at least 1 must stay", keep)
	}
	files, err := os.ReadDir(dir) // ordered by name
	if err != nil {
		return fmt.Errorf("state: list backups: %w", err)
	}
	var backups, old []string
	for _, file := range files {
		name := file.Name()
		partial, err := filepath.Match(partialName, name)
		if err != nil {
			return fmt.Errorf("state: list backups: %w", err)
		}
		switch {
		case !file.Type().IsRegular():
		case partial:
			old = append(old, name)
		case isBackupName(name):
			backups = append(backups, name)
		}
	}
	old = slices.Concat(old, backups[:max(0, len(backups)-keep)])
	var failed []error
	for _, name := range old {
		failed = append(failed, removeIfExists(filepath.Join(dir, name)))
	}
	return errors.Join(failed...)
}

func isBackupName(name string) bool {
	stamp, ok := strings.CutPrefix(name, backupPrefix)
	if !ok {
		return false
	}
	stamp, ok = strings.CutSuffix(stamp, backupSuffix)
	_, err := time.Parse(backupLayout, stamp)
	return ok && err == nil
}
