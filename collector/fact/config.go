package fact

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
)

// Windows are the windows of one check: a duration or a list of durations. An empty list switches the
// check off.
type Windows []yamlfile.Duration

// UnmarshalYAML implements yaml.Unmarshaler.
func (w *Windows) UnmarshalYAML(n *yaml.Node) error {
	items := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		items = n.Content
	}
	list := Windows{}
	for _, item := range items {
		var d yamlfile.Duration
		if err := d.UnmarshalYAML(item); err != nil {
			return errors.New("expected a duration such as 7d, or a list such as [1d, 7d]")
		}
		list = append(list, d)
	}
	*w = list
	return nil
}

// MarshalYAML implements yaml.Marshaler.
func (w Windows) MarshalYAML() (any, error) {
	list := []string{}
	for _, d := range w {
		list = append(list, windowLabel(time.Duration(d)))
	}
	return list, nil
}

// Checks is the configuration block "checks": which questions are asked of each ticket, and how long after
// its creation or its first solve (docs/semantics.md, "Checks").
type Checks struct {
	Acknowledged  Windows `yaml:"acknowledged"`
	Answered      Windows `yaml:"answered"`
	Resolved      Windows `yaml:"resolved"`
	NoReopen      Windows `yaml:"no_reopen"`
	FirstContact  Windows `yaml:"first_contact"`
	OneTouch      Windows `yaml:"one_touch"`
	Automated     Windows `yaml:"automated"`
	RepeatContact Windows `yaml:"repeat_contact"`
}

// DefaultChecks are those of the catalogue of KPIs.
func DefaultChecks() Checks {
	const day = 24 * time.Hour
	of := func(windows ...time.Duration) Windows {
		list := Windows{}
		for _, d := range windows {
			list = append(list, yamlfile.Duration(d))
		}
		return list
	}
	return Checks{
		Acknowledged: of(15 * time.Minute), Answered: of(day, 7*day), Resolved: of(time.Hour, day, 7*day),
		NoReopen: of(7 * day), FirstContact: of(7 * day), OneTouch: of(7 * day), Automated: of(3 * day),
		RepeatContact: of(7 * day),
	}
}

// byName lists the windows of each check, in the order of the documentation.
func (c *Checks) byName() []struct {
	name    CheckName
	windows Windows
} {
	return []struct {
		name    CheckName
		windows Windows
	}{
		{Acknowledged, c.Acknowledged},
		{Answered, c.Answered},
		{ResolvedIn, c.Resolved},
		{NoReopen, c.NoReopen},
		{FirstContact, c.FirstContact},
		{OneTouch, c.OneTouch},
		{Automated, c.Automated},
		{RepeatContact, c.RepeatContact},
	}
}

// List is every check with each of its windows.
func (c *Checks) List() []Check {
	var list []Check
	for _, each := range c.byName() {
		for _, w := range each.windows {
			list = append(list, Check{each.name, time.Duration(w)})
		}
	}
	return list
}

// FirstResponseConfig is the configuration block "first_response".
type FirstResponseConfig struct {
	// Start is creation or handoff.
	Start string `yaml:"start"`
}

// Words of the options of the first response.
const (
	StartCreation = "creation"
	StartHandoff  = "handoff"
	// AgentCreatedExclude: no first response is measured of tickets that agents open.
	AgentCreatedExclude = "exclude"
	// AgentCreatedZendesk measures from their creation to the next public message of an agent.
	AgentCreatedZendesk = "zendesk"
)

// longestWindow bounds how long histories are kept whole for the sake of a check.
const longestWindow = 90 * 24 * time.Hour

// Validate returns everything that is wrong with the block.
func (c *Checks) Validate() []yamlfile.Problem {
	var problems []yamlfile.Problem
	for _, each := range c.byName() {
		for i, w := range each.windows {
			path := fmt.Sprintf("%s[%d]", each.name, i)
			switch {
			case w <= 0 || time.Duration(w) > longestWindow:
				problems = append(problems, yamlfile.Problem{Path: path, Message: "must be longer than 0 and at most 90d"})
			case slices.Contains(each.windows[:i], w):
				problems = append(problems, yamlfile.Problem{Path: path, Message: windowLabel(time.Duration(w)) + " twice; remove one"})
			}
		}
	}
	return problems
}
