package simulator

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// checked are the answers to some questions.
func (p script) checked(after time.Duration, checks ...string) []string {
	p.Helper()
	var found []string
	for _, line := range p.told(after, "ticket_checks_total") {
		rest := strings.TrimPrefix(line, "ticket_checks_total{check=")
		if name, _, _ := strings.Cut(rest, " "); slices.Contains(checks, name) {
			found = append(found, rest)
		}
	}
	return found
}

// A void in the instant in which a window ends comes before it, whoever is asked.
func TestVoidsAtTheEndOfAWindow(t *testing.T) {
	p := newScript(t, Options{})
	of := p.checked
	x := p.opened(0)
	p.at(15*m, func(s *step) { s.set(x, statusSpam, ada) })
	require.Empty(t, of(h, "acknowledged"))
	p.at(h, func(s *step) { s.set(x, statusOpen, ada) }) // a return comes after what time decides
	p.at(d, func(s *step) {
		s.say(x, ada, false, "well") // which is late by a moment
		s.set(x, statusTrash, ada)
		s.set(x, statusSpam, ada)
	})
	require.Empty(t, of(2*d, "acknowledged", "answered", "resolved"))
	p.at(2*d, func(s *step) { s.set(x, statusOpen, ada) })
	require.Equal(t, lines(`
		answered result=yes window=7d} 1
		resolved result=no window=7d} 1`), of(8*d, "acknowledged", "answered", "resolved"))

	y, other := p.opened(10*d), p.ticket(customer)
	p.at(10*d+m, func(s *step) { s.say(y, ada, false, "well") })
	p.at(10*d+h, func(s *step) { s.set(y, statusSolved, ada) })
	p.at(11*d, func(s *step) { s.create(other) })
	end := 17*d + h
	require.Empty(t, of(end-time.Second, "first_contact", "repeat_contact"))
	require.NoError(t, p.Advance(t.Context(), ten.Add(end)))
	require.Equal(t, lines(`
		first_contact result=no window=7d} 1
		repeat_contact result=yes window=7d} 1`), of(end, "first_contact", "repeat_contact"))
	p.at(end, func(s *step) { s.set(other, statusSpam, ada) })
	require.Equal(t, lines(`
		first_contact result=yes window=7d} 1
		repeat_contact result=no window=7d} 1`), of(end, "first_contact", "repeat_contact"), "nobody came back")
	require.Equal(t, lines(`
		no_reopen result=yes window=7d} 1
		one_touch result=yes window=7d} 1`), of(end, "no_reopen", "one_touch"))
	p.at(end, func(s *step) { s.erase(y) })
	require.Empty(t, of(20*d, "first_contact", "repeat_contact", "no_reopen", "one_touch"))
}

// With a reopening in doubt, too.
func TestVoidsAtTheEndOfAWindowInDoubt(t *testing.T) {
	p := newScript(t, Options{})
	x, y, z := p.opened(0), p.ticket(customer), p.opened(m)
	z.customer = 3
	p.at(2*m, func(s *step) {
		s.say(x, ada, false, "well")
		s.say(z, ada, false, "well")
	})
	p.at(h, func(s *step) {
		s.set(x, statusSolved, ada)
		s.set(z, statusSolved, ada)
	})
	p.at(2*d, func(s *step) { s.create(y) })
	p.at(7*d, func(s *step) {
		s.set(x, statusOpen, asker(1))
		s.set(z, statusOpen, asker(1))
	})
	p.at(7*d+h, func(s *step) {
		s.set(y, statusTrash, ada)
		s.set(z, statusTrash, ada)
	})
	asked := []string{"no_reopen", "first_contact", "one_touch", "repeat_contact"}
	require.Equal(t, lines(`repeat_contact result=no window=7d} 1`), p.checked(7*d+h, asked...))
	p.at(7*d+2*h, func(s *step) {
		s.set(x, statusSolved, ada)
		s.set(z, statusOpen, ada)
		s.set(z, statusSolved, ada)
	})
	require.Equal(t, lines(`
		first_contact result=yes window=7d} 1
		no_reopen result=yes window=7d} 1
		one_touch result=yes window=7d} 1
		repeat_contact result=no window=7d} 1`), p.checked(7*d+2*h, asked...), "x only")
}

// What is void in the instant in which it would be final is not final, and may become so later.
func TestVoidsThatWouldBeFinal(t *testing.T) {
	p := newScript(t, Options{})
	families := []string{"resolution_time_seconds", "ticket_messages", "phase_time_seconds", "ticket_categories_total"}
	x := p.opened(0)
	p.at(h, func(s *step) { s.set(x, statusSolved, ada) })
	end := h + 7*d
	first := lines(`
		resolution_time_seconds_count{category=none clock=calendar stage=first} 1
		resolution_time_seconds_sum{category=none clock=calendar stage=first} 3600`)
	require.NoError(t, p.Advance(t.Context(), ten.Add(end)))
	require.Contains(t, p.told(end, families...), "ticket_messages_count{category=none} 1")
	p.at(end, func(s *step) { s.set(x, statusSpam, ada) })
	require.ElementsMatch(t, first, p.told(end, families...))
	p.at(9*d, func(s *step) { s.set(x, statusOpen, ada) })
	p.at(10*d, func(s *step) { s.set(x, statusSolved, ada) })
	require.ElementsMatch(t, first, p.told(17*d-time.Second, families...))
	p.at(17*d+time.Second, func(s *step) { s.set(x, statusSpam, ada) }) // too late
	require.ElementsMatch(t, append(first, lines(`
		phase_time_seconds_count{clock=calendar phase=hold} 1
		phase_time_seconds_count{clock=calendar phase=new} 1
		phase_time_seconds_count{clock=calendar phase=open} 1
		phase_time_seconds_count{clock=calendar phase=pending} 1
		phase_time_seconds_sum{clock=calendar phase=hold} 0
		phase_time_seconds_sum{clock=calendar phase=new} 3600
		phase_time_seconds_sum{clock=calendar phase=open} 86400
		phase_time_seconds_sum{clock=calendar phase=pending} 0
		resolution_time_seconds_count{category=none clock=calendar stage=final} 1
		resolution_time_seconds_sum{category=none clock=calendar stage=final} 864000
		ticket_categories_total{category=none change=new} 1
		ticket_messages_count{category=none} 1
		ticket_messages_sum{category=none} 1`)...), p.told(18*d, families...))
}

// A reopening is work after 24 h, in the trash or not; and a promise is missed when its instant has passed.
func TestVoidsAtOtherInstants(t *testing.T) {
	p := newScript(t, Options{Rules: Rules{Policies: []Policy{
		{Name: "all", Targets: map[string]Target{firstResponse: {Default: 2 * h, Calendar: true}}},
	}}})
	void := func(after time.Duration, x *ticket) {
		p.at(after, func(s *step) { s.set(x, statusTrash, ada) })
	}
	x := p.opened(0)
	void(2*h, x)
	require.Equal(t, lines(`sla_outcomes_total{outcome=cancelled policy=all target=first_response} 1`), p.told(3*h, "sla_outcomes_total"))
	y := p.opened(4 * h)
	void(6*h+time.Second, y)
	require.Equal(t, lines(`
		sla_outcomes_total{outcome=breached policy=all target=first_response} 1
		sla_outcomes_total{outcome=corrected policy=all target=first_response} 1`), p.toldSince(7*h, ten.Add(3*h), "sla_outcomes_total"))

	z := p.opened(d)
	p.at(d+m, func(s *step) { s.set(z, statusSolved, ada) })
	p.at(d+h, func(s *step) { s.set(z, statusOpen, ada) })
	void(2*d+h, z)
	require.Equal(t, lines(`tickets_reopened_total{category=none kind=work} 1`), p.told(2*d+h, "tickets_reopened_total"))
}

// Who was void when a period ended, and is back, was never void.
func TestBacklogOfWhoIsBack(t *testing.T) {
	p := newScript(t, Options{})
	const midnight = 14 * h // in Rome
	backlog := func(after time.Duration, which string) []string {
		return slices.DeleteFunc(p.told(after, "period_events"), func(line string) bool {
			return !strings.Contains(line, "event=unresolved_at_end ") || !strings.Contains(line, "period=day which="+which+"}")
		})
	}
	open, solved, gone := p.opened(0), p.opened(0), p.opened(0)
	p.at(h, func(s *step) { s.set(solved, statusSolved, ada) })
	at := func(after time.Duration, status string, tickets ...*ticket) {
		p.at(after, func(s *step) {
			for _, x := range tickets {
				s.set(x, status, ada)
			}
		})
	}
	at(2*h, statusSpam, open, solved, gone)
	at(3*h, statusTrash, open)
	p.at(4*h, func(s *step) { s.move(open, p.teams[0], ada) })
	p.at(midnight+h, func(s *step) { s.move(open, p.teams[2], ada) })
	require.Empty(t, backlog(midnight-m, "current"))
	require.Empty(t, backlog(midnight+h, "previous"))
	require.Empty(t, p.told(midnight+h, "tickets", "open_categories", "oldest_unresolved_timestamp_seconds"))
	at(midnight+2*h, statusOpen, open, solved)
	was := lines(`period_events{event=unresolved_at_end group=Delivery period=day which=previous} 1`)
	require.Equal(t, was, backlog(midnight+2*h, "previous"), "with the team of the period's end; what was solved was so")
	require.Equal(t, lines(`
		period_events{event=unresolved_at_end group=Billing period=day which=current} 1
		period_events{event=unresolved_at_end period=day which=current} 1`), backlog(midnight+2*h, "current"))
	at(midnight+3*h, statusSpam, open)
	require.Empty(t, backlog(midnight+3*h, "previous"))
	at(midnight+4*h, statusSolved, open)
	require.Equal(t, was, backlog(midnight+4*h, "previous"), "though it came back solved")
	require.Equal(t, was, backlog(midnight+2*h, "previous"), "what was true then")

	edge := p.opened(midnight + 5*h) // void at the very end, and back
	at(midnight+d, statusSpam, edge)
	require.Equal(t, lines(`period_events{event=unresolved_at_end period=day which=previous} 1`), backlog(midnight+d, "previous"))
	at(midnight+d+h, statusOpen, edge)
	require.Equal(t, lines(`period_events{event=unresolved_at_end period=day which=previous} 2`), backlog(midnight+d+h, "previous"))
}
