package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func text(s string) *string { return &s }

func moves(id string, when time.Time, from *string, to string) record.AssignmentChange {
	return record.AssignmentChange{ID: id, Ticket: "1", At: when, Group: text(to), FromGroup: from}
}

// docs/semantics.md, "Labels": each fact carries the labels valid at its event time.
func TestLabelsAtTheirTime(t *testing.T) {
	tk := ticket(base, at(9*hour), record.StatusSolved)
	tk.Group, tk.Priority, tk.Brand = "Returns", record.PriorityUrgent, "main"
	h := historyOf(tk, mail("m1", base), answer("m2", at(2*hour)),
		moves("a", at(hour), text("Support"), "Billing"), moves("b", at(3*hour), nil, "Returns"),
		record.PriorityChange{ID: "p", Ticket: "1", At: at(2 * hour), From: record.PriorityLow, To: record.PriorityUrgent},
		record.CategoryChange{ID: "c", Ticket: "1", At: at(90 * time.Minute), To: "delivery"},
		status("s", at(9*hour), record.StatusOpen, record.StatusSolved))
	facts := Derive(h, withHistory())

	created := find(t, facts, "created")
	require.Equal(t, []string{desk, "main", "Support", "email", "low", "customer"}, created.Samples[0].Values)
	require.Equal(t, []string{desk, "main", "Billing", "email", "urgent", "calendar"}, find(t, facts, "first_response").Samples[0].Values)
	require.Equal(t, []string{desk, "main", "Billing", "email", "urgent", "calendar"}, find(t, facts, "reply/m1").Samples[0].Values)
	require.Equal(t, []string{desk, "main", "Returns", "email", "delivery", "urgent", "first"}, find(t, facts, "resolved/s").Samples[0].Values)
	require.Equal(t, []string{desk, "main", "Support", "email", "inbound", "customer", "public", "open"}, find(t, facts, "message/m1").Samples[0].Values)
	require.Equal(t, []string{desk, "main", "Billing", "email", "outbound", "agent", "public", "open"}, find(t, facts, "message/m2").Samples[0].Values)
	require.Equal(t, []string{"moved/a", "moved/b"}, ofKind(facts, Moved))
	require.Equal(t, []string{desk, "main", "Support", "Billing"}, find(t, facts, "moved/a").Samples[0].Values)
	require.Equal(t, []string{desk, "main", "Billing", "Returns"}, find(t, facts, "moved/b").Samples[0].Values)
}

// "Labels": what nothing tells has one spelling.
func TestLabelsNotTold(t *testing.T) {
	h := historyOf(record.Ticket{ID: "1", CreatedAt: base, Status: record.StatusOpen})
	require.Equal(t, base, h.Snapshots[0].Version)
	require.Equal(t, []string{desk, "", "", "other", "none", "customer"},
		find(t, Derive(h, withHistory()), "created").Samples[0].Values)
}

// "Labels": without a history the group is that of the newest snapshot then, else of the oldest.
func TestSnapshotsStandForHistory(t *testing.T) {
	first, second, third := ticket(base, at(hour), record.StatusOpen), ticket(base, at(3*hour), record.StatusPending), ticket(base, at(9*hour), record.StatusSolved)
	second.Group, third.Group = "Billing", "Billing"
	third.SolvedAt = at(8 * hour)
	facts := Derive(historyOf(third, first, second), snapshotsOnly())
	require.Equal(t, "Support", label(t, find(t, facts, "created"), familyCreated, "group"))
	require.Equal(t, []string{"moved/snapshot/1"}, ofKind(facts, Moved))
	require.Equal(t, at(3*hour), find(t, facts, "moved/snapshot/1").At)
	// A solve has the vendor's stamp, if it lies between the snapshots.
	require.Equal(t, at(8*hour), find(t, facts, "resolved/snapshot/1").At)
	require.Equal(t, (5 * hour).Milliseconds(), observed(t, find(t, facts, "final"), familyPhase, "pending"))

	// Where the source has a history of a kind, a difference is a label but no transition.
	facts = Derive(historyOf(third, first, second), withHistory())
	require.Empty(t, ofKind(facts, Moved))
	require.Empty(t, ofKind(facts, Resolved))
}

func TestSnapshotSolves(t *testing.T) {
	at1, at2 := at(hour), at(5*hour)
	tests := map[string]struct {
		tickets []record.Ticket
		stamp   time.Time
		want    time.Time
	}{
		"first seen solved, stamped":       {[]record.Ticket{ticket(base, at2, record.StatusSolved)}, at1, at1},
		"first seen solved, no stamp":      {[]record.Ticket{ticket(base, at2, record.StatusSolved)}, time.Time{}, at2},
		"stamp from before the last poll":  {[]record.Ticket{ticket(base, at1, record.StatusOpen), ticket(base, at2, record.StatusSolved)}, base, at2},
		"stamp after the version is wrong": {[]record.Ticket{ticket(base, at2, record.StatusClosed)}, at(6 * hour), at2},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf()
			for i, tk := range tc.tickets {
				if i == len(tc.tickets)-1 {
					tk.SolvedAt = tc.stamp
				}
				h.Merge(tk)
			}
			facts := Derive(h, snapshotsOnly())
			require.Equal(t, []string{"resolved/snapshot/1"}, ofKind(facts, Resolved))
			require.Equal(t, tc.want, find(t, facts, "resolved/snapshot/1").At)
		})
	}
}

// A ticket created as solved leaves no change of status in any product.
func TestCreatedAsSolved(t *testing.T) {
	h := historyOf(ticket(base, base, record.StatusSolved))
	require.Equal(t, base, find(t, Derive(h, withHistory()), "resolved/snapshot/1").At)
	// Reopened later, the solve keeps its key.
	h.Merge(status("1", at(hour), record.StatusSolved, record.StatusOpen))
	h.Merge(ticket(base, at(hour), record.StatusOpen))
	facts := Derive(h, withHistory())
	require.Equal(t, base, find(t, facts, "resolved/snapshot/1").At)
	require.Equal(t, at(hour), find(t, facts, "reopened/1").At)
}

// "What counts": void tickets leave reporting; what happens inside a void does not count, messages do.
func TestVoid(t *testing.T) {
	open, deleted := record.StatusOpen, record.StatusDeleted
	deletedTicket := ticket(base, at(hour), deleted)
	stamped := deletedTicket
	stamped.VoidedAt = at(30 * time.Minute)
	merged := ticket(base, at(hour), record.StatusClosed)
	merged.MergedInto = "2"
	type void struct {
		at             time.Time
		reason, change string
	}
	tests := map[string]struct {
		records []record.Record
		rules   *Rules
		want    []void
	}{
		"by the change":            {[]record.Record{ticket(base, at(2*hour), deleted), status("1", at(hour), open, deleted)}, withHistory(), []void{{at(hour), "deleted", "new"}}},
		"by the snapshot":          {[]record.Record{deletedTicket}, withHistory(), []void{{at(hour), "deleted", "new"}}},
		"by the stamp":             {[]record.Record{stamped}, withHistory(), []void{{at(30 * time.Minute), "deleted", "new"}}},
		"the stamp before changes": {[]record.Record{stamped, status("1", at(40*time.Minute), open, deleted)}, withHistory(), []void{{at(30 * time.Minute), "deleted", "new"}}},
		"without a history":        {[]record.Record{ticket(base, base, open), stamped}, snapshotsOnly(), []void{{at(30 * time.Minute), "deleted", "new"}}},
		"merged though closed":     {[]record.Record{merged, status("1", at(hour), open, record.StatusClosed)}, withHistory(), []void{{at(hour), "merged", "new"}}},
		"merged, then closed":      {[]record.Record{merged, status("1", at(hour), open, record.StatusMerged), status("2", at(2*hour), record.StatusOpen, record.StatusClosed)}, withHistory(), []void{{at(hour), "merged", "new"}}},
		"recovered, told": {
			[]record.Record{
				status("1", at(hour), open, deleted), status("2", at(2*hour), deleted, open), ticket(base, at(2*hour), open),
			},
			withHistory(),
			[]void{{at(hour), "deleted", "new"}, {at(2 * hour), "deleted", "retracted"}},
		},
		"recovered between snapshots": {
			[]record.Record{
				ticket(base, base, open), deletedTicket, ticket(base, at(2*hour), open),
			},
			snapshotsOnly(),
			[]void{{at(hour), "deleted", "new"}, {at(2 * hour), "deleted", "retracted"}},
		},
		"twice": {
			[]record.Record{
				ticket(base, at(3*hour), record.StatusSpam),
				status("1", at(hour), open, deleted), status("2", at(2*hour), deleted, open), status("3", at(3*hour), open, record.StatusSpam),
			},
			withHistory(),
			[]void{{at(hour), "deleted", "new"}, {at(2 * hour), "deleted", "retracted"}, {at(3 * hour), "spam", "new"}},
		},
		"from the start": {[]record.Record{ticket(base, base, record.StatusSpam)}, withHistory(), []void{{base, "spam", "new"}}},
		"a version that never moved": {[]record.Record{
			ticket(base, base, deleted), status("1", at(hour), record.StatusNew, open),
		}, withHistory(), []void{{at(hour), "deleted", "new"}}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf(tc.records...)
			h.Merge(mail("m", at(90*time.Minute)))
			h.Merge(answer("n", at(100*time.Minute)))
			facts := Derive(h, tc.rules)
			var got []void
			for _, f := range facts {
				if f.Kind == Void {
					got = append(got, void{f.At, label(t, f, familyVoided, "reason"), label(t, f, familyVoided, "change")})
				}
			}
			require.Equal(t, tc.want, got)
			require.Equal(t, "created", find(t, facts, "void/1").Requires)
			if len(got) > 1 {
				require.Equal(t, "void/1", find(t, facts, "void/1/retracted").Requires)
			}
			require.Equal(t, base, find(t, facts, "created").At)
			require.Len(t, ofKind(facts, MessageWritten), 2)
			// The answer was given inside the void.
			require.Empty(t, ofKind(facts, Reply))
			require.Empty(t, ofKind(facts, FirstResponse))
			require.Empty(t, ofKind(facts, Resolved))
		})
	}
}

// "What counts": a void carries the labels valid just before it.
func TestVoidLabels(t *testing.T) {
	h := historyOf(ticket(base, at(hour), record.StatusMerged), moves("a", at(hour), text("Support"), "Bin"),
		status("1", at(hour), record.StatusOpen, record.StatusMerged))
	facts := Derive(h, withHistory())
	require.Equal(t, []string{desk, "", "Support", "email", "customer", "merged", "new"}, find(t, facts, "void/1").Samples[0].Values)
	require.Empty(t, ofKind(facts, Moved))
}

func TestMoved(t *testing.T) {
	tests := map[string]struct {
		changes []record.AssignmentChange
		want    []string
	}{
		"to another group":          {[]record.AssignmentChange{moves("a", at(hour), text("Support"), "Billing")}, []string{"moved/a"}},
		"to the same group":         {[]record.AssignmentChange{moves("a", at(hour), text("Support"), "Support")}, []string{}},
		"group given at creation":   {[]record.AssignmentChange{moves("a", base, text(""), "Support")}, []string{}},
		"group given later":         {[]record.AssignmentChange{moves("a", at(hour), text(""), "Support")}, []string{"moved/a"}},
		"to nobody":                 {[]record.AssignmentChange{moves("a", at(hour), text("Support"), "")}, []string{}},
		"only the agent changes":    {[]record.AssignmentChange{{ID: "a", Ticket: "1", At: at(hour), Agent: text("bob")}}, []string{}},
		"there and back, no ids":    {[]record.AssignmentChange{moves("", at(hour), text("Support"), "B"), moves("", at(2*hour), text("B"), "Support")}, []string{"moved/1772442000000/B", "moved/1772445600000/Support"}},
		"nothing told of the first": {[]record.AssignmentChange{moves("a", at(hour), nil, "Support")}, []string{}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf(ticket(base, base, record.StatusOpen))
			for _, c := range tc.changes {
				h.Merge(c)
			}
			require.Equal(t, tc.want, ofKind(Derive(h, withHistory()), Moved))
		})
	}
}

// "What counts": topics of the first version are seen at the creation, others when a version has them.
func TestTopics(t *testing.T) {
	first, second := ticket(base, at(hour), record.StatusOpen), ticket(base, at(2*hour), record.StatusOpen)
	first.Topics = []string{"shipping"}
	second.Topics = []string{"damaged"}
	facts := Derive(historyOf(second, first), withHistory())
	require.Equal(t, []string{"topic/shipping", "topic/damaged"}, ofKind(facts, TopicFirstSeen))
	require.Equal(t, base, find(t, facts, "topic/shipping").At)
	require.Equal(t, at(2*hour), find(t, facts, "topic/damaged").At)
	require.Equal(t, []Sample{{Family: familyTopics, Values: []string{desk, "", "Support"}, Count: 1}}, find(t, facts, "topic/damaged").Samples)
}

// "Late and changed data": without a creation there is nothing to measure from.
func TestMissingCreation(t *testing.T) {
	tk := ticket(time.Time{}, at(hour), record.StatusSolved)
	h := historyOf(tk, mail("1", base), answer("2", at(hour)), status("s", at(hour), record.StatusOpen, record.StatusSolved))
	facts := Derive(h, withHistory())
	missing := []record.AnomalyReason{record.AnomalyMissing}
	require.Equal(t, missing, find(t, facts, "created").Anomalies)
	first := find(t, facts, "first_response")
	require.Equal(t, missing, first.Anomalies)
	require.Empty(t, first.Samples)
	require.Equal(t, missing, find(t, facts, "resolved/s").Anomalies)
	require.Equal(t, hour.Milliseconds(), observed(t, find(t, facts, "reply/1"), familyReply))
}
