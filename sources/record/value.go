package record

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

const (
	maxLabel  = 120 // runes of a name, tag or word; more is not a label
	maxQuoted = 60  // runes of a raw word in an error or anomaly
	maxID     = 512 // bytes of an identifier
	maxNumber = 64  // bytes of a number

	minYear = 1971 // 1970 is how an empty time column looks
	maxYear = 2200

	// maxSeconds is a hundred years, well inside time.Duration.
	maxSeconds = 100 * 366 * 24 * 3600
)

var (
	errEmpty    = errors.New("empty")
	errNegative = errors.New("negative")
	errNotText  = errors.New("not text: map the binary value to hexadecimal")
	errTooLong  = errors.New("longer than 512 bytes: map a shorter identifier")
	errNoZone   = errors.New("not an instant: give RFC 3339 with a zone, or the source's timezone")
)

// scalar spells a value as text, exactly: numbers without an exponent, so that they can be identifiers.
// Nil is the empty text.
func scalar(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case []byte:
		if !utf8.Valid(v) {
			return "", errNotText
		}
		return string(v), nil
	case bool:
		return strconv.FormatBool(v), nil
	case json.Number:
		return number(v)
	case float64:
		return float(v, 64)
	case float32:
		return float(float64(v), 32)
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano), nil
	case int64:
		return strconv.FormatInt(v, 10), nil
	case int, int8, int16, int32, uint, uint8, uint16, uint32, uint64:
		return fmt.Sprint(v), nil
	}
	return "", fmt.Errorf("a value of type %T, not text", v)
}

func number(n json.Number) (string, error) {
	s := n.String()
	if !strings.ContainsAny(s, "eE") {
		if whole, fraction, _ := strings.Cut(s, "."); strings.Trim(fraction, "0") == "" {
			return whole, nil // 7.0 is 7, also where it is an identifier
		}
		return s, nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return "", fmt.Errorf("%s is not a number", quote(s))
	}
	return float(f, 64)
}

func float(f float64, bits int) (string, error) {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return "", errors.New("not a finite number")
	}
	return strconv.FormatFloat(f, 'f', -1, bits), nil
}

// identifier keeps an identifier whole: two that differ must stay two, so nothing is cut out of it.
func identifier(v any) (string, error) {
	if n, ok := v.(int64); ok {
		return strconv.FormatInt(n, 10), nil
	}
	s, err := scalar(v)
	if err != nil {
		return "", err
	}
	s = strings.TrimSpace(s)
	switch {
	case len(s) > maxID:
		return "", errTooLong
	case !utf8.ValidString(s), strings.ContainsFunc(s, unicode.IsControl):
		return "", errNotText
	}
	return s, nil
}

// label cleans a text for use as a label's value: no control characters, single spaces, bounded.
func label(s string) string {
	if clean(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "")
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(truncate(strings.Join(strings.Fields(s), " "), maxLabel))
}

// clean tells of a text that label would not change, as most are: printable ASCII, single spaces inside.
func clean(s string) bool {
	for i := range len(s) {
		switch b := s[i]; {
		case b > '~', b < ' ':
			return false
		case b == ' ' && (i == 0 || i == len(s)-1 || s[i+1] == ' '):
			return false
		}
	}
	return len(s) <= maxLabel
}

func truncate(s string, runes int) string {
	n := 0
	for i := range s {
		if n == runes {
			return s[:i]
		}
		n++
	}
	return s
}

// quote shows a raw value in an error or anomaly, bounded.
func quote(s string) string {
	cut := truncate(label(s), maxQuoted)
	if cut != label(s) {
		cut += "…"
	}
	return strconv.Quote(cut)
}

// instant returns the zero time for an empty value.
func instant(v any) (time.Time, error) {
	t, ok := v.(time.Time)
	if !ok {
		s, err := scalar(v)
		if err != nil {
			return time.Time{}, err
		}
		s = strings.TrimSpace(s)
		if s == "" {
			return time.Time{}, nil
		}
		if t, err = time.Parse(time.RFC3339Nano, strings.Replace(s, " ", "T", 1)); err != nil {
			return time.Time{}, fmt.Errorf("%s is %w", quote(s), errNoZone)
		}
	}
	if t.IsZero() {
		return time.Time{}, nil
	}
	// Round drops the monotonic reading, so that equal instants compare equal.
	t = t.UTC().Round(0)
	if y := t.Year(); y < minYear || y > maxYear {
		return time.Time{}, fmt.Errorf("the year %d is out of range: map the value that stands for an empty time to null", y)
	}
	return t, nil
}

// integer returns false for an empty value.
func integer(v any) (int, bool, error) {
	s, err := scalar(v)
	if err != nil {
		return 0, false, err
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, false, nil
	}
	whole, fraction, _ := strings.Cut(s, ".")
	n, err := strconv.Atoi(whole)
	if err != nil || strings.Trim(fraction, "0") != "" {
		return 0, false, fmt.Errorf("%s is not a whole number", quote(s))
	}
	return n, true, nil
}

// boolean returns false for an empty value.
func boolean(v any) (value, told bool, err error) {
	if b, ok := v.([]byte); ok && len(b) == 1 && b[0] <= 1 {
		return b[0] == 1, true, nil // a BIT(1) column
	}
	s, err := scalar(v)
	if err != nil {
		return false, false, err
	}
	switch fold(s) {
	case "":
		return false, false, nil
	case "1", "true", "t", "yes", "y", "on":
		return true, true, nil
	case "0", "false", "f", "no", "n", "off":
		return false, true, nil
	}
	return false, false, fmt.Errorf("%s is neither true nor false", quote(s))
}

// elements splits a list into its raw elements; an empty value has none.
func elements(v any) ([]any, error) {
	switch v := v.(type) {
	case []any:
		return v, nil
	case []string:
		return asAny(v), nil
	}
	s, err := scalar(v)
	if err != nil {
		return nil, err
	}
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "[") {
		d := json.NewDecoder(strings.NewReader(s))
		d.UseNumber()
		var list []any
		if d.Decode(&list) == nil && !d.More() {
			return list, nil
		}
	}
	return asAny(strings.Split(s, ",")), nil
}

func asAny(s []string) []any {
	list := make([]any, len(s))
	for i := range s {
		list[i] = s[i]
	}
	return list
}

// decimal returns the exact number in plain notation, or the empty text for an empty value.
func decimal(v any) (string, error) {
	s, err := scalar(v)
	if err != nil {
		return "", err
	}
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	digits := strings.TrimPrefix(s, "-")
	whole, fraction, dot := strings.Cut(digits, ".")
	if len(s) > maxNumber || !allDigits(whole) || dot && !allDigits(fraction) {
		return "", fmt.Errorf("%s is not a decimal number", quote(s))
	}
	return s, nil
}

func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// seconds returns 0 for an empty value.
func seconds(v any) (time.Duration, error) {
	s, err := decimal(v)
	if err != nil || s == "" {
		return 0, err
	}
	r, ok := new(big.Rat).SetString(s)
	switch {
	case !ok:
		return 0, fmt.Errorf("%s is not a number of seconds", quote(s))
	case r.Sign() < 0:
		return 0, errNegative
	case r.Cmp(new(big.Rat).SetInt64(maxSeconds)) > 0:
		return 0, errors.New("more than a hundred years: the unit must be seconds")
	}
	r.Mul(r, new(big.Rat).SetInt64(int64(time.Second)))
	return time.Duration(new(big.Int).Quo(r.Num(), r.Denom()).Int64()), nil
}
