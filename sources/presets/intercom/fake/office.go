package fake

import (
	"net/http"
	"time"
)

// The workspace's office hours: Monday to Friday, in the zone of the desk, holidays included.
const (
	officeOpens  = 9
	officeCloses = 18
)

// officeSeconds is how much of a span of time lies within office hours.
func officeSeconds(from, to time.Time, zone *time.Location) int64 {
	var sum time.Duration
	local := from.In(zone)
	for day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, zone); day.Before(to); day = day.AddDate(0, 0, 1) {
		if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
			continue
		}
		opens := time.Date(day.Year(), day.Month(), day.Day(), officeOpens, 0, 0, 0, zone)
		closes := time.Date(day.Year(), day.Month(), day.Day(), officeCloses, 0, 0, 0, zone)
		if opens.Before(from) {
			opens = from
		}
		if closes.After(to) {
			closes = to
		}
		if closes.After(opens) {
			sum += closes.Sub(opens)
		}
	}
	return int64(sum / time.Second)
}

// officeID is the only schedule's.
const officeID = "123"

func (s *Server) office() object {
	begun := s.options.Tape.Begin.Unix() - 86400*400
	intervals := list{}
	for day := range 5 {
		intervals = append(intervals, object{
			"start_minute": (day*24 + officeOpens) * 60, "end_minute": (day*24 + officeCloses) * 60, "day_of_week": day,
		})
	}
	return object{
		"type": "office_hours_schedule", "id": officeID, "name": "Office hours", "time_zone_name": s.options.Tape.Zone.String(),
		"time_intervals": intervals, "twenty_four_seven": false, "created_at": begun, "updated_at": begun,
	}
}

// listOfficeHours lists the only schedule.
//
// Source: GET /office_hours_schedules of
// https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.16/api.intercom.io.yaml.
func (s *Server) listOfficeHours(w http.ResponseWriter, _ *http.Request) {
	s.write(w, http.StatusOK, object{"type": "office_hours_schedule.list", "data": list{s.office()}})
}

// getOfficeHours answers with a schedule.
//
// Source: GET /office_hours_schedules/{id} of
// https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.16/api.intercom.io.yaml.
func (s *Server) getOfficeHours(w http.ResponseWriter, r *http.Request) {
	s.ofOffice(w, r, s.office())
}

// listOfficeExceptions lists the days on which the schedule does not hold: there are none.
//
// Source: GET /office_hours_schedules/{id}/office_hours_exceptions of
// https://github.com/intercom/Intercom-OpenAPI/blob/main/descriptions/2.16/api.intercom.io.yaml.
func (s *Server) listOfficeExceptions(w http.ResponseWriter, r *http.Request) {
	s.ofOffice(w, r, object{"type": "office_hours_exception.list", "data": list{}})
}

func (s *Server) ofOffice(w http.ResponseWriter, r *http.Request, answer object) {
	if r.PathValue("id") != officeID {
		s.fail(w, http.StatusNotFound, "not_found", "Resource Not Found")
		return
	}
	s.write(w, http.StatusOK, answer)
}
