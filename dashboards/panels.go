package dashboards

// Units, as Grafana names them.
const (
	count   = "locale" // 12,345 the way the reader's country writes it
	share   = "percentunit"
	seconds = "s"
	date    = "dateTimeFromNow"
	perSec  = "cps"
	sizes   = "bytes"
	plain   = "none"
)

// Colours with a meaning, the same on every page.
const (
	blue   = "blue"
	green  = "green"
	orange = "orange"
	red    = "red"
	grey   = "#8e8e8e"
	purple = "purple"
	yellow = "dark-yellow"
	calm   = "text"    // says nothing
	dim    = "#5f6672" // a background where nothing is known
)

// axisOfTimes is the width of an axis of durations, in pixels: "13.9 hours".
const axisOfTimes = 76

// Keys of what a panel shows when there is nothing to show.
const (
	nothing = "none_dash"
	noneBad = "none_zero"
	nobody  = "none_nobody"
	noSLA   = "none_sla"
)

// tall is the height of a chart, flat that of a single number, rows4 that of four numbers below each other.
const (
	flat  = 4
	rows4 = 5
	tall  = 8
)

func stat(key string, w int, queries ...query) panel {
	// Of several values some may be missing: the rest must still be named.
	text := "auto"
	if len(queries) > 1 {
		text = "value_and_name"
	}
	return panel{
		key: key, kind: "stat", w: w, h: flat, unit: count, empty: nothing, queries: queries,
		steps: above(calm),
		options: map[string]any{
			"reduceOptions": map[string]any{"calcs": []string{"lastNotNull"}, "fields": "", "values": false},
			"colorMode":     "value", "graphMode": "none", "justifyMode": "auto", "orientation": "auto",
			"textMode": text, "wideLayout": true,
		},
	}
}

// solid fills the panel with the colour of the thresholds.
const solid = "background_solid"

// alarm is a single number whose background takes the colour of the thresholds.
func alarm(key string, w int, queries ...query) panel {
	return stat(key, w, queries...).set("colorMode", solid).colours(alarming(at(1, red))...).none(nothing)
}

func chart(key string, w int, queries ...query) panel {
	return panel{
		key: key, kind: "timeseries", w: w, h: tall, unit: count, decimals: -1, empty: nothing, queries: queries,
		steps: above(calm),
		custom: map[string]any{
			"drawStyle": "line", "lineInterpolation": "linear", "lineWidth": 2, "fillOpacity": 0, "showPoints": "auto",
			"spanNulls": false, "axisSoftMin": 0,
			"stacking": map[string]any{"mode": "none", "group": "A"},
		},
		options: map[string]any{
			"legend":  map[string]any{"displayMode": "list", "placement": "bottom", "showLegend": true, "calcs": []string{}},
			"tooltip": map[string]any{"mode": "multi", "sort": "desc"},
		},
	}
}

// alarming are thresholds that tell a good 0 from nothing known.
func alarming(steps ...step) []step { return append([]step{{Color: dim}, at(0, green)}, steps...) }

// listed puts the values of a stat below each other, each beside its name.
func (p panel) listed() panel {
	return p.set("orientation", "horizontal").set("text", map[string]any{"titleSize": 13, "valueSize": 16})
}

// bars is a chart of counts per bucket.
func bars(key string, w int, queries ...query) panel {
	return chart(key, w, queries...).draw(map[string]any{"drawStyle": "bars", "fillOpacity": 60, "lineWidth": 1}).every(bucket)
}

// events is a chart of what should not happen: bars where it did, and no series of zeros.
func events(key string, w int, legend string, e expr) panel {
	return chart(key, w, line(legend, operation(e, ">", raw("0")))).none(noneBad).
		draw(map[string]any{"drawStyle": "bars", "fillOpacity": 60, "lineWidth": 1}).stacked()
}

// stacked puts the series of a chart onto each other.
func (p panel) stacked() panel {
	return p.draw(map[string]any{"stacking": map[string]any{"mode": "normal", "group": "A"}, "fillOpacity": 60, "lineWidth": 1})
}

// ranking is a horizontal bar for each value of a label.
func (l *layout) ranking(key string, w int, label string, e expr) panel {
	// A series without the label would have no name.
	e = raw(`label_replace(%s, "%s", "%s", "%s", "")`, e.text, label, l.text.word("unnamed"), label)
	return panel{
		key: key, kind: "bargauge", w: w, h: tall, unit: count, empty: nothing,
		queries: []query{instant("{{"+label+"}}", raw("sort_desc(%s)", e.text))},
		steps:   above(blue),
		options: levels(),
	}.atLeast(0)
}

// ladder is a horizontal bar for each query.
func ladder(key string, w int, queries ...query) panel {
	return panel{
		key: key, kind: "bargauge", w: w, h: tall, unit: count, empty: nothing, queries: queries,
		steps: above(calm, at(1, orange)), options: levels(),
	}.atLeast(0)
}

func levels() map[string]any {
	return map[string]any{
		"reduceOptions": map[string]any{"calcs": []string{"lastNotNull"}, "fields": "", "values": false},
		"orientation":   "horizontal", "displayMode": "basic", "showUnfilled": true, "valueMode": "color",
		"namePlacement": "left", "sizing": "manual", "minVizHeight": 16, "minVizWidth": 8, "maxVizHeight": 36,
		"text": map[string]any{"titleSize": 12, "valueSize": 18},
	}
}

// heat is a heat map of a histogram's buckets over time.
func heat(key string, w int, q query) panel {
	q.step = bucket
	return panel{
		key: key, kind: "heatmap", w: w, h: tall, unit: seconds, decimals: -1, empty: nothing, queries: []query{q},
		steps: above(calm), interval: bucket,
		options: map[string]any{
			"calculate": false,
			"color":     map[string]any{"mode": "scheme", "scheme": "Blues", "steps": 32, "exponent": 0.5, "fill": "dark-blue", "scale": "exponential", "reverse": false},
			"cellGap":   1, "filterValues": map[string]any{"le": 1e-9},
			"legend": map[string]any{"show": true}, "rowsFrame": map[string]any{"layout": "auto"},
			"tooltip": map[string]any{"mode": "single", "yHistogram": false, "showColorScale": false},
			"yAxis":   map[string]any{"axisPlacement": "left", "reverse": false, "unit": seconds},
			"exemplars": map[string]any{
				"color": "rgba(255,0,255,0.7)",
			},
			"showValue": "never",
		},
	}
}

// table merges instant queries into one row for each value of the label columns.
func table(key string, w int, columns ...column) panel {
	p := panel{
		key: key, kind: "table", w: w, h: tall, unit: count, empty: nothing, columns: columns, steps: above(calm),
		options: map[string]any{"cellHeight": "sm", "showHeader": true},
		custom:  map[string]any{"align": "auto", "cellOptions": map[string]any{"type": "auto"}, "inspect": false, "filterable": false, "minWidth": 60, "wrapHeaderText": true},
	}
	for _, c := range columns {
		if c.label == "" {
			q := c.query
			q.instant, q.table = true, true
			p.queries = append(p.queries, q)
		}
	}
	return p
}

// labelled is a column of a label.
func labelled(key, label string) column { return column{key: key, label: label} }

// value is a column of a query.
func value(key, unit string, e expr) column {
	return column{key: key, unit: unit, query: query{expr: e}}
}

func (c column) coloured(cell string, steps ...step) column {
	c.cell, c.steps = cell, steps
	return c
}

func (c column) leads(page string) column {
	c.link = &destination{page: page, label: c.label}
	return c
}

// invisible is for a value that only brings its labels.
func (c column) invisible() column {
	c.hidden = true
	return c
}

func (c column) named(words ...mapping) column {
	c.words = words
	return c
}

// words is a panel of text. Its text is its description.
func prose(key string, w int) panel {
	return panel{key: key, kind: "text", w: w, h: flat, options: map[string]any{"mode": "markdown"}}
}

// styles give a legend its colour wherever it appears; a dash makes its line dashed.
func styles() map[string]style {
	return map[string]style{
		"created": {colour: blue}, "solved": {colour: green}, "breached": {colour: red}, "met": {colour: green},
		"before": {colour: grey, dashed: true}, "created_before": {colour: grey, dashed: true},
		"solved_before": {colour: grey, dashed: true}, "last_week": {colour: grey, dashed: true},
		"goal": {colour: yellow, dashed: true}, "objective": {colour: yellow, dashed: true},
		"forecast": {colour: purple, dashed: true}, "expected": {colour: purple, dashed: true},
		"goal_kept": {colour: green}, "goal_near": {colour: orange}, "goal_missed": {colour: red}, "goal_none": {colour: grey},
		"our_turn": {colour: blue}, "waiting": {colour: yellow}, "hold": {colour: purple}, "unknown": {colour: red},
		"work": {colour: orange}, "no_reply_needed": {colour: grey}, "average": {colour: orange},
		"in": {colour: blue}, "out": {colour: green}, "overdue": {colour: red},
		"p99": {colour: purple}, "shortest_interval": {colour: yellow, dashed: true}, "limit": {colour: red, dashed: true},
		"page_line": {colour: red, dashed: true}, "ticket_line": {colour: orange, dashed: true},
		"net": {colour: orange}, "average_reply": {colour: calm}, "median": {colour: blue}, "chosen_quantile": {colour: purple},
		"younger_4h": {colour: green}, "younger_1d": {colour: "light-green"}, "younger_3d": {colour: "yellow"},
		"younger_7d": {colour: "light-orange"}, "younger_14d": {colour: orange}, "younger_30d": {colour: red}, "older": {colour: "dark-red"},
	}
}

// meanings give the values of a label their colours, where it has few and they mean the same on every desk.
func meanings() map[string][]meaning {
	return map[string][]meaning{
		"{{priority}}": {{"urgent", red}, {"high", orange}, {"normal", blue}, {"low", grey}, {"none", purple}},
		"{{phase}}":    {{"new", "light-blue"}, {"open", blue}, {"pending", yellow}, {"hold", purple}},
	}
}

type meaning struct{ value, colour string }

type style struct {
	colour string
	dashed bool
}
