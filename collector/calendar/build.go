package calendar

import (
	"errors"
	"fmt"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/rickar/cal/v2"

	"helpdesk_exporter/internal/yamlfile"
)

// entries returns all schedules, the one of the short form last.
func (c *Config) entries() []entry {
	var entries []entry
	for i, s := range c.Schedules {
		path := fmt.Sprintf("schedules[%d]", i)
		entries = append(entries, entry{Schedule: s, path: path, week: path + ".hours"})
	}
	if c.Hours != nil {
		s := Schedule{Name: DefaultName, Hours: c.Hours.Week, Holidays: c.Hours.Holidays}
		entries = append(entries, entry{Schedule: s, path: "hours", week: "hours"})
	}
	return entries
}

// builder turns entries into rules and gathers what is wrong.
type builder struct {
	Inputs
	path     string
	problems []yamlfile.Problem
}

func (b *builder) fail(path, format string, args ...any) {
	b.problems = append(b.problems, yamlfile.Problem{Path: path, Message: fmt.Sprintf(format, args...)})
}

// under is a path below that of the entry.
func (b *builder) under(path string) string { return yamlfile.JoinPath(b.path, path) }

func (b *builder) name(e *entry, short bool) {
	switch {
	case e.path == "hours":
	case e.Name == "":
		b.fail(b.under("name"), "missing; it becomes the label schedule")
	case !regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 _.-]{0,62}$`).MatchString(e.Name):
		b.fail(b.under("name"), "%q is not a name: use letters, digits, spaces, _, . and -, at most 63, the first a letter or a digit", e.Name)
	case e.Name == AlwaysName:
		b.fail(b.under("name"), "%q is reserved for what is open around the clock: choose another name", e.Name)
	case e.Name == DefaultName && short:
		b.fail(b.under("name"), "%q is the schedule of the short form hours: choose another name, or remove hours", e.Name)
	}
}

func (b *builder) rules(e *entry) Rules {
	before := len(b.problems)
	r := Rules{Location: b.zone(e)}
	r.Week = b.week(e.week, e.Hours)
	var weekly Week
	r.Shifts = map[Date][]Span{}
	for _, key := range slices.Sorted(maps.Keys(e.Shifts)) {
		path := b.under("shifts." + key)
		if date, ok := b.date(path, key); ok {
			r.Shifts[date] = b.spans(path, e.Shifts[key])
		}
	}
	r.Breaks = map[Date][]Span{}
	for _, key := range slices.Sorted(maps.Keys(e.Breaks)) {
		if key == "" || key[0] < '0' || key[0] > '9' {
			if weekly == nil {
				weekly = Week{}
			}
			weekly[key] = e.Breaks[key]
			continue
		}
		path := b.under("breaks." + key)
		if date, ok := b.date(path, key); ok {
			r.Breaks[date] = b.spans(path, e.Breaks[key])
		}
	}
	r.WeeklyBreaks = b.week(b.under("breaks"), weekly)
	r.Holidays = b.holidays(&e.Holidays)
	if e.ValidFrom != "" {
		r.From, _ = b.date(b.under("valid_from"), e.ValidFrom)
	}
	switch {
	case !e.opens():
		b.fail(e.week, "never open: give hours such as {mon-fri: \"09:00-18:00\"}")
	case len(b.problems) == before && !r.opens():
		b.fail(b.under("breaks"), "never open: the breaks take all hours away; shorten them")
	}
	return r
}

// opens tells whether there is any interval, right or wrong.
func (e *entry) opens() bool {
	for _, hours := range []map[string]Words{e.Hours, e.Shifts} {
		for _, intervals := range hours {
			if len(intervals) > 0 {
				return true
			}
		}
	}
	return false
}

func (b *builder) zone(e *entry) *time.Location {
	if e.Timezone == "" {
		if b.Location == nil {
			b.fail(b.path, "no timezone: set it here or for all in timezone")
		}
		return b.Location
	}
	loc, err := time.LoadLocation(e.Timezone)
	if err != nil || e.Timezone == "Local" {
		b.fail(b.under("timezone"), "no zone %q; use a name of the IANA data base such as Europe/Rome", e.Timezone)
		return nil
	}
	return loc
}

// week reads intervals by days of the week.
func (b *builder) week(path string, in Week) [7][]Span {
	var week [7][]Span
	var given [7]string
	for _, key := range slices.Sorted(maps.Keys(in)) {
		here := yamlfile.JoinPath(path, key)
		days, err := parseDays(key)
		if err != nil {
			b.fail(here, "%v", err)
		}
		spans := b.spans(here, in[key])
		for _, day := range days {
			if given[day] != "" {
				b.fail(here, "%s is in %s, too: give the hours of each day once", day, given[day])
				break
			}
			given[day], week[day] = key, spans
		}
	}
	return week
}

// parseDays reads days of the week: mon, mon-fri, "mon,wed", fri-mon.
func parseDays(s string) ([]time.Weekday, error) {
	var days []time.Weekday
	for part := range strings.SplitSeq(s, ",") {
		first, last, ranged := strings.Cut(strings.TrimSpace(part), "-")
		from, known := weekday(first)
		to := from
		if ranged && known {
			to, known = weekday(last)
		}
		if !known {
			return nil, fmt.Errorf("%q is not a day of the week or a range of them: write mon, mon-fri or \"mon,wed\"", s)
		}
		days = append(days, from)
		for day := from; day != to; {
			day = (day + 1) % 7
			days = append(days, day)
		}
	}
	return days, nil
}

func weekday(s string) (time.Weekday, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	for d := time.Sunday; d <= time.Saturday; d++ {
		if name := strings.ToLower(d.String()); s == name || s == name[:3] {
			return d, true
		}
	}
	return 0, false
}

// spans reads the intervals of a day.
func (b *builder) spans(path string, intervals Words) []Span {
	spans := make([]Span, 0, len(intervals))
	for i, text := range intervals {
		span, err := ParseSpan(text)
		if err != nil {
			b.fail(fmt.Sprintf("%s[%d]", path, i), "%v", err)
			continue
		}
		spans = append(spans, span)
	}
	if err := checkSpans(spans); err != nil {
		b.fail(path, "%v", err)
	}
	return spans
}

func (b *builder) date(path, s string) (Date, bool) {
	date, err := ParseDate(s)
	if err == nil && (date.Year() < firstYear || date.Year() >= lastYear) {
		err = fmt.Errorf("%s is not in the years %d to %d", s, firstYear, lastYear-1)
	}
	if err != nil {
		b.fail(path, "%v", err)
	}
	return date, err == nil
}

// follows checks that an entry comes after those of its name before it. The short form has no history.
func (b *builder) follows(e *entry, before []Rules) {
	if len(before) == 0 || e.path == "hours" {
		return
	}
	path := b.under("valid_from")
	date, err := ParseDate(e.ValidFrom)
	switch last := before[len(before)-1].From; {
	case e.ValidFrom == "":
		b.fail(path, "missing: a further entry of schedule %q needs the day from which it holds", e.Name)
	case err == nil && date <= last:
		b.fail(path, "%s does not come after %s of the entry before: write the entries of schedule %q in the order of time", date, last, e.Name)
	}
}

// holidays reads where holidays come from, and returns the function that finds those of a year.
func (b *builder) holidays(h *Holidays) func(year int) []Holiday {
	var definitions []*cal.Holiday
	known := countries()
	for i, code := range h.Country {
		found, ok := known[strings.ToUpper(code)]
		if !ok {
			b.fail(fmt.Sprintf("%s[%d]", b.under("holidays.country"), i), "no holidays are known of %q: %s", code, near(known, code))
		}
		definitions = append(definitions, found...)
	}
	fixed := map[int][]Holiday{}
	for _, key := range slices.Sorted(maps.Keys(h.Dates)) {
		if date, ok := b.date(b.under("holidays.dates."+key), key); ok {
			fixed[date.Year()] = append(fixed[date.Year()], Holiday{Date: date, Name: h.Dates[key]})
		}
	}
	for i, source := range h.ICS {
		days, err := b.calendar(source)
		if err != nil {
			b.fail(fmt.Sprintf("%s[%d]", b.under("holidays.ics"), i), "%s: %v", ShowICS(source), err)
		}
		for _, day := range days {
			fixed[day.Date.Year()] = append(fixed[day.Date.Year()], day)
		}
	}
	all := func(year int) []Holiday {
		return append(slices.Clip(fixed[year]), publicHolidays(definitions, year)...)
	}
	except := map[Date]bool{}
	for i, key := range h.Except {
		path := fmt.Sprintf("%s[%d]", b.under("holidays.except"), i)
		date, ok := b.date(path, key)
		if !ok {
			continue
		}
		except[date] = true
		is := slices.ContainsFunc(all(date.Year()), func(h Holiday) bool { return h.Date == date })
		if !is && len(h.ICS) == 0 {
			b.fail(path, "%s is not a holiday of this schedule: remove it", key)
		}
	}
	return func(year int) []Holiday {
		return slices.DeleteFunc(all(year), func(h Holiday) bool { return except[h.Date] })
	}
}

// calendar reads a calendar file or a feed.
func (b *builder) calendar(source string) ([]Holiday, error) {
	if source == "" {
		return nil, errors.New("empty: give a file or a URL")
	}
	if u, err := url.Parse(source); IsURL(source) && (err != nil || u.Host == "" || !slices.Contains([]string{"http", "https", "webcal"}, u.Scheme)) {
		return nil, errors.New("not a URL such as https://calendar.example/holidays.ics")
	}
	if b.ICS == nil {
		return nil, nil
	}
	text, err := b.ICS(source)
	if err != nil || text == nil {
		return nil, err
	}
	return ParseICS(text, b.Now)
}

// near says what to write instead of a country that is not known.
func near(known map[string][]*cal.Holiday, code string) string {
	code = strings.ToUpper(code)
	if code == "UK" {
		return "write GB"
	}
	country, _, part := strings.Cut(code, "-")
	if _, ok := known[country]; ok && part {
		return fmt.Sprintf("write %s, and what is missing under dates", country)
	}
	parts := slices.DeleteFunc(slices.Sorted(maps.Keys(known)), func(k string) bool { return !strings.HasPrefix(k, country+"-") })
	if len(parts) > 0 {
		return "write one of " + strings.Join(parts, ", ")
	}
	return "use an ISO 3166 code such as IT or DE-BY, or give a calendar under ics or the days under dates"
}
