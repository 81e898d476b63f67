package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"sort"
	"time"

	"helpdesk_exporter/sources/record"
)

// A desk that makes records at random, for the properties of the ledger. It knows nothing of facts.

var epoch = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// timed is a record with the instant from which the helpdesk shows it.
type timed struct {
	stream string
	at     time.Time
	record record.Record
}

// life makes the records of n tickets that live within a span: every change with the vendor's event id,
// and a snapshot after each change.
func life(rng *rand.Rand, n int, span time.Duration) []timed {
	var out []timed
	serial := 0
	next := func() string { serial++; return fmt.Sprint(serial) }
	groups := []string{"Support", "Sales", "Billing"}
	priorities := []record.Priority{record.PriorityLow, record.PriorityNormal, record.PriorityHigh}
	pick := func(s []string) string { return s[rng.IntN(len(s))] }
	var open []string
	for i := range n {
		id := fmt.Sprint(1000 + i)
		at := epoch.Add(time.Duration(rng.Int64N(int64(span))).Truncate(time.Second))
		t := record.Ticket{
			ID: id, CreatedAt: at, UpdatedAt: at, Origin: record.OriginCustomer, Requester: "c" + fmt.Sprint(rng.IntN(20)),
			Channel: record.ChannelEmail, Group: pick(groups), Priority: priorities[rng.IntN(3)], Status: record.StatusNew,
			Topics: []string{pick([]string{"login", "invoice", "printer", "vpn"})},
		}
		if rng.IntN(5) == 0 {
			t.Origin = record.OriginAgent
		}
		if rng.IntN(3) == 0 {
			t.Channel = record.ChannelChat
		}
		first := len(out)
		snapshot := func() {
			// A version has one content: the last of a second.
			kept := out[:first]
			for _, o := range out[first:] {
				if old, ok := o.record.(record.Ticket); !ok || !old.UpdatedAt.Equal(t.UpdatedAt) {
					kept = append(kept, o)
				}
			}
			kept = append(kept, timed{"tickets", t.UpdatedAt, t})
			out = kept
		}
		message := func(at time.Time, author record.Author, visibility record.Visibility) {
			direction := record.Outbound
			who := "a" + fmt.Sprint(rng.IntN(4))
			if author == record.AuthorCustomer {
				direction, who = record.Inbound, t.Requester
			}
			out = append(out, timed{"messages", at, record.Message{
				ID: next(), Ticket: id, At: at, Author: author, AuthorID: who, Direction: direction, Visibility: visibility,
			}})
		}
		status := func(at time.Time, to record.Status, role record.Author) {
			out = append(out, timed{"changes", at, record.StatusChange{
				ID: next(), Ticket: id, At: at, From: t.Status, To: to, Actor: record.Actor{Role: role, ID: "a1"},
			}})
			t.Status, t.UpdatedAt = to, at
		}
		snapshot()
		if t.Origin == record.OriginCustomer {
			message(at, record.AuthorCustomer, record.Public)
			if rng.IntN(2) == 0 {
				message(at.Add(time.Second), record.AuthorAutomation, record.Public)
			}
		}
		for range rng.IntN(12) {
			at = at.Add(time.Duration(rng.Int64N(int64(20 * time.Hour))).Truncate(time.Second))
			if rng.IntN(10) == 0 {
				at = t.UpdatedAt // two changes in one second
			}
			if t.Status.Void() {
				if rng.IntN(2) == 0 && t.Status != record.StatusMerged {
					status(at, record.StatusOpen, record.AuthorAgent)
					t.VoidedAt = time.Time{}
					snapshot()
				}
				break
			}
			switch rng.IntN(10) {
			case 0, 1:
				message(at, record.AuthorCustomer, record.Public)
				if t.Status.Resolved() {
					status(at, record.StatusOpen, record.AuthorAutomation)
				}
			case 2, 3, 4:
				message(at, record.AuthorAgent, record.Public)
				if t.Status == record.StatusNew {
					status(at, record.StatusOpen, record.AuthorAgent)
				}
			case 5:
				message(at, record.AuthorAgent, record.Internal)
			case 6:
				switch {
				case !t.Status.Resolved():
					status(at, record.StatusSolved, record.AuthorAgent)
				case rng.IntN(3) == 0:
					status(at, record.StatusOpen, record.AuthorAgent)
				case t.Status == record.StatusSolved:
					status(at, record.StatusClosed, record.AuthorAutomation)
				}
			case 7:
				from, to := t.Group, pick(groups)
				out = append(out, timed{"changes", at, record.AssignmentChange{ID: next(), Ticket: id, At: at, Group: &to, FromGroup: &from}})
				t.Group, t.UpdatedAt = to, at
			case 8:
				from, to := t.Priority, priorities[rng.IntN(3)]
				out = append(out, timed{"changes", at, record.PriorityChange{ID: next(), Ticket: id, At: at, From: from, To: to}})
				t.Priority, t.UpdatedAt = to, at
			case 9:
				if rng.IntN(3) > 0 {
					continue
				}
				to := []record.Status{record.StatusSpam, record.StatusDeleted, record.StatusMerged}[rng.IntN(3)]
				if to == record.StatusMerged {
					if len(open) == 0 {
						continue
					}
					t.MergedInto = pick(open)
				}
				t.VoidedAt = at
				status(at, to, record.AuthorAgent)
			}
			snapshot()
		}
		open = append(open, id)
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].at.Before(out[j].at) })
	return out
}

// deliver cuts a life into passes that end at the given instants, each a complete reading of all streams. Each record is delivered in the pass
// that first can see it and perhaps again later, in any order, in batches of any size.
func deliver(rng *rand.Rand, all []timed, ends []time.Time, repeat bool) (batches []record.Batch) {
	from := 0
	for _, end := range ends {
		to := from
		for to < len(all) && !all[to].at.After(end) {
			to++
		}
		due := append([]timed(nil), all[from:to]...)
		if repeat {
			for range len(due) / 3 {
				due = append(due, due[rng.IntN(len(due))])
			}
			for range rng.IntN(20) {
				if to > 0 {
					due = append(due, all[rng.IntN(to)])
				}
			}
		}
		rng.Shuffle(len(due), func(i, j int) { due[i], due[j] = due[j], due[i] })
		for len(due) > 0 {
			k := 1 + rng.IntN(len(due))
			byStream := map[string][]record.Record{}
			for _, d := range due[:k] {
				byStream[d.stream] = append(byStream[d.stream], d.record)
			}
			for stream, records := range byStream {
				batches = append(batches, record.Batch{Stream: stream, AsOf: end, Parts: []record.Part{{Stream: stream, Records: records}}})
			}
			due = due[k:]
		}
		for _, stream := range []string{"tickets", "messages", "changes"} {
			batches = append(batches, record.Batch{Stream: stream, AsOf: end, Complete: true})
		}
		from = to
	}
	return batches
}

// schedule makes the ends of passes: the last is always the same.
func schedule(rng *rand.Rand, last time.Time, n int) []time.Time {
	var ends []time.Time
	for range n - 1 {
		ends = append(ends, epoch.Add(time.Duration(rng.Int64N(int64(last.Sub(epoch))))))
	}
	sort.Slice(ends, func(i, j int) bool { return ends[i].Before(ends[j]) })
	return append(ends, last)
}
