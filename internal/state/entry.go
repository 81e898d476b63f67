package state

import (
	"bytes"
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxKeySize is the longest key in bytes that every Store takes.
const MaxKeySize = 1024

// checkBucket refuses a name that is empty or holds a zero byte; such names are for a store's own use.
func checkBucket(bucket string) error {
	if bucket == "" || strings.IndexByte(bucket, 0) >= 0 {
		return fmt.Errorf("state: bucket name %q must be text without a zero byte", bucket)
	}
	return nil
}

func checkBatch(batch Batch) error {
	for _, e := range batch.Entries {
		if err := checkBucket(e.Bucket); err != nil {
			return err
		}
		if len(e.Key) == 0 || len(e.Key) > MaxKeySize {
			return fmt.Errorf("state: bucket %q: a key of %d bytes, want 1 to %d", e.Bucket, len(e.Key), MaxKeySize)
		}
	}
	return nil
}

// arrange returns the entries of a batch ordered by bucket and key, the last of each key only. The
// order lets neighbours share a page.
func arrange(entries []Entry) []Entry {
	sorted := slices.Clone(entries)
	slices.SortStableFunc(sorted, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Bucket, b.Bucket), bytes.Compare(a.Key, b.Key))
	})
	last := sorted[:0]
	for i, e := range sorted {
		if i+1 < len(sorted) && sorted[i+1].Bucket == e.Bucket && bytes.Equal(sorted[i+1].Key, e.Key) {
			continue
		}
		last = append(last, e)
	}
	return last
}

// CorruptError names the place of a damage. It matches ErrCorrupt.
type CorruptError struct {
	Bucket string // empty where the damage is not inside a bucket
	Key    []byte // nil where no single key is known
	Reason string
}

// Error implements error.
func (e *CorruptError) Error() string {
	var b strings.Builder
	b.WriteString(ErrCorrupt.Error())
	if e.Bucket != "" {
		fmt.Fprintf(&b, ": bucket %q", e.Bucket)
	}
	if e.Key != nil {
		b.WriteString(" key " + printableKey(e.Key))
	}
	return b.String() + ": " + e.Reason + "; restore a backup"
}

// Is makes errors.Is(err, ErrCorrupt) true.
func (e *CorruptError) Is(target error) bool { return target == ErrCorrupt }

// printableKey is a key for people: quoted where it is printable text, of which zero bytes may separate the
// parts, else hexadecimal.
func printableKey(key []byte) string {
	if text, ok := printableParts(key); ok {
		return strconv.Quote(text)
	}
	return "0x" + hex.EncodeToString(key)
}

func printableParts(key []byte) (string, bool) {
	_, ok := printable(bytes.ReplaceAll(key, []byte{0}, nil))
	return string(key), ok && bytes.IndexByte(key, 0) != 0
}

func printable(b []byte) (string, bool) {
	s := string(b)
	return s, utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// asCorrupt returns the place of a damage where err tells of one.
func asCorrupt(err error) (*CorruptError, bool) {
	var damage *CorruptError
	ok := errors.As(err, &damage)
	return damage, ok
}
