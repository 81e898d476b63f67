package fake

import (
	"cmp"
	"slices"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// view is the workspace at one instant.
type view struct {
	at    time.Time
	frame *replay.Frame
	items []*item
	byID  map[int64]*item
}

// item is a conversation in a view.
type item struct {
	*entry
	updated time.Time
	stage   stage
}

// stage tells what of the things that Intercom does by itself has happened.
type stage uint8

const (
	asked stage = 1 << iota
	answered
	scored
	stages
)

func (s stage) has(what stage) bool { return s&what != 0 }

// entry is a version of a conversation, told once.
type entry struct {
	*story
	base  time.Time
	stats *statistics
	// texts are the list items rendered so far, by stage and by whether there are levels of priority.
	texts [stages][2][]byte
}

// entryKey identifies a version: a ticket's version is one for as long as the desk does not touch it.
type entryKey struct {
	ticket *replay.Ticket
	merged int
}

// now is the instant of the tape that the workspace shows.
func (s *Server) now() time.Time { return s.step(s.options.Clock.Now()) }

// step is the last look of the tape at or before an instant.
func (s *Server) step(at time.Time) time.Time {
	t := s.options.Tape
	if at.Before(t.Begin) {
		return t.Begin
	}
	return t.Begin.Add(at.Sub(t.Begin).Truncate(t.Step))
}

// view shows the workspace at an instant of the tape. The lock is held.
func (s *Server) view(at time.Time) *view {
	if v, ok := s.views[at]; ok {
		return v
	}
	frame := s.options.Tape.At(at)
	merged := map[int64][]*replay.Ticket{}
	for _, t := range frame.Tickets {
		if t.MergedInto != 0 {
			merged[t.MergedInto] = append(merged[t.MergedInto], t)
		}
	}
	v := &view{at: at, frame: frame, items: make([]*item, 0, len(frame.Tickets)), byID: make(map[int64]*item, len(frame.Tickets))}
	for _, t := range frame.Tickets {
		i := s.entry(t, merged[t.ID]).at(at)
		v.items = append(v.items, i)
		v.byID[t.ID] = i
	}
	slices.SortFunc(v.items, newestFirst)
	s.forget()
	s.views[at] = v
	return v
}

// forget keeps what a few views need.
func (s *Server) forget() {
	const views = 3
	for len(s.views) >= views {
		oldest := time.Time{}
		for at := range s.views {
			if oldest.IsZero() || at.Before(oldest) {
				oldest = at
			}
		}
		delete(s.views, oldest)
	}
	used := map[*entry]bool{}
	for _, v := range s.views {
		for _, i := range v.items {
			used[i.entry] = true
		}
	}
	if len(s.entries) < 2*len(used)+1000 || len(used) == 0 {
		return
	}
	for key, e := range s.entries {
		if !used[e] {
			delete(s.entries, key)
		}
	}
}

func (s *Server) entry(t *replay.Ticket, merged []*replay.Ticket) *entry {
	key := entryKey{t, len(merged)}
	if e, ok := s.entries[key]; ok {
		return e
	}
	e := &entry{story: s.people.tell(t, merged, s.options.Tape.Zone), base: t.Created}
	later := func(at time.Time) {
		if at.After(e.base) {
			e.base = at
		}
	}
	later(e.source.edited)
	for _, p := range e.parts {
		later(p.at)
		later(p.updated)
	}
	e.stats = e.measure(s.people, s.options.Tape.Zone)
	s.entries[key] = e
	return e
}

// at is the conversation as it is at an instant.
func (e *entry) at(at time.Time) *item {
	i := &item{entry: e, updated: e.base}
	happened := func(what stage, when time.Time) {
		if when.IsZero() || when.After(at) {
			return
		}
		i.stage |= what
		if when.After(i.updated) {
			i.updated = when
		}
	}
	if e.rating != nil {
		happened(asked, e.rating.requested)
		happened(answered, e.rating.replied)
	}
	happened(scored, e.score)
	return i
}

// present is the workspace as it is now. The lock is held.
func (s *Server) present() *view { return s.view(s.now()) }

// index is what the search index holds, newest first: for up to IndexLag it shows some conversations as they
// were before.
//
// Source: that search lags behind is documented for contacts
// (https://developers.intercom.com/docs/references/rest-api/api.intercom.io/contacts/searchcontacts, "Contact
// Creation Delay") and reported of conversations (https://github.com/airbytehq/airbyte/issues/66292).
func (s *Server) index() []*item {
	v := s.present()
	if s.options.Calm {
		return v.items
	}
	now := s.options.Clock.Now()
	fresh, _ := slices.BinarySearchFunc(v.items, now.Add(-IndexLag), func(i *item, at time.Time) int { return at.Compare(i.updated) })
	if fresh == 0 {
		return v.items
	}
	old := s.view(s.step(now.Add(-IndexLag)))
	items := make([]*item, 0, len(v.items))
	late := false
	for n, i := range v.items {
		if n < fresh && mix(s.options.Seed, uint64(i.ticket.ID), uint64(i.updated.Unix()))%3 == 0 {
			late = true
			if i = old.byID[i.ticket.ID]; i == nil {
				continue
			}
		}
		items = append(items, i)
	}
	if late {
		slices.SortStableFunc(items, newestFirst)
	}
	return items
}

func newestFirst(a, b *item) int {
	if c := b.updated.Compare(a.updated); c != 0 {
		return c
	}
	return cmp.Compare(b.ticket.ID, a.ticket.ID)
}

// Rating is what the customer of a ticket has said of its conversation by now, which the desk does not know:
// when the rating was asked for, when it was given, and the score from 1 to 5. Replied is zero until then.
func (s *Server) Rating(ticket int64) (requested, replied time.Time, score int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, ok := s.present().byID[ticket]
	switch {
	case !ok || !i.stage.has(asked):
		return requested, replied, 0, false
	case !i.stage.has(answered):
		return i.rating.requested, replied, 0, true
	}
	return i.rating.requested, i.rating.replied, i.rating.score, true
}
