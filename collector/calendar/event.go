package calendar

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"helpdesk_exporter/internal/civil"
)

// event is an all-day event of a calendar file.
type event struct {
	line      int
	uid, name string
	start     Date
	days      int
	rule      string        // RRULE
	extra     []Date        // RDATE
	except    map[Date]bool // EXDATE
	replaces  *Date         // RECURRENCE-ID
	cancelled bool
}

// window bounds the days to which recurrences are followed, to included.
type window struct{ from, to Date }

// newEvent makes an event of its properties. False is returned for one with a time of day.
func newEvent(line int, properties []property) (event, bool, error) {
	e := event{line: line, except: map[Date]bool{}}
	var end, duration *property
	started := false
	for i := range properties {
		p := &properties[i]
		var err error
		switch p.name {
		case "DTSTART":
			if !p.date() {
				return e, false, nil
			}
			started = true
			e.line = p.line
			e.start, err = icsDate(p.value)
		case "DTEND":
			end = p
		case "DURATION":
			duration = p
		case "RRULE":
			if e.rule != "" {
				err = errors.New("a second RRULE")
			}
			e.rule = p.value
		case "RDATE":
			e.extra, err = icsDates(e.extra, p.value)
		case "EXDATE":
			var dates []Date
			dates, err = icsDates(nil, p.value)
			for _, date := range dates {
				e.except[date] = true
			}
		case "RECURRENCE-ID":
			var date Date
			date, err = icsDate(p.value)
			e.replaces = &date
		case "UID":
			e.uid = p.value
		case "STATUS":
			e.cancelled = strings.EqualFold(p.value, "CANCELLED")
		case "SUMMARY":
			e.name = icsText(p.value)
		}
		if err != nil {
			return e, false, fmt.Errorf("line %d: %s: %w", p.line, p.name, err)
		}
	}
	if !started {
		return e, false, fmt.Errorf("line %d: an event without DTSTART", line)
	}
	e.days = 1
	switch {
	case end != nil:
		if date, err := icsDate(end.value); err == nil {
			e.days = int(date - e.start)
		}
	case duration != nil:
		if d, err := civil.ParseDuration(strings.TrimPrefix(duration.value, "+")); err == nil {
			e.days = int(d / (24 * time.Hour))
		}
	}
	if e.days < 1 || e.days > longest {
		e.days = 1
	}
	return e, true, nil
}

// starts returns the days on which the event starts, those of its recurrences as far as the window goes.
func (e *event) starts(w window) ([]Date, error) {
	starts := []Date{e.start}
	if e.rule != "" {
		var err error
		if starts, err = recurrences(e.rule, e.start, w); err != nil {
			return nil, fmt.Errorf("RRULE:%.100s: %w", e.rule, err)
		}
	}
	return append(starts, e.extra...), nil
}

// Bounds of a recurrence, which keep the library's work on a rule that no day fits under a second.
const (
	maxInterval = 1000
	oldestYear  = 1800
)

// recurrences returns the days in the window on which a rule that begins on a day falls.
func recurrences(rule string, start Date, w window) (days []Date, err error) {
	// The library indexes by what the rule says: whatever it does not expect is a rule it cannot read.
	defer func() {
		if p := recover(); p != nil {
			days, err = nil, fmt.Errorf("cannot be followed: %v", p)
		}
	}()
	option, err := rrule.StrToROption(strings.ToUpper(rule))
	switch {
	case err != nil:
		return nil, err
	case option.Freq > rrule.DAILY:
		return nil, fmt.Errorf("an all-day event cannot recur %s", option.Freq)
	case option.Interval > maxInterval:
		return nil, fmt.Errorf("an interval above %d", maxInterval)
	case start.Year() < oldestYear:
		return nil, fmt.Errorf("begins before %d", oldestYear)
	}
	option.Dtstart = start.utc()
	option.Byhour, option.Byminute, option.Bysecond = nil, nil, nil
	if option.Until.IsZero() || option.Until.After(w.to.utc()) {
		option.Until = w.to.utc()
	}
	r, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, err
	}
	next := r.Iterator()
	for at, ok := next(); ok; at, ok = next() {
		if date := dateAt(at, time.UTC); date >= w.from {
			days = append(days, date)
		}
	}
	return days, nil
}

// icsDate reads a day such as 20261224; a time after it is left out.
func icsDate(s string) (Date, error) {
	day, _, _ := strings.Cut(s, "T")
	t, err := time.Parse("20060102", day)
	if err != nil || t.Year() < oldestYear || t.Year() >= lastYear {
		return 0, fmt.Errorf("%.40q is not a day such as 20261224", s)
	}
	return newDate(t.Date()), nil
}

// icsDates appends a list of days.
func icsDates(days []Date, s string) ([]Date, error) {
	for one := range strings.SplitSeq(s, ",") {
		date, err := icsDate(strings.TrimSpace(one))
		if err != nil {
			return nil, err
		}
		days = append(days, date)
	}
	return days, nil
}

// icsText takes the escapes out of a text and shortens it.
func icsText(s string) string {
	s = strings.NewReplacer(`\\`, `\`, `\,`, ",", `\;`, ";", `\n`, " ", `\N`, " ").Replace(s)
	if runes := []rune(s); len(runes) > maxName {
		return string(runes[:maxName])
	}
	return s
}
