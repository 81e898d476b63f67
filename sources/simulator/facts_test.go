package simulator

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const (
	m = time.Minute
	h = time.Hour
	d = 24 * time.Hour
)

// A ticket from its first message to its end.
func TestALife(t *testing.T) {
	p := newScript(t, Options{})
	x := p.opened(0)
	p.at(3*time.Second, func(s *step) { s.say(x, clock, false, "received") })
	p.at(5*m, func(s *step) { s.say(x, asker(2), false, "and this") })
	p.at(10*m, func(s *step) { s.say(x, ada, true, "note") })
	p.at(15*m, func(s *step) { s.say(x, who{role: bot}, false, "look here") })
	p.at(20*m, func(s *step) {
		s.assign(x, ada.id, ada)
		s.say(x, ada, false, "which size?")
		s.set(x, statusWaiting, ada)
	})
	p.at(21*m, func(s *step) { s.say(x, ada, false, "and which colour?") })
	p.at(80*m, func(s *step) {
		s.say(x, asker(1), false, "the red one")
		s.set(x, statusOpen, asker(1))
	})
	p.at(90*m, func(s *step) { s.prioritise(x, "p2", ada) })
	p.at(110*m, func(s *step) {
		s.say(x, ada, false, "done")
		s.set(x, statusSolved, ada)
	})
	families := []string{
		"tickets_created_total", "tickets_resolved_total", "resolution_touches_total", "tickets_reopened_total",
		"first_response_time_seconds", "reply_time_seconds", "resolution_time_seconds", "phase_time_seconds",
		"ticket_messages", "ticket_categories_total", "tickets_voided_total", "tickets_moved_total",
	}
	early := lines(`
		first_response_time_seconds_count{clock=calendar} 1
		first_response_time_seconds_sum{clock=calendar} 1200
		reply_time_seconds_count{clock=calendar priority=high} 1
		reply_time_seconds_count{clock=calendar} 1
		reply_time_seconds_sum{clock=calendar priority=high} 1800
		reply_time_seconds_sum{clock=calendar} 1200
		resolution_time_seconds_count{category=none clock=calendar priority=high stage=first} 1
		resolution_time_seconds_sum{category=none clock=calendar priority=high stage=first} 6600
		resolution_touches_total{by=agent touches=2+} 1
		tickets_created_total{origin=customer} 1
		tickets_resolved_total{category=none nth=first priority=high} 1`)
	require.ElementsMatch(t, early, p.told(3*d, families...))
	require.ElementsMatch(t, lines(`
		messages_total{author=customer direction=inbound hours=open visibility=public} 3
		messages_total{author=agent direction=outbound hours=open visibility=public} 3
		messages_total{author=agent direction=outbound hours=open visibility=internal} 1
		messages_total{author=bot direction=outbound hours=open visibility=public} 1
		messages_total{author=automation direction=outbound hours=open visibility=public} 1`), p.told(3*d, "messages_total"))

	p.at(3*d+m, func(s *step) { s.prioritise(x, "p4", ada) })
	p.at(3*d+2*m, func(s *step) { s.set(x, statusClosed, clock) })
	late := lines(`
		phase_time_seconds_count{clock=calendar phase=hold priority=high} 1
		phase_time_seconds_count{clock=calendar phase=new priority=high} 1
		phase_time_seconds_count{clock=calendar phase=open priority=high} 1
		phase_time_seconds_count{clock=calendar phase=pending priority=high} 1
		phase_time_seconds_sum{clock=calendar phase=hold priority=high} 0
		phase_time_seconds_sum{clock=calendar phase=new priority=high} 1200
		phase_time_seconds_sum{clock=calendar phase=open priority=high} 1800
		phase_time_seconds_sum{clock=calendar phase=pending priority=high} 3600
		resolution_time_seconds_count{category=none clock=calendar priority=high stage=final} 1
		resolution_time_seconds_sum{category=none clock=calendar priority=high stage=final} 6600
		ticket_categories_total{category=none change=new} 1
		ticket_messages_count{category=none} 1
		ticket_messages_sum{category=none} 8`)
	require.ElementsMatch(t, append(late, early...), p.told(20*d, families...))
	require.ElementsMatch(t, early, p.told(3*d, families...), "what was true then")
}

// What is solved twice is final once, when the window has passed since the last solve.
func TestReopenings(t *testing.T) {
	p := newScript(t, Options{})
	again := func(x *ticket, after time.Duration) {
		p.at(after, func(s *step) {
			s.say(x, asker(1), false, "again")
			s.set(x, statusOpen, asker(1))
		})
	}
	solve := func(x *ticket, after time.Duration) {
		p.at(after, func(s *step) { s.set(x, statusSolved, ada) })
	}
	reply := func(x *ticket, after time.Duration) {
		p.at(after, func(s *step) { s.say(x, ada, false, "well") })
	}
	x := p.opened(0)
	reply(x, 10*m)
	solve(x, 20*m)
	again(x, h) // thanks
	require.Empty(t, p.told(h, "tickets_reopened_total"))
	solve(x, 2*h)
	again(x, 3*h) // work
	reply(x, 4*h)
	solve(x, 5*h)
	again(x, 6*h) // nobody cares for a day
	require.Equal(t, lines(`
		tickets_reopened_total{category=none kind=no_reply_needed} 1
		tickets_reopened_total{category=none kind=work} 1`), p.told(30*h-time.Second, "tickets_reopened_total"))
	require.Equal(t, lines(`
		tickets_reopened_total{category=none kind=no_reply_needed} 1
		tickets_reopened_total{category=none kind=work} 2`), p.told(30*h, "tickets_reopened_total"))
	solve(x, 31*h)
	families := []string{
		"tickets_resolved_total", "resolution_touches_total", "reply_time_seconds", "resolution_time_seconds", "ticket_messages",
	}
	require.ElementsMatch(t, lines(`
		reply_time_seconds_count{clock=calendar} 2
		reply_time_seconds_sum{clock=calendar} 4200
		resolution_time_seconds_count{category=none clock=calendar stage=first} 1
		resolution_time_seconds_sum{category=none clock=calendar stage=first} 1200
		resolution_touches_total{by=agent touches=1} 1
		tickets_resolved_total{category=none nth=first} 1
		tickets_resolved_total{category=none nth=repeat} 3`), p.told(31*h+7*d-time.Second, families...))
	require.ElementsMatch(t, lines(`
		resolution_time_seconds_count{category=none clock=calendar stage=final} 1
		resolution_time_seconds_count{category=none clock=calendar stage=first} 1
		resolution_time_seconds_sum{category=none clock=calendar stage=final} 111600
		resolution_time_seconds_sum{category=none clock=calendar stage=first} 1200
		ticket_messages_count{category=none} 1
		ticket_messages_sum{category=none} 6`), p.told(31*h+7*d, "resolution_time_seconds", "ticket_messages"))
	require.Equal(t, lines(`tickets_reopened_total{category=none kind=work} 1`),
		p.toldSince(40*h, ten.Add(3*h), "tickets_reopened_total"), "a reopening happens when it happens")
}

// A customer's wait goes on in the ticket into which theirs is merged.
func TestMerges(t *testing.T) {
	p := newScript(t, Options{})
	x, y := p.opened(0), p.opened(30*m)
	p.at(20*m, func(s *step) { s.say(x, ada, false, "hello") })
	p.at(50*m, func(s *step) { s.merge(y, x, ada) })
	stock := []string{"tickets", "tickets_awaiting_reply", "oldest_awaiting_reply_timestamp_seconds", "oldest_unresolved_timestamp_seconds"}
	require.ElementsMatch(t, lines(`
		tickets{status=new} 1
		tickets_awaiting_reply{} 1
		oldest_awaiting_reply_timestamp_seconds{} 1780302600
		oldest_unresolved_timestamp_seconds{} 1780300800`), p.told(50*m, stock...))
	p.at(60*m, func(s *step) {
		s.say(x, ada, false, "to both")
		s.set(x, statusSolved, ada)
	})
	require.ElementsMatch(t, lines(`
		first_response_time_seconds_count{clock=calendar} 1
		first_response_time_seconds_sum{clock=calendar} 1200
		reply_time_seconds_count{clock=calendar} 2
		reply_time_seconds_sum{clock=calendar} 3000
		resolution_touches_total{by=agent touches=2+} 1
		tickets_voided_total{change=new origin=customer reason=merged} 1
		ticket_messages_count{category=none} 1
		ticket_messages_sum{category=none} 3`), p.told(10*d, "first_response_time_seconds", "reply_time_seconds",
		"resolution_touches_total", "tickets_voided_total", "ticket_messages"))

	z, u := p.opened(11*d), p.opened(11*d+m)
	p.at(11*d+2*m, func(s *step) { s.say(z, ada, false, "to both, though u comes later") })
	p.at(11*d+3*m, func(s *step) { s.merge(u, z, ada) })
	require.Empty(t, p.told(11*d+3*m, stock[1:3]...), "an agent has written since")
}

// Categories are counted until the ticket is closed.
func TestCategories(t *testing.T) {
	p := newScript(t, Options{})
	label, exchange, refund := topic{"return label", "return"}, topic{"exchange", "return"}, topic{"refund", "payment"}
	x := p.opened(0)
	p.at(m, func(s *step) { s.classify(x, label, ada) })
	p.at(2*m, func(s *step) { s.classify(x, exchange, ada) }) // the same category
	p.at(3*m, func(s *step) { s.move(x, p.teams[0], ada) })
	p.at(4*m, func(s *step) { s.set(x, statusSolved, ada) })
	p.at(5*m, func(s *step) { s.classify(x, refund, ada) })
	p.at(6*m, func(s *step) { s.set(x, statusClosed, clock) })
	p.at(7*m, func(s *step) { s.classify(x, label, ada) })
	families := []string{"ticket_categories_total", "tickets_resolved_total", "resolution_time_seconds", "topics_first_seen_total", "tickets_moved_total", "ticket_messages"}
	require.ElementsMatch(t, lines(`
		ticket_categories_total{category=return change=new} 1
		ticket_categories_total{category=return change=retracted group=Delivery} 1
		ticket_categories_total{category=payment change=new group=Delivery} 1
		tickets_resolved_total{category=return group=Delivery nth=first} 1
		resolution_time_seconds_count{category=return clock=calendar group=Delivery stage=first} 1
		resolution_time_seconds_sum{category=return clock=calendar group=Delivery stage=first} 240
		resolution_time_seconds_count{category=return clock=calendar group=Delivery stage=final} 1
		resolution_time_seconds_sum{category=return clock=calendar group=Delivery stage=final} 240
		ticket_messages_count{category=return group=Delivery} 1
		ticket_messages_sum{category=return group=Delivery} 1
		tickets_moved_total{to_group=Delivery} 1
		topics_first_seen_total{} 2
		topics_first_seen_total{group=Delivery} 1`), p.told(h, families...))
	require.Equal(t, lines(`ticket_categories_total{category=payment change=new group=Delivery} 1`),
		p.toldSince(h, ten.Add(m), "ticket_categories_total"), "what was counted before the baseline is not taken back")
	again := func(after time.Duration) {
		y := p.ticket(customer)
		y.topic, y.reason = refund.name, refund
		p.at(after, func(s *step) { s.create(y) })
	}
	again(20 * d)
	again(110*d + time.Second)
	require.Equal(t, lines(`topics_first_seen_total{} 1`), p.toldSince(200*d, ten.Add(h), "topics_first_seen_total"))
}

// Tickets that leave the reports, and come back.
func TestVoids(t *testing.T) {
	p := newScript(t, Options{})
	x := p.opened(0)
	p.at(10*m, func(s *step) { s.set(x, statusSpam, ada) })
	require.Empty(t, p.told(10*m, "tickets", "tickets_awaiting_reply"))
	p.at(20*m, func(s *step) { s.set(x, statusOpen, ada) })
	p.at(30*m, func(s *step) {
		s.say(x, ada, false, "sorry")
		s.set(x, statusClosed, ada)
	})
	y := p.opened(h)
	p.at(2*h, func(s *step) { s.erase(y) })
	z := p.opened(3 * h)
	p.at(4*h, func(s *step) { s.set(z, statusTrash, ada) })
	p.at(5*h, func(s *step) { s.erase(z) })
	want := lines(`
		tickets_voided_total{change=new origin=customer reason=spam} 1
		tickets_voided_total{change=retracted origin=customer reason=spam} 1
		tickets_voided_total{change=new origin=customer reason=deleted} 2`)
	require.ElementsMatch(t, want, p.told(20*d, "tickets_voided_total"))
	require.ElementsMatch(t, want[2:], p.toldSince(20*d, ten, "tickets_voided_total"), "of tickets that were counted")
	require.ElementsMatch(t, lines(`
		phase_time_seconds_sum{clock=calendar phase=hold} 0
		phase_time_seconds_sum{clock=calendar phase=new} 600
		phase_time_seconds_sum{clock=calendar phase=open} 600
		phase_time_seconds_sum{clock=calendar phase=pending} 0
		phase_time_seconds_count{clock=calendar phase=hold} 1
		phase_time_seconds_count{clock=calendar phase=new} 1
		phase_time_seconds_count{clock=calendar phase=open} 1
		phase_time_seconds_count{clock=calendar phase=pending} 1
		reply_time_seconds_sum{clock=calendar} 1800
		reply_time_seconds_count{clock=calendar} 1`), p.told(20*d, "phase_time_seconds", "reply_time_seconds"))
	require.Empty(t, p.told(30*m+7*d-time.Second, "phase_time_seconds"), "closed without a solve: final after the window")
}

// What was never answered, and who is no customer.
func TestWhatIsNoReply(t *testing.T) {
	p := newScript(t, Options{})
	x := p.opened(0)
	p.at(m, func(s *step) { s.say(x, ada, true, "by phone") })
	p.at(2*m, func(s *step) { s.set(x, statusSolved, ada) })
	y := p.ticket(agent)
	y.status = statusOpen
	p.at(h, func(s *step) {
		y.description = "Hello"
		s.create(y)
		s.set(y, statusWaiting, ada)
	})
	p.at(2*h, func(s *step) {
		s.say(y, asker(1), false, "yes?")
		s.set(y, statusOpen, asker(1))
	})
	p.at(3*h, func(s *step) {
		s.say(y, bruno, false, "your order")
		s.set(y, statusSolved, clock)
	})
	require.ElementsMatch(t, lines(`
		messages_total{author=customer direction=inbound hours=open visibility=public} 2
		messages_total{author=agent direction=outbound hours=open visibility=public} 1
		messages_total{author=agent direction=outbound hours=open visibility=internal} 1
		reply_time_seconds_count{clock=calendar} 1
		reply_time_seconds_sum{clock=calendar} 3600
		resolution_touches_total{by=agent touches=0} 1
		resolution_touches_total{by=automation touches=1} 1
		tickets_created_total{origin=agent} 1
		tickets_created_total{origin=customer} 1`), p.told(d, "messages_total", "reply_time_seconds",
		"first_response_time_seconds", "resolution_touches_total", "tickets_created_total"))
}

// The stock at several instants, all asked at the end.
func TestStock(t *testing.T) {
	p := newScript(t, Options{})
	x := p.opened(0)
	p.at(h, func(s *step) {
		s.assign(x, ada.id, ada)
		s.say(x, ada, false, "well")
		s.set(x, statusParked, ada)
	})
	y := p.opened(2 * h)
	p.at(2*h+m, func(s *step) {
		s.say(y, asker(2), false, "me too")
		s.classify(y, topic{"exchange", "return"}, ada)
	})
	p.at(2*h+2*m, func(s *step) { s.say(y, bruno, false, "well") })
	p.at(6*h, func(s *step) { s.set(x, statusSolved, ada) })
	families := []string{
		"tickets", "tickets_older_than", "open_categories", "tickets_awaiting_reply", "tickets_unassigned", "agents_active",
		"requesters", "oldest_awaiting_reply_timestamp_seconds", "oldest_unresolved_timestamp_seconds",
	}
	require.ElementsMatch(t, lines(`
		requesters{window=1d} 2
		requesters{window=7d} 2
		requesters{window=30d} 2
		requesters{window=90d} 2
		tickets{status=new} 1
		tickets_older_than{threshold_seconds=0} 1
		open_categories{category=return} 1
		tickets_unassigned{} 1
		oldest_unresolved_timestamp_seconds{} 1780308000`), p.told(6*h, families...))
	require.Equal(t, lines(`
		tickets_older_than{threshold_seconds=0} 1
		tickets_older_than{threshold_seconds=14400} 1`), p.told(6*h+time.Second, "tickets_older_than"), "older, not as old")
	require.ElementsMatch(t, lines(`
		agents_active{window=15m} 1
		agents_active{window=1h} 1
		requesters{window=1d} 1
		requesters{window=7d} 1
		requesters{window=30d} 1
		requesters{window=90d} 1
		tickets{status=hold} 1
		tickets_older_than{threshold_seconds=0} 1
		open_categories{category=none} 1
		oldest_unresolved_timestamp_seconds{} 1780300800`), p.told(h, families...))
	require.ElementsMatch(t, lines(`
		agents_active{window=15m} 1
		agents_active{window=1h} 1`), p.told(2*h+2*m, "agents_active"), "an hour after it a reply has left the window")
	require.ElementsMatch(t, lines(`
		tickets_awaiting_reply{} 1
		oldest_awaiting_reply_timestamp_seconds{} 1780308000`), p.told(2*h+m, "tickets_awaiting_reply", "oldest_awaiting_reply_timestamp_seconds"))
	require.ElementsMatch(t, lines(`requesters{window=7d} 1
		requesters{window=30d} 2
		requesters{window=90d} 2`), p.told(7*d+2*h, "requesters"))
}
