package fake

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTickets(t *testing.T) {
	plain := Tickets(100, 0)
	for _, size := range []int{0, len(plain), 1 << 20} {
		body := Tickets(100, size)
		var answer TicketsAnswer
		require.NoError(t, json.Unmarshal(body, &answer))
		require.Len(t, answer.Tickets, 100)
		require.LessOrEqual(t, len(body), max(size, len(plain)))
		require.Greater(t, len(body), size-100)
		for i, each := range answer.Tickets {
			require.Equal(t, int64(i+1), each.ID)
			require.Equal(t, each.Status == "solved", each.MetricSet.SolvedAt != nil)
			require.True(t, each.CreatedAt.Before(TicketsEnd))
		}
	}
}
