package collector

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/testing/protocmp"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/collector/sla"
)

func TestExpositionPassesPromlint(t *testing.T) {
	c := newCollector(t, nil)
	require.NoError(t, c.Publish(desk(t), testTime()))
	problems, err := testutil.GatherAndLint(c)
	require.NoError(t, err)
	require.Empty(t, problems)
}

// A registry checks label names, types and uniqueness, and sorts; what is made here has passed before.
func TestExpositionIsWhatARegistryWouldMake(t *testing.T) {
	c := newCollector(t, nil)
	require.NoError(t, c.Publish(desk(t), testTime()))
	checked, err := prometheus.Gatherers{c}.Gather()
	require.NoError(t, err)
	got, err := c.Gather()
	require.NoError(t, err)
	require.Empty(t, cmp.Diff(checked, got, protocmp.Transform()))
}

func TestTextCanBeParsedBack(t *testing.T) {
	c := newCollector(t, nil)
	require.NoError(t, c.Publish(desk(t), testTime()))
	parser := expfmt.NewTextParser(model.LegacyValidation)
	parsed, err := parser.TextToMetricFamilies(strings.NewReader(text(t, c)))
	require.NoError(t, err)
	got, err := c.Gather()
	require.NoError(t, err)
	require.Len(t, parsed, len(got))
	for _, f := range got {
		require.Equal(t, f.GetType(), parsed[f.GetName()].GetType())
		require.Len(t, parsed[f.GetName()].Metric, len(f.Metric), f.GetName())
	}
	require.Equal(t, "5.0000655e+06", value(t, c, heldSum))
	require.Equal(t, "1", value(t, c, `helpdesk_tickets_created_total{channel="chat",group="VIP",origin="agent",priority="urgent",source="shop"}`),
		"a label without a value is absent")
}

func TestSameViewSameBytes(t *testing.T) {
	bytesOf := func(shuffle bool) []byte {
		c := newCollector(t, nil)
		view := desk(t)
		if shuffle {
			s := &view.Sources[0]
			rand.Shuffle(len(s.Tickets), func(i, j int) { s.Tickets[i], s.Tickets[j] = s.Tickets[j], s.Tickets[i] })
			rand.Shuffle(len(s.Activity), func(i, j int) { s.Activity[i], s.Activity[j] = s.Activity[j], s.Activity[i] })
			rand.Shuffle(len(view.Series), func(i, j int) { view.Series[i], view.Series[j] = view.Series[j], view.Series[i] })
		}
		require.NoError(t, c.Publish(view, testTime()))
		got := get(c.Handler(), acceptProto, "")
		require.Equal(t, http.StatusOK, got.Code)
		return got.Body.Bytes()
	}
	want := bytesOf(false)
	for range 20 {
		require.True(t, bytes.Equal(want, bytesOf(true)))
	}
}

func TestSeriesAreCounted(t *testing.T) {
	for _, forms := range []Histograms{{Classic: true, Native: true}, {Classic: true}} {
		c := newCollector(t, func(config *Config) { config.Histograms = forms })
		require.NoError(t, c.Publish(desk(t), testTime()))
		samples := 0
		for line := range strings.Lines(text(t, c)) {
			if !strings.HasPrefix(line, "#") {
				samples++
			}
		}
		require.Equal(t, strconv.Itoa(samples), value(t, c, "helpdesk_exporter_series"))
	}
}

func TestPublishRefusesWhatTheCatalogueDoesNotKnow(t *testing.T) {
	for _, tc := range []struct {
		name   string
		series ledger.Series
		err    string
	}{
		{"unknown family", ledger.Series{Family: "helpdesk_nothing_total"}, `family "helpdesk_nothing_total" is not in the catalogue`},
		{"gauge", ledger.Series{Family: "helpdesk_tickets"}, "is a gauge"},
		{
			"labels",
			ledger.Series{Family: "helpdesk_exporter_records_total", Labels: []string{"source", "stream"}, Values: []string{"shop"}},
			"2 labels and 1 values",
		},
		{
			"counter with a histogram",
			ledger.Series{Family: "helpdesk_exporter_records_total", Histogram: &ledger.Histogram{}},
			"a counter holds a histogram",
		},
		{
			"other buckets",
			ledger.Series{Family: "helpdesk_ticket_messages", Histogram: &ledger.Histogram{Classic: make([]uint64, 3)}},
			"3 buckets instead of 12",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newCollector(t, nil)
			require.NoError(t, c.Publish(desk(t), testTime()))
			before := text(t, c)
			require.ErrorContains(t, c.Publish(ledger.View{Series: []ledger.Series{tc.series}}, testTime()), tc.err)
			require.Equal(t, before, text(t, c), "the last values stay")
		})
	}
}

func TestInvalidTextBecomesValid(t *testing.T) {
	c := newCollector(t, nil)
	view := desk(t)
	view.Sources[0].Tickets[0].Group = "R\xfcckgabe"
	require.NoError(t, c.Publish(view, testTime()))
	require.Contains(t, text(t, c), `group="R`+"\uFFFD"+`ckgabe"`)
	require.Equal(t, http.StatusOK, get(c.Handler(), acceptProto, "").Code)
}

// Every gauge that is marked as built and made here appears, and no planned one does.
func TestBuiltFamilies(t *testing.T) {
	c := newCollector(t, func(config *Config) {
		config.Periods = period.Calendar{Zone: time.UTC}
		config.TopDue = 3
		ratio := Amount{Value: 0.9}
		config.Goals = Goals{{KPI: "csat", AtLeast: &ratio}}
		config.Objectives = []Objective{{"shop", "standard", sla.Resolution, 0.95}}
		config.Schedules = []Schedule{{
			"office", func(time.Time) bool { return true },
			func(at time.Time) (time.Time, bool) { return at.Add(time.Hour), true },
			func() (time.Time, bool) { return testTime(), true },
		}}
		config.GroupSchedule = func(string, string) string { return "office" }
	})
	require.NoError(t, c.Publish(desk(t), testTime()))
	families, err := c.Gather()
	require.NoError(t, err)
	types := map[string]dto.MetricType{}
	for _, f := range families {
		types[f.GetName()] = f.GetType()
		listed, ok := catalogue.Lookup(f.GetName())
		require.True(t, ok, f.GetName())
		require.True(t, listed.Built, f.GetName())
	}
	for _, f := range catalogue.Families() {
		if f.Built && f.Type == catalogue.Gauge && f.Section != catalogue.SectionHealth {
			require.Contains(t, types, f.Name)
		}
	}
}

func TestAddressesAreShownWithoutSecrets(t *testing.T) {
	for address, want := range map[string]string{
		"https://acme.zendesk.com":                   "https://acme.zendesk.com",
		"https://u:p@desk.example:8443/api?k=s#frag": "https://desk.example:8443/api",
		"mysql://exporter:secret@db/osticket":        "mysql://db/osticket",
		"exporter:secret@tcp(db:3306)/osticket":      "",
		"user:secret":                                "",
		"postgres://u:sec%ret@db/x":                  "",
		"":                                           "",
	} {
		require.Equal(t, want, Source{URL: address}.publicURL(), address)
	}
}
