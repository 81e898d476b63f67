package fact

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// full is a history that uses every field.
func full() *History {
	two := 2
	tk := record.Ticket{
		ID: "1", CreatedAt: base, UpdatedAt: at(hour), SolvedAt: at(30 * time.Minute), VoidedAt: at(45 * time.Minute),
		Origin: record.OriginCustomer, Requester: "r", CustomerKeys: []string{"k1", "k2"}, Channel: record.ChannelChat,
		Brand: "main", Group: "Support", Assignee: "bob", Priority: record.PriorityHigh, Category: "delivery",
		Tags: []string{"vip"}, Topics: []string{"shipping"}, Language: "it", Status: record.StatusMerged,
		MergedInto: "2", Reopens: &two, Replies: &two,
	}
	m := mail("m", base)
	m.UpdatedAt, m.AuthorID, m.Language = at(hour), "alice", "it"
	h := &History{Source: desk, Taxonomy: 7}
	for _, r := range []record.Record{
		tk, ticket(base, base, record.StatusOpen), m, note("n", time.Time{}),
		status("s", at(-hour), record.StatusNew, record.StatusOpen),
		record.AssignmentChange{ID: "a", Ticket: "1", At: base, Agent: text(""), Group: text("Support"), FromAgent: text("carol"), FromGroup: text("Billing"), Actor: agent},
		record.PriorityChange{ID: "p", Ticket: "1", At: base, From: record.PriorityLow, To: record.PriorityHigh, Actor: agent},
		record.CategoryChange{ID: "c", Ticket: "1", At: base, From: "payment", To: "delivery", Actor: agent},
	} {
		h.Merge(r)
	}
	h.Absorb(Absorbed{Ticket: "9", At: at(hour), Since: base, Message: "m9"})
	h.Prior = Prior{
		Through: at(2 * hour), LastStatus: record.StatusSolved, Resolved: 1, Reopened: 2, Touches: 3,
		Answered: true, Final: true, Voided: 4,
	}
	return h
}

func TestStoredForm(t *testing.T) {
	h := full()
	read, err := UnmarshalHistory(h.AppendBinary(nil))
	require.NoError(t, err)
	h.Taxonomy = 0 // is not stored
	require.Equal(t, h, read)

	read, err = UnmarshalHistory((&History{}).AppendBinary(nil))
	require.NoError(t, err)
	require.Equal(t, &History{}, read)
}

// A long history names each string once too.
func TestStoredFormOfALongHistory(t *testing.T) {
	h := full()
	long := func(messages int) []byte {
		for i := range messages {
			m := mail(strconv.Itoa(1000+i), at(time.Duration(i)*time.Second))
			m.AuthorID = "a customer who writes again and again"
			h.Merge(m)
		}
		data := h.AppendBinary(nil)
		read, err := UnmarshalHistory(data)
		require.NoError(t, err)
		require.Equal(t, h.Messages, read.Messages)
		return data
	}
	require.Less(t, len(long(1000)), 20*1000)
}

// An ordinary ticket is small, because there are many.
func TestStoredFormIsCompact(t *testing.T) {
	h := historyOf(ticket(base, base, record.StatusNew), ticket(base, at(hour), record.StatusOpen), ticket(base, at(2*hour), record.StatusSolved),
		mail("100001", base), answer("100002", at(hour)), status("200001", at(hour), record.StatusNew, record.StatusOpen),
		status("200002", at(2*hour), record.StatusOpen, record.StatusSolved))
	require.Less(t, len(h.AppendBinary(nil)), 256)
}

func TestStoredFormDamaged(t *testing.T) {
	data := full().AppendBinary(nil)
	for n := range len(data) {
		_, err := UnmarshalHistory(data[:n])
		require.ErrorContains(t, err, "ticket history", "cut to %d bytes", n)
	}
	_, err := UnmarshalHistory(append(append([]byte{}, data...), 0))
	require.ErrorContains(t, err, "1 bytes too many")
	data[0]++
	_, err = UnmarshalHistory(data)
	require.ErrorContains(t, err, "not of version 2")
}

// Damage must end in an error or in some history, never in a panic or in memory without bounds.
func FuzzUnmarshalHistory(f *testing.F) {
	f.Add(full().AppendBinary(nil))
	f.Add([]byte{historyVersion, 0xff, 0xff, 0xff, 0xff, 0x0f})
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := UnmarshalHistory(data)
		if err != nil {
			require.Nil(t, h)
			return
		}
		again, err := UnmarshalHistory(h.AppendBinary(nil))
		require.NoError(t, err)
		require.Equal(t, h, again)
	})
}

func BenchmarkDerive(b *testing.B) {
	rules := withHistory()
	h := full()
	for b.Loop() {
		Derive(h, rules)
	}
}

func BenchmarkViewAt(b *testing.B) {
	rules := withHistory()
	h := full()
	for b.Loop() {
		ViewAt(h, rules, at(hour))
	}
}

func BenchmarkUnmarshalHistory(b *testing.B) {
	data := full().AppendBinary(nil)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := UnmarshalHistory(data); err != nil {
			b.Fatal(err)
		}
	}
}
