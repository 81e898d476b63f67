package fact

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// grouped moves ticket 1 between groups.
func grouped(at time.Time, from, to string) record.AssignmentChange {
	return record.AssignmentChange{ID: "g" + at.String(), Ticket: "1", At: at, Group: &to, FromGroup: &from}
}

func scheduled(t *testing.T) *Rules {
	t.Helper()
	rules := withHistory()
	rules.Clocks.Business = true
	rules.SLA = &sla.Rules{Schedule: byGroup(map[string]*calendar.Calendar{
		"Support": weekdays(t, "09:00-17:00"), "Billing": weekdays(t, "12:00-20:00"),
	})}
	return rules
}

// docs/semantics.md, "Business time": the sum over the schedules that applied, all time while none did, and
// nothing where none applies at the end. 2 March is a Monday; the ticket is created at 8.
func TestBusinessTimeOverSchedules(t *testing.T) {
	m := func(n int, clock string) time.Time { return day(n, clock+":00") }
	tests := map[string]struct {
		group  string // at the creation
		moves  []record.AssignmentChange
		solved time.Time
		want   time.Duration // -1: no business time
	}{
		"one schedule":                       {group: "Support", solved: m(2, "11:30"), want: 150 * time.Minute},
		"over a night":                       {group: "Support", solved: m(3, "10:00"), want: 9 * hour},
		"closed all the while":               {group: "Billing", solved: m(2, "11:30"), want: 0},
		"another group":                      {group: "Support", moves: []record.AssignmentChange{grouped(m(2, "11:00"), "Support", "Billing")}, solved: m(2, "14:00"), want: 4 * hour},
		"and back":                           {group: "Support", moves: []record.AssignmentChange{grouped(m(2, "10:00"), "Support", "Billing"), grouped(m(2, "13:00"), "Billing", "Support")}, solved: m(2, "18:00"), want: 6 * hour},
		"to a group without a schedule":      {group: "Support", moves: []record.AssignmentChange{grouped(m(2, "11:00"), "Support", "Returns")}, solved: m(2, "14:00"), want: -1},
		"from a group without a schedule":    {group: "Returns", moves: []record.AssignmentChange{grouped(m(2, "10:00"), "Returns", "Support")}, solved: m(2, "10:30"), want: 150 * time.Minute},
		"moved in the moment of the solve":   {group: "Support", moves: []record.AssignmentChange{grouped(m(2, "11:00"), "Support", "Billing")}, solved: m(2, "11:00"), want: 2 * hour},
		"without a schedule":                 {group: "Returns", solved: m(2, "11:30"), want: -1},
		"moved after the solve, by a second": {group: "Support", moves: []record.AssignmentChange{grouped(day(2, "11:00:01"), "Support", "Returns")}, solved: m(2, "11:00"), want: 2 * hour},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			tk := ticket(base, base, record.StatusOpen)
			tk.Group = tc.group
			h := historyOf(tk, status("s", tc.solved, record.StatusOpen, record.StatusSolved))
			for _, c := range tc.moves {
				h.Merge(c)
			}
			f := find(t, Derive(h, scheduled(t)), "resolved/s")
			got := time.Duration(-1)
			for _, s := range f.Samples {
				if s.Family == familyResolution && includes(s.Values, []string{"business"}) {
					got = time.Duration(s.Count) * time.Millisecond
				}
			}
			require.Equal(t, tc.want, got)
			require.Equal(t, tc.solved.Sub(base).Milliseconds(), observed(t, f, familyResolution, "calendar"))
		})
	}
}

// A policy may name its schedule, which wins over the group's.
func TestThePolicyNamesTheSchedule(t *testing.T) {
	rules := scheduled(t)
	of := rules.SLA.Schedule
	nights := weekdays(t, "00:00-09:30")
	rules.SLA.Schedule = func(name, source string, l sla.Labels) sla.Schedule {
		if name == "nights" {
			return nights
		}
		return of(name, source, l)
	}
	rules.SLA.Policies = []sla.Policy{{
		Name: "urgent", Match: sla.Match{Priority: []string{"urgent"}}, Schedule: "nights",
		Targets: map[sla.Target]sla.Goal{sla.Resolution: {Default: sla.Budget{Duration: hour}}},
	}}
	h := historyOf(ticket(base, base, record.StatusOpen), answer("1", day(2, "12:00:00")), mail("0", base),
		record.PriorityChange{ID: "p", Ticket: "1", At: day(2, "09:15:00"), From: record.PriorityNormal, To: record.PriorityUrgent})
	f := find(t, Derive(h, rules), "first_response")
	require.Equal(t, (30 * time.Minute).Milliseconds(), observed(t, f, familyFirstResponse, "business"), "15 minutes of each")
}

// Each clock can be left out.
func TestClocksOfDurations(t *testing.T) {
	for name, tc := range map[string]struct {
		clocks Clocks
		want   int
	}{"both": {Clocks{true, true}, 2}, "calendar": {Clocks{Calendar: true}, 1}, "business": {Clocks{Business: true}, 1}} {
		t.Run(name, func(t *testing.T) {
			rules := scheduled(t)
			rules.Clocks = tc.clocks
			h := historyOf(ticket(base, base, record.StatusOpen), mail("0", base), answer("1", day(2, "12:00:00")),
				status("s", day(2, "13:00:00"), record.StatusOpen, record.StatusSolved))
			facts := Derive(h, rules)
			require.Len(t, find(t, facts, "first_response").Samples, tc.want)
			require.Len(t, find(t, facts, "reply/0").Samples, tc.want)
			phases := 0
			for _, s := range find(t, facts, "final").Samples {
				if s.Family == familyPhase {
					phases++
				}
			}
			require.Equal(t, 4*tc.want, phases)
		})
	}
}

// Phases of business time leave out what was closed and what was void.
func TestPhasesOfBusinessTime(t *testing.T) {
	h := historyOf(ticket(base, base, record.StatusNew),
		status("1", day(2, "10:00:00"), record.StatusNew, record.StatusPending),
		status("2", day(2, "12:00:00"), record.StatusPending, record.StatusDeleted),
		status("3", day(2, "14:00:00"), record.StatusDeleted, record.StatusOpen),
		status("4", day(3, "09:30:00"), record.StatusOpen, record.StatusSolved))
	f := find(t, Derive(h, scheduled(t)), "final")
	for phase, want := range map[string]time.Duration{"new": hour, "pending": 2 * hour, "open": 210 * time.Minute, "hold": 0} {
		require.Equal(t, want.Milliseconds(), observed(t, f, familyPhase, "business", phase), phase)
	}
}

// The label hours tells whether the group's schedule was open when the message was written; open without one.
func TestHoursOfMessages(t *testing.T) {
	tests := map[string]struct {
		at   time.Time
		want string
	}{
		"before opening":             {day(2, "08:59:59"), "closed"},
		"at opening":                 {day(2, "09:00:00"), "open"},
		"at closing":                 {day(2, "17:00:00"), "closed"},
		"on Sunday":                  {day(8, "12:00:00"), "closed"},
		"of the group it has by now": {day(9, "18:00:00"), "open"},
		"of a group without one":     {day(14, "03:00:00"), "open"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			h := historyOf(ticket(base, base, record.StatusOpen), note("1", tc.at),
				grouped(day(9, "00:00:00"), "Support", "Billing"), grouped(day(10, "00:00:00"), "Billing", "Returns"))
			require.Equal(t, tc.want, label(t, find(t, Derive(h, scheduled(t)), "message/1"), familyMessages, "hours"))
		})
	}
}
