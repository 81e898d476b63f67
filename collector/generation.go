package collector

import (
	"fmt"
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
)

// generation is what every scrape between two publications sees. It never changes.
type generation struct {
	number   uint64
	families []*dto.MetricFamily // by name
	responses
}

// Gather implements prometheus.Gatherer.
func (g *generation) Gather() ([]*dto.MetricFamily, error) {
	return slices.Clone(g.families), nil
}

// merge joins families in the order of their names. Where a name occurs twice the first one stays, so that
// one mistake does not take everything away; the error names it.
func merge(sets ...[]*dto.MetricFamily) ([]*dto.MetricFamily, error) {
	var (
		out  []*dto.MetricFamily
		seen = map[string]bool{}
		err  error
	)
	for _, set := range sets {
		for _, family := range set {
			if name := family.GetName(); seen[name] {
				err = fmt.Errorf("metric family %s is made twice; the exporter's own metrics need other names", name)
				continue
			}
			seen[family.GetName()] = true
			out = append(out, family)
		}
	}
	slices.SortFunc(out, func(a, b *dto.MetricFamily) int { return strings.Compare(a.GetName(), b.GetName()) })
	return out, err
}
