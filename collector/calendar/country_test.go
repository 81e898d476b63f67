package calendar

import (
	"testing"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/stretchr/testify/require"
)

func TestPublicHolidays(t *testing.T) {
	for _, tc := range []struct {
		country string
		year    int
		want    []string
	}{
		{"IT", 2026, []string{
			"2026-01-01", "2026-01-06", "2026-04-06", "2026-04-25", "2026-05-01", "2026-06-02",
			"2026-08-15", "2026-11-01", "2026-12-08", "2026-12-25", "2026-12-26",
		}},
		{"DE", 2026, []string{
			"2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-10-03", "2026-12-25", "2026-12-26",
		}},
		// The Fourth of July is a Saturday, and Friday instead; New Year of 2028 is, too, and made up for in 2027.
		{"US", 2026, []string{
			"2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-07-04",
			"2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25",
		}},
		{"GR", 2026, []string{ // Orthodox Easter is on 12 April
			"2026-01-01", "2026-01-06", "2026-02-23", "2026-03-25", "2026-04-10", "2026-04-13", "2026-05-01",
			"2026-06-01", "2026-08-15", "2026-10-28", "2026-12-25", "2026-12-26",
		}},
	} {
		t.Run(tc.country, func(t *testing.T) {
			found := map[string]bool{}
			for _, h := range publicHolidays(countries()[tc.country], tc.year) {
				found[h.Date.String()] = true
				require.NotEmpty(t, h.Name)
			}
			for _, day := range tc.want {
				require.True(t, found[day], day)
				delete(found, day)
			}
			require.Empty(t, found)
		})
	}
	made := publicHolidays(countries()["US"], 2027)
	require.Contains(t, days(made), "2027-12-31 New Year's Day")
	require.NotContains(t, days(made), "2028-01-01 New Year's Day")
}

func TestEveryCountryHasHolidays(t *testing.T) {
	for code, definitions := range countries() {
		require.GreaterOrEqual(t, len(publicHolidays(definitions, 2026)), 6, code)
		require.Regexp(t, `^[A-Z]{2}(-[A-Z]{2,3})?$`, code)
	}
}

// Where the machine's zone has no midnight on a day, the library gives the evening before.
func TestHolidayOfAMachineWithoutMidnight(t *testing.T) {
	evening := &cal.Holiday{
		Observed: []cal.AltDay{{Day: time.Sunday, Offset: 1}, {Day: time.Saturday, Offset: -1}},
		Func: func(*cal.Holiday, int) time.Time {
			return time.Date(2015, 10, 18, 0, 0, 0, 0, location(t, "America/Sao_Paulo"))
		},
	}
	midnight, _ := evening.Calc(2015)
	require.Equal(t, 23, midnight.Hour(), "what the library makes of it")
	require.Equal(t, []Date{date(t, "2015-10-18"), date(t, "2015-10-19")}, dates(evening, 2015))
}
