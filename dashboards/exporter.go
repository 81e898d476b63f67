package dashboards

// exporter is the page of whoever runs the exporter: is the data fresh, whole, and is there room for more.
func (l *layout) exporter() page {
	return page{
		name: "exporter", from: "now-6h", refresh: "1m",
		hidden: []string{"brand", "group", "channel", "priority", "compare", "bucket", "clock"},
		rows: []row{
			{panels: append(l.trust(4), l.exporterNow()...)},
			section("streams", l.streams()...),
			detail("api", l.api()...),
			section("data", l.data()...),
			detail("process", l.process()...),
			detail("alerting", l.alerting()...),
		},
	}
}

// health of the exporter is per source and stream.
func health(name string) series {
	return of("helpdesk_exporter_" + name)
}

func (l *layout) exporterNow() []panel {
	up := raw(`sum by (job) (up{job=~"$job"})`)
	return []panel{
		stat("replicas", 4, instant("{{job}}", up)).colours(above(red, at(1, green))...),
		alarm("quarantine", 4, instant("records", sum(health("quarantine_records").now()))),
	}
}

func (l *layout) streams() []panel {
	polls := health("stream_poll_duration_seconds")
	return []panel{
		table("stream_table", 24,
			labelled("column_source", "source"), labelled("column_stream", "stream"),
			value("column_up", count, raw("min by (source, stream) (%s)", health("stream_up").now().text)).
				coloured("background", above(red, at(1, green))...).named(l.yesNo()),
			value("column_synced", count, raw("min by (source, stream) (%s)", health("stream_first_sync_complete").now().text)).
				coloured("text", above(orange, at(1, green))...).named(l.yesNo()),
			value("column_age", seconds, age(health("stream_last_success_timestamp_seconds").last("source", "stream"))),
			value("column_polls", plain, pollsBehind()).coloured("background", above(green, at(3, orange), at(15, red))...),
			value("column_lag", seconds, age(health("stream_watermark_timestamp_seconds").last("source", "stream"))),
			value("column_interval", seconds, health("stream_poll_interval_seconds").last("source", "stream")),
		),
		chart("lag", 8, line("{{source}} {{stream}}", age(health("stream_watermark_timestamp_seconds").last("source", "stream")))).in(seconds, -1),
		chart("poll_duration", 8,
			line("median", quantile("0.5", polls, "$__rate_interval")),
			line("p99", quantile("0.99", polls, "$__rate_interval")),
			line("shortest_interval", raw("min(%s)", health("stream_poll_interval_seconds").now().text)),
		).in(seconds, -1),
		chart("records", 8, line("{{source}} {{stream}}", sum(health("records_total").over("rate", "$__rate_interval"), "source", "stream"))).in(perSec, -1),
		events("errors", 12, "{{source}} {{stream}} {{reason}}",
			round(sum(health("errors_total").increase("$__rate_interval"), "source", "stream", "reason"))),
		table("sources", 12,
			labelled("column_source", "source"), labelled("column_preset", "preset"), labelled("column_address", "url"),
			value("column_number", count, raw("max by (source, preset, url) (%s)", of("helpdesk_source_info").now().text)).invisible(),
		),
	}
}

// api is what vendors allow: the budget is the account's, the same on each stream of a source.
func (l *layout) api() []panel {
	left := aggregate("max", health("budget_remaining").now(), "source")
	limit := aggregate("max", health("budget_limit").now(), "source")
	return []panel{
		chart("requests", 24, line("{{source}} {{code}}", sum(health("requests_total").over("rate", "$__rate_interval"), "source", "code"))).
			in(perSec, -1).none("none_requests"),
		chart("budget_left", 12, line("{{source}}", ratio(left, limit))).in(share, -1).whole().none("none_budget"),
		table("budgets", 12,
			labelled("column_source", "source"),
			value("column_left", count, left), value("column_limit", count, limit),
			value("column_left_share", share, ratio(left, limit)).coloured("background", above(red, at(0.1, green))...),
			value("column_renewed", seconds, operation(health("budget_reset_timestamp_seconds").last("source"), "-", raw("time()"))),
			value("column_token", seconds, operation(health("token_expiry_timestamp_seconds").first("source"), "-", raw("time()"))).
				coloured("text", above(red, at(86400, orange), at(604800, green))...),
		).none("none_budget"),
	}
}

func (l *layout) yesNo() mapping {
	return mapping{Type: "value", Options: singleValues{
		"0": {Text: l.text.word("no"), Index: 0}, "1": {Text: l.text.word("yes"), Index: 1},
	}}
}

func (l *layout) data() []panel {
	return []panel{
		chart("facts", 12, line("{{kind}}", sum(health("facts_total").over("rate", "$__rate_interval"), "kind"))).in(perSec, -1),
		events("anomalies", 12, "{{source}} {{reason}}",
			round(sum(health("anomalies_total").increase("$__rate_interval"), "source", "reason"))),
		chart("series", 8,
			line("series", aggregate("max", health("series").now(), "job")),
			line("limit", aggregate("max", health("series_limit").now(), "job")),
		),
		chart("ledger", 8, line("{{state}}", sum(health("ledger_tickets").now(), "state"))).stacked(),
		chart("state_size", 8, line("{{job}}", aggregate("max", health("state_size_bytes").now(), "job"))).in(sizes, -1),
		events("overflow", 8, "{{source}} {{label}}",
			round(sum(health("label_overflow_total").increase("$__rate_interval"), "source", "label"))),
		chart("unknown", 8, line("{{source}}", sum(tickets(`status="unknown"`).now(), "source"))).none(noneBad),
		table("feeds", 8,
			labelled("column_schedule", "schedule"),
			value("column_age", seconds, age(health("holiday_feed_last_success_timestamp_seconds").last("schedule"))).
				coloured("text", above(green, at(172800, orange))...),
			value("column_next_change", seconds, operation(of("helpdesk_schedule_next_change_timestamp_seconds").first("schedule"), "-", raw("time()"))),
		).none("none_schedule"),
	}
}

func (l *layout) process() []panel {
	own := func(name string) string { return name + `{job=~"$job"}` }
	return []panel{
		table("versions", 8,
			labelled("column_instance", "instance"), labelled("column_version", "version"), labelled("column_go", "goversion"),
			value("column_number", count, raw("max by (instance, version, goversion) (%s)", own("helpdesk_exporter_build_info"))).invisible(),
		),
		chart("cpu", 8, line("{{instance}}", raw("rate(%s[$__rate_interval])", own("process_cpu_seconds_total")))).in(share, -1),
		chart("memory", 8, line("{{instance}}", raw("%s", own("process_resident_memory_bytes")))).in(sizes, -1),
		chart("goroutines", 8, line("{{instance}}", raw("%s", own("go_goroutines")))),
		chart("collections", 8, line("{{instance}}", raw("rate(%s[$__rate_interval]) / (rate(%s[$__rate_interval]) > 0)",
			own("go_gc_duration_seconds_sum"), own("go_gc_duration_seconds_count")))).in(seconds, -1),
		chart("descriptors", 8, line("{{instance}}", raw("%s / %s", own("process_open_fds"), own("process_max_fds")))).in(share, -1),
		chart("scrape_duration", 8, line("{{instance}}", raw("%s", own("scrape_duration_seconds")))).in(seconds, -1),
		chart("scrape_samples", 8, line("{{instance}}", raw("%s", own("scrape_samples_scraped")))),
		events("restarts", 8, "{{instance}}", raw("changes(%s[1h])", own("process_start_time_seconds"))),
	}
}

// alerting is the way of a page: the rules are evaluated, the notifications leave.
func (l *layout) alerting() []panel {
	return []panel{
		events("rule_failures", 8, "{{rule_group}}", raw(`label_replace(sum by (rule_group) (increase(prometheus_rule_evaluation_failures_total{rule_group=~".*helpdesk.*"}[15m])), "rule_group", "$1", "rule_group", ".*;(.*)")`)),
		events("notifications_failed", 8, "{{integration}}", raw("sum by (integration) (increase(alertmanager_notifications_failed_total[15m]))")),
		stat("watchdog", 8, instant("watchdog", raw(`count(ALERTS{alertname="HelpdeskWatchdog",alertstate="firing"}) or vector(0)`))).
			colours(above(red, at(1, green))...).tall(tall),
		bars("pages", 24, bar("{{severity}} {{group}}", raw(`sum by (severity, group) (count_over_time((ALERTS{alertname=~"Helpdesk.+",alertname!="HelpdeskWatchdog",alertstate="firing"} unless ALERTS{alertname=~"Helpdesk.+",alertstate="firing"} offset 5m)[$bucket:5m]))`))).stacked(),
	}
}
