package ledger_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/sources/record"
)

func explained(t *testing.T, l *ledger.Ledger, ticket string) (x *ledger.Explanation, verdicts map[string]string) {
	t.Helper()
	x, err := l.Explain(t.Context(), "desk", ticket)
	require.NoError(t, err)
	verdicts = map[string]string{}
	for _, v := range x.Facts {
		verdicts[v.Fact.Key] = v.Verdict + ": " + v.Why
	}
	return x, verdicts
}

// spamTicket is spam from before the baseline of newBench until epoch.
func spamTicket() []record.Record {
	created := epoch.Add(-3 * time.Hour)
	return []record.Record{
		record.Ticket{ID: "1", CreatedAt: created, UpdatedAt: epoch, Status: record.StatusOpen, Origin: record.OriginCustomer},
		record.StatusChange{ID: "1", Ticket: "1", At: created.Add(time.Hour), From: record.StatusNew, To: record.StatusSpam},
		record.StatusChange{ID: "2", Ticket: "1", At: epoch, From: record.StatusSpam, To: record.StatusOpen},
	}
}

func TestExplainWhyAFactIsNotCounted(t *testing.T) {
	b := newBench(t, nil)
	b.apply(batch(epoch, spamTicket()...))
	x, verdicts := explained(t, b.l, "1")
	require.True(t, x.Watermark.IsZero())
	require.Equal(t, "not counted: before the baseline Mon 2026-03-02 07:00:00 +00:00", verdicts["created"])

	b.pass(epoch.Add(time.Hour), record.Message{
		ID: "9", Ticket: "1", At: epoch.Add(2 * time.Hour), Author: record.AuthorCustomer, Direction: record.Inbound, Visibility: record.Public,
	})
	x, verdicts = explained(t, b.l, "1")
	require.Equal(t, "open", x.State)
	require.Equal(t, epoch.Add(time.Hour), x.Watermark)
	require.Equal(t, epoch.Add(2*time.Hour), x.At, "the course goes on to the last event")
	require.Equal(t, map[string]string{
		"created":          "not counted: before the baseline Mon 2026-03-02 07:00:00 +00:00",
		"void/1":           "not counted: before the baseline Mon 2026-03-02 07:00:00 +00:00",
		"void/1/retracted": "not counted: needs void/1, which was not counted",
		"message/9":        "waiting: certain on Mon 2026-03-02 10:00:00 +00:00, if nothing else happens; the watermark is Mon 2026-03-02 09:00:00 +00:00",
	}, verdicts)

	b.pass(epoch.Add(3*time.Hour), record.Ticket{ID: "2", CreatedAt: epoch, UpdatedAt: epoch, Status: record.StatusNew})
	_, verdicts = explained(t, b.l, "1")
	require.Equal(t, "counted: ", verdicts["message/9"])
}

func TestExplainWaitsForWhatIsStillToBeRead(t *testing.T) {
	b := newBench(t, nil)
	in := batch(epoch, record.Ticket{ID: "1", CreatedAt: epoch, UpdatedAt: epoch, Status: record.StatusOpen})
	in.Whole = false
	in.Todo = []record.Todo{{Ticket: "1", Stream: "messages"}}
	b.apply(in)
	x, verdicts := explained(t, b.l, "1")
	require.Equal(t, []string{"messages"}, x.Reading)
	require.Equal(t, "waiting: the ticket is still to be read whole", verdicts["created"])
}

func TestExplainNamesWhatIsCountedFromLaterOn(t *testing.T) {
	b := newBench(t, nil)
	b.pass(epoch.Add(time.Hour), record.Ticket{ID: "1", CreatedAt: epoch, UpdatedAt: epoch, Status: record.StatusOpen, Origin: record.OriginCustomer})
	b.now = epoch.Add(2 * time.Hour)
	b.cfg.Checks = []fact.Check{{Name: fact.Answered, Window: 24 * time.Hour}}
	b.reopen()
	_, verdicts := explained(t, b.l, "1")
	require.Equal(t, "counted: ", verdicts["created"])
	require.Equal(t, "waiting: certain on Tue 2026-03-03 08:00:00 +00:00, if nothing else happens; the watermark is Mon 2026-03-02 09:00:00 +00:00", verdicts["check/answered/1d"])
	b.pass(epoch.Add(25 * time.Hour))
	_, verdicts = explained(t, b.l, "1")
	require.Equal(t, "not counted: check/answered/1d is counted since Mon 2026-03-02 10:00:00 +00:00", verdicts["check/answered/1d"])
}

// To look at a state commits nothing, even where a start would count on.
func TestLookChangesNothing(t *testing.T) {
	b := newBench(t, nil)
	b.pass(epoch.Add(time.Hour), record.Ticket{ID: "1", CreatedAt: epoch, UpdatedAt: epoch, Status: record.StatusOpen})
	b.cfg.Checks = []fact.Check{{Name: fact.Answered, Window: 24 * time.Hour}}
	b.store.Fail(1)
	l, err := ledger.Look(context.Background(), b.store, b.cfg)
	require.NoError(t, err)
	_, verdicts := explained(t, l, "1")
	require.Equal(t, "counted: ", verdicts["created"])
	require.Contains(t, verdicts, "check/answered/1d")
	_, err = ledger.Open(context.Background(), b.store, b.cfg)
	require.Error(t, err, "a start would have committed")

	_, err = l.Explain(t.Context(), "desk", "2")
	require.ErrorIs(t, err, ledger.ErrNoTicket)
	_, err = l.Explain(t.Context(), "shop", "1")
	require.ErrorIs(t, err, ledger.ErrUnknownSource)
}
