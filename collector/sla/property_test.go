package sla_test

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// anyRules have every target, option and clock, and labels under which no policy matches.
func anyRules() *sla.Rules {
	all := func(budgets ...sla.Budget) map[sla.Target]sla.Goal {
		goals := map[sla.Target]sla.Goal{}
		for i, target := range sla.Targets() {
			goals[target] = sla.Goal{
				Default:    budgets[i%len(budgets)],
				ByPriority: map[record.Priority]sla.Budget{record.PriorityUrgent: hours(1)},
			}
		}
		return goals
	}
	vip := sla.Policy{
		Name: "vip", Match: sla.Match{Group: []string{"vip"}}, Schedule: "day", Targets: all(hours(4), hours(9)),
		SolveCountsAsReply: true, Reopen: sla.ReopenResume,
	}
	next := vip.Targets[sla.NextResponse]
	next.Start, next.PauseOn = sla.StartAnyMessage, []record.Status{record.StatusHold}
	vip.Targets[sla.NextResponse] = next
	return rules(vip,
		sla.Policy{Name: "late", Match: sla.Match{Group: []string{"late"}}, Targets: all(sla.Budget{WorkingDays: 1}, hours(6))},
		sla.Policy{Name: "always", Match: sla.Match{Group: []string{"day"}}, Schedule: sla.AlwaysOpen, Targets: only(sla.Resolution, hours(30))},
		sla.Policy{Name: "vendor", Match: sla.Match{Group: []string{"vendor"}}, From: sla.FromVendor},
	)
}

// anyTimeline is a ticket of some days, with several things in one instant now and then.
func anyTimeline(r *rand.Rand) sla.Timeline {
	groups := []string{"vip", "vip", "late", "day", "vendor", "x"}
	anyLabels := func() sla.Labels {
		return sla.Labels{
			Group:    groups[r.IntN(len(groups))],
			Priority: []record.Priority{record.PriorityUrgent, record.PriorityLow}[r.IntN(2)],
		}
	}
	statuses := []record.Status{
		record.StatusOpen, record.StatusPending, record.StatusHold, record.StatusSolved, record.StatusSolved, record.StatusClosed,
	}
	course := sla.Timeline{
		Source: "shop", Created: time.Date(2026, 3, 2+r.IntN(7), r.IntN(24), 0, 0, 0, time.UTC),
		Origin: []record.Origin{record.OriginCustomer, record.OriginCustomer, record.OriginAgent}[r.IntN(3)],
		Labels: anyLabels(), Status: record.StatusNew,
	}
	when := course.Created
	for i := range 2 + r.IntN(12) {
		when = when.Add(time.Duration(r.IntN(6)) * 2 * time.Hour)
		e := sla.Event{At: when, Place: i, ID: "e" + strconv.Itoa(i), Kind: sla.EventKind(r.IntN(4))}
		switch e.Kind {
		case sla.LabelsChanged:
			e.Labels = anyLabels()
		case sla.StatusChanged:
			e.Status = statuses[r.IntN(len(statuses))]
		}
		course.Events = append(course.Events, e)
	}
	if r.IntN(3) == 0 {
		from := course.Created.Add(time.Duration(r.IntN(60)) * time.Hour)
		course.Voids = []sla.Void{{From: from, To: from.Add(time.Duration(r.IntN(30)) * time.Hour)}}
		if r.IntN(2) == 0 {
			course.Voids[0].To = time.Time{}
		}
	}
	return course
}

// until is what was known of a ticket at an instant.
func until(course sla.Timeline, when time.Time) sla.Timeline {
	course.Events = slices.DeleteFunc(slices.Clone(course.Events), func(e sla.Event) bool { return e.At.After(when) })
	course.Voids = slices.DeleteFunc(slices.Clone(course.Voids), func(v sla.Void) bool { return v.From.After(when) })
	for i := range course.Voids {
		if course.Voids[i].To.After(when) {
			course.Voids[i].To = time.Time{}
		}
	}
	return course
}

func past(clocks []sla.Clock, when time.Time) []sla.Outcome {
	past := []sla.Outcome{}
	for _, c := range clocks {
		for _, o := range c.Outcomes {
			if !o.At.After(when) {
				past = append(past, o)
			}
		}
	}
	return past
}

// What has happened by a watermark is known then and never changes by what happens later.
func TestOutcomesAreFinal(t *testing.T) {
	const seed = 41
	r := rand.New(rand.NewPCG(seed, seed))
	counts := map[sla.State]int{}
	for range 3000 {
		course := anyTimeline(r)
		whole := anyRules().Evaluate(&course)
		for range 4 {
			watermark := course.Created.Add(time.Duration(r.IntN(200)) * time.Hour)
			known := until(course, watermark)
			require.Equal(t, past(whole, watermark), past(anyRules().Evaluate(&known), watermark), "at %s of %+v", watermark, course)
		}
		for _, o := range past(whole, course.Created.Add(10000*time.Hour)) {
			counts[o.State]++
		}
	}
	for _, s := range []sla.State{sla.Met, sla.Breached, sla.Cancelled, sla.Corrected} {
		require.Greater(t, counts[s], 100, s)
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	const seed = 42
	r := rand.New(rand.NewPCG(seed, seed))
	for range 1000 {
		course := anyTimeline(r)
		mixed := course
		mixed.Events, mixed.Voids = slices.Clone(course.Events), slices.Clone(course.Voids)
		r.Shuffle(len(mixed.Events), func(i, j int) { mixed.Events[i], mixed.Events[j] = mixed.Events[j], mixed.Events[i] })
		before := slices.Clone(mixed.Events)
		want, got := anyRules().Evaluate(&course), anyRules().Evaluate(&mixed)
		require.Equal(t, past(want, course.Created.Add(10000*time.Hour)), past(got, course.Created.Add(10000*time.Hour)))
		require.Equal(t, before, mixed.Events, "the timeline is read only")
	}
}

// A clock counts at most once, whatever happens, and never twice under one key.
func TestOneOutcomeAKey(t *testing.T) {
	const seed = 43
	r := rand.New(rand.NewPCG(seed, seed))
	for range 3000 {
		course := anyTimeline(r)
		seen := map[string]bool{}
		for _, c := range anyRules().Evaluate(&course) {
			for _, o := range c.Outcomes {
				require.False(t, seen[o.Key], "%s twice in %+v", o.Key, course)
				seen[o.Key] = true
				if o.State == sla.Met && !c.Due.IsZero() {
					require.False(t, o.At.After(c.Due), "met after the due instant: %+v", c)
				}
			}
		}
	}
}
