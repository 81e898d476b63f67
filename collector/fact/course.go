package fact

import (
	"slices"
	"time"

	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// Course is what is known of a ticket, told for people: without identities of customers and agents.
type Course struct {
	// From is the creation, or the instant before which the history is forgotten: then Summary is set.
	From    time.Time
	Summary *Prior
	Origin  record.Origin
	// Events in their order.
	Events []Step
	// Spans are the stretches in which nothing changed that matters for time: status, voids, policy, schedule.
	Spans  []Span
	Clocks []sla.Clock
}

// Step is something that happened to the ticket.
type Step struct {
	At time.Time
	// What changed: status, group, assignee, priority, category, channel, brand, message, void, or created.
	What string
	// From and To are its values; of a message To says who wrote it.
	From, To string
	// By is the role of who did it, if it is known.
	By record.Author
}

// Span is a stretch of a ticket's course, To excluded.
type Span struct {
	From, To time.Time
	Status   record.Status
	// Void is the reason if the ticket is out of reporting, else empty.
	Void   record.Status
	Labels sla.Labels
	// Policy is the one that applies, nil if none does.
	Policy *sla.Policy
	// Business is the business time of the span; Scheduled tells that a schedule applies.
	Business  time.Duration
	Scheduled bool
}

// CourseUntil tells the course of the ticket until an instant. The history must be known.
func (d *Derivation) CourseUntil(at time.Time) Course {
	course := d.deriver.course()
	course.Events = slices.DeleteFunc(course.Events, func(e Step) bool { return e.At.After(at) })
	course.Spans = d.deriver.courseSpans(course.From, at)
	course.Clocks = d.deriver.clocks()
	return course
}

// Voided are the facts that do not count because the ticket was void when they became certain.
func (d *Derivation) Voided() []Fact {
	again := newDeriver(d.deriver.h, d.deriver.rules)
	again.keepVoid = true
	counts := map[string]bool{}
	for _, f := range d.Facts {
		counts[f.Key] = true
	}
	return slices.DeleteFunc(again.derive(), func(f Fact) bool { return counts[f.Key] })
}

func (d *deriver) course() Course {
	c := Course{From: d.h.Ticket.CreatedAt, Origin: d.originOf()}
	add := func(at time.Time, what, from, to string, by record.Author) {
		c.Events = append(c.Events, Step{At: at, What: what, From: from, To: to, By: by})
	}
	if d.h.partial() {
		c.Summary, c.From = &d.h.Prior, d.h.Prior.Through
	} else {
		add(c.From, "created", "", string(c.Origin), "")
	}
	for i := 1; i < len(d.line.spans); i++ {
		s := d.line.spans[i]
		add(s.from, "status", string(d.line.spans[i-1].status), string(s.status), d.changedBy(s))
	}
	for _, v := range d.line.voids {
		add(v.at, "void", "", string(v.reason), "")
		if !v.end.IsZero() {
			add(v.end, "void", string(v.reason), "", "")
		}
	}
	for _, t := range []struct {
		what string
		of   *track
		// hide what is personal: only whether there is a value.
		hide bool
	}{
		{"brand", &d.brand, false},
		{"channel", &d.channel, false},
		{"group", &d.group, false},
		{"assignee", &d.assignee, true},
		{"priority", &d.priority, false},
		{"category", &d.category, false},
	} {
		was := t.of.first
		for _, s := range t.of.steps {
			if s.value != was {
				add(s.at, t.what, shown(was, t.hide, "an agent"), shown(s.value, t.hide, "an agent"), "")
			}
			was = s.value
		}
	}
	for i := range d.h.Messages {
		m := &d.h.Messages[i]
		add(m.At, "message", "", string(m.Visibility)+" "+string(m.Direction), m.Author)
	}
	for _, a := range d.h.Absorbed {
		add(a.At, "merged", "", "ticket "+a.Ticket+" into this one", "")
	}
	slices.SortStableFunc(c.Events, func(a, b Step) int { return a.At.Compare(b.At) })
	return c
}

// shown is a value as it may be shown.
func shown(value string, hide bool, instead string) string {
	switch {
	case value == "":
		return "none"
	case hide:
		return instead
	}
	return value
}

// changedBy is the role of who changed the status to that of a span, if it was told.
func (d *deriver) changedBy(s span) record.Author {
	for i := range d.h.Statuses {
		if c := &d.h.Statuses[i]; c.At.Equal(s.from) && c.To == s.status {
			return c.Actor.Role
		}
	}
	return ""
}

// courseSpans cuts the time between two instants wherever status, labels or a void change, and joins again
// what is alike.
func (d *deriver) courseSpans(from, to time.Time) []Span {
	cuts := append(d.turns(), from, to, d.untouchedUntil(record.StatusOpen, to))
	for _, s := range d.line.spans[1:] {
		cuts = append(cuts, s.from)
	}
	for _, v := range d.line.voids {
		cuts = append(cuts, v.at, v.end)
	}
	cuts = slices.DeleteFunc(cuts, func(at time.Time) bool { return at.Before(from) || at.After(to) })
	sortTimes(cuts)
	cuts = slices.CompactFunc(cuts, time.Time.Equal)
	var spans []Span
	for i := 0; i+1 < len(cuts); i++ {
		s := d.courseSpan(cuts[i], cuts[i+1])
		if n := len(spans); n > 0 && spans[n-1].continues(&s) {
			spans[n-1].To, spans[n-1].Business = s.To, spans[n-1].Business+s.Business
			continue
		}
		spans = append(spans, s)
	}
	return spans
}

func (d *deriver) courseSpan(from, to time.Time) Span {
	s := Span{From: from, To: to, Status: d.line.status(from), Labels: d.slaLabels(from)}
	if d.untouchedUntil(s.Status, to).After(from) {
		s.Status = record.StatusNew
	}
	for i := range d.line.voids {
		if d.line.voids[i].covers(from) {
			s.Void = d.line.voids[i].reason
		}
	}
	if d.rules.SLA != nil {
		s.Policy = d.rules.SLA.Policy(d.h.Source, s.Labels)
	}
	s.Scheduled = d.scheduleAt(from) != nil
	s.Business = d.within(from, to)
	return s
}

// continues tells that a span goes on in the next one.
func (s *Span) continues(next *Span) bool {
	return s.Status == next.Status && s.Void == next.Void && s.Policy == next.Policy &&
		s.Labels == next.Labels && s.Scheduled == next.Scheduled
}

// Instants are those at which something is known to have happened to the ticket.
func (d *Derivation) Instants() []time.Time {
	var all []time.Time
	for _, e := range d.deriver.course().Events {
		all = append(all, e.At)
	}
	return all
}
