package simulator

import "slices"

// absent is what is kept of the promises about a ticket while it is void.
type absent struct {
	solved bool // it was when it went
	asked  bool // a customer began to wait in the meantime
}

// contractVoided: what is out of the reports has broken no promise that is open still. Its clocks stand still
// until it comes back.
func (b *book) contractVoided(t *ticket, from string, at int64) {
	if t.sla.absent != nil {
		return
	}
	t.sla.absent = &absent{solved: resolved(from)}
	for _, c := range t.sla.terms {
		c.spent = c.elapsed(at)
		c.version++
		switch {
		case c.asleep, c.late:
		case c.missed:
			b.count("helpdesk_sla_outcomes_total", c.breach.at, at, append(slices.Clip(c.breach.labels), "outcome", "corrected")...)
			b.happened("sla_breached", c.breach.team, c.breach.at, at, -1)
		case !c.met:
			b.conclude(t, c, "cancelled", at)
		}
		c.void, c.due = true, forever
		b.unpost(c, at)
	}
}

// contractReturned: the ticket is back, and each clock goes on with the time that it had. What had been missed
// is missed again, now.
func (b *book) contractReturned(t *ticket, at int64) {
	was := t.sla.absent
	t.sla.absent = nil
	if was == nil {
		return
	}
	for _, c := range slices.Clone(t.sla.terms) {
		if resolved(t.status) && !c.asleep {
			b.drop(t, c, at)
			continue
		}
		c.void, c.paused, c.since = false, false, at
		if c.missed && !c.asleep && !c.late {
			b.breach(t, c, at, at)
			continue
		}
		b.revise(t, c, at)
	}
	if was.solved && unresolved(t.status) {
		b.contractReopened(t, at)
	}
	if was.asked && t.waiting != 0 {
		b.contractAsked(t, at)
	}
}
