package simulator

import "time"

// posting is a time in which a clock looked the same.
type posting struct {
	labels   [5]string // brand, group, policy, target, priority
	state    string
	due      int64
	from, to int64
}

// post keeps how a clock looks from now on.
func (b *book) post(t *ticket, c *term, at int64) {
	now := posting{
		labels: [5]string{t.brand.name, t.team.name, t.sla.policy.Name, c.target, meaning(t.priority)},
		state:  "running", due: c.due, from: at, to: forever,
	}
	switch {
	case c.missed:
		now.state = "breached"
	case c.paused:
		now.state = "paused"
	}
	b.unpost(c, at)
	b.clocks = append(b.clocks, now)
	c.posting = len(b.clocks)
}

func (b *book) unpost(c *term, at int64) {
	if c.posting > 0 {
		b.clocks[c.posting-1].to = at
		c.posting = 0
	}
}

func horizons() []window {
	return []window{
		{"15m", 15 * time.Minute},
		{"30m", 30 * time.Minute},
		{"1h", time.Hour},
		{"4h", 4 * time.Hour},
		{"1d", 24 * time.Hour},
	}
}

// contracts writes the gauges of the clocks.
func (b *book) contracts(at int64, s *sheet) {
	midnight := b.law.period("day", at).next
	for _, p := range b.clocks {
		if p.from > at || at >= p.to {
			continue
		}
		labels := []string{"brand", p.labels[0], "group", p.labels[1], "policy", p.labels[2], "target", p.labels[3], "priority", p.labels[4]}
		with := func(name, value string) []string { return append(labels[:len(labels):len(labels)], name, value) }
		s.add("helpdesk_sla_clocks", 1, with("state", p.state)...)
		if p.state != "running" || p.due == forever {
			continue
		}
		s.least("helpdesk_sla_next_due_timestamp_seconds", float64(p.due), labels...)
		for _, h := range horizons() {
			if p.due-at <= seconds(h.length) {
				s.add("helpdesk_sla_due_within", 1, with("horizon", h.label)...)
			}
		}
		if p.due < midnight {
			s.add("helpdesk_sla_due_within", 1, with("horizon", "today")...)
		}
	}
}
