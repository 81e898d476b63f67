package state

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

const (
	// format is the version of the layout that this release writes.
	format = 1
	// metaBucket holds the store's own entries. Its name cannot be a caller's.
	metaBucket  = "\x00meta"
	formatKey   = "format"
	epochKey    = "epoch"
	tallyPrefix = "bucket/"

	defaultTimeout = time.Second
	// mapSize is address space, not memory. While the file fits in, growing it never waits for a reader.
	mapSize = 1 << 30
	// growStep is how much a file grows at once.
	growStep = 4 << 20
)

// BoltOptions tune OpenBolt.
type BoltOptions struct {
	// Timeout is how long to wait for another process to let go of the state; zero is a second.
	Timeout time.Duration
}

// Bolt is the state in one bbolt file, held by one process at a time. The file is mapped into memory:
// what it takes there is page cache, which the kernel takes back when it needs to.
type Bolt struct {
	db    *bbolt.DB
	path  string
	epoch uint64
	// unsure is set when a commit failed so late that it may survive a crash or not.
	unsure atomic.Pointer[error]
}

var _ Store = (*Bolt)(nil)

// OpenBolt opens the state at path, and creates it with its directory where there is none. Errors match
// ErrLocked, ErrVersion or ErrCorrupt.
func OpenBolt(path string, opts BoltOptions) (*Bolt, error) {
	if opts.Timeout <= 0 {
		opts.Timeout = defaultTimeout
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("state: create the directory of %s: %w", path, err)
	}
	_, err := os.Stat(path)
	fresh := errors.Is(err, os.ErrNotExist)
	options := bbolt.Options{Timeout: opts.Timeout}
	if strconv.IntSize == 64 && runtime.GOOS != "windows" { // there the map would be the file's size
		options.InitialMmapSize = mapSize
	}
	db, err := openFile(path, options)
	if err != nil {
		// What a full disk left of a new file would be taken for a damaged state at the next start.
		if fresh && !errors.Is(err, ErrLocked) {
			err = errors.Join(err, removeIfExists(path))
		}
		return nil, err
	}
	db.AllocSize = growStep
	b := &Bolt{db: db, path: path}
	if err := guard("", func() error { return b.prepare(fresh) }); err != nil {
		return nil, errors.Join(fmt.Errorf("state: open %s: %w", path, err), db.Close())
	}
	return b, nil
}

// openFile opens a bbolt file under its lock and makes sure that it is still the one at path.
func openFile(path string, options bbolt.Options) (*bbolt.DB, error) {
	options.FreelistType = bbolt.FreelistMapType
	options.NoStatistics = true
	var file *os.File
	options.OpenFile = func(name string, flag int, mode os.FileMode) (*os.File, error) {
		var err error
		file, err = os.OpenFile(name, flag, mode)
		return file, err
	}
	var db *bbolt.DB
	err := guard("", func() (err error) {
		db, err = bbolt.Open(path, 0o600, &options)
		return err
	})
	if err != nil {
		if damage, ok := asCorrupt(err); ok {
			// bbolt panicked and still holds the file; closing it lets go of the lock.
			return nil, errors.Join(fmt.Errorf("state: open %s: %w", path, damage), file.Close())
		}
		return nil, openError(path, err)
	}
	held, err := file.Stat()
	if err == nil {
		var named os.FileInfo
		if named, err = os.Stat(path); err == nil && !os.SameFile(held, named) {
			err = fmt.Errorf("%w: %s was replaced while it was being opened; start again", ErrLocked, path)
		}
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func openError(path string, err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrTimeout):
		return lockedError(path)
	// What is left of a file that was cut off within its first pages has an error of no name.
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum), errors.Is(err, bolterrors.ErrVersionMismatch),
		strings.HasPrefix(err.Error(), "file size too small"):
		return fmt.Errorf("state: open %s: %w", path, damaged("", nil, "not a state file: "+err.Error()))
	}
	return fmt.Errorf("state: open %s: %w", path, err)
}

func lockedError(path string) error {
	return fmt.Errorf("%w: %s; stop the other exporter, or give this one another state.path", ErrLocked, path)
}

// prepare checks the format and starts a new epoch.
func (b *Bolt) prepare(fresh bool) error {
	// A file of a newer release is looked at in a read transaction, so that not a byte of it changes.
	if err := b.db.View(checkFormat); err != nil {
		return err
	}
	err := b.db.Update(func(tx *bbolt.Tx) error {
		meta, err := tx.CreateBucketIfNotExists([]byte(metaBucket))
		if err != nil {
			return err
		}
		if b.epoch, _, err = metaNumber(meta, epochKey); err != nil {
			return err
		}
		b.epoch++
		if err := putMeta(meta, formatKey, number(format)); err != nil {
			return err
		}
		return putMeta(meta, epochKey, number(b.epoch))
	})
	if err != nil {
		return fmt.Errorf("start an epoch: %w", err)
	}
	if fresh {
		return syncDir(filepath.Dir(b.path))
	}
	return nil
}

// checkFormat refuses a file that is not a state or is one of a newer release. An empty file is fine.
func checkFormat(tx *bbolt.Tx) error {
	meta := tx.Bucket([]byte(metaBucket))
	if meta == nil {
		if k, _ := tx.Cursor().First(); k != nil {
			return damaged("", nil, "it holds buckets but not those of a state")
		}
		return nil
	}
	version, ok, err := metaNumber(meta, formatKey)
	switch {
	case err != nil:
		return err
	case !ok:
		return damaged(metaBucket, []byte(formatKey), "the format version is gone")
	case version > format:
		return fmt.Errorf("%w: format %d, this release reads up to %d; run the newer release, or restore a backup made before it", ErrVersion, version, format)
	}
	return nil
}

func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

func putMeta(meta *bbolt.Bucket, key string, value []byte) error {
	return meta.Put([]byte(key), seal(metaBucket, []byte(key), value))
}

// metaNumber reads a number of the store itself; ok is false where there is none.
func metaNumber(meta *bbolt.Bucket, key string) (n uint64, ok bool, err error) {
	value, err := lookup(meta.Cursor(), metaBucket, []byte(key))
	if err != nil || value == nil {
		return 0, false, err
	}
	if len(value) != 8 {
		return 0, false, damaged(metaBucket, []byte(key), "not a number")
	}
	return binary.BigEndian.Uint64(value), true, nil
}

// metaTally reads the tally of a bucket, empty where there is none.
func metaTally(meta *bbolt.Bucket, bucket string) (t tally, ok bool, err error) {
	key := []byte(tallyPrefix + bucket)
	value, err := lookup(meta.Cursor(), metaBucket, key)
	if err != nil || value == nil {
		return tally{}, false, err
	}
	if t, ok = readTally(value); !ok {
		return tally{}, false, damaged(metaBucket, key, "not a tally")
	}
	return t, true, nil
}

// Epoch implements Store.
func (b *Bolt) Epoch() uint64 { return b.epoch }

// Size implements Store: the size of the file, free pages included.
func (b *Bolt) Size(ctx context.Context) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	info, err := os.Stat(b.path)
	if err != nil {
		return 0, fmt.Errorf("state: size: %w", err)
	}
	return info.Size(), nil
}

// Close implements Store. It waits for reads and commits that are under way.
func (b *Bolt) Close() error {
	if err := b.db.Close(); err != nil {
		return fmt.Errorf("state: close %s: %w", b.path, err)
	}
	return nil
}

// wrap names the operation and maps bbolt's words to the contract's.
func (b *Bolt) wrap(operation string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return fmt.Errorf("%w: %s", ErrClosed, b.path)
	}
	return fmt.Errorf("state: %s %s: %w", operation, b.path, err)
}
