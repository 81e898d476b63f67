package collector

import (
	"time"

	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/collector/period"
)

// Values of the label "which".
const (
	whichCurrent  = "current"
	whichPrevious = "previous"
)

// periodSpan is a period with the labels that name it.
type periodSpan struct {
	period, which string
	period.Span
}

// periodSpans lists the periods that are exposed today.
func periodSpans(calendar period.Calendar, today period.Day) []periodSpan {
	var all []periodSpan
	for _, name := range period.Periods() {
		all = append(all,
			periodSpan{name, whichCurrent, calendar.Current(name, today)},
			periodSpan{name, whichPrevious, calendar.Previous(name, today)})
	}
	return all
}

// groupPeriods are the sums of one group, by span.
type groupPeriods struct {
	counts          []period.Counts
	stillUnresolved []int64
	unresolvedNow   int64
	backlogSince    []int64 // how much the backlog has grown since the end of each span
}

// periods counts what happened in the current and the previous day, week, month and quarter
// (docs/semantics.md, "Calendar periods").
func (g *gauges) periods(s *ledger.SourceView, now time.Time, calendar period.Calendar) {
	if calendar.Zone == nil {
		return
	}
	all := periodSpans(calendar, calendar.Today(now))
	groups := map[string]*groupPeriods{}
	of := func(group string) *groupPeriods {
		if groups[group] == nil {
			groups[group] = &groupPeriods{
				counts:          make([]period.Counts, len(all)),
				stillUnresolved: make([]int64, len(all)),
				backlogSince:    make([]int64, len(all)),
			}
		}
		return groups[group]
	}
	for day, row := range s.Periods {
		for group, counts := range row {
			sums := of(group)
			for i := range all {
				if day > all[i].Last {
					sums.backlogSince[i] += counts[period.Backlog]
				}
				if !all[i].Contains(day) {
					continue
				}
				for event, n := range counts {
					sums.counts[i][event] += n
				}
			}
		}
	}
	for i := range s.Tickets {
		t := &s.Tickets[i]
		if !t.Exists || !t.Status.Unresolved() {
			continue
		}
		sums, created := of(t.Group), period.DayOf(t.CreatedAt, calendar.Zone)
		sums.unresolvedNow++
		for j := range all {
			if all[j].Contains(created) {
				sums.stillUnresolved[j]++
			}
		}
	}
	for group, sums := range groups {
		for i, span := range all {
			g.periodOf(s.Name, group, &span, sums, i)
		}
	}
}

func (g *gauges) periodOf(source, group string, span *periodSpan, sums *groupPeriods, i int) {
	add := func(event string, value float64) {
		gauge, _ := g.at("helpdesk_period_events", []string{source, group, event, span.period, span.which})
		gauge.value += value
	}
	for _, event := range period.Events() {
		value := float64(sums.counts[i][event])
		switch {
		case event.Name() == "":
		case event.Seconds():
			add(event.Name(), value/1000)
		default:
			add(event.Name(), value)
		}
	}
	add("unresolved_at_end", float64(sums.unresolvedNow-sums.backlogSince[i]))
	add("created_still_unresolved", float64(sums.stillUnresolved[i]))
}
