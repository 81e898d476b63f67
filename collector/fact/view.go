package fact

import (
	"cmp"
	"time"

	"helpdesk_exporter/sources/record"
)

// ViewAt is the stock view of a ticket at an instant. The newest snapshot is believed over an older
// change, so that the stock equals the vendor's own.
func ViewAt(h *History, rules *Rules, at time.Time) View {
	if !h.Known || h.Ticket.CreatedAt.After(at) {
		return View{}
	}
	return newDeriver(h, rules).view(at)
}

// ViewAt is that of the history, which must be known.
func (d *Derivation) ViewAt(at time.Time) View {
	if d.deriver.h.Ticket.CreatedAt.After(at) {
		return View{}
	}
	return d.deriver.view(at)
}

func (d *deriver) view(at time.Time) View {
	at = instant(at)
	status := d.statusNow(at)
	v := View{
		Ticket:    d.h.Ticket.ID,
		Exists:    !d.line.void(at),
		Status:    status,
		Brand:     d.brand.at(at),
		Group:     d.now(&d.group, at, func(s *Snapshot) string { return d.rules.Teams.Name(s.Group) }),
		Channel:   record.Channel(cmp.Or(d.channel.at(at), string(record.ChannelOther))),
		Priority:  record.Priority(cmp.Or(d.now(&d.priority, at, func(s *Snapshot) string { return string(s.Priority) }), string(record.PriorityNone))),
		Category:  cmp.Or(d.now(&d.category, at, func(s *Snapshot) string { return normalCategory(s.Category) }), categoryNone),
		Assigned:  d.now(&d.assignee, at, func(s *Snapshot) string { return s.Assignee }) != "",
		CreatedAt: d.h.Ticket.CreatedAt,
	}
	if d.untouchedUntil(status, at.Add(time.Millisecond)).After(at) {
		v.Status = record.StatusNew
	}
	if w, ok := waitAt(d.waits, at); ok && v.Exists && status.Unresolved() {
		v.WaitingSince = w.since
	}
	if v.Exists && status.Unresolved() {
		v.Clocks = d.openClocks(at)
	}
	return v
}

// snapshotAt is the newest snapshot at an instant, nil if there is none.
func (d *deriver) snapshotAt(at time.Time) *Snapshot {
	for i := len(d.h.Snapshots) - 1; i >= 0; i-- {
		if s := &d.h.Snapshots[i]; !s.Version.After(at) {
			return s
		}
	}
	return nil
}

// now is the value of an attribute for the stock.
func (d *deriver) now(t *track, at time.Time, of func(*Snapshot) string) string {
	s := d.snapshotAt(at)
	if s == nil {
		return t.at(at)
	}
	for _, c := range t.steps {
		if c.at.After(s.Version) && !c.at.After(at) {
			return t.at(at)
		}
	}
	return of(s)
}

// statusNow is the status for the stock. In a void it is the status before.
func (d *deriver) statusNow(at time.Time) record.Status {
	s := d.snapshotAt(at)
	if s == nil || s.status().Void() {
		return d.line.status(at)
	}
	for _, c := range d.line.spans[1:] {
		if c.from.After(s.Version) && !c.from.After(at) {
			return d.line.status(at)
		}
	}
	return s.status()
}

// wholeUntil finds Derivation.Whole.
func (d *deriver) wholeUntil(facts []Fact) time.Time {
	var end time.Time
	if n := len(d.line.voids); n > 0 && d.line.voids[n-1].end.IsZero() {
		end = d.line.voids[n-1].at
	} else {
		newest := &d.h.Snapshots[len(d.h.Snapshots)-1]
		if !d.statusNow(latest(newest.Version, d.line.spans[len(d.line.spans)-1].from)).Resolved() {
			return time.Time{}
		}
		end = newest.Version
		if n := len(d.line.solves); n > 0 && d.line.last().Resolved() {
			end = d.line.solves[n-1].at
		}
	}
	end = end.Add(d.rules.ReopenWindow)
	for _, f := range facts {
		end = latest(end, f.KnownAt)
	}
	return end
}

// Wait returns the wait that is open at an instant, also when the ticket is merged away in that very
// instant: what the ticket it is merged into absorbs. It is not ok when no customer waits.
func (h *History) Wait(rules *Rules, at time.Time) (since time.Time, message string, ok bool) {
	if !h.Known {
		return time.Time{}, "", false
	}
	at = instant(at)
	d := newDeriver(h, rules)
	for _, v := range d.line.voids {
		if v.at.Before(at) && v.covers(at) {
			return time.Time{}, "", false
		}
	}
	w, ok := waitAt(d.waits, at)
	return w.since, w.message, ok
}
