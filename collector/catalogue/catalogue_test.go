package catalogue_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/sources/record"
)

func TestNumberOfFamilies(t *testing.T) {
	sections, modules := map[catalogue.Section]int{}, map[catalogue.Module]int{}
	names := map[string]bool{}
	for _, f := range catalogue.Families() {
		sections[f.Section]++
		modules[f.Module]++
		names[f.Name] = true
	}
	require.Len(t, names, 75)
	require.Equal(t, map[catalogue.Section]int{
		catalogue.SectionFlow: 20, catalogue.SectionDurations: 7, catalogue.SectionStock: 19,
		catalogue.SectionSLA: 5, catalogue.SectionInfo: 2, catalogue.SectionHealth: 22,
	}, sections)
	require.Equal(t, map[catalogue.Module]int{
		catalogue.Core: 35, catalogue.Voice: 5, catalogue.Surveys: 3, catalogue.Shop: 4, catalogue.Sentiment: 1,
		catalogue.Agents: 2, catalogue.Topics: 2, catalogue.SLA: 1, catalogue.Health: 22,
	}, modules)
}

func TestFamiliesAreConsistent(t *testing.T) {
	for _, f := range catalogue.Families() {
		t.Run(f.Name, func(t *testing.T) {
			for label, values := range f.Siblings {
				require.Contains(t, f.Labels, label)
				require.NotEmpty(t, values)
				require.Equal(t, values, f.Values[label], "siblings are enumerated values too")
				require.False(t, catalogue.Droppable(label))
			}
			for _, label := range f.NonPartition {
				require.Contains(t, f.Labels, label)
				require.False(t, catalogue.Droppable(label))
			}
			for label, values := range f.Values {
				require.Contains(t, f.Labels, label)
				require.Len(t, slices.Compact(slices.Sorted(slices.Values(values))), len(values), "values repeat")
			}
			require.Len(t, slices.Compact(slices.Sorted(slices.Values(f.Labels))), len(f.Labels), "labels repeat")
			if i := f.LabelIndex("source"); i >= 0 {
				require.Zero(t, i)
			}
			require.Equal(t, f.Type == catalogue.Counter, strings.HasSuffix(f.Name, "_total"))
			require.Equal(t, f.Type == catalogue.Histogram, len(f.Buckets) > 0)
			require.True(t, slices.IsSorted(f.Buckets))
			require.False(t, f.Native && f.Type != catalogue.Histogram)

			got, ok := catalogue.Lookup(f.Name)
			require.True(t, ok)
			require.Equal(t, f, got)
		})
	}
	_, ok := catalogue.Lookup("helpdesk_nothing")
	require.False(t, ok)
}

func TestNamesPassPromlint(t *testing.T) {
	types := map[catalogue.Type]dto.MetricType{
		catalogue.Counter: dto.MetricType_COUNTER, catalogue.Gauge: dto.MetricType_GAUGE,
		catalogue.Histogram: dto.MetricType_HISTOGRAM,
	}
	var families []*dto.MetricFamily
	for _, f := range catalogue.Families() {
		typ := types[f.Type]
		metric := &dto.Metric{}
		for _, l := range f.Labels {
			value := "x"
			metric.Label = append(metric.Label, &dto.LabelPair{Name: &l, Value: &value})
		}
		families = append(families, &dto.MetricFamily{
			Name: &f.Name, Help: &f.Help, Type: &typ, Metric: []*dto.Metric{metric},
		})
	}
	problems, err := promlint.NewWithMetricFamilies(families).Lint()
	require.NoError(t, err)
	require.Empty(t, problems)
}

func TestEnumerationsFollowTheRecords(t *testing.T) {
	values := func(family, label string) []string {
		f, ok := catalogue.Lookup(family)
		require.True(t, ok)
		return f.Values[label]
	}
	require.Equal(t, texts(record.AnomalyReasons()), values("helpdesk_exporter_anomalies_total", "reason"))
	require.Equal(t, texts([]record.Channel{
		record.ChannelEmail, record.ChannelForm, record.ChannelChat, record.ChannelMessaging, record.ChannelPhone,
		record.ChannelSocial, record.ChannelMarketplace, record.ChannelReview, record.ChannelAPI, record.ChannelOther,
	}), values("helpdesk_tickets", "channel"))
	require.Equal(t, texts([]record.Priority{
		record.PriorityUrgent, record.PriorityHigh, record.PriorityNormal, record.PriorityLow, record.PriorityNone,
	}), values("helpdesk_tickets", "priority"))
	require.Equal(t, texts([]fact.Kind{
		fact.Created, fact.Categorised, fact.FirstResponse, fact.Reply, fact.Resolved, fact.Reopened, fact.Moved,
		fact.MessageWritten, fact.Final, fact.Void, fact.TopicFirstSeen, fact.CheckAsked, fact.SLAOutcome,
	}), values("helpdesk_exporter_facts_total", "kind"))
	for _, status := range values("helpdesk_tickets", "status") {
		require.True(t, record.Status(status).Unresolved(), status)
	}
	for _, reason := range values("helpdesk_tickets_voided_total", "reason") {
		require.True(t, record.Status(reason).Void(), reason)
	}
	require.Equal(t, texts([]record.Outcome{
		record.OutcomeAnswered, record.OutcomeAbandoned, record.OutcomeShortAbandoned, record.OutcomeVoicemail,
		record.OutcomeOverflow, record.OutcomeRejected, record.OutcomeOutOfHours,
	}), values("helpdesk_contacts_total", "outcome"))
}

func TestWithout(t *testing.T) {
	f, ok := catalogue.Lookup("helpdesk_resolution_time_seconds")
	require.True(t, ok)
	require.Equal(t, []string{"source", "brand", "group", "clock", "stage"},
		f.Without("category", "priority", "clock", "stage", "source", "channel").Labels)
	require.Equal(t, []string{"source", "brand", "group", "category", "priority", "clock", "stage"}, f.Labels,
		"the family itself does not change")
	require.True(t, f.InSeconds())
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
