package fake

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestFaults(t *testing.T) {
	body := strings.Repeat("x", 1000)
	serve := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) })
	expired := false
	dialect := Dialect{
		Refuse: func(w http.ResponseWriter, wait time.Duration, _ uint64) {
			w.Header().Set("X-Wait", wait.String())
			w.WriteHeader(http.StatusTooManyRequests)
		},
		Expire: func(w http.ResponseWriter, _ *http.Request) { expired = true; w.WriteHeader(http.StatusUnauthorized) },
	}
	run := func(seed uint64) (story []int, f *Faults) {
		f = NewFaults(seed, 4)
		network := &Network{Handler: Disturb(serve, f, dialect)}
		for range 400 {
			res, err := network.RoundTrip(httptest.NewRequest(http.MethodGet, "http://desk.example/", nil))
			require.NoError(t, err)
			text, err := io.ReadAll(res.Body)
			require.NoError(t, res.Body.Close())
			status := res.StatusCode
			if err != nil {
				require.Less(t, len(text), len(body))
				status = -1
			}
			if res.Header.Get("Content-Type") != "" {
				status = -2
			}
			story = append(story, status)
		}
		return story, f
	}
	first, faults := run(7)
	again, _ := run(7)
	other, _ := run(8)
	require.Equal(t, first, again)
	require.NotEqual(t, first, other)
	require.True(t, expired)
	counts := faults.Counts()
	for fault := Served; fault <= Expired; fault++ {
		require.Positive(t, counts[fault], "fault %d", fault)
	}
	row, longest := 0, 0
	for _, status := range first {
		if row++; status == http.StatusOK {
			row = 0
		}
		longest = max(longest, row)
	}
	require.Equal(t, 3, longest)
}
