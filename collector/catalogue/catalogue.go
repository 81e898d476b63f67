// Package catalogue lists each metric family once: name, help, type, labels, buckets. The exposition,
// docs/metrics.md, the dashboards' and the alerts' tests all read it.
package catalogue

// Type of a family.
type Type int

// Types of families.
const (
	Counter Type = iota
	Gauge
	Histogram
)

// Module groups families that appear together.
type Module string

// Modules. Core families are always there; the others appear when their records are configured.
const (
	Core      Module = "core"
	Voice     Module = "voice"
	Surveys   Module = "surveys"
	Shop      Module = "shop"
	Sentiment Module = "sentiment"
	Agents    Module = "agents"
	Topics    Module = "topics"
	SLA       Module = "sla"
	Health    Module = "health"
)

// Family is one metric family.
type Family struct {
	Name   string
	Help   string
	Type   Type
	Module Module
	// Labels in exposition order, source first where the family has one.
	Labels []string
	// Siblings are the labels whose values are born together at 0, with those values: the birth of one
	// series creates the whole set (docs/semantics.md, "New series").
	Siblings map[string][]string
	// NonPartition are labels over which a sum counts the same thing twice.
	NonPartition []string
	// Buckets are the classic upper bounds in base units, without +Inf. Only histograms.
	Buckets []float64
	// Native tells that the histogram is also exposed as a native one.
	Native bool
}

// LabelIndex returns the position of a label in Labels, or -1.
func (f *Family) LabelIndex(label string) int {
	for i, l := range f.Labels {
		if l == label {
			return i
		}
	}
	return -1
}
