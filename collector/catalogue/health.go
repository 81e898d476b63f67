package catalogue

func pollBuckets() []float64 {
	return []float64{0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600}
}

// health are the families about the exporter itself and the freshness of its data.
func health() []Family {
	stream := func(labels ...string) []string { return append([]string{"source", "stream"}, labels...) }
	counters := []Family{
		{
			Name:   "helpdesk_exporter_records_total",
			Help:   "Records read.",
			Labels: stream(),
			Built:  true,
		},
		{
			Name:   "helpdesk_exporter_facts_total",
			Help:   "Facts counted, by kind and by the stream that completed them.",
			Labels: stream("kind"),
			Values: map[string][]string{"kind": {
				"created", "categorised", "first_response", "reply", "resolved", "reopened", "moved", "message", "final",
				"void", "topic", "check", "sla",
			}},
			Built: true,
		},
		{
			Name: "helpdesk_exporter_anomalies_total",
			Help: "Data that needed a rule. reason: late, negative, missing, future, clock_skew, unmapped, reappeared, " +
				"restored, stock_mismatch.",
			Labels: stream("reason"),
			Values: map[string][]string{"reason": {
				"late", "negative", "missing", "future", "clock_skew", "unmapped", "reappeared", "restored", "stock_mismatch",
			}},
			Built: true,
		},
		{
			Name:   "helpdesk_exporter_errors_total",
			Help:   "Polls and requests that failed, by a bounded reason.",
			Labels: stream("reason"),
			Built:  true,
		},
		{
			Name:   "helpdesk_exporter_requests_total",
			Help:   "Requests to the helpdesk, by status code.",
			Labels: stream("code"),
			Built:  true,
		},
		{
			Name:   "helpdesk_exporter_label_overflow_total",
			Help:   "Label values folded into other because the limit of values or of series was reached.",
			Labels: []string{"source", "label"},
			Built:  true,
		},
	}
	for i := range counters {
		counters[i].Type, counters[i].Module = Counter, Health
	}
	return append(counters, gauges([]Family{
		{
			Name:   "helpdesk_exporter_stream_up",
			Help:   "1 if the last poll of the stream succeeded, else 0.",
			Labels: stream(),
			Built:  true,
		},
		{
			Name:   "helpdesk_exporter_stream_last_success_timestamp_seconds",
			Help:   "End of the last successful poll, also of one before a restart; absent before the first.",
			Labels: stream(),
			Built:  true,
		},
		{
			Name:   "helpdesk_exporter_stream_watermark_timestamp_seconds",
			Help:   "Server time up to which facts of the stream count; absent before the first complete pass.",
			Labels: stream(),
			Built:  true,
		},
		{
			Name:    "helpdesk_exporter_stream_poll_duration_seconds",
			Help:    "Duration of polls.",
			Type:    Histogram,
			Labels:  stream(),
			Buckets: pollBuckets(),
			Built:   true,
		},
		{
			Name:   "helpdesk_exporter_stream_poll_interval_seconds",
			Help:   "Interval at which the stream is polled.",
			Labels: stream(),
			Built:  true,
		},
		{
			Name:   "helpdesk_exporter_stream_first_sync_complete",
			Help:   "1 once the first walk over the stream is complete, else 0.",
			Labels: stream(),
			Built:  true,
		},
		{
			Name:   "helpdesk_exporter_budget_remaining",
			Help:   "What is left of the vendor's rate limit: the account's, the same on each of its streams.",
			Labels: stream(),
			Built:  true,
		},
		{
			Name:   "helpdesk_exporter_budget_limit",
			Help:   "The vendor's rate limit.",
			Labels: stream(),
			Built:  true,
		},
		{
			Name:   "helpdesk_exporter_budget_reset_timestamp_seconds",
			Help:   "When the vendor's rate limit is renewed.",
			Labels: stream(),
			Built:  true,
		},
		{
			Name:  "helpdesk_exporter_series",
			Help:  "Series exposed. A classic histogram is one series a bucket, a sum and a count; a native one alone is one.",
			Built: true,
		},
		{
			Name:  "helpdesk_exporter_series_limit",
			Help:  "Configured limit of series, at which new label sets fold into other.",
			Built: true,
		},
		{
			Name:   "helpdesk_exporter_ledger_tickets",
			Help:   "Tickets in the ledger. state: open, window (resolved, but still inside the largest window), summary.",
			Labels: []string{"source", "state"},
			Values: map[string][]string{"state": {"open", "window", "summary"}},
			Built:  true,
		},
		{
			Name:  "helpdesk_exporter_state_size_bytes",
			Help:  "Size of the state.",
			Built: true,
		},
		{
			Name:   "helpdesk_exporter_quarantine_records",
			Help:   "Records held back because they fail to map.",
			Labels: stream(),
			Built:  true,
		},
		{
			Name:   "helpdesk_exporter_holiday_feed_last_success_timestamp_seconds",
			Help:   "Last good read of a schedule's holiday feed.",
			Labels: []string{"schedule"},
			Built:  true,
		},
		{
			Name:   "helpdesk_exporter_token_expiry_timestamp_seconds",
			Help:   "When the source's credential expires, where the source tells.",
			Labels: []string{"source"},
			Built:  true,
		},
	}, Health)...)
}
