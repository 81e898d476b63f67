package state

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime/debug"
)

// sumSize is the number of bytes before each stored value that hold its checksum.
const sumSize = 4

// checksum covers bucket, key and value with the lengths of the first two, so that neither a flipped
// byte nor a value that stands under another key goes unnoticed.
func checksum(bucket string, key, value []byte) uint32 {
	table := crc32.MakeTable(crc32.Castagnoli) // returns the one table of the package, at no cost
	sum := crc32.Update(uint32(len(bucket)), table, []byte(bucket))
	sum = crc32.Update(sum^uint32(len(key)), table, key)
	return crc32.Update(sum, table, value)
}

// seal returns value with its checksum in front, in memory of its own.
func seal(bucket string, key, value []byte) []byte {
	sealed := make([]byte, sumSize, sumSize+len(value))
	binary.BigEndian.PutUint32(sealed, checksum(bucket, key, value))
	return append(sealed, value...)
}

// unseal returns the value inside sealed, which it shares memory with, or a *CorruptError.
func unseal(bucket string, key, sealed []byte) ([]byte, error) {
	if len(sealed) < sumSize {
		return nil, damaged(bucket, key, "the value is too short to hold its checksum")
	}
	value := sealed[sumSize:]
	if binary.BigEndian.Uint32(sealed) != checksum(bucket, key, value) {
		return nil, damaged(bucket, key, "the value does not match its checksum")
	}
	return value, nil
}

func damaged(bucket string, key []byte, reason string) error {
	if key != nil {
		key = append([]byte{}, key...)
	}
	return &CorruptError{Bucket: bucket, Key: key, Reason: reason}
}

// tally sums up a bucket: how many entries it holds and the sum of their checksums. It is stored by
// every commit and tells Verify of entries that were lost, came back or went stale as a whole page.
type tally struct {
	count, sum uint64
}

func (t *tally) add(sealed []byte) {
	t.count++
	t.sum += uint64(storedSum(sealed))
}

func (t *tally) remove(sealed []byte) {
	t.count--
	t.sum -= uint64(storedSum(sealed))
}

func storedSum(sealed []byte) uint32 {
	if len(sealed) < sumSize {
		return 0
	}
	return binary.BigEndian.Uint32(sealed)
}

func (t tally) bytes() []byte {
	return binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(nil, t.count), t.sum)
}

func readTally(b []byte) (tally, bool) {
	if len(b) != 16 {
		return tally{}, false
	}
	return tally{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}, true
}

// guard runs fn and turns what a damaged file provokes into an error: bbolt panics on pages that make no
// sense, and the memory map faults where the file is truncated or the disk cannot read.
func guard(bucket string, fn func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = damaged(bucket, nil, fmt.Sprintf("the file cannot be read: %v", r))
		}
	}()
	return fn()
}
