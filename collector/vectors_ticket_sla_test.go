package collector_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// ticketMetric is a target in the product's words.
type ticketMetric struct {
	target sla.Target
	pauses []record.Status // nil: as the target does by itself
	// reply: it is met by a reply, and measured in seconds.
	reply bool
}

func ticketMetrics() map[string]ticketMetric {
	return map[string]ticketMetric{
		"first_reply_time":      {target: sla.FirstResponse, reply: true},
		"next_reply_time":       {target: sla.NextResponse, reply: true},
		"periodic_update_time":  {target: sla.PeriodicUpdate, reply: true},
		"pausable_update_time":  {target: sla.PeriodicUpdate, reply: true, pauses: []record.Status{record.StatusPending}},
		"requester_wait_time":   {target: sla.RequesterWait},
		"agent_work_time":       {target: sla.AgentWork},
		"total_resolution_time": {target: sla.Resolution},
	}
}

// promise lets targets apply to the ticket: those of an instant and before are a policy, matched by its
// category. It returns the last one's.
func (t *ticketRun) promise() (category string, unknown []string) {
	var instants []time.Time
	for i, target := range t.Targets {
		if _, known := ticketMetrics()[target.Metric]; !known {
			unknown = append(unknown, "sla metric="+target.Metric)
		}
		if target.At.Before(t.CreatedAt) {
			t.Targets[i].At = t.CreatedAt
		}
		instants = append(instants, t.Targets[i].At)
	}
	slices.SortFunc(instants, time.Time.Compare)
	for i, at := range slices.CompactFunc(instants, time.Time.Equal) {
		was := category
		category = fmt.Sprintf("targets %d", i)
		t.history.Merge(record.CategoryChange{ID: fmt.Sprint(i), Ticket: "1", At: at, From: was, To: category})
		p := sla.Policy{Name: category, Match: sla.Match{Category: []string{category}}, Targets: map[sla.Target]sla.Goal{}}
		for _, target := range t.Targets {
			if !target.At.After(at) {
				p.Targets[ticketMetrics()[target.Metric].target] = target.goal()
			}
		}
		t.rules.SLA.Policies = append(t.rules.SLA.Policies, p)
	}
	return category, unknown
}

func (t *ticketTarget) goal() sla.Goal {
	g := sla.Goal{
		Default: sla.Budget{Duration: time.Duration(t.Minutes * float64(time.Minute))},
		Clock:   sla.ClockCalendar, PauseOn: ticketMetrics()[t.Metric].pauses,
	}
	if t.Business {
		g.Clock = sla.ClockBusiness
	}
	return g
}

// compareSLA compares the clocks of the ticket, and with them the outcomes that count.
func (t *ticketRun) compareSLA() {
	clocks := t.rules.SLA.Evaluate(&t.timeline)
	t.compareOutcomes(clocks)
	told := map[string]bool{}
	for i, want := range t.ExpectSLA {
		var metric, applied string
		decodeVectors(t.vectorRun, want["metric"], &metric)
		decodeVectors(t.vectorRun, want["sla_applied_at"], &applied)
		m, known := ticketMetrics()[metric]
		row := fmt.Sprintf("expect_sla[%d]", i)
		told[metric] = true
		switch {
		case !known:
			t.leave("expect_sla metric=" + metric)
			continue
		case t.quirk("expect_sla", row, metric, "expect_sla."+metric):
			continue
		}
		at, err := time.Parse("2006-01-02T15:04:05.999999999", applied)
		if err != nil {
			t.leave("expect_sla sla_applied_at=" + applied)
			continue
		}
		c := clockOf(clocks, m.target, at)
		switch {
		case c != nil:
			t.compareClock(want, row, metric, c)
		case !m.reply && t.promised(metric, at) && at.After(t.CreatedAt):
			// There the clock begins with the target, here the time before counts as well.
			t.leave("expect_sla of a target that came later")
		default:
			t.differences = append(t.differences, fmt.Sprintf("%s: no clock of %s began at %s", row, metric, applied))
		}
	}
	for _, target := range t.Targets {
		if !told[target.Metric] {
			t.leave("target without expect_sla")
		}
	}
}

// promised tells whether a target of a metric applied to the ticket at an instant.
func (t *ticketRun) promised(metric string, at time.Time) bool {
	return slices.ContainsFunc(t.Targets, func(target ticketTarget) bool {
		return target.Metric == metric && target.At.Equal(at)
	})
}

// replaced tells whether a ticket had several targets of a metric.
func (t *ticketRun) replaced(metric string) bool {
	n := 0
	for _, target := range t.Targets {
		if target.Metric == metric {
			n++
		}
	}
	return n > 1
}

// clockOf is the last clock of a target that began at an instant.
func clockOf(clocks []sla.Clock, target sla.Target, at time.Time) *sla.Clock {
	for i := len(clocks) - 1; i >= 0; i-- {
		if c := &clocks[i]; c.Target == target && c.StartedAt.Equal(at) {
			return c
		}
	}
	return nil
}

func (t *ticketRun) compareClock(want map[string]json.RawMessage, row, metric string, c *sla.Clock) {
	reply := ticketMetrics()[metric].reply
	if budget := c.Budget.Minutes(); !sameValue(want["target"], budget, 0.0001) && t.replaced(metric) {
		t.leave("expect_sla of a target that was replaced")
		return
	}
	for _, name := range sortedKeys(want) {
		tolerance, left := toASecond+0.0001, ""
		var got any
		switch name {
		case "metric", "sla_applied_at":
			continue // found by them
		case "target":
			got = c.Budget.Minutes()
		case "in_business_hours":
			got = t.business(metric, c)
		case "is_sla_breach":
			got = !c.BreachedAt.IsZero()
		case "sla_breach_at":
			got, left = breachAt(c, reply)
			tolerance = t.segmented(tolerance, reply, metric, c)
		case "sla_elapsed_time":
			got = c.Elapsed(t.last).Minutes()
			tolerance = t.segmented(tolerance, reply, metric, c)
			if c.Open(t.last) {
				left = "of an open clock"
			}
		default:
			left = "unknown"
		}
		switch {
		case t.quirk(name, row+"."+name, metric+"."+name, "expect_sla."+name):
		case left != "":
			t.leave("expect_sla " + name + " " + left)
		case !sameValue(want[name], got, tolerance):
			t.differences = append(t.differences, fmt.Sprintf("%s %s %s want %s got %s", row, metric, name, want[name], jsonText(got)))
		}
	}
}

// breachAt is when a clock breached; of one that did not, when the reply came or when it would have.
func breachAt(c *sla.Clock, reply bool) (at any, left string) {
	switch {
	case !c.BreachedAt.IsZero():
		return c.BreachedAt, ""
	case reply && !c.EndedAt.IsZero():
		return c.EndedAt, ""
	case c.Due.IsZero():
		return nil, "of a clock that is paused"
	}
	return c.Due, ""
}

// business reports whether the policy that a clock has measures business time.
func (t *ticketRun) business(metric string, c *sla.Clock) bool {
	for _, p := range t.rules.SLA.Policies {
		if p.Name == c.Policy {
			return p.Targets[ticketMetrics()[metric].target].Clock == sla.ClockBusiness
		}
	}
	return false
}

// segmented is the tolerance of a clock: of the calendar time in statuses the product counts the boundaries of minutes.
func (t *ticketRun) segmented(tolerance float64, reply bool, metric string, c *sla.Clock) float64 {
	if reply || t.business(metric, c) {
		return tolerance
	}
	statuses, some := statusTimes()[metric]
	if !some {
		statuses = statusTimes()["solve_time"]
	}
	return float64(t.stays(statuses))
}

// compareOutcomes compares what counts of a ticket with what its clocks came to.
func (t *ticketRun) compareOutcomes(clocks []sla.Clock) {
	var want, got []string
	for _, c := range clocks {
		for _, o := range c.Outcomes {
			want = append(want, fmt.Sprintf("sla/%s/%s %s", o.Key, o.State, o.At.UTC().Format(time.RFC3339)))
		}
	}
	for _, f := range t.ofKind(fact.SLAOutcome) {
		got = append(got, fmt.Sprintf("%s %s", f.Key, f.At.UTC().Format(time.RFC3339)))
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.differences = append(t.differences, fmt.Sprintf("outcomes want %q got %q", want, got))
	}
}

// stays counts how often the ticket came to be in one of some statuses, once for each entry of its history.
func (t *ticketRun) stays(statuses []record.Status) int {
	n := 0
	for _, change := range t.Statuses {
		if status, known := statusOf(change.Status); known && slices.Contains(statuses, status) {
			n++
		}
	}
	return n
}

// ran is how long the ticket was in some statuses until the end of its history.
func (t *ticketRun) ran(clock string, statuses []record.Status) time.Duration {
	pauses := []record.Status{}
	for _, s := range []record.Status{record.StatusNew, record.StatusOpen, record.StatusPending, record.StatusHold} {
		if !slices.Contains(statuses, s) {
			pauses = append(pauses, s)
		}
	}
	rules := *t.rules.SLA
	rules.Policies = []sla.Policy{{Name: "all", Targets: map[sla.Target]sla.Goal{
		sla.AgentWork: {Default: sla.Budget{Duration: 1e6 * time.Minute}, Clock: clock, PauseOn: pauses},
	}}}
	var elapsed time.Duration
	for _, c := range rules.Evaluate(&t.timeline) {
		elapsed = max(elapsed, c.Elapsed(t.last)) // one that is resumed goes on with the time of the one before
	}
	return elapsed
}
