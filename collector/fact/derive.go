package fact

import (
	"cmp"
	"slices"
	"time"

	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// deriver holds what the derivation of one ticket's facts needs.
type deriver struct {
	h     *History
	rules *Rules

	group, assignee, priority, category track
	brand, channel, origin              track

	line  *timeline
	waits []wait
	final finality
	facts []Fact

	tenures   []tenure    // nil until asked for
	slaClocks []sla.Clock // nil until asked for

	keepVoid bool // the facts that a void takes away are asked for, too
}

func newDeriver(h *History, rules *Rules) *deriver {
	d := &deriver{
		h: h, rules: rules,
		group: groupTrack(h, rules), assignee: assigneeTrack(h, rules),
		priority: priorityTrack(h, rules), category: categoryTrack(h, rules),
		brand:   snapshotTrack(h, func(s *Snapshot) string { return s.Brand }),
		channel: snapshotTrack(h, func(s *Snapshot) string { return string(s.Channel) }),
		origin:  snapshotTrack(h, func(s *Snapshot) string { return string(s.Origin) }),
		line:    newTimeline(h, rules),
	}
	d.waits = waits(h, d.line)
	d.final = d.findFinal()
	return d
}

// Derivation is what a history says.
type Derivation struct {
	// Facts are those of Derive.
	Facts []Fact
	// Whole is until when the full history must be kept: the end of the reopen window after the last
	// solve or void, or the instant at which the last fact becomes certain, if that is later. The zero
	// time: as long as the ticket is unresolved.
	Whole time.Time
	// Backlog are the events of the ticket's becoming unresolved, and of its no longer being so.
	Backlog []Event

	deriver *deriver
}

// Study derives everything that a history says at once.
func Study(h *History, rules *Rules) Derivation {
	if !h.Known {
		return Derivation{}
	}
	d := newDeriver(h, rules)
	facts := d.derive()
	return Derivation{Facts: facts, Whole: d.wholeUntil(facts), Backlog: d.backlog(), deriver: d}
}

// Derive returns all facts of a ticket, sorted by KnownAt, what a fact requires before it, assuming that nothing else happens to
// it. It depends on nothing but its arguments; the rules are docs/semantics.md, "What counts".
func Derive(h *History, rules *Rules) []Fact {
	return Study(h, rules).Facts
}

func (d *deriver) derive() []Fact {
	d.facts = make([]Fact, 0, 8+2*len(d.h.Messages))
	d.created()
	d.topics()
	d.voids()
	d.moved()
	d.categorised()
	d.firstResponse()
	d.replies()
	d.resolved()
	d.reopened()
	d.vendorReopens()
	d.finals()
	d.checks()
	// Nothing of a ticket counts while it is void, but that it became so, what was written, and how its clocks
	// end with it.
	d.facts = slices.DeleteFunc(d.facts, func(f Fact) bool {
		return f.Kind != Created && f.Kind != Void && d.line.void(f.KnownAt) && !d.keepVoid
	})
	d.outcomes()
	d.messages()
	slices.SortFunc(d.facts, func(a, b Fact) int {
		if c := a.KnownAt.Compare(b.KnownAt); c != 0 {
			return c
		}
		// What a counter-entry requires comes before it.
		return cmp.Or(cmp.Compare(min(len(a.Requires), 1), min(len(b.Requires), 1)), cmp.Compare(a.Key, b.Key))
	})
	return d.facts
}

func (d *deriver) add(f Fact) {
	if f.KnownAt.Before(f.At) {
		f.KnownAt = f.At
	}
	d.facts = append(d.facts, f)
}

// labels are the labels valid at an instant.
func (d *deriver) labels(at time.Time) labels {
	return labels{
		source:   d.h.Source,
		brand:    d.brand.at(at),
		group:    d.group.at(at),
		channel:  d.channelAt(at),
		priority: cmp.Or(d.priority.at(at), string(record.PriorityNone)),
		category: cmp.Or(d.category.at(at), categoryNone),
		origin:   string(d.originOf()),
	}
}

func (d *deriver) channelAt(at time.Time) string {
	return cmp.Or(d.channel.at(at), string(record.ChannelOther))
}

// ByCustomer tells whether a customer opened the ticket.
func (h *History) ByCustomer() bool {
	return len(h.Snapshots) > 0 && cmp.Or(h.Snapshots[0].Origin, record.OriginCustomer) == record.OriginCustomer
}

const categoryNone = "none"

// originOf tells who opened the ticket; a customer, where nothing else is told.
func (d *deriver) originOf() record.Origin {
	return record.Origin(cmp.Or(d.origin.first, string(record.OriginCustomer)))
}

// duration is an observation in milliseconds. It appends to anomalies what was wrong with the instants;
// ok is false when there is nothing to observe.
func duration(from, to time.Time, anomalies *[]record.AnomalyReason) (ms int64, ok bool) {
	if from.IsZero() || to.IsZero() {
		*anomalies = appendOnce(*anomalies, record.AnomalyMissing)
		return 0, false
	}
	if to.Before(from) {
		*anomalies = appendOnce(*anomalies, record.AnomalyNegative)
		return 0, true
	}
	return to.Sub(from).Milliseconds(), true
}

func appendOnce(list []record.AnomalyReason, r record.AnomalyReason) []record.AnomalyReason {
	if slices.Contains(list, r) {
		return list
	}
	return append(list, r)
}
