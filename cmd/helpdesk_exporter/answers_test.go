package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// httpDesk is a helpdesk behind HTTP: three tickets with a question and an answer each.
func httpDesk(t *testing.T) *httptest.Server {
	t.Helper()
	type obj = map[string]any
	ticket := func(id int) obj {
		x := obj{"id": id, "created_at": fmt.Sprintf("2026-01-03T0%d:00:00Z", id), "updated_at": fmt.Sprintf("2026-01-03T0%d:30:00Z", id), "state": "open", "team": 1}
		if id == 2 {
			x["state"], x["solved_at"] = "solved", x["updated_at"]
		}
		return x
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer hush-hush-1234" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		var id int
		var answer any
		switch n, _ := fmt.Sscanf(r.URL.Path, "/tickets/%d", &id); { //nolint:errcheck // n tells
		case r.URL.Path == "/teams":
			answer = obj{"teams": []obj{{"id": 1, "title": "Returns"}}}
		case n == 0:
			answer = obj{"tickets": []obj{ticket(1), ticket(2), ticket(3)}}
		case strings.HasSuffix(r.URL.Path, "/messages"):
			x := ticket(id)
			answer = obj{"messages": []obj{
				{"id": fmt.Sprintf("%d-1", id), "at": x["created_at"], "author": "customer", "body": "my card is 4111"},
				{"id": fmt.Sprintf("%d-2", id), "at": x["updated_at"], "author": "agent", "body": "thank you"},
			}}
		default:
			answer = obj{"ticket": ticket(id)}
		}
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(answer); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	return server
}

const httpConfig = `
global: {state: {path: DIR/state.db, backup: {dir: DIR/backup}}}
privacy: {key_file: DIR/identity.key}
sources:
  - name: desk
    url: URL
    token: hush-hush-1234
    auth: {bearer: "{{ .token }}"}
    baseline: 2026-01-01T00:00:00Z
    discover: [{name: teams, request: {path: /teams}, records: teams, value: title}]
    streams:
      - name: tickets
        request: {path: /tickets, params: {since: "{{ .cursor | rfc3339 }}"}}
        records: tickets
        cursor: {field: updated_at, order: asc}
        look_up: {request: {path: "/tickets/{{ .id }}"}, records: ticket}
        map: |
          {kind: "ticket", id, created_at: (.created_at | ts), updated_at: (.updated_at | ts), status: .state,
           solved_at: (.solved_at | ts), group: (.team | lookup("teams"))}
      - name: messages
        for_each: {stream: tickets}
        request: {path: "/tickets/{{ .parent.id }}/messages"}
        records: messages
        map: '{kind: "message", id, ticket: $parent.id, at: (.at | ts), author, text: .body}'
`

// httpFolder is a folder with a configuration that reads the desk.
func httpFolder(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	configure(t, dir, strings.ReplaceAll(httpConfig, "URL", httpDesk(t).URL))
	return dir
}

// commandIn runs a command on the configuration of a folder.
func commandIn(t *testing.T, dir string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, log bytes.Buffer
	status = run(t.Context(), append([]string{"--config.file=" + filepath.Join(dir, "helpdesk.yml")}, args...), &out, &log)
	return status, out.String(), log.String()
}

const httpAt = "--at=2026-01-03T12:00:00Z"

// What was recorded gives the metrics that the helpdesk gave, and holds neither credentials nor texts.
func TestRecordAndTest(t *testing.T) {
	dir := httpFolder(t)
	status, live, log := commandIn(t, dir, "once", httpAt)
	require.Zero(t, status, log)
	answers := filepath.Join(dir, "answers")
	status, said, log := commandIn(t, dir, "record", "desk", "--answers="+answers, httpAt)
	require.Zero(t, status, log)
	recording := filepath.Join(answers, "desk.jsonl")
	require.Contains(t, said, recording)
	text, err := os.ReadFile(recording)
	require.NoError(t, err)
	for _, secret := range []string{"hush", "4111", "thank you"} {
		require.NotContains(t, string(text), secret)
	}
	require.NoFileExists(t, filepath.Join(dir, "state.db"))

	status, played, log := commandIn(t, dir, "test", "--answers="+answers, httpAt)
	require.Zero(t, status, log)
	require.Equal(t, samples([]byte(live)), samples([]byte(played)))
	require.Contains(t, played, `helpdesk_tickets_created_total{`)

	golden := filepath.Join(dir, "golden.prom")
	require.NoError(t, os.WriteFile(golden, []byte(played), 0o600))
	status, said, log = commandIn(t, dir, "test", "--answers="+answers, "--golden="+golden, httpAt)
	require.Zero(t, status, log)
	require.Empty(t, said)
	require.NoError(t, os.WriteFile(golden, []byte(strings.Replace(played, `nth="first"`, `nth="again"`, 1)), 0o600))
	status, said, log = commandIn(t, dir, "test", "--answers="+answers, "--golden="+golden, httpAt)
	require.Equal(t, 1, status)
	require.Contains(t, log, "2 lines differ from "+golden)
	require.Contains(t, said, `-helpdesk_tickets_resolved_total{`)

	status, _, log = commandIn(t, dir, "record", "desk", "--answers="+answers, httpAt)
	require.Equal(t, 1, status)
	require.Contains(t, log, "is there already")
}

// A request without a recorded answer fails the test, and is named.
func TestTestNamesWhatIsMissing(t *testing.T) {
	dir := httpFolder(t)
	answers := filepath.Join(dir, "answers")
	status, _, log := commandIn(t, dir, "record", "desk", "--answers="+answers, httpAt)
	require.Zero(t, status, log)
	recording := filepath.Join(answers, "desk.jsonl")
	text, err := os.ReadFile(recording)
	require.NoError(t, err)
	var kept []string
	for line := range strings.Lines(string(text)) {
		if !strings.Contains(line, "/tickets/2/messages") {
			kept = append(kept, line)
		}
	}
	require.NoError(t, os.WriteFile(recording, []byte(strings.Join(kept, "")), 0o600))
	status, _, log = commandIn(t, dir, "test", "--answers="+answers, httpAt)
	require.Equal(t, 1, status)
	require.Contains(t, log, "no recorded answer in "+answers+" for:\n  GET /tickets/2/messages\n")

	for name, c := range map[string]struct{ folder, want string }{
		"nothing":       {t.TempDir(), "there is no recording (*.jsonl) in "},
		"no folder":     {filepath.Join(dir, "none"), "no such file"},
		"not recording": {recordingOf(t, "{}"), "desk.jsonl:1: method, url and status are required"},
	} {
		status, _, log = commandIn(t, dir, "test", "--answers="+c.folder, httpAt)
		require.Equal(t, 1, status, name)
		require.Contains(t, log, c.want, name)
	}
}

func recordingOf(t *testing.T, text string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "desk.jsonl"), []byte(text), 0o600))
	return dir
}

// Databases have no recorded answers.
func TestOnlyHTTPIsRecorded(t *testing.T) {
	dir := desk(t)
	for _, args := range [][]string{{"record", "own", "--answers=" + dir}, {"test", "--answers=" + dir}} {
		status, _, log := commandIn(t, dir, args...)
		require.Equal(t, 1, status)
		require.Contains(t, log, "source own: only ")
	}
}

// check source shows page, record, fact and series, writes nothing, and keeps to its requests.
func TestCheckSource(t *testing.T) {
	dir := httpFolder(t)
	status, said, log := commandIn(t, dir, "check", "source", "desk", httpAt)
	require.Zero(t, status, log)
	for _, want := range []string{
		"GET /tickets/1/messages: 200", "of kind ticket", "{id: 1, created_at: 2026-01-03T01:00:00Z", "of kind message",
		"ticket 1 of source desk: open", "counted      first_response",
		"helpdesk_tickets_created_total: 1 series", `{channel="other",group="Returns",origin="customer",priority="none",source="desk"} 3`,
	} {
		require.Contains(t, said, want)
	}
	require.NotContains(t, said+log, "hush")
	require.NotContains(t, said, "4111")
	require.NoFileExists(t, filepath.Join(dir, "state.db"))

	status, said, log = commandIn(t, dir, "check", "source", "desk", "--requests=3", httpAt)
	require.Zero(t, status, log)
	require.Contains(t, said, "pages: 3 requests\n")
	require.Contains(t, said, "stopped after 3 requests, before everything was read")

	status, _, log = commandIn(t, dir, "check", "source", "dekk")
	require.Equal(t, 1, status)
	require.Contains(t, log, `no source "dekk" is configured; there are: desk`)
	status, _, log = commandIn(t, dir, "check", "source", "desk", "--history=soon")
	require.Equal(t, 1, status)
	require.Contains(t, log, `--history: expected a length such as 1d or 4h, got "soon"`)
}

// A database is checked likewise; a record that does not map fails the check.
func TestCheckSourceOfADatabase(t *testing.T) {
	dir := desk(t)
	status, said, log := commandIn(t, dir, "check", "source", "own", "--history=7d", "--at=2026-01-04T00:00:00Z")
	require.Zero(t, status, log)
	require.Contains(t, said, "helpdesk_tickets_created_total: 1 series")
	require.NotContains(t, said, "pages")
	dir = desk(t, "UPDATE tickets SET created = 'soon' WHERE id = 2")
	status, said, log = commandIn(t, dir, "check", "source", "own", "--history=7d", "--at=2026-01-04T00:00:00Z")
	require.Equal(t, 1, status)
	require.Contains(t, log, "1 records could not be mapped")
	require.Contains(t, said, "held in quarantine: stream tickets, record 2: ")
}

// explain NAME tells how far a source was read, from its state.
func TestExplainSource(t *testing.T) {
	dir := httpFolder(t)
	statePath := filepath.Join(dir, "state.db")
	status, _, log := commandIn(t, dir, "once", httpAt, "--state="+statePath)
	require.Zero(t, status, log)
	for _, args := range [][]string{{"explain", "desk"}, {"explain", "source", "desk"}} {
		status, said, log := commandIn(t, dir, args...)
		require.Zero(t, status, log)
		for _, want := range []string{
			"source desk: facts are counted until Sat 2026-01-03 12:00:00", "stream tickets\n", `"at":"2026-01-03T03:30:00Z"`,
			"unresolved tickets: 2\n  3: open, group Returns", "records that could not be mapped: 0\n",
		} {
			require.Contains(t, said, want)
		}
	}
	status, _, log = commandIn(t, dir, "explain", "dekk")
	require.Equal(t, 1, status)
	require.Contains(t, log, "dekk")
	status, _, log = commandIn(t, dir, "explain", "ticket", "desk", "1")
	require.Zero(t, status, log)
}
