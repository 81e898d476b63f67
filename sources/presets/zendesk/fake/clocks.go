package fake

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"helpdesk_exporter/sources/simulator/replay"
)

// clockEvent is an event of a metric.
type clockEvent struct {
	id       int64
	ticket   int64
	metric   string
	instance int
	kind     string
	at       time.Time
	more     map[string]any
	// retracted is when a breach was found to be none, later.
	retracted time.Time
}

// target is how many minutes a policy allows until a reply. The account counts all hours.
func (d *dossier) target(priority string) int64 {
	if d.t.Channel == "marketplace" {
		return 72 * 60
	}
	return map[string]int64{"p1": 90, "p2": 180, "p3": 420, "p4": 600}[priority]
}

func (d *dossier) policy() map[string]any {
	if d.t.Channel == "marketplace" {
		return map[string]any{"id": int64(marketID), "title": "Marketplace", "description": "72 hours for each answer"}
	}
	return map[string]any{"id": int64(policyID), "title": "Standard", "description": "By priority"}
}

// clocks makes the events of a ticket.
type clocks struct {
	d    *dossier
	list []clockEvent
	seq  map[string]int
}

func (k *clocks) add(metric string, instance int, kind string, at time.Time, more map[string]any) *clockEvent {
	index := map[string]int64{"reply_time": 0, "agent_work_time": 1, "requester_wait_time": 2}[metric]
	group := fmt.Sprint(metric, instance, kind == "breach")
	n := k.seq[group]
	k.seq[group]++
	if kind == "breach" { // it comes about by time: the numbers of the others do not depend on it
		n = 255 - n
	}
	id := 22_000_000_000_000 + (k.d.t.ID<<18 | index<<16 | int64(instance&255)<<8 | int64(n&255))
	k.list = append(k.list, clockEvent{id: id, ticket: k.d.t.ID, metric: metric, instance: instance, kind: kind, at: at, more: more})
	return &k.list[len(k.list)-1]
}

// metricEvents are the events of a ticket's metrics, of the future too.
// https://developer.zendesk.com/documentation/ticketing/reference-guides/ticket-metric-event-types-reference/
func (d *dossier) metricEvents() []clockEvent {
	if d.clocks == nil {
		k := &clocks{d: d, seq: map[string]int{}}
		k.replies()
		k.waiting("agent_work_time", "pending", "hold")
		k.waiting("requester_wait_time", "pending")
		slices.SortStableFunc(k.list, func(a, b clockEvent) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
		d.clocks = k.list
	}
	return d.clocks
}

// waiting is a metric that runs while the ticket is unresolved, but for some statuses.
func (k *clocks) waiting(metric string, pauses ...string) {
	instance, running, spent := 1, false, time.Duration(0)
	var since time.Time
	stop := func(at time.Time) {
		if running {
			spent += at.Sub(since)
		}
		running = false
	}
	for _, p := range k.d.phases {
		switch {
		case p.status == "deleted":
			stop(p.from)
		case resolved(p.status):
			if running || p.status == "solved" || spent > 0 {
				stop(p.from)
				k.add(metric, instance, "fulfill", p.from, nil)
				k.add(metric, instance, "update_status", p.from, map[string]any{"status": minutes(spent, true)})
				instance++
				spent = 0
			}
		case slices.Contains(pauses, p.status):
			if running {
				k.add(metric, instance, "pause", p.from, nil)
			}
			stop(p.from)
		case !running:
			k.add(metric, instance, "activate", p.from, nil)
			running, since = true, p.from
		}
	}
}

// replies are the instances of reply_time: from the creation, or from a customer's comment, to the next public
// comment of a seat. Solving fulfils it too.
func (k *clocks) replies() {
	d := k.d
	instance := 0
	var open time.Time
	begin := func(at time.Time) {
		instance++
		open = at
		k.add("reply_time", instance, "activate", at, nil)
	}
	end := func(at time.Time, fulfilled bool) {
		if open.IsZero() {
			return
		}
		k.promise(instance, open, at)
		if fulfilled {
			k.add("reply_time", instance, "fulfill", at, nil)
			k.add("reply_time", instance, "update_status", at, map[string]any{"status": minutes(at.Sub(open), true)})
		}
		open = time.Time{}
	}
	if d.t.OpenedBy == "customer" {
		begin(d.t.Created)
	}
	type moment struct {
		at                     time.Time
		asks, answers, settles bool
		gone                   bool
	}
	var all []moment
	for _, m := range d.t.Messages {
		if !m.Internal {
			all = append(all, moment{at: m.Created, asks: m.Author == "customer", answers: m.Author == "agent" || m.Author == "bot"})
		}
	}
	for _, p := range d.phases[1:] {
		all = append(all, moment{at: p.from, settles: resolved(p.status), gone: p.status == "deleted"})
	}
	slices.SortStableFunc(all, func(a, b moment) int { return a.at.Compare(b.at) })
	for _, m := range all {
		switch {
		case m.answers, m.settles:
			end(m.at, true)
		case m.gone:
			end(m.at, false)
		case m.asks && open.IsZero() && m.at.After(d.t.Created):
			begin(m.at)
		}
	}
	if !open.IsZero() {
		k.promise(instance, open, time.Time{})
	}
}

// promise applies the policy to an instance, which ends at an instant or not at all yet.
func (k *clocks) promise(instance int, open, end time.Time) {
	d := k.d
	priority := d.first.priority
	type turn struct {
		at       time.Time
		priority string
	}
	turns := []turn{{open, priority}}
	for _, c := range d.t.Changes {
		if c.Field != "priority" {
			continue
		}
		if !c.At.After(open) {
			turns[0].priority = c.New
		} else if end.IsZero() || c.At.Before(end) {
			turns = append(turns, turn{c.At, c.New})
		}
	}
	var breach *clockEvent
	for i, t := range turns {
		target := d.target(t.priority)
		due := open.Add(time.Duration(target) * time.Minute)
		sla := map[string]any{"target": target, "target_in_seconds": target * 60, "business_hours": false, "policy": d.policy()}
		k.add("reply_time", instance, "apply_sla", t.at, map[string]any{"sla": sla})
		if breach != nil {
			if !due.After(t.at) {
				continue
			}
			k.list[slices.IndexFunc(k.list, func(e clockEvent) bool { return e.id == breach.id })].retracted = t.at
			breach = nil
		}
		until := end
		if i+1 < len(turns) {
			until = turns[i+1].at
		}
		if due.Before(t.at) {
			due = t.at
		}
		if until.IsZero() || due.Before(until) {
			e := *k.add("reply_time", instance, "breach", due, nil)
			breach = &e
		}
	}
}

func (e *clockEvent) json(now time.Time) map[string]any {
	j := map[string]any{
		"id": e.id, "ticket_id": e.ticket, "metric": e.metric, "instance_id": e.instance, "type": e.kind, "time": text(e.at),
	}
	for name, value := range e.more {
		j[name] = value
	}
	if e.kind == "breach" {
		j["deleted"] = !e.retracted.IsZero() && !e.retracted.After(now)
	}
	return j
}

// byMetric are the events by now, as they stand in a ticket.
func (d *dossier) byMetric(now time.Time) map[string]any {
	lists := map[string][]any{"reply_time": {}, "agent_work_time": {}, "requester_wait_time": {}}
	for _, e := range d.metricEvents() {
		if !e.at.After(now) {
			lists[e.metric] = append(lists[e.metric], e.json(now))
		}
	}
	all := map[string]any{}
	for metric, list := range lists {
		all[metric] = list
	}
	return all
}

// metricEvents is the export of metric events, as one by start times or as a list by cursor. A retracted
// breach stays where it was; include_changes tells it again when that happened.
// https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_metric_events/#list-ticket-metric-events
func (c *call) metricEvents() {
	start, ok := c.startTime()
	if !ok {
		return
	}
	q := c.r.URL.Query()
	changes := q.Get("include_changes") == "true"
	horizon := c.horizon()
	var rows []timed
	for _, d := range c.v.all {
		for _, e := range d.metricEvents() {
			at := e.at
			if changes && !e.retracted.IsZero() && !e.retracted.After(c.v.at) {
				at = e.retracted
			}
			if at.Unix() >= start && at.Unix() <= horizon {
				rows = append(rows, timed{at: at.Unix(), id: e.id, render: func() []byte { return encode(e.json(c.v.at)) }})
			}
		}
	}
	slices.SortFunc(rows, func(a, b timed) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id)) })
	if !q.Has("page[size]") && !q.Has("page[after]") {
		c.byTime("ticket_metric_events", rows, exportSize, nil)
		return
	}
	items := make([]item, 0, len(rows))
	for _, r := range rows {
		items = append(items, item{[2]int64{r.at, r.id}, r.render})
	}
	c.byCursor("ticket_metric_events", items, q, nil)
}

// listPolicies lists the SLA policies.
// https://developer.zendesk.com/api-reference/ticketing/business-rules/sla_policies/
func (c *call) listPolicies() {
	var items []item
	for i, channel := range []string{"marketplace", "mail"} {
		d := &dossier{t: &replay.Ticket{Channel: channel}}
		p := d.policy()
		var metrics []any
		for _, word := range []string{"p4", "p3", "p2", "p1"} {
			for _, metric := range []string{"first_reply_time", "next_reply_time"} {
				metrics = append(metrics, map[string]any{
					"priority": priority(word), "metric": metric, "target": d.target(word), "target_in_seconds": d.target(word) * 60, "business_hours": false,
				})
			}
		}
		p["url"] = fmt.Sprintf("%s/api/v2/slas/policies/%d.json", c.base, p["id"])
		p["position"], p["filter"], p["policy_metrics"] = i+1, map[string]any{"all": []any{}, "any": []any{}}, metrics
		p["created_at"], p["updated_at"] = c.founded(), c.founded()
		items = append(items, raw(int64(i), p))
	}
	c.list("sla_policies", items)
}
