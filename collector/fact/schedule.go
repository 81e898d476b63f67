package fact

import (
	"slices"
	"time"

	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// Values of the label clock.
const (
	clockCalendar = "calendar"
	clockBusiness = "business"
)

// tenure is a schedule that applied to the ticket from an instant on; nil is none.
type tenure struct {
	from     time.Time
	schedule sla.Schedule
}

// schedules are the tenures of a ticket: its policy, group and other labels change, and with them the
// schedule (docs/semantics.md, "Business time").
func (d *deriver) schedules() []tenure {
	if d.tenures != nil || d.rules.SLA == nil || d.rules.SLA.Schedule == nil {
		return d.tenures
	}
	d.tenures = []tenure{}
	for i, at := range append([]time.Time{{}}, d.turns()...) {
		l := d.slaLabels(at)
		name := ""
		if p := d.rules.SLA.Policy(d.h.Source, l); p != nil {
			name = p.Schedule
		}
		s := d.rules.SLA.Schedule(name, d.h.Source, l)
		if i == 0 || s != d.tenures[len(d.tenures)-1].schedule {
			d.tenures = append(d.tenures, tenure{at, s})
		}
	}
	return d.tenures
}

// turns are the instants at which labels of the ticket change, in order.
func (d *deriver) turns() []time.Time {
	var turns []time.Time
	for _, t := range []*track{&d.brand, &d.group, &d.channel, &d.priority, &d.category} {
		for _, s := range t.steps {
			turns = append(turns, s.at)
		}
	}
	sortTimes(turns)
	return slices.CompactFunc(turns, time.Time.Equal)
}

func (d *deriver) slaLabels(at time.Time) sla.Labels {
	return sla.Labels{
		Brand: d.brand.at(at), Group: d.group.at(at), Channel: record.Channel(d.channelAt(at)),
		Category: d.category.at(at), Priority: record.Priority(d.priority.at(at)),
	}
}

// scheduleAt is the schedule at an instant, nil if there is none.
func (d *deriver) scheduleAt(at time.Time) sla.Schedule {
	all := d.schedules()
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].from.After(at) {
			return all[i].schedule
		}
	}
	return nil
}

// hours tells whether the desk was open at an instant; without a schedule it is.
func (d *deriver) hours(at time.Time) string {
	s, ok := d.scheduleAt(at).(interface{ Open(at time.Time) bool })
	if ok && !s.Open(at) {
		return "closed"
	}
	return "open"
}

// business is the business time between two instants, summed up over the schedules that applied; all time
// counts while none did. It is not ok when none applies at the end.
func (d *deriver) business(from, to time.Time) (time.Duration, bool) {
	if d.scheduleAt(to) == nil {
		return 0, false
	}
	return d.within(from, to), true
}

func (d *deriver) within(from, to time.Time) time.Duration {
	all := d.schedules()
	var sum time.Duration
	for i, t := range all {
		begin, end := latest(from, t.from), to
		if i+1 < len(all) {
			end = earliest(to, all[i+1].from)
		}
		switch {
		case !begin.Before(end):
		case t.schedule == nil:
			sum += end.Sub(begin)
		default:
			sum += t.schedule.Within(begin, end)
		}
	}
	return sum
}

// measured are the samples of a duration, one for each clock.
func (d *deriver) measured(l labels, family string, from, to time.Time, ms int64, pairs ...string) []Sample {
	var samples []Sample
	if d.rules.Clocks.Calendar {
		samples = append(samples, l.sample(family, ms, append(pairs, "clock", clockCalendar)...))
	}
	if elapsed, ok := d.business(from, to); ok && d.rules.Clocks.Business {
		samples = append(samples, l.sample(family, elapsed.Milliseconds(), append(pairs, "clock", clockBusiness)...))
	}
	return samples
}
