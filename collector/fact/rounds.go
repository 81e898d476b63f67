package fact

import (
	"slices"
	"time"

	"helpdesk_exporter/sources/record"
)

// wait is a customer waiting for a human answer: from the oldest unanswered public message on.
type wait struct {
	since   time.Time
	message string
	// opened is since, or when the wait came to this ticket with a merge.
	opened time.Time
	// answered by the next public message of an agent, or cleared by a solve without one; both zero
	// while the customer waits.
	answered time.Time
	answer   string // id of the message that answered
	cleared  time.Time
}

func answers(m *record.Message) bool {
	return m.Author == record.AuthorAgent && m.Visibility == record.Public
}

func asks(m *record.Message) bool {
	return m.Author == record.AuthorCustomer && m.Direction == record.Inbound && m.Visibility == record.Public
}

// waits finds the waits of a ticket, oldest first (docs/semantics.md, "What counts"). Within one instant
// messages come before merges and before solves: an answer given with the solve is an answer.
func waits(h *History, t *timeline) []wait {
	var found []wait
	open := func() *wait {
		if n := len(found); n > 0 && found[n-1].answered.IsZero() && found[n-1].cleared.IsZero() {
			return &found[n-1]
		}
		return nil
	}
	absorbed := slices.Clone(h.Absorbed)
	slices.SortStableFunc(absorbed, func(a, b Absorbed) int { return a.At.Compare(b.At) })
	solves := t.solves
	var answer time.Time // the newest so far
	// catchUp applies the merges and solves that come before something.
	catchUp := func(before func(time.Time) bool) {
		for {
			merge := len(absorbed) > 0 && before(absorbed[0].At)
			solved := len(solves) > 0 && before(solves[0].at)
			switch {
			case merge && (!solved || !solves[0].at.Before(absorbed[0].At)):
				a := absorbed[0]
				absorbed = absorbed[1:]
				if h.hasMessage(a.Message) || answer.After(a.Since) {
					continue // it moved here itself, or its customer has been answered here since
				}
				if w := open(); w == nil {
					found = append(found, wait{since: a.Since, message: a.Message, opened: a.At})
				} else if w.since.After(a.Since) {
					w.since, w.message = a.Since, a.Message
				}
			case solved:
				if w := open(); w != nil && !solves[0].undone {
					w.cleared = solves[0].at
				}
				solves = solves[1:]
			default:
				return
			}
		}
	}
	for i := range h.Messages {
		m := &h.Messages[i]
		catchUp(m.At.After)
		switch {
		case asks(m) && open() == nil:
			found = append(found, wait{since: m.At, message: m.ID, opened: m.At})
		case answers(m):
			answer = m.At
			if w := open(); w != nil {
				w.answered, w.answer = m.At, m.ID
			}
		}
	}
	catchUp(func(time.Time) bool { return true })
	return found
}

func (h *History) hasMessage(id string) bool {
	return slices.ContainsFunc(h.Messages, func(m record.Message) bool { return m.ID == id })
}

// waitAt returns the wait that is open at an instant.
func waitAt(all []wait, at time.Time) (wait, bool) {
	for _, w := range all {
		over := func(end time.Time) bool { return !end.IsZero() && !end.After(at) }
		if !w.opened.After(at) && !over(w.answered) && !over(w.cleared) {
			return w, true
		}
	}
	return wait{}, false
}
