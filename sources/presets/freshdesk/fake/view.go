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
	// rows are all tickets that exist, by id.
	rows []*row
	byID map[int64]*row
	// merged are the tickets that were merged into another, by its id.
	merged map[int64][]*row
	// contacts are the customers of whom the account knows.
	contacts func() []contact
	// ratings are the answers to the survey.
	ratings func() []Rating
	// noted is how long after a merge its notes are written.
	noted time.Duration

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

// toucher tells when a ticket was touched last between two instants.
type toucher func(t *replay.Ticket, f *facts, from, now time.Time) time.Time

// newView makes the view of a frame; what an earlier one knows of tickets that have not changed is taken over.
func newView(frame *replay.Frame, before *view, p *people, touched toucher) *view {
	v := &view{
		frame: frame, rows: make([]*row, 0, len(frame.Tickets)), byID: make(map[int64]*row, len(frame.Tickets)),
		merged: map[int64][]*row{}, sorted: map[order][]*row{},
		contacts: sync.OnceValue(func() []contact { return p.heardOf(frame) }),
	}
	if before != nil && before.frame.At.After(frame.At) {
		before = nil
	}
	for _, t := range frame.Tickets {
		r := &row{Ticket: t, now: frame.At, updated: t.Updated}
		from := t.Updated
		if before != nil && before.byID[t.ID] != nil && before.byID[t.ID].Ticket == t {
			r.facts, r.updated, from = before.byID[t.ID].facts, before.byID[t.ID].updated, before.frame.At
		} else {
			r.facts = newFacts(t)
		}
		if at := touched(t, r.facts, from, frame.At); !at.IsZero() {
			r.updated = at
		}
		r.archived = r.status == statusClosed && frame.At.Sub(t.Updated) > ArchiveAfter
		v.rows = append(v.rows, r)
		v.byID[t.ID] = r
		if t.Status == "merged" {
			v.merged[t.MergedInto] = append(v.merged[t.MergedInto], r)
		}
	}
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

// due is when the ticket is to be resolved: the clock stands still while somebody else has to do something.
// https://support.freshdesk.com/en/support/solutions/articles/37600-understanding-ticket-statuses
func (r *row) due() time.Time {
	_, resolve := targets(priorityCode(r.Priority))
	return r.Created.Add(resolve + r.held)
}

// overdue tells whether the ticket was to be resolved before it was.
func (r *row) overdue() bool {
	done := r.resolved
	if !r.holding.IsZero() {
		done = r.holding
	}
	return late(r.due(), done, r.now)
}

// responseDue is when the ticket is to be answered first.
func (r *row) responseDue() time.Time {
	respond, _ := targets(priorityCode(r.Priority))
	return r.Created.Add(respond)
}
