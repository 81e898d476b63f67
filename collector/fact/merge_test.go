package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func TestMergeKeepsTheNewestVersion(t *testing.T) {
	older, newer := ticket(base, at(hour), record.StatusOpen), ticket(base, at(2*hour), record.StatusSolved)
	h := &History{Source: desk}
	require.True(t, h.Merge(newer))
	require.True(t, h.Merge(older))
	require.False(t, h.Merge(older))
	require.Equal(t, record.StatusSolved, h.Ticket.Status)
	require.Len(t, h.Snapshots, 2)
	// Of one version the later read wins.
	newer.Group = "Billing"
	require.True(t, h.Merge(newer))
	require.Equal(t, "Billing", h.Ticket.Group)
	require.Equal(t, "Billing", h.Snapshots[1].Group)
	require.Len(t, h.Snapshots, 2)
	// A version that does not repeat the creation leaves it.
	last := ticket(time.Time{}, at(3*hour), record.StatusSolved)
	require.True(t, h.Merge(last))
	require.Equal(t, base, h.Ticket.CreatedAt)
}

func TestMergeMessages(t *testing.T) {
	h := historyOf(mail("2", at(hour)), mail("10", at(hour)), mail("1", at(2*hour)))
	require.False(t, h.Known)
	require.Equal(t, "1", h.Ticket.ID)
	require.Empty(t, Derive(h, withHistory()))
	var order []string
	for _, m := range h.Messages {
		order = append(order, m.ID)
	}
	require.Equal(t, []string{"2", "10", "1"}, order)

	edited := mail("2", at(3*hour))
	edited.UpdatedAt = at(3 * hour)
	require.True(t, h.Merge(edited))
	require.False(t, h.Merge(mail("2", at(hour))), "an older version")
	require.Len(t, h.Messages, 3)
	require.Equal(t, edited, h.Messages[2])

	moved, ok := h.TakeMessage("10")
	require.True(t, ok)
	require.Equal(t, mail("10", at(hour)), moved)
	_, ok = h.TakeMessage("10")
	require.False(t, ok)
	require.Len(t, h.Messages, 2)
}

// "Late and changed data": rights that come and go do not change who wrote.
func TestMergeKeepsWhoWrote(t *testing.T) {
	tests := map[string]struct {
		told, now, want record.Author
	}{
		"an agent who becomes a customer":     {record.AuthorAgent, record.AuthorCustomer, record.AuthorAgent},
		"an agent whose account is deleted":   {record.AuthorAgent, record.AuthorAutomation, record.AuthorAgent},
		"a customer who becomes an agent":     {record.AuthorCustomer, record.AuthorAgent, record.AuthorCustomer},
		"what was taken for a bot is a human": {record.AuthorBot, record.AuthorAgent, record.AuthorAgent},
		"the same":                            {record.AuthorAgent, record.AuthorAgent, record.AuthorAgent},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			by := func(author record.Author, who string) record.Message {
				m := mail("1", at(hour))
				m.Author, m.AuthorID = author, who
				m.Direction = record.Outbound
				if author == record.AuthorCustomer {
					m.Direction = record.Inbound
				}
				return m
			}
			h := historyOf(by(tc.told, "told"))
			now := by(tc.now, "now")
			now.Visibility = record.Internal
			require.True(t, h.Merge(now), "it is seen by others now")
			who := "told"
			if tc.want == tc.now {
				who = "now"
			}
			want := by(tc.want, who)
			want.Visibility = record.Internal
			require.Equal(t, []record.Message{want}, h.Messages)
		})
	}
}

// A database that was restored gives ids again: what was written at another time is another message.
func TestMergeTakesAnotherMessageOfTheID(t *testing.T) {
	h := historyOf(answer("1", at(hour)))
	require.True(t, h.Merge(mail("1", at(2*hour))))
	require.Equal(t, []record.Message{mail("1", at(2*hour))}, h.Messages)
}

// An answer stays one when the agent who gave it has become a customer: what comes next is another round.
func TestAnswersOfWhoIsNoAgentAnyMore(t *testing.T) {
	h := historyOf(ticket(base, base, record.StatusOpen), mail("1", base), answer("2", at(hour)))
	left := answer("2", at(hour))
	left.Author, left.Direction = record.AuthorCustomer, record.Inbound
	for _, r := range []record.Record{left, mail("3", at(2*hour)), answer("4", at(3*hour))} {
		h.Merge(r)
	}
	var rounds []time.Duration
	for _, f := range Derive(h, withHistory()) {
		if f.Key == ReplyKey("1") || f.Key == ReplyKey("3") {
			rounds = append(rounds, time.Duration(f.Samples[0].Count)*time.Millisecond)
		}
	}
	require.Equal(t, []time.Duration{time.Hour, time.Hour}, rounds)
}

// Subjects and texts are never kept.
func TestMergeDropsTexts(t *testing.T) {
	tk, m := ticket(base, base, record.StatusOpen), mail("1", base)
	tk.Subject, m.Subject, m.Text = "secret subject", "secret subject", "secret text"
	h := historyOf(tk, m)
	require.NotContains(t, string(h.AppendBinary(nil)), "secret")
	require.Zero(t, h.Ticket.Subject+h.Messages[0].Subject+h.Messages[0].Text)
}

// What a caller changes in a record later is not the history's.
func TestMergeOwnsWhatItKeeps(t *testing.T) {
	tk := ticket(base, base, record.StatusOpen)
	reopens := 1
	tk.Tags, tk.Reopens = []string{"vip"}, &reopens
	h := historyOf(tk)
	tk.Tags[0], reopens = "changed", 9
	require.Equal(t, []string{"vip"}, h.Ticket.Tags)
	require.Equal(t, 1, *h.Ticket.Reopens)
}

func TestMergeChanges(t *testing.T) {
	h := historyOf(ticket(base, base, record.StatusOpen))
	require.True(t, h.Merge(status("1", at(hour), "", record.StatusPending)))
	require.False(t, h.Merge(status("1", at(hour), "", record.StatusPending)))
	require.True(t, h.Merge(status("1", at(hour), record.StatusOpen, record.StatusPending)), "the same event, told better")
	require.True(t, h.Merge(status("", at(hour), record.StatusOpen, record.StatusPending)), "without an id it is another")
	require.False(t, h.Merge(status("", at(hour), record.StatusOpen, record.StatusPending)))
	require.Len(t, h.Statuses, 2)

	berlin := time.FixedZone("CET", 3600)
	require.False(t, h.Merge(status("1", at(hour).In(berlin).Add(300*time.Microsecond), record.StatusOpen, record.StatusPending)),
		"an instant is an instant in any zone")
	require.False(t, h.Merge(record.Order{ID: "1"}), "no part of a ticket")
}

func TestAbsorb(t *testing.T) {
	h := &History{}
	a := Absorbed{Ticket: "9", At: at(hour), Since: base, Message: "m"}
	require.True(t, h.Absorb(a))
	require.False(t, h.Absorb(a))
	later := a
	later.At = at(2 * hour)
	require.True(t, h.Absorb(later))
	require.False(t, h.Absorb(a))
	require.True(t, h.Absorb(Absorbed{Ticket: "10", At: at(hour), Since: base, Message: "n"}))
	require.Equal(t, []Absorbed{later, {Ticket: "10", At: at(hour), Since: base, Message: "n"}}, h.Absorbed)
}

func TestCompareIDs(t *testing.T) {
	tests := []struct {
		a, b string
		want int
	}{
		{"9", "10", -1},
		{"10", "9", 1},
		{"10", "10", 0},
		{"007", "8", -1},
		{"10", "1a", -1},
		{"1a", "2", 1},
		{"b", "a", 1},
		{"", "1", 1},
		{"99999999999999999999999", "100000000000000000000000", -1},
	}
	for _, tc := range tests {
		require.Equal(t, tc.want, compareIDs(tc.a, tc.b), "%s %s", tc.a, tc.b)
	}
}
