package zendesk

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator"
	"helpdesk_exporter/sources/simulator/replay"
	"helpdesk_exporter/test/desk"
)

func withClocks() desk.Setting {
	return desk.Setting{With: []string{`notifications: "on"`, "notifications: \"off\"\n  clocks: \"on\""}}
}

// The account promises replies within 90, 180, 420 and 600 minutes by priority, and within 72 hours to a marketplace.
func TestClocks(t *testing.T) {
	s := desk.Days()
	s.Open(desk.At(1), replay.Ticket{}) // answered, then asked again
	s.Say(desk.At(61), 1, byAgent(1))
	s.Say(desk.At(100), 1, byCustomer())
	s.Say(desk.At(110), 1, byCustomer())
	s.Open(desk.At(1), replay.Ticket{Priority: "p1"}) // late, until it is found to be less urgent
	s.Change(desk.At(121), 2, "priority", "p4", "agent", 1)
	s.Open(desk.At(1), replay.Ticket{Channel: "marketplace"})
	s.Open(desk.At(1), replay.Ticket{OpenedBy: "agent", Description: "We owe you a call."})
	s.Say(desk.At(20), 4, byCustomer())
	s.Change(desk.At(30), 4, "status", "solved", "agent", 1) // which settles it, without an answer
	s.Open(desk.At(1), replay.Ticket{Priority: "p2"})
	s.Say(desk.At(201), 5, byAgent(1)) // 20 minutes late

	d := open(t, s, 110, withClocks())
	want := func(minute int, ticket int64, lines ...string) {
		t.Helper()
		d.PollUntil(minute, 600)
		d.PollAll()
		require.Equal(t, lines, d.Of(strconv.FormatInt(ticket, 10), record.KindSLAClock), "ticket %d at %d", ticket, minute)
	}
	want(115, 2, "clock first_response 1 of Standard from 1: due 91, paused , fulfilled , breached 91, cancelled ")
	want(300, 2, "clock first_response 1 of Standard from 1: due 601, paused , fulfilled , breached , cancelled ")
	want(300, 1,
		"clock first_response 1 of Standard from 1: due 421, paused , fulfilled 61, breached , cancelled ",
		"clock next_response 2 of Standard from 100: due 520, paused , fulfilled , breached , cancelled ")
	want(300, 3, "clock first_response 1 of Marketplace from 1: due 4321, paused , fulfilled , breached , cancelled ")
	want(300, 4, "clock first_response 1 of Standard from 20: due 440, paused , fulfilled 30, breached , cancelled ")
	want(300, 5, "clock first_response 1 of Standard from 1: due 181, paused , fulfilled 201, breached 181, cancelled ")
}

// What the documents say of metrics that the account of the tests does not promise: they pause, they begin anew, a
// policy is taken off, and only the sideloaded policy knows when business hours are over.
func TestClocksAsTold(t *testing.T) {
	event := func(instance int, kind string, minute int, more string) string {
		return fmt.Sprintf(`{"id":%d,"instance_id":%d,"type":%q,"time":%q%s}`, minute*10+len(kind), instance, kind, desk.At(minute).Format(time.RFC3339), more)
	}
	sla := func(target int, business bool) string {
		return fmt.Sprintf(`,"sla":{"target":%d,"business_hours":%t,"policy":{"title":"Gold"}}`, target, business)
	}
	told := func(events, slas string) string {
		return `{"ticket":{"id":1,"status":"open","metric_events":{` + events + `},"slas":{"policy_metrics":[` + slas + `]}}}`
	}
	for _, c := range []struct{ name, body, want string }{
		{
			"paused: when it is due, nobody knows",
			told(`"agent_work_time":[`+event(1, "activate", 1, "")+","+event(1, "apply_sla", 1, sla(60, false))+","+event(1, "pause", 9, "")+"]", ""),
			"clock agent_work 1 of Gold from 1: due , paused 9, fulfilled , breached , cancelled ",
		},
		{
			"runs again: the policy tells",
			told(`"requester_wait_time":[`+event(1, "activate", 1, "")+","+event(1, "apply_sla", 1, sla(60, false))+","+event(1, "pause", 9, "")+","+
				event(1, "activate", 20, "")+"]", `{"metric":"requester_wait_time","stage":"active","breach_at":"`+desk.At(72).Format(time.RFC3339)+`"}`),
			"clock requester_wait 1 of Gold from 1: due 72, paused , fulfilled , breached , cancelled ",
		},
		{
			"runs again, and nobody tells",
			told(`"requester_wait_time":[`+event(1, "activate", 1, "")+","+event(1, "apply_sla", 1, sla(60, false))+","+event(1, "pause", 9, "")+","+
				event(1, "activate", 20, "")+"]", ""),
			"clock requester_wait 1 of Gold from 1: due , paused , fulfilled , breached , cancelled ",
		},
		{
			"business hours",
			told(`"reply_time":[`+event(1, "activate", 1, "")+","+event(1, "apply_sla", 1, sla(60, true))+"]",
				`{"metric":"first_reply_time","stage":"active","breach_at":"`+desk.At(1200).Format(time.RFC3339)+`"}`),
			"clock first_response 1 of Gold from 1: due 1200, paused , fulfilled , breached , cancelled ",
		},
		{
			"business hours that nobody tells",
			told(`"reply_time":[`+event(1, "activate", 1, "")+","+event(1, "apply_sla", 1, sla(60, true))+"]", ""),
			"clock first_response 1 of Gold from 1: due , paused , fulfilled , breached , cancelled ",
		},
		{
			"resolved late, under another word of the policy",
			told(`"resolution_time":[`+event(1, "activate", 1, "")+","+event(1, "apply_sla", 1, sla(60, false))+","+event(1, "breach", 61, `,"deleted":false`)+","+
				event(1, "fulfill", 70, "")+"]", `{"metric":"total_resolution_time","stage":"achieved","breach_at":"`+desk.At(5).Format(time.RFC3339)+`"}`),
			"clock resolution 1 of Gold from 1: due 61, paused , fulfilled 70, breached 61, cancelled ",
		},
		{
			"the policy is taken off",
			told(`"pausable_update_time":[`+event(1, "activate", 1, "")+","+event(1, "apply_sla", 1, sla(60, false))+","+
				event(1, "apply_sla", 8, `,"sla":null`)+"]", ""),
			"clock periodic_update 1 of  from 1: due , paused , fulfilled , breached , cancelled 8",
		},
		{
			"no policy",
			told(`"agent_work_time":[`+event(1, "activate", 1, "")+","+event(1, "fulfill", 9, "")+"]", ""), "",
		},
		{
			"the group's",
			told(`"group_ownership_time":[`+event(1, "activate", 1, "")+","+event(1, "apply_sla", 1, sla(60, false))+"]", ""), "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := desk.Days()
			s.Open(desk.At(1), replay.Ticket{})
			o := withClocks()
			o.Wrap = answer("/tickets/1", c.body)
			d := open(t, s, 600, o)
			d.PollAll()
			got := d.Of("1", record.KindSLAClock)
			if c.want == "" {
				require.Empty(t, got)
				return
			}
			require.Equal(t, []string{c.want}, got)
		})
	}
}

// The clocks of a simulated desk, polled for three days, are the account's promises kept and broken by the rows of the
// desk itself.
func TestClocksOfADesk(t *testing.T) {
	tape, err := replay.Record(t.Context(), t.TempDir(), simulator.Options{
		Seed: 5, Begin: desk.At(0), Zone: time.UTC, Volume: 0.15, MaxPoll: time.Hour, Ordinary: true,
	}, desk.At(0).AddDate(0, 0, 3), time.Minute)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, tape.Close()) })
	end := desk.At(3 * 24 * 60)
	d := openTape(t, tape, 0, withClocks())
	d.PollUntil(3*24*60-60, 90*60)
	d.Clock.Advance(end.Sub(d.Clock.Now()))
	tape.Pause(end)
	d.PollAll()
	d.Clock.Advance(10 * time.Minute)
	d.PollAll()

	for key, r := range d.Ledger.Records {
		// Nothing happens to a ticket by being late: nobody reads it again, and the time when it was due says it.
		if clock, ok := r.(record.SLAClock); ok && clock.FulfilledAt.IsZero() && clock.BreachedAt.IsZero() && clock.DueAt.Before(end) {
			clock.BreachedAt = clock.DueAt
			d.Ledger.Records[key] = clock
		}
	}
	breached, fulfilled, compared := 0, 0, 0
	for _, ticket := range tape.At(end).Tickets {
		if slices.Contains([]string{"closed", "merged", "spam", "trash"}, ticket.Status) {
			continue // their clocks are not asked for any more
		}
		want := promises(ticket, end)
		got := d.Of(strconv.FormatInt(ticket.ID, 10), record.KindSLAClock)
		var lines []string
		for _, p := range want {
			lines = append(lines, p.words())
			if !p.fulfilled.IsZero() {
				fulfilled++
			}
			if !p.breached.IsZero() {
				breached++
			}
			compared++
		}
		slices.Sort(lines)
		require.Equal(t, lines, got, "ticket %d", ticket.ID)
	}
	t.Logf("%d clocks, %d fulfilled, %d breached", compared, fulfilled, breached)
	require.Greater(t, compared, 50)
	require.Greater(t, fulfilled, 20)
	require.Greater(t, breached, 5)
}

// promise is a wait of a customer, as a person would tell it from the desk's rows.
type promise struct {
	number              int
	channel             string
	began, due          time.Time
	fulfilled, breached time.Time
}

func (p promise) words() string {
	target, policy := "first_response", "Standard"
	if p.number > 1 {
		target = "next_response"
	}
	if p.channel == "marketplace" {
		policy = "Marketplace"
	}
	return fmt.Sprintf("clock %s %d of %s from %s: due %s, paused , fulfilled %s, breached %s, cancelled ",
		target, p.number, policy, desk.Since(p.began), desk.Since(p.due), desk.Since(p.fulfilled), desk.Since(p.breached))
}

// promises tells the waits of a ticket: a customer waits from the creation, or from the first question after an answer, until
// an agent or the bot answers in public or the ticket is solved. Another priority promises anew from the beginning of the wait: what
// is late by then is late at that moment, and what is not late any more never was.
func promises(ticket *replay.Ticket, now time.Time) (list []promise) {
	type act struct {
		at                time.Time
		asks, ends, moves bool
		gone              bool
		priority          string
	}
	var acts []act
	priority := ticket.Priority
	for _, c := range slices.Backward(ticket.Changes) {
		if c.Field == "priority" {
			acts = append(acts, act{at: c.At, moves: true, priority: c.New})
			priority = c.Old
		}
	}
	if ticket.OpenedBy == "customer" {
		acts = append(acts, act{at: ticket.Created, asks: true})
	}
	for _, m := range ticket.Messages {
		if !m.Internal && m.Created.After(ticket.Created) && m.Author != "system" {
			acts = append(acts, act{at: m.Created, asks: m.Author == "customer", ends: m.Author != "customer"})
		}
	}
	for _, c := range ticket.Changes {
		if c.Field == "status" && (c.New == "solved" || c.New == "closed") {
			acts = append(acts, act{at: c.At, ends: true})
		}
		if c.Field == "status" && (c.New == "trash" || c.New == "spam") {
			acts = append(acts, act{at: c.At, ends: true, gone: true})
		}
	}
	slices.SortStableFunc(acts, func(a, b act) int { return a.at.Compare(b.at) })
	var open *promise
	late := func(until time.Time) {
		if open != nil && open.breached.IsZero() && open.due.Before(until) {
			open.breached = open.due
		}
	}
	promised := func() time.Duration {
		if ticket.Channel == "marketplace" {
			return 72 * time.Hour
		}
		return map[string]time.Duration{"p1": 90, "p2": 180, "p3": 420, "p4": 600}[priority] * time.Minute
	}
	for _, a := range acts {
		late(a.at)
		switch {
		case a.moves:
			priority = a.priority
			if open == nil {
				continue
			}
			open.due = open.began.Add(promised())
			if open.due.After(a.at) {
				open.breached = time.Time{}
			} else if open.breached.IsZero() {
				open.breached = a.at
			}
		case a.ends && open != nil:
			if !a.gone { // what is restored is waited for anew
				open.fulfilled = a.at
			}
			list = append(list, *open)
			open = nil
		case a.asks && open == nil:
			open = &promise{number: len(list) + 1, channel: ticket.Channel, began: a.at, due: a.at.Add(promised())}
		}
	}
	late(now)
	if open != nil {
		list = append(list, *open)
	}
	return list
}
