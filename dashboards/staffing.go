package dashboards

// activeAgents are those who replied in the trailing window.
func activeAgents(window string) series { return of("helpdesk_agents_active", `window="`+window+`"`) }

// span is a stretch of time in four weeks: how long it is, and how long before now each of the four ended.
type span struct {
	key     string
	window  string
	hours   int
	offsets [4]string
}

// Spans that end now, and that begin now, a week and more ago.
func lastHour() span { return span{"", hour, 1, [4]string{"168h", "336h", "504h", "672h"}} }

func nextHour() span { return span{"next_1h", hour, 1, [4]string{"167h", "335h", "503h", "671h"}} }

// ahead are the spans for which a shift is planned.
func ahead() []span {
	return []span{
		nextHour(),
		{"next_2h", "2h", 2, [4]string{"166h", "334h", "502h", "670h"}},
		{"next_4h", fourHours, 4, [4]string{nextHours, "332h", "500h", "668h"}},
		{"next_1d", "1d", 24, [4]string{"144h", "312h", "480h", "648h"}},
	}
}

// expected arrivals of written tickets, which may wait: the mean of what came in the same span of four weeks.
func expected(s span, by ...string) expr {
	var total expr
	for i, offset := range s.offsets {
		one := sum(created().and(written).ago(offset).increase(s.window), by...)
		if i == 0 {
			total = one
			continue
		}
		total = plus(total, one)
	}
	return operation(total, "/", raw("%d", len(s.offsets)))
}

// handled written tickets an agent-hour, in a window and its samples of one an hour.
func handled(window, hours string, by ...string) expr {
	return ratio(
		sum(solved().and(written).increase(window), by...),
		sum(raw("sum_over_time(%s[%s])", activeAgents("1h").now().text, hours), by...),
	)
}

// agentsNeeded for the arrivals of the coming hour, by team.
func agentsNeeded() expr {
	pace := handled(fourWeeks, agentHours, "source", "group")
	return ceil(operation(expected(nextHour(), "source", "group"), "/", operation(pace, ">", raw("0"))))
}

func (l *layout) staffing() []panel {
	return []panel{
		chart("arrivals", 12,
			line("expected", expected(lastHour())),
			line("created", sum(created().and(written).increase(hour))),
		).every(hour).in(plain, 1),
		table("needed", 12,
			labelled("column_team", "group"),
			value("column_expected", plain, sum(expected(nextHour(), "source", "group"), "group")),
			value("column_pace", plain, handled(fourWeeks, agentHours, "group")),
			value("column_needed", count, sum(agentsNeeded(), "group")),
			value("column_active", count, sum(activeAgents("1h").now(), "group")),
			value("column_active_before", count, sum(activeAgents("1h").ago("167h").now(), "group")),
			value("column_missing", count, raw("clamp_min(%s, 0)", minus(sum(agentsNeeded(), "group"), sum(activeAgents("1h").now(), "group")).text)).
				coloured("background", above(green, at(1, red))...),
		),
		l.comingHours("coming", 12),
		chart("active", 12, line("{{group}}", sum(activeAgents("1h").now(), "group"))).stacked(),
	}
}

// comingHours says how much work the next spans bring, for all chosen teams together.
func (l *layout) comingHours(key string, w int) panel {
	var tickets, hours, agents expr
	texts := singleValues{}
	pace := operation(handled(fourWeeks, agentHours), ">", raw("0"))
	for i, s := range ahead() {
		texts[s.key] = mappedValue{Text: l.text.word(s.key), Index: i}
		work := operation(expected(s), "/", pace)
		tickets = either(tickets, named(expected(s), s.key))
		hours = either(hours, named(work, s.key))
		agents = either(agents, named(ceil(operation(work, "/", raw("%d", s.hours))), s.key))
	}
	return table(key, w,
		labelled("column_next", "within").named(mapping{Type: "value", Options: texts}),
		value("column_expected", plain, tickets), value("column_agent_hours", plain, hours),
		value("column_at_once", count, agents),
	)
}
