package simulator

import "time"

// event is something that happened, for the calendar's periods.
type event struct {
	name  string
	team  string
	at    int64
	known int64
	value int64
}

// event notes what happens to a ticket now.
func (b *book) event(name string, t *ticket, at, value int64) {
	b.happened(name, t.team.name, at, at, value)
}

func (b *book) happened(name, team string, at, known, value int64) {
	b.events = append(b.events, event{name, team, at, known, value})
}

// period is a day, week, month or quarter with the one before.
type period struct {
	previous, begin int64
	next            int64
}

// period is the one of a name in which an instant lies. Weeks begin on Monday.
func (l *law) period(name string, at int64) period {
	here := time.Unix(at, 0).In(l.zone)
	year, month, dayOf := here.Date()
	midnight := func(y int, m time.Month, d int) int64 { return time.Date(y, m, d, 0, 0, 0, 0, l.zone).Unix() }
	switch name {
	case "day":
		return period{midnight(year, month, dayOf-1), midnight(year, month, dayOf), midnight(year, month, dayOf+1)}
	case "week":
		monday := dayOf - (int(here.Weekday())+6)%7
		return period{midnight(year, month, monday-7), midnight(year, month, monday), midnight(year, month, monday+7)}
	case "month":
		return period{midnight(year, month-1, 1), midnight(year, month, 1), midnight(year, month+1, 1)}
	}
	first := month - (month-1)%3
	return period{midnight(year, first-3, 1), midnight(year, first, 1), midnight(year, first+3, 1)}
}

// which tells the period of an instant, empty if it is neither this nor the one before.
func (p period) which(at int64) string {
	switch {
	case at >= p.next || at < p.previous:
		return ""
	case at >= p.begin:
		return "current"
	}
	return "previous"
}

// periods writes what happened in the calendar's periods.
func (b *book) periods(at int64, s *sheet) {
	const family = "helpdesk_period_events"
	for _, name := range []string{"day", "week", "month", "quarter"} {
		p := b.law.period(name, at)
		add := func(event, team, which string, value float64) {
			if which != "" {
				s.add(family, value, "group", team, "event", event, "period", name, "which", which)
			}
		}
		for _, e := range b.events {
			if e.known <= at {
				add(e.name, e.team, p.which(e.at), float64(e.value))
			}
		}
		for _, each := range b.spans {
			if each.now(at) {
				add("unresolved_at_end", each.team, "current", 1)
				add("created_still_unresolved", each.team, p.which(each.created), 1)
			}
			// Who was void then, and is back, never was.
			if each.from < p.begin && p.begin <= each.to && !each.ticket.absences.at(at) {
				add("unresolved_at_end", each.team, "previous", 1)
			}
		}
	}
}

// reopenedEvent: a reopening is known for what it was.
func (b *book) reopenedEvent(d *doubt, at int64) {
	b.happened("reopened", d.team, d.at, at, 1)
}

// voidEvents takes a ticket's creation out of its period, or puts it back.
func (b *book) voidEvents(t *ticket, out bool, at int64) {
	value := int64(1)
	if out {
		value = -1
	}
	b.happened("created", t.cameTo, t.created, at, value)
}
