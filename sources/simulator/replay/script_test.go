package replay

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What is written is on file from the look on that follows it, and stays what it was in the frames before.
func TestScript(t *testing.T) {
	begin := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	at := func(seconds int) time.Time { return begin.Add(time.Duration(seconds) * time.Second) }
	s := Write(begin, at(3600))
	id := s.Open(at(10), Ticket{Channel: "chat"})
	other := s.Open(at(60), Ticket{OpenedBy: "agent", Agent: 1, Description: "We owe you a call."})
	s.Say(at(61), id, Message{Author: "agent", AuthorID: 1})
	s.Change(at(61), id, "status", "solved", "agent", 1)
	s.Change(at(62), id, "team", "2", "agent", 1)
	s.Change(at(130), id, "tag", "vip", "agent", 1)
	s.Edit(at(190), id, 1)
	s.Merge(at(250), other, id, 2)
	s.Erase(at(310), other)

	tape := s.Tape()
	require.Empty(t, tape.At(at(59)).Tickets)
	first, ok := tape.At(at(60)).Ticket(id)
	require.True(t, ok)
	require.Equal(t, "new", first.Status)
	require.Equal(t, "chat", first.Channel)
	require.Len(t, first.Messages, 1)
	second, ok := tape.At(at(120)).Ticket(id)
	require.True(t, ok)
	require.Equal(t, "solved", second.Status)
	require.Equal(t, at(61), second.Solved)
	require.EqualValues(t, 2, second.Team)
	require.Equal(t, []string{"new", "1"}, []string{second.Changes[0].Old, second.Changes[1].Old})
	require.Empty(t, second.Tags)
	third, ok := tape.At(at(240)).Ticket(id)
	require.True(t, ok)
	require.Equal(t, []string{"vip"}, third.Tags)
	require.Equal(t, at(190), third.Messages[1].Edited)
	require.Zero(t, second.Messages[1].Edited)
	merged, ok := tape.At(at(300)).Ticket(other)
	require.True(t, ok)
	require.Equal(t, id, merged.MergedInto)
	require.Equal(t, "merged", merged.Status)
	require.Empty(t, merged.Messages)
	require.Contains(t, tape.At(at(360)).Gone, other)
}
