package fake

import (
	"cmp"
	"slices"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// view is the account as it is at an instant: that of the tape's last step.
type view struct {
	at    time.Time
	frame *replay.Frame
	// all are the tickets that are still there, in the order of their numbers, the deleted ones included.
	all  []*dossier
	byID map[int64]*dossier
	// sources are the tickets that were merged into a ticket.
	sources map[int64][]*replay.Ticket
	// exported are all tickets in the order of the export, scrubbed ones included.
	exported []exported
	// events are the ticket events since an instant, and calls all, once somebody has asked.
	events      []happening
	eventsSince time.Time
	people      *people
	ratings     []rating
	responses   []response
	calls       []phoneCall
	legs        []phoneLeg
}

// exported is a row of the ticket export.
type exported struct {
	at    int64
	id    int64
	d     *dossier
	ghost *replay.Ticket
}

// look makes the view of now. Of tickets that have not changed everything is kept.
func (s *Server) look() *view {
	frame := s.o.Tape.At(s.o.Clock.Now())
	if s.view != nil && s.view.at.Equal(frame.At) {
		return s.view
	}
	s.bury(frame)
	v := &view{
		at: frame.At, frame: frame,
		byID: make(map[int64]*dossier, len(frame.Tickets)), sources: map[int64][]*replay.Ticket{},
		all: make([]*dossier, 0, len(frame.Tickets)),
	}
	for _, t := range frame.Tickets {
		if t.MergedInto != 0 {
			v.sources[t.MergedInto] = append(v.sources[t.MergedInto], t)
		}
	}
	kept := make(map[*replay.Ticket]*dossier, len(frame.Tickets))
	v.exported = make([]exported, 0, len(frame.Tickets)+len(frame.Gone))
	for _, t := range frame.Tickets {
		d := s.dossiers[t]
		if d == nil {
			d = s.open(t, v.sources[t.ID])
		}
		kept[t] = d
		v.all = append(v.all, d)
		v.byID[t.ID] = d
		v.exported = append(v.exported, exported{at: d.generated(v.at).Unix(), id: t.ID, d: d})
	}
	for id, t := range frame.Gone {
		v.exported = append(v.exported, exported{at: s.vanished[id].Unix(), id: id, ghost: t})
	}
	slices.SortFunc(v.exported, func(a, b exported) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id)) })
	s.dossiers, s.view = kept, v
	return v
}

// graves bounds the looks back for when a ticket vanished.
const graves = 256

// bury finds out when tickets vanished for good: between the last look and this one.
func (s *Server) bury(now *replay.Frame) {
	var missing []int64
	for id := range now.Gone {
		if s.vanished[id].IsZero() {
			missing = append(missing, id)
		}
	}
	from := s.looked
	if from.IsZero() {
		from = s.o.Tape.Begin
	}
	s.looked = now.At
	fine := max(s.o.Tape.Step, now.At.Sub(from)/graves)
	var search func(ids []int64, from, to time.Time)
	search = func(ids []int64, from, to time.Time) {
		middle := from.Add(to.Sub(from) / 2)
		if len(ids) == 0 {
			return
		}
		frame := s.o.Tape.At(middle)
		if to.Sub(from) <= fine || !frame.At.After(from) || !frame.At.Before(to) {
			for _, id := range ids {
				s.vanished[id] = to
			}
			return
		}
		var before, after []int64
		for _, id := range ids {
			if frame.Gone[id] != nil {
				before = append(before, id)
			} else {
				after = append(after, id)
			}
		}
		search(before, from, frame.At)
		search(after, frame.At, to)
	}
	search(missing, from, now.At)
}

// unarchived tells the tickets that lists show: those that are not deleted, nor closed for more than 120 days.
// https://support.zendesk.com/hc/en-us/articles/4408887617050-About-archived-tickets
func (v *view) unarchived() []*dossier {
	list := make([]*dossier, 0, len(v.all))
	for _, d := range v.all {
		if !d.deleted() && !d.archived(v.at) {
			list = append(list, d)
		}
	}
	return list
}

// horizon is the last second that exports tell: nothing of the minute before the request, and nothing that
// the desk has not put on file.
// https://support.zendesk.com/hc/en-us/articles/8143500919322-Announcing-a-new-limit-for-the-Incremental-Export-API
func (c *call) horizon() int64 {
	return min(c.o.Clock.Now().Add(-time.Minute).Unix(), c.sealed())
}

// sealed is the last second of which everything is on file: the next step of the tape may add to that of this
// one, unless it would be there by now.
func (c *call) sealed() int64 {
	if c.o.Clock.Now().Sub(c.v.at) >= c.o.Tape.Step {
		return c.v.at.Unix()
	}
	return c.v.at.Unix() - 1
}
