package calendar

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// ics wraps events in a calendar file.
func ics(events ...string) string {
	text := &strings.Builder{}
	text.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
	for _, e := range events {
		text.WriteString("BEGIN:VEVENT\r\n" + strings.ReplaceAll(e, "\n", "\r\n") + "\r\nEND:VEVENT\r\n")
	}
	return text.String() + "END:VCALENDAR\r\n"
}

func days(holidays []Holiday) []string {
	out := []string{}
	for _, h := range holidays {
		out = append(out, strings.TrimSpace(h.Date.String()+" "+h.Name))
	}
	return out
}

func TestParseICS(t *testing.T) {
	now := when(t, "2026-06-01T00:00:00Z")
	for _, tc := range []struct {
		name, text string
		want       []string
	}{
		{"no event", ics(), []string{}},
		{"a day", ics("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261225\nSUMMARY:Eve"), []string{"2026-12-24 Eve"}},
		{"the end is not part of it", ics("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227"), []string{"2026-12-24", "2026-12-25", "2026-12-26"}},
		{"no end", ics("DTSTART;VALUE=DATE:20261224"), []string{"2026-12-24"}},
		{"the end is the start", ics("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261224"), []string{"2026-12-24"}},
		{"the end before the start", ics("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20251224"), []string{"2026-12-24"}},
		{"an end of a century later", ics("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:21261224"), []string{"2026-12-24"}},
		{"an end that is none", ics("DTEND:soon\nDTSTART;VALUE=DATE:20261224"), []string{"2026-12-24"}},
		{"a duration", ics("DTSTART;VALUE=DATE:20261224\nDURATION:P2D"), []string{"2026-12-24", "2026-12-25"}},
		{"a timed event", ics("DTSTART:20261224T090000Z\nDTEND:20261224T170000Z"), []string{}},
		{"a timed event that lasts a day", ics("DTSTART;TZID=Europe/Rome:20261224T000000\nDTEND;TZID=Europe/Rome:20261225T000000"), []string{}},
		{"without VALUE=DATE", ics("DTSTART:20261224"), []string{"2026-12-24"}},
		{"further parameters", ics("DTSTART;X-A=\"b:c;d\";VALUE=DATE:20261224"), []string{"2026-12-24"}},
		{"small letters, line feeds, a mark of byte order", "\ufeff" + strings.ToLower(strings.ReplaceAll(ics("DTSTART;VALUE=DATE:20261224"), "\r", "")), []string{"2026-12-24"}},
		{"folded lines and escapes", ics("DTSTART;VALUE=DATE:2026\n 1224\nSUMMARY:Saint\\, pat\n ron\\; of\\nus"), []string{"2026-12-24 Saint, patron; of us"}},
		{"an alarm inside", ics("DTSTART;VALUE=DATE:20261224\nBEGIN:VALARM\nDTSTART;VALUE=DATE:20260101\nSUMMARY:no\nEND:VALARM"), []string{"2026-12-24"}},
		{"cancelled", ics("DTSTART;VALUE=DATE:20261224\nSTATUS:CANCELLED"), []string{}},
		{"two of one day", ics("DTSTART;VALUE=DATE:20261224\nSUMMARY:a", "DTSTART;VALUE=DATE:20261224\nSUMMARY:b"), []string{"2026-12-24 a"}},
		{"in order", ics("DTSTART;VALUE=DATE:20261224", "DTSTART;VALUE=DATE:20260102"), []string{"2026-01-02", "2026-12-24"}},
		{"a day of long ago", ics("DTSTART;VALUE=DATE:20100105"), []string{"2010-01-05"}},

		{"each year, without end", ics("DTSTART;VALUE=DATE:20001225\nRRULE:FREQ=YEARLY"), []string{"2025-12-25", "2026-12-25", "2027-12-25", "2028-12-25"}},
		{"each year, until", ics("DTSTART;VALUE=DATE:20001225\nRRULE:FREQ=YEARLY;UNTIL=20271224T235959Z"), []string{"2025-12-25", "2026-12-25"}},
		{"each year, so often", ics("DTSTART;VALUE=DATE:20001225\nRRULE:FREQ=YEARLY;COUNT=27"), []string{"2025-12-25", "2026-12-25"}},
		{"the fourth Thursday of November", ics("DTSTART;VALUE=DATE:20251127\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3"), []string{"2025-11-27", "2026-11-26", "2027-11-25"}},
		{"the last Monday of a month", ics("DTSTART;VALUE=DATE:20260427\nRRULE:FREQ=MONTHLY;BYDAY=-1MO;COUNT=2"), []string{"2026-04-27", "2026-05-25"}},
		{"several days each time", ics("DTSTART;VALUE=DATE:20251224\nDTEND;VALUE=DATE:20251226\nRRULE:FREQ=YEARLY;COUNT=2"), []string{"2025-12-24", "2025-12-25", "2026-12-24", "2026-12-25"}},
		{"left out and added", ics("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE;VALUE=DATE:20260602,20260603\nRDATE;VALUE=DATE:20260610"), []string{"2026-06-01", "2026-06-04", "2026-06-10"}},
		{"one moved", ics("UID:a\nDTSTART;VALUE=DATE:20260601\nRRULE:FREQ=WEEKLY;COUNT=3", "UID:a\nRECURRENCE-ID;VALUE=DATE:20260608\nDTSTART;VALUE=DATE:20260609"), []string{"2026-06-01", "2026-06-09", "2026-06-15"}},
		{"one cancelled", ics("UID:a\nDTSTART;VALUE=DATE:20260601\nRRULE:FREQ=WEEKLY;COUNT=3", "UID:a\nRECURRENCE-ID;VALUE=DATE:20260608\nDTSTART;VALUE=DATE:20260608\nSTATUS:CANCELLED"), []string{"2026-06-01", "2026-06-15"}},
		{"no step counts as one", ics("DTSTART;VALUE=DATE:20001225\nRRULE:FREQ=YEARLY;INTERVAL=0;COUNT=27"), []string{"2025-12-25", "2026-12-25"}},
		{"a day that never comes", ics("DTSTART;VALUE=DATE:20200201\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"), []string{}},
		{"times of day mean nothing", ics("DTSTART;VALUE=DATE:20260601\nRRULE:FREQ=DAILY;BYHOUR=9,10;COUNT=2"), []string{"2026-06-01", "2026-06-02"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, err := ParseICS([]byte(tc.text), now)
			require.NoError(t, err)
			require.Equal(t, tc.want, days(got))
		})
	}

	daily, err := ParseICS([]byte(ics("DTSTART;VALUE=DATE:18000101\nRRULE:FREQ=DAILY")), now)
	require.NoError(t, err)
	require.Equal(t, "2025-06-01", daily[0].Date.String(), "a year before now")
	require.Equal(t, "2029-06-01", daily[len(daily)-1].Date.String(), "three years after")
	require.Len(t, daily, 4*365+2)
}

func TestParseICSRefuses(t *testing.T) {
	now := when(t, "2026-06-01T00:00:00Z")
	many := func(n int, event string) string { return ics(slices.Repeat([]string{event}, n)...) }
	for _, tc := range []struct{ name, text, want string }{
		{"nothing", "", "empty"},
		{"a web page", "<!DOCTYPE html>\n<a href=\"x:y\">", "not a calendar file (iCalendar): it does not begin with BEGIN:VCALENDAR"},
		{"cut off", strings.TrimSuffix(ics("DTSTART;VALUE=DATE:20261224"), "END:VCALENDAR\r\n"), "cut off: END:VCALENDAR is missing"},
		{"something more", ics() + "X:1\r\n", "line 4: something after END:VCALENDAR"},
		{"a wrong end", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "line 3: END:VCALENDAR inside VEVENT"},
		{"no colon", ics("DTSTART;VALUE=DATE"), "line 4: no property: a colon is missing"},
		{"no start", ics("SUMMARY:x"), "line 5: an event without DTSTART"},
		{"no such day", ics("DTSTART;VALUE=DATE:20260230"), `line 4: DTSTART: "20260230" is not a day such as 20261224`},
		{"no such exception", ics("DTSTART;VALUE=DATE:20260201\nEXDATE:x"), `line 5: EXDATE: "x" is not a day such as 20261224`},
		{"two rules", ics("DTSTART;VALUE=DATE:20260201\nRRULE:FREQ=DAILY\nRRULE:FREQ=DAILY"), "line 6: RRULE: a second RRULE"},
		{"a rule that is none", ics("DTSTART;VALUE=DATE:20260201\nRRULE:FREQ=SOMETIMES"), "line 4: RRULE:FREQ=SOMETIMES: undefined frequency: SOMETIMES"},
		{"each second", ics("DTSTART;VALUE=DATE:20260201\nRRULE:FREQ=SECONDLY"), "line 4: RRULE:FREQ=SECONDLY: an all-day event cannot recur SECONDLY"},
		{"a step without bounds", ics("DTSTART;VALUE=DATE:20260201\nRRULE:FREQ=MONTHLY;INTERVAL=9223372036854775807"), "line 4: RRULE:FREQ=MONTHLY;INTERVAL=9223372036854775807: an interval above 1000"},
		{"nested without end", strings.Repeat("BEGIN:VCALENDAR\n", 20), "line 10: components nested too deeply"},
		{"huge", ics("DTSTART;VALUE=DATE:20260201\nDESCRIPTION:" + strings.Repeat("x", MaxICS)), "larger than 1048576 bytes: give a calendar of holidays only"},
		{"too many events", many(20_001, "DTSTART:20260201"), "line 60005: more than 20000 all-day events"},
		{"too many rules", many(201, "DTSTART:20260201\nRRULE:FREQ=YEARLY"), "line 804: more than 200 all-day events that recur: give a calendar of holidays only"},
		{"too many days", many(200, "DTSTART:20260201\nRRULE:FREQ=DAILY"), "line 68: more than 20000 days: give a calendar of holidays only"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			start := time.Now()
			_, err := ParseICS([]byte(tc.text), now)
			require.EqualError(t, err, tc.want)
			require.Less(t, time.Since(start), 10*time.Second)
		})
	}
}

// FuzzParseICS looks for a calendar file that is never finished with, or ends in a panic.
func FuzzParseICS(f *testing.F) {
	f.Add(ics("UID:a\nDTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260603\nRRULE:FREQ=MONTHLY;BYDAY=-1MO;BYSETPOS=1;WKST=SU\nEXDATE;VALUE=DATE:20260602\nSUMMARY:x"))
	f.Add(ics("UID:a\nDTSTART;VALUE=DATE:20260601\nRRULE:FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=-1,366;BYEASTER=1"))
	f.Fuzz(func(t *testing.T, text string) {
		holidays, err := ParseICS([]byte(text), time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC))
		if err == nil {
			require.LessOrEqual(t, len(holidays), maxDays)
		}
	})
}
