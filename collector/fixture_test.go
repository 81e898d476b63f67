package collector

import (
	"bytes"
	"math"
	"testing"
	"time"

	"github.com/prometheus/common/expfmt"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

func testTime() time.Time { return time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC) }

// counter makes a series of a counter family; the hold is over unless born says otherwise.
func counter(t testing.TB, family string, n int64, values ...string) ledger.Series {
	t.Helper()
	f, ok := catalogue.Lookup(family)
	require.True(t, ok, family)
	require.Len(t, values, len(f.Labels))
	return ledger.Series{Family: family, Labels: f.Labels, Values: values, Count: n, Created: testTime().Add(-90 * day)}
}

// durations makes a histogram series from observations in milliseconds.
func durations(t testing.TB, family string, observations []int64, values ...string) ledger.Series {
	t.Helper()
	s := counter(t, family, 0, values...)
	f, _ := catalogue.Lookup(family)
	s.Histogram = observe(&f, observations)
	return s
}

func observe(f *catalogue.Family, observations []int64) *ledger.Histogram {
	h := &ledger.Histogram{Classic: make([]uint64, len(f.Buckets)+1), Native: map[int]uint64{}}
	for _, o := range observations {
		v := float64(o)
		if f.InSeconds() {
			v /= 1000
		}
		i := 0
		for i < len(f.Buckets) && v > f.Buckets[i] {
			i++
		}
		h.Classic[i]++
		if o == 0 {
			h.Zero++
		} else {
			h.Native[int(math.Ceil(math.Log2(v)*8))]++
		}
		h.Count++
		h.Sum += o
	}
	return h
}

func ticket(group string, status record.Status, age time.Duration) fact.View {
	return fact.View{
		Exists: true, Status: status, Brand: "main", Group: group, Channel: record.ChannelEmail,
		Priority: record.PriorityNormal, Category: "delivery", Assigned: true, CreatedAt: testTime().Add(-age),
	}
}

// desk is a small view with something of everything.
func desk(t testing.TB) ledger.View {
	waiting := ticket("Returns", record.StatusOpen, 5*time.Hour)
	waiting.WaitingSince = testTime().Add(-2 * time.Hour)
	waiting.Assigned = false
	waiting.Clocks = []sla.Open{{
		Series: sla.Series{Policy: "standard", Target: sla.Resolution, Brand: "main", Group: "Returns", Priority: record.PriorityNormal},
		Due:    testTime().Add(time.Hour), BreachedAt: testTime().Add(time.Hour),
	}}
	return ledger.View{
		StateBytes: 4096,
		Series: []ledger.Series{
			counter(t, "helpdesk_tickets_created_total", 7, "shop", "main", "Returns", "email", "normal", "customer"),
			counter(t, "helpdesk_tickets_created_total", 2, "shop", "main", "Returns", "chat", "urgent", "customer"),
			counter(t, "helpdesk_tickets_created_total", 1, "shop", "", "VIP", "chat", "urgent", "agent"),
			durations(t, "helpdesk_reply_time_seconds", []int64{0, 4000, 61_500, 5_000_000_000},
				"shop", "main", "Returns", "email", "normal", "calendar"),
			durations(t, "helpdesk_ticket_messages", []int64{1, 2, 2, 60}, "shop", "main", "Returns", "delivery"),
		},
		Sources: []ledger.SourceView{{
			Name: "shop", Now: testTime(), Walked: true,
			Tickets: []fact.View{waiting, ticket("Returns", record.StatusNew, time.Hour), ticket("VIP", record.StatusUnknown, 40*day)},
			Ledger:  map[string]int{"open": 3, "window": 2},
			Streams: []ledger.StreamView{
				{Name: "tickets", Watermark: testTime().Add(-time.Minute), FirstSync: true, Quarantine: 1},
				{Name: "surveys", Off: true},
			},
			Activity: []ledger.Activity{
				{Brand: "main", Group: "Returns", Agent: "a", Last: testTime().Add(-10 * time.Minute)},
				{Brand: "outlet", Group: "Returns", Agent: "a", Last: testTime().Add(-50 * time.Minute)},
				{Brand: "main", Group: "Returns", Agent: "b", Last: testTime().Add(-50 * time.Minute)},
				{Brand: "main", Group: "Night", Agent: "b", Last: testTime().Add(-3 * time.Hour)},
			},
			Groups:     []string{"Returns", "VIP"},
			Requesters: map[time.Duration]int{day: 3, 7 * day: 8, 30 * day: 15, 90 * day: 26},
		}},
	}
}

func newCollector(t testing.TB, change func(*Config)) *Collector {
	t.Helper()
	config := Config{
		Histograms: DefaultHistograms(), Limits: DefaultLimits(), Started: testTime(),
		Sources: []Source{{Name: "shop", Preset: "zendesk", URL: "https://user:secret@acme.example/desk?key=secret"}},
	}
	if change != nil {
		change(&config)
	}
	c, err := New(config)
	require.NoError(t, err)
	return c
}

// text returns the exposition in the text format.
func text(t testing.TB, c *Collector) string {
	t.Helper()
	families, err := c.Gather()
	require.NoError(t, err)
	var b bytes.Buffer
	for _, f := range families {
		_, err := expfmt.MetricFamilyToText(&b, f)
		require.NoError(t, err)
	}
	return b.String()
}

// value returns the value of one line of the text exposition, or "" when there is none.
func value(t testing.TB, c *Collector, series string) string {
	t.Helper()
	for line := range bytes.Lines([]byte(text(t, c))) {
		if v, ok := bytes.CutPrefix(line, []byte(series+" ")); ok {
			return string(bytes.TrimSpace(v))
		}
	}
	return ""
}
