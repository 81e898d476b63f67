package fact

import (
	"cmp"
	"strings"
	"time"

	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// clocks evaluates the policies on the ticket.
func (d *deriver) clocks() []sla.Clock {
	if d.slaClocks != nil || d.rules.SLA == nil || len(d.rules.SLA.Policies) == 0 || d.h.Ticket.CreatedAt.IsZero() {
		return d.slaClocks
	}
	d.slaClocks = append([]sla.Clock{}, d.rules.SLA.Evaluate(d.timeline())...)
	return d.slaClocks
}

// timeline tells the course of the ticket as the policies see it.
func (d *deriver) timeline() *sla.Timeline {
	created := d.h.Ticket.CreatedAt
	t := &sla.Timeline{Source: d.h.Source, Created: created, Origin: d.originOf(), Clocks: d.h.SLAClocks}
	begin := created
	if d.h.partial() {
		begin = latest(created, d.h.Prior.Through)
		t.From = begin
	}
	t.Labels, t.Status = d.slaLabels(begin), d.line.status(begin)
	add := func(e sla.Event) {
		if e.At.Before(begin) {
			return
		}
		e.Place = len(t.Events)
		t.Events = append(t.Events, e)
	}
	for _, at := range d.turns() {
		if at.After(begin) {
			add(sla.Event{At: at, Kind: sla.LabelsChanged, Labels: d.slaLabels(at)})
		}
	}
	for i := range d.h.Messages {
		switch m := &d.h.Messages[i]; {
		case asks(m):
			add(sla.Event{At: latest(m.At, created), Kind: sla.CustomerMessage, ID: m.ID})
		case answers(m):
			add(sla.Event{At: latest(m.At, created), Kind: sla.AgentMessage, ID: m.ID})
		}
	}
	for _, a := range d.h.Absorbed {
		if !d.h.hasMessage(a.Message) { // else it moved here itself
			add(sla.Event{At: latest(a.At, created), Kind: sla.CustomerMessage, ID: a.Message, Since: a.Since})
		}
	}
	for _, s := range d.line.spans[1:] {
		if s.from.After(begin) {
			add(sla.Event{At: s.from, Kind: sla.StatusChanged, Status: s.status})
		}
	}
	for _, v := range d.line.voids {
		t.Voids = append(t.Voids, sla.Void{From: v.at, To: v.end})
	}
	return t
}

// SLAScope identifies a target of a policy among what counts from some instant on.
func SLAScope(identity string) string { return "sla/" + identity }

// outcomes count when the clocks of the ticket were met, breached or cancelled.
func (d *deriver) outcomes() {
	clocks := d.clocks()
	for i := range clocks {
		c := &clocks[i]
		for _, o := range c.Outcomes {
			sample := func(outcome sla.State) Sample {
				l := labels{
					source: d.h.Source, brand: o.Labels.Brand, group: o.Labels.Group,
					priority: cmp.Or(string(o.Labels.Priority), string(record.PriorityNone)),
				}
				return l.sample(familyOutcomes, 1, "policy", o.Policy, "target", string(c.Target), "outcome", string(outcome))
			}
			f := Fact{
				Kind: SLAOutcome, Key: outcomeKey(o.Key, o.State), Also: "sla/" + o.Key, Since: SLAScope(o.Identity),
				At: o.At, KnownAt: o.At, Samples: []Sample{sample(o.State)},
			}
			event := Event{At: o.At, Group: o.Labels.Group, Value: 1}
			switch o.State {
			case sla.Met:
				event.Event = period.SLAMet
				f.Events = []Event{event}
			case sla.Breached:
				event.Event = period.SLABreached
				f.Events = []Event{event}
				corrected := sample(sla.Corrected)
				f.Revoke = &corrected
			case sla.Corrected:
				f.Also = ""
				f.Requires = outcomeKey(strings.TrimSuffix(o.Key, "/"+string(sla.Corrected)), sla.Breached)
				f.Events = []Event{{At: c.BreachedAt, Group: o.Labels.Group, Event: period.SLABreached, Value: -1}}
			}
			d.add(f)
		}
	}
}

func outcomeKey(key string, state sla.State) string { return "sla/" + key + "/" + string(state) }

// openClocks are those that run, are paused or have been breached at an instant.
func (d *deriver) openClocks(at time.Time) []sla.Open {
	var open []sla.Open
	clocks := d.clocks()
	for i := range clocks {
		if c := &clocks[i]; c.Open(at) && !c.StartedAt.After(at) {
			open = append(open, c.Show(at))
		}
	}
	return open
}
