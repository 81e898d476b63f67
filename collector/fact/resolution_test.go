package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

const (
	hour = time.Hour
	week = 7 * 24 * time.Hour
)

// base is when the tickets of the tables are created.
var base = day(2, "08:00:00")

func at(d time.Duration) time.Time { return base.Add(d) }

// docs/semantics.md, "What counts": a resolution is a transition from unresolved to resolved.
func TestResolved(t *testing.T) {
	open, pending, solved, closed := record.StatusOpen, record.StatusPending, record.StatusSolved, record.StatusClosed
	tests := map[string]struct {
		changes []record.StatusChange
		want    []string
		nth     []string
	}{
		"solved, then closed: one": {[]record.StatusChange{
			status("1", at(hour), open, solved), status("2", at(2*hour), solved, closed),
		}, []string{"resolved/1"}, []string{"first"}},
		"closed without being solved": {[]record.StatusChange{status("1", at(hour), pending, closed)}, []string{"resolved/1"}, []string{"first"}},
		"again after a reopening": {[]record.StatusChange{
			status("1", at(hour), open, solved), status("2", at(2*hour), solved, open), status("3", at(3*hour), open, closed),
		}, []string{"resolved/1", "resolved/3"}, []string{"first", "repeat"}},
		"without the vendor's id: instant and status": {[]record.StatusChange{status("", at(hour), open, solved)}, []string{"resolved/1772442000000/solved"}, []string{"first"}},
		"the same status again is no transition": {[]record.StatusChange{
			status("1", at(hour), open, solved), status("2", at(2*hour), solved, solved),
		}, []string{"resolved/1"}, []string{"first"}},
		"one instant: ids by number, not as text": {[]record.StatusChange{
			status("10", at(hour), pending, solved), status("9", at(hour), open, pending),
		}, []string{"resolved/10"}, []string{"first"}},
		"resolved before the history begins": {[]record.StatusChange{
			status("7", at(hour), solved, open), status("8", at(2*hour), open, solved),
		}, []string{"resolved/8"}, []string{"repeat"}},
		"merged and closed in one second": {[]record.StatusChange{
			status("1", at(hour), open, closed), status("2", at(hour), open, record.StatusMerged),
		}, []string{}, nil},
		"merged and closed in one second, taken apart and solved": {[]record.StatusChange{
			status("1", at(hour), open, closed), status("2", at(hour), closed, record.StatusMerged),
			status("3", at(2*hour), record.StatusMerged, open), status("4", at(3*hour), open, solved),
		}, []string{"resolved/4"}, []string{"first"}},
		"recovered and solved": {[]record.StatusChange{
			status("1", at(hour), open, record.StatusDeleted), status("2", at(2*hour), record.StatusDeleted, open),
			status("3", at(3*hour), open, solved),
		}, []string{"resolved/3"}, []string{"first"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf(ticket(base, base, open))
			for _, c := range tc.changes {
				h.Merge(c)
			}
			facts := Derive(h, withHistory())
			require.Equal(t, tc.want, ofKind(facts, Resolved))
			for i, key := range tc.want {
				require.Equal(t, tc.nth[i], label(t, find(t, facts, key), familyResolved, "nth"))
			}
		})
	}
}

// "What counts": who solved is the actor; if none is told, an agent who answered or opened, else a rule.
// Touches are reply rounds, not messages.
func TestTouches(t *testing.T) {
	automation := record.Actor{Role: record.AuthorAutomation}
	unknown := record.Actor{}
	tests := map[string]struct {
		actor       record.Actor
		origin      record.Origin
		messages    []record.Message
		by, touches string
	}{
		"agent, one round of two messages": {
			agent, record.OriginCustomer,
			[]record.Message{mail("1", base), answer("2", at(10*time.Minute)), answer("3", at(20*time.Minute))},
			"agent", "1",
		},
		"closed by a rule, answered": {
			automation, record.OriginCustomer,
			[]record.Message{mail("1", base), answer("2", at(10*time.Minute))},
			"automation", "1",
		},
		"unknown, answered by an agent": {
			unknown, record.OriginCustomer,
			[]record.Message{mail("1", base), answer("2", at(10*time.Minute))},
			"agent", "1",
		},
		"unknown, nobody answered":    {unknown, record.OriginCustomer, []record.Message{mail("1", base)}, "automation", "0"},
		"unknown, opened by an agent": {unknown, record.OriginAgent, nil, "agent", "0"},
		"an answer in the instant of the solve": {
			agent, record.OriginCustomer,
			[]record.Message{mail("1", base), answer("2", at(hour))},
			"agent", "1",
		},
		"an answer after the solve": {
			agent, record.OriginCustomer,
			[]record.Message{mail("1", base), answer("2", at(hour+time.Second))},
			"agent", "0",
		},
		"three rounds": {agent, record.OriginCustomer, []record.Message{
			mail("1", base), answer("2", at(time.Minute)), mail("3", at(2*time.Minute)), answer("4", at(3*time.Minute)),
			mail("5", at(4*time.Minute)), answer("6", at(5*time.Minute)),
		}, "agent", "2+"},
		"notes and bots are no touch": {record.Actor{Role: record.AuthorBot}, record.OriginCustomer, []record.Message{
			mail("1", base), note("2", at(time.Minute)),
			{ID: "3", Ticket: "1", At: at(time.Minute), Direction: record.Outbound, Author: record.AuthorBot, Visibility: record.Public},
		}, "bot", "0"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tk := ticket(base, base, record.StatusOpen)
			tk.Origin = tc.origin
			solved := status("s", at(hour), record.StatusOpen, record.StatusSolved)
			solved.Actor = tc.actor
			h := historyOf(tk, solved)
			for _, m := range tc.messages {
				h.Merge(m)
			}
			f := find(t, Derive(h, withHistory()), "resolved/s")
			require.Equal(t, tc.by, label(t, f, familyTouches, "by"))
			require.Equal(t, tc.touches, label(t, f, familyTouches, "touches"))
			require.Equal(t, 3600*second, observed(t, f, familyResolution, "first"))
		})
	}
}

// "What counts": an answer inside a void is neither a round nor a touch.
func TestTouchesInsideVoid(t *testing.T) {
	open, deleted := record.StatusOpen, record.StatusDeleted
	h := historyOf(ticket(base, base, open), mail("1", base), status("1", at(hour), open, deleted),
		answer("2", at(2*hour)), status("2", at(3*hour), deleted, open), status("3", at(4*hour), open, record.StatusSolved))
	require.Equal(t, "0", label(t, find(t, Derive(h, withHistory()), "resolved/3"), familyTouches, "touches"))
}

// "What counts": a reopening counts with its own instant once its kind is known.
func TestReopened(t *testing.T) {
	solved, open := record.StatusSolved, record.StatusOpen
	reopenAt := at(2 * hour)
	tests := map[string]struct {
		records []record.Record
		kind    string
		known   time.Time
	}{
		"nothing happens: work after a day":    {nil, "work", reopenAt.Add(24 * hour)},
		"an agent answers":                     {[]record.Record{answer("m", at(3*hour))}, "work", at(3 * hour)},
		"an agent answers in the same instant": {[]record.Record{answer("m", reopenAt)}, "work", reopenAt},
		"a note is no answer":                  {[]record.Record{note("m", at(3*hour))}, "work", reopenAt.Add(24 * hour)},
		"solved again without an answer":       {[]record.Record{status("3", at(4*hour), open, solved)}, "no_reply_needed", at(4 * hour)},
		"solved again in the same second":      {[]record.Record{status("3", reopenAt, open, solved)}, "no_reply_needed", reopenAt},
		"answered, then solved": {[]record.Record{
			answer("m", at(3*hour)), status("3", at(4*hour), open, solved),
		}, "work", at(3 * hour)},
		"answered with the solve": {[]record.Record{
			answer("m", at(4*hour)), status("3", at(4*hour), open, solved),
		}, "work", at(4 * hour)},
		"solved again, answered afterwards": {[]record.Record{
			status("3", at(4*hour), open, solved), answer("m", at(5*hour)),
		}, "no_reply_needed", at(4 * hour)},
		"solved again after a day": {[]record.Record{status("3", at(26*hour), open, solved)}, "work", reopenAt.Add(24 * hour)},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf(ticket(base, base, open), mail("1", base), answer("before", at(30*time.Minute)),
				status("1", at(hour), open, solved), status("2", reopenAt, solved, open))
			for _, r := range tc.records {
				h.Merge(r)
			}
			f := find(t, Derive(h, withHistory()), "reopened/2")
			require.Equal(t, tc.kind, label(t, f, familyReopened, "kind"))
			require.Equal(t, reopenAt, f.At)
			require.Equal(t, tc.known, f.KnownAt)
		})
	}
}

// "What counts": final when the reopen window after the last solve has passed, or at close.
func TestFinal(t *testing.T) {
	solved, open, closed, pending, hold := record.StatusSolved, record.StatusOpen, record.StatusClosed, record.StatusPending, record.StatusHold
	type phases struct{ fresh, open, pending, hold time.Duration }
	tests := map[string]struct {
		changes   []record.StatusChange
		at        time.Time // zero: not final
		duration  time.Duration
		phases    phases
		anomalies []record.AnomalyReason
	}{
		"unresolved": {},
		"window": {
			[]record.StatusChange{status("1", at(hour), open, solved)}, at(hour + week), hour, phases{open: hour}, nil,
		},
		"close before the window ends": {
			[]record.StatusChange{status("1", at(hour), open, solved), status("2", at(30*hour), solved, closed)},
			at(30 * hour), hour,
			phases{open: hour},
			nil,
		},
		"a product that only closes keeps the window": {
			[]record.StatusChange{status("1", at(hour), open, closed)}, at(hour + week), hour, phases{open: hour}, nil,
		},
		"all phases, solved time in none": {
			[]record.StatusChange{
				status("1", at(hour), record.StatusNew, open), status("2", at(3*hour), open, pending),
				status("3", at(6*hour), pending, hold), status("4", at(10*hour), hold, record.StatusUnknown),
				status("5", at(15*hour), record.StatusUnknown, solved), status("6", at(40*hour), solved, open),
				status("7", at(46*hour), open, solved),
			}, at(46*hour + week), 46 * hour, phases{fresh: hour, open: 13 * hour, pending: 3 * hour, hold: 4 * hour}, nil,
		},
		"reopened in the window: not yet": {
			[]record.StatusChange{status("1", at(hour), open, solved), status("2", at(2*hour), solved, open)}, time.Time{}, 0, phases{}, nil,
		},
		"reopened after the window: once, ever": {
			[]record.StatusChange{
				status("1", at(hour), open, solved), status("2", at(hour+week), solved, open), status("3", at(hour+2*week), open, solved),
			}, at(hour + week), hour, phases{open: hour}, nil,
		},
		"void time in no phase": {
			[]record.StatusChange{
				status("1", at(hour), open, record.StatusDeleted), status("2", at(5*hour), record.StatusDeleted, open),
				status("3", at(6*hour), open, solved),
			}, at(6*hour + week), 6 * hour, phases{open: 2 * hour}, nil,
		},
		"restored as open": {
			[]record.StatusChange{
				status("1", at(hour), open, solved), status("2", at(2*hour), solved, record.StatusDeleted),
				status("3", at(3*hour), record.StatusDeleted, open),
			}, time.Time{}, 0, phases{}, nil,
		},
		"the window ends in a void that passes, restored as open": {
			[]record.StatusChange{
				status("1", at(hour), open, solved), status("2", at(2*hour), solved, record.StatusDeleted),
				status("3", at(2*week), record.StatusDeleted, open),
			}, time.Time{}, 0, phases{}, nil,
		},
		"the window ends in a void that passes": {
			[]record.StatusChange{
				status("1", at(hour), open, solved), status("2", at(2*hour), solved, record.StatusDeleted),
				status("3", at(2*week), record.StatusDeleted, solved),
			}, at(2 * week), hour, phases{open: hour}, nil,
		},
		"history before the creation": {
			[]record.StatusChange{status("1", at(-7*hour), record.StatusNew, open), status("2", at(hour), open, solved)},
			at(hour + week), hour,
			phases{open: hour},
			[]record.AnomalyReason{record.AnomalyNegative},
		},
		"solved before the creation": {
			[]record.StatusChange{status("1", at(-hour), open, solved)},
			at(-hour + week), 0,
			phases{},
			[]record.AnomalyReason{record.AnomalyNegative},
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf(ticket(base, base, open), mail("1", base), note("2", base), answer("3", base.Add(time.Minute)))
			for _, c := range tc.changes {
				h.Merge(c)
			}
			facts := Derive(h, withHistory())
			if tc.at.IsZero() {
				require.Empty(t, ofKind(facts, Final))
				return
			}
			f := find(t, facts, "final")
			require.Equal(t, tc.at, f.At)
			require.Equal(t, tc.at, f.KnownAt)
			require.Equal(t, tc.duration.Milliseconds(), observed(t, f, familyResolution, "final"))
			require.Equal(t, tc.phases, phases{
				fresh:   time.Duration(observed(t, f, familyPhase, "new")) * time.Millisecond,
				open:    time.Duration(observed(t, f, familyPhase, "open")) * time.Millisecond,
				pending: time.Duration(observed(t, f, familyPhase, "pending")) * time.Millisecond,
				hold:    time.Duration(observed(t, f, familyPhase, "hold")) * time.Millisecond,
			})
			require.Equal(t, int64(2), observed(t, f, familyPerTicket))
			require.Equal(t, tc.anomalies, f.Anomalies)
		})
	}
}
