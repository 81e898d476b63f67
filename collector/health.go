package collector

import (
	"helpdesk_exporter/collector/ledger"
)

func ledgerStates() []string { return []string{"open", "window", "summary"} }

// health sets the gauges that tell how fresh and how complete a source's data is.
func (g *gauges) health(s *ledger.SourceView) {
	for _, state := range ledgerStates() {
		g.set("helpdesk_exporter_ledger_tickets", float64(s.Ledger[state]), s.Name, state)
	}
	for i := range s.Streams {
		stream := &s.Streams[i]
		g.set("helpdesk_exporter_quarantine_records", float64(stream.Quarantine), s.Name, stream.Name)
		// A stream that is off promises nothing: neither a watermark nor the end of its first walk.
		if stream.Off {
			continue
		}
		complete := 0.0
		if stream.FirstSync {
			complete = 1
		}
		g.set("helpdesk_exporter_stream_first_sync_complete", complete, s.Name, stream.Name)
		if !stream.Watermark.IsZero() {
			g.set("helpdesk_exporter_stream_watermark_timestamp_seconds", seconds(stream.Watermark), s.Name, stream.Name)
		}
	}
}
