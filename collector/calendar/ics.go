package calendar

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Bounds of a calendar file.
const (
	// MaxICS is how many bytes a calendar file may have.
	MaxICS = 1 << 20
	// maxEvents, maxRecurring and maxDays bound the work that a file makes.
	maxEvents    = 20_000
	maxRecurring = 200
	maxDays      = 20_000
	// longest is how many days one event may last; more is taken for nonsense.
	longest = 366
	// maxName is how many characters of an event's summary are kept.
	maxName = 120
)

// ParseICS reads the holidays of a calendar file (iCalendar, RFC 5545): its all-day events. Timed and
// cancelled ones are left out. The end of an event is not part of it; one that makes no sense counts as a day.
// Recurrences are followed from a year before now to three years after it. Every error names a line.
func ParseICS(text []byte, now time.Time) ([]Holiday, error) {
	if len(text) > MaxICS {
		return nil, fmt.Errorf("larger than %d bytes: give a calendar of holidays only", MaxICS)
	}
	events, err := readEvents(text)
	if err != nil {
		return nil, err
	}
	w := window{from: dateAt(now.AddDate(-1, 0, 0), time.UTC), to: dateAt(now.AddDate(3, 0, 0), time.UTC)}
	moved := map[string]map[Date]bool{}
	for _, e := range events {
		if e.replaces == nil {
			continue
		}
		if moved[e.uid] == nil {
			moved[e.uid] = map[Date]bool{}
		}
		moved[e.uid][*e.replaces] = true
	}
	var holidays []Holiday
	recurring := 0
	for _, e := range events {
		if e.cancelled {
			continue
		}
		if e.rule != "" {
			if recurring++; recurring > maxRecurring {
				return nil, fmt.Errorf("line %d: more than %d all-day events that recur: give a calendar of holidays only", e.line, maxRecurring)
			}
		}
		starts, err := e.starts(w)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", e.line, err)
		}
		for _, start := range starts {
			if e.except[start] || e.replaces == nil && moved[e.uid][start] {
				continue
			}
			for d := range Date(e.days) {
				holidays = append(holidays, Holiday{Date: start + d, Name: e.name})
			}
		}
		if len(holidays) > maxDays {
			return nil, fmt.Errorf("line %d: more than %d days: give a calendar of holidays only", e.line, maxDays)
		}
	}
	slices.SortStableFunc(holidays, func(a, b Holiday) int { return int(a.Date - b.Date) })
	return slices.CompactFunc(holidays, func(a, b Holiday) bool { return a.Date == b.Date }), nil
}

// property is a line of a calendar file.
type property struct {
	line   int
	name   string
	params string // as written, in capitals
	value  string
}

// date tells that the value is a day without a time.
func (p property) date() bool {
	return strings.Contains(p.params+";", ";VALUE=DATE;") || len(p.value) == len("20060102")
}

// readEvents returns the all-day events of a calendar file.
func readEvents(text []byte) ([]event, error) {
	var events []event
	var open []string // names of components
	var current []property
	var last property
	for p := range properties(text) {
		if len(open) == 0 && (p.name != "BEGIN" || !strings.EqualFold(p.value, "VCALENDAR")) {
			if last.name != "" {
				return nil, fmt.Errorf("line %d: something after END:VCALENDAR", p.line)
			}
			return nil, errors.New("not a calendar file (iCalendar): it does not begin with BEGIN:VCALENDAR")
		}
		last = p
		switch p.name {
		case "BEGIN":
			if len(open) > 8 {
				return nil, fmt.Errorf("line %d: components nested too deeply", p.line)
			}
			open = append(open, strings.ToUpper(p.value))
			if len(open) == 2 {
				current = current[:0]
			}
		case "END":
			name := open[len(open)-1]
			if !strings.EqualFold(p.value, name) {
				return nil, fmt.Errorf("line %d: END:%s inside %s", p.line, p.value, name)
			}
			open = open[:len(open)-1]
			if len(open) != 1 || name != "VEVENT" {
				continue
			}
			e, allDay, err := newEvent(p.line, current)
			if err != nil {
				return nil, err
			}
			if allDay {
				events = append(events, e)
			}
			if len(events) > maxEvents {
				return nil, fmt.Errorf("line %d: more than %d all-day events", p.line, maxEvents)
			}
		case "":
			return nil, fmt.Errorf("line %d: no property: a colon is missing", p.line)
		default:
			if len(open) == 2 && open[1] == "VEVENT" {
				current = append(current, p)
			}
		}
	}
	switch {
	case last.name == "":
		return nil, errors.New("empty")
	case len(open) > 0:
		return nil, fmt.Errorf("cut off: END:%s is missing", open[len(open)-1])
	}
	return events, nil
}

// properties iterates over the lines of a calendar file, those that go on in the next joined. The name is empty
// where a line is none.
func properties(text []byte) func(yield func(property) bool) {
	text = bytes.TrimPrefix(text, []byte("\xef\xbb\xbf"))
	return func(yield func(property) bool) {
		number := 0
		start := 0
		var joined []byte
		flush := func() bool {
			line := strings.TrimRight(string(joined), " \t\r")
			joined = joined[:0]
			return line == "" || yield(split(line, start))
		}
		for line := range bytes.Lines(text) {
			number++
			line = bytes.TrimRight(line, "\r\n")
			if len(line) > 0 && (line[0] == ' ' || line[0] == '\t') {
				joined = append(joined, line[1:]...)
				continue
			}
			if !flush() {
				return
			}
			start = number
			joined = append(joined, line...)
		}
		flush()
	}
}

// split takes a line apart: name, parameters, value. A colon may stand in a quoted parameter.
func split(line string, number int) property {
	p := property{line: number}
	quoted := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ':' && !quoted:
			name, params, more := strings.Cut(line[:i], ";")
			p.name = strings.ToUpper(strings.TrimSpace(name))
			if more {
				p.params = ";" + strings.ToUpper(params)
			}
			p.value = strings.TrimSpace(line[i+1:])
			return p
		}
	}
	return p
}
