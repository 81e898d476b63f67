package collector

import (
	"maps"
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"

	"helpdesk_exporter/collector/catalogue"
)

// gauges are the gauge families made from views. They remember the label sets of count gauges, which stay
// at 0 once born; all others exist only while something tells their value.
type gauges struct {
	families map[string]*gaugeFamily
}

type gaugeFamily struct {
	family catalogue.Family
	keep   []int // positions of the labels that are not dropped
	order  []int // positions of kept labels by name
	sticky bool
	series map[string]*gauge
}

type gauge struct {
	values  []string
	labels  []*dto.LabelPair
	value   float64
	present bool
}

// newGauges prepares every gauge family that is built.
func newGauges(drop []string, born []GaugeSeries) *gauges {
	g := &gauges{families: map[string]*gaugeFamily{}}
	for _, f := range catalogue.Families() {
		if f.Type != catalogue.Gauge || !f.Built {
			continue
		}
		kept := f.Without(drop...)
		family := &gaugeFamily{
			family: kept, order: byName(kept.Labels), series: map[string]*gauge{},
			sticky: sticky(&f),
		}
		for i, l := range f.Labels {
			if slices.Contains(kept.Labels, l) {
				family.keep = append(family.keep, i)
			}
		}
		g.families[f.Name] = family
	}
	for _, b := range born {
		// A label dropped or restored since then makes other series: those values are not carried over.
		if f := g.families[b.Family]; f != nil && f.sticky && len(b.Values) == len(f.family.Labels) {
			f.series[strings.Join(b.Values, "\xff")] = f.newGauge(slices.Clone(b.Values))
		}
	}
	return g
}

// sticky tells whether the series of a family stay at 0 once born: they count, and belong to a source.
func sticky(f *catalogue.Family) bool {
	counts := f.Section == catalogue.SectionStock || f.Section == catalogue.SectionSLA
	return counts && f.LabelIndex("source") == 0 &&
		!strings.HasSuffix(f.Name, "_timestamp_seconds") && !strings.HasSuffix(f.Name, "_ratio")
}

// reset sets count gauges of the walked sources to 0 and makes all others absent.
func (g *gauges) reset(walked map[string]bool) {
	for _, f := range g.families {
		for key, s := range f.series {
			s.value = 0
			s.present = f.sticky && walked[s.values[0]] // families of the stock begin with source
			if !f.sticky {
				delete(f.series, key)
			}
		}
	}
}

func (f *gaugeFamily) newGauge(values []string) *gauge {
	labels := newPairArena(len(values)).take(f.family.Labels, values, f.order)
	return &gauge{values: values, labels: labels}
}

// at returns the gauge with the values of all the family's labels, dropped ones included, and whether it
// had a value.
func (g *gauges) at(family string, values []string) (s *gauge, present bool) {
	f := g.families[family]
	kept := make([]string, len(f.keep))
	for i, position := range f.keep {
		kept[i] = values[position]
	}
	key := strings.Join(kept, "\xff")
	s = f.series[key]
	if s == nil {
		s = f.newGauge(kept)
		f.series[key] = s
	}
	present = s.present
	s.present = true
	return s, present
}

// add adds to a gauge, which adding 0 gives birth to.
func (g *gauges) add(family string, n int, values ...string) {
	s, _ := g.at(family, values)
	s.value += float64(n)
}

// set sets a gauge.
func (g *gauges) set(family string, value float64, values ...string) {
	s, _ := g.at(family, values)
	s.value = value
}

// lower sets a gauge unless it is lower already.
func (g *gauges) lower(family string, value float64, values ...string) {
	if s, present := g.at(family, values); !present || value < s.value {
		s.value = value
	}
}

// render returns the families that have a gauge now, by name.
func (g *gauges) render() []*dto.MetricFamily {
	var out []*dto.MetricFamily
	for _, name := range slices.Sorted(maps.Keys(g.families)) {
		f := g.families[name]
		family := newFamily(&f.family)
		for _, s := range f.series {
			if s.present {
				value := s.value
				family.Metric = append(family.Metric, &dto.Metric{Label: s.labels, Gauge: &dto.Gauge{Value: &value}})
			}
		}
		if len(family.Metric) > 0 {
			slices.SortFunc(family.Metric, compareMetrics)
			out = append(out, family)
		}
	}
	return out
}

// born returns the count gauges that exist.
func (g *gauges) born() []GaugeSeries {
	var out []GaugeSeries
	for _, name := range slices.Sorted(maps.Keys(g.families)) {
		f := g.families[name]
		if !f.sticky {
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(f.series)) {
			out = append(out, GaugeSeries{Family: name, Values: slices.Clone(f.series[key].values)})
		}
	}
	return out
}
