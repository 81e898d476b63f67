package sla

import (
	"slices"
	"strings"

	"helpdesk_exporter/sources/record"
)

// conditions are the lists of a match, with the words that a list of fixed words may hold.
func (m *Match) conditions() []condition {
	return []condition{
		{name: "source", list: m.Source},
		{name: "brand", list: m.Brand},
		{name: "group", list: m.Group},
		{name: "channel", list: m.Channel, words: words(record.Channels())},
		{name: "category", list: m.Category},
		{name: "priority", list: m.Priority, words: words(record.Priorities())},
	}
}

type condition struct {
	name  string
	list  []string
	words []string // nil: any
}

func words[W ~string](list []W) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

// region is a set of tickets: of each condition, the values that tickets of the set may have.
type region []map[string]bool

// anyOther stands for all values that no policy names.
const anyOther = "\x00"

// shadowed reports whether every ticket that a policy matches is matched by those before it.
func shadowed(policies []Policy, i int) bool {
	regions := regionsOf(policies[:i+1])
	steps := 0
	return covered(regions[i], regions[:i], &steps)
}

// regionsOf makes the regions of policies over the values that any of them names.
func regionsOf(policies []Policy) []region {
	universe := region{}
	for i := range policies {
		for k, c := range policies[i].Match.conditions() {
			if i == 0 {
				universe = append(universe, map[string]bool{})
				for _, word := range c.words {
					universe[k][word] = true
				}
				if c.words == nil {
					universe[k][anyOther] = true
				}
			}
			for _, value := range c.list {
				universe[k][strings.ToLower(value)] = true
			}
		}
	}
	regions := make([]region, len(policies))
	for i := range policies {
		for k, c := range policies[i].Match.conditions() {
			values := map[string]bool{}
			for _, value := range c.list {
				values[strings.ToLower(value)] = true
			}
			if len(c.list) == 0 {
				values = universe[k]
			}
			regions[i] = append(regions[i], values)
		}
	}
	return regions
}

// maxSteps bounds the search in configurations that nobody writes; what is not proved is not reported.
const maxSteps = 100_000

// covered reports whether a region lies within the union of others: what is outside of the first of them
// must lie within the rest.
func covered(r region, by []region, steps *int) bool {
	if *steps++; len(by) == 0 || *steps > maxSteps {
		return false
	}
	first, rest := by[0], by[1:]
	inside := slices.Clone(r)
	for k := range r {
		in, out := map[string]bool{}, map[string]bool{}
		for value := range inside[k] {
			if first[k][value] {
				in[value] = true
			} else {
				out[value] = true
			}
		}
		if len(out) > 0 {
			outside := slices.Clone(inside)
			outside[k] = out
			if !covered(outside, rest, steps) {
				return false
			}
		}
		if len(in) == 0 {
			return true // nothing is left inside the first
		}
		inside[k] = in
	}
	return true
}
