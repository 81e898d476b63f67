package fact

import (
	"time"
)

// Summary is what must be remembered of a ticket whose history is dropped after an instant: its counted
// past. It includes the summary that the history itself began with. The history must be known.
func (d *Derivation) Summary(through time.Time) Prior { return d.deriver.summary(through) }

func (d *deriver) summary(through time.Time) Prior {
	h, p := d.h, d.h.Prior
	through = instant(through)
	p.Resolved, p.Reopened, p.Voided = d.earlierSolves(), 0, 0
	for _, s := range d.line.solves {
		if !s.at.After(through) {
			p.Resolved++
		}
	}
	p.Reopened = d.earlier(h.Prior.Reopened, len(d.line.reopens), func(i int) time.Time { return d.line.reopens[i].at })
	for _, r := range d.line.reopens {
		if !r.at.After(through) {
			p.Reopened++
		}
	}
	for _, at := range d.lostReopens() {
		if !at.After(through) {
			p.Resolved++
			p.Reopened++
		}
	}
	p.Voided = d.earlier(h.Prior.Voided, len(d.line.voids), func(i int) time.Time { return d.line.voids[i].at })
	for _, v := range d.line.voids {
		if !v.at.After(through) {
			p.Voided++
		}
	}
	p.Touches = max(d.rounds(through), d.vendorReplies(through))
	for i := range h.Messages {
		p.Answered = p.Answered || answers(&h.Messages[i]) && !h.Messages[i].At.After(through)
	}
	p.Final = p.Final || !d.final.at.IsZero() && !d.final.at.After(through)
	p.Through = latest(p.Through, through)
	p.LastStatus = d.statusNow(through)
	for i := range d.line.voids {
		if d.line.voids[i].covers(through) {
			p.LastStatus = d.line.voids[i].reason
		}
	}
	return p
}
