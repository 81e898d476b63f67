package state

import (
	"fmt"
	"os"

	"go.etcd.io/bbolt"
)

// Report is what Verify found.
type Report struct {
	Path    string
	Format  uint64
	Epoch   uint64
	Size    int64 // bytes, without the unused end of the file
	Buckets []BucketReport
	// Problems is empty where the state is sound. Those of entries name bucket and key.
	Problems []CorruptError
}

// BucketReport sums up a bucket.
type BucketReport struct {
	Name    string
	Entries int
	Bytes   int64 // of keys and values
}

// Err is nil where the state is sound, else an error that matches ErrCorrupt and names the first problem.
func (r Report) Err() error {
	if len(r.Problems) == 0 {
		return nil
	}
	return fmt.Errorf("state: verify %s: %d problems, the first: %w", r.Path, len(r.Problems), &r.Problems[0])
}

// Verify reads the whole state at path, or a backup of it, and lists everything that is wrong: entries
// that do not match their checksum, buckets that do not match their tally, and what bbolt's own check
// finds in the structure of the file. The error tells that it could not look: no such file, ErrLocked
// while an exporter runs, ErrVersion. Damage is no error but a problem of the report.
func Verify(path string) (Report, error) {
	report := Report{Path: path}
	err := inspect(path, report.read)
	if damage, ok := asCorrupt(err); ok {
		report.Problems = append(report.Problems, *damage)
		err = nil
	}
	return report, err
}

func (r *Report) read(tx *bbolt.Tx) error {
	r.Size = tx.Size()
	sound, loops, err := r.readPages(tx)
	if err != nil || loops {
		return err
	}
	meta := tx.Bucket([]byte(metaBucket))
	if meta == nil {
		return nil // checkFormat has seen to it that the file is empty
	}
	if r.Format, _, err = metaNumber(meta, formatKey); err != nil {
		return err
	}
	if r.Epoch, _, err = metaNumber(meta, epochKey); err != nil {
		r.problem(err)
	}
	names, missing, err := bucketNames(tx)
	for _, m := range missing {
		r.problem(m)
	}
	if err != nil {
		return err
	}
	for _, name := range names {
		sound = r.readBucket(tx, meta, name) && sound
	}
	// bbolt checks in a goroutine of its own, where a fault of the memory map would end the process.
	if !sound {
		return nil
	}
	for err := range tx.Check() {
		r.problem(&CorruptError{Reason: err.Error()})
	}
	return nil
}

// readPages checks the pages, outside of the memory map.
func (r *Report) readPages(tx *bbolt.Tx) (sound, loops bool, err error) {
	file, err := os.Open(r.Path)
	if err != nil {
		return false, false, fmt.Errorf("state: %w", err)
	}
	pages, err := checkPages(tx, file)
	if err != nil {
		r.problem(err)
	}
	return err == nil, pages.loops, file.Close()
}

// readBucket returns false where a part of the bucket cannot be read.
func (r *Report) readBucket(tx *bbolt.Tx, meta *bbolt.Bucket, name string) bool {
	bucket := BucketReport{Name: name}
	var sums tally
	err := guard(name, func() error {
		data := tx.Bucket([]byte(name))
		if data == nil {
			return damaged(name, nil, "the bucket is gone")
		}
		return walk(name, data, func(key, sealed, value []byte, damage *CorruptError) error {
			bucket.Entries++
			bucket.Bytes += int64(len(key) + len(value))
			sums.add(sealed)
			if damage != nil {
				r.Problems = append(r.Problems, *damage)
			}
			return nil
		})
	})
	r.Buckets = append(r.Buckets, bucket)
	if err != nil {
		r.problem(err)
		return false
	}
	stored, _, err := metaTally(meta, name)
	switch {
	case err != nil:
		r.problem(err)
	case stored != sums:
		r.problem(damaged(name, nil, fmt.Sprintf("%d entries where %d were stored, or an old value of one", sums.count, stored.count)))
	}
	return true
}

func (r *Report) problem(err error) {
	damage, ok := asCorrupt(err)
	if !ok {
		damage = &CorruptError{Reason: err.Error()}
	}
	r.Problems = append(r.Problems, *damage)
}
