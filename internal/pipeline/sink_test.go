package pipeline

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector"
	"helpdesk_exporter/collector/enrich"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/record"
)

func newTestSink(t *testing.T, store state.Store) *sink {
	t.Helper()
	streams := []record.Stream{{Name: "tickets", Kinds: []record.Kind{record.KindTicket}, Interval: time.Minute}}
	l, err := ledger.Open(t.Context(), store, ledger.Config{
		Sources: []ledger.Source{{Name: "shop", Streams: streams}}, Now: time.Now,
	})
	require.NoError(t, err)
	enricher, err := enrich.New(enrich.Config{Agents: enrich.Agents{Label: enrich.AgentOff}}, bytes.Repeat([]byte{1}, 32))
	require.NoError(t, err)
	return newSink(l, enricher)
}

func begin(t *testing.T, s *sink, identity string) error {
	t.Helper()
	return s.Begin(t.Context(), "shop", identity, []record.Stream{{Name: "tickets"}}, time.Now())
}

func TestSinkStopsASourceThatIsAnother(t *testing.T) {
	s := newTestSink(t, state.NewMemory())
	require.NoError(t, begin(t, s, "mysql://db/shop"))
	err := begin(t, s, "mysql://db/test")
	require.ErrorIs(t, err, ledger.ErrIdentity)
	require.Equal(t, sources.ReasonIdentity, sources.ReasonOf(err))
	require.Empty(t, s.fatal)
}

func TestSinkEndsTheProcessWhenTheStateIsTakenOver(t *testing.T) {
	store := state.NewMemory()
	s := newTestSink(t, store)
	store.TakeOver()
	err := begin(t, s, "mysql://db/shop")
	require.Equal(t, sources.ReasonState, sources.ReasonOf(err))
	require.ErrorIs(t, <-s.fatal, state.ErrEpoch)
}

func TestSinkAsksForAPublicationOnce(t *testing.T) {
	s := newTestSink(t, state.NewMemory())
	require.NoError(t, begin(t, s, "mysql://db/shop"))
	for range 3 {
		_, err := s.Apply(t.Context(), "shop", record.Batch{
			Stream: "tickets", AsOf: time.Now(), Complete: true,
			Parts: []record.Part{{Stream: "tickets", Records: []record.Record{record.Ticket{ID: "1", Status: record.StatusOpen, CreatedAt: time.Now()}}}},
		})
		require.NoError(t, err)
	}
	require.Len(t, s.committed, 1)
}

func TestClassify(t *testing.T) {
	require.NoError(t, classify(nil))
	require.Equal(t, sources.ReasonData, sources.ReasonOf(classify(ledger.ErrQuarantineFull)))
	require.Equal(t, sources.ReasonState, sources.ReasonOf(classify(errors.New("disk full"))))
}

func TestGaugesSurviveARestart(t *testing.T) {
	store := state.NewMemory()
	first := gaugeStore{store: store}
	none, err := first.load(t.Context())
	require.NoError(t, err)
	require.Empty(t, none)
	gauges := []collector.GaugeSeries{{Family: "helpdesk_tickets", Values: []string{"shop", "open"}}}
	require.NoError(t, first.save(t.Context(), gauges))

	second := gaugeStore{store: store}
	loaded, err := second.load(t.Context())
	require.NoError(t, err)
	require.Equal(t, gauges, loaded)
	store.Fail(1)
	require.NoError(t, second.save(t.Context(), gauges), "what is stored already is not written again")
	require.ErrorIs(t, second.save(t.Context(), nil), state.ErrInjected)
}
