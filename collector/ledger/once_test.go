package ledger_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/sources/record"
)

// More rules of docs/semantics.md, "Exactly once", "Watermark", "First sync" and "New series", a test each.

const (
	firstResponse = "helpdesk_first_response_time_seconds"
	solve         = "helpdesk_resolution_time_seconds"
)

// sum is the sum of a histogram family in milliseconds.
func (b *bench) sum(family string) int64 {
	b.t.Helper()
	v, err := b.l.View(context.Background(), b.now)
	require.NoError(b.t, err)
	var sum int64
	for _, s := range v.Series {
		if s.Family == family {
			sum += s.Histogram.Sum
		}
	}
	return sum
}

// series counts the series of a family whose labels have the given values.
func (b *bench) series(family string, pairs ...string) int {
	b.t.Helper()
	v, err := b.l.View(context.Background(), b.now)
	require.NoError(b.t, err)
	n := 0
	for _, s := range v.Series {
		if s.Family == family && matches(s, pairs) {
			n++
		}
	}
	return n
}

// "Watermark": it is the start of the pass minus the stream's settle; until then a row may still appear.
func TestTheWatermarkStaysBehindByTheSettle(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.Sources[0].Streams[1].Settle = 2 * time.Minute })
	b.pass(minute(5), ticket("1", 3, record.StatusNew), ticket("2", 4, record.StatusNew))
	require.Equal(t, 1, b.total(created), "messages may still appear from minute 3 on")
	b.pass(minute(6))
	require.Equal(t, 2, b.total(created))
	require.Zero(t, b.anomalies(record.AnomalyLate))
}

// "First sync": the baseline is the instant of the first attempt, and a restart does not move it.
func TestTheBaselineStaysWhereTheFirstAttemptSetIt(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.Sources[0].Baseline = time.Time{} })
	b.now = minute(60)
	b.reopen()
	b.pass(minute(61), ticket("1", 30, record.StatusNew), ticket("2", -1, record.StatusNew))
	require.Equal(t, 1, b.total(created), "what happened between the first attempt and the restart counts")
}

// "First sync": a kind that several streams feed uses the latest of their baselines, here that of a stream
// which was added later.
func TestAKindCountsFromTheLatestOfItsBaselines(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(10), ticket("1", 5, record.StatusNew))
	require.Equal(t, 1, b.total(created))
	b.cfg.Sources[0].Streams = append(b.cfg.Sources[0].Streams,
		record.Stream{Name: "categories", Kinds: []record.Kind{record.KindCategoryChange}, Parent: "tickets"})
	b.now = minute(60)
	b.reopen()
	b.pass(minute(80), ticket("2", 30, record.StatusNew), ticket("3", 70, record.StatusNew))
	require.Equal(t, 2, b.total(created), "the ticket of before the new stream is only marked")
}

// "First sync": the baseline holds for what is read after the first walk too, such as a row that appears late.
func TestWhatIsReadLaterLiesBeforeTheBaselineToo(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.Sources[0].Baseline = time.Time{} })
	b.pass(minute(5), ticket("1", 3, record.StatusNew))
	b.pass(minute(10), ticket("2", -60, record.StatusNew), message("1", "2", -60, record.AuthorCustomer), message("2", "2", 7, record.AuthorAgent))
	require.Equal(t, 1, b.total(created))
	require.Equal(t, 1, b.total(messages))
	require.Equal(t, 1, b.total(replies))
}

// reduced is a desk whose one ticket was answered and solved, and then reduced to a summary.
func reduced(t *testing.T) (b *bench, now int) {
	b = newBench(t, nil)
	b.pass(minute(10), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer),
		message("2", "1", 3, record.AuthorAgent), change("1", "1", 5, record.StatusOpen, record.StatusSolved))
	now = 8 * 24 * 60
	b.pass(minute(now))
	return b, now
}

// "Exactly once": the first response is given once, ever. A ticket that comes back after its history was
// reduced, with new messages only, gives none.
func TestFirstResponseIsOnceEver(t *testing.T) {
	b, now := reduced(t)
	again := ticket("1", 0, record.StatusOpen)
	again.UpdatedAt = minute(now + 5)
	b.pass(minute(now+30), again, change("2", "1", now+5, record.StatusSolved, record.StatusOpen),
		message("3", "1", now+5, record.AuthorCustomer), message("4", "1", now+20, record.AuthorAgent))
	require.Equal(t, 1, b.total(firstResponse))
	require.Equal(t, 2, b.total(replies))
}

// "Exactly once": a ticket is final once, ever, however often it is reopened and solved afterwards.
func TestFinalIsOnceEver(t *testing.T) {
	b, now := reduced(t)
	require.Equal(t, 1, b.total(solve, "stage", "final"))
	require.Equal(t, 1, b.total("helpdesk_ticket_messages"))
	b.pass(minute(now+30), change("2", "1", now+5, record.StatusSolved, record.StatusOpen),
		change("3", "1", now+20, record.StatusOpen, record.StatusSolved))
	b.pass(minute(3 * now))
	require.Equal(t, 2, b.total(resolved))
	require.Equal(t, 1, b.total(solve, "stage", "first"))
	require.Equal(t, 1, b.total(solve, "stage", "final"))
	require.Equal(t, 1, b.total("helpdesk_ticket_messages"))
}

// "Late and changed data": a server whose clock goes back by more than the tolerance was restored. What was
// counted stays counted, what is not known is new.
func TestAClockThatGoesBackIsRestored(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(60), ticket("1", 30, record.StatusNew))
	b.pass(minute(56), ticket("1", 30, record.StatusNew))
	require.Zero(t, b.anomalies(record.AnomalyRestored), "less than the tolerance")
	b.pass(minute(40), ticket("1", 30, record.StatusNew))
	require.Equal(t, 1, b.anomalies(record.AnomalyRestored))
	b.pass(minute(70), ticket("1", 30, record.StatusNew), ticket("2", 35, record.StatusNew))
	require.Equal(t, 1, b.anomalies(record.AnomalyRestored), "once")
	require.Equal(t, 2, b.total(created))
}

// "What counts": what the customer of a merged ticket waits for goes on in the ticket it was merged into,
// also where the product leaves the messages behind.
func TestAWaitIsHandedOnWithAMerge(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(5), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer), ticket("2", 4, record.StatusOpen))
	merged := ticket("1", 0, record.StatusMerged)
	merged.MergedInto, merged.VoidedAt, merged.UpdatedAt = "2", minute(10), minute(10)
	b.pass(minute(12), merged)
	b.pass(minute(30), message("2", "2", 20, record.AuthorAgent))
	require.Equal(t, 1, b.total(replies))
	require.Equal(t, (20 * time.Minute).Milliseconds(), b.sum(replies), "since the customer asked, not since the merge")
}

// "What counts": so does one that is handed to a ticket which was closed weeks ago and is only a summary.
func TestAWaitIsHandedOnToASummary(t *testing.T) {
	b := newBench(t, nil)
	const week = 8 * 24 * 60 // longer than the reopen window
	solved := ticket("2", 0, record.StatusSolved)
	solved.UpdatedAt = minute(5)
	b.pass(minute(10), solved, change("1", "2", 5, record.StatusOpen, record.StatusSolved))
	b.pass(minute(week))
	b.pass(minute(week+5), ticket("1", week, record.StatusOpen), message("1", "1", week, record.AuthorCustomer))
	merged := ticket("1", week, record.StatusMerged)
	merged.MergedInto, merged.VoidedAt, merged.UpdatedAt = "2", minute(week+10), minute(week+10)
	b.pass(minute(week+12), merged)
	b.pass(minute(week + 15))
	v, err := b.l.View(context.Background(), b.now)
	require.NoError(t, err)
	require.Equal(t, map[string]int{"open": 0, "window": 1, "summary": 1}, v.Sources[0].Ledger)
	b.reopen()
	b.pass(minute(week+30), message("2", "2", week+20, record.AuthorAgent))
	require.Equal(t, 1, b.total(replies))
	require.Equal(t, (20 * time.Minute).Milliseconds(), b.sum(replies))
}

// "What counts": credit goes to the author of the reply, in the group of that instant, not to the last assignee.
func TestRepliesAreCreditedToWhoWroteThem(t *testing.T) {
	b := newBench(t, nil)
	first := ticket("1", 0, record.StatusOpen)
	first.Assignee = "bob"
	b.pass(minute(10), first, message("1", "1", 0, record.AuthorCustomer), message("2", "1", 5, record.AuthorAgent))
	moved := ticket("1", 0, record.StatusOpen)
	moved.Assignee, moved.Group, moved.UpdatedAt = "carla", "Billing", minute(8)
	b.pass(minute(12), moved)
	v, err := b.l.View(context.Background(), b.now)
	require.NoError(t, err)
	require.Equal(t, []ledger.Activity{{Group: "Support", Agent: "x2", Last: minute(5)}}, v.Sources[0].Activity)
}

// What is told of a ticket that is not known makes it wanted, once the first walk is over; one that does
// not exist is not asked for again.
func TestTicketsThatAreNotKnownAreWanted(t *testing.T) {
	b := newBench(t, nil)
	wanted := func() []string {
		p, err := b.l.Position(context.Background(), "desk", "tickets")
		require.NoError(t, err)
		return p.Want
	}
	early := batch(minute(5), message("1", "1", 0, record.AuthorCustomer))
	require.Empty(t, b.apply(early).Want)
	b.pass(minute(10), ticket("1", 0, record.StatusOpen))
	b.pass(minute(15), message("2", "2", 12, record.AuthorCustomer), message("3", "3", 12, record.AuthorCustomer))
	require.Equal(t, []string{"2", "3"}, wanted())
	b.pass(minute(20), ticket("2", 12, record.StatusOpen))
	require.Equal(t, []string{"3"}, wanted())
	b.apply(record.Batch{Stream: "tickets", AsOf: minute(21), Asked: []string{"3"}, Complete: true})
	require.Empty(t, wanted())
}

// A reply that is read before its ticket is nobody's in no group until the ticket tells.
func TestReplyBeforeItsTicket(t *testing.T) {
	b := newBench(t, nil)
	activity := func() []ledger.Activity {
		v, err := b.l.View(context.Background(), b.now)
		require.NoError(t, err)
		return v.Sources[0].Activity
	}
	b.pass(minute(10), message("2", "1", 5, record.AuthorAgent))
	require.Empty(t, activity())
	b.pass(minute(12), ticket("1", 0, record.StatusOpen))
	require.Equal(t, []ledger.Activity{{Group: "Support", Agent: "x2", Last: minute(5)}}, activity())
}

// "New series": the label sets that the first sync sees are born at 0, so that increase() misses nothing.
func TestMarkedFactsGiveBirthAtZero(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.Sources[0].Baseline = time.Time{} })
	b.pass(minute(5), ticket("1", -60, record.StatusOpen), message("1", "1", -60, record.AuthorCustomer), message("2", "1", -50, record.AuthorAgent))
	require.Equal(t, 1, b.series(created, "group", "Support"))
	require.Zero(t, b.total(created))
	require.Equal(t, 2, b.series(messages))
	require.Equal(t, 1, b.series(replies))
	require.Zero(t, b.total(replies))
}

// "New series": the created timestamp is stored with the value; it is not the start of the process.
func TestCreatedTimestampsAreKept(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(5), ticket("1", 0, record.StatusNew))
	at := func() (created, born time.Time) {
		v, err := b.l.View(context.Background(), b.now)
		require.NoError(t, err)
		for _, s := range v.Series {
			if s.Family == "helpdesk_tickets_created_total" {
				return s.Created, s.Born
			}
		}
		require.Fail(t, "no series")
		return created, born
	}
	first, born := at()
	require.Equal(t, minute(5), first)
	require.Equal(t, minute(5), born)
	b.now = minute(60)
	b.reopen()
	b.pass(minute(61), ticket("2", 59, record.StatusNew))
	first, born = at()
	require.Equal(t, minute(5), first)
	require.Equal(t, minute(5), born)
	require.Equal(t, 2, b.total(created))
}

// "Exactly once": of a desk that gives snapshots only, what happens after a summary is compared with the summary.
func TestSnapshotsGoOnAfterASummary(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.Sources[0].Streams = c.Sources[0].Streams[:2] })
	version := func(at int, status record.Status) record.Ticket {
		r := ticket("1", 0, status)
		r.UpdatedAt = minute(at)
		return r
	}
	const weeks = 8 * 24 * 60 // longer than the reopen window
	reopened := "helpdesk_tickets_reopened_total"
	b.pass(minute(20), version(15, record.StatusSolved))
	require.Equal(t, 1, b.total(resolved, "nth", "first"))

	for round := 1; round <= 2; round++ {
		b.pass(minute(round * weeks)) // reduces
		b.pass(minute(round*weeks+20), version(round*weeks+10, record.StatusOpen))
		b.pass(minute(round*weeks+40), version(round*weeks+30, record.StatusSolved))
		b.pass(minute(round*weeks + 1500))
		require.Equal(t, round, b.total(reopened))
		require.Equal(t, round, b.total(resolved, "nth", "repeat"))
	}
	for round := 3; round <= 6; round += 2 {
		b.pass(minute(round * weeks))
		b.pass(minute(round*weeks+20), version(round*weeks+10, record.StatusSpam))
		b.pass(minute((round + 1) * weeks))
		b.pass(minute((round+1)*weeks+20), version((round+1)*weeks+10, record.StatusOpen))
		require.Equal(t, (round-1)/2, b.total(voided, "change", "new"))
		require.Equal(t, (round-1)/2, b.total(voided, "change", "retracted"))
	}
	require.Equal(t, 1, b.total(created))
	require.Equal(t, 1, b.total(resolved, "nth", "first"))
}

// A histogram's bound belongs to its own bucket, and an observation of 0 to the zero bucket.
func TestBucketsHoldTheirBounds(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(30), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer), message("2", "1", 5, record.AuthorAgent),
		message("3", "1", 10, record.AuthorCustomer), message("4", "1", 10, record.AuthorAgent))
	require.Equal(t, 2, b.total(replies))
	v, err := b.l.View(context.Background(), b.now)
	require.NoError(t, err)
	for _, s := range v.Series {
		if s.Family != replies {
			continue
		}
		require.EqualValues(t, 1, s.Histogram.Zero)
		for _, f := range catalogue.Families() {
			if f.Name == replies {
				require.EqualValues(t, 1, s.Histogram.Classic[slices.Index(f.Buckets, 300)], "five minutes")
			}
		}
	}
}
