package civil

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"time"
)

const (
	day  = 24 * time.Hour
	week = 7 * day
	year = 365 * day
)

var (
	errNotDuration = errors.New("not a duration, write for instance 15m, 1d12h, 01:30:00 or PT1H30M")
	errTooLong     = errors.New("longer than 292 years")
	errNotFixed    = errors.New("months and years have no fixed length, write days")
)

// step is a unit of a duration's spelling.
type step struct {
	name string
	unit time.Duration
}

// ParseDuration reads a duration that is not negative: in Prometheus' spelling (1d12h, units y, w, d, h,
// m, s, ms), as hours:minutes:seconds, alone or after a number of days ("2 days 03:04:05"), as
// hours:minutes followed by "hrs", in ISO 8601 (PT1H30M), or as the time since 1970-01-01 00:00:00. A day
// is 24 hours. A number without a unit is refused, except 0.
func ParseDuration(s string) (time.Duration, error) {
	d, err := parseDuration(strings.TrimSpace(s))
	if err != nil {
		return 0, fmt.Errorf("%s: %w", shown(s), err)
	}
	return d, nil
}

func parseDuration(text string) (time.Duration, error) {
	switch {
	case text == "0":
		return 0, nil
	case strings.HasPrefix(text, "P"):
		return parseISODuration(text[1:])
	case strings.HasPrefix(text, "197"):
		if d, offset, err := parseISO(text); err == nil && offset == nil {
			return d.utc().Sub(time.Unix(0, 0)), nil
		}
	}
	if strings.Contains(text, ":") {
		return parseClock(text)
	}
	return parseSteps(text, false, []step{
		{"y", year}, {"w", week}, {"d", day}, {"h", time.Hour}, {"ms", time.Millisecond}, {"m", time.Minute}, {"s", time.Second},
	})
}

func parseISODuration(text string) (time.Duration, error) {
	date, clock, timed := strings.Cut(text, "T")
	if strings.ContainsAny(date, "YM") {
		return 0, errNotFixed
	}
	if date == "" && clock == "" || timed && clock == "" {
		return 0, errNotDuration
	}
	var total time.Duration
	for _, part := range []struct {
		text  string
		steps []step
	}{
		{date, []step{{"W", week}, {"D", day}}},
		{clock, []step{{"H", time.Hour}, {"M", time.Minute}, {"S", time.Second}}},
	} {
		if part.text == "" {
			continue
		}
		d, err := parseSteps(part.text, true, part.steps)
		if err != nil {
			return 0, err
		}
		if total > math.MaxInt64-d {
			return 0, errTooLong
		}
		total += d
	}
	return total, nil
}

// parseSteps reads numbers with their units, from the greatest unit to the smallest.
func parseSteps(text string, fractions bool, steps []step) (time.Duration, error) {
	digits := "0123456789"
	if fractions {
		digits += ".,"
	}
	total, previous := new(big.Rat), time.Duration(math.MaxInt64)
	for text != "" {
		rest := strings.TrimLeft(text, digits)
		amount := strings.ReplaceAll(text[:len(text)-len(rest)], ",", ".")
		number, err := rational(amount)
		if err != nil {
			return 0, errNotDuration
		}
		i := 0
		for i < len(steps) && !strings.HasPrefix(rest, steps[i].name) {
			i++
		}
		if i == len(steps) || steps[i].unit >= previous {
			return 0, errNotDuration
		}
		text, previous = rest[len(steps[i].name):], steps[i].unit
		total.Add(total, number.Mul(number, new(big.Rat).SetInt64(int64(steps[i].unit))))
	}
	if previous == math.MaxInt64 {
		return 0, errNotDuration
	}
	return whole(total)
}

// parseClock reads "[N day[s] ]hours:minutes:seconds[.fraction]" and "hours:minutes hrs".
func parseClock(text string) (time.Duration, error) {
	total := new(big.Rat)
	if days, rest, found := strings.Cut(text, " day"); found {
		number, err := rational(days)
		if err != nil || strings.Trim(days, "0123456789") != "" {
			return 0, errNotDuration
		}
		total.Mul(number, new(big.Rat).SetInt64(int64(day)))
		text = strings.TrimSpace(strings.TrimPrefix(rest, "s"))
	}
	hoursOnly := false
	for _, unit := range []string{"hours", "hrs", "h"} {
		if cut, found := strings.CutSuffix(text, unit); found {
			text, hoursOnly = strings.TrimSpace(cut), true
			break
		}
	}
	parts := strings.Split(text, ":")
	if hoursOnly && len(parts) == 2 {
		parts = append(parts, "0")
	}
	if len(parts) != 3 || strings.Trim(parts[0]+parts[1], "0123456789") != "" || strings.Trim(parts[2], ".0123456789") != "" {
		return 0, errNotDuration
	}
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second} {
		number, err := rational(parts[i])
		if err != nil || i > 0 && number.Cmp(big.NewRat(60, 1)) >= 0 {
			return 0, errNotDuration
		}
		total.Add(total, number.Mul(number, new(big.Rat).SetInt64(int64(unit))))
	}
	return whole(total)
}

// whole cuts a number of nanoseconds to a duration.
func whole(nanoseconds *big.Rat) (time.Duration, error) {
	n := new(big.Int).Quo(nanoseconds.Num(), nanoseconds.Denom())
	if !n.IsInt64() {
		return 0, errTooLong
	}
	return time.Duration(n.Int64()), nil
}
