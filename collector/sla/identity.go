package sla

import (
	"fmt"
	"hash/fnv"
	"slices"
)

// Identities names what a policy counts, one name a target: what is not known by its name is new, and
// counts from when it was. A vendor's policy has one for all that the vendor tells.
func (p *Policy) Identities() []string {
	if p.From == FromVendor {
		return []string{p.identity("")}
	}
	var names []string
	for t := range p.Targets {
		names = append(names, p.identity(t))
	}
	slices.Sort(names)
	return names
}

func (p *Policy) identity(t Target) string {
	if p.From == FromVendor {
		return p.Name + "/" + FromVendor
	}
	return p.Name + "/" + string(t)
}

// Fingerprint tells whether policies mean the same as others. A counted breach that is none any more was
// corrected by the helpdesk only if the policies are the same; else by who edited them.
func Fingerprint(policies []Policy) uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%+v", policies) // a hash takes everything; maps are printed in the order of their keys
	return h.Sum64()
}
