package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func TestViewAt(t *testing.T) {
	tk := ticket(base, at(5*hour), record.StatusPending)
	tk.Group, tk.Assignee, tk.Brand = "Billing", "bob", "main"
	h := historyOf(tk, mail("1", base), answer("2", at(3*hour)), mail("3", at(4*hour)),
		moves("a", at(2*hour), text("Support"), "Billing"),
		record.AssignmentChange{ID: "b", Ticket: "1", At: at(time.Hour), Agent: text("bob")},
		status("s1", at(3*hour), record.StatusNew, record.StatusOpen),
		status("s2", at(5*hour), record.StatusOpen, record.StatusPending))
	rules := withHistory()
	require.False(t, ViewAt(h, rules, at(-time.Second)).Exists)
	require.Equal(t, View{
		Ticket: "1", Exists: true, Status: record.StatusNew, Brand: "main", Group: "Support", Channel: record.ChannelEmail,
		Priority: record.PriorityNormal, Category: "none", CreatedAt: base, WaitingSince: base,
	}, ViewAt(h, rules, at(30*time.Minute)))
	require.Equal(t, View{
		Ticket: "1", Exists: true, Status: record.StatusPending, Brand: "main", Group: "Billing", Channel: record.ChannelEmail,
		Priority: record.PriorityNormal, Category: "none", Assigned: true, CreatedAt: base, WaitingSince: at(4 * hour),
	}, ViewAt(h, rules, at(6*hour)))
	require.Zero(t, ViewAt(h, rules, at(3*hour+time.Minute)).WaitingSince)
}

// docs/semantics.md, "What counts": nobody waits on a solved or void ticket.
func TestNobodyWaits(t *testing.T) {
	for _, s := range []record.Status{record.StatusSolved, record.StatusDeleted} {
		h := historyOf(ticket(base, base, record.StatusOpen), status("1", at(hour), record.StatusOpen, s), mail("1", at(2*hour)))
		v := ViewAt(h, withHistory(), at(3*hour))
		require.Zero(t, v.WaitingSince, s)
		require.Equal(t, s == record.StatusSolved, v.Exists, s)
	}
}

// "What counts": where the product has no status "new", an open ticket is new until an agent touches it.
func TestInferNew(t *testing.T) {
	rules := withHistory()
	rules.InferNew = true
	byRule := status("1", at(hour), record.StatusOpen, record.StatusPending)
	byRule.Actor = record.Actor{Role: record.AuthorAutomation}
	backByRule := status("2", at(2*hour), record.StatusPending, record.StatusOpen)
	backByRule.Actor = byRule.Actor
	solved := status("9", at(10*hour), record.StatusOpen, record.StatusSolved)
	tests := map[string]struct {
		records        []record.Record
		fresh, open    time.Duration
		atThree, atSix record.Status
	}{
		"untouched until solved":     {nil, 10 * hour, 0, record.StatusNew, record.StatusNew},
		"an agent answers":           {[]record.Record{answer("1", at(4*hour))}, 4 * hour, 6 * hour, record.StatusNew, record.StatusOpen},
		"a note or a bot":            {[]record.Record{note("1", at(4*hour)), bot("2", at(4*hour))}, 10 * hour, 0, record.StatusNew, record.StatusNew},
		"rules leave it new":         {[]record.Record{byRule, backByRule}, 9 * hour, 0, record.StatusNew, record.StatusNew},
		"a change of status by hand": {[]record.Record{status("1", at(4*hour), record.StatusOpen, record.StatusHold), status("2", at(5*hour), record.StatusHold, record.StatusOpen)}, 4 * hour, 5 * hour, record.StatusNew, record.StatusOpen},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf(append([]record.Record{ticket(base, base, record.StatusOpen), solved}, tc.records...)...)
			f := find(t, Derive(h, rules), "final")
			require.Equal(t, tc.fresh.Milliseconds(), observed(t, f, familyPhase, "new"))
			require.Equal(t, tc.open.Milliseconds(), observed(t, f, familyPhase, "open"))
			require.Equal(t, tc.atThree, ViewAt(h, rules, at(3*hour)).Status)
			require.Equal(t, tc.atSix, ViewAt(h, rules, at(6*hour)).Status)
		})
	}
}

// The stock must equal the vendor's: a newer snapshot is believed over the changes.
func TestStockFollowsTheSnapshot(t *testing.T) {
	closed := ticket(base, at(3*hour), record.StatusClosed)
	closed.Group, closed.Priority = "Billing", record.PriorityLow
	h := historyOf(ticket(base, base, record.StatusOpen), closed, moves("a", at(hour), text("Support"), "Returns"),
		status("1", at(hour), record.StatusOpen, record.StatusPending))
	require.Equal(t, record.StatusPending, ViewAt(h, withHistory(), at(2*hour)).Status)
	require.Equal(t, "Returns", ViewAt(h, withHistory(), at(2*hour)).Group)
	v := ViewAt(h, withHistory(), at(4*hour))
	require.Equal(t, record.StatusClosed, v.Status)
	require.Equal(t, "Billing", v.Group)
	require.Equal(t, record.PriorityLow, v.Priority)
}

func TestWholeUntil(t *testing.T) {
	open, solved := record.StatusOpen, record.StatusSolved
	tests := map[string]struct {
		records []record.Record
		want    time.Time
	}{
		"unresolved":         {nil, time.Time{}},
		"solved":             {[]record.Record{status("1", at(hour), open, solved)}, at(hour + week)},
		"reopened":           {[]record.Record{status("1", at(hour), open, solved), status("2", at(2*hour), solved, open)}, time.Time{}},
		"void":               {[]record.Record{status("1", at(hour), open, record.StatusSpam)}, at(hour + week)},
		"recovered":          {[]record.Record{status("1", at(hour), open, record.StatusSpam), status("2", at(2*hour), record.StatusSpam, open)}, time.Time{}},
		"a message later on": {[]record.Record{status("1", at(hour), open, solved), mail("9", at(hour+2*week))}, at(hour + 2*week)},
		"closed without a change that tells": {
			[]record.Record{ticket(base, at(4*hour), record.StatusClosed)}, at(4*hour + week),
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf(append([]record.Record{ticket(base, base, open)}, tc.records...)...)
			require.Equal(t, tc.want, Study(h, withHistory()).Whole)
		})
	}
	require.Zero(t, Study(historyOf(mail("1", base)), withHistory()).Whole)
}
