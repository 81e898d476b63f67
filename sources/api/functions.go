package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/itchyny/gojq"

	"helpdesk_exporter/internal/civil"
)

// options are our functions in jq programs. All of them give null for an empty value. Errors tell what is
// wrong with a value; they never hold a text of more than 40 runes.
func (m *mapper) options() []gojq.CompilerOption {
	return []gojq.CompilerOption{
		gojq.WithFunction("ts", 0, 1, m.ts),
		gojq.WithFunction("dur", 0, 1, m.dur),
		gojq.WithFunction("num", 0, 0, m.num),
		gojq.WithFunction("bool", 0, 0, m.boolean),
		gojq.WithFunction("lookup", 1, 2, m.lookup),
	}
}

// ts reads a time in any spelling. Its argument is the unit of a number (s, ms, us, ns) or the zone of a
// time that has none.
func (m *mapper) ts(v any, args []any) any {
	c, unit := m.clocks, ""
	if len(args) == 1 {
		name, ok := args[0].(string)
		if !ok {
			return errors.New("ts: its argument is a unit or a zone")
		}
		if _, isUnit := units[name]; isUnit {
			unit = name
		} else {
			zone, err := time.LoadLocation(name)
			if err != nil {
				return fmt.Errorf("ts: %q is neither a unit (s, ms, us, ns) nor a zone", name)
			}
			c.zone = zone
		}
	}
	at, ok, err := c.read(v, unit)
	switch {
	case err != nil:
		return fmt.Errorf("ts: %w", err)
	case !ok:
		return nil
	}
	return at.UTC().Format(time.RFC3339Nano)
}

// durations are the units of dur.
var durations = map[string]float64{"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600, "d": 86400}

// dur reads a span as seconds: a number in the unit of its argument (s by default), or a spelling such as
// 1h30m, 01:50 hrs, PT2M.
func (m *mapper) dur(v any, args []any) any {
	unit := "s"
	if len(args) == 1 {
		unit = text(args[0])
	}
	factor, ok := durations[unit]
	if !ok {
		return fmt.Errorf("dur: %q is no unit: use us, ms, s, m, h or d", unit)
	}
	s := strings.TrimSpace(text(v))
	if s == "" || slices.Contains(m.clocks.nulls, s) || v == false {
		return nil
	}
	if f, isNumber := leading(s); isNumber && strings.Trim(s, "-0123456789.") == "" {
		return f * factor
	}
	d, err := civil.ParseDuration(s)
	if err != nil {
		return fmt.Errorf("dur: %w", err)
	}
	return d.Seconds()
}

// num reads a number that may stand in a text, exactly.
func (m *mapper) num(v any, _ []any) any {
	switch v.(type) {
	case nil, bool, map[string]any, []any:
		if v != nil {
			return errors.New("num: not a number")
		}
		return nil
	case string:
	default:
		return v
	}
	s := strings.TrimSpace(text(v))
	if s == "" {
		return nil
	}
	n, err := decodeExact([]byte(s))
	number, ok := n.(json.Number)
	if err != nil || !ok || number.String() != s {
		return fmt.Errorf("num: %s is not a number", shown(s))
	}
	return number
}

// boolean reads true, false, yes, no, 1, 0 and their like.
func (m *mapper) boolean(v any, _ []any) any {
	if b, ok := v.(bool); ok {
		return b
	}
	switch strings.ToLower(strings.TrimSpace(text(v))) {
	case "":
		return nil
	case "true", "yes", "y", "t", "on", "1":
		return true
	case "false", "no", "n", "f", "off", "0":
		return false
	}
	return fmt.Errorf("bool: %s is neither true nor false", shown(text(v)))
}

// lookup finds a value in a table, fixed or discovered. What the table does not have is null, or the
// second argument, and is noted.
func (m *mapper) lookup(v any, args []any) any {
	name := text(args[0])
	var otherwise any
	if len(args) == 2 {
		otherwise = args[1]
	}
	key := strings.TrimSpace(text(v))
	if key == "" {
		return otherwise
	}
	table, discovered, ok := m.table(name)
	if !ok {
		return fmt.Errorf("lookup: there is no table %q", name)
	}
	if found, ok := table[key]; ok {
		return found
	}
	for k, found := range table {
		if strings.EqualFold(k, key) {
			return found
		}
	}
	if discovered {
		m.missed[name] = true
	}
	if len(args) < 2 {
		m.unmapped = append(m.unmapped, fmt.Sprintf("%s: %s", name, shown(key)))
	}
	return otherwise
}

// shown quotes a value in an error, bounded.
func shown(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		s = string(r[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
