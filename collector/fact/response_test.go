package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func bot(id string, when time.Time) record.Message {
	m := answer(id, when)
	m.Author = record.AuthorBot
	return m
}

// docs/semantics.md, "What counts": first response and reply rounds. Seconds by key.
func TestResponses(t *testing.T) {
	open, solved := record.StatusOpen, record.StatusSolved
	m := func(n int) time.Time { return at(time.Duration(n) * time.Minute) }
	autoReply := answer("auto", m(1))
	autoReply.Author = record.AuthorAutomation
	tests := map[string]struct {
		origin  record.Origin
		records []record.Record
		first   int64 // -1: none
		replies map[string]int64
	}{
		"nobody answers": {records: []record.Record{mail("1", base)}, first: -1},
		"several messages are one wait, from the oldest": {
			records: []record.Record{mail("1", base), mail("2", m(5)), answer("3", m(10)), answer("4", m(11))},
			first:   600, replies: map[string]int64{"1": 600},
		},
		"notes, bots and automation do not answer": {
			records: []record.Record{mail("1", base), autoReply, bot("2", m(2)), note("3", m(3)), answer("4", m(10))},
			first:   600, replies: map[string]int64{"1": 600},
		},
		"a message with nobody waiting is no round": {
			records: []record.Record{answer("1", m(10))}, first: 600,
		},
		"opened by an agent: rounds but no first response": {
			origin: record.OriginAgent, records: []record.Record{answer("1", base), mail("2", m(5)), answer("3", m(6))},
			first: -1, replies: map[string]int64{"2": 60},
		},
		"an internal message of a customer is no question": {
			records: []record.Record{func() record.Message { q := mail("1", base); q.Visibility = record.Internal; return q }(), answer("2", m(10))},
			first:   600,
		},
		"a solve without an answer ends the wait": {
			records: []record.Record{mail("1", base), status("s", m(5), open, solved), answer("2", m(10))},
			first:   600,
		},
		"the message that reopens waits, stamped in the same instant": {
			records: []record.Record{
				mail("1", base), answer("2", m(1)), status("s", m(5), open, solved),
				mail("3", m(20)), status("r", m(20), solved, open), answer("4", m(30)),
			},
			first: 60, replies: map[string]int64{"1": 60, "3": 600},
		},
		"the message waits though the reopening comes later, or never": {
			records: []record.Record{
				mail("1", base), answer("2", m(1)), status("s", m(5), open, solved), mail("3", m(20)), answer("4", m(30)),
			},
			first: 60, replies: map[string]int64{"1": 60, "3": 600},
		},
		"rounds go on after a reopening": {
			records: []record.Record{
				mail("1", base), status("s", m(5), open, solved), status("r", m(10), solved, open),
				answer("2", m(12)), mail("3", m(20)), answer("4", m(25)),
			},
			first: 720, replies: map[string]int64{"3": 300},
		},
		"solved and reopened in one instant clears nothing": {
			records: []record.Record{
				mail("1", base), status("1", m(5), open, solved), status("2", m(5), solved, open), answer("2", m(10)),
			},
			first: 600, replies: map[string]int64{"1": 600},
		},
		"first response from before the creation": {
			records: []record.Record{answer("1", m(-10)), answer("2", m(10))}, first: 0,
		},
		"a merged ticket hands its wait on": {
			records: []record.Record{mail("1", base), answer("2", m(10)), answer("3", m(30))},
			first:   600, replies: map[string]int64{"1": 600, "child": 1080},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tk := ticket(base, base, open)
			if tc.origin != "" {
				tk.Origin = tc.origin
			}
			h := historyOf(append([]record.Record{tk}, tc.records...)...)
			if name == "a merged ticket hands its wait on" {
				require.True(t, h.Absorb(Absorbed{Ticket: "9", At: m(20), Since: m(12), Message: "child"}))
			}
			facts := Derive(h, withHistory())
			first, replies := int64(-1), map[string]int64{}
			for _, f := range facts {
				switch f.Kind {
				case FirstResponse:
					first = observed(t, f, familyFirstResponse) / second
				case Reply:
					replies[f.Key[len("reply/"):]] = observed(t, f, familyReply) / second
				}
			}
			if tc.replies == nil {
				tc.replies = map[string]int64{}
			}
			require.Equal(t, tc.first, first)
			require.Equal(t, tc.replies, replies)
		})
	}
}

// The options of the first response. Seconds; -1 is none.
func TestFirstResponseOptions(t *testing.T) {
	m := func(n int) time.Time { return at(time.Duration(n) * time.Minute) }
	hidden := bot("h", m(4))
	hidden.Visibility = record.Internal
	tests := map[string]struct {
		options Responses
		origin  record.Origin
		records []record.Record
		want    int64
	}{
		"from creation, whatever a bot says": {want: 600, records: []record.Record{mail("1", base), bot("2", m(4)), answer("3", m(10))}},
		"from the handover": {
			options: Responses{FromHandoff: true}, want: 360,
			records: []record.Record{mail("1", base), bot("2", m(1)), bot("3", m(4)), answer("4", m(10)), bot("5", m(11))},
		},
		"no bot, no handover":             {options: Responses{FromHandoff: true}, want: 600, records: []record.Record{mail("1", base), answer("2", m(10))}},
		"a bot's note hands over nothing": {options: Responses{FromHandoff: true}, want: 600, records: []record.Record{mail("1", base), hidden, answer("2", m(10))}},
		"opened by an agent: none":        {origin: record.OriginAgent, want: -1, records: []record.Record{answer("1", base), answer("2", m(10))}},
		"opened by an agent: the next message": {
			options: Responses{AgentCreated: true}, origin: record.OriginAgent, want: 600,
			records: []record.Record{answer("1", base), mail("2", m(3)), answer("3", m(10)), answer("4", m(20))},
		},
		"opened by an agent with a note": {
			options: Responses{AgentCreated: true}, origin: record.OriginAgent, want: 600,
			records: []record.Record{note("1", base), answer("2", m(10))},
		},
		"opened by an agent, nothing else": {
			options: Responses{AgentCreated: true}, origin: record.OriginAgent, want: -1, records: []record.Record{answer("1", base)},
		},
		"the option changes nothing for a customer's ticket": {
			options: Responses{AgentCreated: true}, want: 0, records: []record.Record{answer("1", base), answer("2", m(10))},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			rules := withHistory()
			rules.Responses = tc.options
			tk := ticket(base, base, record.StatusOpen)
			if tc.origin != "" {
				tk.Origin = tc.origin
			}
			got := int64(-1)
			for _, f := range Derive(historyOf(append([]record.Record{tk}, tc.records...)...), rules) {
				if f.Kind == FirstResponse {
					got = observed(t, f, familyFirstResponse) / second
				}
			}
			require.Equal(t, tc.want, got)
		})
	}
}

func TestFirstResponseBeforeCreationIsAnAnomaly(t *testing.T) {
	f := find(t, Derive(historyOf(ticket(base, base, record.StatusOpen), answer("1", at(-hour))), withHistory()), "first_response")
	require.Equal(t, []record.AnomalyReason{record.AnomalyNegative}, f.Anomalies)
	require.Equal(t, base, f.At)
}

// "What counts": a wait handed on starts with the merge, unless an older one is open or its message came too.
func TestAbsorbed(t *testing.T) {
	handed := Absorbed{Ticket: "9", At: at(2 * hour), Since: at(hour), Message: "child"}
	tests := map[string]struct {
		records []record.Record
		since   time.Time
		message string
	}{
		"nobody else waits":      {nil, at(hour), "child"},
		"the open wait is older": {[]record.Record{mail("1", at(30*time.Minute))}, at(30 * time.Minute), "1"},
		"the open wait is younger": {
			[]record.Record{mail("1", at(90*time.Minute))}, at(hour), "child",
		},
		"the message moved too and was answered": {[]record.Record{mail("child", at(hour)), answer("2", at(90*time.Minute))}, time.Time{}, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf(append([]record.Record{ticket(base, base, record.StatusOpen)}, tc.records...)...)
			h.Absorb(handed)
			since, message, ok := h.Wait(withHistory(), at(3*hour))
			require.Equal(t, tc.message != "", ok)
			require.Equal(t, tc.message, message)
			require.Equal(t, tc.since, since)
			require.Equal(t, tc.since, ViewAt(h, withHistory(), at(3*hour)).WaitingSince)
		})
	}
}

// Merges are taken in their order, whatever the tickets' ids.
func TestAbsorbedInOrder(t *testing.T) {
	h := historyOf(ticket(base, base, record.StatusOpen), answer("1", at(3*hour)), answer("2", at(5*hour)))
	h.Absorb(Absorbed{Ticket: "8", At: at(4 * hour), Since: at(190 * time.Minute), Message: "second"})
	h.Absorb(Absorbed{Ticket: "9", At: at(2 * hour), Since: at(20 * time.Minute), Message: "first"})
	facts := Derive(h, withHistory())
	require.Equal(t, []string{"reply/first", "reply/second"}, ofKind(facts, Reply))
	require.Equal(t, (110 * time.Minute).Milliseconds(), observed(t, find(t, facts, "reply/second"), familyReply))
}

// A customer whom the other ticket has answered since does not wait any more.
func TestAbsorbedAfterAnAnswer(t *testing.T) {
	h := historyOf(ticket(base, base, record.StatusOpen), answer("1", at(3*hour)))
	h.Absorb(Absorbed{Ticket: "9", At: at(4 * hour), Since: at(2 * hour), Message: "first"})
	_, _, waits := h.Wait(withHistory(), at(5*hour))
	require.False(t, waits)
	h.Absorb(Absorbed{Ticket: "8", At: at(4 * hour), Since: at(3*hour + time.Minute), Message: "second"})
	_, message, waits := h.Wait(withHistory(), at(5*hour))
	require.True(t, waits)
	require.Equal(t, "second", message)
}

// Wait is what a ticket hands on when it is merged: the wait at that instant, none if it was void before.
func TestWaitOfMergedTicket(t *testing.T) {
	tk := ticket(base, at(hour), record.StatusMerged)
	tk.VoidedAt = at(hour)
	h := historyOf(tk, mail("1", base))
	since, message, ok := h.Wait(withHistory(), at(hour))
	require.True(t, ok)
	require.Equal(t, base, since)
	require.Equal(t, "1", message)
	_, _, ok = h.Wait(withHistory(), at(2*hour))
	require.False(t, ok)
}
