package zendesk

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	api "helpdesk_exporter/sources/api/fake"
	"helpdesk_exporter/sources/presets/zendesk/fake"
	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/desk"
)

// The exports leave out the last minute, and rows come again when the system touches them. Whoever asks three times
// a minute misses nothing, and what a stream promises holds: what happened longer ago than it takes to settle has
// been told.
func TestTheLastMinute(t *testing.T) {
	s := desk.Days()
	for n := range 40 {
		id := s.Open(desk.At(n).Add(time.Duration(n)*7*time.Second), replay.Ticket{})
		s.Say(desk.At(n+1).Add(time.Duration(n)*11*time.Second), id, byAgent(1))
	}
	d := open(t, s, 0, desk.Setting{With: []string{`notifications: "on"`, `notifications: "off"`}})
	known := map[string]bool{}
	promised := map[string]time.Time{}
	for d.Clock.Now().Before(desk.At(60)) {
		for _, stream := range d.Streams() {
			asOf := d.Clock.Now()
			require.NoError(t, d.Poll(stream.Name), "%s at %s", stream.Name, asOf)
			for key, r := range d.Ledger.Records {
				if m, ok := r.(record.Message); ok && !known[key] {
					known[key] = true
					require.False(t, m.At.Before(promised["events"]), "%s came later than promised", d.Words(r))
				}
				if ticket, ok := r.(record.Ticket); ok && !known[key] {
					known[key] = true
					require.False(t, ticket.CreatedAt.Before(promised["tickets"]), "%s came later than promised", d.Words(r))
				}
			}
			promised[stream.Name] = asOf.Add(-stream.Settle)
		}
		d.Clock.Advance(20 * time.Second)
	}
	require.Len(t, d.Of("", record.KindTicket), 40)
	require.Len(t, d.Of("", record.KindMessage), 80)
}

// smaller lets the account answer in smaller pages.
func smaller(parameter string, size int, path string) func(http.Handler) http.Handler {
	return func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, path) {
				address := *r.URL
				q := address.Query()
				q.Set(parameter, strconv.Itoa(size))
				address.RawQuery = q.Encode()
				r = r.Clone(r.Context())
				r.URL = &address
			}
			h.ServeHTTP(w, r)
		})
	}
}

// Pages end within a second of many rows, the last one has a cursor like all others, and each names another host for
// the next.
func TestTiesAtPageEdges(t *testing.T) {
	s := desk.Days()
	for n := range 210 {
		id := s.Open(desk.At(n/60), replay.Ticket{Channel: "phone"})
		s.Say(desk.At(5+n/40), id, byAgent(1))
	}
	for _, c := range []struct {
		name    string
		wrap    func(http.Handler) http.Handler
		streams []string
		want    map[record.Kind]int
	}{
		{"events", smaller("per_page", 33, "/incremental/"), []string{"events"}, map[record.Kind]int{record.KindMessage: 420}},
		{"tickets", smaller("per_page", 33, "/incremental/"), []string{"tickets"}, map[record.Kind]int{record.KindTicket: 210}},
		{"lists", nil, []string{"tickets"}, map[record.Kind]int{record.KindTicket: 210}},
		{"calls", nil, []string{"calls"}, map[record.Kind]int{record.KindContact: 210}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, s, 600, desk.Setting{Wrap: c.wrap, With: []string{`notifications: "on"`, `notifications: "off"`}})
			for range 3 {
				for _, stream := range c.streams {
					require.NoError(t, d.Poll(stream))
				}
				d.Clock.Advance(time.Minute)
			}
			require.Empty(t, d.Ledger.Wanted())
			for kind, n := range c.want {
				require.Len(t, d.Of("", kind), n, kind)
			}
			if c.name == "lists" {
				require.Equal(t, 3, d.Account.Log().Requests()["GET /api/v2/search/export"], "pages of 210")
			}
		})
	}
}

// The lists of groups, agents, brands and fields have a hundred a page, and go on after their last one.
func TestManyAgents(t *testing.T) {
	s := desk.Days()
	tape := s.Tape()
	for id := int64(len(tape.Agents) + 1); id <= 130; id++ { // and three programs and the owner
		tape.Agents = append(tape.Agents, replay.Agent{ID: id, Team: 1, Name: "Eve"})
	}
	for id := int64(len(tape.Teams) + 1); id <= 130; id++ {
		tape.Teams = append(tape.Teams, replay.Team{ID: id, Name: fmt.Sprintf("Team %d", id)})
	}
	s.Open(desk.At(1), replay.Ticket{Team: 129})
	s.Say(desk.At(2), 1, byAgent(130))
	d := open(t, s, 600, desk.Setting{})
	d.PollAll()
	require.Equal(t, []string{
		"1 group Team 129 to Team 129 by customer", "1 priority normal to normal by customer", "1 public message of customer, customer 1",
		fmt.Sprintf("2 public message of agent, %d", fake.AgentID(130)),
		"ticket 1 new: customer email normal customer 1, group Team 129, brand Casa, replies 1",
	}, d.Of("1"))
	for _, list := range []string{"groups", "users"} {
		require.Equal(t, 2, d.Account.Log().Requests()["GET /api/v2/"+list], list)
	}
}

// Each limit of the smallest plan holds, however often a stream is polled.
func TestLimits(t *testing.T) {
	s := desk.Days()
	for n := range 150 {
		s.Open(desk.At(n/10), replay.Ticket{})
	}
	off := []string{`notifications: "on"`, `notifications: "off"`}
	for _, c := range []struct {
		name, stream string
		polls        int
		o            desk.Setting
	}{
		{"account", "surveys", 500, desk.Setting{}},
		{"exports", "events", 40, desk.Setting{}},
		{"calls", "calls", 40, desk.Setting{}},
		{"search", "tickets", 1, desk.Setting{With: off, Wrap: smaller("page[size]", 1, "/search/export")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := open(t, s, 600, c.o)
			for range c.polls {
				require.NoError(t, d.Poll(c.stream))
			}
			require.Zero(t, d.Account.Log().Throttled())
			require.Greater(t, d.Clock.Now(), desk.At(601), "the limit of a minute was met")
		})
	}
}

// An account may allow less than the smallest plan is said to: its answers tell.
func TestSmallAccount(t *testing.T) {
	d := open(t, desk.Days(), 600, desk.Setting{Options: api.Options{Limit: 40}})
	for range 150 {
		require.NoError(t, d.Poll("surveys"))
	}
	require.Zero(t, d.Account.Log().Throttled())
}

// What was deleted for good has lost its fields, its comments and its history: it counts where it was never read before,
// and else says nothing new. What is open and vanishes is missed.
func TestDeletedForGood(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{})
	s.Open(desk.At(2), replay.Ticket{Team: 2})
	s.Change(desk.At(5), 1, "status", "trash", "agent", 1)
	s.Erase(desk.At(90), 1)
	s.Erase(desk.At(90), 2)
	d := open(t, s, 60, desk.Setting{})
	d.PollAll()
	require.Contains(t, d.Ledger.Records, "ticket/2")
	d.Clock.Advance(2 * time.Hour)
	d.PollAll() // lists
	d.PollAll() // looks up
	require.NotContains(t, d.Ledger.Records, "ticket/2")
	require.Equal(t, []string{"ticket 1 deleted: customer email normal customer 1, group Orders, brand Casa"}, d.Of("1", record.KindTicket))

	late := open(t, s, 120, desk.Setting{})
	late.PollAll()
	require.Equal(t, []string{
		"ticket 1 deleted: customer form normal customer 1, brand Casa, void 5",
		"ticket 2 deleted: customer form normal customer 1, brand Casa, void 2",
	}, late.Of("", record.KindTicket))
}
