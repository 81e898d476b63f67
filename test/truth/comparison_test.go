package truth

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/test/expect"
)

// The comparison finds what is too much, too little, missing and too many, in counters, gauges and histograms.
func TestComparison(t *testing.T) {
	const exposition = `# TYPE helpdesk_tickets_created_total counter
helpdesk_tickets_created_total{group="a",brand=""} 3
helpdesk_tickets_created_total{group="b"} 0
# TYPE helpdesk_topics_first_seen_total counter
helpdesk_topics_first_seen_total{group="a"} 2
helpdesk_topics_first_seen_total{group="b"} 1
# TYPE helpdesk_oldest_unresolved_timestamp_seconds gauge
helpdesk_oldest_unresolved_timestamp_seconds{group="a"} 1786975817
# TYPE helpdesk_ticket_messages histogram
helpdesk_ticket_messages_bucket{group="a",le="1"} 1
helpdesk_ticket_messages_bucket{group="a",le="+Inf"} 2
helpdesk_ticket_messages_sum{group="a"} 5
helpdesk_ticket_messages_count{group="a"} 2
# TYPE helpdesk_requesters gauge
helpdesk_requesters{window="7d"} 4
# TYPE helpdesk_source_info gauge
helpdesk_source_info{preset="demo"} 1
`
	told := func() map[string]*simulator.Sample {
		group := func(name, group string, value float64) *simulator.Sample {
			return &simulator.Sample{Name: name, Labels: map[string]string{"group": group}, Value: value}
		}
		truth := map[string]*simulator.Sample{
			"created": group("helpdesk_tickets_created_total", "a", 3),
			"topics":  group("helpdesk_topics_first_seen_total", "c", 3),
			"oldest":  group("helpdesk_oldest_unresolved_timestamp_seconds", "a", 1786975817),
			"sum":     group("helpdesk_ticket_messages_sum", "a", 5),
			"count":   group("helpdesk_ticket_messages_count", "a", 2),
			"one":     group("helpdesk_ticket_messages_bucket", "a", 1),
			"all":     group("helpdesk_ticket_messages_bucket", "a", 2),
			"planned": group("helpdesk_orders_total", "a", 7),
		}
		truth["one"].Labels["le"], truth["all"].Labels["le"] = "1", "+Inf"
		return truth
	}
	cases := []struct {
		name   string
		change func(truth map[string]*simulator.Sample)
		want   []string
	}{
		{"equal", func(map[string]*simulator.Sample) {}, nil},
		{
			"too much", func(m map[string]*simulator.Sample) { m["created"].Value = 2 },
			[]string{`helpdesk_tickets_created_total{group="a"}: got 3, want 2`},
		},
		{
			"one that is only born", func(m map[string]*simulator.Sample) { m["created"].Labels["group"] = "b" },
			[]string{`helpdesk_tickets_created_total{group="a"}: got 3, want nothing`, `helpdesk_tickets_created_total{group="b"}: got 0, want 3`},
		},
		{
			"missing", func(m map[string]*simulator.Sample) { m["created"].Labels["channel"] = "chat" },
			[]string{
				`helpdesk_tickets_created_total{channel="chat", group="a"}: got nothing, want 3`,
				`helpdesk_tickets_created_total{group="a"}: got 3, want nothing`,
			},
		},
		{
			"another total", func(m map[string]*simulator.Sample) { m["topics"].Value = 2 },
			[]string{`helpdesk_topics_first_seen_total: got 3, want 2`},
		},
		{
			"a second apart", func(m map[string]*simulator.Sample) { m["oldest"].Value++ },
			[]string{`helpdesk_oldest_unresolved_timestamp_seconds{group="a"}: got 1.786975817e+09, want 1.786975818e+09`},
		},
		{
			"another bucket", func(m map[string]*simulator.Sample) { m["one"].Value = 0 },
			[]string{`helpdesk_ticket_messages_bucket{group="a", le="1"}: got 1, want 0`},
		},
		{
			"another sum", func(m map[string]*simulator.Sample) { m["sum"].Value = 6 },
			[]string{`helpdesk_ticket_messages_sum{group="a"}: got 5, want 6`},
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			truth := told()
			c.change(truth)
			var samples []simulator.Sample
			for _, s := range truth {
				samples = append(samples, *s)
			}
			parsed, err := expect.Parse(strings.NewReader(exposition))
			require.NoError(t, err)
			compared := Comparison{Knowable: func(name string, _ map[string]string) bool { return name != "helpdesk_requesters" }}
			lines := compared.Of(parsed, samples)
			require.Equal(t, c.want, lines)
			require.Equal(t, len(c.want), compared.Differences)
			require.NotContains(t, compared.Told(), "helpdesk_orders_total", "not built")
		})
	}
}

// A series that was born and ends is found, unless it is a timestamp.
func TestComparisonFindsWhatEnded(t *testing.T) {
	parse := func(text string) expect.Exposition {
		x, err := expect.Parse(strings.NewReader(text))
		require.NoError(t, err)
		return x
	}
	var compared Comparison
	require.Empty(t, compared.Of(parse("helpdesk_tickets{group=\"a\"} 0\n"), nil))
	require.Equal(t, []string{`helpdesk_tickets{group="a"}: ended; it was 0`}, compared.Of(parse(""), nil))

	truth := []simulator.Sample{{Name: "helpdesk_oldest_unresolved_timestamp_seconds", Value: 5}}
	compared = Comparison{}
	require.Empty(t, compared.Of(parse("helpdesk_oldest_unresolved_timestamp_seconds 5\n"), truth))
	require.Empty(t, compared.Of(parse(""), nil))
}

func TestUnhealthy(t *testing.T) {
	x, err := expect.Parse(strings.NewReader("helpdesk_exporter_errors_total{reason=\"connect\"} 1\nhelpdesk_exporter_anomalies_total{reason=\"late\"} 0\n"))
	require.NoError(t, err)
	require.Equal(t, []string{
		`helpdesk_exporter_errors_total{reason="connect"}: got 1, want 0`,
		`helpdesk_exporter_quarantine_records: not there`,
	}, Unhealthy(x))
}
