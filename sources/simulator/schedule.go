package simulator

import (
	"fmt"
	"slices"
	"time"
)

// Schedule is a calendar of working hours.
type Schedule struct {
	Name string
	Zone string
	// Week is the ordinary week: intervals of a day, such as "09:00-13:00"; "24:00" ends the day.
	Week map[time.Weekday][]string
	// Days are dates, 2006-01-02, whose intervals replace those of the week.
	Days map[string][]string
	// Breaks are dates with intervals in which nobody works.
	Breaks map[string][]string
	// Holidays are dates on which nobody works.
	Holidays []string
}

// Workweek is the same intervals from one weekday to another.
func Workweek(from, to time.Weekday, intervals ...string) map[time.Weekday][]string {
	week := map[time.Weekday][]string{}
	for day := from; day <= to; day++ {
		week[day] = intervals
	}
	return week
}

const (
	minute       = int64(60)
	minutesOfDay = 24 * 60
	// horizon is how many minutes ahead an opening is looked for.
	horizon = 2 * 366 * minutesOfDay
)

// hours reckons with a schedule in the simplest way there is: it looks at each minute's civil time.
type hours struct {
	schedule Schedule
	zone     *time.Location
	first    int64 // the first minute looked at, since 1970
	// worked is the open minutes before each minute looked at.
	worked []int64
	day    string
	opened [minutesOfDay]bool // of the day
}

func newHours(s Schedule, from time.Time) (*hours, error) {
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return nil, fmt.Errorf("schedule %s: %w", s.Name, err)
	}
	h := &hours{schedule: s, zone: zone, first: from.Unix()/minute - 2*minutesOfDay, worked: []int64{0}}
	for _, days := range []map[string][]string{s.Days, s.Breaks} {
		for _, intervals := range days {
			if err := checkIntervals(intervals); err != nil {
				return nil, fmt.Errorf("schedule %s: %w", s.Name, err)
			}
		}
	}
	for _, intervals := range s.Week {
		if err := checkIntervals(intervals); err != nil {
			return nil, fmt.Errorf("schedule %s: %w", s.Name, err)
		}
	}
	return h, nil
}

// interval reads "09:00-13:00" as minutes of the day.
func parseInterval(text string) (from, to int, err error) {
	var fromHour, fromMinute, toHour, toMinute int
	if _, err := fmt.Sscanf(text, "%d:%d-%d:%d", &fromHour, &fromMinute, &toHour, &toMinute); err != nil {
		return 0, 0, fmt.Errorf("interval %q: %w", text, err)
	}
	from, to = fromHour*60+fromMinute, toHour*60+toMinute
	if from < 0 || to > minutesOfDay || from >= to {
		return 0, 0, fmt.Errorf("interval %q: not within a day", text)
	}
	return from, to, nil
}

func checkIntervals(intervals []string) error {
	for _, text := range intervals {
		if _, _, err := parseInterval(text); err != nil {
			return err
		}
	}
	return nil
}

// pattern draws the open minutes of a civil day.
func (h *hours) pattern(day string, weekday time.Weekday) {
	h.day, h.opened = day, [minutesOfDay]bool{}
	if slices.Contains(h.schedule.Holidays, day) {
		return
	}
	intervals, replaced := h.schedule.Days[day]
	if !replaced {
		intervals = h.schedule.Week[weekday]
	}
	h.paint(intervals, true)
	h.paint(h.schedule.Breaks[day], false)
}

func (h *hours) paint(intervals []string, open bool) {
	for _, text := range intervals {
		from, to, err := parseInterval(text)
		if err != nil {
			continue // newHours has refused it
		}
		for i := from; i < to; i++ {
			h.opened[i] = open
		}
	}
}

// reach looks at the minutes up to one.
func (h *hours) reach(until int64) {
	for n := h.first + int64(len(h.worked)) - 1; n <= until; n++ {
		here := time.Unix(n*minute, 0).In(h.zone)
		if n == h.first || here.Hour()+here.Minute() == 0 || here.Format(time.DateOnly) != h.day {
			h.pattern(here.Format(time.DateOnly), here.Weekday())
		}
		worked := h.worked[len(h.worked)-1]
		if h.opened[here.Hour()*60+here.Minute()] {
			worked++
		}
		h.worked = append(h.worked, worked)
	}
}

// before is the open seconds up to an instant.
func (h *hours) before(at int64) int64 {
	n := at / minute
	h.reach(n)
	i := n - h.first
	worked := h.worked[i] * minute
	if h.worked[i+1] > h.worked[i] {
		worked += at % minute
	}
	return worked
}

// open tells whether an instant lies in the working hours.
func (h *hours) open(at int64) bool {
	n := at / minute
	h.reach(n)
	return h.worked[n-h.first+1] > h.worked[n-h.first]
}

// between is the open seconds of a span.
func (h *hours) between(from, to int64) int64 { return h.before(to) - h.before(from) }

// add is the earliest instant at which so many open seconds have passed.
func (h *hours) add(from, seconds int64) (at int64, ok bool) {
	if seconds <= 0 {
		return from, true
	}
	want := h.before(from) + seconds
	n := from / minute
	for end := n + horizon; n < end; {
		h.reach(n + minutesOfDay)
		if h.worked[n+minutesOfDay-h.first+1]*minute < want {
			n += minutesOfDay
			continue
		}
		// It is reached within the coming day: in the first minute after which so much has been worked.
		for ; h.worked[n-h.first+1]*minute < want; n++ {
		}
		return n*minute + want - h.worked[n-h.first]*minute, true
	}
	return 0, false
}

// change is the next opening or closing after an instant.
func (h *hours) change(at int64) (next int64, ok bool) {
	now := h.open(at)
	for n := at/minute + 1; n < at/minute+horizon; n++ {
		if h.open(n*minute) != now {
			return n * minute, true
		}
	}
	return 0, false
}
