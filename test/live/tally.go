package live

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Tally is what the acts of a driver must have made of the exporter's counters: an expected value for each series,
// written as Prometheus writes a selector. The labels of a series are those that an act decides; the exporter's value
// is the sum over all others.
type Tally map[string]int

// count adds one to a family's series with the given label pairs.
func (t Tally) count(family string, labels ...string) {
	t[Series(family, labels...)]++
}

// Series spells a series: a family and pairs of label and value.
func Series(family string, labels ...string) string {
	var pairs []string
	for i := 0; i+1 < len(labels); i += 2 {
		pairs = append(pairs, fmt.Sprintf("%s=%q", labels[i], labels[i+1]))
	}
	return family + "{" + strings.Join(pairs, ",") + "}"
}

// Names returns the tally's series in order.
func (t Tally) Names() []string { return slices.Sorted(maps.Keys(t)) }

// ticket is what the driver remembers of a ticket. The desk is never asked for it.
type ticket struct {
	id        int
	subject   string
	requester string
	origin    string // customer or agent
	queue     string

	solved   bool // now
	void     bool // merged or deleted
	retired  bool // no further act may tell apart what its acts have counted
	merged   int  // the ticket it was merged into
	waiting  bool // a customer's message has no answer
	answered bool // an agent has answered publicly
	rounds   int  // answers to a waiting customer
	solves   int
	reopened bool // and not known yet whether for work or not
}

// The rules of docs/semantics.md, one function an act. Each is called when the desk has acknowledged the act. They are
// written from that text and from nothing of the exporter's.

func (t Tally) created(k *ticket) {
	t.count("helpdesk_tickets_created_total", "group", k.queue, "origin", k.origin)
	if k.origin == "customer" {
		t.customerWrote(k)
	}
}

func (t Tally) customerWrote(k *ticket) {
	t.message(k, "inbound", "customer", "public")
	k.waiting = true // from the oldest message that has no answer
	if k.solved {
		t.opened(k)
	}
}

func (t Tally) agentReplied(k *ticket) {
	t.message(k, "outbound", "agent", "public")
	if k.waiting {
		t.count("helpdesk_reply_time_seconds_count", "group", k.queue)
		k.rounds++
	}
	if !k.answered && k.origin == "customer" {
		t.count("helpdesk_first_response_time_seconds_count", "group", k.queue)
	}
	k.waiting, k.answered = false, true
	if k.reopened { // it was reopened for work
		t.count("helpdesk_tickets_reopened_total", "group", k.queue, "kind", "work")
		k.reopened = false
	}
}

func (t Tally) agentNoted(k *ticket) {
	t.message(k, "outbound", "agent", "internal")
}

func (t Tally) message(k *ticket, direction, author, visibility string) {
	t.count("helpdesk_messages_total", "group", k.queue, "direction", direction, "author", author, "visibility", visibility)
}

func (t Tally) agentSolved(k *ticket) {
	nth := "first"
	if k.solves > 0 {
		nth = "repeat"
	}
	t.count("helpdesk_tickets_resolved_total", "group", k.queue, "nth", nth)
	if k.solves == 0 {
		t.count("helpdesk_resolution_touches_total", "group", k.queue, "by", "agent", "touches", touches(k.rounds))
	}
	if k.reopened { // solved again and nobody has answered
		t.count("helpdesk_tickets_reopened_total", "group", k.queue, "kind", "no_reply_needed")
		k.reopened = false
	}
	k.solves++
	k.solved, k.waiting = true, false
}

// touches spells a number of reply rounds as the label does.
func touches(rounds int) string {
	if rounds >= 2 {
		return "2+"
	}
	return fmt.Sprint(rounds)
}

// opened notes a reopening. It counts when its kind is known.
func (t Tally) opened(k *ticket) {
	k.solved, k.reopened = false, true
}

func (t Tally) moved(k *ticket, to string) {
	t.count("helpdesk_tickets_moved_total", "group", k.queue, "to_group", to)
	k.queue = to
}

func (t Tally) mergedInto(k, target *ticket) {
	t.void(k, "merged", "new")
	k.void, k.merged, k.waiting = true, target.id, false
}

func (t Tally) deleted(k *ticket) {
	t.void(k, "deleted", "new")
	k.void, k.waiting = true, false
}

func (t Tally) restored(k *ticket) {
	t.void(k, "deleted", "retracted")
	k.void, k.retired = false, true
}

func (t Tally) void(k *ticket, reason, change string) {
	t.count("helpdesk_tickets_voided_total", "group", k.queue, "origin", k.origin, "reason", reason, "change", change)
}
