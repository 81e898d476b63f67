package noise

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestTurns: what pages is looked at each minute, as a live Prometheus does, whatever its rules remember.
func TestTurns(t *testing.T) {
	s, err := OpenStorage(t.TempDir(), nil)
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	r, err := NewRules(t.Context(), filepath.Join(t.TempDir(), "rules"), s, s)
	require.NoError(t, err)
	looked := map[string]time.Duration{}
	for _, turn := range r.turns {
		for _, rule := range turn.group.AlertingRules() {
			looked[rule.Name()+" "+rule.Labels().Get("severity")] = turn.every
		}
	}
	require.Equal(t, time.Minute, looked["HelpdeskSLABreachImminent page"])
	require.Equal(t, time.Minute, looked["HelpdeskSLABreached page"])
	require.Equal(t, time.Minute, looked["HelpdeskSLABreached ticket"])
}
