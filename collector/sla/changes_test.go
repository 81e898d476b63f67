package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

func labelled(t *testing.T, l sla.Labels, events ...sla.Event) sla.Timeline {
	t.Helper()
	course := ticket(t, events...)
	course.Labels = l
	return course
}

func TestMatching(t *testing.T) {
	named := func(name string, m sla.Match) sla.Policy {
		return sla.Policy{Name: name, Match: m, Schedule: sla.AlwaysOpen, Targets: only(sla.Resolution, hours(1))}
	}
	policies := []sla.Policy{
		named("both", sla.Match{Group: []string{"VIP"}, Channel: []string{"email", "form"}}),
		named("group", sla.Match{Group: []string{"vip"}}),
		named("priority", sla.Match{Priority: []string{"urgent", "none"}, Category: []string{"none"}}),
		named("brand", sla.Match{Brand: []string{"outlet"}, Source: []string{"shop"}}),
		named("elsewhere", sla.Match{Source: []string{"desk"}}),
		named("category", sla.Match{Category: []string{"returns"}}),
	}
	for _, c := range []struct {
		name   string
		labels sla.Labels
		want   string
	}{
		{"all conditions, one value each, whatever the case", sla.Labels{Group: "vip", Channel: record.ChannelForm}, "both"},
		{"the first that matches", sla.Labels{Group: "vip", Channel: record.ChannelChat, Priority: record.PriorityUrgent}, "group"},
		{"no priority is none, no category too", sla.Labels{}, "priority"},
		{"a priority", sla.Labels{Priority: record.PriorityUrgent, Category: "none"}, "priority"},
		{"a brand of the source", sla.Labels{Priority: record.PriorityLow, Brand: "outlet"}, "brand"},
		{"a category", sla.Labels{Category: "returns"}, "category"},
		{"none", sla.Labels{Category: "other"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			if p := rules(policies...).Policy("shop", c.labels); p != nil {
				got = p.Name
			}
			require.Equal(t, c.want, got)
		})
	}
}

func TestChangeOfPriority(t *testing.T) {
	goal := sla.Goal{Default: hours(8), ByPriority: map[record.Priority]sla.Budget{
		record.PriorityUrgent: hours(2), record.PriorityNone: hours(6),
	}}
	policies := []sla.Policy{gold(map[sla.Target]sla.Goal{sla.Resolution: goal})}
	low, urgent := sla.Labels{Priority: record.PriorityLow}, sla.Labels{Priority: record.PriorityUrgent}
	for _, s := range []story{
		{"no priority has a target, too", policies, ticket(t), []string{"resolution/created breached 02 15:00 gold"}},
		{"one that is not named has the default", policies, labelled(t, low), []string{"resolution/created breached 02 17:00 gold/low"}},
		{"the time that has run is kept", policies, labelled(t, low, labels(at(t, "02 10:00"), urgent)), []string{
			"resolution/created breached 02 11:00 gold/urgent",
		}},
		{"and when it gets more", policies, labelled(t, urgent, labels(at(t, "02 10:00"), low)), []string{
			"resolution/created breached 02 17:00 gold/low",
		}},
		{"late at once, from the change on", policies, labelled(t, low, labels(at(t, "02 12:00"), urgent)), []string{
			"resolution/created breached 02 12:00 gold/urgent",
		}},
		{"what ends it at that instant is in time", policies, labelled(t, low,
			labels(at(t, "02 12:00"), urgent), status(at(t, "02 12:00"), record.StatusSolved)), []string{
			"resolution/created met 02 12:00 gold/urgent",
		}},
		{"more time at the due instant", policies, labelled(t, urgent, labels(at(t, "02 11:00"), low)), []string{
			"resolution/created breached 02 17:00 gold/low",
		}},
		{"a breach stays, with its priority", policies, labelled(t, urgent,
			labels(at(t, "02 11:01"), low), status(at(t, "02 12:00"), record.StatusSolved)), []string{
			"resolution/created breached 02 11:00 gold/urgent",
		}},
		{"there and back", policies, labelled(t, low, labels(at(t, "02 10:00"), urgent), labels(at(t, "02 10:30"), low)), []string{
			"resolution/created breached 02 17:00 gold/low",
		}},
	} {
		s.run(t)
	}
}

func TestChangeOfPolicy(t *testing.T) {
	business := func(name, group, schedule string, targets map[sla.Target]sla.Goal) sla.Policy {
		return sla.Policy{Name: name, Match: sla.Match{Group: []string{group}}, Schedule: schedule, Targets: targets}
	}
	eight := only(sla.Resolution, hours(8))
	policies := []sla.Policy{
		business("vip", "vip", "day", only(sla.Resolution, hours(2))),
		business("slow", "slow", "late", eight),
		business("reply", "reply", "day", only(sla.FirstResponse, hours(1))),
		business("teams", "night", "", eight), business("teams2", "late", "", eight), business("teams3", "day", "", eight),
		business("always", "always", sla.AlwaysOpen, eight),
	}
	in := func(group string) sla.Labels { return sla.Labels{Group: group} }
	for _, s := range []story{
		{"another target: the time that has run is kept", policies, labelled(t, in("slow"), labels(at(t, "02 13:00"), in("vip"))), []string{
			// An hour of 12 to 20 has passed, one of 9 to 17 is left.
			"resolution/created breached 02 14:00 vip",
		}},
		{"another schedule: each part by its own", policies, labelled(t, in("vip"), labels(at(t, "02 10:00"), in("slow"))), []string{
			// An hour of 9 to 17 has passed, seven of 12 to 20 are left.
			"resolution/created breached 02 19:00 slow",
		}},
		{"the schedule of the team", policies, labelled(t, in("day"), labels(at(t, "02 16:00"), in("late"))), []string{
			"resolution/created breached 02 17:00 teams2",
		}},
		{"a team without one", policies, labelled(t, in("day"), labels(at(t, "02 16:00"), in("night"))), []string{
			"resolution/created breached 02 17:00 teams",
		}},
		{"always open", policies, labelled(t, in("always")), []string{"resolution/created breached 02 17:00 always"}},
		{"a policy without the target cancels", policies, labelled(t, in("vip"), labels(at(t, "02 10:00"), in("reply"))), []string{
			"first_response/created breached 02 10:00 reply", "resolution/created cancelled 02 10:00 vip",
		}},
		{"no policy cancels", policies, labelled(t, in("vip"), labels(at(t, "02 10:00"), in("x"))), []string{
			"resolution/created cancelled 02 10:00 vip",
		}},
		{"but not what is met in that instant", policies, labelled(t, in("vip"),
			labels(at(t, "02 10:00"), in("x")), status(at(t, "02 10:00"), record.StatusSolved)), []string{
			"resolution/created met 02 10:00 vip",
		}},
		{"a breach stays", policies, labelled(t, in("vip"), labels(at(t, "02 12:00"), in("x"))), []string{
			"resolution/created breached 02 11:00 vip",
		}},
		{"a policy that comes to match counts from the start", policies, labelled(t, in("x"), labels(at(t, "02 10:00"), in("vip"))), []string{
			"resolution/created breached 02 11:00 vip",
		}},
		{"and when it is too late already, from the match", policies, labelled(t, in("x"), labels(at(t, "02 15:00"), in("vip"))), []string{
			"resolution/created breached 02 15:00 vip",
		}},
		{"matched again, it is another clock of the cycle", policies, labelled(t, in("vip"),
			labels(at(t, "02 09:30"), in("x")), labels(at(t, "02 10:00"), in("vip"))), []string{
			"resolution/created cancelled 02 09:30 vip", "resolution/created/1772445600000 breached 02 11:00 vip",
		}},
		{"the calendar clock of a goal", []sla.Policy{{Name: "p", Schedule: "day", Targets: map[sla.Target]sla.Goal{
			sla.Resolution: {Default: hours(24), Clock: sla.ClockCalendar},
		}}}, ticket(t), []string{"resolution/created breached 03 09:00 p"}},
	} {
		s.run(t)
	}
}

// A breached clock is open until it is fulfilled, also when its policy is gone, and shows current labels.
func TestBreachedClockStaysOpen(t *testing.T) {
	policy := gold(only(sla.AgentWork, hours(1)))
	policy.Match.Group = []string{"vip"}
	course := labelled(t, sla.Labels{Group: "vip"}, labels(at(t, "02 11:00"), sla.Labels{Group: "x"}))
	clocks := rules(policy).Evaluate(&course)
	require.Len(t, clocks, 1)
	require.Equal(t, "x", clocks[0].Labels.Group)
	require.Equal(t, "vip", clocks[0].Outcomes[0].Labels.Group)
	course.Events = append(course.Events, status(at(t, "02 12:00"), record.StatusPending), status(at(t, "02 13:00"), record.StatusOpen))
	clocks = rules(policy).Evaluate(&course)
	require.Equal(t, sla.Breached, clocks[0].State(at(t, "02 13:00")))
	require.Equal(t, 4*time.Hour, clocks[0].Elapsed(at(t, "02 14:00"))) // an hour of five was pending
	course.Events = append(course.Events, status(at(t, "02 14:00"), record.StatusSolved))
	clocks = rules(policy).Evaluate(&course)
	require.False(t, clocks[0].Open(at(t, "02 14:00")))
}

func TestVoid(t *testing.T) {
	policies := []sla.Policy{gold(only(sla.Resolution, hours(4)))}
	void := func(from, to string, events ...sla.Event) sla.Timeline {
		course := ticket(t, events...)
		v := sla.Void{From: at(t, from)}
		if to != "" {
			v.To = at(t, to)
		}
		course.Voids = []sla.Void{v}
		return course
	}
	for _, s := range []story{
		{"cancels", policies, void("02 10:00", ""), []string{"resolution/created cancelled 02 10:00 gold"}},
		{"at the due instant, too", policies, void("02 13:00", ""), []string{"resolution/created cancelled 02 13:00 gold"}},
		{"from the start there is no clock", policies, void("02 09:00", ""), []string{}},
		{"what else happens in its instant belongs to it", policies, void("02 10:00", "", status(at(t, "02 10:00"), record.StatusClosed)), []string{
			"resolution/created cancelled 02 10:00 gold",
		}},
		{"its time does not run", policies, void("02 10:00", "02 20:00", status(at(t, "02 20:00"), record.StatusOpen)), []string{
			"resolution/created cancelled 02 10:00 gold", "resolution/created/1772481600000 breached 02 23:00 gold",
		}},
		{"a status within it is no transition", policies, void("02 10:00", "02 20:00", status(at(t, "02 11:00"), record.StatusClosed)), []string{
			"resolution/created cancelled 02 10:00 gold", "resolution/created/1772481600000 breached 02 23:00 gold",
		}},
		{"recovered as solved", policies, void("02 10:00", "02 20:00", status(at(t, "02 20:00"), record.StatusClosed)), []string{
			"resolution/created cancelled 02 10:00 gold",
		}},
		{"solved, deleted, recovered as open", policies, void("02 11:00", "02 20:00",
			status(at(t, "02 10:00"), record.StatusSolved), status(at(t, "02 20:00"), record.StatusOpen)), []string{
			"resolution/created met 02 10:00 gold", "resolution/reopened/1772481600000 breached 03 00:00 gold",
		}},
		{"an open breach is taken back", policies, void("02 14:00", ""), []string{
			"resolution/created breached 02 13:00 gold", "resolution/created/corrected corrected 02 14:00 gold",
		}},
		{"and comes back with the ticket", policies, void("02 14:00", "02 20:00"), []string{
			"resolution/created breached 02 13:00 gold", "resolution/created/corrected corrected 02 14:00 gold",
			"resolution/created/1772481600000 breached 02 20:00 gold",
		}},
		{"even if it comes back solved", policies, void("02 14:00", "02 20:00", status(at(t, "02 20:00"), record.StatusSolved)), []string{
			"resolution/created breached 02 13:00 gold", "resolution/created/corrected corrected 02 14:00 gold",
			"resolution/created/1772481600000 breached 02 20:00 gold",
		}},
		{"a breach made good stays", policies, void("02 16:00", "", status(at(t, "02 15:00"), record.StatusSolved)), []string{
			"resolution/created breached 02 13:00 gold",
		}},
		{"one that lasts no time is none", policies, void("02 10:00", "02 10:00"), []string{"resolution/created breached 02 13:00 gold"}},
	} {
		s.run(t)
	}
	course := void("02 14:00", "")
	require.Empty(t, states(rules(policies...).Evaluate(&course), at(t, "02 14:00")))
}

func TestVoidAndMessages(t *testing.T) {
	policy := gold(map[sla.Target]sla.Goal{sla.FirstResponse: {Default: hours(4)}, sla.NextResponse: {Default: hours(4)}})
	course := ticket(t, agent(at(t, "02 12:00"), "m1"))
	course.Voids = []sla.Void{{From: at(t, "02 10:00"), To: at(t, "02 20:00")}}
	story{"an answer on a void ticket is no first response", []sla.Policy{policy}, course, []string{
		"first_response/created cancelled 02 10:00 gold", "first_response/created/1772481600000 breached 02 23:00 gold",
	}}.run(t)
	course = ticket(t, agent(at(t, "02 09:30"), "m1"), customer(at(t, "02 12:00"), "m2"))
	course.Voids = []sla.Void{{From: at(t, "02 10:00"), To: at(t, "02 20:00")}}
	story{"a wait that began on a void ticket runs after it", []sla.Policy{policy}, course, []string{
		"first_response/created met 02 09:30 gold", "next_response/m2 breached 03 00:00 gold",
	}}.run(t)
}

func TestWaitHandedOnByAMerge(t *testing.T) {
	policies := []sla.Policy{gold(only(sla.NextResponse, hours(4)))}
	handed := func(when, since, id string) sla.Event {
		m := customer(at(t, when), id)
		m.Since = at(t, since)
		return m
	}
	merged := func(when, since string, more ...sla.Event) sla.Timeline {
		return ticket(t, append(more, agent(at(t, "02 09:30"), "m1"), handed(when, since, "m9"))...)
	}
	pausing := []sla.Policy{gold(map[sla.Target]sla.Goal{
		sla.NextResponse: {Default: hours(4), PauseOn: []record.Status{record.StatusPending}},
	})}
	office := []sla.Policy{{Name: "office", Targets: only(sla.NextResponse, hours(4))}}
	for _, s := range []story{
		{"it has run since the customer wrote", policies, merged("02 12:00", "02 10:00"), []string{"next_response/m9 breached 02 14:00 gold"}},
		{"overdue when it came, it counted where it came from", policies, merged("02 14:01", "02 10:00"), []string{}},
		{"not at the due instant: there it was cancelled", policies, merged("02 14:00", "02 10:00"), []string{"next_response/m9 breached 02 14:00 gold"}},
		{"and is one wait with what follows", policies, merged("02 14:01", "02 10:00", customer(at(t, "02 15:00"), "m10")), []string{}},
		{"answered here since", policies, merged("02 12:00", "02 10:00", agent(at(t, "02 11:00"), "m2")), []string{}},
		{"an older wait here goes on", policies, merged("02 12:00", "02 10:30", customer(at(t, "02 10:00"), "m2")), []string{
			"next_response/m2 breached 02 14:00 gold",
		}},
		{"a younger wait here goes back to it", policies, merged("02 12:00", "02 10:00", customer(at(t, "02 11:00"), "m2")), []string{
			"next_response/m2 breached 02 14:00 gold",
		}},
		{"but stays when that is overdue", policies, merged("02 14:30", "02 10:00", customer(at(t, "02 11:00"), "m2")), []string{
			"next_response/m2 breached 02 15:00 gold",
		}},
		{"and does not go back to one that is younger than that", policies, merged("02 14:30", "02 10:00",
			customer(at(t, "02 12:30"), "m2"), handed("02 15:00", "02 11:30", "m10")), []string{
			"next_response/m2 breached 02 16:30 gold",
		}},
		{"it ran while the ticket here was solved", policies, merged("02 16:00", "02 13:00",
			status(at(t, "02 13:30"), record.StatusSolved), status(at(t, "02 15:00"), record.StatusOpen)), []string{
			"next_response/m9 breached 02 17:00 gold",
		}},
		{"and while it was pending here", pausing, merged("02 12:00", "02 10:00",
			status(at(t, "02 09:30"), record.StatusPending), status(at(t, "02 11:30"), record.StatusOpen)), []string{
			"next_response/m9 breached 02 14:00 gold",
		}},
		{"not once it is here", pausing, merged("02 12:00", "02 10:00", status(at(t, "02 13:00"), record.StatusPending)), []string{}},
		{"by the schedule at the merge", office, merged("03 10:00", "02 16:00",
			labels(at(t, "02 12:00"), sla.Labels{Group: "late"}), customer(at(t, "02 18:00"), "m2"),
			labels(at(t, "02 19:00"), sla.Labels{Group: "early"})), []string{
			"next_response/m2 breached 03 12:00 office",
		}},
	} {
		s.run(t)
	}
}

// What takes a breach back does so under the labels of the breach, so that both cancel out.
func TestCorrectionHasTheLabelsOfTheBreach(t *testing.T) {
	course := ticket(t, labels(at(t, "02 12:00"), sla.Labels{Group: "second"}), labels(at(t, "02 15:00"), sla.Labels{Group: "third"}))
	course.Voids = []sla.Void{{From: at(t, "02 16:00")}}
	groups := map[sla.State]string{}
	for _, c := range rules(gold(only(sla.Resolution, hours(4)))).Evaluate(&course) {
		for _, o := range c.Outcomes {
			groups[o.State] = o.Labels.Group
		}
	}
	require.Equal(t, map[sla.State]string{sla.Breached: "second", sla.Corrected: "second"}, groups)
}
