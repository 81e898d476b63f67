package collector_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/collector/fact"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/sources/record"
)

// ticketCase is the history of a ticket, and what is measured of it.
type ticketCase struct {
	ID        json.Number     `json:"ticket_id"`
	Schedule  json.RawMessage `json:"schedule"`
	CreatedAt time.Time       `json:"created_at"`
	Submitter string          `json:"submitter"`
	Comments  []struct {
		At     time.Time `json:"t"`
		Author string    `json:"author"`
		Public bool      `json:"public"`
	} `json:"comments"`
	Statuses []struct {
		At     time.Time `json:"t"`
		Status string    `json:"status"`
	} `json:"status_history"`
	Schedules []map[string]json.RawMessage `json:"schedule_history"`
	Targets   []ticketTarget               `json:"sla_targets"`

	Expect    map[string]json.RawMessage   `json:"expect"`
	ExpectSLA []map[string]json.RawMessage `json:"expect_sla"`
	Quirks    json.RawMessage              `json:"quirks"`
}

// ticketTarget is a target that applies to a ticket from an instant on.
type ticketTarget struct {
	At       time.Time `json:"t"`
	Metric   string    `json:"metric"`
	Minutes  float64   `json:"minutes"`
	Business bool      `json:"business_hours"`
}

// ticketRun is a case and what is derived of it.
type ticketRun struct {
	*vectorRun
	*ticketCase
	schedules map[string]*calendar.Calendar
	history   fact.History
	rules     *fact.Rules
	facts     []fact.Fact
	timeline  sla.Timeline
	last      time.Time // instant of the history
	quirks    map[string]bool
	// differences are values that are not as expected.
	differences []string
}

// runTicketMetrics runs histories of tickets. The schedule that applies is shown as the ticket's group, what
// its targets are as its category: both change as labels do.
func runTicketMetrics(r *vectorRun, text []byte) {
	var file struct {
		Schedules map[string][][2]int `json:"schedules_minutes_from_sunday_utc"`
		Holidays  map[string][]string `json:"holidays"`
		Tickets   []json.RawMessage   `json:"tickets"`
	}
	decodeVectors(r, text, &file)
	for _, flag := range unknownKeys(r, text, "format", "origin", "tolerance", "note", "schedules_minutes_from_sunday_utc",
		"holidays", "doc_vectors", "tickets") {
		r.leave(flag)
	}
	schedules := map[string]*calendar.Calendar{}
	for name, week := range file.Schedules {
		schedule, err := vectorSchedule{TZ: "UTC", Hours: weekly(week), Holidays: file.Holidays[name]}.calendar(r)
		require.NoError(r, err)
		schedules[name] = schedule
	}
	r.cases = len(file.Tickets)
	for _, raw := range file.Tickets {
		var c ticketCase
		decodeVectors(r, raw, &c)
		run := &ticketRun{vectorRun: r, ticketCase: &c, schedules: schedules}
		run.strange(raw)
		if unknown := run.build(); len(unknown) > 0 {
			r.skip(unknown[0])
			continue
		}
		run.compare()
		r.check("ticket "+c.ID.String(), "", strings.Join(run.differences, "; "))
	}
}

// weekly are the hours of a week from intervals in minutes since Sunday's midnight, cut at midnights.
func weekly(intervals [][2]int) map[string][][2]string {
	const day, week = 24 * 60, 7 * 24 * 60
	clock := func(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }
	hours := map[string][][2]string{}
	for _, interval := range intervals {
		for from := interval[0]; from < interval[1]; {
			midnight := from - from%day
			to := min(interval[1], midnight+day)
			name := strings.ToLower(time.Weekday(from % week / day).String()[:3])
			hours[name] = append(hours[name], [2]string{clock(from - midnight), clock(to - midnight)})
			from = to
		}
	}
	return hours
}

// strange flags what of the input is not known here.
func (t *ticketRun) strange(raw json.RawMessage) {
	flags := unknownKeys(t.vectorRun, raw, "ticket_id", "description", "source", "note", "schedule", "created_at", "submitter", "comments",
		"status_history", "schedule_history", "sla_targets", "expect", "expect_sla", "quirks")
	for list, known := range map[string][]string{
		"comments": {"t", "author", "public"}, "status_history": {"t", "status"},
		"sla_targets": {"t", "metric", "minutes", "business_hours"},
	} {
		for _, item := range rawList(t.vectorRun, raw, list) {
			flags = append(flags, unknownKeys(t.vectorRun, item, known...)...)
		}
	}
	for _, flag := range flags {
		t.leave(flag)
	}
	// Either an object or a list; a key or an element names what is left out.
	var object map[string]any
	var list []any
	if len(t.Quirks) > 0 && json.Unmarshal(t.Quirks, &object) != nil {
		decodeVectors(t.vectorRun, t.Quirks, &list)
	}
	t.quirks = map[string]bool{}
	for name := range object {
		t.quirks[name] = false
	}
	for _, item := range list {
		if fields, ok := item.(map[string]any); ok {
			item = fields["field"]
		}
		t.quirks[fmt.Sprint(item)] = false
	}
}

// quirk reports whether one of the names is that of a value which is deliberately measured otherwise here.
func (t *ticketRun) quirk(names ...string) bool {
	for _, name := range names {
		if _, listed := t.quirks[name]; listed {
			t.quirks[name] = true
			t.leave("quirk=" + name)
			return true
		}
	}
	return false
}

// build makes the history and derives the facts. It returns what this format has that is not known here.
func (t *ticketRun) build() (unknown []string) {
	miss := func(format string, args ...any) { unknown = append(unknown, fmt.Sprintf(format, args...)) }
	opener, known := authorOf(t.Submitter)
	if !known {
		miss("submitter=%s", t.Submitter)
	}
	ticket := record.Ticket{ID: "1", CreatedAt: t.CreatedAt, Origin: originOf(opener), Status: record.StatusNew}
	t.history = fact.History{Source: "desk"}
	t.last = t.CreatedAt
	happened := func(at time.Time) {
		if at.After(t.last) {
			t.last = at
		}
	}
	for i, c := range t.Comments {
		author, known := authorOf(c.Author)
		if !known {
			miss("author=%s", c.Author)
		}
		t.history.Merge(comment(fmt.Sprint(i), c.At, author, c.Author, c.Public))
		happened(c.At)
	}
	was := record.StatusNew
	for i, s := range t.Statuses {
		to, known := statusOf(s.Status)
		if !known {
			miss("status=%s", s.Status)
		}
		if i > 0 {
			t.history.Merge(record.StatusChange{ID: fmt.Sprint(i), Ticket: "1", At: s.At, From: was, To: to})
		}
		was = to
		happened(s.At)
	}
	ticket.Status = was
	schedule, missing := t.assign()
	unknown = append(unknown, missing...)
	targets, missing := t.promise()
	unknown = append(unknown, missing...)
	ticket.Group, ticket.Category, ticket.UpdatedAt = schedule, targets, t.last
	t.history.Merge(ticket)
	if len(unknown) > 0 {
		return unknown
	}
	study := fact.Study(&t.history, t.rules)
	t.facts = study.Facts
	t.course(was)
	return nil
}

// assign lets schedules apply to the ticket, each as a group, and returns the last one.
func (t *ticketRun) assign() (schedule string, unknown []string) {
	schedule = word(t.ticketCase.Schedule)
	t.rules = &fact.Rules{
		ReopenWindow: longestReopening, ReopenWork: 24 * time.Hour, Clocks: fact.Clocks{Calendar: true, Business: true},
		Responses: fact.Responses{AgentCreated: true},
		Checks:    []fact.Check{{Name: fact.OneTouch, Window: longestReopening}},
		Emits: map[record.Kind]bool{
			record.KindTicket: true, record.KindStatusChange: true, record.KindMessage: true,
			record.KindAssignmentChange: true, record.KindCategoryChange: true,
		},
		SLA: &sla.Rules{ReopenWork: 24 * time.Hour, Schedule: func(_, _ string, l sla.Labels) sla.Schedule {
			if c := t.schedules[l.Group]; c != nil {
				return c
			}
			return nil
		}},
	}
	names := []string{schedule}
	for i, change := range t.Schedules {
		var at time.Time
		to := ""
		for _, key := range sortedKeys(change) {
			switch key {
			case "t", "at", "created_at", "from", "valid_from":
				decodeVectors(t.vectorRun, change[key], &at)
			case "schedule", "schedule_id", "to":
				to = word(change[key])
			default:
				t.leave("input=" + key)
			}
		}
		if at.IsZero() {
			unknown = append(unknown, "schedule_history without an instant")
		}
		was := schedule
		schedule = to
		t.history.Merge(record.AssignmentChange{ID: fmt.Sprint(i), Ticket: "1", At: at, Group: &to, FromGroup: &was})
		names = append(names, schedule)
	}
	for _, name := range names {
		if name != "" && t.schedules[name] == nil {
			unknown = append(unknown, "schedule="+name)
		}
	}
	return schedule, unknown
}

// longestReopening is the longest time for which the product leaves a solved ticket open to a reopening.
const longestReopening = 28 * 24 * time.Hour

// word is a text, or a number as one; nothing for null.
func word(raw json.RawMessage) string {
	text := strings.Trim(string(raw), `"`)
	if text == "null" {
		return ""
	}
	return text
}

// statusOf is the status that a word of the product means.
func statusOf(name string) (record.Status, bool) {
	name = strings.ToLower(name)
	if name == "on-hold" || name == "on_hold" {
		return record.StatusHold, true
	}
	s := record.Status(name)
	return s, s.Unresolved() && s != record.StatusUnknown || s.Resolved() || s.Void()
}

// course makes the timeline of the ticket, as policies see it, from its history.
func (t *ticketRun) course(last record.Status) {
	h := &t.history
	first := last
	if len(h.Statuses) > 0 {
		first = h.Statuses[0].From
	}
	t.timeline = sla.Timeline{Source: h.Source, Created: t.CreatedAt, Origin: h.Ticket.Origin, Status: first}
	add := func(e sla.Event) {
		e.Place = len(t.timeline.Events)
		t.timeline.Events = append(t.timeline.Events, e)
	}
	t.timeline.Labels = t.labels(t.CreatedAt)
	turns := []time.Time{}
	for _, c := range h.Assignments {
		turns = append(turns, c.At)
	}
	for _, c := range h.Categories {
		turns = append(turns, c.At)
	}
	slices.SortFunc(turns, time.Time.Compare)
	for _, at := range turns {
		add(sla.Event{At: at, Kind: sla.LabelsChanged, Labels: t.labels(at)})
	}
	for _, m := range h.Messages {
		switch {
		case m.Visibility != record.Public:
		case m.Author == record.AuthorCustomer:
			add(sla.Event{At: m.At, Kind: sla.CustomerMessage, ID: m.ID})
		case m.Author == record.AuthorAgent:
			add(sla.Event{At: m.At, Kind: sla.AgentMessage, ID: m.ID})
		}
	}
	for _, c := range h.Statuses {
		voids := t.timeline.Voids
		switch open := len(voids) > 0 && voids[len(voids)-1].To.IsZero(); {
		case c.To.Void() && !open:
			t.timeline.Voids = append(t.timeline.Voids, sla.Void{From: c.At})
		case c.To.Void():
		case open:
			voids[len(voids)-1].To = c.At
			fallthrough
		default:
			add(sla.Event{At: c.At, Kind: sla.StatusChanged, Status: c.To})
		}
	}
}

// labels are those of the ticket at an instant.
func (t *ticketRun) labels(at time.Time) sla.Labels {
	v := fact.ViewAt(&t.history, t.rules, at)
	return sla.Labels{Brand: v.Brand, Group: v.Group, Channel: v.Channel, Category: v.Category, Priority: v.Priority}
}
