package fake

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// ArchiveAfter is how long a closed ticket is left alone before it is archived.
// https://developers.freshdesk.com/api/#archive_tickets
const ArchiveAfter = 120 * 24 * time.Hour

// view is the account at an instant: the desk's frame, as the product keeps it.
type view struct {
	frame *replay.Frame
	// asked is the instant that the search's view was asked for.
	asked time.Time
	// rows are all tickets that exist, by id.
	rows []*row
	byID map[int64]*row
	// merged are the tickets that were merged into another.
	merged map[int64][]*row
	// seen is when each customer has first been heard of, by id.
	contacts []contact

	mu     sync.Mutex
	sorted map[order][]*row
}

// row is a ticket in a view.
type row struct {
	*replay.Ticket
	*facts
	updated  time.Time
	archived bool
	now      time.Time

	once sync.Once
	said []entry
}

// pile is where a ticket lies.
type pile int

const (
	pileLive pile = iota
	pileSpam
	pileDeleted
)

// order is one of the lists that are kept ready.
type order struct {
	pile pile
	by   string
}

func newView(frame *replay.Frame, before *view, p *people, touch func(*replay.Ticket, *facts, time.Time) time.Time) *view {
	v := &view{
		frame: frame, rows: make([]*row, 0, len(frame.Tickets)), byID: make(map[int64]*row, len(frame.Tickets)),
		merged: map[int64][]*row{}, sorted: map[order][]*row{},
	}
	for _, t := range frame.Tickets {
		r := &row{Ticket: t, now: frame.At}
		if before != nil && before.byID[t.ID] != nil && before.byID[t.ID].Ticket == t {
			r.facts = before.byID[t.ID].facts
		} else {
			r.facts = newFacts(t)
		}
		r.updated = touch(t, r.facts, frame.At)
		r.archived = r.status == statusClosed && frame.At.Sub(t.Updated) > ArchiveAfter
		v.rows = append(v.rows, r)
		v.byID[t.ID] = r
		if t.Status == "merged" {
			v.merged[t.MergedInto] = append(v.merged[t.MergedInto], r)
		}
	}
	v.contacts = p.heardOf(frame)
	return v
}

// pile is where the ticket lies: what is in the trash lies nowhere else.
func (r *row) pile() pile {
	switch {
	case r.deleted:
		return pileDeleted
	case r.spam:
		return pileSpam
	default:
		return pileLive
	}
}

// list returns the tickets of a pile in an ascending order; equals go by id.
func (v *view) list(o order) []*row {
	v.mu.Lock()
	defer v.mu.Unlock()
	if rows, ok := v.sorted[o]; ok {
		return rows
	}
	var rows []*row
	for _, r := range v.rows {
		if r.pile() == o.pile && !r.archived {
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b *row) int { return compare(a, b, o.by) })
	v.sorted[o] = rows
	return rows
}

func compare(a, b *row, by string) int {
	switch by {
	case "updated_at":
		return a.updated.Compare(b.updated)
	case "due_by":
		return a.due().Compare(b.due())
	case "status":
		return cmp.Compare(a.status, b.status)
	default:
		return a.Created.Compare(b.Created)
	}
}

// due is when the ticket is to be resolved.
func (r *row) due() time.Time {
	_, resolve := targets(priorityCode(r.Priority))
	return r.Created.Add(resolve)
}

// responseDue is when the ticket is to be answered first.
func (r *row) responseDue() time.Time {
	respond, _ := targets(priorityCode(r.Priority))
	return r.Created.Add(respond)
}
