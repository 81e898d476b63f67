// Package config loads helpdesk.yml: it merges files, decodes them strictly, fills in defaults, and
// reports every error at once with its place. Each section's struct and rules belong to the package that
// uses it; this one composes them.
package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"helpdesk_exporter/collector"
	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/enrich"
	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/collector/team"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources"
)

// Config is a whole configuration.
type Config struct {
	Global     Global            `yaml:"global"`
	Labels     catalogue.Labels  `yaml:"labels"`
	Categories enrich.Categories `yaml:"categories"`
	Triage     enrich.Triage     `yaml:"triage"`
	Privacy    Privacy           `yaml:"privacy"`
	Agents     enrich.Agents     `yaml:"agents"`
	Teams      team.Teams        `yaml:"teams"`
	// Calendar has schedules, and the short form hours.
	Calendar calendar.Config `yaml:",inline"`
	SLA      sla.Config      `yaml:"-"`
	Checks   fact.Checks     `yaml:"checks"`
	// FirstResponse and AgentCreated are the options of the first response.
	FirstResponse fact.FirstResponseConfig `yaml:"first_response"`
	AgentCreated  string                   `yaml:"agent_created"`
	// TopDue is how many of the most urgent tickets are named with their due instants; 0 is none.
	TopDue int             `yaml:"top_due"`
	Goals  collector.Goals `yaml:"goals"`
	// ReopenWindow is how long after a solve the resolution becomes final.
	ReopenWindow yamlfile.Duration `yaml:"reopen_window"`
	// Sources as they apply, presets included.
	Sources []sources.Config `yaml:"-"`

	files  *yamlfile.Files
	root   *yaml.Node
	blocks []*yaml.Node
	// promises is the block "sla", nil where there is none.
	promises *yaml.Node
}

// Global is what holds for all sources.
type Global struct {
	PollInterval yamlfile.Duration `yaml:"poll_interval"`
	// Timezone is the reporting zone of calendar periods.
	Timezone        string               `yaml:"timezone"`
	WeekStart       string               `yaml:"week_start"`
	FiscalYearStart string               `yaml:"fiscal_year_start"`
	State           state.Config         `yaml:"state"`
	Limits          Limits               `yaml:"limits"`
	Histograms      collector.Histograms `yaml:"histograms"`
	Clocks          []string             `yaml:"clocks"`
}

// Limits bound what the exporter takes and gives.
type Limits struct {
	collector.Limits `yaml:",inline"`
	ResponseBody     yamlfile.Bytes `yaml:"response_body"`
}

// Privacy says where the key is that turns customers and agents into hashes.
type Privacy struct {
	KeyFile string `yaml:"key_file"`
}

// Defaults sets what holds where no file says anything.
func (c *Config) Defaults() {
	c.Global = Global{
		PollInterval:    yamlfile.Duration(time.Minute),
		WeekStart:       "monday",
		FiscalYearStart: "january",
		Limits:          Limits{Limits: collector.DefaultLimits(), ResponseBody: 64 << 20},
		Histograms:      collector.DefaultHistograms(),
		Clocks:          []string{"calendar", "business"},
	}
	c.Global.State.Defaults()
	c.Privacy.KeyFile = "data/identity.key"
	c.Agents.Label = enrich.AgentOff
	c.ReopenWindow = yamlfile.Duration(7 * 24 * time.Hour)
	c.Checks = fact.DefaultChecks()
	c.FirstResponse.Start, c.AgentCreated = fact.StartCreation, fact.AgentCreatedExclude
}

// maxTopDue bounds how many tickets become label values.
const maxTopDue = 100

// rule is something that must not hold.
type rule struct {
	broken  bool
	path    string
	message string
}

func broken(rules []rule) []yamlfile.Problem {
	var problems []yamlfile.Problem
	for _, r := range rules {
		if r.broken {
			problems = append(problems, yamlfile.Problem{Path: r.path, Message: r.message})
		}
	}
	return problems
}

func under(prefix string, problems []yamlfile.Problem) []yamlfile.Problem {
	out := slices.Clone(problems)
	for i := range out {
		out[i].Path = yamlfile.JoinPath(prefix, out[i].Path)
		if problems[i].Path == "" {
			out[i].Path = prefix
		}
	}
	return out
}

// Validate returns everything that is wrong with the sections besides the sources.
func (c *Config) Validate() []yamlfile.Problem {
	g := &c.Global
	problems := broken([]rule{
		{time.Duration(g.PollInterval) < time.Second, "global.poll_interval", "must be 1s or longer"},
		{!isZone(g.Timezone), "global.timezone", fmt.Sprintf("no zone %q; use a name of the IANA data base such as Europe/Rome", g.Timezone)},
		{!slices.Contains(weekdays(), g.WeekStart), "global.week_start", fmt.Sprintf("%q is not one of %s", g.WeekStart, strings.Join(weekdays(), ", "))},
		{!slices.Contains(months(), g.FiscalYearStart), "global.fiscal_year_start", fmt.Sprintf("%q is not one of %s", g.FiscalYearStart, strings.Join(months(), ", "))},
		{g.Limits.ResponseBody < 1<<20, "global.limits.response_body", "must be 1MiB or more"},
		{len(g.Clocks) == 0, "global.clocks", "no clock: leave the key out, or write [calendar, business]"},
		{c.ReopenWindow <= 0, "reopen_window", "must be longer than 0"},
		{c.Privacy.KeyFile == "", "privacy.key_file", "the key needs a file: give a path, or leave the key out for data/identity.key"},
	})
	problems = append(problems, broken([]rule{
		{c.FirstResponse.Start != fact.StartCreation && c.FirstResponse.Start != fact.StartHandoff, "first_response.start", fmt.Sprintf("%q is not creation or handoff", c.FirstResponse.Start)},
		{c.AgentCreated != fact.AgentCreatedExclude && c.AgentCreated != fact.AgentCreatedZendesk, "agent_created", fmt.Sprintf("%q is not exclude or zendesk", c.AgentCreated)},
		{c.TopDue < 0 || c.TopDue > maxTopDue, "top_due", fmt.Sprintf("must be from 0 to %d", maxTopDue)},
	})...)
	for i, clock := range g.Clocks {
		path := fmt.Sprintf("global.clocks[%d]", i)
		problems = append(problems, broken([]rule{
			{clock != "business" && clock != "calendar", path, fmt.Sprintf("no clock %q; there are calendar and business", clock)},
			{slices.Contains(g.Clocks[:i], clock), path, fmt.Sprintf("clock %q twice; remove one", clock)},
		})...)
	}
	problems = append(problems, broken([]rule{
		{c.Agents.Label != enrich.AgentOff, "agents.label", fmt.Sprintf("%q is not supported by this version; use off", c.Agents.Label)},
	})...)
	problems = append(problems, under("global.limits", g.Limits.Validate())...)
	problems = append(problems, under("global.histograms", g.Histograms.Validate())...)
	problems = append(problems, under("global.state", g.State.Validate())...)
	problems = append(problems, under("labels", c.Labels.Validate())...)
	problems = append(problems, under("teams", c.Teams.Validate(c.hasSchedule))...)
	problems = append(problems, under("checks", c.Checks.Validate())...)
	problems = append(problems, under("goals", c.Goals.Validate())...)
	problems = append(problems, under("goals", c.goalsOfGroups())...)
	problems = append(problems, under("triage", c.Triage.Validate(c.Categories))...)
	return append(problems, under("categories", c.Categories.Validate())...)
}

// CheckHistory returns an error if a source's history does not reach back to its baseline. It matters when
// the first sync begins.
func (c *Config) CheckHistory(now time.Time) error {
	var errs yamlfile.Errors
	for i := range c.Sources {
		errs = append(errs, c.files.Resolve(c.blocks[i], fmt.Sprintf("sources[%d]", i), c.Sources[i].CheckHistory(now))...)
	}
	return errs.Sorted()
}

// CheckFiles returns an error if a file that holds a credential of a source cannot be read, or is empty. It matters when
// the source is polled.
func (c *Config) CheckFiles(source *sources.Config) error {
	return c.placed(source.Name, source.CheckFiles()).Sorted()
}

// Placed gives an error its file and line where it is that of a key in the block of a source.
func (c *Config) Placed(source string, err error) error {
	var problem yamlfile.Problem
	if errors.As(err, &problem) {
		if placed := c.placed(source, []yamlfile.Problem{problem}); len(placed) > 0 {
			return placed.Sorted()
		}
	}
	return err
}

// placed gives problems of a source's block their places.
func (c *Config) placed(source string, problems []yamlfile.Problem) yamlfile.Errors {
	for i, block := range c.blocks {
		if name := yamlfile.Get(block, "name"); name != nil && name.Value == source {
			return c.files.Resolve(block, fmt.Sprintf("sources[%d]", i), problems)
		}
	}
	return nil
}

// Location is the reporting zone.
func (c *Config) Location() (*time.Location, error) { return time.LoadLocation(c.Global.Timezone) }

// Periods is the reporting calendar.
func (c *Config) Periods() (period.Calendar, error) {
	zone, err := c.Location()
	return period.Calendar{
		Zone:      zone,
		WeekStart: time.Weekday((slices.Index(weekdays(), c.Global.WeekStart) + 1) % 7),
		YearStart: time.Month(slices.Index(months(), c.Global.FiscalYearStart) + 1),
	}, err
}

// YAML writes the configuration as it applies: defaults filled in, presets laid under, secrets hidden.
func (c *Config) YAML() ([]byte, error) {
	return yaml.Marshal(struct {
		*Config `yaml:",inline"`
		SLA     sla.Config       `yaml:"sla"`
		Sources []sources.Config `yaml:"sources"`
	}{c, c.SLA, c.Sources})
}

func isZone(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil && name != "" && name != "Local"
}

func weekdays() []string {
	var names []string
	for d := time.Monday; d <= time.Saturday; d++ {
		names = append(names, strings.ToLower(d.String()))
	}
	return append(names, "sunday")
}

func months() []string {
	var names []string
	for m := time.January; m <= time.December; m++ {
		names = append(names, strings.ToLower(m.String()))
	}
	return names
}
