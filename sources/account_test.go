package sources

import (
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/api"
	"helpdesk_exporter/sources/record"
)

type holder struct{ status api.Status }

func (h *holder) Status() api.Status { return h.status }

func TestAccountShowsWhatIsTold(t *testing.T) {
	a := newAccount()
	registry := prometheus.NewRegistry()
	for _, c := range a.collectors() {
		require.NoError(t, registry.Register(c))
	}
	streams := []*stream{{Stream: record.Stream{Name: "tickets"}}, {Stream: record.Stream{Name: "calls"}}}
	a.note("desk", struct{}{}, streams)
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader("")))
	h := &holder{api.Status{Limit: 40, HasLimit: true, Remaining: 7, HasRemaining: true, TokenExpires: time.Unix(1_800_000_000, 0)}}
	a.note("desk", h, streams)
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader(`
# HELP helpdesk_exporter_budget_limit The vendor's rate limit.
# TYPE helpdesk_exporter_budget_limit gauge
helpdesk_exporter_budget_limit{source="desk",stream="calls"} 40
helpdesk_exporter_budget_limit{source="desk",stream="tickets"} 40
# HELP helpdesk_exporter_budget_remaining What is left of the vendor's rate limit: the account's, the same on each of its streams.
# TYPE helpdesk_exporter_budget_remaining gauge
helpdesk_exporter_budget_remaining{source="desk",stream="calls"} 7
helpdesk_exporter_budget_remaining{source="desk",stream="tickets"} 7
# HELP helpdesk_exporter_token_expiry_timestamp_seconds When the source's credential expires, where the source tells.
# TYPE helpdesk_exporter_token_expiry_timestamp_seconds gauge
helpdesk_exporter_token_expiry_timestamp_seconds{source="desk"} 1.8e+09
`)))
	h.status = api.Status{}
	a.note("desk", h, streams)
	require.NoError(t, testutil.GatherAndCompare(registry, strings.NewReader("")))
}
