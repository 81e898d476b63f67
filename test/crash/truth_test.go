//go:build crash

package crash

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/exporter"
)

// instants at which values are compared: soon after the end, and when all windows have passed.
func instants() []time.Time {
	now := time.Now().UTC().Truncate(time.Second)
	return []time.Time{now.Add(time.Hour), now.AddDate(0, 0, 40)}
}

// outcome is what an exporter makes of a desk.
type outcome struct {
	Exposition []exporter.Samples
	// Series are the counters and histograms as the state has them, native buckets included.
	Series map[string]string
}

// conclude lets `once` go on from a state, at each of the instants.
func conclude(t *testing.T, binary, config, path string, at []time.Time) outcome {
	t.Helper()
	var o outcome
	for _, instant := range at {
		status, stdout, stderr := exporter.Run(t, binary, "once", "--config.file="+config, "--state="+path, "--at="+instant.Format(time.RFC3339))
		require.Zero(t, status, stderr)
		samples, err := exporter.Parse(stdout)
		require.NoError(t, err)
		o.Exposition = append(o.Exposition, withoutEmptyGauges(samples.Desk()))
	}
	status, stdout, stderr := exporter.Run(t, binary, "state", "dump", "--path="+path)
	require.Zero(t, status, stderr)
	o.Series = seriesOf(t, stdout)
	return o
}

// withoutEmptyGauges leaves out gauges of nothing: whether one is shown depends on whether there ever was something.
func withoutEmptyGauges(s exporter.Samples) exporter.Samples {
	counted := s.Counted()
	out := maps.Clone(s)
	maps.DeleteFunc(out, func(series, value string) bool {
		_, counter := counted[series]
		return value == "0" && !counter
	})
	return out
}

func seriesOf(t *testing.T, dump string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for line := range strings.Lines(dump) {
		var entry struct{ Bucket, Key, Value string }
		require.NoError(t, json.Unmarshal([]byte(line), &entry))
		if entry.Bucket != "series" || strings.HasPrefix(entry.Key, "helpdesk_exporter_") {
			continue
		}
		var value map[string]any
		require.NoError(t, json.Unmarshal([]byte(entry.Value), &value), entry.Value)
		delete(value, "Created")
		delete(value, "Born")
		text, err := json.Marshal(value)
		require.NoError(t, err)
		out[entry.Key] = string(text)
	}
	return out
}

// truth is what an exporter that was never killed makes of the desk, with other pages.
func truth(t *testing.T, binary string, d *desk, at []time.Time) outcome {
	t.Helper()
	dir := t.TempDir()
	config := filepath.Join(dir, "helpdesk.yml")
	require.NoError(t, os.WriteFile(config, d.config(dir, 500), 0o600))
	o := conclude(t, binary, config, filepath.Join(dir, "state.db"), at)
	require.Greater(t, len(o.Exposition[0]), 500, "the desk gives something to compare")
	require.Equal(t, len(d.tickets), total(t, o, "helpdesk_tickets_created_total"))
	require.Equal(t, d.written["messages"], total(t, o, "helpdesk_messages_total"))
	return o
}

// total sums a counter up over the state's series.
func total(t *testing.T, o outcome, family string) int {
	t.Helper()
	sum := 0
	for key, text := range o.Series {
		var value struct{ Count int }
		require.NoError(t, json.Unmarshal([]byte(text), &value))
		if strings.HasPrefix(key, family) {
			sum += value.Count
		}
	}
	return sum
}

// requireEqual fails with the series that differ.
func requireEqual(t *testing.T, want, got outcome) {
	t.Helper()
	for i := range want.Exposition {
		if diff := cmp.Diff(want.Exposition[i], got.Exposition[i]); diff != "" {
			require.Fail(t, "the killed exporter tells something else", "at instant %d (- never killed, + killed):\n%s", i, diff)
		}
	}
	if diff := cmp.Diff(want.Series, got.Series); diff != "" {
		require.Fail(t, "the killed exporter's state holds something else", "(- never killed, + killed):\n%s", diff)
	}
}
