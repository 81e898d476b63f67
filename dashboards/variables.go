package dashboards

import (
	"cmp"
	"slices"
	"strings"

	"helpdesk_exporter/internal/selector"
)

// variable of a page, as the schema has it.
type variable struct {
	Name       string      `json:"name"`
	Type       string      `json:"type"`
	Label      string      `json:"label"`
	Hide       int         `json:"hide"`
	Query      any         `json:"query"`
	Definition string      `json:"definition,omitempty"`
	Datasource *datasource `json:"datasource,omitempty"`
	Refresh    int         `json:"refresh,omitempty"`
	Sort       int         `json:"sort,omitempty"`
	Multi      bool        `json:"multi"`
	IncludeAll bool        `json:"includeAll"`
	AllValue   string      `json:"allValue,omitempty"`
	Regex      string      `json:"regex,omitempty"`
	Current    choice      `json:"current"`
	Options    []choice    `json:"options"`
}

type choice struct {
	Text     any  `json:"text"`
	Value    any  `json:"value"`
	Selected bool `json:"selected"`
}

const (
	hideWhole     = 2
	onRangeChange = 2
	alphabetic    = 1
)

// common are the variables of every page, so that links carry them.
func common(o Options, m *messages) []variable {
	list := []variable{
		{
			Name: "datasource", Type: "datasource", Query: "prometheus", Current: choice{Text: cmp.Or(o.DatasourceName, o.Datasource), Value: o.Datasource},
		},
		filter("job", "helpdesk_exporter_series", o),
		filter("source", `helpdesk_source_info{job=~"$job"}`, o),
	}
	for _, label := range []string{"brand", "group", "channel", "priority"} {
		list = append(list, filter(label, `helpdesk_tickets_created_total{job=~"$job",source=~"$source"}`, o))
	}
	list[1].AllValue = "" // of all the jobs of a Prometheus, those of exporters
	if o.Job != "" {
		list[1].Current = choice{Text: []string{o.Job}, Value: []string{o.Job}}
	}
	list = append(list,
		custom("compare", m, "1w", "1d", "1w", "4w", "52w"),
		interval("bucket", "1d", "1h", "1d", "1w"),
		custom("clock", m, o.Clock, "calendar", "business"),
	)
	for i := range list {
		list[i].Label = m.word("variable_" + list[i].Name)
	}
	return list
}

// filter is a variable of the values that the label of its name has in some series; all of them means also the series
// without the label.
func filter(name, series string, o Options) variable {
	query := "label_values(" + selector.Add(series, o.Labels) + ", " + name + ")"
	return variable{
		Name: name, Type: "query", Query: map[string]any{"query": query, "refId": "PrometheusVariableQueryEditor-VariableQuery", "qryType": 1},
		Definition: query, Datasource: prometheus(), Refresh: onRangeChange, Sort: alphabetic,
		Multi: true, IncludeAll: true, AllValue: ".*",
		Current: choice{Text: []string{"All"}, Value: []string{"$__all"}},
	}
}

// custom is a variable of fixed values, each with a text.
func custom(name string, m *messages, chosen string, values ...string) variable {
	v := variable{Name: name, Type: "custom"}
	var pairs []string
	for _, value := range values {
		text := m.word(name + "_" + value)
		c := choice{Text: text, Value: value, Selected: value == chosen}
		pairs = append(pairs, text+" : "+value)
		v.Options = append(v.Options, c)
		if c.Selected {
			v.Current = c
		}
	}
	v.Query = strings.Join(pairs, ",")
	return v
}

// interval is a variable of durations.
func interval(name, chosen string, values ...string) variable {
	v := variable{Name: name, Type: "interval", Query: strings.Join(values, ","), Refresh: onRangeChange}
	for _, value := range values {
		c := choice{Text: value, Value: value, Selected: value == chosen}
		v.Options = append(v.Options, c)
		if c.Selected {
			v.Current = c
		}
	}
	return v
}

// quantileVariable chooses one of the usual quantiles.
func quantileVariable(m *messages) variable {
	v := custom("quantile", m, "0.9", "0.5", "0.75", "0.9", "0.95")
	v.Label = m.word("variable_quantile")
	return v
}

// query of a link that keeps the variables, but for those that the link sets itself.
func keep(except ...string) string {
	var parts []string
	for _, name := range variableNames() {
		if !slices.Contains(except, name) {
			parts = append(parts, "${"+name+":queryparam}")
		}
	}
	return strings.Join(parts, "&")
}

func variableNames() []string {
	return []string{"datasource", "job", "source", "brand", "group", "channel", "priority", "compare", "bucket", "clock"}
}
