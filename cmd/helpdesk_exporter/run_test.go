package main

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const deskTables = `
CREATE TABLE tickets (id INTEGER PRIMARY KEY, created TEXT, updated TEXT, solved TEXT, status TEXT, customer TEXT, team TEXT);
CREATE TABLE messages (id INTEGER PRIMARY KEY, ticket INTEGER, created TEXT, author TEXT, body TEXT);
INSERT INTO tickets VALUES
  (1, '2026-01-02 09:00:00', '2026-01-02 10:00:00', '2026-01-02 10:00:00', 'done', 'a@x.it', 'Returns'),
  (2, '2026-01-03 09:00:00', '2026-01-03 09:00:00', NULL, 'open', 'b@x.it', 'Returns');
INSERT INTO messages VALUES
  (1, 1, '2026-01-02 09:00:00', 'customer', 'where is my parcel'),
  (2, 1, '2026-01-02 09:30:00', 'agent', 'on its way'),
  (3, 2, '2026-01-03 09:00:00', 'customer', 'help');
`

const deskConfig = `
global: {poll_interval: 1s, state: {path: DIR/state.db, backup: {dir: DIR/backup}}}
privacy: {key_file: DIR/identity.key}
sources:
  - name: own
    dsn: sqlite:DIR/desk.db
    timezone: UTC
    baseline: 2026-01-01T00:00:00Z
    statuses: {done: solved}
    streams:
      - name: tickets
        kind: ticket
        key: t.id
        query: SELECT t.id AS id, t.created AS created_at, t.updated AS updated_at, t.solved AS solved_at, t.status AS status, t.customer AS requester, t.team AS "group" FROM tickets t WHERE {{ where }}
        changes:
          - name: updated
            query: SELECT t.updated AS cursor, t.id AS id FROM tickets t WHERE t.updated >= :cursor ORDER BY t.updated, t.id LIMIT :limit
            start: SELECT MAX(updated) FROM tickets
            overlap: 10m
      - name: messages
        kind: message
        for_each: {stream: tickets, when: changed}
        query: SELECT m.id AS id, m.ticket AS ticket, m.created AS at, m.author AS author, m.body AS text FROM messages m WHERE m.ticket IN (:ids)
`

// desk makes a folder with a helpdesk in SQLite and a configuration that reads it.
func desk(t *testing.T, more ...string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	change(t, dir, append([]string{deskTables}, more...)...)
	configure(t, dir, deskConfig)
	return dir
}

func change(t *testing.T, dir string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "desk.db"))
	require.NoError(t, err)
	for _, statement := range statements {
		_, err := db.ExecContext(t.Context(), statement)
		require.NoError(t, err)
	}
	require.NoError(t, db.Close())
}

func configure(t *testing.T, dir, text string) {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "helpdesk.yml"), []byte(strings.ReplaceAll(text, "DIR", dir)), 0o600))
}

// call runs a command to its end.
func call(t *testing.T, dir string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	status = run(t.Context(), append(args, "--config.file="+filepath.Join(dir, "helpdesk.yml")), &out, &log)
	return status, out.String(), log.String()
}

// requireSample looks for a line of the exposition; a failure shows the family only.
func requireSample(t *testing.T, exposition, sample string) {
	t.Helper()
	family, _, _ := strings.Cut(sample, "{")
	var lines []string
	for _, line := range strings.Split(exposition, "\n") {
		if strings.HasPrefix(line, family+"{") {
			lines = append(lines, line)
		}
	}
	require.Contains(t, lines, sample)
}

func TestOncePrintsWhatWasCounted(t *testing.T) {
	dir := desk(t)
	status, out, log := call(t, dir, "once", "--at=2026-02-01T00:00:00Z")
	require.Zero(t, status, log)
	for _, line := range []string{
		`helpdesk_exporter_facts_total{kind="created",source="own",stream="tickets"} 2`,
		`helpdesk_exporter_facts_total{kind="resolved",source="own",stream="tickets"} 1`,
		`helpdesk_exporter_facts_total{kind="message",source="own",stream="tickets"} 3`,
		`helpdesk_exporter_records_total{source="own",stream="messages"} 3`,
		`helpdesk_exporter_stream_last_success_timestamp_seconds{source="own",stream="tickets"} 1.769904e+09`,
		`helpdesk_source_info{source="own"} 1`,
	} {
		requireSample(t, out, line)
	}
	for _, secret := range []string{"a@x.it", "parcel"} {
		require.NotContains(t, out+log, secret)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	require.ElementsMatch(t, []string{filepath.Join(dir, "desk.db"), filepath.Join(dir, "helpdesk.yml")}, files, "nothing is kept")
}

func TestOnceAtAnInstantHoldsWhatComesAfter(t *testing.T) {
	dir := desk(t)
	status, out, log := call(t, dir, "once", "--at=2026-01-02T12:00:00Z")
	require.Zero(t, status, log)
	requireSample(t, out, `helpdesk_exporter_facts_total{kind="created",source="own",stream="tickets"} 1`)
}

func TestOnceGoesOnFromAState(t *testing.T) {
	dir := desk(t)
	path := filepath.Join(dir, "kept.db")
	for _, at := range []string{"2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"} {
		status, out, log := call(t, dir, "once", "--at="+at, "--state="+path)
		require.Zero(t, status, log)
		requireSample(t, out, `helpdesk_exporter_facts_total{kind="created",source="own",stream="tickets"} 2`)
	}
	require.FileExists(t, filepath.Join(dir, "identity.key"))
}

func TestOnceFailsAndPrintsAllTheSame(t *testing.T) {
	t.Run("a record that cannot be mapped", func(t *testing.T) {
		dir := desk(t, `INSERT INTO messages VALUES (4, 2, '2026-01-03 09:10:00', 'martian', 'x')`)
		status, out, log := call(t, dir, "once", "--at=2026-02-01T00:00:00Z")
		require.Equal(t, 1, status)
		require.Contains(t, log, "1 records could not be mapped")
		requireSample(t, out, `helpdesk_exporter_quarantine_records{source="own",stream="messages"} 1`)
	})
	t.Run("a source that fails", func(t *testing.T) {
		dir := desk(t)
		configure(t, dir, deskConfig+`
  - name: broken
    dsn: sqlite:DIR/nothing.db
    timezone: UTC
    streams: [{name: tickets, kind: ticket, key: id, query: "SELECT id FROM tickets WHERE {{ where }}", changes: [{name: new, start: "SELECT COALESCE(MAX(id), 0) FROM tickets", query: "SELECT id AS cursor_id, id FROM tickets WHERE id > :cursor_id ORDER BY id LIMIT :limit"}]}]
`)
		status, out, log := call(t, dir, "once", "--at=2026-02-01T00:00:00Z")
		require.Equal(t, 1, status)
		require.Contains(t, log, "source broken: stream tickets: ")
		requireSample(t, out, `helpdesk_exporter_stream_up{source="broken",stream="tickets"} 0`)
		requireSample(t, out, `helpdesk_exporter_facts_total{kind="created",source="own",stream="tickets"} 2`)
	})
	t.Run("a wrong time", func(t *testing.T) {
		status, _, log := call(t, desk(t), "once", "--at=noon")
		require.Equal(t, 1, status)
		require.Contains(t, log, `--at: expected a time such as 2026-01-31T09:00:00Z, got "noon"`)
	})
	t.Run("a history that ends after the baseline", func(t *testing.T) {
		dir := desk(t)
		configure(t, dir, strings.Replace(deskConfig, "timezone: UTC", "timezone: UTC\n    history: 7d", 1))
		status, _, log := call(t, dir, "once", "--at=2026-02-01T00:00:00Z")
		require.Equal(t, 1, status)
		require.Contains(t, log, "helpdesk.yml:8: sources[0].history: 1w does not reach back to the baseline")
	})
}

func TestCheckConfig(t *testing.T) {
	dir := desk(t)
	status, out, log := call(t, dir, "check", "config")
	require.Zero(t, status, log)
	require.Contains(t, out, "source own: own queries\n  stream tickets every 1s: ticket\n  stream messages with tickets: message\n")
	require.Contains(t, out, "assumed:\n  no schedules: durations are on the calendar clock\n")
	require.Contains(t, out, "the configuration is valid\n")

	status, out, _ = call(t, dir, "check", "config", "--show-defaults")
	require.Zero(t, status)
	require.Contains(t, out, "reopen_window: 1w\n")
	require.Contains(t, out, "dsn: <secret>\n")

	configure(t, dir, "surveys: {}\nsorces: []\n")
	status, out, log = call(t, dir, "check", "config")
	require.Equal(t, 1, status)
	require.Empty(t, out)
	file := filepath.Join(dir, "helpdesk.yml")
	require.Equal(t, fmt.Sprintf("%[1]s:1: surveys: not supported by this version\n%[1]s:1: sources: no source is configured; add one under sources:\n%[1]s:2: sorces: unknown key, did you mean \"sources\"?\n", file), log)
}

func TestPresetsAndVersion(t *testing.T) {
	dir := desk(t)
	status, out, _ := call(t, dir, "presets", "list")
	require.Zero(t, status)
	require.Regexp(t, `(?m)^osticket +\S`, out)
	status, out, _ = call(t, dir, "presets", "show", "osticket")
	require.Zero(t, status)
	require.Contains(t, out, "streams:\n")
	status, _, log := call(t, dir, "presets", "show", "nothing")
	require.Equal(t, 1, status)
	require.Contains(t, log, `no preset "nothing"; there are: `)
	status, out, _ = call(t, dir, "version")
	require.Zero(t, status)
	require.Contains(t, out, "helpdesk_exporter, version")
}

func TestCommandLine(t *testing.T) {
	status, _, log := call(t, t.TempDir(), "--no-such-flag")
	require.Equal(t, 2, status)
	require.Contains(t, log, "no-such-flag")
	status, out, _ := call(t, t.TempDir(), "--help")
	require.Zero(t, status)
	for _, text := range []string{"serve*", "once", "check config", "state restore", "presets show", "--config.file", "--log.level"} {
		require.Contains(t, out, text)
	}
	status, _, log = call(t, t.TempDir())
	require.Equal(t, 1, status)
	require.Contains(t, log, "helpdesk.yml: no such file or directory")
}

func TestStateCommands(t *testing.T) {
	dir := desk(t)
	path, copied := filepath.Join(dir, "state.db"), filepath.Join(dir, "copy.db")
	status, _, log := call(t, dir, "state", "verify")
	require.Equal(t, 1, status)
	require.Contains(t, log, path)
	status, _, _ = call(t, dir, "state", "backup", copied)
	require.Equal(t, 1, status, "there is nothing to copy")
	require.NoFileExists(t, path)

	status, _, log = call(t, dir, "once", "--state="+path)
	require.Zero(t, status, log)
	status, out, log := call(t, dir, "state", "verify")
	require.Zero(t, status, log)
	require.Contains(t, out, path+" is sound\n")
	status, out, _ = call(t, dir, "state", "dump")
	require.Zero(t, status)
	require.Contains(t, out, `"bucket":`)

	status, _, log = call(t, dir, "state", "backup", copied)
	require.Zero(t, status, log)
	require.NoError(t, os.Truncate(path, 5000))
	status, _, log = call(t, dir, "state", "verify", "--path="+path)
	require.Equal(t, 1, status)
	require.NotEmpty(t, log)
	status, out, log = call(t, dir, "state", "restore", copied)
	require.Zero(t, status, log)
	require.Contains(t, out, "the state before is kept as "+path+".before-restore-1\n")
	status, _, log = call(t, dir, "state", "verify")
	require.Zero(t, status, log)
}

// service is a serve that runs in the background.
type service struct {
	t      *testing.T
	url    string
	stop   context.CancelFunc
	status chan int
	mu     sync.Mutex
	log    bytes.Buffer
}

func (s *service) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.Write(p)
}

func (s *service) logged() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

func start(t *testing.T, dir string) *service {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	require.NoError(t, listener.Close())
	ctx, stop := context.WithCancel(context.Background())
	s := &service{t: t, url: "http://" + address, stop: stop, status: make(chan int, 1)}
	go func() {
		s.status <- run(ctx, []string{"--config.file=" + filepath.Join(dir, "helpdesk.yml"), "--web.listen-address=" + address}, io.Discard, s)
	}()
	t.Cleanup(stop)
	return s
}

func (s *service) get(path string) (int, string) {
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+path, nil)
	require.NoError(s.t, err)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close() //nolint:errcheck // only read
	body, err := io.ReadAll(response.Body)
	require.NoError(s.t, err)
	return response.StatusCode, string(body)
}

func (s *service) eventually(path, text string) {
	s.t.Helper()
	require.Eventually(s.t, func() bool {
		_, body := s.get(path)
		return strings.Contains(body, text)
	}, 30*time.Second, 50*time.Millisecond, "%s on %s\n%s", text, path, s.logged())
}

func (s *service) end() {
	s.t.Helper()
	s.stop()
	select {
	case status := <-s.status:
		require.Zero(s.t, status, s.logged())
	case <-time.After(20 * time.Second):
		s.t.Fatal("the exporter does not stop")
	}
}

func TestServe(t *testing.T) {
	dir := desk(t)
	s := start(t, dir)
	s.eventually("/-/ready", "Ready.")
	s.eventually("/metrics", `helpdesk_exporter_stream_up{source="own",stream="tickets"} 1`)
	status, body := s.get("/-/healthy")
	require.Equal(t, 200, status)
	require.Equal(t, "Healthy.\n", body)
	_, body = s.get("/")
	require.Contains(t, body, "/metrics")
	_, body = s.get("/metrics")
	for _, text := range []string{"go_goroutines", "process_cpu_seconds_total", "helpdesk_exporter_build_info", `helpdesk_exporter_records_total{source="own",stream="tickets"}`} {
		require.Contains(t, body, text)
	}

	status, _, log := call(t, dir, "state", "verify")
	require.Equal(t, 1, status, "the state is held")
	require.Contains(t, log, "held by another process")

	other := start(t, dir)
	require.Equal(t, 1, <-other.status, "a second exporter on one state ends at once")
	require.Contains(t, other.logged(), "held by another process")

	s.end()
	again := start(t, dir)
	again.eventually("/-/ready", "Ready.")
	again.end()
	require.NotContains(t, s.logged()+again.logged(), "level=ERROR")
}

func TestServeEndsIfItCannotListen(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close() //nolint:errcheck // the test is over
	var log bytes.Buffer
	status := run(t.Context(), []string{"--config.file=" + filepath.Join(desk(t), "helpdesk.yml"), "--web.listen-address=" + listener.Addr().String()}, io.Discard, &log)
	require.Equal(t, 1, status)
	require.Contains(t, log.String(), "address already in use")
}

func TestServeEndsWellIfItIsStoppedWhileItStarts(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var log bytes.Buffer
	status := run(ctx, []string{"--config.file=" + filepath.Join(desk(t), "helpdesk.yml"), "--web.listen-address=127.0.0.1:0"}, io.Discard, &log)
	require.Zero(t, status, log.String())
	require.NotContains(t, log.String(), "context canceled")
}
