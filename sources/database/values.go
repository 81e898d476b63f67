package database

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"helpdesk_exporter/internal/civil"
)

// row is a row of a result. A value is what the driver gave: nil, int64, float64, bool, []byte, string or
// time.Time.
type row struct {
	places map[string]int // of the result's columns, by lower-case name
	values []any
}

// get returns a column's value, nil where there is no such column.
func (r row) get(name string) any {
	if i, ok := r.places[name]; ok {
		return r.values[i]
	}
	return nil
}

// column of a result, with the database's name of its type where the driver tells it.
type column struct {
	name string
	typ  string
}

// text spells a value as the database would: numbers without an exponent.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []byte:
		return string(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case uint64:
		return strconv.FormatUint(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		return v.Format("2006-01-02 15:04:05.999999999")
	}
	return fmt.Sprint(v)
}

// integer reads an id of a number's type, or a number in a text.
func integer(v any) (int64, bool) {
	if n, ok := v.(int64); ok {
		return n, true
	}
	n, err := strconv.ParseInt(text(v), 10, 64)
	return n, err == nil
}

// clocks reads times as one stream's columns hold them.
type clocks struct {
	zone  *time.Location // nil where none is configured
	nulls map[string]bool
	times bool // a null is a date and a time, such as a driver may have read
}

func newClocks(zone *time.Location, nullValues ...[]string) clocks {
	c := clocks{zone: zone, nulls: map[string]bool{
		"": true, "0": true, "0000-00-00 00:00:00": true, "0000-00-00": true, "infinity": true, "-infinity": true,
	}}
	for _, values := range nullValues {
		for _, v := range values {
			c.nulls[withoutFraction(v)] = true
		}
	}
	for v := range c.nulls {
		_, err := time.Parse(time.DateTime, v)
		c.times = c.times || err == nil
	}
	return c
}

// moment is a time of a column. A civil time that its zone repeats has a second instant.
type moment struct {
	first, second time.Time
	notation      notation
}

// notation is how a column writes instants, and so how a parameter compared with it must be written.
type notation string

const (
	civilText   notation = "civil"   // the clock on the wall of the configured zone
	instantText notation = "instant" // with an offset
	zuluText    notation = "zulu"    // ISO 8601 with a Z
	epoch       notation = "epoch"   // seconds since 1970
)

// errZone is a time without a zone where none is configured; it fails the poll, because every row has it.
var errZone = errors.New("a time without a zone: set timezone to the IANA zone that the application writes it in, such as Europe/Berlin or UTC")

// read converts a value; ok is false for an empty one.
func (c clocks) read(v any, typ string) (m moment, ok bool, err error) {
	switch v := v.(type) {
	case nil:
		return moment{}, false, nil
	case time.Time:
		return c.driverTime(v, typ)
	case int64:
		if v == 0 {
			return moment{}, false, nil
		}
		return moment{first: time.Unix(v, 0).UTC(), notation: epoch}, true, nil
	}
	s := strings.TrimSpace(text(v))
	if c.nulls[withoutFraction(s)] {
		return moment{}, false, nil
	}
	if strings.Trim(s, "0123456789.") == "" {
		t, err := civil.ParseEpoch(s, time.Second)
		return moment{first: t.UTC(), notation: epoch}, err == nil, err
	}
	d, offset, err := civil.Parse(s)
	if err != nil {
		return moment{}, false, err
	}
	if offset == nil {
		return c.civil(d)
	}
	m = moment{first: d.In(time.UTC).Add(-time.Duration(*offset) * time.Second), notation: instantText}
	if strings.HasSuffix(s, "Z") && strings.Contains(s, "T") {
		m.notation = zuluText
	}
	return m, true, nil
}

// driverTime takes a driver's time.Time: an instant where the column has a zone, otherwise only its
// fields mean something, whatever zone the driver put on them.
func (c clocks) driverTime(t time.Time, typ string) (moment, bool, error) {
	if t.IsZero() || c.times && c.nulls[t.Format(time.DateTime)] {
		return moment{}, false, nil
	}
	if typ == "TIMESTAMPTZ" {
		return moment{first: t.UTC(), notation: instantText}, true, nil
	}
	return c.civil(civil.Of(t, t.Location()))
}

func (c clocks) civil(d civil.DateTime) (moment, bool, error) {
	if c.zone == nil {
		return moment{}, false, errZone
	}
	first, second, _ := d.Occurrences(c.zone)
	m := moment{first: first.UTC(), second: second, notation: civilText}
	if !second.IsZero() {
		m.second = second.UTC()
	}
	return m, true, nil
}

// notBefore chooses between the two instants of a repeated civil time: the second where the first would
// go back behind what came before.
func (m moment) notBefore(floor time.Time) time.Time {
	if !m.second.IsZero() && m.first.Before(floor) && !m.second.Before(floor) {
		return m.second
	}
	return m.first
}

// notAfter chooses the second instant unless the clock has not come there yet. A version must not go back:
// what was written in the repeated hour's second run would seem older than what was written in its first.
func (m moment) notAfter(now time.Time) time.Time {
	if !m.second.IsZero() && !m.second.After(now) {
		return m.second
	}
	return m.first
}

// write spells an instant as a parameter that is compared with a column of this notation.
func (c clocks) write(t time.Time, n notation) any {
	switch n {
	case epoch:
		return t.Unix()
	case instantText:
		return t.UTC().Format("2006-01-02 15:04:05.999999") + "+00:00"
	case zuluText:
		return t.UTC().Format("2006-01-02T15:04:05.999999") + "Z"
	}
	if c.zone != nil {
		t = t.In(c.zone)
	}
	return t.Format("2006-01-02 15:04:05.999999")
}

// earliest is the lowest civil time that a clock shows between two instants: where the clock is put back
// in between, that of the repeated hour's second beginning.
func (c clocks) earliest(from, to time.Time, n notation) any {
	if n != civilText || c.zone == nil {
		return c.write(from, n)
	}
	lowest := from
	for at := from; ; {
		_, end := at.In(c.zone).ZoneBounds()
		if end.IsZero() || end.After(to) {
			break
		}
		if wall(end, c.zone).Before(wall(lowest, c.zone)) {
			lowest = end
		}
		at = end
	}
	return c.write(lowest, n)
}

// wall puts what the clock of a zone shows on one line.
func wall(t time.Time, zone *time.Location) time.Time {
	d := civil.Of(t, zone)
	return time.Date(d.Year, d.Month, d.Day, d.Hour, d.Minute, d.Second, d.Nanosecond, time.UTC)
}

// withoutFraction lets "1970-01-01 00:00:00" stand for "1970-01-01 00:00:00.000" and with a T too.
func withoutFraction(s string) string {
	s = strings.TrimSpace(s)
	if i := strings.LastIndexByte(s, '.'); i >= 0 && strings.Trim(s[i+1:], "0") == "" {
		s = s[:i]
	}
	if len(s) >= 11 && s[10] == 'T' {
		s = s[:10] + " " + s[11:]
	}
	return s
}

// list gives a PostgreSQL array as a list; other values as they are.
func list(v any, typ string) (any, error) {
	s, ok := v.(string)
	if !ok || !strings.HasPrefix(typ, "_") || !strings.HasPrefix(s, "{") {
		return v, nil
	}
	var elements []*string
	if err := pgtype.NewMap().SQLScanner(&elements).Scan(s); err != nil {
		return nil, fmt.Errorf("an array that cannot be read: %w", err)
	}
	var texts []string
	for _, e := range elements {
		if e != nil {
			texts = append(texts, *e)
		}
	}
	return texts, nil
}
