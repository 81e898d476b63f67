package fake

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator/replay"
)

// A breach is none any more when a later priority allows more time; a priority that allows less breaks at once.
func TestRetractions(t *testing.T) {
	at := func(minutes int) time.Time { return begin().Add(time.Duration(minutes) * time.Minute) }
	priority := func(after int, from, to string) replay.Change {
		return replay.Change{ID: 1, Field: "priority", Old: from, New: to, Actor: "agent", ActorID: 1, At: at(after)}
	}
	for name, tt := range map[string]struct {
		first, now string
		changed    int
		breach     int
		retracted  bool
	}{
		"lowered after the breach":   {"p1", "p4", 120, 90, true},
		"raised before the breach":   {"p4", "p1", 60, 90, false},
		"raised when it is too late": {"p4", "p1", 200, 200, false},
		"lowered in time":            {"p1", "p3", 30, 420, false},
	} {
		t.Run(name, func(t *testing.T) {
			ticket := &replay.Ticket{
				ID: 7, OpenedBy: "customer", Channel: "mail", Status: "new", Priority: tt.now, Created: begin(),
				Changes: []replay.Change{priority(tt.changed, tt.first, tt.now)},
			}
			d := &dossier{t: ticket, first: opened(ticket)}
			d.phases = phases(ticket, d.first.status)
			var breaches []clockEvent
			applied := 0
			for _, e := range d.metricEvents() {
				switch e.kind {
				case "breach":
					breaches = append(breaches, e)
				case "apply_sla":
					applied++
				}
			}
			require.Equal(t, 2, applied)
			if tt.retracted {
				require.Len(t, breaches, 2)
				require.Equal(t, at(600), breaches[1].at)
				require.NotEqual(t, breaches[0].id, breaches[1].id)
			} else {
				require.Len(t, breaches, 1)
			}
			require.Equal(t, at(tt.breach), breaches[0].at)
			require.Equal(t, tt.retracted, breaches[0].json(at(1000))["deleted"])
			require.Equal(t, false, breaches[0].json(at(100))["deleted"])
		})
	}
}

// Tickets that have been closed for 120 days are archived.
func TestArchive(t *testing.T) {
	d := &dossier{phases: []phase{{status: "closed", from: begin()}}}
	require.False(t, d.archived(begin().Add(119*24*time.Hour)))
	require.True(t, d.archived(begin().Add(121*24*time.Hour)))
}
