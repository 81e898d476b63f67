package simulator

import (
	"slices"
	"strconv"
	"time"
)

// stock is what an unresolved ticket looks like, or one that was unresolved when it became void.
type stock struct {
	void                                             bool
	brand, team, channel, priority, status, category string
	assigned                                         bool
	created, waiting                                 int64
}

// span is a time in which a ticket looked the same.
type span struct {
	stock
	ticket   *ticket
	from, to int64
}

// now tells whether a span is a part of the stock at an instant.
func (n span) now(at int64) bool { return n.from <= at && at < n.to && !n.void }

// absences are the times in which a ticket was void, the last of which may have no end yet.
type absences []absence

type absence struct{ from, to int64 }

// at tells whether the ticket was void at an instant.
func (a absences) at(at int64) bool {
	return slices.ContainsFunc(a, func(each absence) bool { return each.from <= at && at < each.to })
}

// look notes whether a ticket is void.
func (a *absences) look(isVoid bool, at int64) {
	last := len(*a) - 1
	switch wasVoid := last >= 0 && (*a)[last].to == forever; {
	case isVoid && !wasVoid:
		*a = append(*a, absence{at, forever})
	case wasVoid && !isVoid:
		(*a)[last].to = at
	}
}

// look keeps what a ticket looks like after an act.
func (b *book) look(t *ticket, at int64) {
	t.absences.look(t.gone || void(t.status), at)
	var now stock
	if away := t.sla.absent; !t.gone && (unresolved(t.status) || away != nil && !away.solved) {
		now = stock{
			void:  away != nil,
			brand: t.brand.name, team: t.team.name, channel: meaning(t.channel), priority: meaning(t.priority),
			status: meaning(t.status), category: t.category(), assigned: t.agent != 0, created: t.created, waiting: t.waiting,
		}
	}
	if now == t.looks {
		return
	}
	if t.span > 0 {
		b.spans[t.span-1].to = at
		t.span = 0
	}
	if t.looks = now; now != (stock{}) {
		b.spans = append(b.spans, span{now, t, at, forever})
		t.span = len(b.spans)
	}
}

// ages are the thresholds of old tickets, in seconds.
func ages() []int64 { return []int64{0, 14400, 86400, 259200, 604800, 1209600, 2592000} }

// stocks are the gauges of unresolved tickets, and of those who are there.
func (b *book) stocks(at int64, s *sheet) {
	for _, each := range b.spans {
		if each.now(at) {
			each.write(at, s)
		}
	}
	b.people(at, s)
}

func (n stock) write(at int64, s *sheet) {
	s.add("helpdesk_tickets", 1, "brand", n.brand, "group", n.team, "channel", n.channel, "priority", n.priority, "status", n.status)
	for _, age := range ages() {
		if age == 0 || at-n.created > age {
			s.add("helpdesk_tickets_older_than", 1, "brand", n.brand, "group", n.team, "threshold_seconds", strconv.FormatInt(age, 10))
		}
	}
	s.add("helpdesk_open_categories", 1, "group", n.team, "category", n.category)
	if !n.assigned {
		s.add("helpdesk_tickets_unassigned", 1, "brand", n.brand, "group", n.team, "priority", n.priority)
	}
	s.least("helpdesk_oldest_unresolved_timestamp_seconds", float64(n.created), "group", n.team, "priority", n.priority)
	if n.waiting != 0 {
		s.add("helpdesk_tickets_awaiting_reply", 1, "brand", n.brand, "group", n.team, "channel", n.channel, "priority", n.priority)
		s.least("helpdesk_oldest_awaiting_reply_timestamp_seconds", float64(n.waiting), "group", n.team, "priority", n.priority)
	}
}

// window is a trailing one, with its label.
type window struct {
	label  string
	length time.Duration
}

func replyWindows() []window { return []window{{"15m", 15 * time.Minute}, {"1h", time.Hour}} }

func requesterWindows() []window {
	const day = 24 * time.Hour
	return []window{{"1d", day}, {"7d", 7 * day}, {"30d", 30 * day}, {"90d", 90 * day}}
}

// people counts the agents who replied and the customers who wrote. A window ends with the instant, which
// belongs to it.
func (b *book) people(at int64, s *sheet) {
	for _, w := range replyWindows() {
		agents := map[reply]bool{}
		for _, r := range b.replied {
			if r.at <= at && r.at > at-seconds(w.length) {
				agents[reply{team: r.team, agent: r.agent}] = true
			}
		}
		for _, name := range b.teams {
			s.add("helpdesk_agents_active", 0, "group", name, "window", w.label)
		}
		for each := range agents {
			s.add("helpdesk_agents_active", 1, "group", each.team, "window", w.label)
		}
	}
	for _, w := range requesterWindows() {
		customers := map[int64]bool{}
		for _, m := range b.wrote {
			if m.at <= at && m.at > at-seconds(w.length) {
				customers[m.customer] = true
			}
		}
		s.add("helpdesk_requesters", float64(len(customers)), "window", w.label)
	}
}
