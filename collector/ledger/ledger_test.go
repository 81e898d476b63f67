package ledger_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/internal/state"
	"helpdesk_exporter/sources/record"
)

// bench is a ledger with one source and a clock that the test moves.
type bench struct {
	t     *testing.T
	cfg   ledger.Config
	store *state.Memory
	l     *ledger.Ledger
	now   time.Time
}

func newBench(t *testing.T, change func(*ledger.Config)) *bench {
	t.Helper()
	b := &bench{t: t, store: state.NewMemory(), now: epoch}
	b.cfg = ledger.Config{
		Sources: []ledger.Source{{
			Name: "desk", Baseline: epoch.Add(-time.Hour),
			Streams: []record.Stream{
				{Name: "tickets", Kinds: []record.Kind{record.KindTicket}},
				{Name: "messages", Kinds: []record.Kind{record.KindMessage}, Parent: "tickets"},
				{Name: "changes", Kinds: []record.Kind{record.KindStatusChange, record.KindAssignmentChange}, Parent: "tickets"},
			},
		}},
		Now: func() time.Time { return b.now },
	}
	if change != nil {
		change(&b.cfg)
	}
	b.reopen()
	return b
}

// reopen opens the ledger anew from what is stored, as after a crash.
func (b *bench) reopen() {
	b.t.Helper()
	l, err := ledger.Open(context.Background(), b.store, b.cfg)
	require.NoError(b.t, err)
	require.NoError(b.t, l.Begin(context.Background(), "desk", "test desk", b.cfg.Sources[0].Streams, b.now))
	b.l = l
}

// batch makes a batch of records as the tickets stream and its children deliver them.
func batch(asOf time.Time, records ...record.Record) record.Batch {
	parts := map[string]*record.Part{}
	out := record.Batch{Stream: "tickets", AsOf: asOf, Whole: true}
	for _, name := range []string{"tickets", "messages", "changes"} {
		parts[name] = &record.Part{Stream: name}
	}
	for _, r := range records {
		name := "changes"
		switch r.Kind() {
		case record.KindTicket, record.KindSweep:
			name = "tickets"
		case record.KindMessage:
			name = "messages"
		}
		parts[name].Records = append(parts[name].Records, r)
	}
	for _, name := range []string{"tickets", "messages", "changes"} {
		out.Parts = append(out.Parts, *parts[name])
	}
	return out
}

// forgetKinds makes the state one that was written before the ledger knew some kinds of facts.
func (b *bench) forgetKinds(kinds ...string) {
	b.t.Helper()
	values, err := b.store.GetMany(context.Background(), "source", [][]byte{[]byte("desk")})
	require.NoError(b.t, err)
	var meta map[string]json.RawMessage
	require.NoError(b.t, json.Unmarshal(values[0], &meta))
	var since map[string]time.Time
	require.NoError(b.t, json.Unmarshal(meta["CountedSince"], &since))
	for _, kind := range kinds {
		require.Contains(b.t, since, kind)
		delete(since, kind)
	}
	meta["CountedSince"], err = json.Marshal(since)
	require.NoError(b.t, err)
	value, err := json.Marshal(meta)
	require.NoError(b.t, err)
	var change state.Batch
	change.Put("source", []byte("desk"), value)
	require.NoError(b.t, b.store.Commit(context.Background(), change, b.store.Epoch()))
}

func (b *bench) apply(in record.Batch) record.Answer {
	b.t.Helper()
	answer, err := b.l.Apply(context.Background(), "desk", in)
	require.NoError(b.t, err)
	return answer
}

// pass delivers records in one complete pass that began at an instant.
func (b *bench) pass(asOf time.Time, records ...record.Record) {
	b.t.Helper()
	b.now = asOf
	in := batch(asOf, records...)
	in.Complete = true
	b.apply(in)
}

// total sums the counters (or observations) of a family whose labels have the given values.
func (b *bench) total(family string, pairs ...string) int {
	b.t.Helper()
	v, err := b.l.View(context.Background(), b.now)
	require.NoError(b.t, err)
	sum := 0
	for _, s := range v.Series {
		if s.Family != family || !matches(s, pairs) {
			continue
		}
		if s.Histogram != nil {
			sum += int(s.Histogram.Count)
			continue
		}
		sum += int(s.Count)
	}
	return sum
}

func matches(s ledger.Series, pairs []string) bool {
	for i := 0; i < len(pairs); i += 2 {
		found := false
		for j, label := range s.Labels {
			found = found || label == pairs[i] && s.Values[j] == pairs[i+1]
		}
		if !found {
			return false
		}
	}
	return true
}

func (b *bench) anomalies(reason record.AnomalyReason) int {
	return b.total("helpdesk_exporter_anomalies_total", "reason", string(reason))
}

func minute(n int) time.Time { return epoch.Add(time.Duration(n) * time.Minute) }

func ticket(id string, created int, status record.Status) record.Ticket {
	return record.Ticket{
		ID: id, CreatedAt: minute(created), UpdatedAt: minute(created), Origin: record.OriginCustomer, Requester: "c" + id,
		Channel: record.ChannelEmail, Group: "Support", Priority: record.PriorityNormal, Status: status,
	}
}

func message(id, ticket string, at int, author record.Author) record.Message {
	m := record.Message{ID: id, Ticket: ticket, At: minute(at), Author: author, AuthorID: "x" + id, Direction: record.Outbound, Visibility: record.Public}
	if author == record.AuthorCustomer {
		m.Direction, m.AuthorID = record.Inbound, "c"+ticket
	}
	return m
}

func change(id, ticket string, at int, from, to record.Status) record.StatusChange {
	return record.StatusChange{ID: id, Ticket: ticket, At: minute(at), From: from, To: to, Actor: record.Actor{Role: record.AuthorAgent, ID: "a"}}
}

const (
	created  = "helpdesk_tickets_created_total"
	resolved = "helpdesk_tickets_resolved_total"
	voided   = "helpdesk_tickets_voided_total"
	replies  = "helpdesk_reply_time_seconds"
	messages = "helpdesk_messages_total"
)

func TestFactsCountWhenTheWatermarkHasPassedThem(t *testing.T) {
	b := newBench(t, nil)
	b.apply(batch(minute(5), ticket("1", 0, record.StatusNew), message("1", "1", 0, record.AuthorCustomer)))
	require.Zero(t, b.total(created), "in the middle of a pass nothing counts")
	b.pass(minute(5), message("2", "1", 9, record.AuthorAgent))
	require.Equal(t, 1, b.total(created))
	require.Zero(t, b.total(replies), "a reply after the start of the pass waits for the next one")
	b.pass(minute(10))
	require.Equal(t, 1, b.total(replies))
	require.Zero(t, b.anomalies(record.AnomalyLate))
}

func TestTheWatermarkIsTheLeastOfTheStreamsThatFeed(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) {
		c.Sources[0].Streams[1].Parent, c.Sources[0].Streams[2].Parent = "", ""
	})
	b.pass(minute(5), ticket("1", 0, record.StatusNew))
	require.Zero(t, b.total(created), "two streams have not been read")
	for _, stream := range []string{"messages", "changes"} {
		b.apply(record.Batch{Stream: stream, AsOf: minute(4), Complete: true})
	}
	require.Equal(t, 1, b.total(created))
}

func TestAStreamThatIsOffLeavesTheMinimum(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) {
		c.Sources[0].Streams[1].Parent = ""
	})
	b.pass(minute(5), ticket("1", 0, record.StatusNew))
	require.Zero(t, b.total(created))
	require.NoError(t, b.l.SwitchStream(context.Background(), "desk", "messages", true))
	b.reopen()
	b.pass(minute(6))
	require.Equal(t, 1, b.total(created))
	v, err := b.l.View(context.Background(), b.now)
	require.NoError(t, err)
	require.True(t, v.Sources[0].Streams[1].Off)
	require.NoError(t, b.l.SwitchStream(context.Background(), "desk", "messages", false))
	b.pass(minute(9), ticket("2", 7, record.StatusNew))
	require.Equal(t, 1, b.total(created), "on again, it is waited for")
}

func TestTheBaselineNeverMovesAndItsFactsAreOnlyMarked(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.Sources[0].Baseline = time.Time{} })
	old := ticket("1", -60, record.StatusOpen)
	b.pass(minute(5), old, message("1", "1", -60, record.AuthorCustomer), ticket("2", 3, record.StatusNew))
	require.Equal(t, 1, b.total(created), "only the ticket after the first attempt")
	b.reopen()
	b.pass(minute(10), message("2", "1", 7, record.AuthorAgent))
	require.Equal(t, 1, b.total(created))
	require.Equal(t, 1, b.total(replies), "a reply after the baseline to a message before it is observed")
	v, err := b.l.View(context.Background(), b.now)
	require.NoError(t, err)
	for _, s := range v.Series {
		if s.Family == replies {
			require.Equal(t, int64(67*60*1000), s.Histogram.Sum, "with its true duration")
		}
	}
}

func TestACounterEntryCountsOnlyIfTheOriginalDid(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.Sources[0].Baseline = time.Time{} })
	b.pass(minute(1), ticket("1", -60, record.StatusOpen), ticket("2", 1, record.StatusOpen))
	for _, id := range []string{"1", "2"} {
		gone := ticket(id, -60, record.StatusSpam)
		if id == "2" {
			gone = ticket(id, 1, record.StatusSpam)
		}
		gone.UpdatedAt, gone.VoidedAt = minute(5), minute(5)
		b.pass(minute(6), gone)
	}
	b.pass(minute(9))
	require.Equal(t, 1, b.total(created))
	require.Equal(t, 1, b.total(voided, "change", "new"))
}

func TestALateFactCountsAndIsAnAnomaly(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(30), ticket("1", 0, record.StatusNew), message("1", "1", 0, record.AuthorCustomer))
	b.pass(minute(40), message("2", "1", 20, record.AuthorAgent))
	require.Equal(t, 1, b.total(replies))
	require.Equal(t, 3, b.anomalies(record.AnomalyLate), "the message, the first response, the reply")
}

func TestAFactInTheFutureIsHeld(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(1), ticket("1", 0, record.StatusNew), message("1", "1", 600, record.AuthorCustomer))
	require.Equal(t, 1, b.anomalies(record.AnomalyFuture))
	require.Zero(t, b.total(messages))
	b.pass(minute(2), message("1", "1", 600, record.AuthorCustomer))
	require.Equal(t, 1, b.anomalies(record.AnomalyFuture), "once")
	b.pass(minute(601))
	require.Equal(t, 1, b.total(messages))
}

func TestNegativeDurationsAreZeroAndAnAnomaly(t *testing.T) {
	b := newBench(t, nil)
	odd := ticket("1", 10, record.StatusOpen)
	b.pass(minute(30), odd, change("1", "1", 5, record.StatusOpen, record.StatusSolved))
	require.Equal(t, 1, b.total(resolved))
	require.Positive(t, b.anomalies(record.AnomalyNegative))
}

func TestAFailedCommitLeavesNoTrace(t *testing.T) {
	b := newBench(t, nil)
	in := batch(minute(5), ticket("1", 0, record.StatusNew), message("1", "1", 0, record.AuthorCustomer))
	in.Complete, in.Cursor = true, []byte("after")
	b.store.Fail(1)
	_, err := b.l.Apply(context.Background(), "desk", in)
	require.Error(t, err)
	p, err := b.l.Position(context.Background(), "desk", "tickets")
	require.NoError(t, err)
	require.Empty(t, p.Cursor)
	require.Zero(t, b.total(created))
	b.apply(in)
	require.Equal(t, 1, b.total(created))
	p, err = b.l.Position(context.Background(), "desk", "tickets")
	require.NoError(t, err)
	require.Equal(t, []byte("after"), p.Cursor)
}

// At every commit of a story the process dies, before or after it; the totals are the same.
func TestACrashAtAnyCommitLosesNothing(t *testing.T) {
	story := []record.Batch{}
	for i := range 30 {
		id := strconv.Itoa(i)
		in := batch(minute(i+40), ticket(id, i, record.StatusOpen), message("c"+id, id, i, record.AuthorCustomer),
			message("a"+id, id, i+3, record.AuthorAgent), change(id, id, i+5, record.StatusOpen, record.StatusSolved))
		in.Complete = i%3 == 2
		story = append(story, in)
	}
	final := record.Batch{Stream: "tickets", AsOf: minute(20000), Complete: true}
	story = append(story, final)
	want := ""
	for crash := -1; crash < 60; crash++ {
		b := newBench(t, nil)
		if crash >= 0 {
			b.store.Fail(crash + 1)
		}
		for i := 0; i < len(story); i++ {
			b.now = story[i].AsOf
			if _, err := b.l.Apply(context.Background(), "desk", story[i]); err != nil {
				require.ErrorIs(t, err, state.ErrInjected)
				b.store = b.store.Fork()
				b.reopen()
				i--
			}
		}
		got := values(t, b.l, b.now)
		if want == "" {
			want = got
			require.Contains(t, got, "helpdesk_resolution_time_seconds")
			continue
		}
		require.Equal(t, want, got, "crash at commit %d", crash)
	}
}

func TestChildrenNotReadYetHoldATicketBack(t *testing.T) {
	b := newBench(t, nil)
	in := batch(minute(5), ticket("1", 0, record.StatusNew))
	in.Whole, in.Todo = false, []record.Todo{{Stream: "messages", Ticket: "1"}}
	require.Equal(t, []string{"1"}, b.apply(in).Want)
	b.pass(minute(6))
	b.reopen()
	b.pass(minute(7))
	require.Zero(t, b.total(created))
	done := batch(minute(8), message("1", "1", 0, record.AuthorCustomer))
	done.Whole, done.Done, done.Complete = false, in.Todo, true
	b.apply(done)
	require.Equal(t, 1, b.total(created))
	require.Equal(t, 1, b.total(messages))
}

func TestAMessageThatMovesIsCountedOnce(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(30), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer), message("2", "1", 9, record.AuthorAgent),
		ticket("2", 5, record.StatusOpen), message("3", "2", 5, record.AuthorCustomer))
	require.Equal(t, 1, b.total(replies))
	merged := ticket("1", 0, record.StatusMerged)
	merged.MergedInto, merged.VoidedAt, merged.UpdatedAt = "2", minute(31), minute(31)
	b.pass(minute(40), merged, message("1", "2", 0, record.AuthorCustomer), message("2", "2", 9, record.AuthorAgent))
	require.Equal(t, 3, b.total(messages))
	require.Equal(t, 1, b.total(replies), "a counted round is never derived again")
	require.Equal(t, 1, b.total(voided, "reason", "merged", "change", "new"))
	b.pass(minute(41), message("1", "1", 0, record.AuthorCustomer))
	require.Equal(t, 3, b.total(messages), "a stale copy does not take it back")
}

func TestASweepFindsWhatVanishedAndWhatCameBack(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(10), ticket("1", 0, record.StatusOpen), ticket("2", 0, record.StatusOpen))
	answer := b.apply(batch(minute(20), record.Sweep{At: minute(20), Scope: record.ScopeUnresolved, IDs: []string{"1"}}))
	require.Equal(t, []string{"2"}, answer.Want)
	asked := batch(minute(20))
	asked.Asked, asked.Complete = answer.Want, true
	require.Empty(t, b.apply(asked).Want)
	b.pass(minute(21))
	require.Equal(t, 1, b.total(voided, "reason", "deleted", "change", "new"))
	b.pass(minute(30), ticket("2", 0, record.StatusOpen))
	b.pass(minute(31))
	require.Equal(t, 1, b.total(voided, "reason", "deleted", "change", "retracted"))
	require.Equal(t, 2, b.total(created))
}

// The sweep is not made again at once after a crash: what it missed is asked for all the same.
func TestWhatASweepMissedOutlivesACrash(t *testing.T) {
	b := newBench(t, asking(fact.Check{Name: fact.Answered, Window: time.Hour}))
	b.pass(minute(10), ticket("1", 0, record.StatusOpen), ticket("2", 0, record.StatusOpen))
	b.apply(batch(minute(20), record.Sweep{At: minute(20), Scope: record.ScopeUnresolved, IDs: []string{"1", "3"}})) // not complete
	b.reopen()
	position, err := b.l.Position(t.Context(), "desk", "tickets")
	require.NoError(t, err)
	require.Equal(t, []string{"2", "3"}, position.Want)
	asked := batch(minute(21), ticket("3", 0, record.StatusOpen))
	asked.Asked, asked.Complete = position.Want, true
	b.apply(asked)
	b.reopen()
	position, err = b.l.Position(t.Context(), "desk", "tickets")
	require.NoError(t, err)
	require.Empty(t, position.Want)
	b.pass(minute(70))
	require.Equal(t, 3, b.total(created))
	require.Equal(t, 1, b.total(voided, "reason", "deleted", "change", "new"))
	require.Equal(t, [2]int{0, 2}, b.answers(fact.Answered), "of 1 and 3")
}

// A ticket that is looked up and leads to another one was merged into that: then, or when a change says so.
func TestALookUpThatLeadsElsewhereIsAMerge(t *testing.T) {
	for _, told := range []bool{false, true} {
		b := newBench(t, nil)
		b.pass(minute(10), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer), ticket("2", 0, record.StatusOpen))
		if told {
			b.pass(minute(15), change("9", "1", 12, record.StatusOpen, record.StatusMerged))
		}
		asked := batch(minute(20))
		asked.Asked, asked.Merged, asked.Complete = []string{"1"}, map[string]string{"1": "2"}, true
		b.apply(asked)
		b.pass(minute(30), message("2", "2", 25, record.AuthorAgent))
		b.pass(minute(31))
		require.Equal(t, 1, b.total(voided, "reason", "merged", "change", "new"))
		require.Zero(t, b.total(voided, "reason", "deleted", "change", "new"))
		require.Equal(t, 1, b.total(replies), "the wait went on in the other ticket")
	}
}

// What is left of a ticket counts where the ticket was never read; of one that was, also of a summary, it says nothing.
func TestWhatIsLeftOfATicket(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.ReopenWindow = time.Hour })
	left := func(id string) record.Ticket {
		r := ticket(id, 1, record.StatusDeleted)
		r.UpdatedAt, r.Group, r.Remnant = minute(20), "", true
		return r
	}
	b.pass(minute(5), ticket("1", 1, record.StatusOpen))
	b.pass(minute(6), ticket("2", 1, record.StatusOpen), change("1", "2", 5, record.StatusOpen, record.StatusSolved))
	b.pass(minute(90), ticket("3", 80, record.StatusOpen), message("1", "5", 2, record.AuthorCustomer))
	b.pass(minute(100), left("1"), left("2"), left("4"), left("5"))
	b.pass(minute(101), left("4"))
	require.Equal(t, 5, b.total(created))
	require.Equal(t, 3, b.total(created, "group", "Support"))
	require.Equal(t, 2, b.total(voided))
	require.Equal(t, 2, b.total(voided, "group", "", "reason", "deleted", "change", "new"))
}

func TestAClosedTicketBecomesASummaryAndWakesUp(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(10), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer), message("2", "1", 3, record.AuthorAgent),
		change("1", "1", 5, record.StatusOpen, record.StatusSolved))
	week := 8 * 24 * 60
	b.pass(minute(week))
	require.Equal(t, 1, b.total("helpdesk_resolution_time_seconds", "stage", "final"))
	states := func() map[string]int {
		v, err := b.l.View(context.Background(), b.now)
		require.NoError(t, err)
		return v.Sources[0].Ledger
	}
	require.Equal(t, map[string]int{"open": 0, "window": 0, "summary": 1}, states())
	b.reopen()
	b.pass(minute(week+10), ticket("1", 0, record.StatusOpen), message("1", "1", 0, record.AuthorCustomer), message("2", "1", 3, record.AuthorAgent),
		change("1", "1", 5, record.StatusOpen, record.StatusSolved), change("2", "1", week+5, record.StatusSolved, record.StatusOpen),
		message("3", "1", week+5, record.AuthorCustomer))
	b.pass(minute(week+30), message("4", "1", week+20, record.AuthorAgent), change("3", "1", week+25, record.StatusOpen, record.StatusSolved))
	require.Equal(t, 1, b.total(created))
	require.Equal(t, 4, b.total(messages))
	require.Equal(t, 1, b.total(resolved, "nth", "first"))
	require.Equal(t, 1, b.total(resolved, "nth", "repeat"))
	require.Equal(t, 1, b.total("helpdesk_tickets_reopened_total", "kind", "work"))
	b.pass(minute(3 * week))
	require.Equal(t, 1, b.total("helpdesk_resolution_time_seconds", "stage", "final"), "final once, ever")
	b.pass(minute(500 * 24 * 60))
	require.Equal(t, map[string]int{"open": 0, "window": 0, "summary": 0}, states(), "forgotten after the retention")
	b.pass(minute(500*24*60+5), ticket("1", 0, record.StatusOpen))
	b.pass(minute(500*24*60 + 9))
	require.Equal(t, 1, b.total(created), "one that reappears is not created again")
	require.Equal(t, 1, b.anomalies(record.AnomalyReappeared))
}

func TestAnotherHelpdeskUnderTheSameNameIsRefused(t *testing.T) {
	b := newBench(t, nil)
	err := b.l.Begin(context.Background(), "desk", "another desk", b.cfg.Sources[0].Streams, b.now)
	require.ErrorIs(t, err, ledger.ErrIdentity)
}

func TestQuarantineIsBoundedAndReadAgain(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.QuarantineLimit, c.Sources[0].Map = 2, 1 })
	reject := func(id string) record.Batch {
		in := batch(minute(5))
		in.Cursor = []byte(id)
		in.Rejects = []record.Reject{{Stream: "tickets", ID: id, Ticket: id, Err: errors.New("field \"created_at\": empty")}}
		return in
	}
	b.apply(reject("1"))
	b.apply(reject("2"))
	b.apply(reject("2"))
	_, err := b.l.Apply(context.Background(), "desk", reject("3"))
	require.ErrorIs(t, err, ledger.ErrQuarantineFull)
	p, err := b.l.Position(context.Background(), "desk", "tickets")
	require.NoError(t, err)
	require.Equal(t, []byte("2"), p.Cursor, "the cursor stops")
	require.Empty(t, p.Want)
	b.cfg.Sources[0].Map = 2
	b.reopen()
	p, err = b.l.Position(context.Background(), "desk", "tickets")
	require.NoError(t, err)
	require.Equal(t, []string{"1", "2"}, p.Want, "read again when the map changes")
	b.pass(minute(6), ticket("1", 0, record.StatusNew))
	require.Equal(t, 1, b.l.Quarantined())
}

// An answer may have been bad once: what did not map is read again, ever more rarely. What the ticket has no more when
// all of it was read, such as a row without an id, holds it up no longer.
func TestQuarantineIsTriedAgain(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.Sources[0].Map = 1 })
	start := b.now
	want := func(after time.Duration) []string {
		b.now = start.Add(after)
		p, err := b.l.Position(context.Background(), "desk", "tickets")
		require.NoError(t, err)
		return p.Want
	}
	reject := func(stream, id string) {
		in := batch(minute(5))
		in.Rejects = []record.Reject{{Stream: stream, ID: id, Ticket: "1", Err: errors.New("field \"created_at\": not a time")}}
		b.apply(in)
	}
	reject("tickets", "1")
	require.Empty(t, want(299*time.Second))
	require.Equal(t, []string{"1"}, want(5*time.Minute))
	b.reopen()
	require.Equal(t, []string{"1"}, want(5*time.Minute), "also by a process that goes on")
	reject("tickets", "1")
	require.Empty(t, want(24*time.Minute))
	require.Equal(t, []string{"1"}, want(25*time.Minute))
	for range 10 {
		reject("tickets", "1")
	}
	require.Empty(t, want(25*time.Minute+24*time.Hour-time.Second))
	require.Equal(t, []string{"1"}, want(25*time.Minute+24*time.Hour))

	reject("messages", "")
	in := batch(minute(30), ticket("1", 0, record.StatusNew), message("m1", "1", 0, record.AuthorCustomer))
	in.Asked, in.Done, in.Complete = []string{"1"}, []record.Todo{{Stream: "messages", Ticket: "1"}}, true
	in.Rejects = []record.Reject{{Stream: "messages", ID: "m2", Ticket: "1", Err: errors.New("field \"at\": empty")}}
	b.apply(in)
	require.Equal(t, 1, b.l.Quarantined(), "what does not map now")
	require.Zero(t, b.total(created))
	in.Rejects = nil
	b.apply(in)
	require.Zero(t, b.l.Quarantined())
	require.Equal(t, 1, b.total(created))

	reject("tickets", "1")
	require.Equal(t, 1, b.l.Quarantined())
	gone := batch(minute(40))
	gone.Asked = []string{"1"}
	b.apply(gone)
	require.Zero(t, b.l.Quarantined(), "what is gone is tried no more")
}

// Nothing of a ticket counts while a record of it does not map; once it does, everything counts once, and other tickets
// never wait.
func TestNothingOfATicketInQuarantineCounts(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.Sources[0].Map = 1 })
	b.pass(minute(2), ticket("1", 0, record.StatusNew), message("m1", "1", 0, record.AuthorCustomer))
	require.Equal(t, 1, b.total(created))
	in := batch(minute(30), ticket("2", 3, record.StatusNew))
	in.Complete = true
	in.Rejects = []record.Reject{
		{Stream: "messages", ID: "m2", Ticket: "1", Err: errors.New("field \"at\": empty")},
		{Stream: "messages", ID: "m3", Ticket: "2", Err: errors.New("field \"at\": empty")},
	}
	b.apply(in)
	b.pass(minute(40), ticket("3", 35, record.StatusNew))
	require.Equal(t, 2, b.total(created), "the second waits, the third does not")
	b.reopen()
	b.pass(minute(50), ticket("2", 3, record.StatusNew), message("m3", "2", 3, record.AuthorCustomer), message("m2", "1", 10, record.AuthorAgent))
	require.Equal(t, 3, b.total(created))
	require.Equal(t, 1, b.total(replies))
	require.Zero(t, b.l.Quarantined())
}

func TestLabelValuesBeyondTheLimitFold(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) {
		c.Labels.Values = map[string]catalogue.Values{"group": {Max: 2}}
	})
	for i, group := range []string{"A", "B", "C", "D"} {
		r := ticket(strconv.Itoa(i), 0, record.StatusNew)
		r.Group = group
		b.pass(minute(i+1), r)
	}
	require.Equal(t, 1, b.total(created, "group", "A"))
	require.Equal(t, 2, b.total(created, "group", "other"))
	require.Positive(t, b.total("helpdesk_exporter_label_overflow_total", "label", "group"))
	b.reopen()
	r := ticket("9", 10, record.StatusNew)
	r.Group = "C"
	b.pass(minute(11), r)
	require.Equal(t, 3, b.total(created, "group", "other"), "stable across restarts")
}

func TestAtTheSeriesLimitNothingIsLost(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.SeriesLimit = 60 })
	for i := range 40 {
		r := ticket(strconv.Itoa(i), 0, record.StatusNew)
		r.Group = "G" + strconv.Itoa(i)
		b.pass(minute(i+1), r)
	}
	require.Equal(t, 40, b.total(created))
	require.Positive(t, b.total(created, "group", "other"))
}

func TestADroppedLabelStartsNewSeriesAtZero(t *testing.T) {
	b := newBench(t, nil)
	b.pass(minute(5), ticket("1", 0, record.StatusNew))
	b.cfg.Labels.Drop = []string{"channel"}
	b.reopen()
	require.Zero(t, b.total(created))
	b.pass(minute(9), ticket("2", 7, record.StatusNew))
	require.Equal(t, 1, b.total(created), "nothing is counted again")
}

func TestSiblingsAreBornTogether(t *testing.T) {
	b := newBench(t, nil)
	gone := ticket("1", 0, record.StatusSpam)
	gone.VoidedAt = minute(2)
	gone.UpdatedAt = minute(2)
	b.pass(minute(5), gone)
	v, err := b.l.View(context.Background(), b.now)
	require.NoError(t, err)
	changes := map[string]int64{}
	for _, s := range v.Series {
		if s.Family == voided {
			changes[s.Values[len(s.Values)-1]] = s.Count
		}
	}
	require.Equal(t, map[string]int64{"new": 1, "retracted": 0}, changes)
}

func TestEachTopicIsNewOnce(t *testing.T) {
	b := newBench(t, nil)
	for i := range 4 {
		r := ticket(strconv.Itoa(i), i, record.StatusNew)
		r.Topics = []string{[]string{"vpn", "vpn", "login", "vpn"}[i]}
		b.pass(minute(i+1), r)
	}
	require.Equal(t, 2, b.total("helpdesk_topics_first_seen_total"))
	again := ticket("9", 100*24*60, record.StatusNew)
	again.Topics = []string{"vpn"}
	b.pass(minute(100*24*60+1), again)
	require.Equal(t, 3, b.total("helpdesk_topics_first_seen_total"), "new again after the look-back")
}

func TestTheEarliestTicketHasATopicFirst(t *testing.T) {
	tagged := ticket("1", 0, record.StatusNew)
	tagged.UpdatedAt, tagged.Topics, tagged.Group = minute(20), []string{"vpn", "late"}, "Sales"
	earlier := ticket("2", 10, record.StatusNew)
	earlier.Topics = []string{"vpn"}
	for name, pages := range map[string][][]record.Record{
		"looked at first":  {{earlier}, {tagged}},
		"looked at last":   {{tagged}, {earlier}},
		"in the same page": {{tagged, earlier}},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, nil)
			b.pass(minute(1), func() record.Ticket { old := ticket("1", 0, record.StatusNew); old.Group = "Sales"; return old }())
			for _, page := range pages {
				b.apply(batch(minute(30), page...))
			}
			b.reopen() // killed before the pass was complete
			b.pass(minute(31))
			require.Equal(t, 1, b.total("helpdesk_topics_first_seen_total", "group", "Support"), "vpn")
			require.Equal(t, 1, b.total("helpdesk_topics_first_seen_total", "group", "Sales"), "late")
		})
	}
}

func TestTopicsOfTheFirstSyncAreKnown(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.Sources[0].Baseline = time.Time{} })
	old := ticket("1", -60, record.StatusNew)
	old.Topics = []string{"vpn"}
	b.pass(minute(1), old)
	fresh := ticket("2", 5, record.StatusNew)
	fresh.Topics = []string{"vpn"}
	b.pass(minute(6), fresh)
	require.Zero(t, b.total("helpdesk_topics_first_seen_total"))
}

func TestWhatWasOverBeforeTheBaselineIsASummaryAtOnce(t *testing.T) {
	b := newBench(t, func(c *ledger.Config) { c.Sources[0].Baseline = time.Time{} })
	const day = 24 * 60
	b.apply(batch(minute(1), ticket("1", -30*day, record.StatusOpen), message("1", "1", -30*day, record.AuthorCustomer),
		change("1", "1", -20*day, record.StatusOpen, record.StatusSolved),
		ticket("2", -30*day, record.StatusOpen), change("2", "2", -3*day, record.StatusOpen, record.StatusSolved)))
	v, err := b.l.View(context.Background(), b.now)
	require.NoError(t, err)
	require.Equal(t, map[string]int{"open": 0, "window": 1, "summary": 1}, v.Sources[0].Ledger)
	require.Equal(t, 1, v.Sources[0].Requesters[90*24*time.Hour], "its customer wrote all the same")
	b.pass(minute(30), message("2", "1", 10, record.AuthorCustomer), change("3", "1", 10, record.StatusSolved, record.StatusOpen))
	b.pass(minute(60), message("3", "1", 40, record.AuthorAgent))
	require.Equal(t, 1, b.total(replies))
	require.Equal(t, 1, b.total("helpdesk_tickets_reopened_total", "kind", "work"))
	require.Zero(t, b.total(created))
}

func TestStockHoldsOnlyWhatIsUnresolved(t *testing.T) {
	b := newBench(t, nil)
	b.apply(batch(minute(5), ticket("1", 0, record.StatusNew), ticket("2", 0, record.StatusSolved), ticket("3", 0, record.StatusUnknown)))
	v, err := b.l.View(context.Background(), b.now)
	require.NoError(t, err)
	require.False(t, v.Sources[0].Walked, "no stock before the first walk is complete")
	b.pass(minute(6))
	b.reopen()
	v, err = b.l.View(context.Background(), b.now)
	require.NoError(t, err)
	require.True(t, v.Sources[0].Walked)
	require.Len(t, v.Sources[0].Tickets, 2)
}
