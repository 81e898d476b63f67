package dashboards

// The types of this file are the part of Grafana's classic dashboard schema that the pages use.

// schemaVersion is that of Grafana 11; later ones read it, too.
const schemaVersion = 41

type document struct {
	UID                  string      `json:"uid"`
	Title                string      `json:"title"`
	Description          string      `json:"description"`
	Tags                 []string    `json:"tags"`
	SchemaVersion        int         `json:"schemaVersion"`
	Editable             bool        `json:"editable"`
	GraphTooltip         int         `json:"graphTooltip"`
	Refresh              string      `json:"refresh"`
	Timezone             string      `json:"timezone"`
	WeekStart            string      `json:"weekStart"`
	FiscalYearStartMonth int         `json:"fiscalYearStartMonth"`
	Time                 timeRange   `json:"time"`
	TimePicker           timePicker  `json:"timepicker"`
	Annotations          annotations `json:"annotations"`
	Links                []pageLink  `json:"links"`
	Templating           templating  `json:"templating"`
	Panels               []gridPanel `json:"panels"`
}

type timeRange struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type timePicker struct {
	RefreshIntervals []string     `json:"refresh_intervals"`
	QuickRanges      []quickRange `json:"quick_ranges"`
}

type quickRange struct {
	Display string `json:"display"`
	From    string `json:"from"`
	To      string `json:"to"`
}

type annotations struct {
	List []annotation `json:"list"`
}

type annotation struct {
	Name        string     `json:"name"`
	Datasource  datasource `json:"datasource"`
	Enable      bool       `json:"enable"`
	Hide        bool       `json:"hide"`
	IconColor   string     `json:"iconColor"`
	Expr        string     `json:"expr,omitempty"`
	TitleFormat string     `json:"titleFormat,omitempty"`
}

// pageLink is the menu of the other pages.
type pageLink struct {
	Title       string   `json:"title"`
	Type        string   `json:"type"`
	Icon        string   `json:"icon"`
	Tooltip     string   `json:"tooltip"`
	URL         string   `json:"url"`
	Tags        []string `json:"tags"`
	AsDropdown  bool     `json:"asDropdown"`
	TargetBlank bool     `json:"targetBlank"`
	IncludeVars bool     `json:"includeVars"`
	KeepTime    bool     `json:"keepTime"`
}

type templating struct {
	List []variable `json:"list"`
}

type datasource struct {
	Type string `json:"type"`
	UID  string `json:"uid"`
}

// prometheus is the data source that the reader has chosen.
func prometheus() *datasource { return &datasource{Type: "prometheus", UID: "${datasource}"} }

type gridPos struct {
	H int `json:"h"`
	W int `json:"w"`
	X int `json:"x"`
	Y int `json:"y"`
}

type gridPanel struct {
	ID              int              `json:"id"`
	Type            string           `json:"type"`
	Title           string           `json:"title"`
	Description     string           `json:"description,omitempty"`
	Datasource      *datasource      `json:"datasource,omitempty"`
	GridPos         gridPos          `json:"gridPos"`
	Interval        string           `json:"interval,omitempty"`
	Targets         []target         `json:"targets,omitempty"`
	FieldConfig     *fieldConfig     `json:"fieldConfig,omitempty"`
	Options         map[string]any   `json:"options,omitempty"`
	Transformations []transformation `json:"transformations,omitempty"`
	Links           []link           `json:"links,omitempty"`
	// Of rows.
	Collapsed *bool       `json:"collapsed,omitempty"`
	Repeat    string      `json:"repeat,omitempty"`
	Panels    []gridPanel `json:"panels,omitempty"`
}

type target struct {
	RefID        string      `json:"refId"`
	Datasource   *datasource `json:"datasource"`
	EditorMode   string      `json:"editorMode"`
	Expr         string      `json:"expr"`
	LegendFormat string      `json:"legendFormat"`
	Interval     string      `json:"interval,omitempty"`
	Format       string      `json:"format"`
	Instant      bool        `json:"instant"`
	Range        bool        `json:"range"`
}

type fieldConfig struct {
	Defaults  fieldDefaults `json:"defaults"`
	Overrides []override    `json:"overrides"`
}

type fieldDefaults struct {
	Unit       string         `json:"unit"`
	Decimals   *int           `json:"decimals,omitempty"`
	Min        *float64       `json:"min,omitempty"`
	Max        *float64       `json:"max,omitempty"`
	NoValue    string         `json:"noValue"`
	Color      map[string]any `json:"color"`
	Thresholds thresholds     `json:"thresholds"`
	Mappings   []mapping      `json:"mappings"`
	Custom     map[string]any `json:"custom,omitempty"`
}

type thresholds struct {
	Mode  string `json:"mode"`
	Steps []step `json:"steps"`
}

// step begins at Value; the first has none.
type step struct {
	Color string   `json:"color"`
	Value *float64 `json:"value"`
}

// mapping shows values as texts. Options are singleValues or a specialValue.
type mapping struct {
	Type    string `json:"type"`
	Options any    `json:"options"`
}

type singleValues map[string]mappedValue

type specialValue struct {
	Match  string      `json:"match"`
	Result mappedValue `json:"result"`
}

type mappedValue struct {
	Text  string `json:"text"`
	Color string `json:"color,omitempty"`
	Index int    `json:"index"`
}

type override struct {
	Matcher    property   `json:"matcher"`
	Properties []property `json:"properties"`
}

// property is one setting of an override; Options is what a matcher calls its value.
type property struct {
	ID      string `json:"id"`
	Value   any    `json:"value,omitempty"`
	Options any    `json:"options,omitempty"`
}

type transformation struct {
	ID      string         `json:"id"`
	Options map[string]any `json:"options"`
}

type link struct {
	Title       string `json:"title"`
	URL         string `json:"url"`
	TargetBlank bool   `json:"targetBlank"`
}
