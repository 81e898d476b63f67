//go:build linux

package state

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// fill commits batches of a megabyte until one fails, and returns how many succeeded.
func fill(b *Bolt) (int, error) {
	for n := range 1000 {
		if err := b.Commit(context.Background(), fullBatch(n), b.Epoch()); err != nil {
			return n, err
		}
	}
	return 0, errors.New("the disk never got full")
}

func fullBatch(n int) Batch {
	var batch Batch
	for i := range 1000 {
		batch.Put("tickets", fmt.Appendf(nil, "%05d/%d", i, n), bytes.Repeat([]byte("x"), 1000))
	}
	batch.Put("cursor", []byte("tickets"), fmt.Append(nil, n))
	return batch
}

// surviveFull fills the disk, expects reads to go on, makes room and expects commits to go on.
func surviveFull(b *Bolt, full syscall.Errno, room func() error) error {
	done, err := fill(b)
	if !errors.Is(err, full) && (err == nil || !bytes.Contains([]byte(err.Error()), []byte(full.Error()))) {
		return fmt.Errorf("want the error of a full disk, got %w", err)
	}
	if done < 2 {
		return fmt.Errorf("full after %d batches, too early to tell anything", done)
	}
	// Again and again: no attempt may leave anything behind. One may still find pages that were given
	// back; what matters is that three in a row find none.
	for refused := 0; refused < 3; {
		if err := b.Commit(context.Background(), fullBatch(done), b.Epoch()); err == nil {
			done, refused = done+1, 0
		} else {
			refused++
		}
		if err := cursorIs(b, done-1); err != nil {
			return err
		}
	}
	if err := room(); err != nil {
		return err
	}
	if err := b.Commit(context.Background(), fullBatch(done), b.Epoch()); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	if err := cursorIs(b, done); err != nil {
		return err
	}
	entries := 0
	err = b.Scan(context.Background(), "tickets", nil, nil, func(_, _ []byte) error { entries++; return nil })
	if err != nil || entries != (done+1)*1000 {
		return fmt.Errorf("%d entries, want %d: %w", entries, (done+1)*1000, err)
	}
	if err := b.Close(); err != nil {
		return err
	}
	report, err := Verify(b.path)
	return errors.Join(err, report.Err())
}

func cursorIs(b *Bolt, want int) error {
	got, err := b.GetMany(context.Background(), "cursor", [][]byte{[]byte("tickets")})
	if err != nil || string(got[0]) != fmt.Sprint(want) {
		return fmt.Errorf("cursor %q, want %d: %w", got, want, err)
	}
	return nil
}

// fillUnderLimit does with a limit on the file's size what a full disk does.
func fillUnderLimit(args []string) error {
	signal.Ignore(syscall.SIGXFSZ)
	b, err := OpenBolt(args[0], BoltOptions{})
	if err != nil {
		return err
	}
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	before := limit
	limit.Cur = 24 << 20
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	return surviveFull(b, syscall.EFBIG, func() error { return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before) })
}

// openUnderLimit opens a state where there is no room at all.
func openUnderLimit(args []string) error {
	signal.Ignore(syscall.SIGXFSZ)
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	before := limit
	limit.Cur = 6000 // in the middle of the pages of a new file
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	if _, err := OpenBolt(args[0], BoltOptions{}); err == nil {
		return errors.New("opened without room")
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	b, err := OpenBolt(args[0], BoltOptions{})
	if err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	return b.Close()
}

func TestFileSizeLimit(t *testing.T) {
	out, err := child("fill under a limit", filepath.Join(t.TempDir(), "state.db")).Output()
	require.NoError(t, err, "%s", out)
}

func TestFullDiskAtTheFirstStart(t *testing.T) {
	out, err := child("open with full disk", filepath.Join(t.TempDir(), "state.db")).Output()
	require.NoError(t, err, "%s", out)
}

// On a file system of its own where that can be mounted; where it cannot, TestFileSizeLimit stands for it.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=24m"); err != nil {
		require.True(t, errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES), "mount: %v", err)
		TestFileSizeLimit(t)
		return
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(dir, syscall.MNT_DETACH)) })
	ballast := filepath.Join(dir, "ballast")
	require.NoError(t, os.WriteFile(ballast, make([]byte, 10<<20), 0o600))
	b := openBolt(t, filepath.Join(dir, "state.db"))
	require.NoError(t, surviveFull(b, syscall.ENOSPC, func() error { return os.Remove(ballast) }))
}
