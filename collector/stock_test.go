package collector

import (
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/sources/record"
)

const wantStock = `
# HELP helpdesk_tickets Unresolved tickets now. status: new, open, pending, hold, unknown.
# TYPE helpdesk_tickets gauge
helpdesk_tickets{brand="main",channel="email",group="Returns",priority="normal",source="shop",status="hold"} 0
helpdesk_tickets{brand="main",channel="email",group="Returns",priority="normal",source="shop",status="new"} 1
helpdesk_tickets{brand="main",channel="email",group="Returns",priority="normal",source="shop",status="open"} 1
helpdesk_tickets{brand="main",channel="email",group="Returns",priority="normal",source="shop",status="pending"} 0
helpdesk_tickets{brand="main",channel="email",group="VIP",priority="normal",source="shop",status="hold"} 0
helpdesk_tickets{brand="main",channel="email",group="VIP",priority="normal",source="shop",status="new"} 0
helpdesk_tickets{brand="main",channel="email",group="VIP",priority="normal",source="shop",status="open"} 0
helpdesk_tickets{brand="main",channel="email",group="VIP",priority="normal",source="shop",status="pending"} 0
helpdesk_tickets{brand="main",channel="email",group="VIP",priority="normal",source="shop",status="unknown"} 1
# HELP helpdesk_tickets_older_than Unresolved tickets created longer ago than the threshold, cumulative. threshold_seconds: 0 (all), 14400, 86400, 259200, 604800, 1209600, 2592000.
# TYPE helpdesk_tickets_older_than gauge
helpdesk_tickets_older_than{brand="main",group="Returns",source="shop",threshold_seconds="0"} 2
helpdesk_tickets_older_than{brand="main",group="Returns",source="shop",threshold_seconds="1209600"} 0
helpdesk_tickets_older_than{brand="main",group="Returns",source="shop",threshold_seconds="14400"} 1
helpdesk_tickets_older_than{brand="main",group="Returns",source="shop",threshold_seconds="2592000"} 0
helpdesk_tickets_older_than{brand="main",group="Returns",source="shop",threshold_seconds="259200"} 0
helpdesk_tickets_older_than{brand="main",group="Returns",source="shop",threshold_seconds="604800"} 0
helpdesk_tickets_older_than{brand="main",group="Returns",source="shop",threshold_seconds="86400"} 0
helpdesk_tickets_older_than{brand="main",group="VIP",source="shop",threshold_seconds="0"} 1
helpdesk_tickets_older_than{brand="main",group="VIP",source="shop",threshold_seconds="1209600"} 1
helpdesk_tickets_older_than{brand="main",group="VIP",source="shop",threshold_seconds="14400"} 1
helpdesk_tickets_older_than{brand="main",group="VIP",source="shop",threshold_seconds="2592000"} 1
helpdesk_tickets_older_than{brand="main",group="VIP",source="shop",threshold_seconds="259200"} 1
helpdesk_tickets_older_than{brand="main",group="VIP",source="shop",threshold_seconds="604800"} 1
helpdesk_tickets_older_than{brand="main",group="VIP",source="shop",threshold_seconds="86400"} 1
# HELP helpdesk_open_categories Unresolved tickets by category.
# TYPE helpdesk_open_categories gauge
helpdesk_open_categories{category="delivery",group="Returns",source="shop"} 2
helpdesk_open_categories{category="delivery",group="VIP",source="shop"} 1
# HELP helpdesk_tickets_awaiting_reply Unresolved tickets whose oldest customer message has no agent reply.
# TYPE helpdesk_tickets_awaiting_reply gauge
helpdesk_tickets_awaiting_reply{brand="main",channel="email",group="Returns",priority="normal",source="shop"} 1
helpdesk_tickets_awaiting_reply{brand="main",channel="email",group="VIP",priority="normal",source="shop"} 0
# HELP helpdesk_tickets_unassigned Unresolved tickets without assignee.
# TYPE helpdesk_tickets_unassigned gauge
helpdesk_tickets_unassigned{brand="main",group="Returns",priority="normal",source="shop"} 1
helpdesk_tickets_unassigned{brand="main",group="VIP",priority="normal",source="shop"} 0
# HELP helpdesk_oldest_awaiting_reply_timestamp_seconds When the longest waiting customer wrote; absent when none waits.
# TYPE helpdesk_oldest_awaiting_reply_timestamp_seconds gauge
helpdesk_oldest_awaiting_reply_timestamp_seconds{group="Returns",priority="normal",source="shop"} 1.7731368e+09
# HELP helpdesk_oldest_unresolved_timestamp_seconds When the oldest unresolved ticket was created; absent when there is none.
# TYPE helpdesk_oldest_unresolved_timestamp_seconds gauge
helpdesk_oldest_unresolved_timestamp_seconds{group="Returns",priority="normal",source="shop"} 1.773126e+09
helpdesk_oldest_unresolved_timestamp_seconds{group="VIP",priority="normal",source="shop"} 1.769688e+09
# HELP helpdesk_agents_active Distinct agents who replied publicly in the trailing window. window: 15m, 1h.
# TYPE helpdesk_agents_active gauge
helpdesk_agents_active{group="Night",source="shop",window="15m"} 0
helpdesk_agents_active{group="Night",source="shop",window="1h"} 0
helpdesk_agents_active{group="Returns",source="shop",window="15m"} 1
helpdesk_agents_active{group="Returns",source="shop",window="1h"} 2
helpdesk_agents_active{group="VIP",source="shop",window="15m"} 0
helpdesk_agents_active{group="VIP",source="shop",window="1h"} 0
# HELP helpdesk_requesters Distinct customers who wrote in the trailing window. window: 1d, 7d, 30d, 90d.
# TYPE helpdesk_requesters gauge
helpdesk_requesters{source="shop",window="1d"} 3
helpdesk_requesters{source="shop",window="30d"} 15
helpdesk_requesters{source="shop",window="7d"} 8
helpdesk_requesters{source="shop",window="90d"} 26
`

func stockNames() []string {
	return []string{
		"helpdesk_tickets", "helpdesk_tickets_older_than", "helpdesk_open_categories", "helpdesk_tickets_awaiting_reply",
		"helpdesk_tickets_unassigned", "helpdesk_oldest_awaiting_reply_timestamp_seconds",
		"helpdesk_oldest_unresolved_timestamp_seconds", "helpdesk_agents_active", "helpdesk_requesters",
	}
}

func TestStock(t *testing.T) {
	c := newCollector(t, nil)
	view := desk(t)
	view.Sources[0].Tickets = append(view.Sources[0].Tickets,
		ticket("Returns", record.StatusSolved, time.Hour), // not part of the stock
		fact.View{Status: record.StatusOpen, Group: "Returns"},
	)
	require.NoError(t, c.Publish(view, testTime()))
	require.NoError(t, testutil.GatherAndCompare(c, strings.NewReader(wantStock), stockNames()...))
}

func TestNoStockBeforeTheFirstWalk(t *testing.T) {
	c := newCollector(t, nil)
	view := desk(t)
	view.Sources[0].Walked = false
	require.NoError(t, c.Publish(view, testTime()))
	n, err := testutil.GatherAndCount(c, stockNames()...)
	require.NoError(t, err)
	require.Zero(t, n)
	require.Equal(t, "1", value(t, c, `helpdesk_exporter_stream_first_sync_complete{source="shop",stream="tickets"}`))
}

func TestCountGaugesStayAndTimestampsGo(t *testing.T) {
	const awaiting = `helpdesk_tickets_awaiting_reply{brand="main",channel="email",group="Returns",priority="normal",source="shop"}`
	c := newCollector(t, nil)
	require.NoError(t, c.Publish(desk(t), testTime()))
	empty := desk(t)
	empty.Sources[0].Tickets, empty.Sources[0].Activity, empty.Sources[0].Requesters = nil, nil, nil
	require.NoError(t, c.Publish(empty, testTime()))
	check := func(c *Collector) {
		require.Equal(t, "0", value(t, c, awaiting))
		require.Equal(t, "0", value(t, c, `helpdesk_agents_active{group="VIP",source="shop",window="1h"}`))
		require.Equal(t, "0", value(t, c, `helpdesk_requesters{source="shop",window="1d"}`))
		require.NotContains(t, text(t, c), "helpdesk_oldest_")
	}
	check(c)

	// A new process shows them at 0 as well when it is told which there were.
	next := newCollector(t, func(config *Config) { config.Gauges = c.Gauges() })
	require.NotContains(t, text(t, next), awaiting, "nothing before the source has been walked")
	require.NoError(t, next.Publish(empty, testTime()))
	check(next)
	require.Equal(t, c.Gauges(), next.Gauges())
	require.Equal(t, text(t, c), text(t, next))

	// A source that is no longer there has no stock.
	empty.Sources = nil
	require.NoError(t, c.Publish(empty, testTime()))
	require.NotContains(t, text(t, c), awaiting)
}

func TestGaugesOfOtherLabelsAreNotCarriedOver(t *testing.T) {
	c := newCollector(t, func(config *Config) {
		config.Gauges = []GaugeSeries{
			{Family: "helpdesk_tickets", Values: []string{"shop", "main"}},
			{Family: "helpdesk_gone", Values: []string{"shop"}},
			{Family: "helpdesk_oldest_unresolved_timestamp_seconds", Values: []string{"shop", "VIP", "low"}},
		}
	})
	require.Empty(t, c.Gauges())
}

func TestTimeGoesOnBetweenViews(t *testing.T) {
	c := newCollector(t, nil)
	view := desk(t)
	view.Sources[0].Now = testTime().Add(5 * time.Second) // the server's clock, which is ahead
	require.NoError(t, c.Publish(view, testTime()))
	const older = `helpdesk_tickets_older_than{brand="main",group="Returns",source="shop",threshold_seconds="14400"}`
	require.Equal(t, "1", value(t, c, older))
	require.NoError(t, c.Tick(testTime().Add(3*time.Hour-5*time.Second)))
	require.Equal(t, "1", value(t, c, older), "exactly the threshold is not older")
	require.NoError(t, c.Tick(testTime().Add(3*time.Hour)))
	require.Equal(t, "2", value(t, c, older))
	require.Equal(t, "0", value(t, c, `helpdesk_agents_active{group="Returns",source="shop",window="1h"}`))
}

func TestDroppedLabelsAreAddedUp(t *testing.T) {
	c := newCollector(t, func(config *Config) { config.Drop = []string{"brand", "group", "priority", "status"} })
	require.NoError(t, c.Publish(desk(t), testTime()))
	for series, want := range map[string]string{
		`helpdesk_tickets{channel="email",source="shop",status="open"}`:                        "1",
		`helpdesk_tickets{channel="email",source="shop",status="unknown"}`:                     "1",
		`helpdesk_tickets_older_than{source="shop",threshold_seconds="14400"}`:                 "2",
		`helpdesk_open_categories{category="delivery",source="shop"}`:                          "3",
		`helpdesk_oldest_unresolved_timestamp_seconds{source="shop"}`:                          "1.769688e+09",
		`helpdesk_agents_active{source="shop",window="1h"}`:                                    "2", // a and b, b in two groups
		`helpdesk_exporter_ledger_tickets{source="shop",state="window"}`:                       "2",
		`helpdesk_source_info{preset="zendesk",source="shop",url="https://acme.example/desk"}`: "1",
	} {
		require.Equal(t, want, value(t, c, series), series)
	}
}

func TestHealthOfStreams(t *testing.T) {
	c := newCollector(t, nil)
	require.NoError(t, c.Publish(desk(t), testTime()))
	for series, want := range map[string]string{
		`helpdesk_exporter_stream_watermark_timestamp_seconds{source="shop",stream="tickets"}`: "1.77314394e+09",
		`helpdesk_exporter_stream_watermark_timestamp_seconds{source="shop",stream="surveys"}`: "",
		`helpdesk_exporter_stream_first_sync_complete{source="shop",stream="tickets"}`:         "1",
		`helpdesk_exporter_stream_first_sync_complete{source="shop",stream="surveys"}`:         "",
		`helpdesk_exporter_quarantine_records{source="shop",stream="tickets"}`:                 "1",
		`helpdesk_exporter_quarantine_records{source="shop",stream="surveys"}`:                 "0",
		`helpdesk_exporter_ledger_tickets{source="shop",state="open"}`:                         "3",
		`helpdesk_exporter_ledger_tickets{source="shop",state="summary"}`:                      "0",
		`helpdesk_exporter_state_size_bytes`:                                                   "4096",
		`helpdesk_exporter_series_limit`:                                                       "50000",
	} {
		require.Equal(t, want, value(t, c, series), series)
	}
}
