// Package promql holds queries to the catalogue of metrics: what they name exists, and they match every label over
// which a sum would count twice. It is a module of its own, because Prometheus' parser brings fifty modules with it that
// the exporter has no use for.
package promql

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"

	"helpdesk_exporter/collector/catalogue"
)

// Recorded are the labels of the series that recording rules write, by name.
type Recorded map[string][]string

// foreign are the labels of series that are not the catalogue's, by name.
func foreign() map[string][]string {
	return map[string][]string{"up": nil, "process_start_time_seconds": nil}
}

// scraped are labels that Prometheus gives to what it scrapes.
func scraped() []string { return []string{"job", "instance", "pod"} }

// Query is a parsed query.
type Query struct {
	expr parser.Expr
}

// Parse parses a query.
func Parse(query string) (Query, error) {
	expr, err := parser.NewParser(parser.Options{}).ParseExpr(query)
	if err != nil {
		return Query{}, fmt.Errorf("parse %q: %w", query, err)
	}
	return Query{expr}, nil
}

// Problems lists what is wrong with a query beside the catalogue: a metric that is not filled, a label that its
// metric does not have, a label that is not matched although a sum over it counts twice, a value that the label never
// has, a counter that is read without increase or rate, and a family that is added up before replicas are made one.
func (q Query) Problems(recorded Recorded) []string {
	var problems []string
	add := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	parser.Inspect(q.expr, func(node parser.Node, path []parser.Node) error {
		selector, ok := node.(*parser.VectorSelector)
		if !ok {
			return nil
		}
		family, kind := lookup(selector.Name, recorded)
		switch kind {
		case unknown:
			add("%s: no such metric", selector.Name)
			return nil
		case planned:
			add("%s: the exporter does not fill it yet", selector.Name)
		}
		for _, m := range selector.LabelMatchers {
			if m.Name == model.MetricNameLabel {
				continue
			}
			if !slices.Contains(family.Labels, m.Name) && !slices.Contains(scraped(), m.Name) {
				add("%s: no label %s", selector.Name, m.Name)
			}
			problems = append(problems, values(selector.Name, family, m)...)
		}
		for _, label := range family.NonPartition {
			if !matched(selector, label) {
				add("%s: %s is not matched, and a sum over it counts twice", selector.Name, label)
			}
		}
		if kind == exposed {
			problems = append(problems, used(selector, family, path)...)
		}
		return nil
	})
	return append(problems, q.grouped(recorded)...)
}

type kind int

const (
	unknown kind = iota
	planned
	exposed
	derived // by a recording rule, or not of the exporter
)

// lookup finds what a name stands for; the suffixes of a histogram's series are part of it.
func lookup(name string, recorded Recorded) (catalogue.Family, kind) {
	if labels, ok := recorded[name]; ok {
		return catalogue.Family{Labels: labels}, derived
	}
	if labels, ok := foreign()[name]; ok {
		return catalogue.Family{Labels: labels}, derived
	}
	family, ok := catalogue.Lookup(name)
	if !ok {
		for _, suffix := range []string{"_bucket", "_sum", "_count"} {
			base, cut := strings.CutSuffix(name, suffix)
			if family, ok = catalogue.Lookup(base); cut && ok && family.Type == catalogue.Histogram {
				family.Labels = append(slices.Clone(family.Labels), "le")
				break
			}
			ok = false
		}
	}
	switch {
	case !ok:
		return catalogue.Family{}, unknown
	case !family.Built:
		return family, planned
	default:
		return family, exposed
	}
}

// values lists what a matcher asks for that the label never has.
func values(name string, family catalogue.Family, m *labels.Matcher) []string {
	known := family.Values[m.Name]
	if len(known) == 0 || m.Value == "" {
		return nil
	}
	asked := []string{m.Value}
	if m.Type == labels.MatchRegexp || m.Type == labels.MatchNotRegexp {
		if !regexp.MustCompile(`^[\w+|]+$`).MatchString(m.Value) {
			return nil // not an enumeration
		}
		asked = strings.Split(m.Value, "|")
	}
	var problems []string
	for _, value := range asked {
		if !slices.Contains(known, value) {
			problems = append(problems, fmt.Sprintf("%s: %s is never %q", name, m.Name, value))
		}
	}
	return problems
}

func matched(selector *parser.VectorSelector, label string) bool {
	return slices.ContainsFunc(selector.LabelMatchers, func(m *labels.Matcher) bool { return m.Name == label })
}

// used lists what is wrong with the way in which a series of the exporter is read.
func used(selector *parser.VectorSelector, family catalogue.Family, path []parser.Node) []string {
	var problems []string
	counted := family.Type != catalogue.Gauge
	increased, single := false, false
	for _, node := range path {
		switch n := node.(type) {
		case *parser.Call:
			increased = increased || n.Func.Name == "increase" || n.Func.Name == "rate"
		case *parser.AggregateExpr:
			without := n.Without && slices.Contains(n.Grouping, "instance") && slices.Contains(n.Grouping, "pod")
			extreme := n.Op == parser.MAX || n.Op == parser.MIN || n.Op == parser.GROUP || n.Op == parser.COUNT
			single = extreme && (without || !n.Without) // the innermost aggregation decides
		}
	}
	counting := slices.ContainsFunc(path, func(n parser.Node) bool {
		a, ok := n.(*parser.AggregateExpr)
		return ok && a.Op == parser.COUNT
	})
	if counted && !increased && !counting {
		problems = append(problems, selector.Name+": a counter is read without increase")
	}
	// Goals are configured, and compared as a set: two replicas have the same.
	goal := selector.Name == "helpdesk_goal"
	if !single && !goal {
		problems = append(problems, selector.Name+": two replicas would count twice; put max without (instance, pod) around it")
	}
	return problems
}

// grouped lists labels by which a query adds up or matches that none of its series has.
func (q Query) grouped(recorded Recorded) []string {
	var has []string
	var wants []string
	parser.Inspect(q.expr, func(node parser.Node, _ []parser.Node) error {
		switch n := node.(type) {
		case *parser.VectorSelector:
			family, _ := lookup(n.Name, recorded)
			has = append(has, family.Labels...)
		case *parser.Call:
			if n.Func.Name == "label_replace" {
				if made, ok := n.Args[1].(*parser.StringLiteral); ok {
					has = append(has, made.Val)
				}
			}
		case *parser.AggregateExpr:
			wants = append(wants, n.Grouping...)
		case *parser.BinaryExpr:
			if n.VectorMatching != nil {
				wants = append(wants, n.VectorMatching.MatchingLabels...)
				wants = append(wants, n.VectorMatching.Include...)
			}
		}
		return nil
	})
	var problems []string
	for _, label := range wants {
		if !slices.Contains(has, label) && !slices.Contains(scraped(), label) {
			problems = append(problems, "none of its series has the label "+label)
		}
	}
	slices.Sort(problems)
	return slices.Compact(problems)
}

// Compares tells whether a query compares, as that of an alert must: else it fires as long as its series exist.
func (q Query) Compares() bool {
	compares := false
	parser.Inspect(q.expr, func(node parser.Node, _ []parser.Node) error {
		b, ok := node.(*parser.BinaryExpr)
		compares = compares || ok && b.Op.IsComparisonOperator() && !b.ReturnBool
		return nil
	})
	return compares
}

// By lists the labels that the query's result has for certain: those of an aggregation that is its outermost part.
func (q Query) By() []string {
	expr := q.expr
	for {
		switch n := expr.(type) {
		case *parser.ParenExpr:
			expr = n.Expr
		case *parser.BinaryExpr:
			expr = n.LHS
		case *parser.AggregateExpr:
			if n.Without {
				return nil
			}
			return n.Grouping
		default:
			return nil
		}
	}
}
