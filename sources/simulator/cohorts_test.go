package simulator

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestCohorts(t *testing.T) {
	p := newScript(t, Options{})
	x := p.opened(0)
	p.at(10*m, func(s *step) { s.say(x, clock, false, "received") })
	p.at(30*m, func(s *step) { s.say(x, ada, false, "well") })
	p.at(h, func(s *step) { s.set(x, statusSolved, ada) }) // the hour has passed
	created := "ticket_checks_total"
	require.ElementsMatch(t, lines(`
		ticket_checks_total{check=acknowledged result=yes window=15m} 1
		ticket_checks_total{check=resolved result=no window=1h} 1`), p.told(2*h, created))
	p.at(7*d-h, func(s *step) { // the window of the solve has not passed
		s.say(x, asker(1), false, "thanks")
		s.set(x, statusOpen, asker(1))
	})
	early := lines(`
		ticket_checks_total{check=acknowledged result=yes window=15m} 1
		ticket_checks_total{check=answered result=yes window=1d} 1
		ticket_checks_total{check=answered result=yes window=7d} 1
		ticket_checks_total{check=automated result=no window=3d} 1
		ticket_checks_total{check=repeat_contact result=no window=7d} 1
		ticket_checks_total{check=resolved result=no window=1h} 1
		ticket_checks_total{check=resolved result=yes window=1d} 1
		ticket_checks_total{check=resolved result=yes window=7d} 1`)
	require.ElementsMatch(t, early, p.told(7*d+2*h, created), "what the thanks are is not known")
	p.at(7*d+3*h, func(s *step) { s.set(x, statusSolved, ada) })
	require.ElementsMatch(t, append(early, lines(`
		ticket_checks_total{check=first_contact result=yes window=7d} 1
		ticket_checks_total{check=no_reopen result=yes window=7d} 1
		ticket_checks_total{check=one_touch result=yes window=7d} 1`)...), p.told(7*d+3*h, created))
	require.ElementsMatch(t, lines(`
		ticket_checks_total{check=automated result=no window=3d} 1
		ticket_checks_total{check=first_contact result=yes window=7d} 1
		ticket_checks_total{check=no_reopen result=yes window=7d} 1
		ticket_checks_total{check=one_touch result=yes window=7d} 1
		ticket_checks_total{check=repeat_contact result=no window=7d} 1`), p.toldSince(7*d+3*h, ten, created), "asked of solves after the baseline")
}

func TestCohortsThatSayNo(t *testing.T) {
	p := newScript(t, Options{})
	solve := func(x *ticket, after time.Duration, by who) {
		p.at(after, func(s *step) { s.set(x, statusSolved, by) })
	}
	only := func(after time.Duration, baseline time.Duration, checks ...string) []string {
		var found []string
		for _, line := range p.toldSince(after, ten.Add(baseline), "ticket_checks_total") {
			for _, check := range checks {
				if len(line) > len(check) && line[:len("ticket_checks_total{check=")+len(check)] == "ticket_checks_total{check="+check {
					found = append(found, line[len("ticket_checks_total{check="):])
				}
			}
		}
		return found
	}
	solves := []string{"no_reopen", "first_contact", "one_touch", "automated", "repeat_contact"}

	x := p.opened(0) // work
	p.at(h, func(s *step) { s.say(x, ada, false, "well") })
	solve(x, 2*h, ada)
	p.at(3*h, func(s *step) { s.set(x, statusOpen, ada) })
	p.at(4*h, func(s *step) { s.say(x, ada, false, "better") })
	solve(x, 5*h, ada)
	require.ElementsMatch(t, lines(`
		no_reopen result=no window=7d} 1
		first_contact result=no window=7d} 1
		one_touch result=no window=7d} 1
		automated result=no window=3d} 1
		repeat_contact result=no window=7d} 1`), only(9*d, -time.Hour, solves...))

	y := p.ticket(customer) // a bot was enough, but the customer comes back after five days
	y.customer = 5
	p.at(10*d, func(s *step) {
		s.create(y)
		s.say(y, asker(5), false, "hello")
	})
	p.at(10*d+m, func(s *step) { s.say(y, who{role: bot}, false, "here") })
	solve(y, 10*d+h, who{role: bot})
	z := p.ticket(customer)
	z.customer = 5
	p.at(15*d, func(s *step) { s.create(z) })
	require.ElementsMatch(t, lines(`
		no_reopen result=yes window=7d} 1
		first_contact result=no window=7d} 1
		automated result=yes window=3d} 1
		repeat_contact result=yes window=7d} 1`), only(19*d, 10*d, solves...))

	p.at(20*d, func(s *step) { s.set(z, statusSpam, ada) })
	u := p.opened(21 * d) // nobody answers, and it is thrown away in between
	p.at(22*d+h, func(s *step) { s.set(u, statusTrash, ada) })
	v := p.opened(23 * d)
	solve(v, 23*d+m, asker(1))
	require.ElementsMatch(t, lines(`
		acknowledged result=no window=15m} 2
		answered result=no window=1d} 2
		answered result=no window=7d} 1
		first_contact result=no window=7d} 1
		no_reopen result=yes window=7d} 1
		automated result=no window=3d} 1
		repeat_contact result=no window=7d} 1`), only(40*d, 20*d, append(solves, "acknowledged", "answered")...))
}

// Periods are those of the reporting zone.
func TestPeriods(t *testing.T) {
	rules := office()
	rules.Zone = "Europe/Istanbul"
	p := newScript(t, Options{Rules: rules})
	const midnight = 13 * h // in Istanbul
	x := p.opened(midnight - m)
	y := p.opened(midnight)
	z := p.opened(midnight + m)
	p.at(midnight+2*m, func(s *step) { s.set(z, statusSpam, ada) })
	p.at(midnight+5*m, func(s *step) {
		s.say(x, ada, false, "well")
		s.set(x, statusSolved, ada)
	})
	p.at(midnight+6*m, func(s *step) {
		s.say(x, asker(1), false, "again")
		s.set(x, statusOpen, asker(1))
	})
	p.at(midnight+7*m, func(s *step) { s.say(x, ada, false, "again") })
	of := func(after time.Duration, period string) []string {
		var found []string
		for _, line := range p.told(after, "period_events") {
			for _, which := range []string{"current", "previous"} {
				if end := " period=" + period + " which=" + which + "}"; len(line) > len(end) {
					for i := range line {
						if len(line)-i >= len(end) && line[i:i+len(end)] == end {
							found = append(found, which+" "+line[len("period_events{event="):i]+line[i+len(end):])
						}
					}
				}
			}
		}
		return found
	}
	require.ElementsMatch(t, lines(`
		previous created 1
		previous messages_in 1
		previous unresolved_at_end 1
		previous created_still_unresolved 1
		current created 1
		current messages_in 3
		current messages_out 2
		current first_responses 1
		current first_response_seconds 360
		current replies 2
		current reply_seconds 420
		current resolved 1
		current first_resolved 1
		current resolution_seconds 360
		current reopened 1
		current sla_met 3
		current unresolved_at_end 2
		current created_still_unresolved 1`), of(midnight+10*m, "day"))
	require.Len(t, of(midnight+10*m, "week"), 14)
	require.Equal(t, of(midnight+10*m, "week"), of(midnight+10*m, "quarter"))
	require.Empty(t, of(midnight-2*m, "month"))
	const later = midnight + d
	p.at(later+h, func(s *step) { s.set(y, statusTrash, ada) })
	p.at(later+2*h, func(s *step) { s.set(y, statusOpen, ada) })
	require.Contains(t, of(later, "day"), "previous unresolved_at_end 2")
	require.Contains(t, of(later+h, "day"), "previous unresolved_at_end 1", "what is void has never been unresolved")
	require.NotContains(t, of(later+h, "day"), "previous created_still_unresolved 1")
	require.Contains(t, of(later+2*h, "day"), "previous unresolved_at_end 2")
	require.Contains(t, of(later+2*h, "day"), "previous created_still_unresolved 1")
	require.Contains(t, of(32*d, "month"), "previous created 2")
}

// Questions are about the team that had the ticket at their anchor.
func TestCohortsOfTeams(t *testing.T) {
	p := newScript(t, Options{})
	x := p.opened(0)
	p.at(10*m, func(s *step) { s.move(x, p.teams[0], ada) })
	p.at(20*m, func(s *step) { s.set(x, statusSolved, ada) })
	p.at(30*m, func(s *step) { s.move(x, p.teams[2], ada) })
	group := p.teams[0].name
	require.ElementsMatch(t, lines(`
		ticket_checks_total{check=acknowledged result=no window=15m} 1
		ticket_checks_total{check=answered result=no window=1d} 1
		ticket_checks_total{check=answered result=no window=7d} 1
		ticket_checks_total{check=resolved result=yes window=1h} 1
		ticket_checks_total{check=resolved result=yes window=1d} 1
		ticket_checks_total{check=resolved result=yes window=7d} 1
		ticket_checks_total{check=automated group=`+group+` result=no window=3d} 1
		ticket_checks_total{check=first_contact group=`+group+` result=no window=7d} 1
		ticket_checks_total{check=no_reopen group=`+group+` result=yes window=7d} 1
		ticket_checks_total{check=repeat_contact group=`+group+` result=no window=7d} 1`), p.told(8*d, "ticket_checks_total"))
}
