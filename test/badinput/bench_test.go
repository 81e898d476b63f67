package badinput

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/exporter"
)

// patience is how long the exporter has to say or to show something.
const patience = 40 * time.Second

// head and source make the configuration. The baseline lies before everything, so that everything counts.
const head = `
global: {poll_interval: 1s, state: {path: DIR/state.db, backup: {dir: DIR/backup}}}
privacy: {key_file: DIR/identity.key}
sources:
`

const source = `
  - name: NAME
    dsn: "DSN"
    timezone: UTC
    baseline: BASELINE
    statuses: {open: open, done: solved}
    streams:
      - name: tickets
        kind: ticket
        key: t.id
        query: SELECT t.id, t.created_at, t.updated_at, t.status FROM tickets t WHERE {{ where }}
        changes:
          - name: log
            query: SELECT l.seq AS cursor_id, l.ticket AS id FROM log l WHERE l.seq > :cursor_id OR l.seq IS NULL ORDER BY l.seq LIMIT :limit
            start: SELECT MAX(seq) FROM log
            overlap: 10
`

// bench is an exporter with a good and a bad source.
type bench struct {
	t         *testing.T
	binary    string
	dir       string
	config    string // its text
	good, bad *helpdesk
	// before is what the exporter showed of the bad source while it was healthy.
	before exporter.Samples
	p      *exporter.Process
}

// newBench makes an exporter that an hour ago has counted three tickets of each source.
func newBench(t *testing.T, binary, dialect string) *bench {
	t.Helper()
	b := &bench{t: t, binary: binary, dir: t.TempDir()}
	name := "bad"
	if dialect != sqlite {
		name = strings.Trim(regexp.MustCompile("[^a-z0-9]+").ReplaceAllString(strings.ToLower(filepath.Base(t.Name())), "_"), "_")
	}
	b.good, b.bad = newDesk(t, sqlite, b.dir, "good"), newDesk(t, dialect, b.dir, name[:min(len(name), 30)])
	b.config = head + b.block("good", b.good.dsn) + b.block("bad", b.bad.dsn)
	return b
}

func (b *bench) block(name, dsn string) string {
	baseline := time.Now().UTC().Add(-30 * 24 * time.Hour).Format(time.RFC3339)
	return strings.NewReplacer("NAME", name, "DSN", dsn, "BASELINE", baseline).Replace(source)
}

// countGood does what count does for the good source; the bad one is not configured yet.
func (b *bench) countGood() {
	b.t.Helper()
	whole := b.config
	b.config, _, _ = strings.Cut(whole, "\n  - name: bad")
	b.count()
	b.config = whole
}

// count lets the exporter count what there is, as of an hour ago, so that no series is new any more.
func (b *bench) count() {
	b.t.Helper()
	b.write()
	at := time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	status, stdout, stderr := exporter.Run(b.t, b.binary, "once", "--config.file="+b.file(), "--state="+b.state(), "--at="+at)
	require.Zero(b.t, status, stderr)
	samples, err := exporter.Parse(stdout)
	require.NoError(b.t, err)
	b.before = samples.Desk().Of("bad")
	require.Equal(b.t, 3, created(samples, "good"))
}

func (b *bench) file() string { return filepath.Join(b.dir, "helpdesk.yml") }
func (b *bench) state() string {
	if strings.Contains(b.config, "DIR/disk/state.db") {
		return filepath.Join(b.dir, "disk", "state.db")
	}
	return filepath.Join(b.dir, "state.db")
}

func (b *bench) write() {
	b.t.Helper()
	require.NoError(b.t, os.WriteFile(b.file(), []byte(strings.ReplaceAll(b.config, "DIR", b.dir)), 0o600))
}

// replace changes the configuration of the bad source.
func (b *bench) replace(from, to string) {
	b.t.Helper()
	at := strings.Index(b.config, "name: bad")
	require.Equal(b.t, 1, strings.Count(b.config[at:], from), from)
	b.config = b.config[:at] + strings.Replace(b.config[at:], from, to, 1)
}

// start starts the exporter and waits until both sources have been polled, or one has failed.
func (b *bench) start() {
	b.t.Helper()
	b.write()
	b.p = exporter.Start(b.t, b.binary, nil, "--config.file="+b.file())
}

// polled waits for the next successful poll of a source.
func (b *bench) polled(name string) {
	b.t.Helper()
	began := time.Now()
	b.eventually("a poll of "+name, func(s exporter.Samples) bool { return b.success(s, name).After(began) })
}

// readOnce lets the exporter read a ticket of the bad source, so that it knows what the query gives.
func (b *bench) readOnce() {
	b.t.Helper()
	b.bad.touch(2)
	const read = `helpdesk_exporter_records_total{source="bad",stream="tickets"}`
	b.eventually("a ticket read", func(s exporter.Samples) bool { return s[read] != "0" })
}

// success is the end of the last successful poll of a source, zero where there is none.
func (b *bench) success(s exporter.Samples, name string) time.Time {
	b.t.Helper()
	text, ok := s[fmt.Sprintf(`helpdesk_exporter_stream_last_success_timestamp_seconds{source=%q,stream="tickets"}`, name)]
	if !ok {
		return time.Time{}
	}
	seconds, err := strconv.ParseFloat(text, 64)
	require.NoError(b.t, err)
	return time.UnixMilli(int64(seconds * 1000))
}

func (b *bench) eventually(what string, shown func(exporter.Samples) bool) exporter.Samples {
	b.t.Helper()
	var s exporter.Samples
	require.Eventually(b.t, func() bool {
		s = b.p.Scrape()
		return shown(s)
	}, patience, 200*time.Millisecond, "%s is not shown", what)
	return s
}

// settled scrapes until the exporter shows what is expected, or for long enough to be sure that it will not.
func (b *bench) settled(shown func(exporter.Samples) bool) exporter.Samples {
	b.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(200 * time.Millisecond) {
		if s := b.p.Scrape(); shown(s) || time.Now().After(deadline) {
			return s
		}
	}
}

// said waits for a line of the log about the bad source.
func (b *bench) said(message string) exporter.Line {
	b.t.Helper()
	l, ok := b.p.Await(patience, func(l exporter.Line) bool {
		return l.Msg == message && l.Field("helpdesk") == "bad"
	})
	require.True(b.t, ok, "nobody says %q:\n%s", message, b.p.Log())
	return l
}

// normal replaces in a message what differs from run to run.
func (b *bench) normal(message string) string {
	return b.bad.normal(strings.ReplaceAll(message, b.dir, "DIR"))
}

// goodCounts lets something happen on the healthy desk and waits until it is counted.
func (b *bench) goodCounts() {
	b.t.Helper()
	b.good.add("open")
	b.eventually("the healthy source's ticket", func(s exporter.Samples) bool { return created(s, "good") == b.good.tickets })
}

// created sums up the tickets created of a source.
func created(s exporter.Samples, name string) int {
	sum := 0
	for series, value := range s.Of(name) {
		if strings.HasPrefix(series, "helpdesk_tickets_created_total{") {
			n, err := strconv.Atoi(value)
			if err != nil {
				return -1
			}
			sum += n
		}
	}
	return sum
}

// leaks makes sure that no password is shown anywhere.
func (b *bench) leaks() {
	b.t.Helper()
	for _, spelling := range []string{secret, "s3cret", b.bad.reader} {
		if spelling != "" {
			require.NotContains(b.t, b.p.Log(), spelling)
		}
	}
}
