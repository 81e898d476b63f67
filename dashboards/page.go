package dashboards

import "slices"

// page is a dashboard before its layout: rows of panels from left to right.
type page struct {
	name    string
	from    string
	refresh string
	// hidden are variables that the page's panels do not follow; links carry them all the same.
	hidden []string
	// detail are variables beside the common ones.
	detail []variable
	rows   []row
}

// row holds panels; without a key it has no heading.
type row struct {
	key       string
	collapsed bool
	repeat    string
	panels    []panel
}

// section is an open row with a heading.
func section(key string, panels ...panel) row { return row{key: key, panels: panels} }

// detail is a row that asks nothing until it is opened.
func detail(key string, panels ...panel) row { return row{key: key, collapsed: true, panels: panels} }

// panel is one panel: key finds its texts.
type panel struct {
	key      string
	kind     string
	w, h     int
	unit     string
	empty    string
	interval string
	decimals int    // -1: Grafana decides
	order    string // the column by which a table is sorted, the largest first
	low      *float64
	high     *float64
	queries  []query
	steps    []step
	mappings []mapping
	custom   map[string]any
	options  map[string]any
	columns  []column
	changes  []transformation
	follow   []destination
}

// query is one target. A legend that begins with "{{" is a template, any other the key of a text.
type query struct {
	legend  string
	expr    expr
	instant bool
	table   bool
	step    string
	unit    string
	drawn   bool // as a line, on a chart of bars
}

func instant(legend string, e expr) query { return query{legend: legend, expr: e, instant: true} }

// line is a range query with the panel's step.
func line(legend string, e expr) query { return query{legend: legend, expr: e} }

// bar is a range query that has one value a bucket.
func bar(legend string, e expr) query { return query{legend: legend, expr: e, step: bucket} }

// in gives the query's values a unit of their own.
func (q query) in(unit string) query {
	q.unit = unit
	return q
}

// asLine draws the query as a line on a chart of bars.
func (q query) asLine() query {
	q.drawn = true
	return q
}

// destination is another page that a panel leads to.
type destination struct {
	page string
	// from and to replace the reader's time range.
	from, to string
	// label gives the variable of that name the value of the clicked row.
	label string
}

// column is a column of a table: the value of a query, or a label of its rows.
type column struct {
	key   string
	label string // of label columns
	query query  // of value columns
	unit  string
	steps []step
	cell  string // "background", "gauge" or "text"
	link  *destination
	// runbook tells that the column names alerts: their runbooks explain them.
	runbook bool
	// hidden leaves out a value that only brings the labels.
	hidden bool
	words  []mapping
}

// Modifiers return a changed copy.

func (p panel) in(unit string, decimals int) panel {
	p.unit, p.decimals = unit, decimals
	if unit == seconds && p.kind == "timeseries" {
		p.decimals = 1 // 20,000 seconds are 5.6 hours
		p.custom = merged(p.custom, map[string]any{"axisWidth": axisOfTimes})
	}
	return p
}

func (p panel) none(key string) panel {
	p.empty = key
	return p
}

func (p panel) between(low, high float64) panel {
	p.low, p.high = &low, &high
	return p
}

func (p panel) atLeast(low float64) panel {
	p.low = &low
	return p
}

// whole ends the axis of a share at all of it.
func (p panel) whole() panel {
	high := 1.0
	p.high = &high
	return p
}

func (p panel) sorted(column string) panel {
	p.order = column
	return p
}

func (p panel) tall(h int) panel {
	p.h = h
	return p
}

func (p panel) colours(steps ...step) panel {
	p.steps = steps
	return p
}

func (p panel) words(m ...mapping) panel {
	p.mappings = append(slices.Clone(p.mappings), m...)
	return p
}

func (p panel) leads(d ...destination) panel {
	p.follow = append(slices.Clone(p.follow), d...)
	return p
}

func (p panel) with(queries ...query) panel {
	p.queries = append(slices.Clone(p.queries), queries...)
	return p
}

// every sets the panel's least step.
func (p panel) every(interval string) panel {
	p.interval = interval
	return p
}

func (p panel) set(option string, value any) panel {
	p.options = merged(p.options, map[string]any{option: value})
	return p
}

func (p panel) draw(custom map[string]any) panel {
	p.custom = merged(p.custom, custom)
	return p
}

func merged(a, b map[string]any) map[string]any {
	out := make(map[string]any, len(a)+len(b))
	for k, v := range a {
		out[k] = v
	}
	for k, v := range b {
		out[k] = v
	}
	return out
}

// above are thresholds: neutral, then each colour from its value on.
func above(first string, more ...step) []step { return append([]step{{Color: first}}, more...) }

func at(value float64, colour string) step { return step{Color: colour, Value: &value} }
