package dashboards

// overview is what a manager reads in ten seconds from its first row, and in two minutes from all of it.
func (l *layout) overview() page {
	return page{
		name: "overview", from: "now-7d", refresh: "5m",
		rows: []row{
			{panels: l.overviewNow()},
			section("morning", l.morning()...),
			section("today", l.overviewTiles()...),
			section("flow",
				l.flow(12),
				chart("unresolved_over_time", 12,
					line("unresolved", unresolved()), line("before", sum(tickets().ago("$compare").now())),
				).leads(destination{page: "backlog"}),
			),
			section("where",
				l.ranking("by_channel", 8, "channel", top(10, round(sum(created().increase(wholeRange), "channel")))),
				l.ranking("by_team", 8, "group", top(10, round(sum(created().increase(wholeRange), "group")))),
				l.ranking("by_brand", 8, "brand", top(10, round(sum(created().increase(wholeRange), "brand")))),
				bars("arrivals", 12, line("{{channel}}", round(sum(created().increase(hour), "channel")))).stacked().every(hour),
				l.categories(12),
			),
			section("teams", l.teamsTable("teams", 24), l.attention("attention", 24)),
		},
	}
}

func tickets(matchers ...string) series { return of("helpdesk_tickets", matchers...) }

func unresolved() expr { return sum(tickets().now()) }

// ourTurn are tickets on which somebody of the desk has the next move.
func ourTurn(by ...string) expr { return sum(tickets(`status=~"new|open"`).now(), by...) }

func created() series { return of("helpdesk_tickets_created_total") }

// solved counts a ticket at its first solve.
func solved() series { return of("helpdesk_tickets_resolved_total", `nth="first"`) }

func firstResponse(class string) series { return of("helpdesk_first_response_time_seconds", class) }

func replies(class string) series { return of("helpdesk_reply_time_seconds", class) }

func (l *layout) overviewNow() []panel {
	news, done := round(sum(created().increase(wholeRange))), round(sum(solved().increase(wholeRange)))
	return []panel{
		stat("unresolved", 4,
			instant("unresolved", unresolved()),
			instant("our_turn", ourTurn()),
			instant("waiting", sum(tickets(`status="pending"`).now())),
		).with(goals("unresolved", atMost, unresolved())...).listed().tall(rows4).leads(destination{page: "backlog"}),
		stat("created", 4,
			instant("created", news),
			instant("before", round(sum(created().ago(wholeRange).increase(wholeRange)))),
		).tall(rows4),
		stat("solved", 4,
			instant("solved", done),
			instant("before", round(sum(solved().ago(wholeRange).increase(wholeRange)))),
		).tall(rows4),
		stat("sla_met", 4,
			instant("met_share", attainment(wholeRange, "", nil)),
			instant("objective", aggregate("min", of("helpdesk_sla_objective_ratio").now())),
		).with(goals("sla_met", atLeast, attainment(wholeRange, "", nil))...).in(share, 1).none(noSLA).listed().tall(rows4).leads(destination{page: "sla"}),
		l.averages("first_response", 4, firstResponse).leads(destination{page: "sla"}),
		l.averages("reply_time", 4, replies).leads(destination{page: "sla"}),
	}
}

// averages shows mean and median of a duration, Written and Live apart.
func (l *layout) averages(key string, w int, of func(class string) series) panel {
	return stat(key, w,
		instant("written_average", mean(of(written), wholeRange)),
		instant("written_median", quantile("0.5", of(written), wholeRange)),
		instant("live_average", mean(of(live), wholeRange)),
		instant("live_median", quantile("0.5", of(live), wholeRange)),
	).in(seconds, 1).listed().tall(rows4)
}

// morning is what a team leader asks at nine o'clock.
func (l *layout) morning() []panel {
	awaiting := of("helpdesk_tickets_awaiting_reply")
	inbound := of("helpdesk_messages_total", `direction="inbound"`, `author="customer"`)
	return []panel{
		stat("overnight", 6,
			instant("awaiting_reply", sum(awaiting.now())),
			query{legend: "longest_wait", instant: true, expr: longestWait(), unit: seconds},
			instant("in_closed_hours", round(none(
				sum(inbound.and(`hours="closed"`).increase(overnight)), sum(inbound.increase(overnight)),
			))),
		).words(l.mapped("0", nobody, "")).listed().leads(destination{page: "backlog"}),
		stat("due_today", 6, instant("{{target}}", due("today", "target"))).none(noSLA).leads(destination{page: "sla"}),
		alarm("breached_yesterday", 6, instant("breached",
			sum(of("helpdesk_period_events", `event="sla_breached"`, `period="day"`, `which="previous"`).now()),
		)).colours(alarming(at(1, orange))...).leads(destination{page: "sla", from: "now-1d%2Fd", to: "now-1d%2Fd"}),
		stat("unanswered_after_a_day", 6,
			instant("written", check("answered", "1d", "no", written)),
			instant("live", check("answered", "1d", "no", live)),
		).in(share, 1),
	}
}

func (l *layout) overviewTiles() []panel {
	return append([]panel{
		alarm("due_in_an_hour", 4, instant("due_1h", due("1h"))).colours(alarming(at(1, orange))...).none(noSLA).leads(destination{page: "sla"}),
		alarm("overdue", 4, instant("overdue", overdue())).none(noSLA).leads(destination{page: "sla"}),
	}, l.trust(4)...)
}

// overdue are clocks that missed their target and are still not fulfilled.
func overdue(by ...string) expr {
	return sum(of("helpdesk_sla_clocks", `state="breached"`).now(), by...)
}

// trust tells on every page how far the other numbers may be believed. w is the width of its two single numbers.
func (l *layout) trust(w int) []panel {
	teams := raw("count by (source, group) (%s)", tickets().now().text)
	scheduled := raw("max by (source, group) (%s)", of("helpdesk_group_schedule_info").selector())
	synced := of("helpdesk_exporter_stream_first_sync_complete").now()
	return []panel{
		alarm("data_age", w,
			instant("worst_stream", raw("max(%s)", pollsBehind().text)),
		).in(plain, 1).colours(alarming(at(3, orange), at(15, red))...).none("none_no_data").leads(destination{page: "exporter"}),
		alarm("first_sync", w,
			instant("streams_unfinished", none(raw("count(%s == 0)", synced.text), raw("count(%s)", synced.text))),
		).leads(destination{page: "exporter"}),
		stat("assumed", 8,
			instant("teams_without_schedule", none(
				raw("count(%s unless on (source, group) %s)", teams.text, scheduled.text), raw("count(%s)", teams.text),
			)),
			instant("no_sla", none(
				operation(raw("absent(%s)", of("helpdesk_sla_objective_ratio").selector()), "and on ()", anyDesk()), anyDesk(),
			)),
		).colours(above(calm, at(1, yellow))...),
	}
}

// anyDesk is there when an exporter is.
func anyDesk() expr { return raw("count(%s)", of("helpdesk_exporter_series").now().text) }

// longestWait is how long the customer has waited who has waited longest; 0 when nobody waits.
func longestWait() expr {
	return none(age(of("helpdesk_oldest_awaiting_reply_timestamp_seconds").first()), sum(of("helpdesk_tickets_awaiting_reply").now()))
}

// pollsBehind is the age of a stream's data in polls.
func pollsBehind() expr {
	last := of("helpdesk_exporter_stream_last_success_timestamp_seconds")
	interval := of("helpdesk_exporter_stream_poll_interval_seconds")
	return operation(age(last.last("source", "stream")), "/", interval.last("source", "stream"))
}

// flow is created against solved.
func (l *layout) flow(w int) panel {
	return bars("flow", w,
		bar("created", round(sum(created().increase(bucket)))),
		bar("solved", round(sum(solved().increase(bucket)))).asLine(),
		bar("created_before", round(sum(created().ago("$compare").increase(bucket)))),
	)
}

// categories compares the kinds of tickets with the period before.
func (l *layout) categories(w int) panel {
	kinds := of("helpdesk_ticket_categories_total")
	now, before := changed(kinds, wholeRange, "category"), changed(kinds.ago(wholeRange), wholeRange, "category")
	return table("categories", w,
		labelled("column_category", "category"),
		value("column_now", count, round(now)),
		value("column_before", count, round(before)),
		value("column_delta", count, round(minus(now, before))),
		value("column_change", share, minus(ratio(now, before), raw("1"))).coloured("text", above(green, at(0, orange), at(0.5, red))...),
	).sorted("column_delta")
}

// attention lists the alerts that fire or are about to.
func (l *layout) attention(key string, w int) panel {
	p := table(key, w,
		labelled("column_alert", "alertname"), labelled("column_severity", "severity"), labelled("column_state", "alertstate"),
		labelled("column_source", "source"), labelled("column_team", "group"),
		value("column_number", count, raw(`count by (alertname, severity, alertstate, source, group) (ALERTS{alertname=~"Helpdesk.+",alertname!="HelpdeskWatchdog"})`)),
	).none("none_quiet")
	p.columns[0].runbook = true
	return p
}
