package simulator

import (
	"math"
	"time"
)

// hourly is how many write in each hour of the day, as a multiple of the day's mean.
func hourly() [24]float64 {
	shape := [24]float64{
		0.3, 0.2, 0.15, 0.1, 0.1, 0.15, 0.3, 0.7, 1.3, 1.8, 1.9, 1.8,
		1.4, 1.4, 1.6, 1.7, 1.6, 1.5, 1.3, 1.2, 1.2, 1.1, 0.8, 0.5,
	}
	total := 0.0
	for _, weight := range shape {
		total += weight
	}
	for i := range shape {
		shape[i] *= float64(len(shape)) / total
	}
	return shape
}

// daily is how many write on each day of the week, Sunday first, as a multiple of the mean.
func daily() [7]float64 { return [7]float64{0.72, 1.28, 1.15, 1.08, 1.04, 0.98, 0.75} }

// outage is how much a bad day brings, and how long it lasts.
const (
	outage       = 6
	outageLength = 8 * time.Hour
)

// season is how busy the shop is in a part of the year: presents are bought before Christmas and sent back
// after it, and in August many are away.
func season(day time.Time) float64 {
	around := func(middle, width float64) float64 {
		away := (float64(day.YearDay()) - middle) / width
		return math.Exp(-away * away)
	}
	return 1 + 0.35*around(342, 14) + 0.15*around(8, 8) - 0.15*around(227, 16)
}

// weather is how many write at an instant.
type weather struct {
	zone     *time.Location
	hours    [24]float64
	days     [7]float64
	volume   float64
	badDay   time.Time
	holidays map[string]bool
}

func newWeather(o Options) weather {
	w := weather{
		zone: o.Zone, hours: hourly(), days: daily(), volume: max(0, o.Volume), badDay: o.BadDay,
		holidays: map[string]bool{},
	}
	for _, day := range o.Holidays {
		w.holidays[day] = true
	}
	return w
}

// most is more than there ever is.
func (w weather) most() float64 { return w.volume * outage * 2 * 1.3 * 1.4 }

// at is how many write at an instant, as a multiple of the mean. Where time runs faster than life there is
// neither day nor night.
func (w weather) at(now time.Time, lifelike bool) float64 {
	if !lifelike {
		return w.volume
	}
	here := now.In(w.zone)
	factor := w.volume * w.hours[here.Hour()] * w.days[here.Weekday()] * season(here)
	if w.holidays[here.Format(time.DateOnly)] {
		factor *= 0.6
	}
	if w.bad(now) {
		factor *= outage
	}
	return factor
}

// bad tells an outage.
func (w weather) bad(now time.Time) bool {
	return !w.badDay.IsZero() && !now.Before(w.badDay) && now.Before(w.badDay.Add(outageLength))
}

// ItalianHolidays are the public holidays of a year, as days.
func ItalianHolidays(year int) []string {
	var days []string
	for _, day := range []string{"01-01", "01-06", "04-25", "05-01", "06-02", "08-15", "11-01", "12-08", "12-25", "12-26"} {
		days = append(days, time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006")+"-"+day)
	}
	return append(days, easter(year).AddDate(0, 0, 1).Format(time.DateOnly))
}

// easter is Easter Sunday, by Gauss's rule as Butcher wrote it.
func easter(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	g := (8*b + 13) / 25
	h := (19*a + b - b/4 - g + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}
