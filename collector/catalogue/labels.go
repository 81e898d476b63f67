package catalogue

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
)

// Labels is the configuration block "labels": the only way to change the label sets of the families.
type Labels struct {
	// Drop are labels that no family has; their values are added up.
	Drop []string `yaml:"drop,omitempty"`
	// Values bounds the values of a label, by the label's name.
	Values map[string]Values `yaml:"values,omitempty"`
}

// Values bounds the values of a label.
type Values struct {
	// Max is how many values a label may have; 0 is the default of the label.
	Max int `yaml:"max,omitempty"`
	// Other is the value that stands for all others; empty is "other".
	Other string `yaml:"other,omitempty"`
}

// Expand implements yamlfile.Expander, without a short form: a limit of 0, which is none, is not the default either.
func (v *Values) Expand(n *yaml.Node) (*yaml.Node, error) {
	var limit int
	if given := yamlfile.Get(n, "max"); given != nil && given.Tag == "!!int" && given.Decode(&limit) == nil && limit == 0 {
		return n, yamlfile.Problem{Path: "max", Message: "must be at least 1, not 0; leave it out for the default"}
	}
	return n, nil
}

// DefaultOther is the value into which values beyond a limit are folded.
const DefaultOther = "other"

// Droppable reports whether labels.drop may name the label. The others tell apart things that shipped
// queries select by value, or over which a sum would count the same thing twice.
func Droppable(label string) bool { return slices.Contains(droppable(), label) }

func droppable() []string {
	return []string{"brand", "group", "to_group", "channel", "category", "priority"}
}

// defaultLimits are the labels whose values come from the desk, with how many there may be
// (docs/semantics.md, "Labels").
func defaultLimits() map[string]int {
	return map[string]int{"source": 20, "brand": 20, "group": 50, "category": 30, "agent": 500}
}

// Limit returns how many values the label may have and which value stands for the others. ok is false for
// labels whose values are fixed or come from the configuration: they have no limit. to_group is bounded
// with group, of which it is a role.
func (l Labels) Limit(label string) (limit Values, ok bool) {
	if label == "to_group" {
		label = "group"
	}
	limit.Max, ok = defaultLimits()[label]
	if !ok {
		return Values{}, false
	}
	limit.Other = DefaultOther
	configured := l.Values[label]
	if configured.Max > 0 {
		limit.Max = configured.Max
	}
	if configured.Other != "" {
		limit.Other = configured.Other
	}
	return limit, true
}

// Validate returns everything that is wrong with the block.
func (l Labels) Validate() []yamlfile.Problem {
	var problems []yamlfile.Problem
	add := func(path, format string, args ...any) {
		problems = append(problems, yamlfile.Problem{Path: path, Message: fmt.Sprintf(format, args...)})
	}
	for i, label := range l.Drop {
		path := fmt.Sprintf("drop[%d]", i)
		switch {
		case !Droppable(label):
			add(path, "label %q cannot be dropped; these can: %s", label, strings.Join(droppable(), ", "))
		case slices.Contains(l.Drop[:i], label):
			add(path, "label %q is dropped twice; remove one", label)
		}
	}
	limited := slices.Sorted(maps.Keys(defaultLimits()))
	for _, label := range slices.Sorted(maps.Keys(l.Values)) {
		path, values := "values."+label, l.Values[label]
		if !slices.Contains(limited, label) {
			add(path, "label %q has no limit of values; these have: %s", label, strings.Join(limited, ", "))
			continue
		}
		if values.Max < 0 {
			add(path+".max", "must be at least 1, not %d; leave it out for the default of %d",
				values.Max, defaultLimits()[label])
		}
	}
	return problems
}
