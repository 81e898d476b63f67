package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// docs/semantics.md, "Exactly once": the key of a transition is the vendor's event id, else instant and new state.
// 1772442000000 is an hour after base.
func TestTransitionKeys(t *testing.T) {
	open, solved := record.StatusOpen, record.StatusSolved
	require.EqualValues(t, 1772442000000, at(hour).UnixMilli())
	move := moves("", at(hour), text("Support"), "Billing")
	tests := map[string]struct {
		records []record.Record
		kind    Kind
		want    []string
	}{
		"by the id": {
			[]record.Record{status("7", at(hour), open, solved), status("8", at(2*hour), solved, open), status("9", at(3*hour), open, solved)},
			Resolved,
			[]string{"resolved/7", "resolved/9"},
		},
		"told again at another instant": {
			[]record.Record{status("7", at(hour), open, solved), status("7", at(hour+time.Minute), open, solved)},
			Resolved,
			[]string{"resolved/7"},
		},
		"without an id": {
			[]record.Record{status("", at(hour), open, solved), status("", at(hour), open, solved)},
			Resolved,
			[]string{"resolved/1772442000000/solved"},
		},
		"reopened without an id": {
			[]record.Record{status("", at(0), open, solved), status("", at(hour), solved, open)},
			Reopened,
			[]string{"reopened/1772442000000/open"},
		},
		"moved by the id":       {[]record.Record{moves("3", at(hour), text("Support"), "Billing")}, Moved, []string{"moved/3"}},
		"moved without an id":   {[]record.Record{move}, Moved, []string{"moved/1772442000000/Billing"}},
		"categorised by the id": {[]record.Record{record.CategoryChange{ID: "4", Ticket: "1", At: at(hour), From: "a", To: "b"}}, Categorised, []string{"categorised", "categorised/4/retracted", "categorised/4/new"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			facts := Derive(historyOf(append([]record.Record{ticket(base, base, open)}, tc.records...)...), withHistory())
			require.ElementsMatch(t, tc.want, ofKind(facts, tc.kind))
		})
	}
}

// "Exactly once": the ordinals of voids go on after a summary, so that a recovery names the void that was counted.
func TestVoidOrdinalsGoOnAfterASummary(t *testing.T) {
	open, deleted := record.StatusOpen, record.StatusDeleted
	h := summarised(t, withHistory(), ticket(base, at(3*hour), deleted),
		status("1", at(hour), open, deleted), status("2", at(2*hour), deleted, open), status("3", at(3*hour), open, deleted))
	require.Equal(t, 2, h.Prior.Voided)
	h.Merge(ticket(base, at(2*week), open))
	h.Merge(status("4", at(2*week), deleted, open))
	f := find(t, Derive(h, withHistory()), "void/2/retracted")
	require.Equal(t, "void/2", f.Requires)
	require.Equal(t, at(2*week), f.At)
}

// A recovery may be told before the version of the ticket that shows it: the version that is known tells of the
// void that has ended, not of another.
func TestRecoveryBeforeItsVersion(t *testing.T) {
	open, deleted := record.StatusOpen, record.StatusDeleted
	void, back := status("1", at(hour), open, deleted), status("2", at(2*hour), deleted, open)
	for name, c := range map[string]struct {
		version time.Duration
		want    []string
	}{
		"of the void":        {hour, []string{"void/1", "void/1/retracted"}},
		"after the recovery": {3 * hour, []string{"void/1", "void/1/retracted", "void/2"}},
	} {
		t.Run(name, func(t *testing.T) {
			h := historyOf(ticket(base, at(c.version), deleted), void, back)
			require.ElementsMatch(t, c.want, ofKind(Derive(h, withHistory()), Void))
		})
	}
}

// "What counts": an end user who is not the requester, such as one in copy, is a customer like any other.
func TestOthersThanTheRequesterAsk(t *testing.T) {
	tk := ticket(base, base, record.StatusOpen)
	tk.Requester = "ada"
	inCopy := mail("1", at(hour))
	inCopy.AuthorID = "bea"
	h := historyOf(tk, inCopy, answer("2", at(3*hour)))
	require.Equal(t, at(hour), ViewAt(h, withHistory(), at(2*hour)).WaitingSince)
	reply := find(t, Derive(h, withHistory()), "reply/1")
	require.Equal(t, (2 * hour).Milliseconds(), observed(t, reply, familyReply))
}
