package fake

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/simulator/replay"
)

// Each minute has its calls; what embeds costs more, and the list of tickets has a limit of its own, of which
// its answers tell.
func testLimits(t *testing.T, tape *replay.Tape) {
	told := func(a answer) [3]string {
		return [3]string{a.header.Get("X-Ratelimit-Total"), a.header.Get("X-Ratelimit-Remaining"), a.header.Get("X-Ratelimit-Used-Currentrequest")}
	}
	t.Run("headers", func(t *testing.T) {
		c := newClient(t, api.Options{Tape: tape, Calm: true}, 30*time.Hour)
		require.Equal(t, [3]string{"200", "199", "1"}, told(c.do(http.MethodGet, "/groups")))
		require.Equal(t, [3]string{"20", "19", "1"}, told(c.do(http.MethodGet, "/tickets")))
		require.Equal(t, [3]string{"20", "14", "5"}, told(c.do(http.MethodGet, "/tickets?include=stats,requester")))
		require.Equal(t, [3]string{"80", "71", "3"}, told(c.do(http.MethodGet, "/tickets/3?include=stats,requester")))
		require.Equal(t, [3]string{"80", "69", "2"}, told(c.do(http.MethodGet, "/tickets/3?include=conversations")))
		require.Equal(t, [3]string{"80", "68", "1"}, told(c.do(http.MethodGet, "/tickets/3/conversations")))
		require.Equal(t, [3]string{"20", "19", "1"}, told(c.do(http.MethodGet, "/contacts")))
		// What is not valid counts too.
		require.Equal(t, [3]string{"200", "185", "1"}, told(c.do(http.MethodGet, "/nothing")))
		c.key = "wrong"
		require.Equal(t, [3]string{"200", "184", "1"}, told(c.do(http.MethodGet, "/groups")))
	})
	t.Run("refused until the minute is over", func(t *testing.T) {
		c := newClient(t, api.Options{Tape: tape, Calm: true, Limit: 10}, 30*time.Hour+13*time.Second+time.Millisecond)
		require.Equal(t, http.StatusOK, c.do(http.MethodGet, "/tickets").status)
		refused := c.do(http.MethodGet, "/tickets")
		require.Equal(t, http.StatusTooManyRequests, refused.status)
		require.Equal(t, "47", refused.header.Get("Retry-After"))
		require.Empty(t, refused.header.Get("X-Ratelimit-Remaining"))
		for range 9 {
			require.Equal(t, http.StatusOK, c.do(http.MethodGet, "/groups").status)
		}
		require.Equal(t, http.StatusTooManyRequests, c.do(http.MethodGet, "/groups").status)
		require.Equal(t, 2, c.server.Log().Throttled())
		require.Equal(t, map[string]int{"GET /tickets": 2, "GET /groups": 10}, c.server.Log().Requests())
		c.clock.Advance(46 * time.Second)
		require.Equal(t, http.StatusTooManyRequests, c.do(http.MethodGet, "/groups").status)
		c.clock.Advance(time.Second)
		require.Equal(t, http.StatusOK, c.do(http.MethodGet, "/groups").status)
		require.Equal(t, http.StatusOK, c.do(http.MethodGet, "/tickets").status)
	})
}
