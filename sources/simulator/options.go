package simulator

import "time"

// DefaultSpeed lets something happen about every second.
const DefaultSpeed = 60

// DefaultZone is the zone of the desk's wall clock.
const DefaultZone = "Europe/Rome"

// DefaultMaxPoll is the longest interval between polls at which the truth is what polls can see.
const DefaultMaxPoll = 45 * time.Minute

// Options of a desk.
type Options struct {
	// Seed makes the same desk again.
	Seed uint64
	// Clock is the machine's by default.
	Clock Clock
	// Speed is how much faster than real life Run lets the desk live; 1 by default.
	Speed float64
	// Begin is when the desk opens; the clock's present by default.
	Begin time.Time
	// Zone is that of the desk's wall clock, DefaultZone by default.
	Zone *time.Location

	// Volume multiplies the number of tickets, about 200 on a working day; 1 by default, none if negative.
	Volume float64
	// MaxPoll is the longest interval between two polls at which everything is seen: so long a ticket is left
	// alone before and after which its rows vanish. DefaultMaxPoll by default.
	MaxPoll time.Duration
	// BadDay is when an outage begins that brings six times as many tickets for eight hours; by default at
	// 10:00 on the first Tuesday two weeks after Begin.
	BadDay time.Time
	// NewProblem is when a topic appears that nobody has seen before; by default at 08:30 on the first
	// Thursday a week after Begin.
	NewProblem time.Time
	// Ordinary leaves out a bad day and a new problem that have no instant.
	Ordinary bool
	// Plain leaves out what many products do not tell: customers alone open tickets, and nobody merges any.
	Plain bool
	// Holidays are days, 2006-01-02, on which nobody works and few write; by default those of Italy.
	Holidays []string
	// SkipRepeatedHour lets nothing happen in the hour that the wall clock shows twice.
	SkipRepeatedHour bool

	// Rules are what the truth knows of the exporter's configuration; without any there are no schedules,
	// policies and goals.
	Rules Rules
}

// withDefaults fills in what is not said.
func (o Options) withDefaults() (Options, error) {
	if o.Clock == nil {
		o.Clock = SystemClock{}
	}
	if o.Speed == 0 {
		o.Speed = 1
	}
	if o.Volume == 0 {
		o.Volume = 1
	}
	if o.MaxPoll == 0 {
		o.MaxPoll = DefaultMaxPoll
	}
	if o.Begin.IsZero() {
		o.Begin = o.Clock.Now()
	}
	if o.Zone == nil {
		zone, err := time.LoadLocation(DefaultZone)
		if err != nil {
			return o, err
		}
		o.Zone = zone
	}
	if o.Holidays == nil {
		for year := o.Begin.In(o.Zone).Year(); year < o.Begin.Year()+5; year++ {
			o.Holidays = append(o.Holidays, ItalianHolidays(year)...)
		}
	}
	if o.BadDay.IsZero() && !o.Ordinary {
		o.BadDay = weekdayAfter(o.Begin.In(o.Zone).AddDate(0, 0, 14), time.Tuesday, 10, 0)
	}
	if o.NewProblem.IsZero() && !o.Ordinary {
		o.NewProblem = weekdayAfter(o.Begin.In(o.Zone).AddDate(0, 0, 7), time.Thursday, 8, 30)
	}
	return o, nil
}

// weekdayAfter is a time of day on the first such weekday on or after a day.
func weekdayAfter(day time.Time, weekday time.Weekday, hour, minute int) time.Time {
	days := (int(weekday) - int(day.Weekday()) + 7) % 7
	return time.Date(day.Year(), day.Month(), day.Day()+days, hour, minute, 0, 0, day.Location())
}
