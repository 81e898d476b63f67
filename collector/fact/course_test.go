package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

func TestCourseTellsNoIdentities(t *testing.T) {
	start := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	at := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	agent, nobody := "hash-of-kim", ""
	h := &History{Source: "shop"}
	for _, r := range []record.Record{
		record.Ticket{ID: "1", CreatedAt: start, UpdatedAt: at(90), Requester: "hash-of-ann", Group: "Sales", Assignee: agent, Status: record.StatusSolved, Priority: record.PriorityHigh},
		record.Message{ID: "1", Ticket: "1", At: start, Author: record.AuthorCustomer, AuthorID: "hash-of-ann", Direction: record.Inbound, Visibility: record.Public},
		record.AssignmentChange{ID: "2", Ticket: "1", At: at(10), Agent: &agent, FromAgent: &nobody},
		record.StatusChange{ID: "3", Ticket: "1", At: at(30), From: record.StatusNew, To: record.StatusPending, Actor: record.Actor{Role: record.AuthorAgent, ID: agent}},
		record.StatusChange{ID: "4", Ticket: "1", At: at(90), From: record.StatusPending, To: record.StatusSolved, Actor: record.Actor{Role: record.AuthorAutomation}},
		record.PriorityChange{ID: "5", Ticket: "1", At: at(60), From: record.PriorityLow, To: record.PriorityHigh},
	} {
		require.True(t, h.Merge(r))
	}
	rules := Rules{ReopenWindow: time.Hour, Emits: map[record.Kind]bool{
		record.KindStatusChange: true, record.KindAssignmentChange: true, record.KindPriorityChange: true, record.KindMessage: true,
	}}
	d := Study(h, &rules)
	course := d.CourseUntil(at(100))
	require.Equal(t, []Step{
		{At: start, What: "created", To: "customer"},
		{At: start, What: "message", To: "public inbound", By: record.AuthorCustomer},
		{At: at(10), What: "assignee", From: "none", To: "an agent"},
		{At: at(30), What: "status", From: "new", To: "pending", By: record.AuthorAgent},
		{At: at(60), What: "priority", From: "low", To: "high"},
		{At: at(90), What: "status", From: "pending", To: "solved", By: record.AuthorAutomation},
	}, course.Events)
	type stretch struct {
		from, to time.Time
		status   record.Status
		priority record.Priority
	}
	var got []stretch
	for _, s := range course.Spans {
		got = append(got, stretch{s.From, s.To, s.Status, s.Labels.Priority})
	}
	require.Equal(t, []stretch{
		{start, at(30), record.StatusNew, record.PriorityLow},
		{at(30), at(60), record.StatusPending, record.PriorityLow},
		{at(60), at(90), record.StatusPending, record.PriorityHigh},
		{at(90), at(100), record.StatusSolved, record.PriorityHigh},
	}, got)
	require.Len(t, d.CourseUntil(at(20)).Events, 3, "what comes later is left out")
	require.Contains(t, d.Instants(), at(90))
}

func TestVoidedFacts(t *testing.T) {
	start := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	h := &History{Source: "shop"}
	h.Merge(record.Ticket{ID: "1", CreatedAt: start, UpdatedAt: start.Add(time.Hour), Status: record.StatusSpam, VoidedAt: start.Add(time.Hour), Origin: record.OriginCustomer})
	d := Study(h, &Rules{ReopenWindow: time.Hour, Checks: []Check{{Answered, 24 * time.Hour}, {Acknowledged, time.Minute}}})
	var keys []string
	for _, f := range d.Voided() {
		keys = append(keys, f.Key)
	}
	require.Equal(t, []string{"check/answered/1d"}, keys)
}

func TestAVendorWithoutAClockLeavesNothing(t *testing.T) {
	due := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	h := &History{}
	require.False(t, h.Merge(record.SLAClock{ID: "1", Ticket: "1", Target: "resolution", StartedAt: due}))
	require.Empty(t, h.SLAClocks)
	require.True(t, h.Merge(record.SLAClock{ID: "1", Ticket: "1", Target: "resolution", StartedAt: due, DueAt: due}))
	require.True(t, h.Merge(record.SLAClock{ID: "1", Ticket: "1", Target: "resolution", StartedAt: due}), "a clock that is taken away")
	require.Len(t, h.SLAClocks, 1)
	require.True(t, h.SLAClocks[0].DueAt.IsZero())
}
