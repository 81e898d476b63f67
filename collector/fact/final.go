package fact

import (
	"time"

	"helpdesk_exporter/sources/record"
)

// finality is when the resolution of a ticket became final, and the solve it ends with. The zero value:
// not yet.
type finality struct {
	at    time.Time
	solve solve
}

// findFinal finds the first solve that was not reopened until it was closed or the reopen window passed.
func (d *deriver) findFinal() finality {
	if d.h.Prior.Final {
		return finality{at: d.h.Prior.Through}
	}
	for _, s := range d.line.solves {
		at := s.at.Add(d.rules.ReopenWindow)
		for _, c := range d.line.closes {
			if !c.Before(s.at) {
				at = earliest(at, c)
				break
			}
		}
		recovered := d.recovery(at)
		at = latest(at, recovered)
		again := s.undone
		for _, p := range d.line.spans {
			again = again || p.status.Unresolved() && p.from.After(s.at) && (p.from.Before(at) || p.from.Equal(recovered))
		}
		if !again {
			return finality{at: at, solve: s}
		}
	}
	return finality{}
}

// recovery is the end of the void in which an instant lies, zero if there is none: what would become final
// in a void that passes becomes final after it.
func (d *deriver) recovery(at time.Time) time.Time {
	for i := range d.line.voids {
		if v := &d.line.voids[i]; v.covers(at) {
			return v.end
		}
	}
	return time.Time{}
}

// finals are the stage final of the resolution, the phases and the messages, all with the labels of the
// last solve.
func (d *deriver) finals() {
	if d.final.at.IsZero() || d.h.Prior.Final {
		return
	}
	created, end := d.h.Ticket.CreatedAt, d.final.solve.at
	l := d.labels(end)
	f := Fact{Kind: Final, Key: "final", At: d.final.at, KnownAt: d.final.at}
	if ms, ok := duration(created, end, &f.Anomalies); ok {
		f.Samples = append(f.Samples, d.measured(l, familyResolution, created, end, ms, "stage", "final")...)
	}
	switch {
	case d.h.partial():
		// Phases and messages of a history that is gone cannot be summed up.
		f.Anomalies = appendOnce(f.Anomalies, record.AnomalyMissing)
	default:
		if !created.IsZero() {
			f.Samples = append(f.Samples, d.phases(l, created, end, &f.Anomalies)...)
		}
		var public int64
		for i := range d.h.Messages {
			if m := &d.h.Messages[i]; m.Visibility == record.Public && !m.At.After(d.final.at) {
				public++
			}
		}
		f.Samples = append(f.Samples, l.sample(familyPerTicket, public))
	}
	d.add(f)
}

// stretch is a stretch of time in one phase.
type stretch struct {
	phase    record.Status
	from, to time.Time
}

// phases observes all four disjoint phases between creation and last solve, zeros included. Unknown counts
// as open; time solved or void is in none.
func (d *deriver) phases(l labels, created, end time.Time, anomalies *[]record.AnomalyReason) []Sample {
	all := d.stretches(created, end, anomalies)
	observe := func(clock string, measure func(from, to time.Time) time.Duration) []Sample {
		sums := map[record.Status]time.Duration{}
		for _, s := range all {
			sums[s.phase] += d.running(s.from, s.to, measure)
		}
		var samples []Sample
		for _, phase := range []record.Status{record.StatusNew, record.StatusOpen, record.StatusPending, record.StatusHold} {
			samples = append(samples, l.sample(familyPhase, sums[phase].Milliseconds(), "phase", string(phase), "clock", clock))
		}
		return samples
	}
	var samples []Sample
	if d.rules.Clocks.Calendar {
		samples = observe(clockCalendar, func(from, to time.Time) time.Duration { return to.Sub(from) })
	}
	if d.rules.Clocks.Business && d.scheduleAt(end) != nil {
		samples = append(samples, observe(clockBusiness, d.within)...)
	}
	return samples
}

// stretches are the times between creation and last solve in which the ticket was unresolved.
func (d *deriver) stretches(created, end time.Time, anomalies *[]record.AnomalyReason) []stretch {
	var all []stretch
	spans := d.line.spans
	for i, s := range spans {
		until := end
		if i+1 < len(spans) {
			until = earliest(end, spans[i+1].from)
		}
		if i > 0 && created.Sub(s.from) >= time.Second {
			*anomalies = appendOnce(*anomalies, record.AnomalyNegative)
		}
		from := latest(s.from, created)
		if !s.status.Unresolved() || !from.Before(until) {
			continue
		}
		cut := earliest(latest(d.untouchedUntil(s.status, until), from), until)
		phase := s.status
		if phase == record.StatusUnknown {
			phase = record.StatusOpen
		}
		all = append(all, stretch{record.StatusNew, from, cut}, stretch{phase, cut, until})
	}
	return all
}

// running measures the time between two instants less what of it was void.
func (d *deriver) running(from, to time.Time, measure func(from, to time.Time) time.Duration) time.Duration {
	sum := measure(from, to)
	for _, v := range d.line.voids {
		end := to
		if !v.end.IsZero() {
			end = earliest(to, v.end)
		}
		if begin := latest(from, v.at); begin.Before(end) {
			sum -= measure(begin, end)
		}
	}
	return max(0, sum)
}

// untouchedUntil is until when an open ticket counts as new, where the product has no such status: the
// first public message of an agent or change of status by one; the given end, if there was neither. The
// zero time for other statuses and products.
func (d *deriver) untouchedUntil(status record.Status, end time.Time) time.Time {
	if !d.rules.InferNew || status != record.StatusOpen {
		return time.Time{}
	}
	until := end
	if !d.line.touched.IsZero() {
		until = earliest(until, d.line.touched)
	}
	for i := range d.h.Messages {
		if answers(&d.h.Messages[i]) {
			return earliest(until, d.h.Messages[i].At)
		}
	}
	return until
}
