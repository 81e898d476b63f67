// Package truth compares what the exporter exposes with the truth that a simulated desk keeps
// (sources/simulator/TRUTH.md): every family that is built, every label, every value.
package truth

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/test/expect"
)

// elsewhere are built families of which the truth says nothing, and why.
func elsewhere() map[string]string {
	return map[string]string{
		"helpdesk_source_info":                      "tells the configuration, not the desk",
		"helpdesk_sla_ticket_due_timestamp_seconds": "names tickets and is off; that something is due tells helpdesk_sla_next_due_timestamp_seconds",
	}
}

// summed are families that are compared over the sum of some labels, and why.
func summed() map[string]sum {
	return map[string]sum{
		"helpdesk_topics_first_seen_total": {
			over: []string{"brand", "group"},
			why:  "a ticket's topic comes with its version: of tickets that are polled together it is not known which had it first",
		},
	}
}

type sum struct {
	over []string
	why  string
}

// Families are those that are compared: of the desk, built.
func Families() []string {
	var names []string
	for _, f := range catalogue.Families() {
		if f.Built && f.Section != catalogue.SectionHealth && elsewhere()[f.Name] == "" {
			names = append(names, f.Name)
		}
	}
	slices.Sort(names)
	return names
}

// familyOf is the family that a sample belongs to.
func familyOf(sample string) string {
	for _, suffix := range []string{"_bucket", "_sum", "_count"} {
		base := strings.TrimSuffix(sample, suffix)
		if f, ok := catalogue.Lookup(base); ok && base != sample && f.Type == catalogue.Histogram {
			return base
		}
	}
	return sample
}

// Comparison holds expositions to the truth and remembers how much there was to compare.
type Comparison struct {
	// Knowable is false for a sample that the exporter cannot know; nil leaves nothing out.
	Knowable func(name string, labels map[string]string) bool
	// Over names, by family, labels over whose sum it is compared, besides those that everybody sums.
	Over map[string][]string
	// Alter, if given, changes what is compared, on both sides.
	Alter func(*expect.Sample)
	// Samples and Differences count what was compared and found.
	Samples, Differences int

	told map[string]bool    // families with a sample that is not 0
	born map[string]float64 // series that were there and must stay
}

// Of returns a line for each sample that differs, of those that can be known. One that is not there is 0: series of what
// is counted may be born at 0 before there is something to tell, and a timestamp is never 0.
func (c *Comparison) Of(exposition expect.Exposition, truth []simulator.Sample) []string {
	if c.told == nil {
		c.told, c.born = map[string]bool{}, map[string]float64{}
	}
	compared, sums := Families(), summed()
	got, want := map[string]float64{}, map[string]float64{}
	add := func(to map[string]float64, family string, s expect.Sample) {
		if c.Knowable != nil && !c.Knowable(s.Name, s.Labels) {
			return
		}
		if c.Alter != nil {
			c.Alter(&s)
		}
		for _, label := range slices.Concat(sums[family].over, c.Over[family]) {
			delete(s.Labels, label)
		}
		to[expect.Series(s.Name, s.Labels)] += s.Value
	}
	for _, s := range truth {
		family := familyOf(s.Name)
		if slices.Contains(compared, family) {
			c.told[family] = c.told[family] || s.Value != 0
			add(want, family, expect.Sample(s))
		}
	}
	for _, family := range compared {
		for _, s := range exposition.Samples(family) {
			add(got, family, s)
		}
	}
	return append(c.different(got, want), c.ended(got)...)
}

func (c *Comparison) different(got, want map[string]float64) (lines []string) {
	all := maps.Clone(got)
	maps.Copy(all, want)
	c.Samples += len(all)
	for _, series := range slices.Sorted(maps.Keys(all)) {
		if got[series] != want[series] {
			c.Differences++
			lines = append(lines, fmt.Sprintf("%s: got %v, want %v", series, spell(got, series), spell(want, series)))
		}
	}
	return lines
}

// spell is a value, or that there is none.
func spell(values map[string]float64, series string) string {
	v, ok := values[series]
	if !ok {
		return "nothing"
	}
	return fmt.Sprint(v)
}

// ended returns a line for each series that was there and is not any more. Once born, a series stays, unless it is a
// timestamp of something that is over.
func (c *Comparison) ended(got map[string]float64) (lines []string) {
	for _, series := range slices.Sorted(maps.Keys(c.born)) {
		if _, ok := got[series]; !ok {
			c.Differences++
			lines = append(lines, fmt.Sprintf("%s: ended; it was %v", series, c.born[series]))
		}
	}
	for series, v := range got {
		if !strings.Contains(series, "_timestamp_seconds") {
			c.born[series] = v
		}
	}
	return lines
}

// Told are the families of which the truth told something.
func (c *Comparison) Told() []string {
	told := maps.Clone(c.told)
	maps.DeleteFunc(told, func(_ string, told bool) bool { return !told })
	return slices.Sorted(maps.Keys(told))
}

// Unhealthy returns a line for each sample in which the exporter itself finds something wrong, and for each family that
// could not tell.
func Unhealthy(exposition expect.Exposition) (lines []string) {
	for _, family := range []string{"helpdesk_exporter_errors_total", "helpdesk_exporter_quarantine_records", "helpdesk_exporter_anomalies_total"} {
		samples := exposition.Samples(family)
		if len(samples) == 0 {
			lines = append(lines, family+": not there")
		}
		for _, s := range samples {
			if s.Value != 0 {
				lines = append(lines, fmt.Sprintf("%s: got %v, want 0", expect.Series(s.Name, s.Labels), s.Value))
			}
		}
	}
	return lines
}
