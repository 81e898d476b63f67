package dashboards

import "helpdesk_exporter/internal/selector"

// quickRanges are the periods a manager speaks of.
func (l *layout) quickRanges() []quickRange {
	var out []quickRange
	for _, r := range [][3]string{
		{"today", "now/d", "now"},
		{"yesterday", "now-1d/d", "now-1d/d"},
		{"this_week", "now/w", "now"},
		{"last_week", "now-1w/w", "now-1w/w"},
		{"last_7_days", "now-7d", "now"},
		{"last_28_days", "now-28d", "now"},
		{"this_month", "now/M", "now"},
		{"last_month", "now-1M/M", "now-1M/M"},
		{"this_quarter", "now/fQ", "now"},
		{"last_quarter", "now-1Q/fQ", "now-1Q/fQ"},
		{"this_year", "now/y", "now"},
		{"last_year", "now-1y/y", "now-1y/y"},
	} {
		out = append(out, quickRange{Display: l.text.word("range_" + r[0]), From: r[1], To: r[2]})
	}
	return out
}

func (l *layout) annotations() []annotation {
	list := []annotation{
		{
			Name: l.text.word("annotation_alerts"), Datasource: *prometheus(), Enable: true, IconColor: red,
			Expr:        `max by (alertname, source, group) (ALERTS{alertname=~"Helpdesk.*",alertstate="firing",severity="page"})`,
			TitleFormat: "{{alertname}} {{source}} {{group}}",
		},
		{
			Name: l.text.word("annotation_restarts"), Datasource: *prometheus(), IconColor: orange,
			Expr:        `max by (job) (changes(process_start_time_seconds{job=~"$job"}[$__interval])) > 0`,
			TitleFormat: "{{job}}",
		},
		{
			Name: l.text.word("annotation_outages"), Datasource: *prometheus(), IconColor: yellow,
			Expr:        `max by (source, stream) (helpdesk_exporter_stream_up{job=~"$job",source=~"$source"}) == 0`,
			TitleFormat: "{{source}} {{stream}}",
		},
	}
	for i := range list {
		list[i].Expr = selector.Add(list[i].Expr, l.options.Labels)
	}
	return list
}
