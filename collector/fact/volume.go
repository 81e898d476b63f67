package fact

import (
	"strconv"
	"time"

	"helpdesk_exporter/sources/record"
)

// Values of the label change.
const (
	changeNew       = "new"
	changeRetracted = "retracted"
)

func (d *deriver) created() {
	at := d.h.Ticket.CreatedAt
	f := Fact{Kind: Created, Key: CreatedKey, At: at, KnownAt: at}
	if at.IsZero() {
		f.Anomalies = []record.AnomalyReason{record.AnomalyMissing}
	}
	f.Samples = []Sample{d.labels(at).sample(familyCreated, 1)}
	f.Events = d.creationEvent(1)
	d.add(f)
}

// topics are those of the oldest version at the ticket's creation, others when a version first had them.
func (d *deriver) topics() {
	for _, t := range d.h.Topics {
		at := t.Version
		if len(d.h.Snapshots) == 0 || !d.h.Snapshots[0].Version.Before(at) {
			at = d.h.Ticket.CreatedAt
		}
		d.add(Fact{
			Kind: TopicFirstSeen, Key: "topic/" + t.Name, At: at, KnownAt: at,
			Samples: []Sample{d.labels(at).sample(familyTopics, 1)},
		})
	}
}

// voids carry the labels valid just before; the counter-entry carries the same, so that they cancel.
func (d *deriver) voids() {
	before := 0
	for _, v := range d.line.voids {
		if !v.at.After(d.h.Prior.Through) {
			before++
		}
	}
	missing := max(0, d.h.Prior.Voided-before)
	for i, v := range d.line.voids {
		at := latest(v.at, d.h.Ticket.CreatedAt)
		l := d.labels(at.Add(-time.Millisecond))
		key := "void/" + strconv.Itoa(missing+i+1)
		sample := func(change string) []Sample {
			return []Sample{l.sample(familyVoided, 1, "reason", string(v.reason), "change", change)}
		}
		d.add(Fact{Kind: Void, Key: key, At: at, KnownAt: at, Requires: CreatedKey, Samples: sample(changeNew), Events: d.creationEvent(-1)})
		if !v.end.IsZero() {
			end := latest(v.end, at)
			d.add(Fact{
				Kind: Void, Key: key + "/retracted", At: end, KnownAt: end, Requires: key,
				Samples: sample(changeRetracted), Events: d.creationEvent(1),
			})
		}
	}
}

func (d *deriver) moved() {
	was := d.group.at(d.h.Ticket.CreatedAt)
	for _, s := range d.group.steps {
		if !s.at.After(d.h.Ticket.CreatedAt) {
			continue
		}
		if s.counts && s.value != was && s.value != "" {
			l := d.labels(s.at)
			d.add(Fact{
				Kind: Moved, Key: "moved/" + s.key, At: s.at, KnownAt: s.at,
				Samples: []Sample{l.sample(familyMoved, 1, "group", was, "to_group", s.value)},
			})
		}
		was = s.value
	}
}

// messages count by their own time, those of void tickets too.
func (d *deriver) messages() {
	for i := range d.h.Messages {
		m := &d.h.Messages[i]
		f := Fact{Kind: MessageWritten, Key: MessageKey(m.ID), At: m.At, KnownAt: m.At}
		if m.At.IsZero() {
			f.Anomalies = []record.AnomalyReason{record.AnomalyMissing}
		}
		l := d.labels(m.At)
		f.Samples = []Sample{l.sample(familyMessages, 1,
			"direction", string(m.Direction), "author", string(m.Author), "visibility", string(m.Visibility),
			"hours", d.hours(m.At))}
		f.Events = messageEvents(l, m)
		d.add(f)
	}
}
