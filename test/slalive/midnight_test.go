package slalive

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/expect"
	"helpdesk_exporter/test/exporter"
)

// night is a promise of 90 seconds on a desk whose days begin at midnight in Berlin.
const night = `
global: {timezone: Europe/Berlin}
privacy: {key_file: %[1]s/identity.key}
sla: [{name: night, targets: {first_response: {default: 90s}}}]
sources: [{name: desk, preset: zammad, dsn: %[2]q}]
`

// TestMidnight has a clock that is due at 23:59:30 and first seen to be breached at 00:01: it counts once, as
// yesterday's. 00:01 in Berlin is 23:01 in UTC, whose day is another.
func TestMidnight(t *testing.T) {
	ctx := context.Background()
	binary, err := exporter.Build(t.TempDir())
	require.NoError(t, err)
	database, err := expect.NewDesk(ctx, expect.Postgres, "slalive_midnight")
	require.NoError(t, err)
	defer func() { require.NoError(t, database.Drop()) }()
	require.NoError(t, database.Load(ctx, "zammad.sql"))
	desk, err := OpenDesk(database.DSN)
	require.NoError(t, err)
	defer func() { require.NoError(t, desk.Close()) }()

	dir := t.TempDir()
	config, state := filepath.Join(dir, "helpdesk.yml"), filepath.Join(dir, "state.db")
	require.NoError(t, os.WriteFile(config, fmt.Appendf(nil, night, dir, database.DSN), 0o600))
	berlin, err := time.LoadLocation("Europe/Berlin")
	require.NoError(t, err)
	at := func(day, hour, minute, second int) time.Time {
		return time.Date(2026, 1, day, hour, minute, second, 0, berlin)
	}

	_, err = expect.Once(ctx, binary, config, state, at(14, 23, 50, 0))
	require.NoError(t, err)
	_, err = desk.Create(ctx, at(14, 23, 58, 0), "Support", "2 normal")
	require.NoError(t, err)

	polls := []struct {
		name                         string
		at                           time.Time
		counted, today, yesterday    float64
		running, breached, dueWithin float64
	}{
		{"before it is due", at(14, 23, 59, 15), 0, 0, 0, 1, 0, 1},
		{"after midnight", at(15, 0, 1, 0), 1, 0, 1, 0, 1, 0},
		{"again", at(15, 0, 2, 0), 1, 0, 1, 0, 1, 0},
		{"a day later", at(16, 0, 1, 0), 1, 0, 0, 0, 1, 0},
	}
	for _, poll := range polls {
		t.Run(poll.name, func(t *testing.T) {
			got, err := expect.Once(ctx, binary, config, state, poll.at)
			require.NoError(t, err)
			value := func(name string, labels ...string) float64 {
				e := expect.Expectation{Name: name, Labels: map[string]string{}}
				for i := 0; i < len(labels); i += 2 {
					e.Labels[labels[i]] = labels[i+1]
				}
				sum, _ := got.Sum(e)
				return sum
			}
			breaches := func(which string) float64 {
				return value("helpdesk_period_events", "event", "sla_breached", "period", "day", "which", which)
			}
			require.InDelta(t, poll.counted, value("helpdesk_sla_outcomes_total", "outcome", "breached"), 0)
			require.InDelta(t, poll.today, breaches("current"), 0, "today's")
			require.InDelta(t, poll.yesterday, breaches("previous"), 0, "yesterday's")
			require.InDelta(t, poll.running, value("helpdesk_sla_clocks", "state", "running"), 0)
			require.InDelta(t, poll.breached, value("helpdesk_sla_clocks", "state", "breached"), 0)
			require.InDelta(t, poll.dueWithin, value("helpdesk_sla_due_within", "horizon", "15m"), 0)
		})
	}

	t.Run("a first sync counts it as yesterday's, too", func(t *testing.T) {
		got, err := expect.Once(ctx, binary, config, "", at(15, 0, 1, 0))
		require.NoError(t, err)
		for which, want := range map[string]float64{"current": 0, "previous": 1} {
			n, _ := got.Sum(expect.Expectation{Name: "helpdesk_period_events", Labels: map[string]string{
				"group": "Support", "event": "sla_breached", "period": "day", "which": which,
			}})
			require.InDelta(t, want, n, 0, which)
		}
	})
}
