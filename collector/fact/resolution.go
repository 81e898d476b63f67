package fact

import (
	"strconv"
	"time"

	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/sources/record"
)

// earlier is how many of a summary's events the history does not hold itself: those of a history that was
// read anew are not counted on top.
func (d *deriver) earlier(prior int, events int, at func(int) time.Time) int {
	for i := range events {
		if !at(i).After(d.h.Prior.Through) {
			prior--
		}
	}
	return max(0, prior)
}

func (d *deriver) earlierSolves() int {
	n := d.earlier(d.h.Prior.Resolved, len(d.line.solves), func(i int) time.Time { return d.line.solves[i].at })
	if d.line.hidden && n == 0 {
		return 1
	}
	return n
}

func (d *deriver) resolved() {
	earlier := d.earlierSolves()
	lost := d.lostReopens()
	for i, s := range d.line.solves {
		first := earlier+i == 0
		for _, at := range lost {
			first = first && at.After(s.at)
		}
		l := d.labels(s.at)
		f := Fact{Kind: Resolved, Key: s.key, At: s.at, KnownAt: s.at}
		f.Samples = []Sample{l.sample(familyResolved, 1, "nth", nth(first))}
		f.Events = resolvedEvents(l, s.at, first)
		if first {
			f.Samples = append(f.Samples, l.sample(familyTouches, 1,
				"by", d.solvedBy(s), "touches", d.touches(s.at)))
			if ms, ok := duration(d.h.Ticket.CreatedAt, s.at, &f.Anomalies); ok {
				f.Samples = append(f.Samples, d.measured(l, familyResolution, d.h.Ticket.CreatedAt, s.at, ms, "stage", "first")...)
				f.Events = append(f.Events, l.event(s.at, period.ResolutionTime, ms))
			}
		}
		d.add(f)
	}
}

func resolvedEvents(l labels, at time.Time, first bool) []Event {
	events := []Event{l.event(at, period.Resolved, 1)}
	if first {
		events = append(events, l.event(at, period.FirstResolved, 1))
	}
	return events
}

func nth(first bool) string {
	if first {
		return "first"
	}
	return "repeat"
}

// solvedBy is the role of the solver. Where it is not told, an agent who answered or opened the ticket is
// assumed to have solved it, else a rule.
func (d *deriver) solvedBy(s solve) string {
	if s.actor.Role != "" {
		return string(s.actor.Role)
	}
	if d.originOf() == record.OriginAgent || d.vendorReplies(s.at) > 0 {
		return string(record.AuthorAgent)
	}
	for i := range d.h.Messages {
		if m := &d.h.Messages[i]; answers(m) && !m.At.After(s.at) {
			return string(record.AuthorAgent)
		}
	}
	return string(record.AuthorAutomation)
}

// rounds counts the reply rounds until an instant.
func (d *deriver) rounds(until time.Time) int {
	n := d.earlier(d.h.Prior.Touches, len(d.waits), func(i int) time.Time {
		if w := d.waits[i]; !w.answered.IsZero() {
			return w.answered
		}
		return d.h.Prior.Through.Add(1) // not a round
	})
	for _, w := range d.waits {
		if !w.answered.IsZero() && !w.answered.After(until) && !d.line.void(w.answered) {
			n++
		}
	}
	return n
}

func (d *deriver) touches(until time.Time) string {
	n := max(d.rounds(until), d.vendorReplies(until))
	if n >= 2 {
		return "2+"
	}
	return strconv.Itoa(n)
}

// vendorReplies is the vendor's own count of replies at an instant, for a source without messages.
func (d *deriver) vendorReplies(at time.Time) int {
	if d.rules.Emits[record.KindMessage] || len(d.h.Messages) > 0 {
		return 0
	}
	n := 0
	for i := range d.h.Snapshots {
		n = max(n, d.h.Snapshots[i].Replies)
		if !d.h.Snapshots[i].Version.Before(at) {
			break
		}
	}
	return n
}

// kindOfReopening is a reopening, with what it was and when that became certain.
type kindOfReopening struct {
	reopening
	work  bool
	known time.Time
}

// reopenings tells what each reopening was: work when an agent replies again or ReopenWork passes, no reply
// needed when the ticket is solved again before either.
func (d *deriver) reopenings() []kindOfReopening {
	all := make([]kindOfReopening, 0, len(d.line.reopens))
	for _, r := range d.line.reopens {
		k := kindOfReopening{reopening: r, work: true, known: r.at.Add(d.rules.ReopenWork)}
		for _, s := range d.line.solves {
			if s.place > r.place && s.at.Before(k.known) {
				k.known, k.work = s.at, false
				break
			}
		}
		for i := range d.h.Messages {
			m := &d.h.Messages[i]
			if answers(m) && !m.At.Before(r.at) && !m.At.After(k.known) {
				k.known, k.work = m.At, true
				break
			}
		}
		all = append(all, k)
	}
	return all
}

// reopened is counted once its kind is known.
func (d *deriver) reopened() {
	for _, r := range d.reopenings() {
		kind := "no_reply_needed"
		if r.work {
			kind = "work"
		}
		l := d.labels(r.at)
		d.add(Fact{
			Kind: Reopened, Key: r.key, At: r.at, KnownAt: r.known,
			Samples: []Sample{l.sample(familyReopened, 1, "kind", kind)},
			Events:  []Event{l.event(r.at, period.Reopened, 1)},
		})
	}
}

// lostReopens are the reopenings that only the vendor's counter tells, each at the version that told it.
func (d *deriver) lostReopens() []time.Time {
	var lost []time.Time
	for i := range d.h.Snapshots {
		s := &d.h.Snapshots[i]
		seen := d.earlier(d.h.Prior.Reopened, len(d.line.reopens), func(i int) time.Time { return d.line.reopens[i].at })
		for _, r := range d.line.reopens {
			if !r.at.After(s.Version) {
				seen++
			}
		}
		for s.Reopens > seen+len(lost) {
			lost = append(lost, s.Version)
		}
	}
	return lost
}

// vendorReopens counts lost reopenings, each with the solve before or after it that was lost as well.
func (d *deriver) vendorReopens() {
	for i, at := range d.lostReopens() {
		n := strconv.Itoa(d.h.Prior.Reopened + i + 1)
		l := d.labels(at)
		first := d.earlierSolves()+i == 0
		for _, s := range d.line.solves {
			first = first && s.at.After(at)
		}
		d.add(Fact{
			Kind: Reopened, Key: "vendor/reopened/" + n, At: at, KnownAt: at,
			Samples: []Sample{l.sample(familyReopened, 1, "kind", "work")},
			Events:  []Event{l.event(at, period.Reopened, 1)},
		})
		d.add(Fact{
			Kind: Resolved, Key: "vendor/resolved/" + n, At: at, KnownAt: at,
			Samples: []Sample{l.sample(familyResolved, 1, "nth", nth(first))},
			Events:  resolvedEvents(l, at, first),
		})
	}
}
