package collector

import (
	"fmt"
	"slices"
	"strings"

	dto "github.com/prometheus/client_model/go"
)

// generation is what every scrape between two publications sees. It never changes.
type generation struct {
	number    uint64
	blocks    []*block // families by name
	responses forms[*response]
}

// Gather implements prometheus.Gatherer.
func (g *generation) Gather() ([]*dto.MetricFamily, error) {
	var families []*dto.MetricFamily
	for _, b := range g.blocks {
		families = append(families, b.families...)
	}
	return families, nil
}

// merge joins families in the order of their names: each of the lasting blocks has one, and the passing ones between
// two of them become a new block. Where a name occurs twice the first one stays, so that one mistake does not take
// everything away; the error names it.
func merge(lasting []*block, passing ...[]*dto.MetricFamily) ([]*block, error) {
	var (
		all  []*block
		seen = map[string]bool{}
		err  error
	)
	add := func(b *block) bool {
		name := b.families[0].GetName()
		if seen[name] {
			err = fmt.Errorf("metric family %s is made twice; the exporter's own metrics need other names", name)
			return false
		}
		seen[name] = true
		all = append(all, b)
		return true
	}
	fleeting := map[*block]bool{}
	for _, b := range lasting {
		add(b)
	}
	for _, set := range passing {
		for _, family := range set {
			b := &block{families: []*dto.MetricFamily{family}}
			fleeting[b] = add(b)
		}
	}
	slices.SortFunc(all, func(a, b *block) int {
		return strings.Compare(a.families[0].GetName(), b.families[0].GetName())
	})
	var out []*block
	for _, b := range all {
		if n := len(out); n > 0 && fleeting[b] && fleeting[out[n-1]] {
			out[n-1].families = append(out[n-1].families, b.families...)
			continue
		}
		out = append(out, b)
	}
	return out, err
}
