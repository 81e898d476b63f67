package fact

import (
	"helpdesk_exporter/collector/period"
	"helpdesk_exporter/sources/record"
)

// firstResponse is the first public message of an agent on a ticket that a customer opened: once, ever. The
// wait begins with the ticket, or where the rules say so with what a bot handed over. Where tickets that agents
// opened have a response, too, it is the message after the one they were opened with.
func (d *deriver) firstResponse() {
	if d.h.Prior.Answered || d.originOf() != record.OriginCustomer && !d.rules.Responses.AgentCreated {
		return
	}
	begin := d.h.Ticket.CreatedAt
	for i := range d.h.Messages {
		m := &d.h.Messages[i]
		if i == 0 && d.originOf() != record.OriginCustomer && !d.h.partial() {
			continue // it opened the ticket
		}
		if d.rules.Responses.FromHandoff && m.Author == record.AuthorBot && m.Visibility == record.Public {
			begin = latest(begin, m.At)
		}
		at := latest(m.At, d.h.Ticket.CreatedAt)
		if !answers(m) || d.line.void(at) {
			continue
		}
		f := Fact{Kind: FirstResponse, Key: "first_response", At: at, KnownAt: at}
		if ms, ok := duration(begin, m.At, &f.Anomalies); ok {
			l := d.labels(at)
			f.Samples = d.measured(l, familyFirstResponse, begin, m.At, ms)
			f.Events = []Event{l.event(at, period.FirstResponses, 1), l.event(at, period.FirstResponseTime, ms)}
		}
		d.add(f)
		return
	}
}

func (d *deriver) replies() {
	for _, w := range d.waits {
		if w.answered.IsZero() {
			continue
		}
		f := Fact{Kind: Reply, Key: ReplyKey(w.message), Also: AnswerKey(w.answer), At: w.answered, KnownAt: w.answered}
		if ms, ok := duration(w.since, w.answered, &f.Anomalies); ok {
			l := d.labels(w.answered)
			f.Samples = d.measured(l, familyReply, w.since, w.answered, ms)
			f.Events = []Event{l.event(w.answered, period.Replies, 1), l.event(w.answered, period.ReplyTime, ms)}
		}
		d.add(f)
	}
}
