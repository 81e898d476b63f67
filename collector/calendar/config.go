package calendar

import (
	"net/url"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
)

// Names of schedules that need no entry.
const (
	// DefaultName is the schedule that the short form "hours" makes.
	DefaultName = "default"
	// AlwaysName stands for Always where a schedule can be named.
	AlwaysName = "24x7"
)

// Config is what the configuration says of business time.
type Config struct {
	// Schedules are the named schedules.
	Schedules []Schedule `yaml:"schedules,omitempty"`
	// Hours is the short form: one schedule, named default, in the reporting zone.
	Hours *Hours `yaml:"hours,omitempty"`
}

// Hours is the configuration block "hours".
type Hours struct {
	Holidays Holidays `yaml:"holidays,omitempty"`
	// Week has opening hours by days of the week.
	Week Week `yaml:",inline"`
}

// Schedule is an entry of the configuration block "schedules". Several entries of one name are its history.
type Schedule struct {
	// Name is the value of the label schedule.
	Name string `yaml:"name"`
	// Timezone is the zone of all dates and times of day; the reporting zone by default.
	Timezone string `yaml:"timezone,omitempty"`
	// Hours are the opening hours.
	Hours Week `yaml:"hours"`
	// Shifts replace the hours of a date.
	Shifts map[string]Words `yaml:"shifts,omitempty"`
	// Breaks, on days of the week and on dates, are taken out of the hours.
	Breaks map[string]Words `yaml:"breaks,omitempty"`
	// Holidays close a day.
	Holidays Holidays `yaml:"holidays,omitempty"`
	// ValidFrom is the first day on which the entry holds. The first entry of a name needs none.
	ValidFrom string `yaml:"valid_from,omitempty"`
}

// Week maps days of the week, such as mon, mon-fri or "mon,wed", to intervals, such as 09:00-13:00.
type Week map[string]Words

// Holidays say on which days a schedule is closed. A single word stands for a country.
type Holidays struct {
	// Country are ISO 3166 codes of countries or parts of them: IT, DE-BY.
	Country Words `yaml:"country,omitempty"`
	// ICS are files and URLs of calendars.
	ICS ICS `yaml:"ics,omitempty"`
	// Dates are days and their names.
	Dates map[string]string `yaml:"dates,omitempty"`
	// Except are days on which the desk works though they are holidays.
	Except Words `yaml:"except,omitempty"`
}

// Expand implements yamlfile.Expander: a word, or a list, stands for countries.
func (*Holidays) Expand(n *yaml.Node) (*yaml.Node, error) {
	if n.Kind == yaml.MappingNode {
		return n, nil
	}
	key := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: "country", Line: n.Line}
	return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: n.Line, Content: []*yaml.Node{key, n}}, nil
}

// Words is a list of words; a single one need not be written as a list.
type Words []string

// Expand implements yamlfile.Expander.
func (*Words) Expand(n *yaml.Node) (*yaml.Node, error) { return list(n), nil }

// ICS is a list of calendar files and URLs. Addresses are often secret: only their hosts are ever shown.
type ICS []string

// Expand implements yamlfile.Expander.
func (*ICS) Expand(n *yaml.Node) (*yaml.Node, error) { return list(n), nil }

// MarshalYAML implements yaml.Marshaler.
func (i ICS) MarshalYAML() (any, error) {
	shown := make([]string, len(i))
	for j, source := range i {
		shown[j] = ShowICS(source)
	}
	return shown, nil
}

// list makes a list of a single value.
func list(n *yaml.Node) *yaml.Node {
	if n.Kind != yaml.ScalarNode {
		return n
	}
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: n.Line, Content: []*yaml.Node{n}}
}

// IsURL tells whether the source of a calendar is a URL and not a file.
func IsURL(source string) bool { return strings.Contains(source, "://") }

// ShowICS returns what may be shown of the source of a calendar: of a URL, whose path or query often is a
// secret, only the host.
func ShowICS(source string) string {
	if !IsURL(source) {
		return source
	}
	u, err := url.Parse(source)
	if err != nil || u.Host == "" {
		return "<secret>"
	}
	return u.Scheme + "://" + u.Host + "/<secret>"
}

// Feeds returns the URLs of calendars by the name of the schedule that they belong to.
func (c *Config) Feeds() map[string][]string {
	feeds := map[string][]string{}
	for _, e := range c.entries() {
		for _, source := range e.Holidays.ICS {
			if IsURL(source) {
				feeds[e.Name] = append(feeds[e.Name], source)
			}
		}
	}
	return feeds
}

// Inputs are what schedules are built of besides their configuration.
type Inputs struct {
	// Location is the zone of schedules that name none: the reporting zone.
	Location *time.Location
	// Now says how far the recurrences of calendars are followed: see ParseICS.
	Now time.Time
	// ICS returns the text of a calendar, a file or a URL as the configuration has it. No text and no error
	// says that there is none yet. Where ICS is nil, calendars are left out.
	ICS func(source string) ([]byte, error)
}

// Build returns the calendars of all schedules by their names, or everything that is wrong with them. It
// reads no clock and no file but through its inputs, and is cheap enough to be repeated each day, when
// recurrences reach further and feeds may have changed.
func (c *Config) Build(in Inputs) (map[string]*Calendar, []yamlfile.Problem) {
	b := builder{Inputs: in}
	var names []string
	history := map[string][]Rules{}
	for _, e := range c.entries() {
		b.path = e.path
		b.name(&e, c.Hours != nil)
		rules := b.rules(&e)
		if len(history[e.Name]) == 0 {
			names = append(names, e.Name)
		}
		b.follows(&e, history[e.Name])
		history[e.Name] = append(history[e.Name], rules)
	}
	if len(b.problems) > 0 {
		return nil, b.problems
	}
	calendars := map[string]*Calendar{}
	for _, name := range names {
		calendar, err := New(history[name]...)
		if err != nil {
			return nil, []yamlfile.Problem{{Path: "schedules", Message: name + ": " + err.Error()}}
		}
		calendars[name] = calendar
	}
	return calendars, nil
}

// entry is a schedule and where it stands.
type entry struct {
	Schedule
	path string
	// week is the path of the hours.
	week string
}
