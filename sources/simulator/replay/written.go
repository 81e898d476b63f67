package replay

import (
	"slices"
	"time"
)

// Put writes a version of a ticket onto a tape, from an instant on: for tests that tell a desk by hand, on a tape of
// their own (with Begin, End, Step and Zone), because a simulated one does too seldom what they are about. Such a tape has
// no truth, and is not closed. A ticket's versions are put in their order, and are not changed afterwards; of those of one
// instant the last one stays.
func (t *Tape) Put(seen time.Time, ticket *Ticket) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.reel(ticket.ID)
	if n := len(r.versions); n > 0 && r.versions[n-1].seen.Equal(seen) {
		r.versions = r.versions[:n-1]
	}
	r.versions = append(r.versions, version{seen, ticket})
	t.frame = nil
}

// Remove takes a ticket off the file for good, from an instant on.
func (t *Tape) Remove(seen time.Time, id int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if at := slices.IndexFunc(t.reels, func(r *reel) bool { return r.id == id }); at >= 0 {
		t.reels[at].versions = append(t.reels[at].versions, version{seen, nil})
	}
	t.frame = nil
}
