// Command selectors tells which series PromQL expressions read and what is done to them. It reads a JSON list of
// expressions and writes a JSON list of results of the same length. It is a module of its own, so that the exporter
// does not depend on Prometheus' server.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/prometheus/prometheus/promql/parser"
)

// Result is what one expression reads.
type Result struct {
	// Error of the parser, or empty.
	Error     string     `json:"error,omitempty"`
	Selectors []Selector `json:"selectors"`
	// Labels are those by which the expression groups or joins.
	Labels []string `json:"labels,omitempty"`
	// Made are labels that the expression gives itself.
	Made []string `json:"made,omitempty"`
}

// Selector is one selection of series.
type Selector struct {
	Name     string    `json:"name"`
	Matchers []Matcher `json:"matchers"`
	// Range is the window in square brackets, or empty.
	Range string `json:"range,omitempty"`
	// Around are the functions and aggregations around the selection, the nearest first.
	Around []string `json:"around,omitempty"`
}

// Matcher is one label matcher; Op is one of =, !=, =~, !~.
type Matcher struct {
	Label string `json:"label"`
	Op    string `json:"op"`
	Value string `json:"value"`
}

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(in io.Reader, out io.Writer) error {
	var expressions []string
	if err := json.NewDecoder(in).Decode(&expressions); err != nil {
		return fmt.Errorf("read expressions: %w", err)
	}
	p := parser.NewParser(parser.Options{})
	results := make([]Result, len(expressions))
	for i, text := range expressions {
		e, err := p.ParseExpr(text)
		if err != nil {
			results[i].Error = err.Error()
			continue
		}
		parser.Inspect(e, results[i].note)
	}
	return json.NewEncoder(out).Encode(results)
}

func (r *Result) note(node parser.Node, path []parser.Node) error {
	switch n := node.(type) {
	case *parser.VectorSelector:
		r.Selectors = append(r.Selectors, selector(n, path))
	case *parser.AggregateExpr:
		r.Labels = append(r.Labels, n.Grouping...)
	case *parser.BinaryExpr:
		if n.VectorMatching != nil {
			r.Labels = append(append(r.Labels, n.VectorMatching.MatchingLabels...), n.VectorMatching.Include...)
		}
	case *parser.Call:
		if n.Func.Name == "label_replace" {
			r.Made = append(r.Made, n.Args[1].(*parser.StringLiteral).Val)
		}
	}
	return nil
}

func selector(n *parser.VectorSelector, path []parser.Node) Selector {
	s := Selector{Name: n.Name}
	for _, m := range n.LabelMatchers {
		if m.Name != "__name__" {
			s.Matchers = append(s.Matchers, Matcher{Label: m.Name, Op: m.Type.String(), Value: m.Value})
		}
	}
	for _, outer := range slices.Backward(path) {
		switch o := outer.(type) {
		case *parser.MatrixSelector:
			s.Range = o.Range.String()
		case *parser.SubqueryExpr:
			s.Around = append(s.Around, "subquery "+o.Range.String()+":"+o.Step.String())
		case *parser.Call:
			s.Around = append(s.Around, o.Func.Name)
		case *parser.AggregateExpr:
			how := "by"
			if o.Without {
				how = "without"
			}
			s.Around = append(s.Around, fmt.Sprintf("%s %s %v", o.Op, how, o.Grouping))
		case *parser.BinaryExpr:
			s.Around = append(s.Around, o.Op.String())
		}
	}
	return s
}
