package calendar

import (
	"time"

	"helpdesk_exporter/internal/civil"
)

// zone turns the civil times of days in a row into instants. It remembers the period between two clock changes
// in which the last one lay.
type zone struct {
	*time.Location
	// from, to and offset are in seconds: inside, civil time is UTC and the offset.
	from, to, offset int64
}

// margin is more than a clock change has ever moved a civil time, in seconds.
const margin = 26 * 60 * 60

// at returns the instant of a time of day.
func (z *zone) at(d Date, clock Clock) int64 {
	utc := int64(d)*secondsPerDay + int64(clock)
	n := utc - z.offset
	if n-margin < z.from || n+margin >= z.to {
		z.move(n)
		n = utc - z.offset
	}
	if n-margin < z.from || n+margin >= z.to {
		return d.at(clock, z.Location)
	}
	return nanos(time.Unix(n, 0))
}

// move goes to the period that holds an instant.
func (z *zone) move(n int64) {
	t := time.Unix(n, 0).In(z.Location)
	from, to := t.ZoneBounds()
	_, offset := t.Zone()
	z.from, z.to, z.offset = startOf(firstYear-1)/int64(time.Second), startOf(lastYear+1)/int64(time.Second), int64(offset)
	if !from.IsZero() {
		z.from = from.Unix()
	}
	if !to.IsZero() {
		z.to = to.Unix()
	}
}

// stretch returns the instants of a part of a day. It is empty or reversed where a clock change skips it.
func (z *zone) stretch(d Date, s Span) stretch { return stretch{z.at(d, s.From), z.at(d, s.To)} }

// at returns the instant of a time of day on the date.
func (d Date) at(clock Clock, loc *time.Location) int64 {
	year, month, day := d.split()
	return nanos(civil.DateTime{Year: year, Month: month, Day: day, Second: int(clock)}.In(loc))
}
