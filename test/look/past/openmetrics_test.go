package past

import (
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/stretchr/testify/require"
)

func labelled(pairs ...string) []*dto.LabelPair {
	var out []*dto.LabelPair
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, &dto.LabelPair{Name: &pairs[i], Value: &pairs[i+1]})
	}
	return out
}

func gathered(name string, kind dto.MetricType, metrics ...*dto.Metric) *dto.MetricFamily {
	return &dto.MetricFamily{Name: &name, Type: &kind, Metric: metrics}
}

func gauge(v float64, pairs ...string) *dto.Metric {
	return &dto.Metric{Label: labelled(pairs...), Gauge: &dto.Gauge{Value: &v}}
}

func counter(v float64, pairs ...string) *dto.Metric {
	return &dto.Metric{Label: labelled(pairs...), Counter: &dto.Counter{Value: &v}}
}

func histogram(sum float64, below, all uint64, pairs ...string) *dto.Metric {
	bound := 60.0
	return &dto.Metric{Label: labelled(pairs...), Histogram: &dto.Histogram{
		SampleSum: &sum, SampleCount: &all, Bucket: []*dto.Bucket{{UpperBound: &bound, CumulativeCount: &below}},
	}}
}

// TestOpenMetrics: series are summed over what no page asks for, appear and vanish, and each metric's points follow each
// other.
func TestOpenMetrics(t *testing.T) {
	const stock, waits, moved, reply = "helpdesk_tickets", "helpdesk_oldest_awaiting_reply_timestamp_seconds", "helpdesk_tickets_moved_total", "helpdesk_reply_time_seconds"
	table := newTable()
	table.scrape(time.Unix(60, 0), []*dto.MetricFamily{
		gathered(stock, dto.MetricType_GAUGE, gauge(2, "group", "A", "priority", "x"), gauge(3, "group", "A", "priority", "y")),
		gathered(waits, dto.MetricType_GAUGE, gauge(50, "group", "A", "priority", "x"), gauge(40, "group", "A", "priority", "y")),
		gathered(moved, dto.MetricType_COUNTER, counter(1, "group", `a "b"`)),
		gathered("helpdesk_requesters", dto.MetricType_GAUGE, gauge(9)),
	})
	table.scrape(time.Unix(120, 0), []*dto.MetricFamily{
		gathered(stock, dto.MetricType_GAUGE, gauge(2, "group", "A", "priority", "x"), gauge(3, "group", "A", "priority", "y")),
		gathered(moved, dto.MetricType_COUNTER, counter(2, "group", `a "b"`)),
		gathered(reply, dto.MetricType_HISTOGRAM, histogram(70, 1, 2, "clock", "calendar"), histogram(7, 1, 1, "clock", "business")),
	})
	table.scrape(time.Unix(180, 0), []*dto.MetricFamily{
		gathered(waits, dto.MetricType_GAUGE, gauge(45, "group", "A", "priority", "x")),
	})
	var out strings.Builder
	require.NoError(t, table.write(&out))
	const at = `{instance="desk:9877",job="helpdesk",`
	require.Equal(t, strings.Join([]string{
		"# TYPE helpdesk_tickets gauge",
		stock + at + `group="A"} 5 60`,
		stock + at + `group="A"} 5 120`,
		"# TYPE helpdesk_oldest_awaiting_reply_timestamp_seconds gauge",
		waits + at + `group="A"} 40 60`,
		waits + at + `group="A"} 45 180`,
		"# TYPE helpdesk_tickets_moved counter",
		moved + at + `group="a \"b\""} 1 60`,
		moved + at + `group="a \"b\""} 2 120`,
		"# TYPE helpdesk_reply_time_seconds histogram",
		reply + `_bucket` + at + `clock="calendar",le="60"} 1 120`,
		reply + `_bucket` + at + `clock="calendar",le="+Inf"} 2 120`,
		reply + `_sum` + at + `clock="calendar"} 70 120`,
		reply + `_count` + at + `clock="calendar"} 2 120`,
		"# EOF\n",
	}, "\n"), out.String())
}
