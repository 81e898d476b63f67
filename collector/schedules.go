package collector

import (
	"time"

	"helpdesk_exporter/collector/ledger"
)

// Schedule is business time, by its name.
type Schedule struct {
	Name string
	// Open tells whether an instant lies inside the working hours.
	Open func(at time.Time) bool
	// NextChange is the next opening or closing; false when there is none.
	NextChange func(at time.Time) (time.Time, bool)
	// LastFeed is when its holiday feeds were read; false when it has none, or none was ever read.
	LastFeed func() (time.Time, bool)
}

func (g *gauges) schedules(list []Schedule, now time.Time) {
	for _, s := range list {
		value := 0.0
		if s.Open(now) {
			value = 1
		}
		g.set("helpdesk_schedule_open", value, s.Name)
		if at, ok := s.NextChange(now); ok {
			g.set("helpdesk_schedule_next_change_timestamp_seconds", seconds(at), s.Name)
		}
		if at, ok := s.LastFeed(); ok {
			g.set("helpdesk_exporter_holiday_feed_last_success_timestamp_seconds", seconds(at), s.Name)
		}
	}
}

// groupSchedules tells which schedule applies to each group that is known.
func (g *gauges) groupSchedules(s *ledger.SourceView, of func(source, group string) string) {
	if of == nil {
		return
	}
	for _, group := range s.Groups {
		if name := of(s.Name, group); name != "" {
			g.set("helpdesk_group_schedule_info", 1, s.Name, group, name)
		}
	}
}
