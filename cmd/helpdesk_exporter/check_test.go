package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
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

// TestCheckConfigReadsCredentials: a file that is missing or empty is told at the line that names it, with the defaults, too.
func TestCheckConfigReadsCredentials(t *testing.T) {
	dir := t.TempDir()
	configure(t, dir, `sources:
  - name: shop
    preset: osticket
    timezone: UTC
    dsn_file: none.dsn
  - {name: desk, preset: rt, dsn_file: empty}
  - {name: other, preset: rt, dsn_file: word}
  - {name: first, preset: zendesk, url: "https://first.example", user: a@example.com, token_file: empty}
  - {name: second, preset: zendesk, url: "https://second.example", user: a@example.com, token_file: none}
`)
	for name, text := range map[string]string{"empty": "\n", "word": "hunter2\n"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	want := strings.ReplaceAll(`DIR/helpdesk.yml:5: sources[0].dsn_file: open DIR/none.dsn: no such file or directory
DIR/helpdesk.yml:6: sources[1].dsn_file: DIR/empty is empty: write the address into it, such as mysql://user:password@host/database
DIR/helpdesk.yml:7: sources[2].dsn_file: not an address: write mysql://…, postgres://… or sqlite:…
DIR/helpdesk.yml:8: sources[3].token_file: DIR/empty is empty: write the credential into it
DIR/helpdesk.yml:9: sources[4].token_file: open DIR/none: no such file or directory
`, "DIR", dir)
	status, out, log := call(t, dir, "check", "config")
	require.Equal(t, 1, status)
	require.Empty(t, out)
	require.Equal(t, want, log)

	status, out, log = call(t, dir, "check", "config", "--show-defaults")
	require.Equal(t, 1, status)
	require.Contains(t, out, "reopen_window: 1w\n")
	require.Equal(t, want, log)

	status, _, log = call(t, dir, "once")
	require.Equal(t, 1, status)
	require.Contains(t, log, filepath.Join(dir, "helpdesk.yml")+":5: sources[0].dsn_file: open ")
}

// TestCheckConfigTriesPromisesWithHolidays: a calendar file that closes the desk for years leaves no time for a promise.
func TestCheckConfigTriesPromisesWithHolidays(t *testing.T) {
	dir := desk(t)
	daily := strings.Replace(worksCalendar, "SUMMARY", "RRULE:FREQ=DAILY\r\nSUMMARY", 1)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "works.ics"), []byte(daily), 0o600))
	configure(t, dir, "hours: {mon-fri: \"09:00-17:00\", holidays: {ics: works.ics}}\nsla:\n  resolution: 2bd\n"+deskConfig)
	status, out, log := call(t, dir, "check", "config")
	require.Equal(t, 1, status)
	require.Empty(t, out)
	require.Equal(t, filepath.Join(dir, "helpdesk.yml")+":3: sla.resolution: 2bd is not over within 2 years of the schedule \"default\": shorten it\n", log)
}
