package prometheus

import (
	"encoding/json"
	"net/http"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/exporter"
)

// Alertmanager is one of its own, beside no other.
type Alertmanager struct{ address string }

// Alert is what an Alertmanager knows of an alert.
type Alert struct {
	Labels map[string]string `json:"labels"`
	Status struct {
		// State is active, suppressed or unprocessed.
		State       string   `json:"state"`
		InhibitedBy []string `json:"inhibitedBy"`
	} `json:"status"`
}

// StartAlertmanager runs one with a configuration, its data and its log in a directory, until the test ends.
func StartAlertmanager(t testing.TB, dir, config string) *Alertmanager {
	t.Helper()
	program := "alertmanager"
	if _, err := exec.LookPath(program); err != nil {
		program = "prometheus-alertmanager" // Debian's name
	}
	a := &Alertmanager{address: exporter.FreeAddress(t)}
	run(t, filepath.Join(dir, "alertmanager.log"), "http://"+a.address+"/-/ready", program, "--config.file="+config,
		"--storage.path="+filepath.Join(dir, "alertmanager"), "--web.listen-address="+a.address, "--cluster.listen-address=", "--log.level=warn")
	return a
}

// Alerts returns the alerts that fire, muted ones among them.
func (a *Alertmanager) Alerts(t testing.TB) []Alert {
	t.Helper()
	res, err := http.Get("http://" + a.address + "/api/v2/alerts")
	require.NoError(t, err)
	defer func() { _ = res.Body.Close() }()
	require.Equal(t, http.StatusOK, res.StatusCode)
	var alerts []Alert
	require.NoError(t, json.NewDecoder(res.Body).Decode(&alerts))
	return alerts
}
