package past

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
)

// TestDesk: the configuration is one, the exporter counts what the desk knows, and the promises are kept and broken.
func TestDesk(t *testing.T) {
	dir := t.TempDir()
	d, err := open(t.Context(), dir, simulator.Options{Seed: 1, Volume: volume, Begin: Begin(), Zone: time.UTC, Rules: promises()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, d.Close()) })
	table, now := newTable(), Begin()
	for ; now.Before(Begin().Add(14 * time.Hour)); now = now.Add(time.Hour) {
		families, err := d.Live(t.Context(), now)
		require.NoError(t, err)
		table.scrape(now, append(families, up()))
	}
	created := func(samples []simulator.Sample) (n float64) {
		for _, s := range samples {
			if s.Name == "helpdesk_tickets_created_total" {
				n += s.Value
			}
		}
		return n
	}
	truth := d.Truth(now.Add(-time.Hour), d.Baseline)
	require.Greater(t, created(truth), 20.0)
	require.InDelta(t, created(truth), created(summedUp(truth)), 0)
	var stored float64
	for _, m := range table.byName["helpdesk_tickets_created_total"].metrics {
		stored += m.columns[0].values[len(m.columns[0].values)-1]
	}
	require.InDelta(t, created(truth), stored, 5, "series that have just begun are shown at 0 for a while")
	require.NotEmpty(t, table.byName["helpdesk_sla_outcomes_total"].metrics)
	require.FileExists(t, filepath.Join(dir, "helpdesk.yml"))
}
