package main

import (
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// update writes the golden files anew: go test -run Golden -update.
var update = flag.Bool("update", false, "write the golden files anew")

// golden compares text with a file of testdata. DIR stands for the folder of the test.
func golden(t *testing.T, name, dir, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	text = strings.ReplaceAll(text, dir, "DIR")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o750))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), text)
}

// explainedConfig is a desk with a policy and two schedules: mornings for one team, the office for all others.
const explainedConfig = `
timezone: Europe/Berlin
hours: {mon-fri: "09:00-17:00", holidays: {dates: {"2026-01-06": Epiphany}}}
schedules: [{name: mornings, hours: {mon-fri: "09:00-12:00"}}]
teams: [{name: Parcels, schedule: mornings}]
sla: {reply: 4h, resolution: 2bd}
` + deskConfig

// explainedStory goes on where deskTables end. Ticket 3 is older than the baseline, ticket 4 became spam, and
// ticket 5 is solved late after it was moved.
const explainedStory = `
INSERT INTO tickets VALUES
  (3, '2025-12-30 09:00:00', '2026-01-02 11:00:00', '2026-01-02 11:00:00', 'done', 'c@x.it', 'Returns'),
  (4, '2026-01-05 09:00:00', '2026-01-05 10:00:00', NULL, 'spam', 'd@x.it', 'Returns'),
  (5, '2026-01-05 08:00:00', '2026-01-08 15:00:00', '2026-01-08 15:00:00', 'done', 'e@x.it', 'Parcels');
INSERT INTO messages VALUES
  (4, 3, '2025-12-30 09:00:00', 'customer', 'where is it'),
  (5, 3, '2026-01-02 11:00:00', 'agent', 'here'),
  (6, 4, '2026-01-05 09:00:00', 'customer', 'buy now'),
  (7, 5, '2026-01-05 08:00:00', 'customer', 'broken'),
  (8, 5, '2026-01-05 10:00:00', 'agent', 'please send it in'),
  (9, 5, '2026-01-07 15:00:00', 'customer', 'sent'),
  (10, 5, '2026-01-08 15:00:00', 'agent', 'refunded');
`

func explainedDesk(t *testing.T) string {
	t.Helper()
	dir := desk(t, explainedStory)
	configure(t, dir, explainedConfig)
	return dir
}

func TestExplainTicket(t *testing.T) {
	dir := explainedDesk(t)
	status, _, log := call(t, dir, "explain", "ticket", "own", "1")
	require.Equal(t, 1, status)
	require.Contains(t, log, "state.db: no such file or directory")

	path := filepath.Join(dir, "state.db")
	status, _, log = call(t, dir, "once", "--at=2026-01-09T12:00:00Z", "--state="+path)
	require.Zero(t, status, log)
	before, err := os.ReadFile(path)
	require.NoError(t, err)
	for _, ticket := range []string{"1", "2", "3", "4", "5"} {
		status, out, log := call(t, dir, "explain", "ticket", "own", ticket)
		require.Zero(t, status, log)
		golden(t, "explain-"+ticket+".txt", dir, out)
		for _, secret := range []string{"@x.it", "parcel", "broken"} {
			require.NotContains(t, out, secret)
		}
	}
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, before, after, "to look changes nothing")

	// A week before, tickets that are summaries now have their histories.
	early := filepath.Join(dir, "early.db")
	status, _, log = call(t, dir, "once", "--at=2026-01-04T12:00:00Z", "--state="+early)
	require.Zero(t, status, log)
	for _, ticket := range []string{"1", "3"} {
		status, out, log := call(t, dir, "explain", "ticket", "own", ticket, "--path="+early)
		require.Zero(t, status, log)
		golden(t, "explain-"+ticket+"-early.txt", dir, out)
	}

	for _, c := range []struct {
		name, want string
		args       []string
	}{
		{"a ticket that was never read", `source own: no such ticket: "77"`, []string{"own", "77"}},
		{"a source that is not there", `source is not configured: "shop"`, []string{"shop", "1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, out, log := call(t, dir, append([]string{"explain", "ticket"}, c.args...)...)
			require.Equal(t, 1, status)
			require.Empty(t, out)
			require.Contains(t, log, c.want)
		})
	}

	// A backup says the same.
	copied := filepath.Join(dir, "copy.db")
	status, _, log = call(t, dir, "state", "backup", copied)
	require.Zero(t, status, log)
	require.NoError(t, os.Remove(path))
	status, out, log := call(t, dir, "explain", "ticket", "own", "5", "--path="+copied)
	require.Zero(t, status, log)
	golden(t, "explain-5.txt", dir, out)
}

// An exporter that runs holds its state; it answers itself.
func TestExplainTicketOfARunningExporter(t *testing.T) {
	dir := explainedDesk(t)
	s := start(t, dir)
	s.eventually("/metrics", `helpdesk_exporter_stream_up{source="own",stream="tickets"} 1`)
	require.Eventually(t, func() bool {
		status, out, _ := call(t, dir, "explain", "ticket", "own", "1")
		return status == 0 && strings.Contains(out, "ticket 1 of source own: ")
	}, 20*time.Second, 100*time.Millisecond)
	status, _, log := call(t, dir, "explain", "ticket", "own", "77")
	require.Equal(t, 1, status)
	require.Contains(t, log, `the running exporter: source own: no such ticket: "77"`)
	code, _ := s.get("/explain")
	require.Equal(t, http.StatusNotFound, code, "the network is told nothing of tickets")

	require.NoError(t, os.Remove(filepath.Join(dir, "state.db.sock")))
	status, _, log = call(t, dir, "explain", "ticket", "own", "1")
	require.Equal(t, 1, status)
	require.Contains(t, log, "its exporter cannot be asked")
	require.Contains(t, log, "look at a backup with --path")
	s.end()
	require.NotContains(t, s.logged(), "level=WARN")
}

func TestMinutes(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 min", 90 * time.Minute: "90 min", 4*time.Hour + time.Second: "240 min 1 s",
		3220*time.Minute + 40*time.Second + 600*time.Millisecond: "3220 min 41 s",
	} {
		require.Equal(t, want, minutes(d))
	}
}
