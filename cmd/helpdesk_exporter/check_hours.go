package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/collector/hours"
	"helpdesk_exporter/internal/config"
	"helpdesk_exporter/sources/holidays"
)

// shownDays is how many days of each schedule `check config` shows.
const shownDays = 7

// checkedHours makes the schedules of what the configuration and its files say. Feeds are not fetched.
func checkedHours(c *config.Config, now time.Time) (*hours.Desk, error) {
	return c.Hours(now, func(source string) ([]byte, error) {
		if calendar.IsURL(source) {
			return nil, nil
		}
		return holidays.ReadFile(source, calendar.MaxICS)
	})
}

// describeSchedules prints the open hours of the next days.
func describeSchedules(text *strings.Builder, c *config.Config, desk *hours.Desk, now time.Time) {
	feeds := c.Calendar.Feeds()
	for _, name := range slices.Sorted(maps.Keys(desk.Calendars)) {
		schedule := desk.Calendars[name]
		zone := schedule.Location(now)
		fmt.Fprintf(text, "schedule %s, %s\n", name, zone)
		for _, feed := range feeds[name] {
			fmt.Fprintf(text, "  without the holidays of %s, which only a running exporter reads\n", calendar.ShowICS(feed))
		}
		year, month, day := now.In(zone).Date()
		for i := range shownDays {
			noon := time.Date(year, month, day+i, 12, 0, 0, 0, zone)
			fmt.Fprintf(text, "  %s  %s\n", noon.Format("Mon 2006-01-02"), openHours(schedule, noon))
		}
	}
}

// openHours writes the hours of the civil day of an instant.
func openHours(schedule *calendar.Calendar, noon time.Time) string {
	if name, on := schedule.Holiday(noon); on {
		return "closed: " + cmp.Or(name, "a holiday")
	}
	zone := noon.Location()
	year, month, day := noon.Date()
	from, to := time.Date(year, month, day, 0, 0, 0, 0, zone), time.Date(year, month, day+1, 0, 0, 0, 0, zone)
	var intervals []string
	for _, p := range schedule.Periods(from, to) {
		end := p.To.In(zone).Format("15:04")
		if p.To.Equal(to) {
			end = "24:00"
		}
		intervals = append(intervals, p.From.In(zone).Format("15:04")+"-"+end)
	}
	if len(intervals) == 0 {
		return "closed"
	}
	return strings.Join(intervals, ", ")
}
