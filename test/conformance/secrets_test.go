package conformance

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources/api/exchange"
	"helpdesk_exporter/sources/api/fake"
)

var secretKey = regexp.MustCompile(`(?i)token|secret|password|key|credential`)

// TestSecrets polls under faults and looks for the credentials in all that can be seen: logs, errors, metrics,
// recordings, the state.
func TestSecrets(t *testing.T) {
	tape := short.record(t)
	for _, p := range products() {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			a := newAccount(t, p, tape, short, fake.NewFaults(9, 5), false)
			path := filepath.Join(t.TempDir(), "state.db")
			var store *state.Bolt
			a.open = func() state.Store {
				if store != nil {
					require.NoError(t, store.Close())
				}
				var err error
				store, err = state.OpenBolt(path, state.BoltOptions{})
				require.NoError(t, err)
				return store
			}
			var recorded bytes.Buffer
			recorder := exchange.NewRecorder(a.network, &recorded, nil)
			a.wrap = recorder
			hidden := secrets(p.source(t))
			require.NotEmpty(t, hidden)
			live(t, a, 9, func() {})
			metrics := a.expose()
			require.NoError(t, recorder.Err())
			require.NotEmpty(t, a.failures)
			a.stop()
			require.NoError(t, store.Close())
			var dumped strings.Builder
			require.NoError(t, state.Dump(path, &dumped, func(_ string, key, value []byte) string { return fmt.Sprintf("%s %s", key, value) }))
			for where, text := range map[string]string{
				"the log": a.log.String(), "an error": strings.Join(a.failures, "\n"), "the metrics": metrics,
				"the recording": recorded.String(), "the state": dumped.String(),
			} {
				require.NotEmpty(t, text, where)
				for _, secret := range hidden {
					for _, form := range []string{secret, url.QueryEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret))} {
						require.NotContains(t, text, form, where)
					}
				}
			}
		})
	}
}
