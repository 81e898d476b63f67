package dashboards

import (
	"fmt"
	"slices"
	"strings"

	"helpdesk_exporter/collector/catalogue"
)

// Matchers of the two classes that times, checks and rates are never mixed over (docs/semantics.md, "Labels").
const (
	written = `channel!~"chat|phone"`
	live    = `channel=~"chat|phone"`
)

// Ranges. All others are literal and on the list of literalRanges.
const (
	wholeRange = "$__range"
	bucket     = "$bucket"
)

// expr is a PromQL expression. An operation of two sides needs brackets inside another one.
type expr struct {
	text string
	open bool
}

// atom returns the expression's text as an operand.
func (e expr) atom() string {
	if e.open {
		return "(" + e.text + ")"
	}
	return e.text
}

// raw is an expression that no function here can write.
func raw(format string, args ...any) expr { return expr{text: fmt.Sprintf(format, args...)} }

// series is a selection of one family's series.
type series struct {
	name     string // with _bucket, _sum or _count of a histogram
	family   string
	matchers []string
	skip     []string
	before   string
}

// of selects the series of a family. Matchers of the page's variables are added for the labels that the
// family has, but for those that the given matchers speak of alone.
func of(family string, matchers ...string) series {
	return series{name: family, family: family, matchers: matchers}
}

// and adds matchers.
func (s series) and(matchers ...string) series {
	s.matchers = append(slices.Clone(s.matchers), matchers...)
	return s
}

// anywhere leaves out the page's variable for a label.
func (s series) anywhere(label string) series {
	s.skip = append(slices.Clone(s.skip), label)
	return s
}

// part selects the classic series of a histogram: bucket, sum or count.
func (s series) part(name string) series {
	s.name = s.family + "_" + name
	return s
}

// ago shifts the selection into the past.
func (s series) ago(offset string) series {
	s.before = offset
	return s
}

// filtered are the variables that filter, each named as its label.
var filtered = [...]string{"source", "brand", "group", "channel", "priority"}

func (s series) selector() string {
	all := []string{`job=~"$job"`}
	if f, ok := catalogue.Lookup(s.family); ok {
		for _, label := range f.Labels {
			switch {
			case slices.Contains(s.skip, label):
			case label == "clock":
				all = append(all, `clock="$clock"`)
			case slices.Contains(filtered[:], label):
				all = append(all, label+`=~"$`+label+`"`)
			}
		}
	}
	return s.name + "{" + strings.Join(append(all, s.matchers...), ",") + "}"
}

func (s series) offset() string {
	if s.before == "" {
		return ""
	}
	return " offset " + s.before
}

// Replicas serve the same numbers: of several, one counts.
const oneReplica = "max without (instance, pod) "

// now is the value of a gauge.
func (s series) now() expr { return raw("%s(%s%s)", oneReplica, s.selector(), s.offset()) }

// over applies a function of a range, such as increase, to each series.
func (s series) over(function, window string) expr {
	return raw("%s(%s(%s[%s]%s))", oneReplica, function, s.selector(), window, s.offset())
}

// increase is how much a counter grew in the window.
func (s series) increase(window string) expr { return s.over("increase", window) }

// native is the growth of a native histogram, of which replicas have a mean, but no maximum.
func (s series) native(window string) expr {
	return raw("avg without (instance, pod) (increase(%s[%s]%s))", s.selector(), window, s.offset())
}

// first is the earliest of timestamps.
func (s series) first(by ...string) expr {
	return aggregate("min", raw("%s%s", s.selector(), s.offset()), by...)
}

// last is the latest of timestamps.
func (s series) last(by ...string) expr {
	return aggregate("max", raw("%s%s", s.selector(), s.offset()), by...)
}

func aggregate(operator string, e expr, by ...string) expr {
	if len(by) == 0 {
		return raw("%s(%s)", operator, e.text)
	}
	return raw("%s by (%s) (%s)", operator, strings.Join(by, ", "), e.text)
}

func sum(e expr, by ...string) expr { return aggregate("sum", e, by...) }

func operation(a expr, operator string, b expr) expr {
	return expr{text: a.atom() + " " + operator + " " + b.atom(), open: true}
}

func plus(a, b expr) expr  { return operation(a, "+", b) }
func minus(a, b expr) expr { return operation(a, "-", b) }
func or(a, b expr) expr    { return operation(a, "or", b) }

// ratio is a share or a mean; nothing where the whole is 0, which is not 0.
func ratio(part, whole expr) expr {
	return operation(part, "/", operation(whole, ">", raw("0")))
}

// none is 0 where an expression has nothing although there is something of what it is taken from. Where there is no
// data at all it stays nothing, which is not 0.
func none(e, from expr) expr { return or(e, operation(raw("0"), "*", from)) }

func round(e expr) expr { return raw("round(%s)", e.text) }

func ceil(e expr) expr { return raw("ceil(%s)", e.text) }

func top(n int, e expr) expr { return raw("topk(%d, %s)", n, e.text) }

// age is how long a timestamp lies in the past.
func age(timestamp expr) expr { return operation(raw("time()"), "-", timestamp) }

// mean of a histogram's observations in the window.
func mean(s series, window string, by ...string) expr {
	return ratio(sum(s.part("sum").increase(window), by...), sum(s.part("count").increase(window), by...))
}

// quantile of a histogram's observations in the window, from the classic buckets.
func quantile(q string, s series, window string, by ...string) expr {
	return raw("histogram_quantile(%s, %s)", q, sum(s.part("bucket").increase(window), append([]string{"le"}, by...)...).text)
}

// upTo is how many observations of the window are at most the bound. Prometheus 2 and 3 write it differently.
func upTo(seconds string, s series, window string) expr {
	return sum(s.part("bucket").and(`le=~"` + seconds + `(\\.0)?"`).increase(window))
}

// changed is the net count of a family with the sibling label change.
func changed(s series, window string, by ...string) expr {
	return minus(sum(s.and(`change="new"`).increase(window), by...), sum(s.and(`change="retracted"`).increase(window), by...))
}

// check is the share of yes or no among the answers of a cohort check in the reader's range.
func check(name, window, result, class string) expr {
	asked := of("helpdesk_ticket_checks_total", `check="`+name+`"`, `window="`+window+`"`, class)
	return ratio(sum(asked.and(`result="`+result+`"`).increase(wholeRange)), sum(asked.increase(wholeRange)))
}
