package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/config"
)

const checkedSources = `
sources:
  - {name: shop, preset: osticket, dsn: "mysql://u@h/shop", timezone: UTC}
  - {name: desk, preset: rt, dsn: "postgres://u@h/rt", schedule: night}
`

// TestCheckConfigTells compares what `check config` says on a Monday in Berlin with files of testdata.
func TestCheckConfigTells(t *testing.T) {
	now := time.Date(2026, 1, 5, 8, 0, 0, 0, time.UTC)
	for name, text := range map[string]string{
		"check-none.txt": `sources: [{name: shop, preset: osticket, dsn: "mysql://u@h/shop", timezone: UTC}]`,
		"check-vendor.txt": `
sla: [{name: theirs, from: vendor}]
sources:
  - {name: shop, preset: osticket, dsn: "mysql://u@h/shop", timezone: UTC}
  - {name: desk, preset: redmine, dsn: "postgres://u@h/redmine", baseline: 2026-02-01T00:00:00Z}`,
		"check-short.txt": `
timezone: Europe/Berlin
hours: {mon-fri: "09:00-17:00", holidays: {country: DE-BY}}
sla: {reply: 4h, resolution: 2bd}
sources: [{name: shop, preset: osticket, dsn: "mysql://u@h/shop", timezone: UTC}]`,
		"check-long.txt": `
timezone: Europe/Berlin
schedules:
  - {name: office, hours: {mon-fri: ["09:00-12:00", "13:00-17:00"]}, holidays: {dates: {"2026-01-06": Epiphany, "2026-01-07": }, ics: [works.ics, "https://calendar.example/secret.ics"]}}
  - {name: night, timezone: UTC, hours: {mon: "20:00-24:00", tue-fri: ["00:00-06:00", "20:00-24:00"], sat: "00:00-06:00"}}
teams:
  - {name: VIP, schedule: office}
  - {name: Returns, match: {group: [returns@x.example]}, schedule: 24x7}
sla:
  - name: premium
    match: {source: [shop], group: [vip], channel: [email, form]}
    schedule: office
    objective: 0.99
    targets:
      first_response: {default: 4h, by_priority: {high: 2h, urgent: 1h}}
      resolution: {default: 3bd, clock: business}
  - {name: hurt, match: {priority: [urgent]}, targets: {resolution: {default: 8h}}}
  - {name: vendor, from: vendor, match: {source: [desk]}}
  - {name: rest, match: {channel: [email, form, marketplace]}, targets: {first_response: {default: 1d, clock: calendar}}}
` + checkedSources,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			configure(t, dir, text)
			require.NoError(t, os.WriteFile(filepath.Join(dir, "works.ics"), []byte(worksCalendar), 0o600))
			c, err := config.Load([]string{dir}, os.LookupEnv)
			require.NoError(t, err)
			var out bytes.Buffer
			require.NoError(t, describe(&out, c, now))
			require.NotContains(t, out.String(), "secret.ics")
			golden(t, name, dir, out.String())
		})
	}
}

const worksCalendar = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Works outing\r\nDTSTART;VALUE=DATE:20260109\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

func TestCheckConfigReadsCalendars(t *testing.T) {
	dir := desk(t)
	configure(t, dir, "hours: {mon-fri: \"09:00-17:00\", holidays: {ics: none.ics}}\n"+deskConfig)
	status, out, log := call(t, dir, "check", "config")
	require.Equal(t, 1, status)
	require.Empty(t, out)
	require.Equal(t, filepath.Join(dir, "helpdesk.yml")+":1: hours.holidays.ics[0]: "+filepath.Join(dir, "none.ics")+": no such file or directory\n", log)
}
