package dashboards

import (
	"fmt"
	"slices"
	"strings"

	"helpdesk_exporter/internal/selector"
)

// layout turns pages into documents of one language.
type layout struct {
	options Options
	text    *messages
}

const columnsOfGrid = 24

// document lays a page out: rows one below the other, panels from left to right.
func (l *layout) document(p page) document {
	texts := l.text.page(p.name)
	d := document{
		UID: uid(p.name), Title: texts.Title, Description: texts.Description,
		Tags: []string{"helpdesk"}, SchemaVersion: schemaVersion, GraphTooltip: 1, Refresh: p.refresh,
		Timezone: l.options.Timezone, WeekStart: l.options.WeekStart, FiscalYearStartMonth: l.options.FiscalYearStartMonth,
		Time:        timeRange{From: p.from, To: "now"},
		TimePicker:  timePicker{RefreshIntervals: []string{"20s", "1m", "5m", "15m", "1h"}, QuickRanges: l.quickRanges()},
		Annotations: annotations{List: l.annotations()},
		Links: []pageLink{{
			Title: l.text.word("menu"), Type: "dashboards", Icon: "external link", Tags: []string{"helpdesk"},
			AsDropdown: true, IncludeVars: true, KeepTime: true,
		}},
		Templating: templating{List: l.variables(p)},
	}
	id, y := 0, 0
	for _, r := range p.rows {
		if r.key != "" {
			id++
			heading := gridPanel{
				ID: id, Type: "row", Title: l.text.row(p.name + "." + r.key), Collapsed: &r.collapsed, Repeat: r.repeat,
				GridPos: gridPos{H: 1, W: columnsOfGrid, Y: y}, Panels: []gridPanel{},
			}
			y++
			var inner []gridPanel
			inner, id, y = l.place(p.name, r.panels, id, y)
			if r.collapsed {
				heading.Panels = inner
				y = heading.GridPos.Y + 1
				inner = nil
			}
			d.Panels = append(append(d.Panels, heading), inner...)
			continue
		}
		var inner []gridPanel
		inner, id, y = l.place(p.name, r.panels, id, y)
		d.Panels = append(d.Panels, inner...)
	}
	return d
}

// place lays panels out from a line on, and returns the last id and the next free line.
func (l *layout) place(page string, panels []panel, id, y int) ([]gridPanel, int, int) {
	var placed []gridPanel
	x, high := 0, 0
	for _, p := range panels {
		if x+p.w > columnsOfGrid {
			x, y, high = 0, y+high, 0
		}
		id++
		g := l.panel(page, p)
		g.ID, g.GridPos = id, gridPos{H: p.h, W: p.w, X: x, Y: y}
		placed = append(placed, g)
		x, high = x+p.w, max(high, p.h)
	}
	return placed, id, y + high
}

func (l *layout) panel(page string, p panel) gridPanel {
	texts := l.text.panel(page, p.key)
	g := gridPanel{Type: p.kind, Title: texts.Title, Description: texts.Description, Options: p.options, Interval: p.interval}
	if p.kind == "text" {
		g.Options = merged(p.options, map[string]any{"content": texts.Description})
		return g
	}
	g.Datasource = prometheus()
	g.FieldConfig = &fieldConfig{Defaults: l.defaults(p), Overrides: []override{}}
	for i, q := range p.queries {
		ref := string(rune('A' + i))
		t := target{
			RefID: ref, Datasource: prometheus(), EditorMode: "code", Expr: selector.Add(q.expr.text, l.options.Labels), LegendFormat: l.legend(q.legend),
			Interval: q.step, Format: "time_series", Instant: q.instant, Range: !q.instant,
		}
		if q.table {
			t.Format = "table"
		}
		if p.kind == "heatmap" {
			t.Format = "heatmap"
		}
		g.Targets = append(g.Targets, t)
		if properties := l.style(p, q); len(properties) > 0 {
			g.FieldConfig.Overrides = append(g.FieldConfig.Overrides, override{
				Matcher: property{ID: "byFrameRefID", Options: ref}, Properties: properties,
			})
		}
	}
	for _, q := range p.queries {
		for _, m := range meanings()[q.legend] {
			g.FieldConfig.Overrides = append(g.FieldConfig.Overrides, override{
				Matcher:    property{ID: "byName", Options: m.value},
				Properties: []property{{ID: "color", Value: map[string]any{"mode": "fixed", "fixedColor": m.colour}}},
			})
		}
	}
	l.table(p, &g)
	g.Transformations = append(g.Transformations, p.changes...)
	for _, d := range p.follow {
		g.Links = append(g.Links, l.link(d, ""))
	}
	return g
}

func (l *layout) defaults(p panel) fieldDefaults {
	d := fieldDefaults{
		Unit: p.unit, Min: p.low, Max: p.high, NoValue: l.text.word(p.empty),
		Color:      map[string]any{"mode": "thresholds"},
		Thresholds: thresholds{Mode: "absolute", Steps: p.steps}, Mappings: p.mappings, Custom: p.custom,
	}
	if p.kind == "timeseries" {
		// By name, two of four teams may well share a colour.
		d.Color = map[string]any{"mode": "palette-classic"}
	}
	if p.decimals >= 0 {
		d.Decimals = &p.decimals
	}
	if d.Mappings == nil {
		d.Mappings = []mapping{}
	}
	return d
}

// style are the settings of one query's series: its unit, and what its legend means.
func (l *layout) style(p panel, q query) []property {
	var out []property
	if q.unit != "" {
		out = append(out, property{ID: "unit", Value: q.unit})
		if q.unit == seconds {
			out = append(out, property{ID: "decimals", Value: 1})
		}
		if p.kind == "timeseries" {
			out = append(out, property{ID: "custom.axisPlacement", Value: "right"}, property{ID: "custom.axisWidth", Value: axisOfTimes},
				property{ID: "custom.drawStyle", Value: "line"}, property{ID: "custom.fillOpacity", Value: 0},
				property{ID: "custom.stacking", Value: map[string]any{"mode": "none", "group": "A"}})
		}
	}
	if q.drawn {
		out = append(out, property{ID: "custom.drawStyle", Value: "line"}, property{ID: "custom.fillOpacity", Value: 0},
			property{ID: "custom.lineWidth", Value: 2})
	}
	if q.legend == "goal_none" {
		out = append(out, property{ID: "mappings", Value: []mapping{l.mapped("1", "none_dash", "")}})
	}
	s, ok := styles()[q.legend]
	if !ok || p.options["colorMode"] == solid {
		return out
	}
	out = append(out, property{ID: "color", Value: map[string]any{"mode": "fixed", "fixedColor": s.colour}})
	if s.dashed && p.kind == "timeseries" {
		out = append(out, property{ID: "custom.lineStyle", Value: map[string]any{"fill": "dash", "dash": []int{10, 10}}},
			property{ID: "custom.drawStyle", Value: "line"}, property{ID: "custom.fillOpacity", Value: 0},
			property{ID: "custom.stacking", Value: map[string]any{"mode": "none", "group": "A"}})
	}
	return out
}

// mapped shows a value as a text.
func (l *layout) mapped(value, key, colour string) mapping {
	return mapping{Type: "value", Options: singleValues{value: {Text: l.text.word(key), Color: colour}}}
}

// blank leaves a cell without a value without a colour of the thresholds.
func (l *layout) blank(colour string) mapping {
	return mapping{Type: "special", Options: specialValue{
		Match: "null", Result: mappedValue{Text: l.text.word(nothing), Color: colour},
	}}
}

func (l *layout) legend(key string) string {
	if key == "" || strings.HasPrefix(key, "{{") {
		return key
	}
	return l.text.word(key)
}

// table orders, names and formats the columns of a table.
func (l *layout) table(p panel, g *gridPanel) {
	if len(p.columns) == 0 {
		return
	}
	if p.order != "" {
		g.Options = merged(g.Options, map[string]any{
			"sortBy": []map[string]any{{"displayName": l.text.word(p.order), "desc": true}},
		})
	}
	rename, order, exclude := map[string]any{}, map[string]any{}, map[string]any{"Time": true}
	values := 0
	for i, c := range p.columns {
		name := c.label
		if c.label == "" {
			name = "Value"
			if len(p.queries) > 1 {
				name = "Value #" + g.Targets[values].RefID
			}
			values++
		}
		if c.hidden {
			exclude[name] = true
			continue
		}
		title := l.text.word(c.key)
		rename[name], order[name] = title, i
		if properties := l.cell(c, title); len(properties) > 0 {
			g.FieldConfig.Overrides = append(g.FieldConfig.Overrides, override{
				Matcher: property{ID: "byName", Options: title}, Properties: properties,
			})
		}
	}
	g.Transformations = append(g.Transformations,
		transformation{ID: "merge", Options: map[string]any{}},
		transformation{ID: "organize", Options: map[string]any{
			"excludeByName": exclude, "indexByName": order, "renameByName": rename,
		}},
	)
}

func (l *layout) cell(c column, title string) []property {
	var out []property
	if c.label != "" {
		out = append(out, nameWidth(c.label))
	}
	if c.unit != "" {
		// What an empty table says is not true of an empty cell.
		out = append(out, property{ID: "unit", Value: c.unit}, property{ID: "noValue", Value: l.text.word(nothing)})
		decimals := 0
		if c.unit == share || c.unit == plain || c.unit == seconds {
			decimals = 1
		}
		out = append(out, property{ID: "decimals", Value: decimals})
	}
	if len(c.steps) > 0 {
		out = append(out, property{ID: "thresholds", Value: thresholds{Mode: "absolute", Steps: c.steps}})
	}
	switch c.cell {
	case "background":
		out = append(out, property{ID: "custom.cellOptions", Value: map[string]any{"type": "color-background", "mode": "basic"}})
	case "gauge":
		out = append(out, property{ID: "custom.cellOptions", Value: map[string]any{"type": "gauge", "mode": "basic", "valueDisplayMode": "text"}})
	case "text":
		out = append(out, property{ID: "custom.cellOptions", Value: map[string]any{"type": "color-text"}})
	}
	words := c.words
	switch c.cell {
	case "background":
		words = append(slices.Clone(words), l.blank("transparent"))
	case "text":
		words = append(slices.Clone(words), l.blank(calm))
	}
	if len(words) > 0 {
		out = append(out, property{ID: "mappings", Value: words})
	}
	if c.link != nil {
		out = append(out, property{ID: "links", Value: []link{l.link(*c.link, title)}})
	}
	if c.runbook {
		out = append(out, property{ID: "links", Value: []link{{
			Title: l.text.word("runbook"), TargetBlank: true,
			URL: l.options.Runbooks + "${__value.text:percentencode}.md",
		}}})
	}
	return out
}

// nameWidth is enough for what a label's values usually are, in pixels.
func nameWidth(label string) property {
	switch label {
	case "alertname":
		return property{ID: "custom.width", Value: 250}
	case "target":
		return property{ID: "custom.width", Value: 116}
	case "policy":
		return property{ID: "custom.width", Value: 100}
	}
	return property{ID: "custom.minWidth", Value: 92}
}

// link leads to another page with the reader's choice, and with the clicked row's label where it has one.
func (l *layout) link(d destination, field string) link {
	window := "${__url_time_range}"
	if d.from != "" {
		window = "from=" + d.from + "&to=" + d.to
	}
	url := "/d/" + uid(d.page) + "?" + window + "&"
	if d.label == "" {
		url += keep()
	} else {
		url += keep(d.label) + "&var-" + d.label + "=${__data.fields[\"" + field + "\"]:percentencode}"
	}
	return link{Title: fmt.Sprintf(l.text.word("link_to"), l.text.page(d.page).Title), URL: url}
}

func (l *layout) variables(p page) []variable {
	list := append(common(l.options, l.text), p.detail...)
	for i := range list {
		if slices.Contains(p.hidden, list[i].Name) {
			list[i].Hide = hideWhole
		}
		if list[i].Options == nil {
			list[i].Options = []choice{}
		}
	}
	return list
}

func uid(page string) string { return "helpdesk-" + page }
