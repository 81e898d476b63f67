package ledger_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources/record"
)

// docs/semantics.md, "Watermark": what is read of a ticket while another stream is in the middle of a pass may
// lack what belongs to it. Nothing counts then, not even what is late.
func TestNothingCountsInTheMiddleOfAnotherPass(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) {
		c.Sources[0].Streams[1].Parent, c.Sources[0].Streams[2].Parent = "", ""
	})
	part := func(stream string, records ...record.Record) record.Batch {
		return record.Batch{Stream: stream, AsOf: minute(10), Parts: []record.Part{{Stream: stream, Records: records}}}
	}
	ended := func(in record.Batch) record.Batch { in.Complete = true; return in }
	for _, stream := range []string{"tickets", "messages", "changes"} {
		b.apply(record.Batch{Stream: stream, AsOf: minute(5), Complete: true})
	}
	b.apply(part("messages", message("1", "1", 2, record.AuthorCustomer)))
	b.apply(ended(part("tickets", ticket("1", 2, record.StatusSolved))))
	b.apply(ended(part("changes", change("1", "1", 4, record.StatusOpen, record.StatusSolved))))
	require.Zero(t, b.total(resolved), "the answer is on the next page of messages")
	b.apply(ended(part("messages", message("2", "1", 3, record.AuthorAgent))))
	require.Equal(t, 1, b.total(resolved))
	require.Equal(t, 1, b.total("helpdesk_resolution_touches_total", "touches", "1"))
}

// "Exactly once": what is still to be read of a ticket is asked for after a restart too.
func TestWhatIsToBeReadIsAskedForAfterARestart(t *testing.T) {
	b := newBench(t, nil)
	in := batch(minute(5), ticket("1", 0, record.StatusNew), ticket("2", 0, record.StatusNew))
	in.Whole, in.Todo = false, []record.Todo{{Stream: "messages", Ticket: "2"}}
	b.apply(in)
	b.reopen()
	p, err := b.l.Position(context.Background(), "desk", "tickets")
	require.NoError(t, err)
	require.Equal(t, []string{"2"}, p.Want)
}

// "Exactly once": a ticket that is delivered whole has nothing left to be read.
func TestAWholeTicketHasNothingToDo(t *testing.T) {
	b := newBench(t, nil)
	in := batch(minute(5), ticket("1", 0, record.StatusNew))
	in.Whole, in.Todo = false, []record.Todo{{Stream: "messages", Ticket: "1"}}
	b.apply(in)
	later := ticket("1", 0, record.StatusOpen)
	later.UpdatedAt = minute(6)
	b.pass(minute(7), later, message("1", "1", 0, record.AuthorCustomer))
	require.Equal(t, 1, b.total(created))
	b.reopen()
	b.pass(minute(20), message("2", "1", 10, record.AuthorAgent))
	require.Equal(t, 1, b.total(replies))
}

// "Exactly once": a whole ticket that is merged into another leaves the other to be read.
func TestAMergeLeavesTheOtherTicketToBeRead(t *testing.T) {
	b := newBench(t, nil)
	in := batch(minute(5), ticket("1", 0, record.StatusNew), ticket("2", 1, record.StatusNew))
	in.Whole, in.Todo = false, []record.Todo{{Stream: "messages", Ticket: "1"}, {Stream: "messages", Ticket: "2"}}
	b.apply(in)
	merged := ticket("2", 1, record.StatusMerged)
	merged.MergedInto, merged.VoidedAt, merged.UpdatedAt = "1", minute(4), minute(4)
	b.apply(batch(minute(5), merged, message("2", "2", 1, record.AuthorCustomer)))
	b.reopen()
	p, err := b.l.Position(context.Background(), "desk", "tickets")
	require.NoError(t, err)
	require.Equal(t, []string{"1"}, p.Want)
}

// "Exactly once": what a crash left uncounted after the commit of a pass is counted when the state is opened, without
// another poll.
func TestOpeningCountsWhatWasInterrupted(t *testing.T) {
	b := newBench(t, nil)
	in := batch(minute(5), ticket("1", 0, record.StatusNew))
	in.Complete = true
	b.store.Fail(2) // the batch is stored, what it makes certain is not counted
	_, err := b.l.Apply(context.Background(), "desk", in)
	require.ErrorIs(t, err, state.ErrInjected)
	b.store = b.store.Fork()
	b.now = minute(6)
	b.reopen()
	require.Equal(t, 1, b.total(created))
}

// "Late and changed data": an instant more than 5 m ahead of the server's clock is an anomaly, a nearer one is not.
func TestTheFutureBeginsInFiveMinutes(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(10), ticket("1", 0, record.StatusNew), message("1", "1", 15, record.AuthorCustomer))
	require.Zero(t, b.anomalies(record.AnomalyFuture))
	b.pass(minute(11), message("2", "1", 17, record.AuthorCustomer))
	require.Equal(t, 1, b.anomalies(record.AnomalyFuture))
}

// "Watermark": a server whose clock went back does not take the watermark along.
func TestTheWatermarkNeverGoesBack(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(60), ticket("1", 30, record.StatusNew))
	b.pass(minute(40), ticket("1", 30, record.StatusNew))
	b.pass(minute(41))
	v, err := b.l.View(context.Background(), b.now)
	require.NoError(t, err)
	for _, s := range v.Sources[0].Streams {
		require.Equal(t, minute(60), s.Watermark, s.Name)
	}
	require.Equal(t, 1, b.anomalies(record.AnomalyRestored), "the clock of minute 41 goes on from that of 40")
}

// "New series": an anomaly's series is there at 0 before the first anomaly.
func TestAnomaliesAreBornAtZero(t *testing.T) {
	b := newBench(t, nil)
	require.Equal(t, 3*len(record.AnomalyReasons()), b.series("helpdesk_exporter_anomalies_total"))
}

// The end of a stream's newest complete pass outlives the process: a source that is down meanwhile is as old as it was.
func TestCompletedOutlivesTheProcess(t *testing.T) {
	b := newBench(t, nil)
	completed := func() time.Time { return b.l.Completed("desk", "tickets") }
	require.True(t, completed().IsZero())
	b.now = minute(6)
	b.apply(batch(minute(5), ticket("1", 0, record.StatusNew)))
	require.True(t, completed().IsZero(), "the pass goes on")
	end := batch(minute(5))
	end.Complete = true
	b.apply(end)
	b.now = minute(9)
	b.apply(batch(minute(8)))
	require.True(t, minute(6).Equal(completed()), "the second pass goes on")
	b.now = minute(90)
	b.reopen()
	require.True(t, minute(6).Equal(completed()))
	require.True(t, b.l.Completed("desk", "nothing").IsZero())
	require.True(t, b.l.Completed("shop", "tickets").IsZero())
	require.NoError(t, b.l.SwitchStream(t.Context(), "desk", "tickets", true))
	require.True(t, completed().IsZero(), "nobody waits for a stream that is off")
}
