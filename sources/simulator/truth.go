package simulator

import (
	"maps"
	"time"
)

// Counter names what is counted, as docs/semantics.md does.
type Counter string

// The counters of a truth.
const (
	Created  Counter = "created"
	Messages Counter = "messages"
	Resolved Counter = "resolved"
	Reopened Counter = "reopened"
	Voided   Counter = "voided"
	Moved    Counter = "moved"
)

// Event is one thing that happened, with what was so at that moment, in the words of docs/semantics.md,
// "Labels". What a counter is not split by is empty.
type Event struct {
	Counter    Counter
	Team       string
	Channel    string
	Priority   string // created, resolved, reopened
	Origin     string // created, voided
	Direction  string // messages
	Author     string // messages
	Visibility string // messages
	Nth        string // resolved: first, repeat
	Kind       string // reopened: work, no_reply_needed
	Reason     string // voided: merged, spam, deleted
	Change     string // voided: new, retracted
	ToTeam     string // moved
}

// Truth is what happened on the desk. It is written at the moment of each act and never read from the
// database.
type Truth struct {
	Events map[Event]int
	// Undecided are reopenings by their labels without a kind: no agent has answered or solved them, and
	// no day has passed.
	Undecided map[Event]int
	// Stock is the unresolved tickets.
	Stock map[Stock]int
}

// Stock is how unresolved tickets are told apart.
type Stock struct {
	Team, Channel, Priority, Status string
}

// reopenDecision is how long after it a reopening is work, whatever happens then.
const reopenDecision = 24 * time.Hour

// reopening is one whose kind is not known yet.
type reopening struct {
	at    time.Time
	event Event
}

// tally writes the truth.
type tally struct {
	events    map[Event]int
	undecided map[int64]reopening // by ticket
	tickets   map[int64]*ticket   // unresolved
}

func newTally() tally {
	return tally{events: map[Event]int{}, undecided: map[int64]reopening{}, tickets: map[int64]*ticket{}}
}

func (y *tally) add(e Event) { y.events[e]++ }

func (y *tally) reopened(ticket int64, at time.Time, e Event) {
	y.undecided[ticket] = reopening{at, e}
}

// decide settles what a reopening was: work when an agent replied, or after a day; else a customer who
// only said thanks.
func (y *tally) decide(ticket int64, at time.Time, replied bool) {
	r, ok := y.undecided[ticket]
	if !ok {
		return
	}
	delete(y.undecided, ticket)
	r.event.Kind = "no_reply_needed"
	if replied || !at.Before(r.at.Add(reopenDecision)) {
		r.event.Kind = "work"
	}
	y.add(r.event)
}

// at returns the truth as of an instant.
func (y *tally) at(now time.Time) Truth {
	t := Truth{Events: maps.Clone(y.events), Undecided: map[Event]int{}, Stock: map[Stock]int{}}
	for _, each := range y.tickets {
		t.Stock[each.stock()]++
	}
	for _, r := range y.undecided {
		if now.Before(r.at.Add(reopenDecision)) {
			t.Undecided[r.event]++
			continue
		}
		r.event.Kind = "work"
		t.Events[r.event]++
	}
	return t
}

// The desk's words in those of docs/semantics.md.

func channelMeaning(channel string) string {
	switch channel {
	case "mail":
		return "email"
	case "web form":
		return "form"
	}
	return channel
}

func priorityMeaning(priority string) string {
	switch priority {
	case "p1":
		return "urgent"
	case "p2":
		return "high"
	case "p3":
		return "normal"
	}
	return "low"
}

func statusMeaning(status string) string {
	switch status {
	case statusWaiting:
		return "pending"
	case statusParked:
		return "hold"
	}
	return status
}

func roleMeaning(role string) string {
	if role == system {
		return "automation"
	}
	return role
}
