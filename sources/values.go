package sources

import (
	"context"

	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources/api"
)

// bucketValue holds small values of sources by their key: refresh tokens.
const bucketValue = "value"

// StateValues keeps values of sources in the state.
func StateValues(store state.Store) api.Values { return stateValues{store} }

// ShowState shows an entry of the state, without what is secret in it.
func ShowState(bucket string, key, value []byte) string {
	if bucket == bucketValue {
		return "<secret>"
	}
	return state.ShowValue(bucket, key, value)
}

type stateValues struct{ store state.Store }

// Get implements api.Values.
func (v stateValues) Get(ctx context.Context, key string) ([]byte, error) {
	values, err := v.store.GetMany(ctx, bucketValue, [][]byte{[]byte(key)})
	if err != nil {
		return nil, err
	}
	return values[0], nil
}

// Put implements api.Values.
func (v stateValues) Put(ctx context.Context, key string, value []byte) error {
	var b state.Batch
	b.Put(bucketValue, []byte(key), value)
	return v.store.Commit(ctx, b, v.store.Epoch())
}
