package desk

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"helpdesk_exporter/sources/record"
	"helpdesk_exporter/sources/simulator/replay"
)

// noon is the instant from which tests count minutes.
var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// At is so many minutes after noon.
func At(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }

// Since tells an instant in minutes after noon; a zero time is nothing.
func Since(when time.Time) string {
	if when.IsZero() {
		return ""
	}
	return strconv.FormatFloat(when.Sub(noon).Minutes(), 'f', -1, 64)
}

// Days are stories of two days, which begin at noon.
func Days() *replay.Script { return replay.Write(noon, noon.AddDate(0, 0, 2)) }

// Names are what tests call those whom a product knows by number.
type Names struct {
	// People are names by the product's number.
	People map[string]string
	// Ticket is a ticket's number in the script, by the product's.
	Ticket func(id string) string
}

func (n Names) person(id string) string {
	if id == "" {
		return "nobody"
	}
	return cmp.Or(n.People[id], id)
}

// Of tells what is known of a ticket by now, or of everything (""), in the order of time; what is no event comes last.
func (d *Desk) Of(ticket string, kinds ...record.Kind) (lines []string) {
	for _, key := range d.Ledger.Keys() {
		r := d.Ledger.Records[key]
		if (ticket == "" || r.TicketID() == ticket) && (len(kinds) == 0 || slices.Contains(kinds, r.Kind())) {
			lines = append(lines, d.Words(r))
		}
	}
	slices.SortStableFunc(lines, func(a, b string) int { return cmp.Or(cmp.Compare(minuteOf(a), minuteOf(b)), cmp.Compare(a, b)) })
	return lines
}

func minuteOf(line string) float64 {
	word, _, _ := strings.Cut(line, " ")
	minute, err := strconv.ParseFloat(word, 64)
	if err != nil {
		return 1e9
	}
	return minute
}

// Words tells a record, an instant as minutes after noon.
func (d *Desk) Words(r record.Record) string {
	n := d.names
	switch r := r.(type) {
	case record.Message:
		return fmt.Sprintf("%s %s message of %s, %s", Since(r.At), r.Visibility, r.Author, n.person(r.AuthorID))
	case record.StatusChange:
		return fmt.Sprintf("%s status %s to %s by %s", Since(r.At), r.From, r.To, r.Actor.Role)
	case record.PriorityChange:
		return fmt.Sprintf("%s priority %s to %s by %s", Since(r.At), r.From, r.To, r.Actor.Role)
	case record.CategoryChange:
		return fmt.Sprintf("%s category %s to %s by %s", Since(r.At), r.From, r.To, r.Actor.Role)
	case record.AssignmentChange:
		if r.Group != nil {
			return fmt.Sprintf("%s group %s to %s by %s", Since(r.At), told(r.FromGroup), told(r.Group), r.Actor.Role)
		}
		return fmt.Sprintf("%s agent %s to %s by %s", Since(r.At), n.person(told(r.FromAgent)), n.person(told(r.Agent)), r.Actor.Role)
	case record.Ticket:
		return n.ticket(r)
	case record.Survey:
		score := "no answer"
		if r.Score != nil {
			score = fmt.Sprintf("%d of %d to %d", *r.Score, r.ScaleLowest, r.ScaleHigh)
		}
		return fmt.Sprintf("%s of ticket %s: %s, sent %s, answered %s, revised %s",
			r.Name, n.Ticket(r.SubjectID), score, Since(r.SentAt), Since(r.AnsweredAt), Since(r.RevisedAt))
	case record.Contact:
		return fmt.Sprintf("%s call %s, answered %s, ended %s by %s for %s: %s",
			Since(r.OfferedAt), r.ID, Since(r.AnsweredAt), Since(r.EndedAt), n.person(r.Agent), r.Group, r.Outcome)
	case record.SLAClock:
		return fmt.Sprintf("clock %s %d of %s from %s: due %s, paused %s, fulfilled %s, breached %s, cancelled %s", r.Target, r.Cycle,
			r.Policy, Since(r.StartedAt), Since(r.DueAt), Since(r.PausedAt), Since(r.FulfilledAt), Since(r.BreachedAt), Since(r.CancelledAt))
	}
	return string(r.Kind())
}

func told(s *string) string {
	if s == nil {
		return "?"
	}
	return *s
}

// ticket leaves out what is empty.
func (n Names) ticket(r record.Ticket) string {
	line := fmt.Sprintf("ticket %s %s: %s %s %s %s", n.Ticket(r.ID), r.Status, r.Origin, r.Channel, r.Priority, n.person(r.Requester))
	for _, each := range []struct{ name, value string }{
		{"group", r.Group},
		{"agent", strings.ReplaceAll(n.person(r.Assignee), "nobody", "")},
		{"brand", r.Brand},
		{"solved", Since(r.SolvedAt)},
		{"void", Since(r.VoidedAt)},
		{"into", r.MergedInto},
		{"language", r.Language},
		{"category", r.Category},
		{"topics", strings.Join(r.Topics, "+")},
		{"tags", strings.Join(r.Tags, "+")},
		{"reopens", count(r.Reopens)},
		{"replies", count(r.Replies)},
	} {
		if each.value != "" {
			line += ", " + each.name + " " + each.value
		}
	}
	return line
}

func count(n *int) string {
	if n == nil || *n == 0 {
		return ""
	}
	return strconv.Itoa(*n)
}
