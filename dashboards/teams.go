package dashboards

// teams compares departments by ratios and medians, and says how many people the work needs.
func (l *layout) teams() page {
	return page{
		name: "teams", from: "now-28d", refresh: "5m",
		rows: []row{
			section("score", l.teamsTable("scorecard", 24), l.liveTable("live_scorecard", 12), l.load("load", 12)),
			section("staffing", l.staffing()...),
			section("compare", l.comparison()...),
			{key: "team", collapsed: true, repeat: "group", panels: l.oneTeam()},
			detail("agents", prose("no_agents", 24)),
			section("trust", l.trust(8)...),
		},
	}
}

// teamVolume is what a team had to deal with: created in it or moved into it.
func teamVolume(window string) expr {
	arrived := sum(movedIn().increase(window), "source", "to_group")
	return sum(or(
		sum(created().increase(window), "source", "group"),
		raw(`label_replace(%s, "group", "$1", "to_group", "(.+)")`, arrived.text),
	), "group")
}

// teamsTable has one row a team.
func (l *layout) teamsTable(key string, w int) panel {
	first := firstResponse(written)
	touches := of("helpdesk_resolution_touches_total", written)
	goalOf := func(kpi string, b bound) expr {
		return raw(`max by (group) (helpdesk_goal{job=~"$job",kpi=%q,period="month",bound=%q,group=~"$group",group!=""})`, kpi, b)
	}
	return table(key, w,
		labelled("column_team", "group").leads("backlog"),
		value("column_unresolved", count, sum(tickets().now(), "group")).leads("backlog"),
		value("column_goal", count, goalOf("unresolved", atMost)),
		value("column_our_turn", count, ourTurn("group")),
		value("column_volume", count, round(teamVolume(wholeRange))),
		value("column_solved", count, round(sum(solved().increase(wholeRange), "group"))),
		value("column_pace", plain, handled(wholeRange, periodHours, "group")),
		value("column_first_average", seconds, mean(first, wholeRange, "group")),
		value("column_first_median", seconds, quantile("0.5", first, wholeRange, "group")),
		value("column_met", share, attainment(wholeRange, "", nil, "group")).coloured("background", attained()...),
		value("column_met_goal", share, goalOf("sla_met", atLeast)),
		value("column_reopened", share, ratio(
			sum(reopened("work").increase(wholeRange), "group"), sum(of("helpdesk_tickets_resolved_total").increase(wholeRange), "group"),
		)),
		value("column_one_touch", share, ratio(
			sum(touches.and(`touches="1"`).increase(wholeRange), "group"), sum(touches.and(`touches!="0"`).increase(wholeRange), "group"),
		)),
		value("column_moved", share, ratio(sum(movedOut().increase(wholeRange), "group"), teamVolume(wholeRange))),
	).tall(9)
}

// liveTable is the same for calls and chats, whose answers take minutes.
func (l *layout) liveTable(key string, w int) panel {
	first := firstResponse(live)
	return table(key, w,
		labelled("column_team", "group").leads("sla"),
		value("column_created", count, round(sum(created().and(live).increase(wholeRange), "group"))),
		value("column_first_average", seconds, mean(first, wholeRange, "group")),
		value("column_first_median", seconds, quantile("0.5", first, wholeRange, "group")),
	).none("none_live")
}

// load is what is on the desk of everybody who is at work.
func (l *layout) load(key string, w int) panel {
	return l.ranking(key, w, "group", ratio(ourTurn("group"), sum(activeAgents("1h").now(), "group"))).in(plain, 1).none("none_agents")
}

func (l *layout) comparison() []panel {
	return []panel{
		chart("first_by_team", 12, bar("{{group}}", quantile("0.5", firstResponse(written), bucket, "group"))).in(seconds, -1).every(bucket),
		chart("resolution_by_team", 12, bar("{{group}}", quantile("0.5", resolutions("first"), bucket, "group"))).in(seconds, -1).every(bucket),
	}
}

// oneTeam is the row that is repeated for each chosen team.
func (l *layout) oneTeam() []panel {
	return []panel{
		bars("team_flow", 8,
			bar("created", round(sum(created().increase(bucket)))), bar("solved", round(sum(solved().increase(bucket)))).asLine(),
		),
		chart("team_backlog", 4, line("unresolved", unresolved()), line("before", sum(tickets().ago("$compare").now()))),
		chart("team_sla", 4, bar("met", attainment(bucket, "", nil))).in(share, -1).whole().none(noSLA).every(bucket).draw(map[string]any{"axisSoftMin": 0.6}),
		chart("team_first", 8,
			bar("average", mean(firstResponse(written), bucket)), bar("median", quantile("0.5", firstResponse(written), bucket)),
		).in(seconds, -1).every(bucket),
	}
}
