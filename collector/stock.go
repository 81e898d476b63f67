package collector

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/ledger"
	"helpdesk_exporter/sources/record"
)

// ageThresholds are the values of threshold_seconds; 0 stands for all tickets.
func ageThresholds() []int64 { return []int64{0, 14400, 86400, 259200, 604800, 1209600, 2592000} }

// window is a trailing window and the value of its label.
type window struct {
	name   string
	length time.Duration
}

func activeWindows() []window {
	return []window{{"15m", 15 * time.Minute}, {"1h", time.Hour}}
}

const day = 24 * time.Hour

// bornStatuses come to life together with the first ticket of their other labels; unknown only when met.
func bornStatuses() []record.Status {
	return []record.Status{record.StatusNew, record.StatusOpen, record.StatusPending, record.StatusHold}
}

// ticketSet are the tickets that are alike in every label.
type ticketSet struct {
	brand, group, category string
	channel                record.Channel
	priority               record.Priority
	status                 record.Status
	assigned, waiting      bool
}

type ticketSum struct {
	tickets       int
	older         []int // by threshold
	oldest        time.Time
	oldestWaiting time.Time
}

// stock computes the gauges of a source at an instant of its clock.
func (g *gauges) stock(s *ledger.SourceView, now time.Time) {
	thresholds := ageThresholds()
	for set, sum := range sumTickets(s.Tickets, now, thresholds) {
		g.tickets(s.Name, &set, sum, thresholds)
	}
	g.activity(s, now)
	g.requesters(s)
}

// sumTickets makes one pass over the tickets, of which there are many more than label sets.
func sumTickets(tickets []fact.View, now time.Time, thresholds []int64) map[ticketSet]*ticketSum {
	sums := map[ticketSet]*ticketSum{}
	for i := range tickets {
		t := &tickets[i]
		if !t.Exists || !t.Status.Unresolved() {
			continue
		}
		set := ticketSet{
			brand: t.Brand, group: t.Group, category: t.Category, channel: t.Channel, priority: t.Priority,
			status: t.Status, assigned: t.Assigned, waiting: !t.WaitingSince.IsZero(),
		}
		sum := sums[set]
		if sum == nil {
			sum = &ticketSum{older: make([]int, len(thresholds)), oldest: t.CreatedAt, oldestWaiting: t.WaitingSince}
			sums[set] = sum
		}
		sum.tickets++
		age := now.Sub(t.CreatedAt)
		for j, threshold := range thresholds {
			if threshold == 0 || age > time.Duration(threshold)*time.Second {
				sum.older[j]++
			}
		}
		if t.CreatedAt.Before(sum.oldest) {
			sum.oldest = t.CreatedAt
		}
		if t.WaitingSince.Before(sum.oldestWaiting) {
			sum.oldestWaiting = t.WaitingSince
		}
	}
	return sums
}

func (g *gauges) tickets(source string, set *ticketSet, sum *ticketSum, thresholds []int64) {
	channel, priority := string(set.channel), string(set.priority)
	g.add("helpdesk_tickets", sum.tickets, source, set.brand, set.group, channel, priority, string(set.status))
	for _, status := range bornStatuses() {
		g.add("helpdesk_tickets", 0, source, set.brand, set.group, channel, priority, string(status))
	}
	for i, threshold := range thresholds {
		g.add("helpdesk_tickets_older_than", sum.older[i], source, set.brand, set.group, strconv.FormatInt(threshold, 10))
	}
	g.add("helpdesk_open_categories", sum.tickets, source, set.group, set.category)
	g.lower("helpdesk_oldest_unresolved_timestamp_seconds", seconds(sum.oldest), source, set.group, priority)

	waiting, unassigned := 0, 0
	if set.waiting {
		waiting = sum.tickets
		g.lower("helpdesk_oldest_awaiting_reply_timestamp_seconds", seconds(sum.oldestWaiting), source, set.group, priority)
	}
	if !set.assigned {
		unassigned = sum.tickets
	}
	g.add("helpdesk_tickets_awaiting_reply", waiting, source, set.brand, set.group, channel, priority)
	g.add("helpdesk_tickets_unassigned", unassigned, source, set.brand, set.group, priority)
	for _, w := range activeWindows() {
		g.add("helpdesk_agents_active", 0, source, set.group, w.name)
	}
}

// activity counts the agents who replied within each window, once a group.
func (g *gauges) activity(s *ledger.SourceView, now time.Time) {
	dropped := !slices.Contains(g.families["helpdesk_agents_active"].family.Labels, "group")
	type seen struct{ group, window, agent string }
	counted := map[seen]bool{}
	for i := range s.Activity {
		a := &s.Activity[i]
		group := a.Group
		if dropped {
			group = "" // else an agent of two groups would be two agents
		}
		for _, w := range activeWindows() {
			n := 0
			key := seen{group, w.name, a.Agent}
			if a.Last.After(now.Add(-w.length)) && !counted[key] {
				counted[key] = true
				n = 1
			}
			g.add("helpdesk_agents_active", n, s.Name, group, w.name)
		}
	}
}

// requesters are the distinct customers of each window.
func (g *gauges) requesters(s *ledger.SourceView) {
	for _, w := range ledger.RequesterWindows() {
		g.add("helpdesk_requesters", s.Requesters[w], s.Name, fmt.Sprintf("%dd", w/day))
	}
}

// seconds returns an instant as timestamp gauges show it, to the millisecond.
func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }
