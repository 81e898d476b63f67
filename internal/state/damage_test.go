package state

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"
)

// flip changes one bit of the only place in the file where text stands.
func flip(t *testing.T, path, text string) {
	t.Helper()
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	at := bytes.LastIndex(content, []byte(text))
	require.GreaterOrEqual(t, at, 0)
	for ; at >= 0; at = bytes.LastIndex(content[:at], []byte(text)) { // older copies on free pages too
		content[at+len(text)-1] ^= 4
	}
	require.NoError(t, os.WriteFile(path, content, 0o600))
}

func someState(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "state.db")
	b := openBolt(t, path)
	tickets := entries{}
	for i := range 2000 {
		tickets[fmt.Sprintf("ticket-%05d", i)] = fmt.Sprintf("history-%05d", i)
	}
	commit(t, b, "tickets", tickets)
	commit(t, b, "cursors", entries{"stream/tickets": "position-7"})
	require.NoError(t, b.Close())
	return path
}

func requireDamage(t *testing.T, err error, bucket, key string) {
	t.Helper()
	require.ErrorIs(t, err, ErrCorrupt)
	var damage *CorruptError
	require.ErrorAs(t, err, &damage)
	require.Equal(t, bucket, damage.Bucket)
	require.Equal(t, key, string(damage.Key))
	require.ErrorContains(t, err, bucket)
	require.ErrorContains(t, err, key)
}

func TestFlippedByteInAValue(t *testing.T) {
	path := someState(t)
	flip(t, path, "history-01234")
	report, err := Verify(path)
	require.NoError(t, err)
	require.Len(t, report.Problems, 1)
	requireDamage(t, report.Err(), "tickets", "ticket-01234")

	b := openBolt(t, path)
	values, err := b.GetMany(context.Background(), "tickets", [][]byte{[]byte("ticket-00001"), []byte("ticket-01234")})
	requireDamage(t, err, "tickets", "ticket-01234")
	require.NotContains(t, err.Error(), "history")
	require.Nil(t, values)
	err = b.Scan(context.Background(), "tickets", nil, nil, func(k, v []byte) error {
		require.Equal(t, "history"+string(k[len("ticket"):]), string(v))
		return nil
	})
	requireDamage(t, err, "tickets", "ticket-01234")
	require.Equal(t, []any{"history-01233"}, get(t, b, "tickets", "ticket-01233"), "the rest is served")
	require.Equal(t, []any{"position-7"}, get(t, b, "cursors", "stream/tickets"))

	commit(t, b, "tickets", entries{"ticket-01234": "written again"})
	require.Equal(t, []any{"written again"}, get(t, b, "tickets", "ticket-01234"))
	require.NoError(t, b.Close())
	report, err = Verify(path)
	require.NoError(t, err)
	require.NoError(t, report.Err(), "writing a value again heals it")
}

// A key that changed must not make its ticket look new.
func TestFlippedByteInAKey(t *testing.T) {
	for _, key := range []string{"ticket-00000", "ticket-01234", "ticket-01999"} {
		path := someState(t)
		flip(t, path, key)
		b := openBolt(t, path)
		_, err := b.GetMany(context.Background(), "tickets", [][]byte{[]byte(key)})
		require.ErrorIs(t, err, ErrCorrupt, key)
		err = b.Scan(context.Background(), "tickets", nil, nil, func(_, _ []byte) error { return nil })
		require.ErrorIs(t, err, ErrCorrupt, key)
		require.NoError(t, b.Close())
		report, err := Verify(path)
		require.NoError(t, err)
		require.ErrorIs(t, report.Err(), ErrCorrupt, key)
	}
}

func TestFlippedBucketName(t *testing.T) {
	path := someState(t)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	// In the root page, not in the tally's key.
	content = bytes.ReplaceAll(content, []byte("bucket/cursors"), []byte("BUCKET/CURSORS"))
	content = bytes.ReplaceAll(content, []byte("cursors"), []byte("curso2s"))
	content = bytes.ReplaceAll(content, []byte("BUCKET/CURSORS"), []byte("bucket/cursors"))
	require.NoError(t, os.WriteFile(path, content, 0o600))

	report, err := Verify(path)
	require.NoError(t, err)
	require.ErrorContains(t, report.Err(), "cursors")
	b := openBolt(t, path)
	_, err = b.GetMany(context.Background(), "cursors", [][]byte{[]byte("stream/tickets")})
	requireDamage(t, err, "cursors", "")
	var batch Batch
	batch.Put("cursors", []byte("stream/tickets"), []byte("position-1"))
	require.ErrorIs(t, b.Commit(context.Background(), batch, b.Epoch()), ErrCorrupt)
}

// Values are sound one by one, yet an entry went or an old page came back: only the tally tells.
func TestLostAndStaleEntries(t *testing.T) {
	for name, harm := range map[string]func(data *bbolt.Bucket) error{
		"lost": func(data *bbolt.Bucket) error { return data.Delete([]byte("ticket-00007")) },
		"old value": func(data *bbolt.Bucket) error {
			key := []byte("ticket-00007")
			return data.Put(key, seal("tickets", key, []byte("as it was yesterday")))
		},
		"another's value": func(data *bbolt.Bucket) error {
			return data.Put([]byte("ticket-00007"), bytes.Clone(data.Get([]byte("ticket-00008"))))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := someState(t)
			db, err := bbolt.Open(path, 0o600, nil)
			require.NoError(t, err)
			require.NoError(t, db.Update(func(tx *bbolt.Tx) error { return harm(tx.Bucket([]byte("tickets"))) }))
			require.NoError(t, db.Close())
			report, err := Verify(path)
			require.NoError(t, err)
			require.ErrorContains(t, report.Err(), `bucket "tickets"`)
		})
	}
}

// Whatever bit flips anywhere in the file: what is served is right, and what is wrongly absent or cannot
// be served is found by Verify. The process never dies.
func TestFlipsAnywhere(t *testing.T) {
	path := someState(t)
	report, err := Verify(path)
	require.NoError(t, err)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	var keys [][]byte
	for i := range 2000 {
		keys = append(keys, fmt.Appendf(nil, "ticket-%05d", i))
	}
	random := rand.New(rand.NewPCG(3, 4))
	harmed := filepath.Join(t.TempDir(), "harmed.db")
	detected := 0
	for range 400 {
		at, bit := random.IntN(int(report.Size)), byte(1)<<random.IntN(8)
		content[at] ^= bit
		require.NoError(t, os.WriteFile(harmed, content, 0o600))
		content[at] ^= bit

		found, err := Verify(harmed)
		sound := err == nil && found.Err() == nil
		whole, err := servesRight(harmed, keys)
		require.NoError(t, err, "byte %d bit %d", at, bit)
		if !whole {
			require.False(t, sound, "byte %d bit %d: Verify says nothing", at, bit)
			detected++
		}
	}
	require.Greater(t, detected, 100)
}

// servesRight reads all; whole is false where something was refused or absent, err tells of a wrong value.
func servesRight(path string, keys [][]byte) (whole bool, err error) {
	b, err := OpenBolt(path, BoltOptions{})
	if err != nil {
		return false, nil
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	ctx := context.Background()
	right := func(k, v []byte) error {
		if string(v) != "history"+string(k[len("ticket"):]) {
			return fmt.Errorf("served %q for %q", v, k)
		}
		return nil
	}
	whole = true
	values, err := b.GetMany(ctx, "tickets", keys)
	whole = err == nil
	for i, v := range values {
		if v == nil {
			whole = false
		} else if err := right(keys[i], v); err != nil {
			return false, err
		}
	}
	var wrong error
	seen := 0
	err = b.Scan(ctx, "tickets", nil, nil, func(k, v []byte) error {
		seen++
		wrong = errors.Join(wrong, right(k, v))
		return nil
	})
	return whole && err == nil && seen == len(keys), wrong
}

func TestTruncatedFile(t *testing.T) {
	path := someState(t)
	b := openBolt(t, path)
	require.NoError(t, os.Truncate(path, 16<<10))
	_, err := b.GetMany(context.Background(), "tickets", [][]byte{[]byte("ticket-01000")})
	require.ErrorIs(t, err, ErrCorrupt, "a fault of the memory map is an error")
	require.NoError(t, b.Close())
	report, err := Verify(path)
	require.NoError(t, err)
	require.ErrorIs(t, report.Err(), ErrCorrupt)
}

func TestFileCutOffWithinItsFirstPagesIsDamaged(t *testing.T) {
	path := someState(t)
	require.NoError(t, os.Truncate(path, 3000))
	_, err := OpenBolt(path, BoltOptions{})
	require.ErrorIs(t, err, ErrCorrupt)
	report, err := Verify(path)
	require.NoError(t, err)
	require.ErrorIs(t, report.Err(), ErrCorrupt)
}

func TestPrintableKey(t *testing.T) {
	for key, want := range map[string]string{
		"ticket/1": `"ticket/1"`, "a\"b": `"a\"b"`, "\x00\x01": "0x0001", "\xff": "0xff", "Büro": `"Büro"`, "a\nb": "0x610a62", "shop\x001": `"shop\x001"`,
	} {
		require.Equal(t, want, printableKey([]byte(key)))
	}
}
