//go:build live

package live

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/test/prometheus"
)

// TestInstrument holds the measuring itself to values that are known: what the exporter shows is read and summed
// rightly, and a real Prometheus' increase() is what was added.
func TestInstrument(t *testing.T) {
	var n atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		v := n.Load()
		_, _ = fmt.Fprintf(w, `# TYPE helpdesk_messages_total counter
helpdesk_messages_total{source="desk",group="Support",direction="inbound",author="customer",channel="email"} %d
helpdesk_messages_total{source="desk",group="Support",direction="inbound",author="customer",channel="phone"} %d
helpdesk_messages_total{source="desk",group="Sales",direction="inbound",author="customer",channel="phone"} 0
helpdesk_messages_total{source="desk",group="Sales",direction="outbound",author="automation",channel="email"} 9
# TYPE helpdesk_reply_time_seconds histogram
helpdesk_reply_time_seconds_bucket{group="Support",clock="calendar",le="+Inf"} %d
helpdesk_reply_time_seconds_sum{group="Support",clock="calendar"} 60
helpdesk_reply_time_seconds_count{group="Support",clock="calendar"} %d
helpdesk_reply_time_seconds_bucket{group="Support",clock="business",le="+Inf"} 5
helpdesk_reply_time_seconds_sum{group="Support",clock="business"} 60
helpdesk_reply_time_seconds_count{group="Support",clock="business"} 5
# TYPE helpdesk_tickets gauge
helpdesk_tickets{group="Support"} 3
`, v, 2*v, v, v)
	}))
	defer server.Close()
	e := &exporter{t: t, address: strings.TrimPrefix(server.URL, "http://")}
	p := prometheus.Start(t, t.TempDir(), e.address)

	messages := Series("helpdesk_messages_total", "group", "Support", "direction", "inbound", "author", "customer")
	replies := Series("helpdesk_reply_time_seconds_count", "group", "Support")
	p.AwaitScrape(t)
	for range 4 {
		time.Sleep(2 * time.Second)
		n.Add(1)
	}
	time.Sleep(3 * time.Second)

	require.Equal(t, map[string]float64{messages: 12, replies: 4}, e.counters(Tally{messages: 12, replies: 4}))
	require.InDelta(t, 12, increase(t, p, messages), 0)
	require.InDelta(t, 4, increase(t, p, replies), 0)
}
