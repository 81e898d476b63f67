package ledger

import (
	"time"

	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/sources/record"
)

// activityOf keeps who replied last and which customers wrote, for the gauges of trailing windows.
func (m *merge) activityOf(e *entry) {
	horizon := m.batch.AsOf.Add(futureTolerance)
	if !m.l.cfg.At.IsZero() {
		horizon = m.l.cfg.At
	}
	for _, msg := range e.history.Messages {
		if msg.At.After(horizon) || msg.Visibility != record.Public {
			continue
		}
		switch msg.Author {
		case record.AuthorAgent:
			m.replied(e, msg, horizon)
		case record.AuthorCustomer:
			m.wrote(e, msg, horizon)
		}
	}
}

// longestActivity is the longest window of helpdesk_agents_active.
const longestActivity = time.Hour

func (m *merge) replied(e *entry, msg record.Message, horizon time.Time) {
	if !e.history.Known { // where it was written is told with the ticket
		return
	}
	if msg.AuthorID == "" || msg.At.Before(horizon.Add(-longestActivity-futureTolerance)) {
		return
	}
	v := fact.ViewAt(e.history, &m.src.rules, msg.At)
	a := Activity{Brand: v.Brand, Group: v.Group, Agent: msg.AuthorID}
	last, ok := m.activity[a]
	if !ok {
		last = m.src.activity[a]
	}
	if msg.At.After(last) {
		m.activity[a] = msg.At
	}
}

func (m *merge) wrote(e *entry, msg record.Message, horizon time.Time) {
	if msg.At.Before(horizon.Add(-longestRequester - futureTolerance)) {
		return
	}
	who := msg.AuthorID
	if who == "" {
		who = e.history.Ticket.Requester
	}
	if who == "" {
		return
	}
	last, ok := m.requesters[who]
	if !ok {
		last, ok = m.src.requesters[who]
	}
	if !ok || msg.At.After(last) {
		m.requesters[who] = msg.At
	}
}
