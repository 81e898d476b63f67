package simulator

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// roundTheClock promises everything, by day and night.
func roundTheClock() Rules {
	targets := map[string]Target{}
	for target, limit := range map[string]time.Duration{
		firstResponse: 2 * h, nextResponse: 2 * h, resolution: 10 * h, requesterWait: 4 * h, agentWork: 4 * h, periodicUpdate: 3 * h,
	} {
		targets[target] = Target{Default: limit, Calendar: true}
	}
	return Rules{Policies: []Policy{{Name: "all", Targets: targets}}}
}

// dues are the next ones, by target.
func dues(of map[string]time.Duration) []string {
	var found []string
	for target, after := range of {
		found = append(found, fmt.Sprintf("sla_next_due_timestamp_seconds{policy=all target=%s} %d", target, ten.Add(after).Unix()))
	}
	return found
}

const nextDue = "sla_next_due_timestamp_seconds"

// Clocks stand still in the spam and go on after it, each with an outcome of its own.
func TestPromisesThatComeBack(t *testing.T) {
	p := newScript(t, Options{Rules: roundTheClock()})
	x := p.opened(0)
	p.at(h, func(s *step) { s.set(x, statusSpam, ada) })
	cancelled := lines(`
		sla_outcomes_total{outcome=cancelled policy=all target=agent_work} 1
		sla_outcomes_total{outcome=cancelled policy=all target=first_response} 1
		sla_outcomes_total{outcome=cancelled policy=all target=periodic_update} 1
		sla_outcomes_total{outcome=cancelled policy=all target=requester_wait} 1
		sla_outcomes_total{outcome=cancelled policy=all target=resolution} 1`)
	require.ElementsMatch(t, cancelled, p.told(4*h, "sla_outcomes_total", "sla_clocks"))
	p.at(5*h, func(s *step) { s.set(x, statusOpen, ada) })
	require.ElementsMatch(t, dues(map[string]time.Duration{
		firstResponse: 6 * h, resolution: 14 * h, requesterWait: 8 * h, agentWork: 8 * h, periodicUpdate: 7 * h,
	}), p.told(5*h, nextDue))
	p.at(5*h+30*m, func(s *step) { s.say(x, ada, false, "sorry") })
	p.at(6*h, func(s *step) { s.set(x, statusSolved, ada) })
	require.ElementsMatch(t, append(lines(`
		sla_outcomes_total{outcome=met policy=all target=agent_work} 1
		sla_outcomes_total{outcome=met policy=all target=first_response} 1
		sla_outcomes_total{outcome=met policy=all target=periodic_update} 2
		sla_outcomes_total{outcome=met policy=all target=requester_wait} 1
		sla_outcomes_total{outcome=met policy=all target=resolution} 1`), cancelled...), p.told(9*h, "sla_outcomes_total", "sla_clocks"))
}

// What was missed and not made good is taken back by a void, and missed again at the return.
func TestMissesThatComeBack(t *testing.T) {
	p := newScript(t, Options{Rules: roundTheClock()})
	of := func(after, since time.Duration, target string) []string {
		var found []string
		for _, outcome := range []string{"met", "breached", "cancelled", "corrected"} {
			for _, line := range p.toldSince(after, ten.Add(since), "sla_outcomes_total") {
				head := fmt.Sprintf("sla_outcomes_total{outcome=%s policy=all target=%s} ", outcome, target)
				if len(line) > len(head) && line[:len(head)] == head {
					found = append(found, outcome+" "+line[len(head):])
				}
			}
		}
		return found
	}
	x := p.opened(0)
	p.at(2*h+30*m, func(s *step) { s.set(x, statusTrash, ada) })
	require.Equal(t, lines("breached 1\ncorrected 1"), of(3*h, -h, firstResponse))
	p.at(10*h, func(s *step) { s.set(x, statusOpen, ada) })
	require.Equal(t, lines("breached 2\ncorrected 1"), of(10*h, -h, firstResponse))
	require.Equal(t, lines("breached 1"), of(10*h, 5*h, firstResponse), "when it came back")
	require.Contains(t, p.told(10*h, "sla_clocks"), "sla_clocks{policy=all state=breached target=first_response} 1")
	p.at(10*h+10*m, func(s *step) {
		s.say(x, ada, false, "sorry")
		s.set(x, statusSolved, ada)
	})
	require.Equal(t, lines("met 1\ncancelled 1"), of(10*h+10*m, -h, periodicUpdate), "once, by what solves")
	require.Equal(t, lines("met 1\ncancelled 1"), of(10*h+10*m, -h, agentWork))
	before := p.told(10*h+10*m, "sla_outcomes_total")
	p.at(11*h, func(s *step) { s.set(x, statusTrash, ada) })
	require.Equal(t, before, p.told(11*h, "sla_outcomes_total"), "what was made good stays")
	p.at(12*h, func(s *step) { s.set(x, statusOpen, ada) })
	require.ElementsMatch(t, dues(map[string]time.Duration{
		resolution: 22 * h, periodicUpdate: 15 * h, requesterWait: 13*h + 20*m, agentWork: 13*h + 20*m,
	}), p.told(12*h, nextDue), "a solved ticket that comes back unresolved")
	require.Empty(t, p.told(12*h, "tickets_reopened_total"))

	p.at(12*h+10*m, func(s *step) { s.say(x, asker(1), false, "and?") })
	p.at(13*h, func(s *step) { s.set(x, statusTrash, ada) })
	require.Equal(t, lines("cancelled 1"), of(13*h, -h, nextResponse))
	require.Equal(t, lines("met 1\ncancelled 1"), of(13*h, -h, agentWork), "it has been met")
	p.at(20*h, func(s *step) { s.set(x, statusOpen, ada) })
	require.ElementsMatch(t, dues(map[string]time.Duration{
		nextResponse: 21*h + 10*m, resolution: 29 * h, periodicUpdate: 22 * h, requesterWait: 20*h + 20*m, agentWork: 20*h + 20*m,
	}), p.told(20*h, nextDue))
}

// Thanks that open a ticket are nobody's achievement, and whoever writes again waits.
func TestPromisesOfThanks(t *testing.T) {
	p := newScript(t, Options{Rules: roundTheClock()})
	x := p.opened(0)
	p.at(h, func(s *step) { s.set(x, statusSolved, ada) }) // without a word
	thanks := func(after time.Duration) {
		p.at(after, func(s *step) {
			s.say(x, asker(1), false, "thanks")
			s.set(x, statusOpen, asker(1))
		})
	}
	thanks(2 * h)
	require.ElementsMatch(t, dues(map[string]time.Duration{
		nextResponse: 4 * h, resolution: 12 * h, periodicUpdate: 5 * h, requesterWait: 5 * h, agentWork: 5 * h,
	}), p.told(2*h, nextDue))
	p.at(3*h, func(s *step) { s.set(x, statusSolved, ada) })
	want := lines(`
		sla_outcomes_total{outcome=cancelled policy=all target=first_response} 1
		sla_outcomes_total{outcome=cancelled policy=all target=next_response} 1
		sla_outcomes_total{outcome=cancelled policy=all target=periodic_update} 1
		sla_outcomes_total{outcome=cancelled policy=all target=resolution} 1
		sla_outcomes_total{outcome=met policy=all target=agent_work} 1
		sla_outcomes_total{outcome=met policy=all target=periodic_update} 1
		sla_outcomes_total{outcome=met policy=all target=requester_wait} 1
		sla_outcomes_total{outcome=met policy=all target=resolution} 1`)
	require.ElementsMatch(t, want, p.told(4*h, "sla_outcomes_total", "sla_clocks"))
	thanks(5 * h) // nobody looks for five hours, of which requester_wait and agent_work bear two
	p.at(10*h, func(s *step) { s.set(x, statusSolved, ada) })
	require.ElementsMatch(t, append(lines(`
		sla_outcomes_total{outcome=breached policy=all target=agent_work} 1
		sla_outcomes_total{outcome=breached policy=all target=next_response} 1
		sla_outcomes_total{outcome=breached policy=all target=periodic_update} 1
		sla_outcomes_total{outcome=breached policy=all target=requester_wait} 1
		sla_outcomes_total{outcome=cancelled policy=all target=resolution} 2`), append(want[:3:3], want[4:]...)...), p.told(11*h, "sla_outcomes_total", "sla_clocks"))
}
