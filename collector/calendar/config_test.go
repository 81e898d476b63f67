package calendar

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"gopkg.in/yaml.v3"

	"helpdesk_exporter/internal/yamlfile"
)

// load decodes a configuration as the exporter does, and returns what is wrong with it.
func load(t testing.TB, text string, in Inputs) (Config, map[string]*Calendar, error) {
	t.Helper()
	files := &yamlfile.Files{
		Keys:      map[string]yamlfile.Treatment{"ics": {Expand: true, FromFile: true}},
		LookupEnv: func(name string) (string, bool) { return "s3cret", name == "FEED" },
	}
	root, err := files.Parse("conf/desk.yml", []byte(text))
	require.NoError(t, err)
	var c Config
	errs := files.Decode(root, "", &c)
	calendars, problems := c.Build(in)
	return c, calendars, files.ResolveBeside(errs, root, "", problems).Sorted()
}

func inputs(t testing.TB) Inputs {
	t.Helper()
	return Inputs{Location: location(t, "Europe/Rome"), Now: when(t, "2026-06-01T00:00:00Z")}
}

func TestSchedules(t *testing.T) {
	in := inputs(t)
	var asked []string
	in.ICS = func(source string) ([]byte, error) {
		asked = append(asked, source)
		if IsURL(source) {
			return nil, nil
		}
		return []byte(ics("DTSTART;VALUE=DATE:20260603")), nil
	}
	c, calendars, err := load(t, `
schedules:
  - name: office
    hours: {mon-fri: ["09:00-13:00", "14:00-18:00"], "sat, sun": "10:00-14:00"}
    shifts: {2026-12-24: ["09:00-12:00"], "2026-12-27": []}
    breaks: {mon: ["10:00-10:15"], 2026-12-31: "12:00-24:00"}
    holidays: {country: [IT, de-by], ics: [holidays.ics, "https://calendar.example/${FEED}/basic.ics?key=x"], dates: {2026-11-02: Patron saint, 2026-11-03: }, except: 2026-06-02}
  - {name: office, timezone: America/New_York, hours: {mon-fri: "09:00-17:00"}, valid_from: 2027-01-01}
  - {name: night, timezone: UTC, hours: {fri-mon: ["00:00-06:00", "22:00-24:00"]}}
`, in)
	require.NoError(t, err)
	require.Equal(t, []string{"conf/holidays.ics", "https://calendar.example/s3cret/basic.ics?key=x"}, asked)
	require.Equal(t, map[string][]string{"office": {"https://calendar.example/s3cret/basic.ics?key=x"}}, c.Feeds())
	office := calendars["office"]
	for day, want := range map[string]time.Duration{
		"2026-06-01": 8*time.Hour - 15*time.Minute, // Monday, with its break
		"2026-06-02": 8 * time.Hour,                // holiday, but the desk works
		"2026-06-03": 0,                            // calendar file
		"2026-06-04": 0,                            // Corpus Christi in Bavaria
		"2026-06-05": 8 * time.Hour,
		"2026-06-06": 4 * time.Hour,
		"2026-08-15": 0, // Ferragosto
		"2026-11-02": 0, "2026-11-03": 0,
		"2026-12-24": 3 * time.Hour,
		"2026-12-27": 0,
		"2026-12-31": 3 * time.Hour,
		"2027-01-04": 8 * time.Hour,
	} {
		from := when(t, day+"T00:00:00Z")
		require.Equal(t, want, office.Within(from, from.Add(24*time.Hour)), day)
	}
	name, on := office.Holiday(when(t, "2026-11-02T12:00:00Z"))
	require.True(t, on)
	require.Equal(t, "Patron saint", name)
	require.Equal(t, "America/New_York", office.Location(when(t, "2027-01-01T05:00:00Z")).String())
	require.Equal(t, 32*time.Hour, calendars["night"].Within(when(t, "2026-06-01T00:00:00Z"), when(t, "2026-06-08T00:00:00Z")))

	// What is shown of the configuration keeps the address to itself.
	shown, err := yaml.Marshal(c)
	require.NoError(t, err)
	require.NotContains(t, string(shown), "s3cret")
	require.NotContains(t, string(shown), "key=x")
	require.Contains(t, string(shown), "https://calendar.example/<secret>")
	require.Contains(t, string(shown), "conf/holidays.ics")
}

func TestShortForm(t *testing.T) {
	c, calendars, err := load(t, `hours: {mon-fri: "09:00-18:00", holidays: IT}`, inputs(t))
	require.NoError(t, err)
	require.Empty(t, c.Schedules)
	require.Len(t, calendars, 1)
	// The week of Italy's Republic Day, in the reporting zone.
	require.Equal(t, 36*time.Hour, calendars[DefaultName].Within(when(t, "2026-06-01T00:00:00Z"), when(t, "2026-06-08T00:00:00Z")))
	require.True(t, calendars[DefaultName].Open(when(t, "2026-06-01T07:00:00Z")))
	require.False(t, calendars[DefaultName].Open(when(t, "2026-06-01T16:00:00Z")))

	_, calendars, err = load(t, "", inputs(t))
	require.NoError(t, err)
	require.Empty(t, calendars)
}

func TestBadSchedules(t *testing.T) {
	failing := func(err error, text string) func(string) ([]byte, error) {
		return func(string) ([]byte, error) { return []byte(text), err }
	}
	for _, tc := range []struct {
		name, text string
		ics        func(string) ([]byte, error)
		want       string
	}{
		{"reversed", "\nhours: {mon: \"17:00-09:00\"}", nil, `conf/desk.yml:2: hours.mon[0]: "17:00-09:00" ends before it starts; hours past midnight are written as two intervals: 17:00-24:00, and 00:00-09:00 on the next day`},
		{"until midnight", `hours: {mon: "17:00-00:00"}`, nil, `conf/desk.yml:1: hours.mon[0]: "17:00-00:00" ends before it starts: write 17:00-24:00`},
		{"empty interval", `hours: {mon: "00:00-00:00"}`, nil, `conf/desk.yml:1: hours.mon[0]: "00:00-00:00" is empty: for the whole day write 00:00-24:00`},
		{"no interval", `hours: {mon: "nine to five"}`, nil, `conf/desk.yml:1: hours.mon[0]: "nine to five" is not an interval such as 09:00-17:00`},
		{"no time of day", `hours: {mon: "9-25:00"}`, nil, `conf/desk.yml:1: hours.mon[0]: "9" is not a time of day such as 09:00 or 24:00`},
		{"overlapping", "schedules:\n- name: a\n  hours:\n    mon: [\"09:00-13:00\",\n      \"12:59-18:00\"]", nil, "conf/desk.yml:4: schedules[0].hours.mon: 12:59-18:00 overlaps 09:00-13:00"},
		{"a day twice", `hours: {mon-fri: "09:00-17:00", wed: "09:00-13:00"}`, nil, "conf/desk.yml:1: hours.wed: Wednesday is in mon-fri, too: give the hours of each day once"},
		{"no day", `hours: {mo-fri: "09:00-17:00"}`, nil, `conf/desk.yml:1: hours.mo-fri: "mo-fri" is not a day of the week or a range of them: write mon, mon-fri or "mon,wed"`},
		{"unknown zone", `schedules: [{name: a, timezone: Europe/Roma, hours: {mon: "09:00-17:00"}}]`, nil, `conf/desk.yml:1: schedules[0].timezone: no zone "Europe/Roma"; use a name of the IANA data base such as Europe/Rome`},
		{"the machine's zone", `schedules: [{name: a, timezone: Local, hours: {mon: "09:00-17:00"}}]`, nil, `conf/desk.yml:1: schedules[0].timezone: no zone "Local"; use a name of the IANA data base such as Europe/Rome`},
		{"empty schedule", `schedules: [{name: a, hours: {mon: []}}]`, nil, `conf/desk.yml:1: schedules[0].hours: never open: give hours such as {mon-fri: "09:00-18:00"}`},
		{"empty short form", `hours: {holidays: IT}`, nil, `conf/desk.yml:1: hours: never open: give hours such as {mon-fri: "09:00-18:00"}`},
		{"no name", `schedules: [{hours: {mon: "09:00-17:00"}}]`, nil, "conf/desk.yml:1: schedules[0].name: missing; it becomes the label schedule"},
		{"not a name", `schedules: [{name: "a,b", hours: {mon: "09:00-17:00"}}]`, nil, `conf/desk.yml:1: schedules[0].name: "a,b" is not a name: use letters, digits, spaces, _, . and -, at most 63, the first a letter or a digit`},
		{"reserved", `schedules: [{name: 24x7, hours: {mon: "09:00-17:00"}}]`, nil, `conf/desk.yml:1: schedules[0].name: "24x7" is reserved for what is open around the clock: choose another name`},
		{"the short form's name", "hours: {mon: \"09:00-17:00\"}\nschedules: [{name: default, hours: {mon: \"09:00-17:00\"}}]", nil, `conf/desk.yml:2: schedules[0].name: "default" is the schedule of the short form hours: choose another name, or remove hours`},
		{"bad date of a shift", `schedules: [{name: a, hours: {mon: "09:00-17:00"}, shifts: {2026-02-30: []}}]`, nil, `conf/desk.yml:1: schedules[0].shifts.2026-02-30: "2026-02-30" is not a date such as 2026-12-24`},
		{"bad date of a break", `schedules: [{name: a, hours: {mon: "09:00-17:00"}, breaks: {2026-13-01: "09:00-10:00"}}]`, nil, `conf/desk.yml:1: schedules[0].breaks.2026-13-01: "2026-13-01" is not a date such as 2026-12-24`},
		{"bad break", `schedules: [{name: a, hours: {mon: "09:00-17:00"}, breaks: {mon: ["09:00-10:00", "09:30-11:00"]}}]`, nil, "conf/desk.yml:1: schedules[0].breaks.mon: 09:30-11:00 overlaps 09:00-10:00"},
		{"a date beyond", `schedules: [{name: a, hours: {mon: "09:00-17:00"}, holidays: {dates: {2926-01-01: x}}}]`, nil, "conf/desk.yml:1: schedules[0].holidays.dates.2926-01-01: 2926-01-01 is not in the years 1970 to 2199"},
		{"unknown country", `hours: {mon: "09:00-17:00", holidays: TR}`, nil, `conf/desk.yml:1: hours.holidays.country[0]: no holidays are known of "TR": use an ISO 3166 code such as IT or DE-BY, or give a calendar under ics or the days under dates`},
		{"not the code of a country", `hours: {mon: "09:00-17:00", holidays: UK}`, nil, `conf/desk.yml:1: hours.holidays.country[0]: no holidays are known of "UK": write GB`},
		{"unknown part of a country", `hours: {mon: "09:00-17:00", holidays: {country: IT-RM}}`, nil, `conf/desk.yml:1: hours.holidays.country[0]: no holidays are known of "IT-RM": write IT, and what is missing under dates`},
		{"a country by its parts", `hours: {mon: "09:00-17:00", holidays: AU}`, nil, `conf/desk.yml:1: hours.holidays.country[0]: no holidays are known of "AU": write one of AU-ACT, AU-NSW, AU-NT, AU-QLD, AU-SA, AU-TAS, AU-VIC, AU-WA`},
		{"works on no holiday", "hours:\n  mon: \"09:00-17:00\"\n  holidays:\n    country: IT\n    except:\n      - 2026-06-02\n      - 2026-06-03", nil, "conf/desk.yml:7: hours.holidays.except[1]: 2026-06-03 is not a holiday of this schedule: remove it"},
		{"a further entry without a day", `schedules: [{name: a, hours: {mon: "09:00-17:00"}}, {name: a, hours: {mon: "09:00-17:00"}}]`, nil, `conf/desk.yml:1: schedules[1].valid_from: missing: a further entry of schedule "a" needs the day from which it holds`},
		{"out of order", "schedules:\n- {name: a, hours: {mon: \"09:00-17:00\"}, valid_from: 2026-02-01}\n- {name: b, hours: {mon: \"09:00-17:00\"}}\n- {name: a, hours: {mon: \"09:00-17:00\"}, valid_from: 2026-02-01}", nil, `conf/desk.yml:4: schedules[2].valid_from: 2026-02-01 does not come after 2026-02-01 of the entry before: write the entries of schedule "a" in the order of time`},
		{"unknown key of holidays", `hours: {mon: "09:00-17:00", holidays: {contry: IT}}`, nil, `conf/desk.yml:1: hours.holidays.contry: unknown key, did you mean "country"?`},
		{"unknown key of a schedule", `schedules: [{name: a, hour: {mon: "09:00-17:00"}}]`, nil, `conf/desk.yml:1: schedules[0].hour: unknown key, did you mean "hours"?`},
		{"hours of a wrong type", `hours: {mon: {from: 9}}`, nil, "conf/desk.yml:1: hours.mon: expected a list, got a mapping"},
		{"calendar that cannot be read", "hours:\n  mon: \"09:00-17:00\"\n  holidays:\n    ics:\n    - a.ics", failing(errors.New("no such file"), ""), "conf/desk.yml:5: hours.holidays.ics[0]: conf/a.ics: no such file"},
		{"calendar that is none", `hours: {mon: "09:00-17:00", holidays: {ics: a.ics}}`, failing(nil, "<html>"), "conf/desk.yml:1: hours.holidays.ics[0]: conf/a.ics: not a calendar file (iCalendar): it does not begin with BEGIN:VCALENDAR"},
		{"feed that is none", `hours: {mon: "09:00-17:00", holidays: {ics: "https://h.example/${FEED}"}}`, failing(nil, ics("X")), "conf/desk.yml:1: hours.holidays.ics[0]: https://h.example/<secret>: line 4: no property: a colon is missing"},
		{"feed of another kind", `hours: {mon: "09:00-17:00", holidays: {ics: ["file:///etc/${FEED}", "https:///x"]}}`, nil, "conf/desk.yml:1: hours.holidays.ics[0]: <secret>: not a URL such as https://calendar.example/holidays.ics\nconf/desk.yml:1: hours.holidays.ics[1]: <secret>: not a URL such as https://calendar.example/holidays.ics"},
		{"calendar that is huge", `hours: {mon: "09:00-17:00", holidays: {ics: a.ics}}`, failing(nil, strings.Repeat("x", MaxICS+1)), "conf/desk.yml:1: hours.holidays.ics[0]: conf/a.ics: larger than 1048576 bytes: give a calendar of holidays only"},
		{"all at once", `
schedules:
- name: a
  timezone: Mars
  hours: {mon: "9"}
  valid_from: someday
- name: ""
  hours: {tue: "09:00-08:00"}
`, nil, `conf/desk.yml:4: schedules[0].timezone: no zone "Mars"; use a name of the IANA data base such as Europe/Rome
conf/desk.yml:5: schedules[0].hours.mon[0]: "9" is not an interval such as 09:00-17:00
conf/desk.yml:6: schedules[0].valid_from: "someday" is not a date such as 2026-12-24
conf/desk.yml:7: schedules[1].name: missing; it becomes the label schedule
conf/desk.yml:8: schedules[1].hours.tue[0]: "09:00-08:00" ends before it starts; hours past midnight are written as two intervals: 09:00-24:00, and 00:00-08:00 on the next day`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := inputs(t)
			in.ICS = tc.ics
			_, _, err := load(t, tc.text, in)
			require.EqualError(t, err, tc.want)
		})
	}

	c := Config{Hours: &Hours{Week: Week{"mon": {"09:00-17:00"}}}}
	_, problems := c.Build(Inputs{})
	require.Equal(t, []yamlfile.Problem{{Path: "hours", Message: "no timezone: set it here or for all in timezone"}}, problems)
	_, problems = c.Build(Inputs{Location: time.UTC})
	require.Empty(t, problems)
}
