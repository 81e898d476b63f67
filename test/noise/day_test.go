package noise

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
)

// TestOneDay: what a desk exposes is stored, read again, and heard of. Six times as many customers as on no day before.
func TestOneDay(t *testing.T) {
	t.Parallel()
	begin := newLife(t, 1).begin
	dir, until := t.TempDir(), begin.Add(19*time.Hour)
	o := simulator.Options{Seed: 1, Begin: begin, Ordinary: true, BadDay: begin.Add(10 * time.Hour)}
	require.NoError(t, Record(t.Context(), dir, o, until, t.Logf))

	o.Begin = begin.Add(9*time.Hour - WarmUp) // judged from nine on
	seen, err := Judge(t.Context(), dir, t.TempDir(), o, until, t.Logf)
	require.NoError(t, err)
	require.False(t, seen.breach(begin).IsZero(), "urgent tickets wait longer than promised")
	for _, want := range []struct{ severity, team, name string }{
		{"ticket", "Delivery", "HelpdeskVolumeSpike"},
		{"ticket", "desk", "HelpdeskTicketTypeSpike"},
		{"page", "Delivery", "HelpdeskSLABreachImminent"},
	} {
		require.True(t, slices.ContainsFunc(seen.Incidents, func(i *Incident) bool {
			return i.Severity == want.severity && i.Team == want.team && i.Alerts[want.name]
		}), "%v%s", want, list(seen.Incidents))
	}
	for _, i := range seen.Incidents {
		require.False(t, i.Began.Before(begin.Add(9*time.Hour)), i)
		require.False(t, i.Severity == "ticket" && i.Alerts["HelpdeskSLABreached"], "what was missed today is a page: %s", i)
	}
}
