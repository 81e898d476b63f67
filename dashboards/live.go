package dashboards

import "slices"

// live is the wallboard: what a team can change in a quarter of an hour, on one screen.
func (l *layout) live() page {
	news := created()
	needed := agentsNeeded()
	return page{
		name: "live", from: "now-12h", refresh: "1m", hidden: []string{"bucket", "clock", "compare"},
		rows: []row{{panels: slices.Concat([]panel{
			alarm("due_15m", 4, instant("due_15m", due("15m"))).none(noSLA).leads(destination{page: "sla"}),
			alarm("due_30m", 4, instant("due_30m", due("30m"))).colours(alarming(at(1, orange))...).none(noSLA).leads(destination{page: "sla"}),
			alarm("due_1h", 4, instant("due_1h", due("1h"))).colours(alarming(at(1, yellow))...).none(noSLA).leads(destination{page: "sla"}),
			alarm("overdue", 4, instant("overdue", overdue())).none(noSLA).leads(destination{page: "sla"}),
			stat("waiting_longest", 4,
				instant("longest_wait", longestWait()),
			).in(seconds, 1).words(l.mapped("0", nobody, "")).leads(destination{page: "backlog"}),
			stat("untouched", 4,
				instant("new", sum(tickets(`status="new"`).now())),
				instant("unassigned", sum(of("helpdesk_tickets_unassigned").now())),
			).leads(destination{page: "backlog"}),
			stat("created_hour", 8,
				instant("created", round(sum(news.increase(hour)))),
				instant("hour_before", round(sum(news.ago(hour).increase(hour)))),
				instant("last_week", round(sum(news.ago(lastWeek).increase(hour)))),
			),
			stat("morning", 8,
				instant("awaiting_reply", sum(of("helpdesk_tickets_awaiting_reply").now())),
				instant("due_this_day", due("today")),
				instant("breached_yesterday", sum(of("helpdesk_period_events", `event="sla_breached"`, `period="day"`, `which="previous"`).now())),
			),
			stat("staffing", 8,
				instant("expected_hour", round(expected(nextHour()))),
				instant("agents_needed", sum(needed)),
				instant("agents_active", sum(activeAgents("1h").now())),
			).leads(destination{page: "teams"}),
			l.ranking("repliers", 8, "group", sum(activeAgents("15m").now(), "group")),
			l.ranking("waiting_by_team", 8, "group", sum(of("helpdesk_tickets_awaiting_reply").now(), "group")),
			l.nextDue("next_due", 8),
			bars("created_per_hour", 12,
				line("created", round(sum(news.increase(hour)))),
				line("last_week", round(sum(news.ago(lastWeek).increase(hour)))),
			).every(hour),
			chart("waiting_over_time", 12,
				line("awaiting_reply", sum(of("helpdesk_tickets_awaiting_reply").now())),
				line("last_week", sum(of("helpdesk_tickets_awaiting_reply").ago(lastWeek).now())),
			),
		}, l.trust(4), []panel{
			stat("solved_hour", 4,
				instant("solved", round(sum(solved().increase(hour)))),
				instant("last_week", round(sum(solved().ago(lastWeek).increase(hour)))),
			),
			stat("schedule", 4,
				instant("{{schedule}}", raw("max by (schedule) (%s)", of("helpdesk_schedule_open").now().text)),
			).words(l.openClosed()).listed().none("none_schedule"),
		})}},
	}
}

func (l *layout) openClosed() mapping {
	return mapping{Type: "value", Options: singleValues{
		"0": {Text: l.text.word("closed"), Color: grey, Index: 0}, "1": {Text: l.text.word("open"), Color: green, Index: 1},
	}}
}

// nextDue is the clock of each team that runs out first.
func (l *layout) nextDue(key string, w int) panel {
	remaining := operation(of("helpdesk_sla_next_due_timestamp_seconds").first("group", "policy", "target"), "-", raw("time()"))
	return table(key, w,
		labelled("column_team", "group").leads("sla"), labelled("column_policy", "policy"), labelled("column_target", "target"),
		value("column_remaining", seconds, raw("sort(%s)", remaining.text)).coloured("background", above(red, at(900, orange), at(3600, green))...),
	).none("none_due")
}
