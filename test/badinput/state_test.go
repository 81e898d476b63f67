package badinput

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"

	"helpdesk_exporter/test/exporter"
)

// refused is something with which the exporter does not start.
type refused struct {
	name string
	// spoil makes it bad and returns what mends it.
	spoil   func(*bench) (mend func())
	message string
}

// startsRefused are configurations and states that a start is refused with: nothing is counted from a guess.
func startsRefused() []refused {
	return []refused{
		{
			name:    "wrong DSN not an address",
			spoil:   func(b *bench) func() { return b.misconfigure(`"sqlite:DIR/bad.db"`, `"mysql//reader:s3cret@db/desk"`) },
			message: "?",
		},
		{
			name:    "an unknown YAML key",
			spoil:   func(b *bench) func() { return b.misconfigure("    statuses:", "    status:") },
			message: "?",
		},
		{
			name: "a state file of a newer version",
			spoil: func(b *bench) func() {
				return b.damage("\x00meta", func(data *bbolt.Bucket) (key, value []byte) {
					key = []byte("format")
					return key, seal("\x00meta", key, binary.BigEndian.AppendUint64(nil, 2))
				})
			},
			message: "?",
		},
		{
			name: "a corrupted state value",
			spoil: func(b *bench) func() {
				return b.damage("series", func(data *bbolt.Bucket) (key, value []byte) {
					key, value = data.Cursor().Seek([]byte("helpdesk_tickets_created_total"))
					return key, flipped(value)
				})
			},
			message: "?",
		},
	}
}

func (r *refused) run(b *bench) {
	b.count()
	b.good.add("open")
	mend := r.spoil(b)
	b.write()
	before, err := os.ReadFile(b.state())
	require.NoError(b.t, err)
	status, stdout, stderr := exporter.Run(b.t, b.binary, "serve", "--config.file="+b.file(), "--log.level=warn", "--web.listen-address=127.0.0.1:0")
	require.Equal(b.t, 1, status)
	require.Empty(b.t, stdout)
	require.Equal(b.t, r.message, b.normal(strings.TrimRight(stderr, "\n")))
	require.NotContains(b.t, stderr, "s3cret")
	after, err := os.ReadFile(b.state())
	require.NoError(b.t, err)
	require.Equal(b.t, before, after, "the state is as it was")

	mend()
	b.start()
	b.eventually("the healthy source's ticket", func(s exporter.Samples) bool { return created(s, "good") == b.good.tickets })
	require.Equal(b.t, b.before, desk(b.p.Scrape()))
	b.p.Stop()
}

// misconfigure changes the configuration of the bad source for a while.
func (b *bench) misconfigure(from, to string) (mend func()) {
	healthy := b.config
	b.replace(strings.ReplaceAll(from, "DIR", b.dir), to)
	return func() { b.config = healthy }
}

// damage puts another value into the state file, below its checksums, after a backup was made.
func (b *bench) damage(bucket string, change func(*bbolt.Bucket) (key, value []byte)) (mend func()) {
	b.t.Helper()
	backup := filepath.Join(b.dir, "backup.db")
	b.state1("backup", backup)
	db, err := bbolt.Open(b.state(), 0o600, nil)
	require.NoError(b.t, err)
	require.NoError(b.t, db.Update(func(tx *bbolt.Tx) error {
		data := tx.Bucket([]byte(bucket))
		key, value := change(data)
		return data.Put(append([]byte(nil), key...), value)
	}))
	require.NoError(b.t, db.Close())
	return func() { b.state1("restore", backup) }
}

// state1 runs a command on the state.
func (b *bench) state1(args ...string) {
	b.t.Helper()
	status, _, stderr := exporter.Run(b.t, b.binary, append([]string{"state", "--path=" + b.state()}, args...)...)
	require.Zero(b.t, status, stderr)
}

// seal puts a value's checksum in front of it, as the state has it.
func seal(bucket string, key, value []byte) []byte {
	table := crc32.MakeTable(crc32.Castagnoli)
	sum := crc32.Update(uint32(len(bucket)), table, []byte(bucket))
	sum = crc32.Update(sum^uint32(len(key)), table, key)
	return append(binary.BigEndian.AppendUint32(nil, crc32.Update(sum, table, value)), value...)
}

func flipped(value []byte) []byte {
	out := append([]byte(nil), value...)
	out[len(out)-1] ^= 1
	return out
}

// secondExporter: the first one goes on.
func secondExporter(b *bench) {
	b.count()
	b.start()
	b.polled("bad")
	status, stdout, stderr := exporter.Run(b.t, b.binary, "serve", "--config.file="+b.file(), "--log.level=warn", "--web.listen-address=127.0.0.1:0")
	require.Equal(b.t, 1, status)
	require.Empty(b.t, stdout)
	require.Equal(b.t, "state: held by another process: DIR/state.db; stop the other exporter, or give this one another state.path\n", b.normal(stderr))
	b.goodCounts()
	require.Equal(b.t, b.before, desk(b.p.Scrape()))
	b.p.Stop()
}

// damagedLater: a value that is not needed at the start is refused when it is read.
func damagedLater(b *bench) {
	b.count()
	mend := b.damage("ticket", func(data *bbolt.Bucket) (key, value []byte) {
		key, value = data.Cursor().Seek([]byte("bad"))
		return key, flipped(value)
	})
	_ = mend
	b.start()
}

// fullDisk: the state cannot grow, nothing is counted by halves, and it goes on without a restart.
func fullDisk(b *bench) {
	disk := filepath.Join(b.dir, "disk")
	require.NoError(b.t, os.Mkdir(disk, 0o700))
	require.NoError(b.t, syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=16m"), "a small file system is needed: run as root")
	b.t.Cleanup(func() { require.NoError(b.t, syscall.Unmount(disk, syscall.MNT_DETACH)) })
	b.config = strings.Replace(b.config, "DIR/state.db", "DIR/disk/state.db", 1)
	b.count()
	b.start()
	b.polled("bad")

	ballast, err := os.Create(filepath.Join(disk, "ballast"))
	require.NoError(b.t, err)
	for err == nil {
		_, err = ballast.Write(make([]byte, 1<<12))
	}
	require.ErrorIs(b.t, err, syscall.ENOSPC)
	require.NoError(b.t, ballast.Close())
	b.bad.exec(fmt.Sprintf("INSERT INTO tickets WITH RECURSIVE n (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i, '%[2]s', '%[2]s', 'open' FROM n", b.bad.tickets+1, old()))
	b.bad.exec(fmt.Sprintf("INSERT INTO log SELECT id, id FROM tickets WHERE id > %d", b.bad.tickets))
	line := b.said("poll failed")
	require.Equal(b.t, "state", line.Field("reason"))
	require.Equal(b.t, "?", b.normal(line.Field("err")))
	failing := b.p.Scrape()
	require.Equal(b.t, "0", failing[`helpdesk_exporter_stream_up{source="bad",stream="tickets"}`])
	counted := created(failing, "bad")
	require.Less(b.t, counted, 20000)

	require.NoError(b.t, os.Remove(ballast.Name()))
	b.eventually("everything", func(s exporter.Samples) bool { return created(s, "bad") == 20000 })
	b.goodCounts()
	b.p.Stop()
	b.config = strings.Replace(b.config, "DIR/disk/state.db", "DIR/state.db", 1)
	status, _, stderr := exporter.Run(b.t, b.binary, "state", "verify", "--path="+filepath.Join(disk, "state.db"))
	require.Zero(b.t, status, stderr)
	_ = time.Now
}
