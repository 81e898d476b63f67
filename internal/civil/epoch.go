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
	number, err := rational(text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s: %w", shown(s), err)
	}
	switch unit {
	case time.Second, time.Millisecond, time.Microsecond, time.Nanosecond:
	default:
		return time.Time{}, fmt.Errorf("%s is no unit of an epoch", unit)
	}
	number.Mul(number, new(big.Rat).SetInt64(int64(unit)))
	// Euclidean division rounds down, before 1970 too.
	nanoseconds := new(big.Int).Div(number.Num(), number.Denom())
	seconds, rest := new(big.Int).DivMod(nanoseconds, big.NewInt(int64(time.Second)), new(big.Int))
	if !seconds.IsInt64() || !inRange(seconds.Int64()) {
		return time.Time{}, fmt.Errorf("%s: no time of the years 1 to 9999, check the unit %s", shown(s), unit)
	}
	return time.Unix(seconds.Int64(), rest.Int64()).UTC(), nil
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
