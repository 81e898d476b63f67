package civil

import (
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"
)

var errNotNumber = errors.New("not a number")

// ParseEpoch reads the time that has passed since 1970-01-01T00:00:00Z in a unit (time.Second,
// time.Millisecond, time.Microsecond or time.Nanosecond), with or without a fraction. What falls outside
// the years 1 to 9999 is an error, which is how seconds are told from milliseconds.
func ParseEpoch(s string, unit time.Duration) (time.Time, error) {
	text := strings.TrimSpace(s)
	if units, ok := perSecond(unit); ok && isDigits(text) {
		return ofDigits(text, unit, units)
	}
	number, err := rational(text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s: %w", shown(s), err)
	}
	if _, ok := perSecond(unit); !ok {
		return time.Time{}, fmt.Errorf("%s is no unit of an epoch", unit)
	}
	number.Mul(number, new(big.Rat).SetInt64(int64(unit)))
	// Euclidean division rounds down, before 1970 too.
	nanoseconds := new(big.Int).Div(number.Num(), number.Denom())
	seconds, rest := new(big.Int).DivMod(nanoseconds, big.NewInt(int64(time.Second)), new(big.Int))
	if !seconds.IsInt64() || !inRange(seconds.Int64()) {
		return time.Time{}, outOfRange(text, unit)
	}
	return time.Unix(seconds.Int64(), rest.Int64()).UTC(), nil
}

// perSecond is how many units a second has; false for what is no unit of an epoch.
func perSecond(unit time.Duration) (int64, bool) {
	switch unit {
	case time.Second, time.Millisecond, time.Microsecond, time.Nanosecond:
		return int64(time.Second / unit), true
	}
	return 0, false
}

// isDigits reports whether the text is a whole number that an int64 holds whatever its digits.
func isDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return len(text) > 0 && len(text) <= 18
}

// ofDigits is ParseEpoch of digits alone, which most epochs are.
func ofDigits(text string, unit time.Duration, perSecond int64) (time.Time, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, err
	}
	if !inRange(n / perSecond) {
		return time.Time{}, outOfRange(text, unit)
	}
	return time.Unix(n/perSecond, n%perSecond*int64(unit)).UTC(), nil
}

func outOfRange(text string, unit time.Duration) error {
	return fmt.Errorf("%s: no time of the years 1 to 9999, check the unit %s", shown(text), unit)
}

// inRange reports whether the instant lies in the years 1 to 9999.
func inRange(seconds int64) bool {
	const yearOne, yearTenThousand = -62135596800, 253402300800
	return seconds >= yearOne && seconds < yearTenThousand
}

// rational reads a decimal number exactly. Length and exponent are bounded, because an exponent of nine
// digits is a number of a gigabyte.
func rational(text string) (*big.Rat, error) {
	const longest, widest = 48, 30
	mantissa, exponent, scientific := strings.Cut(strings.ToLower(text), "e")
	if scientific {
		n, err := strconv.Atoi(exponent)
		if err != nil || n > widest || n < -widest {
			return nil, errNotNumber
		}
	}
	if len(text) > longest || mantissa == "" || strings.Trim(mantissa, "+-.0123456789") != "" {
		return nil, errNotNumber
	}
	number, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, errNotNumber
	}
	return number, nil
}
