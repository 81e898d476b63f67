package state

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func names(t *testing.T, dir string) []string {
	t.Helper()
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	var got []string
	for _, f := range files {
		got = append(got, f.Name())
	}
	return got
}

func TestVerifyReportsWhatIsThere(t *testing.T) {
	path := someState(t)
	report, err := Verify(path)
	require.NoError(t, err)
	require.NoError(t, report.Err())
	require.EqualValues(t, format, report.Format)
	require.EqualValues(t, 1, report.Epoch)
	require.Equal(t, []BucketReport{
		{"cursors", 1, int64(len("stream/ticketsposition-7"))},
		{"tickets", 2000, 2000 * int64(len("ticket-00000history-00000"))},
	}, report.Buckets)

	_, err = Verify(path + ".none")
	require.ErrorIs(t, err, os.ErrNotExist)
	require.Equal(t, []string{"state.db"}, names(t, filepath.Dir(path)), "looking makes no file")
	openBolt(t, path)
	_, err = Verify(path)
	require.ErrorIs(t, err, ErrLocked)
	require.ErrorContains(t, err, "look at a backup")
}

func TestVerifyListsEveryProblem(t *testing.T) {
	path := someState(t)
	for _, n := range []string{"00000", "00777", "01999"} {
		flip(t, path, "history-"+n)
	}
	flip(t, path, "position-7")
	report, err := Verify(path)
	require.NoError(t, err)
	var got []string
	for _, p := range report.Problems {
		got = append(got, p.Bucket+" "+string(p.Key))
	}
	require.Equal(t, []string{"cursors stream/tickets", "tickets ticket-00000", "tickets ticket-00777", "tickets ticket-01999"}, got)
}

func TestDump(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.db")
	b := openBolt(t, path)
	commit(t, b, "a", entries{"k<1>": "text", "\x00\x02": "\xff\x00"})
	commit(t, b, "tokens", entries{"desk": "secret"})
	require.NoError(t, b.Close())

	var out bytes.Buffer
	require.NoError(t, Dump(path, &out, nil))
	require.Equal(t, `{"bucket":"a","key":"0x0002","value":"0xff00"}
{"bucket":"a","key":"k<1>","value":"text"}
{"bucket":"tokens","key":"desk","value":"secret"}
`, out.String())

	out.Reset()
	require.NoError(t, Dump(path, &out, func(bucket string, key, value []byte) string {
		return fmt.Sprintf("%s %x %d bytes", bucket, key, len(value))
	}))
	require.NotContains(t, out.String(), "secret")
	require.Contains(t, out.String(), `"value":"tokens 6465736b 6 bytes"`)

	full := errors.New("pipe closed")
	require.ErrorIs(t, Dump(path, brokenWriter{full}, nil), full)
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestDumpGoesOnBehindDamage(t *testing.T) {
	path := someState(t)
	flip(t, path, "history-00500")
	var out bytes.Buffer
	err := Dump(path, &out, nil)
	requireDamage(t, err, "tickets", "ticket-00500")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	require.Len(t, lines, 2001)
	var line dumpLine
	require.NoError(t, json.Unmarshal([]byte(lines[501]), &line))
	require.Equal(t, "ticket-00500", line.Key)
	require.Empty(t, line.Value)
	require.Contains(t, line.Error, "checksum")
}

func TestBackupBesideCommits(t *testing.T) {
	dir := t.TempDir()
	b := openBolt(t, filepath.Join(dir, "state.db"))
	write := func(n int) {
		commit(t, b, "b", entries{"first": fmt.Sprint(n), "last": fmt.Sprint(n), "bulk": strings.Repeat("x", 200_000)})
	}
	write(0)
	// Commits go on between the writes of the copy.
	copied, err := os.Create(filepath.Join(dir, "copy.db"))
	require.NoError(t, err)
	n := 0
	require.NoError(t, b.Backup(writerFunc(func(p []byte) (int, error) {
		n++
		write(n)
		return copied.Write(p)
	})))
	require.NoError(t, copied.Close())
	require.Greater(t, n, 2)
	report, err := Verify(copied.Name())
	require.NoError(t, err)
	require.NoError(t, report.Err())
	require.Equal(t, []any{"0", "0"}, get(t, openBolt(t, copied.Name()), "b", "first", "last"), "the instant it began")
	require.Equal(t, []any{fmt.Sprint(n)}, get(t, b, "b", "last"))
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestBackupFileAndRestore(t *testing.T) {
	dir := t.TempDir()
	path, backup := filepath.Join(dir, "data", "state.db"), filepath.Join(dir, "backup", "one.db")
	b := openBolt(t, path)
	commit(t, b, "b", entries{"k": "backed up"})
	require.NoError(t, b.BackupFile(backup))
	requireMode(t, backup, 0o600)
	requireMode(t, filepath.Dir(backup), 0o700)
	require.Equal(t, []string{"one.db"}, names(t, filepath.Dir(backup)))
	commit(t, b, "b", entries{"k": "later"})

	_, err := Restore(backup, path)
	require.ErrorIs(t, err, ErrLocked)
	require.Equal(t, []any{"later"}, get(t, b, "b", "k"))
	require.NoError(t, b.Close())
	require.Equal(t, []string{"state.db"}, names(t, filepath.Dir(path)))

	for n := 1; n <= 2; n++ {
		kept, err := Restore(backup, path)
		require.NoError(t, err)
		require.Equal(t, fmt.Sprintf("%s.before-restore-%d", path, n), kept)
	}
	requireMode(t, path, 0o600)
	require.Equal(t, []string{"state.db", "state.db.before-restore-1", "state.db.before-restore-2"}, names(t, filepath.Dir(path)))
	restored := openBolt(t, path)
	require.Equal(t, []any{"backed up"}, get(t, restored, "b", "k"))
	commit(t, restored, "b", entries{"k": "goes on"})
	require.Equal(t, []any{"later"}, get(t, openBolt(t, path+".before-restore-1"), "b", "k"))
	require.Equal(t, []any{"backed up"}, get(t, openBolt(t, path+".before-restore-2"), "b", "k"))
}

func TestRestoreOfADamagedState(t *testing.T) {
	dir := t.TempDir()
	path, backup := filepath.Join(dir, "state.db"), filepath.Join(dir, "backup.db")
	b := openBolt(t, path)
	commit(t, b, "b", entries{"k": "sound"})
	require.NoError(t, b.BackupFile(backup))
	require.NoError(t, b.Close())
	require.NoError(t, os.WriteFile(path, []byte("not a state at all"), 0o600))
	kept, err := Restore(backup, path)
	require.NoError(t, err)
	content, err := os.ReadFile(kept)
	require.NoError(t, err)
	require.Equal(t, "not a state at all", string(content))
	require.Equal(t, []any{"sound"}, get(t, openBolt(t, path), "b", "k"))

	elsewhere := filepath.Join(dir, "new", "state.db")
	kept, err = Restore(backup, elsewhere)
	require.NoError(t, err)
	require.Empty(t, kept, "there was none")
	require.Equal(t, []any{"sound"}, get(t, openBolt(t, elsewhere), "b", "k"))
}

func TestRestoreRefusals(t *testing.T) {
	path := someState(t)
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	damagedBackup := someState(t)
	flip(t, damagedBackup, "history-00001")
	_, err = Restore(damagedBackup, path)
	requireDamage(t, err, "tickets", "ticket-00001")
	_, err = Restore(path+".none", path)
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = Restore(path, path)
	require.ErrorContains(t, err, "same file")
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, bytes.Equal(before, after))
	require.Equal(t, []string{"state.db"}, names(t, filepath.Dir(path)))
}

// A process that waited for the lock while the file was replaced must not write to the old one.
func TestOpenWhileReplaced(t *testing.T) {
	path := someState(t)
	backup := someState(t)
	_, unlock, err := lockState(path)
	require.NoError(t, err)
	opened := make(chan error)
	go func() {
		b, err := OpenBolt(path, BoltOptions{Timeout: 20 * time.Second})
		if err == nil {
			err = b.Close()
		}
		opened <- err
	}()
	time.Sleep(200 * time.Millisecond) // lets it open the old file and wait
	require.NoError(t, os.Rename(backup, path))
	require.NoError(t, unlock())
	require.ErrorContains(t, <-opened, "replaced")
	require.Equal(t, []any{"position-7"}, get(t, openBolt(t, path), "cursors", "stream/tickets"))
}

func TestDamagedStateReplacesNoBackup(t *testing.T) {
	path := someState(t)
	backup := filepath.Join(t.TempDir(), "backup.db")
	b := openBolt(t, path)
	require.NoError(t, b.BackupFile(backup))
	require.NoError(t, b.Close())
	flip(t, path, "history-00042")
	b = openBolt(t, path)
	requireDamage(t, b.BackupFile(backup), "tickets", "ticket-00042")
	require.Equal(t, []string{"backup.db"}, names(t, filepath.Dir(backup)))
	report, err := Verify(backup)
	require.NoError(t, err)
	require.NoError(t, report.Err())
}

func TestRotateBackups(t *testing.T) {
	dir := t.TempDir()
	day := time.Date(2026, 10, 24, 23, 0, 0, 0, time.FixedZone("CEST", 7200))
	var all []string
	for i := range 5 {
		all = append(all, BackupName(day.Add(time.Duration(i)*time.Hour)))
	}
	require.Equal(t, "state-20261024T210000.000Z.db", all[0])
	others := []string{".state-partial-123", "state-20261024.db", "state-notes.txt", "before.db"}
	for _, name := range append(all, others...) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), nil, 0o600))
	}
	require.Error(t, RotateBackups(dir, 0))
	require.Len(t, names(t, dir), 9)
	require.NoError(t, RotateBackups(dir, 7))
	require.Len(t, names(t, dir), 8, "only what was not finished")
	require.NoError(t, RotateBackups(dir, 2))
	require.ElementsMatch(t, []string{all[3], all[4], "state-20261024.db", "state-notes.txt", "before.db"}, names(t, dir))
	require.Error(t, RotateBackups(filepath.Join(dir, "none"), 2))
}

func TestBackupOfAClosedState(t *testing.T) {
	b := openBolt(t, filepath.Join(t.TempDir(), "state.db"))
	require.NoError(t, b.Close())
	require.ErrorIs(t, b.Backup(&bytes.Buffer{}), ErrClosed)
	require.ErrorIs(t, b.Commit(context.Background(), Batch{}, b.Epoch()), ErrClosed)
}
