package calendar

import (
	"fmt"
	"strings"
	"time"
)

// parseClock reads a time of day such as 09:00, 17:30:15 or 24:00.
func parseClock(s string) (Clock, error) {
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil && len(s) == len(layout) {
			return Clock(t.Hour()*3600 + t.Minute()*60 + t.Second()), nil
		}
	}
	if s == "24:00" || s == "24:00:00" {
		return Midnight, nil
	}
	return 0, fmt.Errorf("%q is not a time of day such as 09:00 or 24:00", s)
}

// ParseSpan reads a part of a day such as 09:00-17:00. One that goes on past midnight is refused.
func ParseSpan(s string) (Span, error) {
	left, right, found := strings.Cut(s, "-")
	if !found {
		return Span{}, fmt.Errorf("%q is not an interval such as 09:00-17:00", s)
	}
	var span Span
	var err error
	if span.From, err = parseClock(strings.TrimSpace(left)); err != nil {
		return Span{}, err
	}
	if span.To, err = parseClock(strings.TrimSpace(right)); err != nil {
		return Span{}, err
	}
	switch {
	case span.From == span.To:
		return Span{}, fmt.Errorf("%q is empty: for the whole day write 00:00-24:00", s)
	case span.To == 0:
		return Span{}, fmt.Errorf("%q ends before it starts: write %s-24:00", s, span.From)
	case span.From > span.To:
		return Span{}, fmt.Errorf("%q ends before it starts; hours past midnight are written as two intervals: %s-24:00, and 00:00-%s on the next day",
			s, span.From, span.To)
	}
	return span, nil
}
