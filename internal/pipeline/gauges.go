package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"helpdesk_exporter/collector"
	"helpdesk_exporter/internal/state"
)

const (
	gaugeBucket = "exposition"
	gaugeKey    = "gauges"
)

// gaugeStore keeps which count gauges exist, so that after a restart they are shown at 0 again and do not
// end.
type gaugeStore struct {
	store state.Store
	saved []byte
}

func (g *gaugeStore) load(ctx context.Context) ([]collector.GaugeSeries, error) {
	values, err := g.store.GetMany(ctx, gaugeBucket, [][]byte{[]byte(gaugeKey)})
	if err != nil {
		return nil, fmt.Errorf("read the gauges: %w", err)
	}
	if values[0] == nil {
		return nil, nil
	}
	var gauges []collector.GaugeSeries
	if err := json.Unmarshal(values[0], &gauges); err != nil {
		return nil, fmt.Errorf("read the gauges: %w", err)
	}
	g.saved = values[0]
	return gauges, nil
}

// save stores the gauges if they are others than before.
func (g *gaugeStore) save(ctx context.Context, gauges []collector.GaugeSeries) error {
	text, err := json.Marshal(gauges)
	if err != nil {
		return fmt.Errorf("keep the gauges: %w", err)
	}
	if bytes.Equal(text, g.saved) {
		return nil
	}
	var batch state.Batch
	batch.Put(gaugeBucket, []byte(gaugeKey), text)
	if err := g.store.Commit(ctx, batch, g.store.Epoch()); err != nil {
		return fmt.Errorf("keep the gauges: %w", err)
	}
	g.saved = text
	return nil
}
