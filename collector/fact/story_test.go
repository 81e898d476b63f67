package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
)

// desk is the source of all tests here.
const desk = "desk"

func day(n int, clock string) time.Time {
	t, err := time.Parse("15:04:05", clock)
	if err != nil {
		panic(err)
	}
	return time.Date(2026, time.March, n, t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// everything is emitted: the source has a history of each kind.
func withHistory() *Rules {
	return &Rules{
		ReopenWindow: 7 * 24 * time.Hour, ReopenWork: 24 * time.Hour, Clocks: Clocks{Calendar: true},
		Emits: map[record.Kind]bool{
			record.KindTicket: true, record.KindStatusChange: true, record.KindAssignmentChange: true,
			record.KindPriorityChange: true, record.KindCategoryChange: true, record.KindMessage: true,
		},
	}
}

// snapshotsOnly: the source gives tickets and messages.
func snapshotsOnly() *Rules {
	r := withHistory()
	r.Emits = map[record.Kind]bool{record.KindTicket: true, record.KindMessage: true}
	return r
}

func historyOf(records ...record.Record) *History {
	h := &History{Source: desk}
	for _, r := range records {
		h.Merge(r)
	}
	return h
}

func mail(id string, at time.Time) record.Message {
	return record.Message{ID: id, Ticket: "1", At: at, Direction: record.Inbound, Author: record.AuthorCustomer, Visibility: record.Public}
}

func answer(id string, at time.Time) record.Message {
	return record.Message{ID: id, Ticket: "1", At: at, Direction: record.Outbound, Author: record.AuthorAgent, Visibility: record.Public}
}

func note(id string, at time.Time) record.Message {
	return record.Message{ID: id, Ticket: "1", At: at, Direction: record.Outbound, Author: record.AuthorAgent, Visibility: record.Internal}
}

var agent = record.Actor{Role: record.AuthorAgent, ID: "bob"}

func status(id string, at time.Time, from, to record.Status) record.StatusChange {
	return record.StatusChange{ID: id, Ticket: "1", At: at, From: from, To: to, Actor: agent}
}

func ticket(created, updated time.Time, s record.Status) record.Ticket {
	return record.Ticket{
		ID: "1", CreatedAt: created, UpdatedAt: updated, Origin: record.OriginCustomer,
		Channel: record.ChannelEmail, Group: "Support", Priority: record.PriorityNormal, Status: s,
	}
}

// find returns the one fact of a key.
func find(t *testing.T, facts []Fact, key string) Fact {
	t.Helper()
	for _, f := range facts {
		if f.Key == key {
			return f
		}
	}
	require.Failf(t, "fact is missing", "%s in %v", key, keys(facts))
	return Fact{}
}

func keys(facts []Fact) []string {
	var list []string
	for _, f := range facts {
		list = append(list, f.Key)
	}
	return list
}

// ofKind are the keys of one kind's facts.
func ofKind(facts []Fact, kind Kind) []string {
	list := []string{}
	for _, f := range facts {
		if f.Kind == kind {
			list = append(list, f.Key)
		}
	}
	return list
}

// observed returns the count of a fact's sample of a family whose label values include all of want.
func observed(t *testing.T, f Fact, family string, want ...string) int64 {
	t.Helper()
	for _, s := range f.Samples {
		if s.Family == family && includes(s.Values, want) {
			return s.Count
		}
	}
	require.Failf(t, "sample is missing", "%s %v in %+v", family, want, f)
	return 0
}

func includes(values, want []string) bool {
	for _, w := range want {
		found := false
		for _, v := range values {
			found = found || v == w
		}
		if !found {
			return false
		}
	}
	return true
}

// label returns the value of a label in the fact's first sample of the family.
func label(t *testing.T, f Fact, family, name string) string {
	t.Helper()
	for _, s := range f.Samples {
		if s.Family != family {
			continue
		}
		for i, l := range families[family] {
			if l == name {
				return s.Values[i]
			}
		}
	}
	require.Failf(t, "label is missing", "%s{%s} in %+v", family, name, f)
	return ""
}

const second = int64(1000) // durations are in milliseconds

// The story: nine tickets over the night on which Europe loses an hour. Expected values were computed by
// hand from the instants.
func TestStory(t *testing.T) {
	customer, byAgent := record.OriginCustomer, record.OriginAgent
	with := func(tk record.Ticket, change func(*record.Ticket)) record.Ticket {
		change(&tk)
		return tk
	}
	type expected struct {
		firstResponse int64 // seconds, -1: none
		replies       []int64
		first, final  int64 // seconds, -1: none
		touches, by   string
		solves        int
		reopens       []string
		public        int64
		voided        string
		status        record.Status
		waiting       time.Time
	}
	tests := map[string]struct {
		origin  record.Origin
		records []record.Record
		want    expected
	}{
		"T1 answered twice and solved": {customer, []record.Record{
			ticket(day(27, "08:00:00"), day(27, "09:15:00"), record.StatusSolved),
			mail("1", day(27, "08:00:00")), answer("2", day(27, "08:30:00")),
			mail("3", day(27, "09:00:00")), answer("4", day(27, "09:10:00")),
			status("s1", day(27, "09:15:00"), record.StatusOpen, record.StatusSolved),
		}, expected{
			firstResponse: 1800, replies: []int64{1800, 600}, first: 4500, final: 4500, touches: "2+", by: "agent",
			solves: 1, public: 4, status: record.StatusSolved,
		}},
		"T2 reopened across the change to summer time": {customer, []record.Record{
			ticket(day(28, "22:00:00"), day(29, "12:00:00"), record.StatusSolved),
			mail("1", day(28, "22:00:00")), note("2", day(28, "22:10:00")), answer("3", day(29, "02:00:00")),
			status("s1", day(29, "03:00:00"), record.StatusOpen, record.StatusSolved),
			mail("4", day(29, "10:00:00")),
			status("s2", day(29, "10:00:00"), record.StatusSolved, record.StatusOpen),
			answer("5", day(29, "10:20:00")),
			status("s3", day(29, "12:00:00"), record.StatusOpen, record.StatusSolved),
		}, expected{
			firstResponse: 14400, replies: []int64{14400, 1200}, first: 18000, final: 50400, touches: "1", by: "agent",
			solves: 2, reopens: []string{"work"}, public: 4, status: record.StatusSolved,
		}},
		"T3 waits": {customer, []record.Record{
			ticket(day(30, "07:00:00"), day(30, "07:00:00"), record.StatusNew), mail("1", day(30, "07:00:00")),
		}, expected{firstResponse: -1, first: -1, final: -1, status: record.StatusNew, waiting: day(30, "07:00:00")}},
		"T4 pending, T5's message moved in": {customer, []record.Record{
			ticket(day(30, "07:30:00"), day(30, "10:00:00"), record.StatusPending),
			mail("1", day(30, "07:30:00")), mail("t5", day(30, "08:00:00")), answer("2", day(30, "09:30:00")),
			status("s1", day(30, "09:31:00"), record.StatusOpen, record.StatusPending),
		}, expected{firstResponse: 7200, replies: []int64{7200}, first: -1, final: -1, status: record.StatusPending}},
		"T5 merged": {customer, []record.Record{
			with(ticket(day(30, "08:00:00"), day(30, "10:00:00"), record.StatusMerged), func(tk *record.Ticket) {
				tk.MergedInto, tk.VoidedAt = "4", day(30, "10:00:00")
			}),
		}, expected{firstResponse: -1, first: -1, final: -1, voided: "merged", status: record.StatusNew}},
		"T6 spam": {customer, []record.Record{
			ticket(day(30, "08:10:00"), day(30, "08:20:00"), record.StatusSpam), mail("1", day(30, "08:10:00")),
			status("s1", day(30, "08:20:00"), record.StatusNew, record.StatusSpam),
		}, expected{firstResponse: -1, first: -1, final: -1, voided: "spam", status: record.StatusNew}},
		"T7 opened and solved by an agent": {byAgent, []record.Record{
			with(ticket(day(30, "09:00:00"), day(30, "09:05:00"), record.StatusSolved), func(tk *record.Ticket) {
				tk.Origin = byAgent
			}),
			note("1", day(30, "09:00:00")),
			status("s1", day(30, "09:05:00"), record.StatusNew, record.StatusSolved),
		}, expected{
			firstResponse: -1, first: 300, final: 300, touches: "0", by: "agent", solves: 1, status: record.StatusSolved,
		}},
		"T8 answered after a day": {customer, []record.Record{
			ticket(day(30, "11:00:00"), day(31, "11:00:00"), record.StatusOpen),
			mail("1", day(30, "11:00:00")), mail("2", day(30, "12:00:00")), answer("3", day(31, "11:00:00")),
			record.PriorityChange{ID: "p", Ticket: "1", At: day(30, "11:05:00"), From: record.PriorityNormal, To: record.PriorityHigh},
		}, expected{firstResponse: 86400, replies: []int64{86400}, first: -1, final: -1, status: record.StatusOpen}},
		"T9 reopened by an agent": {customer, []record.Record{
			ticket(day(31, "06:00:00"), day(31, "06:30:00"), record.StatusOpen),
			mail("1", day(31, "06:00:00")), answer("2", day(31, "06:05:00")),
			status("s1", day(31, "06:10:00"), record.StatusOpen, record.StatusSolved),
			status("s2", day(31, "06:30:00"), record.StatusSolved, record.StatusOpen),
		}, expected{
			firstResponse: 300, replies: []int64{300}, first: 600, final: -1, touches: "1", by: "agent", solves: 1,
			reopens: []string{"work"}, status: record.StatusOpen,
		}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf(tc.records...)
			facts := Derive(h, withHistory())
			require.Equal(t, string(tc.origin), label(t, find(t, facts, "created"), familyCreated, "origin"))

			got := expected{firstResponse: -1, first: -1, final: -1, status: "", waiting: time.Time{}}
			for _, f := range facts {
				switch f.Kind {
				case FirstResponse:
					got.firstResponse = observed(t, f, familyFirstResponse) / second
				case Reply:
					got.replies = append(got.replies, observed(t, f, familyReply)/second)
				case Resolved:
					got.solves++
					if len(f.Samples) > 1 {
						got.first = observed(t, f, familyResolution, "first", "calendar") / second
						got.touches, got.by = label(t, f, familyTouches, "touches"), label(t, f, familyTouches, "by")
					}
				case Reopened:
					got.reopens = append(got.reopens, label(t, f, familyReopened, "kind"))
				case Final:
					got.final = observed(t, f, familyResolution, "final") / second
					got.public = observed(t, f, familyPerTicket)
				case Void:
					got.voided = label(t, f, familyVoided, "reason")
				}
			}
			view := ViewAt(h, withHistory(), day(31, "12:00:00"))
			got.status, got.waiting = view.Status, view.WaitingSince
			require.Equal(t, tc.want, got)
			require.Equal(t, tc.want.voided == "", view.Exists)
		})
	}
}
