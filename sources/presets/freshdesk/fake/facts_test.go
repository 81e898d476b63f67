package fake

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator/replay"
)

// The product's instants follow the status: a reopened ticket is not resolved any more, and the clock of the
// resolution stands still while somebody else has to do something.
func TestFacts(t *testing.T) {
	at := func(hours int) time.Time { return begin().Add(time.Duration(hours) * time.Hour) }
	status := func(hours int, before, after string) replay.Change {
		return replay.Change{Field: "status", Old: before, New: after, Actor: "agent", ActorID: 1, At: at(hours)}
	}
	ticket := func(status, priority string, changes ...replay.Change) *replay.Ticket {
		return &replay.Ticket{ID: 2, Priority: priority, Status: status, Created: at(0), Updated: at(0), Changes: changes}
	}
	type times struct{ updated, reopened, resolved, closed, pending time.Time }
	for _, test := range []struct {
		name    string
		ticket  *replay.Ticket
		status  int
		times   times
		overdue bool
	}{
		{"new", ticket("new", "p1"), 2, times{updated: at(0)}, true},
		{"resolved in time", ticket("solved", "p1", status(8, "new", "solved")), 4, times{updated: at(8), resolved: at(8)}, false},
		{"resolved late", ticket("solved", "p1", status(9, "new", "solved")), 4, times{updated: at(9), resolved: at(9)}, true},
		{
			"resolved after a pause",
			ticket("closed", "p1", status(4, "new", "waiting"), status(9, "waiting", "open"), status(13, "open", "closed")),
			5,
			times{updated: at(13), resolved: at(13), closed: at(13)},
			false,
		},
		{"still paused", ticket("parked", "p1", status(4, "new", "parked")), 7, times{updated: at(4)}, false},
		{"pending", ticket("waiting", "p4", status(4, "new", "open"), status(5, "open", "waiting")), 3, times{updated: at(5), pending: at(5)}, false},
		{
			"reopened",
			ticket("open", "p4", status(4, "new", "solved"), status(6, "solved", "open")),
			2,
			times{updated: at(6), reopened: at(6)},
			false,
		},
		{
			"closed later",
			ticket("closed", "p4", status(4, "new", "solved"), status(76, "solved", "closed")),
			5,
			times{updated: at(76), resolved: at(4), closed: at(76)},
			false,
		},
		{"merged", ticket("merged", "p4", status(4, "new", "merged")), 5, times{updated: at(4), resolved: at(4), closed: at(4)}, false},
		{"spam keeps its status", ticket("spam", "p4", status(4, "new", "waiting"), status(5, "waiting", "spam")), 3, times{updated: at(4), pending: at(4)}, false},
		{"back from the trash", ticket("open", "p4", status(4, "new", "trash"), status(5, "trash", "open")), 2, times{updated: at(0)}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newFacts(test.ticket)
			require.Equal(t, test.status, f.status)
			require.Equal(t, test.times, times{f.statusUpdated, f.reopened, f.resolved, f.closed, f.pending})
			require.Equal(t, test.ticket.Status == "spam", f.spam)
			require.Equal(t, test.ticket.Status == "trash", f.deleted)
			r := &row{Ticket: test.ticket, facts: f, now: at(80)}
			require.Equal(t, test.overdue, r.overdue())
		})
	}
}
