package config

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/sources/holidays"
)

func readCalendar(source string) ([]byte, error) {
	if calendar.IsURL(source) {
		return nil, nil
	}
	return holidays.ReadFile(source, calendar.MaxICS)
}

const officeWithCalendars = `schedules:
  - name: office
    timezone: Europe/Berlin
    hours: {mon-fri: "09:00-17:00"}
    holidays:
      ics:
        - good.ics
        - https://calendar.example/${FEED}.ics
`

func TestHolidayCalendarsAreBesideTheFile(t *testing.T) {
	dir := write(t, map[string]string{
		"helpdesk.yml": strings.ReplaceAll(officeWithCalendars, "${FEED}", "feed") + shop,
		"good.ics":     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Works outing\r\nDTSTART;VALUE=DATE:20260603\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
	})
	c, err := Load([]string{dir}, environment)
	require.NoError(t, err)
	desk, err := c.Hours(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), readCalendar)
	require.NoError(t, err)
	name, on := desk.Calendars["office"].Holiday(time.Date(2026, 6, 3, 10, 0, 0, 0, time.UTC))
	require.True(t, on)
	require.Equal(t, "Works outing", name)
}

// A calendar file that cannot be used is an error at the start, never a desk that works on holidays.
func TestBadHolidayCalendars(t *testing.T) {
	dir := write(t, map[string]string{
		"helpdesk.yml": strings.NewReplacer("good.ics", "missing.ics", "https://calendar.example/${FEED}.ics", "huge.ics\n        - page.ics\n        - folder.ics").
			Replace(officeWithCalendars) + shop,
		"page.ics": "<html>Not found</html>",
		"huge.ics": "BEGIN:VCALENDAR\r\n" + string(bytes.Repeat([]byte("X-A:"+strings.Repeat("a", 60)+"\r\n"), calendar.MaxICS/60)),
	})
	require.NoError(t, os.Mkdir(filepath.Join(dir, "folder.ics"), 0o700))
	c, err := Load([]string{dir}, environment)
	require.NoError(t, err)
	_, err = c.Hours(time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), readCalendar)
	require.EqualError(t, err, strings.ReplaceAll(`DIR/helpdesk.yml:7: schedules[0].holidays.ics[0]: DIR/missing.ics: no such file or directory
DIR/helpdesk.yml:8: schedules[0].holidays.ics[1]: DIR/huge.ics: read: larger than 1048576 bytes
DIR/helpdesk.yml:9: schedules[0].holidays.ics[2]: DIR/page.ics: not a calendar file (iCalendar): it does not begin with BEGIN:VCALENDAR
DIR/helpdesk.yml:10: schedules[0].holidays.ics[3]: DIR/folder.ics: not a file`, "DIR", dir))
}
