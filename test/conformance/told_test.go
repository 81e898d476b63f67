package conformance

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/test/expect"
	"helpdesk_exporter/test/truth"
)

// about are families that are known but for what came and went between two polls, of a product that tells no
// history: their sums may differ by a share.
type about struct {
	Families []string `yaml:"families"`
	// By are the labels that are not summed over.
	By    []string `yaml:"by"`
	Share float64  `yaml:"share"`
	Why   string   `yaml:"why"`
}

// comparison is of what is told.
func (u untold) comparison() truth.Comparison {
	return truth.Comparison{Knowable: u.knowable(family), Over: u.over(), Alter: func(s *expect.Sample) {
		withoutTags(s)
		for _, a := range u.Alike {
			if slices.Contains(a.Families, family(s.Name)) && slices.Contains(a.Values, s.Labels[a.Label]) {
				s.Labels[a.Label] = a.Values[0]
			}
		}
	}}
}

// withoutTags takes a ticket with a tag that no category names for what the desk knows it as. Without a topic it is "other",
// and counts as such until it has one; for the desk it is "none", which counts once it is final.
func withoutTags(s *expect.Sample) {
	if c := s.Labels["category"]; c != "other" && c != "none" {
		return
	}
	s.Labels["category"] = "none"
	if s.Name == "helpdesk_ticket_categories_total" && s.Labels["change"] == "retracted" {
		s.Labels["change"], s.Value = "new", -s.Value
	}
}

// fewEvents may be missing, however few there are in all.
const fewEvents = 3

// compare holds an exposition to what there should be, as far as the product can tell it.
func (u untold) compare(c *truth.Comparison, got expect.Exposition, want []simulator.Sample) []string {
	lines := []string{}
	for _, a := range u.About {
		lines = append(lines, a.compare(got, want, u.isLeft)...)
	}
	// The comparison takes the labels of what it is given.
	exact := make([]simulator.Sample, len(want))
	for i, s := range want {
		s.Labels = maps.Clone(s.Labels)
		exact[i] = s
	}
	return append(lines, c.Of(got, exact)...)
}

func (a about) compare(got expect.Exposition, want []simulator.Sample, isLeft func(string, map[string]string) bool) (lines []string) {
	sums := map[string]map[string]float64{"got": {}, "want": {}}
	add := func(to, name string, labels map[string]string, value float64) {
		if strings.HasSuffix(name, "_bucket") || isLeft(name, labels) {
			return
		}
		kept := map[string]string{}
		for _, label := range a.By {
			kept[label] = labels[label]
		}
		sums[to][expect.Series(name, kept)] += value
	}
	for _, f := range a.Families {
		for _, s := range got.Samples(f) {
			add("got", s.Name, s.Labels, s.Value)
		}
	}
	for _, s := range want {
		if slices.Contains(a.Families, family(s.Name)) {
			add("want", s.Name, s.Labels, s.Value)
		}
	}
	all := maps.Clone(sums["got"])
	maps.Copy(all, sums["want"])
	for _, series := range slices.Sorted(maps.Keys(all)) {
		g, w := sums["got"][series], sums["want"][series]
		if math.Abs(g-w) > max(fewEvents, a.Share*max(g, w)) {
			lines = append(lines, fmt.Sprintf("%s: got %v, want about %v", series, g, w))
		}
	}
	return lines
}

// samples are those of an exposition that are compared.
func samples(t *testing.T, exposition string) (x expect.Exposition, list []simulator.Sample) {
	t.Helper()
	x, err := expect.Parse(strings.NewReader(exposition))
	require.NoError(t, err)
	for _, f := range truth.Families() {
		for _, s := range x.Samples(f) {
			list = append(list, simulator.Sample(s))
		}
	}
	return x, list
}

// unhealthy are the exporter's own complaints that the product gives no reason for.
func (u untold) unhealthy(x expect.Exposition) (lines []string) {
	for _, line := range truth.Unhealthy(x) {
		expected := slices.ContainsFunc(u.Leave, func(l left) bool {
			if !strings.HasPrefix(line, l.Family+"{") {
				return false
			}
			for name, value := range l.Labels {
				if !strings.Contains(line, fmt.Sprintf("%s=%q", name, value)) {
					return false
				}
			}
			return true
		})
		if !expected {
			lines = append(lines, line)
		}
	}
	return lines
}
