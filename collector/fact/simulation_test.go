package fact

import (
	"math/rand/v2"
	"strconv"
	"time"

	"helpdesk_exporter/sources/record"
)

// story is a random but consistent life of a ticket: every record tells the same truth.
type story struct {
	changes   []record.Record // changes and messages
	snapshots []record.Ticket // the state after each event
	reopens   int
	voided    bool
}

// recordTime is when a record could be known first.
func recordTime(r record.Record) time.Time {
	switch r := r.(type) {
	case record.Ticket:
		return r.UpdatedAt
	case record.StatusChange:
		return r.At
	case record.AssignmentChange:
		return r.At
	case record.PriorityChange:
		return r.At
	case record.CategoryChange:
		return r.At
	case record.Message:
		return r.At
	}
	panic("record of no time")
}

func pick[T any](rng *rand.Rand, from ...T) T { return from[rng.IntN(len(from))] }

func simulate(rng *rand.Rand) story {
	var s story
	tk := ticket(base, base, pick(rng, record.StatusNew, record.StatusOpen))
	tk.Origin = pick(rng, record.OriginCustomer, record.OriginCustomer, record.OriginAgent)
	tk.Topics = []string{"shipping"}
	tk.Reopens = new(int)
	tellFrom, ids := rng.IntN(2) == 0, rng.IntN(2) == 0
	id := 0
	nextID := func() string {
		id++
		if !ids {
			return ""
		}
		return strconv.Itoa(id)
	}
	now := base
	s.snapshots = append(s.snapshots, tk)
	for range rng.IntN(25) {
		now = now.Add(pick(rng, 0, time.Millisecond, time.Minute, time.Hour, 30*time.Hour, 8*24*time.Hour))
		if now.Equal(base) {
			now = now.Add(time.Second)
		}
		tk.UpdatedAt = now
		kind := rng.IntN(10)
		if kind < 6 && now.Equal(s.lastChange()) {
			continue // without ids, two changes of one instant have no order
		}
		switch kind {
		case 0, 1, 2, 3:
			s.changeStatus(rng, &tk, nextID(), tellFrom)
		case 4:
			c := moves(nextID(), now, nil, pick(rng, "Support", "Billing", "Returns"))
			if tellFrom {
				c.FromGroup = text(tk.Group)
			}
			tk.Group = *c.Group
			s.changes = append(s.changes, c)
		case 5:
			c := record.CategoryChange{ID: nextID(), Ticket: "1", At: now, To: pick(rng, "delivery", "payment", "")}
			if tellFrom {
				c.From = tk.Category
			}
			tk.Category = c.To
			s.changes = append(s.changes, c)
		default:
			m := pick(rng, mail, mail, answer, note, bot)("m"+strconv.Itoa(len(s.changes)), now)
			s.changes = append(s.changes, m)
		}
		n := *tk.Reopens
		tk.Reopens = &n
		s.snapshots = append(s.snapshots, tk)
	}
	return s
}

func (s *story) lastChange() time.Time {
	var last time.Time
	for _, r := range s.changes {
		if _, message := r.(record.Message); !message {
			last = recordTime(r)
		}
	}
	return last
}

func (s *story) changeStatus(rng *rand.Rand, tk *record.Ticket, id string, tellFrom bool) {
	to := pick(rng, record.StatusOpen, record.StatusPending, record.StatusHold, record.StatusSolved, record.StatusSolved,
		record.StatusClosed, record.StatusDeleted, record.StatusUnknown)
	if tk.Status.Void() {
		to = record.StatusOpen
	}
	c := status(id, tk.UpdatedAt, "", to)
	c.Actor = pick(rng, agent, record.Actor{}, record.Actor{Role: record.AuthorAutomation})
	if tellFrom {
		c.From = tk.Status
	}
	switch {
	case to.Void():
		s.voided = true
		tk.VoidedAt = pick(rng, time.Time{}, tk.UpdatedAt)
	case to.Resolved():
		if !tk.Status.Resolved() {
			tk.SolvedAt = tk.UpdatedAt
		}
	case tk.Status.Resolved():
		n := *tk.Reopens + 1
		tk.Reopens = &n
		s.reopens++
		tk.SolvedAt = time.Time{}
	}
	if !to.Void() {
		tk.VoidedAt = time.Time{}
	}
	tk.Status = to
	s.changes = append(s.changes, c)
}

// seen is what polls find of the story until an instant: some of the versions, but the newest at each of
// the given instants, and, from a source with history, all changes.
func (s *story) seen(rng *rand.Rand, history bool, at ...time.Time) []record.Record {
	var list []record.Record
	for i, tk := range s.snapshots {
		newest := i == len(s.snapshots)-1
		for _, t := range at {
			newest = newest || !tk.UpdatedAt.After(t) && s.snapshots[min(i+1, len(s.snapshots)-1)].UpdatedAt.After(t)
		}
		if i+1 < len(s.snapshots) && s.snapshots[i+1].UpdatedAt.Equal(tk.UpdatedAt) {
			continue // of one version only the last state can be read
		}
		if newest || rng.IntN(2) == 0 {
			list = append(list, tk)
		}
	}
	for _, r := range s.changes {
		if _, message := r.(record.Message); history || message {
			list = append(list, r)
		}
	}
	return list
}
