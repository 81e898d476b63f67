package dashboards

// backlog is the page of what lies there: how much, how old, whose, and whether it grows.
func (l *layout) backlog() page {
	return page{
		name: "backlog", from: "now-28d", refresh: "5m",
		rows: []row{
			{panels: l.backlogNow()},
			section("stock", l.stock()...),
			section("age", l.ages()...),
			section("flow", l.inAndOut()...),
			detail("lost", l.lost()...),
			section("trust", l.trust(8)...),
		},
	}
}

func (l *layout) backlogNow() []panel {
	perDay := operation(sum(of("helpdesk_tickets_resolved_total").increase(wholeRange)), "/", operation(raw("$__range_s"), "/", raw("86400")))
	return []panel{
		stat("unresolved", 4, instant("unresolved", unresolved())).with(goals("unresolved", atMost, unresolved())...),
		stat("turns", 4,
			instant("our_turn", ourTurn()),
			instant("waiting", sum(tickets(`status="pending"`).now())),
			instant("hold", sum(tickets(`status="hold"`).now())),
		).listed(),
		stat("untouched", 4,
			instant("new", sum(tickets(`status="new"`).now())),
			instant("unassigned", sum(of("helpdesk_tickets_unassigned").now())),
		),
		alarm("unknown", 4, instant("unknown", none(sum(tickets(`status="unknown"`).now()), unresolved()))).leads(destination{page: "exporter"}),
		stat("days_to_clear", 4, instant("days_to_clear", ratio(unresolved(), perDay))).in(plain, 1).
			colours(above(green, at(2, orange), at(5, red))...),
		stat("forecast", 4, instant("forecast", round(raw("clamp_min(%s, 0)", forecast("").text)))),
	}
}

// forecast draws a line through the backlog of a week and reads it three days on.
func forecast(ago string) expr {
	t := tickets().ago(ago)
	return sum(raw("%s(predict_linear(%s[%s]%s, 259200))", oneReplica, t.selector(), week, t.offset()))
}

func (l *layout) stock() []panel {
	status := func(legend, value string) query { return line(legend, sum(tickets(`status=~"`+value+`"`).now())) }
	return []panel{
		chart("by_status", 12,
			status("our_turn", "new|open"), status("waiting", "pending"), status("hold", "hold"), status("unknown", "unknown"),
			line("goal", goal("unresolved", atMost)),
		).stacked(),
		chart("against_before", 12,
			line("unresolved", unresolved()),
			line("before", sum(tickets().ago("$compare").now())),
			line("forecast", raw("clamp_min(%s, 0)", forecast(threeDays).text)),
		),
		chart("by_team", 12, line("{{group}}", top(12, sum(tickets().now(), "group")))).stacked(),
		l.ranking("by_category", 12, "category", top(12, sum(of("helpdesk_open_categories").now(), "category"))),
	}
}

// ages are the bands between two thresholds of helpdesk_tickets_older_than, the youngest first.
func ages() []struct{ key, from, to string } {
	return []struct{ key, from, to string }{
		{"younger_4h", "0", "14400"},
		{"younger_1d", "14400", "86400"},
		{"younger_3d", "86400", "259200"},
		{"younger_7d", "259200", "604800"},
		{"younger_14d", "604800", "1209600"},
		{"younger_30d", "1209600", "2592000"},
		{"older", "2592000", ""},
	}
}

func olderThan(threshold string) expr {
	return sum(of("helpdesk_tickets_older_than", `threshold_seconds="`+threshold+`"`).now())
}

func (l *layout) ages() []panel {
	var bands, shares []query
	for _, a := range ages() {
		e := olderThan(a.from)
		if a.to != "" {
			e = minus(e, olderThan(a.to))
		}
		bands = append(bands, line(a.key, e))
		shares = append(shares, line(a.key, e))
	}
	hundred := chart("age_share", 8, shares...).stacked().draw(map[string]any{"stacking": map[string]any{"mode": "percent", "group": "A"}})
	return []panel{
		chart("age_bands", 8, bands...).stacked().tall(9),
		hundred.tall(9),
		table("oldest", 8,
			labelled("column_team", "group").leads("teams"),
			value("column_oldest", seconds, age(of("helpdesk_oldest_unresolved_timestamp_seconds").first("group"))),
			value("column_waiting", seconds, age(of("helpdesk_oldest_awaiting_reply_timestamp_seconds").first("group"))).
				coloured("text", above(green, at(86400, orange), at(259200, red))...),
			value("column_awaiting", count, sum(of("helpdesk_tickets_awaiting_reply").now(), "group")),
		).none(nobody).tall(9),
	}
}

// moved tickets leave one team and enter another; the page's team is where they came from, or where they went.
func movedOut() series { return of("helpdesk_tickets_moved_total") }

func movedIn() series { return movedOut().anywhere("group").and(`to_group=~"$group"`) }

func reopened(kind string) series { return of("helpdesk_tickets_reopened_total", `kind=~"`+kind+`"`) }

func voided() series { return of("helpdesk_tickets_voided_total") }

// inflow of the backlog; a part that never happened is none.
func inflow(window string) expr {
	news := sum(created().increase(window))
	return plus(plus(news, none(sum(movedIn().increase(window)), news)), none(sum(reopened(".+").increase(window)), news))
}

func outflow(window string) expr {
	done := sum(of("helpdesk_tickets_resolved_total").increase(window))
	return plus(plus(done, none(sum(movedOut().increase(window)), done)), none(changed(voided(), window), done))
}

func (l *layout) inAndOut() []panel {
	again := ratio(sum(reopened("work").increase(wholeRange)), sum(of("helpdesk_tickets_resolved_total").increase(wholeRange)))
	return []panel{
		bars("net_flow", 12,
			bar("in", round(inflow(bucket))), bar("out", round(outflow(bucket))).asLine(),
			bar("net", round(minus(inflow(bucket), outflow(bucket)))).asLine(),
		),
		bars("reopened", 8,
			bar("work", round(sum(reopened("work").increase(bucket)))),
			bar("no_reply_needed", round(sum(reopened("no_reply_needed").increase(bucket)))),
		).stacked(),
		stat("reopen_rate", 4,
			instant("reopen_rate", again),
			instant("before", ratio(
				sum(reopened("work").ago(wholeRange).increase(wholeRange)),
				sum(of("helpdesk_tickets_resolved_total").ago(wholeRange).increase(wholeRange)),
			)),
		).with(goals("reopen_rate", atMost, again)...).in(share, 1).listed().tall(tall),
	}
}

func (l *layout) lost() []panel {
	return []panel{
		table("moved", 12,
			labelled("column_from", "group"), labelled("column_to", "to_group"),
			value("column_number", count, raw("topk(15, %s)", round(sum(movedOut().increase(wholeRange), "group", "to_group")).text)),
		).sorted("column_number"),
		stat("moved_share", 4, instant("moved_share",
			ratio(sum(movedOut().increase(wholeRange)), sum(created().increase(wholeRange))),
		)).in(share, 1).tall(tall),
		table("voided", 8,
			labelled("column_reason", "reason"), labelled("column_origin", "origin"),
			value("column_number", count, round(changed(voided(), wholeRange, "reason", "origin"))),
		).sorted("column_number"),
	}
}
