package expect_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/expect"
)

func TestCheckFindsWhatIsWrong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "expected.txt")
	require.NoError(t, os.WriteFile(path, []byte(`# at=2026-04-15T00:00:00Z
a_total{x="1"} 3  # two series
a_total{x="1"} 4  # wrong on purpose
a_total{y="k, #"} +2  # grown
h_bucket{le="60"} 1  # one below a minute
h_sum{} 90.5  # both
absent a_total{x="3"}  # never
absent a_total{x="1"}  # wrong on purpose
b_total 0  # a family that is not there sums to nothing
`), 0o600))
	f, err := expect.Read(path)
	require.NoError(t, err)
	require.Equal(t, "2026-04-15T00:00:00Z", f.Parameters["at"])
	text := func(n string) expect.Exposition {
		x, err := expect.Parse(strings.NewReader(`# TYPE a_total counter
a_total{x="1",y="k, #"} ` + n + `
a_total{x="1",y="m"} 1
a_total{x="2",y="m"} 5
# TYPE h histogram
h_bucket{le="60"} 1
h_bucket{le="+Inf"} 2
h_sum 90.5
h_count 2
`))
		require.NoError(t, err)
		return x
	}
	wrong := expect.Check(f.Expectations, text("2"), text("0"))
	require.Len(t, wrong, 2)
	require.Contains(t, wrong[0], "line 3")
	require.Contains(t, wrong[1], "line 8")
}

func TestAnExpectationMustTellWhy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "expected.txt")
	require.NoError(t, os.WriteFile(path, []byte("a_total 3\n"), 0o600))
	_, err := expect.Read(path)
	require.ErrorContains(t, err, "why")
}
