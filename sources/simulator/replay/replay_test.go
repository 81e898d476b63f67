package replay

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/simulator"
)

func record(t *testing.T) *Tape {
	t.Helper()
	begin := time.Date(2026, 6, 1, 5, 0, 0, 0, time.UTC)
	tape, err := Record(t.Context(), t.TempDir(), simulator.Options{
		Seed: 3, Begin: begin, Zone: time.UTC, Volume: 0.5, MaxPoll: 10 * time.Minute, Ordinary: true,
	}, begin.Add(4*24*time.Hour), time.Minute)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, tape.Close()) })
	return tape
}

// What a frame shows was so then: nothing of it lies after it, and its tickets are those that the desk counts.
func TestFramesShowThePast(t *testing.T) {
	tape := record(t)
	require.NotEmpty(t, tape.Brands)
	require.NotEmpty(t, tape.Agents)
	require.NotEmpty(t, tape.Customers)
	seen := map[string]int{}
	var gone int
	for _, after := range []time.Duration{0, 7 * time.Hour, 26 * time.Hour, 30 * time.Hour, 95 * time.Hour} {
		frame := tape.At(tape.Begin.Add(after))
		gone = len(frame.Gone)
		created := 0.0
		for _, s := range tape.Truth(frame.At, tape.Begin.Add(-time.Second)) {
			if s.Name == "helpdesk_tickets_created_total" {
				created += s.Value
			}
		}
		require.InDelta(t, created, len(frame.Tickets)+gone, 0, "%s", after)
		for _, ticket := range frame.Tickets {
			require.False(t, ticket.Updated.After(frame.At))
			for _, m := range ticket.Messages {
				require.False(t, m.Created.After(frame.At))
				seen["message by "+m.Author]++
			}
			for _, c := range ticket.Changes {
				require.False(t, c.At.After(frame.At))
				seen["change of "+c.Field]++
			}
			seen[ticket.Status]++
			same, ok := frame.Ticket(ticket.ID)
			require.True(t, ok)
			require.Same(t, ticket, same)
		}
	}
	for _, word := range []string{"open", "solved", "merged", "spam", "message by bot", "message by agent", "change of status", "change of team", "change of topic"} {
		require.Positive(t, seen[word], word)
	}
	require.Positive(t, gone)
}

// A later frame does not change an earlier one.
func TestFramesStay(t *testing.T) {
	tape := record(t)
	at := tape.Begin.Add(8 * time.Hour)
	before := tape.At(at)
	tape.At(tape.End)
	require.Equal(t, before, tape.At(at))
	require.Equal(t, tape.Begin, tape.At(tape.Begin.Add(-time.Hour)).At)
	require.Equal(t, at, tape.At(at.Add(59*time.Second)).At)
}

// A paused tape stands still for its viewer alone.
func TestPause(t *testing.T) {
	tape := record(t)
	at := tape.Begin.Add(8 * time.Hour)
	paused := tape.Copy()
	paused.Pause(at)
	require.Equal(t, tape.At(at), paused.At(tape.End))
	require.NotEqual(t, tape.At(at), tape.At(tape.End))
	require.Equal(t, tape.At(at.Add(-time.Hour)), paused.At(at.Add(-time.Hour)))
}

// What is written by hand is shown from its instant on, until it is removed.
func TestWrittenByHand(t *testing.T) {
	begin := time.Date(2026, 6, 1, 5, 0, 0, 0, time.UTC)
	tape := &Tape{Begin: begin, End: begin.Add(time.Hour), Step: time.Second, Zone: time.UTC}
	require.Empty(t, tape.At(begin).Tickets)
	tape.Put(begin, &Ticket{ID: 7, Status: "new"})
	tape.Put(begin.Add(time.Minute), &Ticket{ID: 7, Status: "open"})
	tape.Put(begin.Add(time.Minute), &Ticket{ID: 3, Status: "new"})
	tape.Remove(begin.Add(2*time.Minute), 7)
	for after, want := range map[time.Duration][]string{
		0: {"new"}, 59 * time.Second: {"new"}, time.Minute: {"new", "open"}, 2 * time.Minute: {"new"},
	} {
		var statuses []string
		for _, ticket := range tape.At(begin.Add(after)).Tickets {
			statuses = append(statuses, ticket.Status)
		}
		require.Equal(t, want, statuses, "%s", after)
	}
	require.Equal(t, "open", tape.At(begin.Add(2 * time.Minute)).Gone[7].Status)
}
