// Package selector narrows PromQL: it adds label matchers to every series that an expression selects. It reads the text
// and keeps all of it, Grafana's variables among it, so that what is not changed stays as it was written.
package selector

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Matcher is a label and the value that it must have.
type Matcher struct{ Name, Value string }

// String writes the matcher as PromQL and Alertmanager read it.
func (m Matcher) String() string { return m.Name + "=" + strconv.Quote(m.Value) }

// foreign begin the names of metrics that are not of the exporter, its target or its alerts.
var foreign = []string{"prometheus_", "alertmanager_"}

// operators are words of PromQL that stand where a metric could.
var operators = []string{"and", "or", "unless", "atan2", "bool", "offset", "inf", "nan"}

// groupings are followed by label names in brackets.
var groupings = []string{"by", "without", "on", "ignoring", "group_left", "group_right"}

// token is what an expression consists of, as far as metrics are told from the rest: texts, Grafana's variables, numbers
// and durations, words, and any other character.
var token = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`" +
	`|\$\{?\w+\}?|[0-9][0-9a-zA-Z_.]*|[a-zA-Z_][a-zA-Z0-9_:]*|(?s:.)`)

// Add puts the matchers before those of every series that the expression selects, but for the metrics of Prometheus and
// Alertmanager themselves.
func Add(expr string, matchers []Matcher) string { return rewrite(expr, matchers, nil) }

// AddAndKeep does the same, and lets the labels of the matchers outlive aggregations and joins: who records a series with
// such a label, and then joins it to one that is aggregated on the spot, needs it on both sides.
func AddAndKeep(expr string, matchers []Matcher) string {
	return rewrite(expr, matchers, []string{"by", "on"})
}

// rewrite adds matchers, and their labels to the lists of labels that follow the words of keep. An empty list stays.
func rewrite(expr string, matchers []Matcher, keep []string) string {
	if len(matchers) == 0 {
		return expr
	}
	texts, names := make([]string, len(matchers)), make([]string, len(matchers))
	for i, m := range matchers {
		texts[i], names[i] = m.String(), m.Name
	}
	added, kept := strings.Join(texts, ","), ", "+strings.Join(names, ", ")
	var out strings.Builder
	tokens := token.FindAllString(expr, -1)
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		out.WriteString(t)
		switch next := after(tokens, i); {
		case t == "{":
			i = copyUntil(&out, tokens, i, "}", "") // matchers of a metric that is not ours
		case slices.Contains(groupings, strings.ToLower(t)) && next == "(":
			last := ""
			if open := slices.Index(tokens[i:], "("); slices.Contains(keep, strings.ToLower(t)) && after(tokens, i+open) != ")" {
				last = kept
			}
			i = copyUntil(&out, tokens, i, ")", last)
		case !isMetric(t) || next == "(" || keyword(t, next):
		case i+1 < len(tokens) && tokens[i+1] == "{":
			out.WriteString("{" + added)
			if after(tokens, i+1) != "}" {
				out.WriteString(",")
			}
			i = copyUntil(&out, tokens, i+1, "}", "")
		default:
			out.WriteString("{" + added + "}")
		}
	}
	return out.String()
}

// after returns the next token that is no space, empty at the end.
func after(tokens []string, i int) string {
	for _, t := range tokens[i+1:] {
		if strings.TrimSpace(t) != "" {
			return t
		}
	}
	return ""
}

// copyUntil copies what follows a token up to a closing bracket, with something more before it, and returns where that is.
func copyUntil(out *strings.Builder, tokens []string, i int, closing, last string) int {
	for i++; i < len(tokens); i++ {
		if tokens[i] == closing {
			out.WriteString(last + closing)
			return i
		}
		out.WriteString(tokens[i])
	}
	return i
}

var word = regexp.MustCompile(`^[a-zA-Z_]`)

func isMetric(t string) bool {
	return word.MatchString(t) && !slices.ContainsFunc(foreign, func(prefix string) bool { return strings.HasPrefix(t, prefix) })
}

// keyword tells of a word that is no metric: an operator, or an aggregation whose labels come first.
func keyword(t, next string) bool {
	lower := strings.ToLower(t)
	return slices.Contains(operators, lower) || slices.Contains(groupings, lower) || next == "by" || next == "without"
}

var (
	labelName = regexp.MustCompile(`^[a-zA-Z_][a-zA-Z0-9_]*$`)
	pair      = regexp.MustCompile(`(?s)^([^=]*)=(.*)$`)
)

// Parse reads NAME=VALUE. The name must be a label's name, the value must not be empty: a label with an empty value is
// one that is not there.
func Parse(text string) (Matcher, error) {
	m := pair.FindStringSubmatch(text)
	switch {
	case m == nil:
		return Matcher{}, fmt.Errorf("expected NAME=VALUE such as cluster=eu, got %q", text)
	case !labelName.MatchString(m[1]) || strings.HasPrefix(m[1], "__"):
		return Matcher{}, fmt.Errorf("%q is no name of a label: letters, digits and _, not a digit first, not __", m[1])
	case m[2] == "":
		return Matcher{}, fmt.Errorf("%s has no value", m[1])
	case strings.Contains(m[2], "$") || strings.Contains(m[2], "{{"):
		return Matcher{}, fmt.Errorf("%s=%s: $ and {{ begin a template in Grafana and in rules; a value cannot have them", m[1], m[2])
	}
	return Matcher{Name: m[1], Value: m[2]}, nil
}
