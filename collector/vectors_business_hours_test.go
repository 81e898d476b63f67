package collector_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"
	_ "time/tzdata"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/calendar"
)

// vectorSchedule is a schedule as vectors write it.
type vectorSchedule struct {
	TZ       string                 `json:"tz"`
	Hours    map[string][][2]string `json:"hours"`
	Shifts   map[string][][2]string `json:"shifts"`
	Breaks   map[string][][2]string `json:"breaks"`
	Holidays []string               `json:"holidays"`
}

// businessHoursCase is one question to a schedule.
type businessHoursCase struct {
	ID       string          `json:"id"`
	Op       string          `json:"op"`
	Schedule json.RawMessage `json:"schedule"` // a name, or the schedule itself
	From     time.Time       `json:"from"`
	To       time.Time       `json:"to"`
	At       time.Time       `json:"at"`
	Amount   float64         `json:"amount"`
	Unit     string          `json:"unit"`
	N        int             `json:"n"`
	Boundary string          `json:"boundary"`
	Source   struct {
		Repo string `json:"repo"`
	} `json:"source"`

	Expect        *bool          `json:"expect"`
	ExpectSeconds *float64       `json:"expect_seconds"`
	ExpectTime    time.Time      `json:"expect_time"`
	ExpectClose   time.Time      `json:"expect_time_close"`
	ExpectPeriods [][2]time.Time `json:"expect_periods"`
	// Reference is what absolute time gives where upstream counts otherwise.
	Reference *float64 `json:"disagrees_with_absolute_time_reference"`
}

const disagrees = "disagrees_with_absolute_time_reference"

// runBusinessHours runs questions to weekly schedules.
func runBusinessHours(r *vectorRun, text []byte) {
	var file struct {
		Schedules map[string]vectorSchedule `json:"schedules"`
		Cases     []businessHoursCase       `json:"cases"`
	}
	decodeVectors(r, text, &file)
	r.cases = len(file.Cases)
	calendars := map[string]*calendar.Calendar{}
	refused := map[string]error{}
	for i := range file.Cases {
		c := &file.Cases[i]
		key := string(c.Schedule)
		if calendars[key] == nil && refused[key] == nil {
			var name string
			var schedule vectorSchedule
			if json.Unmarshal(c.Schedule, &name) == nil {
				schedule = file.Schedules[name]
			} else {
				decodeVectors(r, c.Schedule, &schedule)
			}
			calendars[key], refused[key] = schedule.calendar(r)
		}
		if err := refused[key]; err != nil {
			r.skip("schedule refused, " + err.Error())
			continue
		}
		c.run(r, calendars[key])
	}
}

func (c *businessHoursCase) run(r *vectorRun, cal *calendar.Calendar) {
	if c.Reference != nil && c.Op != "within" {
		r.skip(disagrees)
		return
	}
	switch c.Op {
	case "within":
		c.within(r, cal)
	case "add", "subtract":
		c.move(r, cal)
	case "in_hours":
		c.holds(r, cal.Open(c.At))
	case "on_break":
		c.holds(r, cal.OnBreak(c.At))
	case "on_holiday":
		c.holds(r, cal.OnHoliday(c.At))
	case "periods", "periods_after", "periods_before":
		c.periods(r, cal)
	default:
		r.skip("op=" + c.Op)
	}
}

// holds compares the answer to a yes-or-no question.
func (c *businessHoursCase) holds(r *vectorRun, got bool) {
	if c.Expect == nil {
		r.skip("no expect")
		return
	}
	r.check(c.ID, *c.Expect, got)
}

// within asks for the open time of a span. Where the span is reversed ours is 0; the libraries that count it
// as negative mean that of the span the right way round.
func (c *businessHoursCase) within(r *vectorRun, cal *calendar.Calendar) {
	switch {
	case c.Reference != nil:
		r.skip(disagrees)
		return
	case c.ExpectSeconds == nil:
		r.skip("no expect_seconds")
		return
	}
	got := cal.Within(c.From, c.To)
	if c.To.Before(c.From) && *c.ExpectSeconds < 0 && got == 0 {
		got = -cal.Within(c.To, c.From)
	}
	r.check(c.ID, *c.ExpectSeconds, got.Seconds())
}

func (c *businessHoursCase) move(r *vectorRun, cal *calendar.Calendar) {
	want := c.ExpectTime
	if c.Boundary != "" && !c.ExpectClose.IsZero() {
		want = c.ExpectClose
	}
	units := map[string]time.Duration{
		"second": time.Second, "minute": time.Minute, "hour": time.Hour,
		"seconds": time.Second, "minutes": time.Minute, "hours": time.Hour,
	}
	unit, timed := units[c.Unit]
	amount := time.Duration(c.Amount * float64(unit))
	days, whole := int(c.Amount), c.Amount == math.Trunc(c.Amount)
	dayUnit := strings.TrimSuffix(c.Unit, "s") == "day"
	step, ok := time.Time{}, false
	switch {
	case timed && c.Op == "add":
		step, ok = cal.Add(c.From, amount)
	case timed:
		step, ok = cal.Subtract(c.From, amount)
	case dayUnit && c.Source.Repo == "":
		r.skip("unit=day, by a rule that is not named")
		return
	case dayUnit && c.Source.Repo != "zendesk/biz":
		r.skip("unit=day, by " + c.Source.Repo + "'s own rule")
		return
	case dayUnit && !whole:
		r.skip("a part of a unit=day")
		return
	case dayUnit && c.Op == "add":
		step, ok = cal.AddDays(c.From, days)
	case dayUnit && days == 0:
		step, ok = cal.Subtract(c.From, 0)
	case dayUnit:
		step, ok = cal.AddDays(c.From, -days)
	default:
		r.skip("unit=" + c.Unit)
		return
	}
	got := "beyond the horizon"
	if ok {
		got = step.Format(time.RFC3339Nano)
	}
	r.check(c.ID, want.UTC().Format(time.RFC3339Nano), got)
}

// periods asks for the first n open intervals after, or before, an instant.
func (c *businessHoursCase) periods(r *vectorRun, cal *calendar.Calendar) {
	if c.N == 0 {
		c.N = len(c.ExpectPeriods)
	}
	var periods []calendar.Interval
	if c.Op == "periods_before" {
		periods = cal.Periods(c.From.Add(-calendar.Horizon), c.From)
		for i, j := 0, len(periods)-1; i < j; i, j = i+1, j-1 {
			periods[i], periods[j] = periods[j], periods[i]
		}
	} else {
		to := c.To
		if to.IsZero() {
			to = c.From.Add(calendar.Horizon)
		}
		periods = cal.Periods(c.From, to)
	}
	var want, got []string
	for _, p := range c.ExpectPeriods {
		want = append(want, fmt.Sprint(p[0].UTC(), p[1].UTC()))
	}
	for _, p := range periods[:min(c.N, len(periods))] {
		got = append(got, fmt.Sprint(p.From, p.To))
	}
	r.check(c.ID, strings.Join(want, "; "), strings.Join(got, "; "))
}

// calendar builds what the schedule describes, and returns an error where it is none of ours: never open, say.
func (s vectorSchedule) calendar(t require.TestingT) (*calendar.Calendar, error) {
	loc, err := time.LoadLocation(s.TZ)
	require.NoError(t, err)
	rules := calendar.Rules{Location: loc, Shifts: dated(t, s.Shifts), Breaks: dated(t, s.Breaks)}
	for d := time.Sunday; d <= time.Saturday; d++ {
		rules.Week[d] = spans(t, s.Hours[strings.ToLower(d.String()[:3])])
	}
	var holidays []calendar.Holiday
	for _, day := range s.Holidays {
		date, err := calendar.ParseDate(day)
		require.NoError(t, err)
		holidays = append(holidays, calendar.Holiday{Date: date})
	}
	rules.Holidays = func(int) []calendar.Holiday { return holidays }
	return calendar.New(rules)
}

func dated(t require.TestingT, in map[string][][2]string) map[calendar.Date][]calendar.Span {
	out := map[calendar.Date][]calendar.Span{}
	for day, intervals := range in {
		date, err := calendar.ParseDate(day)
		require.NoError(t, err)
		out[date] = spans(t, intervals)
	}
	return out
}

func spans(t require.TestingT, in [][2]string) []calendar.Span {
	var out []calendar.Span
	for _, interval := range in {
		span, err := calendar.ParseSpan(interval[0] + "-" + interval[1])
		require.NoError(t, err)
		out = append(out, span)
	}
	return out
}
