package pipeline

import (
	"context"
	"encoding/json"
	"fmt"

	"helpdesk_exporter/collector"
	"helpdesk_exporter/internal/state"
)

const heldKey = "held"

// loadHeld reads which series the process before showed at 0; nil, if there was none that kept it.
func loadHeld(ctx context.Context, store state.Store) (*collector.Held, error) {
	values, err := store.GetMany(ctx, gaugeBucket, [][]byte{[]byte(heldKey)})
	if err != nil {
		return nil, fmt.Errorf("read which series are new: %w", err)
	}
	if values[0] == nil {
		return nil, nil
	}
	var held collector.Held
	if err := json.Unmarshal(values[0], &held); err != nil {
		return nil, fmt.Errorf("read which series are new: %w", err)
	}
	return &held, nil
}

func saveHeld(ctx context.Context, store state.Store, held collector.Held) error {
	text, err := json.Marshal(held)
	if err != nil {
		return err
	}
	var batch state.Batch
	batch.Put(gaugeBucket, []byte(heldKey), text)
	return store.Commit(context.WithoutCancel(ctx), batch, store.Epoch())
}
