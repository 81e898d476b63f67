package simulator_test

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/yamlfile"
	"helpdesk_exporter/sources"
	"helpdesk_exporter/sources/database"
	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator"
)

// The preset's records of a simulated week tell what happened in it, across polls at intervals and restarts.
func TestRecordsTellTheTruth(t *testing.T) {
	t.Run("summer", func(t *testing.T) {
		truth, told := simulatedWeek(t, time.Date(2026, 6, 10, 6, 0, 0, 0, time.UTC))
		require.Equal(t, truth, told)
	})
	t.Run("clocks are put back", func(t *testing.T) {
		truth, told := simulatedWeek(t, time.Date(2026, 10, 21, 6, 0, 0, 0, time.UTC))
		require.Equal(t, withoutTeams(truth), withoutTeams(told))
	})
}

// simulatedWeek polls a desk for a week, and counts.
func simulatedWeek(t *testing.T, begin time.Time) (truth, told map[simulator.Event]int) {
	t.Helper()
	desk, path := newDesk(t, simulator.Options{Seed: 11, Begin: begin})
	now := begin
	r := reader{records: map[string]record.Record{}, deleted: map[string]bool{}}
	var source *database.Source
	for i := range 7*48 + 3 {
		if i%50 == 0 { // a restart
			if source != nil {
				require.NoError(t, source.Close())
			}
			source = demoSource(t, path, &now)
		}
		if now = begin.Add(time.Duration(i) * 30 * time.Minute); i <= 7*48 { // then the desk stands still
			require.NoError(t, desk.Advance(t.Context(), now))
		}
		require.NoError(t, source.Poll(t.Context(), "tickets", r.position, r.deliver))
	}
	require.NoError(t, source.Close())
	require.Empty(t, r.rejects)
	require.Empty(t, r.anomalies)
	require.Equal(t, desk.Truth().Stock, r.stock())
	return withoutKinds(desk.Truth()), r.tally(t)
}

// withoutTeams leaves out whose the messages were: in the hour that the wall clock repeats it is not known
// whether a message or a move came first.
func withoutTeams(events map[simulator.Event]int) map[simulator.Event]int {
	out := map[simulator.Event]int{}
	for e, n := range events {
		if e.Counter == simulator.Messages {
			e.Team = ""
		}
		out[e] += n
	}
	return out
}

// Each act that the story knows happens in a month, so that the week above is about something.
func TestEverythingHappens(t *testing.T) {
	begin := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	desk, _ := newDesk(t, simulator.Options{Seed: 2, Begin: begin})
	require.NoError(t, desk.Advance(t.Context(), begin.AddDate(0, 1, 0)))
	truth := desk.Truth()
	for _, want := range []simulator.Event{
		{Counter: simulator.Created, Origin: "customer"},
		{Counter: simulator.Created, Origin: "agent"},
		{Counter: simulator.Created, Origin: "automation"},
		{Counter: simulator.Created, Priority: "urgent"},
		{Counter: simulator.Created, Channel: "marketplace"},
		{Counter: simulator.Messages, Author: "customer", Direction: "inbound", Visibility: "public"},
		{Counter: simulator.Messages, Author: "agent", Direction: "outbound", Visibility: "public"},
		{Counter: simulator.Messages, Author: "agent", Direction: "outbound", Visibility: "internal"},
		{Counter: simulator.Messages, Author: "automation", Direction: "outbound", Visibility: "public"},
		{Counter: simulator.Resolved, Nth: "first"},
		{Counter: simulator.Resolved, Nth: "repeat"},
		{Counter: simulator.Reopened, Kind: "work"},
		{Counter: simulator.Reopened, Kind: "no_reply_needed"},
		{Counter: simulator.Voided, Reason: "merged", Change: "new"},
		{Counter: simulator.Voided, Reason: "spam", Change: "new"},
		{Counter: simulator.Voided, Reason: "spam", Change: "retracted"},
		{Counter: simulator.Voided, Reason: "deleted", Change: "new"},
		{Counter: simulator.Moved, Team: "Billing", ToTeam: "Returns"},
	} {
		n := 0
		for e, times := range truth.Events {
			if matches(e, want) {
				n += times
			}
		}
		require.Greater(t, n, 5, "%+v", want)
	}
}

// matches compares what is set.
func matches(e, want simulator.Event) bool {
	same := func(have, want string) bool { return want == "" || have == want }
	return e.Counter == want.Counter && same(e.Team, want.Team) && same(e.Channel, want.Channel) &&
		same(e.Priority, want.Priority) && same(e.Origin, want.Origin) && same(e.Direction, want.Direction) &&
		same(e.Author, want.Author) && same(e.Visibility, want.Visibility) && same(e.Nth, want.Nth) &&
		same(e.Kind, want.Kind) && same(e.Reason, want.Reason) && same(e.Change, want.Change) && same(e.ToTeam, want.ToTeam)
}

// demoSource opens the desk through the preset, as any configuration does.
func demoSource(t *testing.T, path string, now *time.Time) *database.Source {
	t.Helper()
	var files yamlfile.Files
	block, err := files.Parse("helpdesk.yml", []byte("{name: demo, preset: demo, dsn: \"sqlite:"+path+"\", timezone: Europe/Rome}"))
	require.NoError(t, err)
	c, _, errs := sources.DecodeConfig(&files, block, "sources[0]")
	require.NoError(t, errs.Sorted())
	source, err := database.New(c.Name, c.Config, c.Words(), database.Options{FixedNow: now})
	require.NoError(t, err)
	return source
}

// reader keeps the newest version of each record, as a ledger would, and asks for tickets that a sweep
// does not name any more.
type reader struct {
	position  record.Position
	records   map[string]record.Record
	deleted   map[string]bool
	rejects   []record.Reject
	anomalies []record.Anomaly
}

func (r *reader) deliver(_ context.Context, batch record.Batch) (record.Answer, error) {
	r.rejects = append(r.rejects, batch.Rejects...)
	r.anomalies = append(r.anomalies, batch.Anomalies...)
	if batch.Cursor != nil {
		r.position.Cursor = batch.Cursor
	}
	var answer record.Answer
	here := map[string]bool{}
	for _, part := range batch.Parts {
		for _, rec := range part.Records {
			if sweep, ok := rec.(record.Sweep); ok {
				answer.Want = r.missing(sweep)
				continue
			}
			r.records[string(rec.Kind())+" "+rec.Key()] = rec
			if rec.Kind() == record.KindTicket {
				here[rec.Key()] = true
			}
		}
	}
	for _, id := range batch.Asked {
		if !here[id] {
			r.deleted[id] = true
		}
	}
	return answer, nil
}

func (r *reader) missing(sweep record.Sweep) []string {
	var ids []string
	for _, rec := range r.records {
		t, ok := rec.(record.Ticket)
		if ok && t.Status.Unresolved() && !r.deleted[t.ID] && !slices.Contains(sweep.IDs, t.ID) {
			ids = append(ids, t.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// stock counts what is unresolved by the newest snapshots.
func (r *reader) stock() map[simulator.Stock]int {
	counts := map[simulator.Stock]int{}
	for _, rec := range r.records {
		if t, ok := rec.(record.Ticket); ok && t.Status.Unresolved() && !r.deleted[t.ID] {
			counts[simulator.Stock{Team: t.Group, Channel: string(t.Channel), Priority: string(t.Priority), Status: string(t.Status)}]++
		}
	}
	return counts
}

// withoutKinds leaves out whether a reopening was work, which records do not say by themselves.
func withoutKinds(truth simulator.Truth) map[simulator.Event]int {
	out := map[simulator.Event]int{}
	for _, events := range []map[simulator.Event]int{truth.Events, truth.Undecided} {
		for e, n := range events {
			e.Kind = ""
			out[e] += n
		}
	}
	return out
}

// told is all records of a ticket, in the order in which they were written.
type told struct {
	ticket   record.Ticket
	changes  []record.Record
	messages []record.Message
}

// tally counts what the records say.
func (r *reader) tally(t *testing.T) map[simulator.Event]int {
	t.Helper()
	byTicket := map[string]*told{}
	of := func(id string) *told {
		if byTicket[id] == nil {
			byTicket[id] = &told{}
		}
		return byTicket[id]
	}
	for _, rec := range r.records {
		switch rec := rec.(type) {
		case record.Ticket:
			of(rec.ID).ticket = rec
		case record.Message:
			of(rec.Ticket).messages = append(of(rec.Ticket).messages, rec)
		default:
			of(rec.TicketID()).changes = append(of(rec.TicketID()).changes, rec)
		}
	}
	counts := map[simulator.Event]int{}
	for id, each := range byTicket {
		require.Equal(t, id, each.ticket.ID, "a record of a ticket that was never delivered")
		slices.SortFunc(each.changes, func(a, b record.Record) int { return cmp.Compare(number(t, a), number(t, b)) })
		each.count(counts, r.deleted[id])
	}
	return counts
}

func number(t *testing.T, r record.Record) int {
	t.Helper()
	n, err := strconv.Atoi(r.Key())
	require.NoError(t, err)
	return n
}

// count goes through a ticket's life with its labels of each moment.
func (o *told) count(counts map[simulator.Event]int, deleted bool) {
	team, priority := o.ticket.Group, o.ticket.Priority
	for _, c := range slices.Backward(o.changes) {
		switch c := c.(type) {
		case record.AssignmentChange:
			if c.FromGroup != nil {
				team = *c.FromGroup
			}
		case record.PriorityChange:
			priority = c.From
		}
	}
	event := func(c simulator.Counter) simulator.Event {
		return simulator.Event{Counter: c, Team: team, Channel: string(o.ticket.Channel)}
	}
	created := event(simulator.Created)
	created.Origin, created.Priority = string(o.ticket.Origin), string(priority)
	counts[created]++
	slices.SortFunc(o.messages, func(a, b record.Message) int { return a.At.Compare(b.At) })
	left := o.messages
	messages := func(until time.Time) {
		for len(left) > 0 && !left[0].At.After(until) {
			e := event(simulator.Messages)
			e.Author, e.Direction, e.Visibility = string(left[0].Author), string(left[0].Direction), string(left[0].Visibility)
			counts[e]++
			left = left[1:]
		}
	}
	void := func(reason record.Status, change string) {
		e := event(simulator.Voided)
		e.Origin, e.Reason, e.Change = string(o.ticket.Origin), string(reason), change
		counts[e]++
	}
	solves := 0
	for _, c := range o.changes {
		switch c := c.(type) {
		case record.AssignmentChange:
			if c.Group == nil {
				continue
			}
			messages(c.At)
			e := event(simulator.Moved)
			e.Channel, e.ToTeam = "", *c.Group
			counts[e]++
			team = *c.Group
		case record.PriorityChange:
			priority = c.To
		case record.StatusChange:
			e := event("")
			e.Priority = string(priority)
			switch {
			case c.From.Unresolved() && c.To.Resolved():
				e.Counter, e.Nth = simulator.Resolved, "first"
				if solves++; solves > 1 {
					e.Nth = "repeat"
				}
				counts[e]++
			case c.From.Resolved() && c.To.Unresolved():
				e.Counter = simulator.Reopened
				counts[e]++
			case c.To.Void():
				void(c.To, "new")
			case c.From.Void():
				void(c.From, "retracted")
			}
		}
	}
	messages(time.Unix(1<<40, 0))
	if deleted {
		void(record.StatusDeleted, "new")
	}
}
