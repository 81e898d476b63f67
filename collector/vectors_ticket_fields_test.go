package collector_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/sources/record"
)

// toASecond is the tolerance, in minutes, of what the product measures in seconds.
const toASecond = 1.0 / 60

// ticketField is what a field of a ticket is made of.
type ticketField struct {
	value func(t *ticketRun) any // nil for null
	// tolerance is in minutes. May be nil.
	tolerance func(t *ticketRun) float64
	// left tells why the field is not comparable on this ticket; empty where it is. May be nil.
	left func(t *ticketRun) string
}

// seconds is the tolerance of what is measured in seconds.
func seconds(*ticketRun) float64 { return toASecond }

// boundaries is the tolerance of calendar time in statuses, of which the product counts the boundaries of minutes, in each
// stay in one anew. Without statuses it is that of one stretch of time.
func boundaries(statuses ...record.Status) func(*ticketRun) float64 {
	return func(t *ticketRun) float64 {
		if len(statuses) == 0 {
			return 1
		}
		return float64(t.stays(statuses))
	}
}

// ticketFields are the fields that the product knows.
func ticketFields() map[string]ticketField {
	fields := map[string]ticketField{
		"ticket_deleted_count":    {value: func(t *ticketRun) any { return t.number("helpdesk_tickets_voided_total", "change", "new") }},
		"total_ticket_recoveries": {value: func(t *ticketRun) any { return t.number("helpdesk_tickets_voided_total", "change", "retracted") }},
		"count_resolutions":       {value: func(t *ticketRun) any { return t.number("helpdesk_tickets_resolved_total") }},
		"count_reopens":           {value: (*ticketRun).reopens},

		"total_comments":              {value: func(t *ticketRun) any { return t.number(messages) }},
		"count_public_comments":       {value: func(t *ticketRun) any { return t.number(messages, "visibility", "public") }},
		"count_internal_comments":     {value: func(t *ticketRun) any { return t.number(messages, "visibility", "internal") }},
		"count_end_user_comments":     {value: func(t *ticketRun) any { return t.number(messages, "author", "customer") }},
		"count_agent_comments":        {value: func(t *ticketRun) any { return t.number(messages, "author", "agent") }},
		"count_public_agent_comments": {value: func(t *ticketRun) any { return t.answers() }},
		"count_ticket_handoffs":       {value: (*ticketRun).handoffs},
		// The first public message of a ticket answers nobody.
		"total_agent_replies":       {value: func(t *ticketRun) any { return t.answers() - t.opening() }},
		"ticket_last_comment_date":  {value: (*ticketRun).lastComment},
		"first_solved_at":           {value: func(t *ticketRun) any { return t.solve(0) }},
		"last_solved_at":            {value: func(t *ticketRun) any { return t.solve(-1) }},
		"is_one_touch_resolution":   {left: (*ticketRun).rounds, value: func(t *ticketRun) any { return t.number(checks, "check", "one_touch", "result", "yes") == 1 }},
		"is_two_touch_resolution":   {left: (*ticketRun).rounds, value: func(t *ticketRun) any { return t.resolved() && t.replies() == 2 }},
		"is_multi_touch_resolution": {left: (*ticketRun).rounds, value: func(t *ticketRun) any { return t.resolved() && t.replies() != 1 && t.replies() != 2 }},
		"last_status_assignment_date": {value: func(t *ticketRun) any {
			if n := len(t.Statuses); n > 0 {
				return t.Statuses[n-1].At
			}
			return nil
		}},
	}
	for _, clock := range []string{"calendar", "business"} {
		suffix := "_" + clock + "_minutes"
		tolerance := func(statuses ...record.Status) func(*ticketRun) float64 {
			if clock == "calendar" {
				return boundaries(statuses...)
			}
			return seconds
		}
		fields["first_reply_time"+suffix] = ticketField{tolerance: seconds, value: func(t *ticketRun) any {
			return t.observed(clock, "helpdesk_first_response_time_seconds")
		}}
		fields["total_reply_time"+suffix] = ticketField{tolerance: seconds, value: func(t *ticketRun) any { return t.replyTime(clock) }}
		first := ticketField{tolerance: tolerance(), value: func(t *ticketRun) any {
			return t.observed(clock, resolution, "stage", "first")
		}}
		final := ticketField{tolerance: tolerance(), value: func(t *ticketRun) any { return t.finalResolution(clock) }, left: (*ticketRun).overtaken}
		if clock == "business" {
			final.left = nil
		}
		fields["first_resolution"+suffix] = first
		fields["final_resolution"+suffix] = final
		fields["full_resolution"+suffix] = final
		for name, statuses := range statusTimes() {
			fields[name+"_in"+suffix] = ticketField{
				tolerance: tolerance(statuses...), left: (*ticketRun).unsettled,
				value: func(t *ticketRun) any { return t.spent(clock, statuses) },
			}
		}
	}
	return fields
}

// Families that several fields are made of.
const (
	messages   = "helpdesk_messages_total"
	checks     = "helpdesk_ticket_checks_total"
	resolution = "helpdesk_resolution_time_seconds"
)

// statusTimes are the statuses whose time each of the product's sums has.
func statusTimes() map[string][]record.Status {
	const isNew, isOpen, pending, hold = record.StatusNew, record.StatusOpen, record.StatusPending, record.StatusHold
	return map[string][]record.Status{
		"requester_wait_time":     {isNew, isOpen, hold},
		"agent_wait_time":         {pending},
		"agent_work_time":         {isNew, isOpen},
		"on_hold_time":            {hold},
		"new_status_duration":     {isNew},
		"open_status_duration":    {isOpen},
		"pending_status_duration": {pending},
		"hold_status_duration":    {hold},
		"solve_time":              {isNew, isOpen, pending, hold},
	}
}

// compare compares all that is expected.
func (t *ticketRun) compare() {
	fields := ticketFields()
	for _, name := range sortedKeys(t.Expect) {
		field, known := fields[name]
		switch {
		case t.quirk(name):
		case !known:
			t.leave("expect=" + name)
		case field.left != nil && field.left(t) != "":
			t.leave(name + " " + field.left(t))
		default:
			t.field(name, field)
		}
	}
	t.compareSLA()
	for _, name := range slices.Sorted(maps.Keys(t.quirks)) {
		if !t.quirks[name] {
			t.leave("quirk=" + name + " of nothing that is expected")
		}
	}
}

func (t *ticketRun) field(name string, field ticketField) {
	tolerance := 0.0001 // as it is rounded
	if field.tolerance != nil {
		tolerance += field.tolerance(t)
	}
	got := field.value(t)
	if got == nil && nothingIsZero(t.Expect[name], name) {
		return
	}
	if !sameValue(t.Expect[name], got, tolerance) {
		t.differences = append(t.differences, fmt.Sprintf("%s want %s got %s", name, t.Expect[name], jsonText(got)))
	}
}

// nothingIsZero: the product writes a business time of 0 where it has measured none.
func nothingIsZero(want json.RawMessage, name string) bool {
	return len(name) > len("_business_minutes") && name[len(name)-len("_business_minutes"):] == "_business_minutes" && sameValue(want, 0.0, 0)
}

// number adds up samples.
func (t *ticketRun) number(family string, pairs ...string) int {
	sum := 0
	for _, n := range samplesOf(t.facts, family, pairs...) {
		sum += int(n)
	}
	return sum
}

// observed is an observation in minutes, nil if there is none.
func (t *ticketRun) observed(clock, family string, pairs ...string) any {
	if seconds := observations(t.facts, family, append(pairs, "clock", clock)...); len(seconds) > 0 {
		return seconds[0] / 60
	}
	return nil
}

// replyTime is the time of all replies. On a ticket that an agent opened the product's first one is that of
// the first response.
func (t *ticketRun) replyTime(clock string) any {
	all := observations(t.facts, "helpdesk_reply_time_seconds", "clock", clock)
	if t.history.Ticket.Origin != record.OriginCustomer {
		all = append(all, observations(t.facts, "helpdesk_first_response_time_seconds", "clock", clock)...)
	}
	if len(all) == 0 {
		return nil
	}
	sum := 0.0
	for _, seconds := range all {
		sum += seconds
	}
	return sum / 60
}

func (t *ticketRun) answers() int {
	return t.number(messages, "author", "agent", "visibility", "public")
}

// opening is 1 where the first public message is an agent's.
func (t *ticketRun) opening() int {
	for _, m := range t.history.Messages {
		if m.Visibility == record.Public {
			if m.Author == record.AuthorAgent {
				return 1
			}
			break
		}
	}
	return 0
}

// replies are rounds.
func (t *ticketRun) replies() int { return len(t.ofKind(fact.Reply)) }

func (t *ticketRun) ofKind(kind fact.Kind) []fact.Fact {
	var facts []fact.Fact
	for _, f := range t.facts {
		if f.Kind == kind {
			facts = append(facts, f)
		}
	}
	slices.SortStableFunc(facts, func(a, b fact.Fact) int { return a.At.Compare(b.At) })
	return facts
}

// rounds: touches are rounds here and messages there.
func (t *ticketRun) rounds() string {
	if t.replies() != t.answers() {
		return "(touches are rounds, not messages)"
	}
	return ""
}

func (t *ticketRun) handoffs() any {
	agents := map[string]bool{}
	for _, m := range t.history.Messages {
		if m.Author == record.AuthorAgent {
			agents[m.AuthorID] = true
		}
	}
	return len(agents)
}

func (t *ticketRun) lastComment() any {
	if all := t.ofKind(fact.MessageWritten); len(all) > 0 {
		return all[len(all)-1].At
	}
	return nil
}

// solve is the instant of the nth solve, of the last for -1.
func (t *ticketRun) solve(n int) any {
	solves := t.ofKind(fact.Resolved)
	if len(solves) == 0 {
		return nil
	}
	if n < 0 {
		n = len(solves) - 1
	}
	return solves[n].At
}

func (t *ticketRun) resolved() bool {
	v := fact.ViewAt(&t.history, t.rules, t.last)
	return v.Exists && v.Status.Resolved()
}

// reopens: the product counts those that were solved again.
func (t *ticketRun) reopens() any {
	n := 0
	last, _ := t.solve(-1).(time.Time)
	for _, f := range t.ofKind(fact.Reopened) {
		if f.At.Before(last) {
			n++
		}
	}
	return n
}

// finalResolution is that of the solve after which the ticket stays solved.
func (t *ticketRun) finalResolution(clock string) any {
	return t.observed(clock, resolution, "stage", "final")
}

// overtaken: the product also measures the last solve of a ticket that was reopened or has become void since.
func (t *ticketRun) overtaken() string {
	if len(t.ofKind(fact.Resolved)) > 0 && len(t.ofKind(fact.Final)) == 0 {
		return "(not final)"
	}
	return ""
}

// unsettled: the time in a status goes on until now on a ticket that is unresolved.
func (t *ticketRun) unsettled() string {
	if v := fact.ViewAt(&t.history, t.rules, t.last); v.Exists && !v.Status.Resolved() {
		return "(not over)"
	}
	return ""
}

// spent is the time in some statuses: the phases of a ticket that is final, else what a clock which stands
// still in all others has run until the ticket's end.
func (t *ticketRun) spent(clock string, statuses []record.Status) any {
	if len(t.ofKind(fact.Final)) > 0 {
		sum := 0.0
		for _, status := range statuses {
			minutes, ok := t.observed(clock, "helpdesk_phase_time_seconds", "phase", string(status)).(float64)
			if !ok {
				return nil
			}
			sum += minutes
		}
		return sum
	}
	return t.ran(clock, statuses).Minutes()
}
