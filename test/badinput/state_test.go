package badinput

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"strings"
	"syscall"

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

// whatToDo ends the message of a damaged state.
const whatToDo = "\n(`helpdesk_exporter state verify` lists all that is damaged; " +
	"`helpdesk_exporter state restore FILE` goes back to a backup, of which the latest are in DIR/backup)"

// startsRefused are configurations and states that a start is refused with: nothing is counted from a guess.
func startsRefused() []refused {
	return []refused{
		{
			name:    "wrong DSN not an address",
			spoil:   func(b *bench) func() { return b.misconfigure(`"sqlite:DIR/bad.db"`, `"mysql//reader:s3cret@db/desk"`) },
			message: `DIR/helpdesk.yml:23: sources[1].dsn: not an address: write mysql://…, postgres://… or sqlite:…`,
		},
		{
			name:    "an unknown YAML key",
			spoil:   func(b *bench) func() { return b.misconfigure("    statuses:", "    status:") },
			message: `DIR/helpdesk.yml:26: sources[1].status: unknown key, did you mean "statuses"?`,
		},
		{
			name: "a state file of a newer version",
			spoil: func(b *bench) func() {
				return b.damage("\x00meta", func(*bbolt.Bucket) (key, value []byte) {
					key = []byte("format")
					return key, seal("\x00meta", key, binary.BigEndian.AppendUint64(nil, 2))
				})
			},
			message: `state: open DIR/state.db: state: written by a newer version: format 2, this release reads up to 1; run the newer release, or restore a backup made before it`,
		},
		{
			name: "a corrupted state value",
			spoil: func(b *bench) func() {
				return b.damage("series", func(data *bbolt.Bucket) (key, value []byte) {
					key, value = data.Cursor().Seek([]byte("helpdesk_tickets_created_total"))
					return key, flipped(value)
				})
			},
			message: `state: scan DIR/state.db: state: damaged: bucket "series" key "helpdesk_tickets_created_total\x00source=bad\x00brand=\x00group=\x00channel=other\x00priority=none\x00origin=customer": the value does not match its checksum; restore a backup` + whatToDo,
		},
		{
			name: "a corrupted ticket",
			spoil: func(b *bench) func() {
				return b.damage("ticket", func(data *bbolt.Bucket) (key, value []byte) {
					key, value = data.Cursor().Seek([]byte("bad"))
					return key, flipped(value)
				})
			},
			message: `source bad: state: scan DIR/state.db: state: damaged: bucket "ticket" key "bad\x001": the value does not match its checksum; restore a backup` + whatToDo,
		},
	}
}

func (r *refused) run(b *bench) {
	b.count()
	b.good.add("open")
	mend := r.spoil(b)
	b.write()
	before := b.holds()
	status, stdout, stderr := exporter.Run(b.t, b.binary, "serve", "--config.file="+b.file(), "--log.level=warn", "--web.listen-address=127.0.0.1:0")
	require.Equal(b.t, 1, status)
	require.Empty(b.t, stdout)
	require.Equal(b.t, r.message, b.normal(strings.TrimRight(stderr, "\n")))
	require.NotContains(b.t, stderr, "s3cret")
	require.Equal(b.t, before, b.holds(), "the state is as it was")

	mend()
	b.start()
	b.eventually("the healthy source's ticket", func(s exporter.Samples) bool { return created(s, "good") == b.good.tickets })
	require.Equal(b.t, b.before, desk(b.p.Scrape()))
	b.p.Stop()
}

// holds is what the state holds, damages included.
func (b *bench) holds() string {
	b.t.Helper()
	_, stdout, stderr := exporter.Run(b.t, b.binary, "state", "dump", "--path="+b.state())
	return stdout + stderr
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
	b.stateCommand("backup", backup)
	db, err := bbolt.Open(b.state(), 0o600, nil)
	require.NoError(b.t, err)
	require.NoError(b.t, db.Update(func(tx *bbolt.Tx) error {
		data := tx.Bucket([]byte(bucket))
		key, value := change(data)
		return data.Put(append([]byte(nil), key...), value)
	}))
	require.NoError(b.t, db.Close())
	return func() { b.stateCommand("restore", backup) }
}

// stateCommand runs a command on the state.
func (b *bench) stateCommand(args ...string) {
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
	require.Equal(b.t, "source bad: stream tickets: state: commit to DIR/disk/state.db: write DIR/disk/state.db: no space left on device", b.normal(line.Field("err")))
	failing := b.eventually("the failure", func(s exporter.Samples) bool {
		return s[`helpdesk_exporter_stream_up{source="bad",stream="tickets"}`] == "0"
	})
	require.Less(b.t, created(failing, "bad"), 20000)

	require.NoError(b.t, os.Remove(ballast.Name()))
	b.eventually("everything", func(s exporter.Samples) bool { return created(s, "bad") == 20000 })
	b.goodCounts()
	b.p.Stop()
	b.config = strings.Replace(b.config, "DIR/disk/state.db", "DIR/state.db", 1)
	status, _, stderr := exporter.Run(b.t, b.binary, "state", "verify", "--path="+filepath.Join(disk, "state.db"))
	require.Zero(b.t, status, stderr)
}
