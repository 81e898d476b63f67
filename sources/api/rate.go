package api

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/common/model"
)

// allowance is a number of requests in a time: 40/20s, 200/m, 250000/1d.
type allowance struct {
	requests int
	per      time.Duration
}

func parseAllowance(text string) (allowance, error) {
	number, per, found := strings.Cut(strings.TrimSpace(text), "/")
	n, err := strconv.Atoi(strings.TrimSpace(number))
	if !found || err != nil {
		return allowance{}, fmt.Errorf("%q is not a rate: write requests per time, such as 40/20s or 200/1m", text)
	}
	per = strings.TrimSpace(per)
	if per != "" && strings.Trim(per[:1], "0123456789") != "" {
		per = "1" + per
	}
	d, err := model.ParseDuration(per)
	if err != nil || d <= 0 {
		return allowance{}, fmt.Errorf("%q is not a rate: write requests per time, such as 40/20s or 200/1m", text)
	}
	if n < 1 {
		return allowance{}, fmt.Errorf("%q allows no request: write 1 at least", text)
	}
	return allowance{n, time.Duration(d)}, nil
}

func parseShare(text string) (float64, error) {
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(text), "%"), 64)
	if err != nil || !strings.HasSuffix(strings.TrimSpace(text), "%") || n < 0 || n > 95 {
		return 0, fmt.Errorf("%q is not a share: write 0%% to 95%%, such as 20%%", text)
	}
	return n / 100, nil
}

// resetFormats are the forms in which an answer tells when its limit begins anew.
func resetFormats() []string {
	return []string{"auto", "delta_s", "delta_ms", "epoch_s", "epoch_ms", "iso", "http_date"}
}

// told is what an answer says of a limit.
type told struct {
	limit, remaining float64
	hasLimit         bool
	hasRemaining     bool
	reset            time.Duration // from now on
	hasReset         bool
}

// read looks for a limit in the headers. Now is the server's time where it tells one. What cannot be read
// is as if it were not there.
func (h BudgetHeadersConfig) read(header http.Header, now time.Time) told {
	var t told
	if v, ok := leading(header.Get(h.Limit)); ok {
		t.limit, t.hasLimit = v, true
	}
	if v, ok := leading(header.Get(h.Remaining)); ok {
		t.remaining, t.hasRemaining = v, true
	}
	if used, limit, ok := pair(header.Get(h.Used)); ok {
		t.limit, t.hasLimit = limit, true
		t.remaining, t.hasRemaining = limit-used, true
	}
	t.reset, t.hasReset = readReset(header.Get(h.Reset), h.ResetFormat, now)
	for name, value := range fieldsIn(header.Get(h.Fields)) {
		v, ok := leading(value)
		if !ok {
			continue
		}
		switch name {
		case "total", "limit", "quota", "q":
			t.limit, t.hasLimit = v, true
		case "remaining", "r":
			t.remaining, t.hasRemaining = v, true
		case "reset", "resets", "t":
			t.reset, t.hasReset = readReset(value, h.ResetFormat, now)
		}
	}
	return t
}

var numeric = regexp.MustCompile(`^\s*(-?\d+(?:\.\d+)?)`)

// leading reads the number a header begins with: "100", "100;w=60".
func leading(value string) (float64, bool) {
	m := numeric.FindStringSubmatch(value)
	if m == nil {
		return 0, false
	}
	f, err := strconv.ParseFloat(m[1], 64)
	return f, err == nil
}

// pair reads "32/40" and "api-usage=18/15000".
func pair(value string) (used, limit float64, ok bool) {
	value = value[strings.LastIndex(value, "=")+1:]
	before, after, found := strings.Cut(value, "/")
	used, ok1 := leading(before)
	limit, ok2 := leading(after)
	return used, limit, found && ok1 && ok2
}

func fieldsIn(value string) map[string]string {
	fields := map[string]string{}
	for _, part := range strings.FieldsFunc(value, func(r rune) bool { return r == ';' || r == ',' }) {
		if name, v, found := strings.Cut(part, "="); found {
			fields[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(v)
		}
	}
	return fields
}

const longestReset = 25 * time.Hour

// readReset returns how long to wait. Without a format, a number is told by its size.
func readReset(value, format string, now time.Time) (time.Duration, bool) {
	value = strings.TrimSpace(value)
	if value == "" {
		return 0, false
	}
	n, isNumber := leading(value)
	if format == "" || format == "auto" {
		switch {
		case !isNumber || strings.Count(value, "-") > 1:
			format = "iso"
		case n >= 1e11:
			format = "epoch_ms"
		case n >= 1e8:
			format = "epoch_s"
		default:
			format = "delta_s"
		}
	}
	var d time.Duration
	switch format {
	case "delta_s", "delta_ms", "epoch_s", "epoch_ms":
		if !isNumber || n > 1e14 {
			return 0, false
		}
		unit := time.Second
		if strings.HasSuffix(format, "_ms") {
			unit = time.Millisecond
		}
		if strings.HasPrefix(format, "epoch") {
			base := float64(now.UnixNano()) / float64(unit)
			n -= base
		}
		if n > float64(longestReset/unit) {
			n = float64(longestReset / unit)
		}
		d = time.Duration(n * float64(unit))
	default:
		at, ok, err := clocks{zone: time.UTC}.read(value, "")
		if err != nil || !ok {
			return 0, false
		}
		d = at.Sub(now)
	}
	return min(max(d, 0), longestReset), true
}

// readRetryAfter understands seconds, whole or decimal, dates, and instants. Nothing, or nothing that can
// be understood, is false.
func readRetryAfter(value string, now time.Time) (time.Duration, bool) {
	d, ok := readReset(value, "", now)
	return d, ok && !strings.HasPrefix(strings.TrimSpace(value), "-")
}
