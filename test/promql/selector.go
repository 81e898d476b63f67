package promql

import (
	"fmt"
	"slices"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
)

// Selector is one selection of series in a query.
type Selector struct {
	Name string
	// Matchers are without that of the name.
	Matchers []*labels.Matcher
	// Around are the functions and aggregations around the selection, the nearest first, such as
	// "increase", "max without [instance pod]", "sum by [group]".
	Around []string
}

// Selectors returns the selections of a query from left to right.
func (q Query) Selectors() []Selector {
	var found []Selector
	parser.Inspect(q.expr, func(node parser.Node, path []parser.Node) error {
		n, ok := node.(*parser.VectorSelector)
		if !ok {
			return nil
		}
		s := Selector{Name: n.Name}
		for _, m := range n.LabelMatchers {
			if m.Name != "__name__" {
				s.Matchers = append(s.Matchers, m)
			}
		}
		for _, outer := range slices.Backward(path) {
			switch o := outer.(type) {
			case *parser.Call:
				s.Around = append(s.Around, o.Func.Name)
			case *parser.AggregateExpr:
				how := "by"
				if o.Without {
					how = "without"
				}
				s.Around = append(s.Around, fmt.Sprintf("%s %s %v", o.Op, how, o.Grouping))
			}
		}
		found = append(found, s)
		return nil
	})
	return found
}

// Count returns how often a label is matched.
func (s Selector) Count(label string) int {
	n := 0
	for _, m := range s.Matchers {
		if m.Name == label {
			n++
		}
	}
	return n
}
