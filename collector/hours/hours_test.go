package hours_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/calendar"
	"helpdesk_exporter/collector/hours"
	"helpdesk_exporter/collector/sla"
	"helpdesk_exporter/collector/team"
)

func calendars(t *testing.T, names ...string) map[string]*calendar.Calendar {
	t.Helper()
	c := calendar.Config{}
	for _, name := range names {
		c.Schedules = append(c.Schedules, calendar.Schedule{Name: name, Hours: calendar.Week{"mon-fri": {"09:00-17:00"}}})
	}
	built, problems := c.Build(calendar.Inputs{Location: time.UTC})
	require.Empty(t, problems)
	return built
}

func TestWhichScheduleApplies(t *testing.T) {
	d := hours.Desk{
		Calendars: calendars(t, "office", "late", "shop"),
		Teams:     team.Teams{{Name: "Returns", Schedule: "late"}, {Name: "Billing"}},
		Sources:   map[string]string{"shop": "shop"},
	}
	tests := map[string]struct{ policy, source, group, want string }{
		"the policy's":                   {"office", "shop", "Returns", "office"},
		"else the team's":                {"", "shop", "Returns", "late"},
		"else the source's":              {"", "shop", "Billing", "shop"},
		"also of a group without a team": {"", "shop", "Sales", "shop"},
		"else none":                      {"", "desk", "Sales", ""},
		"a policy that is always open":   {"24x7", "shop", "Returns", "24x7"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, tc.want, d.Name(tc.policy, tc.source, tc.group))
			s := d.Schedule(tc.policy, tc.source, sla.Labels{Group: tc.group})
			switch tc.want {
			case "":
				require.Nil(t, s)
			case "24x7":
				sunday := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
				require.Equal(t, time.Hour, s.Within(sunday, sunday.Add(time.Hour)))
			default:
				require.Same(t, d.Calendars[tc.want], s)
			}
		})
	}
	d.Calendars = calendars(t, "default")
	require.Equal(t, "default", d.Name("", "desk", "Sales"), "the short form is for all")
}

func TestFingerprint(t *testing.T) {
	now := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	d := hours.Desk{Calendars: calendars(t, "office")}
	was := d.Fingerprint(now)
	require.Equal(t, was, d.Fingerprint(now.AddDate(0, 5, 0)), "not of the day")
	other := calendar.Config{Schedules: []calendar.Schedule{{
		Name: "office", Hours: calendar.Week{"mon-fri": {"09:00-17:00"}},
		Holidays: calendar.Holidays{Dates: map[string]string{"2026-05-04": "fair"}},
	}}}
	built, problems := other.Build(calendar.Inputs{Location: time.UTC})
	require.Empty(t, problems)
	require.NotEqual(t, was, (&hours.Desk{Calendars: built}).Fingerprint(now), "a holiday more")
	require.NotEqual(t, was, (&hours.Desk{Calendars: d.Calendars, Sources: map[string]string{"shop": "office"}}).Fingerprint(now))
}
