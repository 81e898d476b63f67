package alerts_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/alerts"
)

const ownReceivers = `# Ours.
global: {slack_api_url_file: /run/secrets/slack}
receivers:
  - {name: nobody}
  - {name: dead-mans-switch}
  - {name: admin-oncall}
  - {name: admin-tickets}
  - {name: desk-oncall, slack_configs: [{channel: "#desk"}]}
  - {name: desk-tickets}
`

// TestOwnReceivers: they take the place of the examples, whole, so that routes can be written again.
func TestOwnReceivers(t *testing.T) {
	for _, teams := range [][]alerts.Team{{}, {{Name: "Returns", Receiver: "returns"}}, nil} {
		o := alerts.Defaults()
		o.Teams, o.Receivers = teams, []byte(ownReceivers)
		switch {
		case teams == nil:
			o.Receivers = append(o.Receivers, "  - {name: returns-oncall}\n  - {name: returns-lead}\n  - {name: returns-tickets}\n"...)
		case len(teams) > 0:
			_, err := alerts.Routes(o)
			require.EqualError(t, err, "receivers: routes name some that are missing: returns")
			o.Receivers = append(o.Receivers, "  - {name: returns}\n"...)
		}
		text, err := alerts.Routes(o)
		require.NoError(t, err)
		require.Contains(t, string(text), "\n"+string(o.Receivers))
		require.NotContains(t, string(text), "example.com")
		file := filepath.Join(t.TempDir(), alertmanagerFile)
		require.NoError(t, os.WriteFile(file, text, 0o600))
		out, err := exec.Command("amtool", "check-config", file).CombinedOutput()
		require.NoError(t, err, "%s", out)
	}
	o := alerts.Defaults()
	o.Receivers = []byte("route: {}\n")
	_, err := alerts.Routes(o)
	require.ErrorContains(t, err, "receivers: expected the keys receivers, global and templates of Alertmanager")
}
