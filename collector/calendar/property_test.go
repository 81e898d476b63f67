package calendar

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestProperties asks at random instants of twenty years what must hold of any schedule: Within adds up, Add and
// Subtract invert it, and what is found lies where it must.
func TestProperties(t *testing.T) {
	const seed, rounds = 11, 4000
	r := rand.New(rand.NewPCG(seed, 2))
	first := when(t, "2010-01-01T00:00:00Z")
	random := func() time.Time { return first.Add(time.Duration(r.Int64N(int64(20 * 365 * 24 * time.Hour)))) }
	busy := counter(t)
	second := office(t, "America/New_York")
	second.From = date(t, "2018-06-15")
	history := build(t, office(t, "Australia/Lord_Howe"), second)
	night := build(t, Rules{Location: location(t, "America/Sao_Paulo"), Week: [7][]Span{
		1: spans(t, "22:00-24:00"), 2: spans(t, "00:00-06:00", "22:00-24:00"), 3: spans(t, "00:00-06:00"), 0: spans(t, "00:00-24:00"),
	}})
	found := 0
	for name, c := range map[string]*Calendar{"office": busy, "two zones": history, "nights": night, "always": Always()} {
		for range rounds {
			a, d := random(), time.Duration(r.Int64N(int64(400*time.Hour)))
			b := a.Add(time.Duration(r.Int64N(int64(100 * 24 * time.Hour))))
			m := a.Add(time.Duration(r.Int64N(int64(b.Sub(a)) + 1)))
			where := []any{"seed %d, %s: %s, %s, %s, %s", seed, name, a, m, b, d}
			within := c.Within(a, b)
			require.Equal(t, within, c.Within(a, m)+c.Within(m, b), where...)
			require.LessOrEqual(t, within, b.Sub(a), where...)
			sum := time.Duration(0)
			for _, p := range c.Periods(a, b) {
				require.Positive(t, p.To.Sub(p.From), where...)
				require.True(t, c.Open(p.From), where...)
				sum += p.To.Sub(p.From)
			}
			require.Equal(t, within, sum, where...)

			due, ok := c.Add(a, d)
			require.True(t, ok, where...)
			require.Equal(t, d, c.Within(a, due), where...)
			if d > 0 {
				require.Equal(t, d-1, c.Within(a, due.Add(-1)), where...)
			}
			begin, ok := c.Subtract(a, d)
			require.True(t, ok, where...)
			require.Equal(t, d, c.Within(begin, a), where...)
			if d > 0 {
				require.Equal(t, d-1, c.Within(begin.Add(1), a), where...)
			}
			if next, ok := c.NextChange(a); ok {
				found++
				require.True(t, next.After(a), where...)
				require.NotEqual(t, c.Open(a), c.Open(next), where...)
				require.Contains(t, []time.Duration{0, next.Sub(a)}, c.Within(a, next), where...)
			}
		}
	}
	t.Logf("seed %d: %d rounds, %d changes", seed, 4*rounds, found)
	require.Equal(t, 3*rounds, found)
}
