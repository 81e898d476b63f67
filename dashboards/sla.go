package dashboards

import "slices"

// sla is the page of the promises: what is about to be missed, what was kept, what may still be missed.
func (l *layout) sla() page {
	return page{
		name: "sla", from: "now-7d", refresh: "1m", detail: []variable{quantileVariable(l.text)},
		rows: []row{
			section("risk", l.risk()...),
			section("attainment", l.attainmentPanels()...),
			section("budget", l.budgetPanels()...),
			section("times", l.times()...),
			detail("resolution", l.resolution()...),
			detail("native", l.native()...),
			detail("without", l.withoutPolicies()...),
		},
	}
}

// horizons in the order in which they run out; today ends with the reporting day.
func horizons() []string { return []string{"15m", "30m", "1h", "4h", "1d", "today"} }

func (l *layout) risk() []panel {
	var rungs []query
	for _, h := range horizons() {
		rungs = append(rungs, instant("due_"+h, due(h)))
	}
	return []panel{
		alarm("overdue", 4, instant("{{target}}", overdue("target"))).none(noSLA).tall(tall).set("orientation", "horizontal"),
		ladder("horizons", 8, rungs...).none(noSLA),
		l.nextDue("next_due", 8),
		stat("will_we_make_it", 4,
			instant("against_now", ratio(due("4h"), fulfilled(fourHours, ""))),
			instant("against_last_week", ratio(due("4h"), fulfilled(fourHours, nextHours))),
		).in(share, 0).colours(above(green, at(0.8, orange), at(1, red))...).none(noSLA).tall(tall),
	}
}

func (l *layout) attainmentPanels() []panel {
	var panels []panel
	for _, target := range []string{"first_response", "next_response", "resolution"} {
		matcher := []string{`target="` + target + `"`}
		panels = append(panels, stat("met_"+target, 6,
			instant("met_share", attainment(wholeRange, "", matcher)),
			instant("before", attainment(wholeRange, wholeRange, matcher)),
			instant("objective", aggregate("min", of("helpdesk_sla_objective_ratio", matcher...).now())),
		).in(share, 1).none(noSLA))
	}
	wait := mean(replies(written), bucket)
	return append(panels,
		stat("cancelled", 6, instant("{{target}}", round(sum(outcomes("cancelled").increase(wholeRange), "target")))),
		chart("met_over_time", 12,
			bar("met", attainment(bucket, "", nil)),
			bar("before", attainment(bucket, "$compare", nil)),
			line("objective", aggregate("min", of("helpdesk_sla_objective_ratio").now())),
		).in(share, -1).whole().none(noSLA).every(bucket).draw(map[string]any{"axisSoftMin": 0.6}),
		bars("breaches", 12,
			bar("{{priority}}", round(breaches(bucket, "", nil, "priority"))),
			bar("average_reply", wait).in(seconds),
		).stacked().none(noSLA),
		table("met_by_team", 24,
			labelled("column_team", "group").leads("backlog"),
			l.attained("urgent"), l.attained("high"), l.attained("normal"), l.attained("low"), l.attained("none"),
			value("column_met", share, attainment(wholeRange, "", nil, "group")).coloured("background", attained()...),
			value("column_breached", count, round(breaches(wholeRange, "", nil, "group"))),
		).none(noSLA),
	)
}

// attained is a column of a priority's attainment by team.
func (l *layout) attained(priority string) column {
	matcher := []string{`priority="` + priority + `"`}
	return value("priority_"+priority, share, attainment(wholeRange, "", matcher, "group")).coloured("background", attained()...)
}

func attained() []step { return above(red, at(0.8, orange), at(0.9, green)) }

func (l *layout) budgetPanels() []panel {
	remaining := minus(raw("1"), spent(fourWeeks))
	return []panel{
		ladder("budget_left", 8, instant("{{policy}} {{target}}", remaining)).in(share, 1).between(0, 1).set("namePlacement", "top").
			colours(above(red, at(0.1, orange), at(0.3, green))...).none(noSLA),
		chart("burn_down", 8, line("{{policy}} {{target}}", remaining)).in(share, -1).whole().none(noSLA).every(hour),
		chart("burn", 8,
			line("{{policy}} {{target}}", raw("clamp_min(%s, 0)", spent(hour).text)),
			line("page_line", raw("vector(0.05)")),
		).in(share, 1).none(noSLA).every(hour),
	}
}

// bounds of the distribution tables, all of them bucket bounds of the catalogue.
func bounds() []string { return []string{"900", "3600", "14400", "86400", "259200", "604800"} }

func (l *layout) times() []panel {
	quantiles := func(s series) []query {
		return []query{
			bar("average", mean(s, bucket)),
			bar("median", quantile("0.5", s, bucket)),
			bar("chosen_quantile", quantile("$quantile", s, bucket)),
			bar("before", quantile("0.5", s.ago("$compare"), bucket)),
		}
	}
	charts := func(key string, s series) panel {
		return chart(key, 6, quantiles(s)...).in(seconds, -1).every(bucket)
	}
	return []panel{
		charts("first_response_written", firstResponse(written)),
		charts("first_response_live", firstResponse(live)),
		charts("reply_written", replies(written)),
		charts("reply_live", replies(live)),
		l.distribution("first_response_distribution", 12, firstResponse(written)),
		heat("first_response_heat", 12, query{legend: "{{le}}", expr: sum(firstResponse(written).part("bucket").increase(bucket), "le")}).tall(9),
	}
}

func resolutions(stage string) series {
	return of("helpdesk_resolution_time_seconds", `stage="`+stage+`"`)
}

func (l *layout) resolution() []panel {
	first := resolutions("first")
	return []panel{
		chart("resolution", 12,
			bar("average", mean(first, bucket)), bar("median", quantile("0.5", first, bucket)),
			bar("chosen_quantile", quantile("$quantile", first, bucket)),
			bar("before", quantile("0.5", first.ago("$compare"), bucket)),
		).in(seconds, -1).every(bucket).tall(9),
		l.distribution("resolution_distribution", 12, first),
		table("resolution_by_category", 12,
			labelled("column_category", "category"), labelled("column_priority", "priority"),
			value("column_average", seconds, mean(first, wholeRange, "category", "priority")),
			value("column_median", seconds, quantile("0.5", first, wholeRange, "category", "priority")),
			value("column_number", count, round(sum(first.part("count").increase(wholeRange), "category", "priority"))),
		).sorted("column_average"),
		l.phases("phases", 12),
	}
}

// phases is where the time of solved tickets went; the four are disjoint and add up.
func (l *layout) phases(key string, w int) panel {
	spent := of("helpdesk_phase_time_seconds")
	return bars(key, w, bar("{{phase}}", mean(spent, bucket, "phase"))).stacked().in(seconds, -1)
}

// distribution is a table of how many observations fell up to each bound: number, share, running share.
func (l *layout) distribution(key string, w int, s series) panel {
	all := sum(s.part("count").increase(wholeRange))
	var number, running expr
	below := expr{}
	texts := singleValues{}
	labels := append(slices.Clone(bounds()), "more")
	for i, bound := range labels {
		until := all
		if bound != "more" {
			until = upTo(bound, s, wholeRange)
		}
		inside := until
		if i > 0 {
			inside = minus(until, below)
		}
		below = until
		texts[bound] = mappedValue{Text: l.text.word("up_to_" + bound), Index: i}
		number = either(number, named(inside, bound))
		running = either(running, named(ratio(until, all), bound))
	}
	return table(key, w,
		labelled("column_within", "within").named(mapping{Type: "value", Options: texts}),
		value("column_number", count, round(number)),
		value("column_share", share, operation(number, "/ ignoring (within) group_left ()", operation(all, ">", raw("0")))),
		value("column_running", share, running).coloured("gauge", above(blue)...),
	).between(0, 1).tall(9)
}

// named gives an expression without labels the one by which the rows of a table differ.
func named(e expr, within string) expr {
	return raw(`label_replace(%s, "within", %q, "", "")`, e.text, within)
}

func either(a, b expr) expr {
	if a.text == "" {
		return b
	}
	return expr{text: a.text + " or " + b.text, open: true}
}

// native are the same durations from native histograms, finer than the classic bounds.
func (l *layout) native() []panel {
	fine := firstResponse(written).native(bucket)
	p := heat("native_heat", 12, query{legend: "first_response", expr: sum(fine)})
	return []panel{
		p.none("none_native"),
		chart("native_quantiles", 12,
			bar("median", raw("histogram_quantile(0.5, %s)", sum(fine).text)),
			bar("chosen_quantile", raw("histogram_quantile($quantile, %s)", sum(fine).text)),
			bar("average", operation(raw("histogram_sum(%s)", sum(fine).text), "/", raw("histogram_count(%s)", sum(fine).text))),
		).in(seconds, -1).every(bucket).none("none_native"),
	}
}

// withoutPolicies is for desks that promise nothing: the cohort checks are there without any configuration.
func (l *layout) withoutPolicies() []panel {
	tile := func(key, name, window string) panel {
		return stat(key, 4,
			instant("written", check(name, window, "yes", written)),
			instant("live", check(name, window, "yes", live)),
		).in(share, 1)
	}
	return []panel{
		prose("no_policy", 24),
		tile("acknowledged_15m", "acknowledged", "15m"),
		tile("answered_1d", "answered", "1d"), tile("answered_7d", "answered", "7d"),
		tile("resolved_1h", "resolved", "1h"), tile("resolved_1d", "resolved", "1d"), tile("resolved_7d", "resolved", "7d"),
	}
}
