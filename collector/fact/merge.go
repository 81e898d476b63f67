package fact

import (
	"cmp"
	"reflect"
	"slices"

	"helpdesk_exporter/sources/record"
)

// Merge adds a record of this ticket and reports whether the history changed. The result does not depend
// on the order of merges nor on repetition, with two exceptions: of two records of one version (of a
// ticket or a message) or of one id (of a change) that differ, the one read later wins; and who wrote a
// message stays as it was told first. Records are
// passed by value; subjects and texts are dropped; kinds that are no part of a history change nothing.
func (h *History) Merge(r record.Record) (changed bool) {
	switch r := r.(type) {
	case record.Ticket:
		return h.mergeTicket(r)
	case record.StatusChange:
		r.At = instant(r.At)
		h.Statuses, changed = merged(h.Statuses, r, compareStatuses, func(a, b record.StatusChange) bool {
			return sameChange(a.ID, b.ID, a.At.Equal(b.At) && a.To == b.To)
		})
	case record.AssignmentChange:
		r.At = instant(r.At)
		h.Assignments, changed = merged(h.Assignments, r, compareAssignments, func(a, b record.AssignmentChange) bool {
			return sameChange(a.ID, b.ID, a.At.Equal(b.At) &&
				comparePointers(a.Group, b.Group) == 0 && comparePointers(a.Agent, b.Agent) == 0)
		})
	case record.PriorityChange:
		r.At = instant(r.At)
		h.Priorities, changed = merged(h.Priorities, r, comparePriorities, func(a, b record.PriorityChange) bool {
			return sameChange(a.ID, b.ID, a.At.Equal(b.At) && a.To == b.To)
		})
	case record.CategoryChange:
		r.At = instant(r.At)
		h.Categories, changed = merged(h.Categories, r, compareCategories, func(a, b record.CategoryChange) bool {
			return sameChange(a.ID, b.ID, a.At.Equal(b.At) && a.To == b.To)
		})
	case record.Message:
		changed = h.mergeMessage(r)
	case record.SLAClock:
		changed = h.mergeClock(r)
	default:
		return false
	}
	if h.Ticket.ID == "" {
		h.Ticket.ID = r.TicketID()
	}
	return changed
}

// sameChange tells whether two changes are one: by the vendor's id, without ids by what they did when.
func sameChange(a, b string, alike bool) bool {
	if a == "" && b == "" {
		return alike
	}
	return a == b
}

// merged puts r into a sorted set, in the place of the element that is the same.
func merged[T any](set []T, r T, order func(a, b T) int, same func(a, b T) bool) ([]T, bool) {
	i := slices.IndexFunc(set, func(e T) bool { return same(e, r) })
	if i >= 0 {
		if reflect.DeepEqual(set[i], r) {
			return set, false
		}
		set = slices.Delete(set, i, i+1)
	}
	at, _ := slices.BinarySearchFunc(set, r, order)
	return slices.Insert(set, at, r), true
}

func (h *History) mergeMessage(m record.Message) bool {
	m.At, m.UpdatedAt = instant(m.At), instant(m.UpdatedAt)
	m.Subject, m.Text = "", ""
	i := slices.IndexFunc(h.Messages, func(e record.Message) bool { return e.ID == m.ID })
	if i >= 0 && h.Messages[i].UpdatedAt.After(m.UpdatedAt) {
		return false
	}
	if i >= 0 {
		m = bySameAuthor(m, &h.Messages[i])
	}
	var changed bool
	h.Messages, changed = merged(h.Messages, m, compareMessages, func(a, b record.Message) bool { return a.ID == b.ID })
	return changed
}

// bySameAuthor keeps who wrote a message as it was told first, if that was a person: rights that come and go and
// accounts that are deleted do not change who asked and who answered (docs/semantics.md, "Late and changed
// data"). Of another time it is another message, as where a restored database gives an id again.
func bySameAuthor(m record.Message, told *record.Message) record.Message {
	if m.Author != told.Author && m.At.Equal(told.At) && (told.Author == record.AuthorAgent || told.Author == record.AuthorCustomer) {
		m.Author, m.AuthorID, m.Direction = told.Author, told.AuthorID, told.Direction
	}
	return m
}

// mergeClock keeps the newest version of a vendor's clock; without versions the one read last.
func (h *History) mergeClock(c record.SLAClock) bool {
	for _, t := range clockTimes(&c) {
		*t = instant(*t)
	}
	i, found := slices.BinarySearchFunc(h.SLAClocks, c, compareClocks)
	switch {
	case !found && c.DueAt.IsZero() && c.PausedAt.IsZero() && c.FulfilledAt.IsZero() && c.BreachedAt.IsZero() && c.CancelledAt.IsZero():
		return false // no clock, as of most tickets
	case !found:
		h.SLAClocks = slices.Insert(h.SLAClocks, i, c)
	case h.SLAClocks[i] == c || h.SLAClocks[i].UpdatedAt.After(c.UpdatedAt):
		return false
	default:
		h.SLAClocks[i] = c
	}
	return true
}

func (h *History) mergeTicket(t record.Ticket) bool {
	t = normalTicket(t)
	changed := h.mergeSnapshot(snapshotOf(&t, h.Taxonomy))
	for _, name := range t.Topics {
		changed = h.mergeTopic(Topic{Name: name, Version: t.UpdatedAt}) || changed
	}
	old := h.Ticket
	if !h.Known || !t.UpdatedAt.Before(old.UpdatedAt) {
		h.Ticket = t
	}
	if h.Ticket.CreatedAt.IsZero() {
		// A later record need not repeat when the ticket was created.
		h.Ticket.CreatedAt = latest(old.CreatedAt, t.CreatedAt)
	}
	changed = changed || !h.Known || !reflect.DeepEqual(old, h.Ticket)
	h.Known = true
	return changed
}

// normalTicket drops what is never kept and owns what it keeps.
func normalTicket(t record.Ticket) record.Ticket {
	t.Subject = ""
	t.CreatedAt, t.UpdatedAt = instant(t.CreatedAt), instant(t.UpdatedAt)
	t.SolvedAt, t.VoidedAt = instant(t.SolvedAt), instant(t.VoidedAt)
	if t.UpdatedAt.IsZero() {
		t.UpdatedAt = t.CreatedAt
	}
	t.CustomerKeys = owned(t.CustomerKeys)
	t.Tags = owned(t.Tags)
	t.Topics = owned(t.Topics)
	t.Reopens = ownedCount(t.Reopens)
	t.Replies = ownedCount(t.Replies)
	return t
}

func owned(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return slices.Clone(list)
}

func ownedCount(n *int) *int {
	if n == nil {
		return nil
	}
	v := *n
	return &v
}

func snapshotOf(t *record.Ticket, taxonomy uint64) Snapshot {
	count := func(n *int) int {
		if n == nil {
			return -1
		}
		return *n
	}
	return Snapshot{
		Version: t.UpdatedAt, Status: t.Status, SolvedAt: t.SolvedAt, VoidedAt: t.VoidedAt,
		Brand: t.Brand, Group: t.Group, Assignee: t.Assignee, Channel: t.Channel, Priority: t.Priority,
		Origin: t.Origin, Category: t.Category, Taxonomy: taxonomy, MergedInto: t.MergedInto,
		Reopens: count(t.Reopens), Replies: count(t.Replies),
	}
}

func (h *History) mergeSnapshot(s Snapshot) bool {
	i, found := slices.BinarySearchFunc(h.Snapshots, s, func(a, b Snapshot) int { return a.Version.Compare(b.Version) })
	if !found {
		h.Snapshots = slices.Insert(h.Snapshots, i, s)
		return true
	}
	// The category under which the ticket was counted stays, so that a retraction names the same one.
	if old := h.Snapshots[i]; old.Taxonomy != s.Taxonomy {
		s.Category, s.Taxonomy = old.Category, old.Taxonomy
	}
	changed := h.Snapshots[i] != s
	h.Snapshots[i] = s
	return changed
}

func (h *History) mergeTopic(t Topic) bool {
	i, found := slices.BinarySearchFunc(h.Topics, t, func(a, b Topic) int { return cmp.Compare(a.Name, b.Name) })
	switch {
	case !found:
		h.Topics = slices.Insert(h.Topics, i, t)
	case t.Version.Before(h.Topics[i].Version):
		h.Topics[i].Version = t.Version
	default:
		return false
	}
	return true
}

// TakeMessage removes a message that has moved to another ticket and returns it.
func (h *History) TakeMessage(id string) (record.Message, bool) {
	i := slices.IndexFunc(h.Messages, func(m record.Message) bool { return m.ID == id })
	if i < 0 {
		return record.Message{}, false
	}
	m := h.Messages[i]
	h.Messages = slices.Delete(h.Messages, i, i+1)
	return m, true
}

// Absorb adds the wait of a ticket that was merged into this one and reports whether the history
// changed. Of two waits of one ticket the later merge wins.
func (h *History) Absorb(a Absorbed) bool {
	a.At, a.Since = instant(a.At), instant(a.Since)
	i, found := slices.BinarySearchFunc(h.Absorbed, a, func(x, y Absorbed) int { return compareIDs(x.Ticket, y.Ticket) })
	switch {
	case !found:
		h.Absorbed = slices.Insert(h.Absorbed, i, a)
	case h.Absorbed[i] == a || h.Absorbed[i].At.After(a.At):
		return false
	default:
		h.Absorbed[i] = a
	}
	return true
}
