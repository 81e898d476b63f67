package simulator

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// office is a desk with hours and promises. The second day of the story is a holiday.
func office() Rules {
	hours := func(of ...time.Duration) Target {
		t := Target{Default: of[0]}
		if len(of) > 1 {
			t.ByPriority = map[string]time.Duration{"urgent": of[1]}
		}
		return t
	}
	solve := hours(10*h, 5*h)
	solve.PauseOn = []string{"pending"}
	return Rules{
		Schedules: []Schedule{
			{
				Name: "office", Zone: "Europe/Rome", Week: Workweek(time.Monday, time.Friday, "09:00-13:00", "14:00-18:00"),
				Holidays: []string{"2026-06-02"}, Days: map[string][]string{"2026-06-06": {"10:00-11:00"}},
				Breaks: map[string][]string{"2026-06-04": {"09:00-12:00"}},
			},
			{Name: "depot", Zone: "Europe/Istanbul", Week: Workweek(time.Sunday, time.Saturday, "08:00-24:00")},
		},
		SourceSchedule: "office", TeamSchedules: map[string]string{"Delivery": "depot"},
		Policies: []Policy{
			{Name: "market", Channels: []string{"marketplace"}, Objective: 0.9, Targets: map[string]Target{firstResponse: {Default: d, Calendar: true}}},
			{Name: "all", Objective: 0.95, Targets: map[string]Target{firstResponse: hours(4*h, h), nextResponse: hours(2 * h), resolution: solve}},
		},
		Goals: []Goal{{KPI: "unresolved", Period: "month", Bound: "at_most", Value: 9}, {KPI: "csat", Group: "Returns", Period: "day", Bound: "at_least", Value: 0.9}},
	}
}

func TestHours(t *testing.T) {
	rules := office()
	rome, err := newHours(rules.Schedules[0], ten)
	require.NoError(t, err)
	at := func(after time.Duration) int64 { return ten.Add(after).Unix() }
	require.Equal(t, int64(3*3600), rome.between(at(0), at(4*h)), "with a break at noon")
	require.Equal(t, int64(7*3600+8*3600), rome.between(at(0), at(2*d+8*h)), "over a holiday")
	require.Equal(t, int64(8*3600+5*3600+8*3600+3600), rome.between(at(2*d-2*h), at(7*d-2*h)), "a break on Thursday, an hour on Saturday")
	require.Equal(t, int64(90), rome.between(at(3*h-60*time.Second-30*time.Second), at(5*h-d/24)))
	due, ok := rome.add(at(0), 7*3600)
	require.True(t, ok)
	require.Equal(t, at(8*h), due, "the hour of closing")
	due, _ = rome.add(at(0), 7*3600+1)
	require.Equal(t, at(2*d-h)+1, due)
	due, _ = rome.add(at(9*h), 90)
	require.Equal(t, at(2*d-h)+90, due)
	next, _ := rome.change(at(0))
	require.Equal(t, at(3*h), next)
	next, _ = rome.change(at(8 * h))
	require.Equal(t, at(2*d-h), next)

	always, err := newHours(Schedule{Zone: "Europe/Rome", Week: Workweek(time.Sunday, time.Saturday, "00:00-24:00")}, ten)
	require.NoError(t, err)
	zone, err := time.LoadLocation("Europe/Rome")
	require.NoError(t, err)
	day := func(month time.Month, day int) int64 { return time.Date(2026, month, day, 0, 0, 0, 0, zone).Unix() }
	require.Equal(t, int64(25*3600), always.between(day(10, 25), day(10, 26)), "a night with an hour more")
	late, err := newHours(Schedule{Zone: "Europe/Rome", Week: Workweek(time.Sunday, time.Saturday, "01:00-05:00")}, ten)
	require.NoError(t, err)
	require.Equal(t, int64(5*3600), late.between(day(10, 25), day(10, 26)))
	require.Equal(t, int64(3*3600), late.between(time.Date(2027, 3, 28, 0, 0, 0, 0, zone).Unix(), time.Date(2027, 3, 29, 0, 0, 0, 0, zone).Unix()))

	_, err = newHours(Schedule{Name: "x", Zone: "Europe/Rome", Week: Workweek(time.Monday, time.Monday, "18:00-09:00")}, ten)
	require.ErrorContains(t, err, `schedule x: interval "18:00-09:00"`)
	require.Equal(t, "2026-04-06", ItalianHolidays(2026)[10])
	require.Equal(t, "2027-03-29", ItalianHolidays(2027)[10])
}

func TestPromises(t *testing.T) {
	p := newScript(t, Options{Rules: office()})
	x := p.opened(0)
	gauges := []string{"sla_clocks", "sla_due_within", "sla_next_due_timestamp_seconds"}
	require.ElementsMatch(t, lines(`
		sla_clocks{policy=all state=running target=first_response} 1
		sla_clocks{policy=all state=running target=resolution} 1
		sla_due_within{horizon=1h policy=all target=first_response} 1
		sla_due_within{horizon=4h policy=all target=first_response} 1
		sla_due_within{horizon=1d policy=all target=first_response} 1
		sla_due_within{horizon=today policy=all target=first_response} 1
		sla_next_due_timestamp_seconds{policy=all target=first_response} 1780318800
		sla_next_due_timestamp_seconds{policy=all target=resolution} 1780480800`), p.told(4*h+m, gauges...))
	p.at(5*h, func(s *step) { // at the due instant
		s.say(x, ada, false, "which?")
		s.set(x, statusWaiting, ada)
	})
	require.ElementsMatch(t, lines(`
		sla_clocks{policy=all state=paused target=resolution} 1`), p.told(6*h, gauges...))
	p.at(47*h+30*m, func(s *step) {
		s.say(x, asker(1), false, "that one")
		s.set(x, statusOpen, asker(1))
	})
	require.ElementsMatch(t, lines(`
		sla_clocks{policy=all state=running target=next_response} 1
		sla_clocks{policy=all state=running target=resolution} 1
		sla_due_within{horizon=4h policy=all target=next_response} 1
		sla_due_within{horizon=1d policy=all target=next_response} 1
		sla_due_within{horizon=today policy=all target=next_response} 1
		sla_due_within{horizon=1d policy=all target=resolution} 1
		sla_due_within{horizon=today policy=all target=resolution} 1
		sla_next_due_timestamp_seconds{policy=all target=next_response} 1780479000
		sla_next_due_timestamp_seconds{policy=all target=resolution} 1780497000`), p.told(47*h+30*m, gauges...))
	outcomes := "sla_outcomes_total"
	met := "sla_outcomes_total{outcome=met policy=all target=first_response} 1"
	require.Equal(t, []string{met}, p.told(49*h+30*m, outcomes), "nothing is missed at the due instant")
	require.ElementsMatch(t, []string{"sla_outcomes_total{outcome=breached policy=all target=next_response} 1", met},
		p.told(49*h+30*m+time.Second, outcomes))
	p.at(50*h, func(s *step) { s.prioritise(x, "p1", ada) }) // more has elapsed than that allows
	require.ElementsMatch(t, lines(`
		sla_clocks{policy=all priority=urgent state=breached target=next_response} 1
		sla_clocks{policy=all priority=urgent state=breached target=resolution} 1`), p.told(50*h, gauges...))
	p.at(50*h+30*m, func(s *step) {
		s.say(x, ada, false, "done")
		s.set(x, statusSolved, ada)
	})
	p.at(51*h, func(s *step) { s.set(x, statusOpen, ada) })
	p.at(51*h+30*m, func(s *step) { s.set(x, statusSolved, ada) })
	require.ElementsMatch(t, append(lines(`
		sla_outcomes_total{outcome=breached policy=all target=next_response} 1
		sla_outcomes_total{outcome=breached policy=all priority=urgent target=resolution} 1
		sla_outcomes_total{outcome=cancelled policy=all priority=urgent target=resolution} 1`), met), p.told(60*h, outcomes),
		"nobody has done anything for what was opened last")
	require.ElementsMatch(t, lines(`
		first_response_time_seconds_count{clock=business} 1
		first_response_time_seconds_count{clock=calendar} 1
		first_response_time_seconds_sum{clock=business} 14400
		first_response_time_seconds_sum{clock=calendar} 18000
		reply_time_seconds_count{clock=business priority=urgent} 1
		reply_time_seconds_count{clock=business} 1
		reply_time_seconds_count{clock=calendar priority=urgent} 1
		reply_time_seconds_count{clock=calendar} 1
		reply_time_seconds_sum{clock=business priority=urgent} 10800
		reply_time_seconds_sum{clock=business} 14400
		reply_time_seconds_sum{clock=calendar priority=urgent} 10800
		reply_time_seconds_sum{clock=calendar} 18000`), p.told(60*h, "first_response_time_seconds", "reply_time_seconds"))
	require.ElementsMatch(t, lines(`
		phase_time_seconds_sum{clock=business phase=hold priority=urgent} 0
		phase_time_seconds_sum{clock=business phase=new priority=urgent} 14400
		phase_time_seconds_sum{clock=business phase=open priority=urgent} 10800
		phase_time_seconds_sum{clock=business phase=pending priority=urgent} 12600
		phase_time_seconds_sum{clock=calendar phase=hold priority=urgent} 0
		phase_time_seconds_sum{clock=calendar phase=new priority=urgent} 18000
		phase_time_seconds_sum{clock=calendar phase=open priority=urgent} 12600
		phase_time_seconds_sum{clock=calendar phase=pending priority=urgent} 153000`), sums(p.told(20*d, "phase_time_seconds")))
}

// What is cancelled, what is taken back, and what never counted.
func TestPromisesThatEnd(t *testing.T) {
	p := newScript(t, Options{Rules: office()})
	x := p.opened(0)
	p.at(h, func(s *step) { s.set(x, statusSolved, ada) }) // without a word
	y := p.opened(h)
	p.at(6*h+time.Second, func(s *step) { s.set(y, statusSpam, ada) }) // missed by then: due at 16:00
	z := p.ticket(agent)
	p.at(2*h, func(s *step) { s.create(z) })
	p.at(3*h, func(s *step) { s.say(z, asker(1), false, "what is it?") }) // at 13:00: due at 16:00
	u := p.ticket(customer)
	u.channel = "marketplace"
	p.at(4*h, func(s *step) {
		s.create(u)
		s.say(u, asker(3), false, "hello")
	})
	want := lines(`
		sla_outcomes_total{outcome=cancelled policy=all target=first_response} 1
		sla_outcomes_total{outcome=met policy=all target=resolution} 1
		sla_outcomes_total{outcome=cancelled policy=all target=resolution} 1
		sla_outcomes_total{outcome=breached policy=all target=first_response} 1
		sla_outcomes_total{outcome=corrected policy=all target=first_response} 1
		sla_outcomes_total{outcome=breached policy=all target=next_response} 1`)
	require.ElementsMatch(t, want, p.told(9*h, "sla_outcomes_total"))
	require.ElementsMatch(t, want[2:3], p.toldSince(9*h, ten.Add(6*h), "sla_outcomes_total"))
	require.ElementsMatch(t, lines(`
		sla_clocks{policy=all state=breached target=next_response} 1
		sla_clocks{policy=all state=running target=resolution} 1
		sla_clocks{policy=market state=running target=first_response} 1
		sla_next_due_timestamp_seconds{policy=market target=first_response} 1780401600
		sla_next_due_timestamp_seconds{policy=all target=resolution} 1780491600`), p.told(9*h, "sla_clocks", "sla_next_due_timestamp_seconds"))
	p.at(10*h, func(s *step) { s.move(z, p.teams[0], ada) }) // the depot is open until midnight in Istanbul
	require.ElementsMatch(t, lines(`
		sla_clocks{group=Delivery policy=all state=breached target=next_response} 1
		sla_clocks{group=Delivery policy=all state=running target=resolution} 1
		sla_clocks{policy=market state=running target=first_response} 1
		sla_next_due_timestamp_seconds{policy=market target=first_response} 1780401600
		sla_next_due_timestamp_seconds{group=Delivery policy=all target=resolution} 1780383600`), p.told(10*h, "sla_clocks", "sla_next_due_timestamp_seconds"))
	p.at(11*h, func(s *step) {
		s.say(z, ada, false, "this")
		s.set(z, statusSolved, ada)
	})
	require.ElementsMatch(t, lines(`
		reply_time_seconds_count{clock=business group=Delivery} 1
		reply_time_seconds_count{clock=calendar group=Delivery} 1
		reply_time_seconds_sum{clock=business group=Delivery} 18000
		reply_time_seconds_sum{clock=calendar group=Delivery} 28800`), p.told(12*h, "reply_time_seconds"))
	require.ElementsMatch(t, lines(`
		messages_total{author=agent direction=outbound group=Delivery hours=open visibility=public} 1
		messages_total{author=customer direction=inbound hours=closed visibility=public} 1
		messages_total{author=customer channel=marketplace direction=inbound hours=open visibility=public} 1
		messages_total{author=customer direction=inbound hours=open visibility=public} 2`), p.told(12*h, "messages_total"))
}

// A promise goes over to the ticket into which another is merged.
func TestPromisesOfMerges(t *testing.T) {
	p := newScript(t, Options{Rules: office()})
	x := p.opened(-50 * m)
	p.at(-45*m, func(s *step) { s.say(x, ada, false, "well") })
	y := p.opened(-40 * m)
	p.at(30*m, func(s *step) { s.merge(y, x, ada) })
	require.ElementsMatch(t, lines(`
		sla_outcomes_total{outcome=met policy=all target=first_response} 1
		sla_outcomes_total{outcome=cancelled policy=all target=first_response} 1
		sla_outcomes_total{outcome=cancelled policy=all target=resolution} 1`), p.told(30*m, "sla_outcomes_total"))
	require.ElementsMatch(t, lines(`
		sla_next_due_timestamp_seconds{policy=all target=next_response} 1780305600
		sla_next_due_timestamp_seconds{policy=all target=resolution} 1780477800`), p.told(30*m, "sla_next_due_timestamp_seconds"))

	p.at(h, func(s *step) { s.say(x, ada, false, "to both") })
	z := p.opened(61 * m)
	p.at(62*m, func(s *step) { s.say(x, ada, false, "to all three") })
	p.at(63*m, func(s *step) { s.merge(z, x, ada) })
	running := lines(`sla_clocks{policy=all state=running target=resolution} 1`)
	require.Equal(t, running, p.told(63*m, "sla_clocks"), "an agent has written since")
	u := p.opened(64 * m)
	p.at(6*h, func(s *step) { s.merge(u, x, ada) })
	require.Equal(t, running, p.told(6*h, "sla_clocks"), "overdue before it came")
	require.Equal(t, lines(`tickets_awaiting_reply{} 1`), p.told(6*h, "tickets_awaiting_reply"))
}

// Clocks that stand still and go on.
func TestPromisesThatGoOn(t *testing.T) {
	calendar := func(limit time.Duration) Target { return Target{Default: limit, Calendar: true} }
	p := newScript(t, Options{Rules: Rules{Policies: []Policy{{Name: "all", Targets: map[string]Target{
		requesterWait: calendar(2 * h), agentWork: calendar(3 * h), periodicUpdate: calendar(h),
	}}}}})
	x := p.opened(0)
	p.at(30*m, func(s *step) { s.set(x, statusParked, ada) }) // both have run for half an hour
	p.at(90*m, func(s *step) {
		s.say(x, ada, false, "which?")
		s.set(x, statusWaiting, ada)
	})
	p.at(4*h, func(s *step) { s.set(x, statusSolved, clock) })
	want := lines(`
		sla_outcomes_total{outcome=breached policy=all target=periodic_update} 2
		sla_outcomes_total{outcome=met policy=all target=agent_work} 1
		sla_outcomes_total{outcome=met policy=all target=requester_wait} 1`)
	require.ElementsMatch(t, want, p.told(5*h, "sla_outcomes_total"))
	require.Empty(t, p.told(5*h, "sla_clocks"))
	p.at(6*h, func(s *step) { s.set(x, statusOpen, ada) })
	require.ElementsMatch(t, lines(`
		sla_next_due_timestamp_seconds{policy=all target=agent_work} 1780331400
		sla_next_due_timestamp_seconds{policy=all target=periodic_update} 1780326000
		sla_next_due_timestamp_seconds{policy=all target=requester_wait} 1780324200`), p.told(6*h, "sla_next_due_timestamp_seconds"))
	p.at(6*h+45*m, func(s *step) {
		s.say(x, ada, false, "well")
		s.set(x, statusSolved, ada)
	})
	require.ElementsMatch(t, append(lines(`
		sla_outcomes_total{outcome=breached policy=all target=requester_wait} 1
		sla_outcomes_total{outcome=met policy=all target=periodic_update} 1`), want...), p.told(9*h, "sla_outcomes_total"))
}
