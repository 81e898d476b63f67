package main

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/api/fake"
)

// Each way fails unless every ticket has arrived at its end.
func TestWays(t *testing.T) {
	w, err := newWay(t.TempDir(), fake.Tickets(apiTickets, 0))
	require.NoError(t, err)
	costs := map[string]*cost{"structs": {run: w.structs}, "records": {run: w.records}, "ledger": {run: w.ledger}}
	for name, c := range costs {
		require.NoError(t, race(t.Context(), 1, c), name)
		require.Positive(t, c.cpu, name)
		require.Positive(t, c.wall, name)
	}
	w.body = fake.Tickets(apiTickets-1, 0)
	for name, c := range costs {
		require.ErrorContains(t, race(t.Context(), 1, c), "999 tickets arrived", name)
	}
}

func TestTheLeastOfARaceCounts(t *testing.T) {
	takes := []time.Duration{3, 1, 2}
	c := &cost{run: func(_ context.Context, m *meter) error {
		m.cpu, m.wall = takes[0], 10*takes[0]
		takes = takes[1:]
		return nil
	}}
	require.NoError(t, race(t.Context(), 3, c))
	require.Equal(t, time.Duration(1), c.cpu)
	require.Equal(t, time.Duration(10), c.wall)
}

func TestPeerCosts(t *testing.T) {
	costs, err := readCosts("=== RUN   TestCollectCost\ncost least 1000 5000000\ncost mapped 1000 7\nPASS\n")
	require.NoError(t, err)
	require.Equal(t, map[string]time.Duration{"least": 5 * time.Millisecond, "mapped": 7}, costs)
	_, err = readCosts("cost least 1000 5000000\n")
	require.ErrorContains(t, err, "1 modules, not of 2")
	_, err = readCosts("cost least 0 5000000\ncost mapped 1000 7\n")
	require.ErrorContains(t, err, "least: 0 tickets arrived")
}
