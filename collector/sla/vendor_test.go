package sla_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

func TestVendorClocks(t *testing.T) {
	clock := func(due string, set func(c *record.SLAClock)) []record.SLAClock {
		c := record.SLAClock{Ticket: "17", Policy: "Gold plan", Target: "resolution", Cycle: 1, StartedAt: at(t, "02 09:00")}
		if due != "" {
			c.DueAt = at(t, due)
		}
		if set != nil {
			set(&c)
		}
		return []record.SLAClock{c}
	}
	instant := func(field func(c *record.SLAClock) *time.Time, s string) func(*record.SLAClock) {
		return func(c *record.SLAClock) { *field(c) = at(t, s) }
	}
	fulfilled := func(c *record.SLAClock) *time.Time { return &c.FulfilledAt }
	told := func(clocks []record.SLAClock, events ...sla.Event) sla.Timeline {
		course := ticket(t, events...)
		course.Clocks = clocks
		return course
	}
	voided := func(clocks []record.SLAClock, from, to string) sla.Timeline {
		course := told(clocks)
		course.Voids = []sla.Void{{From: at(t, from)}}
		if to != "" {
			course.Voids[0].To = at(t, to)
		}
		return course
	}
	policies := []sla.Policy{{Name: "theirs", From: sla.FromVendor, Match: sla.Match{Source: []string{"shop"}}}}
	own := []sla.Policy{gold(only(sla.Resolution, hours(1)))}
	for _, s := range []story{
		{"open, it breaches at its due instant", policies, told(clock("02 13:00", nil)), []string{"resolution/1 breached 02 13:00 Gold plan"}},
		{"fulfilled at the due instant", policies, told(clock("02 13:00", instant(fulfilled, "02 13:00"))), []string{"resolution/1 met 02 13:00 Gold plan"}},
		{"fulfilled later", policies, told(clock("02 13:00", instant(fulfilled, "02 13:01"))), []string{"resolution/1 breached 02 13:00 Gold plan"}},
		{"cancelled", policies, told(clock("02 13:00", instant(func(c *record.SLAClock) *time.Time { return &c.CancelledAt }, "02 12:00"))), []string{
			"resolution/1 cancelled 02 12:00 Gold plan",
		}},
		{"the vendor's own breach", policies, told(clock("", instant(func(c *record.SLAClock) *time.Time { return &c.BreachedAt }, "02 12:00"))), []string{
			"resolution/1 breached 02 12:00 Gold plan",
		}},
		{"paused", policies, told(clock("02 13:00", instant(func(c *record.SLAClock) *time.Time { return &c.PausedAt }, "02 12:00"))), []string{}},
		{"without a due instant there is no clock", policies, told(clock("", nil)), []string{}},
		{"nor on a solved ticket", policies, told(clock("", nil), status(at(t, "02 12:00"), record.StatusSolved)), []string{}},
		{"what ends it in the instant of a void is the void", policies, voided(clock("02 13:00", instant(fulfilled, "02 12:00")), "02 12:00", ""), []string{
			"resolution/1 cancelled 02 12:00 Gold plan",
		}},
		{"a solved ticket has met its resolution", policies, told(clock("02 13:00", nil), status(at(t, "02 12:00"), record.StatusSolved), status(at(t, "02 14:00"), record.StatusClosed)), []string{
			"resolution/1 met 02 12:00 Gold plan",
		}},
		{"and answered nobody", policies, told(clock("02 13:00", func(c *record.SLAClock) { c.Target = "first_response" }), status(at(t, "02 12:00"), record.StatusSolved)), []string{
			"first_response/1 cancelled 02 12:00 Gold plan",
		}},
		{"solved too late", policies, told(clock("02 13:00", nil), status(at(t, "02 14:00"), record.StatusSolved)), []string{
			"resolution/1 breached 02 13:00 Gold plan",
		}},
		{"the vendor's id names the cycle", policies, told(clock("02 13:00", func(c *record.SLAClock) { c.ID = "e5" })), []string{
			"resolution/e5 breached 02 13:00 Gold plan",
		}},
		{"a policy without a name has ours", policies, told(clock("02 13:00", func(c *record.SLAClock) { c.Policy, c.Target = "", "" })), []string{
			"resolution/1 breached 02 13:00 theirs",
		}},
		{"void", policies, voided(clock("02 13:00", nil), "02 12:00", ""), []string{"resolution/1 cancelled 02 12:00 Gold plan"}},
		{"void and back", policies, voided(clock("02 13:00", nil), "02 10:00", "02 11:00"), []string{
			"resolution/1 cancelled 02 10:00 Gold plan", "resolution/1/1772449200000 breached 02 13:00 Gold plan",
		}},
		{"due while it was void", policies, voided(clock("02 13:00", nil), "02 12:00", "02 20:00"), []string{
			"resolution/1 cancelled 02 12:00 Gold plan", "resolution/1/1772481600000 breached 02 20:00 Gold plan",
		}},
		{"void with an open breach", policies, voided(clock("02 13:00", nil), "02 14:00", ""), []string{
			"resolution/1 breached 02 13:00 Gold plan", "resolution/1/corrected corrected 02 14:00 Gold plan",
		}},
		{"void after it was over", policies, voided(clock("02 13:00", instant(fulfilled, "02 12:00")), "02 14:00", ""), []string{
			"resolution/1 met 02 12:00 Gold plan",
		}},
		{"several, and several voids", policies, func() sla.Timeline {
			course := voided(append(clock("02 22:00", nil), clock("02 11:00", func(c *record.SLAClock) { c.Target, c.StartedAt = "first_response", time.Time{} })...), "02 20:00", "02 21:00")
			course.Voids = append(course.Voids, sla.Void{From: at(t, "02 08:00"), To: at(t, "02 09:00")})
			return course
		}(), []string{
			"first_response/1 breached 02 11:00 Gold plan", "first_response/1/corrected corrected 02 20:00 Gold plan",
			"resolution/1 cancelled 02 20:00 Gold plan", "first_response/1/1772485200000 breached 02 21:00 Gold plan",
			"resolution/1/1772485200000 breached 02 22:00 Gold plan",
		}},
		{"another policy takes its own clocks only", own, told(clock("02 13:00", nil)), []string{"resolution/created breached 02 10:00 gold"}},
		{"the labels at the outcome", policies, told(clock("02 13:00", nil), labels(at(t, "02 11:00"), sla.Labels{Priority: record.PriorityHigh}), labels(at(t, "02 14:00"), sla.Labels{Priority: record.PriorityLow})), []string{
			"resolution/1 breached 02 13:00 Gold plan/high",
		}},
	} {
		s.run(t)
	}

	course := told(clock("02 13:00", nil))
	clocks := rules(policies...).Evaluate(&course)
	require.Equal(t, []string{"resolution/1 running 02 13:00"}, states(clocks, at(t, "02 12:59")))
	require.Equal(t, []string{"resolution/1 breached 02 13:00"}, states(clocks, at(t, "02 13:00")))
	require.Equal(t, policies[0].Identities(), []string{clocks[0].Outcomes[0].Identity})
	course = told(clock("02 13:00", instant(func(c *record.SLAClock) *time.Time { return &c.PausedAt }, "02 12:00")))
	require.Equal(t, []string{"resolution/1 paused"}, states(rules(policies...).Evaluate(&course), at(t, "02 14:00")))
}
