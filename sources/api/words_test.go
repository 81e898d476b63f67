package api

import (
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// Secrets may stand in files, and an answer of a login in a shape of its own.
func TestLoginWithFilesAndPaths(t *testing.T) {
	dir := t.TempDir()
	for name, secret := range map[string]string{"secret": "app-secret\n", "password": "pass-1234\n"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(secret), 0o600))
	}
	logins := 0
	config := "user: ops\nclient_id: app\npassword_file: " + filepath.Join(dir, "password") + "\nclient_secret_file: " + filepath.Join(dir, "secret") + `
auth: {login: {grant: password, url: /token, client_auth: basic, access_token: data.access, expires_in: data.ttl, refresh_token: data.refresh}}`
	b := newBed(t, config+plainStream, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/token" {
			require.Equal(t, "Bearer access-1", r.Header.Get("Authorization"))
			none(w, r)
			return
		}
		logins++
		require.NoError(t, r.ParseForm())
		require.Equal(t, "pass-1234", r.Form.Get("password"))
		require.Equal(t, "Basic "+base64.StdEncoding.EncodeToString([]byte("app:app-secret")), r.Header.Get("Authorization"))
		reply(w, obj{"data": obj{"access": "access-1", "ttl": 120, "refresh": "r"}})
	})
	b.mustPoll("tickets")
	b.mustPoll("tickets")
	require.Equal(t, 1, logins)
	b.clock.Advance(3 * time.Minute)
	b.mustPoll("tickets")
	require.Equal(t, 2, logins, "the token lived 120 s")
}

// The last page may show by the number of pages; spellings of an empty time are none.
func TestTotalPagesAndNullValues(t *testing.T) {
	asked := 0
	config := `
null_values: ["0000-00-00"]
streams:
  - name: tickets
    settle: 90s
    request: {path: /tickets, params: {page: "{{ .page }}"}}
    records: tickets
    pages: {type: page, total_pages: meta.pages}
    look_up: {request: {path: "/tickets/{{ .id }}"}, records: ticket}
    map: '{kind: "ticket", id, created_at: (.created | ts), updated_at: (.updated | ts), solved_at: (.solved | ts), status: .state}'
`
	b := newBed(t, config, func(w http.ResponseWriter, r *http.Request) {
		asked++
		page := map[string]int{"1": 1, "2": 2}[r.URL.Query().Get("page")]
		require.NotZero(t, page)
		x := ticket(page, noon.Add(-time.Hour))
		x["solved"] = "0000-00-00"
		reply(w, obj{"tickets": []obj{x}, "meta": obj{"pages": 2}})
	})
	require.Equal(t, 90*time.Second, b.source.Streams()[0].Settle)
	b.mustPoll("tickets")
	require.Equal(t, 2, asked)
	require.Empty(t, b.ledger.Rejects)
	for _, id := range []string{"1", "2"} {
		require.True(t, b.ledger.Records["ticket/"+id].(record.Ticket).SolvedAt.IsZero())
	}
}
