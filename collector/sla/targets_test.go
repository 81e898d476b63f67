package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

func TestFirstResponse(t *testing.T) {
	fourHours := only(sla.FirstResponse, hours(4))
	byAgent := ticket(t, agent(at(t, "02 10:00"), "m1"))
	byAgent.Origin = record.OriginAgent
	byRule := ticket(t)
	byRule.Origin = record.OriginAutomation
	parity := gold(fourHours)
	parity.SolveCountsAsReply = true
	business := gold(fourHours)
	business.Schedule = "day"
	solved := ticket(t, status(at(t, "02 10:00"), record.StatusSolved))
	for _, s := range []story{
		{"exactly at the due instant is in time", []sla.Policy{gold(fourHours)}, ticket(t, agent(at(t, "02 13:00"), "m1")), []string{
			"first_response/created met 02 13:00 gold",
		}},
		{"a second later is not", []sla.Policy{gold(fourHours)}, ticket(t, agent(at(t, "02 13:00:01"), "m1")), []string{
			"first_response/created breached 02 13:00 gold",
		}},
		{"nothing happens", []sla.Policy{gold(fourHours)}, ticket(t), []string{"first_response/created breached 02 13:00 gold"}},
		{"only once", []sla.Policy{gold(fourHours)}, ticket(t, agent(at(t, "02 10:00"), "m1"), customer(at(t, "02 11:00"), "m2"), agent(at(t, "03 11:00"), "m3")), []string{
			"first_response/created met 02 10:00 gold",
		}},
		{"opened by an agent", []sla.Policy{gold(fourHours)}, byAgent, []string{}},
		{"opened by a rule", []sla.Policy{gold(fourHours)}, byRule, []string{}},
		{"a solve without a reply", []sla.Policy{gold(fourHours)}, solved, []string{"first_response/created cancelled 02 10:00 gold"}},
		{"a solve counts as a reply", []sla.Policy{parity}, solved, []string{"first_response/created met 02 10:00 gold"}},
		{"a solve after the breach changes nothing", []sla.Policy{parity}, ticket(t, status(at(t, "02 14:00"), record.StatusSolved)), []string{
			"first_response/created breached 02 13:00 gold",
		}},
		{"a reply with the solve", []sla.Policy{gold(fourHours)}, ticket(t, status(at(t, "02 10:00"), record.StatusSolved), agent(at(t, "02 10:00"), "m1")), []string{
			"first_response/created met 02 10:00 gold",
		}},
		{"not again after a reopening", []sla.Policy{gold(fourHours)}, ticket(t, status(at(t, "02 10:00"), record.StatusSolved), status(at(t, "02 11:00"), record.StatusOpen)), []string{
			"first_response/created cancelled 02 10:00 gold",
		}},
		{"it does not pause", []sla.Policy{gold(fourHours)}, ticket(t, status(at(t, "02 10:00"), record.StatusPending)), []string{
			"first_response/created breached 02 13:00 gold",
		}},
		{"in business time, over the night", []sla.Policy{business}, sla.Timeline{
			Source: "shop", Created: at(t, "02 15:00"), Origin: record.OriginCustomer, Status: record.StatusNew,
		}, []string{"first_response/created breached 03 11:00 gold"}},
		{"created on Saturday, due on Monday", []sla.Policy{business}, sla.Timeline{
			Source: "shop", Created: at(t, "07 15:00"), Origin: record.OriginCustomer, Status: record.StatusNew,
		}, []string{"first_response/created breached 09 13:00 gold"}},
		{"due at closing time, so that the evening is late", []sla.Policy{business}, sla.Timeline{
			Source: "shop", Created: at(t, "02 13:00"), Origin: record.OriginCustomer, Status: record.StatusNew,
			Events: []sla.Event{agent(at(t, "02 18:00"), "m1")},
		}, []string{"first_response/created breached 02 17:00 gold"}},
		{"an answer from before the creation", []sla.Policy{gold(fourHours)}, ticket(t, agent(at(t, "02 08:59"), "m1")), []string{
			"first_response/created met 02 09:00 gold",
		}},
		{"without a creation there is nothing to measure", []sla.Policy{gold(fourHours)}, sla.Timeline{Events: []sla.Event{agent(at(t, "02 08:59"), "m1")}}, []string{}},
	} {
		s.run(t)
	}
}

func TestNextResponse(t *testing.T) {
	after := gold(only(sla.NextResponse, hours(4)))
	first := gold(map[sla.Target]sla.Goal{sla.NextResponse: {Default: hours(4), Start: sla.StartAnyMessage}})
	parity := after
	parity.SolveCountsAsReply = true
	byAgent := ticket(t, agent(at(t, "02 09:00"), "m1"), customer(at(t, "02 10:00"), "m2"))
	byAgent.Origin = record.OriginAgent
	byRule := ticket(t, customer(at(t, "02 10:00"), "m2"))
	byRule.Origin = record.OriginAutomation
	for _, s := range []story{
		{"the first response is the affair of another target", []sla.Policy{after}, ticket(t, customer(at(t, "02 09:00"), "m1"), agent(at(t, "02 10:00"), "m2")), []string{}},
		{"any message", []sla.Policy{first}, ticket(t, customer(at(t, "02 09:00"), "m1"), agent(at(t, "02 10:00"), "m2")), []string{
			"next_response/m1 met 02 10:00 gold",
		}},
		{"each round has its clock", []sla.Policy{after}, ticket(t,
			agent(at(t, "02 09:30"), "m1"), customer(at(t, "02 10:00"), "m2"), agent(at(t, "02 14:00"), "m3"),
			customer(at(t, "02 15:00"), "m4"), agent(at(t, "02 19:00:01"), "m5")), []string{
			"next_response/m2 met 02 14:00 gold", "next_response/m4 breached 02 19:00 gold",
		}},
		{"several messages are one wait, from the oldest", []sla.Policy{after}, ticket(t,
			agent(at(t, "02 09:30"), "m1"), customer(at(t, "02 10:00"), "m2"), customer(at(t, "02 13:00"), "m3")), []string{
			"next_response/m2 breached 02 14:00 gold",
		}},
		{"a second message before the first response", []sla.Policy{after}, ticket(t, customer(at(t, "02 09:00"), "m1"), customer(at(t, "02 12:00"), "m2")), []string{}},
		{"a ticket of an agent has no first response to wait for", []sla.Policy{after}, byAgent, []string{"next_response/m2 breached 02 14:00 gold"}},
		{"nor has one of a rule", []sla.Policy{after}, byRule, []string{"next_response/m2 breached 02 14:00 gold"}},
		{"a solve without a reply", []sla.Policy{after}, ticket(t,
			agent(at(t, "02 09:30"), "m1"), customer(at(t, "02 10:00"), "m2"), status(at(t, "02 11:00"), record.StatusClosed)), []string{
			"next_response/m2 cancelled 02 11:00 gold",
		}},
		{"a solve counts as a reply", []sla.Policy{parity}, ticket(t,
			agent(at(t, "02 09:30"), "m1"), customer(at(t, "02 10:00"), "m2"), status(at(t, "02 11:00"), record.StatusClosed)), []string{
			"next_response/m2 met 02 11:00 gold",
		}},
		{"a first response that a solve made needless is over", []sla.Policy{after}, ticket(t,
			status(at(t, "02 10:00"), record.StatusSolved), customer(at(t, "02 11:00"), "m2"), status(at(t, "02 11:00"), record.StatusOpen)), []string{
			"next_response/m2 breached 02 15:00 gold",
		}},
		{"on a solved ticket it runs from the reopening", []sla.Policy{after}, ticket(t,
			agent(at(t, "02 09:30"), "m1"), status(at(t, "02 10:00"), record.StatusSolved),
			customer(at(t, "02 11:00"), "m2"), status(at(t, "02 12:00"), record.StatusOpen)), []string{
			"next_response/m2 breached 02 16:00 gold",
		}},
		{"on a ticket that stays solved it does not run", []sla.Policy{after}, ticket(t,
			agent(at(t, "02 09:30"), "m1"), status(at(t, "02 10:00"), record.StatusSolved), customer(at(t, "02 11:00"), "m2")), []string{}},
		{"of one instant, by their places", []sla.Policy{after}, ticket(t,
			agent(at(t, "02 09:30"), "m1"),
			sla.Event{At: at(t, "02 10:00"), Kind: sla.CustomerMessage, ID: "m3", Place: 2},
			sla.Event{At: at(t, "02 10:00"), Kind: sla.AgentMessage, ID: "m2", Place: 1}), []string{
			"next_response/m3 breached 02 14:00 gold",
		}},
		{"a message without an id is named by its instant", []sla.Policy{after}, ticket(t, agent(at(t, "02 09:30"), ""), customer(at(t, "02 10:00"), "")), []string{
			"next_response/1772445600000 breached 02 14:00 gold",
		}},
	} {
		s.run(t)
	}
}

func TestPeriodicUpdate(t *testing.T) {
	daily := gold(only(sla.PeriodicUpdate, hours(24)))
	for _, s := range []story{
		{"from the creation, then from each message of an agent", []sla.Policy{daily}, ticket(t, agent(at(t, "03 09:00"), "m1"), agent(at(t, "04 10:00"), "m2")), []string{
			"periodic_update/created met 03 09:00 gold", "periodic_update/m1 breached 04 09:00 gold", "periodic_update/m2 breached 05 10:00 gold",
		}},
		{"a solve meets it", []sla.Policy{daily}, ticket(t, agent(at(t, "02 10:00"), "m1"), status(at(t, "02 11:00"), record.StatusSolved)), []string{
			"periodic_update/created met 02 10:00 gold", "periodic_update/m1 met 02 11:00 gold",
		}},
		{"a message with the solve begins none", []sla.Policy{daily}, ticket(t, agent(at(t, "02 10:00"), "m1"), status(at(t, "02 10:00"), record.StatusSolved)), []string{
			"periodic_update/created met 02 10:00 gold",
		}},
		{"nor does one on a solved ticket", []sla.Policy{daily}, ticket(t, status(at(t, "02 10:00"), record.StatusSolved), agent(at(t, "02 11:00"), "m1")), []string{
			"periodic_update/created met 02 10:00 gold",
		}},
		{"a reopening begins one", []sla.Policy{daily}, ticket(t,
			agent(at(t, "02 10:00"), "m1"), status(at(t, "02 10:00"), record.StatusSolved),
			sla.Event{At: at(t, "02 12:00"), Kind: sla.StatusChanged, Status: record.StatusOpen, ID: "c7"}), []string{
			"periodic_update/created met 02 10:00 gold", "periodic_update/reopened/c7 breached 03 12:00 gold",
		}},
	} {
		s.run(t)
	}
}

func TestResolution(t *testing.T) {
	eight := gold(only(sla.Resolution, hours(8)))
	resume := eight
	resume.Reopen = sla.ReopenResume
	reopened := func(events ...sla.Event) sla.Timeline {
		return ticket(t, append(events,
			status(at(t, "02 12:00"), record.StatusSolved),
			sla.Event{At: at(t, "02 20:00"), Kind: sla.StatusChanged, Status: record.StatusOpen, ID: "c1"})...)
	}
	for _, s := range []story{
		{"met by closing", []sla.Policy{eight}, ticket(t, status(at(t, "02 17:00"), record.StatusClosed)), []string{"resolution/created met 02 17:00 gold"}},
		{"solved, then closed", []sla.Policy{eight}, ticket(t, status(at(t, "02 12:00"), record.StatusSolved), status(at(t, "03 12:00"), record.StatusClosed)), []string{
			"resolution/created met 02 12:00 gold",
		}},
		{"breached, then solved", []sla.Policy{eight}, ticket(t, status(at(t, "02 18:00"), record.StatusSolved)), []string{"resolution/created breached 02 17:00 gold"}},
		{"it does not pause", []sla.Policy{eight}, ticket(t, status(at(t, "02 10:00"), record.StatusPending)), []string{"resolution/created breached 02 17:00 gold"}},
		{"a reopening begins a cycle with a fresh budget", []sla.Policy{eight}, reopened(), []string{
			"resolution/created met 02 12:00 gold", "resolution/reopened/c1 breached 03 04:00 gold",
		}},
		{"and so does one after a breach", []sla.Policy{eight}, ticket(t,
			status(at(t, "02 18:00"), record.StatusSolved), status(at(t, "02 20:00"), record.StatusOpen)), []string{
			"resolution/created breached 02 17:00 gold", "resolution/reopened/1772481600000 breached 03 04:00 gold",
		}},
		{"resumed, five hours are left", []sla.Policy{resume}, reopened(), []string{
			"resolution/created met 02 12:00 gold", "resolution/created/1772481600000 breached 03 01:00 gold",
		}},
		{"what was met is not met again", []sla.Policy{resume}, reopened(agent(at(t, "02 21:00"), "m1"), status(at(t, "02 22:00"), record.StatusSolved)), []string{
			"resolution/created met 02 12:00 gold",
		}},
		{"what was breached is not breached again", []sla.Policy{resume}, ticket(t,
			status(at(t, "02 18:00"), record.StatusSolved), status(at(t, "02 20:00"), record.StatusOpen)), []string{
			"resolution/created breached 02 17:00 gold",
		}},
		{"solved and reopened in one instant is neither", []sla.Policy{eight}, ticket(t,
			sla.Event{At: at(t, "02 12:00"), Kind: sla.StatusChanged, Status: record.StatusSolved, Place: 1},
			sla.Event{At: at(t, "02 12:00"), Kind: sla.StatusChanged, Status: record.StatusOpen, Place: 2}), []string{
			"resolution/created breached 02 17:00 gold",
		}},
		{"opened by an agent", []sla.Policy{eight}, sla.Timeline{
			Created: at(t, "02 09:00"), Origin: record.OriginAgent, Status: record.StatusOpen,
		}, []string{"resolution/created breached 02 17:00 gold"}},
		{"created as solved", []sla.Policy{eight}, sla.Timeline{Created: at(t, "02 09:00"), Status: record.StatusSolved}, []string{}},
		{"created as solved, then reopened", []sla.Policy{gold(only(sla.AgentWork, hours(8)))}, sla.Timeline{
			Created: at(t, "02 09:00"), Status: record.StatusSolved, Events: []sla.Event{status(at(t, "02 20:00"), record.StatusOpen)},
		}, []string{"agent_work/created breached 03 04:00 gold"}},
	} {
		s.run(t)
	}
}

// A customer who reopens a ticket by saying thanks gave nobody anything to do.
func TestNeedlessReopening(t *testing.T) {
	policy := gold(map[sla.Target]sla.Goal{
		sla.Resolution: {Default: hours(48)}, sla.NextResponse: {Default: hours(48)}, sla.PeriodicUpdate: {Default: hours(48)},
	})
	thanks := func(more ...sla.Event) sla.Timeline {
		return ticket(t, append(more,
			agent(at(t, "02 10:00"), "m1"), status(at(t, "02 10:00"), record.StatusSolved),
			customer(at(t, "02 12:00"), "m2"), sla.Event{At: at(t, "02 12:00"), Kind: sla.StatusChanged, Status: record.StatusOpen, ID: "c1"})...)
	}
	before := []string{"periodic_update/created met 02 10:00 gold", "resolution/created met 02 10:00 gold"}
	for _, s := range []story{
		{"solved without a reply", []sla.Policy{policy}, thanks(status(at(t, "03 11:59"), record.StatusSolved)), append(before[:2:2],
			"next_response/m2 cancelled 03 11:59 gold", "periodic_update/reopened/c1 cancelled 03 11:59 gold", "resolution/reopened/c1 cancelled 03 11:59 gold")},
		{"after a day it was work", []sla.Policy{policy}, thanks(status(at(t, "03 12:00"), record.StatusSolved)), append(before[:2:2],
			"next_response/m2 cancelled 03 12:00 gold", "periodic_update/reopened/c1 met 03 12:00 gold", "resolution/reopened/c1 met 03 12:00 gold")},
		{"with a reply it was work", []sla.Policy{policy}, thanks(agent(at(t, "02 13:00"), "m3"), status(at(t, "02 13:00"), record.StatusSolved)), append(before[:2:2],
			"next_response/m2 met 02 13:00 gold", "periodic_update/reopened/c1 met 02 13:00 gold", "resolution/reopened/c1 met 02 13:00 gold")},
	} {
		s.run(t)
	}
}

func TestWaitAndWork(t *testing.T) {
	policy := gold(map[sla.Target]sla.Goal{sla.RequesterWait: {Default: hours(4)}, sla.AgentWork: {Default: hours(4)}})
	story{"pending and hold", []sla.Policy{policy}, ticket(t,
		status(at(t, "02 10:00"), record.StatusHold), status(at(t, "02 12:00"), record.StatusPending),
		status(at(t, "02 15:00"), record.StatusOpen)), []string{
		// The requester has waited 9 to 12, the agent has worked 9 to 10.
		"requester_wait/created breached 02 16:00 gold", "agent_work/created breached 02 18:00 gold",
	}}.run(t)
	story{"they go on after a reopening, and are met once", []sla.Policy{policy}, ticket(t,
		status(at(t, "02 12:00"), record.StatusSolved), status(at(t, "02 20:00"), record.StatusOpen),
		agent(at(t, "02 20:15"), "m1"), status(at(t, "02 20:30"), record.StatusSolved)), []string{
		"agent_work/created met 02 12:00 gold", "requester_wait/created met 02 12:00 gold",
	}}.run(t)
	story{"the hour that is left", []sla.Policy{policy}, ticket(t,
		status(at(t, "02 12:00"), record.StatusSolved), status(at(t, "02 20:00"), record.StatusOpen)), []string{
		"agent_work/created met 02 12:00 gold", "requester_wait/created met 02 12:00 gold",
		"agent_work/created/1772481600000 breached 02 21:00 gold", "requester_wait/created/1772481600000 breached 02 21:00 gold",
	}}.run(t)
}

func TestPauseOn(t *testing.T) {
	for _, target := range sla.Targets() {
		goal := sla.Goal{Default: hours(4), PauseOn: []record.Status{record.StatusHold}, Start: sla.StartAnyMessage}
		course := ticket(t, customer(at(t, "02 09:00"), "m1"), status(at(t, "02 10:00"), record.StatusHold), status(at(t, "02 12:00"), record.StatusPending))
		cycle := "created"
		if target == sla.NextResponse {
			cycle = "m1"
		}
		story{string(target), []sla.Policy{gold(map[sla.Target]sla.Goal{target: goal})}, course, []string{
			string(target) + "/" + cycle + " breached 02 15:00 gold",
		}}.run(t)
	}
	never := gold(map[sla.Target]sla.Goal{sla.AgentWork: {Default: hours(4), PauseOn: []record.Status{}}})
	story{"an empty list never pauses", []sla.Policy{never}, ticket(t, status(at(t, "02 10:00"), record.StatusPending)), []string{
		"agent_work/created breached 02 13:00 gold",
	}}.run(t)
	work := gold(only(sla.AgentWork, hours(4)))
	story{"paused for good", []sla.Policy{work}, ticket(t, status(at(t, "02 10:00"), record.StatusPending)), []string{}}.run(t)
	story{"paused at the due instant is too late", []sla.Policy{work}, ticket(t, status(at(t, "02 13:00"), record.StatusPending)), []string{
		"agent_work/created breached 02 13:00 gold",
	}}.run(t)
	story{"unknown runs", []sla.Policy{work}, ticket(t, status(at(t, "02 10:00"), record.StatusUnknown)), []string{
		"agent_work/created breached 02 13:00 gold",
	}}.run(t)
}

func TestWorkingDays(t *testing.T) {
	days := gold(only(sla.Resolution, sla.Budget{WorkingDays: 3}))
	days.Schedule = "day"
	story{"three working days over a weekend", []sla.Policy{days}, sla.Timeline{
		Created: at(t, "05 10:00"), Status: record.StatusNew, // Thursday
	}, []string{"resolution/created breached 10 10:00 gold"}}.run(t)
	pausing := gold(map[sla.Target]sla.Goal{sla.Resolution: {Default: sla.Budget{WorkingDays: 1}, PauseOn: []record.Status{record.StatusPending}}})
	pausing.Schedule = "day"
	story{"the budget is fixed at the start", []sla.Policy{pausing}, ticket(t,
		status(at(t, "02 10:00"), record.StatusPending), status(at(t, "06 16:00"), record.StatusOpen)), []string{
		// An hour on Monday, one on Friday, six of the next Monday.
		"resolution/created breached 09 15:00 gold",
	}}.run(t)
	short := rules(pausing)
	short.Schedule = func(_, _ string, _ sla.Labels) sla.Schedule { return shortFriday(t) }
	course := sla.Timeline{Created: at(t, "05 10:00"), Status: record.StatusNew, Events: []sla.Event{ // Thursday
		status(at(t, "05 16:00"), record.StatusPending), status(at(t, "06 12:00"), record.StatusOpen),
	}}
	// Until Friday 10:00 it would be eight hours: six on Thursday, one on Friday, one on Monday.
	require.Equal(t, []string{"resolution/created breached 09 10:00 gold"}, outcomes(short.Evaluate(&course)))
	always := gold(only(sla.Resolution, sla.Budget{WorkingDays: 2}))
	story{"without a schedule a day has 24 hours", []sla.Policy{always}, ticket(t), []string{"resolution/created breached 04 09:00 gold"}}.run(t)
}

// A budget that the schedule never reaches has no due instant. The configuration refuses it; a schedule that
// is edited later may still come to that.
func TestBudgetOutOfReach(t *testing.T) {
	for _, budget := range []sla.Budget{hours(8), {WorkingDays: 1}} {
		r := rules(sla.Policy{Name: "p", Targets: only(sla.Resolution, budget)})
		r.Schedule = func(_, _ string, _ sla.Labels) sla.Schedule { return never{} }
		course := ticket(t)
		clocks := r.Evaluate(&course)
		require.Equal(t, []string{"resolution/created running"}, states(clocks, at(t, "30 09:00")))
		require.Empty(t, outcomes(clocks))
		var s sla.Stock
		open := clocks[0].Show(at(t, "30 09:00"))
		s.Add(&open, at(t, "30 09:00"), sla.Horizons(at(t, "30 09:00"), at(t, "31 00:00")))
		require.Equal(t, sla.Stock{Running: 1}, s)
		course.Events = []sla.Event{status(at(t, "30 09:00"), record.StatusSolved)}
		require.Equal(t, []string{"resolution/created met 30 09:00 p"}, outcomes(r.Evaluate(&course)))
	}
}

func TestStateAndElapsed(t *testing.T) {
	policy := gold(only(sla.AgentWork, hours(4)))
	course := ticket(t, status(at(t, "02 10:00"), record.StatusPending), status(at(t, "02 12:00"), record.StatusOpen))
	clocks := rules(policy).Evaluate(&course)
	require.Equal(t, []string{"agent_work/created running 02 15:00"}, states(clocks, at(t, "02 14:59:59")))
	require.Equal(t, []string{"agent_work/created breached 02 15:00"}, states(clocks, at(t, "02 15:00")))
	for when, want := range map[string]time.Duration{"02 12:00": time.Hour, "02 13:30": 150 * time.Minute, "02 17:00": 6 * time.Hour} {
		require.Equal(t, want, clocks[0].Elapsed(at(t, when)), when)
	}
	course = ticket(t, status(at(t, "02 10:00"), record.StatusPending))
	require.Equal(t, []string{"agent_work/created paused"}, states(rules(policy).Evaluate(&course), at(t, "09 10:00")))
	course = ticket(t, status(at(t, "02 10:00"), record.StatusSolved))
	clocks = rules(policy).Evaluate(&course)
	require.Equal(t, []string{}, states(clocks, at(t, "02 10:00")))
	require.Equal(t, sla.Met, clocks[0].State(at(t, "02 10:00")))
	require.Equal(t, time.Hour, clocks[0].Elapsed(at(t, "05 10:00")))

	course = ticket(t, status(at(t, "02 10:00"), record.StatusSolved), status(at(t, "02 11:00"), record.StatusOpen), status(at(t, "04 12:00"), record.StatusClosed))
	clocks = rules(gold(only(sla.AgentWork, hours(99)))).Evaluate(&course)
	require.Len(t, clocks, 2, "a clock until the first solve, and one that goes on with it")
	require.Equal(t, sla.Met, clocks[1].State(at(t, "04 12:00")))
	require.Equal(t, 50*time.Hour, clocks[1].Elapsed(at(t, "05 10:00")))
}

// What is left of a ticket whose history is forgotten: it was counted, and is not again.
func TestForgottenHistory(t *testing.T) {
	targets := map[sla.Target]sla.Goal{}
	for _, target := range sla.Targets() {
		targets[target] = sla.Goal{Default: hours(4)}
	}
	policy := gold(targets)
	forgotten := func(s record.Status, events ...sla.Event) sla.Timeline {
		course := ticket(t, events...)
		course.From, course.Status = at(t, "20 09:00"), s
		return course
	}
	reopened := sla.Event{At: at(t, "20 10:00"), Kind: sla.StatusChanged, Status: record.StatusOpen, ID: "c1"}
	for _, s := range []story{
		{"it stays solved", []sla.Policy{policy}, forgotten(record.StatusClosed), []string{}},
		{"reopened by a message, answered and solved", []sla.Policy{policy}, forgotten(record.StatusClosed,
			reopened, customer(at(t, "20 10:00"), "m9"), agent(at(t, "20 11:00"), "m10"), status(at(t, "20 11:00"), record.StatusSolved)), []string{
			"next_response/m9 met 20 11:00 gold", "periodic_update/reopened/c1 met 20 11:00 gold", "resolution/reopened/c1 met 20 11:00 gold",
		}},
		{"reopened, and left alone", []sla.Policy{gold(only(sla.AgentWork, hours(4)))}, forgotten(record.StatusClosed, reopened), []string{
			"agent_work/created/1774000800000 breached 20 14:00 gold",
		}},
		{"it was unresolved", []sla.Policy{gold(only(sla.Resolution, hours(4)))}, forgotten(record.StatusOpen), []string{
			"resolution/created/1773997200000 breached 20 13:00 gold",
		}},
	} {
		s.run(t)
	}
}
