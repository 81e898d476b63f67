package civil

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ErrNoZone is returned for a time that says no zone where none is known from elsewhere.
var ErrNoZone = errors.New("time without a zone: set the source's timezone")

var errNotTime = errors.New("not a time in a known spelling")

// ParseTime reads an instant. A text without a zone is civil time in loc; where loc is nil that is
// ErrNoZone. The result is in UTC. See Parse for the spellings.
func ParseTime(s string, loc *time.Location) (time.Time, error) {
	d, offset, err := Parse(s)
	if err != nil {
		return time.Time{}, err
	}
	if offset != nil {
		return d.utc().Add(-time.Duration(*offset) * time.Second), nil
	}
	if loc == nil {
		return time.Time{}, fmt.Errorf("%s: %w", shown(s), ErrNoZone)
	}
	return d.In(loc).UTC(), nil
}

// Parse reads a civil time and, where the text has one, its offset from UTC in seconds. It reads ISO
// 8601 and what databases make of it (a space for the T, fractions of any length, no seconds, a date
// alone, 24:00, offsets as Z, +01, +0100, +01:00, UTC or GMT, a zone's name in brackets after the
// offset) and the format of e-mail headers. Digits alone are refused: see ParseEpoch.
func Parse(s string) (d DateTime, offset *int, err error) {
	text := strings.TrimSpace(s)
	if len(text) > 0 && (text[0] < '0' || text[0] > '9') || strings.Contains(text, ":") && strings.Count(text, "-") < 2 {
		d, offset, err = parseMail(text)
	} else {
		d, offset, err = parseISO(text)
	}
	if err != nil {
		return DateTime{}, nil, fmt.Errorf("%s: %w", shown(s), err)
	}
	return d, offset, nil
}

func parseISO(text string) (DateTime, *int, error) {
	r := reader{rest: text}
	var d DateTime
	var ok bool
	if d.Year, d.Month, d.Day, ok = r.date(); !ok {
		return d, nil, errNotTime
	}
	if r.rest == "" {
		return d, nil, nil
	}
	if !r.take("T") && !r.take("t") && !r.take(" ") {
		return d, nil, errNotTime
	}
	if d.Hour, d.Minute, d.Second, d.Nanosecond, ok = r.clock(); !ok {
		return d, nil, errNotTime
	}
	offset, ok := zone(r.rest)
	if !ok {
		return d, nil, errNotTime
	}
	return carried(d), offset, nil
}

// parseMail reads the date of an e-mail header, whose abbreviations of zones other than UTC's mean
// nothing certain and are refused.
func parseMail(text string) (DateTime, *int, error) {
	if _, after, found := strings.Cut(text, ","); found {
		text = strings.TrimSpace(after)
	}
	for _, name := range []string{"GMT", "UTC", "UT", "Z"} {
		if cut, found := strings.CutSuffix(text, " "+name); found {
			text = cut + " +0000"
			break
		}
	}
	for _, layout := range []string{"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04 -0700"} {
		if t, err := time.Parse(layout, text); err == nil {
			_, offset := t.Zone()
			return Of(t, t.Location()), &offset, nil
		}
	}
	return DateTime{}, nil, errNotTime
}

// carried brings hour 24 and the leap second into range.
func carried(d DateTime) DateTime { return Of(d.utc(), time.UTC) }

// zone reads what follows the clock: nothing, an offset, a name of UTC, or an offset and a name.
func zone(s string) (offset *int, ok bool) {
	s = strings.TrimSpace(s)
	if open := strings.IndexByte(s, '['); open >= 0 && strings.HasSuffix(s, "]") {
		name := s[open+1 : len(s)-1]
		if s = s[:open]; s == "" {
			s = name
		}
	}
	switch s {
	case "":
		return nil, true
	case "Z", "z", "UTC", "GMT":
		return new(int), true
	}
	r := reader{rest: s}
	sign := 1
	if r.take("-") {
		sign = -1
	} else if !r.take("+") {
		return nil, false
	}
	hours, ok := r.number(2, 15)
	minutes, seconds := 0, 0
	if ok && r.rest != "" {
		r.take(":")
		minutes, ok = r.number(2, 59)
	}
	if ok && r.take(":") {
		seconds, ok = r.number(2, 59)
	}
	if !ok || r.rest != "" {
		return nil, false
	}
	total := sign * (hours*3600 + minutes*60 + seconds)
	return &total, true
}

// reader reads a text from the left.
type reader struct{ rest string }

func (r *reader) take(prefix string) bool {
	rest, ok := strings.CutPrefix(r.rest, prefix)
	r.rest = rest
	return ok
}

// number reads exactly so many digits, not above most.
func (r *reader) number(digits, most int) (int, bool) {
	if len(r.rest) < digits || strings.Trim(r.rest[:digits], "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(r.rest[:digits])
	r.rest = r.rest[digits:]
	return n, err == nil && n <= most
}

func (r *reader) date() (year int, month time.Month, day int, ok bool) {
	year, ok = r.number(4, 9999)
	if !ok || !r.take("-") {
		return 0, 0, 0, false
	}
	m, ok := r.number(2, 12)
	if !ok || m == 0 || !r.take("-") {
		return 0, 0, 0, false
	}
	month = time.Month(m)
	last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
	day, ok = r.number(2, last)
	return year, month, day, ok && day > 0
}

// clock reads hours and minutes, seconds and a fraction if there are any. 24:00 is the end of the day,
// second 60 a leap second.
func (r *reader) clock() (hour, minute, second, nanosecond int, ok bool) {
	hour, ok = r.number(2, 24)
	if !ok || !r.take(":") {
		return 0, 0, 0, 0, false
	}
	minute, ok = r.number(2, 59)
	if ok && r.take(":") {
		second, ok = r.number(2, 60)
		if ok && (r.take(".") || r.take(",")) {
			nanosecond, ok = r.fraction()
		}
	}
	if hour == 24 && (minute > 0 || second > 0 || nanosecond > 0) {
		ok = false
	}
	return hour, minute, second, nanosecond, ok
}

// fraction reads the digits after the point as nanoseconds; what is finer is cut off.
func (r *reader) fraction() (nanoseconds int, ok bool) {
	digits := len(r.rest) - len(strings.TrimLeft(r.rest, "0123456789"))
	nine := (r.rest[:digits] + "000000000")[:9]
	r.rest = r.rest[digits:]
	nanoseconds, err := strconv.Atoi(nine)
	return nanoseconds, err == nil && digits > 0
}

// shown quotes a text in an error, bounded: it may be a column that was never a time.
func shown(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return strconv.Quote(s)
}
