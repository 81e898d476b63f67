// Package catalogue lists each metric family once: name, help, type, labels, buckets. The exposition,
// docs/metrics.md, the dashboards' and the alerts' tests all read it.
package catalogue

//go:generate go run ./gendocs -output ../../docs/metrics.md

import (
	"slices"
	"strings"
	"sync"
)

// Type of a family.
type Type int

// Types of families.
const (
	Counter Type = iota
	Gauge
	Histogram
)

// String returns the type as the exposition formats write it.
func (t Type) String() string {
	switch t {
	case Counter:
		return "counter"
	case Histogram:
		return "histogram"
	default:
		return "gauge"
	}
}

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

// Section is the chapter of docs/metrics.md that describes a family.
type Section string

// Sections.
const (
	SectionFlow      Section = "flow"
	SectionDurations Section = "durations"
	SectionStock     Section = "stock"
	SectionSLA       Section = "sla"
	SectionInfo      Section = "info"
	SectionHealth    Section = "health"
)

// Family is one metric family. Families share slices and maps with the catalogue: read them only.
type Family struct {
	Name    string
	Help    string
	Type    Type
	Module  Module
	Section Section
	// Labels in exposition order, source first where the family has one.
	Labels []string
	// Siblings are the labels whose values are born together at 0, with those values: the birth of one
	// series creates the whole set (docs/semantics.md, "New series").
	Siblings map[string][]string
	// Values are the labels whose values are fixed, siblings included, with those values.
	Values map[string][]string
	// NonPartition are labels over which a sum counts the same thing twice.
	NonPartition []string
	// Buckets are the classic upper bounds in base units, without +Inf. Only histograms.
	Buckets []float64
	// Native tells that the histogram is also exposed as a native one.
	Native bool
	// Built tells that the exporter fills the family; the others are planned and never exposed.
	Built bool
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

// InSeconds reports whether the family's values are seconds, which are recorded as milliseconds.
func (f *Family) InSeconds() bool { return strings.HasSuffix(f.Name, "_seconds") }

// Without returns the family without those labels that are among the droppable ones; the others stay.
func (f Family) Without(labels ...string) Family {
	kept := make([]string, 0, len(f.Labels))
	for _, l := range f.Labels {
		if !slices.Contains(labels, l) || !Droppable(l) {
			kept = append(kept, l)
		}
	}
	f.Labels = kept
	return f
}

// Families returns every family, in the order of the documentation.
func Families() []Family { return slices.Clone(catalogue().families) }

// Lookup returns the family of that name.
func Lookup(name string) (Family, bool) {
	c := catalogue()
	i, ok := c.byName[name]
	if !ok {
		return Family{}, false
	}
	return c.families[i], true
}

type index struct {
	families []Family
	byName   map[string]int
}

// The index never changes once built; it is built once because the ledger looks families up per fact.
var catalogue = sync.OnceValue(func() index {
	c := index{byName: map[string]int{}}
	for _, section := range []struct {
		name     Section
		families []Family
	}{
		{SectionFlow, flow()},
		{SectionDurations, durations()},
		{SectionStock, stock()},
		{SectionSLA, sla()},
		{SectionInfo, info()},
		{SectionHealth, health()},
	} {
		for _, f := range section.families {
			f.Section = section.name
			f.complete()
			c.byName[f.Name] = len(c.families)
			c.families = append(c.families, f)
		}
	}
	return c
})

// complete fills Siblings and NonPartition, which follow from the label's name, and the enumerations that
// are the same in every family.
func (f *Family) complete() {
	values := map[string][]string{}
	for _, l := range f.Labels {
		if v, ok := f.Values[l]; ok {
			values[l] = v
		} else if v := enumeration(l); v != nil {
			values[l] = v
		}
		if slices.Contains(nonPartition(), l) {
			f.NonPartition = append(f.NonPartition, l)
		}
	}
	for l, v := range f.Siblings {
		values[l] = v
	}
	if len(values) > 0 {
		f.Values = values
	}
}

// nonPartition are the labels over which a sum counts the same thing twice.
func nonPartition() []string {
	return []string{"clock", "stage", "horizon", "window", "check", "period", "which", "threshold_seconds"}
}

// enumeration returns the fixed values of a label that means the same everywhere, nil for any other label.
func enumeration(label string) []string {
	switch label {
	case "channel":
		return []string{"email", "form", "chat", "messaging", "phone", "social", "marketplace", "review", "api", "other"}
	case "priority":
		return []string{"urgent", "high", "normal", "low", "none"}
	case "clock":
		return []string{"calendar", "business"}
	case "origin":
		return []string{"customer", "agent", "automation"}
	case "status":
		return []string{"new", "open", "pending", "hold", "unknown"}
	case "target":
		return []string{"first_response", "next_response", "periodic_update", "resolution", "requester_wait", "agent_work"}
	case "period":
		return []string{"day", "week", "month", "quarter"}
	case "which":
		return []string{"current", "previous"}
	}
	return nil
}

// desk returns the labels of a family of the desk that begin with source, brand and group.
func desk(labels ...string) []string {
	return append([]string{"source", "brand", "group"}, labels...)
}
