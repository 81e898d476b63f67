package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// A source that is down while the exporter restarts is as old as it was (HelpdeskSourceStale).
func TestARestartKeepsWhenASourceWasRead(t *testing.T) {
	dir := desk(t)
	status, _, log := call(t, dir, "once", "--at=2026-02-01T00:00:00Z", "--state="+filepath.Join(dir, "state.db"))
	require.Zero(t, status, log)
	change(t, dir, "DROP TABLE tickets")
	s := start(t, dir)
	s.eventually("/metrics", `helpdesk_exporter_stream_up{source="own",stream="tickets"} 0`)
	_, body := s.get("/metrics")
	require.Contains(t, body, `helpdesk_exporter_stream_last_success_timestamp_seconds{source="own",stream="tickets"} 1.769904e+09`)
	s.end()
}
