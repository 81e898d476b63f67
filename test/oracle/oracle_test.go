// Package oracle lets a simulated desk live for ninety days while the built exporter polls it, is killed and started
// anew, and compares what it exposes with the truth that the simulator keeps (sources/simulator/TRUTH.md): every family
// that is built, every label, every value.
package oracle

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/exporter"
)

// TestOracle tells the story of SEEDS desks, two by default, from SEED on, 1 by default. The story of a seed is always
// the same, but for the instants of the kills, which depend on the machine.
func TestOracle(t *testing.T) {
	first, count := number(t, "SEED", 1), number(t, "SEEDS", 2)
	binary, err := exporter.Build(t.TempDir())
	require.NoError(t, err)
	for i := range count {
		seed := first + i
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			tell(t, binary, uint64(seed))
		})
	}
}

func number(t *testing.T, variable string, otherwise int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	require.NoError(t, err, variable)
	require.Positive(t, n, variable)
	return n
}
