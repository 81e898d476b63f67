package collector

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/internal/yamlfile"
)

// Goals is the configuration block "goals": a list, or in its short form a mapping from a KPI to what it
// should be, such as {unresolved: "<= 120", csat: ">= 90%"}.
type Goals []Goal

// Goal is what a KPI should be in a period. Exactly one of the bounds is set.
type Goal struct {
	KPI     string  `yaml:"kpi"`
	AtMost  *Amount `yaml:"at_most,omitempty"`
	AtLeast *Amount `yaml:"at_least,omitempty"`
	// Group is empty for the whole desk.
	Group string `yaml:"group,omitempty"`
	// Period is day, week, month or quarter; month by default.
	Period string `yaml:"period,omitempty"`
}

// Amount is a number, a share such as 90 %, or a duration, in base units: shares from 0 to 1, seconds.
type Amount struct {
	Value float64
	unit  unit
}

type unit int

const (
	plain unit = iota
	percent
	duration
)

// UnmarshalYAML implements yaml.Unmarshaler.
func (a *Amount) UnmarshalYAML(n *yaml.Node) error {
	parsed, err := parseAmount(n.Value)
	if n.Kind != yaml.ScalarNode || err != nil {
		return errors.New("expected a number, a percentage such as 90%, or a duration such as 4h")
	}
	*a = parsed
	return nil
}

// MarshalYAML implements yaml.Marshaler.
func (a Amount) MarshalYAML() (any, error) {
	switch a.unit {
	case percent:
		return strconv.FormatFloat(a.Value*100, 'f', -1, 64) + "%", nil
	case duration:
		return model.Duration(time.Duration(a.Value * float64(time.Second))).String(), nil
	}
	return a.Value, nil
}

func parseAmount(text string) (Amount, error) {
	text = strings.TrimSpace(text)
	if share, ok := strings.CutSuffix(text, "%"); ok {
		v, err := strconv.ParseFloat(strings.TrimSpace(share), 64)
		return Amount{v / 100, percent}, err
	}
	if v, err := strconv.ParseFloat(text, 64); err == nil {
		return Amount{v, plain}, nil
	}
	d, err := model.ParseDuration(text)
	return Amount{time.Duration(d).Seconds(), duration}, err
}

// Expand implements yamlfile.Expander: {csat: ">= 90%"} is [{kpi: csat, at_least: 90%}].
func (*Goals) Expand(n *yaml.Node) (*yaml.Node, error) {
	if n.Kind != yaml.MappingNode {
		return n, nil
	}
	bound := regexp.MustCompile(`^\s*(<=|>=)\s*(\S.*)$`)
	list := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Line: n.Line, Column: n.Column}
	var errs []error
	for i := 0; i+1 < len(n.Content); i += 2 {
		kpi, value := n.Content[i], n.Content[i+1]
		m := bound.FindStringSubmatch(value.Value)
		amount := ""
		if m != nil {
			amount = m[2]
		}
		if _, err := parseAmount(amount); err != nil {
			got := strconv.Quote(value.Value)
			if value.Kind != yaml.ScalarNode {
				got = "more than one value"
			}
			errs = append(errs, yamlfile.Problem{Path: kpi.Value, Message: fmt.Sprintf("expected \"<= 120\", \">= 90%%\" or \"<= 4h\", got %s", got)})
			continue
		}
		key := "at_least"
		if m[1] == "<=" {
			key = "at_most"
		}
		at := func(node yaml.Node, line *yaml.Node) *yaml.Node {
			node.Line, node.Column = line.Line, line.Column
			return &node
		}
		word := func(text string) yaml.Node { return yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text} }
		list.Content = append(list.Content, at(yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Content: []*yaml.Node{
			at(word("kpi"), kpi), kpi, at(word(key), value), at(yaml.Node{Kind: yaml.ScalarNode, Value: amount}, value),
		}}, kpi))
	}
	return list, errors.Join(errs...)
}

// Kinds of KPIs, by what their values are.
const (
	kpiCount = "a count"
	kpiShare = "a share: write 50% or 0.5"
	kpiTime  = "a time: write 4h"
	kpiScore = "a score"
)

// kpis lists the KPIs that may have a goal. resolved_within_WINDOW stands for all windows.
func kpis() map[string]string {
	return map[string]string{
		"unresolved": kpiCount, "created": kpiCount, "resolved": kpiCount,
		"csat": kpiShare, "sla_met": kpiShare, "fcr": kpiShare, "one_touch": kpiShare, "reopen_rate": kpiShare,
		"abandonment": kpiShare,
		"nps":         kpiScore, "ces": kpiScore,
		"first_response_avg": kpiTime, "first_response_median": kpiTime, "reply_avg": kpiTime, "resolution_avg": kpiTime,
	}
}

const resolvedWithin = "resolved_within_"

func kindOfKPI(name string) (string, bool) {
	if window, ok := strings.CutPrefix(name, resolvedWithin); ok {
		_, err := model.ParseDuration(window)
		return kpiShare, err == nil
	}
	kind, ok := kpis()[name]
	return kind, ok
}

func (a *Amount) is(kind string) bool {
	switch kind {
	case kpiShare:
		return a.unit != duration && a.Value >= 0 && a.Value <= 1
	case kpiTime:
		return a.unit == duration && a.Value > 0
	case kpiCount:
		return a.unit == plain && a.Value >= 0
	}
	return a.unit == plain
}

// Validate returns everything that is wrong with the block.
func (g Goals) Validate() []yamlfile.Problem {
	var problems []yamlfile.Problem
	seen := map[string]bool{}
	for i := range g {
		goal := &g[i]
		add := func(path, format string, args ...any) {
			problems = append(problems, yamlfile.Problem{
				Path: yamlfile.JoinPath(fmt.Sprintf("[%d]", i), path), Message: fmt.Sprintf(format, args...),
			})
		}
		kind, known := kindOfKPI(goal.KPI)
		switch bounds := goal.bounds(); {
		case !known:
			add("kpi", "no KPI %q; there are %s, %sWINDOW", goal.KPI, strings.Join(sortedKPIs(), ", "), resolvedWithin)
		case len(bounds) == 0:
			add("", "no bound: give at_most or at_least")
		default:
			for _, b := range bounds {
				if !b.amount.is(kind) {
					add(b.name, "%s is %s", goal.KPI, kind)
				}
			}
		}
		if goal.Period != "" && !slices.Contains(period.Periods(), goal.Period) {
			add("period", "%q is not one of %s", goal.Period, strings.Join(period.Periods(), ", "))
		}
		for _, b := range goal.bounds() {
			key := goal.KPI + "\x00" + goal.Group + "\x00" + goal.period() + "\x00" + b.name
			if seen[key] {
				add("", "a goal for %s with the same group, period and bound stands above; remove one", goal.KPI)
			}
			seen[key] = true
		}
	}
	return problems
}

func sortedKPIs() []string {
	var names []string
	for name := range kpis() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

type bound struct {
	name   string
	amount *Amount
}

func (g *Goal) bounds() []bound {
	var all []bound
	for _, b := range []bound{{"at_most", g.AtMost}, {"at_least", g.AtLeast}} {
		if b.amount != nil {
			all = append(all, b)
		}
	}
	return all
}

func (g *Goal) period() string {
	if g.Period == "" {
		return "month"
	}
	return g.Period
}

// goals are constants of the configuration.
func (g *gauges) goals(goals Goals) {
	for i := range goals {
		goal := &goals[i]
		for _, b := range goal.bounds() {
			g.set("helpdesk_goal", b.amount.Value, goal.KPI, goal.Group, goal.period(), b.name)
		}
	}
}
