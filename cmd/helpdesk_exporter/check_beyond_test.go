package main

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/config"
)

// TestPromisesBeyondTheTeamsHours: on a Monday at 09:00 in Berlin, where the office is open from 09:00 to 17:00.
func TestPromisesBeyondTheTeamsHours(t *testing.T) {
	now := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	const policy = "policy night: first_response may be due while "
	const quiet = ": alerts keep the team's hours, nobody is paged then"
	for name, tc := range map[string]struct {
		text string
		want []string
	}{
		"around the clock": {
			`[{name: night, schedule: 24x7, targets: {first_response: {default: 4h}}}]`,
			[]string{policy + "Parcels or another team is closed (schedule office, such as Mon 2026-01-05 17:00)" + quiet},
		},
		"the calendar's clock of one target": {
			`[{name: night, targets: {first_response: {default: 4h, clock: calendar}, resolution: {default: 8h}}}]`,
			[]string{policy + "Parcels or another team is closed (schedule office, such as Mon 2026-01-05 17:00)" + quiet},
		},
		"a longer day": {
			`[{name: night, schedule: long, targets: {first_response: {default: 4h}}}]`,
			[]string{policy + "Parcels or another team is closed (schedule office, such as Mon 2026-01-05 17:00)" + quiet},
		},
		"a holiday of the team": {
			`[{name: night, schedule: "on", targets: {first_response: {default: 4h}}}]`,
			[]string{policy + "Parcels or another team is closed (schedule office, such as Tue 2026-01-06 09:00)" + quiet},
		},
		"a team that works at night": {
			`[{name: night, match: {group: [nightingales]}, targets: {first_response: {default: 4h, clock: calendar}}}]`, nil,
		},
		"the policy before it takes the tickets": {
			`[{name: day, match: {group: [Parcels]}, targets: {first_response: {default: 4h}}}, {name: night, schedule: 24x7, targets: {first_response: {default: 4h}}}]`,
			[]string{policy + "a team is closed (schedule office, such as Mon 2026-01-05 17:00)" + quiet},
		},
		"hours of the team":           {`{reply: 4h}`, nil},
		"fewer hours":                 {`[{name: night, schedule: short, targets: {first_response: {default: 4h}}}]`, nil},
		"the same hours twice":        {`[{name: night, schedule: same, targets: {first_response: {default: 4h}}}]`, nil},
		"holidays that are not read":  {`[{name: night, schedule: feed, targets: {first_response: {default: 4h}}}]`, nil},
		"clocks of the helpdesk":      {`[{name: theirs, from: vendor}]`, nil},
		"a source of other schedules": {`[{name: night, match: {source: [free]}, targets: {first_response: {default: 4h, clock: calendar}}}]`, []string{policy + "Parcels is closed (schedule office, such as Mon 2026-01-05 17:00)" + quiet}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			configure(t, dir, `
timezone: Europe/Berlin
schedules:
  - {name: office, hours: {mon-fri: "09:00-17:00"}, holidays: {dates: {"2026-01-06": Epiphany}}}
  - {name: same, hours: {mon-fri: ["09:00-12:00", "12:00-17:00"]}, holidays: {dates: {"2026-01-06": Epiphany}}}
  - {name: "on", hours: {mon-fri: "09:00-17:00"}}
  - {name: feed, hours: {mon-fri: "09:00-17:00"}, holidays: {ics: ["https://calendar.example/a.ics"]}}
  - {name: long, hours: {mon-fri: "09:00-18:00"}}
  - {name: short, hours: {mon-thu: "10:00-16:00"}, holidays: {dates: {"2026-01-06": Epiphany}}}
teams: [{name: Parcels, schedule: office}, {name: Nightingales, schedule: 24x7}]
sources:
  - {name: shop, preset: osticket, dsn: "mysql://u@h/shop", timezone: UTC, schedule: office}
  - {name: free, preset: osticket, dsn: "mysql://u@h/free", timezone: UTC}
sla: `+tc.text)
			c, err := config.Load([]string{dir}, os.LookupEnv)
			require.NoError(t, err)
			desk, err := checkedHours(c, now)
			require.NoError(t, err)
			require.Equal(t, tc.want, beyondHours(c, desk, now))
		})
	}
}

// TestNoHoursNoPromisesBeyond: where there is no schedule everybody is always there.
func TestNoHoursNoPromisesBeyond(t *testing.T) {
	dir := t.TempDir()
	configure(t, dir, `
sla: [{name: night, schedule: 24x7, targets: {first_response: {default: 4h, clock: calendar}, resolution: {default: 8h}}}]
sources: [{name: shop, preset: osticket, dsn: "mysql://u@h/shop", timezone: UTC}]`)
	c, err := config.Load([]string{dir}, os.LookupEnv)
	require.NoError(t, err)
	desk, err := checkedHours(c, time.Now())
	require.NoError(t, err)
	require.Empty(t, beyondHours(c, desk, time.Now()))
}
