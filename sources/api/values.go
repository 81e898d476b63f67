package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"helpdesk_exporter/internal/civil"
)

// text spells a scalar, empty for null and for what is not one.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return integral(v.String())
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case *big.Int:
		return v.String()
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// integral spells a whole number in one way, however an answer writes it: 1000.0 and 1e3 are 1000.
func integral(number string) string {
	if !strings.ContainsAny(number, ".eE") {
		return number
	}
	if f, err := strconv.ParseFloat(number, 64); err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return number
}

// truth reads a flag of an answer: absent is false.
func truth(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case nil:
		return false
	}
	switch strings.ToLower(text(v)) {
	case "", "0", "false", "no":
		return false
	}
	return true
}

// whole reads a number of an answer.
func whole(v any) (int64, bool) {
	n, err := strconv.ParseInt(strings.TrimSpace(text(v)), 10, 64)
	if err != nil {
		if f, err := strconv.ParseFloat(strings.TrimSpace(text(v)), 64); err == nil && f >= 0 && f < 1<<53 {
			return int64(f), true
		}
	}
	return n, err == nil
}

// clocks read the times of answers.
type clocks struct {
	zone  *time.Location
	nulls []string
}

var units = map[string]time.Duration{
	"s": time.Second, "ms": time.Millisecond, "us": time.Microsecond, "ns": time.Nanosecond,
}

// read returns false for an empty value: null, false, "", 0 and the source's null_values. A number without
// a unit is told by its size.
func (c clocks) read(v any, unit string) (time.Time, bool, error) {
	switch v.(type) {
	case nil, bool:
		if v == true {
			return time.Time{}, false, errors.New("true is not a time")
		}
		return time.Time{}, false, nil
	case map[string]any, []any:
		return time.Time{}, false, errors.New("a list or an object is not a time")
	}
	s := strings.TrimSpace(text(v))
	if s == "" || slices.Contains(c.nulls, s) {
		return time.Time{}, false, nil
	}
	if !likeNumber(s) {
		t, err := civil.ParseTime(s, c.zone)
		return t, err == nil, err
	}
	if strings.Trim(s, "0.") == "" {
		return time.Time{}, false, nil
	}
	step, err := unitOf(s, unit)
	if err != nil {
		return time.Time{}, false, err
	}
	t, err := civil.ParseEpoch(s, step)
	return t, err == nil, err
}

// likeNumber tells a number from a date: by its characters, of which "-" may be one.
func likeNumber(s string) bool {
	dashes := 0
	for i := range len(s) {
		if !isNumber(s[i]) {
			return false
		}
		if s[i] == '-' {
			dashes++
		}
	}
	return dashes <= 1
}

func unitOf(number, unit string) (time.Duration, error) {
	if unit != "" {
		step, ok := units[unit]
		if !ok {
			return 0, fmt.Errorf("%q is no unit of an epoch: use s, ms, us or ns", unit)
		}
		return step, nil
	}
	f, err := strconv.ParseFloat(number, 64)
	switch {
	case err != nil:
		return 0, fmt.Errorf("%q is not a time", number)
	case f < 1e11: // until the year 5138 in seconds, from 1973 in milliseconds
		return time.Second, nil
	case f < 1e14:
		return time.Millisecond, nil
	case f < 1e17:
		return time.Microsecond, nil
	}
	return time.Nanosecond, nil
}
